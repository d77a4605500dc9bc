"""Movies and people that a message names, and what it says of each: an example, an opinion, a question, a refusal."""

import re
from typing import Literal, TypeAlias

from chatbot.conversation import Session
from chatbot.lexicon import NUMBERS, ORDINALS
from chatbot.reading import Reading
from chatbot.scan import Scan, either
from chatbot.small_talk import TOPICS
from data.movies import Catalogue, MovieId
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder, TitleMatch

Role: TypeAlias = Literal["like", "loved", "liked", "disliked", "hated", "seen", "refused", "about"]

STARS: dict[Role, float] = {"loved": 5.0, "liked": 4.0, "disliked": 2.0, "hated": 1.0}

_CUES: tuple[tuple[Role, str], ...] = (
    (
        "refused",
        either(
            *("but not", "not again", "not", "no more", "anything but", "except", "other than", "instead of", "skip"),
            *(
                "swap(?: out)?",
                "replace",
                "drop",
                "remove",
                "exchange",
                "lose",
                "get rid of",
                "take out",
                "without",
                "don't want",
                "do not want",
                "rather not (?:watch|see)",
            ),
        ),
    ),
    (
        "hated",
        either("hate[ds]?", "loathe[ds]?", "detest(?:ed)?", "can't stand", "couldn't stand", "despise[ds]?")
        + "|"
        + either("terrible", "awful", "walked out of"),
    ),
    (
        "disliked",
        either(
            "dislike[ds]?",
            r"(?:did not|didn't|don't|do not|doesn't|not|never) (?:really |much )?"
            r"(?:liked?|enjoy(?:ed)?|loved?|care for|get into)",
            *("not a fan of", "bored (?:by|with)", "boring", "disappointed (?:by|in|with)", "not for me"),
        ),
    ),
    (
        "like",
        either(
            r"(?:something|things?|more|movies?|films?|ones?|stuff|anything|just|kind of|feels?) like",
            *("similar to", "such as", "in the (?:vein|style|spirit) of", "reminds? me of", "along the lines of"),
            *("comparable to", r"resembl\w+", r"same (?:\w+ )?as", "akin to", "crossed? (?:with|between)", "mix of"),
        ),
    ),
    (
        "loved",
        either(
            *("love[ds]?", "loving", "adore[ds]?", "obsessed with", "amazing", "huge fan of", "best"),
            r"favou?rites?(?: (?:movies?|films?|ones?))?(?: (?:is|are|was|were))?",
        ),
    ),
    (
        "liked",
        either(
            *("liked", "enjoy(?:ed|s)?", "fan of", "big on", "into", "was good"),
            r"(?:i|we|she|he|they|also|really|and|do|husband|wife) (?:also |really |quite |do )?likes?",
        ),
    ),
    ("seen", r"(?:(?:already |have |i've |just |have you |i )?(?:seen|watched|saw)|watching)"),
    ("like", r"(?:like|than)"),
)
_ANY_CUE = re.compile("|".join(rf"(?P<c{n}>(?<![\w']){cue}(?![\w]))" for n, (_, cue) in enumerate(_CUES)))
_QUESTION = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|and|but|hmm|please|can you|could you|then|well)[ ,]+)*"
    + either(
        *("who", "when", "how (?:long|old|good|many)", "what's", "what (?:is|was|year|language|genre|happens)"),
        *("which year", "is", "was", "are", "does", "did", "would i like", "will i like", "tell me", "more about"),
        *(
            "describe",
            "explain",
            "in what",
            "can (?:i|we)",
            "could (?:i|we)",
            "should (?:i|we)",
            "has",
            "do you know",
            "the (?:plot|cast|director) of",
            "and who",
            "where can",
        ),
    )
    + r"\b"
)
_FRAMES = tuple(  # questions whose form shows where the title stands, for titles that are ordinary words
    re.compile(pattern)
    for pattern in (
        r"\bwhat(?:'s| is| was) (?P<title>.{1,60}?) (?:about|rated)\b",
        r"\b(?:what|which) year (?:was|did|is) (?P<title>.{1,60}?) (?:released|made|come out|from)\b",
        r"\bwhen (?:was|did) (?P<title>.{1,60}?) (?:released|made|come out|come|shot|filmed)\b",
        r"^\W*(?:is|was|does|has) (?P<title>.{1,60}?) (?:(?:too|very|really|any|a|an|suitable|ok|okay|worth|have|in) )*"
        r"(?:scary|good|violent|long|sad|funny|worth|suitable|ok|okay|watching|gory|comedy|horror|black|for|[a-z]+ish)\b",
        r"\bhow (?:long|old|good|scary|violent) is (?P<title>.{1,60}?)\W*$",
        r"\b(?:who (?:directed|made|stars in|is in|was in|plays in)|who's in|the (?:cast|director|plot|length) of)"
        r" (?P<title>.{1,60}?)\W*$",
        r"\b(?:something|movies?|films?|more|anything) like (?P<title>.{1,60}?)(?=,| but|$|[.!?])",
        r"^\W*(?:i want to (?:watch|see)|let's watch|play) (?P<title>.{1,60}?)\W*$",
    )
)
_PRONOUN = re.compile(r"\b(?:it|that|this|(?:that|this|the) (?:one|movie|film))\b")
_ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b|#\d")
_REFUSING = re.compile(
    either(
        *("no", "not", "without", "hate", "can't stand", "don't like", "except", "avoid"),
        r"(?:anyone but|nothing (?:with|by))",
    )
    + r"\s+(?:\w+\s+){0,2}$"
)
_SUPERLATIVES = {
    **{"shortest": ("runtime_minutes", 1), "longest": ("runtime_minutes", -1)},
    **{"oldest": ("year", 1), "newest": ("year", -1), "most recent": ("year", -1)},
}
_PRAISE = frozenset("great amazing fantastic brilliant perfect wonderful excellent awesome superb".split())
_SCORN = frozenset("boring bad terrible awful dull overrated horrible stupid rubbish".split())


