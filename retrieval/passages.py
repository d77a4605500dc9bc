"""All passages of a catalogue in one array beside the store, to compare texts exactly with the movies that may fit."""

import dataclasses
import itertools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.arrays import saved_arrays
from data.errors import BUILD_AGAIN, UsherError
from data.ids import Rows
from retrieval.index import Vectors

ALONE = 0.7  # of its similarity counts as the second best passage's where a movie has only one


@dataclasses.dataclass(frozen=True)
class Passages:
    """The passages of all movies, each movie's together.

    Attributes:
        vectors: (n_passages, dimension) unit vectors, float16: 2 bytes a number, 40 MB for ten thousand movies.
        starts: (n_movies + 1,) where the passages of a movie begin; each has at least one.
    """

    vectors: NDArray[np.float16]
    starts: NDArray[np.int64]

    @classmethod
    def build(cls, path: Path, vectors: Vectors, counts: list[int]) -> "Passages":
        """Write the vectors of all passages, and how many of them each movie has, to a file that is not there yet.

        Raises:
            UsherError: the file cannot be written.
        """
        made = cls(vectors.astype(np.float16), np.fromiter(itertools.accumulate(counts, initial=0), np.int64))
        try:
            with path.open("wb") as file:
                np.savez(file, vectors=made.vectors, starts=made.starts)
        except OSError as error:
            raise UsherError(f"cannot write the vectors {path}: {error}; use a folder that can be written") from error
        return made

    @classmethod
    def open(cls, path: Path, n_movies: int) -> "Passages":
        """Open what `build` wrote of `n_movies`.

        Raises:
            UsherError: the file is missing or is not like that.
        """
        with saved_arrays(path, f"the vectors {path}") as archive:
            found = cls(archive["vectors"], archive["starts"])
        if len(found.starts) != n_movies + 1 or len(found.vectors) != found.starts[-1]:
            raise UsherError(
                f"the vectors {path} are of {len(found.starts) - 1} movies, not of {n_movies}: {BUILD_AGAIN}"
            )
        return found

    def compare(self, queries: Vectors, rows: Rows) -> tuple[Vectors, Vectors]:
        """How near some movies are to some texts.

        Args:
            queries: (n_queries, dimension) unit vectors.
            rows: (n,) of the movies.

        Returns:
            (n_queries, n) cosine of each movie's nearest passage, and (n,) that of its second nearest to the first
            query.
        """
        if not len(rows):  # the largest of nothing is no number
            return np.zeros((len(queries), 0), np.float32), np.zeros(0, np.float32)
        counts = self.starts[rows + 1] - self.starts[rows]
        offsets = np.cumsum(counts) - counts
        at = np.repeat(self.starts[rows] - offsets, counts) + np.arange(counts.sum())
        cosines = queries @ self.vectors[at].astype(np.float32).T
        best = np.maximum.reduceat(cosines, offsets, axis=1)
        first = cosines[0]
        first[first == np.repeat(best[0], counts)] = -1.0
        second = np.maximum.reduceat(first, offsets)
        return best, np.where(second > -1.0, second, ALONE * best[0])
