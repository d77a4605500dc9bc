"""Ratings of simulated people that agree with what a source publishes of each film: its mean and number of votes.

The opposite of counting votes. Of the ratings that all people give, each film gets the share that it has of all votes:

    number(m) = total * votes(m) / sum of votes, rounded so that the sum stays

Who gives them is drawn without replacement, the active ones and those whose taste it is sooner (`data.raters`,
`data.tastes`), nobody before the film's year:

    P(u rates m)  ~  activity(u) * exp(CHOICE * taste_u(m))
    stars(u, m)   =  offset(m) + mean_u + scale_u * (TASTE * taste_u(m) + noise), to half stars from 0.5 to 5.0

with mean_u about 0, and the offset such that the mean of the film's stars is half of its mean vote from 1 to 10.
"""

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
from data.synthetic import MEAN_SPREAD, NOISE, SCALE_SPREAD, TASTE
from data.tastes import Array, draw_tastes

logger = logging.getLogger(__name__)

CHOICE = 1.0  # how much people keep to their tastes
PAIRS_AT_ONCE = 1 << 22  # of people and films
WIDEST = 12.0  # stars: no offset is farther from 0
HALVINGS = 40


def simulate_votes(movies: Sequence[Movie], n_users: int, mean_ratings: float, seed: int) -> pd.DataFrame:
    """Ratings (`RATING_COLUMNS`) by some of the people 1 to `n_users`, sorted by user and time.

    A film with n ratings has a mean within 1 / (4 n) stars of half its `vote_average`, and its number is within 1 of
    its share, as far as there are people who were there after it came out: new films of many votes get fewer.
    Films without votes get no ratings.

    Args:
        movies: what they choose from.
        n_users: how many people.
        mean_ratings: ratings of a person, about.
        seed: the same one gives the same ratings of the same movies.

    Raises:
        BadInput: no movie has votes, there are no users, or `mean_ratings` is not more than `MIN_RATINGS`.
    """
    films = [movie for movie in movies if movie.vote_average is not None and movie.vote_count]
    if not films or n_users < 1:
        raise BadInput(
            f"cannot simulate {n_users} users rating {len(films)} movies with votes: give at least one of each"
        )
    if not mean_ratings > MIN_RATINGS:
        raise BadInput(f"mean_ratings is {mean_ratings!r}, expected more than {MIN_RATINGS}")
    started = time.perf_counter()
    rng = np.random.default_rng([seed, 3])
    votes = np.array([movie.vote_count for movie in films], dtype=np.float64)
    shares = votes / votes.sum()
    appeal = draw_tastes(films, shares, TASTES, rng).astype(np.float32)
    wanted = activity(n_users, mean_ratings, len(films), rng)
    people = draw_people(rng.dirichlet(np.full(TASTES, 4.0)), wanted, rng)
    out = released(films)
    movie, person = _who_rates(people, appeal, out, _numbers(shares, int(wanted.sum()), rng), rng)
    opinion = TASTE * liking_of(people, appeal, person, movie) + rng.normal(0, NOISE, len(person))
    mean, scale = rng.normal(0, MEAN_SPREAD, n_users), rng.lognormal(0, SCALE_SPREAD, n_users)
    target = np.array([film.vote_average for film in films], dtype=np.float64) / 2
    stars = _agreeing(mean[person] + scale[person] * opinion, movie, target)
    rated_at = rated_when(people, out, person, movie, rng)
    order = np.lexsort((movie, rated_at, person))
    movie_ids = np.array([film.movie_id for film in films])
    columns = (person + 1, movie_ids[movie], stars, rated_at)
    logger.info(
        "simulated %d ratings of %d movies by %d users in %.1f s",
        *(len(order), len(films), n_users, time.perf_counter() - started),
    )
    return pd.DataFrame(
        {
            name: values[order].astype(dtype)
            for (name, dtype), values in zip(RATING_COLUMNS.items(), columns, strict=True)
        }
    )


def _numbers(shares: Array, total: int, rng: np.random.Generator) -> Whole:
    """Whole numbers (n,) whose sum is `total`, each within 1 of its share (n,) of that."""
    ends = np.floor(total * np.cumsum(shares) + rng.random()).astype(np.int64)
    ends[-1] = total
    return np.diff(ends, prepend=0)


def _who_rates(
    people: People, appeal: NDArray[np.float32], out: Whole, numbers: Whole, rng: np.random.Generator
) -> tuple[Whole, Whole]:
    """Draw `numbers` (n,) different people for each film: rows (m,) of films, ascending, and who rates each (m,)."""
    last_seen = people.last_seen
    chosen = []
    for first in range(0, len(numbers), films_at_once := max(1, PAIRS_AT_ONCE // len(last_seen))):
        block = slice(first, first + films_at_once)
        eager = people.wanted.astype(np.float32) * np.exp(CHOICE * appeal[block] @ people.leanings.T)  # (films, people)
        # who comes first at these rates is a draw without replacement
        comes = rng.standard_exponential(eager.shape, dtype=np.float32) / eager
        there = last_seen >= out[block, None]
        comes[~there] = np.inf
        for row, number in enumerate(np.minimum(numbers[block], there.sum(axis=1)).tolist()):
            chosen.append(np.argpartition(comes[row], number - 1)[:number] if number else np.empty(0, dtype=np.int64))
    return np.repeat(np.arange(len(numbers)), [len(people) for people in chosen]), np.concatenate(chosen)


def _agreeing(opinions: Array, movie: Whole, target: Array) -> Array:
    """Half stars (m,) whose order within a film is that of the opinions (m,) and whose mean is its target (n,)."""
    number = np.maximum(np.bincount(movie, minlength=len(target)), 1)
    low, high = np.full(len(target), -WIDEST), np.full(len(target), WIDEST)

    def means(offsets: Array) -> Array:
        of_films: Array = np.bincount(movie, _half_stars(opinions + offsets[movie]), len(target)) / number
        return of_films

    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = means(middle) > target
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    nearer = np.where(target - means(low) <= means(high) - target, low, high)
    return _half_stars(opinions + nearer[movie])


def _half_stars(values: Array) -> Array:
    return np.clip(np.rint(2 * values) / 2, MIN_STARS, MAX_STARS)
