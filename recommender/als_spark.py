"""Alternating least squares by Spark: the objectives of `recommender.als`, on one machine or on many."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.ids import Rows

if TYPE_CHECKING:
    from recommender.spark import SparkSession

RATINGS_PER_BLOCK = 1_000_000


def factorise_with(
    spark: "SparkSession",
    user_rows: Rows,
    item_rows: Rows,
    values: NDArray[np.float64],
    *,
    rank: int,
    reg: float,
    iterations: int,
    seed: int,
    alpha: float | None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Run Spark's ALS in an open session; the other arguments and what is returned are those of `als.factorise`."""
    from pyspark.ml.recommendation import ALS  # PySpark is slow to import, and not needed by who fits without it

    blocks = max(2, -(-len(values) // RATINGS_PER_BLOCK))  # by the data, not the machine: Spark draws a start per block
    als = ALS(
        userCol="user",
        itemCol="item",
        ratingCol="value",
        rank=rank,
        regParam=reg,
        maxIter=iterations,
        seed=seed,
        numUserBlocks=blocks,
        numItemBlocks=blocks,
        implicitPrefs=alpha is not None,
        alpha=alpha or 1.0,
    )
    columns = {
        "user": user_rows.astype(np.int32),
        "item": item_rows.astype(np.int32),
        "value": values.astype(np.float32),
    }
    model = als.fit(spark.createDataFrame(pa.table(columns)))
    item_factors = _vectors(model.itemFactors.toArrow(), int(item_rows.max()) + 1, rank)
    user_factors = _vectors(model.userFactors.toArrow(), int(user_rows.max()) + 1, rank)
    return item_factors, user_factors


def _vectors(learned: pa.Table, size: int, rank: int) -> NDArray[np.float32]:
    """The vectors (size, rank) of Spark's table (id, features)."""
    vectors = np.zeros((size, rank), np.float32)
    features = learned.column("features").combine_chunks()
    vectors[learned.column("id").to_numpy()] = features.flatten().to_numpy().reshape(-1, rank)
    return vectors
