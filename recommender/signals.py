"""What the ranker is told of a person and an item: what each model says, and facts that no model looks at.

Scores of models share no unit, so each is standardised over the items that are open to the person; an item that a model
does not know (ALS knows only rated ones) gets that model's lowest. Several people are asked about at once: their user
vectors are stacked, and one product with the item vectors scores all items for all of them.
"""

import dataclasses
import functools
from collections.abc import Sequence as Several

import numpy as np
from numpy.typing import NDArray

from data.ids import Ids, Rows
from data.ratings import History
from recommender.candidates import Aim
from recommender.ease import listening
from recommender.factors import Factors, top_k
from recommender.item_facts import ItemFacts
from recommender.sequence import Sequence

MODELS = ("als", "two_tower", "ease", "recent", "sequence", "content")
WINDOWS = {"month": 30, "half_year": 180, "two_years": 720}  # days before the person's latest rating
SIGNALS = (*MODELS, *WINDOWS)
RANKED = ("als", "two_tower", "ease", "recent", "content")
FACTS = (
    *("ratings_of_item", "stars_of_item", "ratings_of_person", "stars_of_person", "years_newer", "deviations_newer"),
    *("since_first", "since_median", "since_latest", "age"),
)
FEATURES = (*SIGNALS, "choice", *(f"{name}_rank" for name in (*RANKED, "choice")), *FACTS)
FIRST_CHOICE: dict[Aim, dict[str, float]] = {  # weights of the sum by which candidates are chosen for the ranker
    "any": {"als": 1.0, "two_tower": 1.0, "ease": 2.0, "content": 0.5},
    "next": {"als": 1.0, "two_tower": 2.0, "ease": 2.0, "recent": 2.0},
}
SMALLEST = 1e-9  # deviation: where all scores are equal, none is above the mean
YEAR_SECONDS = 365.25 * 86_400
USUAL_YEAR_SPREAD = 10.0  # deviation of years of someone of whom one movie is known
SHRINK_STARS = 5.0

Matrix = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclasses.dataclass(frozen=True)
class Scored:
    """What all models say of all items for some people.

    Attributes:
        standard: (n_people, n_items) by signal; means nothing where an item is not open.
        choice: (n_people, n_items) the weighted sum of `FIRST_CHOICE`; -inf where an item is not open.
    """

    standard: dict[str, Matrix]
    choice: Matrix

    def best(self, k: int) -> Rows:
        """(n_people, min(k, n_items)) rows of the highest `choice`, highest first, of equal ones the lower row."""
        nothing = np.zeros(0, np.int64)
        return np.stack([top_k(mine, k, without=nothing, among=None) for mine in self.choice])


