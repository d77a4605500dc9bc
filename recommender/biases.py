"""How far users and items lie above the mean of all stars."""

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows

ROUNDS = 20


def biases(
    user_rows: Rows, item_rows: Rows, stars: NDArray[np.float64], *, shrinkage: float
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """The mean and what each user and item adds to it, each side solved in turn for the other, users last.

    A bias is the mean of what the other side leaves, as if `shrinkage` more ratings had left 0 (Koren 2010, section
    2.1).

    Args:
        user_rows: (n,) rows of the users, none left out below the highest.
        item_rows: (n,) rows of the items, likewise.
        stars: (n,) ratings.
        shrinkage: 0 or more.

    Returns:
        The mean; (n_users,) and (n_items,) biases in stars.
    """
    mean = float(stars.mean())
    user_weight = np.bincount(user_rows) + shrinkage
    item_weight = np.bincount(item_rows) + shrinkage
    user_bias, item_bias = np.zeros(len(user_weight)), np.zeros(len(item_weight))
    for _ in range(ROUNDS):
        item_bias = np.bincount(item_rows, stars - mean - user_bias[user_rows]) / item_weight
        user_bias = np.bincount(user_rows, stars - mean - item_bias[item_rows]) / user_weight
    return mean, user_bias, item_bias
