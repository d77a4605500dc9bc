"""What several users should watch together: the item with which the least pleased of them is pleased most.

    s_ui = stars_ui / max_j stars_uj                       satisfaction: 1 for the user's own best of tonight
    D_u  = sum over evenings e of MEMORY^e (s_ue - mean_v s_ve)     balance: e = 0 is the last one, v were there
    score_i = min_u (s_ui + D_u)

The minimum is least misery (O'Connor et al. 2001, "PolyLens"; Masthoff 2004, "Group modeling: selecting a sequence of
television items to suit a group of viewers"). The balance is that of a sequence: satisfaction adds up and fades
(Masthoff and Gatterer 2006, "In pursuit of satisfaction and the prevention of embarrassment"). Whoever came off worse
before weighs more now: the least of what all have had so far, tonight included, becomes as large as it can. Stars are
taken relative to the user's own best, lest one who rates low decides alone. Of equal scores the higher mean
satisfaction counts, then the lower row. A vetoed item is out.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows

MEMORY = 0.5  # how much an evening counts beside the one after it

Matrix = NDArray[np.float64]


def satisfactions(stars: Matrix) -> Matrix:
    """(n_users, n_items) of predicted stars (n_users, n_items), 0.5 to 5: each as a share of the user's highest."""
    shares: Matrix = stars / stars.max(axis=1, keepdims=True)
    return shares


def balances(evenings: Sequence[Mapping[str, float]], users: Sequence[str]) -> Matrix:
    """How much better (above 0) or worse (below) each user came off than who else was there.

    Args:
        evenings: the satisfaction of each user who was there, the latest evening first.
        users: (n_users,) names; one who was never there has 0.

    Returns:
        (n_users,), in the unit of satisfaction.
    """
    balance = dict.fromkeys(users, 0.0)
    for age, evening in enumerate(evenings):
        mean = sum(evening.values()) / max(len(evening), 1)
        for user in balance.keys() & evening.keys():
            balance[user] += MEMORY**age * (evening[user] - mean)
    return np.array([balance[user] for user in users])


def together(satisfaction: Matrix, balance: Matrix, vetoed: NDArray[np.bool_], k: int) -> Rows:
    """The rows (at most k,) of the best items for all users, best first.

    Args:
        satisfaction: (n_users, n_items).
        balance: (n_users,).
        vetoed: (n_items,) which items some user will not watch.
        k: how many; fewer come back only where there are no more.
    """
    least = (satisfaction + balance[:, None]).min(axis=0)
    order: Rows = np.lexsort((-satisfaction.mean(axis=0), -least))
    return order[~vetoed[order]][:k]