def read_mentions(scan: Scan, titles: TitleFinder, session: Session, reading: Reading) -> None:
    """Fill the reading with the movies that the message names, each in its role."""
    matches = [match for match in titles.mentioned(scan.original) if not _is_number(scan.text, match.span)]
    matches = matches or _framed(scan, titles)
    spans = [match.span for match in matches]
    for match in matches:
        start, end = match.span
        role = _role(scan, start, end, spans)
        scan.mark(start, end)
        _note(reading, match.movie.movie_id, role)
    if matches:
        _read_it(scan, matches[-1].movie.movie_id, reading)
        _take_cues(scan)
    elif (
        session.listed
        and _asks(scan.text)
        and (_PRONOUN.search(scan.text) or "tell me more" in scan.text)
        and not _ORDINAL.search(scan.text)
    ):
        reading.intent, reading.about = "fact", session.wish.about[:1] or session.listed[:1]


def _is_number(text: str, span: tuple[int, int]) -> bool:
    """A bare number of one or two digits, which in a message is an amount and hardly ever a title."""
    return len(text) > span[1] - span[0] and bool(re.fullmatch(r"(?:number |part |no\.? )?\d{1,2}", text[slice(*span)]))


def _framed(scan: Scan, titles: TitleFinder) -> list[TitleMatch]:
    """The movie whose exact title stands where a question speaks of a movie; empty if there is none."""
    for frame in _FRAMES:
        match = frame.search(scan.text)
        if match and not _PRONOUN.fullmatch(match["title"]) and not _is_number(scan.text, match.span("title")):
            start, end = match.span("title")
            found = titles.mentioned(f'"{scan.original[start:end]}"')
            if len(found) == 1 and found[0].span[1] - found[0].span[0] >= end - start:
                return [TitleMatch(found[0].movie, found[0].score, (start, end))]
    return []


def _read_it(scan: Scan, movie_id: MovieId, reading: Reading) -> None:
    """An opinion on the movie named last, by "it": of two opinions the person's own counts, which comes with "I"."""
    own = re.search(r"\bi (?!like|would)[\w' ]{3,25}? (it)\b", scan.text)
    role = _role(scan, *own.span(1), []) if own else "about"
    if role in STARS:
        reading.stars.pop(movie_id, None)
        _note(reading, movie_id, role)


