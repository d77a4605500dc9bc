"""Lists of everyone by Spark, for more users than one process holds: each worker makes those of its users.

Spark reads the ratings of the build, brings those of a user together and hands them out. A worker's Python loads the
item side of the build once, which has to fit it. All machines see the build and the folder of the result.
"""

import contextlib
import functools
import logging
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from chatbot.build_parts import Parts
from chatbot.lists import TOLD, ListPlan, lists_of_tables
from data.errors import BadInput, UsherError
from recommender.spark import python_of_workers

if TYPE_CHECKING:
    from recommender.spark import SparkSession

logger = logging.getLogger(__name__)

SCHEMA = "userId long, movieId long, rank long, score double"
RATINGS_PER_PART = 500_000
PARTS_PER_CORE = 2
PART, MARKS = re.compile(r"part-.*\.parquet"), re.compile(r"\..*\.crc|_SUCCESS")
ORDER = ("user_id", TOLD, "rated_at", "movie_id")


def recommend_everyone(
    spark: "SparkSession", build: Path, plan: ListPlan, told: pd.DataFrame | None, out: Path
) -> None:
    """Write `userId, movieId, rank, score` of every user into a folder of Parquet files.

    The folder takes its name when it is whole. That of an earlier run is moved away first and removed afterwards: a run
    that is killed between these two steps leaves it beside, and the next one puts it back.

    Args:
        spark: an open session.
        build: a folder that all machines see.
        plan: what lists are wanted.
        told: a table of ratings beside those of the build, of people in it and of others; None for none.
        out: the folder; it is new, or holds lists.

    Raises:
        BadInput: `out` is a file, holds something else, or cannot be written.
        UsherError: a worker does not see the build, or not all machines see the same `out`.
    """
    started = time.monotonic()
    ratings = spark.read.parquet(_uri(Parts(build).ratings)).selectExpr("*", f"false as {TOLD}")
    count = int(pq.read_metadata(Parts(build).ratings).num_rows)
    if told is not None:
        ratings = ratings.unionByName(spark.createDataFrame(told.assign(**{TOLD: True})))
        count += len(told)
    parts = max(PARTS_PER_CORE * spark.sparkContext.defaultParallelism, -(-count // RATINGS_PER_PART))
    made = spark.sparkContext.accumulator(0)
    make = functools.partial(_make, build.absolute(), plan, made)
    with _published(out) as draft:
        by_user = ratings.repartition(parts, "user_id").sortWithinPartitions(*ORDER)
        with python_of_workers():
            by_user.mapInPandas(make, SCHEMA).write.parquet(_uri(draft))
        rows = sum(pq.read_metadata(part).num_rows for part in draft.glob("part-*.parquet"))
        if rows != made.value:
            raise UsherError(
                f"the workers wrote {made.value} rows and {rows} of them are seen here: "
                f"give --out a folder that all machines share, not {str(out)!r}"
            )
    logger.info("wrote %d rows to %s in %.1f s", rows, out, time.monotonic() - started)


def _make(build: Path, plan: ListPlan, made: Any, tables: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """What a worker does; the rows are counted in Spark's accumulator `made`."""
    for lists in lists_of_tables(build, plan, tables):
        made.add(len(lists))
        yield lists


def _uri(path: Path) -> str:
    """A file on this machine as Hadoop names it, which takes letters and spaces as they are."""
    return f"file://{path.absolute()}"


def _are_lists(out: Path) -> bool:
    """Whether a folder holds what `recommend_everyone` wrote, and nothing else."""
    if not out.is_dir():
        return False
    parts = [path for path in out.iterdir() if not MARKS.fullmatch(path.name)]
    columns = [column.split()[0] for column in SCHEMA.split(", ")]
    try:
        return all(PART.fullmatch(part.name) and pq.read_schema(part).names == columns for part in parts)
    except (OSError, pa.ArrowInvalid):
        return False


@contextlib.contextmanager
def _published(out: Path) -> Iterator[Path]:
    """Lend the name of a folder, not made yet, that takes the place of `out` when the block ends well."""
    out = out.absolute()
    draft, former = (out.with_name(f".{out.name}.{what}") for what in ("draft", "former"))
    if former.is_dir() and not out.exists():
        former.rename(out)
    if out.exists() and not _are_lists(out):
        raise BadInput(f"--out is {str(out)!r}, which holds other things than lists: name a new folder")
    if not os.access(out.parent, os.W_OK):
        raise BadInput(f"cannot write {out}: give a folder in a folder that is there and can be written")
    try:
        shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
        yield draft
        shutil.rmtree(former, ignore_errors=True)
        if out.exists():
            out.rename(former)
        draft.rename(out)
        shutil.rmtree(former, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
