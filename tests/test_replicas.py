"""Two serving processes over one home folder, one PostgreSQL and one Chroma server: a visitor may meet either."""

import contextlib
import itertools
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect

from chatbot.build import CACHE, FORMAT
from chatbot.build_parts import Parts
from chatbot.hosting import Hosting
from data.accounts import Accounts
from data.folders import MANIFEST, Home, load_manifest
from data.keys import Keys
from data.logins import ATTEMPTS_OF_A_NAME
from data.movies import Catalogue
from retrieval.chroma import ChromaIndex
from retrieval.chroma_server import ChromaServer
from retrieval.embedder import MiniLm
from retrieval.vectors import EmbeddingCache
from tests.browsing import browser, visit
from tests.chroma_process import ChromaProcess, running_chroma
from tests.postgresql import PostgresServer

__all__ = ["browser", "visit"]
pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[1]
PASSWORD = "correct horse battery"
STARTING = 180.0  # seconds; cores may be busy


class Replica:
    """`app.py` serving in a process of its own."""

    def __init__(self, port: int, log: Path, environment: dict[str, str]) -> None:
        command = [sys.executable, "app.py", "--port", str(port)]
        with log.open("wb") as file:
            self._process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=file, stderr=file)
        self._log = log
        self.url = f"http://127.0.0.1:{port}"

    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text(encoding="utf-8")

    def until_it_answers(self) -> None:
        """Wait for its first page."""
        deadline = time.monotonic() + STARTING
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/log-in").status_code == 200:
                    return
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def stop(self) -> None:
        """Interrupt it, as Ctrl-C does."""
        self._process.terminate()
        self._process.wait()


def publish_again(former: Path, home: Home, server: ChromaServer) -> Path:
    """Publish the models of a build again with an index of their own, as a build would: training is not the matter."""
    with home.new_build() as draft:
        hosting = Hosting(home, server)
        on_server = (server, hosting.begin())
        parts = Parts(draft.path)
        shutil.copytree(former, draft.path, ignore=shutil.ignore_patterns(MANIFEST, "chroma"), dirs_exist_ok=True)
        cache = EmbeddingCache(home.embeddings / CACHE)
        ChromaIndex.build(parts.index, Catalogue.load(parts.catalogue), MiniLm(), cache, None, on_server).close()
        published = draft.publish({"format": FORMAT, **load_manifest(former, FORMAT).facts})
        hosting.tidy()
    return published


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    with running_chroma(tmp_path_factory.mktemp("chroma-server")) as process:
        yield process


@pytest.fixture(scope="module")
def database(postgresql: PostgresServer) -> str:
    return postgresql.new_database()


