"""The shelves of the demo, held against a walk over all films."""

import pytest

from chatbot.serving import PerBuild, Serving
from chatbot.shelf import PAGE, Shelf, Wanted, ranking
from data.movies import Movie
from data.ratings import History

NOBODY = History(None, {})


@pytest.fixture(scope="module")
def shelf(serving: Serving) -> Shelf:
    return Shelf(serving)


def everything(shelf: Shelf, wanted: Wanted, history: History = NOBODY) -> list[Movie]:
    first = shelf.find(wanted, history, ())
    pages = [shelf.find(_page(wanted, number), history, ()).movies for number in range(1, first.pages + 1)]
    assert all(len(page) == PAGE for page in pages[:-1])
    assert sum(map(len, pages)) == first.count
    return [movie for page in pages for movie in page]


def _page(wanted: Wanted, number: int) -> Wanted:
    return Wanted(
        **{name: getattr(wanted, name) for name in Wanted.__dataclass_fields__ if name != "page"}, page=number
    )


def test_every_film_is_on_exactly_one_page_the_most_rated_first(shelf: Shelf, serving: Serving) -> None:
    films = everything(shelf, Wanted())
    assert sorted(movie.movie_id for movie in films) == [movie.movie_id for movie in serving.catalogue]
    counts = [serving.reputations[m.movie_id].count if m.movie_id in serving.reputations else 0 for m in films]
    assert counts == sorted(counts, reverse=True)


def test_facts_narrow_the_shelves_as_a_walk_over_all_films_does(shelf: Shelf, serving: Serving) -> None:
    person = serving.titles.find("Psycho", 1)[0].movie.directors[0]
    for wanted, fits in (
        (Wanted(genre="Western"), lambda movie: "Western" in movie.genres),
        (Wanted(first=1960, last=1969), lambda movie: movie.year and 1960 <= movie.year <= 1969),
        (Wanted(language="fr", first=1990), lambda movie: movie.language == "fr" and (movie.year or 0) >= 1990),
        (Wanted(person=person), lambda movie: person in (*movie.directors, *movie.cast)),
    ):
        found = {movie.movie_id for movie in everything(shelf, wanted)}
        assert found == {movie.movie_id for movie in serving.catalogue if fits(movie)}
        assert found


def test_the_newest_come_first_and_the_best_rated_are_doubted_where_few_rated(shelf: Shelf, serving: Serving) -> None:
    years = [movie.year or 0 for movie in everything(shelf, Wanted(order="newest"))]
    assert years == sorted(years, reverse=True)
    known = serving.reputations
    total = sum(one.count for one in known.values())
    usual = sum(one.stars * one.count for one in known.values()) / total
    drawn = {movie_id: (one.stars * one.count + 10 * usual) / (one.count + 10) for movie_id, one in known.items()}
    best = [movie.movie_id for movie in everything(shelf, Wanted(order="rated")) if movie.movie_id in known]
    assert [drawn[movie_id] for movie_id in best] == pytest.approx(sorted(drawn.values(), reverse=True))


def test_the_order_for_me_is_the_recommenders_with_rated_films_last(shelf: Shelf, serving: Serving) -> None:
    history = serving.history(198)
    best = [one.movie_id for one in serving.blend.generate(history, PAGE)]
    assert [movie.movie_id for movie in shelf.find(Wanted(order="for-me"), history, ()).movies] == best
    rows = ranking(serving, history)
    assert rows is not None
    assert len(rows) == len(serving.catalogue) - len(history.stars)
    last = everything(shelf, Wanted(order="for-me"), history)[-len(history.stars) :]
    assert {movie.movie_id for movie in last} == {*history.stars}
    unrated = everything(shelf, Wanted(order="for-me", unrated=True), history)
    assert not {movie.movie_id for movie in unrated} & {*history.stars}
    assert shelf.find(Wanted(order="for-me"), NOBODY, ()) == shelf.find(Wanted(), NOBODY, ())


def test_hidden_films_are_left_out_and_counted_unless_they_are_wanted(shelf: Shelf) -> None:
    first, second, *_ = shelf.find(Wanted(), NOBODY, ()).movies
    without = shelf.find(Wanted(), NOBODY, [first.movie_id])
    assert without.movies[0] == second
    assert without.left_out == 1
    with_it = shelf.find(Wanted(hidden=True), NOBODY, [first.movie_id])
    assert with_it.movies[0] == first
    assert with_it.left_out == 0


def test_a_page_beyond_the_last_one_is_the_last_one(shelf: Shelf) -> None:
    last = shelf.find(Wanted(page=10**9), NOBODY, ())
    assert last.page == last.pages
    assert last.movies
    assert shelf.find(Wanted(text="★"), NOBODY, ()).pages == 1


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("psyc", "Psycho"),
        ("PSYCHO", "Psycho"),
        ("the cabinet of", "The Cabinet of Dr. Caligari"),
        ("cabinet", "The Cabinet of Dr. Caligari"),
        ("caligari", "The Cabinet of Dr. Caligari"),
        ("das cabinet", "The Cabinet of Dr. Caligari"),
        ("gladeator", "Gladiator"),
        ("glad", "Gladiator"),
        ("gladeat", "Gladiator"),
    ],
)
def test_a_film_is_found_by_the_beginning_of_a_word_or_misspelt(shelf: Shelf, typed: str, title: str) -> None:
    films, _ = shelf.suggest(typed, 8)
    assert title in [movie.title for movie in films]
    assert title in [movie.title for movie in shelf.find(Wanted(text=typed, order="named"), NOBODY, ()).movies]


def test_people_are_found_by_the_beginning_of_a_name(shelf: Shelf, serving: Serving) -> None:
    assert shelf.suggest("hitchc", 8)[1][0] == "Alfred Hitchcock"
    count = sum("Alfred Hitchcock" in (*movie.directors, *movie.cast) for movie in serving.catalogue)
    assert shelf.films_of("Alfred Hitchcock") == count > 0
    assert shelf.films_of("Nobody At All") == 0
    assert shelf.suggest("", 8) == ([], [])


def test_a_shelf_is_kept_while_its_build_serves(serving: Serving) -> None:
    shelf_of = PerBuild(Shelf)
    assert shelf_of(serving) is shelf_of(serving)
