"""What a sentence claims in figures: years, decades, running times, ratings; each with its place in the sentence."""

import dataclasses
import re
from collections.abc import Iterator

from chatbot.lexicon import DECADES
from data.movies import Movie

_UNITS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17},
    **{"eighteen": 18, "nineteen": 19},
    **{"zwei": 2, "drei": 3, "vier": 4, "deux": 2, "trois": 3, "quatre": 4, "dos": 2, "tres": 3, "cuatro": 4, "due": 2},
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = (
    rf"(?:(?:a|one|two) hundred(?: and)? ?)?(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS)}))?|{'|'.join(_UNITS)})"
    r"|(?:a|one|two) hundred"
)
NUMBER = rf"(?:\d+(?:[.,]\d+)?|{_WORDS})"
_MIN = r"(?:minutes?|mins?\b|min\b|minuten?|minutos?|minuti)"
_RUNTIME = re.compile(
    rf"\b(?:(?P<hours>{NUMBER}|an|a|half an|a half|eine|une|una)(?P<plus>[ -]and[ -]a[ -](?:half|quarter))?[ -]?"
    r"(?:hours?|hrs?|h|stunden?|heures?|horas?|ore)\b(?!\w)"
    rf"(?:,? ?(?:and )?(?:(?P<part>a (?:half|quarter))|(?P<more>{NUMBER})[ -]?(?:{_MIN}|m\b)?))?"
    rf"|(?P<compact>\d)h(?P<rest>\d\d)\b|(?P<minutes>{NUMBER})[ -]?{_MIN})(?!\w)",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\b(?:(?P<just_under>just under|a little under|slightly under|nearly|almost|close to|not quite)"
    r"|(?P<just_over>just over|a little over|slightly over|a bit over|little more than)"
    r"|(?P<most>under|less than|below|within|at most|no more than|shorter than|up to|not over)"
    r"|(?P<least>over|more than|above|at least|longer than)"
    r"|(?P<about>about|around|roughly|approximately|some|circa))\s+(?:a |the )?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(18[89]\d|19\d\d|20\d\d)(?:(['’]?s)\b)?(?!\d)")
_DECADE = re.compile(rf"(?<![\w’'])['’]?([1-9]0)['’]?s\b|\b({'|'.join(DECADES)})\b", re.IGNORECASE)
_PERIOD = re.compile(r"\b(early|mid|late)[- ](?:the )?['’]?$", re.IGNORECASE)
_RATING = re.compile(
    rf"(?P<value>(?!one\b){NUMBER})\s*(?:/|out of|of)\s*(?P<top>5|10|100|five|ten)\b"
    r"|(?:\d(?:[.,]\d)?|three|four|five)(?: and a half)?[ -]stars?\b|[★⭐]"
    rf"|(?:{NUMBER})\s*(?:%|percent|per cent)",
    re.IGNORECASE,
)
_NEAR, _JUST, _ROUND = 10, 20, 3  # minutes that "about two hours", "nearly two hours" and "ninety minutes" may be off


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """A figure at `span`: what it says, and `holds_of` which movies."""

    kind: str
    span: tuple[int, int]
    low: float
    high: float

    def holds_of(self, movie: Movie) -> bool:
        """The catalogue says so of the movie; False where it does not know."""
        known = {"year": movie.year, "runtime": movie.runtime_minutes, "rating": movie.vote_average}[self.kind]
        return known is not None and self.low <= known <= self.high


def claims(text: str) -> Iterator[Claim]:
    """The figures of a sentence, running times before years and ratings; what matches none of them is left out."""
    for match in _RATING.finditer(text):
        value = number(match["value"]) if match["value"] and match["top"] in ("10", "ten") else None
        low, high = (value - 0.0501, value + 0.0501) if value is not None else (1.0, 0.0)
        yield Claim("rating", match.span(), low, high)
    for match in _RUNTIME.finditer(text):
        low, high = _minutes(match, text)
        yield Claim("runtime", match.span(), low, high)
    for match in _YEAR.finditer(text):
        year = int(match[1])
        if match[2]:
            yield Claim("year", match.span(), *_decade(text, match.start(), year))
        else:
            yield Claim("year", match.span(), year, year)
    for match in _DECADE.finditer(text):
        tens = int(match[1]) if match[1] else DECADES[match[2].lower()]
        yield Claim("year", match.span(), *_decade(text, match.start(), (2000 if tens in (0, 10) else 1900) + tens))


def _decade(text: str, start: int, first: int) -> tuple[int, int]:
    period = _PERIOD.search(text[max(0, start - 10) : start])
    part = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}[period[1].lower()] if period else (0, 9)
    return first + part[0], first + part[1]


def _minutes(match: re.Match[str], text: str) -> tuple[float, float]:
    """Shortest and longest running time that the words allow, in minutes."""
    exact = True
    if match["compact"]:
        value = 60 * int(match["compact"]) + int(match["rest"])
    elif match["minutes"]:
        value = int(number(match["minutes"]))
        exact = match["minutes"].isdigit()
    else:
        hours = match["hours"].lower()
        value = 30 if "half" in hours else 60 if hours in ("a", "an", "eine", "une", "una") else int(60 * number(hours))
        for part in (match["plus"], match["part"]):
            value += 30 if part and "half" in part else 15 if part else 0
        value += int(number(match["more"])) if match["more"] else 0
        exact = bool(match["more"] and match["more"].isdigit())
    slack = 1 if exact else _ROUND if match["minutes"] else _NEAR
    qualifier = _QUALIFIER.search(text[max(0, match.start() - 30) : match.start()])
    bounds = {
        "just_under": (value - _JUST, value),
        "just_over": (value, value + _JUST),
        "most": (0, value),
        "least": (value, 10_000),
        "about": (value - _NEAR, value + _NEAR),
    }
    return bounds[qualifier.lastgroup or "about"] if qualifier else (value - slack, value + slack)


def number(text: str) -> float:
    """The value of digits, or of a number in words up to 299."""
    text = text.lower()
    if text[0].isdigit():
        return float(text.replace(",", "."))
    words = text.replace("-", " ").split()
    hundreds = (2 if words[0] == "two" else 1) * 100 if "hundred" in words else 0
    rest = words[words.index("hundred") + 1 :] if hundreds else words
    return float(hundreds + sum(_TENS.get(word, 0) + _UNITS.get(word, 0) for word in rest))
