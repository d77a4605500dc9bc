"""Several models measured on the same held-out ratings.

A table of measurements has a row per model, group of users, length k and metric:

    model, users (`EVERYBODY`, or a third of the users by the length of their history), n_users, k, metric, value, low,
    high (ends of the 95 % interval, NaN where there is none)

Its metrics are `RANKING_METRICS`, `LIST_METRICS`, `GAP` (nDCG less that of the best model, an interval of paired
differences) and `MS_PER_USER`.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import BadInput
from data.ids import Ids
from data.movies import Catalogue
from data.ratings import Histories
from recommender.bootstrap import bootstrap_means, interval
from recommender.candidates import CandidateGenerator
from recommender.fold import Floats
from recommender.metrics import RANKING_METRICS, check, ranking_metrics, star_metrics
from recommender.metrics_lists import activity, list_metrics

logger = logging.getLogger(__name__)

LENGTHS = (5, 10, 20, 50)
MAIN_LENGTH = 10
EVERYBODY = "everybody"
THIRDS = ("least active third", "middle third", "most active third")
GAP = "ndcg_gap"
MS_PER_USER = "ms_per_user"
MEASURED_COLUMNS = ("model", "users", "n_users", "k", "metric", "value", "low", "high")

Predict: TypeAlias = Callable[[pd.DataFrame], Floats]  # pairs with user_id and movie_id (n rows) to stars (n,), or NaN
_Row: TypeAlias = tuple[str, str, int, int, str, float, float, float]


def recommend(model: CandidateGenerator, train: pd.DataFrame, users: Ids, k: int) -> pd.DataFrame:
    """The `k` best items of each user as a table user_id, movie_id, rank (from 1), score; never a rated one."""
    histories = Histories(train)
    lists = [(user, model.generate(histories[user], k)) for user in users]
    return pd.DataFrame(
        {
            "user_id": np.repeat(users.values, [len(candidates) for _, candidates in lists]),
            "movie_id": np.array([one.movie_id for _, candidates in lists for one in candidates], dtype=np.int64),
            "rank": np.array(
                [rank for _, candidates in lists for rank in range(1, len(candidates) + 1)], dtype=np.int64
            ),
            "score": np.array([one.score for _, candidates in lists for one in candidates], dtype=np.float64),
        }
    )


def compare(
    models: Mapping[str, CandidateGenerator],
    train: pd.DataFrame,
    test: pd.DataFrame,
    movies: Catalogue,
    seed: int,
    lengths: Sequence[int] = LENGTHS,
) -> pd.DataFrame:
    """What each model ranks for the users of the test ratings, as a table of measurements.

    Everybody is measured at each of the lengths, the thirds by activity at `MAIN_LENGTH`.

    Args:
        models: by name.
        train: ratings that the models have seen.
        test: ratings held out.
        movies: the catalogue; it holds every item that is rated or recommended.
        seed: of the bootstrap.
        lengths: of the lists; they hold `MAIN_LENGTH`.

    Raises:
        BadInput: there are no ratings of one of the two, or there is no model.
    """
    check(test, min(lengths))
    check(train, min(lengths))
    if not models:
        raise BadInput("there are 0 models to compare: give at least 1")
    users = Ids(test.user_id.to_numpy())
    third = activity(train, users, len(THIRDS))
    rows: list[_Row] = []
    drawn: dict[str, NDArray[np.float64]] = {}
    ndcg: dict[str, float] = {}
    for name, model in models.items():
        start = time.perf_counter()
        recommended = recommend(model, train, users, max(lengths))
        seconds = time.perf_counter() - start
        for k in lengths:
            by_user = ranking_metrics(recommended, test, k)
            rows += _ranking_rows(name, EVERYBODY, k, by_user, seed)
            rows += _list_rows(name, EVERYBODY, k, len(users), list_metrics(recommended, train, movies, k))
            if k != MAIN_LENGTH:
                continue
            drawn[name], ndcg[name] = bootstrap_means(by_user[["ndcg"]].to_numpy(), seed), float(by_user.ndcg.mean())
            for group, title in enumerate(THIRDS):
                members = users.values[third == group]
                if len(members) == 0:
                    continue
                theirs = recommended[recommended.user_id.isin(members)]
                rows += _ranking_rows(name, title, k, by_user[third == group], seed)
                rows += _list_rows(name, title, k, len(members), list_metrics(theirs, train, movies, k))
        milliseconds = 1000 * seconds / len(users)
        rows += _list_rows(name, EVERYBODY, MAIN_LENGTH, len(users), {MS_PER_USER: milliseconds})
        logger.info("%s: nDCG@%d %.4f over %d users in %.1f s", name, MAIN_LENGTH, ndcg[name], len(users), seconds)
    best = max(ndcg, key=lambda name: ndcg[name])
    for name in models:
        (low,), (high,) = interval(drawn[name] - drawn[best])
        gap = ndcg[name] - ndcg[best]
        rows.append((name, EVERYBODY, len(users), MAIN_LENGTH, GAP, gap, float(low), float(high)))
    return pd.DataFrame(rows, columns=list(MEASURED_COLUMNS))


def wide(measured: pd.DataFrame, value: str = "value", users: str = EVERYBODY, k: int = MAIN_LENGTH) -> pd.DataFrame:
    """A column per metric and a row per model, both in the order measured; `value` is "value", "low" or "high"."""
    chosen = measured[(measured.users == users) & (measured.k == k)]
    table = chosen.pivot_table(index="model", columns="metric", values=value, sort=False, dropna=False)
    return table.reindex(index=list(dict.fromkeys(chosen.model)), columns=list(dict.fromkeys(chosen.metric)))


def judge(predictors: Mapping[str, Predict], train: pd.DataFrame, test: pd.DataFrame) -> pd.DataFrame:
    """The stars that each model predicts beside those given: a table model, metric, value, low, high.

    Args:
        predictors: by name.
        train: ratings that the models have seen; their mean stands in for a missing prediction.
        test: ratings held out, at least one.
    """
    stars, mean = test.stars.to_numpy(), float(train.stars.mean())
    tables = []
    for name, predict in predictors.items():
        found = star_metrics(predict(test[["user_id", "movie_id"]]), stars, mean)
        logger.info("%s: RMSE %.4f", name, found.value.iloc[0])
        tables.append(found.assign(model=name))
    return pd.concat(tables, ignore_index=True)[["model", "metric", "value", "low", "high"]]


def over_folds(folds: pd.DataFrame) -> pd.DataFrame:
    """The mean of each metric over the folds of a cross-validation.

    The interval is that of a mean of measurements on different ratings: half widths add up as squares. It holds for the
    models as trained, and does not tell how they vary with the training ratings; `deviation` over the folds does.

    Args:
        folds: tables of `judge` below one another, with a column fold.

    Returns:
        A table model, metric, value, low, high, deviation (NaN for a single fold), in the order of `folds`.
    """
    half = ((folds.high - folds.low) / 2) ** 2
    grouped = folds.assign(half=half).groupby(["model", "metric"], sort=False)
    found = grouped.agg(value=("value", "mean"), deviation=("value", "std"), n=("value", "size"))
    found["half"] = grouped.half.sum(min_count=1) ** 0.5 / found.n
    found["low"], found["high"] = found.value - found.half, found.value + found.half
    return found.reset_index()[["model", "metric", "value", "low", "high", "deviation"]]


def _ranking_rows(name: str, title: str, k: int, by_user: pd.DataFrame, seed: int) -> list[_Row]:
    values = by_user[list(RANKING_METRICS)].to_numpy()  # (n_users, n_metrics)
    low, high = interval(bootstrap_means(values, seed))
    columns = zip(RANKING_METRICS, values.mean(axis=0), low, high, strict=True)
    return [(name, title, len(values), k, metric, float(mean), float(a), float(b)) for metric, mean, a, b in columns]


def _list_rows(name: str, title: str, k: int, n_users: int, metrics: Mapping[str, float]) -> list[_Row]:
    nan = float("nan")
    return [(name, title, n_users, k, metric, value, nan, nan) for metric, value in metrics.items()]
