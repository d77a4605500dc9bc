"""Learned towers and closed-form ones side by side, as the two towers that serve.

    score_ui = u_u . v_i + bias_i  (learned)  +  c * e_ui  (closed form, see `ease`)

c makes both parts spread alike: it is the mean, over users, of the deviation of a user's learned scores over that of
the closed-form ones. The learned part knows new items and people with few ratings; it is damped by a power of the
history's length, and the closed-form part, which is not, grows with the history.
"""

import dataclasses

import numpy as np
import pandas as pd

from data.ratings import Histories
from recommender.factors import Factors
from recommender.fold import Floats, HistoryFold, ItemFold, JointFold

ASKED = 500  # users, evenly spaced, whose scores tell how far each part spreads


def scale_of(learned: Factors, closed: Factors, ratings: pd.DataFrame) -> float:
    """C of the formula, from the users of the ratings that both were trained on; takes as long as a thousand lists."""
    histories = Histories(ratings)
    rows = learned.items.rows(closed.items.values)
    asked = histories.users[:: max(1, len(histories.users) // ASKED)].tolist()
    spreads = np.array(
        [(learned.scores(histories[user])[rows].std(), closed.scores(histories[user]).std()) for user in asked]
    )
    return float(np.mean(spreads[:, 0] / np.maximum(spreads[:, 1], 1e-9)))


def join(learned: Factors, closed: Factors, scale: float, ratings: pd.DataFrame | None) -> Factors:
    """Both towers as one.

    Args:
        learned: two towers that know all items.
        closed: closed-form towers that know some of these items, of the same users.
        scale: c of the formula.
        ratings: what both were trained on; None where the users' vectors were left out.
    """
    assert isinstance(learned.fold, HistoryFold)
    assert isinstance(closed.fold, ItemFold)
    rows = learned.items.rows(closed.items.values)
    known = np.zeros((len(learned.items), closed.item_factors.shape[1]), np.float32)
    known[rows] = closed.item_factors * scale
    as_reason = np.zeros(len(learned.items), np.float32)
    as_reason[rows] = closed.fold.scale / scale
    fold = dataclasses.replace(closed.fold, scale=as_reason)
    closed_users: Floats = np.zeros((len(learned.user_factors), known.shape[1]), np.float32)
    if ratings is not None:
        ordered = ratings.sort_values(["user_id", "rated_at", "movie_id"], kind="stable")
        closed_users = fold.users(
            known,
            learned.users.rows(ordered.user_id.to_numpy()),
            learned.items.rows(ordered.movie_id.to_numpy()),
            ordered.stars.to_numpy(),
        )
    item_factors: Floats = np.concatenate([learned.item_factors, known], axis=1, dtype=np.float32)
    user_factors: Floats = np.concatenate([learned.user_factors, closed_users], axis=1, dtype=np.float32)
    return dataclasses.replace(
        learned,
        item_factors=item_factors,
        user_factors=user_factors,
        fold=JointFold.of(learned.fold, fold),
    )
