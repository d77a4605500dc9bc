"""Ratings of simulated people against the means and numbers of votes that they are to agree with."""

import datetime

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from data.errors import BadInput
from data.movies import Movie
from data.random_movies import random_movies
from data.raters import END
from data.ratings import RATING_COLUMNS
from data.votes import simulate_votes

PEOPLE, MEAN_RATINGS = 800, 80.0


@pytest.fixture(scope="module")
def films():
    """Made-up films whose votes are spread as IMDb's are: none has more than a third of a percent of all."""
    rng = np.random.default_rng(4)
    return [
        Movie(film.movie_id, film.title, film.year, film.genres, directors=film.directors, cast=film.cast,
              vote_average=float(average), vote_count=int(count))
        for film, average, count in zip(
            random_movies(3000, seed=1),
            np.clip(rng.normal(6.5, 1.2, 3000), 1, 10).round(1),
            5 + 1e6 / (np.arange(3000) + 100),
            strict=True,
        )
    ]  # fmt: skip


@pytest.fixture(scope="module")
def ratings(films):
    return simulate_votes(films, PEOPLE, MEAN_RATINGS, seed=1)


def test_the_ratings_are_a_table_of_ratings(ratings, films):
    assert dict(ratings.dtypes) == {name: np.dtype(dtype) for name, dtype in RATING_COLUMNS.items()}
    assert not ratings.duplicated(["user_id", "movie_id"]).any()
    assert ratings.equals(ratings.sort_values(["user_id", "rated_at", "movie_id"]))
    assert set(ratings.user_id) <= set(range(1, PEOPLE + 1))
    assert set(ratings.stars.unique()) == set(np.arange(1, 11) / 2)
    year = {film.movie_id: film.year for film in films}
    for movie_id, rated_at in zip(ratings.movie_id, ratings.rated_at, strict=True):
        assert datetime.datetime.fromtimestamp(rated_at, datetime.UTC).year >= year[movie_id]
    assert ratings.rated_at.max() < END


def test_each_film_has_its_share_of_the_ratings(ratings, films):
    """Films that came out before anybody joined have all of their share; newer ones as far as there are people."""
    number = ratings.groupby("movie_id").size()
    old = [film for film in films if film.year <= 2013]
    share = sum(number.get(film.movie_id, 0) for film in old) / sum(film.vote_count for film in old)
    away = {film.movie_id: number.get(film.movie_id, 0) - share * film.vote_count for film in films}
    assert max(abs(away[film.movie_id]) for film in old) < 1.01
    assert max(away.values()) < 1.01
    assert len(old) > 1000
    assert len(ratings) == pytest.approx(PEOPLE * MEAN_RATINGS, rel=0.15)
    known = [film for film in old if share * film.vote_count >= 5]
    ranks = spearmanr([number[film.movie_id] for film in known], [film.vote_count for film in known])
    assert ranks.statistic > 0.99


def test_the_mean_of_each_film_is_half_of_its_mean_vote_as_closely_as_half_stars_allow(ratings, films):
    means = ratings.groupby("movie_id").stars.agg(["mean", "size"]).astype(float)
    half = pd.Series({film.movie_id: film.vote_average / 2 for film in films})[means.index]
    away = (means["mean"] - half).abs()
    assert (away * means["size"]).max() < 0.2501
    assert away.mean() < 0.02
    often = means["size"] >= 20
    assert often.sum() > 500
    assert spearmanr(means["mean"][often], half[often]).statistic > 0.999
    by_hand = ratings[ratings.movie_id == films[0].movie_id].stars.tolist()
    assert sum(by_hand) / len(by_hand) == pytest.approx(films[0].vote_average / 2, abs=0.25 / len(by_hand) + 1e-6)


def test_people_differ_in_activity_strictness_and_taste(ratings, films):
    by_user = ratings.groupby("user_id").size()
    assert by_user.mean() > 1.2 * by_user.median()
    assert 0.3 < ratings.groupby("user_id").stars.mean().std() < 0.6
    horror = ratings.movie_id.isin({film.movie_id for film in films if "Horror" in film.genres})
    share = horror.groupby(ratings.user_id).mean()
    if_all_were_alike = horror.mean() * (1 - horror.mean()) / by_user  # variance of a binomial share
    assert share.var() > 1.5 * if_all_were_alike.mean()


def test_the_same_seed_gives_the_same_ratings_and_another_seed_others(films):
    once = simulate_votes(films, 50, 30.0, seed=7)
    pd.testing.assert_frame_equal(once, simulate_votes(films, 50, 30.0, seed=7))
    assert not once.equals(simulate_votes(films, 50, 30.0, seed=8))


def test_nobody_rates_a_film_twice_a_film_without_votes_or_one_of_a_coming_year():
    films = [
        Movie(1, "Known to all", 1990, vote_average=8.0, vote_count=10**6),
        Movie(2, "Without votes", 1990),
        Movie(3, "Next year's", 2027, vote_average=9.0, vote_count=10**6),
        Movie(4, "Best of all", 1990, vote_average=10.0, vote_count=9000),
        Movie(5, "Worst of all", 1990, vote_average=1.0, vote_count=9000),
    ]
    ratings = simulate_votes(films, 400, 20.0, seed=1)
    assert ratings.groupby("movie_id").size()[1] <= 400
    assert set(ratings.movie_id) == {1, 4, 5}
    assert set(ratings.stars[ratings.movie_id == 4]) == {5.0}
    assert set(ratings.stars[ratings.movie_id == 5]) == {0.5}


def test_impossible_numbers_are_refused(films):
    with pytest.raises(BadInput, match="0 users"):
        simulate_votes(films, 0, 50.0, seed=1)
    with pytest.raises(BadInput, match="rating 0 movies with votes"):
        simulate_votes([Movie(1, "Without votes")], 5, 50.0, seed=1)
    with pytest.raises(BadInput, match="mean_ratings is 15"):
        simulate_votes(films, 5, 15, seed=1)
