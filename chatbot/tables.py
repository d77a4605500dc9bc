"""Tables that the commands write and print: recommendations, predictions, neighbours, search results."""

import contextlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from chatbot.build_parts import Parts
from chatbot.lists import USERS_AT_ONCE, ListPlan, load_items, make_lists
from chatbot.ranking import DEPTH
from chatbot.serving import Serving
from data.checks import ReadReport
from data.errors import BadInput
from data.files import written_whole
from data.ids import Ids
from data.movielens import read_pairs, read_ratings, read_users
from data.movies import MovieId
from data.ratings import Histories, History
from recommender.fold import HistoryFold
from recommender.models import Models
from recommender.similar import closeness, cosine
from recommender.similar import neighbours as nearest

logger = logging.getLogger(__name__)

RANK_OFFSET = 20.0  # reciprocal ranks: weight / (RANK_OFFSET + rank)
SIMILAR_WEIGHTS = {"als": 1.0, "two_tower": 0.6, "description": 0.6}  # the others only stand beside them
SIMILAR_SOURCES = ("together", "als", "als_l2", "two_tower", "history_tower", "description")
NARROWEST = 12  # characters of a column of titles


def recommend_users(build: Path, users: str, plan: ListPlan, ratings: Path | None, out: Path) -> None:
    """Write `userId, movieId, rank, score` of the best movies that each user has not rated.

    Args:
        build: its folder.
        users: "all", a user id, or the path of a file with a column userId.
        plan: what lists are wanted.
        ratings: a file of ratings of people who were not in training, which join what is known of them.
        out: a path that ends in .csv or .parquet.

    Raises:
        BadInput: a path with another ending, or a file that cannot be read.
        UsherError: a part of the build is missing or damaged.
    """
    if out.suffix not in (".csv", ".parquet"):
        raise BadInput(f"--out is {str(out)!r}: end it in .csv or .parquet")
    known = Histories(pd.read_parquet(Parts(build).ratings))
    new = None if ratings is None else Histories(read_told(ratings))
    _write(_lists(load_items(build), plan, known, new, _users(known, users, new)), out)


def _lists(
    models: Models, plan: ListPlan, known: Histories, new: Histories | None, users: Sequence[int]
) -> Iterator[pd.DataFrame]:
    """The lists of some users after the other, so that those of all users are never in memory together."""
    for start in range(0, max(len(users), 1), USERS_AT_ONCE):
        some = users[start : start + USERS_AT_ONCE]
        yield make_lists(models, plan, [(user_id, _history(known, new, user_id)) for user_id in some])
        if len(users) > USERS_AT_ONCE:
            logger.info("recommended for %d of %d users", start + len(some), len(users))


def predict_pairs(serving: Serving, pairs: Path, ratings: Path | None, with_intervals: bool, out: Path) -> None:
    """Write `userId, movieId, prediction` in stars for every pair, in the same order; unknown ids are no error.

    Args:
        serving: the build.
        pairs: a file with the columns userId and movieId.
        ratings: a file of ratings of people who were not in training, which join what is known of them.
        with_intervals: adds `low` and `high`, between which four of five ratings lie, and `confidence`, a word for it.
        out: a path.

    Raises:
        BadInput: a file cannot be read.
    """
    table = read_pairs(pairs)
    new = None if ratings is None else Histories(read_told(ratings))
    movie_ids = table.movie_id.to_numpy()
    stars, low, high = np.empty((3, len(table)), np.float32)
    words = np.empty(len(table), np.object_)
    of_user = table.groupby("user_id").indices
    for user_id in Ids(table.user_id.to_numpy()):
        rows = of_user[user_id]
        found = serving.stars.intervals_history(_history(serving.histories, new, user_id), movie_ids[rows])
        stars[rows], low[rows], high[rows], words[rows] = found.stars, found.low, found.high, found.words
    columns = {"userId": table.user_id, "movieId": table.movie_id, "prediction": stars.round(4)}
    if with_intervals:
        columns |= {"low": low.round(4), "high": high.round(4), "confidence": words}
    _write([pd.DataFrame(columns)], out)


def neighbours(serving: Serving, movie: str, k: int) -> pd.DataFrame:
    """`source, rank, movieId, title, year, similarity` of a movie's `k` nearest by each of `SIMILAR_SOURCES`.

    Similarities are cosines, 1 / (1 + Euclidean distance) for "als_l2", and sums of weighted reciprocal ranks for
    "together". A source that has learned nothing of the movie is left out.

    Raises:
        BadInput: no movie has that id or a title like that.
    """
    movie_id = named(serving, movie)
    logger.info("movies similar to %s", serving.catalogue[movie_id])
    by_source = serving.similar(movie_id, max(k, DEPTH))
    by_source |= {"together": _together(by_source), **_beside(serving, movie_id, k)}
    rows = [
        (source, rank, other, serving.catalogue[other].title, serving.catalogue[other].year, round(score, 4))
        for source in SIMILAR_SOURCES
        for rank, (other, score) in enumerate(by_source.get(source, [])[:k], 1)
    ]
    table = pd.DataFrame(rows, columns=["source", "rank", "movieId", "title", "year", "similarity"])
    return table.astype({"year": "Int64"})


