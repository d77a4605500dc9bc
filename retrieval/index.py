"""Start here: what is asked of the index and what it gives back."""

import dataclasses
from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from data.movies import Movie, MovieId

Vectors: TypeAlias = NDArray[np.float32]
PIECE_DIMENSION, PIECE_SCALE = 96, 127  # numbers of a word piece in its context, and what a unit vector is scaled to
CONTINUED = 0  # the id of every piece that goes on with a word


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A movie found by its description; `similarity` is a cosine, -1 to 1."""

    movie: Movie
    similarity: float


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What an embedder makes of a text.

    Attributes:
        vector: (dimension,) of the whole text, of length 1.
        ids: (n,) which word pieces it consists of: the number of a piece in the embedder's vocabulary, `CONTINUED` for
            one that does not begin a word.
        pieces: (n, PIECE_DIMENSION) directions of those in their context, times `PIECE_SCALE`.
    """

    vector: Vectors
    ids: NDArray[np.uint16]
    pieces: NDArray[np.int8]


Credit: TypeAlias = Literal["either", "directed", "played", "only_directed", "only_played"]


class Filters(BaseModel):
    """Hard conditions: a movie that breaks one, or lacks the fact it asks for, is not shown.

    Attributes:
        genres: the movie has every one of these.
        any_genres: the movie has at least one of these.
        not_genres: the movie has none of these.
        min_year, max_year: inclusive.
        not_years: spans of years, first and last inclusive; the movie is of none of them.
        min_runtime, max_runtime: minutes, inclusive.
        people: each of them directed it or plays in it; full names as the catalogue writes them.
        any_people: one of the people is enough.
        part: what the people did: directed it, played in it, either, or one without the other.
        not_people: none of them directed it or plays in it.
        language: ISO 639-1 code of the original language.
        not_languages: the original language is known and none of these.
        countries: ISO 3166 alpha-2 codes; the movie comes from one of them (`retrieval/origins.py`).
        not_countries: where the movie comes from is known and none of these.
        not_movies: ids that are out, whatever else fits.
    """

    model_config = ConfigDict(frozen=True)

    genres: tuple[str, ...] = ()
    any_genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    min_year: int | None = None
    max_year: int | None = None
    not_years: tuple[tuple[int, int], ...] = ()
    min_runtime: int | None = None
    max_runtime: int | None = None
    people: tuple[str, ...] = ()
    any_people: bool = False
    part: Credit = "either"
    not_people: tuple[str, ...] = ()
    language: str | None = None
    not_languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    not_countries: tuple[str, ...] = ()
    not_movies: tuple[MovieId, ...] = ()


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Model and settings; vectors of different names must not meet in one index."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) vectors of length 1 of n texts."""
        ...

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """The same vectors, and the word pieces of each text."""
        ...

    def ask(self, texts: Sequence[str]) -> list[Reading]:
        """What `read` gives, for texts that tell of a movie as a person remembers it, to be held against its texts."""
        ...


class MovieIndex(Protocol):
    """Finds movies by what they are about."""

    def search(self, query: str | Vectors, k: int, filters: Filters | None = None) -> list[Hit]:
        """The `k` movies nearest to a text or to a vector (dimension,), nearest first."""
        ...
