import time
from datetime import UTC, datetime

import pytest

from data.exchange_rows import Given
from data.matching import Matcher
from data.movies import Catalogue, Movie
from data.random_movies import random_movies

MOVIES = (
    Movie(1, "Heat", 1995, imdb_id="tt0113277", tmdb_id=949),
    Movie(2, "Heat", 1986),
    Movie(3, "The Seventh Seal", 1957, alternative_titles=("Det sjunde inseglet",)),
    Movie(4, "Cinderella", 1950),
    Movie(5, "Cinderella", 2015, imdb_id="tt1661199"),
    Movie(6, "Crash", 1996),
    Movie(7, "Crash", 1996),
    Movie(8, "Amélie", 2001, alternative_titles=("Le fabuleux destin d'Amélie Poulain",)),
    Movie(9, "Ran", 1985),
    Movie(10, "Alone", 2020),
    Movie(11, "Lonely", 2020, alternative_titles=("Alone",)),
    Movie(12, "No Year"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Catalogue(MOVIES))


@pytest.mark.parametrize(
    ("given", "movie_id"),
    [
        (Given("Anything", None, 3.0, imdb_id="tt0113277"), 1),
        (Given("Anything", 1986, 3.0, tmdb_id=949), 1),
        (Given("", None, 3.0, movie_id=9), 9),
        (Given("heat", 1995, 3.0), 1),
        (Given("Heat", 1986, 3.0), 2),
        (Given("Heat", 1987, 3.0), 2),
        (Given("Seventh Seal", 1957, 3.0), 3),
        (Given("Det Sjunde Inseglet", 1957, 3.0), 3),
        (Given("AMELIE!", 2001, 3.0), 8),
        (Given("Amélie", None, 3.0), 8),
        (Given("Ran", 1984, 3.0), 9),
        (Given("Alone", 2020, 3.0), 10),  # the title itself comes before another's other name
        (Given("Cinderella", 2015, 3.0, imdb_id="tt1661199"), 5),
    ],
)
def test_a_movie_is_found_by_id_or_by_title_and_year(matcher: Matcher, given: Given, movie_id: int) -> None:
    found = matcher.match(given)
    assert isinstance(found, Movie)
    assert found.movie_id == movie_id


@pytest.mark.parametrize(
    ("given", "movie_ids"),
    [
        (Given("Cinderella", None, 3.0), {4, 5}),
        (Given("Cinderella", 1997, 3.0), {4, 5}),
        (Given("Crash", 1996, 3.0), {6, 7}),
        (Given("Ran", 1970, 3.0), {9}),
        (Given("No Year", 1990, 3.0), {12}),
    ],
)
def test_what_may_be_several_or_another_movie_is_unsure(matcher: Matcher, given: Given, movie_ids: set[int]) -> None:
    found = matcher.match(given)
    assert isinstance(found, tuple)
    assert {movie.movie_id for movie in found} == movie_ids


@pytest.mark.parametrize(
    "given",
    [
        Given("Unknown", 1995, 3.0),
        Given("", None, 3.0, movie_id=999),
        Given("", None, 3.0, tmdb_id=1),
        Given("★", 1995, 3.0),
        Given("Heat", 1995, 3.0, imdb_id="tt9999999"),  # known to be another film of that title and year
    ],
)
def test_what_the_catalogue_lacks_is_not_found(matcher: Matcher, given: Given) -> None:
    assert matcher.match(given) in ((), (MOVIES[1],))  # the other Heat may still be meant


def test_an_id_of_movielens_names_no_movie_of_a_catalogue_with_other_ids() -> None:
    other = Matcher(Catalogue(MOVIES), of_movielens=False)
    assert other.match(Given("", None, 3.0, movie_id=9)) == ()
    assert other.match(Given("Heat", 1995, 3.0, movie_id=9)) == MOVIES[0]


def test_all_ratings_are_sorted_by_what_became_of_them_and_the_latest_of_a_movie_counts(matcher: Matcher) -> None:
    def at(day: int) -> datetime:
        return datetime(2024, 1, day, tzinfo=UTC)

    old, new = Given("Heat", 1995, 1.0, at(1)), Given("Other name", None, 5.0, at(3), imdb_id="tt0113277")
    middle = Given("The Heat", 1995, 2.0, at(2))
    vague, lost = Given("Crash", 1996, 3.0), Given("Unknown", 1995, 3.0)
    matched = matcher.match_all([old, new, middle, vague, lost])
    assert matched.found == ((new, MOVIES[0]),)
    assert matched.unsure == ((vague, (MOVIES[5], MOVIES[6])),)
    assert matched.not_found == (lost,)


def test_five_thousand_ratings_are_matched_against_a_large_catalogue_in_less_than_five_seconds() -> None:
    movies = random_movies(9000, seed=1)
    started = time.process_time()
    matched = Matcher(Catalogue(movies)).match_all([Given(one.title, one.year, 3.0) for one in movies[:5000]])
    assert time.process_time() - started < 5
    assert [movie.movie_id for _, movie in matched.found] == list(range(1, 5001))
