"""What other services know of a person's films: Letterboxd, IMDb, Trakt, MovieLens in; Letterboxd and JSON out.

Read are CSV, JSON (`data/exchange_rows.py`), and a ZIP that holds such files under the names its service gives them:

    Letterboxd   Name, Year, Rating (0.5 to 5), Date; watched.csv and watchlist.csv without Rating; or as it imports
                 them: Title, Year, Rating, WatchedDate, imdbID
    IMDb         Const, Your Rating (1 to 10), Date Rated, Title, Year, Title Type; a watchlist has Position, too
    Trakt        JSON: movies with rating (1 to 10), rated_at, ids, or with watched_at or listed_at instead; CSV alike
    MovieLens    userId, movieId, rating, timestamp; or, from its site, movie_id, imdb_id, tmdb_id, rating, title
    Usher        the JSON written here

Two stars of ten are one of five. What has no rating was seen or is on the watchlist. Series, episodes and games are
left out. Of what is told of one movie a rating counts most, and the latest of several.
"""

import csv
import io
import json
import logging
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from data.assemble import comparable
from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.exchange_rows import EXPECTED, Given, NoFilm, decoded, given_of, rows_of
from data.movies import Catalogue, MovieId

logger = logging.getLogger(__name__)

MAX_BYTES = 20_000_000  # a hundred thousand ratings
RATINGS_IN_ZIP = ("ratings.csv", "ratings-movies.json", "ratings_movies.json", "movielens-ratings.csv")
LISTS_IN_ZIP = (
    *("watched.csv", "watchlist.csv", "movielens-wishlist.csv", "watched-movies.json", "watched_movies.json"),
    *("watchlist-movies.json", "watchlist_movies.json", "lists-watchlist.json", "watchlist.json"),
)
OUTDATED = ("deleted", "orphaned")  # folders of a Letterboxd ZIP with what the person took back


def read_given(path: Path, report: ReadReport) -> list[Given]:
    """Read what a service knows of a person, in the order of the file.

    Args:
        path: what a service exported.
        report: is told which rows were left out and why.

    Raises:
        BadInput: the file cannot be read, is too large or of no known service, or holds ratings of several people or
            nothing of any movie.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"cannot read {path.name}: {error.strerror or error}; {EXPECTED}") from error
    return given_in(content, path.name, report)


def given_in(content: bytes, name: str, report: ReadReport) -> list[Given]:
    """The same of a file of that name that is in memory; nothing is written to disk."""
    counts: dict[object, Given] = {}
    for path, text in _texts(_limited(content, name), name):
        for line, row, form in rows_of(path, text, report):
            try:
                given = given_of(row, form)
            except ValueError as error:
                report.add(Kind.NO_FILM if isinstance(error, NoFilm) else Kind.BAD_ROW, path, line, str(error))
                continue
            key = (
                given.movie_id or given.imdb_id or given.tmdb_id or (comparable(given.title, article=True), given.year)
            )
            if (other := counts.get(key)) is not None:
                if given.stars is not None and other.stars is not None:
                    report.add(Kind.REPEATED_RATING, path, line, f"{given.title or key!r} was rated before")
                if not given.outweighs(other):
                    continue
            counts[key] = given
    if not counts:
        raise BadInput(f"{name} holds no rating of a movie: {EXPECTED}")
    logger.info("read %d ratings and entries of lists of one person", len(counts))
    return list(counts.values())


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


def _texts(content: bytes, name: str) -> Iterator[tuple[Path, str]]:
    """The text of the file, or of each of a ZIP's that counts; nothing is unpacked to disk."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield Path(name), decoded(content)
        return
    room = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inside in _inside(archive.namelist(), name):
                with archive.open(inside) as file:
                    held = _limited(file.read(room + 1), name, room)
                room -= len(held)
                yield Path(inside), decoded(held)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise BadInput(f"cannot unpack {name}: {error}; unpack it and give the file inside") from error


def _inside(names: Iterable[str], name: str) -> list[str]:
    """Of each file of a ZIP that counts, the copy that lies least deep, those with ratings first."""
    best: dict[str, str] = {}
    for inside in sorted(names, key=lambda inside: (inside.count("/"), inside)):
        path = PurePosixPath(inside.lower())
        if not set(path.parts) & {*OUTDATED}:
            best.setdefault(path.name, inside)
    found = [best[known] for known in (*RATINGS_IN_ZIP, *LISTS_IN_ZIP) if known in best]
    if not found:
        raise BadInput(f"{name} holds none of {', '.join((*RATINGS_IN_ZIP, *LISTS_IN_ZIP))}: {EXPECTED}")
    return found


def _limited(content: bytes, name: str, most: int = MAX_BYTES) -> bytes:
    if len(content) > most:
        raise BadInput(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: {EXPECTED}")
    return content
