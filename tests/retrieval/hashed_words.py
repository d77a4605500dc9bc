"""An embedder that is quick and exact: two texts are as near as the words they share."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from data.movies import Catalogue, Movie
from retrieval.index import Vectors

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
