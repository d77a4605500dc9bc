"""The words of a text, and where its sentences end."""

import functools
import re
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.cues import SUBJECTS
from retrieval.names import plain_words

LONG = 5  # letters from which a word that people ask for may be misspelt
_WORD = re.compile(r"[^\W_]+(?:['’.&·-]*[^\W_]+)*!*|&")
_ENDS_SENTENCE = re.compile(r"[;?()\n\"“”]|\.\s")
_ABBREVIATIONS = frozenset("dr mr mrs ms st vol no jr sr vs pt".split())
_SUFFIX = re.compile(r"-(?=(?:like|esque|style|ish|type)\b)")


class Token(NamedTuple):
    """A word of a text as written, its plain words, and whether a sentence may end behind it."""

    start: int
    end: int
    written: str
    plain: tuple[str, ...]
    last: bool


def without_suffixes(text: str) -> str:
    """The text with a space for the hyphen of "Heat-like"; as long as before."""
    return _SUFFIX.sub(" ", text)


def tokens_of(text: str) -> list[Token]:
    """The words of a text, in order."""
    found = list(_WORD.finditer(text))
    tokens = []
    for place, match in enumerate(found):
        plain = tuple(plain_words(match[0]))
        gap = text[match.end() : found[place + 1].start()] if place + 1 < len(found) else ""
        short = match[0].lower().rstrip(".") in _ABBREVIATIONS or "." in match[0] or len(match[0]) == 1
        last = bool(_ENDS_SENTENCE.search(gap)) and not (short and gap.startswith("."))
        tokens.append(Token(match.start(), match.end(), match[0], plain, last))
    return tokens


@functools.lru_cache(maxsize=1024)
def is_subject(word: str) -> bool:
    """The word is one that people ask for, perhaps misspelt."""
    longer = [subject for subject in SUBJECTS if len(subject) > LONG]
    return process.extractOne(word, longer, scorer=OSA.distance, score_cutoff=1 + (len(word) > 7)) is not None
