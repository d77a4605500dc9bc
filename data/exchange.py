"""A person's ratings as other services hand them out: Letterboxd, IMDb, Trakt, MovieLens in; Letterboxd and JSON out.

Read are CSV (commas, semicolons or tabs; UTF-8 with or without a byte order mark, UTF-16, latin-1), JSON, and a ZIP
that holds one of them under the name its service gives it. The columns tell the service, whatever the file is called:

    Letterboxd   Name, Year, Rating (0.5 to 5), Date; or as it imports them: Title, Year, Rating, WatchedDate, imdbID
    IMDb         Const, Your Rating (1 to 10), Date Rated, Title, Year, Title Type
    Trakt        JSON: movies with rating (1 to 10), rated_at, ids; CSV: rating, rated_at, title, year, imdb_id
    MovieLens    userId, movieId, rating, timestamp; or, from its site, movie_id, imdb_id, tmdb_id, rating, title
    Usher        the JSON written here

Two stars of ten are one of five. Series, episodes and games are left out, so are rows without a rating. Of several
ratings of one movie the latest counts.
"""

import csv
import dataclasses
import io
import json
import logging
import math
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from data.assemble import comparable
from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.movies import Catalogue, MovieId
from data.ratings import MAX_STARS, MIN_STARS
from data.titles import ParsedTitle, parse_title

logger = logging.getLogger(__name__)

MAX_BYTES = 20_000_000  # a hundred thousand ratings
IN_ZIP = ("ratings.csv", "ratings-movies.json", "ratings_movies.json", "movielens-ratings.csv")
NO_FILM = re.compile(r"seri|séri|show|season|episod|épisod|folge|podcast|game|videospiel|jeu|juego", re.IGNORECASE)
YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
IMDB_ID = re.compile(r"(?:tt)?0*(\d{1,9})")
EXPECTED = "expected the ratings that Letterboxd, IMDb, Trakt or MovieLens export, as CSV, JSON or ZIP"

Row: TypeAlias = Mapping[str, str]  # the columns' names in lower case, and what stands in them


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """A rating as another service gave it; the movie is named by an id, its title or both.

    Attributes:
        title: in natural order, without the year; "" where there is none.
        stars: 0.5 to 5.0.
        rated_at: in UTC; None where the file does not say.
        imdb_id: with its letters ("tt0133093").
        movie_id: MovieLens' id.
    """

    title: str
    year: int | None
    stars: float
    rated_at: datetime | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    movie_id: MovieId | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Format:
    """Which columns (lower case) mean what in the files of a service; `steps` is how many steps make a star."""

    needs: frozenset[str]
    stars: str
    steps: int = 1
    title: str = "title"
    rated_at: str = ""
    imdb_id: str = ""
    tmdb_id: str = ""
    movie_id: str = ""
    kind: str = ""


FORMATS = (
    _Format(
        frozenset({"const", "your rating"}), "your rating", 2, rated_at="date rated", imdb_id="const", kind="title type"
    ),
    _Format(frozenset({"userid", "movieid", "rating"}), "rating", rated_at="timestamp", movie_id="movieid"),
    _Format(frozenset({"movie_id", "imdb_id", "tmdb_id", "rating"}), "rating", imdb_id="imdb_id", tmdb_id="tmdb_id"),
    _Format(
        frozenset({"title", "rating", "rated_at"}), "rating", 2,
        rated_at="rated_at", imdb_id="imdb_id", tmdb_id="tmdb_id", kind="type",
    ),
    _Format(frozenset({"name", "year", "rating"}), "rating", title="name", rated_at="date"),
    _Format(
        frozenset({"title", "rating", "imdbid"}), "rating", rated_at="watcheddate", imdb_id="imdbid", tmdb_id="tmdbid"
    ),
)  # fmt: skip
OURS = _Format(frozenset(), "stars", rated_at="ratedat", imdb_id="imdbid", tmdb_id="tmdbid")
TRAKT = _Format(frozenset(), "rating", 2, rated_at="rated_at", imdb_id="imdb", tmdb_id="tmdb", kind="type")


def read_given(path: Path, report: ReadReport) -> list[Given]:
    """Read a person's ratings, in the order of the file.

    Args:
        path: what a service exported.
        report: is told which rows were left out and why.

    Raises:
        BadInput: the file cannot be read, is too large or of no known service, or holds ratings of several people or
            of none.
    """
    text = _text(_content(path)).lstrip()
    rows = _json_rows(path, text) if text.startswith(("[", "{")) else _csv_rows(path, text, report)
    latest: dict[object, Given] = {}
    for line, row, form in rows:
        try:
            given = _given(row, form)
        except ValueError as error:
            report.add(Kind.BAD_ROW, path, line, str(error))
            continue
        key = given.movie_id or given.imdb_id or given.tmdb_id or (comparable(given.title, article=True), given.year)
        if (other := latest.get(key)) is not None:
            report.add(Kind.REPEATED_RATING, path, line, f"{given.title or key!r} was rated before")
            if other.rated_at and given.rated_at and given.rated_at < other.rated_at:
                continue
        latest[key] = given
    if not latest:
        raise BadInput(f"{path.name} holds no rating of a movie: {EXPECTED}")
    logger.info("read %d ratings of one person", len(latest))
    return list(latest.values())


