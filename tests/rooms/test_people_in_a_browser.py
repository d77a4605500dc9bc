"""Signing up, five films, one's own pages and the end of an account, clicked through in a real browser."""

import itertools
import re
import urllib.parse
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, Route, expect

from chatbot.serving import Serving
from chatbot.viewers import Viewers
from data.accounts import StoredTurn
from tests.rooms.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Page]
PAGES = (
    *("/sign-up", "/log-in", "/persona", "/start", "/privacy", "/you", "/you/ratings", "/you/lists/watchlist"),
    *("/you/conversations", "/you/account"),
)
BAD = ("serious", "critical")


def check(page: Page) -> None:
    """Nothing on the page shuts out a screen reader or a keyboard, or is wider than the window."""
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in BAD], page.url
    order = page.locator("h1, h2, h3").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    assert order.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(order)), page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def as_user(page: Page, site: str, user: int) -> None:
    page.goto(f"{site}/persona?q={user}")
    page.get_by_role("button", name=re.compile(rf"^User {user} –")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"User {user}")


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_every_page_is_sound_at_any_width_in_any_light_and_asks_no_other_host(
    visit: Visit, site: str, viewers: Viewers, width: int, dark: bool
) -> None:
    page = visit(f"{site}/log-in", width, dark=dark)
    hosts: set[str] = set()

    def asked(request: Request) -> None:
        if not request.url.startswith("data:"):
            hosts.add(urllib.parse.urlsplit(request.url).netloc)

    page.on("request", asked)
    for path in ("/you", "/you/ratings", "/you/account"):  # as they are for somebody new
        page.goto(site + path)
        check(page)
    as_user(page, site, 198)
    page.request.post(f"{site}/actions/mark", data={"movie": 1, "list": "watchlist"})
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "usher")
    account = viewers.viewer(token).account
    assert account is not None
    talk = viewers.accounts.start_conversation(account.account_id, "A thriller under two hours")
    viewers.accounts.save_turns(account.account_id, talk.conversation_id, [StoredTurn("user", "hello")])
    for path in PAGES:
        page.goto(site + path)
        check(page)
    page.goto(f"{site}/sign-up")
    page.get_by_label("Name").fill(f"Wide {width}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Wide {width}")
    page.goto(f"{site}/you/account")
    page.get_by_label("Name of a new key").fill("My laptop")
    page.get_by_role("button", name="Make a key").click()
    expect(page.locator(".key")).to_contain_text("usher-")
    check(page)
    assert hosts == {urllib.parse.urlsplit(site).netloc}


def test_a_newcomer_needs_no_mouse_from_the_first_star_to_the_end_of_the_account(visit: Visit, site: str) -> None:
    page = visit(f"{site}/start", 390)
    first = page.locator(".five li").first
    title = first.locator("h3").inner_text()
    first.get_by_role("radio").first.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".said")).to_contain_text("Rated 4.5 of 5 stars.")
    page.keyboard.press("Tab")
    expect(first.get_by_role("button", name="Take back")).to_be_focused()
    second = page.locator(".five li").nth(1)
    second.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    expect(second.get_by_role("checkbox")).to_be_checked()
    page.get_by_role("button", name="Next five").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Five more")
    expect(page.get_by_text("1 film rated so far")).to_be_visible()
    page.goto(f"{site}/sign-up")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Keyboard Kay")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keyboard Kay")
    page.get_by_role("link", name="Ratings", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rated h2")).to_have_text([title])
    page.get_by_role("link", name="Account and data").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Type “Keyboard Kay” to confirm").focus()
    page.keyboard.type("Keyboard Kay")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your data is deleted")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guest")


def test_the_last_of_many_keys_counts_however_late_the_answers_come(visit: Visit, site: str) -> None:
    page = visit(f"{site}/start")
    held: list[Route] = []
    page.route("**/actions/rate", lambda route: held.append(route))
    first = page.locator(".five li").first
    first.get_by_role("radio").first.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    said = page.locator(".said")
    while "Rated 4.5" not in said.inner_text():
        page.wait_for_timeout(50)
        while held:
            held.pop().continue_()  # the newest first
    expect(first.get_by_role("radio", name="4.5 stars")).to_be_checked()
    page.goto(f"{site}/you/ratings")
    expect(page.locator(".rated li").get_by_role("radio", name="4.5 stars")).to_be_checked()


