"""Years as people say them: "the 90s", "between 1990 and 1995", "before I was born - 1980", "the silent era"."""

import re

from chatbot.dates import DECADE, decade_of, one, years_of
from chatbot.eras import ERAS, Bounds
from chatbot.lexicon import NUMBERS
from chatbot.lifetime import read_lifetime
from chatbot.scan import Scan, either

AROUND = 3  # years on each side of "around 1970"

_BLACK_AND_WHITE = r"(?:in )?(?:black[ -](?:and|&)[ -]white|b ?& ?w|b/w|monochrome)"
_LAST_BLACK_AND_WHITE = 1966
_MODERN_GREY = re.compile(rf"\b(?:modern|recent|contemporary|new(?:er)?|latest)\b[^.;!?]{{0,25}} {_BLACK_AND_WHITE}\b")

_BEFORE = either(
    *(
        "before",
        "prior to",
        "(?:earlier|older) than",
        r"pre-?(?:dat(?:e|es|ing))?",
        "anything before",
        r"(?:that |the )?(?:other|wrong) side of",
    ),
)
_UNTIL = either(
    r"(?:(?:nothing|not|no|never|none|don't want anything) (?:(?:made|released|from) )?(?:newer than|later than"
    r"|after))",
    *("(?:up )?(?:until|till)", "up to", "at the latest", "latest", "through to"),
)
_AFTER = either("after", "(?:later|newer|more recent|younger) than", r"post-?(?:dat(?:e|es|ing))?", "past")
_SINCE = either(
    r"(?:(?:nothing|not|no|never|none|don't want anything) (?:(?:made|released|from) )?(?:older than"
    r"|earlier than|before))",
    *("this side of", "the (?:near|right|good) side of", "as of"),
    *("at least", "since", "starting (?:from|in)", "from at least", "at least from"),
)
_NEAR = either(
    "(?:some(?:where|time) )?around", "circa", "(?<!what )(?<!how )about", "roughly", "approximately", "near", "c\\."
)
_CUE = (
    rf"(?:(?:(?P<until>{_UNTIL})|(?P<since>{_SINCE})|(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<near>{_NEAR})"
    r"|(?P<from>from|in|of|made in|released in|out in|between|during))[ -]?)?"
)
_ON = (
    r"(?:(?: ?(?:onwards?|on)| ?(?:to|until|till|and|-) (?:now|today|date|(?:the )?present(?: day)?)| (?:or"
    r"|and) (?:later|newer|after|up|above|beyond|more recent))\b| ?\+)"
)
_BACK = r"(?: (?:or|and) (?:earlier|older|before|below)\b)"
_SO = r"(?:[ -]?ish\b| or (?:so|thereabouts)\b| give or take)"


