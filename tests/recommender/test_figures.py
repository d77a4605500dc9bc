"""Figures: what they are computed from, and that each can be drawn."""

import io

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from sklearn.decomposition import PCA

from data.ids import Ids
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS
from recommender.evaluate import compare
from recommender.factors import Factors
from recommender.figures import DARK, DOTS, LIGHT, png
from recommender.figures_data import cold_shares, counts, data_drawings, genre_shares, head_share
from recommender.figures_map import factor_map, map_drawing, principal_plane
from recommender.figures_models import (
    grid_drawing,
    iterations_drawing,
    losses_drawing,
    ranking_drawings,
    share_drawing,
    stars_drawing,
)
from recommender.fold import RidgeFold
from recommender.popular import train_popular


def ratings_of(rows):
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


@pytest.fixture
def ratings():
    draw = np.random.default_rng(0)
    pairs = draw.choice(40 * 30, 300, replace=False)
    return ratings_of(
        [(pair // 30, pair % 30, draw.integers(1, 11) / 2, 1_600_000_000 + pair) for pair in pairs.tolist()]
    )


@pytest.fixture
def movies():
    genres = (("Comedy",), ("War", "Drama"), ())
    return Catalogue(
        Movie(i, f"Movie $\\alpha$ 花{i}" if i % 2 else f"Film {i}", genres=genres[i % 3]) for i in range(30)
    )


def is_drawn(drawing):
    for theme in (LIGHT, DARK):
        image = Image.open(io.BytesIO(png(drawing, theme)))
        assert image.size == (round(drawing.width * DOTS), round(drawing.height * DOTS))
        assert len(image.convert("L").getcolors()) > 10
    assert drawing.caption.endswith(".")
    return True


def test_shares_of_the_data_worked_out_by_hand():
    # movie 1 has six ratings, movies 2 to 5 one each; user 1 has five, the others one
    ratings = ratings_of([(user, 1, 4.0, 0) for user in range(1, 7)] + [(1, movie, 2.0, 0) for movie in range(2, 6)])
    assert counts(ratings, "movie_id").tolist() == [6, 1, 1, 1, 1]
    assert head_share(counts(ratings, "movie_id")) == 6 / 10  # a fifth of five movies is one
    shares = cold_shares(ratings).set_index("fewer ratings than")
    assert shares.loc["5"].tolist() == [5 / 6, 4 / 5]
    assert shares.loc["10"].tolist() == [1, 1]
    movies = Catalogue([Movie(1, "A", genres=("War", "Drama")), *(Movie(i, "B", genres=("War",)) for i in range(2, 7))])
    genres = genre_shares(ratings, movies)
    assert genres.to_numpy().tolist() == [["War", 6, 10, 3.2], ["Drama", 1, 6, 4.0]]


def test_the_figures_of_the_data_can_be_drawn(ratings, movies):
    drawings = data_drawings(ratings, movies)
    assert all(is_drawn(drawing) for drawing in drawings)
    assert len({drawing.name for drawing in drawings}) == len(drawings) == 6


def test_one_rating_of_a_movie_without_genres_can_be_drawn():
    assert all(is_drawn(drawing) for drawing in data_drawings(ratings_of([(1, 2, 4.0, 0)]), Catalogue([Movie(2, "A")])))


def test_the_figures_of_the_models_can_be_drawn(ratings, movies):
    train, test = ratings[:200], ratings[200:]
    models = {"popular": train_popular(train, movies), "again": train_popular(train, movies)}
    drawings = ranking_drawings("name", compare(models, train, test, movies, seed=0))
    rows = [(model, "rmse", value, value - 0.01, value + 0.01) for model, value in (("mean", 1.0), ("ALS", 0.9))]
    drawings.append(stars_drawing(pd.DataFrame(rows, columns=["model", "metric", "value", "low", "high"])))
    cells = [(rank, reg, rank / reg) for rank in (5, 10) for reg in (0.1, 0.2)]
    drawings.append(grid_drawing(pd.DataFrame(cells, columns=["rank", "reg", "rmse"])))
    shares = [("ALS", share, metric, share) for share in (0.6, 0.8) for metric in ("rmse", "ndcg")]
    drawings.append(share_drawing(pd.DataFrame(shares, columns=["model", "share", "metric", "value"])))
    losses = [(model, epoch, 1 / epoch) for model in ("softmax", "BPR") for epoch in range(1, 5)]
    drawings.append(losses_drawing(pd.DataFrame(losses, columns=["model", "epoch", "loss"])))
    rounds = [("ALS", n, part, 1 / n) for n in (1, 2, 4) for part in ("training", "held out")]
    drawings.append(iterations_drawing(pd.DataFrame(rounds, columns=["model", "iterations", "part", "rmse"])))
    assert all(is_drawn(drawing) for drawing in drawings)
    assert len({drawing.name for drawing in drawings}) == len(drawings) == 9
    captions = {drawing.name: drawing.caption for drawing in drawings}
    assert "25.0000, is at rank 5 and reg 0.2" in captions["grid_rmse"]
    assert "BPR from 1.00 to 0.25" in captions["losses"]


def test_the_same_drawing_gives_the_same_file(ratings, movies):
    drawing = data_drawings(ratings, movies)[0]
    assert png(drawing, LIGHT) == png(drawing, LIGHT)


def test_the_plane_is_that_of_principal_component_analysis():
    vectors = np.random.default_rng(0).normal(size=(50, 6)) * [5, 3, 1, 1, 1, 1] + 2
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    reference = PCA(2).fit(unit)
    places, shares = principal_plane(vectors)
    np.testing.assert_allclose(np.abs(places), np.abs(reference.transform(unit)), atol=1e-9)
    np.testing.assert_allclose(shares, reference.explained_variance_ratio_)
    np.testing.assert_allclose(principal_plane(7 * vectors)[0], places, atol=1e-9)  # lengths do not matter


@pytest.mark.parametrize("shape", [(1, 4), (5, 1), (3, 2)])
def test_few_items_or_dimensions_have_a_plane_too(shape):
    places, shares = principal_plane(np.ones(shape) * np.arange(1, shape[0] + 1)[:, None])
    assert places.shape == (shape[0], 2)
    np.testing.assert_allclose(places, 0, atol=1e-12)  # all point the same way
    assert (shares <= 1).all()


def test_the_map_shows_the_items_with_enough_ratings_and_can_be_drawn(movies):
    draw = np.random.default_rng(0)
    often = [(user, movie, 4.0, 0) for movie in range(12) for user in range(20 + movie)]
    ratings = ratings_of([*often, *((1, movie, 3.0, 0) for movie in range(12, 30))])
    users, items = Ids(ratings.user_id.to_numpy()), movies.ids
    factors = Factors(
        source="als",
        items=items,
        users=users,
        item_factors=draw.normal(size=(30, 8)).astype(np.float32),
        user_factors=draw.normal(size=(len(users), 8)).astype(np.float32),
        item_bias=np.zeros(30, np.float32),
        user_bias=np.zeros(len(users), np.float32),
        mean=0.0,
        fold=RidgeFold(reg=0.1, shrinkage=0.0),
    )
    plane = factor_map(factors, ratings)
    assert plane.movie_id.tolist() == list(range(12))
    assert plane.ratings.tolist() == [20 + movie for movie in range(12)]
    np.testing.assert_allclose(plane[["x", "y"]], principal_plane(factors.item_factors[:12])[0])
    assert is_drawn(map_drawing(plane, movies))
    assert len(factor_map(factors, ratings[-18:])) == 30  # too few are rated often: all are shown
