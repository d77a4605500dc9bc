"""What is known beside the stars: facts and overviews of movies, and which movies a person rated.

These are tables with far more columns than matter; what is kept are the directions in which their rows differ most,
found by a randomised singular value decomposition (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1), with
their lengths as they are: the less rows differ in a direction, the less a weight can make of it.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from data.ids import Rows
from data.movies import Catalogue
from recommender.features import item_features
from recommender.fold import Floats

OVERSAMPLING = 10
POWER_ROUNDS = 4
MIN_VOTES = 5  # the mean of fewer says little
VOTE_STEP = 0.5


def movie_features(
    movies: Catalogue, overview_vectors: Floats, *, fact_rank: int, overview_rank: int, min_items: int, seed: int
) -> NDArray[np.float64]:
    """Facts and overviews of all movies as a dense table.

    Args:
        movies: the catalogue.
        overview_vectors: (n_movies, dimension) embeddings of the overviews, in the catalogue's order; a row of zeros
            where nothing is known.
        fact_rank: directions that are kept of the facts.
        overview_rank: directions that are kept of the overviews.
        min_items: a fact that fewer movies share is left out.
        seed: of the decomposition.

    Returns:
        (n_movies, at most fact_rank + overview_rank): the facts along their main directions, then the overviews, less
        their mean, along theirs.
    """
    features = item_features(movies, min_items=min_items)
    shared = sparse.csr_array(
        (features.table.weights.astype(np.float64), features.table.columns, features.table.starts),
        shape=(len(movies), len(features.names)),
    )
    facts = sparse.hstack([shared, _votes(movies)]).tocsr()
    overviews = np.asarray(overview_vectors, dtype=np.float64)
    told: NDArray[np.bool_] = (overviews != 0).any(axis=1)
    if told.any():
        overviews = np.where(told[:, None], overviews - overviews[told].mean(axis=0), 0.0)
    return np.hstack(
        [facts @ main_directions(facts, fact_rank, seed), overviews @ main_directions(overviews, overview_rank, seed)]
    )


def _votes(movies: Catalogue) -> sparse.csr_array:
    """(n_movies, n_spans) one for the span of the mean vote, 0 to 10, and one for that of the number of votes."""
    spans: dict[tuple[str, int], int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, movie in enumerate(movies):
        if movie.vote_count is None:
            continue
        facts = [("votes", int(np.log2(1 + movie.vote_count)))]
        if movie.vote_count >= MIN_VOTES and movie.vote_average is not None:
            facts.append(("average", round(movie.vote_average / VOTE_STEP)))
        for fact in facts:
            rows.append(row)
            columns.append(spans.setdefault(fact, len(spans)))
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(movies), len(spans)))


def set_directions(user_rows: Rows, item_rows: Rows, n_items: int, *, rank: int, seed: int) -> NDArray[np.float64]:
    """The directions in which the sets of movies that people rated differ most.

    Args:
        user_rows: (n,) row of each rating's user.
        item_rows: (n,) row of its movie.
        n_items: how many movies there are.
        rank: directions that are kept.
        seed: of the decomposition.

    Returns:
        (n_items, at most rank) orthonormal columns P. What a set N of movies is as features is the sum of their rows
        over the square root of their number, as in SVD++ (Koren 2008, equation 15).
    """
    weights = np.bincount(user_rows)[user_rows] ** -0.5
    sets = sparse.csr_array((weights, (user_rows, item_rows)), shape=(int(user_rows.max()) + 1, n_items))
    return main_directions(sets, rank, seed)


def main_directions(table: sparse.csr_array | NDArray[np.float64], rank: int, seed: int) -> NDArray[np.float64]:
    """The right singular vectors of the largest singular values of a table (n, p).

    Args:
        table: (n, p).
        rank: how many; fewer come back where the table has no more.
        seed: of the random directions that the search starts from.

    Returns:
        (p, at most rank) orthonormal columns, the largest singular value first.
    """
    n, p = table.shape
    width = min(rank + OVERSAMPLING, n, p)
    if width == 0:
        return np.zeros((p, 0))
    basis = np.linalg.qr(table @ np.random.default_rng(seed).normal(size=(p, width)))[0]  # (n, width)
    for _ in range(POWER_ROUNDS):
        basis = np.linalg.qr(table @ np.linalg.qr(table.T @ basis)[0])[0]
    _, lengths, directions = np.linalg.svd((table.T @ basis).T, full_matrices=False)
    real = lengths > lengths[0] * 1e-9
    found: NDArray[np.float64] = directions[:rank][real[:rank]].T
    return found
