"""Runtimes as people say them: "under two hours", "about ninety minutes", "before ten, it's eight now"."""

import re
from typing import TypeAlias

from chatbot.lengths import in_words
from chatbot.lexicon import NUMBERS
from chatbot.scan import Scan, either

Bounds: TypeAlias = tuple[int | None, int | None]

AROUND = 15  # minutes on each side of "about ninety minutes"

_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS = "|".join(word for word, number in NUMBERS.items() if number >= 10 and word not in ("half", "hundred", "dozen"))
_SPELT = rf"(?:(?:an? |one )?hundred(?: and (?:{_TENS}))?|(?:{_TENS})(?:[ -]{_UNITS})?)"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(word for word in NUMBERS if word not in ('few', 'half'))}|half)"
_HOURS = (
    rf"(?P<hours>{_NUMBER})(?:[ -]and)?(?:[ -]?(?P<half>a[ -]half|a[ -]quarter|three[ -]quarters))?"
    r"(?: an)?[ -]?(?P<plus>\+ ?)?(?:hours?|hrs?"
    rf"|h)(?![a-z])"
    rf"(?: ?(?:and )?(?P<rest>a half|half|a quarter|three quarters|\d{{1,2}}|{_TENS})(?:[ -](?P<unit>{_UNITS}))?"
    r"(?:[ -]?(?:minutes?|mins?|m)(?![a-z])|(?![\w:])))?(?P<beyond> ?\+)?"
)
_HOUR_AND_HALF = r"(?P<bare>hour) and (?:a )?half"
_CLOCKED = r"(?P<clock>[1-4]:[0-5]\d)(?! ?(?:am|pm|o'clock))(?: hours?)?"
_MINUTES = rf"(?P<minutes>(?:\d{{2,3}}|{_SPELT}))(?:[ -]?ish)?(?P<more>\+)?[ -]?(?:minutes?|mins?|m)(?![a-z])"
_AMOUNTS = (_HOURS, _MINUTES, _CLOCKED, _HOUR_AND_HALF)
_LESS = r"(?:in under|under|below|(?:less|fewer|shorter) than)"
_MORE = r"(?:over|above|beyond|past|exceed(?:s|ing)?|(?:more|longer) than)"
_NEGATED = re.compile(
    r"(?:\b(?:no|not|nothing|nor|never|cannot|hates?|avoid|without|none|neither)|n't)\b(?: (?:any|an? (?:single"
    r" )?(?:minute|second|moment)|much|go|going"
    r"|goes|run|last|be"
    r"|anything|films?|movies?|that|which|drags?|on|for|lasts|stand|want|sit|still|through|have|got|spend|spare"
    r"|watch|even|me|him|her|us|do|handle|take|time|it|to|something|is|are"
    r"|goes on|the|of|them|those|these|wants?|or|nor|older|newer|than|\d{4}|should|must|can|will|over))* $"
)
_AT_MOST = either(
    *(
        "at (?:the )?(?:very )?most",
        "within",
        "up to",
        "sub",
        "max(?:imum)?(?: (?:length|runtime|running time|duration))?:?(?: of)?",
        "limit of",
    ),
    "(?:only |just |about )*(?:have|has|got|spare)(?: only| just| about)?",
    *("(?:end|finish|be over|wrap up|be done) (?:with)?in", "make (?:it|that)(?= \\w+[ -](?:hour|minute))"),
    r"(?:(?:my|our|the|a) )*(?:(?:train|plane|bus|car|boat|lunch|long) )*(?:ride|flight|journey|trip|drive"
    r"|layover|break|commute|nap)(?: (?:takes|is|lasts|of|will be|ahead))*[ ,]*(?:about|for)?",
    *("(?:for|in) the next", "(?:leaves|bus|train|taxi|lift|bed|dinner|comes?|arrives?|departs?) (?:is |here )?in"),
    *("(?:train|plane|flight|bus|coach|boat|ferry) for", "(?:is |'s |be )?over in", "cut off at"),
    *("(?:falls?|fell) asleep after", "bedtime(?: is|'s)?(?: in)?", "(?:asleep|out|done|gone) (?:with)?in"),
)
_AT_LEAST = either("at least", "upwards of", "minimum(?: of)?", "min")

