"""Cuts a text that streams in into sentences."""

import re
from collections.abc import Iterable, Iterator

_BOUNDARY = re.compile(r"[.!?…]+[\"”'’»)*_\]]*(?=[ \t]+(\S))|\n\s*(?=(\S))")
_TRAILING = " \t\n\r\v\f.!?…\"”'’»)*_]\u00a0\u2028\u2029\x85\x1c\x1d\x1e\x1f"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|St|vs|Jr|Sr|No|Vol|Lt|Sgt|Capt|Prof|Col|Gen|Rev|dir|feat|etc|approx|e\.g|i\.e)|\b[A-Z]"
    r"|\b\d{1,2} ?h|\bmin)\.$"
)
_NUMBERING = re.compile(r"\s*\d{1,2}\.")
_GOES_ON = "(—–-,;:&"  # what stands at the start of no sentence


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences of a text that comes in pieces, white space kept; joined they are the text.

    A sentence is given once what follows it has begun, so the cuts depend on the text and not on the pieces. A line
    break always ends one; a full stop in bold type, behind an abbreviation or before a lower-case word does not.
    """
    left, searched = "", 0
    for piece in pieces:
        left += piece
        start = 0
        for match in _BOUNDARY.finditer(left, searched):
            searched = match.end()
            if match[2] is not None or _ends(left, start, match):
                yield left[start : match.end()]
                start = match.end()
        searched = max(searched, len(left.rstrip(_TRAILING)))
        left, searched = left[start:], searched - start
    if left:
        yield left


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """A full stop, with what follows it, ends a sentence."""
    end, after = match.end(), match[1]
    if after.islower() or after in _GOES_ON or text.count("**", start, end) % 2:
        return False
    return not _ABBREVIATION.search(text[max(start, end - 12) : end]) and not _NUMBERING.fullmatch(text[start:end])
