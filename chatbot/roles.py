"""What a message says of each movie that it names: an example, an opinion, seen, refused, asked about, missed."""

import dataclasses
import re
from collections.abc import Sequence
from typing import TypeAlias

from chatbot.opinions import LIKED, LOVED, Opinion, before_movie, behind_movie, of_it
from chatbot.reading import Reading
from chatbot.role_cues import (
    ASKS_OPINION,
    BARE,
    BEGINS_ANEW,
    COMPARES,
    CUE,
    CUES,
    EXAMPLE_BEHIND,
    NOT_REFUSED,
    OPINION_IN_FRONT,
    QUESTION,
    REFUSED_GAP,
    SENTENCE,
    TELL_ME,
    TOPIC_WORDS,
    WHY,
    WHY_BEHIND,
    Role,
)
from chatbot.scan import Scan
from chatbot.small_talk import TOPICS
from data.movies import MovieId

_JOINED = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|&|plus|\+|nor|vs\.?|versus|as well as)|/|meets)\s*(?:then |also |maybe |with |even )?"
)


FAR = 30  # characters between "like" and the movie from which it speaks of something else
Span: TypeAlias = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """Movies that a stretch of a message names: one; or all of a series, of which the first is meant most."""

    span: tuple[int, int]
    movies: tuple[MovieId, ...]
    together: bool = False


def assign(scan: Scan, named: Sequence[Named], reading: Reading) -> float | None:
    """Fill the reading with the movies named, each in its role, and count the words that say so as understood.

    Returns:
        The stars that the message gives the last of them, whosever they are; None where it gives none.
    """
    hidden = _hidden(scan.text, [each.span for each in named])
    roles: list[tuple[Named, Role, Opinion | None]] = []
    for group in _groups(scan.text, named):
        role, opinion, marked = _role(hidden, group)
        for start, end in marked:
            scan.mark(start, end)
        roles.extend((each, role, opinion) for each in group)
    for each in named:
        scan.mark(*each.span)
    _note(scan, reading, roles)
    last = roles[-1][2] if roles else None
    return last.stars if last is not None else None


def _note(scan: Scan, reading: Reading, roles: Sequence[tuple[Named, Role, Opinion | None]]) -> None:
    for each, role, opinion in roles:
        first = each.movies[:1]
        if role == "opinion" and opinion is not None:
            note_opinion(reading, each.movies if each.together else first, opinion)
        elif role == "like":
            reading.similar_to += first
        elif role == "seen":
            reading.seen += each.movies if each.together else first
        elif role == "refused":
            reading.refused += each.movies
    reading.refused = tuple(movie_id for movie_id in reading.refused if movie_id not in reading.similar_to)
    why = tuple(each.movies[0] for each, role, _ in roles if role == "why")
    about = tuple(dict.fromkeys(each.movies[0] for each, role, _ in roles if role == "about"))
    if why:
        reading.intent, reading.about = "why", why
    elif reading.similar_to:
        reading.intent = "recommend"
    elif reading.stars or reading.others:
        reading.intent = "feedback"
    elif about and not reading.seen and not reading.refused:
        reading.about = (*reading.about, *about)
        several = len(reading.about) > 1 and bool(COMPARES.search(scan.text))
        reading.intent = "compare" if several else "fact"


def note_opinion(reading: Reading, movies: Sequence[MovieId], opinion: Opinion) -> None:
    """Add an opinion to those of the person or of their companions; that of people in general counts as none."""
    if opinion.whose == "own":
        reading.stars |= dict.fromkeys(movies, opinion.stars)
    elif opinion.whose == "others":
        reading.others |= dict.fromkeys(movies, opinion.stars)


def asks(text: str) -> bool:
    """A question about a movie, by its form and its words."""
    topic = TOPIC_WORDS.search(text) or any(re.search(cue, text) for cue in TOPICS.values())
    return (bool(QUESTION.match(text)) and bool(topic)) or bool(TELL_ME.match(text))


