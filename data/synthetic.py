"""Ratings of simulated people with real tastes, for the demo and for load tests.

A few tastes (`data.tastes`) are in the world; every person shares one to three of them and has leanings of their own.
With a_t(m) the appeal of movie m to taste t, w_u(t) the leanings of person u and q(m) the quality of the movie,

    P(u watches m, led by t)  ~  popularity(m) * exp(SHARPNESS * a_t(m)) * sigmoid(taste_u(m))
    taste_u(m)                =  sum_t w_u(t) a_t(m)
    stars(u, m)               =  mean_u + scale_u * (QUALITY * q(m) + TASTE * taste_u(m) + noise), to half stars

where some movies are watched because everybody watches them. Popularity falls with the rank (Zipf's law), the number
of ratings of a person is log-normal, and nobody rates a movie before the year it came out.
"""

import dataclasses
import logging
import time
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import BadInput
from data.movies import Movie
from data.raters import MIN_RATINGS, TASTES, People, Whole, activity, draw_people, liking_of, rated_when, released
from data.ratings import MAX_STARS, MIN_STARS, RATING_COLUMNS
from data.tastes import Array, draw_tastes, standardise

logger = logging.getLogger(__name__)

DEMO_USERS = 600
DEMO_MEAN_RATINGS = 75.0

KNOWN_TO_ALL = 40  # movies at the top that are about equally popular
SHARPNESS = 1.6
QUALITY, TASTE, NOISE = 0.35, 0.5, 0.75
MEAN_STARS, MEAN_SPREAD = 3.5, 0.4  # of people's means
SCALE_SPREAD = 0.2  # standard deviation of the logarithm
USUAL_VOTE, VOTE_SPREAD = 6.5, 0.8  # where the catalogue has no votes

BLOCK = 256  # people simulated at once
MAX_ROUNDS = 30
DRAWS = 2.5  # movies thought of for each one watched


@dataclasses.dataclass(frozen=True)
class _World:
    """What everybody chooses from.

    Attributes:
        movie_ids: (n,).
        released: (n,) first second of the year of release.
        quality: (n,).
        appeal: (n, TASTES).
        chances: ((TASTES + 1) * n,) ascending: cumulative chances of the movies for somebody led by taste t, plus t;
            those of somebody led by popularity alone come last.
        following: (TASTES,) share of people who have each taste.
    """

    movie_ids: Whole
    released: Whole
    quality: Array
    appeal: NDArray[np.float32]
    chances: Array
    following: Array


def simulate(movies: Sequence[Movie], n_users: int, mean_ratings: float, seed: int) -> pd.DataFrame:
    """Ratings (`RATING_COLUMNS`) by the people 1 to `n_users`, sorted by user and time.

    Args:
        movies: what they choose from.
        n_users: how many people.
        mean_ratings: ratings of a person, about. Each gives at least `MIN_RATINGS`, as far as the catalogue goes, and
            rates at most `MOST_OF_CATALOGUE` of it, which lowers the mean where it is small.
        seed: the same one gives the same ratings of the same movies.

    Raises:
        BadInput: there are no movies or users, or `mean_ratings` is not more than `MIN_RATINGS`.
    """
    if not movies or n_users < 1:
        raise BadInput(f"cannot simulate {n_users} users rating {len(movies)} movies: give at least one of each")
    if not mean_ratings > MIN_RATINGS:
        raise BadInput(f"mean_ratings is {mean_ratings!r}, expected more than {MIN_RATINGS}")
    started = time.perf_counter()
    world = _world(movies, np.random.default_rng([seed, 0]))
    wanted = activity(n_users, mean_ratings, len(movies), np.random.default_rng([seed, 1]))
    columns = {name: np.empty(wanted.sum(), dtype) for name, dtype in RATING_COLUMNS.items()}
    end = 0
    for first in range(0, n_users, BLOCK):
        rng = np.random.default_rng([seed, 2, first])
        block = _block(world, draw_people(world.following, wanted[first : first + BLOCK], rng), rng)
        begin, end = end, end + len(block[0])
        for values, of_block in zip(columns.values(), (block[0] + first + 1, *block[1:]), strict=True):
            values[begin:end] = of_block
    logger.info(
        "simulated %d ratings of %d movies by %d users in %.1f s",
        *(end, len(movies), n_users, time.perf_counter() - started),
    )
    return pd.DataFrame({name: values[:end] for name, values in columns.items()}, copy=False)


