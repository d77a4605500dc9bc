"""The same index with its collection on a real Chroma server, which is killed, silent, and started again."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from data.errors import BadInput, UsherError
from data.movies import Catalogue
from retrieval import chroma, chroma_server
from retrieval.chroma import ChromaIndex
from retrieval.chroma_server import ChromaServer
from retrieval.index import Filters, Hit
from retrieval.vectors import EmbeddingCache
from tests.chroma_process import ChromaProcess, running_chroma
from tests.data.loopback import Answer, Request, serving
from tests.retrieval.hashed_words import lettered_catalogue

QUERIES = ("jazz quiz fuzzy buzz", "quartz", "a waitress meddles in Paris", "xylophone")
WISHES = (None, Filters(genres=("Drama",)), Filters(min_year=1990, max_year=2010), Filters(people=("Person 7",)))


def quiet(done: int, total: int) -> None:
    assert done <= total


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """A server that runs when a test begins."""
    with running_chroma(tmp_path_factory.mktemp("chroma-server")) as process:
        yield process


@pytest.fixture(scope="module")
def many() -> Catalogue:
    """Movies with two passages made of random letters."""
    return lettered_catalogue(400, lambda draw: 2)


@pytest.fixture(scope="module")
def folder(process: ChromaProcess, many: Catalogue, tmp_path_factory: pytest.TempPathFactory, letters_model) -> Path:
    """Of an index whose collection "shared" is on the server."""
    folder = tmp_path_factory.mktemp("index")
    on_server = (ChromaServer(process.url), "shared")
    cache = EmbeddingCache(folder / "cache")
    ChromaIndex.build(folder / "index", many, letters_model, cache, quiet, on_server).close()
    return folder / "index"


@pytest.fixture
def index(process: ChromaProcess, folder: Path, many: Catalogue, letters_model) -> Iterator[ChromaIndex]:
    index = ChromaIndex.open(folder, many, letters_model, ChromaServer(process.url))
    yield index
    index.close()


def answers(index: ChromaIndex) -> list[list[Hit]]:
    """What is found for each query under each wish."""
    return [index.search(query, 12, wish) for query in QUERIES for wish in WISHES]


def assert_as_near(found: list[list[Hit]], expected: list[list[Hit]]) -> None:
    """As expected but for the order of movies that are about equally near."""
    for hits, right in zip(found, expected, strict=True):
        assert len({hit.movie.movie_id for hit in hits}) == len(hits) == len(right)
        near, nearest = ([hit.similarity for hit in one] for one in (hits, right))
        np.testing.assert_allclose(near, nearest, atol=2e-3)


@pytest.fixture(scope="module")
def expected(many: Catalogue, letters_model, tmp_path_factory: pytest.TempPathFactory) -> list[list[Hit]]:
    """What the same index finds with its collection in a folder."""
    folder = tmp_path_factory.mktemp("in-a-folder")
    index = ChromaIndex.build(folder / "index", many, letters_model, EmbeddingCache(folder / "cache"), quiet)
    found = answers(index)
    index.close()
    return found


def test_a_server_and_a_folder_give_the_same_answers(index: ChromaIndex, expected) -> None:
    found = [[hit.movie for hit in hits] for hits in answers(index)]
    assert found == [[hit.movie for hit in hits] for hits in expected]


def test_nothing_of_the_collection_is_in_the_folder(folder: Path) -> None:
    assert not (folder / "chroma.sqlite3").exists()
    assert chroma.collection_on_server(folder) == "shared"


def test_while_the_server_is_gone_passages_are_compared_in_memory_and_the_log_says_so_once(
    process: ChromaProcess,
    index: ChromaIndex,
    expected,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "retrieval")
    monkeypatch.setattr(chroma_server, "PAUSE_SECONDS", 0.0)  # each question tries it
    process.kill()
    assert_as_near(answers(index), expected)
    (told,) = caplog.messages
    assert told.startswith(f"the Chroma server {process.url} does not answer")
    process.start()
    deadline = time.monotonic() + 60
    while len(caplog.messages) < 2:
        assert_as_near(answers(index), expected)
        assert time.monotonic() < deadline
    assert caplog.messages[1:] == [f"the Chroma server {process.url} answers again"]


def test_a_silent_server_costs_its_time_once_and_is_left_alone_for_a_while(
    process: ChromaProcess, index: ChromaIndex, expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    index._store._api._session.timeout = httpx.Timeout(0.3)  # type: ignore[attr-defined]
    monkeypatch.setattr(chroma_server, "PAUSE_SECONDS", 3600.0)
    with process.silent():
        started = time.monotonic()
        assert_as_near(answers(index), expected)
        waited = time.monotonic() - started
        again = time.monotonic()
        assert_as_near(answers(index), expected)
        assert time.monotonic() - again < waited


def test_a_collection_that_was_removed_is_made_up_for_in_memory(
    process: ChromaProcess, many: Catalogue, letters, tmp_path: Path, expected
) -> None:
    server, cache = ChromaServer(process.url), EmbeddingCache(tmp_path / "cache")
    index = ChromaIndex.build(tmp_path / "index", many, letters, cache, quiet, (server, "short-lived"))
    server.remove("short-lived")
    server.remove("short-lived")
    assert_as_near(answers(index), expected)
    index.close()
    with pytest.raises(UsherError, match=r"has no collection short-lived: run .*build"):
        ChromaIndex.open(tmp_path / "index", many, letters, server)


def test_an_index_on_a_server_needs_to_be_told_which(folder: Path, many: Catalogue, letters) -> None:
    with pytest.raises(UsherError, match="is the collection shared of a Chroma server: set USHER_CHROMA"):
        ChromaIndex.open(folder, many, letters)


def test_a_collection_of_something_else_is_refused(
    process: ChromaProcess, folder: Path, films: Catalogue, many: Catalogue, letters
) -> None:
    server = ChromaServer(process.url)
    with pytest.raises(UsherError, match=r"shared at .* holds \d+ passages by 'letters', not the 25 of this build"):
        ChromaIndex.open(folder, films, letters, server)
    letters.name = "other letters"
    with pytest.raises(UsherError, match=r"by 'letters', .* by 'other letters'"):
        ChromaIndex.open(folder, many, letters, server)


def test_a_collection_is_not_written_over_another(
    process: ChromaProcess, folder: Path, films: Catalogue, letters, tmp_path: Path
) -> None:
    cache = EmbeddingCache(tmp_path / "cache")
    with pytest.raises(UsherError, match="already exists"):
        ChromaIndex.build(tmp_path / "index", films, letters, cache, quiet, (ChromaServer(process.url), "shared"))
    assert chroma.collection_on_server(tmp_path / "index") is None


def test_a_server_that_is_not_there_is_one_line_with_the_way_out(folder: Path, many: Catalogue, letters) -> None:
    nobody = ChromaServer("http://127.0.0.1:9", token="secret")
    with pytest.raises(
        UsherError, match=r"http://127.0.0.1:9 does not answer .*: start it, or correct USHER_CHROMA"
    ) as e:
        ChromaIndex.open(folder, many, letters, nobody)
    assert "\n" not in str(e.value)
    assert "secret" not in str(e.value) + repr(nobody)


def test_the_token_lets_one_in_where_a_proxy_asks_for_it_and_is_told_to_nobody() -> None:
    def proxy(request: Request) -> Answer:
        if request.headers.get("Authorization") != "Bearer secret":
            return Answer(b"who are you?", 401)
        body = b'{"nanosecond heartbeat": 1}' if request.path.endswith("heartbeat") else b'"1.0.0"'
        return Answer(body, headers={"Content-Type": "application/json"})

    with serving() as loopback:
        loopback.answers = {"/api/v2/heartbeat": proxy, "/api/v2/version": proxy}
        assert ChromaServer(loopback.address, "secret").version() == "1.0.0"
        with pytest.raises(UsherError, match="answers with status 401: check USHER_CHROMA and USHER_CHROMA_TOKEN") as e:
            ChromaServer(loopback.address, "guessed").version()
        assert "guessed" not in str(e.value)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(b"<h1>Bad gateway</h1>", 502), "status 502"),
        (Answer(b"<h1>Not found</h1>", 404), "status 404"),
        (Answer(b'{"error": "Strange", "message": "?"}', 500, {"Content-Type": "application/json"}), "status 500"),
        (Answer(b"<h1>Welcome</h1>"), "does not answer as one"),
        (Answer(b"{}", 200, {"Content-Type": "application/json"}), "does not answer as one"),
        (Answer(b"{", stop_at=0, length=99), "does not answer as one"),
    ],
)
def test_what_answers_but_is_no_chroma_server_is_told_in_one_line(answer: Answer, told: str) -> None:
    with serving() as loopback:
        loopback.answers = {"/api/v2/heartbeat": answer}
        with pytest.raises(UsherError, match=told) as error:
            ChromaServer(loopback.address).version()
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("url", ["host:8000", "ftp://host", "http://", "http://host:port", "http://host?a=1"])
def test_what_is_no_url_of_a_server_is_refused_and_named(url: str) -> None:
    with pytest.raises(BadInput, match="USHER_CHROMA is "):
        ChromaServer(url)


@pytest.mark.parametrize("url", ["http://me:secret@host:8000", "me:secret@host", "http://me:secret@host?a=1"])
def test_a_password_in_the_url_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(BadInput, match="USHER_CHROMA_TOKEN instead") as error:
        ChromaServer(url)
    assert "secret" not in str(error.value)