def read_ordinals(scan: Scan, catalogue: Catalogue, session: Session, reading: Reading) -> None:
    """Fill the reading with movies named by their place in the last list: "the second one", "the shortest"."""
    if not session.listed:
        return
    if re.search(r"\b(?:which|what|who|tell me|how)\b", scan.text):
        for match in scan.take(rf"(?:the )?({'|'.join(_SUPERLATIVES)})(?: one| movie| film)?"):
            fact, sign = _SUPERLATIVES[match[1]]
            known = [movie_id for movie_id in session.listed if getattr(catalogue[movie_id], fact) is not None]
            if known:
                _note(reading, min(known, key=lambda movie_id: sign * getattr(catalogue[movie_id], fact)), "about")
    for match in scan.take(rf"(?:the )?first ({'|'.join(NUMBERS)}|\d)(?= |$|,|\.|\?)"):
        many = NUMBERS.get(match[1]) or int(match[1])
        for movie_id in session.listed[:many]:
            _note(reading, movie_id, _role(scan, match.start(), match.end(), []))
    unit = r"(?:one|movie|film|pick|suggestion|title)"
    counted = rf"(?:number|no\.?|#) ?(\d+|{'|'.join(NUMBERS)})"
    ordinal = rf"(?:the )?({'|'.join(ORDINALS)})(?: {unit})?(?! world| war| time)|{counted}"
    for match in scan.take(f"(?:{ordinal})"):
        if match[1] and match[1] in ("first", "last") and not re.search(r"\b(?:the|one|movie|film|pick)\b", match[0]):
            continue
        place = ORDINALS[match[1]] if match[1] else NUMBERS.get(match[2]) or int(match[2])
        at = place - 1 if place > 0 else len(session.listed) - 1
        if 0 <= at < len(session.listed):
            _note(reading, session.listed[at], _role(scan, match.start(), match.end(), []))
    if reading.similar_to or reading.stars or reading.refused or reading.seen:
        _take_cues(scan)


def read_people(scan: Scan, people: PeopleFinder, reading: Reading) -> None:
    """Fill the reading with the people that the message wants in or out."""
    for name, (start, end) in people.mentioned(scan.original):
        if scan.is_taken(start, end):
            continue
        out = _REFUSING.search(scan.before(start))
        scan.mark(start, end)
        if out:
            reading.not_people += (name,)
        else:
            reading.people += (name,)
    scan.take(r"(?:directed by|starring|stars|played by|made by|actor|actress|director)")


def _role(scan: Scan, start: int, end: int, spans: list[tuple[int, int]]) -> Role:
    """What the words before a mention, back to the end of the sentence, say of it; the nearest cue decides."""
    before = scan.before(start)
    offset = start - len(before)
    hidden = "".join("_" if any(a <= offset + at < b for a, b in spans) else char for at, char in enumerate(before))
    cues = list(_ANY_CUE.finditer(hidden))
    if cues:
        role = _CUES[int((cues[-1].lastgroup or "c0")[1:])][0]
        if not scan.is_taken(offset + cues[-1].start(), offset + cues[-1].end()):
            scan.mark(offset + cues[-1].start(), offset + cues[-1].end())
        if role == "refused" and re.search(r"\b(?:why|i'm|(?<!that )(?<!which )is|was|it's|have)\s+not\b", hidden):
            role = "about"
        if not (
            role in ("like", "seen", "liked", "loved")
            and not cues[-1][0].startswith(("similar", "such"))
            and _QUESTION.match(hidden)
            and re.match(r"\W*(?:would|will|have|did|is|what)", hidden)
        ):
            return role
    after = scan.text[end : end + 60]
    opinion = re.match(r"\W*(?:is|was|are|were)\s+(?:(?:so|really|very|just|a bit|too)\s+)*(\w+)", after)
    if opinion and opinion[1] in _PRAISE:
        return "loved"
    if opinion and opinion[1] in _SCORN:
        return "hated"
    return "about"


def _take_cues(scan: Scan) -> None:
    """Count words of opinion as understood, but leave those that may refuse something else than a movie."""
    for match in _ANY_CUE.finditer(scan.text):
        if _CUES[int((match.lastgroup or "c0")[1:])][0] not in ("refused", "disliked", "hated"):
            scan.mark(*match.span())


def _note(reading: Reading, movie_id: MovieId, role: Role) -> None:
    if role in STARS:
        reading.stars[movie_id] = STARS[role]
        reading.intent = "recommend" if reading.similar_to else "feedback"
    elif role == "like":
        reading.similar_to += (movie_id,)
        reading.intent = "recommend"
    elif role == "seen":
        reading.seen += (movie_id,)
    elif role == "refused":
        reading.refused += (movie_id,)
    elif not reading.stars and not reading.similar_to:
        reading.about += (movie_id,)
        reading.intent = "fact"


def _asks(text: str) -> bool:
    return (bool(_QUESTION.match(text)) and any(re.search(cue, text) for cue in TOPICS.values())) or bool(
        re.match(r"\W*(?:tell me (?:more )?about|more about|describe|tell me more$)\b", text)
    )
