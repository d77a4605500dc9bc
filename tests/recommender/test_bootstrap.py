"""Bootstrap intervals of means over users."""

import numpy as np
import pytest

from recommender import bootstrap
from recommender.bootstrap import DRAWS, bootstrap_means, interval


def test_drawn_means_scatter_like_the_standard_error_of_the_mean():
    values = np.random.default_rng(0).exponential(size=(400, 2)) * [1.0, 10.0]
    means = bootstrap_means(values, seed=1)
    assert means.shape == (DRAWS, 2)
    np.testing.assert_allclose(means.mean(axis=0), values.mean(axis=0), rtol=0.01)
    np.testing.assert_allclose(means.std(axis=0), values.std(axis=0) / 20, rtol=0.1)


def test_intervals_cover_the_true_mean_in_nineteen_cases_of_twenty():
    draw = np.random.default_rng(0)
    covered = 0
    for case in range(200):
        low, high = interval(bootstrap_means(draw.random((80, 1)), seed=case))
        covered += low[0] <= 0.5 <= high[0]
    assert 0.9 < covered / 200 < 0.99


def test_the_difference_of_two_tables_of_the_same_users_is_paired():
    draw = np.random.default_rng(0)
    easy = draw.random((100, 1))  # how easy a user is for every model
    better = easy + 0.05 + draw.normal(0, 0.01, (100, 1))
    low, high = interval(bootstrap_means(better, seed=3) - bootstrap_means(easy, seed=3))
    assert 0.04 < low[0] < high[0] < 0.06
    assert np.diff(interval(bootstrap_means(easy, seed=3)), axis=0)[0, 0] > 0.1  # alone, neither is so certain


def test_drawing_in_blocks_gives_the_same(monkeypatch: pytest.MonkeyPatch):
    values = np.random.default_rng(0).random((50, 3))
    at_once = bootstrap_means(values, seed=2)
    monkeypatch.setattr(bootstrap, "DRAWS_AT_ONCE", 50 * 7)
    np.testing.assert_allclose(bootstrap_means(values, seed=2), at_once, rtol=1e-12)  # sums may be rounded otherwise


def test_one_user_or_equal_users_leave_no_doubt():
    low, high = interval(bootstrap_means(np.full((5, 1), 0.25), seed=0))
    assert low[0] == high[0] == 0.25
