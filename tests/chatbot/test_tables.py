"""What is printed of a table of neighbours."""

import pandas as pd

from chatbot.tables import side_by_side

TABLE = pd.DataFrame(
    [
        ("together", 1, "Casino"),
        ("together", 2, "The Rock"),
        ("als", 1, "Léon: The Professional"),
        ("als", 2, "Ed"),
        ("als", 3, "Pi"),
    ],
    columns=["source", "rank", "title"],
)


def test_each_source_is_a_column_of_its_own_and_a_long_title_is_cut() -> None:
    assert side_by_side(TABLE, 36).splitlines() == [
        "rank  together        als",
        "   1  Casino          Léon: The Pro…",
        "   2  The Rock        Ed",
        "   3                  Pi",
    ]


def test_a_title_is_not_cut_to_nothing_however_narrow_the_line() -> None:
    assert "Léon: The P…" in side_by_side(TABLE, 10)


def test_what_fits_is_not_cut() -> None:
    assert "Léon: The Professional" in side_by_side(TABLE, 60)
    assert side_by_side(TABLE.head(0), 60) == "rank"