_AT_MOST_AFTER = either(
    *(
        "or (?:less|shorter|under|so max|fewer)",
        "(?:at (?:the )?(?:very )?most|max(?:imum)?|tops|or under|limit|ceiling)",
    ),
    "to (?:kill|spare|fill)",
    "(?:(?:is|are|would be) )?(?:fine|ok|okay|alright|no problem|doable|my limit)",
    "(?:train |bus |plane )?(?:ride|flight|journey|trip|drive|layover|break|commute|slot|window)",
    "(?:left|free|before|until|and (?:no|not a minute) (?:more|longer)|no(?:t)? (?:more|longer))",
)
_AT_LEAST_AFTER = either("or (?:more|longer|over)", "at least", "plus", "minimum", "and (?:up|more)")
_FIRST = rf"(?:\d{{1,3}}(?:[.,]\d)?|{_SPELT}|{_UNITS}(?: and a half)?)"
_UNITED = (
    rf"(?:(?P<h>(?:\d(?:[.,]\d)?|{_UNITS})(?: and a half)?)[ -]?(?:hours?|hrs?|h)"
    rf"|(?P<m>\d{{2,3}}|{_SPELT})[ -]?(?:minutes?|mins?|m))(?: long)?"
)
_BARE = r"(?P<minutes>[5-9]\d|1\d\d|2[0-4]\d)(?=$|[.,;!?)]| (?:please|pls|and|but|if|or|thanks)\b)"
_AT_MOST_BARE = r"(?:at (?:the )?most|max(?:imum)?|up to|no more than)"
_ALONE = r"(?=\W*$|[,;!?)]|\. | (?:and|but|please|or|if|with|without|no|not|though|thanks|from|by)\b)"
_SHORTEST, _LONGEST = 60, 240  # minutes that a number without a unit may mean
_REACH = 40  # characters after "between" in which the two amounts stand
_ABOUT = r"(?:about|around|roughly|approximately|circa|some|near|close to|more or less)"
_REFUSED = r"(?:no|not an?|nothing|never an?|don't want an?|avoid)(?: more)?"
_HOUR = rf"(?:\d{{1,2}}|{_UNITS}|ten|eleven|twelve|midnight|noon)"
_CLOCK = (
    r"(?:(?P<past>half(?: past)?|(?:(?:a )?quarter|five|ten|twenty(?:[ -]five)?) (?:past|to)) )?"
    rf"(?P<hour>{_HOUR})(?:[:.](?P<minute>[0-5]\d)|"
    r" (?P<spelt>fifteen|thirty|forty[ -]five))?(?: ?(?:pm|am|p\.m\.|a\.m\.|o'clock))?(?! ?(?:min|hour|year"
    r"|\w*ies|h\b))"
)
_NOW = (
    rf"(?:it'?s|it is|now it's|time is|currently|start(?:ing)? (?:now )?at|from) (?:already |now |about "
    rf"|almost |just )*{_CLOCK}(?: now)?"
)
_END = (
    r"(?:(?:finish|done|over|end|bed|leave|ends?|stop|asleep|up|out|sleep|starts?|home|go|back|there|finished)\b"
    rf"(?: it)?(?: (?:in bed|asleep))? )?(?:before|by|until|till|at|to|past) {_CLOCK}"
)


def read_runtime(scan: Scan, limited: bool = False) -> Bounds:
    """Shortest and longest runtime in minutes that the message asks for; None where it sets no bound.

    Args:
        scan: the message.
        limited: a longest runtime is set already, so that a bare amount moves it.
    """
    until = _until(scan)
    if until is not None:
        return None, until
    for match in scan.take(
        r"(?:between |from )?(\d{2,3}) ?(?:-|\u2013|to|and) ?(\d{2,3}) ?-?(?:minutes?|mins?|m)(?: long)?"
    ):
        first, last = sorted((int(match[1]), int(match[2])))
        return first, last
    between = _between(scan) or _range(scan)
    if between is not None:
        return between
    bounds = _amounts(scan, limited)
    if bounds == (None, None):
        bounds = _bare(scan, limited)
    return bounds if bounds != (None, None) else in_words(scan)


