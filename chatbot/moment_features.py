"""What the ranker of the moment is told of a movie: how near it is to what was named, what it shares, how well known.

Nearness is a cosine in the spaces of the recommenders, of the descriptions and of the genres. How old a movie is counts
only beside the movies that were named; how well known it is, in ratings for the time it has been there.
"""

import collections
import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from chatbot.moment import Moment
from data.ids import Rows
from data.movies import Catalogue, Movie
from data.ratings import History
from recommender.factors import top_k
from recommender.signals import Signals

Floats = NDArray[np.float32]

SPACES = ("als", "two_tower", "ease", "content", "description", "genres")
SCORING = ("als", "two_tower")  # models that are asked what somebody would like who liked what was named
FAME = ("known", "velocity", "lately")
LATELY_DAYS = 720
NEARNESS = tuple(f"{how}_{space}" for space in SPACES for how in ("mean", "max", "latest"))
SHARED = ("terms", "people", "series", "latest_series", "genres_wished", "genres_unwished", "people_wished")
AGE = ("years_apart", "latest_years_apart", "newer", "older", "fame_apart")
RANKED = ("signal_als", "signal_two_tower", "mean_ease", "max_description", "latest_description", "people", "words")
FEATURES = (
    *FAME,
    *(f"signal_{name}" for name in SCORING),
    *NEARNESS,
    *SHARED,
    *AGE,
    "words",
    "likeness",
    "likeness_squared",
    "choice",
    *(f"{name}_rank" for name in (*RANKED, "likeness", "choice")),
)
FIRST_CHOICE = {  # weights of the sum that chooses the candidates: cheap, and known for every movie
    **{"velocity": 1.6, "known": -1.1, "lately": 0.3, "genres_wished": 2.3, "people_wished": 3.5, "words": 0.35},
    **{"people": 0.75, "series": 0.5, "description": 0.3, "genres": 0.4, "two_tower": 0.4},
}
MOST_OF_A_SERIES = 25  # movies whose titles share a word; a word of more is no name of a series
COMMON_TERM = 0.05  # share of the movies: what more of them have in common tells nothing
RANK_OFFSET = 10.0
SMALLEST = 1e-9
_NUMBER_OR_WORD = re.compile(r"[^\W_]+")
_NO_NAME = frozenset("the a an of and in to part vol episode".split())


@dataclasses.dataclass(frozen=True)
class Shares:
    """Which movies have which names in common: people, terms, words of titles.

    Attributes:
        names: of each row, those that it shares with any other.
        rows: of each name, the movies that have it.
        weights: of each name, log(n / movies that have it) / log(n): 0 to 1, rare ones more.
    """

    names: list[tuple[str, ...]]
    rows: dict[str, Rows]
    weights: dict[str, float]

    @classmethod
    def of(cls, movies: Iterable[Movie], names_of: Callable[[Movie], Iterable[str]], most: int) -> "Shares":
        """Collect the names; one that fewer than two or more than `most` movies have is left out."""
        all_names = [tuple(dict.fromkeys(names_of(movie))) for movie in movies]
        rows: dict[str, list[int]] = collections.defaultdict(list)
        for row, names in enumerate(all_names):
            for name in names:
                rows[name].append(row)
        kept = {name: np.array(having, np.int64) for name, having in rows.items() if 2 <= len(having) <= most}
        whole = max(np.log(len(all_names)), SMALLEST)
        weights = {name: float(np.log(len(all_names) / len(having)) / whole) for name, having in kept.items()}
        return cls([tuple(name for name in names if name in kept) for names in all_names], kept, weights)

    def with_rows(self, rows: Rows) -> Floats:
        """(n,) summed weights of what each movie shares with those of some rows, over the root of their number."""
        total = np.zeros(len(self.names), np.float32)
        for row in rows:
            for name in self.names[row]:
                total[self.rows[name]] += self.weights[name]
        return total / np.float32(np.sqrt(max(len(rows), 1)))


