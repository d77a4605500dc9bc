"""All models together: what each says of an item, standardised over the items that are new to the person, and added up.

    score_i = sum over models m of w_m * (s_mi - mean_m) / deviation_m

An item that a model does not know (ALS knows only rated ones) has that model's lowest score. Somebody without a rating
of a known item gets the popular ones.

The weights were found on MovieLens latest small (610 users) by holding back a random fifth of each user's training
ratings: nDCG@10 0.224; the two towers alone 0.216, ALS alone 0.199, without `popular` in the sum 0.222, reciprocal
ranks merged in place of scores 0.219. On another draw of the test ratings: 0.386, and 0.365, 0.345, 0.380, 0.376.
"""

import dataclasses
import functools
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from data.errors import UsherError
from data.ids import Rows
from data.movies import MovieId
from data.ratings import History
from recommender.candidates import Candidate, Source
from recommender.factors import Factors, top_k

WEIGHTS: dict[Source, float] = {"als": 1.0, "two_tower": 6.0, "popular": 1.0}
SMALLEST = 1e-9  # deviation: where all scores are equal, none is above the mean


@dataclasses.dataclass(frozen=True, slots=True)
class Contribution:
    """The place of an item in the ranking of one model, of all items that are new to the person; 1 is the best."""

    source: Source
    rank: int


@dataclasses.dataclass(frozen=True)
class Blend:
    """The weighted sum of three models, of which `popular` serves newcomers by itself.

    Attributes:
        als: knows some of the items.
        two_tower: knows all items.
        popular: knows all items.
    """

    als: Factors
    two_tower: Factors
    popular: Factors

    def generate(self, history: History, k: int, allowed: Collection[MovieId] | None = None) -> list[Candidate]:
        """The `k` best items that are not in the history, best first; of `allowed` only, if given.

        Their source is "popular" if the history holds no known item.
        """
        rated = self._known(history.stars)
        if len(rated) == 0:
            return self.popular.generate(history, k, allowed)
        scores = np.zeros(len(self.two_tower.items))
        for source, of_model in self._scores(history).items():
            scores += WEIGHTS[source] * _standardised(of_model, rated)
        rows = top_k(scores, k, without=rated, among=None if allowed is None else self._known(allowed))
        return [Candidate(int(self.two_tower.items.values[row]), float(scores[row]), "blend") for row in rows]

    def contributions(self, history: History, movie_ids: Sequence[MovieId]) -> dict[MovieId, tuple[Contribution, ...]]:
        """Where each model that `generate` asks ranks these items; a model that does not know an item is left out.

        Raises:
            KeyError: there is no such item.
        """
        rows, rated = self.two_tower.items.rows(movie_ids), self._known(history.stars)
        found: dict[MovieId, list[Contribution]] = {movie_id: [] for movie_id in movie_ids}
        for source, scores in self._scores(history).items():
            ascending = np.sort(_new(scores, rated))
            ranks = 1 + len(ascending) - np.searchsorted(ascending, scores[rows], side="right")
            for movie_id, score, rank in zip(movie_ids, scores[rows], ranks, strict=True):
                if not np.isnan(score):
                    found[movie_id].append(Contribution(source, int(rank)))
        return {movie_id: tuple(contributions) for movie_id, contributions in found.items()}

    def _scores(self, history: History) -> dict[Source, NDArray[np.float64]]:
        """(n_items,) of each model to ask, in the rows of the two towers; NaN where it does not know the item."""
        newcomer = len(self._known(history.stars)) == 0
        scores: dict[Source, NDArray[np.float64]] = {}
        for model, rows in self._models:
            if model is self.popular or not newcomer:
                scores[model.source] = np.full(len(self.two_tower.items), np.nan)
                scores[model.source][rows] = model.scores(history)
        return scores

    @functools.cached_property
    def _models(self) -> tuple[tuple[Factors, Rows], ...]:
        """The models, each with the rows of its items among those of the two towers."""
        models = (self.als, self.two_tower, self.popular)
        rows = [self.two_tower.items.find(model.items.values) for model in models]
        for model, found in zip(models, rows, strict=True):
            if (found < 0).any():
                unknown = int(model.items.values[found < 0][0])
                raise UsherError(f"the two towers do not know movie {unknown}: run `python app.py build` again")
        return tuple(zip(models, rows, strict=True))

    def _known(self, movie_ids: Collection[MovieId]) -> Rows:
        rows = self.two_tower.items.find(np.fromiter(movie_ids, dtype=np.int64, count=len(movie_ids)))
        return rows[rows >= 0]


def _new(scores: NDArray[np.float64], rated: Rows) -> NDArray[np.float64]:
    """The scores (n_new,) of the known items that are not rated."""
    without = np.delete(scores, rated)
    return without[~np.isnan(without)]


def _standardised(scores: NDArray[np.float64], rated: Rows) -> NDArray[np.float64]:
    """Scores (n_items,) less their mean, over their deviation, both of the known new items; of NaN, the lowest."""
    new = _new(scores, rated)
    if len(new) == 0:
        return np.zeros(len(scores))
    filled = np.where(np.isnan(scores), new.min(), scores)
    standard: NDArray[np.float64] = (filled - new.mean()) / max(float(new.std()), SMALLEST)
    return standard
