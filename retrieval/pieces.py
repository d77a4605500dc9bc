"""Late interaction: how near the words of a text, each in its context, are to those of a movie's passages.

    nearness = mean over pieces p of the text, weighted by rarity(p), of the max over pieces q of the movie of cos(p, q)
    rarity(p) = log((N - n + 0.5) / (n + 0.5)), at least 0.1, n of the N movies having p, as in BM25; 0 where p goes on
                with a word, which counts once

after Khattab and Zaharia 2020 ("ColBERT"), with the word pieces of the embedder as they are, centred and projected to a
few numbers of a byte each. The movies' pieces stay on disk and are mapped into memory: a text meets few movies.
"""

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.arrays import saved_arrays
from data.errors import BUILD_AGAIN, UsherError
from data.ids import Rows
from retrieval.index import CONTINUED, PIECE_DIMENSION, PIECE_SCALE, Reading, Vectors
from retrieval.vectors import EmbeddingCache
from retrieval.words import rarity

logger = logging.getLogger(__name__)

VOCABULARY = 1 << 16  # more than the ids of any word piece
MOVIES_AT_ONCE = 500


class Pieces:
    """The word pieces of all movies, each movie's together, in files that are only read. Threads may share them."""

    def __init__(self, vectors: NDArray[np.int8], starts: NDArray[np.int64], movies_with: NDArray[np.int64]) -> None:
        """Use what `build` wrote.

        Args:
            vectors: (n_pieces, PIECE_DIMENSION) as in `Reading`.
            starts: (n_movies + 1,) where the pieces of a movie begin.
            movies_with: (VOCABULARY,) how many movies have each piece.
        """
        self._vectors, self._starts = vectors, starts
        self._rarity = rarity(len(starts) - 1, movies_with)
        self._rarity[CONTINUED] = 0.0

    @classmethod
    def build(cls, path: Path, texts: Sequence[Sequence[str]], name: str, cache: EmbeddingCache) -> "Pieces":
        """Write the pieces of the passages of each movie to files that are not there yet, movie after movie.

        Args:
            path: of the first file; the other, of the vectors, is named after it.
            texts: of each movie.
            name: of the embedder.
            cache: it knows every text.

        Raises:
            UsherError: a file cannot be written, or the cache cannot be read.
        """
        started = time.perf_counter()
        counts: list[int] = []
        movies_with = np.zeros(VOCABULARY, np.int64)
        try:
            with _of_vectors(path).open("wb") as file:
                for start in range(0, len(texts), MOVIES_AT_ONCE):
                    some = texts[start : start + MOVIES_AT_ONCE]
                    known = cache.read(name, sorted({text for of_movie in some for text in of_movie}))
                    for of_movie in some:
                        readings = [known[text] for text in of_movie]
                        movies_with[np.unique(np.concatenate([one.ids for one in readings]))] += 1
                        counts.append(sum(len(one.ids) for one in readings))
                        file.writelines(one.pieces.tobytes() for one in readings)
            starts = np.cumsum([0, *counts])
            with path.open("wb") as file:
                np.savez(file, starts=starts, movies_with=movies_with)
        except OSError as error:
            raise UsherError(f"cannot write the pieces {path}: {error}; use a folder that can be written") from error
        logger.info("wrote %d word pieces in %.1f s", starts[-1], time.perf_counter() - started)
        return cls(_mapped(_of_vectors(path), int(starts[-1])), starts, movies_with)

    @classmethod
    def open(cls, path: Path, n_movies: int) -> "Pieces":
        """Open what `build` wrote of `n_movies`.

        Raises:
            UsherError: a file is missing or is not like that.
        """
        with saved_arrays(path, f"the pieces {path}") as archive:
            starts, movies_with = archive["starts"], archive["movies_with"]
            vectors = _mapped(_of_vectors(path), int(starts[-1]))
        if len(starts) != n_movies + 1:
            raise UsherError(f"the pieces {path} are of {len(starts) - 1} movies, not of {n_movies}: {BUILD_AGAIN}")
        return cls(vectors, starts, movies_with)

    def nearness(self, text: Reading, rows: Rows) -> Vectors:
        """(n,) how near the pieces of a text are to those of some movies (n,), 0 to 1; 0 where either has none."""
        counts = self._starts[rows + 1] - self._starts[rows]
        weights = self._rarity[text.ids]
        near = np.zeros(len(rows), np.float32)
        if not (weights.any() and counts.any()):
            return near
        there = counts > 0
        offsets = np.cumsum(counts[there]) - counts[there]
        at = np.repeat(self._starts[rows[there]] - offsets, counts[there]) + np.arange(counts.sum())
        cosines = text.pieces.astype(np.float32) @ self._vectors[at].astype(np.float32).T / PIECE_SCALE**2
        near[there] = weights @ np.maximum.reduceat(cosines, offsets, axis=1).clip(0) / weights.sum()
        return near


def _of_vectors(path: Path) -> Path:
    return path.with_suffix(".int8")


def _mapped(path: Path, n_pieces: int) -> NDArray[np.int8]:
    """The file as an array (n_pieces, PIECE_DIMENSION); ValueError where it has another size."""
    if path.stat().st_size != n_pieces * PIECE_DIMENSION:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes, not {n_pieces * PIECE_DIMENSION}")
    if not n_pieces:  # nothing can be mapped
        return np.zeros((0, PIECE_DIMENSION), np.int8)
    return np.memmap(path, np.int8, mode="r", shape=(n_pieces, PIECE_DIMENSION))
