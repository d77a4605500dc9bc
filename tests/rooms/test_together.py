"""Tonight together: films for several people, vetoes, evenings kept and deleted; over HTTP and in a browser."""

import re
from collections.abc import Callable, Iterator

import httpx2 as httpx
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chatbot.company import PROPOSED, companions, gather
from chatbot.serving import Serving
from chatbot.viewers import Viewers
from data.errors import BadInput
from data.evenings import Evenings, Guest, Told
from data.logins import new_token
from data.movies import GENRES
from data.ratings import History
from retrieval.index import Filters

USERS = (198, 12)
ASKED = {"name": [str(user) for user in USERS], "loved": ["", ""]}


@pytest.fixture
def guest(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, cookies={"usher": new_token()}) as client:
        yield client


def films(page: str) -> list[int]:
    """The films that are proposed, in order."""
    return [int(number) for number in re.findall(r'<h3><a href="/film/(\d+)"', page.split('id="evenings"')[0])]


def loved(serving: Serving, n: int) -> list[int]:
    known = sorted(serving.reputations, key=lambda movie_id: -serving.reputations[movie_id].count)
    return known[:n]


def test_the_first_film_is_the_one_a_search_by_hand_finds(serving: Serving, guest: httpx.Client) -> None:
    histories = [serving.history(user) for user in USERS]
    rated = {movie_id for history in histories for movie_id in history.stars}
    candidates = {
        one.movie_id
        for history in histories
        for one in serving.blend.generate(history, PROPOSED, [i for i in serving.catalogue.ids if i not in rated])
    }
    stars = {movie_id: [serving.predicted_stars(history, movie_id) for history in histories] for movie_id in candidates}
    highest = [max(given[at] for given in stars.values()) for at in range(2)]
    least = {movie_id: min(given[at] / highest[at] for at in range(2)) for movie_id, given in stars.items()}
    found = films(guest.get("/together", params=ASKED).text)
    assert len(found) == 5
    assert [round(least[movie_id], 4) for movie_id in found] == [
        round(value, 4) for value in sorted(least.values(), reverse=True)[:5]
    ]


def test_each_person_has_stars_and_a_reason(serving: Serving, guest: httpx.Client) -> None:
    page = guest.get("/together", params=ASKED).text
    assert page.count("Veto</button>") == 10
    assert page.count("<strong>least pleased") == 5
    assert page.count("because user 198 liked") + page.count("because user 12 liked") >= 5
    tonight = gather(serving, companions(serving, None, [("198", ""), ("12", "")]), Filters(), (), ())
    best = tonight.best(serving, (), 1)[0]
    for one, user in zip(best.suits, USERS, strict=True):
        history = serving.history(user)
        assert one.stars == pytest.approx(serving.predicted_stars(history, best.movie.movie_id), abs=1e-5)
        assert all(history.stars[movie.movie_id] >= np.mean([*history.stars.values()]) for movie in one.because)


def test_a_vetoed_film_never_appears_and_the_list_is_filled_up(guest: httpx.Client) -> None:
    first = films(guest.get("/together", params=ASKED).text)
    asked = {**ASKED, "veto": [f"{first[0]} user 198", f"{first[2]} USER 12"]}
    page = guest.get("/together", params=asked).text
    then = films(page)
    assert len(then) == 5
    assert then[:3] == [first[1], first[3], first[4]]
    assert "by user 198" in page
    of_nobody_here = {**ASKED, "veto": [f"{first[0]} Ben"]}
    assert films(guest.get("/together", params=of_nobody_here).text) == first
    refused = guest.post("/together/evenings", data={**asked, "movie": str(first[0])})
    assert refused.status_code == 400
    assert "not one of tonight&#39;s" in refused.text


def test_conditions_hold(serving: Serving, guest: httpx.Client) -> None:
    page = guest.get("/together", params={**ASKED, "minutes": "100", "without": ["Drama", "Horror"]}).text
    found = [serving.catalogue[movie_id] for movie_id in films(page)]
    assert len(found) == 5
    assert all((movie.runtime_minutes or 999) <= 100 for movie in found)
    assert not any({"Drama", "Horror"} & set(movie.genres) for movie in found)
    nothing = guest.get("/together", params={**ASKED, "minutes": "30", "without": list(GENRES)})
    assert nothing.status_code == 200
    assert "No film is left" in nothing.text


