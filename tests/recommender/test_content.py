"""The content model beside ridge regression solved as it is written."""

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS, Histories, History, empty_ratings
from recommender import content
from recommender.content import ContentConfig, train_content
from recommender.features import item_features

N_MOVIES, NEW = 24, 23
ALL = ContentConfig(dimension=500, reg=2.0, overview_weight=0.5, min_feature_items=2)


@pytest.fixture(scope="module")
def movies():
    """Even ids are comedies, odd ones westerns, as is the new film, 23."""
    return Catalogue(
        Movie(i, f"Film {i}", 1970 + 2 * i, ("Comedy",) if i % 2 == 0 else ("Western",)) for i in range(N_MOVIES)
    )


@pytest.fixture(scope="module")
def ratings():
    draw = np.random.default_rng(0)
    rows = [
        (user, int(movie), float(draw.integers(1, 11)) / 2, 0)
        for user in range(20)
        for movie in draw.choice(np.arange(user % 2, NEW, 2), 6, replace=False)
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


@pytest.fixture(scope="module")
def overviews():
    return np.random.default_rng(1).normal(size=(N_MOVIES, 5)).astype(np.float32)


def test_scores_are_those_of_ridge_regression_on_what_is_known_of_the_items(ratings, movies, overviews):
    factors = train_content(ratings, movies, overviews, ALL)
    features = item_features(movies, min_items=2)
    known = np.zeros((N_MOVIES, len(features.names)))
    for row in range(N_MOVIES):
        span = slice(features.table.starts[row], features.table.starts[row + 1])
        known[row, features.table.columns[span]] = features.table.weights[span]
    known = np.hstack([known, 0.5 * overviews / overviews.std()])
    rated = np.unique(ratings.movie_id)
    A = known - known[rated].mean(axis=0)
    histories = Histories(ratings)
    for user in (0, 5):
        chosen = np.isin(rated, list(histories[user].stars)).astype(float)
        weights = np.linalg.solve(A[rated].T @ A[rated] + 2.0 * np.eye(A.shape[1]), A[rated].T @ chosen)
        np.testing.assert_allclose(factors.scores(histories[user]), A @ weights, rtol=1e-3, atol=1e-4)
        mine = factors.user_factors[factors.users.row(user)] @ factors.item_factors.T
        np.testing.assert_allclose(mine, A @ weights, rtol=1e-3, atol=1e-4)


def test_a_film_that_nobody_rated_goes_to_those_who_like_its_kind(ratings, movies, overviews):
    factors = train_content(ratings, movies, overviews, ALL.model_copy(update={"overview_weight": 0.0}))
    western, comedy = History(None, {1: 4.0, 5: 4.0}), History(None, {0: 4.0, 4: 4.0})
    assert factors.scores(western)[NEW] > 0 > factors.scores(comedy)[NEW]


def test_nothing_that_tells_how_well_known_a_film_is_goes_in(ratings, movies, overviews):
    voted = Catalogue(
        Movie(m.movie_id, m.title, m.year, m.genres, vote_average=9.0, vote_count=7, popularity=3.0) for m in movies
    )
    with_votes = train_content(ratings, voted, overviews, ALL)
    np.testing.assert_array_equal(with_votes.item_factors, train_content(ratings, movies, overviews, ALL).item_factors)


def test_a_table_too_large_to_write_out_gives_the_same_scores(ratings, movies, overviews, monkeypatch):
    some = ALL.model_copy(update={"dimension": 8})
    written = train_content(ratings, movies, overviews, some)
    monkeypatch.setattr(content, "DENSE_ENTRIES", 0)
    found = train_content(ratings, movies, overviews, some)
    for user in (0, 5):
        history = Histories(ratings)[user]
        np.testing.assert_allclose(found.scores(history), written.scores(history), rtol=1e-3, atol=1e-4)


def test_fewer_components_come_near(ratings, movies, overviews):
    every = train_content(ratings, movies, overviews, ALL)
    some = train_content(ratings, movies, overviews, ALL.model_copy(update={"dimension": 8}))
    assert some.item_factors.shape == (N_MOVIES, 8)
    history = Histories(ratings)[1]
    assert np.corrcoef(every.scores(history), some.scores(history))[0, 1] > 0.9


def test_without_overviews_the_facts_remain(ratings, movies):
    factors = train_content(ratings, movies, np.zeros((N_MOVIES, 0), np.float32), ALL)
    assert np.isfinite(factors.item_factors).all()


def test_bad_input_is_named(ratings, movies, overviews):
    with pytest.raises(BadInput, match="0 ratings"):
        train_content(empty_ratings(), movies, overviews, ALL)
    with pytest.raises(BadInput, match="movie 777"):
        train_content(ratings.assign(movie_id=777), movies, overviews, ALL)
