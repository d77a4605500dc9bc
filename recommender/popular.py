"""What most people like: recommended to somebody of whom nothing is known, and where there are no ratings at all.

    score_i = mean_i + RENOWN * ln(1 + n_i)          mean_i = (DAMPING * mean + sum of stars_i) / (DAMPING + n_i)

mean_i is the Bayesian average, the mean drawn towards that of all ratings by `DAMPING` ratings' worth (IMDb's formula
for its Top 250: WR = v/(v+m) * R + m/(v+m) * C). The second term says that what many chose is more likely chosen again.
The votes that the source of the metadata has counted stand in for the ratings that a movie lacks.
"""

import logging

import numpy as np
import pandas as pd

from data.errors import BadInput
from data.ids import Ids
from data.movies import Catalogue, Movie
from data.ratings import MAX_STARS, MIN_STARS
from recommender.factors import Factors
from recommender.fold import ItemFold

logger = logging.getLogger(__name__)

DAMPING = 10.0
RENOWN = 1.0
MAX_VOTE = 10.0
VOTES_SHARE = (
    0.03  # votes come from other people than the ratings: all of them together weigh this share of the ratings
)
TYPICAL_STARS = 3.5  # where neither ratings nor votes say what is usual


def train_popular(ratings: pd.DataFrame, movies: Catalogue) -> Factors:
    """Score each movie of the catalogue, the same for everybody: `Factors` of rank 0, the score is the item bias.

    Args:
        ratings: table of ratings; may be empty.
        movies: the catalogue; it holds every rated movie.

    Raises:
        BadInput: a movie outside the catalogue is rated.
    """
    rows = movies.ids.find(ratings.movie_id.to_numpy())
    if (rows < 0).any():
        raise BadInput(f"movie {ratings.movie_id.to_numpy()[rows < 0][0]} is rated but not in the catalogue")
    n, total = np.bincount(rows, minlength=len(movies)), np.bincount(rows, ratings.stars, minlength=len(movies))
    votes = np.array([_votes(movie) for movie in movies]).reshape(-1, 2)
    if len(ratings):
        votes[:, 1] *= VOTES_SHARE * len(ratings) / max(votes[:, 1].sum(), 1)
    n, total = n + votes[:, 1], total + votes[:, 0] * votes[:, 1]
    mean = total.sum() / n.sum() if n.sum() else TYPICAL_STARS
    scores = (DAMPING * mean + total) / (DAMPING + n) + RENOWN * np.log1p(n)
    logger.info("ranked %d movies by popularity from %d ratings", len(movies), len(ratings))
    users = Ids(ratings.user_id.to_numpy())
    nothing = np.zeros((len(movies), 0), dtype=np.float32)
    return Factors(
        source="popular",
        items=movies.ids,
        users=users,
        item_factors=nothing,
        user_factors=np.zeros((len(users), 0), dtype=np.float32),
        item_bias=scores.astype(np.float32),
        user_bias=np.zeros(len(users), dtype=np.float32),
        mean=0.0,
        fold=ItemFold(scale=np.zeros(len(movies), dtype=np.float32), tilt=0.0, typical=TYPICAL_STARS),
    )


def _votes(movie: Movie) -> tuple[float, float]:
    """Mean in stars and number of a movie's votes; where they were not counted, its popularity as if in votes."""
    n = movie.popularity or 0.0 if movie.vote_count is None else float(movie.vote_count)
    if movie.vote_average is None or movie.vote_count is None:
        return TYPICAL_STARS, n
    return MIN_STARS + movie.vote_average / MAX_VOTE * (MAX_STARS - MIN_STARS), n
