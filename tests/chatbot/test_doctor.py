"""What doctor says of databases and servers; the rest of it is in `test_app`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from chatbot.build_parts import Parts
from chatbot.doctor import _accounts, _vectors
from chatbot.hosting import Hosting
from chatbot.settings import Settings
from data.accounts import Accounts
from data.errors import UsherError
from data.folders import Home
from data.movies import Catalogue, Movie
from retrieval.chroma import ChromaIndex
from retrieval.chroma_server import ChromaServer
from retrieval.vectors import EmbeddingCache
from tests.chroma_process import ChromaProcess, running_chroma
from tests.retrieval.conftest import LetterEmbedder


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    with running_chroma(tmp_path_factory.mktemp("chroma-server")) as process:
        yield process


def settings(database: str | None = None, chroma: str | None = None) -> Settings:
    return Settings(usher_database=None if database is None else SecretStr(database), usher_chroma=chroma)


def test_which_database_is_in_use_is_told_without_its_password(postgresql_url: str, tmp_path: Path) -> None:
    url = sa.make_url(postgresql_url).set(password="secret")
    accounts = Accounts(postgresql_url)
    accounts.create("Anna")
    accounts.close()
    told = _accounts(Home(tmp_path), settings(url.render_as_string(hide_password=False)))
    assert told.startswith("postgresql+psycopg://postgres:***@")
    assert told.endswith(f"/{url.database} answers, 1 accounts")
    missing = url.set(database="missing").render_as_string(hide_password=False)
    with pytest.raises(UsherError, match='"missing" does not exist') as error:
        _accounts(Home(tmp_path), settings(missing))
    assert "secret" not in told + str(error.value)


def test_where_vectors_are_is_told_and_whether_the_server_has_them(process: ChromaProcess, tmp_path: Path) -> None:
    home, server = Home(tmp_path / "home"), ChromaServer(process.url)
    assert _vectors(home, settings()).startswith("in the folder of each build")
    assert "the next one's will be there" in _vectors(home, settings(chroma=process.url))
    with home.new_build() as draft:
        on_server = (server, Hosting(home, server).begin())
        films, cache = Catalogue([Movie(1, "Heat", 1995, overview="A burglar.")]), EmbeddingCache(tmp_path / "cache")
        index = ChromaIndex.build(Parts(draft.path).index, films, LetterEmbedder(), cache, None, on_server)
        count = len(index.passages.vectors)
        index.close()
        draft.publish({"format": 1})
    assert f"it has {count} passages of the current build" in _vectors(home, settings(chroma=process.url))
    with pytest.raises(UsherError, match=f"the collection {on_server[1]} of a Chroma server: set USHER_CHROMA"):
        _vectors(home, settings())
    server.remove(on_server[1])
    with pytest.raises(UsherError, match="does not exist"):
        _vectors(home, settings(chroma=process.url))
    with pytest.raises(UsherError, match="does not answer"):
        _vectors(home, settings(chroma="http://127.0.0.1:9"))
