"""How good rankings and predicted stars are, user by user and rating by rating.

Rankings, per user, with h the held-out items among the first k and n the number held out; every held-out item counts as
relevant, whatever its stars:

    precision = h / k                    hit_rate = 1 if h > 0 else 0
    recall    = h / n                    mrr      = 1 / rank of the first hit, 0 if there is none
    f1        = 2 h / (k + n)            the harmonic mean of precision and recall
    ndcg      = sum over hits of 1 / log2(1 + rank), over the same sum for min(k, n) hits at the top
    map       = sum over hits of (hits down to this one / its rank), over n

A user who gets no recommendation scores 0.

Stars: RMSE, MAE and MSE, where a missing prediction is replaced by the mean so that leaving out hard pairs never helps;
the RMSE over what was predicted alone; and how many were. As a classifier: a rating is positive if its stars are at
least `LIKED`, and predicted positive if the prediction is at least `LIKED`; precision, recall and F1 are of the
positive class. Definitions as in Microsoft's Recommenders (2019) and Herlocker et al. 2004, "Evaluating collaborative
filtering recommender systems".
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import BadInput
from data.ids import Ids
from data.ratings import MAX_STARS, MIN_STARS
from recommender.fold import Floats

RANKING_METRICS = ("ndcg", "precision", "recall", "f1", "map", "mrr", "hit_rate")
STAR_METRICS = ("rmse", "mae", "mse", "precision", "recall", "f1", "rmse_predicted", "predicted")
LIKED = 3.0
NORMAL_95 = 1.959964  # a normal deviate stays below it in absolute value with probability 0.95


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
    check(test, k)
    users = Ids(test.user_id.to_numpy())
    held_out = np.bincount(users.rows(test.user_id.to_numpy()))  # (n_users,)
    hits = _hits(recommended, test, users, k)  # (n_users, k)
    ranks = np.arange(1, k + 1)
    gains = 1 / np.log2(1 + ranks)
    found = hits.sum(axis=1)
    return pd.DataFrame(
        {
            "ndcg": hits @ gains / np.cumsum(gains)[np.minimum(held_out, k) - 1],
            "precision": found / k,
            "recall": found / held_out,
            "f1": 2 * found / (k + held_out),
            "map": (np.cumsum(hits, axis=1) / ranks * hits).sum(axis=1) / held_out,
            "mrr": (found > 0) / (1 + np.argmax(hits, axis=1)),
            "hit_rate": (found > 0).astype(np.float64),
        },
        index=pd.Index(users.values, name="user_id"),
    )


def star_metrics(predicted: Floats, stars: Floats, mean: float) -> pd.DataFrame:
    """The metrics of predictions, which are clipped to the scale.

    Intervals are normal approximations over the ratings: of a mean by its standard error, of the RMSE by that of the
    MSE over twice the RMSE (delta method).

    Args:
        predicted: (n,) stars; NaN where there is no prediction.
        stars: (n,) what the users gave, n at least 1.
        mean: of the training ratings: stands in for a missing prediction.

    Returns:
        A table metric (`STAR_METRICS`), value, low, high (95 % interval; NaN where none is given). rmse, mae and
        rmse_predicted are in stars, the others but mse 0 to 1. What has nothing to be measured on is NaN:
        rmse_predicted without a prediction, precision without a positive prediction, recall without a positive rating,
        F1 without either.

    Raises:
        BadInput: there are no ratings, or another number of predictions.
    """
    if len(stars) == 0 or len(predicted) != len(stars):
        raise BadInput(f"got {len(predicted)} predictions of {len(stars)} ratings: give one each, of at least 1 rating")
    there = ~np.isnan(predicted)
    filled = np.clip(np.where(there, predicted, mean), MIN_STARS, MAX_STARS).astype(np.float64)
    squared, absolute = (filled - stars) ** 2, np.abs(filled - stars)
    mse, mae = float(squared.mean()), float(absolute.mean())
    rmse = mse**0.5
    mse_error, mae_error = (NORMAL_95 * float(one.std()) / len(stars) ** 0.5 for one in (squared, absolute))
    rmse_error = mse_error / (2 * rmse) if rmse > 0 else 0.0
    positive, said = stars >= LIKED, filled >= LIKED
    right = int((positive & said).sum())
    nan = float("nan")
    rows = [
        ("rmse", rmse, rmse - rmse_error, rmse + rmse_error),
        ("mae", mae, mae - mae_error, mae + mae_error),
        ("mse", mse, mse - mse_error, mse + mse_error),
        ("precision", _share(right, int(said.sum())), nan, nan),
        ("recall", _share(right, int(positive.sum())), nan, nan),
        ("f1", _share(2 * right, int(said.sum() + positive.sum())), nan, nan),
        ("rmse_predicted", float(squared[there].mean() ** 0.5) if there.any() else nan, nan, nan),
        ("predicted", float(there.mean()), nan, nan),
    ]
    return pd.DataFrame(rows, columns=["metric", "value", "low", "high"])


def check(ratings: pd.DataFrame, k: int) -> None:
    """Refuse to measure on nothing.

    Raises:
        BadInput: there are no ratings, or k is less than 1.
    """
    if len(ratings) == 0:
        raise BadInput("there are 0 ratings to measure against, need at least 1: hold back a larger part")
    if k < 1:
        raise BadInput(f"k is {k}, expected 1 or more recommendations per user")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


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
