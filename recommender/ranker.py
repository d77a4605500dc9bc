"""The last word on the order of candidates: gradient-boosted trees trained by LambdaRank with LightGBM.

LambdaRank (Burges 2010, "From RankNet to LambdaRank to LambdaMART") weighs each pair of a candidate that was rated and
one that was not by how much nDCG would change if they swapped places. The trees see `recommender.signals.FEATURES`.
"""

import dataclasses
import functools
import json
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from data.errors import BUILD_AGAIN, UsherError
from data.ids import Rows
from recommender.fold import Floats

if TYPE_CHECKING:
    from lightgbm import Booster

logger = logging.getLogger(__name__)

CANDIDATES = 200  # of each person, which the trees put in order


class RankerConfig(BaseModel):
    """Hyper-parameters.

    Attributes:
        held_back: share of each user's ratings on which the trees are trained.
        users: at most so many are asked about in training, drawn at random.
        ensembles: so many sets of trees are trained, which differ by their seeds, and their scores added up.
        trees, learning_rate, leaves, min_leaf, ridge: LightGBM's num_iterations, learning_rate, num_leaves,
            min_data_in_leaf, lambda_l2, of each.
        truncation: LambdaRank's lambdarank_truncation_level.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    held_back: float = Field(0.2, gt=0, lt=1)
    users: int = Field(2000, ge=1)
    ensembles: int = Field(3, ge=1)
    trees: int = Field(100, ge=1)
    learning_rate: float = Field(0.05, gt=0)
    leaves: int = Field(15, ge=2)
    min_leaf: int = Field(200, ge=1)
    ridge: float = Field(10.0, ge=0)
    truncation: int = Field(100, ge=1)


@dataclasses.dataclass(frozen=True)
class Ranker:
    """Trained trees, kept in LightGBM's text format.

    Attributes:
        texts: each a set of trees; their scores add up.
    """

    texts: tuple[str, ...]

    @functools.cached_property
    def _boosters(self) -> "tuple[Booster, ...]":
        from lightgbm import Booster

        return tuple(Booster(model_str=text) for text in self.texts)

    @property
    def features(self) -> tuple[str, ...]:
        """(n_features,) the names that the trees were trained with, in order."""
        return tuple(self._boosters[0].feature_name())

    def score(self, features: Floats) -> NDArray[np.float64]:
        """(n,) scores of candidates with these features (n, n_features); higher is better, within one person."""
        scores = np.zeros(len(features))
        for booster in self._boosters:
            scores += booster.predict(features, num_threads=1)
        return scores

    def shares(self, features: Floats) -> NDArray[np.float64]:
        """(n, n_features + 1) what each feature adds to each score, and last what is there before all; sums are exact.

        Shapley values of trees (Lundberg et al. 2020, "From local explanations to global understanding").
        """
        shares = np.zeros((len(features), features.shape[1] + 1))
        for booster in self._boosters:
            shares += booster.predict(features, pred_contrib=True, num_threads=1)
        return shares

    def save(self, path: Path) -> None:
        """Write LightGBM's texts as a list in one JSON file."""
        path.write_text(json.dumps(self.texts), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Ranker":
        """Read what `save` wrote.

        Raises:
            UsherError: the file is missing or holds something else.
        """
        from lightgbm.basic import LightGBMError

        try:
            ranker = cls(tuple(json.loads(path.read_text(encoding="utf-8"))))
            logger.debug("read a ranker of %d features", len(ranker.features))
        except (OSError, ValueError, TypeError, IndexError, LightGBMError) as error:
            raise UsherError(f"cannot read the ranker {path}: {error}; {BUILD_AGAIN}") from error
        return ranker


def train_ranker(
    features: Floats, hits: NDArray[np.bool_], sizes: Rows, names: Sequence[str], config: RankerConfig, seed: int
) -> Ranker:
    """Train the trees.

    Args:
        features: (n, n_features) of all candidates, person after person.
        hits: (n,) whether the person rated the candidate.
        sizes: (n_people,) how many candidates are whose; they add up to n.
        names: (n_features,) of the features.
        config: hyper-parameters.
        seed: same seed and features, same trees.
    """
    from lightgbm import Dataset, train

    started = time.perf_counter()
    parameters = {
        "objective": "lambdarank",
        "learning_rate": config.learning_rate,
        "num_leaves": config.leaves,
        "min_data_in_leaf": config.min_leaf,
        "lambda_l2": config.ridge,
        "lambdarank_truncation_level": config.truncation,
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,  # a second one waits for the first more than it helps, and takes a core from Spark
        "verbose": -1,
    }
    texts = []
    for number in range(config.ensembles):
        data = Dataset(features, label=hits.astype(np.int32), group=sizes, feature_name=list(names))
        booster = train({**parameters, "seed": seed + number}, data, num_boost_round=config.trees)
        texts.append(booster.model_to_string())
    logger.info(
        "trained the ranker on %d candidates of %d people in %.1f s",
        *(len(features), len(sizes), time.perf_counter() - started),
    )
    return Ranker(tuple(texts))
