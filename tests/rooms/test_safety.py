"""What visitors must not be able to do to each other or to the server, and what they are told when it fails."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import fastapi
import httpx2 as httpx
import pytest

from chatbot.chain import Chatbot
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.ui.page import create_app
from chatbot.viewers import Viewers
from data.accounts import Accounts
from data.folders import Home
from data.logins import SIGN_UPS_OF_AN_ADDRESS, WINDOW
from tests.rooms.people import PASSWORD, NewBrowser, account_of, stand_for

BROWSER = {"accept": "text/html,application/xhtml+xml"}
WISH = "a thriller under two hours"


class Window:
    """A window of the chat page, as its script talks to the server."""

    def __init__(self, browser: httpx.Client, session: str = "") -> None:
        self._browser = browser
        self._session = session or uuid.uuid4().hex
        config = browser.get("/config").json()
        self._events = {event["api_name"]: event for event in config["dependencies"]}

    @property
    def session(self) -> str:
        """Gradio's name of the window."""
        return self._session

    def send(self, name: str, data: list[object], event: object = None) -> dict[str, Any]:
        """The last message of the event of that name."""
        number = self._events[name]["id"]
        asked = {"data": data, "fn_index": number, "session_hash": self._session, "event_data": event}
        headers = {"content-type": "application/json"}
        body = json.dumps(asked)  # which, unlike the client's own, writes any character
        self._browser.post("/gradio_api/queue/join", content=body, headers=headers).raise_for_status()
        url = f"/gradio_api/queue/data?session_hash={self._session}"
        with self._browser.stream("GET", url, timeout=20) as stream:
            for line in stream.iter_lines():
                told: dict[str, Any] = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if told.get("msg") == "process_completed":
                    return told
        raise AssertionError("the stream ended")

    def say(self, message: str) -> dict[str, Any]:
        """Say something in the box."""
        return self.send("respond_1", [message, None, False])


@pytest.fixture
def failing(
    chatbot: Chatbot,
    serving: Serving,
    no_model: Settings,
    home: Home,
    tmp_path: Path,
    serve_app: Callable[[Callable[[], fastapi.FastAPI]], AbstractContextManager[str]],
) -> Iterator[tuple[str, Callable[[], None]]]:
    """A site and what makes its database fail."""
    accounts = Accounts(f"sqlite:///{tmp_path}/usher.sqlite3")

    def fail() -> None:
        with accounts.database.write() as connection:
            connection.exec_driver_sql("DROP TABLE sessions")

    with serve_app(lambda: create_app(chatbot, lambda: serving, no_model, Viewers(accounts), home)) as url:
        yield url, fail
    accounts.close()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "upload"),
        ("POST", "process_recording"),
        ("POST", "vibe-edit"),
        ("POST", "run/respond"),
        ("POST", "call/respond"),
        ("POST", "component_server"),
        ("GET", "file=/etc/passwd"),
        ("GET", "file=http://evil.example/"),
        ("GET", "proxy=http://evil.example/"),
        ("GET", "deep_link?session_hash=abc"),
        ("GET", "dev/reload"),
        ("GET", "upload_progress?upload_id=1"),
        ("GET", "heartbeat/a/b"),
        ("DELETE", "queue/join"),
    ],
)
def test_gradio_offers_nothing_that_the_page_does_not_call(site: str, method: str, path: str) -> None:
    for start in ("/gradio_api/", "//gradio_api/", "/./gradio_api/", "/gradio_api%2f"):
        answer = httpx.request(method, f"{site}{start}{path}", files={"files": b"x"} if method == "POST" else None)
        assert answer.status_code == 404, start


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/log-in", "application/x-www-form-urlencoded"),
        ("/you/ratings", "application/x-www-form-urlencoded"),
        ("/persona", "application/json"),
        ("/actions/rate", "application/json"),
        ("/gradio_api/queue/join", "application/json"),
    ],
)
def test_no_body_is_longer_than_a_form(browser_of: NewBrowser, path: str, kind: str) -> None:
    def endless() -> Iterator[bytes]:
        yield b"name="
        for _ in range(40):
            yield b"a" * 100_000

    browser = browser_of()
    for body in (b"name=" + b"a" * 4_000_000, endless()):
        assert browser.post(path, content=body, headers={"content-type": kind}).status_code == 413


def test_undoing_stars_of_a_user_whom_one_stands_for_gives_the_users_own_back(
    browser_of: NewBrowser, serving: Serving, viewers: Viewers
) -> None:
    browser, user = browser_of(), int(serving.histories.users[11])
    movie, own = next((movie, stars) for movie, stars in serving.history(user).stars.items() if stars != 1.5)
    stand_for(browser, user)
    told = browser.post("/actions/rate", json={"movie": movie, "stars": 1.5}).json()
    assert told == {"movie": movie, "stars": 1.5, "before": own}
    told = browser.post("/actions/rate", json={"movie": movie, "stars": told["before"]}).json()
    assert told == {"movie": movie, "stars": own, "before": 1.5}
    assert movie not in viewers.accounts.ratings(account_of(browser, viewers).account_id)
    told = browser.post("/actions/rate", json={"movie": movie, "stars": None}).json()
    assert told["stars"] == own


