"""Lists of wishes beside plots, and where the limits behind a plot begin."""

import pytest

from chatbot.limits import ends_before_limits, limits
from chatbot.rules import Rules
from tests.chatbot.changing import said

NEWEST = 2018


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("80s horror under 95 min no zombies 3 of them", 3),
        ("romances from the forties, except the sad ones", 2),
        ("four thrillers, none of them longer than two hours", 3),
        ("a man wakes up on the same day again and again", 0),
        ("two brothers rob a bank in the 1930s and one of them dies", 1),
        ("a boy who does not grow up, no one knows why", 0),
    ],
)
def test_the_kinds_of_limits_are_counted(text: str, kinds: int) -> None:
    assert limits(text, NEWEST) == kinds


@pytest.mark.parametrize(
    ("text", "plot"),
    [
        ("a bank heist, no blood, under 2 hours", "a bank heist"),
        ("a strong woman in the lead, action or sci-fi, not too old, 2h tops", "a strong woman in the lead"),
        ("chess, from the 90s please", "chess"),
        ("love, war and death", "love, war and death"),
        ("a man, not a boy, who lives in a lighthouse", "a man, not a boy, who lives in a lighthouse"),
    ],
)
def test_a_plot_ends_before_the_limits_behind_it(text: str, plot: str) -> None:
    assert text[: ends_before_limits(text, 0, len(text), NEWEST)] == plot


def test_a_list_of_wishes_is_no_plot_to_be_recalled(rules: Rules) -> None:
    reading = said(rules, "80s horror under 95 min no zombies 3 of them")
    assert (reading.intent, reading.genres, reading.not_about) == ("recommend", ("Horror",), ("zombies",))
    assert (reading.min_year, reading.max_year, reading.max_runtime, reading.count) == (1980, 1989, 95, 3)
    told = said(rules, "a weatherman wakes up on the same day again and again until he becomes a better man")
    assert (told.intent, told.genres) == ("recall", ())


def test_people_behind_where_are_no_plot(rules: Rules) -> None:
    reading = said(rules, "three movies in which Al Pacino stars that are not sci-fi, from the 90s")
    assert (reading.people, reading.not_genres, reading.count) == (("Al Pacino",), ("Sci-Fi",), 3)
