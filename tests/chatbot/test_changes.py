"""Changes of mind in later messages: other counts, people let go, years added or kept out, films known."""

import pytest

from chatbot.conversation import Request
from chatbot.rules import Rules
from retrieval.index import Filters
from tests.chatbot.changing import changed, said

PACINO = Request(filters=Filters(genres=("Crime",), people=("Al Pacino",)))
SIXTIES = Request(filters=Filters(min_year=1960, max_year=1969))
EIGHTIES = Request(filters=Filters(genres=("Comedy",), min_year=1980, max_year=1989))


@pytest.mark.parametrize("message", ["and without him?", "no more of him", "not with him please", "i can't stand him"])
def test_a_pronoun_refuses_the_person_of_the_wish(rules: Rules, message: str) -> None:
    assert changed(rules, message, PACINO).filters == Filters(genres=("Crime",), not_people=("Al Pacino",))


@pytest.mark.parametrize("message", ["more with him", "he is not in the mood for crying in this", "give it to him"])
def test_a_pronoun_in_other_words_refuses_nobody(rules: Rules, message: str) -> None:
    assert changed(rules, message, PACINO).filters.not_people == ()


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("actually 5 of them", 5),
        ("only one now", 1),
        ("two of those", 2),
        ("make it 4: quiet dramas", 4),
        ("half a dozen romances", 6),
        ("comedies from the 90s, not too long, 5", 5),
        ("one black and white comedy", 1),
        ("two options is enough", 2),
        ("one of my friends likes westerns", None),
        ("the one with the shark", None),
        ("we watched two of them last week, now a western", None),
        ("ok 90s", None),
    ],
)
def test_a_number_of_films_is_read_in_many_words(rules: Rules, message: str, count: int | None) -> None:
    assert said(rules, message, EIGHTIES).count == count


@pytest.mark.parametrize("message", ["70s also ok", "the 70s too", "or the 70s", "70s as well"])
def test_years_that_are_welcome_too_widen_those_asked_for(rules: Rules, message: str) -> None:
    filters = changed(rules, message, SIXTIES).filters
    assert (filters.min_year, filters.max_year) == (1960, 1979)


def test_years_of_a_later_message_else_replace(rules: Rules) -> None:
    filters = changed(rules, "from the 90s", SIXTIES).filters
    assert (filters.min_year, filters.max_year) == (1990, 1999)


@pytest.mark.parametrize(
    "message",
    [
        "any decade except the 90s",
        "as long as it isn't from the 90s",
        "anything but the 90s",
        "a western, not from the 90s",
    ],
)
def test_a_decade_can_be_kept_out(rules: Rules, message: str) -> None:
    reading = said(rules, message)
    assert (reading.not_years, reading.min_year, reading.max_year) == (((1990, 1999),), None, None)


@pytest.mark.parametrize("message", ["why not something from the 90s", "not older than the 90s", "nothing before 1990"])
def test_what_sounds_like_it_keeps_no_decade_out(rules: Rules, message: str) -> None:
    reading = said(rules, message)
    assert (reading.not_years, reading.min_year) == ((), 1990)


def test_a_decade_kept_out_ends_the_wish_for_it_and_may_be_let_in_again(rules: Rules) -> None:
    out = changed(rules, "not from the 80s please", EIGHTIES)
    assert out.filters == Filters(genres=("Comedy",), not_years=((1980, 1989),))
    assert changed(rules, "the 80s are fine after all", out).filters == Filters(genres=("Comedy",))
    asked = changed(rules, "from the 80s then", out).filters
    assert (asked.not_years, asked.min_year, asked.max_year) == ((), 1980, 1989)


@pytest.mark.parametrize(
    ("message", "rewatch"),
    [
        ("ok now one that I have seen", True),
        ("a thriller from the 90s that i've seen before", True),
        ("nothing I've seen before please", False),
        ("a comedy i haven't seen", False),
        ("it was the best film i have seen", None),
        ("Heat is one of my favorites", None),
        ("yes that's great, i will watch it again", None),
        ("i want to see it again some day. what else?", None),
        ("one of my favorites is Heat", None),
    ],
)
def test_known_films_are_asked_for_or_only_spoken_of(rules: Rules, message: str, rewatch: bool | None) -> None:
    assert said(rules, message, Request()).rewatch is rewatch


def test_a_genre_left_is_gone_back_to(rules: Rules) -> None:
    horror = Request(filters=Filters(genres=("Horror",), min_year=1980))
    assert changed(rules, "nah go back to comedies", horror).filters == Filters(genres=("Comedy",), min_year=1980)


def test_bounds_narrow_a_list_and_something_else_ends_it(rules: Rules) -> None:
    listed = Request(intent="list", filters=Filters(people=("Al Pacino",)), paused=Request())
    narrowed = changed(rules, "only from before 1995", listed)
    assert (narrowed.intent, narrowed.filters.max_year) == ("list", 1994)
    assert changed(rules, "something else", listed).intent == "recommend"


@pytest.mark.parametrize(
    ("message", "longest"),
    [
        ("a family film, 90s, under 105", 105),
        ("too long, max 2", 120),
        ("<90 minutes, thriller", 90),
        ("none of them longer than 2 hours", 120),
        ("under 300 of them", None),
        ("max 2 please", None),
    ],
)
def test_a_limit_may_lack_its_unit(rules: Rules, message: str, longest: int | None) -> None:
    assert said(rules, message).max_runtime == longest


def test_signs_stand_for_words(rules: Rules) -> None:
    reading = said(rules, ">1995, thriller, !horror")
    assert (reading.min_year, reading.genres, reading.not_genres) == (1996, ("Thriller",), ("Horror",))
    assert said(rules, "a thriller!! great!! more").not_about == ()


def test_something_like_it_asked_about_is_no_question_why_not(rules: Rules) -> None:
    reading = said(rules, "what about something with robots, 80s, not The Matrix", Request())
    assert (reading.intent, reading.min_year) == ("recommend", 1980)
    assert said(rules, "what about The Matrix", Request()).intent == "why"


@pytest.mark.parametrize(
    "message",
    [
        "Classic I love that",
        "Is Life of the Party (2018) a comedy?",
        "haha, it is a comedy movie, but if you mean it in another way maybe",
        "Also The Matrix (1999) is a great musical movie",
        "that's one of my daughter's favorites",
    ],
)
def test_what_is_said_of_a_film_sets_no_condition(rules: Rules, message: str) -> None:
    filters = changed(rules, message, Request()).filters
    assert filters.model_copy(update={"not_movies": ()}) == Filters()


@pytest.mark.parametrize(
    "message",
    [
        "a thriller, and I can't bear Al Pacino",
        "a thriller, Al Pacino must not be in it",
        "two thrillers, each under 105 minutes, none with Al Pacino",
        "i'm fed up with Al Pacino. a thriller then",
    ],
)
def test_people_are_refused_beside_other_wishes(rules: Rules, message: str) -> None:
    reading = said(rules, message)
    assert (reading.intent, reading.people, reading.not_people) == ("recommend", (), ("Al Pacino",))


def test_a_limit_behind_where_is_no_plot(rules: Rules) -> None:
    reading = said(rules, "a war drama post 2000 where the runtime stays under 2h15")
    assert (reading.max_runtime, reading.query) == (135, "")
