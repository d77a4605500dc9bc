"""Every name of every movie of a catalogue, by its normal form without spaces."""

import bisect
import collections
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from data.movies import Catalogue, Movie, MovieId
from retrieval.evidence import STOP_WORDS, UNUSUAL
from retrieval.names import ARTICLES, Kind, Name, Words, article, heads, key_of, names, plain_words
from retrieval.series import Series, all_series

FAME = 0.1  # what ten times the popularity weighs against a name's weight
OTHER_FORM = 0.03  # of a name's weight, for other spaces ("oldboy" for "Old Boy") and for another article
CLEARLY = 3.0  # times as popular as the next movie that a short name may mean
FEWEST_INITIALS = 4
NAMESAKES = 4  # people of one first name, from which a title of that name needs a cue
FILMS = 8  # that somebody directed whose surname alone is the person, not a movie of that title
TELLING, FEWEST_TEXTS = 6, 5  # letters of a word that stands for a whole title, texts that may have it
FEW_TEXTS = 15  # that may have the rarest word of the last words of a title
KNOWN = 0.9  # fame of a movie that goes by its initials
MANY = 10_000  # best known movies, after which none is known


class Owner(NamedTuple):
    """A movie by one of its names; `rank` orders the movies of one name."""

    movie: Movie
    kind: Kind
    weight: float
    article: str
    key: str
    rank: float


class KnownNames:
    """The movies of each name.

    Attributes:
        series: the movies of a name that is of several.
        people: the names of cast and directors, without spaces.
        any_first: their first names; first_names: those of several people, each as a tuple of its word.
        directors: the surnames of those who made many movies, each as a tuple of its word.
    """

    def __init__(self, catalogue: Catalogue, words: Words, popularity: Mapping[MovieId, float]) -> None:
        """`words` are those of the catalogue's texts."""
        usual = words.usual
        self._popularity = popularity
        self._owners: dict[str, list[Owner]] = {}
        self._ranks = sorted(popularity.get(movie.movie_id, 0.0) for movie in catalogue)
        people = {name for movie in catalogue for name in (*movie.directors, *movie.cast)}
        self.people = frozenset("".join(plain_words(name)) for name in people if " " in name)
        firsts = collections.Counter(plain_words(name)[0] for name in people if " " in name and plain_words(name))
        self.first_names = frozenset((first,) for first, bearers in firsts.items() if bearers >= NAMESAKES)
        self.any_first = frozenset(firsts)
        directed = collections.Counter(name for movie in catalogue for name in movie.directors if " " in name)
        self.directors = frozenset(tuple(plain_words(name)[-1:]) for name, count in directed.items() if count >= FILMS)
        self.series: dict[str, tuple[MovieId, ...]] = {}
        for movie in catalogue:
            for name in names(movie):
                self._add(movie, name)
        series = all_series(catalogue, usual, popularity)
        for short, movie in _short_names(catalogue, words, popularity):
            if not self.of(key_of(plain_words(short.text))):
                self._add(movie, short)
        for word, movie in self._telling_words(catalogue, words, people):
            self._add(movie, Name(word, "word", 0.7))
        for one in series:
            self._add_series(one, usual)
        for initials, movie in self._initials(catalogue):
            if initials not in self._owners:
                self._add(movie, Name(initials, "initials", 0.8))
        self._sorted = sorted(self._owners)

    def keys(self) -> set[str]:
        """The normal forms, with their spaces."""
        return {owner.key for owners in self._owners.values() for owner in owners}

    def of(self, key: str, own_article: str = "") -> list[Owner]:
        """The movies that go by a normal form and had this article, the likeliest first."""
        owners = self._owners.get(key.replace(" ", ""), [])
        if len(owners) < 2:
            return owners

        def fit(owner: Owner) -> tuple[float, MovieId]:
            return OTHER_FORM * ((owner.key != key) + (owner.article != own_article)) - owner.rank, owner.movie.movie_id

        return sorted(owners, key=fit)

    def begins(self, joined: str) -> bool:
        """Some name without spaces begins like this."""
        at = bisect.bisect_left(self._sorted, joined)
        return at < len(self._sorted) and self._sorted[at].startswith(joined)

    def are_related(self, movie: Movie, other: Movie) -> bool:
        """The movies are of one series, or the same."""
        pair = {movie.movie_id, other.movie_id}
        return len(pair) == 1 or any(pair.issubset(movies) for movies in self.series.values())

    def fame(self, movie: Movie, series: tuple[MovieId, ...] = ()) -> float:
        """How well known a movie is: 1 the best known, 0.9 the thousandth, 0 from the ten thousandth on.

        The name of a series is as well known as the best known of its movies.
        """
        popularity = max(self._popularity.get(movie_id, 0.0) for movie_id in (movie.movie_id, *series))
        ahead = len(self._ranks) - bisect.bisect_right(self._ranks, popularity)
        return max(0.0, 1.0 - ahead / MANY)

    def _add(self, movie: Movie, name: Name) -> None:
        key = key_of(plain_words(name.text))
        if key:
            fame = FAME * math.log10(1.0 + max(0.0, self._popularity.get(movie.movie_id, 0.0)))
            owner = Owner(movie, name.kind, name.weight, article(name.text), key, name.weight + fame)
            self._owners.setdefault(key.replace(" ", ""), []).append(owner)

    def _add_series(self, series: Series, usual: Mapping[str, float]) -> None:
        words = plain_words(series.name)
        key = key_of(words)
        for name, movie in series.numbered(self._popularity):
            if not any(owner.kind == "title" for owner in self.of(key_of(plain_words(name)))):
                self._add(movie, Name(name, "short", 0.8))
        if len(words) < 2 and usual.get(key, 0.0) >= UNUSUAL:
            return
        self.series[key.replace(" ", "")] = tuple(movie.movie_id for movie in series.movies)
        known = self.of(key)
        for movie in series.movies:
            if movie not in (owner.movie for owner in known):
                self._add(movie, Name(series.name, "series", 0.8))

    def _initials(self, catalogue: Catalogue) -> Iterator[tuple[str, Movie]]:
        """Initials of the titles of well-known movies, up to the colon, where they can mean one title only."""
        by_initials: dict[str, dict[str, Movie]] = collections.defaultdict(dict)
        for movie in catalogue:
            title = movie.title.partition(":")[0]
            words = plain_words(title)
            for used in {tuple(words), tuple(words[1:] if words and words[0] in ARTICLES else words)}:
                if len(used) >= FEWEST_INITIALS:
                    same = by_initials["".join(word[0] for word in used)]
                    if title not in same or self._fame_of(movie) > self._fame_of(same[title]):
                        same[title] = movie
        for initials, movies in by_initials.items():
            best = _clear(list(movies.values()), self._popularity)
            if best is not None and self.fame(best) >= KNOWN:
                yield initials, best

    def _telling_words(self, catalogue: Catalogue, words: Words, people: Iterable[str]) -> Iterator[tuple[str, Movie]]:
        """Words that a well-known movie's title has and no other, and that else are hardly used: "shawshank"."""
        used = {word for movie in catalogue for text in (*movie.keywords, *movie.tags) for word in plain_words(text)}
        used.update(word for name in people for word in plain_words(name))
        titles: dict[str, list[Movie]] = collections.defaultdict(list)
        for movie in catalogue:
            for word in {word for title in (movie.title, *movie.alternative_titles) for word in plain_words(title)}:
                titles[word].append(movie)
        for movie in catalogue:
            whole = movie.title.lower().split()
            if len(whole) < 2 or self.fame(movie) < KNOWN:
                continue
            for word in whole:
                rare = word not in words.usual and words.counts.get(word, 0) <= FEWEST_TEXTS and word not in used
                if len(word) >= TELLING and word.isalpha() and rare and len(titles[word]) == 1 and not self.of(word):
                    yield word, movie

    def _fame_of(self, movie: Movie) -> float:
        return self._popularity.get(movie.movie_id, 0.0)