def test_friends_without_an_account_are_what_they_loved(serving: Serving, guest: httpx.Client) -> None:
    one, two = (serving.catalogue[movie_id] for movie_id in loved(serving, 2))
    asked = {"you": "yes", "name": ["Ben", "Cleo"], "loved": [f"{one}\n{two}", ""]}
    page = guest.get("/together", params=asked).text
    assert f"Ben loved {one}, {two}".replace("'", "&#39;") in page
    assert "Nothing is known of Cleo yet" in page
    assert "Nothing is known of you yet" in page
    found = films(page)
    assert len(found) == 5
    assert not {one.movie_id, two.movie_id} & set(found)
    (ben,) = companions(serving, None, [("Ben", f"{one}; {two}")])
    assert ben.history == History(None, {one.movie_id: 5.0, two.movie_id: 5.0})


def test_what_one_of_them_rated_or_hid_is_left_out(guest: httpx.Client) -> None:
    asked = {**ASKED, "you": "yes"}
    first = films(guest.get("/together", params=asked).text)
    guest.post("/actions/rate", json={"movie": first[0], "stars": 4})
    guest.post("/actions/mark", json={"movie": first[1], "list": "hidden"})
    assert not {*first[:2]} & set(films(guest.get("/together", params=asked).text))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": ["198"], "loved": [""]}, "there is 1 person"),
        ({"name": ["1", "2", "3", "4", "5", "6"], "loved": [""] * 6, "you": "yes"}, "there are 7 people"),
        ({"name": ["198", "999999"], "loved": ["", ""]}, "no user has the number 999999"),
        ({"name": ["198", "9" * 30], "loved": ["", ""]}, "no user has the number 999"),
        ({"name": ["198", "user 198"], "loved": ["", ""]}, "is there twice"),
        ({"name": ["Ben", "ben "], "loved": ["", ""]}, "is there twice"),
        ({"name": ["198", "Ben"], "loved": ["", "Zzyzx Qwrtpl Vbnm"]}, "no film here is called"),
        ({"name": ["198", ""], "loved": ["", "Alien"]}, "nobody is named beside"),
        ({"name": ["198", "You"], "loved": ["", ""]}, "is yours"),
        ({"name": ["198", "n" * 50], "loved": ["", ""]}, "40 are the most"),
        ({"name": ["198", "Ben"], "loved": ["", "Alien\n" * 21]}, "20 are the most"),
        ({**ASKED, "minutes": "two hours"}, "the longest running time is"),
        ({**ASKED, "minutes": "-5"}, "the longest running time is"),
        ({**ASKED, "minutes": "1e9"}, "the longest running time is"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    guest: httpx.Client, asked: dict[str, list[str]], told: str
) -> None:
    answer = guest.get("/together", params=asked)
    assert answer.status_code == 400
    assert told in answer.text.lower()
    assert all(f'value="{name.strip()}' in answer.text for name in asked["name"] if name)


def test_another_person_may_be_added_up_to_six(guest: httpx.Client) -> None:
    assert guest.get("/together").text.count('name="name"') == 2
    page = guest.get("/together", params={**ASKED, "add": "yes"}).text
    assert page.count('name="name"') == 3
    assert "Nothing is known" not in page
    full = guest.get("/together", params={"name": ["1", "2", "3", "4", "5", "6"], "loved": [""] * 6, "add": "yes"}).text
    assert full.count('name="name"') == 6
    assert "Add a person" not in full


def test_an_evening_is_kept_with_how_it_suited_each(serving: Serving, guest: httpx.Client) -> None:
    asked = {"name": ["198", "Ben"], "loved": ["", "Alien"]}
    first = films(guest.get("/together", params=asked).text)
    assert guest.post("/together/evenings", data={**asked, "movie": str(first[0])}).status_code == 303
    page = guest.get("/together").text
    tonight = gather(serving, companions(serving, None, [("198", ""), ("Ben", "Alien")]), Filters(), (), ())
    chosen = tonight.one(serving, first[0])
    assert chosen is not None
    shares = [int(share) for share in re.findall(r"(\d+)% of the best", page)]
    assert shares == [round(100 * one.satisfaction) for one in chosen.suits]
    again = re.search(r'href="(/together\?[^"]+)"', page)
    assert again is not None
    second = guest.get(again[1].replace("&amp;", "&")).text
    assert "Ben loved Alien" in second
    assert films(second)
    assert first[0] not in films(second)  # nobody watches it twice


