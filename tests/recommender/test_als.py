"""Spark's factors beside NumPy's: the same objective, worked out with dense matrices."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from data.errors import BadInput
from data.ratings import Histories, empty_ratings
from recommender.als import ExplicitConfig, ImplicitConfig, factorise, train_explicit, train_implicit
from recommender.factors import Factors
from recommender.fold import RidgeFold
from recommender.stars_als import AlsStars

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Matrix = NDArray[np.float64] | NDArray[np.float32]

pytestmark = [pytest.mark.spark, pytest.mark.slow]

N_USERS, N_ITEMS, RANK, ALPHA = 40, 25, 3, 2.0


@pytest.fixture(scope="module")
def ratings() -> pd.DataFrame:
    """Stars with three tastes in them; who rates what depends on the taste too. Movie ids have gaps."""
    rng = np.random.default_rng(8)
    tastes, themes = rng.normal(size=(N_USERS, RANK)), rng.normal(size=(N_ITEMS, RANK))
    liking = tastes @ themes.T / np.sqrt(RANK)
    rated = liking + rng.normal(size=liking.shape) > 0.2
    rated[np.arange(N_USERS), np.arange(N_USERS) % N_ITEMS] = True  # nobody is left out, and no movie is
    users, items = np.nonzero(rated)
    stars = np.clip(np.round(2 * (3.4 + 0.8 * liking[users, items])) / 2, 0.5, 5.0)
    return pd.DataFrame(
        {"user_id": users + 100, "movie_id": 7 * items, "stars": stars.astype(np.float32), "rated_at": 0}
    )


@pytest.fixture(scope="module")
def implicit(ratings: pd.DataFrame, spark: "SparkSession") -> Factors:
    return train_implicit(ratings, spark, ImplicitConfig(rank=RANK, alpha=ALPHA, disliked_at=2.0), seed=1)


@pytest.fixture(scope="module")
def explicit(ratings: pd.DataFrame, spark: "SparkSession") -> Factors:
    return train_explicit(ratings, spark, ExplicitConfig(rank=RANK, chosen=ImplicitConfig(rank=2)), seed=1)


def dense(ratings: pd.DataFrame) -> tuple[Matrix, Matrix]:
    """Stars (n_users, n_items), and 1 where there are any."""
    stars, rated = np.zeros((N_USERS, N_ITEMS)), np.zeros((N_USERS, N_ITEMS))
    rows = (ratings.user_id.to_numpy() - 100, ratings.movie_id.to_numpy() // 7)
    stars[rows], rated[rows] = ratings.stars, 1.0
    return stars, rated


def objective(U: Matrix, V: Matrix, target: Matrix, confidence: Matrix, counted: Matrix, reg: float) -> float:
    penalty = (counted.sum(axis=1) @ (U**2).sum(axis=1)) + (counted.sum(axis=0) @ (V**2).sum(axis=1))
    return float((confidence * (target - U @ V.T) ** 2).sum() + reg * penalty)


def reference_als(
    target: Matrix, confidence: Matrix, counted: Matrix, reg: float, rounds: int
) -> tuple[Matrix, Matrix]:
    """Weighted least squares for each row in turn, without any shortcut."""

    def solve(Y: Matrix, target: Matrix, confidence: Matrix, counted: Matrix) -> Matrix:
        return np.array(
            [
                np.linalg.solve(Y.T @ np.diag(c) @ Y + reg * n.sum() * np.eye(Y.shape[1]), Y.T @ (c * t))
                for t, c, n in zip(target, confidence, counted, strict=True)
            ]
        )

    U = np.abs(np.random.default_rng(0).normal(size=(len(target), RANK)))
    for _ in range(rounds):
        V = solve(U, target.T, confidence.T, counted.T)
        U = solve(V, target, confidence, counted)
    return U, V


def problem(ratings: pd.DataFrame, kind: str) -> tuple[Matrix, Matrix, Matrix, NDArray[np.float64]]:
    """Target, confidence and what counts for the penalty, all (n_users, n_items), and the values (n,) for Spark."""
    stars, rated = dense(ratings)
    if kind == "explicit":
        target = (stars - 3.4) * rated
        return target, rated, rated, ratings.stars.to_numpy(np.float64) - 3.4
    liked = rated * (stars > 2.0)
    return liked, 1 + ALPHA * rated, liked, np.where(ratings.stars > 2.0, 1.0, -1.0)


@pytest.mark.parametrize("kind", ["explicit", "implicit"])
def test_spark_reaches_the_objective_of_a_plain_numpy_als(
    kind: str, ratings: pd.DataFrame, spark: "SparkSession"
) -> None:
    target, confidence, counted, values = problem(ratings, kind)
    users, items = ratings.user_id.to_numpy() - 100, ratings.movie_id.to_numpy() // 7
    reg, alpha = 0.1, ALPHA if kind == "implicit" else None
    reached = []
    for iterations in (1, 3, 40):
        V, U = factorise(users, items, values, spark, rank=RANK, reg=reg, iterations=iterations, seed=3, alpha=alpha)
        reached.append(objective(U, V, target, confidence, counted, reg))
    expected = objective(*reference_als(target, confidence, counted, reg, rounds=40), target, confidence, counted, reg)
    assert reached == sorted(reached, reverse=True)
    assert reached[-1] == pytest.approx(expected, rel=1e-3)


def test_fold_in_gives_back_the_user_factors_of_implicit_als(implicit: Factors, ratings: pd.DataFrame) -> None:
    histories = Histories(ratings)
    for row, user_id in enumerate(implicit.users):
        bias, user = implicit.fold_in(histories[user_id])
        assert bias == 0
        np.testing.assert_allclose(user, implicit.user_factors[row], atol=1e-5)


def test_the_ridge_fold_gives_back_the_user_factors_of_explicit_als(
    ratings: pd.DataFrame, spark: "SparkSession"
) -> None:
    *_, values = problem(ratings, "explicit")
    users, items = ratings.user_id.to_numpy() - 100, ratings.movie_id.to_numpy() // 7
    V, U = factorise(users, items, values, spark, rank=RANK, reg=0.2, iterations=4, seed=3)
    fold = RidgeFold(reg=0.2, shrinkage=np.inf)  # no user bias
    for user in range(N_USERS):
        mine = users == user
        np.testing.assert_allclose(fold.parts(V, items[mine], values[mine]).sum(axis=0), U[user], atol=1e-5)


def test_a_user_of_the_training_and_the_same_history_afresh_get_the_same_stars(
    explicit: Factors, ratings: pd.DataFrame
) -> None:
    histories = Histories(ratings)
    for row, user_id in enumerate(explicit.users):
        bias, user = explicit.fold_in(histories[user_id])
        assert bias == pytest.approx(explicit.user_bias[row], abs=1e-5)
        np.testing.assert_allclose(user, explicit.user_factors[row], atol=1e-5)


def test_explicit_factors_hold_what_als_learned_then_directions_of_one_length_then_popularity(
    explicit: Factors, ratings: pd.DataFrame
) -> None:
    config = ExplicitConfig()
    assert explicit.item_factors.shape == (N_ITEMS, RANK + 2 + 1)
    np.testing.assert_allclose(
        np.linalg.norm(explicit.item_factors[:, RANK : RANK + 2], axis=1), config.chosen_weight, rtol=1e-5
    )
    counts = ratings.groupby("movie_id").size().to_numpy()
    differences = np.diff(explicit.item_factors[:, -1])
    np.testing.assert_allclose(differences, config.popularity_weight * np.diff(np.log1p(counts)), atol=1e-5)


def test_the_same_seed_gives_the_same_factors_and_another_seed_others(
    implicit: Factors, ratings: pd.DataFrame, spark: "SparkSession"
) -> None:
    config = ImplicitConfig(rank=RANK, alpha=ALPHA, disliked_at=2.0)
    again = train_implicit(ratings.sample(frac=1.0, random_state=0), spark, config, seed=1)
    other = train_implicit(ratings, spark, config, seed=2)
    np.testing.assert_allclose(again.item_factors, implicit.item_factors, atol=1e-4)
    assert np.abs(other.item_factors - implicit.item_factors).max() > 1e-2


def test_an_item_that_is_only_disliked_has_a_vector_of_zeros(ratings: pd.DataFrame, spark: "SparkSession") -> None:
    disliked = ratings.assign(stars=np.where(ratings.movie_id == 7, 1.0, 4.0).astype(np.float32))
    factors = train_implicit(disliked, spark, ImplicitConfig(rank=RANK, disliked_at=1.5), seed=1)
    np.testing.assert_allclose(factors.item_factors[1], 0, atol=1e-6)
    assert factors.item_factors[2].any()


def test_more_factors_than_users_and_users_who_like_nothing_are_no_obstacle(spark: "SparkSession") -> None:
    rows = [(1, 1, 5.0), (1, 2, 1.0), (2, 1, 4.0), (2, 3, 4.5), (3, 2, 0.5), (3, 9, 1.0), (9, 3, 2.0)]
    told = pd.DataFrame(rows, columns=["user_id", "movie_id", "stars"]).assign(rated_at=0)
    factors = train_implicit(told, spark, ImplicitConfig(rank=16, disliked_at=2.0), seed=1)
    assert factors.item_factors.shape == (4, 16)
    assert factors.user_factors.shape == (4, 16)
    assert not factors.user_factors[factors.users.rows([3, 9])].any()
    assert not factors.item_factors[factors.items.rows([2, 9])].any()
    assert factors.item_factors[factors.items.rows([1, 3])].any(axis=1).all()


def test_one_rating_is_enough(ratings: pd.DataFrame, spark: "SparkSession") -> None:
    one = ratings.head(1)
    user_id, movie_id = int(one.user_id.iloc[0]), int(one.movie_id.iloc[0])
    stars = AlsStars(train_explicit(one, spark, ExplicitConfig(), seed=1))
    assert stars.predict([user_id], [movie_id])[0] == pytest.approx(one.stars.iloc[0], abs=1e-4)


def test_nothing_to_learn_from_is_bad_input(ratings: pd.DataFrame, spark: "SparkSession") -> None:
    with pytest.raises(BadInput, match="0 ratings"):
        train_implicit(empty_ratings(), spark, ImplicitConfig(), seed=1)
    with pytest.raises(BadInput, match="0 ratings"):
        train_explicit(empty_ratings(), spark, ExplicitConfig(), seed=1)
    with pytest.raises(BadInput, match=r"disliked_at=4\.9"):
        train_implicit(ratings.assign(stars=1.0), spark, ImplicitConfig(disliked_at=4.9), seed=1)


@pytest.mark.real
def test_on_movielens_both_kinds_beat_what_needs_no_factors(real_data: Path, spark: "SparkSession") -> None:
    table = pd.read_csv(real_data / "ml-latest-small" / "ratings.csv")
    table.columns = pd.Index(["user_id", "movie_id", "stars", "rated_at"])
    held_out = np.random.default_rng(9).random(len(table)) < 0.2
    train, test = table[~held_out], table[held_out]
    factors = train_explicit(train, spark, ExplicitConfig(), seed=0)
    error = AlsStars(factors).predict(test.user_id, test.movie_id) - test.stars
    assert np.sqrt((error**2).mean()) < 0.85  # mean and biases alone reach 0.87
    ranker = train_implicit(train, spark, ImplicitConfig(), seed=0)
    counts = train.groupby("movie_id").size()
    by_count = counts.index.to_numpy()[np.argsort(-counts.to_numpy(), kind="stable")]
    histories, hits, popular = Histories(train), [], []
    for user_id in np.unique(test.user_id.to_numpy()).tolist():
        movies = set(test.movie_id[test.user_id == user_id])
        history = histories[user_id]
        hits.append(len(movies & {found.movie_id for found in ranker.generate(history, 10)}))
        popular.append(len(movies & set([movie for movie in by_count.tolist() if movie not in history.stars][:10])))
    assert np.mean(hits) > 1.3 * np.mean(popular)
