"""Finds movies by the titles that people write: alone ("the matrx", "godfather 2") or inside a sentence."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from data.movies import Catalogue, MovieId
from retrieval.known_names import KnownNames, of_year
from retrieval.matches import TitleMatch as TitleMatch
from retrieval.misspelt import Misspellings
from retrieval.names import ARTICLES, article, words_of
from retrieval.names import normalised as normalised
from retrieval.sentence import LONGEST_TEXT, Sentence
from retrieval.tokens import without_suffixes

MIN_LIKENESS = 82.0  # of 100, how alike a misspelt title must be when it stands alone
_LAST_YEAR = re.compile(r"[\s,]*\(?\b(18[89]\d|19\d\d|20\d\d)\b\)?\s*$")


class TitleFinder:
    """Every name of every movie in normal form."""

    def __init__(self, catalogue: Catalogue, popularity: Mapping[MovieId, float]) -> None:
        """`popularity`, such as a number of ratings, decides between movies of one name; one it lacks counts 0.

        `words` are those of the catalogue's texts, which a `PeopleFinder` needs, too.
        """
        self._popularity = popularity
        self.words = words_of(catalogue)
        self._names = KnownNames(catalogue, self.words, popularity)
        self._keys = sorted(self._names.keys())
        self._misspellings = Misspellings(self._keys)

    def find(self, text: str, k: int = 5) -> list[TitleMatch]:
        """The up to `k` movies that a text, taken as one title, may name; best first, empty where none comes near."""
        span = (0, len(text))
        text = text[:LONGEST_TEXT]
        last = _LAST_YEAR.search(text)
        bare, year = (text[: last.start()], int(last[1])) if last and last.start() > 0 else (text, None)
        for body, asked in ((text, None), (bare, year), (_article_first(bare), year)):
            exact = of_year(self._names.of(normalised(body), article(body)), asked)
            if exact:
                return _distinct(TitleMatch(owner.movie, 100 * owner.weight, span) for owner in exact)[:k]
        wanted = normalised(bare)
        if len(wanted) < 3:
            return []
        near = process.extract(wanted, self._keys, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=20)
        matches = [
            TitleMatch(owner.movie, likeness * owner.weight, span)
            for key, likeness, _ in near
            for owner in of_year(self._names.of(key), year)[:3]
        ]
        matches.sort(key=lambda match: (-round(match.score), -self._popularity.get(match.movie.movie_id, 0.0)))
        return _distinct(matches)[:k]

    def series_of(self, movie_id: MovieId) -> tuple[MovieId, ...]:
        """The movies of the series that a movie belongs to, itself among them; empty where it is in none."""
        return next((movies for movies in self._names.series.values() if movie_id in movies), ())

    def mentioned(self, sentence: str) -> list[TitleMatch]:
        """The movies that a sentence names, in the order it names them; the longest name wins where names overlap."""
        text = without_suffixes(sentence[:LONGEST_TEXT])
        return Sentence(text, self._names, self._misspellings, self.words).matches()


def _distinct(matches: Iterable[TitleMatch]) -> list[TitleMatch]:
    """Each movie's first match."""
    best: dict[MovieId, TitleMatch] = {}
    for match in matches:
        best.setdefault(match.movie.movie_id, match)
    return list(best.values())


def _article_first(text: str) -> str:
    """The article that stands behind ("matrix, the") in front."""
    words = text.replace(",", " ").split()
    return " ".join([words[-1], *words[:-1]]) if len(words) > 1 and words[-1].lower() in ARTICLES else text
