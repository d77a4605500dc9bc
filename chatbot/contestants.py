"""The models that `evaluate` compares, trained on a part of the ratings: the one place that says which they are."""

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.movies import Catalogue
from recommender.als import ExplicitConfig, train_explicit
from recommender.candidates import Aim, CandidateGenerator
from recommender.evaluate import Predict
from recommender.factors import Factors
from recommender.models import ModelsConfig, train_models
from recommender.star_baselines import Additive, SparkAls
from recommender.stars import StarPredictor
from recommender.stars_als import AlsStars
from recommender.stars_training import StarsConfig, train_stars
from recommender.tower_config import TwoTowerConfig
from recommender.two_tower import train_two_tower

if TYPE_CHECKING:
    from recommender.spark import SparkSession

RANKERS = ModelsConfig().model_dump_json()
ALS = ExplicitConfig().model_dump_json()
PREDICTORS = ALS + StarsConfig().model_dump_json()
BPR = TwoTowerConfig(loss="bpr", epochs=10, batch_users=32)


@dataclasses.dataclass(frozen=True)
class Rankers:
    """Trained models that rank.

    Attributes:
        models: by name, in the order of the report.
        served: the name of the one that answers.
        als: the factors that the map shows.
        losses: table model, epoch, loss of what gradient steps trained.
    """

    models: Mapping[str, CandidateGenerator]
    served: str
    als: Factors
    losses: pd.DataFrame


@dataclasses.dataclass(frozen=True)
class Predictors:
    """Trained models that predict stars.

    Attributes:
        models: by name, in the order of the report.
        served: the one that answers, which knows how sure it is.
    """

    models: Mapping[str, Predict]
    served: StarPredictor


def train_rankers(
    ratings: pd.DataFrame, movies: Catalogue, vectors: NDArray[np.float32], spark: "SparkSession", aim: Aim, seed: int
) -> Rankers:
    """Train all models that rank.

    Args:
        ratings: those to learn from.
        movies: the catalogue.
        vectors: (n_movies, dimension) of the texts, in the catalogue's order.
        spark: an open session.
        aim: what is to be ranked.
        seed: of everything drawn at random.
    """
    losses = Losses(f"two-tower, {aim}")
    trained = train_models(ratings, movies, vectors, spark, ModelsConfig(), seed, (aim,), losses.add)
    models = trained.generators(aim)
    return Rankers(dict(reversed(models.items())), "blend", trained.base.als, losses.table())


def train_by_pairs(ratings: pd.DataFrame, movies: Catalogue, vectors: NDArray[np.float32], seed: int) -> pd.DataFrame:
    """The losses of two towers that learn by pairs (BPR), to be drawn beside those of the softmax that serves."""
    losses = Losses("two-tower, BPR")
    train_two_tower(ratings, movies, vectors, BPR, seed, losses.add)
    return losses.table()


class Losses:
    """Takes down the loss of each epoch of one model."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._rows: list[tuple[str, int, float]] = []

    def add(self, epoch: int, loss: float) -> None:
        """Take down one epoch."""
        self._rows.append((self._model, epoch, loss))

    def table(self) -> pd.DataFrame:
        """Table model, epoch, loss."""
        return pd.DataFrame(self._rows, columns=["model", "epoch", "loss"])


def train_predictors(
    ratings: pd.DataFrame, movies: Catalogue, vectors: NDArray[np.float32], spark: "SparkSession", seed: int
) -> Predictors:
    """Train all models that predict stars, from the mean to the one that answers; see `train_rankers`."""
    config = ExplicitConfig()
    mean = float(ratings.stars.mean())
    biases = Additive.train(ratings, config.shrinkage)
    alone = SparkAls.train(ratings, spark, seed)
    upon = SparkAls.train(
        ratings, spark, seed, upon=biases, rank=config.rank, reg=config.reg, iterations=config.iterations
    )
    chosen = AlsStars(train_explicit(ratings, spark, config, seed))
    bayesian = train_stars(ratings, movies, vectors, StarsConfig(), seed)
    models: dict[str, Predict] = {
        "mean": lambda pairs: np.full(len(pairs), mean),
        "Spark ALS alone": alone.predict,
        "biases": biases.predict,
        "biases + ALS": upon.predict,
        "biases + ALS + choices": lambda pairs: chosen.predict(pairs.user_id, pairs.movie_id),
        "Bayesian": lambda pairs: bayesian.predict(pairs.user_id, pairs.movie_id),
    }
    return Predictors(models, bayesian)
