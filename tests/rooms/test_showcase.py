"""The showcase: favourites and lists beside what the models say, over HTTP and in a browser."""

import re
from collections.abc import Callable

import httpx2 as httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chatbot.gallery import LENGTH, MODELS, gallery
from chatbot.serving import Serving
from data.logins import new_token
from data.ratings import History


def test_favourites_are_the_highest_and_of_equals_the_latest(serving: Serving) -> None:
    history = History(None, {1: 5.0, 318: 4.0, 527: 5.0, 356: 5.0, 296: 4.5, 593: 3.0, 10**9: 5.0})
    shown = gallery(serving, history).favourites
    expected = [movie_id for movie_id in (356, 527, 1, 296, 318) if movie_id in serving.catalogue]
    assert [movie.movie_id for movie, _ in shown][: len(expected)] == expected
    assert [stars for _, stars in shown] == sorted((stars for _, stars in shown), reverse=True)


def test_each_list_is_its_models_and_shared_films_say_where_else_they_are(serving: Serving) -> None:
    history = serving.history(198)
    shown = gallery(serving, history)
    generators = serving.models.generators("any")
    ids = {
        name: [one.movie_id for one in generators[model].generate(history, LENGTH)] for model, name in MODELS.items()
    }
    for name, listed in shown.lists.items():
        assert [one.movie.movie_id for one in listed] == ids[name]
        for one in listed:
            assert one.also == tuple(other for other in ids if other != name and one.movie.movie_id in ids[other])
    blended = [one.movie_id for one in generators["blend"].generate(history, LENGTH)]
    assert [one.movie.movie_id for one in shown.blended] == blended
    counts = {one.movie.movie_id: len(one.also) for one in shown.shared}
    every = {movie_id for listed in ids.values() for movie_id in listed}
    assert counts == {
        movie_id: n for movie_id in every if (n := sum(movie_id in listed for listed in ids.values())) > 1
    }
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def test_the_lists_of_somebody_new_are_no_error(serving: Serving) -> None:
    shown = gallery(serving, History(None, {}))
    assert shown.favourites == ()
    assert all(len(listed) == LENGTH for listed in shown.lists.values())


def test_the_page_shows_a_user_of_the_ratings(site: str, serving: Serving) -> None:
    page = httpx.get(f"{site}/showcase", params={"user": "198"}).text
    shown = gallery(serving, serving.history(198))
    links = [int(number) for number in re.findall(r'<a href="/film/(\d+)"', page)]
    lists = [shown.blended, *shown.lists.values()]
    expected = [movie.movie_id for movie, _ in shown.favourites]
    assert links == expected + [one.movie.movie_id for listed in lists for one in listed]
    assert f"User 198 – {len(serving.history(198).stars)} ratings" in page


@pytest.mark.parametrize("user", ["999999", "abc", "-1", "9" * 60, "<b>198</b>", "1.5"])
def test_an_unknown_user_is_named_and_others_are_offered(site: str, user: str) -> None:
    answer = httpx.get(f"{site}/showcase", params={"user": user})
    assert answer.status_code == 404
    assert "No user has the number" in answer.text
    assert "<b>198" not in answer.text
    assert 'href="/showcase?user=' in answer.text


def test_the_viewer_sees_their_own_films_once_they_rated_some(site: str, serving: Serving) -> None:
    with httpx.Client(base_url=site, cookies={"usher": new_token()}) as guest:
        assert "You have rated nothing yet" in guest.get("/showcase").text
        guest.post("/actions/rate", json={"movie": 1, "stars": 4.5})
        page = guest.get("/showcase").text
        assert "Your favourites" in page
        assert "rated 4.5 stars" in page
    assert "You have rated nothing yet" in httpx.get(f"{site}/showcase").text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(390, False), (1440, True)])
def test_the_showcase_by_keyboard(site: str, visit: Callable[..., Page], width: int, *, dark: bool) -> None:
    page = visit(f"{site}/showcase", width, dark=dark)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "data:" not in request.url else None)
    page.get_by_label("User of the ratings").focus()
    page.keyboard.type("198")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Top ten of each model").wait_for()
    assert page.get_by_role("list", name="Favourites").get_by_role("listitem").count() == 5
    assert page.locator(".columns section").count() == len(MODELS)
    film = page.locator(".columns .shared").first
    film.get_by_role("link").focus()
    number = film.get_attribute("data-movie")
    marked = page.locator(f'.columns .same[data-movie="{number}"]').count()
    assert marked == page.locator(f'.columns li[data-movie="{number}"]').count() >= 2
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert hosts == {site.split("/")[2]}


@pytest.mark.browser
@pytest.mark.slow
def test_hostile_titles_do_nothing(hostile_site: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{hostile_site}/showcase?user=198", 390)
    assert "onerror" in page.locator(".posters .name").first.inner_text()
    assert page.locator("main img[src=x]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
