"""What the ratings and the catalogue tell of each item, and when: how often, how well, since when it was rated."""

import dataclasses

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ids import Rows
from data.movies import Catalogue
from data.ratings import MAX_STARS, MIN_STARS

SHRINK = 5.0  # ratings' worth by which an item's mean is drawn to that of all
USUAL_STARS = (MIN_STARS + MAX_STARS) / 2
DAY_SECONDS = 86_400


@dataclasses.dataclass(frozen=True)
class ItemFacts:
    """Facts of every movie of the catalogue.

    Attributes:
        counts: (n_items,) how many ratings it has.
        stars: (n_items,) their mean, drawn to the mean of all.
        years: (n_items,) of first release; the median of all where it is not known.
        first, median, latest: (n_items,) when it was rated, seconds UTC; `now` where it never was.
        typical_stars: the mean of all ratings.
        now: the latest time of all ratings, seconds UTC.
        times: (n_ratings,) of all ratings, ascending.
        rated: (n_ratings,) rows of the items rated then.
    """

    counts: Rows
    stars: NDArray[np.float64]
    years: NDArray[np.float64]
    first: NDArray[np.float64]
    median: NDArray[np.float64]
    latest: NDArray[np.float64]
    typical_stars: float
    now: int
    times: Rows
    rated: Rows

    @classmethod
    def of(cls, ratings: pd.DataFrame, movies: Catalogue) -> "ItemFacts":
        """Collect the facts; KeyError naming the first movie that is rated but not in the catalogue."""
        rows = movies.ids.rows(ratings.movie_id.to_numpy())
        size = len(movies)
        counts = np.bincount(rows, minlength=size)
        typical = float(ratings.stars.mean()) if len(ratings) else USUAL_STARS
        total = np.bincount(rows, ratings.stars.to_numpy(np.float64), minlength=size)
        when = ratings.rated_at.to_numpy()
        now = int(when.max()) if len(when) else 0
        by_item = pd.Series(when).groupby(rows).agg(["min", "median", "max"])
        seen = np.full((3, size), float(now))
        seen[:, by_item.index.to_numpy()] = by_item.to_numpy(np.float64).T
        years = np.array([np.nan if movie.year is None else movie.year for movie in movies], dtype=np.float64)
        usual_year = float(np.nanmedian(years)) if np.isfinite(years).any() else 0.0
        order = np.argsort(when, kind="stable")
        return cls(
            counts=counts,
            stars=(total + SHRINK * typical) / (counts + SHRINK),
            years=np.where(np.isnan(years), usual_year, years),
            first=seen[0],
            median=seen[1],
            latest=seen[2],
            typical_stars=typical,
            now=now,
            times=when[order],
            rated=rows[order],
        )

    def ratings_before(self, moment: int, days: int) -> Rows:
        """(n_items,) how many ratings each item got in the days up to a moment."""
        start, stop = np.searchsorted(self.times, [moment - days * DAY_SECONDS, moment], side="right")
        counts: Rows = np.bincount(self.rated[start:stop], minlength=len(self.counts))
        return counts
