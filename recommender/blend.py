"""All models together: candidates by a weighted sum of what the models say, put in order by a learned ranker.

    candidates   the `CANDIDATES` items of the highest sum_m w_m * (s_mi - mean_m) / deviation_m   (`FIRST_CHOICE`)
    order        that of the ranker's score; items further down follow in the order of the sum

Somebody without a rating of a known item gets the popular ones.
"""

import dataclasses
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows
from data.movies import MovieId
from data.ratings import History
from recommender.candidates import Candidate
from recommender.factors import Factors, top_k
from recommender.ranker import CANDIDATES, Ranker
from recommender.signals import Scored, Signals


@dataclasses.dataclass(frozen=True)
class Blend:
    """The models, their ranker, and `popular` for newcomers.

    Attributes:
        signals: what the models say; its `aim` is that of the ranker.
        popular: knows all items.
    """

    signals: Signals
    ranker: Ranker
    popular: Factors

    def generate(self, history: History, k: int, allowed: Collection[MovieId] | None = None) -> list[Candidate]:
        """The `k` best items that are not in the history, best first; of `allowed` only, if given.

        Their source is "popular" if the history holds no known item.
        """
        rated = self._known(history.stars)
        if len(rated) == 0:
            return self.popular.generate(history, k, allowed)
        is_open = np.full(len(self.signals.items), allowed is None)
        if allowed is not None:
            is_open[self._known(allowed)] = True
        is_open[rated] = False
        if k < 1 or not is_open.any():
            return []
        rows, scores = self._ranked(history, is_open, k)
        ids = self.signals.items.values[rows]
        return [Candidate(int(id_), float(score), "blend") for id_, score in zip(ids, scores, strict=True)]

    def scored(self, history: History) -> Scored | None:
        """What all models say of every item that is not in the history; None if it holds no known item.

        For many lists of one person, each among other items (`among`).
        """
        rated = self._known(history.stars)
        if len(rated) == 0:
            return None
        is_open = np.full(len(self.signals.items), True)
        is_open[rated] = False
        return self.signals.score([history], is_open[None]) if is_open.any() else None

    def among(self, history: History, scored: Scored, allowed: NDArray[np.bool_], k: int) -> Rows:
        """Rows of the `k` best allowed items that are not in the history, best first.

        Unlike in `generate`, scores are standardised over all items rather than over the allowed ones.

        Args:
            history: what `scored` was made for.
            scored: by `scored`.
            allowed: (n_items,).
            k: how many, at most `CANDIDATES`.
        """
        choice = np.where(allowed, scored.choice, -np.inf).astype(np.float32)
        rows = top_k(choice[0], CANDIDATES, without=np.array([], np.int64), among=np.flatnonzero(choice[0] > -np.inf))
        if len(rows) == 0:
            return rows
        features = self.signals.features([history], Scored(scored.standard, choice), rows[None])[0]
        order: Rows = rows[np.argsort(-self.ranker.score(features), kind="stable")][:k]
        return order

    def explain(self, history: History, movie_id: MovieId) -> dict[str, float]:
        """What each feature adds to the ranker's score of an item, and "base"; they add up to the score.

        Raises:
            KeyError: there is no such item, or the history holds no known one.
        """
        row = self.signals.items.row(movie_id)
        rated = self._known(history.stars)
        if len(rated) == 0:
            raise KeyError(f"nothing is known of the person, so movie {movie_id} was ranked by popularity")
        is_open = np.full(len(self.signals.items), True)
        is_open[rated] = False
        is_open[row] = True
        scored = self.signals.score([history], is_open[None])
        rows = scored.best(CANDIDATES)
        if row not in rows[0]:
            rows = np.append(rows, [[row]], axis=1)
        features = self.signals.features([history], scored, rows)[0]
        shares = self.ranker.shares(features[rows[0] == row])[0]
        return dict(zip((*self.ranker.features, "base"), shares.tolist(), strict=True))

    def _ranked(self, history: History, is_open: NDArray[np.bool_], k: int) -> tuple[Rows, NDArray[np.float64]]:
        """Rows of the k best open items, best first, and their scores, descending."""
        scored = self.signals.score([history], is_open[None])
        rows = scored.best(min(max(k, CANDIDATES), int(is_open.sum())))
        head = rows[:, :CANDIDATES]
        scores = self.ranker.score(self.signals.features([history], scored, head)[0])
        order = np.argsort(-scores, kind="stable")[:k]
        tail = rows[0, CANDIDATES:k]
        below = scored.choice[0, tail].astype(np.float64)
        below += scores.min() - 1 - below.max(initial=-np.inf) if len(tail) else 0.0
        return np.concatenate([head[0, order], tail]), np.concatenate([scores[order], below])

    def _known(self, movie_ids: Collection[MovieId]) -> Rows:
        rows = self.signals.items.find(np.fromiter(movie_ids, dtype=np.int64, count=len(movie_ids)))
        return rows[rows >= 0]
