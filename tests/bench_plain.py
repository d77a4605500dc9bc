"""What a reader would write with the same libraries: the plain scripts that the benchmarks compare with."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BATCH = 1024  # ratings a step


def bare_session(memory_gb: int) -> "SparkSession":
    """Spark as its documentation starts it."""
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    session: SparkSession = builder.master("local[*]").config("spark.driver.memory", f"{memory_gb}g").getOrCreate()
    return session


def bare_als(spark: "SparkSession", ratings: Path, values: str, settings: Mapping[str, float]) -> Any:
    """Spark's ALS as its documentation shows it, with default blocks and partitions; the vectors come here, too.

    Args:
        spark: a session.
        ratings: a Parquet file with user_id and movie_id.
        values: SQL for what is factorised.
        settings: parameters of Spark's ALS; with an alpha it is the implicit one.
    """
    from pyspark.ml.recommendation import ALS

    table = spark.read.parquet(str(ratings)).selectExpr("user_id", "movie_id", f"{values} AS value")
    als = ALS(userCol="user_id", itemCol="movie_id", ratingCol="value", seed=0)
    model = als.setParams(implicitPrefs="alpha" in settings, **settings).fit(table)
    model.itemFactors.toPandas(), model.userFactors.toPandas()
    return model


def plain_loop(
    user_rows: NDArray[np.int64], item_rows: NDArray[np.int64], dimension: int, epochs: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A vector per user and item and the loss of Bayesian personalised ranking, in the usual loop over batches.

    Returns:
        The users' vectors (n_users, dimension) and the items' (n_items, dimension).
    """
    import torch
    from torch import nn

    users, items = torch.from_numpy(user_rows), torch.from_numpy(item_rows)
    n_items = int(item_rows.max()) + 1
    torch.manual_seed(0)
    U, V = (nn.Embedding(size, dimension) for size in (int(user_rows.max()) + 1, n_items))
    for table in (U, V):
        nn.init.normal_(table.weight, std=0.05)
    optimiser = torch.optim.Adam([*U.parameters(), *V.parameters()], lr=1e-3)
    for _ in range(epochs):
        for batch in torch.randperm(len(users)).split(BATCH):
            u, seen = U(users[batch]), V(items[batch])
            other = V(torch.randint(n_items, (len(batch),)))
            loss = -nn.functional.logsigmoid((u * (seen - other)).sum(dim=1)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return U.weight.detach().numpy(), V.weight.detach().numpy()
