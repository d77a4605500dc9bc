"""A person's taste in numbers and in words, each held against what everyone's ratings say.

A portrait is drawn from stars alone: how many of each, which genres and decades, how far from what others gave the
same films, and how well known the films are. What is too little to tell is not told.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from chatbot.serving import Reputation
from chatbot.wording import listed
from data.movies import Catalogue, Movie, MovieId
from data.ratings import MAX_STARS, MIN_STARS

FEWEST = 5  # ratings, before words are put to them
STEP = 0.5
DOUBT = 4.0  # films: a genre needs more than these to stand out
PULL = 5.0  # ratings' worth by which a genre's stars are drawn to the person's usual ones
STANDS_OUT, SELDOM = 1.25, 0.6  # times everyone's share
NOTICEABLE = 0.15  # stars
ERRORS = 2.0  # standard errors beyond which a difference is no chance
YEARS_APART = 4
FAMOUS = 0.1  # share of the rated films, the most rated first
SHARE_APART = 0.1
NAMED = 3

FORMATS = ("IMAX",)  # among the genres, but no taste

Stars: TypeAlias = Mapping[MovieId, float]
Films: TypeAlias = Sequence[tuple[Movie, float]]  # each with what the person gave it


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A genre or a decade among a person's films.

    Attributes:
        count: how many of their films are of it.
        share: of their films, 0 to 1; a film has several genres, so those sum to more.
        usual: the same of all ratings of everyone.
        stars: the mean that they give it.
    """

    name: str
    count: int
    share: float
    usual: float
    stars: float


@dataclasses.dataclass(frozen=True, slots=True)
class Portrait:
    """What a person's ratings say of them.

    Attributes:
        count: how many films they rated.
        stars: the mean; None without ratings.
        steps: how often each step from half a star to five was given, lowest first.
        genres: most films first.
        decades: oldest first.
        sentences: at most three; none where there is too little to tell.
    """

    count: int
    stars: float | None
    steps: tuple[tuple[float, int], ...]
    genres: tuple[Part, ...]
    decades: tuple[Part, ...]
    sentences: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Everyone:
    """What all ratings of a build say together.

    Attributes:
        genres, decades: the share of all ratings that each has.
        year: the median of the years of all rated films, each as often as it was rated; None without any.
        famous: the `FAMOUS` most rated of all rated films.
        fame: the share of all ratings that those have.
    """

    catalogue: Catalogue
    reputations: Mapping[MovieId, Reputation]
    genres: Mapping[str, float]
    decades: Mapping[str, float]
    year: float | None
    famous: frozenset[MovieId]
    fame: float

    @classmethod
    def of(cls, catalogue: Catalogue, reputations: Mapping[MovieId, Reputation]) -> "Everyone":
        """Count what was rated."""
        counts = [(movie, reputations[movie.movie_id].count) for movie in catalogue if movie.movie_id in reputations]
        total = max(sum(count for _, count in counts), 1)
        famous = sorted(counts, key=lambda one: (-one[1], one[0].movie_id))[: round(FAMOUS * len(counts))]
        return cls(
            catalogue,
            reputations,
            {name: count / total for name, count in _counted(counts, genres_of).items()},
            {name: count / total for name, count in _counted(counts, decade_of).items()},
            _median([(movie.year, count) for movie, count in counts if movie.year is not None]),
            frozenset(movie.movie_id for movie, _ in famous),
            sum(count for _, count in famous) / total,
        )

    def stars(self, movie_id: MovieId, own: float | None = None) -> float | None:
        """The mean that others gave a movie; None where nobody else did.

        Args:
            movie_id: of the movie.
            own: what the person gave it in these same ratings, which is left out of the mean.
        """
        known = self.reputations.get(movie_id)
        if known is None or own is None:
            return None if known is None else known.stars
        return (known.stars * known.count - own) / (known.count - 1) if known.count > 1 else None


def portrait(stars: Stars, everyone: Everyone, trained: Stars) -> Portrait:
    """Draw a portrait.

    Args:
        stars: what the person gave each movie; movies that the catalogue lacks are passed over.
        everyone: of the build that serves now.
        trained: those of their ratings that are among everyone's.
    """
    films = [
        (everyone.catalogue[movie_id], given) for movie_id, given in stars.items() if movie_id in everyone.catalogue
    ]
    steps = Counter(round(given / STEP) for _, given in films)
    genres = _parts(films, everyone.genres, genres_of)
    decades = _parts(films, everyone.decades, decade_of)
    return Portrait(
        count=len(films),
        stars=float(np.mean([given for _, given in films])) if films else None,
        steps=tuple((at * STEP, steps[at]) for at in range(round(MIN_STARS / STEP), round(MAX_STARS / STEP) + 1)),
        genres=tuple(sorted(genres, key=lambda part: (-part.count, part.name))),
        decades=tuple(sorted(decades, key=lambda part: part.name)),
        sentences=_sentences(films, everyone, trained, genres) if len(films) >= FEWEST else (),
    )


