"""Which of several movies comes first."""

from chatbot.measures import which
from data.movies import Movie

LONG = Movie(1, "Long", 1990, runtime_minutes=170, vote_average=7.0)
SHORT = Movie(2, "Short", 2000, runtime_minutes=80, vote_average=8.0)
SAME = Movie(3, "Same", 2000, runtime_minutes=80)
BARE = Movie(4, "Bare")


def test_two_are_compared_with_both_figures() -> None:
    text = which([LONG, SHORT], "longest", claims=False)
    assert text == "**Long** (1990) is longer: it runs 2 h 50 min; **Short** (2000) runs 1 h 20 min."
    assert which([SHORT, LONG], "longest", claims=True).startswith("No: **Long** (1990) is longer")
    assert which([LONG, SHORT], "longest", claims=True).startswith("Yes: **Long** (1990) is longer")


def test_of_several_the_first_is_named_and_what_is_unknown_admitted() -> None:
    assert which([LONG, SHORT, BARE], "newest", claims=False) == (
        "**Short** (2000) is the newest: it is from 2000. Of one of them I do not know the year."
    )
    assert which([LONG, SHORT, SAME], "best", claims=False).startswith("**Short** (2000) is the best rated: it has 8.0")
    assert which([LONG, SHORT, SAME], "shortest", claims=False) == (
        "**Short** (2000) and **Same** (2000) are level: each runs 1 h 20 min."
    )
    assert "do not know" in which([BARE, BARE], "best", claims=False)
    assert not which([LONG, BARE], "longest", claims=True).startswith("Yes")
