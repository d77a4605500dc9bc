"""The JSON API and the page that describes it: every example on the page is run against the server."""

import html
import re
from collections.abc import Callable, Iterator

import httpx2 as httpx
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chatbot.chain import Chatbot
from chatbot.conversation import Session
from chatbot.serving import Serving
from chatbot.viewers import Viewers
from data.accounts import Account
from data.ratings import History

MOVIE = 1


@pytest.fixture
def api(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{site}/api/v1", timeout=60) as client:
        yield client


@pytest.fixture
def member(viewers: Viewers) -> Iterator[tuple[Account, str]]:
    """An account with a key."""
    account, _ = viewers.logins.sign_up("Ada of the doors", "correct horse battery")
    yield account, viewers.keys.add(account.account_id, "a script")
    viewers.accounts.delete_account(account.account_id)


@pytest.fixture
def own(site: str, member: tuple[Account, str]) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"{site}/api/v1", headers={"authorization": f"Bearer {member[1]}"}, timeout=60
    ) as client:
        yield client


def ids(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [film["id"] for film in answer.json()["films"]]


def test_someone_new_gets_films_by_what_they_like(api: httpx.Client, serving: Serving) -> None:
    liked = serving.catalogue[MOVIE]
    answer = api.post("/recommend", json={"likes": [MOVIE], "k": 7})
    films = answer.json()["films"]
    expected = serving.blend.generate(History(None, {MOVIE: 4.5}), 7)
    assert ids(answer) == [candidate.movie_id for candidate in expected]
    assert all(film["stars"] is not None and 0.5 <= film["stars"] <= 5 for film in films)
    assert {reason["id"] for film in films for reason in film["because"]} <= {MOVIE}
    assert ids(api.post("/recommend", json={"likes": [str(liked)], "k": 7})) == ids(answer)


def test_someone_of_whom_nothing_is_known_gets_what_everyone_likes(api: httpx.Client, serving: Serving) -> None:
    answer = api.post("/recommend", json={"k": 3})
    assert ids(answer) == [candidate.movie_id for candidate in serving.blend.generate(History(None, {}), 3)]
    assert [film["stars"] for film in answer.json()["films"]] == [None] * 3


def test_a_user_of_the_ratings_gets_their_own_list(api: httpx.Client, serving: Serving) -> None:
    user = int(serving.histories.users[3])
    films = ids(api.post("/recommend", json={"user": user, "k": 5, "model": "als"}))
    expected = serving.models.base.als.generate(serving.history(user), 5)
    assert films == [candidate.movie_id for candidate in expected]


def test_conditions_hold(api: httpx.Client, serving: Serving) -> None:
    wish = {"genres": ["Comedy"], "min_year": 1980, "max_year": 1999, "max_minutes": 110, "k": 20}
    found = [serving.catalogue[one] for one in ids(api.post("/recommend", json=wish))]
    assert found
    for movie in found:
        assert "Comedy" in movie.genres
        assert 1980 <= (movie.year or 0) <= 1999
        assert (movie.runtime_minutes or 999) <= 110


def test_a_key_makes_the_answers_the_accounts(
    api: httpx.Client, own: httpx.Client, member: tuple[Account, str], serving: Serving, viewers: Viewers
) -> None:
    liked = np.array(list(serving.history(int(serving.histories.users[0])).stars))[:6].tolist()
    for movie_id in liked:
        assert own.put(f"/ratings/{movie_id}", json={"stars": 5.0}).status_code == 200
    assert own.get("/ratings", params={"k": 2}).json()["total"] == 6
    assert ids(own.get("/ratings")) == liked[::-1]
    assert ids(own.get("/ratings", params={"skip": 4})) == liked[1::-1]
    mine = ids(own.post("/recommend", json={"k": 10}))
    assert mine != ids(api.post("/recommend", json={"k": 10}))
    assert not {*mine} & {*liked}
    assert own.put(f"/marks/{mine[0]}", json={"list": "hidden"}).status_code == 200
    assert own.put(f"/marks/{mine[1]}", json={"list": "seen"}).status_code == 200
    assert own.put(f"/marks/{mine[2]}", json={"list": "watchlist"}).status_code == 200
    then = ids(own.post("/recommend", json={"k": 10}))
    assert mine[2] in then
    assert not {*then} & {*mine[:2]}
    assert ids(own.get("/lists/watchlist")) == [mine[2]]
    asked = own.post("/ask", json={"text": "what should I watch tonight?", "k": 10}).json()
    assert not {film["id"] for film in asked["films"]} & {*liked, mine[0], mine[1]}
    assert own.delete(f"/marks/{mine[2]}").status_code == 204
    assert ids(own.get("/lists/watchlist")) == []
    assert own.delete(f"/ratings/{liked[0]}").status_code == 204
    assert liked[0] not in viewers.accounts.ratings(member[0].account_id)


def test_an_answer_in_words_is_the_chatbots(api: httpx.Client, chatbot: Chatbot) -> None:
    expected = chatbot.reply(Session(History(None, {})), "a thriller under two hours").answer
    answer = api.post("/ask", json={"text": "a thriller under two hours"}).json()
    assert answer["text"] == expected.text
    assert [film["id"] for film in answer["films"]] == [pick.movie.movie_id for pick in expected.picks]
    assert answer["next"] == list(expected.chips)


def test_similar_films_search_and_facts(api: httpx.Client, serving: Serving) -> None:
    movie = serving.catalogue[MOVIE]
    near = api.get(f"/films/{MOVIE}/similar", params={"k": 4, "each_model": "true"}).json()
    assert near["film"]["title"] == movie.title
    assert len(near["films"]) == 4
    assert [film["id"] for film in near["by_model"]["als"]] == [other for other, _ in serving.similar(MOVIE, 4)["als"]]
    assert api.get(f"/films/{MOVIE}/similar").json()["by_model"] == {}
    assert ids(api.get("/search", params={"text": movie.title, "k": 1})) == [MOVIE]
    facts = api.get(f"/films/{MOVIE}").json()
    assert (facts["title"], facts["year"], facts["directors"]) == (movie.title, movie.year, list(movie.directors))
    assert facts["ratings"] == serving.reputations[MOVIE].count


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", "/recommend", {"likes": [10**9]}, 404, "there is no film 1000000000"),
        ("POST", "/recommend", {"likes": ["zzzz qqqq xxxx"]}, 404, "no film is called 'zzzz qqqq xxxx'"),
        ("POST", "/recommend", {"user": 10**9}, 404, "there is no user 1000000000"),
        ("POST", "/recommend", {"user": 10**30}, 400, "user"),
        ("POST", "/recommend", {"colour": "red"}, 400, "colour"),
        ("POST", "/recommend", {"k": 101}, 400, "k: Input should be less than or equal to 100"),
        ("POST", "/recommend", {"genres": ["Polka"]}, 400, "there is no genre 'Polka'"),
        ("POST", "/recommend", {"likes": [1] * 101}, 400, "100"),
        ("POST", "/recommend", {"diversity": 2}, 400, "diversity"),
        ("POST", "/ask", {"text": "  "}, 400, "text"),
        ("POST", "/ask", {"text": "x" * 4001}, 400, "4000"),
        ("GET", "/search", None, 400, "text"),
        ("GET", "/search?text=x&colour=red", None, 400, "colour"),
        ("GET", "/films/0", None, 404, "there is no film 0"),
        ("GET", "/films/-1", None, 400, "film_id"),
        ("GET", "/films/Heat", None, 400, "film_id"),
        ("GET", f"/films/{10**40}", None, 400, "film_id"),
        ("GET", "/films/0/similar", None, 404, "there is no film 0"),
        ("GET", "/ratings", None, 401, "send `Authorization: Bearer` with a key"),
        ("PUT", f"/ratings/{MOVIE}", {"stars": 4}, 401, "key"),
        ("DELETE", f"/films/{MOVIE}", None, 404, "there is no DELETE /api/v1/films/1"),
        ("GET", "/nothing", None, 404, "the page /api lists what there is"),
    ],
)
def test_misuse_is_answered_in_one_form(
    api: httpx.Client, method: str, path: str, body: object, status: int, words: str
) -> None:
    answer = api.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert {*error} == {"message", "type", "param", "code"}
    assert words in error["message"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"/ratings/{MOVIE}", {"stars": 3.3}, 400),
        (f"/ratings/{MOVIE}", {"stars": 6}, 400),
        ("/ratings/0", {"stars": 3}, 404),
        (f"/marks/{MOVIE}", {"list": "trash"}, 400),
        ("/marks/0", {"list": "seen"}, 404),
    ],
)
def test_what_cannot_be_kept_is_refused(own: httpx.Client, path: str, body: object, status: int) -> None:
    assert own.put(path, json=body).status_code == status
    assert ids(own.get("/ratings")) == []


