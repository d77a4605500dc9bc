"""A row of what another service exports, read as what one person says of one movie.

Tables are CSV with commas, semicolons or tabs, in UTF-8 with or without a byte order mark, UTF-16 or latin-1; lists are
JSON. The columns tell the service, whatever the file is called; only a Letterboxd watchlist has to be called so, as it
has the columns of what was watched.
"""

import csv
import dataclasses
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.movies import MovieId
from data.ratings import MAX_STARS, MIN_STARS
from data.titles import ParsedTitle, parse_title

NO_FILM = re.compile(r"seri|séri|show|season|episod|épisod|folge|podcast|game|videospiel|jeu|juego", re.IGNORECASE)
YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
IMDB_ID = re.compile(r"(?:tt)?0*(\d{1,9})")
EXPECTED = "expected the ratings that Letterboxd, IMDb, Trakt or MovieLens export, as CSV, JSON or ZIP"

Row: TypeAlias = Mapping[str, str]  # the columns' names in lower case, and what stands in them
Shelf: TypeAlias = Literal["seen", "watchlist"]


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What another service knows of a person and a movie, which is named by an id, its title or both.

    Attributes:
        title: in natural order, without the year; "" where there is none.
        stars: 0.5 to 5.0; None where the movie was only seen or is only wanted.
        rated_at: in UTC; None where the file does not say.
        imdb_id: with its letters ("tt0133093").
        movie_id: MovieLens' id.
        shelf: of a movie without stars, the list that it goes on.
    """

    title: str
    year: int | None
    stars: float | None
    rated_at: datetime | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    movie_id: MovieId | None = None
    shelf: Shelf | None = None

    def outweighs(self, other: "Given") -> bool:
        """Of two of one movie, this one counts: a rating before being seen before being wanted, then the later."""
        own, its = ((one.stars is not None, one.shelf == "seen") for one in (self, other))
        if own != its:
            return own > its
        return self.rated_at is None or other.rated_at is None or self.rated_at >= other.rated_at


@dataclasses.dataclass(frozen=True, slots=True)
class Format:
    """Which columns (lower case) mean what in the files of a service.

    `steps` is how many steps make a star, `shelf` the list for what has no rating; None leaves it out.
    """

    needs: frozenset[str]
    stars: str
    steps: int = 1
    title: str = "title"
    rated_at: str = ""
    imdb_id: str = ""
    tmdb_id: str = ""
    movie_id: str = ""
    kind: str = ""
    shelf: Shelf | None = None


WHEN: tuple[tuple[str, Shelf | None], ...] = (  # what Trakt calls the time of a row, and the list that says
    ("rated_at", None),
    ("watched_at", "seen"),
    ("last_watched_at", "seen"),
    ("listed_at", "watchlist"),
)
FORMATS = (
    Format(
        frozenset({"const", "position"}), "your rating", 2,
        rated_at="date rated", imdb_id="const", kind="title type", shelf="watchlist",
    ),
    Format(
        frozenset({"const", "your rating"}), "your rating", 2, rated_at="date rated", imdb_id="const", kind="title type"
    ),
    Format(frozenset({"userid", "movieid", "rating"}), "rating", rated_at="timestamp", movie_id="movieid"),
    Format(
        frozenset({"movie_id", "imdb_id", "tmdb_id"}), "rating", imdb_id="imdb_id", tmdb_id="tmdb_id", shelf="watchlist"
    ),
    *(
        Format(
            frozenset({"title", when}), "rating", 2,
            rated_at=when, imdb_id="imdb_id", tmdb_id="tmdb_id", kind="type", shelf=shelf,
        )
        for when, shelf in WHEN
    ),
    Format(frozenset({"name", "year"}), "rating", title="name", rated_at="date", shelf="seen"),
    Format(
        frozenset({"title", "rating", "imdbid"}), "rating",
        rated_at="watcheddate", imdb_id="imdbid", tmdb_id="tmdbid", shelf="seen",
    ),
)  # fmt: skip
OURS = Format(frozenset(), "stars", rated_at="ratedat", imdb_id="imdbid", tmdb_id="tmdbid")
TRAKT = tuple(
    Format(frozenset({when}), "rating", 2, rated_at=when, imdb_id="imdb", tmdb_id="tmdb", kind="type", shelf=shelf)
    for when, shelf in WHEN
)


class NoFilm(ValueError):
    """A row is of a series, an episode or a game."""


def decoded(content: bytes) -> str:
    """The text of a file, without its byte order mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def rows_of(path: Path, text: str, report: ReadReport) -> Iterator[tuple[int | None, Row, Format]]:
    """The rows of a file with their line, None in JSON, and format.

    Raises:
        BadInput: it is of no known service, or holds ratings of several people.
    """
    text = text.lstrip()
    return _json_rows(path, text) if text.startswith(("[", "{")) else _csv_rows(path, text, report)


