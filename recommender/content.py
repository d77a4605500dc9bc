"""What the items that a person rated have in common, learned by ridge regression: it knows new items like any other.

Each user's choices x_u (1 for a rated item, 0 for the others) are predicted from what is known of the items, A
(n_items, n_features), less the mean of the rated items. In the `dimension` principal components P of the rated items'
A, with variances w (sums of squares), ridge regression has the closed form

    score_ui = P_i . sum over rated j of P_j / (w + reg)

that is, an item's vector P_i / sqrt(w + reg) times the sum of those of the rated items (`ItemFold`). No rating, vote or
popularity of the scored item itself goes into its score.
"""

import logging
import time

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.linalg import eigh
from scipy.sparse import csr_array, hstack
from scipy.sparse.linalg import LinearOperator, svds

from data.errors import BadInput
from data.ids import Ids, Rows
from data.movies import Catalogue
from recommender.factors import Factors
from recommender.features import Features, item_features
from recommender.fold import Floats, ItemFold

logger = logging.getLogger(__name__)

DENSE_ENTRIES = 250_000_000  # up to so many, items times facts, the table is written out: a gigabyte


class ContentConfig(BaseModel):
    """Hyper-parameters.

    Attributes:
        dimension: of the principal components.
        reg: penalty of the ridge regression.
        overview_weight: deviation of each entry of an overview's vector, beside the weights of `recommender.features`.
        min_feature_items: a feature that fewer items share is left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: int = Field(384, ge=1)
    reg: float = Field(200.0, gt=0)
    overview_weight: float = Field(0.2, ge=0)
    min_feature_items: int = Field(3, ge=1)


def train_content(ratings: pd.DataFrame, movies: Catalogue, overview_vectors: Floats, config: ContentConfig) -> Factors:
    """Learn which facts of items go together in people's choices.

    Args:
        ratings: a table of ratings.
        movies: the catalogue; it holds every rated movie.
        overview_vectors: (n_movies, any dimension) embeddings of what the movies are about, in the catalogue's order.
        config: hyper-parameters.

    Raises:
        BadInput: there are no ratings, or one of a movie outside the catalogue.
    """
    started = time.perf_counter()
    if len(ratings) == 0:
        raise BadInput("a content model got 0 ratings, needs at least 1: rank by popularity instead")
    users = Ids(ratings.user_id.to_numpy())
    rows = movies.ids.find(ratings.movie_id.to_numpy())
    if (rows < 0).any():
        raise BadInput(f"movie {ratings.movie_id.to_numpy()[rows < 0][0]} is rated but not in the catalogue")
    known = _known(item_features(movies, min_items=config.min_feature_items), overview_vectors, config.overview_weight)
    size = known.shape[1]
    find = _components if len(movies) * size <= DENSE_ENTRIES else _components_of_many
    positions, variances = find(known, np.unique(rows), config.dimension)
    vectors = (positions / np.sqrt(variances.clip(0) + config.reg)).astype(np.float32)
    chosen = csr_array((np.ones(len(rows), np.float32), (users.rows(ratings.user_id), rows)), (len(users), len(movies)))
    logger.info(
        "learned %d components of %d facts of %d items in %.1f s",
        *(vectors.shape[1], size, len(movies), time.perf_counter() - started),
    )
    return Factors(
        source="content",
        items=movies.ids,
        users=users,
        item_factors=vectors,
        user_factors=chosen @ vectors,
        item_bias=np.zeros(len(movies), np.float32),
        user_bias=np.zeros(len(users), np.float32),
        mean=0.0,
        fold=ItemFold(np.ones(len(movies), np.float32), tilt=0.0, typical=float(ratings.stars.mean())),
    )


def _known(features: Features, overview_vectors: Floats, overview_weight: float) -> csr_array:
    """(n_items, n_features + overview dimension) what is known of each item."""
    table = features.table
    shape = (len(table.starts) - 1, len(features.names))
    facts = csr_array((table.weights, table.columns, table.starts), shape=shape)
    spread = max(float(overview_vectors.std()), 1e-9) if overview_vectors.size else 1.0
    overviews = csr_array((overview_weight / spread * overview_vectors).astype(np.float32))
    return hstack([facts, overviews], format="csr")


def _components(known: csr_array, rated: Rows, dimension: int) -> tuple[Floats, NDArray[np.float64]]:
    """Where all items lie (n_items, rank) on the principal components of the rated ones; the variances (rank,)."""
    table = known.toarray()
    table -= table[rated].mean(axis=0)
    size = known.shape[1]
    kept = min(dimension, size, len(rated))
    if not kept:
        return np.zeros((len(table), 0), np.float32), np.zeros(0)
    variances, components = eigh(table[rated].T @ table[rated], subset_by_index=(size - kept, size - 1))
    return table @ components, variances


def _components_of_many(known: csr_array, rated: Rows, dimension: int) -> tuple[Floats, NDArray[np.float64]]:
    """The same by Lanczos' method, which never writes the whole table out."""
    of_rated = known[rated].astype(np.float64)
    mean = np.asarray(of_rated.mean(axis=0))
    centred = LinearOperator(
        of_rated.shape,
        matvec=lambda x: of_rated @ x.ravel() - mean @ x.ravel(),
        rmatvec=lambda y: of_rated.T @ y.ravel() - mean * y.sum(),
        dtype=np.float64,
    )
    rank = min(dimension, min(of_rated.shape) - 1)  # of one item less its mean, nothing is left
    if not rank:
        return np.zeros((known.shape[0], 0), np.float32), np.zeros(0)
    _, values, components = svds(centred, k=rank, v0=np.ones(min(of_rated.shape)))
    return known @ components.T - mean @ components.T, values**2
