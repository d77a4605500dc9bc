"""What both models end as: a vector per user and per item, whose product scores an item for a user.

    score(u, i) = mean + user_bias_u + item_bias_i + U_u . V_i

Serving needs NumPy alone. A person's vector is always solved from their ratings as they are now (`fold_in`), so a
rating given a moment ago counts; the vectors learned in training serve whole tables of users at once.
"""

import dataclasses
import functools
import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import saved_arrays
from data.ids import Ids, Rows
from data.movies import MovieId
from data.ratings import History
from recommender.candidates import Candidate, Source
from recommender.fold import FOLDS, Floats, Fold, HistoryFold, ImplicitFold, JointFold, RidgeFold

AVERAGE = np.array([-1])  # id of the user who stands for all
CELLS = 2**19  # pairs of a person and an item that are scored together: what a core's cache holds


@dataclasses.dataclass(frozen=True)
class Shares:
    """The score of one item as a sum: `base` and what each rated item adds, in the unit of the score."""

    base: float
    by_item: dict[MovieId, float]

    @property
    def score(self) -> float:
        """What the model gives the item."""
        return self.base + sum(self.by_item.values())


@dataclasses.dataclass(frozen=True)
class Factors:
    """User and item vectors of one model, with the way to solve for a new user.

    Attributes:
        source: which model learned them.
        items, users: the ids behind the rows.
        item_factors: (n_items, rank).
        user_factors: (n_users, rank).
        item_bias: (n_items,).
        user_bias: (n_users,).
        mean: in the unit of the score.
        fold: how ratings become a user vector.
    """

    source: Source
    items: Ids
    users: Ids
    item_factors: Floats
    user_factors: Floats
    item_bias: Floats
    user_bias: Floats
    mean: float
    fold: Fold

    def fold_in(self, history: History) -> tuple[float, Floats]:
        """The user bias and vector (rank,) of a person with these ratings; those of nobody in particular for none."""
        bias, base, _, parts = self._solve(history)
        return bias, base + parts.sum(axis=0)

    def scores(self, history: History) -> Floats:
        """(n_items,) scores of every item for a person with these ratings."""
        bias, user = self.fold_in(history)
        return self.mean + bias + self.item_bias + self.item_factors @ user.astype(np.float32)

    def generate(self, history: History, k: int, allowed: Collection[MovieId] | None = None) -> list[Candidate]:
        """The `k` best items that are not in the history, best first; of `allowed` only, if given."""
        return self.generate_many([history], k, allowed)[0]

    def generate_many(
        self, histories: Sequence[History], k: int, allowed: Collection[MovieId] | None = None
    ) -> list[list[Candidate]]:
        """The lists of many people: one product scores all items for some of them at once."""
        among = None if allowed is None else self._known(allowed)
        lists = []
        at_once = max(1, CELLS // max(len(self.items), 1))
        for batch in (histories[start : start + at_once] for start in range(0, len(histories), at_once)):
            biases, users = zip(*(self.fold_in(history) for history in batch), strict=True)
            scores = (self.mean + np.array(biases, np.float32))[:, None] + self.item_bias
            scores += np.stack(users).astype(np.float32) @ self.item_factors.T
            for history, mine in zip(batch, scores, strict=True):
                rows = top_k(mine, k, without=self._known(history.stars), among=among)
                pairs = zip(self.items.values[rows].tolist(), mine[rows].tolist(), strict=True)
                lists.append([Candidate(id_, score, self.source) for id_, score in pairs])
        return lists

    def explain(self, history: History, movie_id: MovieId) -> Shares:
        """What each rating adds to the score of an item; KeyError if the model does not know the item."""
        row = self.items.row(movie_id)
        vector = self.item_factors[row].astype(np.float64)
        bias, base, rated, parts = self._solve(history)
        added = parts @ vector  # (n,)
        return Shares(
            base=float(self.mean + bias + self.item_bias[row] + base @ vector),
            by_item=dict(zip(self.items.values[rated].tolist(), added.tolist(), strict=True)),
        )

    def _known(self, movie_ids: Collection[MovieId]) -> Rows:
        rows = self.items.find(np.fromiter(movie_ids, dtype=np.int64, count=len(movie_ids)))
        return rows[rows >= 0]

    def _solve(self, history: History) -> tuple[float, Floats, Rows, Floats]:
        """User bias, base vector (rank,), rows (n,) of the rated items that are known, their summands (n, rank)."""
        ids = np.fromiter(history.stars.keys(), dtype=np.int64, count=len(history.stars))
        stars = np.fromiter(history.stars.values(), dtype=np.float64, count=len(history.stars))
        rows = self.items.find(ids)
        rows, stars = rows[rows >= 0], stars[rows >= 0]
        base: Floats = np.zeros(self.item_factors.shape[1])
        bias = 0.0
        if isinstance(self.fold, HistoryFold):
            base = self.fold.base.astype(np.float64)
        elif isinstance(self.fold, JointFold):
            base[: len(self.fold.base)] = self.fold.base
        elif isinstance(self.fold, RidgeFold):
            stars = stars - self.mean - self.item_bias[rows]
            bias = self.fold.user_bias(stars)
        elif isinstance(self.fold, ImplicitFold) and not self.fold.is_chosen(stars).any():
            base = self._average_user
        if len(rows) == 0:
            return bias, base, rows, np.zeros((0, len(base)))
        return bias, base, rows, self.fold.parts(self.item_factors, rows, stars)

    @functools.cached_property
    def _average_user(self) -> Floats:
        """(rank,) what implicit factors know of someone who has chosen nothing."""
        average: Floats = self.user_factors.mean(axis=0, dtype=np.float64)
        return average

    def save(self, path: Path) -> None:
        """Write everything into one .npz file."""
        of_fold = {field.name: getattr(self.fold, field.name) for field in dataclasses.fields(self.fold)}
        numbers = {name: value for name, value in of_fold.items() if not isinstance(value, np.ndarray)}
        head = {"source": self.source, "mean": self.mean, "fold": self.fold.kind, "numbers": numbers}
        arrays: dict[str, NDArray[Any]] = {
            "head": np.array(json.dumps(head)),
            "items": self.items.values,
            "users": self.users.values,
            "item_factors": self.item_factors,
            "user_factors": self.user_factors,
            "item_bias": self.item_bias,
            "user_bias": self.user_bias,
            **{f"fold_{name}": value for name, value in of_fold.items() if isinstance(value, np.ndarray)},
        }
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path, *, with_users: bool = True) -> "Factors":
        """Read what `save` wrote; without the users, their average is the only one.

        Raises:
            UsherError: the file is missing or holds something else.
        """
        with saved_arrays(path, f"factors from {path}") as saved:
            arrays = {name: saved[name] for name in saved.files if with_users or not name.startswith("user")}
            if not with_users:
                arrays |= {"users": AVERAGE, "user_bias": saved["user_bias"].mean(keepdims=True)}
                arrays["user_factors"] = saved["user_factors"].mean(axis=0, keepdims=True, dtype=np.float64)
            head = json.loads(str(arrays.pop("head")))
            fold = FOLDS[head["fold"]](
                **head["numbers"],
                **{name.removeprefix("fold_"): arrays.pop(name) for name in list(arrays) if name.startswith("fold_")},
            )
            return cls(
                source=head["source"],
                mean=head["mean"],
                fold=fold,
                items=Ids(arrays.pop("items")),
                users=Ids(arrays.pop("users")),
                **arrays,
            )


def top_k(scores: Floats, k: int, *, without: Rows, among: Rows | None) -> Rows:
    """Rows of the `k` highest scores, highest first and of equal scores the lower row first.

    Args:
        scores: (n_items,).
        k: how many; fewer come back where there are no more.
        without: rows that are out.
        among: the only rows that are in; None for all.
    """
    is_open = np.full(len(scores), among is None)
    if among is not None:
        is_open[among] = True
    is_open[without] = False
    rows = np.flatnonzero(is_open)
    if 0 < k < len(rows):
        open_scores = scores[rows]
        kth = np.partition(open_scores, len(rows) - k)[len(rows) - k]  # the k-th highest
        higher = rows[open_scores > kth]
        rows = np.concatenate([higher, rows[open_scores == kth][: k - len(higher)]])
    return rows[np.argsort(-scores[rows], kind="stable")][: max(k, 0)]
