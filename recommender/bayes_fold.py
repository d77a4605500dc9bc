"""How a person's stars become predictions, given what a chain of `recommender.bayes` learned.

In each kept round a person's vector is Gaussian given the movies: the ridge regression of their stars on the movies'
vectors, pulled towards what the set of rated movies alone lets expect. Movies are uncertain too, which adds their
variances to the regression's diagonal. How much the person's stars scatter follows from the same history: noise and
vector are solved in turn (variational Bayes for linear regression; Bishop 2006, section 10.3). Of a person with few
ratings the noise is hardly known, and larger for that. A prediction is the mean over the rounds, and it splits exactly
into a base and a share for each rated movie.

The same holds for users of the training and for anybody else.
"""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from data.ids import Ids, Rows
from recommender.bayes import ROUNDING
from recommender.bayes_gaussian import Matrix

NOISE_ROUNDS = 4
ITEMS_AT_ONCE = 2048


@dataclasses.dataclass(frozen=True)
class Person:
    """One person's vector in each of S rounds; D is 1 + rank, the bias before the factors.

    Attributes:
        rows: (n,) the rated movies.
        pulls: (S, n) how far each rating lies from what is expected of its movie, over the noise.
        vector: (S, D) mean of the vector.
        covariance: (S, D, D) of it.
        noise: (S,) expected variance of the person's stars around what their vector says.
    """

    rows: Rows
    pulls: Matrix
    vector: Matrix
    covariance: Matrix
    noise: Matrix


@dataclasses.dataclass(frozen=True)
class Posterior:
    """What S kept rounds say of movies and of people in general; D is 1 + rank, the bias before the factors.

    The last row of the movies' arrays stands for a movie that nobody knows anything of.

    Attributes:
        items: the ids behind the rows.
        mean: of the stars.
        noise_shape: of the Gamma that precisions of noise come from; above 1.
        item_mean: (S, n_items + 1, D).
        item_variance: (S, n_items + 1, D).
        directions: (n_items + 1, r) see `recommender.bayes_features.set_directions`.
        user_centre: (S, D).
        user_weights: (S, r, D) of the features of a person.
        user_precision: (S, D).
        noise_rate: (S,) of that Gamma.
    """

    items: Ids
    mean: float
    noise_shape: float
    item_mean: NDArray[np.float32]
    item_variance: NDArray[np.float32]
    directions: NDArray[np.float32]
    user_centre: Matrix
    user_weights: Matrix
    user_precision: Matrix
    noise_rate: Matrix

    def person(self, rows: Rows, stars: Matrix) -> Person:
        """Solve for someone who gave movies at rows (n,) these stars (n,); n may be 0."""
        bias, X = self._regressors(rows)
        left = stars - self.mean - bias  # (S, n)
        variance = self.item_variance[:, rows].astype(np.float64)
        gram: Matrix = X.transpose(0, 2, 1) @ X
        diagonal = np.arange(1, gram.shape[1])
        gram[:, diagonal, diagonal] += variance[:, :, 1:].sum(axis=1)
        pull = np.einsum("snd,sn->sd", X, left)
        expected = self.user_precision * (self.user_centre + self._set(rows).sum(axis=0) @ self.user_weights)
        squares = (left**2 + variance[:, :, 0] + ROUNDING).sum(axis=1)
        noise = self._noise(gram, pull, squares, expected, len(rows))
        covariance = self._covariance(gram, noise)
        vector = np.einsum("sde,se->sd", covariance, pull / noise[:, None] + expected)
        freedom = self.noise_shape + len(rows) / 2
        return Person(rows, left / noise[:, None], vector, covariance, noise * freedom / (freedom - 1))

    def _set(self, rows: Rows) -> Matrix:
        """What each of the rated movies (n, r) adds to the features of the set."""
        parts: Matrix = self.directions[rows].astype(np.float64) / max(len(rows), 1) ** 0.5
        return parts

    def _noise(self, gram: Matrix, pull: Matrix, squares: Matrix, expected: Matrix, n: int) -> Matrix:
        """One over the expected precision (S,) of n stars around the person's vector, which is solved along with it."""
        noise = self.noise_rate / self.noise_shape
        for _ in range(NOISE_ROUNDS):
            covariance = self._covariance(gram, noise)
            vector = np.einsum("sde,se->sd", covariance, pull / noise[:, None] + expected)
            second = covariance + vector[:, :, None] * vector[:, None, :]
            unexplained = squares - 2 * np.einsum("sd,sd->s", vector, pull) + np.einsum("sde,sde->s", gram, second)
            noise = (self.noise_rate + unexplained / 2) / (self.noise_shape + n / 2)
        return noise

    def _covariance(self, gram: Matrix, noise: Matrix) -> Matrix:
        precision = gram / noise[:, None, None]
        diagonal = np.arange(gram.shape[1])
        precision[:, diagonal, diagonal] += self.user_precision
        return np.linalg.inv(precision).astype(np.float64, copy=False)

    def stars(self, person: Person, rows: Rows) -> Matrix:
        """What the person is expected to give movies at rows (m,), not clipped to the scale: (m,)."""
        found = np.empty(len(rows))
        for start in range(0, len(rows), ITEMS_AT_ONCE):
            some = slice(start, start + ITEMS_AT_ONCE)
            bias, X = self._regressors(rows[some])
            found[some] = self.mean + (bias + np.einsum("smd,sd->sm", X, person.vector)).mean(axis=0)
        return found

    def deviations(self, person: Person, rows: Rows) -> Matrix:
        """How far (m,) the person's stars for movies at rows (m,) are expected to lie from `stars`: root mean square.

        Four parts: what is uncertain of the person and of the movie, how much the rounds differ, and the noise.
        """
        second = person.vector**2 + np.einsum("sdd->sd", person.covariance)
        second[:, 0] = 1.0
        found = np.empty(len(rows))
        for start in range(0, len(rows), ITEMS_AT_ONCE):
            some = slice(start, start + ITEMS_AT_ONCE)
            bias, X = self._regressors(rows[some])
            within = np.einsum("smd,smd->sm", X @ person.covariance, X)
            within += np.einsum("smd,sd->sm", self.item_variance[:, rows[some]].astype(np.float64), second)
            between = (bias + np.einsum("smd,sd->sm", X, person.vector)).var(axis=0)
            found[some] = np.sqrt(within.mean(axis=0) + between + person.noise.mean())
        return found

    def shares(self, person: Person, row: int) -> tuple[float, Matrix]:
        """The base, and the share (n,) of each rated movie, whose sum is what `stars` gives for the movie at `row`."""
        bias, X = self._regressors(np.array([row]))
        weights = np.einsum("sde,se->sd", person.covariance, X[:, 0])  # the score is weights . everything that pulls
        _, rated = self._regressors(person.rows)
        by_stars = person.pulls * np.einsum("snd,sd->sn", rated, weights)
        weights *= self.user_precision
        by_choice = self._set(person.rows) @ np.einsum("srd,sd->rs", self.user_weights, weights)  # (n, S)
        base = self.mean + (bias[:, 0] + np.einsum("sd,sd->s", self.user_centre, weights)).mean()
        return float(base), by_stars.mean(axis=0) + by_choice.mean(axis=1)

    def _regressors(self, rows: Rows) -> tuple[Matrix, Matrix]:
        """Biases (S, m) and regressors (S, m, D), 1 in the place of the bias, of movies at rows (m,)."""
        X = self.item_mean[:, rows].astype(np.float64)
        bias = X[:, :, 0].copy()
        X[:, :, 0] = 1.0
        return bias, X
