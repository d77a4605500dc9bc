"""Ratings that are left out before anything else sees them."""

import numpy as np
import pandas as pd

from data.errors import BadInput


def without_rare_movies(ratings: pd.DataFrame, min_ratings: int) -> pd.DataFrame:
    """The ratings of movies that have at least so many, in the same order; users may end with fewer, or none.

    Raises:
        BadInput: `min_ratings` is less than 1, or no movie has so many.
    """
    if min_ratings < 1:
        raise BadInput(f"min_ratings is {min_ratings}, expected 1 or more ratings of a movie: 1 leaves out none")
    _, which, times = np.unique(ratings.movie_id.to_numpy(), return_inverse=True, return_counts=True)
    kept = ratings[times[which] >= min_ratings].reset_index(drop=True)
    if len(kept) == 0:
        most = int(times.max()) if len(times) else 0
        raise BadInput(f"no movie has min_ratings = {min_ratings} ratings, the most rated has {most}: ask for fewer")
    return kept
