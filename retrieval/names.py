"""The names that people use for a movie, in the normal form in which names and texts meet."""

import collections
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from data.movies import Catalogue, Movie

Kind: TypeAlias = Literal["title", "short", "subtitle", "series", "initials", "word"]

ARTICLES = ("the", "a", "an")
_DIGITS = {
    **{"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"},
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"},
    **{"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20"},
}
_FIGURES = {figure: word for word, figure in _DIGITS.items() if len(word) > 2 and word not in ("iii", "vii", "viii")}
_SPELLINGS = {  # British, or short, to the one that stands for both
    **{"colour": "color", "colours": "colors", "grey": "gray", "neighbour": "neighbor", "neighbours": "neighbors"},
    **{"theatre": "theater", "centre": "center", "honour": "honor", "honourable": "honorable", "labour": "labor"},
    **{"harbour": "harbor", "armour": "armor", "humour": "humor", "rumour": "rumor", "favourite": "favorite"},
    **{"defence": "defense", "offence": "offense", "traveller": "traveler", "travelling": "traveling"},
    **{"programme": "program", "pyjamas": "pajamas", "jewellery": "jewelry", "organised": "organized"},
    **{"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth"},
    **{"7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth", "xmas": "christmas"},
}
_LETTERS = str.maketrans({"ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "&": " and "})
PARTS = frozenset(("part", "vol", "volume", "chapter", "episode", "no", "number"))
_BREAK = re.compile(r"\s*(?::| [-–] |,? or:? (?=[A-Z]))\s*")
_NUMBERED = re.compile(r"(?:part|vol\.?|volume|chapter|episode)\s+(\w+)\b[\s:–-]*", re.IGNORECASE)
_MAKER = re.compile(r"(?!The |An? )[\w.]+ [\w.]+['’]s (?=\S+ \S)")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}(?= )")
_TITLES_OF_PEOPLE = {"Dr.": "Doctor", "Mr.": "Mister", "Doctor": "Dr.", "St.": "Saint", "Saint": "St."}
_HEAD = re.compile(
    r"(?:The |An? )?(?!The |An? )(\w[\w'’.-]* \w[\w'’.-]*)(?:['’]s|,| (?:of|with|and|vs\.?|to|in|at|on|for|from)) "
)
_TAIL = re.compile(r" (?:and the|and|of) ((?:[A-Z][\w'’-]+)(?: (?:of|the|[A-Z][\w'’-]+))*? [A-Z][\w'’-]+)$")


class Name(NamedTuple):
    """What a movie is called; `weight` is 1 for its title, less for what is farther from it."""

    text: str
    kind: Kind
    weight: float


def normalised(title: str) -> str:
    """Lower case without accents, punctuation and leading article; "&" is and, numerals after the first word digits."""
    return key_of(plain_words(title))


def plain_words(text: str) -> list[str]:
    """The words in lower case without accents and punctuation; British spellings and "2nd" become the usual ones."""
    text = text.casefold().translate(_LETTERS)
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", re.sub(r"['’`´.·]", "", text)).split()
    return [_SPELLINGS.get(word, word) for word in words]


def key_of(words: Sequence[str]) -> str:
    """The normal form of `plain_words`: no leading article, numerals after the first word as digits, no "part"."""
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    digits = [*words[:1], *(_DIGITS.get(word, word) for word in words[1:])]
    if PARTS.isdisjoint(digits):
        return " ".join(digits)
    ahead = [word[:1].isdecimal() for word in (*digits[1:], "")]
    return " ".join(word for word, number in zip(digits, ahead, strict=False) if word not in PARTS or not number)


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
                changed = title.replace(prefix, other, 1)
                yield Name(changed, "title", 0.95 * weight)
                yield from (Name(name.text, name.kind, 0.9 * name.weight * weight) for name in _shorter(changed))
        first, _, rest = title.partition(" ")
        other = _FIGURES.get(first, "") or _DIGITS.get(first.lower(), "")
        if rest and other and len(first) != len(other):
            yield Name(f"{other} {rest}", "title", 0.95 * weight)
        for name in _shorter(title):
            yield Name(name.text, name.kind, name.weight * weight)


def heads(title: str) -> Iterator[str]:
    """The first two words where they end before "of", "with" or "'s", and the name behind "and the" or "of".

    "Eternal Sunshine" of "Eternal Sunshine of the Spotless Mind", "Temple of Doom" of a title that ends with it.
    """
    if head := _HEAD.match(title):
        yield head[1]
    if tail := _TAIL.search(title):
        yield tail[1]


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


class Words(NamedTuple):
    """The words of the catalogue's texts.

    Attributes:
        usual: the share of the movies with texts that use a word in lower case.
        counts: how many movies' texts have a word, however it is written; by the word in lower case.
    """

    usual: dict[str, float]
    counts: dict[str, int]


def words_of(catalogue: Catalogue) -> Words:
    """The words of all overviews and articles."""
    lower: collections.Counter[str] = collections.Counter()
    counts: collections.Counter[str] = collections.Counter()
    texts = 0
    find = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*").findall
    for movie in catalogue:
        words = set(find(f"{movie.overview} {movie.lead}"))
        texts += bool(words)
        lower.update([word for word in words if word.islower()])
        counts.update({word.lower() for word in words})
    return Words({word: count / texts for word, count in lower.items()}, dict(counts))
