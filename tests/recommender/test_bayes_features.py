"""What is known beside the stars, and the decomposition that shortens it."""

import numpy as np
import pytest
from scipy import sparse

from data.movies import Catalogue, Movie
from recommender.bayes_features import main_directions, movie_features, set_directions


@pytest.mark.parametrize("shape", [(60, 200), (200, 60)])
def test_main_directions_are_the_singular_vectors_of_a_dense_decomposition(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    dense = (rng.normal(size=(shape[0], 60)) * 0.7 ** np.arange(60)) @ rng.normal(size=(60, shape[1]))
    found = main_directions(sparse.csr_array(dense), 8, seed=2)
    _, lengths, directions = np.linalg.svd(dense, full_matrices=False)
    np.testing.assert_allclose(found.T @ found, np.eye(8), atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(dense @ found, axis=0), lengths[:8], rtol=1e-6)
    np.testing.assert_allclose(np.abs((found * directions[:8].T).sum(axis=0)), 1, atol=1e-6)


def test_there_are_no_more_directions_than_the_table_has() -> None:
    table = sparse.csr_array(np.outer(np.arange(1, 6), [1.0, 2.0, 0.0]))
    found = main_directions(table, 10, seed=0)
    np.testing.assert_allclose(np.abs(found), np.array([[1], [2], [0]]) / np.sqrt(5), atol=1e-9)
    assert main_directions(sparse.csr_array((4, 0)), 10, seed=0).shape == (0, 0)
    assert main_directions(sparse.csr_array((4, 3)), 10, seed=0).shape == (3, 0)


def test_two_movies_with_the_same_facts_have_the_same_features() -> None:
    movies = Catalogue(
        [
            Movie(1, "One", 1999, ("Drama",), vote_average=7.1, vote_count=100),
            Movie(2, "Two", 1999, ("Drama",), vote_average=7.0, vote_count=110),
            Movie(3, "Three", 1999, ("Comedy",), vote_average=3.0, vote_count=100),
            Movie(4, "Four", None, ()),
        ]
    )
    overviews = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], np.float32)
    features = movie_features(movies, overviews, fact_rank=10, overview_rank=2, min_items=1, seed=0)
    np.testing.assert_allclose(features[0], features[1], atol=1e-9)
    # Squared distances are those of the facts (genre and mean vote differ) and of the overviews, less their mean.
    assert ((features[0] - features[2]) ** 2).sum() == pytest.approx(2 + 2 + 2)
    np.testing.assert_allclose(features[3], 0, atol=1e-9)


def test_a_vote_mean_of_few_votes_is_no_fact() -> None:
    few = Catalogue([Movie(1, "One", vote_average=9.0, vote_count=4), Movie(2, "Two", vote_average=2.0, vote_count=4)])
    features = movie_features(few, np.zeros((2, 0), np.float32), fact_rank=5, overview_rank=5, min_items=1, seed=0)
    np.testing.assert_allclose(features[0], features[1], atol=1e-9)


def test_sets_of_movies_are_projected_as_they_are() -> None:
    rng = np.random.default_rng(4)
    users, items = np.nonzero(rng.random((30, 12)) < 0.4)
    directions = set_directions(users, items, 12, rank=12, seed=1)
    sets = np.zeros((users.max() + 1, 12))
    sets[users, items] = 1
    sets /= np.sqrt(np.maximum(sets.sum(axis=1, keepdims=True), 1))
    features = sets @ directions  # of full rank: nothing is lost
    np.testing.assert_allclose(features @ features.T, sets @ sets.T, atol=1e-9)
