"""What the recommenders say for one person, kept until their ratings change: a conversation asks many times."""

import collections
import threading

import numpy as np

from data.ids import Rows
from data.movies import MovieId
from data.ratings import History
from recommender.blend import Blend
from recommender.signals import Scored
from retrieval.filters import Mask

KEPT = 64  # people whose scores are kept, about 400 kB each for 10,000 movies

Key = tuple[tuple[tuple[MovieId, float], ...], int | None]


class Taste:
    """Lists of a blend for people who come back. Threads may share it."""

    def __init__(self, blend: Blend) -> None:
        self._blend = blend
        self._kept: collections.OrderedDict[Key, Scored | None] = collections.OrderedDict()
        self._lock = threading.Lock()

    def among(self, history: History, allowed: Mask, k: int) -> Rows:
        """Rows of the `k` best allowed movies that are not in the history, best first; none for an unknown taste."""
        scored = self._scored(history)
        return np.array([], np.int64) if scored is None else self._blend.among(history, scored, allowed, k)

    def _scored(self, history: History) -> Scored | None:
        key = (tuple(history.stars.items()), history.rated_at)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        scored = self._blend.scored(history)
        with self._lock:
            self._kept[key] = scored
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return scored
