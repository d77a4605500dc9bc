"""MovieLens' files, of any of its releases: `ratings`, `movies` and, if present, `links` and `tags`.

`.csv` files have a header (userId, movieId, rating, timestamp; movieId, title, genres; movieId, imdbId, tmdbId;
userId, movieId, tag, timestamp); `.dat` files have none and part their fields by `::`; those of the first release are
in `movielens_100k.py`. All are UTF-8, or latin-1 where they are not valid UTF-8; a byte order mark is passed over.

What becomes of input that is not as it should be:

- A row with too few or too many fields, something else than a number where one belongs, or stars out of 0.5 to 5.0, is
  left out and reported with file and line.
- Of several ratings of one movie by one user the latest counts, the last in the file where times are equal; the others
  are reported.
- Ratings, links and tags of a movie that `movies` lacks are left out and reported. An id that comes twice in `movies`
  keeps its first row.
- A movie without a year is kept with the year None, and counted.
- A folder or file that is missing or empty, lacks a column or has no good row ends in `BadInput`.
"""

import dataclasses
import functools
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.checks import EXAMPLES, Kind, ReadReport
from data.errors import BadInput
from data.ids import Ids
from data.movielens_100k import FILES, is_100k, open_100k, title_and_genres
from data.movies import Movie
from data.ratings import MAX_STARS, MIN_STARS, RATING_COLUMNS
from data.tables import Number, open_table, read_numbers, read_rows
from data.titles import parse_title

logger = logging.getLogger(__name__)

MAX_TAGS = 20
NO_GENRES = "(no genres listed)"
OLD_GENRES = {"Children's": "Children"}  # as the releases before 2003 call it

USER = Number("user id")
MOVIE = Number("movie id")
STARS = Number("stars", np.float32, MIN_STARS, MAX_STARS)
TIME = Number("timestamp")


@dataclasses.dataclass(frozen=True, slots=True)
class MovieLens:
    """The movies in the order of the file, and a table of ratings (`RATING_COLUMNS`) in the order of its file."""

    movies: tuple[Movie, ...]
    ratings: pd.DataFrame


def read_movielens(folder: Path, report: ReadReport) -> MovieLens:
    """Read a release of MovieLens, or files in its layout.

    Raises:
        BadInput: `folder` does not hold `ratings` and `movies` with their columns and at least one good row.
    """
    started = time.perf_counter()
    ratings_path, movies = _needed(folder, "ratings"), read_movies(folder, report)
    known = Ids(movies)
    if tags := _found(folder, "tags"):
        for movie_id, its_tags in _read_tags(tags, known, report).items():
            movies[movie_id] = dataclasses.replace(movies[movie_id], tags=its_tags)
    ratings, lines = _read_ratings(ratings_path, report, timestamps="required")
    unknown = known.find(ratings.movie_id.to_numpy()) < 0
    if unknown.any():
        ids = ratings.movie_id.to_numpy()[unknown]
        _report_rows(
            report, Kind.UNKNOWN_MOVIE, ratings_path, lines[unknown], [f"movie id {id_}" for id_ in ids[:EXAMPLES]]
        )
        ratings = ratings[~unknown].reset_index(drop=True)
        if ratings.empty:
            raise BadInput(f"no rating of {ratings_path} is of a movie of {folder}: are both of one release?")
    logger.info(
        "read %d ratings and %d movies of %s in %.1f s",
        len(ratings),
        len(movies),
        folder,
        time.perf_counter() - started,
    )
    return MovieLens(tuple(movies.values()), ratings)


def read_movies(folder: Path, report: ReadReport) -> dict[int, Movie]:
    """The movies of a folder by id, in the order of their file, with their links and without their tags.

    Raises:
        BadInput: `folder` does not hold `movies` with its columns and at least one good row.
    """
    movies = _read_movies(_needed(folder, "movies"), report)
    if links := _found(folder, "links"):
        _add_links(movies, links, report)
    return movies


def read_ratings(path: Path, report: ReadReport) -> pd.DataFrame:
    """One file of ratings (`RATING_COLUMNS`), whatever movies they are of; `rated_at` is 0 where it has no timestamps.

    Raises:
        BadInput: the file is missing or empty, lacks a column or has no good row.
    """
    return _read_ratings(path, report, timestamps="optional")[0]


