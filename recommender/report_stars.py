"""What the report says of predicted stars, and of how models learned: tables and figures out of measurements."""

import pandas as pd

from recommender.confidence import COVERAGE
from recommender.evaluate import over_folds
from recommender.figures_models import (
    grid_drawing,
    iterations_drawing,
    losses_drawing,
    share_drawing,
    stars_drawing,
)
from recommender.metrics import LIKED
from recommender.metrics_intervals import pooled
from recommender.report import Part, Section, Table

STARS_HELP = (
    "Every rating is predicted once by models that were trained without it. RMSE, MAE and MSE count every pair: where "
    "a model predicts nothing, the mean stands in. Precision, recall and F1 take a rating for positive if it has at "
    f"least {LIKED:g} stars, and a prediction likewise. Below RMSE, MAE and MSE stand 95 % intervals over the ratings; "
    "± is the standard deviation over the folds."
)
STAR_TITLES = {
    "rmse": "RMSE",
    "mae": "MAE",
    "mse": "MSE",
    "precision": f"precision at {LIKED:g}",
    "recall": f"recall at {LIKED:g}",
    "f1": f"F1 at {LIKED:g}",
    "rmse_predicted": "RMSE of predicted",
    "predicted": "predicted",
}
WITH_INTERVALS = ("rmse", "mae", "mse")


def stars_section(folds: pd.DataFrame, intervals: pd.DataFrame, grid: pd.DataFrame) -> Section:
    """Cross-validation, confidence and the grid.

    Args:
        folds: tables of `recommender.evaluate.judge` below one another, with a column fold.
        intervals: tables of `recommender.metrics_intervals.interval_metrics` below one another.
        grid: rank, reg, fold, rmse.
    """
    found = over_folds(folds)
    by_cell = grid.groupby(["rank", "reg"]).agg(rmse=("rmse", "mean"), deviation=("rmse", "std")).reset_index()
    parts: list[Part] = [
        f"Cross-validation in {folds.fold.nunique()} folds. {STARS_HELP}",
        stars_table(found),
        stars_drawing(found),
        grid_drawing(by_cell),
        Table(
            "grid",
            f"ALS upon biases, the mean RMSE of {grid.fold.nunique()} folds in each cell of the grid. Whoever chooses "
            "by it should take the figures of another split for what the choice is worth.",
            by_cell,
            best=(("rmse", False),),
            decimals=4,
        ),
        f"How sure the predictor that answers is, it says by a word and by an interval that should hold {COVERAGE:.0%} "
        "of the ratings, whoever gives them and whatever is rated.",
        Table(
            "intervals",
            "Ratings that were not in training, the share of them inside their interval, and its mean width in stars.",
            pooled(intervals).rename(columns={"n": "ratings", "covered": "inside", "width": "stars wide"}),
        ),
    ]
    return Section("stars", "Predicted stars", tuple(parts))


def stars_table(found: pd.DataFrame) -> Table:
    """Each metric of each predictor, the first three with their intervals."""
    frame = pd.DataFrame({"model": list(dict.fromkeys(found.model))})
    spans = []
    for metric, title in STAR_TITLES.items():
        mine = found[found.metric == metric].set_index("model").loc[frame.model]
        frame[title] = mine.value.to_numpy()
        if metric in WITH_INTERVALS:
            spans.append((title, f"{title} low", f"{title} high"))
            frame[f"{title} low"], frame[f"{title} high"] = mine.low.to_numpy(), mine.high.to_numpy()
        if metric == "rmse":
            frame["± RMSE"] = mine.deviation.to_numpy()
    return Table(
        "stars_folds",
        "From the mean of all ratings to the predictor that serves, each with one part more; the best stands out.",
        frame,
        tuple(spans),
        (("RMSE", False), ("MAE", False), ("MSE", False)),
        decimals=4,
    )


def shares_section(by_share: pd.DataFrame) -> Section:
    """What the share of training does; see `share_drawing`, whose metrics come with "mae" and "recall" here."""
    table = by_share.pivot_table(index=["metric", "model"], columns="share", values="value", sort=False)
    table = table.rename(columns=lambda share: f"{100 * share:.0f}/{100 - 100 * share:.0f}")
    return Section(
        "shares",
        "Training share",
        (
            "The same random order of each user's ratings, cut at five places: a larger training part holds the "
            "smaller ones.",
            share_drawing(by_share[by_share.metric.isin(["rmse", "ndcg"])]),
            Table("split_shares", "Per cent for training / held out.", table.reset_index(), decimals=4),
        ),
    )


def learning_section(losses: pd.DataFrame, rounds: pd.DataFrame) -> Section:
    """How models learned; see `losses_drawing` and `iterations_drawing`."""
    return Section(
        "learning",
        "Training curves",
        (
            losses_drawing(losses),
            iterations_drawing(rounds),
            Table("losses", "Mean loss of each epoch.", losses, decimals=4),
            Table("als_iterations", "RMSE of ALS after so many iterations.", rounds, decimals=4),
        ),
    )
