import pytest

from chatbot.runtimes import read_runtime
from chatbot.scan import Scan
from chatbot.years import ordered, read_years, told_age

NEWEST = 2025


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from the 90s", (1990, 1999)),
        ("the nineties", (1990, 1999)),
        ("an 80's movie", (1980, 1989)),
        ("'80s", (1980, 1989)),
        ("the 2010s", (2010, 2019)),
        ("early 2000s", (2000, 2003)),
        ("late sixties", (1967, 1969)),
        ("80s or 90s", (1980, 1999)),
        ("before the 70s", (None, 1969)),
        ("since the 80s", (1980, None)),
        ("from 1985", (1985, 1985)),
        ("between 1990 and 1995", (1990, 1995)),
        ("1995-1990", (1990, 1995)),
        ("before 1980", (None, 1979)),
        ("up to 1980", (None, 1980)),
        ("1980 or earlier", (None, 1980)),
        ("after 2010", (2011, None)),
        ("since 2010", (2010, None)),
        ("2010 or later", (2010, None)),
        ("no older than 2000", (2000, None)),
        ("after 1990 but before 2000", (1991, 1999)),
        ("from the last ten years", (2015, None)),
        ("the past decade", (2015, None)),
        ("not older than 5 years", (2020, None)),
        ("in 3000", (None, None)),
        ("nothing about years", (None, None)),
    ],
)
def test_years_are_read(text: str, expected: tuple[int | None, int | None]) -> None:
    assert read_years(Scan(text), NEWEST) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under two hours", (None, 120)),
        ("under 2h", (None, 120)),
        ("no more than 2 hours", (None, 120)),
        ("less than two and a half hours", (None, 150)),
        ("at most an hour and a half", (None, 90)),
        ("90 minutes or less", (None, 90)),
        ("ninety minutes max", (None, 90)),
        ("i only have 90 minutes", (None, 90)),
        ("under 1h45", (None, 105)),
        ("over three hours", (180, None)),
        ("at least 2 hours long", (120, None)),
        ("not under two hours", (120, None)),
        ("about 90 minutes", (75, 105)),
        ("a two-hour film", (105, 135)),
        ("between 90 and 120 minutes", (90, 120)),
        ("at least 90 minutes but under 2 hours", (90, 120)),
        ("not too long", (None, 120)),
        ("neither too long", (None, 120)),
        ("nothing too short", (90, None)),
        ("a short film", (None, 95)),
        ("something quick", (None, 95)),
        ("a long movie", (135, None)),
        ("just a minute", (None, None)),
        ("a long day", (None, None)),
    ],
)
def test_runtimes_are_read(text: str, expected: tuple[int | None, int | None]) -> None:
    assert read_runtime(Scan(text)) == expected


def test_bounds_that_leave_nothing_lose_the_lower() -> None:
    assert ordered(2000, 1990) == (None, 1990)
    assert ordered(1990, 2000) == (1990, 2000)
    assert ordered(None, 1990) == (None, 1990)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("old black and white one about a circus, she marries him for money", (None, 1966)),
        ("a tramp raises a child, no sound", (None, 1931)),
        ("pods copy everybody while they sleep, fifties version", (1947, 1962)),
        ("two teenagers end up inside an old b/w telly show", (None, None)),
        ("swinging sixties, a man takes pictures in a park", (None, None)),
        ("a girl in black and white stripes runs away", (None, None)),
    ],
)
def test_a_plot_may_tell_how_old_the_film_is(text: str, expected: tuple[int | None, int | None]) -> None:
    assert told_age(text) == expected
