"""Tastes of simulated people: what each makes of a movie's genres, tags, people and year."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from data.movies import Movie

Array = NDArray[np.float64]

ANCHORS = 4  # movies that a taste forms around
ALIKE = 6.0  # how closely the later ones resemble the first
DISLIKES = 2  # genres that a taste turns away from
COMMON_TAGS = 60  # rarer ones say little
MIN_FILMS = 3  # of a person whom a taste can follow
BILLED = 4
WEIGHT = {"genre": 2.0, "tag": 1.0, "person": 0.6}  # what people go by most, first
ERA_WEIGHT = 0.7  # beside the other facts, which weigh 1
ERA_YEARS = (6.0, 20.0)  # half the width of an era, least and most
MOST = 3.0


def draw_tastes(movies: Sequence[Movie], popularity: Array, number: int, rng: np.random.Generator) -> Array:
    """Draw tastes, each around a few movies that resemble each other.

    Args:
        movies: n of them, at least 1.
        popularity: (n,) positive shares, sum 1; tastes form around movies that people know.
        number: how many tastes.
        rng: what draws.

    Returns:
        (n, number) appeal of each movie to each taste, of mean 0 and standard deviation 1 over what is watched,
        -`MOST` to `MOST`.
    """
    rows, facts, weights, genres = _facts(movies)
    n, n_facts = len(movies), int(facts.max(initial=-1)) + 1
    years = np.array([np.nan if movie.year is None else movie.year for movie in movies])
    appeal = np.empty((n, number))
    for taste in range(number):
        loved, chances, anchors = np.zeros(n_facts), popularity, []
        for _ in range(ANCHORS):
            anchors.append(rng.choice(n, p=chances))
            loved += np.bincount(facts, weights * (rows == anchors[-1]), n_facts)
            alike = np.bincount(rows, weights * loved[facts], n)
            chances = popularity * np.exp(ALIKE * alike / max(alike.max(), 1e-9))
            chances /= chances.sum()
        others = genres[loved[genres] == 0]
        loved[rng.permutation(others)[:DISLIKES]] = -loved.max(initial=0.0) / 2
        liked = standardise(np.bincount(rows, weights * loved[facts], n).astype(np.float64), popularity)
        far = (years - years[anchors[0]]) / rng.uniform(*ERA_YEARS)
        era = np.nan_to_num(np.exp(-(far**2) / 2))
        both = standardise(liked + ERA_WEIGHT * standardise(era, popularity), popularity)
        appeal[:, taste] = standardise(np.clip(both, -MOST, MOST), popularity)
    return np.clip(appeal, -MOST, MOST)


def standardise(values: Array, shares: Array) -> Array:
    """The values (n,) with mean 0 and standard deviation 1 under the shares (n,); 0 where all are equal."""
    centred = values - shares @ values
    spread = np.sqrt(shares @ centred**2)
    return centred / spread if spread > 1e-9 else np.zeros(len(values))


def _facts(movies: Sequence[Movie]) -> tuple[NDArray[np.int64], NDArray[np.int64], Array, NDArray[np.int64]]:
    """Which movie has which fact, as a sparse table.

    Returns:
        The row (m,) of a movie, the number (m,) of a fact that it has and the weight (m,) of that, by `WEIGHT` and more
        for a rare fact, the squares of a movie's weights summing to 1; and the numbers of the genres among the facts.
    """
    films = Counter(fact for movie in movies for fact in _of(movie))
    tags = [fact for fact, _ in films.most_common() if fact[0] == "tag"][:COMMON_TAGS]
    people = [fact for fact, n in films.items() if fact[0] == "person" and n >= MIN_FILMS]
    genres = [fact for fact in films if fact[0] == "genre"]
    number = {fact: at for at, fact in enumerate(genres + tags + people)}
    pairs = [(row, number[fact]) for row, movie in enumerate(movies) for fact in _of(movie) if fact in number]
    rows, facts = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    times = np.bincount(facts, minlength=len(number))
    weights = (np.array([WEIGHT[kind] for kind, _ in number]) * np.sqrt(np.log1p(len(movies) / times)))[facts]
    lengths = np.sqrt(np.bincount(rows, weights**2, len(movies)))
    return rows, facts, weights / lengths[rows], np.arange(len(genres))


def _of(movie: Movie) -> Iterator[tuple[str, str]]:
    for kind, names in (("genre", movie.genres), ("tag", movie.tags)):
        yield from ((kind, name) for name in names)
    yield from (("person", name) for name in dict.fromkeys((*movie.directors, *movie.cast[:BILLED])))
