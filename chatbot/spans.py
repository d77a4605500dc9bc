"""Years and runtimes as people say them: "the 90s", "between 1990 and 1995", "about ninety minutes"."""

import re
from typing import TypeAlias

from chatbot.lexicon import DECADES, NUMBERS
from chatbot.scan import Scan

YEAR = r"(?:18[89]\d|19\d\d|20[0-4]\d)"
DECADE = rf"(?:the )?(?:(?:early|mid|late)[ -])?(?:(18[89]|19\d|20\d)0'?s|'?([1-9]0)'?s|({'|'.join(DECADES)}))"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(NUMBERS)})"
_HOURS = (
    rf"(?P<hours>{_NUMBER})(?: and)?(?: ?(?P<half>a half))?(?: an)? ?-?(?:hours?|hrs?|h)"
    r"(?: ?(?:and )?(?P<rest>a half|half|\d{1,2})(?: ?(?:minutes?|mins?|m))?)?"
)
_TENS = "|".join(word for word, number in NUMBERS.items() if number >= 10 and word != "half")
_MINUTES = rf"(?P<minutes>(?:\d{{2,3}}|{_TENS}))(?: ?-?(?:minutes?|mins?|m))"
_AT_MOST = (
    r"(?:in under|(?<!not )under|below|less than|at most|no more than|not more than|maximum|max|up to|within"
    r"|shorter than|no longer than|not longer than|not over|not above"
    r"|(?:i|we)(?: only| just)? (?:have|got)(?: only| just| about)?"
    r"|(?:i've|we've)(?: only| just)? got(?: only| just| about)?)"
)
_AT_LEAST = (
    r"(?:(?<!not )(?:over|above)|(?<!no )(?<!not )(?:more|longer) than|at least|minimum|min|no shorter than"
    r"|no less than|not under)"
)
_ABOUT = r"(?:about|around|roughly|approximately|circa|some|near|close to)"


_YEARS = (  # pattern of one year, what it adds to the year to give the first and the last that are meant
    (rf"(?:until|till|up to|no newer than|not newer than|no later than) ({YEAR})", None, 0),
    (rf"({YEAR}) (?:or|and) (?:earlier|older|before)", None, 0),
    (rf"(?:from |since )?({YEAR})(?: on(?:wards?)?| (?:or|and) (?:later|newer|after|up))", 0, None),
    (rf"(?:since|no older than|not older than|no earlier than) ({YEAR})", 0, None),
    (rf"(?:from )?(?:before|prior to|earlier than|pre-?|older than) ?({YEAR})", None, -1),
    (rf"(?:from )?(?:after|post-?|later than|newer than|more recent than) ?({YEAR})", 1, None),
)
Bounds: TypeAlias = tuple[int | None, int | None]


def read_years(scan: Scan, newest: int) -> Bounds:
    """First and last year that the message asks for, inclusive; None where it sets no bound.

    Args:
        scan: the message.
        newest: the catalogue's last year, from which "the last ten years" counts back.
    """
    for match in scan.take(rf"(?:from |between |in )?({YEAR})(?: ?(?:-|\u2013|to|and|until|till) ?)({YEAR})"):
        first, last = sorted((int(match[1]), int(match[2])))
        return first, last
    bounds = _decade_bounds(scan)
    if bounds is not None:
        return bounds
    years = rf"(\d{{1,2}}|{'|'.join(NUMBERS)}) (?:years?|(decades?))"
    ago = rf"(?:(?:from|of|in|within) )?(?:the )?(?:last|past) (?:{years}|(decade))|not? older than {years}(?: old)?"
    for match in scan.take(f"(?:{ago})"):
        amount = match[1] or match[4] or "ten"
        count = int(_number(amount)) * (10 if match[2] or match[5] else 1)
        return max(newest - count, 1890), None
    low: int | None = None
    high: int | None = None
    for pattern, after_first, after_last in _YEARS:
        for match in scan.take(pattern):
            low = int(match[1]) + after_first if after_first is not None else low
            high = int(match[1]) + after_last if after_last is not None else high
    if (low, high) != (None, None):
        return ordered(low, high)
    for match in scan.take(rf"(?:from |in |of |made in |released in |the year )*({YEAR})"):
        return int(match[1]), int(match[1])
    return None, None


