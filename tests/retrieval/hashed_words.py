"""An embedder that is quick and exact: two texts are as near as the words they share."""

import re
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from data.movies import Catalogue, Movie
from retrieval.index import PIECE_DIMENSION, PIECE_SCALE, Reading, Vectors

WORDS = (
    *("shark", "beach", "robot", "desert", "queen", "castle", "thief", "bank", "snow", "train", "ghost", "school"),
    *("pilot", "island", "wedding", "spy", "dragon", "river", "painter", "war", "dream", "clock", "dog", "violin"),
)


class HashedWords:
    """Each word adds a random direction of its own, seeded by the word."""

    def __init__(self, dimension: int = 48) -> None:
        self.name = f"hashed words/{dimension}"
        self.dimension = dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) unit vectors of n texts."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in ("", *re.findall(r"\w+", text.lower())):  # "" so that no text is the zero vector
                vectors[row] += np.random.default_rng(zlib.crc32(word.encode())).normal(size=self.dimension)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """The same, and a piece a word, the same whatever stands beside it."""
        return [
            Reading(vector, *word_pieces(re.findall(r"\w+", text.lower())))
            for text, vector in zip(texts, self.embed(texts), strict=True)
        ]

    ask = read


def word_pieces(words: Sequence[str]) -> tuple[NDArray[np.uint16], NDArray[np.int8]]:
    """Numbers (n,) and directions (n, PIECE_DIMENSION) of n words, drawn for each by itself."""
    numbers = np.array([zlib.crc32(word.encode()) % 60_000 for word in words], np.uint16)
    drawn = [np.random.default_rng(zlib.crc32(word.encode())).normal(size=PIECE_DIMENSION) for word in words]
    directions = np.array(drawn).reshape(-1, PIECE_DIMENSION)
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9)
    return numbers, np.rint(PIECE_SCALE * directions).astype(np.int8)


def lettered_catalogue(size: int, sentences: Callable[[np.random.Generator], int]) -> Catalogue:
    """Movies whose overviews have so many sentences, each of five words of random letters."""
    draw = np.random.default_rng(7)

    def sentence() -> str:
        words = ("".join(draw.choice(list("abcdefghijklmnopqrstuvwxyz"), 6)) for _ in range(5))
        return " ".join(words).capitalize() + "."

    return Catalogue(
        Movie(
            10 * n + 3,
            f"Movie {n}",
            1950 + n % 70,
            ("Comedy",) if n % 3 else ("Drama",),
            overview=" ".join(sentence() for _ in range(sentences(draw))),
            cast=(f"Person {n % 40}",),
        )
        for n in range(size)
    )


def random_catalogue(size: int, seed: int) -> Catalogue:
    """Movies with one to five sentences of random words, some without a year or a genre."""
    rng = np.random.default_rng(seed)

    def some(words: Sequence[str], count: int) -> tuple[str, ...]:
        return tuple(str(word) for word in rng.choice(words, count, replace=False))

    return Catalogue(
        Movie(
            7 * number + 3,
            f"{some(WORDS, 1)[0].title()} {number}",
            year=None if number % 11 == 0 else int(rng.integers(1950, 2020)),
            genres=some(("Comedy", "Drama", "Horror", "War"), int(rng.integers(0, 3))),
            overview=" ".join(" ".join(some(WORDS, 5)).capitalize() + "." for _ in range(rng.integers(0, 5))),
            keywords=some(WORDS, int(rng.integers(0, 3))),
            runtime_minutes=int(rng.integers(70, 200)) if number % 5 else None,
            language="fr" if number % 4 == 0 else "en",
        )
        for number in range(size)
    )
