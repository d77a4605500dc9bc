import dataclasses
from typing import get_args

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.movies import Catalogue, Movie
from retrieval.filters import FilterTable, allows
from retrieval.index import Credit, Filters

GENRES = ("Comedy", "Drama", "War")
PEOPLE = ("Ann Lee", "Bo Ray", "Cy Poe")
COUNTRIES = ("DE", "FR", "US")
YEARS = st.none() | st.integers(1990, 1995)
MINUTES = st.none() | st.integers(80, 85)


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)


MOVIES = st.builds(
    Movie,
    movie_id=st.integers(1, 12),
    title=st.just("Film"),
    year=YEARS,
    genres=some(GENRES),
    runtime_minutes=MINUTES,
    language=st.sampled_from((None, "en", "fr")),
    countries=some(COUNTRIES),
    directors=some(PEOPLE),
    cast=some(PEOPLE),
)
CATALOGUES = st.lists(MOVIES, max_size=9, unique_by=lambda movie: movie.movie_id).map(Catalogue)
# A wish may be told twice, name what no movie has, or contradict another.
FILTERS = st.builds(
    Filters,
    genres=st.lists(st.sampled_from((*GENRES, "Western")), max_size=2).map(tuple),
    any_genres=some((*GENRES, "Western")),
    not_genres=st.lists(st.sampled_from((*GENRES, "Western")), max_size=2).map(tuple),
    min_year=YEARS,
    max_year=YEARS,
    min_runtime=MINUTES,
    max_runtime=MINUTES,
    people=st.lists(st.sampled_from((*PEOPLE, "Nobody")), max_size=2).map(tuple),
    any_people=st.booleans(),
    part=st.sampled_from(get_args(Credit)),
    not_people=st.lists(st.sampled_from((*PEOPLE, "Nobody")), max_size=2).map(tuple),
    language=st.sampled_from((None, "en", "fr", "ja")),
    not_languages=some(("en", "fr", "ja")),
    countries=some((*COUNTRIES, "JP")),
    not_countries=some((*COUNTRIES, "JP")),
    not_movies=st.lists(st.integers(0, 14), max_size=3).map(tuple),
)
SPARSE = st.builds(  # two or three wishes, so that many movies are left
    lambda filters, kept: Filters(**{name: getattr(filters, name) for name in kept}),
    FILTERS,
    st.lists(st.sampled_from(sorted(Filters.model_fields)), max_size=3, unique=True),
)

HEAT = Movie(
    6,
    "Heat",
    year=1995,
    genres=("Action", "Crime"),
    runtime_minutes=170,
    language="en",
    countries=("US",),
    directors=("Michael Mann",),
    cast=("Al Pacino", "Robert De Niro"),
)
UNKNOWN = Movie(7, "Nothing is known of it")


def wishes(filters: Filters) -> dict[str, Filters]:
    """Each single wish by the name that `removed_by` gives it, and the filters without it."""
    found: dict[str, Filters] = {}
    if filters.people and filters.any_people:
        found[f"people={','.join(filters.people)}"] = filters.model_copy(update={"people": ()})
    for field in ("genres", "not_genres", "people", "not_people"):
        told = () if field == "people" and filters.any_people else getattr(filters, field)
        for name in told:
            rest = tuple(other for other in told if other != name)
            found[f"{field}={name}"] = filters.model_copy(update={field: rest})
    for field in ("min_year", "max_year", "min_runtime", "max_runtime", "language"):
        if getattr(filters, field) is not None:
            found[f"{field}={getattr(filters, field)}"] = filters.model_copy(update={field: None})
    for field in ("any_genres", "not_languages", "countries", "not_countries"):
        if getattr(filters, field):
            found[f"{field}={','.join(getattr(filters, field))}"] = filters.model_copy(update={field: ()})
    if filters.not_movies:
        found["not_movies"] = filters.model_copy(update={"not_movies": ()})
    return found


@settings(max_examples=300, deadline=None)
@given(CATALOGUES, FILTERS | SPARSE)
def test_the_mask_is_what_allows_says_of_each_movie(catalogue: Catalogue, filters: Filters) -> None:
    mask = FilterTable(catalogue).mask(filters)
    assert mask.shape == (len(catalogue),)
    assert mask.dtype == np.bool_
    assert mask.tolist() == [allows(filters, movie) for movie in catalogue]


