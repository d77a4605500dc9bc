"""The sampler beside dense algebra, exact moments and data whose truth is known."""

import numpy as np
import pytest

from recommender.bayes import ROUNDING, BayesConfig, Chain, Known, sample
from recommender.bayes_gaussian import Grouped, Matrix, bias_and, draw_gaussians
from recommender.bayes_prior import Prior

N_USERS, N_ITEMS, N_UNRATED = 12, 9, 2
SMALL = BayesConfig(rank=2, burn_in=2, samples=2, thinning=1)


def known(seed: int = 3) -> Known:
    rng = np.random.default_rng(seed)
    users, items = np.nonzero(rng.random((N_USERS, N_ITEMS)) < 0.6)
    order = rng.permutation(len(users))
    return Known(
        user_rows=users[order],
        item_rows=items[order],
        stars=rng.integers(1, 11, len(users)) / 2,
        user_features=rng.normal(size=(N_USERS, 3)),
        item_features=rng.normal(size=(N_ITEMS + N_UNRATED, 4)),
    )


def test_sums_over_groups_are_those_of_plain_loops() -> None:
    rng = np.random.default_rng(1)
    groups, others = rng.integers(0, 5, 40), rng.integers(0, 7, 40)
    weights, X = rng.random(40), rng.normal(size=(7, 3))
    grouped = Grouped(groups, others, (6, 7))  # the last group is empty
    grams, pulls = np.zeros((6, 3, 3)), np.zeros((6, 3))
    for group, other, weight in zip(groups, others, weights, strict=True):
        grams[group] += weight * np.outer(X[other], X[other])
        pulls[group] += weight * X[other]
    np.testing.assert_allclose(grouped.grams(weights, X), grams, atol=1e-12)
    np.testing.assert_allclose(grouped.pulls(weights, X), pulls, atol=1e-12)


def test_draws_have_the_mean_and_the_covariance_of_their_gaussian() -> None:
    rng = np.random.default_rng(2)
    root = rng.normal(size=(3, 3))
    precision, pull = root @ root.T + np.eye(3), rng.normal(size=3)
    many = 100_000
    draws = draw_gaussians(np.tile(precision, (many, 1, 1)), np.tile(pull, (many, 1)), rng)
    np.testing.assert_allclose(draws.mean(axis=0), np.linalg.solve(precision, pull), atol=0.01)
    np.testing.assert_allclose(np.cov(draws.T), np.linalg.inv(precision), atol=0.01)


def test_a_kept_movie_has_the_moments_of_its_ridge_regression_on_its_raters() -> None:
    data = known()
    chain = Chain(data, SMALL, np.random.default_rng(4))
    for _ in range(3):
        chain.draw_items()
        chain.draw_users()
        chain.draw_noise()
    prior_mean, prior_precision = chain.of_items.means(), chain.of_items.precision
    chain.draw_items()
    draw = chain.kept()
    for at, item in enumerate(chain.rated):
        precision, pull = np.diag(prior_precision), prior_precision * prior_mean[at]
        for rating in np.flatnonzero(data.item_rows == item):
            user = data.user_rows[rating]
            x = np.array([1.0, *chain.user_vectors[user, 1:]])
            left = data.stars[rating] - data.stars.mean() - chain.user_vectors[user, 0]
            precision = precision + chain.noise_precision[user] * np.outer(x, x)
            pull = pull + chain.noise_precision[user] * left * x
        covariance = np.linalg.inv(precision)
        np.testing.assert_allclose(draw.item_mean[item], covariance @ pull, atol=1e-9)
        np.testing.assert_allclose(draw.item_variance[item], np.diag(covariance), atol=1e-9)


def test_noise_is_drawn_around_each_users_mean_square() -> None:
    rng = np.random.default_rng(5)
    users, items = (rows.ravel() for rows in np.meshgrid(np.arange(2), np.arange(2_000)))
    stars = 3 + np.where(users == 0, 0.4, 1.2) * rng.normal(size=len(users))
    data = Known(users, items, stars, np.zeros((2, 0)), np.zeros((2_000, 0)))
    chain = Chain(data, SMALL, rng)
    chain.item_vectors[:], chain.user_vectors[:] = 0.0, 0.0
    drawn = []
    for _ in range(300):
        chain.draw_noise()
        drawn.append(1 / chain.noise_precision)
    squares = [((stars - stars.mean())[users == user] ** 2).mean() + ROUNDING for user in (0, 1)]
    np.testing.assert_allclose(np.mean(drawn, axis=0), squares, rtol=0.02)


