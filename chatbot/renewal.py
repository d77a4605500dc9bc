"""How a message stands to the wish so far: a request of its own, a change of subject, or one more wish."""

import re
from typing import Literal, TypeAlias

from chatbot.conversation import Request, Session
from chatbot.reading import Reading
from chatbot.scan import either

Renewal: TypeAlias = Literal["fresh", "replaces", "adds"]

_OPENER = r"\W*(?:(?:ok(?:ay)?|hmm+|well|yes|yeah|no|nah|oh|um|right|cool|great|thanks|sorry|so|please)\b[ ,.!]*)*"
_CHANGES = re.compile(
    _OPENER
    + either(
        *("but", "or", "and(?! (?:what about|for|now|then) (?:tomorrow|later))", "also", "only", "with", "without"),
        *("no", "not", "nothing", "less", "more", "a bit", "even", "just", "preferably", "ideally", "maybe"),
        *("still", "same", "add", "mix(?:ed)?", "plus", "combined?", "except", "it", "they", "these", "those"),
        *("that", "them", "in (?!the mood)", "from", "set", "for", "about", "under", "over", "before", "after"),
        *("by", "never ?mind", "forget", "drop", "too", "can (?:it|they|you make)", "could (?:it|they|you make)"),
        *("keep", "let it", "i'd (?:like|prefer) (?:it|them|that|something) (?:to be |a bit )?"),
    )
    + r"\b"
)
_REPLACES = re.compile(
    either(
        *("instead", "rather", "i meant?", "i mean", "actually", "make (?:it|that|them|these)"),
        *("(?:how|what) about", "switch", "change (?:it|that|the)", "no wait", "wait", "replace", "only"),
        *("scratch that", "on second thoughts?", "changed my mind", "then", "sorry"),
    )
)
_INSTEAD = re.compile(
    r"\b(?:instead|rather|i meant?|actually|(?:how|what) about|switch|no wait|changed my mind|replace|then"
    r"|second thoughts?)\b"
)
_ANEW = re.compile(
    r"\b(?:"
    + either(
        "(?:different|new|next|another|other) (?:question|request|topic|thing)",
        "now (?:something|one|a|an|i|for|let|we|find|show|give|recommend)",
        *("(?:for|about|and) (?:tomorrow|later|next (?:week|time)|the weekend)", "tomorrow"),
        *("something (?:else )?(?:entirely|completely|totally)(?: different| else)?", "another time"),
        *("on another note", "separately", "also for", "(?:and )?for my \\w+(?= i|,)", "let's try something else"),
    )
    + r")\b"
)
_TONIGHT = re.compile(
    r"(?:what|which|anything|something)\b.*\b(?:should|can|could|shall|to|do) (?:i |we )?(?:watch|see)\b"
    r"|^\W*(?:recommend|suggest)(?: me)? (?:something|a (?:film|movie)|anything)\W*$|\bwhat(?:'s| is) (?:good"
    r"|on) tonight"
)
_ASKS = re.compile(
    r"\b"
    + either(
        *("i(?:'d| would)? (?:really )?(?:want|like|love|need|fancy)", "i'm looking for", "looking for"),
        *("recommend", "suggest", "show (?:me|us)", "give (?:me|us)", "find (?:me|us)?", "do you have"),
        *("have you got", "is there", "are there", "i feel like", "in the mood for", "can you", "could you"),
        *("what(?:'s| is| are) (?:a|an|some|the)", "we(?:'d| would)? (?:want|like|love|need|fancy)"),
        *("i want to (?:watch|see)", "let's (?:watch|have)", "lets (?:watch|have)", "any (?:good|great|nice)"),
        *("know any", "i wanna", "please (?:find|show|give)"),
    )
    + r"\b"
)
_WHOLE = re.compile(
    _OPENER + r"(?:(?:an?|some|any|the) )?(?:[\w-]+ ){0,3}?(?:films?|movies?|flicks?) (?:about|where|with|set|in which"
    r"|who|of|featuring)\b"
)
_A_FILM = re.compile(_OPENER + r"(?:an?|some|any) ")
_REFERS = re.compile(
    r"\b(?:it|them|they|those|these|the (?:list|same|others?)|that (?:list|one)|ones|but (?:newer|older|shorter"
    r"|longer|funnier))\b"
)


