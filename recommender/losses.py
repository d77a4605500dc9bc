"""What a step of the two towers minimises: how badly the hidden items are told from those that were not rated.

Softmax: minus the log probability of each hidden item among all that its user has not rated otherwise. BPR (Rendle et
al. 2009, "Bayesian personalized ranking from implicit feedback"): minus the log probability, by a sigmoid of the
difference of scores, that a hidden item is above one that the user has not rated, drawn at random.
"""

from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor

from data.ids import Rows
from recommender.fold import Floats
from recommender.sampling import Mask

Draw: TypeAlias = np.random.Generator
REDRAWS = 20  # of items that turn out to be rated


def log_probabilities(logits: Tensor, times: Floats, columns: Rows, items: Rows, owner: Rows, asked: Mask) -> Tensor:
    """Log probability (n_asked,) of each item that is asked for, among all that its user has not rated otherwise.

    Args:
        logits: (n_users, n_columns).
        times: (n_columns,) how often a column counts in the denominator; what a user is asked for counts once.
        columns: (n_columns,) rows of the items, ascending.
        items: (m,) rows of the rated items.
        owner: (m,) which user of the batch rated it.
        asked: (m,) whether it is to be found.
    """
    at = np.searchsorted(columns, items)
    here = (at < len(columns)) & (columns[np.minimum(at, len(columns) - 1)] == items)
    log_weight = torch.log(torch.from_numpy(times)).repeat(len(logits), 1)  # (n_users, n_columns)
    rated = torch.from_numpy(owner[here & ~asked]), torch.from_numpy(at[here & ~asked])
    wanted = torch.from_numpy(owner[asked]), torch.from_numpy(at[asked])
    log_weight[rated] = -torch.inf
    log_weight[wanted] = 0
    return logits[wanted] - torch.logsumexp(logits + log_weight, dim=1)[wanted[0]]


def pair_log_probabilities(logits: Tensor, columns: Rows, items: Rows, owner: Rows, asked: Mask, draw: Draw) -> Tensor:
    """Log probability (n_asked,) that each item asked for stands above an item drawn for it.

    Args:
        logits: (n_users, n_columns).
        columns: (n_columns,) rows of the items, ascending; what is asked for is among them.
        items: (m,) rows of the rated items.
        owner: (m,) which user of the batch rated it.
        asked: (m,) whether it is to be found.
        draw: of the other item, among those that the user has not rated; one who has rated all gets a rated one.
    """
    at = np.searchsorted(columns, items)
    here = (at < len(columns)) & (columns[np.minimum(at, len(columns) - 1)] == items)
    rated = np.zeros(logits.shape, dtype=np.bool_)
    rated[owner[here], at[here]] = True
    users = owner[asked]
    others = draw.integers(len(columns), size=len(users))
    for _ in range(REDRAWS):
        wrong = rated[users, others]
        others[wrong] = draw.integers(len(columns), size=int(wrong.sum()))
    whose = torch.from_numpy(users)
    difference = logits[whose, torch.from_numpy(at[asked])] - logits[whose, torch.from_numpy(others)]
    return torch.nn.functional.logsigmoid(difference)
