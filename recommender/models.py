"""All recommenders of a table of ratings: trained together, saved together, and joined by a ranker for each aim.

The ranker of an aim is trained on an inner split: a part of each user's ratings is held back (any of them, or the
latest), the models are trained on the rest, and the trees learn from what those models said of what was held back. In
use they listen to the models that were trained on everything.
"""

import concurrent.futures
import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from data.errors import BUILD_AGAIN, UsherError
from data.ids import Rows
from data.movies import Catalogue
from data.ratings import Histories, History
from data.split import Split, random_split_by_user, temporal_split
from recommender.als import ImplicitConfig, train_implicit
from recommender.blend import Blend
from recommender.candidates import Aim, BatchGenerator
from recommender.content import ContentConfig, train_content
from recommender.ease import EaseConfig, listening, train_ease
from recommender.factors import Factors
from recommender.fold import Floats
from recommender.item_facts import ItemFacts
from recommender.joint import join, scale_of
from recommender.popular import train_popular
from recommender.ranker import CANDIDATES, Ranker, RankerConfig, train_ranker
from recommender.sequence import Sequence as SequenceModel
from recommender.sequence import SequenceConfig, train_sequence
from recommender.signals import FEATURES, Mask, Signals
from recommender.tower_config import TwoTowerConfig

if TYPE_CHECKING:
    from recommender.spark import SparkSession

AIMS: tuple[Aim, ...] = ("any", "next")
MODELS = ("blend", "als", "two-tower", "ease", "content", "popular")  # as commands call them
FEW = (3, 20)  # ratings that are left of a history that stands for somebody new
PEOPLE_AT_ONCE = 64


