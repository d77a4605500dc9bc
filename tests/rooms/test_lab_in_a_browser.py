"""The lab in a real browser: every page, in both lights and widths, by keyboard, and with hostile words."""

import dataclasses
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chatbot.serving import Serving
from chatbot.settings import Settings
from data.folders import Home
from data.movies import Catalogue
from tests.browsing import HOSTILE
from tests.rooms.lab_site import LabSite, lab, lab_of

__all__ = ["lab"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Enter = Callable[..., Page]
PAGES = (
    *("/lab", "/lab/data", "/lab/import", "/lab/training", "/lab/evaluation", "/lab/reports/1"),
    *("/lab/ranking?user=1&film=Alien", "/lab/communities?user=3", "/lab/index?q=a+shark", "/lab/model"),
)


@pytest.fixture
def enter(visit: Callable[..., Page]) -> Iterator[Enter]:
    """Opens a lab's first page as its admin; the test fails if a page asks any other server for anything."""
    asked: list[str] = []

    def entered(lab: LabSite, width: int = 1440, *, dark: bool = False) -> Page:
        page = visit(f"{lab.url}/log-in", width, dark=dark)
        page.context.add_cookies([{"name": "usher", "value": lab.token, "url": lab.url}])
        page.context.on("request", lambda request: asked.append(request.url))
        page.goto(f"{lab.url}/lab")
        return page

    yield entered
    hosts = {urllib.parse.urlsplit(url).hostname for url in asked if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1440, False), (1440, True)])
def test_every_page_fits_and_can_be_used_by_everyone(enter: Enter, lab: LabSite, width: int, dark: bool) -> None:
    page = enter(lab, width, dark=dark)
    for path in PAGES:
        page.goto(lab.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        assert serious(page) == [], path
    page.goto(f"{lab.url}/lab/data")
    for figure in page.locator(".pictures img").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_js_property("complete", True)
        assert figure.evaluate("image => image.naturalWidth") > 0


def test_a_build_is_started_followed_and_cancelled_by_keyboard(enter: Enter, lab: LabSite) -> None:
    page = enter(lab)
    for key in ("Tab", "Enter"):  # to the content
        page.keyboard.press(key)
    page.locator(".lab-menu").get_by_role("link", name="Training").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Seed").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("41")
    page.keyboard.press("Enter")
    panel = page.locator("#job")
    expect(panel).to_contain_text("A build of the demo, seed 41")
    expect(panel.locator("[data-job=lines]")).to_contain_text("1/4 simulating raters", timeout=60_000)
    page.reload()
    expect(panel).to_contain_text("Running")
    cancel = panel.get_by_role("button", name="Cancel")
    cancel.focus()
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("Cancelled", timeout=30_000)
    expect(page.get_by_text("serves now")).to_be_visible()


def test_data_is_imported_and_deleted_by_clicks(enter: Enter, lab: LabSite, tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("userId,movieId,rating,timestamp\n1,1,4.5,9\n1,2,nine,9\n")
    (tmp_path / "movies.csv").write_text(f'movieId,title,genres\n1,"{HOSTILE}(1995)",Crime\n')
    page = enter(lab)
    page.goto(f"{lab.url}/lab/import")
    page.get_by_label("Name").fill("tiny")
    for label in ("Ratings", "Movies"):
        page.get_by_label(label).set_input_files(tmp_path / f"{label.lower()}.csv")
    page.get_by_role("button", name="Check and keep").click()
    expect(page.get_by_text("tiny is kept")).to_be_visible()
    expect(page.get_by_text("1 rows left out")).to_be_visible()
    page.get_by_role("button", name="Delete tiny").click()
    expect(page.get_by_text("Nothing yet")).to_be_visible()


def test_a_report_is_opened_in_a_tab_of_its_own_and_asked_nothing(enter: Enter, lab: LabSite) -> None:
    page = enter(lab)
    page.goto(f"{lab.url}/lab/evaluation")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open report 1 in a new tab").click()
    report = opened.value
    expect(report.get_by_role("heading", name="Evaluation")).to_be_visible()
    assert report.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("Georgia")
    assert report.locator("img").first.evaluate("image => image.naturalWidth") > 0
    page.get_by_role("link", name="Compare the models of report 1").click()
    expect(page.get_by_role("heading", name="Cross-validation")).to_be_visible()


def test_hostile_titles_are_words(
    enter: Enter, serving: Serving, home: Home, no_model: Settings, tmp_path: Path
) -> None:
    movies = (dataclasses.replace(movie, title=HOSTILE + movie.title) for movie in serving.catalogue)
    hostile = dataclasses.replace(serving, catalogue=Catalogue(movies))
    movie_id = next(iter(serving.catalogue)).movie_id
    with lab_of(hostile, home, no_model, tmp_path) as site:
        page = enter(site)
        for path in (
            "/lab/communities",
            f"/lab/ranking?user=1&film={movie_id}",
            "/lab/index?q=" + "%3Cimg%20src%3Dx%3E",
        ):
            page.goto(site.url + path)
            assert page.locator("main img").count() == 0
        page.goto(f"{site.url}/lab/communities")
        expect(page.locator(".loved").first).to_contain_text("<img src=x onerror=alert(1)> ${alert(2)} {{alert}}")
