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
        base: (S, D) the vector of a person without ratings.
        parts: (S, n, D) what each rated movie adds to it.
        covariance: (S, D, D) of the vector.
        noise: (S,) expected variance of the person's stars around what their vector says.
    """

    rows: Rows
    base: Matrix
    parts: Matrix
    covariance: Matrix
    noise: Matrix

    @property
    def vector(self) -> Matrix:
        """(S, D) the mean of the vector."""
        vector: Matrix = self.base + self.parts.sum(axis=1)
        return vector


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
        pulls = X * left[:, :, None]
        chosen = self.directions[rows].astype(np.float64) @ self.user_weights / max(len(rows), 1) ** 0.5  # (S, n, D)
        expected = self.user_precision * (self.user_centre + chosen.sum(axis=1))
        pull = pulls.sum(axis=1)
        squares = (left**2 + variance[:, :, 0] + ROUNDING).sum(axis=1)
        noise = self._noise(gram, pull, squares, expected, len(rows))
        covariance = self._covariance(gram, noise)
        parts: Matrix = (pulls / noise[:, None, None] + self.user_precision[:, None, :] * chosen) @ covariance
        base: Matrix = np.einsum("sde,se->sd", covariance, self.user_precision * self.user_centre)
        freedom = self.noise_shape + len(rows) / 2
        return Person(rows, base, parts, covariance, noise * freedom / (freedom - 1))

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
        vector = person.vector
        found = np.empty(len(rows))
        for start in range(0, len(rows), ITEMS_AT_ONCE):
            some = slice(start, start + ITEMS_AT_ONCE)
            bias, X = self._regressors(rows[some])
            found[some] = self.mean + (bias + np.einsum("smd,sd->sm", X, vector)).mean(axis=0)
        return found

    def deviations(self, person: Person, rows: Rows) -> Matrix:
        """How far (m,) the person's stars for movies at rows (m,) are expected to lie from `stars`: root mean square.

        Four parts: what is uncertain of the person and of the movie, how much the rounds differ, and the noise.
        """
        vector = person.vector
        second = vector**2 + np.einsum("sdd->sd", person.covariance)
        second[:, 0] = 1.0
        found = np.empty(len(rows))
        for start in range(0, len(rows), ITEMS_AT_ONCE):
            some = slice(start, start + ITEMS_AT_ONCE)
            bias, X = self._regressors(rows[some])
            within = np.einsum("smd,smd->sm", X @ person.covariance, X)
            within += np.einsum("smd,sd->sm", self.item_variance[:, rows[some]].astype(np.float64), second)
            between = (bias + np.einsum("smd,sd->sm", X, vector)).var(axis=0)
            found[some] = np.sqrt(within.mean(axis=0) + between + person.noise.mean())
        return found

    def shares(self, person: Person, row: int) -> tuple[float, Matrix]:
        """The base, and the share (n,) of each rated movie, whose sum is what `stars` gives for the movie at `row`."""
        bias, X = self._regressors(np.array([row]))
        base = self.mean + (bias[:, 0] + np.einsum("sd,sd->s", X[:, 0], person.base)).mean()
        return float(base), np.einsum("snd,sd->sn", person.parts, X[:, 0]).mean(axis=0)

    def _regressors(self, rows: Rows) -> tuple[Matrix, Matrix]:
        """Biases (S, m) and regressors (S, m, D), 1 in the place of the bias, of movies at rows (m,)."""
        X = self.item_mean[:, rows].astype(np.float64)
        bias = X[:, :, 0].copy()
        X[:, :, 0] = 1.0
        return bias, X
