import numpy as np
import pytest

from recommender.biases import biases


def test_biases_without_shrinkage_are_the_least_squares_solution() -> None:
    rng = np.random.default_rng(4)
    users, items = (rows.ravel() for rows in np.meshgrid(np.arange(6), np.arange(5)))
    stars = 3.0 + rng.normal(size=6)[users] + rng.normal(size=5)[items] + 0.1 * rng.normal(size=30)
    mean, user_bias, item_bias = biases(users, items, stars, shrinkage=0.0)
    design = np.column_stack([np.eye(6)[users], np.eye(5)[items]])
    expected = design @ np.linalg.lstsq(design, stars, rcond=None)[0]
    np.testing.assert_allclose(mean + user_bias[users] + item_bias[items], expected, atol=1e-9)


def test_biases_are_shrunken_means_of_what_the_other_side_leaves() -> None:
    users, items = np.array([0, 0, 1, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 0, 1, 2])
    stars = np.array([5.0, 3.0, 1.0, 2.0, 4.0, 4.5, 3.5])
    mean, user_bias, item_bias = biases(users, items, stars, shrinkage=4.0)
    assert mean == stars.mean()
    for user in range(3):
        left = (stars - mean - item_bias[items])[users == user]
        assert user_bias[user] == pytest.approx(left.sum() / (len(left) + 4.0), abs=1e-12)
    for item in range(3):
        left = (stars - mean - user_bias[users])[items == item]
        assert item_bias[item] == pytest.approx(left.sum() / (len(left) + 4.0), abs=1e-6)  # converged
