"""What lists are like: coverage, novelty, inequality, tail, diversity and popularity, beside hand-worked cases."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput
from data.ids import Ids
from data.movies import GENRES, Catalogue, Movie
from data.ratings import RATING_COLUMNS, empty_ratings
from recommender.metrics_lists import LIST_METRICS, activity, list_metrics


def table(*pairs):
    return pd.DataFrame([(*pair, 4.0, 0) for pair in pairs], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


def ranked(lists):
    rows = [(user, movie, rank) for user, movies in lists.items() for rank, movie in enumerate(movies, start=1)]
    return pd.DataFrame(rows, columns=["user_id", "movie_id", "rank"]).astype(np.int64)


@pytest.fixture
def movies():
    return Catalogue(Movie(i, f"Movie {i}", genres=("Comedy",) if i % 2 else ("War", "Drama")) for i in range(1, 101))


def test_lists_worked_out_by_hand(movies):
    train = table((1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (1, 3), (2, 4), (3, 4))  # 3, 2, 1 and 2 ratings
    recommended = ranked({1: [4, 9], 2: [3, 9], 3: [2, 3]})
    metrics = list_metrics(recommended, train, movies, k=2)
    assert tuple(metrics) == LIST_METRICS
    assert metrics["coverage"] == 4 / 4  # 2, 3, 4 and the unrated 9, of four rated movies
    log = lambda ratings: -math.log2(ratings / 8)
    assert metrics["novelty"] == pytest.approx((log(2) + 2 * log(1) + log(2) + 2 * log(1)) / 6)
    # 1, 2, 3, 4, 9 are recommended 0, 1, 2, 1, 2 times: mean difference of all pairs, over twice the mean
    times = np.array([0, 1, 2, 1, 2])
    assert metrics["gini"] == pytest.approx(np.abs(times[:, None] - times).mean() / (2 * times.mean()))
    assert metrics["tail"] == 1  # the most rated fifth of four movies is movie 1, recommended to nobody
    # even ids share no genre with odd ones: 4 and 9 differ, 3 and 9 are alike, 2 and 3 differ
    assert metrics["diversity"] == pytest.approx((1 + 0 + 1) / 3)
    # user 1 rated movies of 3, 2, 1 ratings and is shown 2 and 0; user 2 3, 2, 2 and 1, 0; user 3 3, 2 and 2, 1
    assert metrics["popularity"] == pytest.approx((1 / 2 + (1 / 2) / (7 / 3) + (3 / 2) / (5 / 2)) / 3)


def test_only_the_first_k_count(movies):
    train = table((1, 1), (1, 2), (2, 3))
    longer = ranked({1: [3, 50, 60], 2: [1, 70, 80]})
    assert list_metrics(longer, train, movies, k=1) == pytest.approx(
        list_metrics(ranked({1: [3], 2: [1]}), train, movies, k=1), nan_ok=True
    )


@pytest.mark.parametrize("seed", range(3))
def test_diversity_agrees_with_the_cosines_of_all_pairs(seed):
    draw = np.random.default_rng(seed)
    genres = {i: tuple(draw.choice(GENRES, draw.integers(0, 4), replace=False).tolist()) for i in range(40)}
    movies = Catalogue(Movie(i, "", genres=of) for i, of in genres.items())
    lists = {user: draw.permutation(40)[: draw.integers(1, 9)].tolist() for user in range(10)}

    def cosine(a, b):
        one, other = set(genres[a] or ["none"]), set(genres[b] or ["none"])
        return len(one & other) / math.sqrt(len(one) * len(other))

    of_lists = [
        1 - np.mean([cosine(a, b) for a, b in itertools.combinations(items, 2)])
        for items in lists.values()
        if len(items) > 1
    ]
    found = list_metrics(ranked(lists), table((1, 1)), movies, k=10)["diversity"]
    assert found == pytest.approx(np.mean(of_lists))


def test_the_same_movie_for_everybody_is_as_unequal_as_it_gets(movies):
    train = table(*((1, movie) for movie in range(1, 101)))
    metrics = list_metrics(ranked({user: [5] for user in range(20)}), train, movies, k=1)
    assert metrics["gini"] == pytest.approx(1 - 1 / 100)
    assert metrics["coverage"] == 1 / 100
    assert metrics["tail"] == 0  # of equally rated movies those of lower ids are the head
    assert math.isnan(metrics["diversity"])


def test_recommending_what_everybody_knows_is_a_popularity_above_one(movies):
    train = table(*((user, 1) for user in range(1, 9)), (9, 2), (9, 3))
    metrics = list_metrics(ranked({9: [1]}), train, movies, k=1)
    assert metrics["popularity"] == 8


def test_no_recommendations_at_all_cover_nothing(movies):
    metrics = list_metrics(ranked({}), table((1, 5)), movies, k=3)
    assert (metrics["coverage"], metrics["gini"]) == (0, 1)
    assert all(math.isnan(metrics[name]) for name in ("novelty", "tail", "diversity", "popularity"))


def test_people_nobody_knows_have_no_popularity_of_their_own(movies):
    assert math.isnan(list_metrics(ranked({77: [1, 2]}), table((1, 1)), movies, k=2)["popularity"])


def test_activity_parts_users_by_the_length_of_their_history():
    train = table((1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (5, 1), (5, 2), (5, 3), (5, 4), (8, 1))
    # histories of users 1, 2, 3, 4, 5, 6: 3, 1, 2, 0, 4, 0; user 8 is not asked about
    groups = activity(train, Ids([1, 2, 3, 4, 5, 6]), 3)
    assert groups.tolist() == [2, 1, 1, 0, 2, 0]


def test_bad_input_is_named(movies):
    with pytest.raises(BadInput, match="0 ratings"):
        list_metrics(ranked({}), empty_ratings(), movies, 10)
    with pytest.raises(BadInput, match="k is 0"):
        list_metrics(ranked({}), table((1, 1)), movies, 0)
    with pytest.raises(KeyError):
        list_metrics(ranked({1: [12345]}), table((1, 1)), movies, 10)