def test_what_was_not_sent_yet_is_sent_when_the_page_is_left(visit: Visit, site: str) -> None:
    page = visit(f"{site}/start")
    held: list[Route] = []
    page.route("**/actions/rate", lambda route: held.append(route), times=1)
    page.locator(".five li").first.get_by_role("radio").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    while not held:
        page.wait_for_timeout(50)
    page.goto(f"{site}/you/ratings")  # asked for before the former page is gone
    while not page.locator(".rated li").count():
        page.wait_for_timeout(50)
        page.reload()
    expect(page.locator(".rated li").get_by_role("radio", name="3.0 stars")).to_be_checked()


def test_stars_are_corrected_and_taken_back_by_a_click_and_a_film_not_seen_has_none(visit: Visit, site: str) -> None:
    page = visit(f"{site}/start")
    film = page.locator(".five li").first
    film.get_by_role("radio", name="5.0 stars").check(force=True)
    expect(film.get_by_role("button", name="Take back")).to_be_visible()
    film.get_by_role("checkbox").check()
    expect(page.locator(".said")).to_contain_text("The rating is taken back.")
    film.get_by_role("radio", name="2.0 stars").check(force=True)
    expect(film.get_by_role("checkbox")).not_to_be_checked()
    expect(page.locator(".said")).to_contain_text("Rated 2 of 5 stars.")
    page.goto(f"{site}/you/ratings")
    row = page.locator(".rated li")
    row.get_by_role("radio", name="3.5 stars").check(force=True)
    expect(page.locator(".said")).to_contain_text("Rated 3.5 of 5 stars.")
    page.reload()
    expect(row.get_by_role("radio", name="3.5 stars")).to_be_checked()
    row.get_by_role("button", name="Take back").click()
    expect(page.locator(".said")).to_contain_text("The rating is taken back.")
    page.reload()
    expect(page.get_by_text("Nothing rated yet")).to_be_visible()


def test_a_conversation_is_renamed_opened_and_deleted(visit: Visit, site: str, viewers: Viewers) -> None:
    page = visit(f"{site}/log-in")
    as_user(page, site, 198)
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "usher")
    account = viewers.viewer(token).account
    assert account is not None
    talk = viewers.accounts.start_conversation(account.account_id, "A quiet night")
    page.goto(f"{site}/you/conversations")
    page.get_by_text("Rename").click()
    page.get_by_label("New title").fill("A loud night")
    page.get_by_role("button", name="Save the title").click()
    link = page.get_by_role("link", name="A loud night")
    expect(link).to_have_attribute("href", f"/?conversation={talk.conversation_id}")
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete this conversation").click()
    expect(page.get_by_text("No conversation yet")).to_be_visible()


def test_hostile_titles_and_names_are_harmless_and_photographs_wait_for_leave(
    visit: Visit, hostile_site: str, hostile_words: str, serving: Serving
) -> None:
    page = visit(f"{hostile_site}/log-in")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "tmdb" in request.url else None)
    as_user(page, hostile_site, 198)
    page.request.post(f"{hostile_site}/actions/mark", data={"movie": 1, "list": "watchlist"})
    for path in ("/start", "/you", "/you/ratings", "/you/lists/watchlist"):
        page.goto(hostile_site + path)
        assert page.locator("img[onerror]").count() == 0
    expect(page.get_by_role("heading", level=3)).to_contain_text(hostile_words.strip())
    assert not asked
    page.goto(f"{hostile_site}/sign-up")
    page.get_by_label("Name").fill("<img src=x onerror=alert(9)>")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("<img src=x onerror=alert(9)>")
    page.goto(f"{hostile_site}/privacy")
    switch = page.get_by_role("button", name="Load posters from TMDB")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(page.locator(".said")).to_contain_text("drawn here from now on")
    assert not asked
