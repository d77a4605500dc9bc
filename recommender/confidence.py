"""How sure a prediction is: an interval that four of five ratings fall into, and a word for its width.

A model says how far ratings are expected to lie from each prediction (its deviation); held-out ratings say how many
deviations an interval must reach to either side to hold `COVERAGE` of them (split conformal prediction with normalised
residuals; Lei et al. 2018, section 5.2).
"""

import dataclasses
import math
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data.ratings import MAX_STARS, MIN_STARS
from recommender.bayes_gaussian import Matrix

COVERAGE = 0.8
NORMAL_REACH = 1.2816  # holds four fifths of the normal distribution
MIN_HELD_OUT = 50  # fewer ratings say less of the reach than the normal distribution does
SURE, FAIRLY_SURE = 0.75, 1.1  # stars to either side

Word: TypeAlias = Literal["sure", "fairly sure", "a guess"]


@dataclasses.dataclass(frozen=True)
class Intervals:
    """Predictions with their intervals.

    Attributes:
        stars: (n,) 0.5 to 5.0.
        low, high: (n,) 0.5 to 5.0; a rating lies between them, or on them, with a probability of `COVERAGE`.
        words: n words: "sure" reaches at most `SURE` stars to either side, "fairly sure" at most `FAIRLY_SURE`.
    """

    stars: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    words: list[Word]


def reach(residuals: Matrix, deviations: Matrix) -> float:
    """How many deviations an interval reaches to either side.

    Of n ratings in order of |residual| / deviation it is the k-th, with k = COVERAGE * (n + 1) rounded up: one more
    rating lies within it with a probability of at least COVERAGE.

    Args:
        residuals: (n,) held-out stars less the predicted ones; of fewer than `MIN_HELD_OUT` the normal distribution's
            reach is the answer.
        deviations: (n,) what the model expected of their size, above 0.
    """
    if len(residuals) < MIN_HELD_OUT:
        return NORMAL_REACH
    ordered = np.sort(np.abs(residuals) / deviations)
    return float(ordered[math.ceil(COVERAGE * (len(ordered) + 1)) - 1])


def intervals(stars: Matrix, deviations: Matrix, reach: float) -> Intervals:
    """The intervals around predictions (n,), not yet clipped to the scale, that reach so many deviations (n,)."""
    half = reach * deviations
    centre, low, high = (
        values.clip(MIN_STARS, MAX_STARS).astype(np.float32) for values in (stars, stars - half, stars + half)
    )
    return Intervals(centre, low, high, [_word(width) for width in half])


def _word(half: float) -> Word:
    if half <= SURE:
        return "sure"
    return "fairly sure" if half <= FAIRLY_SURE else "a guess"
