"""A person's own pages: their taste, their ratings, their lists."""

from chatbot.rooms.you import LISTS, RATINGS_A_PAGE
from chatbot.serving import Serving
from chatbot.viewers import Viewers
from tests.rooms.people import NewBrowser, account_of, stand_for, titles


def test_a_newcomer_is_told_how_to_begin_on_each_page(browser_of: NewBrowser, viewers: Viewers) -> None:
    browser, count = browser_of(), len(viewers.accounts.accounts())
    for path in ("/you", "/you/ratings"):
        assert 'href="/start"' in browser.get(path).text
    for name in LISTS:
        assert "Nothing here yet" in browser.get(f"/you/lists/{name}").text
    assert "No conversation yet" in browser.get("/you/conversations").text
    assert "There is nothing of yours" in browser.get("/you/account").text
    for path in ("/you/usher.json", "/you/letterboxd.csv"):
        assert browser.get(path).status_code == 404
    assert browser.post("/you/delete", data={"name": "Guest"}).status_code == 404
    assert len(viewers.accounts.accounts()) == count


def test_a_persona_sees_that_users_statistics_and_their_own_ratings_added(
    browser_of: NewBrowser, serving: Serving
) -> None:
    browser, user = browser_of(), int(serving.histories.users[41])
    known = serving.histories[user].stars
    stand_for(browser, user)
    page = browser.get("/you").text
    assert f"{len(known)} films rated, {sum(known.values()) / len(known):.2f} stars on average" in page
    for half in range(1, 11):
        assert f'{list(known.values()).count(half / 2)}<span class="heard"> films with {half / 2} stars' in page
    assert page.count('class="said-of-you"') == 3
    new = next(movie_id for movie_id in serving.catalogue.ids if movie_id not in known)
    browser.post("/actions/rate", json={"movie": new, "stars": 5.0})
    page = browser.get("/you").text
    assert f"{len(known) + 1} films rated" in page
    assert f"1 is of your own, the others of User {user}" in page


def test_ratings_are_searched_sorted_and_paged(browser_of: NewBrowser, serving: Serving) -> None:
    user = max(serving.histories.users.tolist(), key=lambda user: len(serving.histories[user].stars))
    stars = serving.histories[user].stars
    browser = browser_of()
    stand_for(browser, user)
    all_titles = [serving.catalogue[movie_id].title for movie_id in stars]
    first = browser.get("/you/ratings").text
    assert titles(first) == all_titles[::-1][:RATINGS_A_PAGE]
    last = -(-len(stars) // RATINGS_A_PAGE)
    assert f"Page 1 of {last}" in first
    assert titles(browser.get("/you/ratings?page=2").text) == all_titles[::-1][RATINGS_A_PAGE : 2 * RATINGS_A_PAGE]
    for number in ("0", "-1", "999", "x", "9" * 30):
        assert browser.get("/you/ratings", params={"page": number}).status_code == 200
    latest = [*stars.items()][::-1]
    by_stars = sorted(latest, key=lambda rating: -rating[1])
    highest = [serving.catalogue[movie_id].title for movie_id, _ in by_stars[:RATINGS_A_PAGE]]
    assert titles(browser.get("/you/ratings?order=highest").text) == highest
    gaps = {
        movie_id: given - (known.stars * known.count - given) / (known.count - 1)
        for movie_id, given in stars.items()
        if (known := serving.reputations[movie_id]).count > 1
    }
    most = serving.catalogue[max(gaps, key=lambda movie_id: gaps[movie_id])].title
    assert titles(browser.get("/you/ratings?order=above").text)[0] == most
    westerns = {
        serving.catalogue[movie_id].title for movie_id in stars if "Western" in serving.catalogue[movie_id].genres
    }
    assert {*titles(browser.get("/you/ratings?q=WESTERN").text)} == westerns
    nothing = browser.get("/you/ratings", params={"q": "<b>zzz"}).text
    assert "None of your ratings has “&lt;b&gt;zzz”" in nothing


def test_ratings_are_corrected_and_taken_back_without_a_script(
    browser_of: NewBrowser, serving: Serving, viewers: Viewers
) -> None:
    browser, user = browser_of(), int(serving.histories.users[3])
    stand_for(browser, user)
    (first, given), (second, other) = [*serving.histories[user].stars.items()][:2]
    sent = {f"stars-{first}": str(1.0 if given != 1.0 else 2.0), f"stars-{second}": str(other), "order": "title"}
    page = browser.post("/you/ratings", data={**sent, "stars-x": "5.0", "stars-99999999": "5.0", "page": "<b>"})
    assert page.status_code == 200
    own = viewers.accounts.ratings(account_of(browser, viewers).account_id)
    assert own == {first: 1.0 if given != 1.0 else 2.0}  # what was not changed stays the user's
    assert "Rated on" in page.text
    browser.post("/you/ratings", data={"back": str(first)})
    assert viewers.accounts.ratings(account_of(browser, viewers).account_id) == {}
    assert browser.post("/you/ratings", data={"back": "9" * 40, f"stars-{first}": "7.0"}).status_code == 200
    assert viewers.accounts.ratings(account_of(browser, viewers).account_id) == {}


def test_lists_show_what_was_put_on_them(browser_of: NewBrowser, serving: Serving) -> None:
    browser = browser_of()
    movies = serving.catalogue.movies[:3]
    for movie, name in zip(movies, LISTS, strict=True):
        browser.post("/actions/mark", json={"movie": movie.movie_id, "list": name})
    for movie, name in zip(movies, LISTS, strict=True):
        assert titles(browser.get(f"/you/lists/{name}").text) == [movie.title]
    wrong = browser.get("/you/lists/<b>")
    assert (wrong.status_code, "There is no list &#39;&lt;b&gt;&#39;" in wrong.text) == (404, True)
