"""Movies found in a text, and those that count because of their neighbours in a list."""

import dataclasses
import re

from data.movies import Movie, MovieId

JOINED = re.compile(
    r"^\s*(?:,|,?\s*(?:and|or|&|plus|\+|vs\.?|versus|meets|nor|as well as)|/)\s*"
    r"(?:i |also |really |the film |the movie |even |then |with )*$",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"^\s*(?:vs\.?|versus|meets|crossed with)\s*$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class TitleMatch:
    """A movie that a text names: `score` is 0 to 100, `span` where its name stands in the text.

    `series` are all movies that go by the name, if it is that of a series; `together` says that the text speaks of them
    all: "the Harry Potter films".
    """

    movie: Movie
    score: float
    span: tuple[int, int]
    series: tuple[MovieId, ...] = ()
    together: bool = False


def with_weak(text: str, found: list[TitleMatch], weak: list[TitleMatch]) -> list[TitleMatch]:
    """The found, and what stands before one of them in a list: "[cars] and Toy Story"; or "[alien] vs [aliens]"."""
    for match in reversed(weak):
        start, end = match.span
        if any(start < b and a < end for a, b in (other.span for other in found)):
            continue
        after = min((other for other in found if other.span[0] >= end), key=lambda other: other.span, default=None)
        if after is not None and JOINED.match(text[end : after.span[0]]):
            found.append(match)
            continue
        for other in weak:
            if other.span[0] >= end and _VERSUS.match(text[end : other.span[0]]):
                found.extend((match, other))
                break
    return sorted(found, key=lambda match: match.span)
