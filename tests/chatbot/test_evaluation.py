"""The `evaluate` command on small data: every model measured, and a report that can be read."""

from pathlib import Path

import pytest

from chatbot.evaluation import evaluate_models
from data.errors import UsherError
from data.folders import Home


@pytest.mark.spark
@pytest.mark.slow
def test_the_report_compares_all_models_and_has_its_figures(movielens: Path, tmp_path: Path) -> None:
    report = evaluate_models(Home(tmp_path / "home"), movielens, tmp_path / "report", seed=1, spark_memory_gb=1)
    text = report.read_text(encoding="utf-8")
    assert all(f"| {model} |" in text for model in ("popular", "als", "two-tower", "blend"))
    assert "biases and ALS" in text
    figures = sorted(path.name for path in report.parent.glob("*.png"))
    assert figures
    assert all(name in text for name in figures)


def test_without_data_and_without_a_build_it_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(UsherError, match="--data"):
        evaluate_models(Home(tmp_path / "home"), None, tmp_path / "report", seed=1, spark_memory_gb=1)
