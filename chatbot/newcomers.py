"""What to ask somebody new to rate first: films that they are likely to know and whose stars tell most about them.

People's vectors in ALS have a covariance S. A rating of a film with vector v narrows it, so that S becomes

    S - S v v' S / (noise + v' S v)

and what it tells, if the film is known, is log(1 + v' S v / noise) (Bayesian D-optimal design; Chaloner and Verdinelli
1995). The next film is the one with the largest product of this, the number of people who know it, and how unlike it is
to those asked about with it: 1 less the greatest correlation, among people, of what ALS says of the two. The noise is
what people differ over an average film of the pool.
"""

from collections.abc import Collection, Mapping

import numpy as np

from data.movies import MovieId
from recommender.factors import Factors
from recommender.fold import Floats

POOL = 200  # the best known films that are open
LEAST = 1e-9  # noise, where all people are alike


def telling(
    factors: Factors, known: Mapping[MovieId, int], rated: Collection[MovieId], passed: Collection[MovieId], k: int
) -> list[MovieId]:
    """The `k` films to ask about next, the first one first; fewer where there are no more.

    Args:
        factors: people and films.
        known: how many people rated each film.
        rated: films whose stars are known already: what they tell need not be asked again.
        passed: films that were asked about and are not known to the person.
        k: how many.
    """
    closed = {*rated, *passed}
    open_ones = [movie_id for movie_id in known if movie_id not in closed and movie_id in factors.items]
    pool = sorted(open_ones, key=lambda movie_id: (-known[movie_id], movie_id))[:POOL]
    if not pool or len(factors.users) < 2:
        return pool[:k]
    vectors = factors.item_factors[factors.items.rows(pool)].astype(np.float64)  # (n_pool, rank)
    people = np.array([known[movie_id] for movie_id in pool], np.float64)  # (n_pool,)
    before = np.cov(factors.user_factors, rowvar=False).reshape(vectors.shape[1], -1)  # (rank, rank)
    noise = max(float(_variances(vectors, before).mean()), LEAST)
    spread, rows = before, factors.items.find(np.fromiter(rated, np.int64, len(rated)))
    for vector in factors.item_factors[rows[rows >= 0]].astype(np.float64):
        spread = _narrowed(spread, vector, noise)
    deviation = np.sqrt(np.maximum(_variances(vectors, before), LEAST))  # (n_pool,)
    unlike = np.ones(len(pool))
    chosen: list[int] = []
    for _ in range(min(k, len(pool))):
        worth = people * np.log1p(_variances(vectors, spread) / noise) * unlike
        worth[chosen] = -1.0
        best = int(worth.argmax())
        chosen.append(best)
        alike = vectors @ before @ vectors[best] / (deviation * deviation[best])
        unlike = np.minimum(unlike, np.clip(1 - alike, 0, 1))
        spread = _narrowed(spread, vectors[best], noise)
    return [pool[at] for at in chosen]


def _variances(vectors: Floats, spread: Floats) -> Floats:
    """(n,) how much people differ over each of the films (n, rank)."""
    variances: Floats = np.maximum(np.einsum("nr,rs,ns->n", vectors, spread, vectors, optimize=True), 0.0)
    return variances


def _narrowed(spread: Floats, vector: Floats, noise: float) -> Floats:
    """What is unknown of a person (rank, rank) once they rated the film of that vector (rank,)."""
    seen = spread @ vector
    narrowed: Floats = spread - np.outer(seen, seen) / (noise + vector @ seen)
    return narrowed
