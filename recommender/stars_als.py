"""How many stars by explicit ALS alone: its factors as predictions on the scale, for any pair of a person and a movie.

A part that is not known drops out of the sum: an unknown user leaves mean + item bias, an unknown item leaves mean +
user bias, and where both are unknown the mean is left.
"""

import dataclasses

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.ratings import MAX_STARS, MIN_STARS
from recommender.factors import Factors

PAIRS_AT_ONCE = 65_536  # vectors of so many pairs fit the processor's cache


@dataclasses.dataclass(frozen=True)
class AlsStars:
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
