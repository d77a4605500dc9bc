"""Closed-form towers beside EASE as Steck 2019 writes it, with a dense inverse."""

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput
from data.ratings import Histories, History, empty_ratings
from recommender import ease
from recommender.ease import EaseConfig, train_ease
from recommender.fold import ItemFold

N_USERS, N_ITEMS, REG = 30, 45, 7.0


def table(n_users, n_items, seed=0):
    """A third of all pairs rated; users from 100, movie ids with gaps."""
    draw = np.random.default_rng(seed)
    rated = draw.random((n_users, n_items)) < 0.33
    rated[np.arange(n_users), np.arange(n_users) % n_items] = True
    rated[np.arange(n_items) % n_users, np.arange(n_items)] = True
    users, items = np.nonzero(rated)
    stars = (draw.integers(1, 11, len(users)) / 2).astype(np.float32)
    return pd.DataFrame({"user_id": users + 100, "movie_id": 3 * items, "stars": stars, "rated_at": 0}), rated


def item_weights(rated, reg):
    """B (n_items, n_items), equation 8 of the paper."""
    X = rated.astype(np.float64)
    P = np.linalg.inv(X.T @ X + reg * np.eye(X.shape[1]))
    B = -P / np.diag(P)
    np.fill_diagonal(B, 0)
    return B


@pytest.mark.parametrize(("n_users", "n_items"), [(30, 45), (45, 30)])
def test_with_all_dimensions_scores_are_those_of_ease(n_users, n_items):
    ratings, rated = table(n_users, n_items)
    factors = train_ease(ratings, EaseConfig(dimension=100, reg=REG, tilt=0.0), seed=0)
    expected = rated.astype(np.float64) @ item_weights(rated, REG)
    histories = Histories(ratings)
    for user in (0, 7, n_users - 1):
        scores = factors.scores(histories[user + 100])
        np.testing.assert_allclose(scores[~rated[user]], expected[user, ~rated[user]], rtol=1e-4, atol=1e-5)
        mine = factors.user_factors[user] @ factors.item_factors.T
        np.testing.assert_allclose(mine, scores, rtol=1e-4, atol=1e-5)


def test_the_stars_tilt_the_weights_of_a_history():
    ratings, rated = table(N_USERS, N_ITEMS)
    factors = train_ease(ratings, EaseConfig(dimension=100, reg=REG, tilt=0.4), seed=0)
    mean = (5.0 + 1.0 + 5 * ratings.stars.mean()) / 7
    weights = np.zeros(N_ITEMS)
    weights[[2, 11]] = 1 + 0.4 * (np.array([5.0, 1.0]) - mean)
    expected = weights @ item_weights(rated, REG)
    scores = factors.scores(History(None, {6: 5.0, 33: 1.0}))
    out = np.delete(np.arange(N_ITEMS), [2, 11])
    np.testing.assert_allclose(scores[out], expected[out], rtol=1e-4, atol=1e-5)


def test_many_users_and_items_are_solved_by_lanczos_with_the_same_result(monkeypatch):
    ratings, _ = table(N_USERS, N_ITEMS)
    exact = train_ease(ratings, EaseConfig(dimension=6, reg=REG), seed=0)
    monkeypatch.setattr(ease, "EXACT", 10)
    found = train_ease(ratings, EaseConfig(dimension=6, reg=REG), seed=0)
    histories = Histories(ratings)
    np.testing.assert_allclose(found.scores(histories[105]), exact.scores(histories[105]), rtol=1e-3, atol=1e-4)
    again = train_ease(ratings, EaseConfig(dimension=6, reg=REG), seed=0)
    np.testing.assert_array_equal(again.item_factors, found.item_factors)


def test_users_alike_do_not_make_directions_of_nothing():
    rows = [(user, movie, 4.0, 0) for user in range(4) for movie in (1, 2, 3)]
    ratings = pd.DataFrame(rows, columns=["user_id", "movie_id", "stars", "rated_at"])
    factors = train_ease(ratings, EaseConfig(dimension=10, reg=1.0), seed=0)
    assert np.isfinite(factors.item_factors).all()
    assert isinstance(factors.fold, ItemFold)
    assert (factors.fold.scale > 0).all()


def test_no_ratings_are_named():
    with pytest.raises(BadInput, match="0 ratings"):
        train_ease(empty_ratings(), EaseConfig(), seed=0)
