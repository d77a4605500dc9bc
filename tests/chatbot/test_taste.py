"""Lists of one person, kept until their ratings change."""

import concurrent.futures

import numpy as np
import pytest

from chatbot import taste as taste_module
from chatbot.taste import Taste
from data.ratings import History
from recommender.blend import Blend
from recommender.popular import train_popular
from recommender.ranker import RankerConfig, train_ranker
from recommender.signals import FEATURES
from tests.chatbot.small_build import ALL, CATALOGUE, small_ratings, small_signals

HISTORY = History(None, {3: 4.5, 41: 2.0, 20: 3.5})
LATER = History(None, {**HISTORY.stars, 12: 5.0})
OPEN = np.array([movie_id % 2 == 0 for movie_id in ALL])


@pytest.fixture(scope="module")
def blend():
    draw = np.random.default_rng(0)
    features = draw.normal(size=(2000, len(FEATURES))).astype(np.float32)
    wanted = features[:, FEATURES.index("als")] + features[:, FEATURES.index("ease")] > 1
    ranker = train_ranker(features, wanted, np.full(100, 20), FEATURES, RankerConfig(trees=20, min_leaf=20), seed=0)
    return Blend(small_signals(), ranker, train_popular(small_ratings(), CATALOGUE))


class Counting(Blend):
    """A blend that notes for whom it was asked to score."""

    def scored(self, history):
        ASKED.append(dict(history.stars))
        return super().scored(history)


ASKED: list[dict[int, float]] = []


@pytest.fixture
def counted(blend):
    ASKED.clear()
    return Taste(Counting(blend.signals, blend.ranker, blend.popular))


def test_what_is_kept_is_what_would_be_scored_anew(blend):
    taste = Taste(blend)
    for history in (HISTORY, LATER, HISTORY):
        for allowed in (OPEN, ~OPEN):
            np.testing.assert_array_equal(
                taste.among(history, allowed, 4), blend.among(history, blend.scored(history), allowed, 4)
            )


def test_models_are_asked_once_until_the_ratings_change(counted):
    for history in (HISTORY, HISTORY, LATER, HISTORY, History(7, dict(HISTORY.stars))):
        counted.among(history, OPEN, 3)
    assert [dict(HISTORY.stars), dict(LATER.stars)] == ASKED
    counted.among(History(None, {**HISTORY.stars, 20: 4.0}), OPEN, 3)
    counted.among(History(None, HISTORY.stars, rated_at=5), OPEN, 3)
    assert len(ASKED) == 4


def test_the_order_of_ratings_is_part_of_them(counted):
    counted.among(HISTORY, OPEN, 3)
    counted.among(History(None, dict(reversed(HISTORY.stars.items()))), OPEN, 3)
    assert len(ASKED) == 2


def test_those_who_were_away_longest_are_forgotten_first(counted, monkeypatch):
    monkeypatch.setattr(taste_module, "KEPT", 2)
    first, second, third = (History(None, {3: stars}) for stars in (1.0, 2.0, 3.0))
    for history in (first, second, first, third):
        counted.among(history, OPEN, 1)
    assert len(ASKED) == 3
    counted.among(first, OPEN, 1)
    assert len(ASKED) == 3
    counted.among(second, OPEN, 1)
    assert len(ASKED) == 4


@pytest.mark.parametrize(
    "history", [History(None, {}), History(None, {999: 5.0}), History(None, dict.fromkeys(ALL, 3.0))]
)
def test_of_an_unknown_taste_or_one_that_knows_everything_there_is_no_list(blend, history):
    assert Taste(blend).among(history, OPEN, 5).tolist() == []


def test_threads_share_it(blend):
    taste = Taste(blend)
    people = [History(None, {3: 1 + at % 5 * 0.5, 41: 4.0}) for at in range(40)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        lists = list(pool.map(lambda history: taste.among(history, OPEN, 5).tolist(), people))
    assert lists == [blend.among(one, blend.scored(one), OPEN, 5).tolist() for one in people]
