"""What `evaluate` measures, in cells that are stored one by one (`recommender.grid`)."""

import dataclasses
import functools
import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chatbot.contestants import ALS, BPR, PREDICTORS, RANKERS, train_by_pairs, train_predictors, train_rankers
from chatbot.showcase import typical_user
from data.ids import Ids
from data.movies import Catalogue
from data.split import Split, one_fold, random_split_by_user, temporal_split
from recommender.als import ExplicitConfig
from recommender.candidates import CandidateGenerator
from recommender.evaluate import MAIN_LENGTH, compare, judge, recommend
from recommender.figures_map import factor_map
from recommender.grid import Cell, Name, Tables, fingerprint
from recommender.metrics_intervals import interval_metrics
from recommender.star_baselines import SPARK_RANK, SPARK_REG, Additive, SparkAls

if TYPE_CHECKING:
    from recommender.spark import SparkSession

MAIN_SHARE = 0.8  # of each user's ratings, for training
RANDOM, LAST = "at random", "the last"


@dataclasses.dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        shares: of each user's ratings for training, ascending; the last is `MAIN_SHARE`.
        folds: of the cross-validation.
        grid_folds: of that in each cell of the grid.
        ranks: of the grid.
        regs: of the grid.
        iterations: after which ALS is measured, at least two numbers.
    """

    shares: tuple[float, ...] = (0.6, 0.65, 0.7, 0.75, MAIN_SHARE)
    folds: int = 5
    grid_folds: int = 3
    ranks: tuple[int, ...] = (5, 10, 20, 40)
    regs: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4)
    iterations: tuple[int, ...] = (1, 2, 3, 5, 8, 12, 16)


STANDARD = Plan()


@dataclasses.dataclass(frozen=True)
class Material:
    """What everything is measured on.

    Attributes:
        catalogue: holds every rated movie.
        ratings: the table that splits part.
        vectors: (n_movies, dimension) of the texts, in the catalogue's order.
        spark: an open session.
        seed: of splits and training.
        user: whose list the report shows; None for a typical one.
        plan: how much is measured.
    """

    catalogue: Catalogue
    ratings: pd.DataFrame
    vectors: NDArray[np.float32]
    spark: "SparkSession"
    seed: int
    user: int | None
    plan: Plan

    @functools.cached_property
    def _data(self) -> str:
        return fingerprint(self.ratings, self.catalogue)

    def ranking_name(self, held_back: str, share: float) -> Name:
        """The name of the cell with the rankings of one split."""
        shown: Name = (
            {"user": "typical" if self.user is None else self.user}
            if held_back == RANDOM and share == MAIN_SHARE
            else {}
        )
        return self._name("rankings", RANKERS, {"held back": held_back, "share": share, **shown})

    def pairs_name(self) -> Name:
        """The name of the cell with the losses of BPR."""
        return self._name("losses of BPR", BPR.model_dump_json(), {})

    def stars_name(self, share: float) -> Name:
        """The name of the cell with the predicted stars of one split."""
        return self._name("stars and intervals", PREDICTORS, {"share": share})

    def fold_name(self, fold: int) -> Name:
        """The name of the cell with the predicted stars of one fold, from 1."""
        return self._name("stars and intervals", PREDICTORS, {"fold": fold, "folds": self.plan.folds})

    def grid_name(self, rank: int, reg: float, fold: int) -> Name:
        """The name of one cell of the grid."""
        which: Name = {"rank": rank, "reg": reg, "fold": fold, "folds": self.plan.grid_folds}
        return self._name("grid", ALS, which)

    def rounds_name(self, iterations: int) -> Name:
        """The name of the cell with ALS after so many iterations."""
        return self._name("iterations", ALS, {"iterations": iterations})

    def _name(self, measures: str, config: str, which: Name) -> Name:
        return {"measures": measures, **which, "seed": self.seed, "data": self._data, "config": config}


def ranking_cells(material: Material, shares: Sequence[float], last: bool) -> list[Cell]:
    """The rankings at each share of training, and those of the last ratings of each user."""
    wanted = [(LAST, MAIN_SHARE)] if last else []
    wanted = [(RANDOM, share) for share in reversed(shares)] + wanted
    return [
        Cell(material.ranking_name(held_back, share), functools.partial(_rankings, material, held_back, share))
        for held_back, share in wanted
    ]


def pairs_cells(material: Material) -> list[Cell]:
    """The losses of two towers that learn by pairs, at the main share of training."""

    def measure() -> Tables:
        ratings = random_part(material, MAIN_SHARE).train
        return {"losses": train_by_pairs(ratings, material.catalogue, material.vectors, material.seed)}

    return [Cell(material.pairs_name(), measure)]


def stars_cells(material: Material, shares: Sequence[float]) -> list[Cell]:
    """The predicted stars at each share of training."""

    def measure(share: float) -> Tables:
        return _stars(material, random_part(material, share))

    return [Cell(material.stars_name(share), functools.partial(measure, share)) for share in reversed(shares)]


def fold_cells(material: Material) -> list[Cell]:
    """The predicted stars of each fold of the cross-validation."""

    def measure(fold: int) -> Tables:
        return _stars(material, one_fold(material.ratings, material.plan.folds, fold, material.seed))

    return [
        Cell(material.fold_name(fold), functools.partial(measure, fold)) for fold in range(1, 1 + material.plan.folds)
    ]


def grid_cells(material: Material) -> list[Cell]:
    """ALS upon biases at each rank and reg, on each fold."""
    plan = material.plan
    folds = range(1, plan.grid_folds + 1)
    return [
        Cell(material.grid_name(rank, reg, fold), functools.partial(_grid, material, rank, reg, fold))
        for rank, reg, fold in itertools.product(plan.ranks, plan.regs, folds)
    ]


def rounds_cells(material: Material) -> list[Cell]:
    """ALS, alone and upon biases, after so many iterations, at the main share of training.

    Spark tells nothing of what happens between iterations; with one seed a shorter run is the beginning of a longer.
    """
    return [
        Cell(material.rounds_name(iterations), functools.partial(_rounds, material, iterations))
        for iterations in material.plan.iterations
    ]


def random_part(material: Material, share: float) -> Split:
    """The ratings parted at random, with that share of each user's for training."""
    return random_split_by_user(material.ratings, 1 - share, material.seed)


