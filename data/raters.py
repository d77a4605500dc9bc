"""Simulated people: how much they rate, which tastes they have, and when they sit down to rate."""

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.movies import Movie
from data.tastes import Array

Whole = NDArray[np.int64]

MIN_RATINGS = 15
MOST_OF_CATALOGUE = 0.4  # that one person rates
ACTIVITY_SPREAD = 1.1  # standard deviation of the logarithm
TASTES = 16
MAX_SHARED = 3  # tastes of one person
MAINSTREAM = 0.15  # share of what is watched because everybody watches it
LEANING = 0.15  # standard deviation of a person's own leaning to each taste

END = np.datetime64("2026-01-01", "s").astype(np.int64).item()
DAY = 86_400
JOINED_DAYS = 12 * 365  # before the end, at most
STAYS_DAYS = 250.0
SITTING = 12  # ratings given in one, about
SITTING_SECONDS = 5400
SPAN = 2 * END  # more than any time


@dataclasses.dataclass(frozen=True)
class People:
    """A block of b people.

    Attributes:
        wanted: (b,) how many movies each rates.
        led: (b, TASTES + 1) cumulative chances of what leads each to a movie.
        leanings: (b, TASTES).
        sessions: ascending; for each person b in turn b * `SPAN` plus the seconds at which their sittings begin.
        session_ends: (b,) where each person's sittings end in `sessions`.
    """

    wanted: Whole
    led: Array
    leanings: NDArray[np.float32]
    sessions: Whole
    session_ends: Whole

    @property
    def last_seen(self) -> Whole:
        """Seconds UTC (b,) at which the last sitting of each begins."""
        seconds: Whole = self.sessions[self.session_ends - 1] - np.arange(len(self.wanted)) * SPAN
        return seconds


def activity(n_users: int, mean: float, n_movies: int, rng: np.random.Generator) -> Whole:
    """How many ratings (n_users,) each person gives: `mean` on average, log-normal above `MIN_RATINGS`."""
    middle = np.log(mean - MIN_RATINGS) - ACTIVITY_SPREAD**2 / 2
    ratings = MIN_RATINGS + np.rint(rng.lognormal(middle, ACTIVITY_SPREAD, n_users))
    most = max(min(MIN_RATINGS, n_movies), int(MOST_OF_CATALOGUE * n_movies))
    whole: Whole = np.minimum(ratings, most).astype(np.int64)
    return whole


def draw_people(following: Array, wanted: Whole, rng: np.random.Generator) -> People:
    """Draw one person for each number of movies (b,), with tastes of which each is followed by its share (TASTES,)."""
    b = len(wanted)
    order = np.argsort(np.log(rng.random((b, TASTES))) / following, axis=1)[:, ::-1]  # drawn without replacement
    parts = rng.dirichlet(np.full(MAX_SHARED, 2.0), b)
    parts[np.arange(MAX_SHARED) > rng.integers(0, MAX_SHARED, b)[:, None]] = 0  # one to three tastes
    shared = np.zeros((b, TASTES))
    np.put_along_axis(shared, order[:, :MAX_SHARED], parts / parts.sum(axis=1, keepdims=True), axis=1)
    leanings = shared / np.linalg.norm(shared, axis=1, keepdims=True) + rng.normal(0, LEANING, (b, TASTES))
    led = np.column_stack([(1 - MAINSTREAM) * shared, np.full(b, MAINSTREAM)])
    sittings = 1 + wanted // SITTING
    joined = END - DAY * rng.uniform(1, JOINED_DAYS, b)
    stays = np.minimum(DAY * rng.exponential(STAYS_DAYS, b), END - SITTING_SECONDS - joined)
    person = np.repeat(np.arange(b), sittings)
    begin = joined[person] + stays[person] * rng.random(len(person))
    return People(
        wanted=wanted,
        led=np.minimum(np.cumsum(led, axis=1), 1.0),
        leanings=leanings.astype(np.float32),
        sessions=np.sort(person * SPAN + begin.astype(np.int64)),
        session_ends=np.cumsum(sittings),
    )


def liking_of(people: People, appeal: NDArray[np.float32], person: Whole, movie: Whole) -> NDArray[np.float32]:
    """What each person makes of the movie beside them: (n,), about 0 and 1 apart over what is watched.

    Args:
        people: any number of them.
        appeal: (movies, TASTES) of each movie to each taste.
        person: (n,) places among the people.
        movie: (n,) rows of `appeal`.
    """
    liking: NDArray[np.float32] = np.einsum("nt,nt->n", people.leanings[person], appeal[movie])
    return liking


def rated_when(people: People, released: Whole, person: Whole, movie: Whole, rng: np.random.Generator) -> Whole:
    """Seconds UTC (n,): in one of the sittings of each person since the movie came out.

    Args:
        people: any number of them.
        released: (movies,) first second of the year of release.
        person: (n,) places among the people.
        movie: (n,) rows of `released`, none after the person's last sitting.
        rng: what draws.
    """
    first = np.searchsorted(people.sessions, person * SPAN + np.maximum(released[movie], 0))
    chosen = first + (rng.random(len(person)) * (people.session_ends[person] - first)).astype(np.int64)
    return people.sessions[chosen] - person * SPAN + rng.integers(0, SITTING_SECONDS, len(person))


def released(movies: Sequence[Movie]) -> Whole:
    """First second UTC (n,) of the year in which each came out; of 1900 where that is unknown."""
    years = np.array([movie.year or 1900 for movie in movies])
    seconds: Whole = (years - 1970).astype("datetime64[Y]").astype("datetime64[s]").astype(np.int64)
    return seconds
