"""What every model that learns tastes must do, on a checkerboard of ratings where only one answer is right.

Half of the users rate black movies and half rate white ones, each most of them. What is missing of their own colour is
what they are to be recommended, before anything of the other. Nothing but the ratings tells the colours apart.
"""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS, Histories, History
from recommender.als import ImplicitConfig
from recommender.candidates import Candidate, CandidateGenerator
from recommender.ease import EaseConfig
from recommender.factors import Factors
from recommender.models import Models, ModelsConfig, train_models
from recommender.tower_config import TwoTowerConfig

if TYPE_CHECKING:
    from pyspark.ml.recommendation import ALSModel
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.slow]

N_USERS, PER_COLOUR, RATED = 200, 20, 14
IDS = [7 * row + 3 for row in range(2 * PER_COLOUR)]  # black and white in turn
BLACK, WHITE = IDS[::2], IDS[1::2]
COLOURS = (BLACK, WHITE)
FACTORS = ImplicitConfig(rank=2, reg=0.1, alpha=2.0, iterations=8)  # as many as there are colours
CONFIG = ModelsConfig(
    als=FACTORS,
    two_tower=TwoTowerConfig(dimension=8, epochs=40, batch_users=16, learning_rate=0.02),
    ease=EaseConfig(dimension=2, reg=10.0),
)
LEARNERS = ("als", "two-tower", "ease")  # "popular" and "content" cannot tell the colours apart
MODELS = (*LEARNERS, "blend")


def train(ratings: pd.DataFrame, spark: "SparkSession", seed: int) -> Models:
    movies = Catalogue(Movie(movie_id, f"Movie {movie_id}", 2000, ()) for movie_id in IDS)
    return train_models(ratings, movies, np.zeros((len(IDS), 0), np.float32), spark, CONFIG, seed, aims=("any",))


@pytest.fixture(scope="module")
def ratings() -> pd.DataFrame:
    """User u rates `RATED` of the `PER_COLOUR` movies of colour u % 2, mostly highly, in any order."""
    draw = np.random.default_rng(11)
    rows = [
        (user, movie_id, float(draw.choice([3.0, 4.0, 4.5, 5.0])), 1_000_000 + place)
        for user in range(N_USERS)
        for place, movie_id in enumerate(draw.choice(COLOURS[user % 2], RATED, replace=False).tolist())
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


@pytest.fixture(scope="module")
def models(ratings: pd.DataFrame, spark: "SparkSession") -> Models:
    return train(ratings, spark, seed=5)


@pytest.fixture(scope="module")
def again(ratings: pd.DataFrame, spark: "SparkSession") -> Models:
    return train(ratings, spark, seed=5)


def ids(candidates: Sequence[Candidate]) -> list[int]:
    return [candidate.movie_id for candidate in candidates]


def lead(candidates: Sequence[Candidate], movies: Sequence[int]) -> float:
    """How much better those of the movies that are in the list score than the rest of the list, on average."""
    theirs = [candidate.score for candidate in candidates if candidate.movie_id in movies]
    return float(np.mean(theirs) - np.mean([one.score for one in candidates if one.movie_id not in movies]))


@pytest.mark.parametrize("name", MODELS)
def test_each_user_of_the_training_gets_the_missing_movies_of_the_own_colour(
    name: str, models: Models, ratings: pd.DataFrame
) -> None:
    histories = Histories(ratings)
    for user in range(N_USERS):
        missing = set(COLOURS[user % 2]) - histories[user].stars.keys()
        assert set(ids(models.generators("any")[name].generate(histories[user], PER_COLOUR - RATED))) == missing, user


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("rated", [1, 2, 5, 10])
def test_a_newcomer_gets_the_rest_of_the_colour_of_a_few_ratings(name: str, rated: int, models: Models) -> None:
    draw = np.random.default_rng(rated)
    for own in COLOURS:
        told = draw.choice(own, rated, replace=False).tolist()
        found = ids(
            models.generators("any")[name].generate(History(None, dict.fromkeys(told, 4.5)), PER_COLOUR - rated)
        )
        assert set(found) == set(own) - set(told)


def after_each_like(model: CandidateGenerator, own: Sequence[int], liked: Sequence[int]) -> list[list[Candidate]]:
    """The list for two ratings of a colour, and that after each further like."""
    stars = dict.fromkeys(own[:2], 4.5)
    lists = [model.generate(History(None, stars), len(IDS))]
    for movie_id in liked:
        stars = {**stars, movie_id: 5.0}
        lists.append(model.generate(History(None, stars), len(IDS)))
    return lists


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("own", "other"), [(BLACK, WHITE), (WHITE, BLACK)])
def test_likes_of_the_other_colour_turn_the_list_round(
    name: str, own: list[int], other: list[int], models: Models
) -> None:
    lists = after_each_like(models.generators("any")[name], own, other[:4])
    assert lists[0][0].movie_id in own
    assert lists[-1][0].movie_id in other
    for before, after in itertools.pairwise(lists):
        scores = {candidate.movie_id: candidate.score for candidate in before}
        assert any(candidate.score != scores[candidate.movie_id] for candidate in after)