_SPAN = rf"{_CUE}{one(1)}(?:(?P<join> ?(?:-|\u2013|/|&|to|and|or|through|until|till) ?){one(2)})?" + (
    rf"(?:(?P<on>{_ON})|(?P<back>{_BACK}| at the latest\b)|(?P<so>{_SO}))?"
)
_REFUSED = re.compile(
    r"\b(?:(?:any|every)thing (?:but|except)|not?|nothing|never|nor|neither|except(?: for)?|avoid|isn't"
    r"|without)(?: (?:anything|from|in|the|of))* $"
)
_NONE = re.compile(
    r"(?:\b(?:no|not|nothing|never|none|neither|nobody|avoid|without|hates?)|n't)\b(?: (?:be|any|anything|films?"
    r"|movies?"
    r"|ones|of|us|them|these|those|wants?|likes?|should|must|stuff|from|made|released"
    r"|watch|see|to|show|me|give|us|it|that|which|is|are|was|were|too|much))* $"
)
_OUT = re.compile(
    r"(?:\b(?:(?:any|every)(?:thing| decade| year| era)? (?:but|except|bar|other than)|(?<!why )(?<!if )not|no|nothing"
    r"|never|except(?: for)?|avoid|without|skip|neither|nor|hates?)|(?:is|are|do|does|wo|should|was|were)n't|cannot)\b"
    r"(?: (?:anything|any|films?|movies?|ones?|stuff|made|be|being|it's|it|really|from|in|the|of|want|like|a|an"
    r"|please))* $"
)
_AND_ALSO = re.compile(r",? ?(?:(?:and|or|nor) )?(?:not )?(?:(?:from|in|the) )*")
_AMOUNT = rf"(?P<amount>\d{{1,2}}|{'|'.join(NUMBERS)})"
_LAST = rf"(?:(?:from|of|in|within|made in) )?(?:the )?(?:last|past) (?:{_AMOUNT} )?(?P<unit>years|decades?)(?! of\b)"
_AGED = (
    rf"(?:(?P<old>at least|more than|over|older than)|(?P<young>less than|under|no(?:t|thing)? (?:more"
    rf"|older) than|within))"
    rf" {_AMOUNT} (?P<unit>years?|decades?)(?: old| ago)?"
)
_THAT_OLD = (
    r"(?:films?|movies?|ones?|something|anything)(?: (?:that|which|thats|that's))?(?:'s| is| are)?"
    r" (?:about |around |roughly |some |almost |nearly )?(?P<amount>[1-9]\d|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty)"
    r" (?P<unit>years) old"
)
_AGO = rf"(?:(?:from|of|about|around|some|roughly) )*{_AMOUNT}(?: or so)? (?P<unit>years|decades) (?:ago|back)"
_OWN_AGE = rf"in (?:his|her|their|my|our|your) (?:(?:early|mid|late)[ -])?{DECADE}"
_NOT_OLD = (
    r"(?:not|nothing|never|don't|do not|doesn't|isn't|aren't|dont)(?: (?:really|much|so|that|too|an?|big|fans?|of"
    r"|into|like|enjoy|keen|on|want|watch|see|care|for|fond|interested|in|usually|anything|things|stuff|films?"
    r"|movies?|very|all))+"
    r" old(?:er)?(?: (?:films?|movies?|stuff|things|ones))?(?! (?:m[ae]n|wom[ae]n|people|guys?|than)\b)"
    r"|(?:way |a bit |much )?too old for (?:me|us|my taste|my liking)"
    r"|(?:any|every)thing but (?:the |those )?old(?:er)? (?:ones|films?|movies?|stuff)"
)
MODERN = 30  # years back from the newest film


def read_years(scan: Scan, newest: int) -> Bounds:
    """First and last year that the message asks for, inclusive; None where it sets no bound.

    Args:
        scan: the message.
        newest: the catalogue's last year, from which "the last ten years" counts back.
    """
    scan.take(_OWN_AGE)
    lived = read_lifetime(scan, newest)
    if lived is not None:
        return lived
    if scan.take(_NOT_OLD):
        said = _spans(scan)
        return (newest - MODERN, None) if said == (None, None) else said
    era, counted = _era(scan), _counted(scan, newest)
    return _both(era, counted if counted != (None, None) else _spans(scan))


def _counted(scan: Scan, newest: int) -> Bounds:
    """Years counted back from the newest film: "at least thirty years old", "the last ten years"."""
    for match in scan.take(_AGED):
        year = newest - _years_of(match)
        return (None, year) if match["old"] else (year, None)
    for match in (*scan.take(_AGO), *scan.take(_THAT_OLD)):
        year = newest - _years_of(match)
        return year - AROUND, year + AROUND
    if scan.take(r"(?:from |of |in )?(?:this|the current) decade"):
        return newest // 10 * 10, None
    for match in scan.take(_LAST):
        first = max(newest - _years_of(match), 1890)
        return (None, first) if _REFUSED.search(scan.text[: match.start()]) else (first, None)
    return None, None


def _era(scan: Scan) -> Bounds:
    """The years of eras, and of films without colour or sound; the other side of those that are refused."""
    said: Bounds = (None, None)
    for pattern, era in ERAS:
        for match in scan.take(rf"(?:(?:from|in|of|at|around|made|during) )*(?:{pattern})"):
            said = _both(said, _beyond(era) if _REFUSED.search(scan.text[: match.start()]) else era)
    if said == (None, None) and any(True for _ in scan.find("nouvelle vague")):
        return 1958, 1969
    if not _MODERN_GREY.search(scan.text):
        if not _REFUSED.search(scan.text) and scan.take(r"in (?:full |glorious )?(?:techni)?colou?r(?! of)"):
            said = _both(said, _beyond((None, _LAST_BLACK_AND_WHITE)))
        for match in scan.take(rf"(?:(?P<no>not?|nothing|without|isn't) (?:in )?)?{_BLACK_AND_WHITE}"):
            grey: Bounds = (None, _LAST_BLACK_AND_WHITE)
            refused = match["no"] or _REFUSED.search(scan.text[: match.start()])
            said = _both(said, _beyond(grey) if refused else grey)
    return said


