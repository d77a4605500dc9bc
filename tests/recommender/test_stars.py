"""The predictor of stars, trained on simulated tastes: what it knows, of whom, and how sure it is."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput, UsherError
from data.ids import Ids
from data.movies import Catalogue, Movie
from data.ratings import Histories, History, empty_ratings
from recommender.bayes import BayesConfig
from recommender.biases import biases
from recommender.confidence import COVERAGE, NORMAL_REACH
from recommender.stars import StarPredictor
from recommender.stars_training import StarsConfig, train_stars

N_USERS, N_MOVIES, GENRES = 150, 120, ("Comedy", "Drama", "Horror")
COLD = 3 * N_MOVIES + 1
CONFIG = StarsConfig(chain=BayesConfig(rank=4, burn_in=30, samples=6, thinning=5), fact_rank=20, set_rank=10)
NO_OVERVIEWS = np.zeros((N_MOVIES + len(GENRES), 0), np.float32)


@pytest.fixture(scope="module")
def movies() -> Catalogue:
    """Movies with ids in steps of three and a genre each, then one of each genre that nobody rated."""
    rated = [Movie(3 * row, f"Movie {row}", 2000, (GENRES[row % 3],)) for row in range(N_MOVIES)]
    return Catalogue([*rated, *(Movie(COLD + at, f"New {at}", 2000, (genre,)) for at, genre in enumerate(GENRES))])


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Ratings of nearly half of all pairs, in half stars; user 1 loves comedies and hates horror."""
    rng = np.random.default_rng(11)
    tastes, themes = rng.normal(size=(N_USERS, 3)), np.eye(3)[np.arange(N_MOVIES) % 3] + rng.normal(size=(N_MOVIES, 3))
    tastes[0] = [2.0, 0.0, -2.0]
    scores = 3.2 + 0.4 * rng.normal(size=(N_USERS, 1)) + 0.4 * rng.normal(size=N_MOVIES) + 0.45 * tastes @ themes.T
    scatter = rng.choice([0.25, 0.8], size=(N_USERS, 1))
    stars = (2 * (scores + scatter * rng.normal(size=scores.shape))).round().clip(1, 10) / 2
    users, items = np.nonzero(rng.random(scores.shape) < 0.45)
    return pd.DataFrame(
        {"user_id": users + 1, "movie_id": 3 * items, "stars": stars[users, items].astype(np.float32), "rated_at": 0}
    )


@pytest.fixture(scope="module")
def train(table: pd.DataFrame) -> pd.DataFrame:
    return table[np.random.default_rng(12).random(len(table)) < 0.7].reset_index(drop=True)


@pytest.fixture(scope="module")
def test(table: pd.DataFrame, train: pd.DataFrame) -> pd.DataFrame:
    left = table.merge(train[["user_id", "movie_id"]], how="left", indicator=True)
    return left[left._merge == "left_only"]


@pytest.fixture(scope="module")
def predictor(train: pd.DataFrame, movies: Catalogue) -> StarPredictor:
    return train_stars(train, movies, NO_OVERVIEWS, CONFIG, seed=5)


def root_mean_square(errors: "pd.Series[float]") -> float:
    return float(np.sqrt((errors**2).mean()))


def test_predictions_beat_biases_by_far(predictor: StarPredictor, train: pd.DataFrame, test: pd.DataFrame) -> None:
    users, items = Ids(train.user_id), Ids(train.movie_id)
    rows = users.rows(train.user_id), items.rows(train.movie_id)
    mean, user_bias, item_bias = biases(*rows, train.stars.to_numpy(np.float64), shrinkage=4.0)
    additive = mean + user_bias[users.rows(test.user_id)] + item_bias[items.rows(test.movie_id)]
    found = root_mean_square(predictor.predict(test.user_id, test.movie_id) - test.stars)
    assert found < 0.85 * root_mean_square(additive - test.stars)


