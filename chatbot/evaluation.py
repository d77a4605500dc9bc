"""The `evaluate` command: every model trained on a part of the ratings and measured on the rest, with a report."""

import logging
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chatbot.build import CACHE, Parts, Source, read_source
from data.errors import UsherError
from data.folders import Home
from data.movies import Catalogue
from data.split import k_folds, random_split_by_user, temporal_split
from recommender.als import ExplicitConfig, ImplicitConfig, train_explicit, train_implicit
from recommender.blend import Blend
from recommender.candidates import CandidateGenerator
from recommender.evaluate import Predict, compare, cross_validate
from recommender.popular import train_popular
from recommender.report import write_report
from recommender.spark import spark_session
from recommender.stars import StarPredictor
from recommender.two_tower import TwoTowerConfig, train_two_tower
from retrieval.documents import document
from retrieval.embedder import MiniLm
from retrieval.vectors import EmbeddingCache, embed_all

logger = logging.getLogger(__name__)

HELD_BACK = 0.2
FOLDS = 5


def evaluate_models(home: Home, data: Path | None, out: Path, seed: int, spark_memory_gb: int) -> Path:
    """Measure all models and write the report into a folder.

    Returns:
        The path of the report.

    Raises:
        BadInput: the data cannot be read, or the folder cannot be written.
        UsherError: no data is named and there is no build whose data could be used.
    """
    catalogue, ratings = _data(home, data, seed)
    vectors = _vectors(home, catalogue)
    splits = {
        "random fifth of each user": (random_split_by_user(ratings, HELD_BACK, seed), TwoTowerConfig()),
        "last fifth of each user": (temporal_split(ratings, HELD_BACK), TwoTowerConfig(cut="time")),
    }
    with spark_session(memory_gb=spark_memory_gb) as spark:
        tables = {}
        for name, (split, towers) in splits.items():
            logger.info("%s: training on %d ratings, measuring on %d", name, len(split.train), len(split.test))
            als = train_implicit(split.train, spark, ImplicitConfig(), seed)
            two_tower = train_two_tower(split.train, catalogue, vectors, towers, seed)
            popular = train_popular(split.train, catalogue)
            models: dict[str, CandidateGenerator] = {
                "popular": popular,
                "als": als,
                "two-tower": two_tower,
                "blend": Blend(als, two_tower, popular),
            }
            tables[name] = compare(models, split.train, split.test)
        folds = k_folds(ratings, FOLDS, seed)

        def train(part: pd.DataFrame) -> Mapping[str, Predict]:
            explicit = StarPredictor(train_explicit(part, spark, ExplicitConfig(), seed))
            return {"biases and ALS": lambda pairs: explicit.predict(pairs.user_id, pairs.movie_id)}

        folded = cross_validate([(fold.train, fold.test) for fold in folds], train)
    return write_report(out, ratings, tables, folded)


def _data(home: Home, data: Path | None, seed: int) -> tuple[Catalogue, pd.DataFrame]:
    if data is not None:
        return read_source(Source(data, (), seed))
    build = home.current()
    if build is None:
        raise UsherError(f"there is no build in {home.path}: name the ratings with --data DIR, or build first")
    parts = Parts(build)
    return Catalogue.load(parts.catalogue), pd.read_parquet(parts.ratings)


def _vectors(home: Home, catalogue: Catalogue) -> NDArray[np.float32]:
    home.embeddings.mkdir(parents=True, exist_ok=True)
    cache = EmbeddingCache(home.embeddings / CACHE)
    return embed_all([document(movie) for movie in catalogue], MiniLm(), cache, _on_text)


def _on_text(done: int, of: int) -> None:
    logger.debug("embedded %d of %d texts", done, of)
