"""Learned and closed-form towers side by side."""

import dataclasses

import numpy as np
import pytest

from data.ratings import Histories, History
from recommender.ease import EaseConfig, listening, train_ease
from recommender.fold import HistoryFold, JointFold
from recommender.joint import join, scale_of
from tests.recommender.test_signals import ALL, movies, ratings, towers  # noqa: F401 fixtures

HISTORY = History(None, {0: 4.5, 9: 2.0, 6: 3.5})


@pytest.fixture(scope="module", params=["any", "next"])
def parts(request, ratings):  # noqa: F811
    """Learned towers that know every movie, and closed-form ones that do not know the last."""
    closed = listening(train_ease(ratings, EaseConfig(dimension=5, reg=3.0), seed=0), request.param)
    learned = towers("two_tower", ALL, 2)
    assert isinstance(learned.fold, HistoryFold)
    typical = float(ratings.stars.mean())  # as of towers that were trained on the same ratings
    learned = dataclasses.replace(learned, fold=dataclasses.replace(learned.fold, typical=typical))
    histories = Histories(ratings)
    users = np.array([learned.fold_in(histories[user])[1] for user in closed.users], np.float32)
    return dataclasses.replace(learned, users=closed.users, user_factors=users), closed


def test_the_score_is_the_sum_of_both_with_one_scale_for_all(parts, ratings):  # noqa: F811
    learned, closed = parts
    both = join(learned, closed, 0.7, ratings)
    histories = (Histories(ratings)[3], HISTORY)
    rest = np.array([both.scores(history) - learned.scores(history) for history in histories])
    closed_scores = np.array([closed.scores(history) for history in histories])
    np.testing.assert_allclose(rest[:, :-1], 0.7 * closed_scores, atol=1e-4)
    np.testing.assert_allclose(rest[:, -1], 0, atol=1e-6)  # the movie that the closed form does not know


def test_both_spread_alike_over_the_users(parts, ratings):  # noqa: F811
    learned, closed = parts
    both = join(learned, closed, scale_of(learned, closed, ratings), ratings)
    histories = Histories(ratings)
    ratios = []
    for user in closed.users:
        mine = learned.scores(histories[user])
        ratios.append((both.scores(histories[user]) - mine)[:-1].std() / mine[:-1].std())
    assert 1 / np.mean(1 / np.array(ratios)) == pytest.approx(1, rel=1e-3)


def test_the_user_vectors_of_training_are_those_that_fold_in_solves(parts, ratings):  # noqa: F811
    both = join(*parts, 0.7, ratings)
    assert isinstance(both.fold, JointFold)
    histories = Histories(ratings)
    for user in (0, 11, 24):
        np.testing.assert_allclose(
            both.fold_in(histories[user])[1], both.user_factors[both.users.row(user)], rtol=1e-4, atol=1e-5
        )
