"""Figures of what models were measured at, and of how they learned."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recommender.evaluate import EVERYBODY, LENGTHS, MAIN_LENGTH, THIRDS, wide
from recommender.figures import WIDE, Drawing, Theme, coloured

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def ranking_drawings(name: str, measured: pd.DataFrame) -> list[Drawing]:
    """Figures of one table of measurements (`recommender.evaluate.compare`); `name` begins their files' names."""
    models = list(dict.fromkeys(measured.model))
    main = measured[(measured.users == EVERYBODY) & (measured.k == MAIN_LENGTH) & (measured.metric == "ndcg")]
    return [
        Drawing(
            f"{name}_ndcg",
            f"nDCG@{MAIN_LENGTH} of each model, with 95 % intervals over the users.",
            lambda figure, theme: _intervals(figure.add_subplot(), theme, main, f"nDCG@{MAIN_LENGTH}"),
            max(3.4, 1.1 + 0.36 * len(models)),
        ),
        Drawing(
            f"{name}_by_length",
            "What is found as the list grows: nDCG and recall of its first 5 to 50.",
            lambda figure, theme: _by_length(figure, theme, measured),
            3.4,
        ),
        Drawing(
            f"{name}_by_activity",
            f"Who is served how well: nDCG@{MAIN_LENGTH} by the length of a user's history, with 95 % intervals.",
            lambda figure, theme: _by_activity(figure.add_subplot(), theme, measured),
            3.4,
        ),
        Drawing(
            f"{name}_beyond_accuracy",
            f"Accuracy beside coverage and novelty at {MAIN_LENGTH}: to the upper right a model finds more, and more "
            "that is little known.",
            lambda figure, theme: _beyond(figure, theme, wide(measured)),
            3.6,
            WIDE,
        ),
    ]


def stars_drawing(found: pd.DataFrame) -> Drawing:
    """RMSE of each predictor (`recommender.evaluate.over_folds`)."""
    rmse = found[found.metric == "rmse"]
    return Drawing(
        "rmse",
        "RMSE of each predictor over all folds, with 95 % intervals over the ratings; lower is better.",
        lambda figure, theme: _intervals(figure.add_subplot(), theme, rmse, "RMSE, stars"),
        max(3.4, 1.1 + 0.36 * len(rmse)),
    )


def grid_drawing(grid: pd.DataFrame) -> Drawing:
    """The RMSE of a grid: table rank, reg, rmse with a row per cell."""
    table = grid.pivot_table(index="rank", columns="reg", values="rmse")
    best = grid.iloc[int(grid.rmse.argmin())]
    return Drawing(
        "grid_rmse",
        f"Cross-validated RMSE over the grid of rank and regularisation; the best, {best.rmse:.4f}, is at rank "
        f"{best['rank']:g} and reg {best.reg:g}.",
        lambda figure, theme: _heat_map(figure, theme, table),
        max(3.4, 1.6 + 0.45 * len(table)),
    )


def share_drawing(by_share: pd.DataFrame) -> Drawing:
    """Measures against the share of training: table model, share, metric ("rmse", "ndcg"), value."""
    return Drawing(
        "split_shares",
        f"What more training ratings bring, 60/40 to 80/20: RMSE (lower is better) and nDCG@{MAIN_LENGTH} (higher is "
        "better). With a smaller training part more ratings of each user are left to find, which by itself raises "
        "nDCG.",
        lambda figure, theme: _shares(figure, theme, by_share),
        4.0,
        WIDE,
    )


def losses_drawing(losses: pd.DataFrame) -> Drawing:
    """Loss of each gradient-trained model after each epoch: table model, epoch, loss."""
    models = list(dict.fromkeys(losses.model))

    def draw(figure: "Figure", theme: Theme) -> None:
        several = np.atleast_1d(figure.subplots(1, len(models)))
        for axes, (model, colour) in zip(several, coloured(models, theme), strict=True):
            mine = losses[losses.model == model]
            axes.plot(mine.epoch, mine.loss, color=colour)
            axes.set(title=model, xlabel="epoch", ylabel="mean loss")

    told = "; ".join(
        f"{model} from {mine.loss.iloc[0]:.2f} to {mine.loss.iloc[-1]:.2f}"
        for model, mine in losses.groupby("model", sort=False)
    )
    return Drawing(
        "losses", f"Training loss after each epoch: {told}. Losses of different kinds do not compare.", draw, 3.6, WIDE
    )


def iterations_drawing(rounds: pd.DataFrame) -> Drawing:
    """RMSE of ALS after so many rounds: table model, iterations, part ("training" or "held out"), rmse."""

    def draw(figure: "Figure", theme: Theme) -> None:
        axes = figure.add_subplot()
        for model, colour in coloured(list(dict.fromkeys(rounds.model)), theme):
            for part, style in (("training", ":"), ("held out", "-")):
                mine = rounds[(rounds.model == model) & (rounds.part == part)]
                axes.plot(
                    mine.iterations, mine.rmse, style, color=colour, marker="o", markersize=4, label=f"{model}, {part}"
                )
        begun = rounds[rounds.iterations > rounds.iterations.min()]  # the first round may be far off the others
        axes.set(xlabel="iterations", ylabel="RMSE, stars", xticks=rounds.iterations.unique())
        axes.set_ylim(0.9 * float(rounds.rmse.min()), 1.25 * float(begun.rmse.max()))
        axes.legend(ncols=2)

    return Drawing(
        "als_iterations",
        "RMSE of ALS after each number of iterations, on the training and the held-out ratings.",
        draw,
        3.6,
        WIDE,
    )


