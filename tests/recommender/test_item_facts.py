"""Facts of items that the ranker is told."""

import numpy as np
import pandas as pd
import pytest

from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS, empty_ratings
from recommender.item_facts import ItemFacts

DAY = 86_400
MOVIES = Catalogue([Movie(1, "A", 1990), Movie(2, "B", None), Movie(3, "C", 2000), Movie(4, "D", 2004)])


def table(*rows):
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


RATINGS = table((1, 1, 4.0, 10 * DAY), (2, 1, 2.0, 20 * DAY), (3, 1, 3.0, 60 * DAY), (1, 3, 5.0, 50 * DAY))


def test_facts_worked_out_by_hand():
    facts = ItemFacts.of(RATINGS, MOVIES)
    assert facts.counts.tolist() == [3, 0, 1, 0]
    assert facts.typical_stars == 3.5
    np.testing.assert_allclose(facts.stars, [(9 + 17.5) / 8, 3.5, (5 + 17.5) / 6, 3.5])
    assert facts.years.tolist() == [1990, 2000, 2000, 2004]  # the median where the year is not known
    assert facts.now == 60 * DAY
    assert (facts.first / DAY).tolist() == [10, 60, 50, 60]
    assert (facts.median / DAY).tolist() == [20, 60, 50, 60]
    assert (facts.latest / DAY).tolist() == [60, 60, 50, 60]


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [(60, 720, [3, 0, 1, 0]), (50, 30, [0, 0, 1, 0]), (50, 31, [1, 0, 1, 0]), (9, 720, [0, 0, 0, 0])],
)
def test_ratings_before_a_moment_are_those_of_the_days_up_to_and_with_it(moment, days, expected):
    assert ItemFacts.of(RATINGS, MOVIES).ratings_before(moment * DAY, days).tolist() == expected


def test_without_ratings_and_years_all_facts_are_finite():
    facts = ItemFacts.of(empty_ratings(), Catalogue([Movie(1, "A")]))
    assert np.isfinite(np.concatenate([facts.stars, facts.years, facts.first, facts.median, facts.latest])).all()
    assert facts.ratings_before(0, 30).tolist() == [0]


def test_a_rated_movie_outside_the_catalogue_is_named():
    with pytest.raises(KeyError, match="777"):
        ItemFacts.of(table((1, 777, 4.0, 0)), MOVIES)
