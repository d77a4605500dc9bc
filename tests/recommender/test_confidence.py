"""Intervals and words, beside counting by hand and simulated ratings."""

import numpy as np
import pytest

from recommender.confidence import COVERAGE, FAIRLY_SURE, NORMAL_REACH, SURE, intervals, reach


def test_the_reach_is_the_rating_that_four_fifths_lie_within() -> None:
    sizes = np.arange(1.0, 60.0)  # 59 ratings: the 48th is ceil(0.8 * 60)
    signs = np.where(np.arange(59) % 2, 1, -1)
    shuffled = np.random.default_rng(1).permutation(59)
    assert reach((signs * sizes)[shuffled], np.ones(59)) == 48.0
    assert reach((signs * sizes)[shuffled], np.full(59, 2.0)) == 24.0


def test_few_held_out_ratings_leave_the_reach_of_the_normal_distribution() -> None:
    assert reach(np.ones(10), np.ones(10)) == NORMAL_REACH
    draws = np.random.default_rng(2).normal(size=400_000)
    assert reach(draws, np.ones(len(draws))) == pytest.approx(NORMAL_REACH, abs=0.01)


def test_intervals_hold_four_fifths_of_ratings_whatever_their_distribution() -> None:
    rng = np.random.default_rng(3)
    deviations = rng.uniform(0.3, 1.2, 40_000)
    residuals = deviations * rng.laplace(size=len(deviations))  # much longer tails than the model believes
    found = reach(residuals[:20_000], deviations[:20_000])
    stars = np.full(20_000, 3.0)
    held = intervals(stars, deviations[20_000:], found)
    rated = (stars + residuals[20_000:]).clip(0.5, 5.0)
    assert ((held.low <= rated) & (rated <= held.high)).mean() == pytest.approx(COVERAGE, abs=0.01)


def test_intervals_stay_on_the_scale_and_words_follow_the_width_before_that() -> None:
    deviations = np.array([SURE, SURE + 0.01, FAIRLY_SURE, FAIRLY_SURE + 0.01]) / 2
    found = intervals(np.array([5.2, 3.0, 3.0, 0.7]), deviations, reach=2.0)
    np.testing.assert_allclose(found.stars, [5.0, 3.0, 3.0, 0.7], atol=1e-6)
    np.testing.assert_allclose(found.low, [5.2 - SURE, 3.0 - SURE - 0.01, 3.0 - FAIRLY_SURE, 0.5], atol=1e-6)
    np.testing.assert_allclose(found.high, [5.0, 3.0 + SURE + 0.01, 3 + FAIRLY_SURE, 0.71 + FAIRLY_SURE], atol=1e-6)
    assert found.words == ["sure", "fairly sure", "fairly sure", "a guess"]
