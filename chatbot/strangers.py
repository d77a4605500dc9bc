"""People that a message asks for and the catalogue knows nothing of: "anything by Godard", "directed by a woman"."""

import re

from chatbot.reading import Reading
from chatbot.scan import Scan
from retrieval.people import PeopleFinder

_CUE = (
    r"(?:(?:directed|made|shot) by|starring|featuring"
    r"|(?:films?|movies?|something|anything|everything|any|ones?|more|works?|filmography|stuff)(?: else)? (?:by|with"
    r"|of)"
    r"|director|actor|actress)"
)
_NAMED = re.compile(
    rf"\b{_CUE} (?P<name>[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|(?:de|von|van|der|di|la|al|bin)(?= [A-Z]))){{0,3}})"
)
_ONE_WORD = re.compile(r"\b(?:directed by|starring|(?:something|anything|films?|movies?) by) (?P<name>[\w'-]{4,})\W*$")
_BY_A_WOMAN = (
    r"(?:that (?:is|are|was|were) )?(?:directed|made|written|shot) by (?:an? )?(?:wom[ae]n|females?)(?: directors?)?"
)
_WOMEN_DIRECTORS = r"(?:by |from |with )?(?:an? |some )?(?:wom[ae]n|female|lady) (?:directors?|film-?makers?)"
_AROUND = re.compile(r"(?:(?:directed|made|shot) )?(?:by|of|with|from|starring)(?: the)? $")
_BEHIND = re.compile(r"(?:'s)?(?: (?:brothers|sisters|bros))?(?: (?:films?|movies?|pictures?|stuff|work|classics?))?")


def read_unknowable(scan: Scan, reading: Reading) -> None:
    """Fill the reading with what is asked of film-makers and is told of none: that they are women."""
    if scan.take(f"(?:{_BY_A_WOMAN}|{_WOMEN_DIRECTORS})"):
        reading.unknown += ("directed by a woman",)


def read_strangers(scan: Scan, people: PeopleFinder, reading: Reading) -> None:
    """Fill the reading with whom the catalogue credits for nothing; whoever it knows must have been taken before."""
    for name, (start, end) in people.absent(scan.original):
        if not scan.is_taken(start, end):
            reading.unknown += (name,)
            _mark(scan, start, end)
    for match in _NAMED.finditer(scan.original):
        start, end = match.span("name")
        words = match["name"].split()
        if scan.is_taken(start, end) or scan.original.istitle() or scan.original.isupper():
            continue
        if all(people.is_usual(word) for word in words) or (len(words) == 1 and people.is_written(words[0])):
            continue
        reading.unknown += (match["name"],)
        _mark(scan, start, end)
    lone = _ONE_WORD.search(scan.text)
    if lone and not scan.is_taken(*lone.span("name")) and not people.is_written(lone["name"]):
        start, end = lone.span("name")
        reading.unknown += (scan.original[start:end],)
        _mark(scan, start, end)


def _mark(scan: Scan, start: int, end: int) -> None:
    """Count the name and the words that announce it as understood."""
    before = _AROUND.search(scan.text[:start])
    behind = _BEHIND.match(scan.text, end)
    scan.mark(before.start() if before else start, behind.end() if behind else end)
