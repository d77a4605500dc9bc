"""Messages, alone and one after another, and the wish that a person would read in them, over the bundled catalogue.

A line of `understanding/*.jsonl` has the messages of one person (`say`), what their wish is at the end (`wish`, only
what differs from no wish at all), words that the query may have besides (`may`), and what is not compared (`free`).
After every message the same three films have been shown: Heat (1995, 170 minutes), The Matrix (1999, 136) and
Groundhog Day (1993, 101).
"""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from chatbot.conversation import Request, Session, Turn
from chatbot.reading import apply
from chatbot.rules import Rules
from data.movies import Catalogue
from data.ratings import History
from retrieval.words import STOP_WORDS

FOLDER = Path(__file__).parent / "understanding"
SHOWN = ("Heat", "The Matrix", "Groundhog Day")
RENAMED = {"any_genres": "any", "language": "lang", "not_languages": "not_lang", "not_movies": "refused"}
RENAMED |= {"similar_to": "similar"}


@dataclasses.dataclass(frozen=True)
class Case:
    """One line of a table."""

    say: list[str]
    wish: dict[str, Any]
    may: frozenset[str]
    free: frozenset[str]


def cases(half: str) -> list[Case]:
    read = (json.loads(line) for line in (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Case(line["say"], line["wish"], frozenset(line.get("may", ())), frozenset(line.get("free", ())))
        for line in read
    ]


def wish_after(messages: list[str], rules: Rules, catalogue: Catalogue) -> Request:
    """The wish when the last message was read."""
    by_title = {movie.title: movie.movie_id for movie in catalogue}
    listed = tuple(by_title[title] for title in SHOWN)
    session = Session(History(None, {}))
    for message in messages:
        wish = apply(rules.read(message, session), session)
        turns = (*session.turns, Turn("user", message))
        session = dataclasses.replace(session, wish=wish, turns=turns, listed=listed, shown=listed)
    return session.wish


def told(wish: Request, catalogue: Catalogue) -> dict[str, Any]:
    """What the wish says, as the tables write it."""
    said = wish.model_dump(exclude_defaults=True, exclude={"filters"})
    said |= wish.filters.model_dump(exclude_defaults=True)
    for low, high, name in (("min_year", "max_year", "years"), ("min_runtime", "max_runtime", "minutes")):
        if low in said or high in said:
            said[name] = [said.pop(low, None), said.pop(high, None)]
    for name in ("similar_to", "seen", "not_movies", "about"):
        if name in said:
            said[name] = [catalogue[movie_id].title for movie_id in said[name]]
    for old, new in RENAMED.items():
        if old in said:
            said[new] = said.pop(old)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def mistakes(case: Case, wish: Request, catalogue: Catalogue) -> dict[str, tuple[Any, Any]]:
    """Of each part of the wish that is wrong: what was expected, and what was read."""
    said, expected = told(wish, catalogue), dict(case.wish)
    needed, query = set(expected.pop("query", ())), content(said.pop("query", ""))
    wrong = {
        name: (expected.get(name), said.get(name))
        for name in {*expected, *said} - case.free
        if ordered(expected.get(name)) != ordered(said.get(name))
    }
    if not needed <= query or not query <= needed | case.may:
        wrong["query"] = (sorted(needed), sorted(query))
    return wrong


def ordered(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


def content(query: str) -> set[str]:
    return {word for word in re.findall(r"\w+", query.lower()) if word not in STOP_WORDS}


CASES = [case for half in ("tuning", "held_out", "wordings") for case in cases(half)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " / ".join(case.say))
def test_the_wish_is_read_as_a_person_would(case: Case, rules: Rules, catalogue: Catalogue) -> None:
    assert mistakes(case, wish_after(case.say, rules, catalogue), catalogue) == {}
