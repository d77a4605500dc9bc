"""Text in, movies out: descriptions, words of about the same meaning, titles and how well known a movie is, added up.

    score = best * cosine of the nearest passage + second * that of the second nearest
          + clauses * mean over the clauses of the text of the cosine of the passage nearest to each
          + words * near_words + popularity * log(1 + popularity) + length * log(TOLD + number of words)
          + pieces * nearness of word pieces in their context (`pieces`)
          + TITLE * exact title

Chroma finds the movies with the nearest passages, the other terms find more, and both lots are compared exactly, with
the weights `FAR`, which know no word pieces. The `CLOSELY` best of them are put in the order of the weights `NEAR`.
Both are those of a conditional logit (McFadden 1974) on described plots (`python -m tests.retrieval.weigh`); what else
was tried: docs/retrieval.md.
"""

import dataclasses
import logging
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows
from data.movies import Movie, MovieId
from retrieval.chroma import ChromaIndex
from retrieval.clauses import clauses
from retrieval.index import Filters, Reading, Vectors
from retrieval.titles import TitleFinder
from retrieval.words import WordIndex

logger = logging.getLogger(__name__)

Evidence: TypeAlias = Literal["passages", "words", "title"]

BY_PASSAGES = 100  # movies that the nearest passages propose
BY_THE_REST = 300  # movies that all other terms propose, at least
TOLD = 20  # different words; less counts about alike
MOST_STRANGE = 4  # words that no movie uses, and whose nearest are looked for
CLOSELY = 40  # candidates whose word pieces are compared
TITLE = 60.0  # more than all else together: the text is a title
TITLE_SCORE = 90.0  # of 100, at which it is


class Weights(NamedTuple):
    """What each term counts. `length` is below 0: a movie of which much is told has some word near to any text."""

    best: float
    second: float
    clauses: float
    words: float
    popularity: float
    length: float
    pieces: float = 0.0


FAR = Weights(best=9.94, second=4.81, clauses=7.22, words=0.212, popularity=0.99, length=-1.9)
NEAR = Weights(best=8.59, second=2.48, clauses=4.25, words=0.113, popularity=1.03, length=-2.68, pieces=23.5)


@dataclasses.dataclass(frozen=True)
class Terms:
    """What is added up for some movies (n,), see `Weights`; `titled` is 0 to 1, how exactly the text is the title."""

    best: Vectors
    second: Vectors
    clauses: Vectors
    words: Vectors
    popularity: Vectors
    length: Vectors
    titled: Vectors

    def score(self, weights: Weights, pieces: Vectors | float = 0.0) -> NDArray[np.float64]:
        """(n,) larger fits better."""
        terms = (self.best, self.second, self.clauses, self.words, self.popularity, self.length, pieces)
        total = sum(w * term for w, term in zip(weights, terms, strict=True)) + TITLE * self.titled
        return np.asarray(total, np.float64)


@dataclasses.dataclass(frozen=True)
class Candidates:
    """Movies that may fit a text.

    Attributes:
        rows: (n,) which they are.
        terms: what each is compared by.
        by_passages: (n,) whether a passage proposed it.
        reading: of the whole text.
    """

    rows: Rows
    terms: Terms
    by_passages: NDArray[np.bool_]
    reading: Reading


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A movie that fits a text.

    Attributes:
        score: larger fits better; compares within one search only.
        similarity: cosine of its nearest passage.
        sources: what found it; nothing where it only fills the list up.
    """

    movie: Movie
    score: float
    similarity: float
    sources: tuple[Evidence, ...]


class Search:
    """Finds movies by a description, by words or by a title."""

    def __init__(
        self, index: ChromaIndex, words: WordIndex, titles: TitleFinder, popularity: Mapping[MovieId, float]
    ) -> None:
        """`popularity` is any measure that grows with how well known a movie is; a movie that it lacks counts 0."""
        self._index = index
        self._words = words
        self._titles = titles
        self._known = np.log1p([popularity.get(movie_id, 0.0) for movie_id in index.catalogue.ids]).astype(np.float32)
        self._told = np.log(TOLD + index.near_words.counts).astype(np.float32)

    def search(self, text: str, k: int, filters: Filters | None = None) -> list[Found]:
        """The `k` movies that fit a text best, best first; fewer only where the filters allow fewer. "" finds none."""
        if not text.strip():
            return []
        found = self.candidates(text, max(k, BY_THE_REST), filters)
        rows, terms = found.rows, found.terms
        if not len(rows):
            return []
        scores = terms.score(FAR)
        closely = _largest(scores, CLOSELY)
        pieces = np.zeros(len(rows), np.float32)
        pieces[closely] = self.pieces(found, closely)
        near = terms.score(NEAR, pieces)[closely]
        scores += near.min() - scores[closely].min()  # the others follow, as far behind the last as they were
        scores[closely] = near
        evidence: dict[Evidence, NDArray[np.bool_]] = {
            "passages": found.by_passages,
            "words": terms.words > 0,
            "title": terms.titled > 0,
        }
        return [
            Found(
                self._index.catalogue.movies[rows[at]],
                float(scores[at]),
                float(terms.best[at]),
                tuple(source for source, there in evidence.items() if there[at]),
            )
            for at in np.lexsort((rows, -scores))[:k]
        ]

    def candidates(self, text: str, n: int, filters: Filters | None = None) -> Candidates:
        """The movies with the nearest passages and the `n` best by all other terms, compared exactly."""
        catalogue, near_words = self._index.catalogue, self._index.near_words
        parts = clauses(text)
        rare = near_words.unknown(text)
        strange = [word for word in rare if not self._words.search(word, 1)][:MOST_STRANGE]
        readings = self._index.embedder.ask([text, *parts, *strange])
        vectors = np.stack([reading.vector for reading in readings])
        queries = vectors[: 1 + len(parts)]
        hits = self._index.search(queries[0], BY_PASSAGES, filters)
        near = catalogue.ids.rows([hit.movie.movie_id for hit in hits])
        words = near_words.search(text, vectors[len(queries) :] if strange else None)
        for hit in self._words.search(" ".join(rare)):
            words[catalogue.ids.row(hit.movie_id)] += hit.score
        titled = np.zeros(len(catalogue), np.float32)
        of_titles = [match for match in self._titles.find(text) if match.score >= TITLE_SCORE]
        titled[catalogue.ids.rows([match.movie.movie_id for match in of_titles])] = [m.score / 100 for m in of_titles]
        apart = FAR.words * words + FAR.popularity * self._known + FAR.length * self._told + TITLE * titled
        allowed = np.arange(len(catalogue)) if filters is None else np.flatnonzero(self._index.filters.mask(filters))
        rows = np.union1d(near, allowed[_largest(apart[allowed], n)])
        best, second = self._index.passages.compare(queries, rows)
        of_clauses = best[min(1, len(parts)) :].mean(axis=0)
        terms = Terms(best[0], second, of_clauses, words[rows], self._known[rows], self._told[rows], titled[rows])
        return Candidates(rows, terms, np.isin(rows, near), readings[0])

    def pieces(self, found: Candidates, at: NDArray[np.intp]) -> Vectors:
        """(n,) how near the word pieces of the text are to those of some of its candidates (n,)."""
        return self._index.pieces.nearness(found.reading, found.rows[at])


def _largest(values: NDArray[np.floating[Any]], n: int) -> NDArray[np.intp]:
    """Where the `n` largest values are, in any order; all of them where there are no more."""
    return np.argpartition(-values, n)[:n] if n < len(values) else np.arange(len(values))
