"""The films of a build as on shelves: narrowed by facts, put in an order, turned page by page, found by name."""

import bisect
import dataclasses
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from chatbot.lexicon import LANGUAGE_NAMES
from chatbot.serving import Serving
from data.ids import Rows
from data.movies import GENRES, Movie, MovieId
from data.ratings import History
from retrieval.filters import Mask
from retrieval.index import Filters
from retrieval.names import names, normalised, plain_words
from retrieval.titles import MIN_LIKENESS

PAGE = 24  # films
DOUBT = 10.0  # ratings' worth by which a film's mean is drawn to that of all
MOST_NAMED = 200  # films that a search by name finds
FULL_NAMES = ("title", "short")  # kinds of names that count as much as a title
LONGEST = 200  # characters of a search
SHORTEST = 5  # characters of a beginning that may be misspelt

Order: TypeAlias = Literal["named", "popular", "rated", "newest", "for-me"]


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for on the shelves.

    Attributes:
        text: a title, or how it begins; misspelt it may be.
        first, last: years, inclusive.
        person: directs it or plays in it.
        order: "named" puts first what the text fits best, "for-me" what the recommender would show, rated films last.
        unrated: only films that the person has not rated.
        hidden: films that the person hid are wanted, too.
        page: from 1 on.
    """

    text: str = ""
    genre: str = ""
    first: int | None = None
    last: int | None = None
    language: str = ""
    person: str = ""
    order: Order = "popular"
    unrated: bool = False
    hidden: bool = False
    page: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A page of films.

    Attributes:
        movies: at most `PAGE`.
        count: of all pages.
        page: the one given; the last one where there are fewer than asked for.
        pages: how many, at least 1.
        left_out: how many the person hid.
    """

    movies: tuple[Movie, ...]
    count: int
    page: int
    pages: int
    left_out: int