@pytest.mark.parametrize("name", LEARNERS)
@pytest.mark.parametrize(("own", "other"), [(BLACK, WHITE), (WHITE, BLACK)])
def test_each_like_of_the_other_colour_moves_the_next_list_towards_it(
    name: str, own: list[int], other: list[int], models: Models
) -> None:
    lists = after_each_like(models.generators("any")[name], own, other[:4])
    assert all(lead(after, other) > lead(before, other) for before, after in itertools.pairwise(lists))


@pytest.mark.parametrize("name", MODELS)
def test_the_same_ratings_and_seed_give_the_same_lists(
    name: str, models: Models, again: Models, ratings: pd.DataFrame
) -> None:
    histories = Histories(ratings)
    for user in range(0, N_USERS, 17):
        first, second = (one.generators("any")[name].generate(histories[user], len(IDS)) for one in (models, again))
        np.testing.assert_allclose(
            [one.score for one in sorted(first, key=lambda one: one.movie_id)],
            [one.score for one in sorted(second, key=lambda one: one.movie_id)],
            atol=1e-5,
        )


@pytest.mark.parametrize("name", LEARNERS)
def test_shares_add_up_to_the_score_and_the_own_colour_carries_it(name: str, models: Models) -> None:
    model = models.generators("any")[name]
    assert isinstance(model, Factors)
    history = History(None, {**dict.fromkeys(BLACK[:4], 4.5), **dict.fromkeys(WHITE[:2], 4.5)})
    scores = dict(zip(model.items, model.scores(history).tolist(), strict=True))
    for movie_id in IDS:
        shares = model.explain(history, movie_id)
        assert shares.score == pytest.approx(scores[movie_id], abs=1e-4)
        assert shares.by_item.keys() == history.stars.keys()
    black = model.explain(history, BLACK[9]).by_item
    assert min(black[movie_id] for movie_id in BLACK[:4]) > max(black[movie_id] for movie_id in WHITE[:2])


@pytest.fixture(scope="module")
def bare(ratings: pd.DataFrame, spark: "SparkSession") -> "ALSModel":
    """Spark's own model, with nothing of ours around it; no rating is a dislike here."""
    from pyspark.ml.recommendation import ALS

    columns = {
        "user": ratings.user_id.to_numpy(np.int32),
        "item": np.searchsorted(IDS, ratings.movie_id).astype(np.int32),
        "value": np.ones(len(ratings), np.float32),
    }
    als = ALS(userCol="user", itemCol="item", ratingCol="value", implicitPrefs=True, alpha=FACTORS.alpha, seed=5)
    als = als.setRank(FACTORS.rank).setRegParam(FACTORS.reg).setMaxIter(FACTORS.iterations).setNumBlocks(2)
    return als.fit(spark.createDataFrame(pa.table(columns)))


def test_scores_of_training_users_are_what_spark_predicts(
    bare: "ALSModel", models: Models, ratings: pd.DataFrame, spark: "SparkSession"
) -> None:
    users, items = np.divmod(np.arange(N_USERS * len(IDS), dtype=np.int32), len(IDS))
    predicted = bare.transform(spark.createDataFrame(pa.table({"user": users, "item": items}))).toPandas()
    table = predicted.pivot(index="user", columns="item", values="prediction").to_numpy()
    histories = Histories(ratings)
    solved = [models.base.als.scores(histories[user]) for user in range(N_USERS)]
    np.testing.assert_allclose(solved, table, atol=1e-4)
    np.testing.assert_allclose(models.base.als.user_factors @ models.base.als.item_factors.T, table, atol=1e-4)


def test_lists_of_training_users_are_those_of_spark_less_what_they_rated(
    bare: "ALSModel", models: Models, ratings: pd.DataFrame
) -> None:
    lists = bare.recommendForAllUsers(len(IDS)).toPandas().set_index("user").recommendations
    histories = Histories(ratings)
    for user in range(N_USERS):
        scored = {IDS[item]: score for item, score in map(dict.values, lists[user])}
        expected = {movie_id: score for movie_id, score in scored.items() if movie_id not in histories[user].stars}
        found = models.base.als.generate(histories[user], 10)
        best = sorted(expected.values(), reverse=True)[:10]
        np.testing.assert_allclose([candidate.score for candidate in found], best, atol=1e-4)
        for candidate in found:
            assert candidate.score == pytest.approx(expected[candidate.movie_id], abs=1e-4)


def test_als_solves_for_a_newcomer_as_weighted_least_squares_over_all_items_do(models: Models) -> None:
    V = models.base.als.item_factors.astype(np.float64)
    draw = np.random.default_rng(3)
    for _ in range(10):
        rated = draw.random(len(IDS)) < 0.3
        told = {movie_id: 4.0 for movie_id, is_rated in zip(IDS, rated, strict=True) if is_rated}
        confidence = np.diag(1 + FACTORS.alpha * rated)  # of every item (Hu, Koren and Volinsky 2008)
        penalty = FACTORS.reg * len(told) * np.eye(FACTORS.rank)
        user = np.linalg.solve(V.T @ confidence @ V + penalty, V.T @ confidence @ rated)
        np.testing.assert_allclose(models.base.als.scores(History(None, told)), V @ user, atol=1e-5)
