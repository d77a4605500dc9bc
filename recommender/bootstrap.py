"""Confidence intervals of means over users by the bootstrap (Efron 1979): users are drawn again with replacement.

The means of several models over the same draws are paired: the interval of their difference leaves out that some users
are easier than others for every model.
"""

import numpy as np
from numpy.typing import NDArray

from recommender.fold import Floats

DRAWS = 1000
DRAWS_AT_ONCE = 10_000_000  # numbers of one block: 80 MB


def bootstrap_means(values: Floats, seed: int) -> NDArray[np.float64]:
    """The means (`DRAWS`, n_columns) of n users drawn with replacement.

    Args:
        values: (n, n_columns), n at least 1.
        seed: of the draws; the same for two tables of the same users gives the same draws of users.
    """
    generator = np.random.default_rng(seed)
    n = len(values)
    block = max(1, DRAWS_AT_ONCE // n)
    means = []
    for first in range(0, DRAWS, block):
        drawn = min(block, DRAWS - first)
        times = np.stack([np.bincount(generator.integers(0, n, n), minlength=n) for _ in range(drawn)])  # (drawn, n)
        means.append(times @ values / n)
    return np.concatenate(means)


def interval(means: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low and high ends (n_columns,) of the 95 % percentile intervals of drawn means (n_draws, n_columns)."""
    low, high = np.quantile(means, [0.025, 0.975], axis=0)
    return low, high