def test_intervals_hold_four_fifths_of_held_out_ratings_and_words_tell_the_error(
    predictor: StarPredictor, test: pd.DataFrame
) -> None:
    found = predictor.intervals(test.user_id, test.movie_id)
    held = (found.low <= test.stars) & (test.stars <= found.high)
    assert held.mean() == pytest.approx(COVERAGE, abs=0.035)  # two standard errors of reach and coverage
    error, words = np.abs(found.stars - test.stars), np.array(found.words)
    assert error[words == "sure"].mean() < 0.7 * error[words != "sure"].mean()
    np.testing.assert_array_equal(found.stars, predictor.predict(test.user_id, test.movie_id))


def test_a_user_of_the_training_and_the_same_history_afresh_get_the_same(
    predictor: StarPredictor, train: pd.DataFrame, movies: Catalogue
) -> None:
    histories = Histories(train)
    for user in (1, 70, N_USERS):
        history = History(None, histories[user].stars)
        known = predictor.intervals([user] * len(movies), movies.ids.values)
        fresh = predictor.intervals_history(history, movies.ids.values)
        for name in ("stars", "low", "high"):
            np.testing.assert_allclose(getattr(known, name), getattr(fresh, name), atol=1e-6)
        assert known.words == fresh.words
        np.testing.assert_array_equal(predictor.predict_history(history, movies.ids.values), fresh.stars)
        assert predictor.predict_one(history, 6) == pytest.approx(fresh.stars[movies.ids.row(6)], abs=1e-6)


def test_a_rating_more_changes_what_comes_next(predictor: StarPredictor) -> None:
    loved, hated = (predictor.predict_one(History(None, {0: stars}), 3) for stars in (5.0, 0.5))
    assert loved > hated + 0.2


def test_new_movies_are_told_apart_by_what_is_known_of_them(predictor: StarPredictor) -> None:
    comedy, _, horror = predictor.predict([1, 1, 1], [COLD, COLD + 1, COLD + 2])
    assert comedy > horror + 0.5
    cold, rated = predictor.intervals([1], [COLD]), predictor.intervals([1], [3])
    assert cold.high[0] - cold.low[0] > rated.high[0] - rated.low[0]


def test_unknown_movies_and_people_are_anybody(predictor: StarPredictor, train: pd.DataFrame) -> None:
    strangers = predictor.predict([777, 777, 1], [3, 999_999, 999_999])
    assert strangers[0] == pytest.approx(predictor.predict_one(History(None, {}), 3))
    assert strangers[1] == pytest.approx(train.stars.mean(), abs=0.3)
    by_generosity = train.groupby("user_id").stars.mean().sort_values().index.to_numpy()
    mean, most = predictor.predict(by_generosity[[0, -1]], [999_999] * 2)
    assert mean < strangers[1] < most
    sure = predictor.intervals([1, 777], [3, 999_999])
    assert sure.high[1] - sure.low[1] > sure.high[0] - sure.low[0]
    assert sure.words[1] == "a guess"


def test_a_rating_of_a_movie_that_is_not_known_says_nothing(predictor: StarPredictor) -> None:
    told = History(None, {3: 4.5, 9: 1.0})
    more = History(None, {**told.stars, 999_999: 5.0})
    assert predictor.predict_one(more, 12) == predictor.predict_one(told, 12)
    assert set(predictor.explain(more, 12).by_item) == {3, 9}


def test_shares_add_up_to_the_stars(predictor: StarPredictor, train: pd.DataFrame) -> None:
    history = Histories(train)[9]
    for movie_id in (0, 33, COLD):
        shares = predictor.explain(history, movie_id)
        assert set(shares.by_item) == set(history.stars)
        assert np.clip(shares.score, 0.5, 5.0) == pytest.approx(predictor.predict_one(history, movie_id), abs=1e-6)


def test_no_pairs_have_no_predictions(predictor: StarPredictor) -> None:
    assert predictor.predict([], []).shape == (0,)
    assert predictor.intervals([], []).words == []