def read_pairs(path: Path) -> pd.DataFrame:
    """The columns `user_id` and `movie_id` of a CSV file with userId and movieId, row for row in its order.

    Raises:
        BadInput: the file is missing or empty or lacks a column, or a row of it is bad.
    """
    table = open_table(path, ("userId", "movieId"), what="pairs")
    columns = read_numbers(table, {"userId": USER, "movieId": MOVIE}, functools.partial(_refuse, path))
    return pd.DataFrame({"user_id": columns["userId"], "movie_id": columns["movieId"]})


def read_users(path: Path) -> list[int]:
    """The distinct ids in the column userId of a CSV file, in its order.

    Raises:
        BadInput: the file is missing or empty or lacks the column, or a row of it is bad.
    """
    return _distinct(path, "userId", USER, "users")


def read_movie_ids(path: Path) -> list[int]:
    """The distinct ids in the column movieId of a CSV file, in its order.

    Raises:
        BadInput: the file is missing or empty or lacks the column, or a row of it is bad.
    """
    return _distinct(path, "movieId", MOVIE, "movies")


def _distinct(path: Path, column: str, number: Number, what: str) -> list[int]:
    table = open_table(path, (column,), what=what)
    ids = read_numbers(table, {column: number}, functools.partial(_refuse, path))[column]
    return list(dict.fromkeys(ids.tolist()))


def _refuse(path: Path, line: int, what: str) -> None:
    raise BadInput(f"{path} line {line}: {what}; correct or remove that line")


def _found(folder: Path, stem: str) -> Path | None:
    names = (f"{stem}.csv", f"{stem}.dat", FILES.get(stem, f"{stem}.csv"))
    return next((path for name in names if (path := folder / name).is_file()), None)


def _needed(folder: Path, stem: str) -> Path:
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing there"
        raise BadInput(f"{folder} is not a folder ({found}): give the folder that holds ratings.csv and movies.csv")
    path = _found(folder, stem)
    if path is None:
        there = ", ".join(sorted(path.name for path in folder.iterdir())[:10]) or "nothing"
        raise BadInput(
            f"{folder} has neither {stem}.csv nor {stem}.dat; found {there}: give a folder in MovieLens' layout"
        )
    return path


def _bad_rows(report: ReadReport, path: Path) -> functools.partial[None]:
    return functools.partial(report.add, Kind.BAD_ROW, path)


def _report_rows(report: ReadReport, kind: Kind, path: Path, lines: NDArray[np.int32], whats: Sequence[str]) -> None:
    """Report rows of one kind; only the first are told apart, for there may be millions."""
    for line, what in zip(lines.tolist(), whats, strict=False):
        report.add(kind, path, line, what)
    report.add_uncounted(kind, path, len(lines) - min(len(lines), len(whats)))


def _read_movies(path: Path, report: ReadReport) -> dict[int, Movie]:
    """The movies by id, in the order of the file."""
    old = is_100k(path)
    table = open_100k(path) if old else open_table(path, ("movieId", "title", "genres"), what="movies")
    movies: dict[int, Movie] = {}
    for line, row in read_rows(table, _bad_rows(report, path)):
        try:
            movie_id = int(MOVIE.parse(row["movieId"].strip()))
            title, genre_names = title_and_genres(row) if old else (row["title"], row["genres"])
            parsed = parse_title(title)
            if not parsed.title:
                raise ValueError(f"movie {movie_id} has no title")
        except ValueError as error:
            report.add(Kind.BAD_ROW, path, line, str(error))
            continue
        if movie_id in movies:
            report.add(Kind.REPEATED_MOVIE, path, line, f"movie id {movie_id} was there before")
            continue
        if parsed.year is None:
            report.add(Kind.NO_YEAR, path, line, f"{parsed.title!r} has no year")
        genres = (OLD_GENRES.get(genre, genre) for genre in genre_names.strip().split("|"))
        movies[movie_id] = Movie(
            movie_id,
            parsed.title,
            parsed.year,
            genres=tuple(dict.fromkeys(genre for genre in genres if genre not in ("", NO_GENRES))),
            alternative_titles=parsed.alternatives,
        )
    if not movies:
        raise BadInput(f"{path} has no good row: expected movieId, title, genres such as 1,Toy Story (1995),Comedy")
    return movies