def test_who_signs_up_again_and_again_has_to_wait(
    failing: tuple[str, Callable[[], None]],
) -> None:
    site, _ = failing
    with httpx.Client(base_url=site) as client:
        client.get("/sign-up")
        for number in range(SIGN_UPS_OF_AN_ADDRESS):
            assert client.post("/sign-up", data={"name": f"n {number}", "password": PASSWORD}).status_code == 303
            client.cookies.clear()
        page = client.post("/sign-up", data={"name": "one more", "password": PASSWORD})
    assert page.status_code == 429
    assert 0 < int(page.headers["retry-after"]) <= WINDOW
    assert "try again in 15 minutes" in page.text


def test_a_database_that_fails_is_told_of_on_every_page(failing: tuple[str, Callable[[], None]]) -> None:
    site, fail = failing
    with httpx.Client(base_url=site, headers=BROWSER) as client:
        client.get("/log-in")
        fail()
        for path in ("/you", "/browse", "/film/1", "/together", "/start", "/lab", "/bring", "/nothing/here"):
            page = client.get(path)
            assert page.status_code == (404 if path == "/nothing/here" else 503), path
            assert page.headers["content-type"].startswith("text/html")
            assert "<h1>" in page.text
        page = client.post("/start", data={"stars-1": "4.0"})
        assert "cannot read or keep anything just now" in page.text
        answer = client.post("/actions/rate", json={"movie": 1, "stars": 4})
        assert (answer.status_code, "cannot answer" in answer.json()["error"]["message"]) == (503, True)
        window = Window(client)
        assert "cannot be read" in window.send("arrive", [False])["output"]["error"]


def test_a_browser_without_a_cookie_is_told_what_to_do(site: str) -> None:
    answer = httpx.post(f"{site}/actions/rate", json={"movie": 1, "stars": 4})
    assert answer.status_code == 400
    assert "cookie" in answer.json()["error"]["message"]


def test_a_page_whose_address_makes_no_sense_says_so(site: str) -> None:
    page = httpx.get(f"{site}/bring?back=<b>", headers=BROWSER)
    assert page.status_code == 400
    assert "That did not work" in page.text
    assert "<b>" not in page.text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/bring/undo", {"change": '{"ratings": [[1000000000000000000000000000000, 4, 0, null, null]]}'}),
        ("/bring/undo", {"change": '{"marks": [[1000000000000000000000000000000, "seen", null, null]]}'}),
        ("/bring/undo", {"change": '{"ratings": [[1, 4, 0, 4, -100000000000]]}'}),
        ("/bring/save", {"rows": "[[1000000000000000000000000000000, 4, 0]]", "questions": "[]"}),
        ("/bring/save", {"rows": "[]", "questions": "[[4, 0]]", "choice-0": "9" * 4000}),
    ],
)
def test_numbers_that_no_film_or_date_has_break_nothing(
    browser_of: NewBrowser, path: str, fields: dict[str, str]
) -> None:
    browser = browser_of()
    browser.post("/actions/rate", json={"movie": 1, "stars": 4})
    assert browser.post(path, data=fields).status_code in (200, 400)
    assert browser.get("/you/ratings").status_code == 200


@pytest.mark.slow
def test_two_windows_on_one_conversation_lose_nothing(browser_of: NewBrowser, viewers: Viewers) -> None:
    browser = browser_of()
    one, two = Window(browser), Window(browser)
    one.send("arrive", [False])
    one.say(WISH)
    two.send("arrive", [False])
    one.say("something newer")
    two.say("something older")
    own = account_of(browser, viewers).account_id
    kept = [viewers.accounts.conversation(own, about.conversation_id) for about in viewers.accounts.conversations(own)]
    said = {turn.text for stored in kept if stored for turn in stored.turns if turn.role == "user"}
    assert said == {WISH, "something newer", "something older"}
    one.say("under 100 minutes")
    assert len(viewers.accounts.conversations(own)) == len(kept) == 2


@pytest.mark.slow
def test_a_window_of_gradio_is_worth_nothing_to_another_account(browser_of: NewBrowser, viewers: Viewers) -> None:
    victim, thief = browser_of(), browser_of()
    window = Window(victim)
    window.send("arrive", [False])
    window.say("a secret wish: a thriller about my neighbour")
    stolen = Window(thief, window.session)
    assert "secret" not in json.dumps(stolen.send("stopped", [None]))
    assert "secret" not in json.dumps(stolen.say(WISH)["output"])
    own = account_of(thief, viewers).account_id
    for about in viewers.accounts.conversations(own):
        stored = viewers.accounts.conversation(own, about.conversation_id)
        assert stored is not None
        assert not any("secret" in turn.text for turn in stored.turns)


@pytest.mark.slow
@pytest.mark.parametrize("message", ["a thriller \ud800 \x00 tonight", "\udfff", "x" * 500_000])
def test_characters_that_nothing_can_store_are_answered(browser_of: NewBrowser, message: str) -> None:
    window = Window(browser_of())
    window.send("arrive", [False])
    told = window.say(message)
    assert told["success"], told
    assert window.say(WISH)["success"]
