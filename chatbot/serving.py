"""A build in memory: everything an answer needs, loaded once and read by all conversations."""

import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import pandas as pd

from chatbot.build import FORMAT
from chatbot.build_parts import Parts
from chatbot.moment_features import MomentTable
from chatbot.moods import Moods
from chatbot.taste import Taste
from data.errors import UsherError
from data.folders import Home, load_manifest, verify
from data.movies import Catalogue, Movie, MovieId
from data.ratings import Histories, History
from recommender.blend import Blend
from recommender.models import Models
from recommender.ranker import Ranker
from recommender.similar import neighbours
from recommender.stars import StarPredictor
from retrieval.chroma import ChromaIndex
from retrieval.chroma_server import ChromaServer
from retrieval.directions import Directions
from retrieval.embedder import MiniLm
from retrieval.filters import FilterTable
from retrieval.people import PeopleFinder
from retrieval.search import Search
from retrieval.titles import TitleFinder
from retrieval.words import STOP_WORDS, WordIndex

logger = logging.getLogger(__name__)

T = TypeVar("T")

RANKER_OF_THE_MOMENT = Path(__file__).with_name("moment.json")
PAUSE = 30.0  # seconds before a build that could not be loaded is tried again
COMMON = 0.04  # share of the movies: a word that more of them use tells nothing
LEADING_SHARE = 0.05  # of the sum of all positive shares: below it, naming the movie as a reason would mislead


@dataclasses.dataclass(frozen=True, slots=True)
class Reputation:
    """What everyone thinks of a movie: mean `stars` of `count` ratings."""

    stars: float
    count: int


@dataclasses.dataclass(frozen=True)
class Serving:
    """Everything an answer needs.

    Attributes:
        build: the folder it was loaded from.
        models: all recommenders.
        blend: of them, for movies that a person would like whenever.
        reputations: of every movie that was rated.
        moment, moment_ranker: what the ranking for one conversation knows of the movies, and its trees.
        taste: the blend's lists, kept for those who come back.
        moods, directions: how well genres and tags fit a mood, and moods among the descriptions.
    """

    build: Path
    catalogue: Catalogue
    histories: Histories
    models: Models
    blend: Blend
    stars: StarPredictor
    index: ChromaIndex
    search: Search
    filters: FilterTable
    titles: TitleFinder
    people: PeopleFinder
    words: WordIndex
    reputations: Mapping[MovieId, Reputation]
    moment: MomentTable
    moment_ranker: Ranker
    taste: Taste
    moods: Moods
    directions: Directions

    def history(self, user_id: int | None) -> History:
        """What a user of the ratings rated; nothing for someone new."""
        return History(None, {}) if user_id is None else self.histories[user_id]

    def predicted_stars(self, history: History, movie_id: MovieId) -> float:
        """The rating that the person would give, 0.5 to 5."""
        return self.stars.predict_one(history, movie_id)

    def predicted(self, history: History, movie_ids: Sequence[MovieId]) -> list[float]:
        """The ratings that the person would give, 0.5 to 5, of each movie."""
        stars: list[float] = self.stars.predict_history(history, np.array(movie_ids, np.int64)).tolist()
        return stars

    def shares(self, history: History, movie_id: MovieId) -> list[MovieId]:
        """The person's liked movies that carry a movie's score in ALS, largest share first; empty where none does."""
        als = self.models.base.als
        if not history.stars or movie_id not in als.items:
            return []
        mean = sum(history.stars.values()) / len(history.stars)
        shares = als.explain(history, movie_id).by_item
        positive = sum(share for share in shares.values() if share > 0)
        liked = [
            other
            for other, share in shares.items()
            if share > LEADING_SHARE * positive and history.stars[other] >= mean and other in self.catalogue
        ]
        if not liked:
            best = [other for other in shares if shares[other] > 0 and history.stars[other] >= mean]
            liked = sorted(best, key=lambda other: -shares[other])[:1]
        return sorted(liked, key=lambda other: -shares[other])

    def similar(self, movie_id: MovieId, k: int) -> dict[str, list[tuple[MovieId, float]]]:
        """The `k` nearest movies by each model's item vectors and by description, with their cosines."""
        models = {"als": self.models.base.als, "two_tower": self.models.base.towers["any"]}
        found = {
            name: neighbours(factors.items, factors.item_factors, movie_id, k)
            for name, factors in models.items()
            if movie_id in factors.items
        }
        found["description"] = [(hit.movie.movie_id, hit.similarity) for hit in self.index.similar(movie_id, k)]
        return found

    def knows(self, word: str) -> bool:
        """The word is an ordinary one, or some text of the catalogue uses it."""
        return word.lower() in STOP_WORDS or bool(self.words.search(word, 1))

    def is_telling(self, word: str) -> bool:
        """Few enough movies use the word that sharing it means something."""
        return 0 < len(self.words.search(word, 1 + int(COMMON * len(self.catalogue)))) <= COMMON * len(self.catalogue)

    def reputation(self, movie: Movie) -> str:
        """What everyone thinks of a movie, as a clause."""
        known = self.reputations.get(movie.movie_id)
        if known is not None:
            raters = "one rating" if known.count == 1 else f"{known.count} ratings"
            return f"it has {known.stars:.1f} of 5 stars from {raters}"
        if movie.vote_average:
            return f"its votes average {movie.vote_average:.1f} of 10"
        return "its facts fit what you asked for"