def _bare(scan: Scan, limited: bool) -> Bounds:
    """A limit without its unit: "under 110" is in minutes, "max 2" in hours where lengths are spoken of."""
    for match in scan.take(rf"(?:{_LESS}|{_MORE}|{_AT_MOST_BARE}) (?P<minutes>\d{{2,3}}){_ALONE}"):
        if _SHORTEST <= int(match["minutes"]) <= _LONGEST:
            is_most = re.match(_MORE, match[0]) is None or _is_negated(scan, match)
            return (None, int(match["minutes"])) if is_most else (int(match["minutes"]), None)
    if limited or re.search(r"\b(?:long|length|runtime|short|hours?)\b", scan.text):
        for match in scan.take(rf"(?:{_LESS}|{_AT_MOST_BARE}) (?P<most>[1-4](?:[.,]5)?){_ALONE}"):
            return None, int(60 * _number(match["most"]))
        for match in scan.take(rf"(?P<most>[1-4](?:[.,]5)?) (?:max|tops|at (?:the )?most){_ALONE}"):
            return None, int(60 * _number(match["most"]))
    return None, None


def _between(scan: Scan) -> Bounds | None:
    """Two amounts after "between", in whatever words."""
    for start in (match.end() for match in scan.find("between")):
        for cut in re.finditer(" (?:and|to) ", scan.text[start : start + _REACH]):
            sides = (scan.text[start : start + cut.start()].strip(), scan.text[start + cut.end() :])
            first = next((found for amount in _AMOUNTS if (found := re.fullmatch(amount, sides[0]))), None)
            second = next((found for amount in _AMOUNTS if (found := re.match(amount, sides[1]))), None)
            if first and second and _minutes(first) < _minutes(second):
                scan.mark(start - len("between"), start + cut.end() + second.end())
                return _minutes(first), _minutes(second)
    return None


def _range(scan: Scan) -> Bounds | None:
    """Two amounts, of which the first may lack its unit: "1h45 to 2h15", "one and a half to two hours", "1.5 - 2 h"."""
    for amount in _AMOUNTS:
        for match in re.finditer(rf"(?<![\w-]){amount} ?(?:-|\u2013|to) ?(?=\d|{_UNITS})", scan.text):
            other_end = next(
                (found for other in _AMOUNTS if (found := re.compile(other).match(scan.text, match.end()))), None
            )
            if other_end is None or scan.is_taken(match.start(), other_end.end()):
                continue
            if _minutes(match) < _minutes(other_end):
                scan.mark(match.start(), other_end.end())
                return _minutes(match), _minutes(other_end)
    for match in scan.find(rf"(?:(?P<two>between) |from )?(?P<first>{_FIRST}) ?(?P<join>-|\u2013|to|and) ?{_UNITED}"):
        if match["join"] == "and" and not match["two"]:
            continue
        per, last = (1, _count(match["m"])) if match["m"] else (60, int(60 * _halves(match["h"])))
        first = _count(match["first"]) if match["m"] else int(60 * _halves(match["first"]))
        if per <= first < last:
            scan.mark(*match.span())
            return first, last
    return None


def _halves(text: str) -> float:
    """A number of hours, with or without a half: "one and a half"."""
    return _number(text.split()[0]) + (0.5 if text.endswith("half") else 0.0)