@pytest.fixture(scope="module")
def environment(process: ChromaProcess, database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of all processes: one home, one database, one Chroma server, no model."""
    told = {"USHER_HOME": str(tmp_path_factory.mktemp("home")), "USHER_DATABASE": database, "USHER_CHROMA": process.url}
    return {**os.environ, **told, "OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""}


@pytest.fixture(scope="module")
def home(environment: dict[str, str], demo_home: Path, process: ChromaProcess) -> Home:
    """With the demo's build, whose vectors are on the server."""
    home = Home(Path(environment["USHER_HOME"]))
    shutil.copytree(demo_home / "embeddings", home.embeddings)
    made = Home(demo_home).current()
    assert made is not None
    publish_again(made, home, ChromaServer(process.url))
    return home


@pytest.fixture(scope="module")
def replicas(
    environment: dict[str, str], home: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Replica, Replica]]:
    logs = tmp_path_factory.mktemp("logs")
    with contextlib.ExitStack() as free:
        sockets = [free.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        ports = [one.getsockname()[1] for one in sockets]
    one, two = (Replica(port, logs / f"{port}", environment) for port in ports)
    try:
        one.until_it_answers()
        two.until_it_answers()
        yield one, two
    finally:
        one.stop()
        two.stop()


@pytest.fixture(scope="module")
def accounts(database: str, replicas: tuple[Replica, Replica]) -> Iterator[Accounts]:
    accounts = Accounts(database)
    yield accounts
    accounts.close()


def shown(url: str, key: str) -> list[int]:
    """The films that a replica recommends to whose key it is."""
    answer = httpx.post(f"{url}/api/v1/recommend", json={"k": 5}, headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 200, answer.text
    return [film["id"] for film in answer.json()["films"]]


def test_who_signs_up_at_one_is_known_at_the_other_and_so_is_what_they_rate(
    replicas: tuple[Replica, Replica], accounts: Accounts
) -> None:
    one, two = (replica.url for replica in replicas)
    with httpx.Client(follow_redirects=True, timeout=60) as person:
        person.get(f"{one}/sign-up")
        person.post(f"{one}/sign-up", data={"name": "Anna", "password": PASSWORD})
        assert "Anna" in person.get(f"{two}/you").text
        (anna,) = [account for account in accounts.accounts() if account.name == "Anna"]
        key = Keys(accounts).add(anna.account_id, "a script")
        first = shown(one, key)
        assert shown(two, key) == first
        for url, movie in zip(itertools.cycle((one, two)), first[:4], strict=False):
            assert person.post(f"{url}/actions/rate", json={"movie": movie, "stars": 4.5}).status_code == 200
        assert accounts.ratings(anna.account_id) == dict.fromkeys(first[:4], 4.5)
        later = shown(two, key)
        assert not {*first[:4]} & {*later}
        assert shown(one, key) == later
        person.post(f"{two}/log-out")
        assert "Anna" not in person.get(f"{one}/you").text


def test_failed_log_ins_count_at_all_of_them(replicas: tuple[Replica, Replica]) -> None:
    one, two = (replica.url for replica in replicas)
    with httpx.Client(follow_redirects=True, timeout=60) as person:
        person.get(f"{one}/log-in")
        for _, url in zip(range(ATTEMPTS_OF_A_NAME), itertools.cycle((one, two)), strict=False):
            assert person.post(f"{url}/log-in", data={"name": "Ben", "password": "a guess"}).status_code == 400
        for url in (one, two):
            assert person.post(f"{url}/log-in", data={"name": "Ben", "password": "a guess"}).status_code == 429


@pytest.mark.browser
def test_a_conversation_begun_at_one_goes_on_at_the_other(
    replicas: tuple[Replica, Replica], visit: Callable[..., Page]
) -> None:
    one, two = (replica.url for replica in replicas)
    page = visit(f"{one}/")

    def say(words: str, answered: str) -> None:
        box = page.get_by_role("textbox", name="Your message")
        expect(box).to_be_editable()
        box.fill(words)
        box.press("Enter")
        expect(page.locator("#usher-chat .bot").last).to_contain_text(answered)
        expect(box).to_be_editable()

    say("a drama", "drama")
    page.goto(f"{two}/")
    expect(page.locator("#usher-chat .bot").last).to_contain_text("drama")
    say("only from before 2000", "2000")
    page.goto(f"{one}/")
    expect(page.locator("#usher-chat .user")).to_have_count(2)
    wish = page.locator("#usher-wish")
    expect(wish).to_contain_text(re.compile("drama", re.IGNORECASE))
    expect(wish).to_contain_text("2000")


def test_a_new_build_reaches_all_of_them_and_the_loss_of_the_chroma_server_none(
    replicas: tuple[Replica, Replica], home: Home, process: ChromaProcess
) -> None:
    def found(replica: Replica) -> list[int]:
        answer = httpx.get(f"{replica.url}/api/v1/search", params={"text": "a crime in the city", "k": 5}, timeout=60)
        assert answer.status_code == 200, answer.text
        return [film["id"] for film in answer.json()["films"]]

    before = [found(replica) for replica in replicas]
    assert before[0] == before[1]
    former = home.current()
    assert former is not None
    published = publish_again(former, home, ChromaServer(process.url))
    assert [found(replica) for replica in replicas] == before  # the same texts
    assert all(f"from {published.name} in" in replica.log() for replica in replicas)
    process.kill()
    for _ in range(2):
        assert [found(replica) for replica in replicas] == before
    assert [replica.log().count("passages are compared in memory") for replica in replicas] == [1, 1]
    process.start()
    deadline = time.monotonic() + STARTING
    while not all("answers again" in replica.log() for replica in replicas):
        assert [found(replica) for replica in replicas] == before
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert not any("Traceback" in replica.log() for replica in replicas)
