"""A map of items: places on a plane at which items that a model holds for alike lie side by side.

The layout is UMAP's (McInnes, Healy and Melville 2018): with q(d) = 1 / (1 + A d^2B) for how near two places are,
each item is drawn to its `NEIGHBOURS` nearest by cosine and pushed away from all others,

    descends  - sum over neighbours (i, j) log q(d_ij)  -  PUSHES * sum over drawn others (i, j) log(1 - q(d_ij)).

It differs in that neighbours count fully instead of by their distance, and that all items step at once, pushed by
partners that one permutation after the other draws. It starts from the two principal components, so that the coarse
picture is theirs: the decomposition alone leaves hardly any neighbours side by side.
"""

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows
from recommender.figures_map import principal_plane
from recommender.fold import Floats

Places = NDArray[np.float64]

NEIGHBOURS = 10
A, B = 1.577, 0.895  # the curve that UMAP fits for a smallest distance of 0.1
STEPS = 60
RATE = 0.5  # of the first step; it falls to 0
START = 2.0  # deviation of the places at first
PUSHES = 3  # drawn others for each neighbour
PARTNERS = 4  # how many of them a permutation stands for
LONGEST = 4.0  # of a force
SMALLEST = 1e-6
ROWS_AT_ONCE = 512


def layout(vectors: Floats, seed: int) -> Places:
    """Places (n, 2) of items from their vectors (n, rank); the longer side of the map reaches from 0 to 1.

    Few items, of which each is near to all others, stay at their principal components.
    """
    places, _ = principal_plane(vectors)
    if len(places) > NEIGHBOURS + 1:
        spread = places.std(axis=0).max()
        places = _arranged(START * places / max(spread, SMALLEST), nearest(vectors, NEIGHBOURS), seed)
    low = places.min(axis=0)
    scaled: Places = (places - low) / max(float((places.max(axis=0) - low).max()), SMALLEST)
    return scaled


def nearest(vectors: Floats, k: int) -> Rows:
    """The rows (n, k) of the k nearest others of each vector (n, rank) by cosine, in no order; n is more than k."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = (vectors / np.maximum(lengths, SMALLEST)).astype(np.float32)
    rows = np.empty((len(unit), k), np.int64)
    for start in range(0, len(unit), ROWS_AT_ONCE):
        cosines = unit[start : start + ROWS_AT_ONCE] @ unit.T
        here = np.arange(len(cosines))
        cosines[here, start + here] = -np.inf
        rows[start : start + ROWS_AT_ONCE] = np.argpartition(cosines, len(unit) - k, axis=1)[:, len(unit) - k :]
    return rows


def _arranged(places: Places, neighbours: Rows, seed: int) -> Places:
    draw = np.random.default_rng(seed)
    n, k = neighbours.shape
    mine, other = np.repeat(np.arange(n), k), neighbours.ravel()
    for step in range(STEPS):
        pull = attraction(places[mine] - places[other])
        move = _summed(other, pull, n) - _summed(mine, pull, n)
        for _ in range(PUSHES * k // PARTNERS):
            partner = draw.permutation(n)
            push = PARTNERS * repulsion(places - places[partner])
            move += push
            move[partner] -= push
        places = places + RATE * (1 - step / STEPS) * np.clip(2 * move / k, -LONGEST, LONGEST)
    return places


def attraction(apart: Places) -> Places:
    """The gradient (n, 2) of -log q at places so far apart (n, 2)."""
    squared = (apart**2).sum(axis=1, keepdims=True) + SMALLEST
    power = squared**B
    force: Places = 2 * A * B * power / squared / (1 + A * power) * apart
    return force.clip(-LONGEST, LONGEST)


def repulsion(apart: Places) -> Places:
    """The gradient (n, 2) of log(1 - q), bounded where two places are one, as UMAP does it."""
    squared = (apart**2).sum(axis=1, keepdims=True)
    force: Places = 2 * B / ((0.001 + squared) * (1 + A * squared**B)) * apart
    return force.clip(-LONGEST, LONGEST)


def _summed(rows: Rows, values: Places, n: int) -> Places:
    """The sums (n, 2) of values (m, 2) by their row."""
    return np.stack([np.bincount(rows, values[:, axis], n) for axis in (0, 1)], axis=1)
