"""All recommenders together: trained, joined for each aim, saved and read back."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from data.movies import Catalogue
from data.random_movies import random_movies
from data.ratings import Histories
from data.synthetic import simulate
from recommender.als import ImplicitConfig
from recommender.models import AIMS, Models, ModelsConfig, train_models
from recommender.ranker import RankerConfig
from recommender.signals import FEATURES
from recommender.tower_config import TwoTowerConfig

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.slow]

TOWERS = TwoTowerConfig(dimension=8, epochs=4, batch_users=32)
CONFIG = ModelsConfig(
    als=ImplicitConfig(rank=8, iterations=4),
    two_tower=TOWERS,
    two_tower_next=TOWERS.model_copy(update={"cut": "time", "memory": 5.0}),
    ranker=RankerConfig(trees=10, min_leaf=20),
)


@pytest.fixture(scope="module")
def movies() -> Catalogue:
    return Catalogue(random_movies(150, seed=1))


@pytest.fixture(scope="module")
def ratings(movies: Catalogue) -> pd.DataFrame:
    return simulate(list(movies), 120, 30.0, seed=2)


@pytest.fixture(scope="module")
def overviews() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(150, 6)).astype(np.float32)


@pytest.fixture(scope="module")
def models(ratings: pd.DataFrame, movies: Catalogue, overviews: np.ndarray, spark: "SparkSession") -> Models:
    return train_models(ratings, movies, overviews, spark, CONFIG, seed=4)


def test_every_model_proposes_what_is_not_rated_for_each_aim(models: Models, ratings: pd.DataFrame) -> None:
    history = Histories(ratings)[5]
    for aim in AIMS:
        for name, generator in models.generators(aim).items():
            proposed = [candidate.movie_id for candidate in generator.generate(history, 10)]
            assert len(set(proposed)) == 10, name
            assert not set(proposed) & set(history.stars), name


def test_each_aim_has_towers_and_a_ranker_of_its_own(models: Models, ratings: pd.DataFrame) -> None:
    assert models.rankers["any"] != models.rankers["next"]
    assert models.rankers["any"].features == FEATURES
    assert models.base.towers["next"].fold.memory == 5.0  # type: ignore[union-attr]
    history = Histories(ratings)[5]
    assert models.blend("any").generate(history, 20) != models.blend("next").generate(history, 20)


def test_what_was_saved_proposes_the_same(
    models: Models, movies: Catalogue, ratings: pd.DataFrame, tmp_path: Path
) -> None:
    models.save(tmp_path)
    again = Models.load(tmp_path, movies, ratings)
    history = Histories(ratings)[7]
    for aim in AIMS:
        for name, generator in models.generators(aim).items():
            assert again.generators(aim)[name].generate(history, 20) == generator.generate(history, 20), name


def test_the_same_input_and_seed_give_the_same_lists_and_each_epoch_of_the_first_aim_is_told(
    models: Models, ratings: pd.DataFrame, movies: Catalogue, overviews: np.ndarray, spark: "SparkSession"
) -> None:
    told: list[int] = []
    again = train_models(
        ratings, movies, overviews, spark, CONFIG, 4, aims=("any",), on_epoch=lambda epoch, loss: told.append(epoch)
    )
    assert told == [1, 2, 3, 4]
    histories = Histories(ratings)
    for user in histories.users[:5].tolist():
        assert again.blend("any").generate(histories[user], 10) == models.blend("any").generate(histories[user], 10)


@pytest.mark.parametrize(
    "rows",
    [
        [(1, 1, 4.0, 0), (1, 2, 5.0, 1), (2, 2, 3.0, 0), (2, 3, 4.0, 5), (3, 1, 2.5, 9)],
        [(1, 1, 4.0, 0), (2, 2, 3.0, 0), (3, 1, 2.5, 9)],
    ],
    ids=["a handful", "one each"],
)
def test_a_handful_of_ratings_is_enough(
    rows: list[tuple[int, int, float, int]], movies: Catalogue, overviews: np.ndarray, spark: "SparkSession"
) -> None:
    few = pd.DataFrame(rows, columns=["user_id", "movie_id", "stars", "rated_at"]).astype({"stars": np.float32})
    models = train_models(few, movies, overviews, spark, CONFIG, seed=4)
    for aim in AIMS:
        assert len(models.blend(aim).generate(Histories(few)[1], 10)) == 10