def _beyond(era: Bounds) -> Bounds:
    """The years that an open era leaves; no single bound keeps a closed one out."""
    low, high = era
    if low is not None and high is not None:
        return None, None
    return (high + 1, None) if high is not None else (None, low - 1 if low is not None else None)


def refused_years(scan: Scan) -> tuple[tuple[int, int], ...]:
    """The spans of years, first and last, that a message keeps out: "any decade except the 90s or the 2000s"."""
    spans: list[tuple[int, int]] = []
    behind = 0
    for match in scan.find(_SPAN):
        start, end = _bounds_of(match)
        listed = bool(spans) and _AND_ALSO.fullmatch(scan.text, behind, match.start())
        if match["near"] or _one_sided(match, start, end) is not None:
            continue
        if listed or _OUT.search(scan.text[: match.start()]):
            spans.append((start, end))
            scan.mark(*match.span())
            behind = match.end()
    return tuple(spans)


def ordered(low: int | None, high: int | None) -> Bounds:
    """The bounds as they are said; the lower is dropped where they leave nothing."""
    return (None, high) if low is not None and high is not None and low > high else (low, high)


def _both(one: Bounds, other: Bounds) -> Bounds:
    """What fulfils both; the second alone where nothing does."""
    lows = [low for low, _ in (one, other) if low is not None]
    highs = [high for _, high in (one, other) if high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    return other if low is not None and high is not None and low > high else (low, high)


def _spans(scan: Scan) -> Bounds:
    """Bounds narrow each other, single years and decades add up."""
    first: int | None = None
    last: int | None = None
    low: int | None = None
    high: int | None = None
    for match in scan.take(_SPAN):
        start, end = _bounds_of(match)
        bound = _one_sided(match, start, end)
        if bound is None and _REFUSED.search(scan.text[: match.start()]):  # no single bound keeps a decade out
            continue
        if bound is None:
            near = AROUND if match["near"] or match["so"] else 0
            first = start - near if first is None else min(first, start - near)
            last = end + near if last is None else max(last, end + near)
            continue
        if bound[0] is not None:
            low = bound[0] if low is None else max(low, bound[0])
        if bound[1] is not None:
            high = bound[1] if high is None else min(high, bound[1])
    low = first if low is None else low if first is None else max(first, low)
    high = last if high is None else high if last is None else min(last, high)
    return ordered(low, high)


def _one_sided(match: re.Match[str], start: int, end: int) -> Bounds | None:
    if (match["before"] or match["after"]) and _NONE.search(match.string[: match.start()]):
        return (start, None) if match["before"] else (None, end)
    if match["until"] or match["back"]:
        return None, end
    if match["since"] or match["on"]:
        return start, None
    if match["before"]:
        return None, start - 1
    return (end + 1, None) if match["after"] else None


def _bounds_of(match: re.Match[str]) -> tuple[int, int]:
    spans = [years_of(match, number) for number in (1, 2) if match["join"] or number == 1]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _years_of(match: re.Match[str]) -> int:
    amount = match["amount"]
    count = (int(amount) if amount.isdigit() else NUMBERS[amount]) if amount else 1
    if not match["unit"].startswith("decade"):
        return count if amount else 3
    return 10 * count


_KIND_OF_FILM = r"(?:version|films?|movies?|one|classic|picture|thing|flick)"
_TOLD_AGE = re.compile(
    r"(?:^|, ?)(?:it's |an? |some |this )?(?:really |very )?(?:old |early )?"
    rf"(?:(?P<plain>black[ -]and[ -]white|b/w|b&w)(?: {_KIND_OF_FILM})?(?= about|,|$| where| with| in which)"
    rf"|(?P<mute>silent(?: {_KIND_OF_FILM})?|no sound|without sound)(?= about|,|$| where| with)"
    rf"|(?:the )?(?P<decade>{DECADE}) {_KIND_OF_FILM}\b|(?P<talkie>talkie)\b)"
)
_LAST_SILENT, _LAST_TALKIE, _MISREMEMBERED = 1931, 1940, 3


def told_age(text: str) -> Bounds:
    """Years of a film whose plot a text in lower case tells, where it says how old it is: "fifties version"."""
    match = _TOLD_AGE.search(text)
    if match is None:
        return None, None
    if match["decade"]:
        start = decade_of(match["decade"])
        return start - _MISREMEMBERED, start + 9 + _MISREMEMBERED
    return None, _LAST_BLACK_AND_WHITE if match["plain"] else _LAST_SILENT if match["mute"] else _LAST_TALKIE
