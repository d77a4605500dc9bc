"""Signing up, logging in and out, and standing for a user of the ratings."""

import httpx2 as httpx
import pytest

from chatbot.serving import Serving
from chatbot.viewers import Viewers
from data.logins import ATTEMPTS_OF_A_NAME
from tests.rooms.people import PASSWORD, NewBrowser


def form(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"name": name, "password": password}


def test_a_guest_signs_up_logs_out_and_in_again_and_everything_is_there(browser_of: NewBrowser, name: str) -> None:
    browser = browser_of()
    browser.post("/actions/rate", json={"movie": 1, "stars": 4.5})
    before = browser.cookies["usher"]
    page = browser.post("/sign-up", data=form(name))
    assert (page.status_code, page.url.path) == (200, "/you")
    assert "Welcome" in page.text
    assert name in page.text
    assert "1 film rated" in page.text
    assert browser.cookies["usher"] != before
    member = browser.cookies["usher"]
    assert browser.post("/log-out").url.path == "/log-in"
    assert browser.cookies["usher"] != member
    assert name not in browser.get("/you").text
    assert name not in httpx.get(browser.base_url.join("/you"), cookies={"usher": member}).text
    assert "1 film rated" in browser.post("/log-in", data=form(name)).text


def test_who_logs_in_takes_along_what_they_did_as_a_guest(browser_of: NewBrowser, name: str) -> None:
    browser_of().post("/sign-up", data=form(name))
    phone = browser_of()
    phone.post("/actions/rate", json={"movie": 2, "stars": 3.0})
    assert "1 film rated" in phone.post("/log-in", data=form(name)).text


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (form(""), "The name is empty"),
        (form("x" * 61), "61 characters"),
        (form("guest 12"), "looks like a guest"),
        (form("Short", "1234567"), "7 characters"),
        ({}, "The name is empty"),
    ],
)
def test_a_sign_up_that_cannot_be_says_why_and_keeps_the_name(
    browser_of: NewBrowser, wanted: dict[str, str], told: str
) -> None:
    page = browser_of().post("/sign-up", data=wanted)
    assert page.status_code == 400
    assert told in page.text
    assert f'value="{wanted.get("name", "")}"' in page.text
    assert PASSWORD not in page.text


def test_a_taken_name_is_refused_and_a_hostile_one_is_shown_as_text(browser_of: NewBrowser, name: str) -> None:
    browser_of().post("/sign-up", data=form(name))
    assert "is taken" in browser_of().post("/sign-up", data=form(name)).text
    page = browser_of().post("/sign-up", data=form(f"<img src=x onerror=alert(1)> {name}"))
    assert "<img src=x" not in page.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.text


def test_wrong_passwords_make_one_wait_and_say_how_long(browser_of: NewBrowser, name: str) -> None:
    browser_of().post("/sign-up", data=form(name))
    thief = browser_of()
    for _ in range(ATTEMPTS_OF_A_NAME):
        page = thief.post("/log-in", data=form(name, "wrong password"))
        assert page.status_code == 400
        assert "do not belong together" in page.text
    page = thief.post("/log-in", data=form(name))
    assert page.status_code == 429
    assert 0 < int(page.headers["retry-after"]) <= 900
    assert "try again in 15 minutes" in page.text
    assert name not in thief.get("/you").text


def test_a_name_that_is_not_there_is_refused_in_the_same_words(browser_of: NewBrowser) -> None:
    page = browser_of().post("/log-in", data=form("nobody of that name"))
    assert page.status_code == 400
    assert "do not belong together" in page.text


def test_a_guest_stands_for_a_user_and_for_nobody_again(browser_of: NewBrowser, serving: Serving) -> None:
    browser, user = browser_of(), int(serving.histories.users[7])
    count = len(serving.histories[user].stars)
    assert browser.post("/persona", json={"user": user}).json() == {"user": user, "name": f"User {user}"}
    page = browser.get("/you").text
    assert f"<h1>User {user}</h1>" in page
    assert f"{count} films rated" in page
    assert browser.post("/persona", json={"user": None}).json() == {"user": None, "name": "Guest"}
    assert "Nothing rated yet" in browser.get("/you").text
    chosen = browser.post("/persona", data={"user": str(user)})
    assert (chosen.url.path, f"<h1>User {user}</h1>" in chosen.text) == ("/you", True)
    assert "<h1>Guest</h1>" in browser.post("/persona", data={"user": "nobody"}).text


def test_nobody_gets_no_account(browser_of: NewBrowser, viewers: Viewers) -> None:
    count = len(viewers.accounts.accounts())
    assert browser_of().post("/persona", json={"user": None}).status_code == 200
    assert len(viewers.accounts.accounts()) == count


@pytest.mark.parametrize("user", [0, -1, 10**30, "198; drop", "", [], {"a": 1}, 1.5, True])
def test_a_user_who_is_not_in_the_ratings_is_refused(browser_of: NewBrowser, user: object) -> None:
    answer = browser_of().post("/persona", json={"user": user})
    assert answer.status_code == 400
    assert "give a number from 1 to 600" in answer.json()["error"]
    if isinstance(user, str | int):
        page = browser_of().post("/persona", data={"user": str(user)})
        assert page.status_code == 400
        assert "give a number from 1 to 600" in page.text


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b"7"])
def test_a_body_that_names_nobody_is_refused(browser_of: NewBrowser, body: bytes) -> None:
    answer = browser_of().post("/persona", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_members_stand_for_themselves(browser_of: NewBrowser, name: str) -> None:
    browser = browser_of()
    browser.post("/persona", json={"user": 3})
    assert f"<h1>{name}</h1>" in browser.post("/sign-up", data=form(name)).text
    answer = browser.post("/persona", json={"user": 3})
    assert (answer.status_code, "log out" in answer.json()["error"]) == (400, True)
    assert "Nothing rated yet" in browser.get("/you").text


def test_users_are_found_by_the_beginning_of_their_number(browser_of: NewBrowser, serving: Serving) -> None:
    browser = browser_of()
    page = browser.get("/persona", params={"q": "59"}).text
    assert all(f"User {user} –" in page for user in (59, 590, 599))
    assert "User 60 –" not in page
    assert "there is no user whose number begins with “999999”" in browser.get("/persona?q=999999").text.replace(
        "T", "t"
    )
    assert browser.get("/persona?q=<b>").status_code == 400
    assert "<b>" not in browser.get("/persona?q=<b>").text
