"""What `bench_models.py` compares: our models, and what a reader would write for the same with the same libraries."""

import dataclasses
import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ids import Ids
from data.movies import Catalogue
from data.ratings import Histories
from recommender.candidates import CandidateGenerator
from recommender.factors import Factors, top_k
from tests.bench_plain import bare_als, bare_session, plain_loop

if TYPE_CHECKING:
    import scipy.sparse

MOVIES, TRAIN, TEST, CONFIG = "catalogue.jsonl", "train.parquet", "test.parquet", "config.json"
K = 10  # movies of a list
MEMORY_GB = 2  # of Spark's driver, in our session and in a bare one


@dataclasses.dataclass(frozen=True)
class Input:
    """What is fitted.

    Attributes:
        folder: where it was read from.
        movies: a catalogue that has every rated movie.
        train: ratings to fit.
        test: ratings of the same users held out.
        config: hyper-parameters of our models, read from a file so that a plain script need not import ours.
    """

    folder: Path
    movies: Catalogue
    train: pd.DataFrame
    test: pd.DataFrame
    config: dict[str, dict[str, float]]

    @classmethod
    def load(cls, folder: Path) -> "Input":
        train, test = (pd.read_parquet(folder / name) for name in (TRAIN, TEST))
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        return cls(folder, Catalogue.load(folder / MOVIES), train, test, config)

    @functools.cached_property
    def users(self) -> Ids:
        return Ids(self.train.user_id.to_numpy())

    @functools.cached_property
    def items(self) -> Ids:
        return Ids(self.train.movie_id.to_numpy())

    @functools.cached_property
    def histories(self) -> Histories:
        return Histories(self.train)

    @functools.cached_property
    def overviews(self) -> NDArray[np.float32]:
        """None: (n_movies, 0). What the overviews cost is the index's, and the plain scripts have none either."""
        return np.zeros((len(self.movies), 0), np.float32)

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
    """A model that has learned.

    Attributes:
        lists: `K` movies of each of these users, none of them rated.
        stars: predictions for the pairs of a table with user_id and movie_id, NaN where there is none.
        fold_in: solves for one user anew.
    """

    lists: Callable[[Sequence[int]], Mapping[int, Sequence[int]]] | None = None
    stars: Callable[[pd.DataFrame], NDArray[np.floating]] | None = None
    fold_in: Callable[[int], object] | None = None


Contender: TypeAlias = Callable[[Input], Iterator[Fitted | None]]  # yields None when it is ready to fit, then the model


def listing(model: CandidateGenerator, data: Input) -> Fitted:
    """One of our models, asked for each user by itself as an answer does."""
    histories = {user: data.histories[user] for user in data.users}
    lists = lambda users: {user: [one.movie_id for one in model.generate(histories[user], K)] for user in users}
    fold_in = (lambda user: model.fold_in(histories[user])) if isinstance(model, Factors) else None
    return Fitted(lists=lists, fold_in=fold_in)


def als(data: Input) -> Iterator[Fitted | None]:
    from recommender.als import train_implicit
    from recommender.models import ModelsConfig
    from recommender.spark import spark_session

    with spark_session(memory_gb=MEMORY_GB) as spark:
        yield None
        yield listing(train_implicit(data.train, spark, ModelsConfig().als, seed=0), data)


def explicit_als(data: Input) -> Iterator[Fitted | None]:
    from recommender.als import ExplicitConfig, train_explicit
    from recommender.spark import spark_session
    from recommender.stars_als import AlsStars

    with spark_session(memory_gb=MEMORY_GB) as spark:
        yield None
        factors = train_explicit(data.train, spark, ExplicitConfig(), seed=0)
        stars = lambda pairs: AlsStars(factors).predict(pairs.user_id, pairs.movie_id)
        yield dataclasses.replace(listing(factors, data), lists=None, stars=stars)


def star_predictor(data: Input) -> Iterator[Fitted | None]:
    from recommender.stars_training import StarsConfig, train_stars

    yield None
    predictor = train_stars(data.train, data.movies, data.overviews, StarsConfig(), seed=0)
    some_movie = [next(iter(data.movies)).movie_id]
    yield Fitted(
        stars=lambda pairs: predictor.predict(pairs.user_id, pairs.movie_id),
        fold_in=lambda user: predictor.predict_history(data.histories[user], some_movie),
    )


def two_towers(data: Input) -> Iterator[Fitted | None]:
    from recommender.models import ModelsConfig
    from recommender.two_tower import train_two_tower

    yield None
    yield listing(train_two_tower(data.train, data.movies, data.overviews, ModelsConfig().two_tower, seed=0), data)


def ease(data: Input) -> Iterator[Fitted | None]:
    from recommender.ease import train_ease
    from recommender.models import ModelsConfig

    yield None
    yield listing(train_ease(data.train, ModelsConfig().ease, seed=0), data)


