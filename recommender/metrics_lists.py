"""What lists of recommendations are like, whether they hit or not, over the first k of each list.

coverage    = different items recommended / items in the training ratings
novelty     = mean over recommendations of -log2(ratings of the item / all ratings), unrated items as if rated once
gini        = inequality of how often the items in the training ratings are recommended, 0 (all alike) to 1
tail        = share of the recommendations outside the most rated fifth of the items (Abdollahpouri et al. 2019,
              "The unfairness of popularity bias in recommendation")
diversity   = mean over lists of 1 - the mean cosine of two different items' genres (Ziegler et al. 2005, "Improving
              recommendation lists through topic diversification"); two items without genres are alike
popularity  = mean over users of (mean number of ratings of what is recommended / of what the user rated): above 1,
              people are sent to more popular items than they choose by themselves
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ids import Ids, Rows
from data.movies import GENRES, Catalogue
from recommender.metrics import check

LIST_METRICS = ("coverage", "novelty", "gini", "tail", "diversity", "popularity")
HEAD_SHARE = 0.2  # of the items, most rated first


def list_metrics(recommended: pd.DataFrame, train: pd.DataFrame, movies: Catalogue, k: int) -> dict[str, float]:
    """The metrics `LIST_METRICS` of the first `k` of all lists together.

    Args:
        recommended: table user_id, movie_id, rank (from 1).
        train: table of the ratings that the model has seen, at least one.
        movies: the catalogue; it holds every item that is rated or recommended.
        k: length of the lists, at least 1.

    Returns:
        Shares from 0 to 1, but for coverage; novelty in bits; popularity a ratio. NaN where nothing is recommended
        (gini then 1, coverage 0), diversity also where no list has two items, popularity where nobody who is
        recommended to has rated.

    Raises:
        BadInput: there are no training ratings, or k is less than 1.
        KeyError: an item is not in the catalogue.
    """
    check(train, k)
    top = recommended[recommended["rank"] <= k]
    nan = float("nan")
    if len(top) == 0:
        return {"coverage": 0.0, "novelty": nan, "gini": 1.0, "tail": nan, "diversity": nan, "popularity": nan}
    counts = np.bincount(movies.ids.rows(train.movie_id.to_numpy()), minlength=len(movies))  # (n_movies,)
    rows = movies.ids.rows(top.movie_id.to_numpy())
    times = np.bincount(rows, minlength=len(movies))
    n_rated = int(np.count_nonzero(counts))
    users = Ids(top.user_id.to_numpy())
    whose = users.rows(top.user_id.to_numpy())
    return {
        "coverage": int(np.count_nonzero(times)) / n_rated,
        "novelty": float(-np.log2(np.maximum(counts[rows], 1) / len(train)).mean()),
        "gini": _gini(times[(counts > 0) | (times > 0)]),
        "tail": float(_is_tail(counts)[rows].mean()),
        "diversity": _diversity(rows, whose, movies),
        "popularity": _popularity(counts, rows, whose, users, train, movies),
    }


def activity(train: pd.DataFrame, users: Ids, groups: int) -> NDArray[np.int64]:
    """Group (n_users,) of each user by the length of the history, from 0 (shortest) to `groups` - 1, of equal sizes.

    Of equally long histories that of the lower user id counts as shorter.
    """
    known = users.find(train.user_id.to_numpy())
    lengths = np.bincount(known[known >= 0], minlength=len(users))
    place = np.empty(len(users), dtype=np.int64)
    place[np.argsort(lengths, kind="stable")] = np.arange(len(users))
    return place * groups // max(len(users), 1)


def _gini(times: NDArray[np.int64]) -> float:
    """Half the relative mean difference of all pairs, by the sorted values (n,)."""
    spread, place = np.sort(times), np.arange(1, len(times) + 1)
    return float(((2 * place - len(times) - 1) * spread).sum() / (len(times) * spread.sum()))


def _is_tail(counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each item (n,) is outside the most rated fifth of the rated ones; of ties the lower row is in it."""
    n_head = round(HEAD_SHARE * np.count_nonzero(counts))
    tail = np.ones(len(counts), dtype=np.bool_)
    tail[np.argsort(-counts, kind="stable")[:n_head]] = False
    return tail


def _diversity(rows: Rows, whose: Rows, movies: Catalogue) -> float:
    """Of unit vectors the sum of all pairs' cosines is (|sum of the list|^2 - length of the list) / 2."""
    wanted, at = np.unique(rows, return_inverse=True)
    vectors = np.zeros((len(wanted), len(GENRES) + 1))
    for place, row in enumerate(wanted):
        named = [GENRES.index(genre) for genre in movies.movies[row].genres if genre in GENRES]
        vectors[place, named or [len(GENRES)]] = 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    sums = np.zeros((int(whose.max()) + 1, vectors.shape[1]))
    np.add.at(sums, whose, vectors[at])
    n = np.bincount(whose)
    pairs = n * (n - 1)
    alike = ((sums**2).sum(axis=1) - n)[pairs > 0] / pairs[pairs > 0]
    return float(1 - alike.mean()) if len(alike) else float("nan")


def _popularity(
    counts: NDArray[np.int64], rows: Rows, whose: Rows, users: Ids, train: pd.DataFrame, movies: Catalogue
) -> float:
    recommended = np.bincount(whose, counts[rows]) / np.bincount(whose)  # (n_users,)
    of = users.find(train.user_id.to_numpy())
    theirs = counts[movies.ids.rows(train.movie_id.to_numpy()[of >= 0])]
    n = np.bincount(of[of >= 0], minlength=len(users))
    rated = np.bincount(of[of >= 0], theirs, minlength=len(users))[n > 0] / n[n > 0]
    return float((recommended[n > 0] / rated).mean()) if (n > 0).any() else float("nan")
