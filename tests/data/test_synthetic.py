import datetime
import time

import numpy as np
import pandas as pd
import pytest

from data.demo_films import read_demo
from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.random_movies import random_movies
from data.raters import END, MIN_RATINGS, MOST_OF_CATALOGUE
from data.ratings import MAX_STARS, MIN_STARS, RATING_COLUMNS
from data.split import random_split_by_user
from data.synthetic import DEMO_MEAN_RATINGS, DEMO_USERS, simulate


@pytest.fixture(scope="module")
def films() -> tuple[Movie, ...]:
    return read_demo()


@pytest.fixture(scope="module")
def ratings(films: tuple[Movie, ...]) -> pd.DataFrame:
    return simulate(films, DEMO_USERS, DEMO_MEAN_RATINGS, seed=1)


def test_the_ratings_are_a_table_of_ratings(ratings: pd.DataFrame, films: tuple[Movie, ...]) -> None:
    assert dict(ratings.dtypes) == {name: np.dtype(dtype) for name, dtype in RATING_COLUMNS.items()}
    assert not ratings.duplicated(["user_id", "movie_id"]).any()
    assert ratings.equals(ratings.sort_values(["user_id", "rated_at", "movie_id"]))
    assert set(ratings.user_id) == set(range(1, DEMO_USERS + 1))
    assert set(ratings.movie_id) <= {film.movie_id for film in films}
    assert ratings.stars.between(MIN_STARS, MAX_STARS).all()
    assert (2 * ratings.stars % 1 == 0).all()


def test_the_same_seed_gives_the_same_ratings_and_another_seed_others(films: tuple[Movie, ...]) -> None:
    once = simulate(films, 40, 30.0, seed=7)
    pd.testing.assert_frame_equal(once, simulate(films, 40, 30.0, seed=7))
    assert not once.equals(simulate(films, 40, 30.0, seed=8))


def test_nobody_rates_a_film_before_its_year_or_after_the_end(ratings: pd.DataFrame, films: tuple[Movie, ...]) -> None:
    year = {film.movie_id: film.year or 0 for film in films}
    for movie_id, rated_at in zip(ratings.movie_id, ratings.rated_at, strict=True):
        assert datetime.datetime.fromtimestamp(rated_at, datetime.UTC).year >= year[movie_id]
    assert ratings.rated_at.max() < END
    assert ratings.rated_at.min() > END - 13 * 366 * 86400


def test_a_film_of_a_coming_year_is_rated_by_nobody() -> None:
    movies = [*random_movies(200, seed=1), Movie(201, "Next year's", year=2027, popularity=1e9)]
    assert 201 not in set(simulate(movies, 50, 30.0, seed=1).movie_id)


