"""Movies side by side."""

from chatbot.compare import compare
from data.movies import Movie

HEAT = Movie(
    *(1, "Heat", 1995, ("Crime", "Drama")),
    runtime_minutes=170,
    directors=("Michael Mann",),
    cast=("Robert De Niro", "Al Pacino"),
    vote_average=7.7,
)
CASINO = Movie(
    *(2, "Casino|2", 1996, ("Crime", "Drama")),
    runtime_minutes=178,
    directors=("Martin Scorsese",),
    cast=("Robert De Niro",),
)
BARE = Movie(3, "Untold")


def test_two_films_are_told_in_lines_and_what_they_share_in_a_sentence() -> None:
    lines = compare([HEAT, CASINO]).splitlines()
    assert lines[0] == (
        "- **Heat** (1995): 2 h 50 min; crime, drama; directed by Michael Mann; 7.7 of 10 from its audience."
    )
    assert lines[1] == "- **Casino|2** (1996): 2 h 58 min; crime, drama; directed by Martin Scorsese."
    assert lines[3] == (
        "Heat is one year older and 8 min shorter. Both have Robert De Niro and count as crime and drama."
    )


def test_three_films_are_a_table_with_what_is_not_known() -> None:
    text = compare([HEAT, CASINO, BARE])
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 6
    assert all(line.replace(r"\|", "").count("|") == 5 for line in rows)
    assert rows[2] == "| length | 2 h 50 min | 2 h 58 min | not known |"
    assert text.endswith("I know of nothing that all of them share.")


def test_one_film_is_no_comparison() -> None:
    assert "at least two" in compare([HEAT])
    assert "know nothing more" in compare([HEAT, BARE])
