"""Figures of a table of ratings, before any model sees it."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.movies import GENRES, Catalogue
from recommender.figures import Drawing, Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

FEW = (5, 10, 20)  # fewer ratings than these are a cold start, the colder the fewer
HEAD_SHARE = 0.2


def counts(ratings: pd.DataFrame, of: str) -> NDArray[np.int64]:
    """Number of ratings (n,) of each user or item with any, most first; `of` is "user_id" or "movie_id"."""
    return np.sort(np.unique(ratings[of].to_numpy(), return_counts=True)[1])[::-1]


def head_share(per_item: NDArray[np.int64], share: float = HEAD_SHARE) -> float:
    """What part of all ratings the most rated `share` of the items have; `per_item` (n,) most first."""
    return float(per_item[: max(1, round(share * len(per_item)))].sum() / per_item.sum())


def cold_shares(ratings: pd.DataFrame) -> pd.DataFrame:
    """Share of the users and of the rated items that have fewer than `FEW` ratings: a row per number."""
    per_user, per_item = counts(ratings, "user_id"), counts(ratings, "movie_id")
    rows = [(str(few), float((per_user < few).mean()), float((per_item < few).mean())) for few in FEW]
    return pd.DataFrame(rows, columns=["fewer ratings than", "users", "movies"])


def genre_shares(ratings: pd.DataFrame, movies: Catalogue) -> pd.DataFrame:
    """A row per genre that occurs, most rated first: movies, ratings and mean stars; a movie counts for each of its."""
    rows = movies.ids.rows(ratings.movie_id.to_numpy())
    n = np.bincount(rows, minlength=len(movies))
    total = np.bincount(rows, ratings.stars.to_numpy(dtype=np.float64), minlength=len(movies))
    found = []
    for genre in GENRES:
        having = np.array([genre in movie.genres for movie in movies])
        if having.any():
            rated = int(n[having].sum())
            stars = float(total[having].sum() / rated) if rated else float("nan")
            found.append((genre, int(having.sum()), rated, stars))
    table = pd.DataFrame(found, columns=["genre", "movies", "ratings", "mean stars"])
    return table.sort_values("ratings", ascending=False, kind="stable", ignore_index=True)


def data_drawings(ratings: pd.DataFrame, movies: Catalogue) -> list[Drawing]:
    """All figures of the ratings, at least one, of these movies; that of the genres, the tallest, first."""
    per_user, per_item = counts(ratings, "user_id"), counts(ratings, "movie_id")
    stars, times = np.unique(ratings.stars.to_numpy(), return_counts=True)
    rated = genre_shares(ratings, movies)
    cold = cold_shares(ratings)
    most = stars[int(times.argmax())]
    drawings: list[Drawing] = []
    if len(rated):
        share = rated.ratings.iloc[0] / len(ratings)
        drawings.append(
            Drawing(
                "genres",
                f"Genres: {rated.genre.iloc[0]} is the most rated, in {share:.0%} of the ratings. A movie counts for "
                "each of its genres.",
                lambda figure, theme: _genres(figure, theme, rated, len(ratings), len(movies)),
                0.6 + 0.3 * len(rated),
            )
        )
    drawings += [
        Drawing(
            "stars",
            f"How many stars people give: {most:g} most often, {ratings.stars.mean():.2f} on average.",
            lambda figure, theme: _stars(figure.add_subplot(), theme, stars, times),
            3.2,
        ),
        Drawing(
            "ratings_per_user",
            f"Ratings per user: the median user has {np.median(per_user):g}, the most active {per_user[0]:,}.",
            lambda figure, theme: _histogram(figure.add_subplot(), theme, per_user, "users"),
            3.2,
        ),
        Drawing(
            "ratings_per_movie",
            f"Ratings per movie: the median movie has {np.median(per_item):g}, the most rated {per_item[0]:,}.",
            lambda figure, theme: _histogram(figure.add_subplot(), theme, per_item, "movies"),
            3.2,
        ),
        Drawing(
            "long_tail",
            f"The long tail: the most rated fifth of the movies has {head_share(per_item):.0%} of the ratings.",
            lambda figure, theme: _tail(figure, theme, per_item),
            3.2,
        ),
        Drawing(
            "cold_start",
            "Cold start: the share of users and of rated movies with few ratings.",
            lambda figure, theme: _cold(figure.add_subplot(), theme, cold),
            3.2,
        ),
    ]
    return drawings


def _stars(axes: "Axes", theme: Theme, stars: NDArray[np.float32], times: NDArray[np.int64]) -> None:
    bars = axes.bar(stars, times / times.sum(), width=0.42, color=theme.series[0])
    axes.bar_label(bars, [f"{share:.0%}" for share in times / times.sum()], padding=2, fontsize=9)
    axes.set(xlabel="stars", ylabel="share of the ratings", xticks=stars)
    _percent(axes, "y")
    axes.grid(visible=False, axis="x")


def _histogram(axes: "Axes", theme: Theme, per_one: NDArray[np.int64], what: str) -> None:
    """Bins of equal width in the logarithm, where most of the counts differ."""
    most = max(int(per_one[0]), 2)
    edges = np.unique(np.round(np.geomspace(1, most + 1, 32)))
    axes.hist(per_one, bins=list(edges), color=theme.series[0], edgecolor=theme.paper, linewidth=0.5)
    median = float(np.median(per_one))
    axes.axvline(median, color=theme.series[1], linestyle="--")
    axes.annotate(
        f" median {median:g}", (median, 1), xycoords=("data", "axes fraction"), va="top", color=theme.series[1]
    )
    axes.set(xscale="log", xlabel="ratings (logarithmic)", ylabel=what)
    _plain_numbers(axes.xaxis)


def _tail(figure: "Figure", theme: Theme, per_item: NDArray[np.int64]) -> None:
    left, right = figure.subplots(1, 2)
    n = len(per_item)
    head = max(1, round(HEAD_SHARE * n))
    place = np.arange(1, n + 1)
    left.fill_between(place[:head], per_item[:head], 1, color=theme.series[1], alpha=0.35, linewidth=0)
    left.fill_between(place[head - 1 :], per_item[head - 1 :], 1, color=theme.series[0], alpha=0.35, linewidth=0)
    left.plot(place, per_item, color=theme.ink, linewidth=1)
    left.set(yscale="log", xlabel="movies, by rank", ylabel="ratings (logarithmic)", ylim=(0.9, None))
    _plain_numbers(left.yaxis)
    axis = np.concatenate([[0.0], place / n])
    right.plot(axis, np.concatenate([[0.0], per_item.cumsum() / per_item.sum()]), color=theme.series[0])
    right.plot([0, 1], [0, 1], color=theme.faint, linestyle="--", linewidth=1)
    share = head_share(per_item)
    right.plot([head / n], [share], marker="o", color=theme.series[1])
    right.annotate(f"{share:.0%}", (head / n, share), xytext=(8, -8), textcoords="offset points", va="top")
    right.set(xlabel="share of the movies", ylabel="share of the ratings")
    for side in ("x", "y"):
        _percent(right, side)


def _cold(axes: "Axes", theme: Theme, cold: pd.DataFrame) -> None:
    places = np.arange(len(cold))
    for at, side in enumerate(("users", "movies")):
        bars = axes.bar(places + (at - 0.5) * 0.4, cold[side], width=0.38, color=theme.series[at], label=side)
        axes.bar_label(bars, [f"{share:.0%}" for share in cold[side]], padding=2, fontsize=9)
    axes.set(ylabel="share", ylim=(0, 1.08))
    axes.set_xticks(places, [f"fewer than {few}" for few in cold["fewer ratings than"]])
    _percent(axes, "y")
    axes.grid(visible=False, axis="x")
    axes.legend(ncols=2, loc="upper left")


def _genres(figure: "Figure", theme: Theme, rated: pd.DataFrame, n_ratings: int, n_movies: int) -> None:
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[2, 1])
    places = np.arange(len(rated))
    left.barh(places - 0.2, rated.ratings / n_ratings, height=0.38, color=theme.series[0], label="share of the ratings")
    left.barh(places + 0.2, rated.movies / n_movies, height=0.38, color=theme.series[1], label="share of the movies")
    left.set_yticks(places, rated.genre)
    left.invert_yaxis()
    _percent(left, "x")
    left.legend(loc="lower right")
    right.plot(rated["mean stars"], places, "o", color=theme.series[2])
    right.set(xlabel="mean stars")
    for axes in (left, right):
        axes.grid(visible=False, axis="y")


def _percent(axes: "Axes", side: str) -> None:
    from matplotlib.ticker import PercentFormatter

    (axes.xaxis if side == "x" else axes.yaxis).set_major_formatter(PercentFormatter(1, decimals=0))


def _plain_numbers(axis: "Axis") -> None:
    """Numbers on a logarithmic axis without powers, which need the mathematical type that is switched off."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.0f}"))
    axis.set_minor_formatter(NullFormatter())