def test_a_saved_predictor_says_the_same(
    predictor: StarPredictor, train: pd.DataFrame, test: pd.DataFrame, tmp_path: Path
) -> None:
    predictor.save(tmp_path / "stars.npz")
    again = StarPredictor.load(tmp_path / "stars.npz", Histories(train))
    before, after = (one.intervals(test.user_id, test.movie_id) for one in (predictor, again))
    for name in ("stars", "low", "high"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))


@pytest.mark.parametrize("content", [b"", b"no such thing", b"PK\x03\x04"])
def test_a_damaged_file_is_an_error_that_names_it(content: bytes, train: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "stars.npz").write_bytes(content)
    with pytest.raises(UsherError, match=r"stars\.npz.*build` again"):
        StarPredictor.load(tmp_path / "stars.npz", Histories(train))


def test_the_same_seed_predicts_the_same_whatever_the_order_of_the_ratings(
    predictor: StarPredictor, train: pd.DataFrame, test: pd.DataFrame, movies: Catalogue
) -> None:
    shuffled = train.sample(frac=1.0, random_state=3)
    again = train_stars(shuffled, movies, NO_OVERVIEWS, CONFIG, seed=5)
    other = train_stars(train, movies, NO_OVERVIEWS, CONFIG, seed=6)
    found = predictor.predict(test.user_id, test.movie_id)
    np.testing.assert_array_equal(again.predict(test.user_id, test.movie_id), found)
    assert again.reach == predictor.reach
    assert np.abs(other.predict(test.user_id, test.movie_id) - found).max() > 1e-3


def test_of_many_ratings_those_of_some_users_are_learned_from_and_all_are_served(
    predictor: StarPredictor, train: pd.DataFrame, test: pd.DataFrame, movies: Catalogue
) -> None:
    part = train_stars(train, movies, NO_OVERVIEWS, CONFIG.model_copy(update={"max_ratings": len(train) // 2}), seed=5)
    error, whole = (
        root_mean_square(one.predict(test.user_id, test.movie_id) - test.stars) for one in (part, predictor)
    )
    constant = root_mean_square(test.stars - train.stars.mean())
    assert whole < error < whole + 0.3 * (constant - whole)


def test_one_rating_and_ratings_that_are_all_alike_are_enough(movies: Catalogue, train: pd.DataFrame) -> None:
    one = train_stars(train.head(1), movies, NO_OVERVIEWS, CONFIG, seed=1)
    given = float(train.stars.iloc[0])
    assert one.reach == NORMAL_REACH
    assert one.predict([1, 5], [int(train.movie_id.iloc[0]), 9]) == pytest.approx([given, given], abs=0.75)
    alike = train_stars(train.assign(stars=np.float32(4.5)), movies, NO_OVERVIEWS, CONFIG, seed=1)
    np.testing.assert_allclose(alike.predict([1, 2, 777], [0, 3, COLD]), 4.5, atol=0.05)


def test_what_cannot_be_learned_from_is_bad_input(movies: Catalogue, train: pd.DataFrame) -> None:
    with pytest.raises(BadInput, match="0 ratings"):
        train_stars(empty_ratings(), movies, NO_OVERVIEWS, CONFIG, seed=1)
    with pytest.raises(BadInput, match="movie 4 is rated"):
        train_stars(train.assign(movie_id=4), movies, NO_OVERVIEWS, CONFIG, seed=1)
    with pytest.raises(BadInput, match="2 overview vectors for 123 movies"):
        train_stars(train, movies, NO_OVERVIEWS[:2], CONFIG, seed=1)


def test_a_hundred_thousand_pairs_are_predicted_as_one_by_one(predictor: StarPredictor, movies: Catalogue) -> None:
    rng = np.random.default_rng(3)
    users, items = rng.integers(1, N_USERS + 20, 100_000), rng.choice(movies.ids.values, 100_000)
    found = predictor.predict(users, items)
    some = rng.integers(0, len(users), 30)
    np.testing.assert_allclose(found[some], [predictor.predict([users[n]], [items[n]])[0] for n in some], atol=1e-6)
