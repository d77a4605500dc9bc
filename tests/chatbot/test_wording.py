"""Which phrasing a turn takes, and how small things are worded."""

from chatbot.conversation import Session, Turn
from chatbot.wording import (
    Voice,
    capital,
    ended,
    escaped,
    headline,
    length,
    listed,
    named,
    number,
    ordinal,
    people,
    runtime,
    spoken_length,
    teaser,
)
from data.movies import Movie
from data.ratings import History

HEAT = Movie(1, "Heat", 1995, ("Crime", "Thriller", "IMAX", "Drama"), runtime_minutes=170)
BARE = Movie(2, "Untold")
PHRASES = ("a", "b", "c")


def conversation(*movies: tuple[int, ...]) -> Session:
    """A conversation whose answers showed these movies."""
    turns = [turn for shown in movies for turn in (Turn("user", "hi"), Turn("assistant", "...", shown))]
    return Session(History(None, {}), tuple(turns))


def test_no_phrasing_comes_twice_in_a_row() -> None:
    for shows, movies in ((True, (1,)), (False, ())):
        for turns in range(10):
            before = Voice(conversation(*[movies] * turns), "hi", shows=shows)
            after = Voice(conversation(*[movies] * (turns + 1)), "more", shows=shows)
            for place in range(4):
                assert before.choose("x", PHRASES, place) != after.choose("x", PHRASES, place)
                assert before.choose("x", PHRASES, place) != before.choose("x", PHRASES, place + 1)


def test_a_question_between_two_lists_does_not_bring_the_phrasing_of_the_first_back() -> None:
    first = Voice(conversation((1,)), "x", shows=True)
    for questions in range(1, 6):
        later = Voice(conversation((1,), *[()] * questions, (2,)), "x", shows=True)
        assert first.choose("x", PHRASES) != later.choose("x", PHRASES)


def test_conversations_differ_but_one_always_has_the_same_words() -> None:
    voices = [Voice(conversation(), f"message {n}", shows=True) for n in range(40)]
    again = [Voice(conversation(), f"message {n}", shows=True) for n in range(40)]
    chosen = [voice.choose("x", PHRASES) for voice in voices]
    assert chosen == [voice.choose("x", PHRASES) for voice in again]
    assert set(chosen) == set(PHRASES)


def test_a_headline_gives_the_facts_that_are_known() -> None:
    assert headline(HEAT) == "**Heat** (1995), 2 h 50 min, crime, thriller, IMAX"
    assert headline(HEAT, ("Drama", "IMAX")) == "**Heat** (1995), 2 h 50 min, IMAX, drama, crime"
    assert headline(BARE) == named(BARE) == "**Untold**"


def test_a_runtime_is_in_hours_and_minutes() -> None:
    minutes = (45, 60, 61, 120, 170, None)
    texts = [runtime(Movie(1, "x", runtime_minutes=value)) for value in minutes]
    assert texts == ["45 min", "1 h", "1 h 1 min", "2 h", "2 h 50 min", ""]
    assert length(8) == "8 min"
    assert [spoken_length(value) for value in (90, 95, 120, 150)] == [
        *("90 minutes", "95 minutes", "two hours", "two and a half hours")
    ]


def test_lists_of_no_one_two_and_three_are_joined_as_people_do() -> None:
    assert [listed(("a", "b", "c")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(("a", "b", "c"), "or") == "a, b or c"
    assert people(("A_B", "C")) == r"A\_B and C"


def test_numbers_and_places_are_words() -> None:
    assert [number(n) for n in (1, 3, 10, 11, 1204)] == ["one", "three", "ten", "11", "1,204"]
    places = (1, 2, 3, 4, 11, 12, 13, 21, 102, 111, 1003)
    assert [ordinal(n) for n in places] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th", "1,003rd")
    ]
    assert [capital(text) for text in ("crime", "IMAX", "")] == ["Crime", "IMAX", ""]


def test_a_sentence_that_ends_with_a_title_has_one_full_stop() -> None:
    assert [ended(text) for text in ("like Heat", "like Airplane!", "like Sunset Blvd.")] == [
        *("like Heat.", "like Airplane!", "like Sunset Blvd.")
    ]


def test_titles_cannot_bring_markup_into_the_page() -> None:
    evil = Movie(3, "<img src=x onerror=alert(1)> **[x](y)**")
    assert headline(evil) == r"**\<img src=x onerror=alert(1)\> \*\*\[x\](y)\*\***"
    assert escaped("a*b_c[d]`e\\") == r"a\*b\_c\[d\]\`e\\"


def test_a_teaser_leaves_out_how_the_story_goes_on() -> None:
    movie = Movie(1, "x", overview="A man *runs*. He is chased.  He is caught. He was the killer.")
    assert teaser(movie, 1) == r"A man \*runs\*."
    assert teaser(movie, 2) == r"A man \*runs\*. He is chased."
    assert teaser(Movie(1, "x", lead="Only a lead."), 2) == "Only a lead."
    assert teaser(BARE, 2) == ""