def _rankings(material: Material, held_back: str, share: float) -> Tables:
    """Tables measured, losses; of the random split at the main share also map, person and list."""
    at_random = held_back == RANDOM
    split = random_part(material, share) if at_random else temporal_split(material.ratings, 1 - share)
    rankers = train_rankers(
        split.train,
        material.catalogue,
        material.vectors,
        material.spark,
        "any" if at_random else "next",
        material.seed,
    )
    measured = compare(rankers.models, split.train, split.test, material.catalogue, material.seed)
    found: dict[str, pd.DataFrame] = {"measured": measured, "losses": rankers.losses}
    if at_random and share == MAIN_SHARE:
        found["map"] = factor_map(rankers.als, split.train)
        found |= _person(material.user, rankers.models[rankers.served], split)
    return found


def _person(user: int | None, model: CandidateGenerator, split: Split) -> Tables:
    """Tables person (a row with the user_id) and list (what is recommended to them, the best first)."""
    if user is None:
        everybody = Ids(split.test.user_id.to_numpy())
        user = typical_user(recommend(model, split.train, everybody, MAIN_LENGTH), split.test)
    return {
        "person": pd.DataFrame({"user_id": [user]}),
        "list": recommend(model, split.train, Ids([user]), MAIN_LENGTH),
    }


def _stars(material: Material, split: Split) -> Tables:
    predictors = train_predictors(split.train, material.catalogue, material.vectors, material.spark, material.seed)
    intervals = predictors.served.intervals(split.test.user_id, split.test.movie_id)
    return {
        "judged": judge(predictors.models, split.train, split.test),
        "intervals": interval_metrics(intervals, split.train, split.test),
    }


def _grid(material: Material, rank: int, reg: float, fold: int) -> Tables:
    config = ExplicitConfig()
    split = one_fold(material.ratings, material.plan.grid_folds, fold, material.seed)
    biases = Additive.train(split.train, config.shrinkage)
    model = SparkAls.train(
        split.train, material.spark, material.seed, upon=biases, rank=rank, reg=reg, iterations=config.iterations
    )
    return {"judged": judge({"biases + ALS": model.predict}, split.train, split.test)}


def _rounds(material: Material, iterations: int) -> Tables:
    config = ExplicitConfig()
    split = random_part(material, MAIN_SHARE)
    biases = Additive.train(split.train, config.shrinkage)
    settings: Mapping[str, tuple[Additive | None, int, float]] = {
        "Spark ALS alone": (None, SPARK_RANK, SPARK_REG),
        "biases + ALS": (biases, config.rank, config.reg),
    }
    rows = []
    for model, (upon, rank, reg) in settings.items():
        trained = SparkAls.train(
            split.train, material.spark, material.seed, upon=upon, rank=rank, reg=reg, iterations=iterations
        )
        for part, ratings in (("training", split.train), ("held out", split.test)):
            found = judge({model: trained.predict}, split.train, ratings)
            rows.append((model, iterations, part, float(found.value.iloc[0])))
    return {"rounds": pd.DataFrame(rows, columns=["model", "iterations", "part", "rmse"])}
