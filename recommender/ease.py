"""Two towers without a gradient step: EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data").

EASE weighs item j as a reason for item i by B_ji = -P_ji / P_ii with P = (X'X + reg * I)^-1, where X (n_users, n_items)
is 1 for what a user rated. With the singular values X = A S V',

    P = (I - V D V') / reg,  D = S^2 / (S^2 + reg),  so, for j other than i,  B_ji = V_j D V_i' / (1 - V_i D V_i')

This is the product of an item's vector as a reason, V_j sqrt(D), and of its vector as a target, V_i sqrt(D) over the
denominator: one is the other times a scale (`ItemFold`). The largest `dimension`
singular values are kept; with all of them it is EASE to the last digit. An item that a user rated is never proposed to
them, so that B's diagonal of zeros needs no care.
"""

import dataclasses
import logging
import time

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from data.errors import BadInput
from data.ids import Ids
from recommender.candidates import Aim
from recommender.factors import Factors
from recommender.fold import ItemFold

logger = logging.getLogger(__name__)

MEMORY, FLOOR = 10.0, 0.05  # of `ItemFold`, where the latest ratings count most
EXACT = 4096  # users or items: up to so many of either, all singular values are found


class EaseConfig(BaseModel):
    """Hyper-parameters.

    Attributes:
        dimension: length of a vector, at most.
        reg: what is added to the diagonal of X'X.
        tilt: of `ItemFold`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: int = Field(384, ge=1)
    reg: float = Field(300.0, gt=0)
    tilt: float = Field(0.2, ge=0)


def train_ease(ratings: pd.DataFrame, config: EaseConfig, seed: int) -> Factors:
    """Learn which items are rated together.

    Args:
        ratings: a table of ratings (`data.ratings`).
        config: hyper-parameters.
        seed: of the start of the search for singular values, where there are too many to find all.

    Raises:
        BadInput: there are no ratings.
    """
    started = time.perf_counter()
    if len(ratings) == 0:
        raise BadInput("closed-form towers got 0 ratings, need at least 1: rank by popularity instead")
    ratings = ratings.sort_values(["user_id", "rated_at", "movie_id"], kind="stable")
    users, items = Ids(ratings.user_id.to_numpy()), Ids(ratings.movie_id.to_numpy())
    user_rows, item_rows = users.rows(ratings.user_id.to_numpy()), items.rows(ratings.movie_id.to_numpy())
    rated = csr_array((np.ones(len(ratings)), (user_rows, item_rows)), shape=(len(users), len(items)))
    squares, vectors = _squared_singular_values(rated, config.dimension, seed)
    as_reason = vectors * np.sqrt(squares / (squares + config.reg))  # (n_items, rank)
    scale = 1 - np.einsum("ik,ik->i", as_reason, as_reason)
    item_factors = (as_reason / scale[:, None]).astype(np.float32)
    stars = ratings.stars.to_numpy(dtype=np.float64)
    fold = ItemFold(scale.astype(np.float32), config.tilt, typical=float(stars.mean()))
    factors = Factors(
        source="ease",
        items=items,
        users=users,
        item_factors=item_factors,
        user_factors=fold.users(item_factors, user_rows, item_rows, stars),
        item_bias=np.zeros(len(items), np.float32),
        user_bias=np.zeros(len(users), np.float32),
        mean=0.0,
        fold=fold,
    )
    logger.info(
        "solved closed-form towers of dimension %d on %d ratings in %.1f s",
        *(vectors.shape[1], len(ratings), time.perf_counter() - started),
    )
    return factors


def listening(factors: Factors, aim: Aim) -> Factors:
    """The same towers for an aim: for what comes next, they listen to the latest ratings first.

    Its `user_factors` are still those of all ratings alike.
    """
    if aim == "any":
        return factors
    assert isinstance(factors.fold, ItemFold)
    return dataclasses.replace(factors, fold=dataclasses.replace(factors.fold, memory=MEMORY, floor=FLOOR))


def _squared_singular_values(
    rated: csr_array, dimension: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The largest squared singular values (rank,), and the singular vectors (n_items, rank) of the items.

    Those of users or items, whichever are fewer, are found from their matrix of common ratings; where both are many,
    by Lanczos' method.
    """
    n_users, n_items = rated.shape
    rank = min(dimension, n_users, n_items)
    if min(n_users, n_items) > max(EXACT, dimension):
        start = np.random.default_rng(seed).normal(size=min(n_users, n_items))
        _, values, right = svds(rated, k=rank, v0=start)
        return values**2, right.T
    if n_items <= n_users:
        squares, vectors = eigh((rated.T @ rated).toarray(), subset_by_index=(n_items - rank, n_items - 1))
        return squares.clip(0), vectors
    squares, left = eigh((rated @ rated.T).toarray(), subset_by_index=(n_users - rank, n_users - 1))
    there = squares > 1e-9 * squares.max()  # users alike share a direction, and the others are empty
    return squares[there], (rated.T @ left[:, there]) / np.sqrt(squares[there])
