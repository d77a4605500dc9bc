"""Two towers: what they learn, and that they end as factors which solve for anybody."""

import numpy as np
import pandas as pd
import pytest
import torch

from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS, Histories, History, empty_ratings
from recommender.factors import Factors
from recommender.losses import log_probabilities
from recommender.tower_config import TwoTowerConfig
from recommender.two_tower import train_two_tower

SMALL = TwoTowerConfig(dimension=8, epochs=12, batch_users=16, learning_rate=0.02, min_feature_items=2)
N_MOVIES = 40
COLD = 39  # in the catalogue, never rated; a comedy


@pytest.fixture(scope="module")
def movies():
    """Even ids are comedies, odd ones war films; 38 and 39 are the wrong way round but for their genre."""
    genre = lambda i: ("Comedy",) if i % 2 == 0 or i == COLD else ("War",)
    return Catalogue(Movie(i, f"Movie {i}", 1980 + i % 20, genre(i)) for i in range(N_MOVIES))


@pytest.fixture(scope="module")
def ratings():
    """60 users who watch comedies or war films only, 10 movies each."""
    generator = np.random.default_rng(0)
    rows = [
        (user, int(movie), float(generator.integers(1, 11)) / 2, 1_000_000 + place)
        for user in range(60)
        for place, movie in enumerate(generator.choice(np.arange(user % 2, COLD, 2), 10, replace=False))
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


@pytest.fixture(scope="module")
def overviews():
    return np.random.default_rng(1).normal(size=(N_MOVIES, 6)).astype(np.float32)


@pytest.fixture(scope="module")
def factors(ratings, movies, overviews):
    return train_two_tower(ratings, movies, overviews, SMALL, seed=3)


@pytest.mark.parametrize("cut", ["random", "time", "mixed"])
def test_each_taste_gets_its_own_movies(ratings, movies, overviews, cut):
    factors = train_two_tower(ratings, movies, overviews, SMALL.model_copy(update={"cut": cut}), seed=3)
    histories = Histories(ratings)
    for user in (0, 1):
        proposed = [candidate.movie_id for candidate in factors.generate(histories[user], 5)]
        assert all(movie % 2 == user or movie == COLD for movie in proposed)
        assert not set(proposed) & set(histories[user].stars)


@pytest.mark.parametrize("changed", [{}, {"memory": 3.0}])
def test_the_user_vectors_of_training_are_those_that_fold_in_solves(ratings, movies, overviews, changed):
    factors = train_two_tower(ratings, movies, overviews, SMALL.model_copy(update={"epochs": 2, **changed}), seed=3)
    histories = Histories(ratings)
    for user in (0, 7, 59):
        np.testing.assert_allclose(
            factors.fold_in(histories[user])[1], factors.user_factors[factors.users.row(user)], rtol=1e-4, atol=1e-5
        )


def test_a_movie_nobody_rated_is_placed_by_its_genre(factors, movies):
    assert len(factors.items) == len(movies)
    comedy, war = factors.scores(History(None, {0: 4.0, 2: 4.0})), factors.scores(History(None, {1: 4.0, 3: 4.0}))
    difference = comedy - war
    assert difference[COLD] > np.median(difference[1:COLD:2])


def test_shares_add_up_to_the_score(factors):
    history = History(None, {4: 5.0, 6: 2.0, 11: 3.5})
    shares = factors.explain(history, 8)
    assert shares.score == pytest.approx(float(factors.scores(history)[8]), abs=1e-4)
    assert set(shares.by_item) == {4, 6, 11}


def test_the_same_seed_gives_the_same_factors_and_another_seed_others(factors, ratings, movies, overviews):
    state = torch.random.get_rng_state()
    again = train_two_tower(ratings, movies, overviews, SMALL, seed=3)
    np.testing.assert_array_equal(again.item_factors, factors.item_factors)
    np.testing.assert_array_equal(again.user_factors, factors.user_factors)
    other = train_two_tower(ratings, movies, overviews, SMALL, seed=4)
    assert not np.allclose(other.item_factors, factors.item_factors)
    assert torch.equal(torch.random.get_rng_state(), state)  # torch's own generator is left alone


def test_the_order_of_the_rows_of_the_ratings_does_not_matter(factors, ratings, movies, overviews):
    shuffled = ratings.sample(frac=1, random_state=5)
    again = train_two_tower(shuffled, movies, overviews, SMALL, seed=3)
    np.testing.assert_array_equal(again.item_factors, factors.item_factors)


def test_each_epoch_is_told_and_the_loss_falls(ratings, movies, overviews):
    told = []
    train_two_tower(ratings, movies, overviews, SMALL, seed=3, on_epoch=lambda epoch, loss: told.append((epoch, loss)))
    assert [epoch for epoch, _ in told] == list(range(1, 13))
    assert told[-1][1] < told[0][1] - 0.3


def test_towers_with_a_memory_put_what_follows_next_first(movies, overviews):
    """Everybody rates 0, 1, 2, ... 38 from a place of their own on; the next is the next number."""
    rows = [(user, (user + step) % COLD, 4.0, step) for user in range(120) for step in range(8)]
    ordered = pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)
    config = SMALL.model_copy(update={"cut": "time", "memory": 1.0, "epochs": 60, "dropout": 0.0})
    factors = train_two_tower(ordered, movies, overviews, config, seed=3)
    forward, backward = History(None, {4: 4.0, 5: 4.0, 6: 4.0}), History(None, {6: 4.0, 5: 4.0, 4: 4.0})
    assert factors.generate(forward, 3)[0].movie_id in (7, 8)
    far, near = factors.scores(forward), factors.scores(backward)
    assert far[9] - far[7] > near[9] - near[7]