def ordered(low: int | None, high: int | None) -> Bounds:
    """The bounds as they are said; the lower is dropped where they leave nothing."""
    return (None, high) if low is not None and high is not None and low > high else (low, high)


def _decade_bounds(scan: Scan) -> Bounds | None:
    cue = r"(?:(before|after|since|pre|post|older than|newer than)[ -])?(?:from |of |in )?"
    first, last, how = None, None, None
    for match in scan.take(rf"{cue}{DECADE}(?: (?:and|or|to|through) {DECADE})?"):
        start = _decade(match[2], match[3], match[4])
        end = _decade(match[5], match[6], match[7]) if match[5] or match[6] or match[7] else start
        how = how or match[1]
        low, high = sorted((start, end))
        part = (low + (7 if "late" in match[0] else 0), high + (3 if "early" in match[0] else 9))
        first = part[0] if first is None else min(first, part[0])
        last = part[1] if last is None else max(last, part[1])
    if first is None or last is None:
        return None
    if how in ("before", "pre", "older than"):
        return None, first - 1
    if how in ("after", "post", "newer than"):
        return last + 1, None
    return (first, None) if how == "since" else (first, last)


def _decade(century: str | None, tens: str | None, word: str | None) -> int:
    if century:
        return int(century) * 10
    number = int(tens) if tens else DECADES[word or ""]
    return 2000 + number if number in (0, 10) else 1900 + number


def read_runtime(scan: Scan) -> Bounds:
    """Shortest and longest runtime in minutes that the message asks for; None where it sets no bound."""
    for match in scan.take(
        r"(?:between |from )?(\d{2,3}) ?(?:-|\u2013|to|and) ?(\d{2,3}) ?-?(?:minutes?|mins?|m)(?: long)?"
    ):
        first, last = sorted((int(match[1]), int(match[2])))
        return first, last
    low: int | None = None
    high: int | None = None
    for amount in (_HOURS, _MINUTES):
        for pattern in (
            rf"{_AT_MOST} {amount}(?: long)?",
            rf"{amount} (?:or less|or shorter|or under|at most|max(?:imum)?|tops)",
        ):
            for match in scan.take(pattern):
                high = _minutes(match)
        for pattern in (rf"{_AT_LEAST} {amount}(?: long)?", rf"{amount} (?:or more|or longer|at least|plus)"):
            for match in scan.take(pattern):
                low = _minutes(match)
        for match in scan.take(rf"(?:{_ABOUT} )?{amount}(?: long)?"):
            if (low, high) == (None, None):
                low, high = max(_minutes(match) - 15, 1), _minutes(match) + 15
    if (low, high) != (None, None):
        return ordered(low, high)
    refused = r"(?:not|nothing|isn't|neither|nor|never|don't want (?:it|anything)|shouldn't be|can't be)"
    if scan.take(rf"{refused} (?:be )?(?:too|very|so|overly|that) long"):
        return None, 120
    if scan.take(rf"{refused} (?:be )?(?:too|very|so|that) short"):
        return 90, None
    kind = r"(?:one|movie|film|flick|watch|comedy|thriller|drama|epic)"
    if scan.take(rf"short(?=(?: [\w-]+)? {kind})|(?:something |a )?(?:short|quick)(?= |$|[.,!?])(?! story| stories)"):
        return None, 95
    if scan.take(rf"(?:something |a )?long(?= (?:[\w-]+ )?{kind})|something long"):
        return 135, None
    return None, None


def _minutes(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("minutes"):
        return int(_number(groups["minutes"]))
    minutes = 30 if groups["hours"] == "half" else 60 * _number(groups["hours"])
    if groups["half"]:
        minutes += 30
    rest = groups["rest"]
    if rest:
        minutes += 30 if "half" in rest else int(rest)
    return int(minutes)


def _number(text: str) -> float:
    return float(NUMBERS[text]) if text in NUMBERS else float(text.replace(",", "."))