def genres_of(movie: Movie) -> tuple[str, ...]:
    """The movie's genres."""
    return movie.genres


def decade_of(movie: Movie) -> tuple[str, ...]:
    """The movie's decade as "1990s"; nothing where the year is not known."""
    return () if movie.year is None else (f"{movie.year // 10 * 10}s",)


def _counted(counts: Iterable[tuple[Movie, int]], parts_of: Callable[[Movie], Iterable[str]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for movie, count in counts:
        for name in parts_of(movie):
            counted[name] += count
    return counted


def _parts(films: Films, usual: Mapping[str, float], parts_of: Callable[[Movie], Iterable[str]]) -> list[Part]:
    stars: defaultdict[str, list[float]] = defaultdict(list)
    for movie, given in films:
        for name in parts_of(movie):
            stars[name].append(given)
    return [
        Part(name, len(given), len(given) / len(films), usual.get(name, 0.0), float(np.mean(given)))
        for name, given in stars.items()
    ]


def _sentences(films: Films, everyone: Everyone, trained: Stars, genres: list[Part]) -> tuple[str, ...]:
    told = (_choice(len(films), genres, everyone), _level(films, everyone, trained), _era(films, everyone))
    return tuple(sentence for sentence in told if sentence)


def _choice(n: int, genres: list[Part], everyone: Everyone) -> str:
    """Which genres they choose more, and which less, than everyone does."""
    shares = dict.fromkeys(everyone.genres, 0.0) | {part.name: part.share for part in genres}
    lift = {
        name: (n * share + DOUBT) / (n * everyone.genres[name] + DOUBT)
        for name, share in shares.items()
        if name in everyone.genres and name not in FORMATS
    }
    order = sorted(lift, key=lambda name: (-lift[name], name))
    more = [name for name in order if lift[name] >= STANDS_OUT][:NAMED]
    less = [name for name in reversed(order) if lift[name] <= SELDOM][:NAMED]
    if more:
        first = more[0]
        times = shares[first] / everyone.genres[first]
        amount = f" ({first} {times:.1f} times as often)"
        seldom = f", and seldom {listed(less, 'or')}" if less else ""
        return f"You choose {listed(more)} more than everyone does{amount}{seldom}."
    if less:
        return f"You choose {listed(less, 'or')} less than everyone does, and otherwise much the same."
    return "Your films are spread over the genres much as everyone's are."


def _level(films: Films, everyone: Everyone, trained: Stars) -> str:
    """How their stars compare with what others gave the same films, and in which genre they are furthest above."""
    others = [(movie, given, everyone.stars(movie.movie_id, trained.get(movie.movie_id))) for movie, given in films]
    gaps = [(movie, given - usual) for movie, given, usual in others if usual is not None]
    if len(gaps) < FEWEST:
        return ""
    values = np.array([gap for _, gap in gaps])
    mean, error = float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
    if abs(mean) >= max(NOTICEABLE, ERRORS * error):
        kind = "generous" if mean > 0 else "strict"
        side = "more" if mean > 0 else "less"
        level = f"You are {kind}: {abs(mean):.1f} stars {side} than others give the same films"
    else:
        level = "On the whole you rate as others rate the same films"
    above: defaultdict[str, list[float]] = defaultdict(list)
    for movie, gap in gaps:
        for name in movie.genres:
            above[name].append(gap - mean)
    drawn = {name: sum(each) / (len(each) + PULL) for name, each in above.items() if name not in FORMATS}
    best = max(sorted(drawn), key=lambda name: drawn[name], default=None)
    if best is None or drawn[best] < NOTICEABLE:
        return f"{level}."
    return f"{level}; what you like more than they do is {best}."


def _era(films: Films, everyone: Everyone) -> str:
    """How old their films are, and how well known."""
    own = _median([(movie.year, 1) for movie, _ in films if movie.year is not None])
    fame = sum(movie.movie_id in everyone.famous for movie, _ in films) / len(films)
    known = "about as well known"
    if abs(fame - everyone.fame) >= SHARE_APART:
        known = "less well known" if fame < everyone.fame else "better known"
    age = ""
    if own is not None and everyone.year is not None:
        age = "about as old as most people's and "
        if abs(own - everyone.year) >= YEARS_APART:
            side = "older" if own < everyone.year else "newer"
            age = f"{side} than most people's, around {own:.0f} rather than {everyone.year:.0f}, and "
    shares = f"{fame:.0%} of them are among the most rated tenth, where {everyone.fame:.0%} of all ratings go"
    return f"Your films are {age}{known}: {shares}."


def _median(weighted: list[tuple[int, int]]) -> float | None:
    """The lower median of values, each as often as its weight says."""
    if not weighted:
        return None
    values, weights = np.array(sorted(weighted)).T
    return float(values[np.searchsorted(np.cumsum(weights), weights.sum() / 2)])