@pytest.mark.parametrize("is_told", [True, False])
def test_a_body_longer_than_any_question_is_not_read_to_its_end(api: httpx.Client, is_told: bool) -> None:
    body = b'{"text": "' + b"x" * 300_000
    sent = body if is_told else (body[at : at + 50_000] for at in range(0, len(body), 50_000))
    answer = api.post("/ask", content=sent, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert "longer than 262,144 bytes" in answer.json()["error"]["message"]


def test_a_wrong_key_is_refused_everywhere_and_never_repeated(api: httpx.Client) -> None:
    for key in ("usher-" + "x" * 43, "sk-something"):
        headers = {"authorization": f"Bearer {key}"}
        for answer in (
            api.get("/ratings", headers=headers),
            api.get("/search", params={"text": "toys"}, headers=headers),
            api.post("/recommend", json={}, headers=headers),
        ):
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["error"]["code"] == "invalid_api_key"
            assert key not in answer.text


def test_a_dropped_key_is_worth_nothing(own: httpx.Client, member: tuple[Account, str], viewers: Viewers) -> None:
    assert own.get("/ratings").status_code == 200
    account = member[0].account_id
    viewers.keys.drop(account, viewers.keys.of(account)[0].key_id)
    assert own.get("/ratings").status_code == 401


def test_a_cookie_opens_no_account_here(site: str, viewers: Viewers) -> None:
    account, token = viewers.logins.sign_up("Bob of the doors", "correct horse battery")
    assert httpx.get(f"{site}/api/v1/ratings", cookies={"usher": token}).status_code == 401
    viewers.accounts.delete_account(account.account_id)


def test_the_description_covers_the_doors_and_nothing_else(site: str) -> None:
    document = httpx.get(f"{site}/v1/openapi.json").json()
    assert {"/api/v1/recommend", "/api/v1/films/{film_id}", "/v1/chat/completions", "/healthz"} <= {*document["paths"]}
    assert not [path for path in document["paths"] if path.startswith(("/actions", "/browse", "/lab"))]
    assert not {"Rating", "Mark"} & {*document["components"]["schemas"]}
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert all(method["tags"] for path in document["paths"].values() for method in path.values())


def test_every_example_in_python_on_the_page_works(
    site: str, member: tuple[Account, str], capsys: pytest.CaptureFixture[str]
) -> None:
    page = httpx.get(f"{site}/api").text
    examples = [
        html.unescape(code)
        for label, code in re.findall(
            r"<figcaption>(Python[^<]*)</figcaption><pre[^>]*><code>(.*?)</code>", page, re.DOTALL
        )
    ]
    assert len(examples) >= 12
    for example in examples:
        exec(compile(example.replace("usher-...", member[1]), "example", "exec"), {})
    assert '"because"' in capsys.readouterr().out


def test_every_example_for_curl_says_what_the_one_in_python_says(site: str) -> None:
    page = html.unescape(httpx.get(f"{site}/api").text)
    curls = re.findall(r"<code>(curl .*?)</code>", page, re.DOTALL)
    assert len(curls) >= 12
    assert all(site in one for one in curls)
    assert sum("-X PUT" in one for one in curls) == 2
    assert sum("-X DELETE" in one for one in curls) == 2


def test_the_page_is_linked_from_every_room(site: str) -> None:
    assert '<a href="/api">' in httpx.get(f"{site}/api").text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1440, False), (1440, True)])
def test_the_page_reads_well_on_any_screen(site: str, visit: Callable[..., Page], width: int, dark: bool) -> None:
    page = visit(f"{site}/api", width, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first = page.locator("summary").first
    first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("curl: POST /api/v1/recommend", exact=True).wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert not found, found
    hosts = page.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).host)")
    assert {*hosts} <= {site.removeprefix("http://")}