def test_a_prior_finds_the_weights_and_the_scatter_that_vectors_were_made_with() -> None:
    rng = np.random.default_rng(6)
    features, truth = rng.normal(size=(3_000, 4)), rng.normal(size=(4, 3))
    scatter = np.array([0.2, 0.5, 1.0])
    vectors = 0.7 + features @ truth + scatter * rng.normal(size=(3_000, 3))
    prior = Prior(np.vstack([features, np.ones((1, 4))]), np.arange(3_000), rank=2)
    weights, centres, variances, others = [], [], [], []
    for number in range(120):
        prior.draw(vectors, rng)
        if number >= 20:
            weights.append(prior.weights)
            centres.append(prior.centre)
            variances.append(1 / prior.precision)
            others.append(prior.expected()[0][-1])
    np.testing.assert_allclose(np.mean(weights, axis=0), truth, atol=0.06)
    np.testing.assert_allclose(np.mean(centres, axis=0), 0.7, atol=0.06)
    np.testing.assert_allclose(np.mean(variances, axis=0), scatter**2, rtol=0.08)
    np.testing.assert_allclose(np.mean(others, axis=0), 0.7 + truth.sum(axis=0), atol=0.12)


def test_what_a_prior_expects_is_ridge_regression() -> None:
    rng = np.random.default_rng(7)
    features, vectors = rng.normal(size=(50, 4)), rng.normal(size=(40, 2))
    prior = Prior(features, np.arange(40), rank=1)
    prior.draw(vectors, rng)
    precision, ridge = prior.precision, prior.ridge
    prior.draw(vectors, rng)
    mean, variance = prior.expected()
    F = features[:40]
    for column in range(2):
        posterior = np.linalg.inv(precision[column] * F.T @ F + ridge[column] * np.eye(4))
        weights = precision[column] * posterior @ F.T @ (vectors[:, column] - prior.centre[column])
        np.testing.assert_allclose(mean[:, column], prior.centre[column] + features @ weights, atol=1e-9)
        uncertain = np.einsum("nr,rs,ns->n", features, posterior, features)
        np.testing.assert_allclose(variance[:, column], 1 / prior.precision[column] + uncertain, atol=1e-9)


def low_rank(seed: int) -> tuple[Matrix, Known]:
    """Scores (n_users, n_items) of rank 2, and noisy ratings of three tenths of them."""
    rng = np.random.default_rng(seed)
    U, V = rng.normal(size=(80, 2)), rng.normal(size=(60, 2))
    scores = 3.0 + 0.4 * rng.normal(size=(80, 1)) + 0.4 * rng.normal(size=60) + 0.7 * U @ V.T
    users, items = np.nonzero(rng.random(scores.shape) < 0.3)
    stars = scores[users, items] + 0.3 * rng.normal(size=len(users))
    return scores, Known(users, items, stars, np.zeros((80, 0)), np.zeros((60, 0)))


def test_a_chain_recovers_the_scores_behind_noisy_ratings() -> None:
    scores, data = low_rank(8)
    unrated = np.ones(scores.shape, np.bool_)
    unrated[data.user_rows, data.item_rows] = False
    chain = Chain(data, BayesConfig(rank=4), np.random.default_rng(9))
    total, rounds = np.zeros(scores.shape), 0
    for number in range(150):
        chain.draw_items()
        chain.draw_users()
        chain.draw_noise()
        if number >= 50:
            products = bias_and(chain.user_vectors) @ bias_and(chain.item_vectors).T - 1
            biases = chain.user_vectors[:, :1] + chain.item_vectors[:, 0]
            total += chain.mean + biases + products
            rounds += 1
    error = np.sqrt(((total / rounds - scores)[unrated] ** 2).mean())
    assert error < 0.3  # the noise of one rating; the scores' own deviation is above 1
    assert 1 / chain.noise_precision.mean() == pytest.approx(0.09 + ROUNDING, rel=0.3)


def test_the_same_seed_gives_the_same_rounds_and_another_seed_others() -> None:
    data = known()
    first, again, other = (sample(data, SMALL, seed)[1] for seed in (1, 1, 2))
    for one, same, different in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one.item_mean, same.item_mean)
        np.testing.assert_array_equal(one.user_weights, same.user_weights)
        assert np.abs(one.item_mean - different.item_mean).max() > 1e-3
    assert len(first) == SMALL.samples
    assert first[0].item_mean.shape == (N_ITEMS + N_UNRATED, 3)
