"""What most people like."""

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS, History, empty_ratings
from recommender.factors import Factors
from recommender.popular import train_popular

NOBODY = History(None, {})


def table(*rows):
    return pd.DataFrame([(*row, 0) for row in rows], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


def ids(candidates):
    return [candidate.movie_id for candidate in candidates]


def test_the_score_is_the_damped_mean_and_the_logarithm_of_the_number_of_ratings():
    movies = Catalogue([Movie(1, "A"), Movie(2, "B"), Movie(3, "C")])
    ratings = table((1, 1, 5.0), (2, 1, 4.0), (3, 1, 4.5), (1, 2, 2.5))
    scores = train_popular(ratings, movies).scores(NOBODY)
    mean = 16 / 4
    expected = [(10 * mean + 13.5) / 13 + np.log(4), (10 * mean + 2.5) / 11 + np.log(2), mean]
    np.testing.assert_allclose(scores, expected, rtol=1e-6)


def test_without_ratings_the_votes_decide_and_a_movie_that_nobody_knows_comes_last():
    movies = Catalogue(
        [
            Movie(1, "Loved by three", vote_average=10.0, vote_count=3),
            Movie(2, "Loved by many", vote_average=8.3, vote_count=20_000),
            Movie(3, "Seen by many", vote_average=5.0, vote_count=20_000),
            Movie(4, "Unknown"),
            Movie(5, "Known, votes not counted", popularity=50.0),
        ]
    )
    assert ids(train_popular(empty_ratings(), movies).generate(NOBODY, 5)) == [2, 3, 5, 1, 4]


def test_votes_place_a_movie_without_ratings_but_do_not_outweigh_ratings():
    movies = Catalogue(
        [
            Movie(1, "Rated often", vote_average=6.0, vote_count=100),
            Movie(2, "Famous elsewhere", vote_average=9.0, vote_count=10_000),
            Movie(3, "Unknown"),
        ]
    )
    ratings = table(*((user, 1, 4.0) for user in range(30)))
    assert ids(train_popular(ratings, movies).generate(NOBODY, 3)) == [1, 2, 3]


def test_what_the_person_has_rated_is_left_out_and_changes_nothing_else():
    movies = Catalogue([Movie(1, "A"), Movie(2, "B"), Movie(3, "C")])
    popular = train_popular(table((1, 1, 5.0), (2, 1, 4.0), (1, 2, 4.0)), movies)
    history = History(None, {1: 1.0})
    assert ids(popular.generate(history, 5)) == [2, 3]
    assert popular.generate(history, 1)[0].source == "popular"
    np.testing.assert_array_equal(popular.scores(history), popular.scores(NOBODY))
    assert popular.explain(history, 2).by_item == {1: 0.0}


def test_popularity_survives_the_disk(tmp_path):
    movies = Catalogue([Movie(1, "A"), Movie(2, "B")])
    popular = train_popular(table((1, 2, 5.0)), movies)
    popular.save(tmp_path / "popular.npz")
    assert Factors.load(tmp_path / "popular.npz").generate(NOBODY, 2) == popular.generate(NOBODY, 2)


def test_an_empty_catalogue_has_nothing_to_propose():
    assert train_popular(empty_ratings(), Catalogue([])).generate(NOBODY, 5) == []


def test_a_rating_of_a_movie_outside_the_catalogue_is_named():
    with pytest.raises(BadInput, match="movie 9 "):
        train_popular(table((1, 9, 5.0)), Catalogue([Movie(1, "A")]))
