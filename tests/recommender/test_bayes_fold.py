"""How a person is solved, beside what can be worked out by hand or by drawing many times."""

import dataclasses

import numpy as np
import pytest

from data.ids import Ids
from recommender.bayes import ROUNDING
from recommender.bayes_fold import Posterior

IDS = [10, 20, 30, 40]


def posterior(rounds: int = 3, rank: int = 2, seed: int = 1) -> Posterior:
    rng = np.random.default_rng(seed)
    shape = (rounds, len(IDS) + 1, 1 + rank)
    return Posterior(
        items=Ids(IDS),
        mean=3.5,
        noise_shape=2.0,
        item_mean=rng.normal(size=shape).astype(np.float32),
        item_variance=rng.uniform(0.01, 0.1, shape).astype(np.float32),
        directions=np.vstack([rng.normal(size=(len(IDS), 2)), np.zeros((1, 2))]).astype(np.float32),
        user_centre=0.1 * rng.normal(size=(rounds, 1 + rank)),
        user_weights=0.3 * rng.normal(size=(rounds, 2, 1 + rank)),
        user_precision=rng.uniform(2, 6, (rounds, 1 + rank)),
        noise_rate=rng.uniform(1, 2, rounds),
    )


def certain(noise: float) -> Posterior:
    """One round of one factor, nothing known of sets, movies without variance; the noise has next to no freedom."""
    sure = 1e9
    return Posterior(
        items=Ids([10, 20]),
        mean=3.0,
        noise_shape=sure,
        item_mean=np.array([[[0.5, 1.0], [-0.5, 2.0], [0.0, 0.0]]], np.float32),
        item_variance=np.zeros((1, 3, 2), np.float32),
        directions=np.zeros((3, 0), np.float32),
        user_centre=np.zeros((1, 2)),
        user_weights=np.zeros((1, 0, 2)),
        user_precision=np.array([[1.0, 1.0]]),
        noise_rate=np.array([sure * noise]),
    )


def test_one_rating_moves_a_person_as_worked_out_by_hand() -> None:
    # The movie at row 0 is expected to get 3.5; it got 4.5. Bias and factor have the variance 1 and both count once, so
    # with noise 0.5 each moves by 1 / (1 + 1 + 0.5).
    solved = certain(0.5)
    person = solved.person(np.array([0]), np.array([4.5]))
    np.testing.assert_allclose(person.vector, [[0.4, 0.4]], rtol=1e-6)
    np.testing.assert_allclose(person.covariance[0], np.eye(2) - np.full((2, 2), 0.4), atol=1e-6)
    np.testing.assert_allclose(solved.stars(person, np.array([0, 1, 2])), [4.3, 3.7, 3.4], rtol=1e-6)
    # Of the unknown movie only the bias matters: its variance 0.6, and the noise.
    assert solved.deviations(person, np.array([2]))[0] == pytest.approx(np.sqrt(0.6 + 0.5), rel=1e-6)
    # Of the movie at row 1: the variance of bias + 2 factor is 0.6 + 4 * 0.6 - 4 * 0.4.
    assert solved.deviations(person, np.array([1]))[0] == pytest.approx(np.sqrt(1.4 + 0.5), rel=1e-6)


def test_a_person_without_ratings_is_anybody() -> None:
    solved = posterior()
    person = solved.person(np.zeros(0, np.int64), np.zeros(0))
    np.testing.assert_allclose(person.vector, solved.user_centre)
    np.testing.assert_allclose(person.noise, solved.noise_rate / (solved.noise_shape - 1))  # mean of an inverse Gamma
    base, shares = solved.shares(person, 1)
    assert solved.stars(person, np.array([1]))[0] == pytest.approx(base)
    assert len(shares) == 0


def test_shares_and_base_add_up_to_the_stars_of_every_movie() -> None:
    solved = posterior()
    person = solved.person(np.array([0, 2, 3]), np.array([4.5, 1.0, 3.0]))
    for row in range(len(IDS)):
        base, shares = solved.shares(person, row)
        assert base + shares.sum() == pytest.approx(solved.stars(person, np.array([row]))[0], abs=1e-12)


