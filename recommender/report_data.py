"""What the report says of the ratings themselves, and of leaving some of them out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.movies import Catalogue
from recommender.figures_data import cold_shares, counts, data_drawings, genre_shares, head_share
from recommender.report import Section, Table


def data_section(ratings: pd.DataFrame, movies: Catalogue) -> Section:
    """What the ratings, at least one, are like."""
    per_user, per_item = counts(ratings, "user_id"), counts(ratings, "movie_id")
    days = pd.to_datetime(ratings.rated_at, unit="s")
    facts: Mapping[str, object] = {
        "ratings": len(ratings),
        "users": len(per_user),
        "movies in the catalogue": len(movies),
        "movies rated": len(per_item),
        "pairs that are rated": f"{len(ratings) / len(per_user) / len(per_item):.2%}",
        "mean stars": f"{ratings.stars.mean():.2f}",
        "median ratings per user": f"{np.median(per_user):g}",
        "median ratings per movie": f"{np.median(per_item):g}",
        "ratings of the most rated fifth of the movies": f"{head_share(per_item):.1%}",
        "first rating": f"{days.min():%Y-%m-%d}",
        "last rating": f"{days.max():%Y-%m-%d}",
    }
    summary = pd.DataFrame({"figure": list(facts), "value": list(facts.values())}, dtype=object)
    return Section(
        "data",
        "Data",
        (
            Table("data", "The ratings that everything below is measured on.", summary),
            *data_drawings(ratings, movies),
            Table("cold_start", "Share of users and of rated movies with few ratings.", cold_shares(ratings)),
            Table("genres", "Genres, the most rated first.", genre_shares(ratings, movies), decimals=2),
        ),
    )


def filter_section(effect: pd.DataFrame, min_ratings: int) -> Section:
    """What leaving out rarely rated movies changes: a row per model and measure, without and with the filter."""
    return Section(
        "filter",
        "Effect of the filter",
        (
            f"Movies with fewer than {min_ratings} ratings were left out before anything was split. The two columns "
            "are measured on different ratings: those of rarely rated movies, which are hard to predict and to find, "
            "are not asked for any more. That a figure is better does not make the model better.",
            Table("filter", "The same split, 80 % for training, of all ratings and of the filtered ones.", effect),
        ),
    )
