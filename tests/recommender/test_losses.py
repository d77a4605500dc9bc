"""Losses of the two towers that `test_two_tower` does not cover."""

import numpy as np
import torch

from recommender.losses import pair_log_probabilities

COLUMNS = np.array([10, 20, 30, 40])


def test_a_pair_is_what_is_asked_for_and_the_only_item_that_the_user_has_not_rated():
    logits = torch.randn(2, 4, generator=torch.Generator().manual_seed(0))
    items, owner = np.array([10, 40, 30, 20, 30]), np.array([0, 0, 0, 1, 1])
    asked = np.array([True, False, True, False, True])
    draw = np.random.default_rng(0)
    found = pair_log_probabilities(logits, COLUMNS, items, owner, asked, draw).numpy()
    x = logits.numpy().astype(float)
    sigmoid = lambda margin: -np.log1p(np.exp(-margin))
    np.testing.assert_allclose(found[:2], [sigmoid(x[0, 0] - x[0, 1]), sigmoid(x[0, 2] - x[0, 1])], rtol=1e-5)
    possible = [sigmoid(x[1, 2] - x[1, 0]), sigmoid(x[1, 2] - x[1, 3])]
    assert np.isclose(found[2], possible, rtol=1e-5).any()


def test_over_many_draws_every_item_that_is_not_rated_comes_up_equally_often():
    logits = torch.tensor([[0.0, 1.0, 2.0, 3.0]])
    items, owner, asked = np.array([10]), np.array([0]), np.array([True])
    draw = np.random.default_rng(1)
    found = np.array([float(pair_log_probabilities(logits, COLUMNS, items, owner, asked, draw)) for _ in range(3000)])
    margins = -np.log(np.expm1(-found))  # of log sigmoid
    values, times = np.unique(margins.round(3), return_counts=True)
    assert values.tolist() == [-3, -2, -1]
    assert (abs(times - 1000) < 4 * (3000 * 2 / 9) ** 0.5).all()


def test_who_has_rated_everything_still_gets_a_number():
    logits = torch.zeros(1, 4)
    found = pair_log_probabilities(
        logits, COLUMNS, COLUMNS, np.zeros(4, int), np.array([True, False, False, False]), np.random.default_rng(0)
    )
    np.testing.assert_allclose(found.numpy(), [np.log(0.5)], rtol=1e-5)
