"""How many stars: the explicit factors as predictions on the scale, for any pair of a person and a movie.

A part that is not known drops out of the sum: an unknown user leaves mean + item bias, an unknown item leaves mean +
user bias, and where both are unknown the mean is left.
"""

import dataclasses
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.movies import MovieId
from data.ratings import MAX_STARS, MIN_STARS, History
from recommender.factors import Factors

PAIRS_AT_ONCE = 65_536  # vectors of so many pairs fit the processor's cache


@dataclasses.dataclass(frozen=True)
class StarPredictor:
    """Predictions from factors whose scores are stars (`recommender.als.train_explicit`)."""

    factors: Factors

    def predict(self, user_ids: ArrayLike, movie_ids: ArrayLike) -> NDArray[np.float32]:
        """The stars (n,), 0.5 to 5.0, that users (n,) would give movies (n,); unknown ids are no error."""
        factors = self.factors
        users, items = factors.users.find(user_ids), factors.items.find(movie_ids)
        stars = np.full(len(users), factors.mean, np.float32)
        stars += np.where(users >= 0, factors.user_bias[users], 0)
        stars += np.where(items >= 0, factors.item_bias[items], 0)
        both = np.flatnonzero((users >= 0) & (items >= 0))
        for start in range(0, len(both), PAIRS_AT_ONCE):
            pairs = both[start : start + PAIRS_AT_ONCE]
            stars[pairs] += np.einsum(
                "nk,nk->n", factors.user_factors[users[pairs]], factors.item_factors[items[pairs]]
            )
        return stars.clip(MIN_STARS, MAX_STARS)

    def predict_one(self, history: History, movie_id: MovieId) -> float:
        """The stars, 0.5 to 5.0, that a person with these ratings would give a movie; unknown ones are no error."""
        return float(self.predict_history(history, [movie_id])[0])

    def predict_history(self, history: History, movie_ids: ArrayLike) -> NDArray[np.float32]:
        """The stars (n,), 0.5 to 5.0, that a person with these ratings would give movies (n,)."""
        items = self.factors.items.find(movie_ids)
        bias, user = self.factors.fold_in(history)
        known = self.factors.item_bias[items] + self.factors.item_factors[items] @ user.astype(np.float32)
        stars = self.factors.mean + bias + np.where(items >= 0, known, 0)
        return stars.astype(np.float32).clip(MIN_STARS, MAX_STARS)

    def save(self, path: Path) -> None:
        """Write one .npz file."""
        self.factors.save(path)

    @classmethod
    def load(cls, path: Path) -> "StarPredictor":
        """Read what `save` wrote; UsherError if it is missing or holds something else."""
        return cls(Factors.load(path))