class ModelsConfig(BaseModel):
    """Hyper-parameters of all models."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    als: ImplicitConfig = ImplicitConfig()
    two_tower: TwoTowerConfig = TwoTowerConfig()
    two_tower_next: TwoTowerConfig = TwoTowerConfig(cut="time", memory=10.0)
    ease: EaseConfig = EaseConfig()
    content: ContentConfig = ContentConfig()
    sequence: SequenceConfig = SequenceConfig()
    ranker: RankerConfig = RankerConfig()

    def towers(self, aim: Aim) -> TwoTowerConfig:
        """Of the two towers that serve an aim."""
        return self.two_tower if aim == "any" else self.two_tower_next


@dataclasses.dataclass(frozen=True)
class Base:
    """The models that rankers listen to.

    Attributes:
        towers: the learned two towers, by aim.
    """

    als: Factors
    towers: Mapping[Aim, Factors]
    ease: Factors
    content: Factors
    sequence: SequenceModel
    facts: ItemFacts

    def signals(self, movies: Catalogue, aim: Aim) -> Signals:
        """What the ranker of an aim is told."""
        models = (self.als, self.towers[aim], self.ease, self.content, self.sequence, self.facts)
        return Signals(movies.ids, aim, *models)


@dataclasses.dataclass(frozen=True)
class Models:
    """Everything that proposes movies.

    Attributes:
        scales: of `recommender.joint`, by aim.
        two_towers: learned and closed-form towers as one, by aim.
        rankers: by aim; all three have the same aims.
    """

    movies: Catalogue
    base: Base
    scales: Mapping[Aim, float]
    two_towers: Mapping[Aim, Factors]
    popular: Factors
    rankers: Mapping[Aim, Ranker]

    def blend(self, aim: Aim) -> Blend:
        """All models together."""
        return Blend(self.base.signals(self.movies, aim), self.rankers[aim], self.popular)

    def generators(self, aim: Aim) -> dict[str, BatchGenerator]:
        """Every model by its name among `MODELS`."""
        base = self.base
        models = (self.blend(aim), base.als, self.two_towers[aim], base.ease, base.content, self.popular)
        return dict(zip(MODELS, models, strict=True))

    def save(self, folder: Path) -> None:
        """Write one file a model into a folder."""
        for name, model in _named(self.base.als, self.base.ease, self.base.content, self.popular).items():
            model.save(folder / name)
        self.base.sequence.save(folder / SEQUENCE)
        (folder / SCALES).write_text(json.dumps(self.scales), encoding="utf-8")
        for aim, ranker in self.rankers.items():
            self.base.towers[aim].save(folder / _towers(aim))
            ranker.save(folder / _ranker(aim))

    @classmethod
    def load(cls, folder: Path, movies: Catalogue, ratings: pd.DataFrame, *, with_users: bool = True) -> "Models":
        """Read what `save` wrote, for the same movies and ratings.

        Without the vectors of users, which only tables of all users need, the ratings need no column of users.

        Raises:
            UsherError: a file is missing or holds something else.
        """
        als, ease, content, popular = (Factors.load(folder / name, with_users=with_users) for name in FILES)
        towers = {aim: Factors.load(folder / _towers(aim), with_users=with_users) for aim in AIMS}
        sequence = SequenceModel.load(folder / SEQUENCE)
        base = Base(als, towers, ease, content, sequence, ItemFacts.of(ratings, movies))
        rankers = {aim: Ranker.load(folder / _ranker(aim)) for aim in AIMS}
        try:
            saved = json.loads((folder / SCALES).read_text(encoding="utf-8"))
            scales = {aim: float(saved[aim]) for aim in AIMS}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsherError(f"cannot read {folder / SCALES}: {error}; {BUILD_AGAIN}") from error
        return cls(movies, base, scales, _joined(base, scales, ratings if with_users else None), popular, rankers)


FILES = ("als.npz", "ease.npz", "content.npz", "popular.npz")
SEQUENCE = "sequence.npz"
SCALES = "scales.json"


def _named(*models: Factors) -> dict[str, Factors]:
    return dict(zip(FILES, models, strict=True))


def _towers(aim: Aim) -> str:
    return f"two_tower_{aim}.npz"


def _ranker(aim: Aim) -> str:
    return f"ranker_{aim}.json"


def train_models(
    ratings: pd.DataFrame,
    movies: Catalogue,
    overview_vectors: Floats,
    spark: "SparkSession | None",
    config: ModelsConfig,
    seed: int,
    aims: Sequence[Aim] = AIMS,
    on_epoch: Callable[[int, float], None] | None = None,
) -> Models:
    """Train everything.

    ALS and LightGBM work in threads of their own, since their work is done outside Python, while the towers are
    trained in this one.

    Args:
        ratings: a table of ratings.
        movies: the catalogue; it holds every rated movie.
        overview_vectors: (n_movies, any dimension) embeddings of what the movies are about, in the catalogue's order.
        spark: an open session for ALS; None fits it in this process.
        config: hyper-parameters.
        seed: of everything drawn at random.
        aims: for which to train towers and ranker.
        on_epoch: is told each epoch of the towers that are trained on all ratings, aim after aim, and its loss.

    Raises:
        BadInput: there are no ratings, or one of a movie outside the catalogue.
    """
    from recommender.two_tower import train_two_tower  # imports PyTorch, which serving need not wait for

    splits = {aim: _inner_split(ratings, aim, config.ranker.held_back, seed) for aim in aims}
    with (
        concurrent.futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="factors") as of_als,
        concurrent.futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="trees") as of_trees,
    ):
        inner_als = {
            aim: of_als.submit(train_implicit, split.train, spark, config.als, seed) for aim, split in splits.items()
        }
        als = of_als.submit(train_implicit, ratings, spark, config.als, seed)

        def base(table: pd.DataFrame, of: Sequence[Aim], als: "concurrent.futures.Future[Factors]") -> Base:
            told = on_epoch if table is ratings else None
            ease = train_ease(table, config.ease, seed)
            towers = {}
            for aim in of:
                towers[aim] = train_two_tower(table, movies, overview_vectors, config.towers(aim), seed, told)
            return Base(
                towers=towers,
                ease=ease,
                content=train_content(table, movies, overview_vectors, config.content),
                sequence=train_sequence(table, config.sequence),
                facts=ItemFacts.of(table, movies),
                als=als.result(),
            )

        trees = {}
        for aim, split in splits.items():
            inner = base(split.train, [aim], inner_als[aim]).signals(movies, aim)
            asked = _ask(inner, split, config.ranker.users, seed)
            trees[aim] = of_trees.submit(train_ranker, *asked, FEATURES, config.ranker, seed)
        everything = base(ratings, aims, als)
        rankers = {aim: future.result() for aim, future in trees.items()}
    scales = {aim: scale_of(everything.towers[aim], listening(everything.ease, aim), ratings) for aim in aims}
    popular = train_popular(ratings, movies)
    return Models(movies, everything, scales, _joined(everything, scales, ratings), popular, rankers)


def _joined(base: Base, scales: Mapping[Aim, float], ratings: pd.DataFrame | None) -> dict[Aim, Factors]:
    return {aim: join(base.towers[aim], listening(base.ease, aim), scale, ratings) for aim, scale in scales.items()}


def _inner_split(ratings: pd.DataFrame, aim: Aim, held_back: float, seed: int) -> Split:
    if aim == "next":
        return temporal_split(ratings, held_back)
    return random_split_by_user(ratings, held_back, seed)


def _ask(signals: Signals, split: Split, most: int, seed: int) -> tuple[Floats, Mask, Rows]:
    """What `train_ranker` learns from: features (n, n_features), hits (n,), sizes (n_people,).

    Each user, or `most` of them, is asked about twice: with all of their history, and with a few ratings of it, as of
    somebody new. Where nobody has two ratings, blank candidates teach the trees to leave the order as it is.
    """
    draw = np.random.default_rng(seed)
    known, asked = Histories(split.train), Histories(split.test)
    users = np.intersect1d(known.users, asked.users)
    if len(users) == 0:
        return np.zeros((CANDIDATES, len(FEATURES))), np.zeros(CANDIDATES, np.bool_), np.array([CANDIDATES])
    if len(users) > most:
        users = np.sort(draw.choice(users, most, replace=False))
    features, hits, sizes = [], [], []
    for batch in np.array_split(users, -(-len(users) // PEOPLE_AT_ONCE)):
        whole = [known[int(user)] for user in batch]
        wanted = [signals.items.rows(list(asked[int(user)].stars)) for user in batch]
        is_open = np.full((len(batch), len(signals.items)), True)
        for place, history in enumerate(whole):
            is_open[place, signals.items.rows(list(history.stars))] = False
        for histories in (whole, [_few(history, signals.aim, draw) for history in whole]):
            scored = signals.score(histories, is_open)
            rows = scored.best(min(CANDIDATES, int(is_open.sum(axis=1).min())))
            features.append(signals.features(histories, scored, rows).reshape(-1, len(FEATURES)))
            hits += [np.isin(mine, hit) for mine, hit in zip(rows, wanted, strict=True)]
            sizes += [rows.shape[1]] * len(histories)
    return np.concatenate(features), np.concatenate(hits), np.array(sizes)


def _few(history: History, aim: Aim, draw: np.random.Generator) -> History:
    """A few ratings of a history: its latest, or any of them in their order."""
    n = len(history.stars)
    size = min(n, int(draw.integers(*FEW, endpoint=True)))
    kept = np.arange(n - size, n) if aim == "next" else np.sort(draw.choice(n, size, replace=False))
    ids = list(history.stars)
    return dataclasses.replace(history, stars={ids[place]: history.stars[ids[place]] for place in kept.tolist()})