def _world(movies: Sequence[Movie], rng: np.random.Generator) -> _World:
    n = len(movies)
    known = np.array([movie.popularity or movie.vote_count or 0 for movie in movies], dtype=np.float64)
    rank = np.empty(n)
    rank[np.lexsort((rng.random(n), -known))] = np.arange(1, n + 1)
    popularity = 1 / (rank + KNOWN_TO_ALL)
    popularity /= popularity.sum()
    guesses = rng.normal(USUAL_VOTE, VOTE_SPREAD, n)
    votes = [
        guess if movie.vote_average is None else movie.vote_average
        for movie, guess in zip(movies, guesses, strict=True)
    ]
    appeal = draw_tastes(movies, popularity, TASTES, rng)
    chances = popularity[:, None] * np.exp(SHARPNESS * np.column_stack([appeal, np.zeros(n)]))
    cumulative = np.cumsum(chances / chances.sum(axis=0), axis=0).T  # (TASTES + 1, n)
    return _World(
        movie_ids=np.array([movie.movie_id for movie in movies], dtype=np.int64),
        released=released(movies),
        quality=np.clip(standardise(np.array(votes), popularity), -2.5, 2.5),
        appeal=appeal.astype(np.float32),
        chances=(np.minimum(cumulative, 1.0) + np.arange(TASTES + 1)[:, None]).ravel(),
        following=rng.dirichlet(np.full(TASTES, 4.0)),
    )


def _block(world: _World, people: People, rng: np.random.Generator) -> tuple[Whole, Whole, Array, Whole]:
    """The ratings of a block: number of the person in it, movie id, stars and time (each n,), by person and time."""
    person, movie = _watch(world, people, rng)
    rated_at = rated_when(people, world.released, person, movie, rng)
    stars = _stars(world, people, person, movie, rng)
    order = np.lexsort((movie, rated_at, person))
    return person[order], world.movie_ids[movie[order]], stars[order], rated_at[order]


def _watch(world: _World, people: People, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Who watches what: numbers (m,) of people, ascending, and of movies; each pair once."""
    b, n = len(people.wanted), len(world.movie_ids)
    watched = np.zeros(b * n, dtype=np.bool_)
    drawn = np.empty(b * n, dtype=np.int32)  # when a movie was first drawn in a round; read only where just written
    missing = people.wanted
    for _ in range(MAX_ROUNDS):
        pairs = _think_of(world, people, np.ceil(DRAWS * missing).astype(np.int64), rng)
        pairs = pairs[~watched[pairs]]
        drawn[pairs[::-1]] = np.arange(len(pairs) - 1, -1, -1)
        pairs = pairs[drawn[pairs] == np.arange(len(pairs))]
        number = np.bincount(pairs // n, minlength=b)
        place = np.arange(len(pairs)) - np.repeat(np.cumsum(number) - number, number)
        watched[pairs[place < missing[pairs // n]]] = True
        missing = missing - np.minimum(missing, number)
        if not missing.any():
            break
    pairs = np.flatnonzero(watched)
    return pairs // n, pairs % n


def _think_of(world: _World, people: People, times: Whole, rng: np.random.Generator) -> Whole:
    """Draw `times` (b,) movies for each person and drop those not to their taste or not out yet.

    Returns:
        person * n + movie of each draw (m,), the people ascending.
    """
    n = len(world.movie_ids)
    person = np.repeat(np.arange(len(times)), times)
    leader = (rng.random(len(person))[:, None] > people.led[person]).sum(axis=1)
    leader = np.minimum(leader, TASTES)
    movie = np.searchsorted(world.chances, leader + rng.random(len(person)), side="right") - leader * n
    movie = np.clip(movie, 0, n - 1)
    liking = liking_of(people, world.appeal, person, movie)
    appealing = rng.random(len(person)) < 1 / (1 + np.exp(-liking))
    last_seen = people.last_seen[person]
    thought_of: Whole = (person * n + movie)[appealing & (world.released[movie] <= last_seen)]
    return thought_of


def _stars(world: _World, people: People, person: Whole, movie: Whole, rng: np.random.Generator) -> Array:
    b = len(people.wanted)
    opinion = QUALITY * world.quality[movie] + TASTE * liking_of(people, world.appeal, person, movie)
    usual = np.bincount(person, opinion, b) / np.maximum(np.bincount(person, minlength=b), 1)
    opinion += rng.normal(0, NOISE, len(person)) - usual[person]  # people rate around what they usually watch
    mean = MEAN_STARS + rng.normal(0, MEAN_SPREAD, b)
    scale = rng.lognormal(0, SCALE_SPREAD, b)
    return np.clip(np.rint(2 * (mean[person] + scale[person] * opinion)) / 2, MIN_STARS, MAX_STARS)
