"""How many stars a person would give a movie, how sure that is, and which of their ratings it comes from.

One predictor for everybody: a person is solved from their history (`recommender.bayes_fold`), a user of the training
from the history they had there. A movie that nobody rated is predicted by what is known of it, one that the catalogue
lacks as any movie; a person without a history is anybody.
"""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.arrays import saved_arrays
from data.ids import Ids, Rows
from data.movies import MovieId
from data.ratings import MAX_STARS, MIN_STARS, Histories, History
from recommender.bayes_fold import Person, Posterior
from recommender.bayes_gaussian import Matrix
from recommender.confidence import Intervals, intervals
from recommender.factors import Shares


@dataclasses.dataclass(frozen=True)
class StarPredictor:
    """Predictions of stars.

    Attributes:
        posterior: what was learned of movies and of people in general.
        reach: how many deviations an interval reaches to either side (`recommender.confidence`).
        histories: of the users of the training.
    """

    posterior: Posterior
    reach: float
    histories: Histories

    def predict(self, user_ids: ArrayLike, movie_ids: ArrayLike) -> NDArray[np.float32]:
        """The stars (n,), 0.5 to 5.0, that users (n,) would give movies (n,); unknown ids are no error."""
        users, items = np.asarray(user_ids, dtype=np.int64), self.posterior.items.find(movie_ids)
        stars = np.empty(len(users))
        for person, pairs in self._people(users):
            stars[pairs] = self.posterior.stars(person, items[pairs])
        return stars.clip(MIN_STARS, MAX_STARS).astype(np.float32)

    def predict_history(self, history: History, movie_ids: ArrayLike) -> NDArray[np.float32]:
        """The stars (n,), 0.5 to 5.0, that a person with these ratings would give movies (n,)."""
        stars = self.posterior.stars(self._person(history), self.posterior.items.find(movie_ids))
        return stars.clip(MIN_STARS, MAX_STARS).astype(np.float32)

    def predict_one(self, history: History, movie_id: MovieId) -> float:
        """The stars, 0.5 to 5.0, that a person with these ratings would give a movie; unknown ones are no error."""
        return float(self.predict_history(history, [movie_id])[0])

    def intervals(self, user_ids: ArrayLike, movie_ids: ArrayLike) -> Intervals:
        """What `predict` says of pairs (n,), with the interval and the word for how sure that is."""
        return intervals(*self.moments(user_ids, movie_ids), self.reach)

    def intervals_history(self, history: History, movie_ids: ArrayLike) -> Intervals:
        """What `predict_history` says of movies (n,), with the interval and the word for how sure that is."""
        person, items = self._person(history), self.posterior.items.find(movie_ids)
        return intervals(self.posterior.stars(person, items), self.posterior.deviations(person, items), self.reach)

    def moments(self, user_ids: ArrayLike, movie_ids: ArrayLike) -> tuple[Matrix, Matrix]:
        """Expected stars (n,) of pairs, not clipped to the scale, and how far ratings lie from them (n,)."""
        users, items = np.asarray(user_ids, dtype=np.int64), self.posterior.items.find(movie_ids)
        stars, deviations = np.empty(len(users)), np.empty(len(users))
        for person, pairs in self._people(users):
            stars[pairs] = self.posterior.stars(person, items[pairs])
            deviations[pairs] = self.posterior.deviations(person, items[pairs])
        return stars, deviations

    def explain(self, history: History, movie_id: MovieId) -> Shares:
        """What each rating of a known movie adds to the stars, before they are clipped to the scale."""
        person = self._person(history)
        base, shares = self.posterior.shares(person, int(self.posterior.items.find([movie_id])[0]))
        rated = self.posterior.items.values[person.rows].tolist()
        return Shares(base=base, by_item=dict(zip(rated, shares.tolist(), strict=True)))

    def _people(self, users: Rows) -> Iterator[tuple[Person, Rows]]:
        """Each user of the pairs, and which pairs (m,) are theirs."""
        order = np.argsort(users, kind="stable")
        distinct, starts = np.unique(users[order], return_index=True)
        for user, pairs in zip(distinct.tolist(), np.split(order, starts)[1:], strict=True):
            yield self._person(self.histories[user]), pairs

    def _person(self, history: History) -> Person:
        return self.posterior.person(*_known(self.posterior.items, history))

    def save(self, path: Path) -> None:
        """Write everything but the histories into one .npz file."""
        values = {field.name: getattr(self.posterior, field.name) for field in dataclasses.fields(self.posterior)}
        arrays: dict[str, NDArray[Any]] = {k: value for k, value in values.items() if isinstance(value, np.ndarray)}
        numbers = {k: value for k, value in values.items() if isinstance(value, float)}
        head = np.array(json.dumps({"reach": self.reach, "numbers": numbers}))
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, head=head, items=self.posterior.items.values, **arrays)

    @classmethod
    def load(cls, path: Path, histories: Histories) -> "StarPredictor":
        """Read what `save` wrote; `histories` are those of the ratings it was trained on.

        Raises:
            UsherError: the file is missing or holds something else.
        """
        with saved_arrays(path, f"the predictor of stars from {path}") as saved:
            arrays = dict(saved)
            head = json.loads(str(arrays.pop("head")))
            posterior = Posterior(items=Ids(arrays.pop("items")), **head["numbers"], **arrays)
            return cls(posterior, head["reach"], histories)


def _known(items: Ids, history: History) -> tuple[Rows, Matrix]:
    """Rows (n,) and stars (n,) of the rated movies that are known."""
    ids = np.fromiter(history.stars.keys(), dtype=np.int64, count=len(history.stars))
    stars = np.fromiter(history.stars.values(), dtype=np.float64, count=len(history.stars))
    rows = items.find(ids)
    return rows[rows >= 0], stars[rows >= 0]
