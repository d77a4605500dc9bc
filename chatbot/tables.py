"""Tables that the commands write and print: recommendations, predictions, neighbours, search results."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from chatbot.picks import DEPTH, RANK_OFFSET
from chatbot.serving import Serving
from data.checks import ReadReport
from data.errors import BadInput
from data.files import written_whole
from data.movielens import read_pairs, read_ratings, read_users
from data.movies import MovieId
from data.ratings import Histories, History
from recommender.candidates import CandidateGenerator

logger = logging.getLogger(__name__)

SIMILAR_WEIGHTS = {"als": 1.0, "two_tower": 0.6, "description": 0.6}
MODELS = ("blend", "als", "two-tower", "popular")


def recommend_users(serving: Serving, users: str, k: int, model: str, ratings: Path | None, out: Path) -> None:
    """Write `userId, movieId, rank, score` of the `k` best movies that each user has not rated.

    `users` is "all", a user id, or the path of a file with a column userId; `ratings` a file of ratings of people who
    were not in training, which join what is known of them; `out` a path that ends in .csv or .parquet.

    Raises:
        BadInput: an unknown model, a path with another ending, or a file that cannot be read.
    """
    generator = _generator(serving, model)
    if out.suffix not in (".csv", ".parquet"):
        raise BadInput(f"--out is {str(out)!r}: end it in .csv or .parquet")
    told = None
    if ratings is not None:
        report = ReadReport()
        told = read_ratings(ratings, report)
        report.log()
    new = Histories(told) if told is not None else None
    wanted = _users(serving, users, new)
    frames = []
    for number, user_id in enumerate(wanted, 1):
        candidates = generator.generate(_history(serving, new, user_id), k)
        frames.append(
            pd.DataFrame(
                {
                    "userId": user_id,
                    "movieId": [candidate.movie_id for candidate in candidates],
                    "rank": np.arange(1, len(candidates) + 1),
                    "score": [candidate.score for candidate in candidates],
                }
            )
        )
        if number % 1000 == 0:
            logger.info("recommended for %d of %d users", number, len(wanted))
    _write(pd.concat(frames, ignore_index=True), out)


def predict_pairs(serving: Serving, pairs: Path, out: Path) -> None:
    """Write `userId, movieId, prediction` in stars for every pair, in the same order; unknown ids get the mean."""
    table = read_pairs(pairs)
    stars = serving.stars.predict(table.user_id.to_numpy(), table.movie_id.to_numpy())
    predicted = pd.DataFrame({"userId": table.user_id, "movieId": table.movie_id, "prediction": stars.round(4)})
    _write(predicted, out)


def neighbours(serving: Serving, movie: str, k: int) -> pd.DataFrame:
    """`source, rank, movieId, title, year, similarity` of a movie's `k` nearest: all sources together, then by each.

    Raises:
        BadInput: no movie has that id or a title like that.
    """
    movie_id = named(serving, movie)
    logger.info("movies similar to %s", serving.catalogue[movie_id])
    by_source = serving.similar(movie_id, max(k, DEPTH))
    rows = [
        (source, rank, other, serving.catalogue[other].title, serving.catalogue[other].year, round(score, 4))
        for source, similar in {"together": _together(by_source), **by_source}.items()
        for rank, (other, score) in enumerate(similar[:k], 1)
    ]
    table = pd.DataFrame(rows, columns=["source", "rank", "movieId", "title", "year", "similarity"])
    return table.astype({"year": "Int64"})


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


def _generator(serving: Serving, model: str) -> CandidateGenerator:
    generators: dict[str, CandidateGenerator] = {
        "blend": serving.blend,
        "als": serving.als,
        "two-tower": serving.two_tower,
        "popular": serving.popular,
    }
    if model not in generators:
        raise BadInput(f"--model is {model!r}: choose one of {', '.join(MODELS)}")
    return generators[model]


def _users(serving: Serving, users: str, new: Histories | None) -> list[int]:
    if users == "all":
        told = set() if new is None else set(new.users.tolist())
        return sorted(told | set(serving.histories.users.tolist()))
    if users.lstrip("-").isdigit():
        return [int(users)]
    path = Path(users)
    if not path.is_file():
        raise BadInput(f"--users is {users!r}: give all, a user id, or a file with a column userId")
    return read_users(path)


def _history(serving: Serving, new: Histories | None, user_id: int) -> History:
    known = serving.history(user_id)
    return known if new is None else History(known.user_id, {**known.stars, **new[user_id].stars})


def _write(table: pd.DataFrame, out: Path) -> None:
    with written_whole(out) as file:
        if out.suffix == ".parquet":
            file.buffer.write(table.to_parquet(index=False))
        else:
            table.to_csv(file, index=False)
    logger.info("wrote %d rows to %s", len(table), out)