class MomentTable:
    """What is known of all movies before anybody asks.

    Attributes:
        fame: (n,) by name of `FAME`, each standardised.
        spaces: (n, dimension of the space) unit vectors by name of `SPACES`; zeros where a model lacks the movie.
    """

    def __init__(self, catalogue: Catalogue, signals: Signals, descriptions: Floats) -> None:
        """Collect it; `descriptions` (n, dimension) are vectors of the movies' documents, in the catalogue's order."""
        facts = signals.facts
        age = np.maximum(facts.years.max(initial=0) - facts.years, 0) + 1
        self.signals = signals
        self.years = facts.years
        self.fame = {
            "known": _standardised(np.log1p(facts.counts)),
            "velocity": _standardised(np.log1p(facts.counts / np.sqrt(age))),
            "lately": _standardised(np.log1p(facts.ratings_before(facts.now, LATELY_DAYS))),
        }
        self.genre_names = sorted({genre for movie in catalogue for genre in movie.genres})
        self.has_genre = np.zeros((len(catalogue), len(self.genre_names)), np.float32)
        column = {genre: at for at, genre in enumerate(self.genre_names)}
        for row, movie in enumerate(catalogue):
            self.has_genre[row, [column[genre] for genre in movie.genres]] = 1
        rarity = np.log(len(catalogue) / (self.has_genre.sum(axis=0) + 1))
        models = {"als": signals.als, "two_tower": signals.two_tower, "ease": signals.ease, "content": signals.content}
        self._models = {name: (model, catalogue.ids.rows(model.items.values)) for name, model in models.items()}
        self.spaces = {}
        for name, (model, rows) in self._models.items():
            vectors = np.zeros((len(catalogue), model.item_factors.shape[1]), np.float32)
            vectors[rows] = model.item_factors
            self.spaces[name] = _unit(vectors)
        self.spaces["description"] = _unit(descriptions - descriptions.mean(axis=0))
        self.spaces["genres"] = _unit(self.has_genre * rarity)
        movies = catalogue.movies
        most = max(2, int(COMMON_TERM * len(movies)))
        self.terms = Shares.of(movies, lambda movie: (*movie.keywords, *movie.tags), most)
        self.people = Shares.of(movies, lambda movie: (*movie.directors, *movie.cast), len(movies))
        self.series = Shares.of(movies, lambda movie: _words_of(movie.title), MOST_OF_A_SERIES)

    def said_by(self, model: str, moment: Moment, is_open: NDArray[np.bool_]) -> Floats:
        """(n,) standardised scores of a model for somebody with the moment's opinions; 0 where nothing was liked.

        An item that the model does not know gets its lowest score of the open ones.
        """
        said = np.zeros(len(self.years), np.float32)
        if len(moment.liked) == 0:
            return said
        factors, rows = self._models[model]
        scores = factors.scores(History(None, moment.stars))
        known = scores[is_open[rows]]
        if len(known) == 0:
            return said
        said[:] = (known.min() - known.mean()) / max(float(known.std()), SMALLEST)
        said[rows] = (scores - known.mean()) / max(float(known.std()), SMALLEST)
        return said

    def genres_of(self, names: Iterable[str]) -> Floats:
        """(n,) how many of these genres each movie has, as a share of them; 0 for none."""
        columns = [at for at, genre in enumerate(self.genre_names) if genre in set(names)]
        return self.has_genre[:, columns].mean(axis=1) if columns else np.zeros(len(self.years), np.float32)


