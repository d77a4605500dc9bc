"""Titles as MovieLens writes them: "City of Lost Children, The (Cité des enfants perdus, La) (1995)"."""

import dataclasses
import re

ARTICLES = frozenset(
    (
        *(
            "a",
            "an",
            "the",
            "da",
            "le",
            "la",
            "les",
            "l'",
            "l’",
            "un",
            "une",
            "des",
            "der",
            "die",
            "das",
            "ein",
            "eine",
        ),
        *(
            "den",
            "dem",
            "det",
            "de",
            "en",
            "et",
            "ett",
            "het",
            "el",
            "los",
            "las",
            "lo",
            "una",
            "unos",
            "unas",
            "il",
            "i",
        ),
        *("gli", "uno", "o", "os", "as", "um", "uma", "az", "egy"),
    )
)
YEAR = re.compile(r"\s*\(\s*((?:18|19|20|21)\d\d)\s*(?:[-–—]\s*(?:\d{4}|\d\d)?\s*)?\)+$")
ALSO = re.compile(r"\b(?:a\.k\.a\.?|aka|also known as)[:\s]+", re.IGNORECASE)
PART = re.compile(r"(?:part|vol|volume|chapter|episode)\b.*|\d{1,3}|[ivx]+", re.IGNORECASE)
JOINED = re.compile(r"(?:\bor|\band|&|:)$", re.IGNORECASE)
INNER_ARTICLE = re.compile(r"([^:]*), (The|An?): (.+)")


@dataclasses.dataclass(frozen=True, slots=True)
class ParsedTitle:
    """A title in natural order; `alternatives` are the other names it gave in brackets, never the title itself."""

    title: str
    year: int | None
    alternatives: tuple[str, ...]


def parse_title(text: str) -> ParsedTitle:
    """Take year, other names and title apart.

    The year is the last bracket; the first year of a range counts. Brackets before it are other names, unless they
    stand inside the title, are all of it, continue it after "or", "and", "&" or ":", or only number a part.
    """
    head = " ".join(text.split())
    year = None
    if found := YEAR.search(head):
        year, head = int(found[1]), head[: found.start()]
    brackets: list[str] = []
    while (opening := _last_bracket(head)) is not None:
        before, inside = head[:opening].rstrip(), head[opening + 1 : -1].strip()
        if PART.fullmatch(inside):
            break
        brackets.insert(0, inside)
        head = before
    title = natural_order(head)
    names = (natural_order(name) for bracket in brackets for name in ALSO.split(bracket))
    known = {title.casefold()}
    alternatives = []
    for name in names:
        if name and name.casefold() not in known:
            known.add(name.casefold())
            alternatives.append(name)
    return ParsedTitle(title, year, tuple(alternatives))


def natural_order(title: str) -> str:
    """Bring an article from behind to the front: "Matrix, The" to "The Matrix", "Amant, L'" to "L'Amant"."""
    title = title.strip(" ,;")
    if inner := INNER_ARTICLE.fullmatch(title):
        return f"{inner[2]} {inner[1]}: {inner[3]}"
    body, comma, article = title.rpartition(",")
    article = article.strip()
    if not (comma and body and article.lower() in ARTICLES):
        return re.sub(r"^([Ll]['’]) ", r"\1", title)
    return f"{article}{'' if article[-1] in '’' + chr(39) else ' '}{body.strip()}"


def _last_bracket(head: str) -> int | None:
    """Where the bracket that ends `head` opens; None if none does, or if it belongs to the title."""
    if not head.endswith(")"):
        return None
    depth = 0
    for at in range(len(head) - 1, 0, -1):
        depth += (head[at] == ")") - (head[at] == "(")
        if depth == 0:
            belongs = head[at - 1] != " " or JOINED.search(head[: at - 1])
            return None if belongs else at
    return None
