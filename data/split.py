"""Ways to hold ratings back, so that a model is judged by what it has not seen.

Every split parts the table: each rating is in exactly one part, in the order of the table given. The same table and
seed give the same parts.
"""

import dataclasses

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import BadInput
from data.ids import Rows

Mask = NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, slots=True)
class Split:
    """Two tables of ratings: what a model may learn from, and what it is asked about."""

    train: pd.DataFrame
    test: pd.DataFrame


@dataclasses.dataclass(frozen=True, slots=True)
class ColdUsers:
    """Three tables of ratings: `told` and `test` are of the same users, of whom `train` holds nothing."""

    train: pd.DataFrame
    told: pd.DataFrame
    test: pd.DataFrame


def random_split(ratings: pd.DataFrame, fraction: float, seed: int) -> Split:
    """Hold back that fraction of all ratings, whoever gave them; at least 1 and never all.

    Raises:
        BadInput: `fraction` is not between 0 and 1, or there are fewer than 2 ratings.
    """
    _check_fraction(fraction)
    if len(ratings) < 2:
        raise BadInput(f"a split needs at least 2 ratings, got {len(ratings)}: give a larger table")
    size = int(_held_back(np.array([len(ratings)]), fraction)[0])
    chosen = np.random.default_rng(seed).choice(len(ratings), size, replace=False, shuffle=False)
    test = np.zeros(len(ratings), dtype=np.bool_)
    test[chosen] = True
    return _parted(ratings, test)


def random_split_by_user(ratings: pd.DataFrame, fraction: float, seed: int) -> Split:
    """Hold back that fraction of each user's ratings: at least 1 of them and never all, so none of a single rating.

    Raises:
        BadInput: `fraction` is not between 0 and 1.
    """
    _check_fraction(fraction)
    shuffled = np.random.default_rng(seed).permutation(len(ratings))
    return _parted(ratings, _last_of_each_user(ratings, shuffled, fraction))


def temporal_split(ratings: pd.DataFrame, fraction: float) -> Split:
    """Hold back the latest fraction of each user's ratings: at least 1 of them and never all.

    Of ratings given in one second those of the higher movie ids count as later.

    Raises:
        BadInput: `fraction` is not between 0 and 1.
    """
    _check_fraction(fraction)
    by_time = np.lexsort((ratings.movie_id.to_numpy(), ratings.rated_at.to_numpy()))
    return _parted(ratings, _last_of_each_user(ratings, by_time, fraction))


def k_folds(ratings: pd.DataFrame, k: int, seed: int) -> list[Split]:
    """Hold back each rating in exactly one of `k` splits; each holds an equal share, to 1, of every user's ratings.

    Raises:
        BadInput: `k` is less than 2 or more than the number of ratings.
    """
    folds = _folds(ratings, k, seed)
    return [_parted(ratings, folds == i) for i in range(k)]


def one_fold(ratings: pd.DataFrame, k: int, number: int, seed: int) -> Split:
    """The split of that number, from 1 to `k`, out of `k_folds`, without the memory that all of them take.

    Raises:
        BadInput: `k` is less than 2 or more than the number of ratings, or there is no such fold.
    """
    folds = _folds(ratings, k, seed)
    if not 1 <= number <= k:
        raise BadInput(f"number is {number}, expected 1 to k = {k}: the folds are counted from 1")
    return _parted(ratings, folds == number - 1)


def cold_users(ratings: pd.DataFrame, fraction: float, told: int, seed: int) -> ColdUsers:
    """Keep a fraction of the users out of training altogether and tell only some ratings of each, drawn at random.

    Users with `told` ratings or fewer always stay in training: nothing would be left to ask about.

    Args:
        ratings: a table of ratings.
        fraction: of all users; fewer are kept out where there are not so many with enough ratings.
        told: how many ratings of each of them are told; the others are the test.
        seed: of both choices.

    Raises:
        BadInput: `fraction` is not between 0 and 1, `told` is negative, or no user has more than `told` ratings.
    """
    _check_fraction(fraction)
    if told < 0:
        raise BadInput(f"told is {told}, expected 0 or more ratings of each user")
    users, whose, counts = np.unique(ratings.user_id.to_numpy(), return_inverse=True, return_counts=True)
    eligible = np.flatnonzero(counts > told)
    if len(eligible) == 0:
        raise BadInput(f"no user has more than told = {told} ratings: tell fewer")
    rng = np.random.default_rng(seed)
    size = min(len(eligible), max(1, round(fraction * len(users))))
    cold = np.zeros(len(users), dtype=np.bool_)
    cold[rng.choice(eligible, size, replace=False)] = True
    position, _ = _positions(whose, rng.permutation(len(ratings)))
    known = cold[whose] & (position < told)
    asked = cold[whose] & ~known
    return ColdUsers(*(_part(ratings, mask) for mask in (~cold[whose], known, asked)))


def _check_fraction(fraction: float) -> None:
    if not 0 < fraction < 1:
        raise BadInput(f"fraction is {fraction!r}, expected more than 0 and less than 1, such as 0.2")


def _held_back(counts: NDArray[np.int64], fraction: float) -> NDArray[np.int64]:
    """How many (n,) of each count (n,) to hold back: at least 1, never all."""
    held_back: NDArray[np.int64] = np.minimum(np.maximum(np.rint(counts * fraction).astype(np.int64), 1), counts - 1)
    return held_back


def _folds(ratings: pd.DataFrame, k: int, seed: int) -> Rows:
    """In which fold (n,), from 0, each rating is held back."""
    if not 2 <= k <= len(ratings):
        raise BadInput(f"k is {k}, expected 2 to {len(ratings)}, the number of ratings: choose another number of folds")
    order = _by_user(ratings.user_id.to_numpy(), np.random.default_rng(seed).permutation(len(ratings)))
    fold = np.empty(len(ratings), dtype=np.int64)
    fold[order] = np.arange(len(ratings)) % k
    return fold


def _by_user(whose: Rows, order: Rows) -> Rows:
    """The rows (n,) of `order`, user after user; `whose` (n,) rating it is."""
    by_user: Rows = order[np.argsort(whose[order], kind="stable")]
    return by_user


def _positions(whose: Rows, order: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Place (n,) of each rating among those of its user when taken in `order`, and the number (n_users,) of each user.

    Args:
        whose: (n,) row of each rating's user.
        order: (n,) rows of the ratings.
    """
    counts = np.bincount(whose)
    starts = np.cumsum(counts) - counts
    position = np.empty(len(whose), dtype=np.int64)
    position[_by_user(whose, order)] = np.arange(len(whose)) - np.repeat(starts, counts)
    return position, counts


def _last_of_each_user(ratings: pd.DataFrame, order: Rows, fraction: float) -> Mask:
    """Which ratings (n,) are in the last fraction of their user's, taken in `order`."""
    whose = np.unique(ratings.user_id.to_numpy(), return_inverse=True)[1]
    position, counts = _positions(whose, order)
    return position >= (counts - _held_back(counts, fraction))[whose]


def _parted(ratings: pd.DataFrame, test: Mask) -> Split:
    return Split(_part(ratings, ~test), _part(ratings, test))


def _part(ratings: pd.DataFrame, mask: Mask) -> pd.DataFrame:
    return ratings[mask].reset_index(drop=True)