class MomentFeatures:
    """The features of one moment, of every movie where they are cheap and of the candidates where they are not."""

    def __init__(
        self, table: MomentTable, moment: Moment, is_open: NDArray[np.bool_], words: Mapping[int, float]
    ) -> None:
        """Prepare what holds for every movie.

        Args:
            table: of the catalogue.
            moment: what is to be fitted.
            is_open: (n,) which movies may be proposed.
            words: by row, how well the description fits the text of the request, standardised; others count 0.
        """
        n = len(is_open)
        self._table = table
        self.moment = moment
        self._is_open = is_open
        self._of_all: dict[str, Floats] = dict(table.fame)
        for name in SCORING:
            self._of_all[f"signal_{name}"] = table.said_by(name, moment, is_open)
        self._of_all["terms"] = table.terms.with_rows(moment.liked)
        self._of_all["people"] = table.people.with_rows(moment.liked)
        self._of_all["series"] = table.series.with_rows(moment.liked)
        self._of_all["genres_wished"] = table.genres_of(moment.genres)
        self._of_all["genres_unwished"] = table.genres_of(moment.not_genres)
        wished = np.zeros(n, np.float32)
        for name in moment.people:
            wished[table.people.rows.get(name, [])] = 1
        self._of_all["people_wished"] = wished
        fits = np.zeros(n, np.float32)
        fits[list(words)] = list(words.values())
        self._of_all["words"] = fits

        choice = np.zeros(n, np.float32)
        for name, weight in FIRST_CHOICE.items():
            choice += weight * (self._mean_nearness(name) if name in SPACES else self._of_all[name])
        self._of_all["choice"] = choice

    def candidates(self, k: int) -> Rows:
        """Rows of the `k` open movies with the highest weighted sum of `FIRST_CHOICE`, highest first."""
        return top_k(self._of_all["choice"], k, without=np.array([], np.int64), among=np.flatnonzero(self._is_open))

    def of(self, rows: Rows) -> Floats:
        """(len(rows), n_features) the `FEATURES` of some movies; ranks are those among them."""
        said = {name: values[rows] for name, values in self._of_all.items()}
        liked, latest = self.moment.liked, self.moment.latest
        nothing = np.zeros(len(rows), np.float32)
        for space in SPACES:
            vectors = self._table.spaces[space]
            if len(liked):
                near = vectors[rows] @ vectors[liked].T
                said[f"mean_{space}"], said[f"max_{space}"] = near.mean(axis=1), near.max(axis=1)
                said[f"latest_{space}"] = (vectors[rows] @ vectors[latest].T).mean(axis=1)
            else:
                said |= {f"{how}_{space}": nothing for how in ("mean", "max", "latest")}
        said["latest_series"] = self._table.series.with_rows(latest)[rows]
        said |= self._apart(rows)
        likeness = sum((_standardised(said[f"mean_{space}"]) for space in SPACES if space != "als"), nothing)
        said["likeness"] = _standardised(likeness)
        said["likeness_squared"] = np.maximum(said["likeness"], 0) ** 2
        for name in (*RANKED, "likeness", "choice"):
            place = np.argsort(np.argsort(-said[name], kind="stable"), kind="stable")
            some = said[name] != said[name].min(initial=np.inf)
            said[f"{name}_rank"] = np.where(some, -np.log(RANK_OFFSET + place), -np.log(RANK_OFFSET + len(rows)))
        return np.stack([said[name] for name in FEATURES], axis=1).astype(np.float32)

    def _mean_nearness(self, space: str) -> Floats:
        """(n,) standardised mean cosine to what was liked; 0 where nothing was."""
        vectors, liked = self._table.spaces[space], self.moment.liked
        if len(liked) == 0:
            return np.zeros(len(vectors), np.float32)
        return _standardised(vectors @ vectors[liked].mean(axis=0))

    def _apart(self, rows: Rows) -> dict[str, Floats]:
        """How far in decades, and in fame, from what was named."""
        liked, latest = self.moment.liked, self.moment.latest
        if len(liked) == 0:
            return dict.fromkeys(AGE, np.zeros(len(rows), np.float32))
        years, named = self._table.years[rows], self._table.years[liked]
        known = self._table.fame["known"]
        return {
            "years_apart": np.abs(years - named.mean()) / 10,
            "latest_years_apart": np.abs(years - self._table.years[latest].mean()) / 10,
            "newer": np.maximum(years - named.max(), 0) / 10,
            "older": np.maximum(named.min() - years, 0) / 10,
            "fame_apart": np.abs(known[rows] - known[liked].mean()),
        }


def _words_of(title: str) -> list[str]:
    words = (word.lower() for word in _NUMBER_OR_WORD.findall(title))
    return [word for word in words if word not in _NO_NAME and not word.isdigit()]


def _standardised(values: NDArray[np.floating]) -> Floats:
    standard: Floats = ((values - values.mean()) / max(float(values.std()), SMALLEST)).astype(np.float32)
    return standard


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = (vectors / np.maximum(lengths, SMALLEST)).astype(np.float32)
    return unit
