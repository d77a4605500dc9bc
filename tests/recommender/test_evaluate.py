"""Metrics of rankings and predicted stars."""

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
    LIST_METRICS,
    RANKING_METRICS,
    compare,
    cross_validate,
    list_metrics,
    ranking_metrics,
    rating_metrics,
    recommend,
)
from recommender.popular import train_popular


def table(*pairs):
    return pd.DataFrame([(*pair, 4.0, 0) for pair in pairs], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


def ranked(lists):
    rows = [(user, movie, rank) for user, movies in lists.items() for rank, movie in enumerate(movies, start=1)]
    return pd.DataFrame(rows, columns=["user_id", "movie_id", "rank"]).astype(np.int64)


def test_a_ranking_worked_out_by_hand():
    # hits at ranks 2 and 3 of 4, out of 3 held out
    metrics = ranking_metrics(ranked({7: [10, 11, 12, 13, 14]}), table((7, 11), (7, 12), (7, 99)), k=4).loc[7]
    ideal = 1 + 1 / math.log2(3) + 1 / 2
    assert metrics.precision == pytest.approx(2 / 4)
    assert metrics.recall == pytest.approx(2 / 3)
    assert metrics.ndcg == pytest.approx((1 / math.log2(3) + 1 / 2) / ideal)
    assert metrics["map"] == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert metrics.hit_rate == 1
    assert metrics.mrr == pytest.approx(1 / 2)


def test_a_perfect_list_shorter_than_k_has_ndcg_one():
    metrics = ranking_metrics(ranked({1: [5, 6]}), table((1, 5), (1, 6)), k=10).loc[1]
    assert metrics.ndcg == metrics.recall == metrics["map"] == metrics.mrr == 1
    assert metrics.precision == 0.2


def test_a_user_without_recommendations_scores_zero_and_users_not_asked_about_are_ignored():
    metrics = ranking_metrics(ranked({2: [5], 3: [5]}), table((1, 5), (2, 5)), k=3)
    assert metrics.index.tolist() == [1, 2]
    assert (metrics.loc[1] == 0).all()
    assert metrics.loc[2].ndcg == 1


def test_no_recommendations_at_all_score_zero():
    metrics = ranking_metrics(ranked({}), table((1, 5)), k=3)
    assert (metrics.to_numpy() == 0).all()
    assert list_metrics(ranked({}), table((1, 5)), k=3) == {"coverage": 0, "novelty": 0, "gini": 1}


@pytest.mark.parametrize("seed", range(5))
def test_rankings_agree_with_the_definitions_followed_step_by_step(seed):
    draw = np.random.default_rng(seed)
    k = int(draw.integers(1, 12))
    lists = {user: draw.permutation(40)[: draw.integers(0, 20)].tolist() for user in range(30)}
    answers = {user: set(draw.permutation(40)[: draw.integers(1, 15)].tolist()) for user in range(30)}
    test = table(*((user, movie) for user, movies in answers.items() for movie in movies))
    metrics = ranking_metrics(ranked(lists).sample(frac=1, random_state=seed), test, k)
    for user, movies in answers.items():
        top, hits, gain, precisions, first = lists[user][:k], 0, 0.0, 0.0, 0.0
        for rank, movie in enumerate(top, start=1):
            if movie in movies:
                hits += 1
                gain += 1 / math.log2(1 + rank)
                precisions += hits / rank
                first = first or 1 / rank
        best = sum(1 / math.log2(1 + rank) for rank in range(1, min(k, len(movies)) + 1))
        expected = (gain / best, hits / k, hits / len(movies), precisions / len(movies), float(hits > 0), first)
        np.testing.assert_allclose(metrics.loc[user, list(RANKING_METRICS)].to_numpy(), expected, atol=1e-12)


def test_lists_as_a_whole_worked_out_by_hand():
    train = table((1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (1, 3), (2, 4), (3, 4))
    recommended = ranked({1: [4, 9], 2: [3, 9], 3: [2, 3]})
    metrics = list_metrics(recommended, train, k=2)
    assert metrics["coverage"] == 4 / 4  # 2, 3, 4 and the unrated 9, of four rated movies
    log = lambda ratings: -math.log2(ratings / 8)
    assert metrics["novelty"] == pytest.approx((log(2) + 2 * log(1) + log(2) + 2 * log(1)) / 6)
    # recommended 1, 1, 2, 2 times: mean difference of all pairs, over twice the mean
    times = np.array([1, 1, 2, 2])
    assert metrics["gini"] == pytest.approx(np.abs(times[:, None] - times).mean() / (2 * times.mean()))


def test_the_same_movie_for_everybody_is_as_unequal_as_it_gets():
    train = table(*((1, movie) for movie in range(100)))
    metrics = list_metrics(ranked({user: [5] for user in range(20)}), train, k=1)
    assert metrics["gini"] == pytest.approx(1 - 1 / 100)
    assert metrics["coverage"] == 1 / 100


def test_predicted_stars_worked_out_by_hand():
    metrics = rating_metrics(np.array([4.0, 9.0, np.nan]), np.array([3.0, 5.0, 1.0]), mean=3.5)
    assert metrics["rmse"] == pytest.approx(math.sqrt((1 + 0 + 6.25) / 3))  # 9 is clipped to 5, the gap filled by 3.5
    assert metrics["mae"] == pytest.approx((1 + 0 + 2.5) / 3)
    assert metrics["rmse_predicted"] == pytest.approx(math.sqrt(1 / 2))
    assert metrics["predicted"] == pytest.approx(2 / 3)


def test_predicting_nothing_is_measured_too():
    metrics = rating_metrics(np.full(2, np.nan), np.array([3.0, 5.0]), mean=4.0)
    assert metrics["rmse"] == metrics["mae"] == 1
    assert math.isnan(metrics["rmse_predicted"])
    assert metrics["predicted"] == 0


class Fixed:
    """Proposes the same movies to everybody, rated or not at all."""

    def __init__(self, movies):
        self.movies = movies

    def generate(self, history, k, allowed=None):
        del allowed
        movies = [movie for movie in self.movies if movie not in history.stars][:k]
        return [Candidate(movie, 1.0 / (1 + place), "popular") for place, movie in enumerate(movies)]


def test_compared_models_stand_in_one_table_with_the_means_over_the_users(caplog):
    train, test = table((1, 1), (2, 1), (2, 2)), table((1, 2), (2, 3))
    with caplog.at_level(logging.INFO):
        compared = compare({"right": Fixed([2, 3]), "wrong": Fixed([8, 9])}, train, test, k=2)
    assert compared.index.tolist() == ["right", "wrong"]
    assert compared.loc["right", "ndcg"] == 1
    assert compared.loc["right", "precision"] == 0.5
    assert compared.loc["wrong", list(RANKING_METRICS)].sum() == 0
    assert set(LIST_METRICS) <= set(compared.columns)
    assert "right: nDCG@2 1.0000 over 2 users" in caplog.text


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


def test_cross_validation_trains_on_each_fold_and_judges_the_rest():
    ratings = pd.DataFrame(
        [(1, 1, 2.0, 0), (1, 2, 4.0, 0), (2, 1, 3.0, 0), (2, 2, 5.0, 0)], columns=list(RATING_COLUMNS)
    ).astype(RATING_COLUMNS)
    folds = [(ratings[2:], ratings[:2]), (ratings[:2], ratings[2:])]
    validated = cross_validate(folds, lambda known: {"mean": lambda pairs: np.full(len(pairs), known.stars.mean())})
    assert validated[["model", "fold"]].to_numpy().tolist() == [["mean", 1], ["mean", 2]]
    np.testing.assert_allclose(validated.rmse, [math.sqrt((4 + 0) / 2), math.sqrt((0 + 4) / 2)])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: ranking_metrics(ranked({}), empty_ratings(), 10), "0 ratings"),
        (lambda: ranking_metrics(ranked({}), table((1, 1)), 0), "k is 0"),
        (lambda: list_metrics(ranked({}), empty_ratings(), 10), "0 ratings"),
        (lambda: rating_metrics(np.zeros(2), np.zeros(3), 3.0), "2 predictions of 3 ratings"),
    ],
)
def test_bad_input_is_named(call, says):
    with pytest.raises(BadInput, match=says):
        call()
