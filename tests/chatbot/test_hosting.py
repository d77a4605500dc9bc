"""Collections of builds on a real Chroma server: one each, removed when no build in the home folder needs it."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import numpy as np
import pytest

from chatbot.build import FORMAT, Source, build
from chatbot.build_parts import Parts
from chatbot.hosting import Hosting
from chatbot.serving import load
from data.errors import UsherError
from data.folders import Home, load_manifest, verify
from data.movies import Catalogue, Movie
from retrieval.chroma import ON_SERVER, ChromaIndex, collection_on_server
from retrieval.chroma_server import ChromaServer
from retrieval.vectors import EmbeddingCache
from tests.chroma_process import ChromaProcess, running_chroma
from tests.retrieval.conftest import LetterEmbedder

FILMS = Catalogue([Movie(1, "Heat", 1995, overview="A burglar meets a policeman."), Movie(2, "Big", 1988)])


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """A server that runs when a test begins."""
    with running_chroma(tmp_path_factory.mktemp("chroma-server")) as process:
        yield process


@pytest.fixture
def server(process: ChromaProcess) -> Iterator[ChromaServer]:
    """It, with nothing on it."""
    server = ChromaServer(process.url)
    yield server
    for name in collections(server):
        server.remove(name)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def collections(server: ChromaServer) -> set[str]:
    """What the server has, asked without our code."""
    address = f"{server.url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    return {one["name"] for one in httpx.get(address).json()}


def publish(home: Home, server: ChromaServer, meanwhile: Callable[[], None] = lambda: None) -> str:
    """Publish a build of two films that is nothing but an index; gives its collection."""
    with home.new_build() as draft:
        hosting = Hosting(home, server)
        on_server = (server, hosting.begin())
        cache = EmbeddingCache(home.embeddings / "cache")
        ChromaIndex.build(Parts(draft.path).index, FILMS, LetterEmbedder(), cache, None, on_server).close()
        meanwhile()
        draft.publish({"format": 1})
        hosting.tidy()
    return on_server[1]


def test_the_collections_of_the_current_build_and_of_the_one_it_replaced_are_kept(
    server: ChromaServer, home: Home
) -> None:
    server.write("of-somebody-else", "any", ["1#0"], np.eye(1, 3, dtype=np.float32))
    made = []
    for _ in range(4):
        made.append(publish(home, server))
        assert collections(server) == {"of-somebody-else", *made[-2:]}
    assert len(set(made)) == 4
    current = home.current()
    assert current is not None
    assert collection_on_server(Parts(current).index) == made[-1]


def test_what_a_build_that_failed_left_is_removed_by_the_next(server: ChromaServer, home: Home) -> None:
    first = publish(home, server)
    current = home.current()

    def fail() -> None:
        assert len(collections(server)) == 2
        raise UsherError("no memory left")

    with pytest.raises(UsherError, match="no memory left"):
        publish(home, server, fail)
    assert home.current() == current
    assert len(collections(server)) == 2
    second = publish(home, server)
    assert collections(server) == {first, second}


def test_homes_that_share_a_server_leave_each_others_collections_alone(
    server: ChromaServer, home: Home, tmp_path: Path
) -> None:
    other = Home(tmp_path / "other")
    of_other = publish(other, server)
    made = [publish(home, server) for _ in range(3)]
    assert collections(server) == {of_other, *made[1:]}


def test_collections_on_a_former_server_are_told_and_removed_when_it_is_used_again(
    server: ChromaServer, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    first = publish(home, server)
    other = ChromaServer(server.url.replace("127.0.0.1", "localhost"))
    made = [publish(home, other) for _ in range(2)]
    assert collections(server) == {first, *made}
    assert any(f"{first} of a build that is not kept is on {server.url}" in message for message in caplog.messages)
    made.append(publish(home, server))
    assert collections(server) == set(made)  # the first of `made` is of the other address
    assert first not in collections(server)


def test_a_build_is_not_begun_while_the_server_is_away_and_published_if_it_goes_at_the_last_moment(
    process: ChromaProcess, server: ChromaServer, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = publish(home, server), publish(home, server)
    third = publish(home, server, process.kill)
    assert home.current() is not None
    assert any("stay until the next build: the Chroma server" in message for message in caplog.messages)
    with pytest.raises(UsherError, match=r"does not answer .*: start it, or correct USHER_CHROMA"):
        publish(home, server)
    process.start()
    assert collections(server) == {first, second, third}
    fourth = publish(home, server)
    assert collections(server) == {third, fourth}


def test_nothing_is_removed_while_a_build_does_not_tell_its_collection(
    server: ChromaServer, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    first = publish(home, server)
    current = home.current()
    assert current is not None
    (Parts(current).index / ON_SERVER).write_text("{", encoding="utf-8")
    second = publish(home, server)
    assert collections(server) == {first, second}
    assert any("is damaged" in message for message in caplog.messages)
    publish(home, server)
    assert first not in collections(server)  # its build is not kept any more


@pytest.mark.slow
def test_the_whole_build_serves_from_its_collection(server: ChromaServer, movielens: Path, home: Home) -> None:
    published = build(home, Source(movielens, (), seed=1), 1, "local", server=server)
    told = load_manifest(published, FORMAT).facts["vectors"]
    assert told == {"server": server.url, "collection": collection_on_server(Parts(published).index)}
    assert collections(server) == {told["collection"]}
    verify(published, checksums=True)
    assert not list(published.rglob("chroma.sqlite3"))
    assert len(load(home, server).search.search("a crime in the city", 5)) == 5
    with pytest.raises(UsherError, match="set USHER_CHROMA"):
        load(home)