def _role(hidden: str, group: Sequence[Named]) -> tuple[Role, Opinion | None, list[Span]]:
    """The role of movies named in one list, the opinion if it is one, and where the words stand that say so."""
    start, end = group[0].span[0], group[-1].span[1]
    offset = max((match.end() for match in SENTENCE.finditer(hidden, 0, start)), default=0)
    before, after = hidden[offset:start], hidden[end : end + 90]
    why = WHY.search(before)
    if (why and "_" not in before[why.end() :]) or WHY_BEHIND.match(after):
        return "why", None, [(offset + why.start(), offset + why.end())] if why else []
    question = bool(QUESTION.match(before)) and bool(ASKS_OPINION.match(before))
    cue, opinion = _last_cue(before), before_movie(before)
    behind = behind_movie(before, after)
    if behind is not None and behind.whose == "nobody":
        return "about", behind, []
    if behind is not None and not question and not (cue is not None and cue[0] == "like"):
        return "opinion", behind, [(end + behind.span[0], end + behind.span[1])]
    example = EXAMPLE_BEHIND.match(after)
    if "_ meets _" in hidden[start:end] or (example and cue is None and opinion is None):
        return "like", None, [(end, end + example.end())] if example and " but " not in example[0] else []
    if opinion is not None and (cue is None or _outweighs(opinion.span, cue[1])):
        if question and opinion.stars in (LIKED, LOVED):
            return "about", None, []
        if opinion.whose == "nobody":
            return "about", opinion, []
        return "opinion", opinion, [(offset + opinion.span[0], offset + opinion.span[1])]
    if cue is not None:
        role, (first, last) = cue
        if role in ("like", "seen") and question and before[first:last].split()[-1] in BARE and first + 12 > last:
            role = "about"
        return role, None, [(offset + first, offset + last)]
    fronted = OPINION_IN_FRONT.match(after)
    said = before_movie(fronted[0]) if fronted else None
    if fronted and said is not None:
        return "opinion", said, [(end, end + fronted.end())]
    return "about", None, []


def _last_cue(before: str) -> tuple[Role, Span] | None:
    """The nearest cue before a movie that still speaks of it, and where it stands."""
    for match in reversed(list(CUE.finditer(before))):
        role, gap = CUES[int((match.lastgroup or "c0")[1:])][0], before[match.end() :]
        if role == "refused" and NOT_REFUSED.search(before[: match.end()]):
            return "about", match.span()
        if role == "refused" and not REFUSED_GAP.fullmatch(gap):
            continue
        if role == "like" and ("," in gap or len(gap) > FAR) and "_" not in gap:
            continue
        return role, match.span()
    return None


def _outweighs(opinion: Span, cue: Span) -> bool:
    """Words of opinion stand nearer to the movie than a cue, or hold it ("don't like"); the cue does not hold them."""
    holds = opinion[0] <= cue[0] and cue[1] <= opinion[1]
    held = cue[0] <= opinion[0] and opinion[1] <= cue[1]
    return not held and (holds or opinion[1] > cue[1])


def _groups(text: str, named: Sequence[Named]) -> list[list[Named]]:
    """Movies that stand in one list."""
    groups: list[list[Named]] = []
    for each in named:
        joined = bool(groups) and bool(_JOINED.fullmatch(text[groups[-1][-1].span[1] : each.span[0]]))
        if joined and not BEGINS_ANEW.match(text, each.span[1]):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _hidden(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with underscores for the names of movies."""
    for start, end in spans:
        text = f"{text[:start]}{'_' * (end - start)}{text[end:]}"
    return text


def opinions_on_it(scan: Scan, start: int, movies: Sequence[MovieId], last: float | None, reading: Reading) -> None:
    """Read the opinions that the message has by "it", or by "but I don't", on a movie that it named.

    Args:
        scan: the message.
        start: where the movie's name ends.
        movies: what is named there.
        last: the stars that the message gives it there, whosever they are; None where it gives none.
        reading: is filled.
    """
    found = of_it(scan.text, start, last)
    for opinion in found:
        note_opinion(reading, movies, opinion)
        scan.mark(*opinion.span)
    if found:
        reading.seen = tuple(movie_id for movie_id in reading.seen if movie_id not in reading.stars)
        reading.about = ()
        reading.intent = "recommend" if reading.similar_to else "feedback"
