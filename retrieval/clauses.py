"""The clauses of a request: people who half remember a movie string its details together, each found elsewhere."""

import re

MIN_WORDS = 3
MAX_CLAUSES = 6
_JOINED = r"(?:and|then|but|who|where|that)\s+"
_CUT = re.compile(rf"(?:[,.;:?!]|\s-+|\s[—–])\s+(?:{_JOINED})*|\s{_JOINED}", re.IGNORECASE)


def clauses(text: str) -> list[str]:
    """Parts of at least `MIN_WORDS` words, in order; none for a text that is a single one."""
    parts = [part.strip() for part in _CUT.split(text) if len(part.split()) >= MIN_WORDS]
    distinct = list(dict.fromkeys(parts))[:MAX_CLAUSES]
    return [] if distinct == [text.strip()] else distinct
