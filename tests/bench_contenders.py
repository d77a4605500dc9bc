"""What `bench_models.py` compares: our models, and what a reader would write for the same with the same libraries.

    python -m tests.bench_contenders NAME FOLDER

fits one of them on what `bench_models.py` has put into the folder, in a process of its own, and prints JSON, a line
each time: when it is ready to begin, when it has fitted, and how good and how quick its lists are.
"""

import dataclasses
import functools
import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ids import Ids
from data.movies import Catalogue
from data.ratings import Histories, History
from recommender.factors import Factors, top_k

if TYPE_CHECKING:
    import scipy.sparse

MOVIES, TRAIN, TEST = "catalogue.jsonl", "train.parquet", "test.parquet"
K = 10
SAMPLE = 600  # users whose lists are looked at
FOLDS = 200  # of them are solved for one by one
MEMORY_GB = 2  # of Spark's driver, in our session and in a bare one


@dataclasses.dataclass(frozen=True)
class Input:
    """Ratings to fit, and ratings of the same users held out; `movies` has every rated movie."""

    folder: Path
    movies: Catalogue
    train: pd.DataFrame
    test: pd.DataFrame

    @classmethod
    def load(cls, folder: Path) -> "Input":
        train, test = (pd.read_parquet(folder / name) for name in (TRAIN, TEST))
        return cls(folder, Catalogue.load(folder / MOVIES), train, test)

    @functools.cached_property
    def users(self) -> Ids:
        return Ids(self.train.user_id.to_numpy())

    @functools.cached_property
    def items(self) -> Ids:
        return Ids(self.train.movie_id.to_numpy())

    @functools.cached_property
    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows (n,) of the users and of the items of the ratings to fit."""
        return self.users.rows(self.train.user_id), self.items.rows(self.train.movie_id)

    @functools.cached_property
    def matrix(self) -> "scipy.sparse.csr_matrix":
        """(n_users, n_items) 1 where there is a rating."""
        import scipy.sparse

        return scipy.sparse.csr_matrix((np.ones(len(self.train), np.float32), self.rows))


@dataclasses.dataclass(frozen=True)
class Fitted:
    """A model that has learned: `lists` gives `K` movies of each of these users, `fold_in` solves for one anew."""

    lists: Callable[[Sequence[int]], Mapping[int, Sequence[int]]]
    fold_in: Callable[[int], object] | None = None


Contender: TypeAlias = Callable[[Input], Iterator[Fitted | None]]  # yields None when it is ready to fit, then the model


def _ours(factors: Factors, data: Input) -> Fitted:
    histories = Histories(data.train)
    kept: dict[int, History] = {user: histories[user] for user in histories.users.tolist()}
    return Fitted(
        lambda users: {user: [one.movie_id for one in factors.generate(kept[user], K)] for user in users},
        lambda user: factors.fold_in(kept[user]),
    )


def als(data: Input) -> Iterator[Fitted | None]:
    from recommender.als import ImplicitConfig, train_implicit
    from recommender.spark import spark_session

    with spark_session(memory_gb=MEMORY_GB) as spark:
        yield None
        yield _ours(train_implicit(data.train, spark, ImplicitConfig(), seed=0), data)


def explicit_als(data: Input) -> Iterator[Fitted | None]:
    from recommender.als import ExplicitConfig, train_explicit
    from recommender.spark import spark_session

    with spark_session(memory_gb=MEMORY_GB) as spark:
        yield None
        yield _ours(train_explicit(data.train, spark, ExplicitConfig(), seed=0), data)


def two_tower(data: Input) -> Iterator[Fitted | None]:
    from recommender.two_tower import TwoTowerConfig, train_two_tower

    nothing = np.zeros((len(data.movies), 0), np.float32)  # no overviews: the other loop has none either
    yield None
    yield _ours(train_two_tower(data.train, data.movies, nothing, TwoTowerConfig(), seed=0), data)


def bare_spark(data: Input, values: str, settings: Mapping[str, float]) -> Iterator[Fitted | None]:
    """Spark's ALS as its documentation shows it, with default blocks and partitions.

    Args:
        data: what it is fitted on.
        values: SQL for what is factorised.
        settings: parameters of Spark's ALS; with an alpha it is the implicit one.
    """
    from pyspark.ml.recommendation import ALS
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[*]").config("spark.driver.memory", f"{MEMORY_GB}g").getOrCreate()
    yield None
    ratings = spark.read.parquet(str(data.folder / TRAIN)).selectExpr("user_id", "movie_id", f"{values} AS value")
    als = ALS(userCol="user_id", itemCol="movie_id", ratingCol="value", seed=0)
    model = als.setParams(implicitPrefs="alpha" in settings, **settings).fit(ratings)
    model.itemFactors.toPandas(), model.userFactors.toPandas()

    def lists(users: Sequence[int]) -> dict[int, list[int]]:
        known = data.train.groupby("user_id").movie_id.apply(set)
        depth = K + int(known[list(users)].map(len).max())  # Spark recommends what is rated, too
        wanted = spark.createDataFrame(pd.DataFrame({"user_id": users}))
        found = model.recommendForUserSubset(wanted, depth).collect()
        new = lambda user, rows: [row.movie_id for row in rows if row.movie_id not in known[user]][:K]
        return {row.user_id: new(row.user_id, row.recommendations) for row in found}

    yield Fitted(lists)
    spark.stop()


def bare_implicit_als(data: Input) -> Iterator[Fitted | None]:
    from recommender.als import ImplicitConfig

    ours = ImplicitConfig()
    settings = {"rank": ours.rank, "regParam": ours.reg, "maxIter": ours.iterations, "alpha": ours.alpha}
    return bare_spark(data, "1.0", settings)


def bare_explicit_als(data: Input) -> Iterator[Fitted | None]:
    from recommender.als import ExplicitConfig

    ours = ExplicitConfig()
    return bare_spark(data, "stars", {"rank": ours.rank, "regParam": ours.reg, "maxIter": ours.iterations})


def implicit_library(data: Input) -> Iterator[Fitted | None]:
    """ALS of the package implicit, whose penalty is the same for all: that which Spark has for an average user."""
    from implicit.als import AlternatingLeastSquares

    from recommender.als import ImplicitConfig

    ours, users, items, matrix = ImplicitConfig(), data.users, data.items, data.matrix
    yield None
    penalty = ours.reg * len(data.train) / len(users)
    model = AlternatingLeastSquares(ours.rank, penalty, ours.alpha, iterations=ours.iterations, random_state=0)
    model.fit(matrix, show_progress=False)

    def lists(wanted: Sequence[int]) -> dict[int, list[int]]:
        rows = users.rows(wanted)
        found, _ = model.recommend(rows, matrix[rows], N=K)
        return dict(zip(wanted, items.values[found].tolist(), strict=True))

    yield Fitted(lists, lambda user: model.recalculate_user(users.row(user), matrix[users.row(user)]))


def plain_two_tower(data: Input) -> Iterator[Fitted | None]:
    """A vector per user and item and the loss of Bayesian personalised ranking, in the usual loop over batches."""
    import torch
    from torch import nn

    from recommender.two_tower import TwoTowerConfig

    users, items, known = data.users, data.items, Histories(data.train)
    user_rows, item_rows = (torch.from_numpy(rows) for rows in data.rows)
    yield None
    torch.manual_seed(0)
    U, V = (nn.Embedding(len(ids), TwoTowerConfig().dimension) for ids in (users, items))
    for table in (U, V):
        nn.init.normal_(table.weight, std=0.05)
    optimiser = torch.optim.Adam([*U.parameters(), *V.parameters()], lr=1e-3)
    for _ in range(TwoTowerConfig().epochs):
        for batch in torch.randperm(len(user_rows)).split(1024):
            u, seen = U(user_rows[batch]), V(item_rows[batch])
            other = V(torch.randint(len(items), (len(batch),)))
            loss = -nn.functional.logsigmoid((u * (seen - other)).sum(dim=1)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    user_vectors, item_vectors = U.weight.detach().numpy(), V.weight.detach().numpy()

    def lists(wanted: Sequence[int]) -> dict[int, list[int]]:
        found = {}
        for user in wanted:
            rated = items.rows(list(known[user].stars))
            best = top_k(item_vectors @ user_vectors[users.row(user)], K, without=rated, among=None)
            found[user] = items.values[best].tolist()
        return found

    yield Fitted(lists)


CONTENDERS: dict[str, Contender] = {
    "als": als,
    "als, bare Spark": bare_implicit_als,
    "als, implicit": implicit_library,
    "explicit als": explicit_als,
    "explicit als, bare Spark": bare_explicit_als,
    "two towers": two_tower,
    "two towers, plain PyTorch": plain_two_tower,
}


def ndcg(lists: Mapping[int, Sequence[int]], test: pd.DataFrame) -> float:
    """Mean nDCG of the lists of `K`, for the users who have ratings held out; every held-out rating counts as 1."""
    held_out = test.groupby("user_id").movie_id.apply(set)
    gains = 1 / np.log2(np.arange(2, K + 2))
    scores = [
        sum(gain for gain, movie_id in zip(gains, movies, strict=False) if movie_id in held_out[user])
        / gains[: len(held_out[user])].sum()
        for user, movies in lists.items()
        if user in held_out.index
    ]
    return float(np.mean(scores))


def main(name: str, folder: Path) -> None:
    """Fit one and print what was measured."""
    data = Input.load(folder)
    steps = CONTENDERS[name](data)
    next(steps)
    _say({"event": "ready"})
    started = time.perf_counter()
    fitted = next(steps)
    assert fitted is not None
    _say({"event": "fitted", "fit_s": time.perf_counter() - started})
    some = np.random.default_rng(0).permutation(data.users.values)[:SAMPLE].tolist()
    started = time.perf_counter()
    lists = fitted.lists(some)
    seconds = time.perf_counter() - started
    measured = {"event": "measured", "ndcg": ndcg(lists, data.test), "lists_per_s": len(some) / seconds}
    if fitted.fold_in is not None:
        microseconds = []
        for user in some[:FOLDS]:
            started = time.perf_counter()
            fitted.fold_in(user)
            microseconds.append(1e6 * (time.perf_counter() - started))
        measured["fold_us"] = statistics.median(microseconds)
    _say(measured)
    steps.close()  # type: ignore[attr-defined]


def _say(line: Mapping[str, object]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    main(sys.argv[1], Path(sys.argv[2]))
