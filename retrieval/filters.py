"""Hard conditions on movies: evaluated for one movie in words, for all of a catalogue at once in arrays."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows
from data.movies import Catalogue, Movie
from retrieval.index import Credit, Filters
from retrieval.origins import origins

Mask: TypeAlias = NDArray[np.bool_]


def allows(filters: Filters, movie: Movie) -> bool:
    """Whether a movie fulfils every condition; a fact that is missing fulfils none that asks for it."""
    people = {*movie.directors, *movie.cast}
    wanted = credited(movie, filters.part)
    return (
        set(filters.genres) <= set(movie.genres)
        and (not filters.any_genres or bool(set(filters.any_genres) & set(movie.genres)))
        and not set(filters.not_genres) & set(movie.genres)
        and _within(movie.year, filters.min_year, filters.max_year)
        and (not filters.not_years or (movie.year is not None and not _in_a_span(movie.year, filters.not_years)))
        and _within(movie.runtime_minutes, filters.min_runtime, filters.max_runtime)
        and (_one_of(filters.people, wanted) if filters.any_people else set(filters.people) <= wanted)
        and not set(filters.not_people) & people
        and filters.language in (None, movie.language)
        and (not filters.not_languages or movie.language not in (None, *filters.not_languages))
        and (not filters.countries or bool(set(filters.countries) & set(origins(movie))))
        and (not filters.not_countries or _is_known_and_none(origins(movie), filters.not_countries))
        and movie.movie_id not in filters.not_movies
    )


def credited(movie: Movie, part: Credit) -> set[str]:
    """Those of a movie's people who did a certain part."""
    directed, played = {*movie.directors}, {*movie.cast}
    if part.startswith("only_"):
        return directed - played if part == "only_directed" else played - directed
    return directed if part == "directed" else played if part == "played" else directed | played


class FilterTable:
    """The facts of a catalogue that filters ask for, in arrays over its rows."""

    def __init__(self, catalogue: Catalogue) -> None:
        movies = catalogue.movies
        self._ids = catalogue.ids
        self._years = _numbers(movie.year for movie in movies)  # (n,) NaN where unknown
        self._runtimes = _numbers(movie.runtime_minutes for movie in movies)
        self._genres = _rows_of(movie.genres for movie in movies)
        self._people = _rows_of({*movie.directors, *movie.cast} for movie in movies)
        self._parts = {part: _rows_of(credited(movie, part) for movie in movies) for part in get_args(Credit)}
        self._languages = _rows_of([movie.language] if movie.language else [] for movie in movies)
        self._countries = _rows_of(origins(movie) for movie in movies)

    def mask(self, filters: Filters) -> Mask:
        """(n,) which rows of the catalogue fulfil every condition, as `allows` says for each movie."""
        fulfilled = np.ones(len(self._ids), np.bool_)
        for _, mask in self._conditions(filters):
            fulfilled &= mask
        return fulfilled

    def removed_by(self, filters: Filters) -> dict[str, int]:
        """For each single wish, such as "genres=Comedy" or "max_year=1999": how many movies it alone keeps out.

        That many more would be allowed without it, all other wishes kept.
        """
        conditions = list(self._conditions(filters))
        broken = np.zeros(len(self._ids), np.int64)  # conditions that each movie breaks
        for _, mask in conditions:
            broken += ~mask
        return {wish: int(((broken == 1) & ~mask).sum()) for wish, mask in conditions}

    def _conditions(self, filters: Filters) -> Iterator[tuple[str, Mask]]:
        """Each single wish and the rows (n,) that fulfil it."""
        for genre in dict.fromkeys(filters.genres):  # a wish told twice is one
            yield f"genres={genre}", self._having(self._genres, [genre])
        if filters.any_genres:
            yield f"any_genres={','.join(filters.any_genres)}", self._having(self._genres, filters.any_genres)
        for genre in dict.fromkeys(filters.not_genres):
            yield f"not_genres={genre}", ~self._having(self._genres, [genre])
        if filters.min_year is not None:
            yield f"min_year={filters.min_year}", self._years >= filters.min_year
        if filters.max_year is not None:
            yield f"max_year={filters.max_year}", self._years <= filters.max_year
        for first, last in filters.not_years:
            yield f"not_years={first}-{last}", (self._years < first) | (self._years > last)
        if filters.min_runtime is not None:
            yield f"min_runtime={filters.min_runtime}", self._runtimes >= filters.min_runtime
        if filters.max_runtime is not None:
            yield f"max_runtime={filters.max_runtime}", self._runtimes <= filters.max_runtime
        parts = self._parts[filters.part]
        if filters.people and filters.any_people:
            yield f"people={','.join(filters.people)}", self._having(parts, filters.people)
        else:
            for person in dict.fromkeys(filters.people):
                yield f"people={person}", self._having(parts, [person])
        for person in dict.fromkeys(filters.not_people):
            yield f"not_people={person}", ~self._having(self._people, [person])
        if filters.language is not None:
            yield f"language={filters.language}", self._having(self._languages, [filters.language])
        if filters.not_languages:
            known = self._having(self._languages, self._languages)
            yield (
                f"not_languages={','.join(filters.not_languages)}",
                known & ~self._having(self._languages, filters.not_languages),
            )
        if filters.countries:
            yield f"countries={','.join(filters.countries)}", self._having(self._countries, filters.countries)
        if filters.not_countries:
            known = self._having(self._countries, self._countries)
            yield (
                f"not_countries={','.join(filters.not_countries)}",
                known & ~self._having(self._countries, filters.not_countries),
            )
        if filters.not_movies:
            rows = self._ids.find(filters.not_movies)
            mask = np.ones(len(self._ids), np.bool_)
            mask[rows[rows >= 0]] = False
            yield "not_movies", mask

    def _having(self, rows_of: dict[str, Rows], names: Iterable[str]) -> Mask:
        mask = np.zeros(len(self._ids), np.bool_)
        for name in names:
            mask[rows_of.get(name, [])] = True
        return mask


def _one_of(wanted: tuple[str, ...], people: set[str]) -> bool:
    return not wanted or bool(set(wanted) & people)


def _is_known_and_none(countries: tuple[str, ...], refused: tuple[str, ...]) -> bool:
    return bool(countries) and not set(refused) & set(countries)


def _in_a_span(year: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= year <= last for first, last in spans)


def _within(value: int | None, low: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value <= high)


def _numbers(values: Iterable[int | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _rows_of(names_of: Iterable[Iterable[str]]) -> dict[str, Rows]:
    """For each name the rows of the movies that have it."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, names in enumerate(names_of):
        for name in names:
            rows[name].append(row)
    return {name: np.array(having, np.int64) for name, having in rows.items()}
