"""Years that a person's own life sets: "before I was born - 1980", "from when I was a kid, I'm 33"."""

import re

from chatbot.dates import SHORT, YEAR, year_of
from chatbot.scan import Scan

_KIN = r"(?:(?:my|our) \w+|the (?:kids|children|twins|boys|girls|baby)|he|she|they)"
_BORN = (
    rf"(?:(?:{_KIN} (?:was|were|is)|i was|i am|i'm|was) )?born (?:back )?(?:in )?(?:the year )?\W{{0,3}}({YEAR}"
    rf"|{SHORT})"
)
_FROM_YEAR = rf"before my (?:time|birth)\b.{{0,12}}?\b(?:i'm|i am) (?:from|of|an?) ({YEAR}|{SHORT})"
_BABY = rf"\b(?:i'm|i am|i was) an? ({YEAR}|{SHORT}) (?:baby|kid|child)\b"
_BEFORE_BIRTH = (
    rf"before (?:i|{_KIN}) (?:was|were) (?:even )?born|older than (?:i am|me|myself|{_KIN}(?! (?:film|movie"
    rf"|one))(?: (?:is|are))?)"
    r"|before (?:my|his|her|their) (?:time|birth)"
)
_SINCE_BIRTH = rf"(?:since|after) (?:i|{_KIN}) (?:was|were) born|younger than (?:i am|me|myself|{_KIN})"
_NEGATED = re.compile(r"(?:\b(?:no|not|nothing|never|none)|n't)\b(?: \w+){0,4} $")


def read_lifetime(scan: Scan, newest: int) -> tuple[int | None, int | None] | None:
    """The years that the person's own life sets, where they tell when they were born or how old they are."""
    told = re.search(
        rf"\bborn\b(?:(?!\b(?:say|before|after|since|until|from)\b)\D){{0,30}}?({YEAR})|\bborn (?:(?:back )?in"
        rf" )?({SHORT})|{_FROM_YEAR}|{_BABY}",
        scan.text,
    )
    aged = re.search(r"\b(?:i'm|i am) (\d{2})\b(?! ?(?:min|hour|%))", scan.text)
    if told:
        born = year_of(told[told.lastindex or 0])
    elif aged:
        born = newest - int(aged[1])
    else:
        scan.take(_BEFORE_BIRTH)
        return None
    before, since = scan.take(f"(?:{_BEFORE_BIRTH})"), scan.take(f"(?:{_SINCE_BIRTH})")
    if before and _NEGATED.search(scan.text[: before[0].start()]):
        before, since = since, before
    scan.take(_BORN)
    scan.take(r"(?:i'm|i am) \d{2}(?: years old)?(?! ?(?:min|hour|%))")
    if told and not scan.is_taken(*told.span(told.lastindex or 0)):
        scan.mark(*told.span())
    if before or scan.take(r"(?:made |from |released )?(?:before|earlier than) (?:that|then)"):
        return None, born - 1
    if since:
        return born, None
    if scan.take(
        r"(?:from )?(?:the )?year (?:that |when )?i was(?=[\s,.!?]|$)|(?:my|his|her|their) birth year|birth year|from"
        r" then"
        r"|(?:from|of|made in|released in) (?:that|the same|this) (?:very )?year(?! as\b)|that (?:very )?year(?=\W*$|,)"
    ):
        return born, born
    if scan.take(r"(?:from |when i was )?(?:my |a )?(?:childhood|kid|child|little|growing up|grew up|youth)"):
        return born + 3, born + 13
    if scan.take(r"(?:from |when i was )?(?:my |a )?(?:teenager|teens|teenage years|teen)"):
        return born + 13, born + 19
    return None