def blend(data: Input) -> Iterator[Fitted | None]:
    """Every model that ranks, for one of the two aims, and the ranker that joins them: this is what a build trains."""
    from recommender.models import ModelsConfig, train_models
    from recommender.spark import spark_session

    with spark_session(memory_gb=MEMORY_GB) as spark:
        yield None
        models = train_models(data.train, data.movies, data.overviews, spark, ModelsConfig(), seed=0, aims=("any",))
        yield listing(models.blend("any"), data)


def bare_spark(data: Input, values: str, settings: Mapping[str, float]) -> Iterator[Fitted | None]:
    """`bare_als`, and lists or stars by it."""
    spark = bare_session(MEMORY_GB)
    yield None
    model = bare_als(spark, data.folder / TRAIN, values, settings)

    def lists(users: Sequence[int]) -> dict[int, list[int]]:
        known = data.train.groupby("user_id").movie_id.apply(set)
        depth = K + int(known[list(users)].map(len).max())  # Spark recommends what is rated, too
        wanted = spark.createDataFrame(pd.DataFrame({"user_id": users}))
        found = model.recommendForUserSubset(wanted, depth).collect()
        new = lambda user, rows: [row.movie_id for row in rows if row.movie_id not in known[user]][:K]
        return {row.user_id: new(row.user_id, row.recommendations) for row in found}

    def stars(pairs: pd.DataFrame) -> NDArray[np.floating]:
        predicted = model.transform(spark.createDataFrame(pairs)).toPandas().set_index(["user_id", "movie_id"])
        in_order: NDArray[np.float64] = predicted.prediction.loc[
            list(pairs.itertuples(index=False, name=None))
        ].to_numpy()
        return in_order

    yield Fitted(lists=lists) if "alpha" in settings else Fitted(stars=stars)
    spark.stop()


def bare_implicit_als(data: Input) -> Iterator[Fitted | None]:
    ours = data.config["als"]
    settings = {"rank": ours["rank"], "regParam": ours["reg"], "maxIter": ours["iterations"], "alpha": ours["alpha"]}
    return bare_spark(data, "1.0", settings)


def bare_explicit_als(data: Input) -> Iterator[Fitted | None]:
    ours = data.config["explicit"]
    return bare_spark(data, "stars", {"rank": ours["rank"], "regParam": ours["reg"], "maxIter": ours["iterations"]})


def implicit_library(data: Input) -> Iterator[Fitted | None]:
    """ALS of the package implicit, whose penalty is the same for all: that which Spark has for an average user."""
    from implicit.als import AlternatingLeastSquares

    ours, users, items, matrix = data.config["als"], data.users, data.items, data.matrix
    yield None
    penalty = ours["reg"] * len(data.train) / len(users)
    model = AlternatingLeastSquares(
        int(ours["rank"]), penalty, ours["alpha"], iterations=int(ours["iterations"]), random_state=0
    )
    model.fit(matrix, show_progress=False)

    def lists(wanted: Sequence[int]) -> dict[int, list[int]]:
        rows = users.rows(wanted)
        found, _ = model.recommend(rows, matrix[rows], N=K)
        return dict(zip(wanted, items.values[found].tolist(), strict=True))

    yield Fitted(lists, fold_in=lambda user: model.recalculate_user(users.row(user), matrix[users.row(user)]))


def plain_two_towers(data: Input) -> Iterator[Fitted | None]:
    ours, users = data.config["two_tower"], data.users
    rows = data.rows
    yield None
    user_vectors, item_vectors = plain_loop(*rows, int(ours["dimension"]), int(ours["epochs"]))
    yield Fitted(lambda wanted: best_new(data, wanted, lambda user: item_vectors @ user_vectors[users.row(user)]))


def plain_ease(data: Input) -> Iterator[Fitted | None]:
    """EASE as its paper has it: the whole matrix of items by items is inverted (Steck 2019, figure 1)."""
    users, matrix = data.users, data.matrix
    yield None
    gram = (matrix.T @ matrix).toarray()
    gram[np.diag_indices(len(gram))] += data.config["ease"]["reg"]
    P = np.linalg.inv(gram)
    B = P / -np.diag(P)
    B[np.diag_indices(len(B))] = 0
    yield Fitted(lambda wanted: best_new(data, wanted, lambda user: (matrix[users.row(user)] @ B)[0]))


def best_new(data: Input, users: Sequence[int], scores: Callable[[int], NDArray[np.floating]]) -> dict[int, list[int]]:
    """The `K` items of the highest scores (n_items,) that each user has not rated."""
    found = {}
    for user in users:
        rated = data.items.rows(list(data.histories[user].stars))
        found[user] = data.items.values[top_k(scores(user), K, without=rated, among=None)].tolist()
    return found


CONTENDERS: dict[str, Contender] = {
    "als": als,
    "als, bare Spark": bare_implicit_als,
    "als, implicit": implicit_library,
    "two towers": two_towers,
    "two towers, plain PyTorch": plain_two_towers,
    "ease": ease,
    "ease, plain NumPy": plain_ease,
    "blend of all": blend,
    "explicit als": explicit_als,
    "explicit als, bare Spark": bare_explicit_als,
    "star predictor": star_predictor,
}
