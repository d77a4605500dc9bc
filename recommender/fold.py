"""How a person's ratings become a user vector, for each way of learning item factors, and what each rating adds.

Every way is linear in the rated items once the user's ratings are fixed, so the score of an item splits exactly into
one share per rated item: `parts` gives the summands of the user vector, and a share is an item vector times a part.

A person's ratings come oldest first: some ways let the latest say more. The age of a rating is the number of ratings
that the person gave after it.
"""

import dataclasses
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from data.ids import Rows

Floats: TypeAlias = NDArray[np.float32] | NDArray[np.float64]

PULL = 5.0  # ratings' worth by which a person's mean is drawn to that of everybody


def deviations(stars: Floats, typical: float) -> Floats:
    """How far ratings (n,) lie above the person's mean, which is drawn to `typical` by `PULL` ratings' worth."""
    above: Floats = stars - (stars.sum() + PULL * typical) / (len(stars) + PULL)
    return above


def recency(n: int, memory: float) -> Floats:
    """exp(-age / memory) of n ratings (n,), oldest first; `memory` in ratings, more than 0."""
    weights: Floats = np.exp(-np.arange(n - 1, -1, -1) / memory)
    return weights


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

        u = base + sum_j (chosen_j + d_j * liked_j) / n^power + sum_j r_j * recent_j / (sum_j r_j)^power

    with d the `deviations` of the stars and r the `recency` of the ratings.

    Attributes:
        base: (rank,) the vector of a user without ratings.
        chosen: (n_items, rank) what having rated an item says.
        liked: (n_items, rank) what liking it more than one's other items says.
        recent: (n_items, rank) what having rated it lately says; no rows where the order of ratings says nothing.
        power: 0 adds the items up, 1 takes their mean.
        typical: mean stars of everybody.
        memory: of `recency`.
    """

    kind: ClassVar[str] = "history"
    base: Floats
    chosen: Floats
    liked: Floats
    recent: Floats
    power: float
    typical: float
    memory: float

    def parts(self, item_factors: Floats, rows: Rows, stars: Floats) -> Floats:  # noqa: ARG002 the towers' own vectors are used
        """Summands (n, rank) of the user vector but for `base`, one per rated item, oldest first."""
        above = deviations(stars, self.typical)
        summands: Floats = (self.chosen[rows] + above[:, None] * self.liked[rows]) / float(len(rows) ** self.power)
        if len(self.recent):
            weights = recency(len(rows), self.memory)
            summands = summands + self.recent[rows] * (weights / weights.sum() ** self.power)[:, None]
        return summands


@dataclasses.dataclass(frozen=True)
class ItemFold:
    """Closed-form models: the user vector is the weighted sum of the rated items' own vectors.

        u = sum_j (1 + tilt * d_j) * (floor + r_j) * scale_j * V_j

    with d the `deviations` of the stars and r the `recency` of the ratings; where `memory` is 0, (floor + r_j) is 1.

    Attributes:
        scale: (n_items,) turns an item's vector as a target into its vector as a reason.
        tilt: how much a star above the person's mean adds to the weight of a rating.
        typical: mean stars of everybody.
        memory: of `recency`, in ratings; 0 gives all ratings the same weight.
        floor: weight of the oldest ratings beside 1 of the latest.
    """

    kind: ClassVar[str] = "items"
    scale: Floats
    tilt: float
    typical: float
    memory: float = 0.0
    floor: float = 1.0

    def parts(self, item_factors: Floats, rows: Rows, stars: Floats) -> Floats:
        """Summands (n, rank) of the user vector, one per rated item, oldest first."""
        weights = (1 + self.tilt * deviations(stars, self.typical)) * self.scale[rows]
        if self.memory:
            weights = weights * (self.floor + recency(len(rows), self.memory))
        summands: Floats = weights[:, None] * item_factors[rows]
        return summands

    def users(self, item_factors: Floats, user_rows: Rows, item_rows: Rows, stars: Floats) -> Floats:
        """The vectors (n_users, rank) of all users at once.

        Args:
            item_factors: (n_items, rank).
            user_rows: (n,) row of each rating's user, ascending; the ratings of one user are oldest first.
            item_rows: (n,) row of each rating's item.
            stars: (n,) ratings.
        """
        n = np.bincount(user_rows)
        mean = (np.bincount(user_rows, stars) + PULL * self.typical) / (n + PULL)
        weights = (1 + self.tilt * (stars - mean[user_rows])) * self.scale[item_rows]
        if self.memory:
            ages = np.cumsum(n)[user_rows] - 1 - np.arange(len(user_rows))
            weights = weights * (self.floor + np.exp(-ages / self.memory))
        told = csr_array((weights, (user_rows, item_rows)), shape=(len(n), len(item_factors)))
        vectors: Floats = (told @ item_factors).astype(np.float32)
        return vectors


@dataclasses.dataclass(frozen=True)
class JointFold:
    """Learned towers beside closed-form ones: the user vector is that of the one, then that of the other.

    Attributes:
        base, chosen, liked, recent, power, typical, memory: of the `HistoryFold` of the first `len(base)` dimensions.
        scale, tilt, closed_memory, floor: of the `ItemFold` of the others.
    """

    kind: ClassVar[str] = "joint"
    base: Floats
    chosen: Floats
    liked: Floats
    recent: Floats
    power: float
    typical: float
    memory: float
    scale: Floats
    tilt: float
    closed_memory: float
    floor: float

    @classmethod
    def of(cls, learned: HistoryFold, closed: ItemFold) -> "JointFold":
        """Put two folds side by side; the mean stars are those of `learned`."""
        return cls(
            **{field.name: getattr(learned, field.name) for field in dataclasses.fields(learned)},
            scale=closed.scale,
            tilt=closed.tilt,
            closed_memory=closed.memory,
            floor=closed.floor,
        )

    def parts(self, item_factors: Floats, rows: Rows, stars: Floats) -> Floats:
        """Summands (n, rank) of the user vector but for `base`, one per rated item, oldest first."""
        learned = HistoryFold(
            self.base, self.chosen, self.liked, self.recent, self.power, self.typical, self.memory
        ).parts(item_factors, rows, stars)
        closed = ItemFold(self.scale, self.tilt, self.typical, self.closed_memory, self.floor)
        parts = (learned, closed.parts(item_factors[:, len(self.base) :], rows, stars))
        summands: Floats = np.concatenate(parts, axis=1, dtype=np.float64)
        return summands


Fold: TypeAlias = RidgeFold | ImplicitFold | HistoryFold | ItemFold | JointFold
FOLDS: dict[str, type[Fold]] = {fold.kind: fold for fold in (RidgeFold, ImplicitFold, HistoryFold, ItemFold, JointFold)}