def _add_links(movies: dict[int, Movie], path: Path, report: ReadReport) -> None:
    table = open_table(path, ("movieId", "imdbId", "tmdbId"), what="links")
    for line, row in read_rows(table, _bad_rows(report, path)):
        try:
            movie_id = int(MOVIE.parse(row["movieId"].strip()))
            imdb, tmdb = _id_or_none("imdbId", row), _id_or_none("tmdbId", row)
        except ValueError as error:
            report.add(Kind.BAD_ROW, path, line, str(error))
            continue
        if movie_id not in movies:
            report.add(Kind.UNKNOWN_MOVIE, path, line, f"movie id {movie_id}")
            continue
        imdb_id = None if imdb is None else f"tt{imdb:07d}"
        movies[movie_id] = dataclasses.replace(movies[movie_id], tmdb_id=tmdb, imdb_id=imdb_id)


def _id_or_none(name: str, row: dict[str, str]) -> int | None:
    text = row[name].strip()
    return int(Number(name, low=1).parse(text)) if text else None


def _read_tags(path: Path, known: Ids, report: ReadReport) -> dict[int, tuple[str, ...]]:
    """The tags of each movie: lower case, those that most users gave it first, then by the alphabet."""
    table = open_table(path, ("userId", "movieId", "tag"), optional=("timestamp",), what="tags")
    uses: list[tuple[int, str, int]] = []
    for line, row in read_rows(table, _bad_rows(report, path)):
        tag = " ".join(row["tag"].lower().split())
        try:
            user_id, movie_id = int(USER.parse(row["userId"].strip())), int(MOVIE.parse(row["movieId"].strip()))
            if not tag:
                raise ValueError(f"the tag of user {user_id} is empty")
        except ValueError as error:
            report.add(Kind.BAD_ROW, path, line, str(error))
            continue
        if movie_id in known:
            uses.append((movie_id, tag, user_id))
        else:
            report.add(Kind.UNKNOWN_MOVIE, path, line, f"movie id {movie_id}")
    distinct = pd.DataFrame(uses, columns=["movie_id", "tag", "user_id"]).drop_duplicates()
    users = distinct.groupby(["movie_id", "tag"]).size().rename("users").reset_index()
    ordered = users.sort_values(["movie_id", "users", "tag"], ascending=[True, False, True])
    tags: dict[int, list[str]] = {}
    for movie_id, tag in zip(ordered.movie_id.tolist(), ordered.tag.tolist(), strict=True):
        tags.setdefault(movie_id, []).append(tag)
    return {movie_id: tuple(its_tags[:MAX_TAGS]) for movie_id, its_tags in tags.items()}


def _read_ratings(path: Path, report: ReadReport, *, timestamps: str) -> tuple[pd.DataFrame, NDArray[np.int32]]:
    """The ratings that count, in the order of the file, and the line of each (n,)."""
    needed, wanted = ("userId", "movieId", "rating"), {"userId": USER, "movieId": MOVIE, "rating": STARS}
    if is_100k(path):
        table = open_100k(path)
    elif timestamps == "required":
        table = open_table(path, (*needed, "timestamp"), what="ratings")
    else:
        table = open_table(path, needed, optional=("timestamp",), what="ratings")
    if "timestamp" in table.names:
        wanted["timestamp"] = TIME
    columns = read_numbers(table, wanted, _bad_rows(report, path))
    lines = columns.pop("line")
    if len(lines) == 0:
        raise BadInput(
            f"{path} has no good row: expected userId, movieId, rating, timestamp such as 1,31,2.5,1260759144"
        )
    rated_at = columns.pop("timestamp", np.zeros(len(lines), np.int64))
    ratings = pd.DataFrame(dict(zip(RATING_COLUMNS, (*columns.values(), rated_at), strict=True)), copy=False)
    older = _older(ratings)
    if older.any():
        twice = ratings[older].head(EXAMPLES)
        whats = [
            f"user {user} rated movie {movie} again" for user, movie in zip(twice.user_id, twice.movie_id, strict=True)
        ]
        _report_rows(report, Kind.REPEATED_RATING, path, lines[older], whats)
        return ratings[~older].reset_index(drop=True), lines[~older]
    return ratings, lines


def _older(ratings: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows (n,) a later rating of the same movie by the same user replaces."""
    users, movies = ratings.user_id.to_numpy(), ratings.movie_id.to_numpy()
    ascending = (users[1:] > users[:-1]) | ((users[1:] == users[:-1]) & (movies[1:] > movies[:-1]))
    older = np.zeros(len(ratings), np.bool_)
    if not ascending.all():  # GroupLens sorts its files, which spares sorting them here
        order = np.lexsort((ratings.rated_at.to_numpy(), movies, users))
        users, movies = users[order], movies[order]
        older[order[:-1]] = (users[1:] == users[:-1]) & (movies[1:] == movies[:-1])
    return older