def test_people_and_films_are_as_uneven_as_in_movielens(ratings: pd.DataFrame) -> None:
    by_user, by_movie = ratings.groupby("user_id").size(), ratings.groupby("movie_id").size().sort_values()
    assert by_user.min() >= MIN_RATINGS
    assert by_user.mean() == pytest.approx(DEMO_MEAN_RATINGS, rel=0.1)
    assert by_user.mean() > 1.25 * by_user.median()
    assert by_user.max() > 4 * by_user.mean()
    assert 40_000 < len(ratings) < 60_000
    assert 0.3 < by_movie.iloc[-1] / DEMO_USERS < 0.7
    assert by_movie.iloc[-len(by_movie) // 10 :].sum() > 0.3 * len(ratings)
    assert len(by_movie) > 1000


def test_stars_are_spread_as_in_movielens(ratings: pd.DataFrame) -> None:
    assert ratings.stars.mean() == pytest.approx(3.5, abs=0.15)
    assert ratings.stars.std() == pytest.approx(1.03, abs=0.1)
    assert set(ratings.stars.unique()) == set(np.arange(1, 11) / 2)
    assert 0.3 < ratings.groupby("user_id").stars.mean().std() < 0.5  # some are strict, some are not


def test_films_with_better_votes_get_more_stars(ratings: pd.DataFrame, films: tuple[Movie, ...]) -> None:
    means = ratings.groupby("movie_id").stars.agg(["mean", "size"])
    votes = pd.Series({film.movie_id: film.vote_average for film in films})
    often = means[means["size"] >= 30]
    assert np.corrcoef(often["mean"], votes[often.index])[0, 1] > 0.5


def test_people_differ_in_the_genres_they_choose_and_give_their_own_more_stars(
    ratings: pd.DataFrame, films: tuple[Movie, ...]
) -> None:
    horror = {film.movie_id for film in films if "Horror" in film.genres}
    is_horror = ratings.movie_id.isin(horror)
    share = is_horror.groupby(ratings.user_id).mean()
    number = ratings.groupby("user_id").size()
    if_all_were_alike = is_horror.mean() * (1 - is_horror.mean()) / number  # variance of a binomial share
    assert share.var() > 3 * if_all_were_alike.mean()
    above_own_mean = ratings.stars - ratings.groupby("user_id").stars.transform("mean")
    fans = ratings.user_id.map(share) > np.quantile(share, 0.8)
    assert above_own_mean[is_horror & fans].mean() > above_own_mean[is_horror & ~fans].mean() + 0.1


def test_a_person_gives_many_ratings_in_one_sitting(ratings: pd.DataFrame) -> None:
    gaps = ratings.groupby("user_id").rated_at.diff().dropna()
    assert (gaps < 3600).mean() > 0.6
    assert (gaps > 86400).mean() > 0.02


@pytest.mark.parametrize("n", [1, 3, 20])
def test_a_tiny_catalogue_is_rated_as_far_as_it_goes(n: int) -> None:
    ratings = simulate([Movie(10 * i, f"Film {i}") for i in range(1, n + 1)], 5, 50.0, seed=3)
    by_user = ratings.groupby("user_id").size()
    assert by_user.max() <= max(min(n, MIN_RATINGS), MOST_OF_CATALOGUE * n)
    assert len(by_user) == 5
    assert not ratings.duplicated(["user_id", "movie_id"]).any()


def test_movies_without_any_facts_can_be_rated() -> None:
    ratings = simulate([Movie(i, f"Film {i}") for i in range(1, 301)], 30, 40.0, seed=3)
    assert ratings.groupby("user_id").size().min() >= MIN_RATINGS


def test_impossible_numbers_are_refused() -> None:
    with pytest.raises(BadInput, match="0 users"):
        simulate(random_movies(5, seed=1), 0, 50.0, seed=1)
    with pytest.raises(BadInput, match="0 movies"):
        simulate([], 5, 50.0, seed=1)
    with pytest.raises(BadInput, match="mean_ratings is 15"):
        simulate(random_movies(5, seed=1), 5, 15, seed=1)


def test_made_up_movies_are_distinct_complete_and_the_same_for_a_seed() -> None:
    movies = random_movies(3000, seed=5)
    assert movies == random_movies(3000, seed=5)
    assert movies != random_movies(3000, seed=6)
    assert [movie.movie_id for movie in movies] == list(range(1, 3001))
    assert movies[122].title == "Simulated film 123"
    for movie in movies:
        assert movie.genres
        assert movie.overview
        assert movie.directors
        assert movie.cast
        assert movie.year is not None
        assert 1920 <= movie.year <= 2025
        assert movie.vote_average is not None
        assert 0 < movie.vote_average <= 10
    votes = sorted((movie.vote_count or 0 for movie in movies), reverse=True)
    assert sum(votes[:300]) > 0.4 * sum(votes)  # few are well known
    assert len(Catalogue(movies)) == 3000


@pytest.mark.slow
def test_a_million_ratings_of_a_large_catalogue_take_less_than_twenty_seconds() -> None:
    movies = random_movies(9000, seed=1)
    started = time.process_time()
    ratings = simulate(movies, 6500, 160.0, seed=1)
    assert time.process_time() - started < 20
    assert len(ratings) > 950_000
    assert ratings.stars.mean() == pytest.approx(3.5, abs=0.15)
    assert ratings.groupby("movie_id").size().max() > 0.3 * 6500


@pytest.mark.spark
@pytest.mark.slow
def test_collaborative_filtering_finds_tastes_that_popularity_cannot(
    films: tuple[Movie, ...], ratings: pd.DataFrame
) -> None:
    from recommender.als import ImplicitConfig, train_implicit
    from recommender.evaluate import compare, wide
    from recommender.popular import train_popular
    from recommender.spark import spark_session

    split = random_split_by_user(ratings, 0.2, seed=1)
    with spark_session("local[2]") as spark:
        als = train_implicit(split.train, spark, ImplicitConfig(), seed=1)
    popular = train_popular(split.train, Catalogue(films))
    ndcg = wide(compare({"als": als, "popular": popular}, split.train, split.test, Catalogue(films), seed=1)).ndcg
    assert ndcg["als"] > 1.5 * ndcg["popular"]
