"""Five films to begin with, and what the page on privacy says."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import fastapi
import httpx2 as httpx
from pydantic import SecretStr

from chatbot.chain import Chatbot
from chatbot.rooms.privacy import add_privacy
from chatbot.rooms.site import Site, add_site
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.viewers import Viewers
from data.folders import Home
from tests.rooms.people import NewBrowser, account_of

ServeApp = Callable[[Callable[[], fastapi.FastAPI]], AbstractContextManager[str]]


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'name="unseen" value="(\d+)"', page)]


def test_five_films_at_a_time_are_rated_or_passed_over_and_never_come_back(
    browser_of: NewBrowser, viewers: Viewers
) -> None:
    browser = browser_of()
    page = browser.get("/start").text
    asked = shown(page)
    assert len(asked) == 5
    for count in (2, 4, 6):
        five = shown(page)
        hidden = dict(re.findall(r'name="(passed|shown)" value="([\d.]*)"', page))
        stars = {f"stars-{five[0]}": "4.5", f"stars-{five[1]}": "1.0", f"stars-{five[2]}": "3.0"}
        page = browser.post("/start", data={**hidden, **stars, "unseen": [str(five[2]), str(five[3])]}).text
        assert f"{count} films rated so far" in page
        assert len(viewers.accounts.ratings(account_of(browser, viewers).account_id)) == count
        assert not {*shown(page)} & {*asked}
        asked += shown(page)
    assert browser.get("/start?passed=" + "x.1." + "9" * 50).status_code == 200


def test_stars_given_by_a_click_go_when_the_film_turns_out_unseen(browser_of: NewBrowser, viewers: Viewers) -> None:
    browser = browser_of()
    five = shown(browser.get("/start").text)
    browser.post("/actions/rate", json={"movie": five[0], "stars": 5.0})
    browser.post("/start", data={"shown": ".".join(map(str, five)), "unseen": str(five[0])})
    assert viewers.accounts.ratings(account_of(browser, viewers).account_id) == {}


def test_privacy_says_that_nothing_is_sent_where_there_is_no_model(browser_of: NewBrowser) -> None:
    page = browser_of().get("/privacy").text
    assert "set up without a language model" in page
    assert "60 days" in page


def test_privacy_names_the_endpoint_and_what_it_gets_but_no_secret(
    serving: Serving, chatbot: Chatbot, viewers: Viewers, home: Home, serve_app: ServeApp
) -> None:
    settings = Settings(
        _env_file=None,
        openai_base_url="https://me:hunter2@models.example/v1",
        openai_api_key=SecretStr("sk-secret"),
        usher_model="gpt-<b>",
    )

    def made() -> fastapi.FastAPI:
        app = fastapi.FastAPI()
        add_site(app)
        add_privacy(app, Site(chatbot, lambda: serving, settings, viewers, home))
        return app

    with serve_app(made) as url:
        page = httpx.get(f"{url}/privacy").text
    assert "<strong>gpt-&lt;b&gt;</strong> at <strong>models.example</strong>" in page
    assert "last six turns" in page
    assert "135 words" in page
    assert "hunter2" not in page
    assert "sk-secret" not in page
