"""The `evaluate` command: every model trained on parts of the ratings and measured on the rest, with a report."""

import dataclasses
import itertools
import logging
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chatbot.build import CACHE, Source, read_source
from chatbot.build_parts import Parts
from chatbot.evaluation_cells import (
    LAST,
    MAIN_SHARE,
    RANDOM,
    STANDARD,
    Material,
    Plan,
    fold_cells,
    grid_cells,
    pairs_cells,
    random_part,
    ranking_cells,
    rounds_cells,
    stars_cells,
)
from chatbot.showcase import check_user, person_section
from data.errors import BadInput, UsherError
from data.filtering import without_rare_movies
from data.folders import Home
from data.movies import Catalogue
from recommender.evaluate import EVERYBODY, MAIN_LENGTH, over_folds, wide
from recommender.figures_map import map_drawing
from recommender.grid import Lane, Ledger, run_cells
from recommender.report import Report, Section, write_report
from recommender.report_data import data_section, filter_section
from recommender.report_rankings import ranking_section
from recommender.report_stars import learning_section, shares_section, stars_section
from recommender.spark import LOCAL, check_master, spark_session
from retrieval.documents import document
from retrieval.embedder import MiniLm
from retrieval.vectors import EmbeddingCache, embed_all

logger = logging.getLogger(__name__)

LEDGER = "cells.jsonl"
MOST_WORKERS = 4  # fits of ALS side by side; one of small data does not fill a core


@dataclasses.dataclass(frozen=True)
class Task:
    """What to evaluate.

    Attributes:
        data: folder in MovieLens' layout; None for the data of the current build.
        metadata: files that describe its movies.
        out: folder of the report.
        seed: of splits and training.
        min_ratings: movies with fewer are left out; 1 leaves out none.
        user: whose list is shown; None for a typical one.
        plan: how much is measured.
    """

    data: Path | None
    metadata: tuple[Path, ...]
    out: Path
    seed: int
    min_ratings: int
    user: int | None
    plan: Plan = STANDARD


def evaluate_models(
    home: Home, task: Task, spark_memory_gb: int, master: str = LOCAL, checkpoints: str | None = None
) -> Path:
    """Measure all models and write the report into a folder, which is made if need be.

    Spark works at `master` with `checkpoints` (see `spark_session`). What is measured is stored there cell by cell, and
    not measured again by a later run on the same data.

    Returns:
        The path of the report.

    Raises:
        BadInput: the data cannot be read, the folder cannot be written, the user has too few ratings, or that is no
            master.
        UsherError: no data is named and there is no build whose data could be used.
    """
    check_master(master)
    started = time.monotonic()
    catalogue, everything = _data(home, task)
    ratings = without_rare_movies(everything, task.min_ratings)
    if task.user is not None:
        check_user(ratings, task.user)
    try:
        task.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"--out is {str(task.out)!r}: {error.strerror}; name another folder") from error
    ledger = Ledger(task.out / LEDGER)
    vectors = _vectors(home, catalogue)
    with spark_session(master, memory_gb=spark_memory_gb, checkpoints=checkpoints) as spark:
        material = Material(catalogue, ratings, vectors, spark, task.seed, task.user, task.plan)
        unfiltered = dataclasses.replace(material, ratings=everything) if len(everything) > len(ratings) else None
        rankings = [
            *ranking_cells(material, (MAIN_SHARE,), last=True),
            *pairs_cells(material),
            *ranking_cells(material, task.plan.shares[:-1], last=False),
        ]
        stars = [
            *fold_cells(material),
            *rounds_cells(material),
            *grid_cells(material),
            *stars_cells(material, task.plan.shares),
        ]
        if unfiltered is not None:
            rankings += ranking_cells(unfiltered, (MAIN_SHARE,), last=False)
            stars += stars_cells(unfiltered, (MAIN_SHARE,))
        workers = min(os.cpu_count() or 1, MOST_WORKERS)
        run_cells((Lane(rankings), Lane(stars, max(1, workers - 1))), ledger)
    path = write_report(task.out, _report(material, unfiltered, ledger, task))
    logger.info("evaluated in %.0f s", time.monotonic() - started)
    return path