def test_who_came_off_worst_counts_more_on_the_next_evening(site: str, serving: Serving, viewers: Viewers) -> None:
    token = new_token()
    evening = Told(
        movie_id=10**9,
        guests=(Guest(name="user 198", stars=5, satisfaction=1), Guest(name="User 12", stars=3, satisfaction=0.6)),
    )
    Evenings(viewers.accounts).add(viewers.keeper(token).account_id, evening)
    page = httpx.get(f"{site}/together", params=ASKED, cookies={"usher": token}).text
    assert "User 12 came off worse on former evenings and counts more tonight" in page
    assert "User 198 came off worse" not in page
    assert "with what former evenings left: user 198 +20, user 12 -20." in page
    assert "a film that is no longer here" in page
    company = companions(serving, None, [("198", ""), ("12", "")])
    fair = gather(serving, company, Filters(), (), [{"user 198": 1.0, "USER 12": 0.6}])
    assert fair.balance.tolist() == pytest.approx([0.2, -0.2])
    assert films(page) == [one.movie.movie_id for one in fair.best(serving, (), 5)]
    before = gather(serving, company, Filters(), (), ()).best(serving, (), 1)[0]
    assert fair.best(serving, (), 1)[0].suits[1].satisfaction >= before.suits[1].satisfaction


def test_a_choice_without_a_cookie_is_refused_on_the_page(site: str) -> None:
    film = films(httpx.get(f"{site}/together", params=ASKED).text)[0]
    answer = httpx.post(f"{site}/together/evenings", data={**ASKED, "movie": str(film)})
    assert answer.status_code == 400
    assert "load the page again" in answer.text


def test_evenings_are_deleted_by_who_had_them_and_nobody_else(site: str, guest: httpx.Client) -> None:
    film = films(guest.get("/together", params=ASKED).text)[0]
    guest.post("/together/evenings", data={**ASKED, "movie": str(film)})
    found = re.search(r'action="(/together/evenings/\d+/delete)"', guest.get("/together").text)
    assert found is not None
    with httpx.Client(base_url=site, cookies={"usher": new_token()}) as other:
        assert other.post(found[1]).status_code == 303
        assert "None yet" in other.get("/together").text
    assert found[1] in guest.get("/together").text
    assert guest.post(found[1]).status_code == 303
    assert "None yet" in guest.get("/together").text


def test_many_evenings_come_page_by_page(guest: httpx.Client) -> None:
    for _ in range(11):
        film = films(guest.get("/together", params=ASKED).text)[0]
        guest.post("/together/evenings", data={**ASKED, "movie": str(film)})
    first = guest.get("/together").text
    assert first.count("Same people again") == 10
    assert "/together?from=10" in first
    second = guest.get("/together", params={"from": "10"}).text
    assert second.count("Same people again") == 1
    assert "Later evenings" in second
    assert guest.get("/together", params={"from": "x"}).status_code == 200


@pytest.mark.parametrize("movie", ["", "x", "-1", "999999999", "9" * 40])
def test_a_film_that_is_not_tonights_is_not_kept(guest: httpx.Client, movie: str) -> None:
    answer = guest.post("/together/evenings", data={**ASKED, "movie": movie})
    assert answer.status_code == 400
    assert "None yet" in answer.text


def test_a_user_who_is_the_viewer_is_not_there_twice(serving: Serving) -> None:
    with pytest.raises(BadInput, match="is you"):
        companions(serving, serving.history(198), [("198", "")])


def has_no_serious_findings(page: Page) -> bool:
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    return True


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_an_evening_by_keyboard(site: str, visit: Callable[..., Page], width: int, *, dark: bool) -> None:
    page = visit(f"{site}/together", width, dark=dark)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.get_by_label("Person 1").focus()
    page.keyboard.type("198")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Ben <img src=x onerror=alert(1)>")
    page.keyboard.press("Tab")
    page.keyboard.type("Alien")
    page.get_by_role("button", name="Show films").press("Enter")
    page.get_by_role("heading", name="For all of you").wait_for()
    titles = page.locator(".proposals h3").all_inner_texts()
    assert len(titles) == 5
    assert has_no_serious_findings(page)
    page.get_by_role("button", name="veto by user 198").first.press("Enter")
    page.get_by_text("Untick one").wait_for()
    assert titles[0] not in page.locator(".proposals h3").all_inner_texts()
    page.get_by_role("button", name="I chose this one").first.press("Enter")
    page.get_by_role("link", name="Same people again").wait_for()
    assert has_no_serious_findings(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Delete the evening").press("Enter")
    page.get_by_text("None yet").wait_for()
    assert hosts == {site.split("/")[2]}


@pytest.mark.browser
@pytest.mark.slow
def test_hostile_titles_do_nothing(hostile_site: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{hostile_site}/together?name=198&loved=&name=12&loved=", 390)
    assert "onerror" in page.locator(".proposals h3").first.inner_text()
    assert page.locator(".proposals img[src=x]").count() == 0
