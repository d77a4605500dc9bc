"""Finds movies by the titles that people write: alone ("the matrx", "godfather 2") or inside a sentence."""

import collections
import dataclasses
import math
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data.movies import Catalogue, Movie, MovieId
from retrieval.evidence import RARE, STOP_WORDS, Place, in_longer_name, is_named
from retrieval.names import ARTICLES, Kind, Name, article, names, usual_words
from retrieval.names import normalised as normalised

LONGEST = 12  # words in a title
LONGEST_TEXT = 1500  # characters read of a text
MIN_LIKENESS = 82.0  # of 100, how alike a misspelt title must be when it stands alone
MIN_LIKENESS_INSIDE = 88.0  # the same inside a sentence
LONG_KEY = 9  # characters from which `MIN_LIKENESS_LONG` will do there
MIN_LIKENESS_LONG = 84.0
MIN_MISSPELT = 5  # characters; what is shorter is like too many titles
MIN_SERIES = 3  # movies that begin with the same words
FAME = 0.1  # what ten times the popularity weighs against a name's weight
OTHER_FORM = 0.03  # of a name's weight, for other spaces ("oldboy" for "Old Boy") and for another article
_WORD = re.compile(r"[^\W_]+(?:['’.&·-]*[^\W_]+)*!*|&")
_LAST_YEAR = re.compile(r"[\s,]*\(?\b(18[89]\d|19\d\d|20\d\d)\b\)?\s*$")
_YEAR_BEHIND = re.compile(r"[*_\"”’]*,?\s*(?:\((\d{4})\)|(?:from )?((?:19|20)\d\d)\b(?!s))")
_JOINED = re.compile(
    r"^\s*(?:,|,?\s*(?:and|or|&|plus|\+|vs\.?|as well as)|/)\s*(?:i |also |really |the film |the movie )*$",
    re.IGNORECASE,
)
_BEFORE_MISSPELT = re.compile(
    r"\b(?:loved|hated|liked|enjoyed|watched|seen|saw|called|titled|similar to|fan of|heard of|like|than|disliked)\s+$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class TitleMatch:
    """A movie that a text names: `score` is 0 to 100, `span` where its name stands in the text."""

    movie: Movie
    score: float
    span: tuple[int, int]


class _Owner(NamedTuple):
    """A movie by one of its names; `rank` orders the movies of one name."""

    movie: Movie
    kind: Kind
    weight: float
    article: str
    key: str
    rank: float


class TitleFinder:
    """Every name of every movie in normal form."""

    def __init__(self, catalogue: Catalogue, popularity: Mapping[MovieId, float]) -> None:
        """`popularity`, such as a number of ratings, decides between movies of one name; one it lacks counts 0."""
        self._popularity = popularity
        self._usual = usual_words(catalogue)
        self._owners: dict[str, list[_Owner]] = {}  # by the key without its spaces
        for movie in catalogue:
            fame = FAME * math.log10(1.0 + max(0.0, popularity.get(movie.movie_id, 0.0)))
            for name in names(movie):
                self._add(movie, name, fame)
        for series, movies in _series(catalogue, self._usual):
            for movie in movies:
                fame = FAME * math.log10(1.0 + max(0.0, popularity.get(movie.movie_id, 0.0)))
                self._add(movie, Name(series, "short", 0.8), fame)
        self._keys = sorted({owner.key for owners in self._owners.values() for owner in owners})

    def _add(self, movie: Movie, name: Name, fame: float) -> None:
        key = normalised(name.text)
        if key:
            owner = _Owner(movie, name.kind, name.weight, article(name.text), key, name.weight + fame)
            self._owners.setdefault(key.replace(" ", ""), []).append(owner)

    def find(self, text: str, k: int = 5) -> list[TitleMatch]:
        """The up to `k` movies that a text, taken as one title, may name; best first, empty where none comes near."""
        span = (0, len(text))
        text = text[:LONGEST_TEXT]
        last = _LAST_YEAR.search(text)
        bare, year = (text[: last.start()], int(last[1])) if last and last.start() > 0 else (text, None)
        for body, asked in ((text, None), (bare, year), (_article_first(bare), year)):
            exact = self._named(body, asked)
            if exact:
                best = [TitleMatch(owner.movie, 100 * owner.weight, span) for owner in exact]
                return _distinct(best)[:k]
        wanted = normalised(bare)
        if len(wanted) < 3:
            return []
        near = process.extract(wanted, self._keys, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=20)
        matches = [
            TitleMatch(owner.movie, likeness * owner.weight, span)
            for key, likeness, _ in near
            for owner in self._named(key, year)[:3]
        ]
        matches.sort(key=lambda match: (-round(match.score), -self._popularity.get(match.movie.movie_id, 0.0)))
        return _distinct(matches)[:k]

    def mentioned(self, sentence: str) -> list[TitleMatch]:
        """The movies that a sentence names, in the order it names them; the longest name wins where names overlap."""
        text = sentence[:LONGEST_TEXT]
        words = list(_WORD.finditer(text))
        matches: list[TitleMatch] = []
        at = 0
        while at < len(words):
            last = matches[-1].span[1] if matches else None
            match = self._at(text, words, at, last) or self._misspelt(text, words, at)
            if match is None:
                at += 1
                continue
            matches.append(match)
            while at < len(words) and words[at].start() < match.span[1]:
                at += 1
        return matches

    def _at(self, text: str, words: list[re.Match[str]], at: int, last: int | None) -> TitleMatch | None:
        """The longest title that begins with a word."""
        start = words[at].start()
        joined = last is not None and bool(_JOINED.match(text[last:start]))
        for size in range(min(LONGEST, len(words) - at), 0, -1):
            end = words[at + size - 1].end()
            owners = self._named(text[start:end], None)
            if words[at][0].lower() in ARTICLES and size > 1:  # "a friday" is not Friday
                owners = [owner for owner in owners if owner.article == words[at][0].lower()]
            if not owners:
                continue
            behind = _YEAR_BEHIND.match(text, end)
            year = int(behind[1] or behind[2]) if behind else None
            if behind and not any(_is_of(owner.movie, year) for owner in owners):
                behind = year = None
            owner = _of_year(owners, year)[0]
            spelt = tuple(word[0] for word in words[at : at + size])
            usual = self._usual_share(spelt)
            if is_named(Place(text, start, end, spelt, owner.kind, bool(behind), joined, usual)):
                return TitleMatch(owner.movie, 100 * owner.weight, (start, behind.end() if behind else end))
        return None

    def _usual_share(self, spelt: Iterable[str]) -> float:
        """The share of movies whose texts use the rarest of some words that are not stop words."""
        content = [word.lower() for word in spelt if word.lower() not in STOP_WORDS]
        return min((self._usual.get(word, 0.0) for word in content), default=1.0)

    def _misspelt(self, text: str, words: list[re.Match[str]], at: int) -> TitleMatch | None:
        """A title with a typo right behind a word that speaks of movies; one of its words is in no text."""
        start = words[at].start()
        if not _BEFORE_MISSPELT.search(text[:start]):
            return None
        best: TitleMatch | None = None
        for size in range(1, min(6, len(words) - at) + 1):
            part = [word[0] for word in words[at : at + size]]
            end = words[at + size - 1].end()
            key = normalised(text[start:end])
            strange = any(self._usual.get(word.lower(), 0.0) < RARE and not word.isdigit() for word in part)
            if len(key) < MIN_MISSPELT or not strange or in_longer_name(text, start, end, cued=False):
                continue
            enough = MIN_LIKENESS_INSIDE if len(key) < LONG_KEY else MIN_LIKENESS_LONG
            near = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=enough)
            if near is not None and (best is None or near[1] > best.score):
                owner = self._named(near[0], None)[0]
                best = TitleMatch(owner.movie, near[1] * owner.weight, (start, end))
        return best

    def _named(self, text: str, year: int | None) -> list[_Owner]:
        """The movies that go by a name, the likeliest first."""
        key = normalised(text)
        own = article(text)

        def fit(owner: _Owner) -> tuple[float, MovieId]:
            return OTHER_FORM * ((owner.key != key) + (owner.article != own)) - owner.rank, owner.movie.movie_id

        return _of_year(sorted(self._owners.get(key.replace(" ", ""), []), key=fit), year)


