"""What a request asks of an answer, and whether it holds. A check that is not listed here is an error."""

import dataclasses
import re
import statistics
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from tests.exam.facts import Facts, folded, plain
from tests.exam.texts import lengths_of, named, says, untrue, was_said

Check: TypeAlias = dict[str, Any]

HARD = ("year", "year_out", "runtime", "genre_out", "person_out", "seen", "repeat")
FILMS = ("exclude", "target", "among", "first_among", "like", "talk")
PLAIN = (
    "n min_share genres_all genres_any genres_none year_min year_max runtime_min runtime_max person person_not lang "
    "lang_not not_seen seen top answer_any answer_none answer_all admits count count_min differs nonempty real "
    "no_movies fresh newer older shorter longer like_place fact answer_or_admits longer_than answer_also "
    "no_others about may_be_quiet year_not"
).split()
KNOWN = frozenset((*FILMS, *PLAIN))
ADMITS = re.compile(
    r"\b(don.?t know|do not know|not sure|can.?t (say|tell|find)|cannot (say|tell|find)|couldn.?t find|could not find"
    r"|no idea|doesn.?t say|does not say|do not say|don.?t say|don.?t have|do not have|not known|unknown|nothing about"
    r"|no (record|information|film|movie|facts?)|isn.?t recorded|not recorded|lacks?|never heard|not say)\b"
)


