"""The limits that a stretch of a message sets, beside whatever else it tells: how old, how long, how many, what not.

They tell a list of wishes ("80s horror under 95 min, no zombies, three of them") from a plot, and where a plot ends.
"""

import re

from chatbot.reading import Reading
from chatbot.runtimes import read_runtime
from chatbot.scan import FILLER, Scan, either
from chatbot.vocabulary import find_terms
from chatbot.wants import read_wants
from chatbot.years import read_years

_REFUSAL = re.compile(  # at the beginning of a clause, and short: "no zombies", "but not with Tom Hanks"
    r"(?:(?<=^)|(?<=[,.;:!?(] )|(?<=[,.;:!?(])|\b(?:and|but) )(?:please |also )?"
    + either(
        *("no", "not", "nothing", "without", "except(?: for)?", "none of", "anything but", "minus", "skip", "avoid"),
        *("neither", "never", "i (?:don't|do not) (?:want|like)", "i hate", "(?:doesn't|does not) have"),
    )
    + r" (?!one\b|body\b|longer (?:able|has|can|is)|knowing\b|only\b)(?:[\w'-]+ ?){1,5}(?=$|[,.;:!?)])"
)
_CUT = re.compile(r"(?:[,;]|\s-)\s+(?:and |but |also |please )?")
_KINDS_APART = re.compile(r"\b(?:or|either|an?)\b")
_OF_LENGTH = ("stays", "stay", "runs", "lasts", "comes", "doesn't", "isn't")
_WORD = re.compile(r"[\w']+")


def limits(text: str, newest: int) -> int:
    """How many kinds of limits a message in lower case sets, 0 to 4: years, running time, number, refusals."""
    scan, reading = Scan(text), Reading()
    kinds = [read_years(scan, newest) != (None, None), read_runtime(scan) != (None, None)]
    read_wants(scan, reading)
    return sum((*kinds, reading.count is not None, _REFUSAL.search(text) is not None))


def ends_before_limits(text: str, start: int, end: int, newest: int) -> int:
    """Where a plot told from `start` to `end` is over: before the clauses at its end that do nothing but set limits."""
    if _is_limit(text[start:end], newest):
        return start
    cuts = [match for match in _CUT.finditer(text, start, end) if match.start() > start]
    over = end
    for cut in reversed(cuts):
        if not _is_limit(text[cut.end() : over], newest):
            break
        over = cut.start()
    return over


def _is_limit(clause: str, newest: int) -> bool:
    """The clause sets a limit or names kinds of films to choose from, and tells nothing else."""
    if _REFUSAL.fullmatch(clause.strip()):
        return True
    scan = Scan(clause)
    is_bounded = read_years(scan, newest) != (None, None) or read_runtime(scan) != (None, None)
    if not is_bounded and not _KINDS_APART.search(clause):
        return False
    found = [one for one in find_terms(scan) if one.term.genres or one.term.language]
    for one in found:
        scan.mark(one.start, one.end)
    left = [match[0] for match in _WORD.finditer(clause) if not scan.is_taken(*match.span())]
    return (is_bounded or bool(found)) and all(word in FILLER or word in _OF_LENGTH for word in left)
