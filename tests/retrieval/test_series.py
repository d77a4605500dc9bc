import pytest

from data.movies import Catalogue, Movie
from retrieval.names import words_of
from retrieval.series import Series, all_series

FILMS = (
    Movie(1, "The Ring Saga: First Light", 2001),
    Movie(2, "The Ring Saga: Second Light", 2003),
    Movie(3, "Grumble", 1990, cast=("Ann Lee", "Bo Ray")),
    Movie(4, "Grumble Returns", 1994, cast=("Ann Lee",)),
    Movie(5, "Grumble Strip", 1999, cast=("Cy Fox",)),
    Movie(6, "Grumble III", 1996),
    Movie(7, "Kit Carver and the Cave", 2000),
    Movie(8, "Kit Carver and the Sea", 2004),
    Movie(9, "Kit Carver and the Sky", 2002),
    Movie(10, "Young Man", 1980, overview="A young man."),
    Movie(11, "Young Woman", 1981),
)


@pytest.fixture(scope="module")
def series() -> dict[str, Series]:
    catalogue = Catalogue(FILMS)
    return {one.name: one for one in all_series(catalogue, words_of(catalogue).usual, {3: 9.0})}


@pytest.mark.parametrize(
    ("name", "movie_ids"),
    [("Ring Saga", [1, 2]), ("Grumble", [3, 4, 6]), ("Kit Carver", [7, 9, 8])],
)
def test_a_series_is_in_order_of_year(series: dict[str, Series], name: str, movie_ids: list[int]) -> None:
    assert [movie.movie_id for movie in series[name].movies] == movie_ids


def test_nothing_else_is_a_series(series: dict[str, Series]) -> None:
    assert set(series) == {"Ring Saga", "Grumble", "Kit Carver"}


def test_places_count_the_films_that_are_known_well_enough(series: dict[str, Series]) -> None:
    names = [(name, movie.movie_id) for name, movie in series["Kit Carver"].numbered({7: 50.0, 9: 2.0, 8: 40.0})]
    assert names == [("the first Kit Carver", 7), ("the second Kit Carver", 8), ("Kit Carver 2", 8)]


def test_the_plural_of_a_title_goes_on_from_it() -> None:
    catalogue = Catalogue([Movie(1, "Blorp", 1979, cast=("Ann Lee",)), Movie(2, "Blorps", 1986, cast=("Ann Lee",))])
    found = all_series(catalogue, words_of(catalogue).usual, {1: 9.0, 2: 8.0})
    assert [[movie.movie_id for movie in one.movies] for one in found] == [[1, 2]]
