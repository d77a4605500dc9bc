"""The evaluation report: one Markdown file with tables, and its figures beside it."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import BadInput

if TYPE_CHECKING:
    from matplotlib.axes import Axes

logger = logging.getLogger(__name__)

REPORT = "report.md"
DOTS = 150  # per inch
BARS = ("ndcg", "precision", "recall", "hit_rate")


def write_report(
    folder: Path, ratings: pd.DataFrame, comparisons: Mapping[str, pd.DataFrame], folds: pd.DataFrame
) -> Path:
    """Write `report.md` and its figures (PNG) into a folder, which is made if need be; what is there is replaced.

    Args:
        folder: where to.
        ratings: the whole table of ratings, at least one.
        comparisons: of each split, by its name, what `evaluate.compare` found.
        folds: what `evaluate.cross_validate` found; may have no rows.

    Returns:
        The path of `report.md`.

    Raises:
        BadInput: there are no ratings, or the folder cannot be written.
    """
    if len(ratings) == 0:
        raise BadInput("a report needs at least 1 rating, got 0: name a folder with ratings")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        parts = ["# Evaluation", _dataset(folder, ratings)]
        if comparisons:
            parts.append(_comparisons(folder, comparisons))
        if len(folds):
            parts.append(_folds(folder, folds))
        path = folder / REPORT
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"cannot write the report into {str(folder)!r}: {error}; name another folder") from error
    logger.info("wrote %s", path)
    return path


def table(frame: pd.DataFrame, first: str) -> str:
    """A table in Markdown, the index as the column `first`; numbers get four significant digits, texts are escaped."""
    head = [first, *map(str, frame.columns)]
    lines = [_line(head), _line(["---", *["---:"] * len(frame.columns)])]
    lines += [
        _line([str(name), *map(_cell, row)])
        for name, row in zip(frame.index, frame.astype(object).to_numpy(), strict=True)
    ]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "-" if np.isnan(value) else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int | np.integer) else str(value)


def _dataset(folder: Path, ratings: pd.DataFrame) -> str:
    per_user = np.sort(ratings.groupby("user_id").size().to_numpy())[::-1]
    per_movie = np.sort(ratings.groupby("movie_id").size().to_numpy())[::-1]
    days = pd.to_datetime(ratings.rated_at, unit="s")
    popular = per_movie[: -(-len(per_movie) // 10)].sum() / len(ratings)
    figures = {
        "ratings": len(ratings),
        "users": len(per_user),
        "movies rated": len(per_movie),
        "share of all pairs that are rated": f"{len(ratings) / len(per_user) / len(per_movie):.2%}",
        "mean stars": float(ratings.stars.mean()),
        "median ratings per user": float(np.median(per_user)),
        "median ratings per movie": float(np.median(per_movie)),
        "share of the ratings that the most rated tenth of the movies has": f"{popular:.1%}",
        "first and last rating": f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}",
    }
    stars, counts = np.unique(ratings.stars.to_numpy(), return_counts=True)
    _draw(
        folder / "stars.png",
        "How many stars people give",
        ("stars", "ratings"),
        lambda axes: axes.bar(stars, counts, width=0.4),
    )
    _draw(folder / "ratings_per_user.png", "Ratings per user", ("users, most active first", "ratings"), _tail(per_user))
    _draw(folder / "ratings_per_movie.png", "The long tail", ("movies, most rated first", "ratings"), _tail(per_movie))
    return "\n\n".join(
        [
            "## Data",
            table(pd.DataFrame({"value": figures}, dtype=object), "figure"),
            "![How many stars people give](stars.png)",
            "![Ratings per user](ratings_per_user.png)",
            "![Ratings per movie](ratings_per_movie.png)",
        ]
    )


def _comparisons(folder: Path, comparisons: Mapping[str, pd.DataFrame]) -> str:
    parts = [
        "## Rankings",
        "Each model proposes movies that a user has not rated in training. `ndcg_error`: standard error of `ndcg`.",
    ]
    for number, (split, compared) in enumerate(comparisons.items(), start=1):
        name = f"models_{number}.png"
        _draw(folder / name, split, ("", "mean over users"), _bars(compared))
        parts += [f"### {split}", table(compared, "model"), f"![Models compared: {split}]({name})"]
    return "\n\n".join(parts)


def _folds(folder: Path, folds: pd.DataFrame) -> str:
    metrics = [column for column in folds.columns if column not in ("model", "fold")]
    grouped = folds.groupby("model", sort=False)[metrics]
    mean, deviation = grouped.mean(), grouped.std(ddof=1)
    summary = pd.DataFrame(
        {
            metric: [
                f"{m:.4f} ± {d:.4f}" if d == d else f"{m:.4f}"
                for m, d in zip(mean[metric], deviation[metric], strict=True)
            ]
            for metric in metrics
        },
        index=mean.index,
    )
    _draw(folder / "rmse_per_fold.png", "RMSE of each fold", ("fold", "RMSE, stars"), _points(folds))
    return "\n\n".join(
        [
            "## Predicted stars",
            f"Cross-validation over {folds.fold.nunique()} folds: mean ± standard deviation over the folds.",
            table(summary, "model"),
            "![RMSE of each fold](rmse_per_fold.png)",
        ]
    )


def _tail(counts: NDArray[np.integer]) -> Callable[["Axes"], object]:
    """Counts in descending order on logarithmic axes."""
    return lambda axes: axes.loglog(np.arange(1, len(counts) + 1), counts)


def _bars(compared: pd.DataFrame) -> Callable[["Axes"], object]:
    """A group of bars per metric, a bar per model."""

    def draw(axes: "Axes") -> None:
        width = 0.8 / len(compared)
        places = np.arange(len(BARS))
        for at, (model, row) in enumerate(compared.iterrows()):
            axes.bar(places + at * width, row[list(BARS)].astype(float), width, label=str(model))
        axes.set_xticks(places + width * (len(compared) - 1) / 2, BARS)
        axes.legend()

    return draw


def _points(folds: pd.DataFrame) -> Callable[["Axes"], object]:
    """A line per model over the folds."""

    def draw(axes: "Axes") -> None:
        for model, mine in folds.groupby("model", sort=False):
            axes.plot(mine.fold, mine.rmse, marker="o", label=str(model))
        axes.set_xticks(folds.fold.unique())
        axes.legend()

    return draw


def _draw(path: Path, title: str, axis_titles: tuple[str, str], content: Callable[["Axes"], object]) -> None:
    """Write one figure; a figure of its own, since pyplot keeps those it makes and shares them between threads."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    content(axes)
    axes.set_title(title)
    axes.set_xlabel(axis_titles[0])
    axes.set_ylabel(axis_titles[1])
    figure.savefig(path, dpi=DOTS)