def test_a_share_follows_its_rating() -> None:
    """With the noise held fast the vector is linear in the stars: a star more of one movie changes its share alone."""
    solved = dataclasses.replace(posterior(), noise_shape=1e9, noise_rate=np.full(3, 0.7e9))
    rows, stars = np.array([0, 2, 3]), np.array([4.5, 1.0, 3.0])
    before = solved.shares(solved.person(rows, stars), 1)
    after = solved.shares(solved.person(rows, np.array([4.5, 2.0, 3.0])), 1)
    assert after[0] == pytest.approx(before[0], abs=1e-6)
    np.testing.assert_allclose((after[1] - before[1])[[0, 2]], 0, atol=1e-6)
    assert abs(after[1][1] - before[1][1]) > 1e-3


def test_the_set_of_rated_movies_alone_moves_a_person() -> None:
    solved = posterior(rounds=1)
    rows = np.array([1, 3])
    features = solved.directions[rows].astype(np.float64).sum(axis=0) / np.sqrt(2)
    expected = solved.user_centre[0] + features @ solved.user_weights[0]
    # A person whose stars are all noise is what their set lets expect.
    deaf = dataclasses.replace(solved, noise_shape=1e9, noise_rate=np.array([1e18]))
    np.testing.assert_allclose(deaf.person(rows, np.array([5.0, 0.5])).vector[0], expected, atol=1e-6)


def test_noise_and_vector_agree_with_each_other() -> None:
    """The precision is Gamma(shape + n / 2, rate + half the expected squared errors); here those are drawn."""
    solved = posterior(rounds=1)
    rows, stars = np.array([0, 1, 2, 3]), np.array([4.5, 1.0, 3.0, 5.0])
    person = solved.person(rows, stars)
    rng = np.random.default_rng(2)
    many = 200_000
    users = rng.multivariate_normal(person.vector[0], person.covariance[0], many)
    squares = 0.0
    for row, given in zip(rows, stars, strict=True):
        movie = rng.normal(solved.item_mean[0, row], np.sqrt(solved.item_variance[0, row]), (many, 3))
        errors = given - solved.mean - users[:, 0] - movie[:, 0] - (users[:, 1:] * movie[:, 1:]).sum(axis=1)
        squares += (errors**2).mean() + ROUNDING
    expected = (solved.noise_rate[0] + squares / 2) / (solved.noise_shape + len(rows) / 2 - 1)
    assert person.noise[0] == pytest.approx(expected, rel=0.02)


def test_deviations_are_those_of_ratings_drawn_many_times() -> None:
    solved = posterior(rounds=2)
    person = solved.person(np.array([0, 2]), np.array([4.0, 2.5]))
    rng = np.random.default_rng(3)
    many, drawn = 200_000, []
    for at in range(2):
        users = rng.multivariate_normal(person.vector[at], person.covariance[at], many)
        movie = rng.normal(solved.item_mean[at, 1], np.sqrt(solved.item_variance[at, 1]), (many, 3))
        scores = solved.mean + users[:, 0] + movie[:, 0] + (users[:, 1:] * movie[:, 1:]).sum(axis=1)
        drawn.append(scores + np.sqrt(person.noise.mean()) * rng.normal(size=many))
    found = solved.stars(person, np.array([1]))[0], solved.deviations(person, np.array([1]))[0]
    assert found == pytest.approx((np.mean(drawn), np.std(drawn)), rel=0.01)


def test_many_movies_are_the_same_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    solved = posterior()
    person = solved.person(np.array([3]), np.array([2.0]))
    rows = np.array([0, 1, 2, 3, -1])
    together = solved.stars(person, rows), solved.deviations(person, rows)
    monkeypatch.setattr("recommender.bayes_fold.ITEMS_AT_ONCE", 2)
    np.testing.assert_allclose(solved.stars(person, rows), together[0], atol=1e-12)
    np.testing.assert_allclose(solved.deviations(person, rows), together[1], atol=1e-12)
