"""All models together: candidates by a weighted sum of what the models say, put in order by a learned ranker.

    candidates   the `CANDIDATES` items of the highest sum_m w_m * (s_mi - mean_m) / deviation_m   (`FIRST_CHOICE`)
    order        that of the ranker's score; items further down follow in the order of the sum

Somebody without a rating of a known item gets the popular ones.
"""

import dataclasses
import itertools
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows
from data.movies import MovieId
from data.ratings import History
from recommender.candidates import Candidate
from recommender.factors import CELLS, Factors, top_k
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
        return self.generate_many([history], k, allowed)[0]

    def generate_many(
        self, histories: Sequence[History], k: int, allowed: Collection[MovieId] | None = None
    ) -> list[list[Candidate]]:
        """The lists of many people, of whom as many are ranked together as have the same number of candidates."""
        is_allowed = np.full(len(self.signals.items), allowed is None)
        if allowed is not None:
            is_allowed[self._known(allowed)] = True
        rated = [self._known(history.stars) for history in histories]
        sizes = np.array([is_allowed.sum() - is_allowed[rows].sum() for rows in rated]).clip(0, max(k, CANDIDATES))
        lists: list[list[Candidate]] = [[] for _ in histories]
        asked = []
        for place, rows in enumerate(rated):
            if len(rows) == 0:
                lists[place] = self.popular.generate(histories[place], k, allowed)
            elif k >= 1 and sizes[place]:
                asked.append(place)
        asked.sort(key=sizes.__getitem__)
        at_once = max(1, CELLS // len(is_allowed))
        for size, group in itertools.groupby(asked, sizes.__getitem__):
            alike = list(group)
            for batch in (alike[start : start + at_once] for start in range(0, len(alike), at_once)):
                is_open = np.tile(is_allowed, (len(batch), 1))
                for mine, place in zip(is_open, batch, strict=True):
                    mine[rated[place]] = False
                ranked = self._ranked([histories[place] for place in batch], is_open, int(size), k)
                for place, best, scores in zip(batch, *ranked, strict=True):
                    ids = self.signals.items.values[best]
                    pairs = zip(ids.tolist(), scores.tolist(), strict=True)
                    lists[place] = [Candidate(id_, score, "blend") for id_, score in pairs]
        return lists

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

    def _ranked(
        self, histories: Sequence[History], is_open: NDArray[np.bool_], size: int, k: int
    ) -> tuple[Rows, NDArray[np.float64]]:
        """Rows (n_people, min(size, k)) of the best open items, best first, and their scores, descending.

        Args:
            histories: (n_people,).
            is_open: (n_people, n_items).
            size: how many candidates each has, at most max(k, CANDIDATES).
            k: how many are wanted.
        """
        scored = self.signals.score(histories, is_open)
        rows = scored.best(size)
        head, tail = rows[:, :CANDIDATES], rows[:, CANDIDATES:k]
        features = self.signals.features(histories, scored, head)
        scores = self.ranker.score(features.reshape(-1, features.shape[2])).reshape(head.shape)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        below = np.take_along_axis(scored.choice, tail, axis=1).astype(np.float64)
        if tail.size:
            below += scores.min(axis=1, keepdims=True) - 1 - below.max(axis=1, keepdims=True)
        best = np.concatenate([np.take_along_axis(head, order, axis=1), tail], axis=1)
        return best, np.concatenate([np.take_along_axis(scores, order, axis=1), below], axis=1)

    def _known(self, movie_ids: Collection[MovieId]) -> Rows:
        rows = self.signals.items.find(np.fromiter(movie_ids, dtype=np.int64, count=len(movie_ids)))
        return rows[rows >= 0]
