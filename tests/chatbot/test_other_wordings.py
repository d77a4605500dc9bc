"""Wishes in words that are read late: signs, times told as a way of living, a plot in a few words."""

import pytest

from chatbot.conversation import Session
from chatbot.reading import Reading
from chatbot.rules import Rules
from chatbot.spelling import corrected
from data.movies import Catalogue
from data.ratings import History


def read(rules: Rules, message: str) -> Reading:
    return rules.read(message, Session(History(None, {})))


@pytest.mark.parametrize(
    ("message", "low", "high"),
    [
        ("horror since 2000 that's over in 90 minutes", None, 90),
        ("a comedy < 95 mins", None, 95),
        ("a drama > 2 hours", 120, None),
        ("a film noir, below an hour and three quarters", None, 105),
        ("romance, and she falls asleep after two hours", None, 120),
        ("a cartoon, bedtime is in 80 minutes", None, 80),
        ("a proper epic, three hours or more, we've got all sunday", 180, None),
        ("a drama that doesn't go beyond 1 h 45", None, 105),
    ],
)
def test_a_length_told_another_way_is_a_bound(rules: Rules, message: str, low: int | None, high: int | None) -> None:
    reading = read(rules, message)
    assert (reading.min_runtime, reading.max_runtime) == (low, high)
    assert reading.intent == "recommend"


def test_a_year_of_birth_bounds_what_was_made_before_it(rules: Rules) -> None:
    assert read(rules, "I was born in 1985. Show me something good made before that.").max_year == 1984


def test_one_only_is_a_number(rules: Rules) -> None:
    assert read(rules, "one only, and older than 1970").count == 1


def test_a_plot_in_a_few_words_looks_for_the_film(rules: Rules) -> None:
    reading = read(rules, "man wakes up on the same day again and again")
    assert (reading.intent, reading.query) == ("recall", "man wakes up on the same day again and again")


@pytest.mark.parametrize(
    ("message", "query"),
    [("submarine, no romance", "submarine"), ("zombie stuff, no gore", "zombie"), ("something sporty", "sports")],
)
def test_what_is_refused_beside_a_subject_leaves_it(rules: Rules, message: str, query: str) -> None:
    assert read(rules, message).query == query


def test_a_kind_that_would_hit_the_spot_is_no_plot(rules: Rules) -> None:
    assert read(rules, "a creature feature would hit the spot").intent == "recommend"


@pytest.mark.parametrize(
    "message", ["who's the director of the one with the shark", "a thriller that goes beyond 3 h and is about a trial"]
)
def test_a_question_or_a_length_tells_no_plot(rules: Rules, message: str) -> None:
    assert read(rules, message).query != message


def test_thanks_for_what_was_lovely_is_no_request(rules: Rules) -> None:
    assert read(rules, "thanks, that was lovely!").intent == "small_talk"


def test_a_title_with_two_wrong_words_is_found(rules: Rules, catalogue: Catalogue) -> None:
    (movie_id,) = read(rules, "who directed Shawshenk Redemtion?").about
    assert catalogue[movie_id].title == "The Shawshank Redemption"


def test_signs_are_words() -> None:
    said = corrected("films w/o romance, w/ dogs, < 2h or > 90 min, 3 < 4", lambda word: True)
    assert said == "films without romance, with dogs, under 2h or over 90 min, 3 < 4"
