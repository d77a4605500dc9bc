"""Bayesian matrix factorisation of stars with side information, sampled by Gibbs' method in NumPy.

    stars_ui = mean + b_u + c_i + U_u . V_i + noise,         noise ~ N(0, 1 / alpha_u)
    (b_u, U_u) ~ N(m + x_u B, diag 1 / p)                    x_u: which movies the user rated
    (c_i, V_i) ~ N(m' + f_i B', diag 1 / p')                 f_i: what is known of the movie
    B_rk ~ N(0, 1 / lambda_k),   alpha_u ~ Gamma(shape, rate),   rate ~ Gamma(1, 1),   p, lambda ~ Gamma

This is BPMF (Salakhutdinov and Mnih 2008) with the link matrices B of Macau (Simm et al. 2015), biases as further
columns, independent columns, and a precision of the noise for each user: some people's stars scatter twice as much as
others'. Stars come in half steps, so their rounding is part of the noise. Given one side, each vector of the other is
Gaussian: a round draws the movies, B', p', lambda', then the users, B, p, lambda, then the noise.

What is kept of a round is not the drawn movies but what they are drawn from, given the users of that round: mean and
variances (Rao-Blackwell), so that few rounds need be kept. `recommender.bayes_fold` predicts from them.
"""

import dataclasses

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from data.ids import Rows
from recommender.bayes_gaussian import Grouped, Matrix, bias_and, draw_gaussians
from recommender.bayes_prior import Prior

ROUNDING = 0.5**2 / 12  # variance of what rounding to half stars adds
START_LENGTH = 0.3  # of the factors that the first round starts from


class BayesConfig(BaseModel):
    """Hyper-parameters of the sampler.

    Attributes:
        rank: factors per user and movie.
        burn_in: rounds before the first that is kept.
        samples: rounds that are kept.
        thinning: rounds from one that is kept to the next.
        noise_shape: `shape` of the noise precisions: the larger, the more alike the users' noise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int = Field(12, ge=1)
    burn_in: int = Field(60, ge=1)
    samples: int = Field(20, ge=2)
    thinning: int = Field(12, ge=1)
    noise_shape: float = Field(4.0, gt=1)


@dataclasses.dataclass(frozen=True)
class Known:
    """What the sampler is given.

    Attributes:
        user_rows, item_rows, stars: (n,) ratings; every user has one.
        user_features: (n_users, any).
        item_features: (n_items, any); movies may be without ratings.
    """

    user_rows: Rows
    item_rows: Rows
    stars: Matrix
    user_features: Matrix
    item_features: Matrix


@dataclasses.dataclass(frozen=True)
class Draw:
    """What is kept of one round; D is 1 + rank, the bias before the factors.

    Attributes:
        item_mean: (n_items, D).
        item_variance: (n_items, D).
        user_centre: (D,) m.
        user_weights: (n_user_features, D) B.
        user_precision: (D,) p.
        noise_rate: of the Gamma that noise precisions come from.
    """

    item_mean: Matrix
    item_variance: Matrix
    user_centre: Matrix
    user_weights: Matrix
    user_precision: Matrix
    noise_rate: float


def sample(known: Known, config: BayesConfig, seed: int) -> tuple[float, list[Draw]]:
    """Run one chain; returns the mean of all stars and the rounds that are kept, `config.samples` of them."""
    rng = np.random.default_rng(seed)
    chain = Chain(known, config, rng)
    kept = []
    for number in range(config.burn_in + config.samples * config.thinning):
        chain.draw_items()
        if number >= config.burn_in and (number - config.burn_in + 1) % config.thinning == 0:
            kept.append(chain.kept())
        chain.draw_users()
        chain.draw_noise()
    return chain.mean, kept


class Chain:
    """The state of a chain, of which the methods draw one part each, given all others.

    Its items are the rated ones; the others follow from their features when a round is kept.

    Attributes:
        mean: of all stars.
        rated: (n_rated,) rows of the rated items.
        user_vectors: (n_users, D).
        item_vectors: (n_rated, D).
        noise_precision: (n_users,) alpha.
        of_users, of_items: what the vectors are drawn from.
    """

    def __init__(self, known: Known, config: BayesConfig, rng: np.random.Generator) -> None:
        """Start from vectors without biases and with short random factors."""
        self._rng = rng
        self._shape = config.noise_shape
        self.rated, self._items = np.unique(known.item_rows, return_inverse=True)
        self._users = known.user_rows
        self.mean = float(known.stars.mean())
        self._left = known.stars - self.mean
        n_users, n_items = len(known.user_features), len(self.rated)
        self._by_user = Grouped(self._users, self._items, (n_users, n_items))
        self._by_item = Grouped(self._items, self._users, (n_items, n_users))
        self.of_items = Prior(known.item_features, self.rated, config.rank)
        self.of_users = Prior(known.user_features, np.arange(n_users), config.rank)
        self.item_vectors = START_LENGTH * rng.normal(size=(n_items, 1 + config.rank))
        self.user_vectors = START_LENGTH * rng.normal(size=(n_users, 1 + config.rank))
        self.item_vectors[:, 0] = self.user_vectors[:, 0] = 0.0
        self.noise_precision = np.full(n_users, 1 / (self._left.var() + ROUNDING))
        self._rate = self._shape / self.noise_precision[0]

    def draw_items(self) -> None:
        """Draw the items' vectors, then their prior."""
        self._equations = self._posterior(self._by_item, self.user_vectors, self._users, self.of_items)
        self.item_vectors = draw_gaussians(*self._equations, self._rng)
        self.of_items.draw(self.item_vectors, self._rng)

    def draw_users(self) -> None:
        """Draw the users' vectors, then their prior."""
        equations = self._posterior(self._by_user, self.item_vectors, self._items, self.of_users)
        self.user_vectors = draw_gaussians(*equations, self._rng)
        self.of_users.draw(self.user_vectors, self._rng)

    def draw_noise(self) -> None:
        """Draw the precision of each user's noise, then the rate of all."""
        users, items = self.user_vectors[self._users], self.item_vectors[self._items]
        errors = self._left - users[:, 0] - items[:, 0] - np.einsum("nk,nk->n", users[:, 1:], items[:, 1:])
        squares, ratings = np.bincount(self._users, errors**2 + ROUNDING), np.bincount(self._users)
        self.noise_precision = self._rng.gamma(self._shape + ratings / 2, 1 / (self._rate + squares / 2))
        self._rate = self._rng.gamma(1 + self._shape * len(ratings), 1 / (1 + self.noise_precision.sum()))

    def kept(self) -> Draw:
        """What the items were drawn from, just after `draw_items`."""
        precision, pull = self._equations
        covariance = np.linalg.inv(precision)
        mean, variance = self.of_items.expected()
        mean[self.rated] = np.einsum("nij,nj->ni", covariance, pull)
        variance[self.rated] = np.einsum("nii->ni", covariance)
        users = self.of_users
        return Draw(mean, variance, users.centre, users.weights, users.precision, self._rate)

    def _posterior(self, grouped: Grouped, other: Matrix, rows: Rows, prior: Prior) -> tuple[Matrix, Matrix]:
        """Precisions (n, D, D) and pulls (n, D) of one side's vectors, given the `other` at `rows` of the ratings."""
        weights = self.noise_precision[self._users]
        regressors = bias_and(other)
        precision = grouped.grams(weights, regressors) + np.diag(prior.precision)
        pull = grouped.pulls(weights * (self._left - other[rows, 0]), regressors) + prior.precision * prior.means()
        return precision, pull
