"""What tests of several packages share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.postgresql import postgresql, postgresql_url, shared_database

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from chatbot.serving import Serving
    from tests.recommender.spark_cluster import Cluster

__all__ = ["postgresql", "postgresql_url", "shared_database"]

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real input beside the repository (or `USHER_REAL_DATA`); without it the test is skipped."""
    folder = Path(os.environ.get("USHER_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "ml-latest-small" / "ratings.csv").is_file():
        pytest.skip(f"the real data is not at {folder}: set USHER_REAL_DATA to a folder with ml-latest-small/")
    return folder


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with one build of the whole demo, made by the real build once for all processes of tests.

    Do not write into it. `USHER_DEMO_HOME` names one that was made before, for who runs single tests again and again.
    """
    from chatbot.build import Source, build
    from data.folders import Home

    if made := os.environ.get("USHER_DEMO_HOME"):
        return Path(made)
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    home = Home(folder / "demo")
    with FileLock(folder / "demo.lock"):
        if home.current() is None:
            build(home, Source(None, (), seed=0), spark_memory_gb=2)
    return home.path


@pytest.fixture(scope="session")
def serving(demo_home: Path) -> "Serving":
    """The demo build, loaded."""
    from chatbot.serving import load
    from data.folders import Home

    return load(Home(demo_home))


@pytest.fixture(scope="module")
def spark() -> "Iterator[SparkSession]":
    """One Spark session for the tests of a module; a process can have only one at a time."""
    from recommender.spark import spark_session

    with spark_session("local[2]", memory_gb=2) as session:
        yield session


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Cluster]":
    """A cluster of Spark on this machine, with two workers when a test begins."""
    from tests.recommender.spark_cluster import spark_cluster

    with spark_cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started
