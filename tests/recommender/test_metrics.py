"""Metrics of rankings and of predicted stars, beside hand-worked cases and scikit-learn."""

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import (
    average_precision_score,
    mean_absolute_error,
    mean_squared_error,
    ndcg_score,
    precision_recall_fscore_support,
)

from data.errors import BadInput
from data.ratings import RATING_COLUMNS, empty_ratings
from recommender.metrics import RANKING_METRICS, STAR_METRICS, ranking_metrics, star_metrics


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
    assert metrics.f1 == pytest.approx(2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3))
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
    assert (ranking_metrics(ranked({}), table((1, 5)), k=3).to_numpy() == 0).all()


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
        precision, recall = hits / k, hits / len(movies)
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        expected = (gain / best, precision, recall, f1, precisions / len(movies), first, float(hits > 0))
        np.testing.assert_allclose(metrics.loc[user, list(RANKING_METRICS)].to_numpy(), expected, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_rankings_agree_with_scikit_learn(seed):
    n_items, k = 30, 8
    draw = np.random.default_rng(seed)
    scores = draw.normal(size=(20, n_items))
    relevant = draw.random((20, n_items)) < 0.2
    relevant[:, 0] = True  # each user has something to find
    order = np.argsort(-scores, axis=1)
    test = table(*zip(*np.nonzero(relevant), strict=True))
    top = ranking_metrics(ranked(dict(enumerate(order[:, :k].tolist()))), test, k)
    whole = ranking_metrics(ranked(dict(enumerate(order.tolist()))), test, n_items)
    for user in range(20):
        assert top.ndcg[user] == pytest.approx(ndcg_score(relevant[user : user + 1], scores[user : user + 1], k=k))
        assert whole["map"][user] == pytest.approx(average_precision_score(relevant[user], scores[user]))
        shown = np.isin(np.arange(n_items), order[user, :k])
        precision, recall, f1, _ = precision_recall_fscore_support(
            relevant[user], shown, average="binary", zero_division=0
        )
        found = top.loc[user, ["precision", "recall", "f1"]].to_numpy()
        np.testing.assert_allclose(found, [precision, recall, f1], atol=1e-12)


def found_of(predicted, stars, mean):
    return star_metrics(np.asarray(predicted, float), np.asarray(stars, float), mean).set_index("metric")


def test_predicted_stars_worked_out_by_hand():
    found = found_of([4.0, 9.0, np.nan], [3.0, 5.0, 1.0], mean=3.5)
    assert found.index.tolist() == list(STAR_METRICS)
    assert found.value["mse"] == pytest.approx((1 + 0 + 6.25) / 3)  # 9 is clipped to 5, the gap filled by 3.5
    assert found.value["rmse"] == pytest.approx(math.sqrt((1 + 0 + 6.25) / 3))
    assert found.value["mae"] == pytest.approx((1 + 0 + 2.5) / 3)
    assert found.value["rmse_predicted"] == pytest.approx(math.sqrt(1 / 2))
    assert found.value["predicted"] == pytest.approx(2 / 3)
    assert found.value["precision"] == pytest.approx(2 / 3)  # all three are said to be liked, the last wrongly
    assert found.value["recall"] == 1
    assert found.value["f1"] == pytest.approx(0.8)


@pytest.mark.parametrize("seed", range(3))
def test_predicted_stars_agree_with_scikit_learn(seed):
    draw = np.random.default_rng(seed)
    stars = draw.integers(1, 11, 500) / 2
    predicted = np.clip(stars + draw.normal(0, 0.9, 500), 0.5, 5.0)
    found = found_of(predicted, stars, mean=3.0).value
    assert found["mse"] == pytest.approx(mean_squared_error(stars, predicted))
    assert found["mae"] == pytest.approx(mean_absolute_error(stars, predicted))
    expected = precision_recall_fscore_support(stars >= 3.0, predicted >= 3.0, average="binary")[:3]
    np.testing.assert_allclose(found[["precision", "recall", "f1"]], expected)


def test_three_stars_are_positive_and_a_prediction_just_below_is_not():
    found = found_of([3.0, 2.99], [3.0, 3.0], mean=3.0).value
    assert found["precision"] == 1
    assert found["recall"] == 0.5


def test_intervals_cover_what_they_should_in_nineteen_cases_of_twenty():
    draw = np.random.default_rng(0)
    # errors of 0.3 and 1.1 stars, one half each: the true RMSE and MAE are known
    rmse, mae = math.sqrt((0.3**2 + 1.1**2) / 2), 0.7
    covered = {"rmse": 0, "mae": 0}
    for _ in range(400):
        errors = draw.choice([0.3, 1.1], 200)
        found = found_of(2.5 + errors, np.full(200, 2.5), mean=3.0)
        for metric, truth in (("rmse", rmse), ("mae", mae)):
            covered[metric] += found.low[metric] <= truth <= found.high[metric]
    assert all(0.91 < count / 400 < 0.98 for count in covered.values())


def test_predicting_nothing_or_perfectly_is_measured_too():
    nothing = found_of([np.nan, np.nan], [3.0, 5.0], mean=4.0)
    assert nothing.value["rmse"] == nothing.value["mae"] == 1
    assert math.isnan(nothing.value["rmse_predicted"])
    assert nothing.value["predicted"] == 0
    perfect = found_of([2.0, 2.5], [2.0, 2.5], mean=3.0)
    assert perfect.loc["rmse"].tolist() == [0, 0, 0]
    assert perfect.value[["precision", "recall", "f1"]].isna().all()  # nothing is liked, and nothing said to be


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: ranking_metrics(ranked({}), empty_ratings(), 10), "0 ratings"),
        (lambda: ranking_metrics(ranked({}), table((1, 1)), 0), "k is 0"),
        (lambda: star_metrics(np.zeros(2), np.zeros(3), 3.0), "2 predictions of 3 ratings"),
        (lambda: star_metrics(np.zeros(0), np.zeros(0), 3.0), "0 predictions of 0 ratings"),
    ],
)
def test_bad_input_is_named(call, says):
    with pytest.raises(BadInput, match=says):
        call()