class Shelf:
    """The films of one build. Threads may share it."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        movies = serving.catalogue.movies
        known = [serving.reputations.get(movie.movie_id) for movie in movies]
        counts = np.array([0 if one is None else one.count for one in known], np.float64)
        sums = np.array([0.0 if one is None else one.stars * one.count for one in known])
        usual = sums.sum() / max(counts.sum(), 1.0)
        fame = np.array([movie.popularity or 0.0 for movie in movies])
        years = np.array([movie.year or 0 for movie in movies])
        self._stars = (sums + DOUBT * usual) / (counts + DOUBT)
        self._popular: Rows = np.lexsort((fame, counts))[::-1]
        self._orders: dict[str, Rows] = {
            "popular": self._popular,
            "rated": np.lexsort((counts, np.where(counts > 0, self._stars, 0.0)))[::-1],
            "newest": np.lexsort((counts, years))[::-1],
        }
        self._place = np.empty(len(movies), np.int64)  # of each row in the order of popularity
        self._place[self._popular] = np.arange(len(movies))
        keyed = {
            (normalised(name.text), row)
            for row, movie in enumerate(movies)
            for name in names(movie)
            if name.kind in FULL_NAMES
        }
        self._keys = sorted(keyed - {("", row) for row in range(len(movies))})
        self.languages = _languages(movies)
        self.genres = tuple(genre for genre in GENRES if any(genre in movie.genres for movie in movies))
        self.decades = tuple(sorted({movie.year // 10 * 10 for movie in movies if movie.year}, reverse=True))
        people = Counter(name for movie in movies for name in dict.fromkeys((*movie.directors, *movie.cast)))
        self._people = people
        self._called = [(f" {' '.join(plain_words(name))}", name) for name, _ in people.most_common()]

    def find(self, wanted: Wanted, history: History, hidden: Collection[MovieId]) -> Found:
        """The page that is wanted.

        Args:
            wanted: what to look for.
            history: of the person, whose taste is the order "for-me"; someone new gets what is popular.
            hidden: what the person hid.
        """
        ids = self._serving.catalogue.ids
        mask = self._serving.filters.mask(
            Filters(
                genres=(wanted.genre,) if wanted.genre else (),
                min_year=wanted.first,
                max_year=wanted.last,
                people=(wanted.person,) if wanted.person else (),
                language=wanted.language or None,
            )
        )
        if wanted.unrated:
            mask[_rows(ids.find(list(history.stars)))] = False
        named = self.named(wanted.text) if wanted.text else None
        if named is not None:
            mask &= np.isin(np.arange(len(mask)), named)
        count = int(mask.sum())
        if not wanted.hidden:
            mask[_rows(ids.find(list(hidden)))] = False
        rows = self._ordered(wanted.order, history, mask, named)
        pages = max(1, -(-len(rows) // PAGE))
        page = min(max(wanted.page, 1), pages)
        movies = self._serving.catalogue.movies
        shown = tuple(movies[row] for row in rows[(page - 1) * PAGE : page * PAGE].tolist())
        return Found(shown, len(rows), page, pages, count - int(mask.sum()))

    def named(self, text: str) -> Rows:
        """Rows of the films that a text may name, best first: those called so, beginning so, having it, nearly so."""
        key = normalised(text[:LONGEST])
        if not key:
            return np.array([], np.int64)
        start = bisect.bisect_left(self._keys, (key, -1))
        begun = list(itertools.takewhile(lambda entry: entry[0].startswith(key), self._keys[start:]))
        called = self._by_fame(row for name, row in begun if name == key)
        starting = self._by_fame(row for _, row in begun)
        within = self._by_fame(row for name, row in self._keys if f" {key}" in name)
        best = dict.fromkeys((*called, *starting, *within))
        if len(best) < PAGE:
            near = [match.movie.movie_id for match in self._serving.titles.find(text[:LONGEST], PAGE)]
            best |= dict.fromkeys(self._serving.catalogue.ids.rows(near).tolist())
            best |= dict.fromkeys(self._nearly(key))
        return np.array(list(best)[:MOST_NAMED], np.int64)

    def suggest(self, text: str, k: int) -> tuple[list[Movie], list[str]]:
        """Up to `k` films and a few people that a text may be the beginning of, the likeliest first."""
        movies = self._serving.catalogue.movies
        return [movies[row] for row in self.named(text)[:k].tolist()], self.people(text, max(1, k // 3))

    def people(self, text: str, k: int) -> list[str]:
        """Up to `k` people of whose name some word begins with the text, those of the most films first."""
        key = " ".join(plain_words(text[:LONGEST]))
        if len(key) < 2:
            return []
        return list(itertools.islice((name for called, name in self._called if f" {key}" in called), k))

    def films_of(self, person: str) -> int:
        """How many films somebody directed or plays in."""
        return self._people[person]

    def _nearly(self, key: str) -> list[int]:
        """Rows of the films whose name begins nearly so, the nearest first."""
        if len(key) < SHORTEST:
            return []
        begun = [name[: len(key)] for name, _ in self._keys]
        near = process.extract(key, begun, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=PAGE)
        found = [(round(likeness), self._keys[at][1]) for _, likeness, at in near]
        return [row for _, row in sorted(found, key=lambda one: (-one[0], self._place[one[1]]))]

    def _by_fame(self, rows: Iterable[int]) -> list[int]:
        return sorted(set(rows), key=self._place.__getitem__)

    def _ordered(self, order: Order, history: History, mask: Mask, named: Rows | None) -> Rows:
        if order == "named" and named is not None:
            return named[mask[named]]
        rows = self._orders.get(order, self._popular)
        if order == "for-me" and (ranked := ranking(self._serving, history)) is not None:
            rows = np.concatenate([ranked, rows[~np.isin(rows, ranked)]])
        return rows[mask[rows]]


def ranking(serving: Serving, history: History) -> Rows | None:
    """Rows of all films that are not rated as the recommender would show them; None where nothing is known."""
    if len(_rows(serving.blend.signals.items.find(list(history.stars)))) == 0:
        return None
    best = serving.blend.generate(history, len(serving.catalogue))
    return serving.catalogue.ids.rows([one.movie_id for one in best])


def _rows(found: NDArray[np.int64]) -> Rows:
    rows: Rows = found[found >= 0]
    return rows


def _languages(movies: Iterable[Movie]) -> Mapping[str, str]:
    """The name of each language that a film is in, in the order of the names."""
    codes = {movie.language for movie in movies if movie.language}
    named = {code: LANGUAGE_NAMES.get(code, code) for code in codes}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))
