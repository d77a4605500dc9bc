"""The only place where ids become rows: an id is what a file or a person calls a thing, a row its place in an array."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows: TypeAlias = NDArray[np.int64]


class Ids:
    """Distinct integer ids in ascending order; the row of an id is its position."""

    def __init__(self, ids: Iterable[int] | ArrayLike) -> None:
        """Sort the ids and drop repeats."""
        array = np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), dtype=np.int64)  # type: ignore[arg-type]
        self.values: NDArray[np.int64] = np.unique(array)  # (n,)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[int]:
        return (int(value) for value in self.values)

    def __contains__(self, id_: object) -> bool:
        is_one = isinstance(id_, int | np.integer) and -(2**63) <= int(id_) < 2**63
        return is_one and int(self.find(np.array([id_]))[0]) >= 0

    def row(self, id_: int) -> int:
        """The row of one id; KeyError if it is unknown."""
        row = int(self.find(np.array([id_]))[0])
        if row < 0:
            raise KeyError(id_)
        return row

    def rows(self, ids: ArrayLike) -> Rows:
        """The rows (n,) of ids (n,); KeyError naming the first unknown one."""
        wanted = np.asarray(ids, dtype=np.int64)
        rows = self.find(wanted)
        if (rows < 0).any():
            raise KeyError(int(wanted[rows < 0][0]))
        return rows

    def find(self, ids: ArrayLike) -> Rows:
        """The rows (n,) of ids (n,), -1 for each unknown one."""
        wanted = np.asarray(ids, dtype=np.int64)
        if len(self.values) == 0:
            return np.full(wanted.shape, -1, dtype=np.int64)
        rows = np.searchsorted(self.values, wanted)
        rows[rows == len(self.values)] = 0
        return np.where(self.values[rows] == wanted, rows, -1)
