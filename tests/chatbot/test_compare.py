"""Movies side by side."""

from chatbot.compare import compare
from chatbot.conversation import Session
from data.movies import Movie
from data.ratings import History
from tests.chatbot.told import Known

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


def test_the_film_that_the_person_would_like_more_is_named_with_both_figures() -> None:
    known = Known(stars={1: 4.2, 2: 3.6, 3: 4.15})

    def verdict(stars: dict[int, float], *movies: Movie) -> str:
        return compare(movies, known, Session(History(None, stars))).split("\n\n")[-1]

    both = "For you I would take Heat: I expect 4.2 of 5 stars from you for Heat and 3.6 for Casino|2."
    assert verdict({77: 4.0}, HEAT, CASINO).endswith(both)
    given = "For you I would take Heat: I expect 4.2 of 5 stars from you for Heat and you gave Casino|2 3.0."
    assert verdict({2: 3.0}, HEAT, CASINO).endswith(given)
    assert "close call" in verdict({77: 4.0}, HEAT, BARE)
    assert "For you" not in verdict({}, HEAT, CASINO)


def test_one_film_is_no_comparison() -> None:
    assert "at least two" in compare([HEAT])
    assert "know nothing more" in compare([HEAT, BARE])
