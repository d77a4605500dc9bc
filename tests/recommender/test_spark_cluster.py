"""ALS fitted by a cluster of several processes beside the same by this one, and with a worker lost on the way."""

import concurrent.futures
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from data.errors import BadInput, UsherError
from data.ids import Rows
from recommender.als import factorise
from recommender.fold import Floats
from recommender.spark import spark_session
from tests.recommender.spark_cluster import Cluster

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Ratings: TypeAlias = tuple[Rows, Rows, NDArray[np.float64]]

pytestmark = [pytest.mark.spark, pytest.mark.slow]

N_USERS, N_ITEMS = 60, 40
TASKS = 10  # of a worker until it solves vectors: before, ratings are cut into blocks


@pytest.fixture(scope="module")
def ratings() -> Ratings:
    """Rows of users, rows of items, and whether they are liked (1 or -1)."""
    draw = np.random.default_rng(5)
    users, items = np.nonzero(draw.random((N_USERS, N_ITEMS)) < 0.3)
    return users, items, np.where(draw.random(len(users)) < 0.8, 1.0, -1.0)


def fitted(spark: "SparkSession", ratings: Ratings) -> tuple[Floats, Floats]:
    return factorise(*ratings, spark, rank=5, reg=0.1, iterations=10, seed=7, alpha=2.0)


@pytest.fixture(scope="module")
def expected(ratings: Ratings) -> tuple[Floats, Floats]:
    """What Spark learns in one process."""
    with spark_session("local[2]", memory_gb=1) as spark:
        return fitted(spark, ratings)


@pytest.fixture(scope="module")
def spark(
    expected: tuple[Floats, Floats], cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[SparkSession]":
    checkpoints = tmp_path_factory.mktemp("checkpoints")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.environment.items():
            patch.setenv(name, value)
        with spark_session(cluster.master, memory_gb=1, checkpoints=str(checkpoints)) as session:
            yield session
    assert list(checkpoints.iterdir()) == []


def test_checkpoints_that_spark_cannot_use_are_named(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    refused = pytest.raises(
        UsherError, match=r"^USHER_SPARK_CHECKPOINTS is 'nosuch://there', which Spark cannot use \(No"
    )
    with refused, spark_session(cluster.master, memory_gb=1, checkpoints="nosuch://there"):
        pytest.fail("was lent")


def executors(spark: "SparkSession") -> int:
    return int(spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1


def test_a_cluster_learns_the_factors_of_one_process(
    spark: "SparkSession", ratings: Ratings, expected: tuple[Floats, Floats]
) -> None:
    for learned, local in zip(fitted(spark, ratings), expected, strict=True):
        np.testing.assert_allclose(learned, local, atol=1e-4)


def test_a_worker_killed_in_mid_training_changes_nothing_in_what_is_learned(
    cluster: Cluster, spark: "SparkSession", ratings: Ratings, expected: tuple[Floats, Floats]
) -> None:
    assert executors(spark) == 2
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as beside:
        fit = beside.submit(fitted, spark, ratings)
        assert cluster.kill_a_worker(cluster.begun() + TASKS, is_running=lambda: not fit.done())
        for learned, local in zip(fit.result(), expected, strict=True):
            np.testing.assert_allclose(learned, local, atol=1e-4)


def test_what_is_no_master_is_refused_before_java_starts() -> None:
    with pytest.raises(BadInput, match="the Spark master is 'spark:/somewhere': give local"):
        spark_session("spark:/somewhere").__enter__()