def letterboxd_csv(ratings: Iterable[tuple[MovieId, float, datetime]], catalogue: Catalogue) -> str:
    """Ratings (movie, stars and when) as Letterboxd imports them; movies that the catalogue lacks are left out."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("Title", "Year", "Rating", "WatchedDate", "imdbID", "tmdbID"))
    for movie_id, stars, rated_at in ratings:
        if movie_id in catalogue:
            movie = catalogue[movie_id]
            date = rated_at.astimezone(UTC).date().isoformat()
            rows.writerow((movie.title, movie.year, f"{stars:g}", date, movie.imdb_id, movie.tmdb_id))
    return text.getvalue()


def ratings_json(ratings: Iterable[tuple[MovieId, float, datetime]], catalogue: Catalogue) -> str:
    """Ratings (movie, stars and when) with all that names the movie; of one that the catalogue lacks only its id."""
    entries = []
    for movie_id, stars, rated_at in ratings:
        entry: dict[str, object] = {"movieId": movie_id, "stars": stars}
        entry["ratedAt"] = rated_at.astimezone(UTC).isoformat(timespec="seconds")
        if movie_id in catalogue:
            movie = catalogue[movie_id]
            entry |= {"title": movie.title, "year": movie.year, "imdbId": movie.imdb_id, "tmdbId": movie.tmdb_id}
        entries.append(entry)
    return json.dumps({"ratings": entries}, ensure_ascii=False, indent=1) + "\n"


def _content(path: Path) -> bytes:
    """The bytes of the file, or of the ratings in a ZIP; nothing is unpacked to disk."""
    try:
        with path.open("rb") as file:
            content = _limited(file.read(MAX_BYTES + 1), path)
        if not zipfile.is_zipfile(io.BytesIO(content)):
            return content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [name for name in archive.namelist() if PurePosixPath(name).name.lower() in IN_ZIP]
            if not inside:
                raise BadInput(f"{path.name} holds none of {', '.join(IN_ZIP)}: {EXPECTED}")
            with archive.open(min(inside, key=lambda name: (name.count("/"), name))) as file:  # deleted/ lies deeper
                return _limited(file.read(MAX_BYTES + 1), path)
    except OSError as error:
        raise BadInput(f"cannot read {path.name}: {error.strerror or error}; {EXPECTED}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise BadInput(f"cannot unpack {path.name}: {error}; unpack it and give the file inside") from error


def _limited(content: bytes, path: Path) -> bytes:
    if len(content) > MAX_BYTES:
        raise BadInput(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB: {EXPECTED}")
    return content


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _csv_rows(path: Path, text: str, report: ReadReport) -> Iterator[tuple[int, Row, _Format]]:
    header = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        form = next((form for form in FORMATS if form.needs <= set(names)), None)
        if form is None:
            raise BadInput(f"{path.name} begins with {header[:100]!r}: {EXPECTED}")
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


def _json_rows(path: Path, text: str) -> Iterator[tuple[None, Row, _Format]]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} is no JSON ({error}): {EXPECTED}") from error
    ours = isinstance(held, dict)
    entries = held.get("ratings") if ours else held
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(f"{path.name} holds no list of ratings: {EXPECTED}")
    for entry in entries:
        movie = entry.get("movie")
        ids = movie.get("ids") if isinstance(movie, dict) else None
        facts: dict[str, Any] = {**entry, **(movie if isinstance(movie, dict) else {})}
        facts |= ids if isinstance(ids, dict) else {}
        row = {name.lower(): str(value) for name, value in facts.items() if isinstance(value, str | int | float)}
        yield None, row, OURS if ours else TRAKT


def _given(row: Row, form: _Format) -> Given:
    """What a row says; ValueError says why it is left out."""
    if NO_FILM.search(row.get(form.kind, "")):
        raise ValueError(f"{row.get(form.title, '')!r} is no film but {row[form.kind]!r}")
    written = row.get(form.stars, "").strip()
    try:
        stars = float(written.replace(",", ".")) / form.steps
    except ValueError:
        raise ValueError(f"{row.get(form.title, '')!r} has the rating {written!r}") from None
    if not MIN_STARS <= stars <= MAX_STARS:
        raise ValueError(f"{row.get(form.title, '')!r} has the rating {written!r}, which is off the scale")
    title, year = " ".join(row.get(form.title, "").split()), YEAR.search(row.get("year", ""))
    parsed = ParsedTitle(title, int(year[0]) if year else None, ()) if "year" in row else parse_title(title)
    imdb, tmdb = IMDB_ID.fullmatch(row.get(form.imdb_id, "").strip()), _whole(row.get(form.tmdb_id, ""))
    given = Given(
        parsed.title,
        parsed.year,
        stars,
        _time(row.get(form.rated_at, "").strip()),
        f"tt{int(imdb[1]):07d}" if imdb and int(imdb[1]) else None,
        tmdb,
        _whole(row.get(form.movie_id, "")),
    )
    if not (given.title or given.imdb_id or given.tmdb_id or given.movie_id):
        raise ValueError("a rating names no movie")
    return given


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
