"""How well intervals of predicted stars hold: the share of held-out ratings inside them, and how wide they are.

An interval of 80 % that covers more is too wide to say much, one that covers less promises too much. Coverage over all
ratings may hide both, so it is measured for groups apart: by the word that goes with the interval, by how much the user
has rated, by how often the item was rated.
"""

import numpy as np
import pandas as pd

from data.errors import BadInput
from data.ids import Ids
from recommender.confidence import Intervals
from recommender.metrics_lists import activity

THIRDS = ("least active third", "middle third", "most active third")
RATED = ((0, "never rated"), (1, "rated 1 to 4 times"), (5, "rated 5 to 19 times"), (20, "rated 20 times or more"))


def interval_metrics(found: Intervals, train: pd.DataFrame, test: pd.DataFrame) -> pd.DataFrame:
    """Coverage and width of the intervals of all test ratings, and of groups of them.

    Args:
        found: intervals (n,) of the pairs of the test ratings, in their order.
        train: ratings that the model has seen.
        test: ratings held out, n at least 1.

    Returns:
        Table by ("everything", "confidence", "user", "movie"), group, n, covered (0 to 1), width (mean, in stars); a
        group without a rating is left out.

    Raises:
        BadInput: there are no test ratings, or another number of intervals.
    """
    if len(test) == 0 or len(found.low) != len(test):
        raise BadInput(f"got {len(found.low)} intervals of {len(test)} ratings: give one each, of at least 1 rating")
    stars = test.stars.to_numpy()
    table = pd.DataFrame(
        {"covered": (found.low <= stars) & (stars <= found.high), "width": (found.high - found.low).astype(np.float64)}
    )
    users, items = Ids(test.user_id.to_numpy()), Ids(train.movie_id.to_numpy())
    third = activity(train, users, len(THIRDS))[users.rows(test.user_id.to_numpy())]
    at = items.find(test.movie_id.to_numpy())
    times = np.append(np.bincount(items.rows(train.movie_id.to_numpy())), 0)[at]  # unknown items are at -1, the last
    starts = np.array([start for start, _ in RATED])
    groups = {
        "everything": np.full(len(test), "all ratings", dtype=object),
        "confidence": np.array(found.words, dtype=object),
        "user": np.array(THIRDS, dtype=object)[third],
        "movie": np.array([name for _, name in RATED], dtype=object)[np.searchsorted(starts, times, side="right") - 1],
    }
    rows = []
    for by, group in groups.items():
        order = {"user": THIRDS, "movie": tuple(name for _, name in RATED)}.get(by, tuple(sorted(set(group))))
        for name in order:
            mine = table[group == name]
            if len(mine):
                rows.append((by, name, len(mine), float(mine.covered.mean()), float(mine.width.mean())))
    return pd.DataFrame(rows, columns=["by", "group", "n", "covered", "width"])


def pooled(tables: pd.DataFrame) -> pd.DataFrame:
    """Tables of `interval_metrics` below one another, of different ratings, as one: means by the number of ratings."""
    weighed = tables.assign(covered=tables.covered * tables.n, width=tables.width * tables.n)
    found = weighed.groupby(["by", "group"], sort=False)[["n", "covered", "width"]].sum()
    return found.assign(covered=found.covered / found.n, width=found.width / found.n).reset_index()
