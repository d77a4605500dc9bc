"""Browse: by facts, order and name, over HTTP and in a browser."""

import html
import re
from collections.abc import Callable, Iterator

import httpx2 as httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chatbot.serving import Serving
from chatbot.shelf import PAGE
from data.logins import new_token


@pytest.fixture
def guest(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, cookies={"usher": new_token()}) as client:
        yield client


def films(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="film-(\d+)"', page)]


def test_a_page_has_the_films_that_its_address_asks_for(guest: httpx.Client, serving: Serving) -> None:
    answer = guest.get("/browse", params={"genre": "Western", "from": "1960", "to": "1979", "order": "newest"})
    assert answer.status_code == 200
    wanted = [m for m in serving.catalogue if "Western" in m.genres and m.year and 1960 <= m.year <= 1979]
    assert set(films(answer.text)) == {movie.movie_id for movie in wanted[:PAGE]} or len(wanted) > PAGE
    years = [serving.catalogue[movie_id].year or 0 for movie_id in films(answer.text)]
    assert years == sorted(years, reverse=True)
    assert f"{len(wanted)} films" in answer.text
    assert answer.text.count("<h1>") == 1


def test_all_films_are_reached_by_going_on(guest: httpx.Client, serving: Serving) -> None:
    link, seen = "/browse?language=fr", list[int]()
    while link:
        page = guest.get(link).text
        seen += films(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        link = html.unescape(found[1]) if found else ""
    assert len(seen) == len(set(seen)) == sum(movie.language == "fr" for movie in serving.catalogue)


def test_empty_fields_of_the_form_leave_the_address(guest: httpx.Client) -> None:
    answer = guest.get("/browse?q=&genre=Drama&from=&to=&language=&order=popular")
    assert answer.is_redirect
    assert answer.headers["location"] == "/browse?genre=Drama&order=popular"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/browse?from=soon", "“soon” is no year"),
        ("/browse?to=99999999999999999999999", "is no year"),
        ("/browse?genre=Nonsense", "There is no genre “Nonsense” here"),
        ("/browse?language=<b>", "There is no language “&lt;b&gt;” here"),
        ("/browse?order=random", "There is no order “random” here"),
        ("/browse?person=Nobody+At+All", "Nobody called “Nobody At All”"),
        ("/browse?person=hitchcock", "did you mean Alfred Hitchcock"),
    ],
)
def test_what_makes_no_sense_is_named_and_the_rest_still_counts(guest: httpx.Client, address: str, says: str) -> None:
    answer = guest.get(f"{address}&unrated=1")
    assert answer.status_code == 400
    assert says in answer.text
    assert answer.text.count('role="alert"') == 1
    assert 'name="unrated" value="1" checked' in answer.text


def test_what_is_rated_or_hidden_leaves_the_shelf(guest: httpx.Client) -> None:
    first, second, third, *_ = films(guest.get("/browse").text)
    guest.post("/actions/rate", json={"movie": first, "stars": 4.5})
    guest.post("/actions/mark", json={"movie": second, "list": "hidden"})
    page = guest.get("/browse?unrated=1").text
    assert films(page)[0] == third
    assert "1 that you hid is left out" in page
    assert "stars expected from you" in page
    assert films(guest.get("/browse?hidden=1").text)[:2] == [first, second]
    assert f'name="stars-{first}" value="4.5" checked' in guest.get("/browse").text
    assert first not in films(guest.get("/browse?order=for-me").text)


def test_titles_and_people_are_suggested(guest: httpx.Client) -> None:
    found = guest.get("/browse/suggest", params={"q": "psyc"}).json()
    assert found["films"][0]["name"] == "Psycho (1960)"
    assert guest.get(found["films"][0]["link"]).status_code == 200
    person = guest.get("/browse/suggest", params={"q": "hitchcock"}).json()["people"][0]
    assert person["name"] == "Alfred Hitchcock"
    assert films(guest.get(person["link"]).text)
    assert guest.get("/browse/suggest").json() == {"films": [], "people": []}
    assert guest.get("/browse/suggest", params={"q": "x" * 5000}).json()["people"] == []


def test_nothing_found_says_what_to_do(guest: httpx.Client) -> None:
    page = guest.get("/browse", params={"q": "zzzz qqqq", "genre": "War"}).text
    assert "No film is like this" in page
    assert 'href="/?say=zzzz' in page
    assert 'aria-label="Drop War"' in page


def assert_well_made(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page).response["violations"]
    assert not [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_films_are_found_and_rated_with_the_keyboard_alone(
    site: str, visit: Callable[..., Page], width: int, dark: bool
) -> None:
    page = visit(f"{site}/browse", width, dark=dark)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    box = page.get_by_role("combobox", name="Title or person")
    box.press_sequentially("gladeat")
    expect(page.get_by_role("option", name="Gladiator (2000)")).to_be_visible()
    assert_well_made(page)
    box.press("ArrowDown")
    expect(page.get_by_role("option", name="Gladiator (2000)")).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/browse?q=gladeat*")
    page.get_by_role("radio", name="4.5 stars", exact=True).first.press("Space")
    expect(page.locator(".said")).to_contain_text("Rated 4.5 of 5 stars")
    page.get_by_role("button", name="Save Gladiator").press("Enter")
    expect(page.locator(".said")).to_contain_text("Saved to your watchlist")
    page.reload()
    assert page.get_by_role("radio", name="4.5 stars", exact=True).first.is_checked()
    expect(page.get_by_role("button", name="Save Gladiator")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("combobox", name="Title or person").fill("gladiat")
    expect(page.get_by_role("option", name="Gladiator (2000)")).to_be_visible()
    page.get_by_role("combobox", name="Title or person").press("ArrowDown")
    page.get_by_role("combobox", name="Title or person").press("Enter")
    page.wait_for_url("**/film/*")
    assert hosts == {site.split("/")[2]}


@pytest.mark.browser
@pytest.mark.slow
def test_hostile_titles_are_shown_as_they_are(
    hostile_site: str, visit: Callable[..., Page], hostile_words: str
) -> None:
    page = visit(f"{hostile_site}/browse", 390)
    assert hostile_words.strip() in page.get_by_role("heading", level=3).first.inner_text()
    page.get_by_role("combobox", name="Title or person").press_sequentially("psycho")
    expect(page.get_by_role("option").first).to_contain_text("<img")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
