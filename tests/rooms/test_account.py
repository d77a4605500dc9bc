"""What belongs to an account: conversations, keys, password, everything to take along, and its end."""

import csv
import io
import re

from chatbot.serving import Serving
from chatbot.viewers import Viewers
from data.accounts import StoredTurn
from tests.rooms.people import PASSWORD, Member, NewBrowser, account_of, stand_for


def test_conversations_are_listed_renamed_and_deleted_by_their_owner_alone(
    browser_of: NewBrowser, member: Member, viewers: Viewers
) -> None:
    browser, account = member
    talk = viewers.accounts.start_conversation(account.account_id, "<b>A quiet night</b>")
    number = talk.conversation_id
    page = browser.get("/you/conversations").text
    assert f'<a href="/?conversation={number}">&lt;b&gt;A quiet night&lt;/b&gt;</a>' in page
    thief = browser_of()
    thief.post("/actions/rate", json={"movie": 1, "stars": 3.0})
    assert "quiet night" not in thief.get("/you/conversations").text
    assert thief.post(f"/you/conversations/{number}/rename", data={"title": "mine"}).status_code == 404
    assert thief.post(f"/you/conversations/{number}/delete").status_code == 404
    assert browser.post(f"/you/conversations/{number}/rename", data={"title": "  "}).status_code == 400
    assert (
        "Rainy evening" in browser.post(f"/you/conversations/{number}/rename", data={"title": " Rainy  evening "}).text
    )
    assert "No conversation yet" in browser.post(f"/you/conversations/{number}/delete").text
    assert viewers.accounts.conversation(account.account_id, number) is None
    assert browser.post(f"/you/conversations/{number}/delete").status_code == 404


def test_a_key_is_shown_once_works_and_is_worth_nothing_once_revoked(
    browser_of: NewBrowser, member: Member, viewers: Viewers
) -> None:
    browser, account = member
    page = browser.post("/you/keys", data={"name": "My <laptop>"}).text
    (key,) = re.findall(r"usher-[\w-]{43}", page)
    assert "My &lt;laptop&gt;" in page
    assert key not in browser.get("/you/account").text
    owner = viewers.keys.owner(key)
    assert owner is not None
    assert owner.account_id == account.account_id
    (made,) = viewers.keys.of(account.account_id)
    thief = browser_of()
    thief.post("/actions/rate", json={"movie": 1, "stars": 3.0})
    thief.post(f"/you/keys/{made.key_id}/revoke")
    assert viewers.keys.owner(key) is not None
    assert browser.post(f"/you/keys/{10**30}/revoke").status_code == 200
    browser.post(f"/you/keys/{made.key_id}/revoke")
    assert viewers.keys.owner(key) is None
    assert browser.post("/you/keys", data={"name": " "}).status_code == 400
    assert thief.post("/you/keys", data={"name": "guest's"}).status_code == 404


def test_a_changed_password_ends_other_sessions(member: Member, browser_of: NewBrowser) -> None:
    browser, account = member
    other = browser_of()
    other.post("/log-in", data={"name": account.name, "password": PASSWORD})
    wrong = browser.post("/you/password", data={"old": "not it at all", "new": "battery staple"})
    assert (wrong.status_code, "not the present password" in wrong.text) == (400, True)
    assert browser.post("/you/password", data={"old": PASSWORD, "new": "short"}).status_code == 400
    page = browser.post("/you/password", data={"old": PASSWORD, "new": "battery staple"})
    assert (page.url.path, "password is changed" in page.text, account.name in page.text) == ("/you", True, True)
    assert account.name not in other.get("/you").text
    assert other.post("/log-in", data={"name": account.name, "password": PASSWORD}).status_code == 400


def test_everything_is_taken_along(member: Member, serving: Serving) -> None:
    browser, account = member
    movie = serving.catalogue.movies[5]
    browser.post("/actions/rate", json={"movie": movie.movie_id, "stars": 4.5})
    browser.post("/actions/mark", json={"movie": 1, "list": "watchlist"})
    answer = browser.get("/you/usher.json")
    assert 'filename="usher.json"' in answer.headers["content-disposition"]
    told = answer.json()
    assert told["account"]["name"] == account.name
    assert [(one["movieId"], one["stars"]) for one in told["ratings"]] == [(movie.movie_id, 4.5)]
    assert [film["movieId"] for film in told["lists"]["watchlist"]] == [1]
    (row,) = csv.DictReader(io.StringIO(browser.get("/you/letterboxd.csv").text))
    assert (row["Title"], row["Rating"]) == (movie.title, "4.5")


def test_deleting_needs_the_name_and_really_deletes(member: Member, viewers: Viewers) -> None:
    browser, account = member
    browser.post("/actions/rate", json={"movie": 1, "stars": 4.5})
    talk = viewers.accounts.start_conversation(account.account_id, "Secret")
    viewers.accounts.save_turns(account.account_id, talk.conversation_id, [StoredTurn("user", "hello")])
    key = viewers.keys.add(account.account_id, "laptop")
    page = browser.post("/you/delete", data={"name": account.name.upper()})
    assert (page.status_code, "nothing was deleted" in page.text) == (400, True)
    assert viewers.accounts.account(account.account_id) == account
    before = browser.cookies["usher"]
    page = browser.post("/you/delete", data={"name": f" {account.name} "})
    assert (page.url.path, "Your data is deleted" in page.text, account.name in page.text) == ("/you", True, False)
    assert browser.cookies["usher"] != before
    assert viewers.accounts.account(account.account_id) is None
    assert viewers.accounts.ratings(account.account_id) == {}
    assert viewers.accounts.conversations(account.account_id) == []
    assert viewers.keys.owner(key) is None
    assert viewers.logins.who(before) is None
    wrong = browser.post("/log-in", data={"name": account.name, "password": PASSWORD})
    assert wrong.status_code == 400


def test_a_guest_can_delete_what_there_is_of_them(browser_of: NewBrowser, viewers: Viewers) -> None:
    browser = browser_of()
    stand_for(browser, 5)
    account = account_of(browser, viewers)
    assert browser.post("/you/delete", data={"name": "Guest"}).status_code == 400
    assert browser.post("/you/delete", data={"name": "User 5"}).url.path == "/you"
    assert viewers.accounts.account(account.account_id) is None
