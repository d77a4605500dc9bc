"""What a report counts, keeps and tells."""

import logging
from pathlib import Path

from data.checks import EXAMPLES, Kind, ReadReport

RATINGS, TAGS = Path("somewhere/ratings.csv"), Path("somewhere/tags.csv")


def test_problems_are_counted_by_kind_and_file():
    report = ReadReport()
    report.add(Kind.BAD_ROW, RATINGS, 17, "stars '9' is not in 0.5-5.0")
    report.add(Kind.BAD_ROW, TAGS, 3, "the tag is empty")
    report.add(Kind.NO_YEAR, RATINGS, 4, "no year")
    report.add_uncounted(Kind.BAD_ROW, RATINGS, 5)
    assert report.count(Kind.BAD_ROW) == 7
    assert report.count(Kind.BAD_ROW, RATINGS) == 6
    assert report.count(Kind.BAD_ROW, TAGS) == 1
    assert report.count(Kind.REPEATED_MOVIE) == 0


def test_only_the_first_examples_are_kept():
    report = ReadReport()
    for line in range(1, 100):
        report.add(Kind.BAD_ROW, RATINGS, line, "wrong")
    assert [problem.line for problem in report.examples[Kind.BAD_ROW]] == list(range(1, EXAMPLES + 1))
    assert report.count(Kind.BAD_ROW) == 99


def test_each_kind_is_told_in_one_line(caplog):
    report = ReadReport()
    for line in (17, 18, 40):
        report.add(Kind.BAD_ROW, RATINGS, line, "stars '9' is not in 0.5-5.0")
    report.add(Kind.NO_YEAR, RATINGS, 4, "'Cosmos' has no year")
    with caplog.at_level(logging.WARNING):
        report.log()
    assert caplog.messages == [
        "ratings.csv line 17: stars '9' is not in 0.5-5.0; 3 rows left out",
        "ratings.csv line 4: 'Cosmos' has no year; 1 movies without a year kept",
    ]
