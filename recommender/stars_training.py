"""Trains the predictor of stars: what is known of movies and people, one chain, and ratings held out for confidence."""

import logging
import time

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from data.errors import BadInput
from data.ids import Ids
from data.movies import Catalogue
from data.ratings import Histories
from recommender.bayes import BayesConfig, Draw, Known, sample
from recommender.bayes_features import movie_features, set_directions
from recommender.bayes_fold import Posterior
from recommender.bayes_gaussian import Matrix
from recommender.confidence import MIN_HELD_OUT, NORMAL_REACH, reach
from recommender.fold import Floats
from recommender.stars import StarPredictor

logger = logging.getLogger(__name__)


class StarsConfig(BaseModel):
    """Hyper-parameters.

    Attributes:
        chain: of the sampler.
        fact_rank: directions that are kept of the movies' facts.
        overview_rank: directions that are kept of their overviews.
        set_rank: directions that are kept of the sets of movies that people rated.
        min_feature_items: a fact that fewer movies share is left out.
        held_out: share of the ratings that a chain of its own does not see, to find how far intervals reach.
        held_out_samples: rounds that are kept of that chain.
        max_ratings: of more than that many, those of random users are learned from; time and memory do not grow beyond.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    chain: BayesConfig = BayesConfig()
    fact_rank: int = Field(150, ge=1)
    overview_rank: int = Field(100, ge=1)
    set_rank: int = Field(100, ge=1)
    min_feature_items: int = Field(5, ge=1)
    held_out: float = Field(0.1, ge=0, lt=1)
    held_out_samples: int = Field(6, ge=2)
    max_ratings: int = Field(2_000_000, ge=1)


def train_stars(
    ratings: pd.DataFrame, movies: Catalogue, overview_vectors: Floats, config: StarsConfig, seed: int
) -> StarPredictor:
    """Learn how many stars people give.

    Args:
        ratings: table of ratings (`data.ratings`).
        movies: the catalogue; it holds every rated movie.
        overview_vectors: (n_movies, any dimension) embeddings of what the movies are about, in the catalogue's order; a
            row of zeros where nothing is known.
        config: hyper-parameters.
        seed: same seed and input, same predictions.

    Raises:
        BadInput: there are no ratings, one of a movie outside the catalogue, or another number of overview vectors.
    """
    started = time.perf_counter()
    if len(ratings) == 0:
        raise BadInput("the predictor of stars got 0 ratings, needs at least 1: give a table with ratings")
    if len(overview_vectors) != len(movies):
        raise BadInput(
            f"got {len(overview_vectors)} overview vectors for {len(movies)} movies: embed the catalogue again"
        )
    outside = movies.ids.find(ratings.movie_id.to_numpy()) < 0
    if outside.any():
        raise BadInput(
            f"movie {ratings.movie_id.to_numpy()[outside][0]} is rated but not in the catalogue: add it, or leave its"
            " ratings out"
        )
    rng = np.random.default_rng(seed)
    in_order = ratings.sort_values(["user_id", "movie_id"], kind="stable")  # the file's order does not matter
    learned = _of_some_users(in_order, config.max_ratings, rng)
    features = movie_features(
        movies,
        overview_vectors,
        fact_rank=config.fact_rank,
        overview_rank=config.overview_rank,
        min_items=config.min_feature_items,
        seed=seed,
    )
    posterior = _learn(learned, movies.ids, features, config, config.chain, seed)
    found = _reach(learned, rng.random(len(learned)) < config.held_out, movies.ids, features, config, seed)
    logger.info(
        "trained the predictor of stars on %d ratings in %.1f s; its intervals reach %.2f deviations",
        *(len(learned), time.perf_counter() - started, found),
    )
    return StarPredictor(posterior, found, Histories(ratings))


def _of_some_users(ratings: pd.DataFrame, most: int, rng: np.random.Generator) -> pd.DataFrame:
    """The ratings of users drawn at random until the next would have more than `most` in all; at least one user's."""
    if len(ratings) <= most:
        return ratings
    users = Ids(ratings.user_id.to_numpy())
    rows = users.rows(ratings.user_id.to_numpy())
    order = rng.permutation(len(users))
    taken = np.zeros(len(users), np.bool_)
    taken[order] = np.cumsum(np.bincount(rows)[order]) <= most
    taken[order[0]] = True
    return ratings[taken[rows]]


def _learn(
    ratings: pd.DataFrame, items: Ids, features: Matrix, config: StarsConfig, chain: BayesConfig, seed: int
) -> Posterior:
    users = Ids(ratings.user_id.to_numpy())
    user_rows, item_rows = users.rows(ratings.user_id.to_numpy()), items.rows(ratings.movie_id.to_numpy())
    directions = set_directions(user_rows, item_rows, len(items), rank=config.set_rank, seed=seed)
    sets = np.zeros((len(users), directions.shape[1]))
    np.add.at(sets, user_rows, directions[item_rows])
    sets /= np.bincount(user_rows)[:, None] ** 0.5
    known = Known(user_rows, item_rows, ratings.stars.to_numpy(dtype=np.float64), sets, features)
    mean, draws = sample(known, chain, seed)
    return _posterior(items, mean, chain, directions, draws)


def _posterior(items: Ids, mean: float, chain: BayesConfig, directions: Matrix, draws: list[Draw]) -> Posterior:
    """The kept rounds together, with a movie that nobody knows: the mean of all movies, as uncertain as they differ."""
    item_mean = np.stack([draw.item_mean for draw in draws])
    item_variance = np.stack([draw.item_variance for draw in draws])
    any_mean = item_mean.mean(axis=1, keepdims=True)
    any_variance = item_variance.mean(axis=1, keepdims=True) + item_mean.var(axis=1, keepdims=True)
    return Posterior(
        items=items,
        mean=mean,
        noise_shape=chain.noise_shape,
        item_mean=np.concatenate([item_mean, any_mean], axis=1).astype(np.float32),
        item_variance=np.concatenate([item_variance, any_variance], axis=1).astype(np.float32),
        directions=np.vstack([directions, np.zeros((1, directions.shape[1]))]).astype(np.float32),
        user_centre=np.stack([draw.user_centre for draw in draws]),
        user_weights=np.stack([draw.user_weights for draw in draws]),
        user_precision=np.stack([draw.user_precision for draw in draws]),
        noise_rate=np.array([draw.noise_rate for draw in draws]),
    )


def _reach(
    ratings: pd.DataFrame, away: NDArray[np.bool_], items: Ids, features: Matrix, config: StarsConfig, seed: int
) -> float:
    """How far intervals reach, by the ratings that are `away` (n,) while another chain learns from the others."""
    if away.sum() < MIN_HELD_OUT:
        return NORMAL_REACH
    kept, held_out = ratings[~away], ratings[away]
    chain = config.chain.model_copy(update={"samples": config.held_out_samples})
    predictor = StarPredictor(_learn(kept, items, features, config, chain, seed), NORMAL_REACH, Histories(kept))
    stars, deviations = predictor.moments(held_out.user_id.to_numpy(), held_out.movie_id.to_numpy())
    return reach(held_out.stars.to_numpy(dtype=np.float64) - stars, deviations)
