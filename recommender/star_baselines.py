"""Predictors of stars that the served one is measured against, each what the one before it is with one part more.

    mean     stars = mean
    biases   stars = mean + user_bias_u + item_bias_i                          (`recommender.biases`)
    ALS      stars = U_u . V_i, Spark's explicit ALS on the stars themselves, its defaults where none are given
    both     stars = mean + user_bias_u + item_bias_i + U_u . V_i, ALS on what the biases leave

A part drops out of the sum where the user or the item was not in training; ALS alone then predicts nothing (NaN).
"""

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ids import Ids
from recommender.als import factorise
from recommender.biases import biases

if TYPE_CHECKING:
    from recommender.spark import SparkSession

SPARK_RANK = 10
SPARK_REG = 0.1
SPARK_ITERATIONS = 10


@dataclasses.dataclass(frozen=True)
class Additive:
    """Mean and biases.

    Attributes:
        users, items: the ids behind the rows.
        mean: in stars.
        user_bias: (n_users,) in stars.
        item_bias: (n_items,) in stars.
    """

    users: Ids
    items: Ids
    mean: float
    user_bias: NDArray[np.float64]
    item_bias: NDArray[np.float64]

    @classmethod
    def train(cls, ratings: pd.DataFrame, shrinkage: float) -> "Additive":
        """Solve for the biases; see `recommender.biases.biases`."""
        users, items = Ids(ratings.user_id.to_numpy()), Ids(ratings.movie_id.to_numpy())
        rows = users.rows(ratings.user_id.to_numpy()), items.rows(ratings.movie_id.to_numpy())
        return cls(users, items, *biases(*rows, ratings.stars.to_numpy(dtype=np.float64), shrinkage=shrinkage))

    def predict(self, pairs: pd.DataFrame) -> NDArray[np.float64]:
        """The stars (n,) of pairs user_id, movie_id (n rows), not clipped to the scale."""
        users, items = self.users.find(pairs.user_id.to_numpy()), self.items.find(pairs.movie_id.to_numpy())
        found: NDArray[np.float64] = self.mean + np.where(users >= 0, self.user_bias[users], 0)
        return found + np.where(items >= 0, self.item_bias[items], 0)


@dataclasses.dataclass(frozen=True)
class SparkAls:
    """Explicit ALS by Spark, upon biases or alone.

    Attributes:
        biases: what the factors are added to; None for ALS alone.
        users, items: the ids behind the rows.
        user_factors: (n_users, rank).
        item_factors: (n_items, rank).
    """

    biases: Additive | None
    users: Ids
    items: Ids
    user_factors: NDArray[np.float32]
    item_factors: NDArray[np.float32]

    @classmethod
    def train(
        cls,
        ratings: pd.DataFrame,
        spark: "SparkSession",
        seed: int,
        *,
        upon: Additive | None = None,
        rank: int = SPARK_RANK,
        reg: float = SPARK_REG,
        iterations: int = SPARK_ITERATIONS,
    ) -> "SparkAls":
        """Factorise the stars, or what biases (`upon`) leave of them; see `recommender.als.factorise`."""
        users, items = Ids(ratings.user_id.to_numpy()), Ids(ratings.movie_id.to_numpy())
        rows = users.rows(ratings.user_id.to_numpy()), items.rows(ratings.movie_id.to_numpy())
        left = ratings.stars.to_numpy(dtype=np.float64) - (0.0 if upon is None else upon.predict(ratings))
        item_factors, user_factors = factorise(*rows, left, spark, rank=rank, reg=reg, iterations=iterations, seed=seed)
        return cls(upon, users, items, user_factors, item_factors)

    def predict(self, pairs: pd.DataFrame) -> NDArray[np.float64]:
        """The stars (n,) of pairs user_id, movie_id (n rows), not clipped to the scale."""
        users, items = self.users.find(pairs.user_id.to_numpy()), self.items.find(pairs.movie_id.to_numpy())
        known = (users >= 0) & (items >= 0)
        products = np.einsum("nk,nk->n", self.user_factors[users], self.item_factors[items]).astype(np.float64)
        if self.biases is None:
            return np.where(known, products, np.nan)
        return self.biases.predict(pairs) + np.where(known, products, 0.0)
