"""What is drawn at random for a training step: which ratings are hidden, and among which items they are to be found.

Histories of many users lie one after the other, each oldest first: `lengths` (n_users,) says how many of the m ratings
are whose. Hiding gives two masks (m,): what the model sees, and what it has to find. A rating in neither is left out.
"""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows
from recommender.fold import Floats

Mask: TypeAlias = NDArray[np.bool_]
Cut: TypeAlias = Literal["random", "time", "mixed"]

HIDDEN_SHARE = (0.15, 0.65)  # of a history, at random
SHORT = (3, 30)  # ratings that are left of a history that is cut short, as of somebody new
SHORT_SHARE = 0.25  # of the users of a step are taken for new
MOST_SEEN = 0.6  # of a history that is cut short
AFTER_SHARE = (0.1, 0.7)  # of a history, after the moment
WINDOW_SHARE = 0.25  # of a history, right after the moment: the future that is asked for
FORGOTTEN_SHARE = 0.15  # of what came before the moment, so that no two steps see the same
FLATTENING = 0.75  # power of the number of ratings by which items are drawn, so that the long tail is drawn too


def hide(lengths: Rows, cut: Cut, draw: np.random.Generator) -> tuple[Mask, Mask]:
    """What is seen and what is to be found; "mixed" tosses a coin for the whole step."""
    by_time = cut == "time" or (cut == "mixed" and draw.random() < 0.5)
    return hide_after_a_moment(lengths, draw) if by_time else hide_at_random(lengths, draw)


def hide_at_random(lengths: Rows, draw: np.random.Generator) -> tuple[Mask, Mask]:
    """Hide a share of each history, drawn anew for each user, wherever it lies; of some users all but a few ratings."""
    share = draw.uniform(*HIDDEN_SHARE, size=len(lengths))
    kept = draw.uniform(*SHORT, size=len(lengths)) / np.maximum(lengths, 1)
    short = draw.random(len(lengths)) < SHORT_SHARE
    share = np.repeat(np.where(short, 1 - np.minimum(kept, MOST_SEEN), share), lengths)
    hidden = draw.random(len(share)) < share
    return ~hidden, hidden


def hide_after_a_moment(lengths: Rows, draw: np.random.Generator) -> tuple[Mask, Mask]:
    """See what came before a moment, drawn anew for each user, and ask for what came next."""
    after = np.repeat(draw.uniform(*AFTER_SHARE, size=len(lengths)) * lengths, lengths)
    window = np.repeat(np.maximum(WINDOW_SHARE * lengths, 1), lengths)
    ends = np.repeat(np.cumsum(lengths), lengths)
    newer = ends - 1 - np.arange(len(ends))  # how many ratings of the user came later
    forgotten = draw.random(len(ends)) < FORGOTTEN_SHARE
    return (newer >= after) & ~forgotten, (newer < after) & (newer >= after - window)


class Pool:
    """The rated items, and which of them a step ranks: all, or a draw from a large catalogue."""

    def __init__(self, counts: Rows, draws: int | None) -> None:
        """Take the number of ratings of each item (n_items,) and how many items to draw; None for all rated ones."""
        self.rows = np.flatnonzero(counts)
        self.draws = draws
        weights = counts[self.rows] ** FLATTENING
        self.chances = weights / weights.sum()

    def columns(self, asked: Rows, draw: np.random.Generator) -> tuple[Rows, Floats]:
        """Rows (n,) of the items to rank, ascending, and how often each counts (n,), float32.

        The sum over them of count * f(item), with items drawn, is an unbiased estimate of the sum of f over all rated
        items. An item that is there only because it is among `asked` counts 0 times.
        """
        if self.draws is None:
            return self.rows, np.ones(len(self.rows), dtype=np.float32)
        drawn, times = np.unique(draw.choice(len(self.rows), self.draws, p=self.chances), return_counts=True)
        columns = np.union1d(self.rows[drawn], asked)
        counts = np.zeros(len(columns), dtype=np.float32)
        counts[np.searchsorted(columns, self.rows[drawn])] = times / (self.draws * self.chances[drawn])
        return columns, counts