def _is_of(movie: Movie, year: int | None) -> bool:
    """A year that people remember is often one off."""
    return movie.year is not None and year is not None and abs(movie.year - year) <= 1


def _of_year(owners: list[_Owner], year: int | None) -> list[_Owner]:
    """Those of that year or a neighbour of it first; all where none is."""
    right = [owner for owner in owners if _is_of(owner.movie, year)]
    return sorted(right, key=lambda owner: abs((owner.movie.year or 0) - (year or 0))) or owners


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


def _series(catalogue: Catalogue, usual: Mapping[str, float]) -> list[tuple[str, list[Movie]]]:
    """The two or three words that the titles of several movies begin with ("Harry Potter"), if they are a name."""
    by_name: dict[str, dict[MovieId, Movie]] = collections.defaultdict(dict)
    for movie in catalogue:
        for title in (movie.title, *movie.alternative_titles):
            words = title.split()
            for size in (2, 3):
                if len(words) > size:
                    by_name[" ".join(words[:size])][movie.movie_id] = movie
    return [
        (name, list(movies.values()))
        for name, movies in by_name.items()
        if len(movies) >= MIN_SERIES and all(_is_rare(word, usual) for word in (name.split()[0], name.split()[-1]))
    ]


def _is_rare(word: str, usual: Mapping[str, float]) -> bool:
    return word[0].isupper() and word.lower() not in STOP_WORDS and usual.get(word.lower(), 0.0) < RARE
