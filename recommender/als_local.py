"""Alternating least squares in this process: the objectives of `recommender.als`, minimised with NumPy alone, no Java.

Each round solves, for every item and then for every user with the vectors Y (n, rank) of its n ratings,

    explicit   (Y'Y + reg n I) x = Y'r                               (Zhou et al. 2008)
    implicit   (G + alpha Y'Y + reg n+ I) x = (1 + alpha) Y'p        (Hu, Koren and Volinsky 2008, equation 4)

with G the Gram matrix of all vectors of the other side, p = 1 for a liked item and 0 for a disliked one, and n+ the
number of likes. These are Spark's equations, its start (random vectors of length 1) and its order, so the result
differs by the draw and by rounding only: factors and equations are float32, Spark adds its equations up in float64.

Rows with about as many ratings are solved together, as stacks of equal shape: products and solutions of a stack are
one call each, for which Python's lock is not held. Stacks fit a core's cache and are shared out to threads. In the
basis of G's eigenvectors G + reg n+ I is a diagonal D, and a row with fewer ratings than rank has smaller equations:

    (D + alpha Y'Y)^-1 Y'p = D^-1/2 W' (I + alpha W W')^-1 p     with W = Y D^-1/2; explicit: G = 0, alpha = 1

The library `implicit` has no explicit ALS and does not scale its penalty by the ratings of a row, which is another
objective, so it cannot stand in.
"""

import concurrent.futures
import os
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from data.ids import Rows

STACK = 4096  # vectors gathered at once

Vectors = NDArray[np.float32]


def factorise_here(
    user_rows: Rows,
    item_rows: Rows,
    values: NDArray[np.float64],
    *,
    rank: int,
    reg: float,
    iterations: int,
    seed: int,
    alpha: float | None = None,
) -> tuple[Vectors, Vectors]:
    """Run ALS; the same arguments give the same factors, in whatever order the ratings come.

    Args:
        user_rows: (n,) rows of the users.
        item_rows: (n,) rows of the items; no pair comes twice.
        values: (n,) what to factorise; for implicit ALS 1 for a liked item and -1 for a disliked one.
        rank: of the factors.
        reg: penalty for each rating of a row, Spark's `regParam`.
        iterations: rounds; each solves the items, then the users.
        seed: of the user factors that are started from.
        alpha: confidence of a rating above that of none, which makes the ALS implicit; None for explicit.

    Returns:
        Item factors (n_items, rank) and user factors (n_users, rank); zeros where there are no ratings.
    """
    shape = int(user_rows.max()) + 1, int(item_rows.max()) + 1
    by_user = csr_array((values.astype(np.float32), (user_rows, item_rows)), shape=shape)
    by_item = csr_array(by_user.T)
    user_factors = np.random.default_rng(seed).normal(size=(shape[0], rank)).astype(np.float32)
    user_factors /= np.linalg.norm(user_factors, axis=1, keepdims=True)
    user_factors[np.diff(by_user.indptr) == 0] = 0
    item_factors = np.zeros((shape[1], rank), np.float32)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="als") as threads:
        for _ in range(iterations):
            item_factors = _solve(by_item, user_factors, reg, alpha, threads)
            user_factors = _solve(by_user, item_factors, reg, alpha, threads)
    return item_factors, user_factors


def _solve(
    ratings: csr_array, others: Vectors, reg: float, alpha: float | None, threads: concurrent.futures.Executor
) -> Vectors:
    """The vectors (n_rows, rank) of one side of the ratings, given those of the other."""
    rank = others.shape[1]
    size = np.diff(ratings.indptr)
    if alpha is None:
        weight, target, penalised = np.float32(1), ratings.data, size
        spectrum, basis = np.zeros(rank, np.float32), np.eye(rank, dtype=np.float32)
    else:
        liked = ratings.data > 0
        likes = np.concatenate([[0], np.cumsum(liked)])[ratings.indptr]
        weight, target = np.float32(alpha), np.float32(1 + alpha) * liked
        penalised = np.maximum(np.diff(likes), 1)  # the vector of a row without likes is 0 at any penalty
        spectrum, basis = np.linalg.eigh(others.T @ others)  # in this basis G is a diagonal
    shift = (reg * penalised).astype(np.float32)[:, None] + np.maximum(spectrum, 0)  # (n_rows, rank)
    turned = np.concatenate([others @ basis, np.zeros((1, rank), np.float32)])  # the last fills up shorter rows
    solved = np.zeros((len(size), rank), np.float32)

    def solve(rows: Rows) -> None:
        place = np.arange(size[rows[-1]])
        at = np.minimum(ratings.indptr[rows][:, None] + place, len(target) - 1)  # (rows, most)
        Y = turned[np.where(place < size[rows][:, None], ratings.indices[at], len(others))]  # (rows, most, rank)
        wanted = target[at][:, :, None]
        if len(place) < rank:
            length = np.sqrt(shift[rows])
            Y /= length[:, None]
            transposed = Y.transpose(0, 2, 1)
            small = transposed @ np.linalg.solve(_shifted(Y @ transposed, weight, np.float32(1)), wanted)
            solved[rows] = small[:, :, 0] / length
        else:
            transposed = Y.transpose(0, 2, 1)
            solved[rows] = np.linalg.solve(_shifted(transposed @ Y, weight, shift[rows]), transposed @ wanted)[:, :, 0]

    for _ in threads.map(solve, _stacks(size)):
        pass
    return solved @ basis.T


def _shifted(products: Vectors, weight: np.float32, shift: Vectors | np.float32) -> Vectors:
    """Square matrices (rows, n, n), times `weight`, plus `shift` (rows, n) along their diagonals."""
    products *= weight
    diagonal = np.arange(products.shape[1])
    products[:, diagonal, diagonal] += shift
    return products


def _stacks(size: Rows) -> Iterator[Rows]:
    """The rows that have ratings, in stacks of about as many ratings each; the last of a stack has the most."""
    order = np.argsort(size, kind="stable")
    order = order[np.searchsorted(size[order], 1) :]
    start = 0
    while start < len(order):
        widest = order[start : start + max(1, STACK // int(size[order[start]]))][-1]
        end = start + max(1, STACK // int(size[widest]))
        yield order[start:end]
        start = end
