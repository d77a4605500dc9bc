"""Movies by words that mean about the same as those of a text: "hooker" finds "prostitute", "mum" finds "mother".

    score(movie) = sum over words w of the text: m + (BONUS if m > STRONG)
    m = max over words v of the movie: rarity(v) * nearness(w, v)
    nearness(w, v) = (cos(w, v) - LEAST) / (1 - LEAST)
    rarity(v) = log((N - n + 0.5) / (n + 0.5)), at least 0.1, n of the N movies having v, as in BM25

This is late interaction (Khattab and Zaharia 2020) with vectors of single words, so that the nearest words of each word
of the catalogue can be worked out at build time.
"""

import logging
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import saved_arrays
from data.errors import UsherError
from data.movies import Catalogue, Movie
from retrieval.index import Embedder, Vectors
from retrieval.vectors import EmbeddingCache, embed_all
from retrieval.words import STOP_WORDS, rarity

logger = logging.getLogger(__name__)

LEAST = 0.42  # cosine of two words, below which they have nothing to do with each other
STRONG, BONUS = 2.0, 2.3  # many words found count more than one rare word found exactly
NEAREST = 32  # words that stand for one of the text
MOST_WORDS = 25_000  # of the catalogue, most used first; the rest are in single movies: names for the most part
MAX_WORDS = 64  # of a text
BLOCK = 1024
_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")


class NearWords:
    """The words of every movie with the words nearest to each, in one file that is only read. Threads may share it."""

    def __init__(self, words: Sequence[str], arrays: dict[str, NDArray[Any]], n_movies: int) -> None:
        """Use what `build` worked out; `build` and `open` make one."""
        self._number = {word: number for number, word in enumerate(words)}
        self._starts, self._rows = arrays["starts"], arrays["rows"]
        self._near_starts, self._near = arrays["near_starts"], arrays["near"]
        self._cosines = arrays["cosines"].astype(np.float32)
        self._vectors: Vectors = arrays["vectors"].astype(np.float32)
        counts = np.diff(self._starts)
        self._rarity = rarity(n_movies, counts)
        self._n_movies = n_movies
        self.counts = np.bincount(self._rows, minlength=n_movies)  # (n_movies,) different words of each movie

    @classmethod
    def build(cls, path: Path, catalogue: Catalogue, embedder: Embedder, cache: EmbeddingCache) -> "NearWords":
        """Write the words of a catalogue to a file that is not there yet.

        Raises:
            UsherError: the file cannot be written.
        """
        started = time.perf_counter()
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, movie in enumerate(catalogue):
            for word in dict.fromkeys(content_words(text_of(movie))):
                rows[word].append(row)
        used = Counter({word: len(of_word) for word, of_word in rows.items()})
        words = sorted(sorted(used), key=lambda word: -used[word])[:MOST_WORDS]
        vectors = embed_all(words, embedder, cache, _silent)
        near = [_nearest(vectors[start : start + BLOCK], vectors) for start in range(0, len(words), BLOCK)]
        counts = np.concatenate([np.zeros(1, np.int64), *(found[0] for found in near)])
        arrays: dict[str, NDArray[Any]] = {
            "starts": np.cumsum([0, *(len(rows[word]) for word in words)]),
            "rows": np.array([row for word in words for row in rows[word]], np.int32),
            "near_starts": np.cumsum(counts),
            "near": np.concatenate([np.zeros(0, np.int32), *(found[1] for found in near)]),
            "cosines": np.concatenate([np.zeros(0, np.float16), *(found[2] for found in near)]),
            "vectors": vectors.astype(np.float16),
        }
        try:
            with path.open("wb") as file:
                np.savez(file, allow_pickle=False, words=np.frombuffer("\n".join(words).encode(), np.uint8), **arrays)
        except OSError as error:
            raise UsherError(f"cannot write the words {path}: {error}; choose a folder that can be written") from error
        logger.info("found the nearest of %d words in %.1f s", len(words), time.perf_counter() - started)
        return cls(words, arrays, len(catalogue))

    @classmethod
    def open(cls, path: Path, n_movies: int) -> "NearWords":
        """Open what `build` wrote of a catalogue of `n_movies`.

        Raises:
            UsherError: the file is missing or is not like that.
        """
        with saved_arrays(path, f"the words {path}") as archive:
            arrays = dict(archive)
            words = arrays.pop("words").tobytes().decode().split("\n")
            return cls(words if words != [""] else [], arrays, n_movies)

    def unknown(self, text: str) -> list[str]:
        """The words of a text that are not known, in its order."""
        return [word for word in _distinct(text) if word not in self._number]

    def search(self, text: str, others: Vectors | None = None) -> NDArray[np.float32]:
        """(n_movies,) how well each movie fits the known words of a text, 0 for not at all.

        `others` (n, dimension) are vectors of words that are not known and count, too.
        """
        scores = np.zeros(self._n_movies, np.float32)
        for number in (self._number[word] for word in _distinct(text) if word in self._number):
            part = slice(self._near_starts[number], self._near_starts[number + 1])
            self._add(scores, self._near[part], self._cosines[part])
        if others is not None:
            for cosines in others @ self._vectors.T:
                near = np.flatnonzero(cosines > LEAST).astype(np.int32)
                near = near[np.argsort(-cosines[near])][:NEAREST]
                self._add(scores, near, cosines[near])
        return scores

    def _add(self, scores: NDArray[np.float32], near: NDArray[np.int32], cosines: NDArray[np.float32]) -> None:
        """Add the best of these words of every movie."""
        values = self._rarity[near] * (cosines - LEAST) / (1 - LEAST)
        order = np.argsort(values)  # the last of repeated assignments stays
        rows = [self._rows[self._starts[number] : self._starts[number + 1]] for number in near[order]]
        if rows:
            best = np.zeros_like(scores)
            best[np.concatenate(rows)] = np.repeat(values[order], [len(of_word) for of_word in rows])
            scores += best + BONUS * (best > STRONG)


def text_of(movie: Movie) -> str:
    """Everything that is told of a movie, and who is in it."""
    return " , ".join(
        (movie.overview, movie.lead, *movie.genres, *movie.keywords, *movie.tags, *movie.directors, *movie.cast)
    )


def content_words(text: str) -> list[str]:
    """The words of a text in lower case, those that say nothing aside."""
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


def _silent(_done: int, _total: int) -> None:
    """Progress of a part that takes seconds."""


def _distinct(text: str) -> list[str]:
    return list(dict.fromkeys(content_words(text)))[:MAX_WORDS]


def _nearest(some: Vectors, every: Vectors) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float16]]:
    """For each of some words: how many of all are near, which, and their cosines, at most `NEAREST`, nearest first."""
    cosines = some @ every.T
    found = []
    for row in cosines:
        near = np.flatnonzero(row > LEAST)
        found.append(near[np.argsort(-row[near], kind="stable")][:NEAREST])
    counts = np.array([len(near) for near in found], np.int64)
    near = np.concatenate(found)
    return counts, near.astype(np.int32), cosines[np.repeat(np.arange(len(some)), counts), near].astype(np.float16)
