"""How a person's ratings become a user vector, for each way of learning item factors, and what each rating adds.

Every way is linear in the rated items once the user's ratings are fixed, so the score of an item splits exactly into
one share per rated item: `parts` gives the summands of the user vector, and a share is an item vector times a part.
"""

import dataclasses
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows

Floats: TypeAlias = NDArray[np.float32] | NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class RidgeFold:
    """Explicit factors: ridge regression of what biases leave of the stars, with penalty reg * (n + prior).

    At `prior` 0 this is the step of ALS for a user (Zhou et al. 2008, equation 3), with `reg` Spark's `regParam`.

    Attributes:
        reg: penalty for each of the user's n ratings.
        shrinkage: ratings' worth of pull of the user bias towards 0.
        prior: ratings' worth of penalty for everybody, which keeps the vectors of people with few ratings short.
    """

    kind: ClassVar[str] = "ridge"
    reg: float
    shrinkage: float
    prior: float = 0.0

    def user_bias(self, residuals: Floats) -> float:
        """The user's shrunken mean of `stars - mean - item bias` (n,); 0 for no ratings."""
        return float(residuals.sum() / max(len(residuals) + self.shrinkage, 1))

    def parts(self, item_factors: Floats, rows: Rows, residuals: Floats) -> Floats:
        """Summands (n, rank) of the user vector, one per rated item.

        Args:
            item_factors: (n_items, rank).
            rows: (n,) rows of the rated items.
            residuals: (n,) `stars - mean - item bias`.
        """
        Y = item_factors[rows].astype(np.float64)  # (n, rank)
        gram = Y.T @ Y + self.reg * (len(rows) + self.prior) * np.eye(Y.shape[1])
        left = residuals - self.user_bias(residuals)
        return np.linalg.solve(gram, Y.T).T * left[:, None]

    def users(self, item_factors: Floats, user_rows: Rows, item_rows: Rows, residuals: Floats) -> Floats:
        """The vectors (n_users, rank) of all users at once.

        Args:
            item_factors: (n_items, rank).
            user_rows: (n,) row of each rating's user; every user has a rating.
            item_rows: (n,) row of each rating's item.
            residuals: (n,) `stars - mean - item bias`.
        """
        n_users = int(user_rows.max()) + 1
        vectors = np.zeros((n_users, item_factors.shape[1]), np.float32)
        by_user = np.argsort(user_rows, kind="stable")
        starts = np.searchsorted(user_rows[by_user], np.arange(1, n_users))
        for user, ratings in enumerate(np.split(by_user, starts)):
            vectors[user] = self.parts(item_factors, item_rows[ratings], residuals[ratings]).sum(axis=0)
        return vectors


@dataclasses.dataclass(frozen=True)
class ImplicitFold:
    """Implicit ALS: which movies were chosen at all, with confidence (Hu, Koren and Volinsky 2008, equation 4).

    Attributes:
        reg: the `regParam` the items were trained with; Spark scales it by the number of positive ratings.
        alpha: confidence of one rating above that of none.
        disliked_at: stars at or below this are evidence against the item; 0 takes every rating as evidence for it.
        gram: (rank, rank) `item_factors.T @ item_factors`.
    """

    kind: ClassVar[str] = "implicit"
    reg: float
    alpha: float
    disliked_at: float
    gram: Floats

    def is_chosen(self, stars: Floats) -> NDArray[np.bool_]:
        """Which of the ratings (n,) are evidence for the item."""
        return stars > self.disliked_at

    def parts(self, item_factors: Floats, rows: Rows, stars: Floats) -> Floats:
        """Summands (n, rank) of the user vector, one per rated item; those of disliked items are 0.

        Args:
            item_factors: (n_items, rank).
            rows: (n,) rows of the rated items.
            stars: (n,) ratings, 0.5 to 5.0.
        """
        Y = item_factors[rows].astype(np.float64)  # (n, rank)
        chosen = self.is_chosen(stars)
        ridge = self.reg * max(int(chosen.sum()), 1) * np.eye(Y.shape[1])
        A = self.gram + self.alpha * (Y.T @ Y) + ridge
        return np.linalg.solve(A, Y.T).T * ((1 + self.alpha) * chosen)[:, None]


@dataclasses.dataclass(frozen=True)
class HistoryFold:
    """Two towers: the user vector is a damped sum of vectors of the rated items.

        u = base + sum_j (chosen_j + (stars_j - mean stars) * liked_j) / n^power

    Attributes:
        base: (rank,) the vector of a user without ratings.
        chosen: (n_items, rank) what having rated an item says.
        liked: (n_items, rank) what liking it more than one's other items says.
        power: 0 adds the items up, 1 takes their mean.
    """

    kind: ClassVar[str] = "history"
    base: Floats
    chosen: Floats
    liked: Floats
    power: float

    def parts(self, item_factors: Floats, rows: Rows, stars: Floats) -> Floats:  # noqa: ARG002 the towers' own vectors are used
        """Summands (n, rank) of the user vector but for `base`, one per rated item."""
        deviation = stars - stars.mean()
        summands: Floats = self.chosen[rows] + deviation[:, None] * self.liked[rows]
        return summands / float(len(rows) ** self.power)


Fold: TypeAlias = RidgeFold | ImplicitFold | HistoryFold
FOLDS = {fold.kind: fold for fold in (RidgeFold, ImplicitFold, HistoryFold)}