def _report(material: Material, unfiltered: Material | None, ledger: Ledger, task: Task) -> Report:
    plan = material.plan
    main, last = (ledger[material.ranking_name(held_back, MAIN_SHARE)] for held_back in (RANDOM, LAST))
    folds = pd.concat(
        [ledger[material.fold_name(fold)]["judged"].assign(fold=fold) for fold in range(1, 1 + plan.folds)],
        ignore_index=True,
    )
    intervals = pd.concat([ledger[material.fold_name(fold)]["intervals"] for fold in range(1, 1 + plan.folds)])
    grid = pd.DataFrame(
        [
            (rank, reg, fold, float(ledger[material.grid_name(rank, reg, fold)]["judged"].value.iloc[0]))
            for rank, reg in itertools.product(plan.ranks, plan.regs)
            for fold in range(1, 1 + plan.grid_folds)
        ],
        columns=["rank", "reg", "fold", "rmse"],
    )
    rounds = pd.concat([ledger[material.rounds_name(n)]["rounds"] for n in plan.iterations], ignore_index=True)
    told = (main, last, ledger[material.pairs_name()])
    losses = pd.concat([tables["losses"] for tables in told], ignore_index=True)
    split = random_part(material, MAIN_SHARE)
    sections = [
        data_section(material.ratings, material.catalogue),
        ranking_section(
            "random",
            "Ranking, random fifth",
            "A random fifth of each user's ratings was held back.",
            main["measured"],
            explained=True,
        ),
        ranking_section(
            "last",
            "Ranking, last fifth",
            "The last fifth of each user's ratings in time was held back: the future is harder to find than the past "
            "is to complete.",
            last["measured"],
            explained=False,
        ),
        stars_section(folds, intervals, grid),
        shares_section(_by_share(material, ledger)),
        learning_section(losses, rounds),
        Section("map", "Map of the item factors", (map_drawing(main["map"], material.catalogue),)),
        person_section(
            int(main["person"].user_id.iloc[0]), split, main["list"], material.catalogue, typical=task.user is None
        ),
        Section("method", "How it was measured", _method(task)),
    ]
    if unfiltered is not None:
        sections.insert(1, filter_section(_effect(unfiltered, material, ledger), task.min_ratings))
    return Report("Evaluation", *_summary(material, main["measured"], last["measured"], folds), tuple(sections))


