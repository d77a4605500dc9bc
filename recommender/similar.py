"""Which items are like an item, by the vectors that a model gives them.

    cosine      a . b / (|a| |b|)        alike in direction: the same people like both; -1 to 1
    closeness   1 / (1 + |a - b|)        near each other: about as many people like both, too; above 0, up to 1

Item factors say who likes an item. The vectors of a history tower (`HistoryFold.chosen`) say what else somebody likes
who has rated it.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from data.ids import Ids
from data.movies import MovieId
from recommender.factors import top_k
from recommender.fold import Floats

SHORTEST = 1e-9  # length of a vector: below it, it has no direction

Likeness: TypeAlias = Callable[[Floats, int], Floats]  # vectors (n_items, rank) and a row to (n_items,)


def cosine(vectors: Floats, row: int) -> Floats:
    """Cosines (n_items,), -1 to 1, of all vectors (n_items, rank) with that of a row; 0 with a vector of zeros."""
    lengths = np.linalg.norm(vectors, axis=1)
    cosines: Floats = vectors @ vectors[row] / np.maximum(lengths * lengths[row], SHORTEST)
    return cosines


def closeness(vectors: Floats, row: int) -> Floats:
    """1 / (1 + Euclidean distance) (n_items,), above 0 and up to 1, of all vectors (n_items, rank) to that of a row."""
    near: Floats = 1 / (1 + np.linalg.norm(vectors - vectors[row], axis=1))
    return near


def neighbours(
    items: Ids, vectors: Floats, movie_id: MovieId, k: int, likeness: Likeness = cosine
) -> list[tuple[MovieId, float]]:
    """The `k` items most like an item, the most like first, each with its likeness.

    Args:
        items: the ids behind the rows of `vectors`.
        vectors: (n_items, rank).
        movie_id: the item; nothing is like one whose vector is all zeros, of which the model has learned nothing.
        k: how many; fewer come back only where there are no more.
        likeness: `cosine` or `closeness`.

    Raises:
        KeyError: `items` lacks the item.
    """
    row = items.row(movie_id)
    if not vectors[row].any():
        return []
    scores = likeness(vectors, row)
    return [
        (int(items.values[near]), float(scores[near])) for near in top_k(scores, k, without=np.array([row]), among=None)
    ]
