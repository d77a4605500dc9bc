"""The taste map: its films and what is told of them over HTTP; moved, filtered and searched in a browser."""

import dataclasses
import gzip
import json
from collections.abc import Callable

import httpx2 as httpx
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chatbot.atlas import OTHER, Sheet, drawn
from chatbot.serving import PerBuild, Serving
from data.logins import new_token

FILM = 1


@pytest.fixture(scope="module")
def sheet(serving: Serving) -> Sheet:
    return drawn(serving)


def test_every_film_has_a_place_and_the_best_known_come_first(serving: Serving, sheet: Sheet) -> None:
    assert {movie.movie_id for movie in sheet.movies} == set(serving.catalogue.ids)
    counts = [
        serving.reputations[movie.movie_id].count if movie.movie_id in serving.reputations else 0
        for movie in sheet.movies
    ]
    assert counts == sorted(counts, reverse=True)
    assert sheet.places.min() >= 0
    assert sheet.places.max() == 1


def test_a_films_colour_is_that_of_its_rarest_coloured_genre(sheet: Sheet) -> None:
    coloured = sheet.genres[:-1]
    assert sheet.genres[-1] == OTHER
    counts = {genre: sum(genre in movie.genres for movie in sheet.movies) for genre in coloured}
    for movie, at in zip(sheet.movies, sheet.genre_of.tolist(), strict=True):
        having = [counts[genre] for genre in movie.genres if genre in counts]
        if having:
            assert counts[sheet.genres[at]] == min(having)
        else:
            assert sheet.genres[at] == OTHER


def test_the_nearest_films_are_those_of_a_plain_search(sheet: Sheet) -> None:
    apart = {
        movie.movie_id: float(np.hypot(x - 0.3, y - 0.4))
        for movie, (x, y) in zip(sheet.movies, sheet.places.tolist(), strict=True)
    }
    found = [movie.movie_id for movie in sheet.nearest(0.3, 0.4, 7)]
    assert [apart[movie_id] for movie_id in found] == sorted(apart.values())[:7]


def test_a_map_is_the_same_each_time_and_kept_until_another_build_serves(serving: Serving, sheet: Sheet) -> None:
    sheet_of = PerBuild(drawn)
    kept = sheet_of(serving)
    assert kept.tag == sheet.tag
    assert kept.packed == sheet.packed
    assert sheet_of(serving) is kept
    assert sheet_of(dataclasses.replace(serving, build=serving.build.with_name("another"))) is not kept


def test_the_films_are_sent_compressed_and_once(site: str, sheet: Sheet) -> None:
    answer = httpx.get(f"{site}/map/films.json")
    told = answer.json()
    assert answer.headers["content-encoding"] == "gzip"
    assert told == json.loads(gzip.decompress(sheet.packed))
    assert told["titles"] == [movie.title for movie in sheet.movies]
    places = np.array([told["x"], told["y"]]).T / told["scale"]
    np.testing.assert_allclose(places, sheet.places, atol=1 / told["scale"])
    again = httpx.get(f"{site}/map/films.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    plain = httpx.get(f"{site}/map/films.json", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == told


def test_what_is_mine_is_told_to_nobody_else(site: str, serving: Serving) -> None:
    with httpx.Client(base_url=site, cookies={"usher": new_token()}) as guest:
        assert guest.get("/map/mine.json").json() == {}
        assert guest.get(f"/map/films/{FILM}.json").json()["yours"] == ""
        guest.post("/actions/rate", json={"movie": FILM, "stars": 4.5})
        assert guest.get("/map/mine.json").json() == {str(FILM): 4.5}
        assert guest.get(f"/map/films/{FILM}.json").json()["yours"] == "You gave it 4.5 stars."
        other = next(iter(set(serving.catalogue.ids) - {FILM}))
        assert "You would give it about" in guest.get(f"/map/films/{other}.json").json()["yours"]
    assert httpx.get(f"{site}/map/mine.json").json() == {}
    told = httpx.get(f"{site}/map/films/{FILM}.json").json()
    assert told["title"] == serving.catalogue[FILM].title
    assert "ratings." in told["known"]


def test_the_page_lists_films_without_a_script_and_opens_where_it_is_asked_to(site: str, serving: Serving) -> None:
    page = httpx.get(f"{site}/map").text
    assert page.count('<li><a href="/film/') == 12
    there = httpx.get(f"{site}/map", params={"film": str(FILM)}).text
    assert there.split('id="near"')[1].index(f'href="/film/{FILM}"') < 80
    assert f'data-film="{FILM}"' in there


@pytest.mark.parametrize("film", ["999999999", "-1", "abc", "9" * 40, "<b>"])
def test_a_film_that_is_not_on_the_map_is_named(site: str, film: str) -> None:
    answer = httpx.get(f"{site}/map", params={"film": film})
    assert answer.status_code == 404
    assert "There is no film" in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("film", ["999999999", "-1", "abc", "9" * 40])
def test_nothing_is_told_of_a_film_that_is_not_there(site: str, film: str) -> None:
    answer = httpx.get(f"{site}/map/films/{film}.json")
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]


