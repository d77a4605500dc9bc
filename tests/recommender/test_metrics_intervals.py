"""Coverage and width of intervals."""

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput
from data.ratings import RATING_COLUMNS, empty_ratings
from recommender.confidence import Intervals
from recommender.metrics_intervals import interval_metrics, pooled


def table(*rows):
    return pd.DataFrame([(*row, 0) for row in rows], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


def intervals(low, high, words):
    ends = np.array(low, np.float32), np.array(high, np.float32)
    return Intervals((ends[0] + ends[1]) / 2, *ends, words)


@pytest.fixture
def train():
    """Movie 1 has 20 ratings, 2 five, 3 one; users 1, 2 and 3 have rated 1, 2 and 3 movies."""
    rest = [(user, 1, 3.0) for user in range(10, 27)] + [(user, 2, 3.0) for user in range(10, 13)]
    return table((1, 1, 3.0), (2, 1, 3.0), (2, 2, 3.0), (3, 1, 3.0), (3, 2, 3.0), (3, 3, 3.0), *rest)


def test_coverage_and_width_worked_out_by_hand(train):
    test = table((1, 2, 4.0), (2, 3, 2.0), (3, 9, 5.0), (1, 1, 3.5))
    found = interval_metrics(
        intervals([3.0, 2.5, 2.0, 3.5], [4.0, 3.5, 4.5, 5.0], ["sure", "sure", "a guess", "sure"]), train, test
    )
    covered = found.set_index(["by", "group"]).covered.to_dict()
    assert covered == {
        ("everything", "all ratings"): 2 / 4,  # on an end is inside
        ("confidence", "a guess"): 0,
        ("confidence", "sure"): 2 / 3,
        ("user", "least active third"): 1,
        ("user", "middle third"): 0,
        ("user", "most active third"): 0,
        ("movie", "never rated"): 0,
        ("movie", "rated 1 to 4 times"): 0,
        ("movie", "rated 5 to 19 times"): 1,
        ("movie", "rated 20 times or more"): 1,
    }
    everything = found.iloc[0]
    assert everything.n == 4
    assert everything.width == pytest.approx((1 + 1 + 2.5 + 1.5) / 4)


def test_folds_are_pooled_as_if_they_were_one_table():
    draw = np.random.default_rng(0)
    train = table(*((user, movie, 3.0) for user in range(9) for movie in draw.permutation(9)[: user + 1]))
    test = table(*((user, 20 + movie, float(draw.integers(1, 11)) / 2) for user in range(9) for movie in range(12)))
    low = draw.uniform(0.5, 3, len(test))
    high, words = low + draw.uniform(0, 2, len(test)), draw.choice(["sure", "a guess"], len(test)).tolist()
    whole = interval_metrics(intervals(low, high, words), train, test)
    parts = [
        interval_metrics(
            intervals(low[part], high[part], [words[place] for place in np.flatnonzero(part)]), train, test[part]
        )
        for part in (test.movie_id.to_numpy() < 24, test.movie_id.to_numpy() >= 24)
    ]
    found = pooled(pd.concat(parts)).set_index(["by", "group"])
    expected = whole.set_index(["by", "group"])
    pd.testing.assert_frame_equal(found.loc[expected.index], expected)


def test_nothing_to_measure_is_refused(train):
    with pytest.raises(BadInput, match="0 intervals of 0 ratings"):
        interval_metrics(intervals([], [], []), train, empty_ratings())
    with pytest.raises(BadInput, match="1 intervals of 2 ratings"):
        interval_metrics(intervals([1], [2], ["sure"]), train, train[:2])
