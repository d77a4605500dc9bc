"""A build and the lists of everyone by commands on a cluster, beside the same lists of one process."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from chatbot.build import FORMAT
from chatbot.lists import ListPlan
from chatbot.lists_spark import _published, recommend_everyone
from chatbot.tables import read_told, recommend_users
from data.errors import BadInput, UsherError
from data.folders import Home, load_manifest, verify
from recommender.models import MODELS
from recommender.spark import spark_session
from tests.recommender.spark_cluster import Cluster

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.slow]

REPOSITORY = Path(__file__).parents[2]
TASKS = 40  # of a worker until ALS is on its way: before, ratings are cut into blocks


def started(cluster: Cluster, *words: str) -> "subprocess.Popen[str]":
    """A command of Usher that works with Spark on the cluster."""
    environment = {**os.environ, **cluster.environment, "USHER_SPARK_MEMORY_GB": "1"}
    command = [sys.executable, "app.py", *words, "--master", cluster.master]
    return subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def built(movielens: Path, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str]:
    """The home of a build during whose ALS a worker was killed, and what the build said."""
    home = tmp_path_factory.mktemp("shared")
    begun = cluster.begun() + TASKS
    build = started(cluster, "build", "--data", str(movielens), "--home", str(home))
    killed = cluster.kill_a_worker(begun, is_running=lambda: build.poll() is None)
    _, said = build.communicate()
    assert killed, said
    assert build.returncode == 0, said
    return Home(home), said


@pytest.fixture(scope="module")
def build(built: tuple[Home, str]) -> Path:
    current = built[0].current()
    assert current is not None
    return current


@pytest.fixture(scope="module")
def spark(build: Path, cluster: Cluster) -> "Iterator[SparkSession]":
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.environment.items():
            patch.setenv(name, value)
        with spark_session(cluster.master, memory_gb=1) as session:
            yield session


def read(folder: Path) -> pd.DataFrame:
    """All parts of a folder, user after user."""
    return pd.read_parquet(folder).sort_values(["userId", "rank"], ignore_index=True)


def test_a_build_ends_though_a_worker_is_killed_during_its_als(built: tuple[Home, str], build: Path) -> None:
    assert built[1].count("trained implicit ALS") == 3
    assert load_manifest(build, FORMAT).facts["engine"] == "spark"
    verify(build, checksums=True)


def test_each_model_makes_on_the_cluster_the_lists_that_it_makes_here(
    build: Path, spark: "SparkSession", tmp_path: Path
) -> None:
    for model in MODELS:
        plan = ListPlan.of(7, model, "any", 0.0, 0.0, None)
        recommend_everyone(spark, build, plan, None, tmp_path / "lists")  # one after the other under the same name
        recommend_users(build, "all", plan, None, tmp_path / "here.parquet")
        found = read(tmp_path / "lists")
        assert len(found) == 60 * 7
        pd.testing.assert_frame_equal(found, pd.read_parquet(tmp_path / "here.parquet"))
    assert len([*(tmp_path / "lists").glob("part-*.parquet")]) > 1
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_what_was_told_candidates_aim_and_knobs_count_on_the_cluster_too(
    build: Path, spark: "SparkSession", tmp_path: Path
) -> None:
    told = tmp_path / "told.csv"
    shown = pd.read_parquet(build / "ratings.parquet").movie_id.unique().tolist()
    told.write_text(f"userId,movieId,rating,timestamp\n7,{shown[3]},0.5,9\n-5,{shown[1]},5.0,1\n-5,{shown[2]},1.0,2\n")
    plan = ListPlan.of(5, "blend", "next", 0.3, 0.2, shown[:40])
    recommend_everyone(spark, build, plan, read_told(told), tmp_path / "lists")
    recommend_users(build, "all", plan, told, tmp_path / "here.parquet")
    found = read(tmp_path / "lists")
    pd.testing.assert_frame_equal(found, pd.read_parquet(tmp_path / "here.parquet"))
    assert set(found.movieId) <= set(shown[:40])
    assert found.userId.iloc[0] == -5
    assert not {shown[1], shown[2]} & set(found[found.userId == -5].movieId)


def test_a_build_that_the_workers_do_not_see_is_named_and_leaves_the_former_lists(
    build: Path, spark: "SparkSession", tmp_path: Path
) -> None:
    plan = ListPlan.of(3, "popular", "any", 0.0, 0.0, None)
    former = pd.DataFrame({"userId": [1], "movieId": [2], "rank": [1], "score": [0.5]})
    (tmp_path / "lists").mkdir()
    former.to_parquet(tmp_path / "lists" / "part-0.parquet")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "ratings.parquet").symlink_to(build / "ratings.parquet")
    with pytest.raises(UsherError, match=r"cannot read .*half/catalogue\.jsonl"):
        recommend_everyone(spark, tmp_path / "half", plan, None, tmp_path / "lists")
    pd.testing.assert_frame_equal(read(tmp_path / "lists"), former)


def test_the_command_makes_the_same_lists_with_spark_in_one_process(build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Home of Zoë"
    shutil.copytree(build.parents[1], folder / "home")
    words = ("--users", "all", "-k", "4", "--home", str(folder / "home"), "--out", str(folder / "lists"))
    command = [sys.executable, "app.py", "recommend", *words, "--engine", "spark", "--master", "local[2]"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    plan = ListPlan.of(4, "blend", "any", 0.0, 0.0, None)
    recommend_users(build, "all", plan, None, tmp_path / "here.parquet")
    pd.testing.assert_frame_equal(read(folder / "lists"), pd.read_parquet(tmp_path / "here.parquet"))


@pytest.mark.parametrize("name", ["letter.txt", "part-1.pdf", "part-0.parquet", "part-2.parquet"])
def test_a_folder_that_holds_something_else_is_left_alone(name: str, tmp_path: Path) -> None:
    if name == "part-2.parquet":  # another data set of Spark
        pd.DataFrame({"user_id": [1], "stars": [4.5]}).to_parquet(tmp_path / name)
    else:
        (tmp_path / name).write_text("Dear")
    before = (tmp_path / name).read_bytes()
    with pytest.raises(BadInput, match="holds other things than lists"), _published(tmp_path):
        pytest.fail("was lent")
    assert (tmp_path / name).read_bytes() == before
    with pytest.raises(BadInput, match=r"cannot write .*/there/lists"), _published(tmp_path / "there" / "lists"):
        pytest.fail("was lent")


KILLED = """
import os, signal, sys
from pathlib import Path
from chatbot.lists_spark import _published
with _published(Path(sys.argv[1])) as draft:
    draft.mkdir()
    (draft / "part-1.parquet").write_text("new")
    if sys.argv[2] == "writing":
        os.kill(os.getpid(), signal.SIGKILL)
    Path.rename = lambda path, to: (os.rename(path, to), os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.parametrize("moment", ["writing", "between the two renames"])
def test_whenever_a_run_is_killed_the_former_lists_are_there_for_the_next(moment: str, tmp_path: Path) -> None:
    out = tmp_path / "lists"
    out.mkdir()
    old = pd.DataFrame({"userId": [1], "movieId": [2], "rank": [1], "score": [0.5]})
    old.to_parquet(out / "part-0.parquet")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(out), moment], cwd=REPOSITORY, check=False)
    assert killed.returncode == -signal.SIGKILL
    with contextlib.suppress(KeyError), _published(out):
        pd.testing.assert_frame_equal(read(out), old)
        raise KeyError("this one fails, too")
    pd.testing.assert_frame_equal(read(out), old)
    assert [*tmp_path.iterdir()] == [out]