def renewal(text: str, reading: Reading, session: Session) -> Renewal:
    """What a message in lower case does to the wish, in the light of what was read in it."""
    if reading.reset or not session.turns:
        return "fresh"
    subject = bool(reading.query or reading.genres or reading.any_genres or reading.people or reading.similar_to)
    if reading.intent == "recall" or (_ANEW.search(text) and (subject or reading.moods)):
        return "fresh"
    if _TONIGHT.search(text):
        return "fresh"
    kind = bool(reading.genres or reading.any_genres)
    if _REPLACES.search(text) and (subject or reading.moods):
        return "replaces"
    had_kind = bool(_kinds(session.wish))
    if kind and had_kind and _TASTE.search(text):
        return "adds"
    if reading.more and kind and had_kind:
        return "replaces"
    if _CHANGES.match(text) or reading.more or reading.dropped or reading.dropped_genres or reading.taken_back:
        return "adds"
    if reading.similar_to:
        return "fresh"
    if _REFERS.search(text) or not subject:
        return "adds"
    if reading.query and _WHOLE.match(text):
        return "fresh"
    old = session.wish
    if _ASKS.search(text):
        return "fresh" if _has_subject(session) else "adds"
    if kind and _bounds(reading):
        return "fresh" if had_kind or (_A_FILM.match(text) and _has_subject(session)) else "adds"
    return "replaces" if (kind and had_kind) or (reading.query and not kind and old.query) else "adds"


def _has_subject(session: Session) -> bool:
    """The wish says what kind of film is meant, so that another kind begins a new one."""
    wish, filters = session.wish, session.wish.filters
    named = (wish.query, wish.moods, wish.similar_to, filters.people, filters.language, filters.countries)
    return bool(_kinds(wish)) or any(named)


def _kinds(wish: Request) -> tuple[str, ...]:
    return (*wish.filters.genres, *wish.filters.any_genres)


def _bounds(reading: Reading) -> bool:
    return any(
        value is not None
        for value in (reading.min_year, reading.max_year, reading.min_runtime, reading.max_runtime, reading.language)
    ) or bool(reading.people or reading.countries)


def relate(text: str, reading: Reading, session: Session) -> None:
    """Settle in the reading whether it begins anew, or which parts of the wish so far it replaces or widens."""
    how = renewal(text, reading, session)
    reading.fresh = how == "fresh"
    if how == "replaces":
        _replace(text, reading, session.wish)
    elif how == "adds":
        _add(text, reading, session.wish)


def _replace(text: str, reading: Reading, old: Request) -> None:
    new = (*reading.genres, *reading.any_genres)
    if new:
        reading.dropped_genres += tuple(genre for genre in _kinds(old) if genre not in new)
    elif reading.people:
        reading.dropped += ("people",)
    if _INSTEAD.search(text) or not _REPLACES.search(text):
        gone = ("moods", *(("similar_to",) if new or reading.query else ()), *(("query",) if new else ()))
        reading.dropped += tuple(name for name in gone if getattr(old, name))


def _add(text: str, reading: Reading, old: Request) -> None:
    new = (*reading.genres, *reading.any_genres)
    if new and _kinds(old) and (_OR.match(text) or _TASTE.search(text) or _MORE_KINDS.fullmatch(text)):
        reading.any_genres = tuple(dict.fromkeys((*_kinds(old), *new)))
        reading.dropped_genres += old.filters.genres
        reading.genres = ()
    if _OR.match(text) and reading.min_year is not None and old.filters.min_year is not None:
        reading.min_year = min(reading.min_year, old.filters.min_year)
        ends = [end for end in (reading.max_year, old.filters.max_year) if end is not None]
        reading.max_year = max(ends) if len(ends) > 1 else None
    if _TOO.search(text) and _apart(reading, old):
        reading.min_year = _least(reading.min_year, old.filters.min_year)
        reading.max_year = _most(reading.max_year, old.filters.max_year)
    if reading.query and old.query and not _ABOUT.match(text):
        reading.query = f"{old.query}, {reading.query}" if reading.query not in old.query else old.query


def _apart(reading: Reading, old: Request) -> bool:
    """Both set years that no film meets together."""
    years = (reading.min_year, reading.max_year), (old.filters.min_year, old.filters.max_year)
    (low, high), (first, last) = ((start or 0, end or 9999) for start, end in years)
    return years[0] != (None, None) and years[1] != (None, None) and (low > last or high < first)


def _least(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _most(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


_TOO = re.compile(r"\b(?:too|also|as well)\b")
_OR = re.compile(r"\W*(?:or|either)\b")
_MORE_KINDS = re.compile(r"\W*(?:and|also|plus|and also) (?:some |maybe )?[\w -]+s\W*")  # "and comedies"
_TASTE = re.compile(
    r"\b(?:i|we)(?:'m|'re| am| are)? (?:(?:also|really|do|too|quite|both) )*(?:like|love|enjoy|adore|into)\b"
)
_ABOUT = re.compile(r"\W*(?:about|something about)\b")
