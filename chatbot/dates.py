"""One year or one decade as people write it: "1994", "'94", "nineteen ninety-four", "the late 60s", "the noughties"."""

import re

from chatbot.lexicon import DECADES

YEAR = r"(?:18[89]\d|19\d\d|20[0-4]\d)"
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16}
_TEENS |= {"seventeen": 17, "eighteen": 18, "nineteen": 19}
_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_SAID = {**_TENS, **_TEENS, **_ONES}
_ONE = "|".join(_ONES)
_TO_99 = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|{'|'.join(_TEENS)}|oh?[ -](?:{_ONE}))\b(?![ -](?:min|hour|year))"
)
_SPELT = (
    rf"(?:nineteen[ -]{_TO_99}|twenty[ -](?:{'|'.join(_TEENS)}|twenty(?:[ -](?:{_ONE}))?|oh[ -](?:{_ONE}))\b"
    rf"(?![ -](?:min|hour|year))|two thousand(?:(?: and|,)? (?:{_ONE}|{'|'.join(_TEENS)})\b)?)"
)
_NO_LENGTH = (
    r"(?![\d'’%.]|s\b|ish| ?-?(?:minutes?|mins?|m|hours?|hrs?|h|years?|yrs?|am|pm|o'clock|films?|movies?|people)\b)"
)
_ONWARDS = r" ?(?:\+|on(?:wards?)?\b|(?:or|and) (?:later|newer|after|up)\b|(?:to|till|until) now\b)"
_TWO = rf"[3-9]\d{_NO_LENGTH}"
SHORT = (  # two digits are a year behind an apostrophe, or where the words around them say so
    rf"(?:'\d\d{_NO_LENGTH}|(?<=[4-9]\d-)'?{_TWO}|(?:(?<=\d\d and )|(?<=\d\d to )|(?<=\d\d - )){_TWO}"
    r"|(?:(?<=before )|(?<=after )|(?<=since )|(?<=until )|(?<=pre-)|(?<=pre )|(?<=post-)|(?<=post )|(?<=born )"
    rf"|(?<=born in )|(?<=year )){_TWO}(?! ?(?:-|to|and) ?\d)"
    rf"|(?:(?<=between )|(?<=from ))[3-9]\d(?= ?(?:-|to|and|until|till) ?'?{_TWO})"
    rf"|(?:(?<=from )|(?<=from around )|(?<=from about )|(?<=circa )){_TWO}(?=$|[.,!?]|{_ONWARDS}))"
)
DECADE = rf"(?:(?:18[89]|19\d|20\d)0'?s|'?(?:[1-9]0|00)(?:'?s|ies)|{'|'.join(DECADES)})"
_PARTS = {  # of a decade: first and last of its ten years
    **dict.fromkeys(("early", "beginning", "start"), (0, 3)),
    **dict.fromkeys(("mid", "middle"), (4, 6)),
    **dict.fromkeys(("late", "end", "tail end"), (7, 9)),
    "first half": (0, 4),
    **dict.fromkeys(("second half", "latter half"), (5, 9)),
}
_THIS_CENTURY = 25  # '24 is of this century, '25 of the last


def one(number: int) -> str:
    """A year or a decade; the names of its groups end in a number."""
    return (
        rf"(?:the (?:years? )?)?(?:(?P<year{number}>{YEAR}(?!'?s)|{_SPELT}(?!s)|{SHORT})"
        rf"|(?:(?:very )?(?P<part{number}>{'|'.join(_PARTS)})(?:(?:[ -]to[ -]|[/-])(?P<upto{number}>mid|late))?"
        rf"(?: part)?(?: of)?[ -])?(?:the )?(?:nineteen[ -])?(?P<decade{number}>{DECADE})"
        rf"|(?P<thousand{number}>(?:new )?millennium))"
    )


def years_of(match: re.Match[str], number: int) -> tuple[int, int]:
    """First and last year of the year or decade that `one(number)` matched."""
    if match[f"year{number}"]:
        year = year_of(match[f"year{number}"])
        return year, year
    if match[f"thousand{number}"]:
        return 2000, 2000
    start = decade_of(match[f"decade{number}"])
    first, last = _PARTS.get(match[f"part{number}"] or "", (0, 9))
    return start + first, start + _PARTS.get(match[f"upto{number}"] or "", (0, last))[1]


def year_of(said: str) -> int:
    """A year in four digits, in two, or in words."""
    digits = said.lstrip("'")
    if digits.isdigit():
        return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < _THIS_CENTURY else 1900)
    head, *rest = re.split(r"[ ,-]+", said)
    century = 1900 if head == "nineteen" else 2000
    return century + sum(_SAID.get(word, 0) for word in (rest[1:] if head == "two" else rest))


def decade_of(said: str) -> int:
    """The first year of a decade in digits or in words."""
    digits = re.sub(r"\D", "", said) if said not in DECADES else ""
    if len(digits) == 4:
        return int(digits)
    number = int(digits) if digits else DECADES[said]
    return 2000 + number if number in (0, 10) else 1900 + number
