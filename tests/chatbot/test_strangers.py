"""Whom the catalogue knows nothing of is named in the answer, and nobody else is meant instead."""

import pytest

from chatbot.answer import compose
from chatbot.conversation import Session
from chatbot.picks import Selection
from chatbot.reading import apply
from chatbot.rules import Rules
from data.movies import Catalogue
from data.ratings import History

NEW = Session(History(None, {}))


@pytest.mark.parametrize(
    ("message", "unknown"),
    [
        ("a Zanussi film", ("Krzysztof Zanussi",)),
        ("anything by Olmi", ("Ermanno Olmi",)),
        ("something by pialat", ("Maurice Pialat",)),
        ("what else did Naruse make?", ("Mikio Naruse",)),
        ("anything by Kevin Blorkson", ("Kevin Blorkson",)),
        ("a thriller directed by a woman", ("directed by a woman",)),
        ("with Ingrid Bergman", ()),
        ("films by Hitchcock", ()),
        ("films with Old Friends", ()),
        ("a film about a woman director", ()),
        ("Something With Sharks And Boats", ()),
    ],
)
def test_whoever_is_asked_for_and_not_credited_is_unknown(rules: Rules, message: str, unknown: tuple[str, ...]) -> None:
    assert rules.read(message, NEW).unknown == unknown


def test_a_wish_for_nobody_known_shows_no_films(rules: Rules, catalogue: Catalogue) -> None:
    request = apply(rules.read("anything by Olmi", NEW), NEW)
    answer = compose("anything by Olmi", NEW, request, Selection(()), catalogue)
    assert (request.intent, answer.picks) == ("unclear", ())
    assert answer.text == "I do not know of any film with credits for Ermanno Olmi."


def test_other_wishes_beside_a_stranger_hold(rules: Rules) -> None:
    reading = rules.read("a thriller directed by a woman", NEW)
    assert (reading.intent, reading.genres, reading.query) == ("recommend", ("Thriller",), "")


def test_what_is_unknown_is_said_once(rules: Rules) -> None:
    asked = apply(rules.read("a thriller directed by a woman", NEW), NEW)
    assert asked.unknown
    assert apply(rules.read("newer", Session(History(None, {}), wish=asked)), Session(NEW.history)).unknown == ()
