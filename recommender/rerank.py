"""Lists that are less alike and less of what everybody knows: the best candidates, put into another order.

One item after the other is taken, each time the one with the most of

    (1 - diversity) * worth_i - diversity * max over the taken items j of cosine(v_i, v_j)
    worth_i = (1 - novelty) * relevance_i + novelty * information_i

which is maximal marginal relevance (Carbonell and Goldstein 1998, with lambda = 1 - diversity); the maximum over no
items is 0. Relevance is the model's score, information -log2(share of all ratings) in bits (Zhou et al. 2010, "Solving
the apparent diversity-accuracy dilemma of recommender systems"). Both are scaled over the candidates, from 0 for the
least to 1 for the most, so that the size of a model's scores plays no part. Of equals, the one that the model ranks
higher is taken.
"""

import dataclasses
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from data.ids import Ids, Rows
from data.movies import MovieId
from data.ratings import History
from recommender.candidates import BatchGenerator, Candidate
from recommender.fold import Floats

DEPTH = 200  # candidates that are put into another order
SMALLEST = 1e-9  # length of a vector, or spread of a scale


@dataclasses.dataclass(frozen=True)
class Reranked:
    """A generator whose candidates are put into another order; at 0 and 0 it is that generator.

    Attributes:
        generator: whose `DEPTH` best candidates (or k, if that is more) are taken.
        items: the ids behind the rows of `vectors` and `information`: every item that is proposed.
        vectors: (n_items, rank) by whose directions items are alike.
        information: (n_items,) see `self_information`.
        diversity: 0 for the order of worth, up to 1: as unlike what was taken as there is.
        novelty: 0 for the order of the generator, up to 1: the least known first.
    """

    generator: BatchGenerator
    items: Ids
    vectors: Floats
    information: Floats
    diversity: float
    novelty: float

    def generate(self, history: History, k: int, allowed: Collection[MovieId] | None = None) -> list[Candidate]:
        """The `k` first of the new order; each keeps the score that the generator gave it."""
        return self.generate_many([history], k, allowed)[0]

    def generate_many(
        self, histories: Sequence[History], k: int, allowed: Collection[MovieId] | None = None
    ) -> list[list[Candidate]]:
        """The lists of many people, each in its new order."""
        if self.diversity == self.novelty == 0:
            return self.generator.generate_many(histories, k, allowed)
        return [self._reordered(own, k) for own in self.generator.generate_many(histories, max(k, DEPTH), allowed)]

    def _reordered(self, candidates: Sequence[Candidate], k: int) -> list[Candidate]:
        rows = self.items.rows([candidate.movie_id for candidate in candidates])
        relevance = _scaled(np.array([candidate.score for candidate in candidates]))
        worth = (1 - self.novelty) * relevance + self.novelty * _scaled(self.information[rows])
        return [candidates[place] for place in mmr(worth, self.vectors[rows], k, self.diversity)]


def self_information(counts: Rows) -> NDArray[np.float64]:
    """-log2 (n_items,), in bits, of the share that each item has in all ratings; one without counts as rated once.

    Args:
        counts: (n_items,) number of ratings of each item.
    """
    bits: NDArray[np.float64] = -np.log2(np.maximum(counts, 1) / max(int(counts.sum()), 1))
    return bits


def mmr(worth: NDArray[np.float64], vectors: Floats, k: int, diversity: float) -> list[int]:
    """Places of the `k` items that maximal marginal relevance takes, in that order; fewer if there are no more.

    Args:
        worth: (n,) 0 to 1.
        vectors: (n, rank).
        k: how many.
        diversity: 0 to 1.
    """
    directions = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), SMALLEST)
    nearest = np.zeros(len(worth))  # highest cosine with what was taken
    is_open = np.ones(len(worth), dtype=np.bool_)
    taken: list[int] = []
    for _ in range(min(k, len(worth))):
        gain = np.where(is_open, (1 - diversity) * worth - diversity * nearest, -np.inf)
        best = int(np.argmax(gain))
        cosines = directions @ directions[best]
        nearest = np.maximum(nearest, cosines) if taken else cosines
        is_open[best] = False
        taken.append(best)
    return taken


def _scaled(values: Floats) -> NDArray[np.float64]:
    """Values (n,) from 0, the least, to 1, the most; 0 where all are equal."""
    if len(values) == 0:
        return np.zeros(0)
    above: NDArray[np.float64] = (values - values.min()).astype(np.float64)
    return above / max(float(above.max()), SMALLEST)
