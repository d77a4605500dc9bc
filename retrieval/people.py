"""Finds directors and actors of the catalogue in a sentence: "with tom hanks", "by Hitchcock"."""

import collections
import re
from typing import TypeAlias

from rapidfuzz import fuzz, process

from data.movies import Catalogue
from retrieval.names import normalised, usual_words

Found: TypeAlias = tuple[str, tuple[int, int]]

LONGEST = 5  # words in a name
LONGEST_TEXT = 1500  # characters read of a text
CLEARLY = 2  # times as many movies as the next bearer of a surname
MIN_LIKENESS = 90.0  # of 100, how alike a misspelt full name must be
MIN_MISSPELT = 8  # characters; what is shorter is like too many names
_WORD = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]+)*\.?")
_CUE = re.compile(
    r"\b(?:by|with|without|starring|stars?|featuring|directors?|actors?|actress(?:es)?|no|not|from|love|like)\s+$",
    re.IGNORECASE,
)
_SURNAME_CUE = re.compile(r"\b(?:by|with|without|starring|featuring|director|actor|actress)\s+$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|/|,?\s*(?:and|or|&|nor))\s*(?:by |with )?")
_WORK = re.compile(r"['’]?s?\s+(?:movies?|films?|work|stuff|thing|flicks?|comed(?:y|ies)|thrillers?)\b", re.IGNORECASE)
_SIBLINGS = re.compile(r"\s+(?:brothers|bros\.?|sisters|siblings)\b", re.IGNORECASE)
_FIRST_PART = re.compile(r"\s+(?!I\b)[A-Z]\w")  # a name goes on: "Black Panther"
_PARTICLES = frozenset("de di del della du la le van von der den dos da al el bin mac san st".split())
_STUDIOS = frozenset(("disney", "marvel", "warner"))
_NO_PART = frozenset(("jr", "sr", "2", "3"))  # "Jr.", "II" as `normalised` writes it


class PeopleFinder:
    """Every director and actor, by full name and by surname."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index the names; of people with one name or surname the one with more movies is meant."""
        movies: collections.Counter[str] = collections.Counter()
        for movie in catalogue:
            movies.update({*movie.directors, *movie.cast})
        self._full: dict[str, str] = {}  # by the key without spaces
        self._surnames: dict[str, list[str]] = collections.defaultdict(list)  # most movies first
        self._movies = movies
        first_names: collections.Counter[str] = collections.Counter()
        for name in sorted(movies, key=lambda name: (-movies[name], name)):
            words = [word for word in normalised(name).split() if word not in _NO_PART]
            if len(words) < 2:
                continue
            bare = [word for word in words if len(word) > 1]  # without initials
            for key in ("".join(normalised(name).split()), "".join(words), *(["".join(bare)] if len(bare) > 1 else [])):
                self._full.setdefault(key, name)
            self._surnames[words[-1]].append(name)
            if len(words) > 2 and words[-2] in _PARTICLES:
                self._surnames[words[-2] + words[-1]].append(name)
            first_names[words[0]] += 1
        for name, bearers in first_names.items():
            if bearers > len(self._surnames.get(name, ())):
                self._surnames.pop(name, None)  # "with Nicole" may be any
        for studio in _STUDIOS:
            self._surnames.pop(studio, None)
        self._keys = list(self._full)
        self._usual = usual_words(catalogue)

    def mentioned(self, sentence: str) -> list[Found]:
        """The people that a sentence names, as the catalogue writes them, with where their names stand in it.

        A surname alone counts behind a word such as "by" or "with", before "films", or as the whole text, and only if
        one bearer is clearly the best known; in lower case only if it is no ordinary word.
        """
        text = sentence[:LONGEST_TEXT]
        words = list(_WORD.finditer(text))
        found: list[Found] = []
        at = 0
        while at < len(words):
            joined = bool(found) and bool(_JOINED.fullmatch(text[found[-1][1][1] : words[at].start()]))
            names, used = self._at(text, words, at, joined)
            span = (words[at].start(), words[at + used - 1].end())
            found.extend((name, span) for name in names)
            at += used
        return found

    def _at(self, text: str, words: list[re.Match[str]], at: int, joined: bool) -> tuple[list[str], int]:
        """The people whom the words from `at` on name, and how many words that takes (1 if none)."""
        start = words[at].start()
        most = min(LONGEST, len(words) - at)
        for size in range(most, 1, -1):
            name = self._full.get(_key(text[start : words[at + size - 1].end()]))
            if name is not None:
                return [name], size
        if (joined or _CUE.search(text[:start])) and most > 1:
            key = _key(text[start : words[at + 1].end()])
            near = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS)
            if len(key) >= MIN_MISSPELT and near is not None:
                return [self._full[near[0]]], 2
        sizes = (2, 1) if most > 1 and words[at][0].lower() in _PARTICLES else (1,)
        for size in sizes:
            names = self._by_surname(text, start, words[at + size - 1].end(), joined)
            if names:
                return names, size
        return [], 1

    def _by_surname(self, text: str, start: int, end: int, joined: bool) -> list[str]:
        spelt = text[start:end]
        bearers = self._surnames.get(_key(spelt), [])
        if not bearers or _FIRST_PART.match(text, end):
            return []
        ordinary = any(_key(word) in self._usual for word in spelt.split())
        opening = not text[:start].strip() or text[:start].rstrip()[-1:] in ".!?"
        if ordinary and (opening or not spelt[0].isupper()):
            return []  # "Young directors", "long movies"
        if _SIBLINGS.match(text, end):
            return [name for name in bearers if 2 * self._movies[name] > self._movies[bearers[0]]]
        cued = joined or bool(_SURNAME_CUE.search(text[:start]))
        whole = opening and not text[end:].strip(" .!?")
        owns = spelt != _unpossessed(spelt) or bool(_WORK.match(text, end))
        if not cued and (ordinary or not (owns or whole)):
            return []
        second = self._movies[bearers[1]] if len(bearers) > 1 else 0
        return bearers[:1] if self._movies[bearers[0]] >= CLEARLY * second else []


def _key(text: str) -> str:
    return normalised(_unpossessed(text)).replace(" ", "")


def _unpossessed(text: str) -> str:
    return re.sub(r"['’]s?$", "", text)
