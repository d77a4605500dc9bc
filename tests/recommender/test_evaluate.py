"""Models compared on the same held-out ratings."""

import logging
import math

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS, empty_ratings
from recommender.candidates import Candidate
from recommender.evaluate import (
    EVERYBODY,
    GAP,
    MEASURED_COLUMNS,
    MS_PER_USER,
    THIRDS,
    compare,
    judge,
    over_folds,
    recommend,
    wide,
)
from recommender.metrics import RANKING_METRICS, STAR_METRICS, ranking_metrics
from recommender.metrics_lists import LIST_METRICS
from recommender.popular import train_popular

LENGTHS = (2, 10)


def table(*pairs):
    return pd.DataFrame([(*pair, 4.0, 0) for pair in pairs], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


class Fixed:
    """Proposes the same movies to everybody, but for those rated."""

    def __init__(self, movies):
        self.movies = movies

    def generate(self, history, k, allowed=None):
        movies = [movie for movie in self.movies if movie not in history.stars][:k]
        return [Candidate(movie, 1.0 / (1 + place), "popular") for place, movie in enumerate(movies)]


@pytest.fixture
def movies():
    return Catalogue(Movie(i, f"Movie {i}", genres=("Drama",)) for i in range(1, 61))


@pytest.fixture
def split():
    """30 users with 1 to 30 ratings of the movies 1 to 30; movie 31 and another are held out of each."""
    draw = np.random.default_rng(0)
    train = [(user, int(movie)) for user in range(1, 31) for movie in draw.permutation(30)[:user] + 1]
    test = [(user, movie) for user in range(1, 31) for movie in (31, int(draw.integers(32, 61)))]
    return table(*train), table(*test)


def test_compared_models_stand_in_one_table_with_the_means_over_the_users(movies, caplog):
    train, test = table((1, 1), (2, 1), (2, 2)), table((1, 2), (2, 3))
    with caplog.at_level(logging.INFO):
        measured = compare({"right": Fixed([2, 3]), "wrong": Fixed([8, 9])}, train, test, movies, 0, lengths=LENGTHS)
    assert list(measured.columns) == list(MEASURED_COLUMNS)
    compared = wide(measured)
    assert compared.index.tolist() == ["right", "wrong"]
    assert set(compared.columns) == {*RANKING_METRICS, *LIST_METRICS, GAP, MS_PER_USER}
    assert compared.loc["right", "ndcg"] == 1
    assert compared.loc["right", "precision"] == 0.1
    assert compared.loc["wrong", list(RANKING_METRICS)].sum() == 0
    assert wide(measured, k=2).loc["right", "precision"] == 0.5
    assert "right: nDCG@10 1.0000 over 2 users" in caplog.text


def test_the_gap_to_the_best_is_paired_and_zero_for_the_best(split, movies):
    models = {"none": Fixed([1]), "first": Fixed([31]), "both": Fixed(range(31, 61))}
    measured = compare(models, *split, movies, seed=0, lengths=LENGTHS)
    gaps = measured[measured.metric == GAP].set_index("model")
    assert gaps.loc["both", ["value", "low", "high"]].tolist() == [0, 0, 0]
    ndcg = wide(measured).ndcg
    assert gaps.value["first"] == pytest.approx(ndcg["first"] - ndcg["both"])
    assert gaps.low["first"] < gaps.value["first"] < gaps.high["first"] <= 0
    assert gaps.high["none"] < 0


def test_intervals_are_those_of_the_mean_over_the_users(split, movies):
    train, test = split
    measured = compare({"model": Fixed(range(31, 61))}, train, test, movies, seed=0, lengths=LENGTHS)
    users = train_popular(train, movies).users
    by_user = ranking_metrics(recommend(Fixed(range(31, 61)), train, users, 10), test, 10)
    half = 1.96 * by_user.ndcg.std(ddof=0) / math.sqrt(30)
    mean, low, high = (wide(measured, end).ndcg["model"] for end in ("value", "low", "high"))
    assert mean == pytest.approx(by_user.ndcg.mean())
    assert low == pytest.approx(mean - half, abs=half / 4)
    assert high == pytest.approx(mean + half, abs=half / 4)


def test_thirds_by_activity_are_measured_on_their_own_users(split, movies):
    train, test = split
    test = test[(test.user_id > 20) | (test.movie_id != 31)]  # 31 is only to be found for the most active
    measured = compare({"model": Fixed([31])}, train, test, movies, seed=0, lengths=LENGTHS)
    found = [wide(measured, users=third).hit_rate["model"] for third in THIRDS]
    assert found == [0, 0, 1]
    assert measured[measured.users == EVERYBODY].n_users.unique().tolist() == [30]
    assert measured[measured.users != EVERYBODY].n_users.unique().tolist() == [10]
    assert wide(measured).hit_rate["model"] == pytest.approx(1 / 3)


def test_recommendations_are_ranked_from_one_and_leave_out_what_is_rated():
    movies = Catalogue([Movie(1, "A"), Movie(2, "B"), Movie(3, "C")])
    train = table((1, 1), (2, 1), (2, 2), (3, 2))
    recommended = recommend(train_popular(train, movies), train, users=train_popular(train, movies).users, k=2)
    assert recommended[["user_id", "movie_id", "rank"]].to_numpy().tolist() == [
        [1, 2, 1],
        [1, 3, 2],
        [2, 3, 1],
        [3, 1, 1],
        [3, 3, 2],
    ]


def test_predictors_are_judged_on_the_same_pairs_and_gaps_get_the_mean_of_training():
    train, test = table((1, 1), (2, 1)).assign(stars=[2.0, 4.0]), table((1, 2), (2, 2)).assign(stars=[3.0, 5.0])
    predictors = {"fours": lambda pairs: np.full(len(pairs), 4.0), "nothing": lambda pairs: np.full(len(pairs), np.nan)}
    found = judge(predictors, train, test)
    assert found.model.tolist() == ["fours"] * len(STAR_METRICS) + ["nothing"] * len(STAR_METRICS)
    rmse = found[found.metric == "rmse"].set_index("model").value
    assert rmse["fours"] == 1
    assert rmse["nothing"] == pytest.approx(math.sqrt((0 + 4) / 2))


def test_folds_are_averaged_and_their_intervals_narrow_with_their_number():
    rows = [("ALS", "rmse", value, value - 0.02, value + 0.02, fold) for fold, value in enumerate((0.85, 0.87, 0.89))]
    rows.append(("ALS", "predicted", 1.0, float("nan"), float("nan"), 0))
    folds = pd.DataFrame(rows, columns=["model", "metric", "value", "low", "high", "fold"])
    found = over_folds(folds).set_index("metric")
    assert found.value["rmse"] == pytest.approx(0.87)
    assert found.deviation["rmse"] == pytest.approx(0.02)  # deviations -.02, 0, .02; n - 1 = 2
    assert found.high["rmse"] - found.value["rmse"] == pytest.approx(0.02 / math.sqrt(3))
    assert math.isnan(found.deviation["predicted"])
    assert math.isnan(found.low["predicted"])


@pytest.mark.parametrize(
    ("models", "train", "test", "says"),
    [
        ({"a": Fixed([1])}, table((1, 1)), empty_ratings(), "0 ratings"),
        ({"a": Fixed([1])}, empty_ratings(), table((1, 1)), "0 ratings"),
        ({}, table((1, 1)), table((1, 2)), "0 models"),
    ],
)
def test_bad_input_is_named(movies, models, train, test, says):
    with pytest.raises(BadInput, match=says):
        compare(models, train, test, movies, seed=0)
