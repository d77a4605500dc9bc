"""The names that people use for a movie, in the normal form in which names and texts meet."""

import collections
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from data.movies import Catalogue, Movie

Kind: TypeAlias = Literal["title", "short", "subtitle"]

ARTICLES = ("the", "a", "an")
_DIGITS = {
    **{"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"},
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
    **{"ten": "10", "eleven": "11", "twelve": "12"},
}
_LETTERS = str.maketrans({"ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "&": " and "})
_PART = re.compile(r"\b(?:part|vol|volume|chapter|episode|no|number) (?=\d)")
_BREAK = re.compile(r"\s*(?::| [-–] |,? or:? (?=[A-Z]))\s*")
_NUMBERED = re.compile(r"(?:part|vol\.?|volume|chapter|episode)\s+(\w+)\b[\s:–-]*", re.IGNORECASE)
_MAKER = re.compile(r"(?!The |An? )[\w.]+ [\w.]+['’]s (?=\S+ \S)")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}(?= )")
_TITLES_OF_PEOPLE = {"Dr.": "Doctor", "Mr.": "Mister", "Doctor": "Dr."}


class Name(NamedTuple):
    """What a movie is called; `weight` is 1 for its title, less for what is farther from it."""

    text: str
    kind: Kind
    weight: float


def normalised(title: str) -> str:
    """Lower case without accents, punctuation and leading article; "&" is and, numerals after the first word digits."""
    text = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    text = "".join(char for char in text if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", re.sub(r"['’`´.·]", "", text)).split()
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    words = words[:1] + [_DIGITS.get(word, word) for word in words[1:]]
    return _PART.sub("", " ".join(words))


def article(text: str) -> str:
    """The English article that a text of several words begins with, in lower case; "" if there is none."""
    first, _, rest = text.partition(" ")
    return first.lower() if rest and first.lower() in ARTICLES else ""


def names(movie: Movie) -> Iterator[Name]:
    """Every name of a movie: its titles, those without their subtitles, the subtitles alone."""
    for title, weight in ((movie.title, 1.0), *((other, 0.95) for other in movie.alternative_titles)):
        yield Name(title, "title", weight)
        for prefix, other in _TITLES_OF_PEOPLE.items():
            if title.startswith(f"{prefix} "):
                yield Name(title.replace(prefix, other, 1), "title", 0.95 * weight)
        for name in _shorter(title):
            yield Name(name.text, name.kind, name.weight * weight)


def _shorter(title: str) -> Iterator[Name]:
    if maker := _MAKER.match(title):
        yield Name(title[maker.end() :], "short", 0.9)
    if initials := _INITIALS.match(title):
        yield Name(initials[0], "short", 0.9)
    parts = [part for part in _BREAK.split(title) if part]
    if len(parts) < 2:
        return
    yield Name(parts[0], "short", 0.9)
    if numbered := _NUMBERED.match(parts[1]):
        yield Name(f"{parts[0]} {numbered[1]}", "short", 0.9)
    if len(parts) > 2:
        yield Name(" ".join(parts[:2]), "short", 0.9)
    for part in (*parts[1:], " ".join(parts[1:])):
        bare = _NUMBERED.sub("", part, count=1)
        if len(bare.split()) > 1:
            yield Name(bare, "subtitle", 0.85)
            yield Name(f"{parts[0]} {bare}", "short", 0.9)


def usual_words(catalogue: Catalogue) -> dict[str, float]:
    """The share of the movies with texts that use a word in lower case."""
    counts: collections.Counter[str] = collections.Counter()
    texts = 0
    for movie in catalogue:
        text = f"{movie.overview} {movie.lead}"
        if text.strip():
            texts += 1
            counts.update(set(re.findall(r"\b[a-z][a-z'-]*\b", text)))
    return {word: count / max(texts, 1) for word, count in counts.items()}