def _short_names(
    catalogue: Catalogue, words: Words, popularity: Mapping[MovieId, float]
) -> Iterator[tuple[Name, Movie]]:
    """The first words and the last of titles, where one movie is clearly the best known of those that share them."""
    usual, counts = words
    by_name: dict[str, list[Movie]] = collections.defaultdict(list)
    for movie in catalogue:
        for title in (movie.title, *movie.alternative_titles):
            for name in heads(title):
                if movie not in by_name[name]:
                    by_name[name].append(movie)
    people = {name for movie in catalogue for name in (*movie.directors, *movie.cast)}
    for text, movies in by_name.items():
        best = _clear(movies, popularity)
        share = min((usual.get(word, 0.0) for word in _content(text)), default=1.0)
        if best is None or share >= UNUSUAL or text in people:
            continue
        parts = text.lower().split()
        if best.title.find(text) not in (0, 2, 3, 4):
            if min((counts.get(word, 0) for word in _content(text)), default=0) > FEW_TEXTS:
                continue  # "New York"
            yield Name(text, "subtitle", 0.8), best
        elif STOP_WORDS.isdisjoint(parts) and "'" not in text:
            yield Name(text, "short", 0.8), best


def _content(text: str) -> Iterable[str]:
    return (word for word in text.lower().split() if word not in STOP_WORDS)


def _clear(movies: list[Movie], popularity: Mapping[MovieId, float]) -> Movie | None:
    """The one that is much better known than the others; None if there is none."""
    ordered = sorted(movies, key=lambda movie: -popularity.get(movie.movie_id, 0.0))
    if len(ordered) > 1:
        first, second = (popularity.get(movie.movie_id, 0.0) for movie in ordered[:2])
        if first < CLEARLY * max(second, 1.0):
            return None
    return ordered[0]


def is_of(movie: Movie, year: int | None) -> bool:
    """A year that people remember is often one off."""
    return movie.year is not None and year is not None and abs(movie.year - year) <= 1


def of_year(owners: list[Owner], year: int | None) -> list[Owner]:
    """Those of that year or a neighbour of it first; all where none is."""
    if year is None:
        return owners
    right = [owner for owner in owners if is_of(owner.movie, year)]
    return sorted(right, key=lambda owner: abs((owner.movie.year or 0) - year)) or owners
