"""Bounds of years and runtimes, in many ways of saying them times many years and amounts."""

import pytest

from chatbot.runtimes import read_runtime
from chatbot.scan import Scan
from chatbot.years import read_years

AMOUNTS = {
    **{"two hours": 120, "2 hours": 120, "2h": 120, "90 minutes": 90, "90 mins": 90, "ninety minutes": 90, "1h45": 105},
    **{"an hour and a half": 90, "1 h 45 min": 105, "one hour forty": 100, "two and a half hours": 150, "3 hrs": 180},
    **{
        "2.5 hours": 150,
        "a hundred minutes": 100,
        "1 hour 30": 90,
        "1hr 30mins": 90,
        "one hundred and ten minutes": 110,
    },
}
AT_MOST = """
under X; less than X; no more than X; no longer than X; X max; X tops; X or less; at most X; not over X; max X; i have X
it can't be over X; nothing longer than X; within X; up to X; mustn't be longer than X; has to be under X
please don't exceed X; that doesn't last more than X; X at the most; i've got X to kill; no films above X
i don't want anything longer than X; a max of X; i can spare X; hates films over X; wraps up within X
can't sit still for more than X; my flight is X; on a X flight; X, not more; i don't have more than X; never over X
"""
AT_LEAST = """
over X; more than X; at least X; longer than X; no less than X; not under X; X or more; X plus; X minimum; upwards of X
nothing under X; nothing shorter than X; must be over X; i don't want anything under X; a minimum of X; not less than X
"""
YEARS = {
    **{"1980": (1980, 1980), "the 80s": (1980, 1989), "the eighties": (1980, 1989), "the 2000s": (2000, 2009)},
    **{"2005": (2005, 2005), "the nineties": (1990, 1999), "the early 90s": (1990, 1993), "1959": (1959, 1959)},
}
BEFORE = "before X; older than X; made before X; prior to X; earlier than X; from before X; it must be older than X"
UNTIL = """
until X; up to X; no later than X; no newer than X; nothing newer than X; nothing after X; X or earlier; X or older
nothing made after X; nothing more recent than X; X at the latest; it can't be newer than X; no films after X
shouldn't be from after X; i don't want anything newer than X
"""
AFTER = "after X; newer than X; more recent than X; later than X; made after X; it should be newer than X"
SINCE = """
since X; from X on; from X onwards; X or later; X or newer; no older than X; nothing older than X; nothing before X
i don't want anything older than X; it can't be older than X; no films from before X; X and up; not from before X
"""
WITHIN = "from X; in X; made in X; released in X; something from X"


def ways(text: str) -> list[str]:
    return [way.strip() for line in text.strip().splitlines() for way in line.split(";")]


@pytest.mark.parametrize("way", ways(AT_MOST))
def test_no_longer(way: str) -> None:
    for said, minutes in AMOUNTS.items():
        assert read_runtime(Scan(way.replace("X", said))) == (None, minutes), said


@pytest.mark.parametrize("way", ways(AT_LEAST))
def test_no_shorter(way: str) -> None:
    for said, minutes in AMOUNTS.items():
        assert read_runtime(Scan(way.replace("X", said))) == (minutes, None), said


@pytest.mark.parametrize(
    ("way", "side"),
    [
        *((way, "before") for way in ways(BEFORE)),
        *((way, "until") for way in ways(UNTIL)),
        *((way, "after") for way in ways(AFTER)),
        *((way, "since") for way in ways(SINCE)),
        *((way, "within") for way in ways(WITHIN)),
    ],
)
def test_years(way: str, side: str) -> None:
    for said, (first, last) in YEARS.items():
        expected = {
            "before": (None, first - 1),
            "until": (None, last),
            "after": (last + 1, None),
            "since": (first, None),
            "within": (first, last),
        }[side]
        assert read_years(Scan(way.replace("X", said)), 2020) == expected, said