@dataclasses.dataclass(frozen=True)
class Signals:
    """The models that the ranker listens to, and the facts.

    Attributes:
        items: the ids behind the rows: all movies of the catalogue.
        aim: what the ranker is for.
    """

    items: Ids
    aim: Aim
    als: Factors
    two_tower: Factors
    ease: Factors
    content: Factors
    sequence: Sequence
    facts: ItemFacts

    @functools.cached_property
    def _recent(self) -> Factors:
        """The closed-form towers, listening to the latest ratings first."""
        return listening(self.ease, "next")

    @functools.cached_property
    def _rows(self) -> dict[str, Rows]:
        """Of each model, the rows of its items among ours."""
        models = {"als": self.als, "two_tower": self.two_tower, "ease": self.ease, "content": self.content}
        rows = {name: self.items.rows(model.items.values) for name, model in models.items()}
        return {**rows, "recent": rows["ease"], "sequence": self.items.rows(self.sequence.items.values)}

    def score(self, histories: Several[History], open_items: Mask) -> Scored:
        """Ask all models.

        Args:
            histories: (n_people,) what each has rated; at least one item that is known.
            open_items: (n_people, n_items) which items may be proposed; at least one each.
        """
        standard: dict[str, Matrix] = {}
        towers = np.stack([model.fold_in(one)[1] for model in (self.ease, self._recent) for one in histories])
        of_towers = np.split(towers.astype(np.float32) @ self.ease.item_factors.T, 2)  # one pass over their vectors
        raw = dict(zip(("ease", "recent"), of_towers, strict=True))
        for name in MODELS:
            said = raw[name] if name in raw else self._raw(name, histories)
            standard[name] = _standardised(said, self._rows[name], open_items)
        everything = np.arange(len(self.items))
        for name, days in WINDOWS.items():
            counts = np.stack([self.facts.ratings_before(self._moment(one), days) for one in histories])
            standard[name] = _standardised(np.log1p(counts), everything, open_items)
        choice = sum((weight * standard[name] for name, weight in FIRST_CHOICE[self.aim].items()), np.float32(0))
        return Scored(standard, np.where(open_items, choice, -np.inf).astype(np.float32))

    def features(self, histories: Several[History], scored: Scored, rows: Rows) -> Matrix:
        """(n_people, k, n_features) the `FEATURES` of some items for each person.

        Args:
            histories: as given to `score`.
            scored: what it returned.
            rows: (n_people, k) of the items.
        """
        said = {name: np.take_along_axis(scored.standard[name], rows, axis=1) for name in SIGNALS}
        said["choice"] = np.take_along_axis(scored.choice, rows, axis=1)
        ranks = [np.argsort(np.argsort(-said[name], axis=1, kind="stable"), axis=1) for name in (*RANKED, "choice")]
        columns = [*said.values(), *np.log1p(ranks), *self._facts(histories, rows)]
        return np.stack(np.broadcast_arrays(*columns), axis=-1).astype(np.float32)

    def _facts(self, histories: Several[History], rows: Rows) -> list[NDArray[np.floating]]:
        """The `FACTS`, each (n_people, k) or (n_people, 1)."""
        facts = self.facts
        people = np.array([self._person(history) for history in histories])  # (n_people, 4)
        n, stars, year, spread = people.T[:, :, None]
        moment = np.array([[self._moment(history)] for history in histories], dtype=np.float64)
        newer = facts.years[rows] - year
        return [
            np.log1p(facts.counts[rows]),
            facts.stars[rows],
            np.log1p(n),
            stars,
            newer,
            newer / spread,
            (moment - facts.first[rows]) / YEAR_SECONDS,
            (moment - facts.median[rows]) / YEAR_SECONDS,
            (moment - facts.latest[rows]) / YEAR_SECONDS,
            1970 + moment / YEAR_SECONDS - facts.years[rows],
        ]

    def _person(self, history: History) -> tuple[float, float, float, float]:
        """Number of known ratings, mean stars drawn to the usual, mean and deviation of the films' years."""
        rows = self.items.find(np.fromiter(history.stars, np.int64, len(history.stars)))
        years = self.facts.years[rows[rows >= 0]]
        total = sum(history.stars.values()) + SHRINK_STARS * self.facts.typical_stars
        spread = float(np.hypot(years.std(), USUAL_YEAR_SPREAD / np.sqrt(len(years))))
        return float(len(years)), total / (len(history.stars) + SHRINK_STARS), float(years.mean()), spread

    def _moment(self, history: History) -> int:
        """When the person is asking: at their latest rating, or now, as far as the ratings know."""
        return self.facts.now if history.rated_at is None else history.rated_at

    def _raw(self, name: str, histories: Several[History]) -> Matrix:
        """(n_people, n_items of the model) what one model says."""
        if name == "sequence":
            return self.sequence.scores(histories)
        model = {"als": self.als, "two_tower": self.two_tower, "content": self.content}[name]
        users = np.stack([model.fold_in(history)[1] for history in histories]).astype(np.float32)
        return (users @ model.item_factors.T + model.item_bias).astype(np.float32)


def _standardised(raw: Matrix | NDArray[np.float64], rows: Rows, open_items: Mask) -> Matrix:
    """Scores (n_people, n_items) less their mean, over their deviation, both of the known open items.

    Args:
        raw: (n_people, n) scores of a model.
        rows: (n,) rows of its items, ascending.
        open_items: (n_people, n_items).
    """
    knows_all = len(rows) == open_items.shape[1]
    mine = open_items if knows_all else open_items[:, rows]
    n = np.maximum(mine.sum(axis=1, keepdims=True), 1)
    mean = (raw * mine).sum(axis=1, keepdims=True) / n
    centred = raw - mean
    deviation = np.sqrt((centred * centred * mine).sum(axis=1, keepdims=True) / n)
    standard: Matrix = (centred / np.maximum(deviation, SMALLEST)).astype(np.float32)
    if knows_all:
        return standard
    lowest = np.where(mine, standard, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    full = np.broadcast_to(np.where(np.isinf(lowest), 0, lowest), open_items.shape).astype(np.float32)
    full[:, rows] = standard
    return full