@dataclasses.dataclass(frozen=True)
class Exchange:
    """A message, what was answered, and what had been shown before it, oldest first; movie ids.

    Attributes:
        user: whose ratings were known, None for nobody's.
        said: all that the person said so far.
        lists: every list shown before.
        others: what another user got for the same words, where a check compares.
    """

    user: int | None
    said: str
    lists: tuple[tuple[int, ...], ...]
    text: str
    picks: tuple[int, ...]
    milliseconds: float
    others: tuple[int, ...] | None = None


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Which checks hold, and of each hard one how many films keep and break it."""

    held: dict[str, bool]
    kept: int = 0
    broken: int = 0


def judge(check: Check, exchange: Exchange, facts: Facts) -> Verdict:
    """Every check of one turn, and of any answer "grounded" (the films it names) and "true" (what it says of them).

    Raises:
        KeyError: a check is not known, or a title is of no film.
    """
    unknown = set(check) - KNOWN
    if unknown:
        raise KeyError(f"no check is called {sorted(unknown)}")
    top = list(dict.fromkeys(exchange.picks))[: check.get("n", 5)]
    held: dict[str, bool] = {}
    held |= _soft(check, exchange, facts, top)
    hard = dict(_hard(check, exchange, facts, top))
    held |= {name: bool(top or "may_be_quiet" in check) and not any(breaks) for name, breaks in hard.items()}
    if "runtime" in hard:
        held["runtime"] = held["runtime"] and sum(m in facts.runtime for m in top) >= max(1, min(3, len(top)) - 1)
    held |= _said(check, exchange, facts)
    held["grounded"] = grounded(check, exchange, facts)
    held["true"] = not untrue(exchange.text, facts)
    broken = sum(sum(breaks) for breaks in hard.values())
    return Verdict(held, sum(len(breaks) for breaks in hard.values()) - broken, broken)


def _hard(check: Check, exchange: Exchange, facts: Facts, top: list[int]) -> Iterable[tuple[str, list[bool]]]:
    """Of each hard wish, which of the films break it. A film of unknown length or people breaks nothing."""
    if "genres_none" in check:
        yield "genre_out", [bool(set(check["genres_none"]) & facts.sure_genres[m]) for m in top]
    if "year_not" in check:
        first, last = check["year_not"]
        yield "year_out", [m not in facts.year or first <= facts.year[m] <= last for m in top]
    years = _bounds(check, exchange, facts.year, "year", "newer", "older")
    if years:
        yield "year", [m not in facts.year or not years[0] <= facts.year[m] <= years[1] for m in top]
    lengths = _bounds(check, exchange, facts.runtime, "runtime", "longer", "shorter")
    if lengths:
        yield "runtime", [m in facts.runtime and not lengths[0] <= facts.runtime[m] <= lengths[1] for m in top]
    if "person_not" in check:
        yield "person_out", [any(facts.credits(m, name) for name in check["person_not"]) for m in top]
    if "not_seen" in check:
        yield "seen", [m in facts.seen[exchange.user or 0] for m in exchange.picks]
    if "exclude" in check or "fresh" in check:
        out = facts.ids(check.get("exclude", ()))
        if "fresh" in check:
            out |= {m for shown in exchange.lists for m in shown}
        yield "repeat", [m in out for m in exchange.picks]


def _bounds(
    check: Check, exchange: Exchange, values: dict[int, Any], what: str, more: str, less: str
) -> tuple[float, float] | None:
    """The least and the most allowed: as given, or as against the middle of the last list."""
    low, high = check.get(f"{what}_min", 0), check.get(f"{what}_max", 9999)
    known = [values[m] for m in (exchange.lists[-1] if exchange.lists else ()) if m in values]
    if known and more in check:
        low = max(low, statistics.median(known) + 0.01)
    if known and less in check:
        high = min(high, statistics.median(known) - 0.01)
    return (low, high) if {f"{what}_min", f"{what}_max", more, less} & set(check) else None


def _soft(check: Check, exchange: Exchange, facts: Facts, top: list[int]) -> dict[str, bool]:
    """What most of the list must fulfil, and what the list as a whole must be."""

    def share(fits: Callable[[int], bool], need: float) -> bool:
        return bool(top) and sum(fits(m) for m in top) / len(top) >= need - 1e-9

    held: dict[str, bool] = {}
    soft = check.get("min_share", 0.8)
    if "genres_all" in check:
        held["genre"] = share(lambda m: set(check["genres_all"]) <= facts.genres[m], soft)
    if "genres_any" in check:
        held["genre_any"] = share(lambda m: bool(set(check["genres_any"]) & facts.genres[m]), soft)
    if "lang" in check:
        held["language"] = share(lambda m: facts.language.get(m) in check["lang"], soft)
    if "lang_not" in check:
        held["language"] = share(lambda m: facts.language.get(m, "?") not in check["lang_not"], soft)
    if "person" in check:
        credit = [
            any(facts.credits(m, name) or folded(name) in folded(facts.lead.get(m, "")) for name in check["person"])
            for m in top
            if m in facts.cast
        ]
        held["person"] = bool(credit) and sum(credit) / len(credit) >= soft and 2 * len(credit) >= len(top)
    if "about" in check:
        held["about"] = share(lambda m: facts.speaks_of(m, check["about"]), 0.6)
    if "seen" in check:
        held["again"] = share(lambda m: m in facts.seen[exchange.user or 0], soft)
    if "among" in check:
        allowed = facts.ids(check["among"])
        held["among"] = share(lambda m: m in allowed, check.get("min_share", 0.6))
    if "first_among" in check:
        held["first"] = bool(top) and top[0] in facts.ids(check["first_among"])
    examples = facts.ids(check.get("like", ()))
    if "like_place" in check:
        examples = set(exchange.lists[-1][check["like_place"] - 1 :][:1] if exchange.lists else ())
        held["alike"] = bool(examples)
    if examples:
        near = share(lambda m: any(facts.kin(m, example) for example in examples), 0.6)
        held["alike"] = near and not examples & set(exchange.picks)
    if "target" in check:
        held["target"] = bool(facts.ids(check["target"]) & set(exchange.picks[: check.get("top", 5)]))
    if "count" in check:
        held["count"] = len(set(exchange.picks)) == check["count"]
    if "count_min" in check:
        held["count"] = len(set(exchange.picks)) >= check["count_min"]
    if "real" in check:
        held["real"] = all(m in facts.names for m in exchange.picks)
    if "no_others" in check:
        held["aside"] = all(any(was_said(name, exchange.said) for name in facts.names[m]) for m in exchange.picks)
    if "no_movies" in check:
        held["quiet"] = bool(exchange.text.strip()) and not exchange.picks
    if "differs" in check:
        ours, others = exchange.picks[:10], (exchange.others or ())[:10]
        held["personal"] = bool(ours and others) and 2 * len(set(ours) & set(others)) <= min(len(ours), len(others))
    return held


def _said(check: Check, exchange: Exchange, facts: Facts) -> dict[str, bool]:
    """What the text must and must not say."""
    text, held = folded(exchange.text), {}
    if "answer_any" in check:
        held["text"] = any(says(text, words) for words in check["answer_any"])
    if "answer_also" in check:
        held["reason"] = any(says(text, words) for words in check["answer_also"])
    if "answer_all" in check:
        held["text_all"] = all(says(text, words) for words in check["answer_all"])
    if "answer_none" in check:
        held["unsaid"] = not any(says(text, words) for words in check["answer_none"])
    if "admits" in check:
        held["honest"] = bool(ADMITS.search(text))
    if "answer_or_admits" in check:
        held["text"] = bool(ADMITS.search(text)) or any(says(text, words) for words in check["answer_or_admits"])
    if "longer_than" in check:
        held["unsaid"] = len(text.strip()) > check["longer_than"]
    if "nonempty" in check:
        held["answered"] = bool(text.strip())
    if "fact" in check:
        held["fact"] = _tells(check["fact"], exchange, facts, text)
    return held


def _tells(fact: dict[str, Any], exchange: Exchange, facts: Facts, text: str) -> bool:
    """The text gives the fact of a place in the last list; what is not known must be said to be so."""
    movies = exchange.lists[-1] if exchange.lists else ()
    place = fact["place"] if fact["place"] > 0 else len(movies) + 1 + fact["place"]
    if not 0 < place <= len(movies):
        return False
    movie_id, topic = movies[place - 1], fact["topic"]
    known: list[str] = {
        "director": facts.directors.get(movie_id, []),
        "cast": facts.cast.get(movie_id, []),
        "year": [str(facts.year[movie_id])] if movie_id in facts.year else [],
        "runtime": lengths_of(facts.runtime[movie_id]) if movie_id in facts.runtime else [],
        "genres": sorted(facts.sure_genres[movie_id] | facts.genres[movie_id]),
        "title": [facts.names[movie_id][0]],
    }[topic]
    return any(says(text, words) for words in known) if known else bool(text.strip())


def grounded(check: Check, exchange: Exchange, facts: Facts) -> bool:
    """Each film that the text names with a year or in bold is a pick or was in the talk: shown, rated, or said."""
    shown = {m for movies in exchange.lists for m in movies} | facts.seen[exchange.user or 0]
    spoken = {m for key in FILMS for m in facts.ids(check.get(key, ()))}
    allowed = {*exchange.picks, *shown, *spoken}
    allowed_names = {plain(name) for m in allowed if m in facts.names for name in facts.names[m]}
    return all(
        movie_id in allowed
        or plain(name) in allowed_names
        or (movie_id is not None and any(was_said(other, exchange.said) for other in facts.names[movie_id]))
        for name, movie_id in named(exchange.text, facts)
    )