def given_of(row: Row, form: Format) -> Given:
    """What a row says; ValueError says why it is left out."""
    if NO_FILM.search(row.get(form.kind, "")):
        raise NoFilm(f"{row.get(form.title, '')!r} is no film but {row[form.kind]!r}")
    title, year = " ".join(row.get(form.title, "").split()), YEAR.search(row.get("year", ""))
    parsed = ParsedTitle(title, int(year[0]) if year else None, ()) if "year" in row else parse_title(title)
    imdb, tmdb = IMDB_ID.fullmatch(row.get(form.imdb_id, "").strip()), _whole(row.get(form.tmdb_id, ""))
    stars = _stars(row, form)
    given = Given(
        parsed.title,
        parsed.year,
        stars,
        _time(row.get(form.rated_at, "").strip()),
        f"tt{int(imdb[1]):07d}" if imdb and int(imdb[1]) else None,
        tmdb,
        _whole(row.get(form.movie_id, "")),
        form.shelf if stars is None else None,
    )
    if not (given.title or given.imdb_id or given.tmdb_id or given.movie_id):
        raise ValueError("a row names no movie")
    return given


def _csv_rows(path: Path, text: str, report: ReadReport) -> Iterator[tuple[int, Row, Format]]:
    header = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        form = next((form for form in FORMATS if form.needs <= set(names)), None)
        if form is None:
            raise BadInput(f"{path.name} begins with {header[:100]!r}: {EXPECTED}")
        if form.title == "name" and "watchlist" in path.name.lower():
            form = dataclasses.replace(form, shelf="watchlist")
        user = names.index("userid") if "userid" in names else None
        users: set[str] = set()
        for row in rows:
            if not any(row):
                continue
            if any(row[len(names) :]):
                what = f"{','.join(row)[:80]!r} has {len(row)} fields instead of {len(names)}"
                report.add(Kind.BAD_ROW, path, rows.line_num, what)
                continue
            yield rows.line_num, {name: field for name, field in zip(names, row, strict=False) if name}, form
            users.update(row[user : user + 1] if user is not None else ())
            if len(users) > 1:
                raise BadInput(f"{path.name} holds ratings of several users: leave those of one person in it")
    except csv.Error as error:
        raise BadInput(f"{path.name} line {rows.line_num} cannot be read: {error}; {EXPECTED}") from error


def _json_rows(path: Path, text: str) -> Iterator[tuple[None, Row, Format]]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} is no JSON ({error}): {EXPECTED}") from error
    ours = isinstance(held, dict)
    entries = held.get("ratings") if ours else held
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(f"{path.name} holds no list of ratings: {EXPECTED}")
    for entry in entries:
        kind = next((kind for kind in ("movie", "episode", "season", "show") if isinstance(entry.get(kind), dict)), "")
        held_by = entry[kind] if kind else {}
        ids = held_by.get("ids")
        facts: dict[str, Any] = {"type": kind, **entry, **held_by, **(ids if isinstance(ids, dict) else {})}
        row = {name.lower(): str(value) for name, value in facts.items() if isinstance(value, str | int | float)}
        yield None, row, OURS if ours else next((form for form in TRAKT if form.needs <= row.keys()), TRAKT[0])


def _stars(row: Row, form: Format) -> float | None:
    written, title = row.get(form.stars, "").strip(), row.get(form.title, "")
    if not written and form.shelf:
        return None
    try:
        stars = float(written.replace(",", ".")) / form.steps
    except ValueError:
        raise ValueError(f"{title!r} has the rating {written!r}") from None
    if not MIN_STARS <= stars <= MAX_STARS:
        raise ValueError(f"{title!r} has the rating {written!r}, which is off the scale")
    return stars


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\s*[1-9]\d{0,17}\s*", text) else None


def _time(text: str) -> datetime | None:
    """A date, a time with its zone or else in UTC, or seconds since 1970; None for anything else."""
    try:
        if re.fullmatch(r"\d{5,11}(?:\.\d+)?", text):
            return datetime.fromtimestamp(math.floor(float(text)), UTC)
        read = datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
