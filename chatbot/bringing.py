"""An export of another service on its way into an account: what is shown before anything is saved, and its way back.

What was read travels through the browser as a list of small rows and is checked again on its return; the server keeps
nothing of it. Whoever changes the rows on the way changes what they might have rated by hand.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.exchange import given_in
from data.exchange_rows import Given, Shelf
from data.imports import Brought, Change, Stars, brought
from data.matching import Matcher
from data.movies import Catalogue, Movie, MovieId

MOST_CANDIDATES = 8  # movies to choose from
MOST_UNSURE = 300  # entries that are asked about
MOST_ROWS = 150_000
LEFT_OUT = {
    Kind.BAD_ROW: "rows that cannot be read, name no film or have a rating off the scale",
    Kind.NO_FILM: "series, episodes and games",
    Kind.REPEATED_RATING: "older ratings of a film that was rated twice",
}
STALE = "the list of what was read came back damaged: choose the file again"

When = Annotated[int, Field(ge=-62_135_596_800, le=253_402_300_799)]  # seconds since 1970 of the years 1 to 9999


class Row(NamedTuple):
    """What is saved of one movie: stars or the list that it goes on, and when it was rated, if that is known."""

    movie_id: MovieId
    said: Stars | Shelf
    at: When | None


class Question(NamedTuple):
    """What is saved of an entry if its movie is chosen from some."""

    said: Stars | Shelf
    at: When | None


ROWS = TypeAdapter(Annotated[list[Row], Field(max_length=MOST_ROWS)])
QUESTIONS = TypeAdapter(Annotated[list[Question], Field(max_length=MOST_UNSURE)])


@dataclasses.dataclass(frozen=True)
class Preview:
    """What a file holds, and what would become of it.

    Attributes:
        name: of the file.
        found: what is saved, each with its movie; those whose title or year differs first.
        differing: how many of them differ.
        unsure: of each the movies to choose from, nearest year first.
        unasked: how many more are unsure.
        not_found: what the catalogue lacks.
        left_out: what was left out, in words, and how many rows of each.
        examples: some of those rows.
        known: how many of the found movies the account has rated already.
    """

    name: str
    found: tuple[tuple[Given, Movie], ...]
    differing: int
    unsure: tuple[tuple[Given, tuple[Movie, ...]], ...]
    unasked: int
    not_found: tuple[Given, ...]
    left_out: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]
    known: int

    def count(self, shelf: Shelf | None) -> int:
        """How many of the found ones have stars (None) or go on a list."""
        return sum(one.shelf == shelf for one, _ in self.found)

    @property
    def by_number(self) -> bool:
        """Some that were not found have nothing but a number of MovieLens."""
        return any(one.movie_id and not (one.title or one.imdb_id or one.tmdb_id) for one in self.not_found)

    @property
    def rows(self) -> str:
        """The found ones as they travel."""
        rows = [Row(movie.movie_id, *_question(one)) for one, movie in self.found]
        return ROWS.dump_json(rows).decode()

    @property
    def questions(self) -> str:
        """The unsure ones as they travel."""
        return QUESTIONS.dump_json([_question(one) for one, _ in self.unsure]).decode()


def preview(
    content: bytes, name: str, catalogue: Catalogue, rated: Mapping[MovieId, float], *, of_movielens: bool = True
) -> Preview:
    """Read an export and find its movies.

    Args:
        content: of the file.
        name: of the file.
        catalogue: the movies.
        rated: what the account has rated already.
        of_movielens: the catalogue's ids are MovieLens' own.

    Raises:
        BadInput: the file cannot be used.
    """
    report = ReadReport()
    matched = Matcher(catalogue, of_movielens=of_movielens).match_all(given_in(content, name, report))
    found = sorted(matched.found, key=lambda pair: not _differs(*pair))
    unsure = [(one, _nearest(one, movies)) for one, movies in matched.unsure]
    return Preview(
        name,
        tuple(found),
        sum(_differs(*pair) for pair in found),
        tuple(unsure[:MOST_UNSURE]),
        len(unsure[MOST_UNSURE:]),
        matched.not_found,
        tuple((LEFT_OUT[kind], report.count(kind)) for kind in report.examples),
        tuple(str(problem) for problems in report.examples.values() for problem in problems),
        sum(movie.movie_id in rated for _, movie in found),
    )


def returned(
    rows: str, questions: str, choices: Mapping[int, str], catalogue: Catalogue, now: datetime
) -> tuple[Brought, int]:
    """What the person wants saved, and how many rows are of movies that the catalogue lacks by now.

    Args:
        rows: as `Preview` gave them.
        questions: the same.
        choices: of some questions, by place, the id of the movie chosen; "" for none of them.
        catalogue: the movies.
        now: no rating is later.

    Raises:
        BadInput: something came back damaged.
    """
    try:
        asked = QUESTIONS.validate_json(questions)
        chosen = [Row(int(movie), *asked[place]) for place, movie in choices.items() if movie]
        all_rows = [*ROWS.validate_json(rows), *chosen]
    except (ValidationError, ValueError, IndexError) as error:
        raise BadInput(STALE) from error
    counts: dict[MovieId, tuple[Given, Movie]] = {}
    for row in all_rows:
        if row.movie_id in catalogue:
            given, movie = _given(row, now), catalogue[row.movie_id]
            if row.movie_id not in counts or given.outweighs(counts[row.movie_id][0]):
                counts[row.movie_id] = (given, movie)
    return brought(list(counts.values()), now), sum(row.movie_id not in catalogue for row in all_rows)


def read_change(text: str) -> Change:
    """A change as it came back.

    Raises:
        BadInput: it came back damaged.
    """
    try:
        return Change.model_validate_json(text)
    except ValidationError as error:
        raise BadInput("the list of what was saved came back damaged: correct your ratings one by one") from error


def _question(one: Given) -> Question:
    said = one.stars if one.stars is not None else one.shelf or "seen"
    return Question(said, None if one.rated_at is None else int(one.rated_at.timestamp()))


def _given(row: Row, now: datetime) -> Given:
    at = None if row.at is None else min(now, datetime.fromtimestamp(row.at, UTC))
    if isinstance(row.said, str):
        return Given("", None, None, at, shelf=row.said)
    return Given("", None, row.said, at)


def _differs(one: Given, movie: Movie) -> bool:
    return one.title not in ("", movie.title) or one.year not in (None, movie.year)


def _nearest(one: Given, movies: Sequence[Movie]) -> tuple[Movie, ...]:
    ordered = sorted(movies, key=lambda movie: abs((movie.year or 0) - (one.year or 0)) if one.year else 0)
    return tuple(ordered[:MOST_CANDIDATES])
