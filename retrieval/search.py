"""Text in, movies out: descriptions, words, titles and how well known a movie is, added up.

    score = similarity / SPREAD + WORDS * bm25 / std(bm25) + POPULARITY * z(log(1 + popularity)) + TITLE * exact title

A movie beyond the nearest descriptions counts with the farthest similarity among them, one that shares no word with 0.
Merging ranks by reciprocals (Cormack et al. 2009), subtracting the mean vector and searching for each clause of a
request by itself were tried on described plots (`evaluate`) and found fewer films, or no more.
"""

import dataclasses
import logging
from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data.movies import Movie, MovieId
from retrieval.chroma import ChromaIndex
from retrieval.index import Filters
from retrieval.titles import TitleFinder
from retrieval.words import WordIndex

logger = logging.getLogger(__name__)

Evidence: TypeAlias = Literal["passages", "words", "title"]

DEPTH = 200  # movies whose descriptions are looked at
SPREAD = 0.07  # about the standard deviation of the similarities of one request to all movies
WORDS = 0.35
POPULARITY = 0.7
TITLE = 60.0  # more than all else together, a word that one of 10,000 movies has included: the text is a title
TITLE_SCORE = 90.0  # of 100, at which it is


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A movie that fits a text.

    Attributes:
        score: larger fits better; compares within one search only.
        similarity: cosine of its nearest passage, None where only words or its title found it.
        sources: what found it.
    """

    movie: Movie
    score: float
    similarity: float | None
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
        self._known = _standardised(np.log1p([popularity.get(movie_id, 0.0) for movie_id in index.catalogue.ids]))

    def search(self, text: str, k: int, filters: Filters | None = None) -> list[Found]:
        """The `k` movies that fit a text best, best first; fewer only where the filters allow fewer. "" finds none."""
        if not text.strip():
            return []
        catalogue = self._index.catalogue
        n = len(catalogue)
        similarities = np.full(n, np.nan)
        hits = self._index.search(text, max(k, DEPTH), filters)
        similarities[catalogue.ids.rows([hit.movie.movie_id for hit in hits])] = [hit.similarity for hit in hits]
        shared = np.zeros(n)
        of_words = self._words.search(text)
        shared[catalogue.ids.rows([hit.movie_id for hit in of_words])] = [hit.score for hit in of_words]
        titled = np.zeros(n)
        of_titles = [match for match in self._titles.find(text) if match.score >= TITLE_SCORE]
        titled[catalogue.ids.rows([match.movie.movie_id for match in of_titles])] = [m.score / 100 for m in of_titles]
        scores = (
            np.nan_to_num(similarities, nan=min((hit.similarity for hit in hits), default=0.0)) / SPREAD
            + WORDS * shared / (shared.std() or 1.0)
            + POPULARITY * self._known
            + TITLE * titled
        )
        evidence: dict[Evidence, NDArray[np.bool_]] = {
            "passages": ~np.isnan(similarities),
            "words": shared > 0,
            "title": titled > 0,
        }
        eligible = np.logical_or.reduce(list(evidence.values()))
        if filters is not None:
            eligible &= self._index.filters.mask(filters)
        rows = np.flatnonzero(eligible)
        best = rows[np.lexsort((rows, -scores[rows]))][:k]
        return [
            Found(
                catalogue.movies[row],
                float(scores[row]),
                None if np.isnan(similarities[row]) else float(similarities[row]),
                tuple(source for source, found in evidence.items() if found[row]),
            )
            for row in best
        ]


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0 and standard deviation 1; all 0 where all are alike."""
    return (values - values.mean()) / (values.std() or 1.0) if len(values) else values
