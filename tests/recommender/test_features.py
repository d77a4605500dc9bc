"""What is known of an item as a sparse table."""

import numpy as np

from data.movies import Catalogue, Movie
from recommender.features import item_features, ratings_table


def dense(table, n_columns):
    """The table written out by hand, entry by entry."""
    matrix = np.zeros((len(table.starts) - 1, n_columns))
    for row in range(len(matrix)):
        for place in range(table.starts[row], table.starts[row + 1]):
            matrix[row, table.columns[place]] += table.weights[place]
    return matrix


def test_features_that_two_items_share_are_kept_and_the_values_of_one_kind_weigh_one_together():
    movies = Catalogue(
        [
            Movie(1, "A", 1994, ("Drama", "War"), keywords=("boat", "sea", "storm", "fish")),
            Movie(2, "B", 1991, ("Drama",), keywords=("sea",), language="fr"),
            Movie(3, "C", None, ("War",), runtime_minutes=95),
        ]
    )
    features = item_features(movies, min_items=2)
    assert features.names == ("genre:Drama", "genre:War", "keyword:sea", "year:1990")
    expected = [[0.5**0.5, 0.5**0.5, 0.5, 1], [1, 0, 1, 1], [0, 1, 0, 0]]
    np.testing.assert_allclose(dense(features.table, 4), expected, rtol=1e-6)


def test_a_catalogue_of_bare_titles_has_no_features():
    features = item_features(Catalogue([Movie(1, "A"), Movie(2, "B")]), min_items=1)
    assert features.names == ()
    assert features.table.starts.tolist() == [0, 0, 0]


def test_entries_are_those_of_the_rows_asked_for_in_that_order():
    table = ratings_table(np.array([1, 0, 1, 3]), np.array([7, 5, 6, 9]), np.array([1.0, 2, 3, 4]), 4)
    places, lengths = table.entries(np.array([3, 2, 1]))
    assert table.columns[places].tolist() == [9, 7, 6]
    assert table.weights[places].tolist() == [4, 1, 3]
    assert lengths.tolist() == [1, 0, 2]


def test_no_rows_have_no_entries():
    table = ratings_table(np.array([0]), np.array([0]), np.array([1.0]), 1)
    places, lengths = table.entries(np.array([], dtype=np.int64))
    assert len(places) == len(lengths) == 0
