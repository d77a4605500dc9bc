"""What follows what, beside the formula followed pair by pair."""

import math

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput, UsherError
from data.ratings import RATING_COLUMNS, History, empty_ratings
from recommender import sequence
from recommender.sequence import BACKWARD, SHRINK, Sequence, SequenceConfig, train_sequence

CONFIG = SequenceConfig(reach=2.0, memory=3.0)


@pytest.fixture(scope="module")
def ratings():
    """40 users rate 4 to 12 of 15 movies, ids 0, 5, 10, ..., in an order of their own."""
    draw = np.random.default_rng(0)
    rows = [
        (user, int(movie) * 5, 3.0, 1000 * user + place)
        for user in range(40)
        for place, movie in enumerate(draw.permutation(15)[: draw.integers(4, 13)])
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


def by_hand(ratings, reach):
    """T over its denominator (15, 15), gaps counted as far as the model does."""
    table = np.zeros((15, 15))
    for _, mine in ratings.sort_values("rated_at").groupby("user_id"):
        order = (mine.movie_id // 5).tolist()
        for i, first in enumerate(order):
            for gap, second in enumerate(order[i + 1 :], start=1):
                if gap <= int(-reach * math.log(0.01)):
                    table[first, second] += math.exp(-gap / reach)
                    table[second, first] += BACKWARD * math.exp(-gap / reach)
    counts = np.bincount(ratings.movie_id // 5, minlength=15)
    return table / (np.sqrt(np.outer(counts, counts)) + SHRINK)


def test_the_table_is_the_sum_over_all_pairs(ratings):
    model = train_sequence(ratings.sample(frac=1, random_state=0), CONFIG)
    np.testing.assert_allclose(model.follows.toarray(), by_hand(ratings, 2.0), rtol=1e-5)


def test_counting_in_small_portions_gives_the_same_table(ratings, monkeypatch):
    whole = train_sequence(ratings, CONFIG).follows.toarray()
    monkeypatch.setattr(sequence, "PAIRS_AT_ONCE", 50)
    np.testing.assert_allclose(train_sequence(ratings, CONFIG).follows.toarray(), whole, rtol=1e-5)


def test_the_latest_ratings_say_most(ratings):
    model = train_sequence(ratings, CONFIG)
    table = by_hand(ratings, 2.0)
    scores = model.scores([History(None, {10: 4.0, 999: 5.0, 35: 2.0}), History(None, {})])
    np.testing.assert_allclose(scores[0], math.exp(-1 / 3) * table[2] + table[7], rtol=1e-5)
    assert (scores[1] == 0).all()


def test_only_the_strongest_neighbours_are_kept(ratings):
    few = train_sequence(ratings, CONFIG.model_copy(update={"neighbours": 4})).follows.toarray()
    table = by_hand(ratings, 2.0)
    for row in range(15):
        strongest = np.argsort(-table[row], kind="stable")[:4]
        assert set(np.flatnonzero(few[row])) == set(strongest.tolist())
        np.testing.assert_allclose(few[row, strongest], table[row, strongest], rtol=1e-5)


def test_with_very_many_ratings_fewer_gaps_are_counted(ratings):
    near = train_sequence(ratings, CONFIG.model_copy(update={"max_pairs": len(ratings)})).follows.toarray()
    only_next = by_hand(ratings, 1 / math.log(100) + 1e-9)  # one step until weights are faint
    assert ((near > 0) == (only_next > 0)).all()


def test_one_rating_each_is_followed_by_nothing():
    lonely = pd.DataFrame([(1, 5, 4.0, 0), (2, 6, 4.0, 0)], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)
    model = train_sequence(lonely, CONFIG)
    assert (model.scores([History(None, {5: 4.0})]) == 0).all()


def test_a_saved_table_is_read_back_exactly(ratings, tmp_path):
    model = train_sequence(ratings, CONFIG)
    model.save(tmp_path / "sequence.npz")
    again = Sequence.load(tmp_path / "sequence.npz")
    history = [History(None, {10: 4.0, 35: 2.0})]
    np.testing.assert_array_equal(again.scores(history), model.scores(history))
    (tmp_path / "sequence.npz").write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(UsherError, match=r"app\.py build"):
        Sequence.load(tmp_path / "sequence.npz")


def test_no_ratings_are_named():
    with pytest.raises(BadInput, match="0 ratings"):
        train_sequence(empty_ratings(), CONFIG)