def sound_build(home: Home) -> Path:
    """The folder of the current build, all of whose files are there.

    Raises:
        UsherError: there is none, or it is damaged or of another version.
    """
    build = home.current()
    if build is None:
        raise UsherError(f"there is no build in {home.path}: run `python app.py build` first")
    load_manifest(build, FORMAT)
    verify(build)
    return build


def load(home: Home, server: ChromaServer | None = None) -> Serving:
    """Load the current build; `server` is where its vectors may be.

    Raises:
        UsherError: there is none, or it is damaged or of another version, or the server does not answer.
    """
    started = time.monotonic()
    build = sound_build(home)
    parts = Parts(build)
    catalogue = Catalogue.load(parts.catalogue)
    ratings = pd.read_parquet(parts.ratings)
    histories = Histories(ratings)
    models = Models.load(parts.models, catalogue, ratings)
    counts = ratings.groupby("movie_id").stars.agg(["mean", "size"])
    reputations = {
        int(movie_id): Reputation(float(mean), int(count)) for movie_id, mean, count in counts.itertuples(name=None)
    }
    popularity = {movie_id: float(known.count) for movie_id, known in reputations.items()}
    index = ChromaIndex.open(parts.index, catalogue, MiniLm(), server)
    words = WordIndex(parts.words)
    titles = TitleFinder(catalogue, popularity)
    blend = models.blend("any")
    descriptions = index.vectors(catalogue.ids.values)
    serving = Serving(
        build=build,
        catalogue=catalogue,
        histories=histories,
        models=models,
        blend=blend,
        stars=StarPredictor.load(parts.stars, histories),
        index=index,
        search=Search(index, words, titles, popularity),
        filters=index.filters,
        titles=titles,
        people=PeopleFinder(catalogue, titles.words),
        words=words,
        reputations=reputations,
        moment=MomentTable(catalogue, blend.signals, descriptions),
        moment_ranker=Ranker.load(RANKER_OF_THE_MOMENT),
        taste=Taste(blend),
        moods=Moods(catalogue),
        directions=Directions(descriptions, index.embedder),
    )
    logger.info("loaded %d movies from %s in %.1f s", len(catalogue), build.name, time.monotonic() - started)
    return serving


class Current:
    """The current build, loaded again when a new one was published; those still answering keep the one they hold."""

    def __init__(self, home: Home, server: ChromaServer | None = None) -> None:
        self._home = home
        self._server = server
        self._lock = threading.Lock()
        self._serving: Serving | None = None
        self._try_again = 0.0

    def __call__(self) -> Serving:
        """The build that serves now. A new one that cannot be loaded leaves the former one serving."""
        with self._lock:
            if self._serving is None:
                self._serving = load(self._home, self._server)
            elif self._is_newer() and time.monotonic() >= self._try_again:
                try:
                    self._serving = load(self._home, self._server)
                except UsherError as error:
                    self._try_again = time.monotonic() + PAUSE
                    logger.warning("the new build cannot be loaded, the former one goes on serving: %s", error)
            return self._serving

    def _is_newer(self) -> bool:
        assert self._serving is not None
        try:
            return self._home.current() != self._serving.build
        except UsherError as error:
            logger.warning("the pointer to the current build cannot be read: %s", error)
            return False


class PerBuild(Generic[T]):
    """Something made of a build when it is first asked for, kept until another build serves. Threads may share it."""

    def __init__(self, make: Callable[[Serving], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: tuple[Path, T] | None = None

    def __call__(self, serving: Serving) -> T:
        """What was made of that build."""
        with self._lock:
            if self._kept is None or self._kept[0] != serving.build:
                self._kept = (serving.build, self._make(serving))
            return self._kept[1]