def _amounts(scan: Scan, limited: bool) -> Bounds:
    low: int | None = None
    high: int | None = None
    for amount in _AMOUNTS:
        for match in scan.take(f"{_LESS}[ -](?:an? |the |about |around )?{amount}(?: long| mark)?"):
            low, high = (_minutes(match), high) if _is_negated(scan, match) else (low, _minutes(match))
        for match in scan.take(f"{_MORE} (?:the |about |around )?{amount}(?: long| mark)?"):
            low, high = (low, _minutes(match)) if _is_negated(scan, match) else (_minutes(match), high)
        for match in scan.take(f"{_AT_MOST}[ -](?:an? |the |about |around )?{amount}(?: long| mark)?"):
            high = _minutes(match)
        for match in scan.take(f"{amount},? {_AT_MOST_AFTER}"):
            high = _minutes(match)
        for match in scan.take(f"{_AT_LEAST} (?:about )?{amount}(?: long)?"):
            low = _minutes(match)
        for match in scan.take(f"{amount},? {_AT_LEAST_AFTER}"):
            low = _minutes(match)
        for match in scan.take(rf"(?:{_REFUSED} )?(?:{_ABOUT} )?{amount}(?:[ -]long|[ -]?ish| or so)?"):
            groups = match.groupdict()
            if re.match(_REFUSED, match[0]) or _is_negated(scan, match):
                high = _minutes(match) - 1
            elif groups.get("plus") or groups.get("beyond") or groups.get("more"):
                low = _minutes(match)
            elif limited:
                high = _minutes(match)
            elif (low, high) == (None, None):
                low, high = max(_minutes(match) - AROUND, 1), _minutes(match) + AROUND
    if (low, high) != (None, None):  # "longer than two hours but shorter than three"
        for match in scan.take(rf"(?:(?P<less>{_LESS})|(?P<more>{_MORE})) ?(?P<hours>{_UNITS}|\d)(?=$|[.,;!?)])"):
            if match["less"] or match["more"]:
                bound = int(60 * _number(match["hours"]))
                low, high = (low, bound) if match["less"] else (bound, high)
    for match in scan.take(rf"(?:{_LESS}|max|at most|no more than|up to) {_BARE}"):
        high = _minutes(match)
    return (None, high) if low is not None and high is not None and low > high else (low, high)


def _is_negated(scan: Scan, match: re.Match[str]) -> bool:
    return _NEGATED.search(scan.text[: match.start()]) is not None


def _minutes(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("minutes"):
        return _count(groups["minutes"])
    if groups.get("bare"):
        return 90
    if groups.get("clock"):
        hours, rest = groups["clock"].split(":")
        return 60 * int(hours) + int(rest)
    minutes = 30 if groups["hours"] == "half" else 60 * _number(groups["hours"])
    if groups["half"]:
        minutes += 30 if "half" in groups["half"] else 45 if "three" in groups["half"] else 15
    rest = groups["rest"]
    if rest:
        minutes += 30 if "half" in rest else (45 if "three" in rest else 15) if "quarter" in rest else _count(rest)
    return int(minutes) + (NUMBERS[groups["unit"]] if groups["unit"] else 0)


def _number(text: str) -> float:
    return float(NUMBERS[text]) if text in NUMBERS else float(text.replace(",", "."))


def _count(text: str) -> int:
    """A whole number in digits or words up to 199."""
    if text.isdigit():
        return int(text)
    words = [word for word in re.split(r"[ -]", text) if word not in ("and", "a", "an")]
    return sum(NUMBERS[word] for word in words if not (word == "one" and "hundred" in words))


def _until(scan: Scan) -> int | None:
    """The minutes from now until the person must stop, where they tell both times of the clock."""
    if not re.search(r"\b(?:before|by|until|till|at|to|past)\b", scan.text):
        return None
    for now in (*scan.find(_NOW), *scan.find(rf"{_CLOCK} (?:right )?now")):
        for end in scan.find(_END):
            if end.start("hour") == now.start("hour"):
                continue
            minutes = (_time(end) - _time(now)) % (12 * 60)
            if 20 <= minutes <= 360:
                scan.mark(*now.span())
                scan.mark(*end.span())
                return minutes
    return None


def _time(match: re.Match[str]) -> int:
    hour = 0 if match["hour"] in ("midnight", "noon") else int(_number(match["hour"])) % 12
    minute = int(match["minute"] or 0) + (_count(match["spelt"]) if match["spelt"] else 0)
    past = match["past"] or ""
    if past.startswith("half"):
        return 60 * hour + 30
    if past:
        away = 15 if "quarter" in past else sum(NUMBERS[word] for word in re.split(r"[ -]", past)[:-1])
        return 60 * hour + (away if past.endswith("past") else -away)
    return 60 * hour + minute