@settings(max_examples=300, deadline=None)
@given(CATALOGUES, FILTERS | SPARSE)
def test_removed_by_counts_what_dropping_each_wish_would_bring_back(catalogue: Catalogue, filters: Filters) -> None:
    def allowed(some_filters: Filters) -> int:
        return sum(allows(some_filters, movie) for movie in catalogue)

    expected = {wish: allowed(without) - allowed(filters) for wish, without in wishes(filters).items()}
    assert FilterTable(catalogue).removed_by(filters) == expected


@settings(max_examples=100, deadline=None)
@given(CATALOGUES, SPARSE, SPARSE)
def test_two_sets_of_wishes_together_allow_what_both_allow(
    catalogue: Catalogue, filters: Filters, others: Filters
) -> None:
    table = FilterTable(catalogue)
    both = np.array([allows(filters, movie) and allows(others, movie) for movie in catalogue], np.bool_)
    np.testing.assert_array_equal(table.mask(filters) & table.mask(others), both)


def test_no_wishes_allow_everything() -> None:
    table = FilterTable(Catalogue([HEAT, UNKNOWN]))
    assert table.mask(Filters()).tolist() == [True, True]
    assert table.removed_by(Filters()) == {}


def test_each_wish_by_hand() -> None:
    kept = (
        Filters(genres=("Action", "Crime")),
        Filters(any_genres=("Comedy", "Crime")),
        Filters(min_year=1995, max_year=1995),
        Filters(min_runtime=170, max_runtime=170),
        Filters(people=("Michael Mann", "Al Pacino")),
        Filters(people=("Tom Hanks", "Al Pacino"), any_people=True),
        Filters(people=("Michael Mann",), part="directed"),
        Filters(people=("Al Pacino", "Robert De Niro"), part="played"),
        Filters(language="en"),
        Filters(countries=("FR", "US")),
    )
    out = (
        Filters(genres=("Action", "Comedy")),
        Filters(any_genres=("Comedy", "War")),
        Filters(not_genres=("Comedy", "Crime")),
        Filters(min_year=1996),
        Filters(max_year=1994),
        Filters(min_runtime=171),
        Filters(max_runtime=169),
        Filters(people=("Michael Mann", "Tom Hanks")),
        Filters(people=("Michael Mann",), part="played"),
        Filters(people=("Michael Mann",), part="only_played"),
        Filters(people=("Al Pacino",), part="directed"),
        Filters(not_people=("Robert De Niro",)),
        Filters(not_people=("Michael Mann",)),
        Filters(language="fr"),
        Filters(countries=("FR",)),
        Filters(not_movies=(6,)),
    )
    table = FilterTable(Catalogue([HEAT]))
    for filters in kept:
        assert allows(filters, HEAT), filters
        assert table.mask(filters).all(), filters
    for filters in out:
        assert not allows(filters, HEAT), filters
        assert not table.mask(filters).any(), filters


def test_a_movie_of_which_nothing_is_known_breaks_every_wish_for_a_fact_and_no_wish_against_one() -> None:
    table = FilterTable(Catalogue([UNKNOWN]))
    for field in dataclasses.fields(Movie):
        assert getattr(UNKNOWN, field.name) in (None, "", (), 7, "Nothing is known of it")
    for filters in (
        Filters(genres=("Drama",)),
        Filters(any_genres=("Drama",)),
        Filters(min_year=1),
        Filters(max_year=9999),
        Filters(min_runtime=0),
        Filters(max_runtime=999),
        Filters(people=("Al Pacino",)),
        Filters(language="en"),
        Filters(countries=("US",)),
    ):
        assert not table.mask(filters).any(), filters
    against = Filters(not_genres=("Drama",), not_people=("Al Pacino",), not_movies=(6,))
    assert table.mask(against).all()


def test_removed_by_tells_the_wish_that_costs_most() -> None:
    movies = [Movie(number, "Film", year=1990 + number, genres=("Comedy",)) for number in range(5)]
    table = FilterTable(Catalogue([*movies, Movie(9, "Old drama", year=1950, genres=("Drama",))]))
    assert table.removed_by(Filters(genres=("Comedy",), max_year=1990)) == {"genres=Comedy": 1, "max_year=1990": 4}


def test_a_wish_told_twice_counts_once() -> None:
    table = FilterTable(Catalogue([HEAT, UNKNOWN]))
    twice = Filters(genres=("Crime", "Crime"), not_people=("Al Pacino", "Al Pacino"))
    assert table.removed_by(twice) == {"genres=Crime": 1, "not_people=Al Pacino": 1}
