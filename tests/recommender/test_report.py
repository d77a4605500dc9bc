"""The evaluation report."""

import re

import numpy as np
import pandas as pd
import pytest

from data.errors import BadInput
from data.ratings import RATING_COLUMNS, empty_ratings
from recommender.evaluate import LIST_METRICS, RANKING_METRICS, RATING_METRICS
from recommender.report import table, write_report


@pytest.fixture
def ratings():
    draw = np.random.default_rng(0)
    pairs = draw.choice(40 * 30, 300, replace=False)
    rows = [(pair // 30, pair % 30, draw.integers(1, 11) / 2, 1_600_000_000 + pair * 86_400) for pair in pairs.tolist()]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


@pytest.fixture
def compared():
    columns = [*RANKING_METRICS, "ndcg_error", *LIST_METRICS, "ms_per_user"]
    return pd.DataFrame(0.25, index=["popular", "als"], columns=columns)


@pytest.fixture
def folds():
    rows = [("ALS", fold, rmse, 0.7, rmse, 1.0) for fold, rmse in ((1, 0.85), (2, 0.87), (3, 0.89))]
    return pd.DataFrame(rows, columns=["model", "fold", *RATING_METRICS])


def test_the_report_holds_every_table_and_all_its_figures_exist(tmp_path, ratings, compared, folds):
    path = write_report(tmp_path / "new" / "report", ratings, {"random fifth": compared, "last fifth": compared}, folds)
    text = path.read_text(encoding="utf-8")
    assert "| ratings | 300 |" in text
    assert f"| users | {ratings.user_id.nunique()} |" in text
    assert "### random fifth" in text
    assert "### last fifth" in text
    figures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(figures) == 6
    for name in figures:
        assert (path.parent / name).read_bytes().startswith(b"\x89PNG")
    assert {file.name for file in path.parent.iterdir()} == {"report.md", *figures}


def test_cross_validation_stands_as_mean_and_standard_deviation(tmp_path, ratings, folds):
    text = write_report(tmp_path, ratings, {}, folds).read_text(encoding="utf-8")
    assert "over 3 folds" in text
    assert "0.8700 ± 0.0200" in text  # deviations -.02, 0, .02 from .87; n - 1 = 2
    assert "## Rankings" not in text


def test_a_single_fold_has_no_deviation_and_no_folds_no_section(tmp_path, ratings, folds):
    one = write_report(tmp_path, ratings, {}, folds[:1]).read_text(encoding="utf-8")
    assert "| ALS | 0.8500 | 0.7000 | 0.8500 | 1.0000 |" in one
    assert "## Predicted stars" not in write_report(tmp_path, ratings, {}, folds[:0]).read_text(encoding="utf-8")


def test_a_table_keeps_its_columns_whatever_the_names_hold():
    frame = pd.DataFrame({"a|b": [0.123456, float("nan")], "n": [12_345, 1]}, index=["x|y", "z"])
    assert table(frame, "model").splitlines() == [
        r"| model | a\|b | n |",
        "| --- | ---: | ---: |",
        r"| x\|y | 0.1235 | 12,345 |",
        "| z | - | 1 |",
    ]


def test_bad_input_is_named(tmp_path, ratings, folds):
    with pytest.raises(BadInput, match="got 0"):
        write_report(tmp_path, empty_ratings(), {}, folds)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="file"):
        write_report(tmp_path / "file", ratings, {}, folds)
