"""How good recommendations and predicted ratings are, measured on ratings that the model has not seen.

Rankings, per user, with h the held-out items among the first k and n the number held out; every held-out item counts as
relevant, whatever its stars:

    precision = h / k                    hit_rate = 1 if h > 0 else 0
    recall    = h / n                    mrr      = 1 / rank of the first hit, 0 if there is none
    ndcg      = sum over hits of 1 / log2(1 + rank), over the same sum for min(k, n) hits at the top
    map       = sum over hits of (hits down to this one / its rank), over n

A user who gets no recommendation scores 0. Lists as a whole:

    coverage  = different items recommended / items in the training ratings
    novelty   = mean over recommendations of -log2(ratings of the item / all ratings), unrated items as if rated once
    gini      = inequality of how often the items in the training ratings are recommended, 0 (all alike) to 1

Predicted stars: RMSE and MAE, where a missing prediction is replaced by the mean so that leaving out hard pairs never
helps; the same over what was predicted alone; and how many were. Definitions as in Microsoft's Recommenders (2019) and
Herlocker et al. 2004, "Evaluating collaborative filtering recommender systems".
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
from data.ratings import MAX_STARS, MIN_STARS, Histories
from recommender.candidates import CandidateGenerator
from recommender.fold import Floats

logger = logging.getLogger(__name__)

RANKING_METRICS = ("ndcg", "precision", "recall", "map", "hit_rate", "mrr")
LIST_METRICS = ("coverage", "novelty", "gini")
RATING_METRICS = ("rmse", "mae", "rmse_predicted", "predicted")

Predict: TypeAlias = Callable[[pd.DataFrame], Floats]  # pairs with user_id and movie_id (n rows) to stars (n,), or NaN
Train: TypeAlias = Callable[[pd.DataFrame], Mapping[str, Predict]]  # ratings to named models


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


def ranking_metrics(recommended: pd.DataFrame, test: pd.DataFrame, k: int) -> pd.DataFrame:
    """The metrics of each user of the test ratings.

    Args:
        recommended: table user_id, movie_id, rank (from 1, without gaps); ranks beyond `k` are not looked at.
        test: table of ratings held out, at least one.
        k: length of the lists, at least 1.

    Returns:
        A table indexed by user_id with the columns `RANKING_METRICS`, each 0 to 1.

    Raises:
        BadInput: there are no test ratings, or k is less than 1.
    """
    _check(test, k)
    users = Ids(test.user_id.to_numpy())
    held_out = np.bincount(users.rows(test.user_id.to_numpy()))  # (n_users,)
    hits = _hits(recommended, test, users, k)  # (n_users, k)
    ranks = np.arange(1, k + 1)
    gains = 1 / np.log2(1 + ranks)
    first = np.argmax(hits, axis=1)
    hit = hits.any(axis=1)
    return pd.DataFrame(
        {
            "ndcg": hits @ gains / np.cumsum(gains)[np.minimum(held_out, k) - 1],
            "precision": hits.sum(axis=1) / k,
            "recall": hits.sum(axis=1) / held_out,
            "map": (np.cumsum(hits, axis=1) / ranks * hits).sum(axis=1) / held_out,
            "hit_rate": hit.astype(np.float64),
            "mrr": hit / (1 + first),
        },
        index=pd.Index(users.values, name="user_id"),
    )


def list_metrics(recommended: pd.DataFrame, train: pd.DataFrame, k: int) -> dict[str, float]:
    """The metrics `LIST_METRICS` of the first `k` of all lists together.

    Args:
        recommended: table movie_id, rank (from 1).
        train: table of the ratings that the model has seen, at least one.
        k: length of the lists, at least 1.

    Raises:
        BadInput: there are no training ratings, or k is less than 1.
    """
    _check(train, k)
    top = recommended.movie_id[recommended["rank"] <= k].to_numpy()
    ids, times = np.unique(top, return_counts=True)
    known, ratings = np.unique(train.movie_id.to_numpy(), return_counts=True)
    if len(top) == 0:
        return {"coverage": 0.0, "novelty": 0.0, "gini": 1.0}
    rated = np.ones(len(ids))
    at = Ids(known).find(ids)
    rated[at >= 0] = ratings[at[at >= 0]]
    spread = np.zeros(max(len(known), len(ids)))  # times each item is recommended, ascending
    spread[len(spread) - len(ids) :] = np.sort(times)
    place = np.arange(1, len(spread) + 1)
    return {
        "coverage": len(ids) / len(known),
        "novelty": float(-(np.log2(rated / len(train)) * times).sum() / len(top)),
        "gini": float(((2 * place - len(spread) - 1) * spread).sum() / (len(spread) * spread.sum())),
    }


def rating_metrics(predicted: Floats, stars: Floats, mean: float) -> dict[str, float]:
    """The metrics `RATING_METRICS` of predictions, which are clipped to the scale.

    Args:
        predicted: (n,) stars; NaN where there is no prediction.
        stars: (n,) what the users gave, n at least 1.
        mean: of the training ratings: stands in for a missing prediction.

    Returns:
        rmse, mae and rmse_predicted in stars (the last over what was predicted, NaN if nothing was); predicted, 0 to 1.

    Raises:
        BadInput: there are no ratings, or another number of predictions.
    """
    if len(stars) == 0 or len(predicted) != len(stars):
        raise BadInput(f"got {len(predicted)} predictions of {len(stars)} ratings: give one each, of at least 1 rating")
    there = ~np.isnan(predicted)
    errors = np.clip(np.where(there, predicted, mean), MIN_STARS, MAX_STARS) - stars.astype(np.float64)
    return {
        "rmse": float(np.sqrt(np.mean(errors**2))),
        "mae": float(np.mean(np.abs(errors))),
        "rmse_predicted": float(np.sqrt(np.mean(errors[there] ** 2))) if there.any() else float("nan"),
        "predicted": float(there.mean()),
    }


def compare(
    models: Mapping[str, CandidateGenerator], train: pd.DataFrame, test: pd.DataFrame, k: int = 10
) -> pd.DataFrame:
    """What each model ranks for the users of the test ratings: a row per model.

    Columns: `RANKING_METRICS` as means over the users, `ndcg_error` the standard error of the mean nDCG,
    `LIST_METRICS`, and `ms_per_user`, the time one list of `k` takes.
    """
    _check(test, k)
    users = Ids(test.user_id.to_numpy())
    rows: dict[str, dict[str, float]] = {}
    for name, model in models.items():
        start = time.perf_counter()
        recommended = recommend(model, train, users, k)
        seconds = time.perf_counter() - start
        by_user = ranking_metrics(recommended, test, k)
        rows[name] = {
            **{metric: float(by_user[metric].mean()) for metric in RANKING_METRICS},
            "ndcg_error": float(by_user.ndcg.std(ddof=0) / len(users) ** 0.5),
            **list_metrics(recommended, train, k),
            "ms_per_user": 1000 * seconds / len(users),
        }
        logger.info("%s: nDCG@%d %.4f over %d users in %.1f s", name, k, rows[name]["ndcg"], len(users), seconds)
    return pd.DataFrame.from_dict(rows, orient="index")


def cross_validate(folds: Sequence[tuple[pd.DataFrame, pd.DataFrame]], train: Train) -> pd.DataFrame:
    """Predict each fold's test ratings with models trained on the rest of it.

    Args:
        folds: pairs (training ratings, test ratings).
        train: makes named models of training ratings; the same names each time.

    Returns:
        A table with a row per fold and model: model, fold (from 1), and the columns `RATING_METRICS`.
    """
    rows: list[dict[str, str | int | float]] = []
    for fold, (known, test) in enumerate(folds, start=1):
        stars, mean = test.stars.to_numpy(), float(known.stars.mean())
        for name, predict in train(known).items():
            metrics = rating_metrics(predict(test[["user_id", "movie_id"]]), stars, mean)
            rows.append({"model": name, "fold": fold, **metrics})
            logger.info("%s, fold %d of %d: RMSE %.4f", name, fold, len(folds), metrics["rmse"])
    return pd.DataFrame(rows, columns=["model", "fold", *RATING_METRICS])


def _check(ratings: pd.DataFrame, k: int) -> None:
    if len(ratings) == 0:
        raise BadInput("there are 0 ratings to measure against, need at least 1: hold back a larger part")
    if k < 1:
        raise BadInput(f"k is {k}, expected 1 or more recommendations per user")


def _hits(recommended: pd.DataFrame, test: pd.DataFrame, users: Ids, k: int) -> NDArray[np.bool_]:
    """(n_users, k) whether what is recommended at each rank was held out."""
    items = Ids(np.concatenate([test.movie_id.to_numpy(), recommended.movie_id.to_numpy()]))
    of = users.find(recommended.user_id.to_numpy())
    rank = recommended["rank"].to_numpy()
    used = (of >= 0) & (rank <= k)
    pairs = of[used] * len(items) + items.rows(recommended.movie_id.to_numpy()[used])
    held_out = users.rows(test.user_id.to_numpy()) * len(items) + items.rows(test.movie_id.to_numpy())
    hits = np.zeros((len(users), k), dtype=np.bool_)
    hits[of[used], rank[used] - 1] = np.isin(pairs, held_out)
    return hits
