"""Matrix factorisation by alternating least squares, trained with Spark or in this process; none is needed to serve.

Implicit (Hu, Koren and Volinsky 2008): which items a user rated at all. Minimises over user factors U (n_users, rank)
and item factors V (n_items, rank), over all pairs of a user and an item,

    sum_ui c_ui (p_ui - U_u . V_i)^2  +  reg * (sum_u n_u |U_u|^2 + sum_i n_i |V_i|^2)

with preference p = 1 for a rated item, 0 for one that is not rated or is disliked, and confidence c = 1 + alpha for a
rated item, 1 for any other; n is the number of pairs with p = 1.

Explicit (Zhou et al. 2008, ALS-WR): how many stars. The sum goes over the ratings alone, n counts them all, and what is
factorised is what the mean and the biases leave: r_ui = stars_ui - mean - user_bias_u - item_bias_i,

    sum_ui (r_ui - U_u . V_i)^2  +  reg * (sum_u n_u |U_u|^2 + sum_i n_i |V_i|^2)

Which items people choose also says what they think of them (Koren 2008 makes this point for SVD++). So the item vector
that serves is V_i beside the direction of the item's implicit vector and its popularity, and the users' vectors are
solved for those by ridge regression (`RidgeFold`), the same for a user of the training as for a new one.

Users are solved last: their factors are the exact minimum for the item factors. With a Spark session Spark fits the
factors (`recommender.als_spark`), without one this process does (`recommender.als_local`).
"""

import dataclasses
import functools
import logging
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from data.errors import BadInput
from data.ids import Ids, Rows
from recommender.als_local import factorise_here
from recommender.als_spark import factorise_with
from recommender.biases import biases
from recommender.factors import Factors
from recommender.fold import ImplicitFold, RidgeFold

if TYPE_CHECKING:
    from recommender.spark import SparkSession

logger = logging.getLogger(__name__)


class ImplicitConfig(BaseModel):
    """Hyper-parameters of implicit ALS; see the formula above and `ImplicitFold`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int = Field(64, ge=1)
    reg: float = Field(0.1, gt=0)
    alpha: float = Field(1.0, gt=0)
    iterations: int = Field(10, ge=1)
    disliked_at: float = Field(2.0, ge=0, lt=5)


class ExplicitConfig(BaseModel):
    """Hyper-parameters of explicit ALS and of the vectors that serve; see the formula above and `RidgeFold`.

    Attributes:
        rank: of the factors that explicit ALS learns.
        reg: its `regParam`.
        iterations: its rounds.
        shrinkage: each bias is pulled to 0 with the weight of so many ratings.
        chosen: the implicit ALS whose item vectors are set beside.
        chosen_weight: length of each of those vectors.
        popularity_weight: of the logarithm of an item's number of ratings.
        fold_reg: `reg` of the users' ridge regression.
        fold_prior: `prior` of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int = Field(16, ge=1)
    reg: float = Field(0.2, gt=0)
    iterations: int = Field(10, ge=1)
    shrinkage: float = Field(4.0, ge=0)
    chosen: ImplicitConfig = ImplicitConfig(rank=32, reg=0.05, alpha=1.0, iterations=8, disliked_at=0.0)
    chosen_weight: float = Field(2.0, ge=0)
    popularity_weight: float = Field(0.6, ge=0)
    fold_reg: float = Field(0.15, gt=0)
    fold_prior: float = Field(50.0, ge=0)


def train_implicit(ratings: pd.DataFrame, spark: "SparkSession | None", config: ImplicitConfig, seed: int) -> Factors:
    """Learn which items a user is likely to rate.

    Args:
        ratings: a table of ratings (`data.ratings`).
        spark: an open session; None fits in this process.
        config: hyper-parameters.
        seed: of the user factors that are started from.

    Returns:
        Factors whose scores are preferences, about 0 for "no" to 1 for "yes".

    Raises:
        BadInput: there are no ratings, or all are disliked.
    """
    table = _table(ratings)
    item_factors, user_factors = _chosen(table, spark, config, seed)
    return Factors(
        source="als",
        items=table.items,
        users=table.users,
        item_factors=item_factors,
        user_factors=user_factors,
        item_bias=np.zeros(len(table.items), np.float32),
        user_bias=np.zeros(len(table.users), np.float32),
        mean=0.0,
        fold=ImplicitFold(
            reg=config.reg,
            alpha=config.alpha,
            disliked_at=config.disliked_at,
            gram=item_factors.T.astype(np.float64) @ item_factors.astype(np.float64),
        ),
    )


