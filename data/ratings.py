"""Ratings: one row of the table says what one user gave one movie and when.

A table of ratings is a DataFrame with the columns `RATING_COLUMNS`; it enters through a reader that checks it once,
and is trusted from then on: no missing values, stars in range, at most one rating per user and movie.
"""

import dataclasses
from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import BadInput
from data.movies import MovieId

MIN_STARS = 0.5
MAX_STARS = 5.0
RATING_COLUMNS = {"user_id": np.int64, "movie_id": np.int64, "stars": np.float32, "rated_at": np.int64}  # seconds, UTC


@dataclasses.dataclass(frozen=True, slots=True)
class Rating:
    """What one user gave one movie: `stars` from 0.5 to 5.0, `rated_at` in UTC."""

    user_id: int
    movie_id: MovieId
    stars: float
    rated_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    """What one person has rated.

    Attributes:
        user_id: the id in the training ratings; None for someone who was not in them.
        stars: rating of each movie, 0.5 to 5.0, oldest first.
        rated_at: when the latest of them was given, in seconds UTC; None if that is not known.
    """

    user_id: int | None
    stars: Mapping[MovieId, float]
    rated_at: int | None = None


class Histories:
    """The history of every user of a table, each found without a scan."""

    def __init__(self, ratings: pd.DataFrame) -> None:
        ordered = ratings.sort_values(["user_id", "rated_at", "movie_id"], kind="stable")
        self._movie_ids = ordered.movie_id.to_numpy()
        self._stars = ordered.stars.to_numpy()
        self._rated_at = ordered.rated_at.to_numpy()
        self.users, self._starts = np.unique(ordered.user_id.to_numpy(), return_index=True)
        self._ends = np.append(self._starts[1:], len(ordered))

    def __getitem__(self, user_id: int) -> History:
        """That user's history, empty for a user nobody has seen."""
        at = int(np.searchsorted(self.users, user_id))
        if at == len(self.users) or self.users[at] != user_id:
            return History(None, {})
        span = slice(int(self._starts[at]), int(self._ends[at]))
        stars = dict(zip(self._movie_ids[span].tolist(), self._stars[span].tolist(), strict=True))
        return History(user_id, stars, int(self._rated_at[span.stop - 1]))

    def given(self, movie_id: MovieId) -> NDArray[np.float32]:
        """The stars (n,) of everyone who rated a movie."""
        stars: NDArray[np.float32] = self._stars[self._movie_ids == movie_id]
        return stars


def empty_ratings() -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame({name: np.empty(0, dtype) for name, dtype in RATING_COLUMNS.items()})


def check_stars(movie_id: MovieId, stars: float) -> None:
    """Raise BadInput for what is no rating."""
    if not MIN_STARS <= stars <= MAX_STARS:
        raise BadInput(f"movie {movie_id} got {stars!r} stars, expected {MIN_STARS} to {MAX_STARS}")