def side_by_side(table: pd.DataFrame, width: int) -> str:
    """The titles of a table of neighbours, a column for each source and a line for each rank.

    Args:
        table: what `neighbours` gives.
        width: characters of a line; titles are cut to fit, to no less than `NARROWEST`.
    """
    by_source = {str(source): part.title.tolist() for source, part in table.groupby("source", sort=False)}
    room = max(NARROWEST, (width - len("rank")) // max(len(by_source), 1) - len("  "))
    lines = [("rank", *by_source)]
    lines += [(f"{rank:4}", *titles) for rank, titles in enumerate(zip_longest(*by_source.values(), fillvalue=""), 1)]
    return "\n".join("  ".join([rank, *(_cell(title, room) for title in titles)]).rstrip() for rank, *titles in lines)


def _cell(text: str, room: int) -> str:
    """The text in exactly so many characters."""
    return f"{text:{room}}" if len(text) <= room else text[: room - 1] + "…"


def _beside(serving: Serving, movie_id: MovieId, k: int) -> dict[str, list[tuple[MovieId, float]]]:
    """The neighbours in spaces that no answer looks into: ALS by distance, and the tower of the history."""
    als, towers = serving.models.base.als, serving.models.base.towers["any"]
    found = {}
    if movie_id in als.items:
        found["als_l2"] = nearest(als.items, als.item_factors, movie_id, k, closeness)
    if isinstance(towers.fold, HistoryFold):
        found["history_tower"] = nearest(towers.items, towers.fold.chosen, movie_id, k, cosine)
    return found


def _together(by_source: Mapping[str, Sequence[tuple[MovieId, float]]]) -> list[tuple[MovieId, float]]:
    """The neighbours of all sources by the sum of their reciprocal ranks, which is their similarity here."""
    scores: dict[MovieId, float] = {}
    for source, similar in by_source.items():
        for rank, (movie_id, _) in enumerate(similar):
            scores[movie_id] = scores.get(movie_id, 0.0) + SIMILAR_WEIGHTS[source] / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def named(serving: Serving, movie: str) -> MovieId:
    """The movie with that id or title.

    Raises:
        BadInput: there is none.
    """
    text = movie.strip()
    if text.isdigit() and int(text) in serving.catalogue:
        return int(text)
    matches = serving.titles.find(text) if text else []
    if matches:
        return matches[0].movie.movie_id
    kind = "id or title" if text.isdigit() else "title"
    raise BadInput(f"no movie has the {kind} {movie!r}: `python app.py search` finds movies by description")


def found(serving: Serving, text: str, k: int) -> pd.DataFrame:
    """`rank, movieId, title, year, score, similarity` of the `k` movies that fit a description best.

    Raises:
        BadInput: the description is empty.
    """
    if not text.strip():
        raise BadInput(f"the description is {text!r}: say what the movie is about")
    rows = [
        (rank, hit.movie.movie_id, hit.movie.title, hit.movie.year, round(hit.score, 4), hit.similarity)
        for rank, hit in enumerate(serving.search.search(text, k), 1)
    ]
    table = pd.DataFrame(rows, columns=["rank", "movieId", "title", "year", "score", "similarity"])
    return table.astype({"year": "Int64"})


def _users(known: Histories, users: str, new: Histories | None) -> list[int]:
    if users == "all":
        told = set() if new is None else set(new.users.tolist())
        return sorted(told | set(known.users.tolist()))
    if users.lstrip("-").isdigit():
        return [int(users)]
    path = Path(users)
    if not path.is_file():
        raise BadInput(f"--users is {users!r}: give all, a user id, or a file with a column userId")
    return read_users(path)


def read_told(ratings: Path) -> pd.DataFrame:
    """The ratings of people who were not in training; what was left out is logged.

    Raises:
        BadInput: the file cannot be read.
    """
    report = ReadReport()
    told = read_ratings(ratings, report)
    report.log()
    return told


def _history(known: Histories, new: Histories | None, user_id: int) -> History:
    mine = known[user_id]
    if new is None:
        return mine
    told = new[user_id]
    moments = [one.rated_at for one in (mine, told) if one.rated_at is not None]
    return History(mine.user_id, {**mine.stars, **told.stars}, max(moments, default=None))


def _write(tables: Iterable[pd.DataFrame], out: Path) -> None:
    """Write tables of the same columns, at least one, below one another."""
    rows = 0
    with written_whole(out) as file, contextlib.ExitStack() as stack:
        parquet: pq.ParquetWriter | None = None
        for number, table in enumerate(tables):
            if out.suffix == ".parquet":
                part = pa.Table.from_pandas(table, preserve_index=False)
                parquet = parquet or stack.enter_context(pq.ParquetWriter(file.buffer, part.schema))
                parquet.write_table(part)
            else:
                table.to_csv(file, index=False, header=number == 0)
            rows += len(table)
    logger.info("wrote %d rows to %s", rows, out)