def _summary(
    material: Material, random: pd.DataFrame, last: pd.DataFrame, folds: pd.DataFrame
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A few sentences, and the numbers that stand out."""
    n_users, n_movies = material.ratings.user_id.nunique(), material.ratings.movie_id.nunique()
    ndcg, future = wide(random).ndcg, wide(last).ndcg
    best, best_later = str(ndcg.idxmax()), str(future.idxmax())
    low, high = (wide(random, end).ndcg[best] for end in ("low", "high"))
    stars = over_folds(folds)
    rmse = stars[stars.metric == "rmse"].set_index("model").value
    nearest = str(rmse.idxmin())
    summary = (
        f"{len(material.ratings):,} ratings that {n_users:,} users gave {n_movies:,} movies. Of a random fifth held "
        f"back, {best} ranks best: nDCG@{MAIN_LENGTH} {ndcg[best]:.3f}, between {low:.3f} and {high:.3f} with 95 % "
        f"confidence. Of each user's last fifth it is {best_later} with {future[best_later]:.3f}. Stars are predicted "
        f"best by {nearest!r}, RMSE {rmse[nearest]:.3f}; the mean of all ratings alone comes to {rmse['mean']:.3f}."
    )
    numbers = (
        (f"{ndcg[best]:.3f}", f"nDCG@{MAIN_LENGTH}, random fifth: {best}"),
        (f"{future[best_later]:.3f}", f"nDCG@{MAIN_LENGTH}, last fifth: {best_later}"),
        (f"{rmse[nearest]:.3f}", f"RMSE in stars: {nearest}"),
        (f"{len(material.ratings):,}", "ratings"),
        (f"{n_users:,}", "users"),
        (f"{n_movies:,}", "movies rated"),
    )
    return summary, numbers


def _by_share(material: Material, ledger: Ledger) -> pd.DataFrame:
    """Table metric, model, share, value over all shares of training."""
    frames = []
    for share in material.plan.shares:
        judged = ledger[material.stars_name(share)]["judged"]
        measured = ledger[material.ranking_name(RANDOM, share)]["measured"]
        everybody = measured[(measured.users == EVERYBODY) & (measured.k == MAIN_LENGTH)]
        for found, metrics in ((judged, ("rmse", "mae")), (everybody, ("ndcg", "recall"))):
            chosen = found[found.metric.isin(metrics)]
            frames.append(chosen[["metric", "model", "value"]].assign(share=share))
    return pd.concat(frames, ignore_index=True)


def _effect(unfiltered: Material, filtered: Material, ledger: Ledger) -> pd.DataFrame:
    """Table measure, without filter, filtered."""
    columns: dict[str, dict[str, float | int]] = {}
    for title, material in (("all ratings", unfiltered), ("filtered", filtered)):
        ratings = material.ratings
        column: dict[str, float | int] = {
            "ratings": len(ratings),
            "users": int(ratings.user_id.nunique()),
            "movies rated": int(ratings.movie_id.nunique()),
        }
        judged = ledger[material.stars_name(MAIN_SHARE)]["judged"]
        rmse = judged[judged.metric == "rmse"]
        column |= {f"RMSE, {model}": value for model, value in zip(rmse.model, rmse.value, strict=True)}
        ndcg = wide(ledger[material.ranking_name(RANDOM, MAIN_SHARE)]["measured"]).ndcg
        column |= {f"nDCG@{MAIN_LENGTH}, {model}": value for model, value in zip(ndcg.index, ndcg, strict=True)}
        columns[title] = column
    frame = pd.DataFrame({title: pd.Series(column, dtype=object) for title, column in columns.items()})
    return frame.rename_axis("measure").reset_index()


def _method(task: Task) -> tuple[str, ...]:
    data = "the current build" if task.data is None else task.data.name
    told = "" if task.min_ratings == 1 else f" --min-ratings {task.min_ratings}"
    return (
        f"Ratings of {data}, seed {task.seed}{told}. Every split, fold and training draws from that seed, so a second "
        f"run on one kind of machine finds the same. Models see only the training part of a split; nothing was chosen "
        f"by the parts held back.",
        f"What was measured is kept in {LEDGER}, a line per cell: a run that is cut off goes on from there, and a "
        "second run on the same data with the same configuration only draws the report. Delete the file to measure "
        "anew. Beside this page lie each figure as PNG and each table as CSV.",
    )


def _data(home: Home, task: Task) -> tuple[Catalogue, pd.DataFrame]:
    if task.data is not None:
        return read_source(Source(task.data, task.metadata, task.seed))
    if task.metadata:
        raise BadInput("--metadata describes movies of a --data folder: name one, or leave both out for the build's")
    build = home.current()
    if build is None:
        raise UsherError(f"there is no build in {home.path}: name the ratings with --data DIR, or build first")
    parts = Parts(build)
    return Catalogue.load(parts.catalogue), pd.read_parquet(parts.ratings)


def _vectors(home: Home, catalogue: Catalogue) -> NDArray[np.float32]:
    home.embeddings.mkdir(parents=True, exist_ok=True)
    cache = EmbeddingCache(home.embeddings / CACHE)
    return embed_all([document(movie) for movie in catalogue], MiniLm(), cache, _on_text)


def _on_text(done: int, of: int) -> None:
    logger.debug("embedded %d of %d texts", done, of)