def train_explicit(ratings: pd.DataFrame, spark: "SparkSession | None", config: ExplicitConfig, seed: int) -> Factors:
    """Learn how many stars a user is likely to give.

    Args:
        ratings: a table of ratings (`data.ratings`).
        spark: an open session; None fits in this process.
        config: hyper-parameters.
        seed: of the user factors that are started from.

    Returns:
        Factors whose scores are stars, not clipped to the scale.

    Raises:
        BadInput: there are no ratings, or `config.chosen` takes all of them for dislikes.
    """
    table = _table(ratings)
    mean, user_bias, item_bias = biases(table.user_rows, table.item_rows, table.stars, shrinkage=config.shrinkage)
    left = table.stars - mean - item_bias[table.item_rows]
    learned, _ = factorise(
        table.user_rows,
        table.item_rows,
        left - user_bias[table.user_rows],
        spark,
        rank=config.rank,
        reg=config.reg,
        iterations=config.iterations,
        seed=seed,
    )
    chosen, _ = _chosen(table, spark, config.chosen, seed)
    directions = chosen / np.maximum(np.linalg.norm(chosen, axis=1, keepdims=True), 1e-9)
    popularity = np.log1p(np.bincount(table.item_rows))
    popularity -= popularity[table.item_rows].mean()  # 0 for a rating's item on average: the rest is the user's bias
    item_factors = np.column_stack(
        [learned, config.chosen_weight * directions, config.popularity_weight * popularity]
    ).astype(np.float32)
    fold = RidgeFold(reg=config.fold_reg, shrinkage=config.shrinkage, prior=config.fold_prior)
    return Factors(
        source="als",
        items=table.items,
        users=table.users,
        item_factors=item_factors,
        user_factors=fold.users(item_factors, table.user_rows, table.item_rows, left),
        item_bias=item_bias.astype(np.float32),
        user_bias=user_bias.astype(np.float32),
        mean=mean,
        fold=fold,
    )


@dataclasses.dataclass(frozen=True)
class _Table:
    """Ratings as arrays (n,), with the ids behind their rows."""

    users: Ids
    items: Ids
    user_rows: Rows
    item_rows: Rows
    stars: NDArray[np.float64]


def _table(ratings: pd.DataFrame) -> _Table:
    if len(ratings) == 0:
        raise BadInput("there are 0 ratings to train on: give a table with at least 1")
    users, items = Ids(ratings.user_id.to_numpy()), Ids(ratings.movie_id.to_numpy())
    return _Table(
        users,
        items,
        users.rows(ratings.user_id.to_numpy()),
        items.rows(ratings.movie_id.to_numpy()),
        ratings.stars.to_numpy(dtype=np.float64),
    )


def _chosen(
    table: _Table, spark: "SparkSession | None", config: ImplicitConfig, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Item and user factors of implicit ALS."""
    liked = table.stars > config.disliked_at
    if not liked.any():
        raise BadInput(f"none of {len(liked)} ratings is above disliked_at={config.disliked_at}: lower it to 0")
    # Spark scales reg by the number of likes: without any, equations may be singular.
    liking_user, liked_item = np.zeros(len(table.users), np.bool_), np.zeros(len(table.items), np.bool_)
    liking_user[table.user_rows[liked]] = liked_item[table.item_rows[liked]] = True
    kept = liked | (liking_user[table.user_rows] & liked_item[table.item_rows])
    item_factors, user_factors = factorise(
        table.user_rows[kept],
        table.item_rows[kept],
        np.where(liked[kept], 1.0, -1.0),
        spark,
        rank=config.rank,
        reg=config.reg,
        iterations=config.iterations,
        seed=seed,
        alpha=config.alpha,
    )
    sizes = len(table.items), len(table.users)  # those at the end may be unseen by Spark
    both = zip((item_factors, user_factors), sizes, strict=True)
    items, users = (np.pad(vectors, ((0, size - len(vectors)), (0, 0))) for vectors, size in both)
    return items, users


def factorise(
    user_rows: Rows,
    item_rows: Rows,
    values: NDArray[np.float64],
    spark: "SparkSession | None",
    *,
    rank: int,
    reg: float,
    iterations: int,
    seed: int,
    alpha: float | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Run ALS; the formulas are at the head of this module.

    Args:
        user_rows: (n,) rows of the users.
        item_rows: (n,) rows of the items.
        values: (n,) what to factorise; for implicit ALS 1 for a liked item and -1 for a disliked one.
        spark: an open session; None fits in this process.
        rank: of the factors.
        reg: penalty for each rating, Spark's `regParam`.
        iterations: rounds; each solves the items, then the users.
        seed: of the user factors that are started from.
        alpha: confidence of a rating above that of none, which makes the ALS implicit; None for explicit.

    Returns:
        Item factors (n_items, rank) and user factors (n_users, rank); zeros where there are no ratings.
    """
    start = time.perf_counter()
    fit = factorise_here if spark is None else functools.partial(factorise_with, spark)
    learned = fit(user_rows, item_rows, values, rank=rank, reg=reg, iterations=iterations, seed=seed, alpha=alpha)
    logger.info(
        "trained %s ALS of rank %d on %d ratings in %.1f s",
        "explicit" if alpha is None else "implicit",
        rank,
        len(values),
        time.perf_counter() - start,
    )
    return learned
