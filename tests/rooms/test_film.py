"""A film's page, over HTTP and in a browser."""

import html
from collections.abc import Callable, Iterator

import httpx2 as httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chatbot.serving import Serving
from data.logins import new_token
from data.movies import Movie


@pytest.fixture
def guest(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, cookies={"usher": new_token()}) as client:
        yield client


@pytest.fixture(scope="session")
def psycho(serving: Serving) -> Movie:
    return serving.titles.find("Psycho 1960", 1)[0].movie


@pytest.fixture(scope="session")
def popular(serving: Serving) -> list[int]:
    return sorted(serving.reputations, key=lambda movie_id: -serving.reputations[movie_id].count)


def test_the_page_has_the_facts_and_links_from_them(guest: httpx.Client, psycho: Movie) -> None:
    page = guest.get(f"/film/{psycho.movie_id}").text
    assert "<h1>Psycho</h1>" in page
    assert "1 h 49 min" in page
    assert html.escape(psycho.overview, quote=False) in html.unescape(page)
    assert "(written for Usher)" in page
    for link in ("/browse?person=Alfred+Hitchcock", "/browse?genre=Horror", "/browse?from=1960&amp;to=1960"):
        assert f'href="{link}"' in page
        assert guest.get(html.unescape(link)).status_code == 200
    assert 'href="/?say=tell+me+about+Psycho+%281960%29"' in page
    assert page.count("<h1") == 1


def test_someone_new_is_told_what_everyone_says(guest: httpx.Client, psycho: Movie, serving: Serving) -> None:
    page = guest.get(f"/film/{psycho.movie_id}").text
    assert "Nothing is known of your taste yet" in page
    assert f"from {serving.reputations[psycho.movie_id].count:,} ratings" in page


def test_someone_who_rated_is_told_what_to_expect_and_where_it_stands(
    guest: httpx.Client, popular: list[int], serving: Serving
) -> None:
    liked, other, film = popular[0], popular[1], popular[-1]
    guest.post("/actions/rate", json={"movie": liked, "stars": 5.0})
    guest.post("/actions/rate", json={"movie": other, "stars": 0.5})
    page = guest.get(f"/film/{film}").text
    assert "of 5 stars are expected from you; four times in five it is" in page
    assert f"of {len(serving.catalogue) - 2:,} films in your ranking" in page
    own = guest.get(f"/film/{liked}").text
    assert "would be expected from you without your own 5 stars" in own
    assert f'name="stars-{liked}" value="5.0" checked' in own
    guest.post("/actions/mark", json={"movie": film, "list": "hidden"})
    assert "You have hidden it" in guest.get(f"/film/{film}").text


@pytest.mark.parametrize("number", ["0", "999999999", "-1", "<b>", "9" * 400])
def test_a_film_that_is_not_there_is_said_to_be_missing(guest: httpx.Client, number: str) -> None:
    answer = guest.get(f"/film/{number}")
    assert answer.status_code == 404
    assert f"no film with the number “{html.escape(number[:40])}”" in answer.text
    assert "<b>”" not in answer.text


def assert_well_made(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page).response["violations"]
    assert not [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_a_film_is_rated_on_its_page_and_its_neighbours_are_a_click_away(
    site: str, visit: Callable[..., Page], psycho: Movie, width: int, dark: bool
) -> None:
    page = visit(f"{site}/film/{psycho.movie_id}", width, dark=dark)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    expect(page.locator(".ends")).to_contain_text("would end at")
    page.get_by_role("radio", name="4.5 stars", exact=True).press("Space")
    expect(page.locator(".said")).to_contain_text("Rated 4.5 of 5 stars")
    assert_well_made(page)
    neighbour = page.locator("#by-description").locator("xpath=..").get_by_role("link").first
    title = neighbour.inner_text()
    neighbour.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("are expected from you")).to_be_visible()
    assert_well_made(page)
    page.get_by_role("link", name="Talk about it").press("Enter")
    page.wait_for_url(f"{site}/**")
    expect(page.get_by_role("log").get_by_text(f"tell me about {title}")).to_be_visible(timeout=30_000)
    assert hosts == {site.split("/")[2]}


@pytest.mark.browser
@pytest.mark.slow
def test_hostile_words_are_shown_as_they_are(
    hostile_site: str, visit: Callable[..., Page], psycho: Movie, hostile_words: str
) -> None:
    page = visit(f"{hostile_site}/film/{psycho.movie_id}", 390)
    assert hostile_words.strip() in page.get_by_role("heading", level=1).inner_text()
    assert hostile_words.strip() in page.get_by_role("main").inner_text().split("What it is about")[1]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