def coloured(page: Page) -> int:
    """How many pixels of the map are not empty."""
    return int(
        page.evaluate(
            """() => { const canvas = document.querySelector("canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let n = 0; for (let at = 3; at < data.length; at += 4) n += data[at] > 0; return n; }"""
        )
    )


def has_no_serious_findings(page: Page) -> bool:
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    return True


@pytest.fixture
def opened(site: str, visit: Callable[..., Page]) -> Callable[..., Page]:
    def at(width: int, *, dark: bool) -> Page:
        page = visit(f"{site}/map", width, dark=dark)
        page.locator(".atlas:not([hidden])").wait_for()
        expect(page.locator("#near-said")).to_contain_text("In the middle now")
        return page

    return at


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_the_map_by_keyboard(site: str, opened: Callable[..., Page], width: int, *, dark: bool) -> None:
    page = opened(width, dark=dark)
    page.emulate_media(reduced_motion="reduce")
    assert has_no_serious_findings(page)
    first = page.locator("#near li").first.inner_text()
    page.locator("canvas").focus()
    for key in ("+", "+", "ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#near li").first).not_to_have_text(first)
    nearest = page.locator("#near li").first.inner_text()
    page.keyboard.press("Enter")
    title = page.locator("#film-title")
    title.wait_for()
    assert nearest.startswith(title.inner_text())
    talk = page.get_by_role("link", name="Talk about it").get_attribute("href") or ""
    assert talk.startswith("/?say=something%20like%20")
    assert has_no_serious_findings(page)
    page.keyboard.press("Escape")
    expect(page.locator(".film-panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"
    page.keyboard.press("0")
    expect(page.locator("#near li").first).to_have_text(first)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.slow
def test_a_search_flies_to_the_film_and_a_smaller_window_keeps_it(
    opened: Callable[..., Page], serving: Serving
) -> None:
    page = opened(1440, dark=True)
    title = serving.catalogue[FILM].title
    page.get_by_label("Find a film on the map").fill(title.upper())
    expect(page.locator("#found li").first).to_contain_text(title)
    page.keyboard.press("Enter")
    expect(page.locator("#film-title")).to_have_text(title)
    expect(page.locator("#near li").first).to_contain_text(title)
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(300)
    while not coloured(page):
        page.wait_for_timeout(50)
    page.locator("canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#film-title")).to_have_text(title)
    page.get_by_label("Find a film on the map").fill("zzyzx qwrtpl")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("No film on the map is called")


@pytest.mark.browser
@pytest.mark.slow
def test_pointer_wheel_pinch_and_legend(site: str, opened: Callable[..., Page]) -> None:
    page = opened(1440, dark=False)
    page.request.post(f"{site}/actions/rate", data={"movie": FILM, "stars": 5})
    page.reload()
    expect(page.locator("#near-said")).to_contain_text("In the middle now")
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    while not (everything := coloured(page)):  # drawn with the next frame
        page.wait_for_timeout(50)
    page.get_by_role("button", name="No genres").click()
    expect(page.locator("#near-said")).to_contain_text("No film is shown")
    while coloured(page) >= everything / 20:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="All genres").click()
    page.get_by_label("Only mine").check()
    expect(page.locator("#near li")).to_have_count(1)
    page.get_by_label("Only mine").uncheck()
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    expect(page.locator("#near li")).to_have_count(12)
    first = page.locator("#near li").first.inner_text()
    page.mouse.move(x, y)
    page.mouse.wheel(0, -1200)
    page.mouse.down()
    page.mouse.move(x - 200, y - 120, steps=4)
    page.mouse.up()
    expect(page.locator("#near li").first).not_to_have_text(first)
    assert page.locator(".film-panel").is_hidden()  # a drag is no click
    nearest = page.locator("#near li").first.inner_text()
    before = page.evaluate("document.querySelector('canvas').toDataURL()")
    touch = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 40), ("touchMove", 90), ("touchMove", 160), ("touchEnd", 0)):
        fingers = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    while page.evaluate("document.querySelector('canvas').toDataURL()") == before:
        page.wait_for_timeout(50)
    expect(page.locator("#near li").first).to_have_text(nearest)
    page.get_by_role("button", name="Show the whole map").click()
    expect(page.locator("#near li").first).to_have_text(first)
    assert hosts <= {site.split("/")[2]}


@pytest.mark.browser
@pytest.mark.slow
def test_a_click_opens_a_film_and_hostile_titles_do_nothing(hostile_site: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{hostile_site}/map?film={FILM}")
    expect(page.locator("#film-title")).to_contain_text("onerror")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#near li").first).to_contain_text("onerror")
    canvas = page.locator("canvas")
    box = canvas.bounding_box()
    assert box is not None
    for step in range(100):  # the map may still be flying there
        page.mouse.move(box["x"] + box["width"] / 2 + step % 2, box["y"] + box["height"] / 2)
        if page.locator(".tip").is_visible():
            break
        page.wait_for_timeout(100)
    expect(page.locator(".tip")).to_contain_text("onerror")
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#film-title")).to_contain_text("onerror")
    page.get_by_label("Find a film on the map").fill("onerror")
    expect(page.locator("#found li").first).to_contain_text("onerror")
    assert page.locator("main img[src=x]").count() == 0
