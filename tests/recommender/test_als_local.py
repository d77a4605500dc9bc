"""ALS of this process beside dense matrices, one row at a time, and beside Spark."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from data.demo_films import read_demo
from data.errors import BadInput
from data.movies import Catalogue
from data.ratings import Histories, empty_ratings
from data.split import random_split_by_user
from data.synthetic import simulate
from recommender.als import ExplicitConfig, ImplicitConfig, factorise, train_explicit, train_implicit
from recommender.als_local import STACK, _stacks, factorise_here
from recommender.evaluate import compare, wide
from recommender.stars_als import AlsStars
from tests.recommender.test_als import (  # noqa: F401 ratings is a fixture
    ALPHA,
    RANK,
    Matrix,
    objective,
    problem,
    ratings,
    reference_als,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def solved_alone(Y: Matrix, values: Matrix, reg: float, alpha: float | None, gram: Matrix) -> Matrix:
    """The vector (rank,) of one row with ratings `values` (n,) of items Y (n, rank), in float64."""
    Y = Y.astype(np.float64)
    if alpha is None:
        return np.linalg.solve(Y.T @ Y + reg * len(Y) * np.eye(Y.shape[1]), Y.T @ values)
    liked = values > 0
    A = gram + alpha * Y.T @ Y + reg * liked.sum() * np.eye(Y.shape[1])
    return np.linalg.solve(A, (1 + alpha) * Y[liked].sum(axis=0))


@pytest.mark.parametrize("kind", ["explicit", "implicit"])
def test_it_reaches_the_objective_of_a_plain_als_with_dense_matrices(kind: str, ratings: pd.DataFrame) -> None:  # noqa: F811
    target, confidence, counted, values = problem(ratings, kind)
    users, items = ratings.user_id.to_numpy() - 100, ratings.movie_id.to_numpy() // 7
    reg, alpha = 0.1, ALPHA if kind == "implicit" else None
    reached = []
    for iterations in (1, 3, 40):
        V, U = factorise_here(users, items, values, rank=RANK, reg=reg, iterations=iterations, seed=3, alpha=alpha)
        reached.append(objective(U, V, target, confidence, counted, reg))
    expected = objective(*reference_als(target, confidence, counted, reg, rounds=40), target, confidence, counted, reg)
    assert reached == sorted(reached, reverse=True)
    assert reached[-1] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("rank", [6, 40])
@pytest.mark.parametrize("alpha", [None, 1.0, 7.5])
def test_every_user_is_solved_exactly_whether_they_rated_one_film_or_more_than_a_stack_holds(
    alpha: float | None, rank: int
) -> None:
    draw = np.random.default_rng(5)
    sizes = [1, 1, 2, 3, 0, 40, 900, STACK, STACK + 700, 1, 17, 0, *draw.integers(1, 90, 300)]
    n_items = STACK + 1000
    users = np.repeat(np.arange(len(sizes)), sizes)
    items = np.concatenate([draw.choice(n_items, size, replace=False) for size in sizes])
    values = draw.normal(size=len(users)) if alpha is None else np.where(draw.random(len(users)) < 0.8, 1.0, -1.0)
    V, U = factorise_here(users, items, values, rank=rank, reg=0.05, iterations=2, seed=1, alpha=alpha)
    gram = V.astype(np.float64).T @ V
    for user, size in enumerate(sizes):
        mine = users == user
        if size == 0 or (alpha is not None and not (values[mine] > 0).any()):
            assert not U[user].any()
        else:
            expected = solved_alone(V[items[mine]], values[mine], 0.05, alpha, gram)
            np.testing.assert_allclose(U[user], expected, rtol=2e-3, atol=2e-4)


def test_stacks_hold_every_row_with_ratings_once_and_no_more_than_they_may() -> None:
    draw = np.random.default_rng(2)
    size: NDArray[np.int64] = np.minimum(draw.zipf(1.3, 3000), 5 * STACK) * (draw.random(3000) < 0.9)
    stacks = list(_stacks(size))
    assert np.array_equal(np.sort(np.concatenate(stacks)), np.flatnonzero(size))
    for rows in stacks:
        assert size[rows].max() == size[rows[-1]]
        assert len(rows) == 1 or len(rows) * size[rows].max() <= STACK


def test_the_order_of_the_ratings_changes_nothing_and_the_seed_does(ratings: pd.DataFrame) -> None:  # noqa: F811
    config = ImplicitConfig(rank=RANK, alpha=ALPHA, disliked_at=2.0)
    factors = train_implicit(ratings, None, config, seed=1)
    again = train_implicit(ratings.sample(frac=1.0, random_state=0), None, config, seed=1)
    other = train_implicit(ratings, None, config, seed=2)
    assert np.array_equal(again.item_factors, factors.item_factors)
    assert np.array_equal(again.user_factors, factors.user_factors)
    assert np.abs(other.item_factors - factors.item_factors).max() > 1e-2


def test_a_user_of_the_training_and_the_same_history_afresh_get_the_same_vector(ratings: pd.DataFrame) -> None:  # noqa: F811
    histories = Histories(ratings)
    explicit = ExplicitConfig(rank=RANK, chosen=ImplicitConfig(rank=2))
    for factors in (
        train_implicit(ratings, None, ImplicitConfig(rank=RANK, alpha=ALPHA, disliked_at=2.0), seed=1),
        train_explicit(ratings, None, explicit, seed=1),
    ):
        for row, user_id in enumerate(factors.users):
            bias, user = factors.fold_in(histories[user_id])
            assert bias == pytest.approx(factors.user_bias[row], abs=1e-5)
            np.testing.assert_allclose(user, factors.user_factors[row], atol=1e-4)


def test_more_factors_than_users_and_users_who_like_nothing_are_no_obstacle() -> None:
    rows = [(1, 1, 5.0), (1, 2, 1.0), (2, 1, 4.0), (2, 3, 4.5), (3, 2, 0.5), (3, 9, 1.0), (9, 3, 2.0)]
    told = pd.DataFrame(rows, columns=["user_id", "movie_id", "stars"]).assign(rated_at=0)
    factors = train_implicit(told, None, ImplicitConfig(rank=16, disliked_at=2.0), seed=1)
    assert factors.item_factors.shape == factors.user_factors.shape == (4, 16)
    assert not factors.user_factors[factors.users.rows([3, 9])].any()
    assert not factors.item_factors[factors.items.rows([2, 9])].any()
    assert factors.item_factors[factors.items.rows([1, 3])].any(axis=1).all()


def test_nothing_to_learn_from_is_bad_input_here_too(ratings: pd.DataFrame) -> None:  # noqa: F811
    with pytest.raises(BadInput, match="0 ratings"):
        train_implicit(empty_ratings(), None, ImplicitConfig(), seed=1)
    with pytest.raises(BadInput, match=r"disliked_at=4\.9"):
        train_implicit(ratings.assign(stars=1.0), None, ImplicitConfig(disliked_at=4.9), seed=1)


@pytest.mark.spark
@pytest.mark.slow
def test_on_simulated_raters_it_is_as_good_as_spark_and_as_far_down_the_objective(spark: "SparkSession") -> None:
    movies = read_demo()
    split = random_split_by_user(simulate(movies, 600, 75.0, seed=4), 0.2, seed=1)
    ranked = {
        engine: train_implicit(split.train, session, ImplicitConfig(), seed=1)
        for engine, session in (("spark", spark), ("local", None))
    }
    ndcg = wide(compare(ranked, split.train, split.test, Catalogue(movies), seed=1)).ndcg
    assert ndcg["spark"] > 0.1  # something was learned
    assert ndcg["local"] == pytest.approx(ndcg["spark"], abs=0.01)

    def error(session: "SparkSession | None") -> float:
        stars = AlsStars(train_explicit(split.train, session, ExplicitConfig(), seed=1))
        return float(np.sqrt(((stars.predict(split.test.user_id, split.test.movie_id) - split.test.stars) ** 2).mean()))

    assert error(None) == pytest.approx(error(spark), abs=0.005)
    users, items = (np.unique(split.train[name], return_inverse=True)[1] for name in ("user_id", "movie_id"))
    values = split.train.stars.to_numpy(np.float64) - 3.5

    def reached(session: "SparkSession | None") -> float:
        V, U = factorise(users, items, values, session, rank=8, reg=0.1, iterations=10, seed=1)
        target, rated = np.zeros((len(U), len(V))), np.zeros((len(U), len(V)))
        target[users, items], rated[users, items] = values, 1.0
        return objective(U, V, target, rated, rated, 0.1)

    assert reached(None) == pytest.approx(reached(spark), rel=0.01)
