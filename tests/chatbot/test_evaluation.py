"""The `evaluate` command on small data: every model measured, and a report that can be read."""

import dataclasses
import logging
import re
from pathlib import Path

import pandas as pd
import pytest

from chatbot.evaluation import LEDGER, Task, evaluate_models
from chatbot.evaluation_cells import Plan
from data.errors import BadInput, UsherError
from data.folders import Home
from recommender.metrics import STAR_METRICS


@pytest.mark.spark
@pytest.mark.slow
def test_the_report_measures_all_models_and_a_second_run_only_draws_it(
    movielens: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home, out = Home(tmp_path / "home"), tmp_path / "new" / "report"
    plan = Plan(shares=(0.6, 0.8), folds=2, grid_folds=2, ranks=(2, 4), regs=(0.1, 0.4), iterations=(1, 2))
    task = Task(movielens, (), out, seed=1, min_ratings=3, user=None, plan=plan)
    report = evaluate_models(home, task, spark_memory_gb=1)
    text = report.read_text(encoding="utf-8")
    rankers = ("popular", "als", "ease", "content", "two-tower", "blend")
    predictors = ("mean", "biases", "Spark ALS alone", "biases + ALS", "biases + ALS + choices", "Bayesian")
    assert all(f">{name}</td>" in text for name in (*rankers, *predictors))
    ids = re.findall(r'<section id="(\w+)">', text)
    assert ids == ["data", "filter", "random", "last", "stars", "shares", "learning", "map", "person", "method"]
    assert text.count('<img src="data:image/png') == len(list(out.glob("*.png")))
    judged = pd.read_csv(out / "stars_folds.csv").set_index("model")
    assert judged.RMSE["biases"] < judged.RMSE["mean"]
    assert len(pd.read_csv(out / "grid.csv")) == 4
    assert pd.read_csv(out / "intervals.csv").inside.between(0, 1).all()
    shares = pd.read_csv(out / "split_shares.csv")
    assert shares.columns.tolist() == ["metric", "model", "60/40", "80/20"]
    effect = pd.read_csv(out / "filter.csv").set_index("measure")
    assert float(effect["all ratings"]["ratings"]) > float(effect["filtered"]["ratings"])
    cells = (out / LEDGER).read_bytes()
    with caplog.at_level(logging.INFO):
        evaluate_models(home, task, spark_memory_gb=1)
    assert (out / LEDGER).read_bytes() == cells
    assert report.read_text(encoding="utf-8") == text
    n = cells.count(b"\n")
    assert f"{n} of {n} cells were measured before" in caplog.text
    assert STAR_METRICS[0] in cells.decode()


def test_without_data_and_without_a_build_it_says_what_to_name(tmp_path: Path) -> None:
    task = Task(None, (), tmp_path / "report", seed=1, min_ratings=1, user=None)
    with pytest.raises(UsherError, match="--data"):
        evaluate_models(Home(tmp_path / "home"), task, spark_memory_gb=1)


def test_what_cannot_be_done_is_said_before_anything_is_measured(movielens: Path, tmp_path: Path) -> None:
    home, task = Home(tmp_path / "home"), Task(movielens, (), tmp_path / "report", seed=1, min_ratings=1, user=None)
    (tmp_path / "file").write_text("")
    for changed, says in (
        (dataclasses.replace(task, user=4711), "--user 4711"),
        (dataclasses.replace(task, min_ratings=1000), "min_ratings = 1000"),
        (dataclasses.replace(task, out=tmp_path / "file"), "--out"),
        (dataclasses.replace(task, data=None, metadata=(movielens,)), "--metadata"),
    ):
        with pytest.raises(BadInput, match=says):
            evaluate_models(home, changed, spark_memory_gb=1)
    with pytest.raises(BadInput, match="sprk://h:7077"):
        evaluate_models(home, task, spark_memory_gb=1, master="sprk://h:7077")
    assert not task.out.exists()
