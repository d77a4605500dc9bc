from datetime import UTC, datetime

import pytest

from chatbot.bringing import LEFT_OUT, preview, returned
from data.checks import Kind
from data.errors import BadInput
from data.movies import Catalogue, Movie

CATALOGUE = Catalogue(
    [
        Movie(1, "Heat", 1995),
        Movie(2, "Crash", 1996),
        Movie(3, "Crash", 2004),
        Movie(4, "Ran", 1985),
        Movie(5, "Amélie", 2001, alternative_titles=("Le fabuleux destin d'Amélie Poulain",)),
    ]
)
FILE = """Date,Name,Year,Letterboxd URI,Rating
2023-01-05,Heat,1995,u,4.5
2023-01-06,Crash,2005,u,4
2023-01-06,Crash,,u,2
2023-01-07,Le fabuleux destin d'Amélie Poulain,2001,u,5
2023-01-08,Unheard Of,2011,u,3
2023-01-09,Ran,1985,u,
2023-01-09,Broken,1985,u,9
"""
MANY = """Const,Your Rating,Date Rated,Title,Title Type,Year
tt1,9,2020-03-04,Heat,Movie,1995
tt2,9,2020-03-04,Some Series,TV Series,1995
tt1,3,2019-03-04,Heat,Movie,1995
tt4,30,2019-03-04,Ran,Movie,1985
"""
NOW = datetime(2024, 1, 1, tzinfo=UTC)


def test_every_row_is_found_unsure_not_found_or_left_out() -> None:
    read = preview(FILE.encode(), "ratings.csv", CATALOGUE, {1: 3.0})
    assert [(one.title, movie.movie_id) for one, movie in read.found] == [
        ("Crash", 3),  # a year beside: it stands before those that agree
        ("Le fabuleux destin d'Amélie Poulain", 5),
        ("Heat", 1),
        ("Ran", 4),
    ]
    assert read.differing == 2
    assert [[movie.movie_id for movie in movies] for _, movies in read.unsure] == [[2, 3]]
    assert [one.title for one in read.not_found] == ["Unheard Of"]
    assert read.left_out == ((LEFT_OUT[Kind.BAD_ROW], 1),)
    assert "'Broken' has the rating '9'" in read.examples[0]
    assert (read.count(None), read.count("seen"), read.known) == (3, 1, 1)


def test_every_reason_to_leave_a_row_out_is_told_with_its_count() -> None:
    read = preview(MANY.encode(), "ratings.csv", CATALOGUE, {})
    assert dict(read.left_out) == dict.fromkeys(LEFT_OUT.values(), 1)
    assert len(read.examples) == 3


def test_what_comes_back_is_saved_with_the_choices() -> None:
    read = preview(FILE.encode(), "ratings.csv", CATALOGUE, {})
    nothing, _ = returned(read.rows, read.questions, {0: ""}, CATALOGUE, NOW)
    assert {movie_id: stars for movie_id, stars, _ in nothing.ratings} == {3: 4.0, 5: 5.0, 1: 4.5}
    assert nothing.shelved == ((4, "seen"),)
    what, lacking = returned(read.rows, read.questions, {0: "2"}, CATALOGUE, NOW)
    assert {movie_id: stars for movie_id, stars, _ in what.ratings} == {3: 4.0, 5: 5.0, 1: 4.5, 2: 2.0}
    assert lacking == 0
    assert what.ratings[2][2] == datetime(2023, 1, 5, tzinfo=UTC)


def test_rows_of_movies_that_are_gone_are_counted_and_no_rating_is_later_than_now() -> None:
    what, lacking = returned("[[99, 4.5, null], [1, 4.5, 4102444800]]", "[]", {}, CATALOGUE, NOW)
    assert lacking == 1
    assert what.ratings == ((1, 4.5, NOW),)


@pytest.mark.parametrize(
    ("rows", "questions", "choices"),
    [
        ("", "[]", {}),
        ("[[1, 9, null]]", "[]", {}),
        ('[[1, "hidden", null]]', "[]", {}),
        ('[["<b>", 4, null]]', "[]", {}),
        ("[[1, 4, 1e300]]", "[]", {}),
        ("[[1, NaN, 1]]", "[]", {}),
        ("[]", "[]", {0: "1"}),
        ("[]", "[[4, null]]", {0: "x"}),
        ("[" * 10_000, "[]", {}),
        ("{}", "{}", {}),
    ],
)
def test_what_comes_back_damaged_is_refused(rows: str, questions: str, choices: dict[int, str]) -> None:
    with pytest.raises(BadInput, match="choose the file again"):
        returned(rows, questions, choices, CATALOGUE, NOW)
