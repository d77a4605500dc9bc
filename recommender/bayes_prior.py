"""The prior of one side's vectors in `recommender.bayes`.

Each column of the vectors T (n, D) follows a linear model of the features F (n, r), with weights, a precision of what
they leave and a precision of the weights of its own:

    T_ik ~ N(m_k + f_i . B_k, 1 / p_k),   m_k ~ N(0, 1 / 4),   B_rk ~ N(0, 1 / lambda_k)
    p_k ~ Gamma(1, 0.1),   lambda_k ~ Gamma(1, 1)

In the eigenvectors of F'F all weights of a column are independent given the rest, so drawing them takes no system of
equations.
"""

import numpy as np

from data.ids import Rows
from recommender.bayes_gaussian import Matrix

START_BIAS, START_FACTOR, START_WEIGHT = 50.0, 15.0, 15.0  # precisions; the first rounds replace them
CENTRE_PRECISION = 4.0  # of the prior of m: what the mean leaves is hardly a star


class Prior:
    """The state of one side's prior in a chain.

    Attributes:
        centre: (D,) m.
        precision: (D,) p.
        ridge: (D,) lambda.
    """

    def __init__(self, features: Matrix, rows: Rows, rank: int) -> None:
        """Start from no weights.

        Args:
            features: (m, r) of the vectors and of others that `expected` tells of.
            rows: (n,) which of them are F.
            rank: D is 1 + rank, the bias first.
        """
        n, r = len(rows), features.shape[1]
        self._spectrum, self._axes = np.linalg.eigh(features[rows].T @ features[rows])
        self._spectrum = self._spectrum.clip(min=0)
        self._turned_all = features @ self._axes  # (m, r)
        self._turned_squares = self._turned_all**2
        self._turned = self._turned_all[rows]
        self._weights = np.zeros((r, 1 + rank))  # of the turned features
        self._weights_mean, self._weights_precision = self._weights, np.ones_like(self._weights)
        self.ridge = np.full(1 + rank, START_WEIGHT)
        self._fitted = np.zeros((n, 1 + rank))
        self.centre = np.zeros(1 + rank)
        self.precision = np.concatenate([[START_BIAS], np.full(rank, START_FACTOR)])

    @property
    def weights(self) -> Matrix:
        """(r, D) B."""
        weights: Matrix = self._axes @ self._weights
        return weights

    def means(self) -> Matrix:
        """(n, D) what is expected of the vectors before anything is rated."""
        return self.centre + self._fitted

    def draw(self, vectors: Matrix, rng: np.random.Generator) -> None:
        """Draw m, B, lambda and p in turn, given the vectors T (n, D)."""
        n, r = self._turned.shape
        shape = vectors.shape[1]
        strength = n * self.precision + CENTRE_PRECISION
        self.centre = self.precision * (vectors - self._fitted).sum(axis=0) / strength
        self.centre += rng.normal(size=shape) / np.sqrt(strength)
        self._weights_precision = self._spectrum[:, None] * self.precision + self.ridge
        self._weights_mean = self.precision * (self._turned.T @ (vectors - self.centre)) / self._weights_precision
        self._weights = self._weights_mean + rng.normal(size=(r, shape)) / np.sqrt(self._weights_precision)
        self._fitted = self._turned @ self._weights
        self.ridge = rng.gamma(1 + r / 2, 1 / (1 + (self._weights**2).sum(axis=0) / 2))
        left = vectors - self.means()
        self.precision = rng.gamma(1 + n / 2, 1 / (0.1 + (left**2).sum(axis=0) / 2))

    def expected(self) -> tuple[Matrix, Matrix]:
        """Mean and variance (m, D) of vectors with all the features, given the last vectors drawn from."""
        mean = self.centre + self._turned_all @ self._weights_mean
        return mean, 1 / self.precision + self._turned_squares @ (1 / self._weights_precision)
