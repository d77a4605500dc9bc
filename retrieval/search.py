"""Text in, movies out: descriptions, words of about the same meaning, titles and how well known a movie is, added up.

    score = BEST * cosine of the nearest passage + SECOND * that of the second nearest
          + CLAUSES * mean over the clauses of the text of the cosine of the passage nearest to each
          + WORDS * near_words + POPULARITY * log(1 + popularity) - LENGTH * log(TOLD + number of words)
          + TITLE * exact title
          + PIECES * nearness of word pieces in their context (`pieces`), of the `CLOSELY` best by all that

Chroma finds the movies with the nearest passages, the other terms find more, and both lots are compared exactly. The
weights are those of a conditional logit (McFadden 1974) on described plots; what else was tried: docs/retrieval.md.
"""

import dataclasses
import logging
from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data.movies import Movie, MovieId
from retrieval.chroma import ChromaIndex
from retrieval.clauses import clauses
from retrieval.index import Filters
from retrieval.titles import TitleFinder
from retrieval.words import WordIndex

logger = logging.getLogger(__name__)

Evidence: TypeAlias = Literal["passages", "words", "title"]

BY_PASSAGES = 100  # movies that the nearest passages propose
BY_THE_REST = 300  # movies that all other terms propose, at least
BEST, SECOND, CLAUSES = 9.4, 7.1, 8.4
WORDS = 0.235
POPULARITY = 1.17
LENGTH = 2.8  # a movie of which much is told has some word near to any text
TOLD = 20  # different words; less counts about alike
MOST_STRANGE = 4  # words that no movie uses, and whose nearest are looked for
CLOSELY, PIECES = 40, 20.0
TITLE = 60.0  # more than all else together: the text is a title
TITLE_SCORE = 90.0  # of 100, at which it is


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
        known = np.log1p([popularity.get(movie_id, 0.0) for movie_id in index.catalogue.ids])
        self._prior = POPULARITY * known - LENGTH * np.log(TOLD + index.near_words.counts)

    def search(self, text: str, k: int, filters: Filters | None = None) -> list[Found]:
        """The `k` movies that fit a text best, best first; fewer only where the filters allow fewer. "" finds none."""
        if not text.strip():
            return []
        catalogue, near_words = self._index.catalogue, self._index.near_words
        parts = clauses(text)
        rare = near_words.unknown(text)
        strange = [word for word in rare if not self._words.search(word, 1)][:MOST_STRANGE]
        readings = self._index.embedder.read([text, *parts, *strange])
        vectors = np.stack([reading.vector for reading in readings])
        queries = vectors[: 1 + len(parts)]
        hits = self._index.search(queries[0], BY_PASSAGES, filters)
        near = catalogue.ids.rows([hit.movie.movie_id for hit in hits])
        words = near_words.search(text, vectors[len(queries) :] if strange else None)
        for hit in self._words.search(" ".join(rare)):
            words[catalogue.ids.row(hit.movie_id)] += hit.score
        titled = np.zeros(len(catalogue))
        of_titles = [match for match in self._titles.find(text) if match.score >= TITLE_SCORE]
        titled[catalogue.ids.rows([match.movie.movie_id for match in of_titles])] = [m.score / 100 for m in of_titles]
        apart = self._prior + WORDS * words + TITLE * titled
        allowed = np.arange(len(catalogue)) if filters is None else np.flatnonzero(self._index.filters.mask(filters))
        rows = np.union1d(near, allowed[_largest(apart[allowed], max(k, BY_THE_REST))])
        if not len(rows):
            return []
        best, second = self._index.passages.compare(queries, rows)
        scores = apart[rows] + BEST * best[0] + SECOND * second + CLAUSES * best[min(1, len(parts)) :].mean(axis=0)
        closely = _largest(scores, CLOSELY)
        scores[closely] += PIECES * self._index.pieces.nearness(readings[0], rows[closely])
        evidence: dict[Evidence, NDArray[np.bool_]] = {
            "passages": np.isin(rows, near),
            "words": words[rows] > 0,
            "title": titled[rows] > 0,
        }
        return [
            Found(
                catalogue.movies[rows[at]],
                float(scores[at]),
                float(best[0, at]),
                tuple(source for source, found in evidence.items() if found[at]),
            )
            for at in np.lexsort((rows, -scores))[:k]
        ]


def _largest(values: NDArray[np.float64], n: int) -> NDArray[np.intp]:
    """Where the `n` largest values are, in any order; all of them where there are no more."""
    return np.argpartition(-values, n)[:n] if n < len(values) else np.arange(len(values))