def test_the_loss_of_bpr_starts_at_that_of_a_coin_and_falls(ratings, movies, overviews):
    told = []
    config = SMALL.model_copy(update={"loss": "bpr"})
    factors = train_two_tower(ratings, movies, overviews, config, 3, lambda epoch, loss: told.append(loss))
    assert told[0] == pytest.approx(np.log(2), abs=0.1)
    assert told[-1] < 0.6 * told[0]
    proposed = [candidate.movie_id for candidate in factors.generate(Histories(ratings)[1], 5)]
    assert all(movie % 2 == 1 or movie == COLD for movie in proposed)


def test_a_drawn_denominator_learns_the_tastes_too(ratings, movies, overviews):
    config = SMALL.model_copy(update={"full_softmax_items": 10, "negatives": 15})
    factors = train_two_tower(ratings, movies, overviews, config, seed=3)
    proposed = [candidate.movie_id for candidate in factors.generate(Histories(ratings)[1], 5)]
    assert all(movie % 2 == 1 for movie in proposed)


def test_log_probabilities_are_those_of_a_softmax_over_all_but_the_other_rated_items():
    logits = torch.randn(2, 4, generator=torch.Generator().manual_seed(0))
    items, owner = np.array([10, 40, 20]), np.array([0, 0, 1])
    asked = np.array([True, False, True])
    found = log_probabilities(logits, np.ones(4, np.float32), np.array([10, 20, 30, 40]), items, owner, asked)
    x = np.exp(logits.numpy().astype(float))
    expected = [np.log(x[0, 0] / (x[0, 0] + x[0, 1] + x[0, 2])), np.log(x[1, 1] / x[1].sum())]
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-5)


def test_in_a_drawn_denominator_columns_count_as_often_as_told_and_ones_own_target_once():
    logits = torch.randn(1, 3, generator=torch.Generator().manual_seed(0))
    times = np.array([0.0, 2.5, 0.0], np.float32)  # the last is there for somebody else
    columns, items, asked = np.array([10, 20, 30]), np.array([10, 99]), np.array([True, False])
    found = log_probabilities(logits, times, columns, items, np.array([0, 0]), asked)
    x = np.exp(logits.numpy()[0].astype(float))
    assert float(found[0]) == pytest.approx(np.log(x[0] / (x[0] + 2.5 * x[1])), rel=1e-5)


def test_one_user_with_one_rating_is_enough(movies, overviews):
    one = pd.DataFrame([(1, 5, 4.0, 0)], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)
    factors = train_two_tower(one, movies, overviews, SMALL.model_copy(update={"epochs": 1}), seed=0)
    assert np.isfinite(factors.scores(History(None, {}))).all()


@pytest.mark.parametrize("epochs", [1, 2, 10])
def test_any_number_of_steps_is_a_training(ratings, movies, overviews, epochs):
    config = SMALL.model_copy(update={"epochs": epochs, "batch_users": 100})  # one step an epoch
    assert np.isfinite(train_two_tower(ratings, movies, overviews, config, seed=3).item_factors).all()


def test_without_overviews_the_width_is_zero(ratings, movies):
    factors = train_two_tower(ratings, movies, np.zeros((N_MOVIES, 0), np.float32), SMALL, seed=3)
    assert np.isfinite(factors.item_factors).all()


def test_factors_survive_the_disk(factors, tmp_path):
    factors.save(tmp_path / "two_tower.npz")
    read = Factors.load(tmp_path / "two_tower.npz")
    history = History(None, {4: 5.0, 6: 2.0})
    assert read.generate(history, 7) == factors.generate(history, 7)


@pytest.mark.parametrize(
    ("table", "vectors", "says"),
    [
        (empty_ratings(), np.zeros((N_MOVIES, 2), np.float32), "0 ratings"),
        (None, np.zeros((3, 2), np.float32), "3 overview vectors for 40 movies"),
        (
            pd.DataFrame([(1, 777, 4.0, 0)], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS),
            np.zeros((N_MOVIES, 2), np.float32),
            "movie 777",
        ),
    ],
)
def test_bad_input_is_named(ratings, movies, table, vectors, says):
    with pytest.raises(BadInput, match=says):
        train_two_tower(ratings if table is None else table, movies, vectors, SMALL, seed=0)
