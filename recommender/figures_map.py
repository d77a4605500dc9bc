"""Item factors seen on a plane: the two directions in which they differ most, found by singular value decomposition."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.movies import Catalogue
from recommender.factors import Factors
from recommender.figures import WIDE, Drawing, Theme, coloured

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MIN_RATINGS = 20  # an item with fewer lies where chance put it
GENRES_SHOWN = 7
TITLES_SHOWN = 30
LONGEST_TITLE = 30
LABEL_SIZE = (0.045, 0.19)  # of a letter, and the height of a line, in standard deviations of the places
LAST_LETTER = "\u024f"  # end of Latin Extended-B: the font of the figures has no East Asian letters


def principal_plane(vectors: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first two principal components of rows of unit length; their length would only tell how popular they are.

    Args:
        vectors: (n, rank), n at least 1; rows of zeros stay at the origin before centring.

    Returns:
        Places (n, 2), and the share (2,) of the variance that lies along each; zeros where there is none. The sign of
        each direction is the one in which its largest loading is positive.
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors.astype(np.float64) / np.maximum(lengths, 1e-12)
    centred = unit - unit.mean(axis=0)
    _, values, directions = np.linalg.svd(centred, full_matrices=False)
    two = np.zeros((2, vectors.shape[1]))
    two[: len(directions)] = directions[:2]
    largest = np.take_along_axis(two, np.abs(two).argmax(axis=1)[:, None], axis=1)
    two *= np.where(largest < 0, -1, 1)
    variance = np.zeros(2)
    variance[: len(values)] = values[:2] ** 2
    return centred @ two.T, variance / max(float((values**2).sum()), 1e-12)


def factor_map(factors: Factors, ratings: pd.DataFrame) -> pd.DataFrame:
    """The plane of the items with at least `MIN_RATINGS` ratings, or of all if fewer than three have so many.

    Returns:
        Table movie_id, ratings, x, y, x_share, y_share (share of the variance, the same in each row).
    """
    known = ratings.movie_id.to_numpy()
    n = np.bincount(factors.items.rows(known[np.isin(known, factors.items.values)]), minlength=len(factors.items))
    rows = np.flatnonzero(n >= MIN_RATINGS)
    rows = rows if len(rows) >= 3 else np.arange(len(factors.items))
    places, shares = principal_plane(factors.item_factors[rows])
    return pd.DataFrame(
        {
            "movie_id": factors.items.values[rows],
            "ratings": n[rows],
            "x": places[:, 0],
            "y": places[:, 1],
            "x_share": float(shares[0]),
            "y_share": float(shares[1]),
        }
    )


def map_drawing(plane: pd.DataFrame, movies: Catalogue) -> Drawing:
    """The map of `factor_map`, coloured by the genres that lie apart; the most rated movies are named."""
    places = plane[["x", "y"]].to_numpy()
    genres = [movies[movie].genres for movie in plane.movie_id.tolist()]
    shown = _genres_apart(places, genres)
    of = np.array([next((genre for genre in shown if genre in several), "") for several in genres], dtype=object)
    order = np.lexsort((plane.movie_id, -plane.ratings))
    titles = [movies[movie].title for movie in plane.movie_id.to_numpy()[order].tolist()]
    named = _without_overlap(titles, places[order])
    sizes = 10 + 90 * plane.ratings.to_numpy() / max(int(plane.ratings.max()), 1)

    def draw(figure: "Figure", theme: Theme) -> None:
        axes = figure.add_subplot()
        for genre, colour in [("", theme.faint), *coloured(shown, theme)]:
            mine = of == genre
            label = genre or "other genres"
            x, y = places[mine].T
            axes.scatter(x, y, sizes[mine], color=colour, alpha=0.8, linewidths=0, label=label)
        for title, place in named:
            axes.annotate(title, place, xytext=(5, 3), textcoords="offset points", fontsize=9)
        axes.set(xlabel=f"first component, {plane.x_share.iloc[0]:.0%} of the variance")
        axes.set(ylabel=f"second component, {plane.y_share.iloc[0]:.0%}")
        figure.legend(loc="outside lower center", ncols=1 + len(shown))

    return Drawing(
        "factor_map",
        f"The item factors of ALS on the plane in which the directions of {len(plane):,} movies differ most. Coloured "
        "are the genres that lie farthest from the middle for their number of movies; the larger, the more rated.",
        draw,
        7.0,
        WIDE,
    )


def _genres_apart(places: NDArray[np.float64], genres: Sequence[Sequence[str]]) -> list[str]:
    """The genres whose mean place is farthest from the middle, measured in its standard errors, farthest first."""
    spread = np.maximum(places.std(axis=0), 1e-12)
    distances = {}
    for genre in dict.fromkeys(genre for several in genres for genre in several):
        mine = np.array([genre in several for several in genres])
        distances[genre] = float(np.linalg.norm(places[mine].mean(axis=0) / spread)) * float(mine.sum()) ** 0.5
    return sorted(distances, key=lambda genre: -distances[genre])[:GENRES_SHOWN]


def _without_overlap(titles: Sequence[str], places: NDArray[np.float64]) -> list[tuple[str, tuple[float, float]]]:
    """The first titles that the font can write and that leave each other room, with their places."""
    letter, line = places.std(axis=0) * LABEL_SIZE
    named: list[tuple[str, tuple[float, float]]] = []
    for title, (x, y) in zip(titles, places.tolist(), strict=True):
        if not title or max(title) > LAST_LETTER or len(title) > LONGEST_TITLE:
            continue
        if all(
            abs(y - other_y) > line or x + letter * len(title) < other_x or other_x + letter * len(other) < x
            for other, (other_x, other_y) in named
        ):
            named.append((title, (x, y)))
        if len(named) == TITLES_SHOWN:
            break
    return named