def _intervals(axes: "Axes", theme: Theme, found: pd.DataFrame, what: str) -> None:
    """A point and its interval per model, the first on top."""
    for place, (model, colour) in enumerate(coloured(list(found.model), theme)):
        one = found[found.model == model].iloc[0]
        spans = [[one.value - one.low], [one.high - one.value]]
        axes.errorbar(one.value, place, xerr=spans, fmt="o", color=colour, capsize=3, markersize=7)
        axes.annotate(f"{one.value:.3f}", (one.value, place), xytext=(0, 7), textcoords="offset points", ha="center")
    axes.set_yticks(np.arange(len(found)), list(found.model))
    axes.set(xlabel=what, ylim=(len(found) - 0.5, -0.7))
    axes.grid(visible=False, axis="y")


def _by_length(figure: "Figure", theme: Theme, measured: pd.DataFrame) -> None:
    everybody = measured[measured.users == EVERYBODY]
    models = list(dict.fromkeys(measured.model))
    for axes, metric in zip(figure.subplots(1, 2), ("ndcg", "recall"), strict=True):
        for model, colour in coloured(models, theme):
            mine = everybody[(everybody.metric == metric) & (everybody.model == model)]
            axes.plot(mine.k, mine.value, color=colour, marker="o", markersize=3.5, label=model)
        axes.set(title={"ndcg": "nDCG"}.get(metric, metric), xlabel="length of the list", xticks=list(LENGTHS))
        axes.set_ylim(bottom=0)
    _legend_below(figure, len(models))


def _beyond(figure: "Figure", theme: Theme, table: pd.DataFrame) -> None:
    sides = {"coverage": "coverage", "novelty": "novelty, bits"}
    left, right = figure.subplots(1, 2, sharey=True)
    for axes, (metric, title) in zip((left, right), sides.items(), strict=True):
        for (model, row), (_, colour) in zip(table.iterrows(), coloured(list(table.index), theme), strict=True):
            axes.plot(row[metric], row.ndcg, "o", color=colour, markersize=9, label=str(model))
        axes.set(xlabel=title)
    left.set(ylabel=f"nDCG@{MAIN_LENGTH}")
    _legend_below(figure, len(table))


def _by_activity(axes: "Axes", theme: Theme, measured: pd.DataFrame) -> None:
    found = measured[(measured.k == MAIN_LENGTH) & (measured.metric == "ndcg")]
    models = list(dict.fromkeys(measured.model))
    thirds = [third for third in THIRDS if (found.users == third).any()]
    width = 0.8 / len(models)
    for at, (model, colour) in enumerate(coloured(models, theme)):
        mine = found[found.model == model].set_index("users").loc[thirds]
        places = np.arange(len(thirds)) + (at - (len(models) - 1) / 2) * width
        spans = [mine.value - mine.low, mine.high - mine.value]
        axes.bar(places, mine.value, width * 0.92, color=colour, label=model)
        axes.errorbar(places, mine.value, yerr=spans, fmt="none", ecolor=theme.ink, elinewidth=1, capsize=2)
    axes.set_xticks(np.arange(len(thirds)), thirds)
    axes.set(ylabel=f"nDCG@{MAIN_LENGTH}")
    axes.grid(visible=False, axis="x")
    axes.legend(ncols=min(len(models), 4), loc="upper left")
    axes.set_ylim(top=1.25 * float(found.high.max()) or 1.0)


def _heat_map(figure: "Figure", theme: Theme, table: pd.DataFrame) -> None:
    axes = figure.add_subplot()
    values = table.to_numpy()
    image = axes.imshow(values, cmap=theme.ramp, aspect="auto")
    best = np.unravel_index(int(np.nanargmin(values)), values.shape)
    middle = (float(np.nanmin(values)) + float(np.nanmax(values))) / 2
    for (row, column), value in np.ndenumerate(values):
        is_best = (row, column) == best
        axes.annotate(
            f"{value:.4f}",
            (column, row),
            ha="center",
            va="center",
            color="#ffffff" if value < middle else "#1c1f26",
            weight="bold" if is_best else "normal",
            bbox={"boxstyle": "round", "fill": False, "edgecolor": "#ffffff", "linewidth": 1.5} if is_best else None,
        )
    axes.set_xticks(np.arange(table.shape[1]), [f"{reg:g}" for reg in table.columns])
    axes.set_yticks(np.arange(table.shape[0]), [f"{rank:g}" for rank in table.index])
    axes.set(xlabel="reg", ylabel="rank")
    axes.grid(visible=False)
    figure.colorbar(image, label="RMSE, stars")


def _shares(figure: "Figure", theme: Theme, by_share: pd.DataFrame) -> None:
    titles = {"rmse": "RMSE, stars", "ndcg": f"nDCG@{MAIN_LENGTH}"}
    shares: Sequence[float] = sorted(by_share.share.unique())
    for axes, (metric, title) in zip(figure.subplots(1, 2), titles.items(), strict=True):
        found = by_share[by_share.metric == metric]
        for model, colour in coloured(list(dict.fromkeys(found.model)), theme):
            mine = found[found.model == model].sort_values("share")
            axes.plot(mine.share, mine.value, color=colour, marker="o", markersize=4, label=model)
        axes.set(xlabel="training / held out, %", title=title)
        axes.set_xticks(shares, [f"{100 * share:.0f}/{100 - 100 * share:.0f}" for share in shares])
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def _legend_below(figure: "Figure", n: int) -> None:
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=min(n, 6))
