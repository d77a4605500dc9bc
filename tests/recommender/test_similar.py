"""Neighbours by direction and by distance, beside plain loops and scikit-learn's."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from data.ids import Ids
from recommender.similar import closeness, cosine, neighbours

ITEMS = Ids([10, 20, 30, 40, 50])
# 20 points where 10 points, but is far; 30 is near 10, but points elsewhere; 40 is opposite, 50 is nothing at all.
VECTORS = np.array([[1.0, 0.0], [9.0, 0.0], [1.0, 1.0], [-1.0, 0.0], [0.0, 0.0]], np.float32)


def test_by_cosine_the_length_of_a_vector_plays_no_part():
    found = neighbours(ITEMS, VECTORS, 10, 4)
    assert [movie_id for movie_id, _ in found] == [20, 30, 50, 40]
    np.testing.assert_allclose([score for _, score in found], [1, 1 / np.sqrt(2), 0, -1], atol=1e-6)


def test_by_distance_it_does():
    found = neighbours(ITEMS, VECTORS, 10, 4, closeness)
    assert [movie_id for movie_id, _ in found] == [30, 50, 40, 20]
    np.testing.assert_allclose([score for _, score in found], [1 / 2, 1 / 2, 1 / 3, 1 / 9])


@pytest.mark.parametrize(("likeness", "metric"), [(cosine, "cosine"), (closeness, "euclidean")])
def test_neighbours_are_those_of_scikit_learn(likeness, metric):
    vectors = np.random.default_rng(2).normal(size=(200, 7))
    items = Ids(3 * np.arange(200) + 1)
    distances, rows = NearestNeighbors(n_neighbors=11, metric=metric).fit(vectors).kneighbors(vectors)
    for row in (0, 77, 199):
        found = neighbours(items, vectors, 3 * row + 1, 10, likeness)
        assert [movie_id for movie_id, _ in found] == (3 * rows[row, 1:] + 1).tolist()
        expected = 1 - distances[row, 1:] if metric == "cosine" else 1 / (1 + distances[row, 1:])
        np.testing.assert_allclose([score for _, score in found], expected, atol=1e-9)


def test_there_are_no_more_neighbours_than_other_items():
    assert len(neighbours(ITEMS, VECTORS, 10, 100)) == 4
    assert neighbours(ITEMS, VECTORS, 10, 0) == []


@pytest.mark.parametrize("likeness", [cosine, closeness])
def test_nothing_is_like_an_item_of_which_nothing_was_learned(likeness):
    assert neighbours(ITEMS, VECTORS, 50, 3, likeness) == []


def test_an_item_outside_the_model_is_a_key_error():
    with pytest.raises(KeyError, match="11"):
        neighbours(ITEMS, VECTORS, 11, 3)
