"""What all rooms stand on: the cookie, other sites' requests, and the actions on a film."""

from collections.abc import Iterator

import httpx2 as httpx
import pytest

from chatbot.viewers import Viewers
from data.logins import new_token

MOVIE = 1


@pytest.fixture
def guest(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, cookies={"usher": new_token()}) as client:
        yield client


def test_a_browser_gets_one_cookie_that_scripts_cannot_read(site: str) -> None:
    with httpx.Client(base_url=site) as client:
        first = client.get("/")
        assert "HttpOnly" in first.headers["set-cookie"]
        assert "samesite=lax" in first.headers["set-cookie"].lower()
        assert "set-cookie" not in client.get("/").headers


def test_looking_makes_no_account_and_rating_makes_one(site: str, guest: httpx.Client, viewers: Viewers) -> None:
    count = len(viewers.accounts.accounts())
    guest.get("/")
    assert len(viewers.accounts.accounts()) == count
    assert guest.post("/actions/rate", json={"movie": MOVIE, "stars": 4.5}).json() == {
        "movie": MOVIE,
        "stars": 4.5,
        "before": None,
    }
    assert len(viewers.accounts.accounts()) == count + 1
    assert guest.post("/actions/rate", json={"movie": MOVIE, "stars": None}).json()["before"] == 4.5


def test_a_list_holds_a_movie_until_another_does(guest: httpx.Client) -> None:
    assert guest.post("/actions/mark", json={"movie": MOVIE, "list": "watchlist"}).json()["before"] is None
    assert guest.post("/actions/mark", json={"movie": MOVIE, "list": "seen"}).json()["before"] == "watchlist"
    assert guest.post("/actions/mark", json={"movie": MOVIE, "list": None}).json()["before"] == "seen"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/actions/rate", {"movie": 10**9, "stars": 3}, 404),
        ("/actions/rate", {"movie": MOVIE, "stars": 3.3}, 400),
        ("/actions/rate", {"movie": MOVIE, "stars": 5.5}, 400),
        ("/actions/rate", {"movie": "<b>", "stars": 5}, 400),
        ("/actions/rate", {"movie": 10**30, "stars": 5}, 400),
        ("/actions/mark", {"movie": MOVIE, "list": "trash"}, 400),
        ("/actions/mark", {"movie": 10**9, "list": "seen"}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(guest: httpx.Client, path: str, body: object, status: int) -> None:
    answer = guest.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_other_sites_cannot_act_for_a_visitor(guest: httpx.Client) -> None:
    body = {"movie": MOVIE, "stars": 5.0}
    assert guest.post("/actions/rate", json=body, headers={"origin": "http://evil.example"}).status_code == 403
    own = str(guest.base_url).rstrip("/")
    assert guest.post("/actions/rate", json=body, headers={"origin": own}).status_code == 200
