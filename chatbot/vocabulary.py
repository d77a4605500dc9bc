"""Every word of the lexicons and what it stands for, looked up in a message word by word."""

import dataclasses
from collections.abc import Iterator, Mapping

from chatbot.conversation import Mood
from chatbot.lexicon import COUNTRIES, GENRE_WORDS, LANGUAGES, MOOD_WORDS, REGIONS
from chatbot.scan import Scan
from chatbot.themes import THEMES

_OWN_NAMES = {  # of a language in itself
    **{"français": "fr", "française": "fr", "francais": "fr", "francaise": "fr", "deutsch": "de", "deutscher": "de"},
    **{"deutsche": "de", "español": "es", "española": "es", "italiano": "it", "italiana": "it"},
}
_LONGEST = 4  # words of one term


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """What a word or phrase stands for.

    Attributes:
        genres: a movie has all of these; the last one tells it from the others.
        mood: how it feels.
        language: ISO 639-1 code.
        countries: ISO 3166 codes, one of which it comes from.
        theme: words to search for.
    """

    genres: tuple[str, ...] = ()
    mood: Mood | None = None
    language: str | None = None
    countries: tuple[str, ...] = ()
    theme: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A term in a message, from `start` to `end`."""

    start: int
    end: int
    words: str
    term: Term


def _vocabulary() -> Mapping[str, Term]:
    terms: dict[str, Term] = {}
    for words, mood in MOOD_WORDS.items():
        terms[_key(words)] = Term(mood=mood)
    for words, genres in GENRE_WORDS.items():
        terms[_key(words)] = dataclasses.replace(terms.get(_key(words), Term()), genres=genres)
    for words, country in COUNTRIES.items():
        terms[_key(words)] = Term(countries=(country,))
    for words, countries in REGIONS.items():
        terms[_key(words)] = Term(countries=countries)
    for words, language in LANGUAGES.items():
        terms[_key(words)] = Term(language=language)
    for words, language in _OWN_NAMES.items():
        terms[words] = Term(language=language)
    terms["nouvelle vague"] = Term(language="fr")
    terms["uk"] = terms["brit"] = Term(countries=("GB",))
    terms["usa"] = Term(countries=("US",))
    terms["nollywood"] = Term(countries=("NG",))
    terms["j horror"] = Term(genres=("Horror",), language="ja")
    terms["k horror"] = Term(genres=("Horror",), language="ko")
    terms["hollywood"] = Term(countries=("US",))
    for words in ("nordic noir", "scandi noir"):
        terms[words] = Term(genres=("Crime",), countries=REGIONS["nordic"], theme="murder detective police")
    terms["anime"] = Term(genres=("Animation",), language="ja")
    for words, (theme, genres) in THEMES.items():
        terms[_key(words)] = Term(genres=genres, theme=theme)
    return terms


def _key(words: str) -> str:
    return words.replace("-", " ")


TERMS = _vocabulary()


def find_terms(scan: Scan) -> Iterator[Found]:
    """The terms among what nobody took yet, in order, the longest first where several begin."""
    words = scan.words()
    at = 0
    while at < len(words):
        found = None
        for count in range(min(_LONGEST, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + count - 1].end()
            if count > 1 and not _joined(scan.text[start:end]):
                continue
            key = " ".join(word[0] for word in words[at : at + count])
            if key.endswith("'s"):
                key, end = key[:-2], end - 2
            term = TERMS.get(key) or _singular(key)
            if term is not None and not scan.is_taken(start, end):
                found = Found(start, end, key, term)
                at += count
                break
        if found is None:
            at += 1
        else:
            yield found


def _joined(text: str) -> bool:
    """No punctuation stands between the words of a phrase."""
    return not any(char in text for char in ",.;:!?()\n/")


def _singular(key: str) -> Term | None:
    if key.endswith("s") and not key.endswith("ss"):
        return TERMS.get(key[:-1]) or (TERMS.get(key[:-3] + "y") if key.endswith("ies") else None)
    return None
