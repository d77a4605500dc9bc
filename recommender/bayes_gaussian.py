"""Many small linear regressions at once: their normal equations, and draws from what those say.

Regression g has the ratings of one user (or movie). Its rows are the vectors x of the movies (or users) rated, so with
weights w the precision is sum w x x' and the pull sum w y x; both are products of one sparse matrix.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from data.ids import Rows

Matrix = NDArray[np.float64]


class Grouped:
    """Ratings by the regression they belong to."""

    def __init__(self, groups: Rows, others: Rows, shape: tuple[int, int]) -> None:
        """Sort the ratings.

        Args:
            groups: (n,) the regression of each rating.
            others: (n,) the row of its regressors.
            shape: number of regressions, number of rows of regressors.
        """
        self._order = np.lexsort((others, groups))
        self._columns = others[self._order]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=shape[0]))])
        self._shape = shape

    def grams(self, weights: Matrix, regressors: Matrix) -> Matrix:
        """(n_groups, D, D) sums of w x x' for weights (n,) and regressors (n_others, D)."""
        upper = np.triu_indices(regressors.shape[1])
        sums = self._weighted(weights) @ (regressors[:, upper[0]] * regressors[:, upper[1]])
        grams = np.empty((self._shape[0], regressors.shape[1], regressors.shape[1]))
        grams[:, upper[0], upper[1]] = sums
        grams[:, upper[1], upper[0]] = sums
        return grams

    def pulls(self, values: Matrix, regressors: Matrix) -> Matrix:
        """(n_groups, D) sums of v x for values (n,) and regressors (n_others, D)."""
        pulls: Matrix = self._weighted(values) @ regressors
        return pulls

    def _weighted(self, values: Matrix) -> sparse.csr_array:
        return sparse.csr_array((values[self._order], self._columns, self._starts), shape=self._shape)


def bias_and(vectors: Matrix) -> Matrix:
    """Regressors (n, D) of vectors (n, D) that have a bias before their factors: 1 in its place."""
    regressors = vectors.copy()
    regressors[:, 0] = 1.0
    return regressors


def draw_gaussians(precisions: Matrix, pulls: Matrix, rng: np.random.Generator) -> Matrix:
    """A draw (n, D) of each Gaussian with a precision A (n, D, D) and the mean A^-1 h, for pulls h (n, D)."""
    lower = np.linalg.cholesky(precisions)
    noise = np.einsum("nij,nj->ni", lower, rng.normal(size=pulls.shape))  # of covariance A
    draws: Matrix = np.linalg.solve(precisions, (pulls + noise)[:, :, None])[:, :, 0]
    return draws
