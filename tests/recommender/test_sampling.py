"""What is drawn at random for a training step."""

import numpy as np
import pytest

from recommender.sampling import Pool, hide, hide_after_a_moment, hide_at_random


def test_at_random_every_rating_is_either_seen_or_asked_for_and_the_shares_are_right():
    lengths = np.full(4000, 100)
    seen, asked = hide_at_random(lengths, np.random.default_rng(0))
    assert (seen ^ asked).all()
    shares = asked.reshape(4000, 100).mean(axis=1)
    # three quarters of the users hide a share uniform on (.15, .65), a quarter all but 3 to 30 of 100
    assert shares.mean() == pytest.approx(0.75 * 0.4 + 0.25 * (1 - 0.165), abs=0.01)
    assert (shares > 0.8).mean() == pytest.approx(0.25 * 17 / 27, abs=0.02)


def test_of_a_short_history_enough_is_asked_for_even_if_it_is_cut_short():
    _, asked = hide_at_random(np.full(4000, 10), np.random.default_rng(0))
    shares = asked.reshape(4000, 10).mean(axis=1)
    # a quarter keeps 3 to 30 of 10, at most 6: 4.5 of them on average where fewer than 6, with chance 3/27
    assert shares.mean() == pytest.approx(0.75 * 0.4 + 0.25 * (3 / 27 * 0.55 + 24 / 27 * 0.4), abs=0.01)


def test_after_a_moment_all_that_is_asked_for_is_newer_than_all_that_is_seen():
    lengths = np.random.default_rng(1).integers(1, 60, 500)
    seen, asked = hide_after_a_moment(lengths, np.random.default_rng(2))
    start = 0
    for length in lengths:
        mine_seen, mine_asked = seen[start : start + length], asked[start : start + length]
        start += length
        found = np.flatnonzero(mine_asked)
        assert len(found) <= max(0.25 * length, 1) + 1
        assert len(found) == 0 or (np.diff(found) == 1).all()  # one stretch of time
        if len(found) and mine_seen.any():
            assert np.flatnonzero(mine_seen).max() < found.min()
    assert 0.3 < seen.mean() < 0.7


def test_mixed_steps_are_sometimes_cut_in_time_and_sometimes_at_random():
    lengths = np.full(50, 40)
    draw = np.random.default_rng(3)
    all_used = [(seen | asked).all() for seen, asked in (hide(lengths, "mixed", draw) for _ in range(40))]
    assert 10 < sum(all_used) < 30


def test_a_small_pool_ranks_every_rated_item_once():
    rows, counts = Pool(np.array([3, 0, 1, 2]), None).columns(np.array([2]), np.random.default_rng(0))
    assert rows.tolist() == [0, 2, 3]
    assert counts.tolist() == [1, 1, 1]


def test_a_drawn_pool_estimates_the_sum_over_all_rated_items_without_bias():
    generator = np.random.default_rng(4)
    ratings = np.append(generator.integers(1, 50, 30), 0)
    values = generator.random(31) * 5
    pool = Pool(ratings, 8)
    draw = np.random.default_rng(5)
    estimates = []
    for _ in range(4000):
        rows, counts = pool.columns(np.array([3, 17]), draw)
        assert (np.diff(rows) > 0).all()
        assert {3, 17} <= set(rows.tolist())
        assert 30 not in rows  # nobody rated it
        estimates.append(float(values[rows] @ counts))
    error = np.std(estimates) / len(estimates) ** 0.5
    assert np.mean(estimates) == pytest.approx(values[:30].sum(), abs=4 * error)
