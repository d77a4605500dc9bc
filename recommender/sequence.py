"""What is rated right after what: a sparse table of items that follow one another in people's histories.

    T_ji = sum over users of exp(-gap / reach) if the user rated i `gap` ratings after j, BACKWARD times that if before
    score_i = sum_j exp(-age_j / memory) * T_ji / (sqrt(n_j * n_i) + SHRINK)

with n the number of ratings of an item and age_j the number of ratings that the person gave after j. A first-order
Markov chain (Rendle et al. 2010, "Factorizing personalized Markov chains") smoothed over the order of near ratings.
"""

import dataclasses
import logging
import time
from collections.abc import Sequence as Several
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.sparse import coo_array, csr_array, vstack

from data.arrays import saved_arrays
from data.errors import BadInput
from data.ids import Ids, Rows
from data.ratings import History
from recommender.fold import recency

logger = logging.getLogger(__name__)

BACKWARD = 0.3
SHRINK = 3.0
FAINT = 0.01  # smaller weights of a gap or an age are left out
PAIRS_AT_ONCE = 20_000_000


class SequenceConfig(BaseModel):
    """Hyper-parameters.

    Attributes:
        reach: in ratings, see the formula.
        memory: in ratings, see the formula.
        neighbours: of each item, the strongest are kept.
        max_pairs: of one rating with a later one; with more ratings than that allows, fewer gaps are counted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reach: float = Field(10.0, gt=0)
    memory: float = Field(10.0, gt=0)
    neighbours: int = Field(400, ge=1)
    max_pairs: int = Field(200_000_000, ge=1)


@dataclasses.dataclass(frozen=True)
class Sequence:
    """The learned table.

    Attributes:
        items: the ids behind the rows.
        follows: (n_items, n_items) T over its denominator, row j.
        memory: see the formula.
    """

    items: Ids
    follows: csr_array
    memory: float

    def scores(self, histories: Several[History]) -> NDArray[np.float32]:
        """(n_histories, n_items) scores; 0 for an item that never was near one of the latest."""
        owners: list[int] = []
        columns: list[int] = []
        weights: list[float] = []
        for owner, history in enumerate(histories):
            rows = self.items.find(np.fromiter(history.stars, np.int64, len(history.stars)))
            latest = rows[rows >= 0][-_steps(self.memory) :]
            owners += [owner] * len(latest)
            columns += latest.tolist()
            weights += recency(len(latest), self.memory).tolist()
        shape = (len(histories), len(self.items))
        told = csr_array((np.array(weights, np.float32), (owners, columns)), shape=shape)
        scores: NDArray[np.float32] = (told @ self.follows).toarray()
        return scores

    def save(self, path: Path) -> None:
        """Write one .npz file."""
        with path.open("wb") as file:
            np.savez(
                file,
                items=self.items.values,
                starts=self.follows.indptr,
                columns=self.follows.indices,
                weights=self.follows.data,
                memory=np.array(self.memory),
            )

    @classmethod
    def load(cls, path: Path) -> "Sequence":
        """Read what `save` wrote.

        Raises:
            UsherError: the file is missing or holds something else.
        """
        with saved_arrays(path, str(path)) as saved:
            items = Ids(saved["items"])
            parts = (saved["weights"], saved["columns"], saved["starts"])
            return cls(items, csr_array(parts, shape=(len(items), len(items))), float(saved["memory"]))


def train_sequence(ratings: pd.DataFrame, config: SequenceConfig) -> Sequence:
    """Count what follows what.

    Args:
        ratings: a table of ratings; those of one second count in the order of the movie ids.
        config: hyper-parameters.

    Raises:
        BadInput: there are no ratings.
    """
    started = time.perf_counter()
    if len(ratings) == 0:
        raise BadInput("a sequence model got 0 ratings, needs at least 1: rank by popularity instead")
    ordered = ratings.sort_values(["user_id", "rated_at", "movie_id"], kind="stable")
    items = Ids(ordered.movie_id.to_numpy())
    rows, users = items.rows(ordered.movie_id.to_numpy()), ordered.user_id.to_numpy()
    gaps = max(1, min(_steps(config.reach), config.max_pairs // len(rows)))
    table = csr_array((len(items), len(items)), dtype=np.float32)
    span = max(1, PAIRS_AT_ONCE // gaps)
    for start in range(0, len(rows), span):
        table = table + _near(rows, users, start, start + span, gaps, config.reach, len(items))
    counts = np.bincount(rows)
    per_row = np.repeat(np.arange(len(items)), np.diff(table.indptr))
    table.data /= (np.sqrt(counts[per_row] * counts[table.indices]) + SHRINK).astype(np.float32)
    follows = _strongest(table, config.neighbours)
    logger.info(
        "counted what follows what in %d ratings, %d pairs kept, in %.1f s",
        *(len(ratings), follows.nnz, time.perf_counter() - started),
    )
    return Sequence(items, follows, config.memory)


def _steps(reach: float) -> int:
    """How many ratings away a weight exp(-steps / reach) becomes faint."""
    return max(1, int(-reach * np.log(FAINT)))


def _near(rows: Rows, users: Rows, start: int, stop: int, gaps: int, reach: float, n_items: int) -> csr_array:
    """The sums T (n_items, n_items) of the ratings from `start` to `stop` with later ones of the same user."""
    firsts, seconds, weights = [], [], []
    for gap in range(1, gaps + 1):
        first = np.arange(start, min(stop, len(rows) - gap))
        first = first[users[first] == users[first + gap]]
        if len(first) == 0:
            break
        weight = np.float32(np.exp(-gap / reach))
        firsts += [rows[first], rows[first + gap]]
        seconds += [rows[first + gap], rows[first]]
        weights += [np.full(len(first), weight), np.full(len(first), np.float32(BACKWARD) * weight)]
    if not firsts:
        return csr_array((n_items, n_items), dtype=np.float32)
    pairs = (np.concatenate(firsts), np.concatenate(seconds))
    return coo_array((np.concatenate(weights), pairs), shape=(n_items, n_items)).tocsr()


def _strongest(table: csr_array, neighbours: int) -> csr_array:
    """The table with at most so many entries in each row, the largest; of equal ones those of the lower columns."""
    parts, start = [], 0
    # some rows after the other: to put all entries in order takes several times the table
    while start < table.shape[0]:
        stop = max(start + 1, int(np.searchsorted(table.indptr, table.indptr[start] + PAIRS_AT_ONCE, side="right")) - 1)
        parts.append(_strongest_of_some(table[start:stop], neighbours))
        start = stop
    return vstack(parts, format="csr")


def _strongest_of_some(table: csr_array, neighbours: int) -> csr_array:
    owner = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    order = np.lexsort((table.indices, -table.data, owner))
    place = np.arange(len(order)) - table.indptr[owner[order]]
    kept = np.sort(order[place < neighbours])
    starts = np.concatenate([[0], np.cumsum(np.bincount(owner[kept], minlength=table.shape[0]))])
    return csr_array((table.data[kept], table.indices[kept], starts), shape=table.shape)
