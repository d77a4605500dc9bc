import collections

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import BadInput
from data.ratings import RATING_COLUMNS, empty_ratings
from data.split import cold_users, k_folds, one_fold, random_split, random_split_by_user, temporal_split


def table(rows: list[tuple[int, int, float, int]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True))
    return pd.DataFrame(
        {name: np.array(values, dtype) for (name, dtype), values in zip(RATING_COLUMNS.items(), columns, strict=True)}
    )


def rows_of(*tables: pd.DataFrame) -> list[tuple[int, int, float, int]]:
    return [row for one in tables for row in one.itertuples(index=False, name=None)]


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    pairs = draw(
        st.lists(st.tuples(st.integers(-3, 6), st.integers(1, 40)), min_size=2, max_size=60, unique=True),
    )
    halves, times = st.integers(1, 10), st.integers(0, 5)
    return table([(user, movie, draw(halves) / 2, draw(times)) for user, movie in pairs])


fractions = st.floats(0.01, 0.99)
seeds = st.integers(0, 2**32)


@settings(deadline=None)
@given(tables(), fractions, seeds)
def test_each_split_holds_every_rating_exactly_once_and_keeps_the_columns(
    ratings: pd.DataFrame, fraction: float, seed: int
) -> None:
    everything = sorted(rows_of(ratings))
    for split in (
        random_split(ratings, fraction, seed),
        random_split_by_user(ratings, fraction, seed),
        temporal_split(ratings, fraction),
        *k_folds(ratings, 2, seed),
    ):
        assert sorted(rows_of(split.train, split.test)) == everything
        for part in (split.train, split.test):
            assert dict(part.dtypes) == {name: np.dtype(dtype) for name, dtype in RATING_COLUMNS.items()}
            assert list(part.index) == list(range(len(part)))
            positions = [rows_of(ratings).index(row) for row in rows_of(part)]
            assert positions == sorted(positions)  # the order of the table is kept


@settings(deadline=None)
@given(tables(), fractions, seeds)
def test_a_random_split_holds_back_the_fraction_and_neither_none_nor_all(
    ratings: pd.DataFrame, fraction: float, seed: int
) -> None:
    split = random_split(ratings, fraction, seed)
    assert 1 <= len(split.test) < len(ratings)
    assert abs(len(split.test) - fraction * len(ratings)) <= 1


@settings(deadline=None)
@given(tables(), fractions, seeds)
def test_every_user_with_two_ratings_or_more_is_in_both_parts_of_a_split_by_user(
    ratings: pd.DataFrame, fraction: float, seed: int
) -> None:
    for split in (random_split_by_user(ratings, fraction, seed), temporal_split(ratings, fraction)):
        held_back = collections.Counter(split.test.user_id)
        for user, n in collections.Counter(ratings.user_id).items():
            if n == 1:
                assert held_back[user] == 0
            else:
                assert 1 <= held_back[user] < n
                assert abs(held_back[user] - fraction * n) <= 1


@settings(deadline=None)
@given(tables(), fractions)
def test_a_temporal_split_asks_about_nothing_older_than_what_it_told(ratings: pd.DataFrame, fraction: float) -> None:
    split = temporal_split(ratings, fraction)
    for user, test in split.test.groupby("user_id"):
        train = split.train[split.train.user_id == user]
        newest_told = max(zip(train.rated_at, train.movie_id, strict=True))
        assert newest_told < min(zip(test.rated_at, test.movie_id, strict=True))


@settings(deadline=None)
@given(tables(), st.integers(2, 7), seeds)
def test_folds_hold_back_each_rating_once_and_an_equal_share_of_every_user(
    ratings: pd.DataFrame, k: int, seed: int
) -> None:
    if k > len(ratings):
        k = len(ratings)
    folds = k_folds(ratings, k, seed)
    assert len(folds) == k
    assert sorted(rows_of(*(fold.test for fold in folds))) == sorted(rows_of(ratings))
    for fold in folds:
        held_back = collections.Counter(fold.test.user_id)
        for user, n in collections.Counter(ratings.user_id).items():
            assert n // k <= held_back[user] <= -(-n // k)
    for number, fold in enumerate(folds, 1):
        alone = one_fold(ratings, k, number, seed)
        assert rows_of(alone.train) == rows_of(fold.train)
        assert rows_of(alone.test) == rows_of(fold.test)


@settings(deadline=None)
@given(tables(), fractions, st.integers(0, 5), seeds)
def test_cold_users_are_told_just_so_many_ratings_and_are_absent_from_training(
    ratings: pd.DataFrame, fraction: float, told: int, seed: int
) -> None:
    counts = collections.Counter(ratings.user_id)
    if max(counts.values()) <= told:
        with pytest.raises(BadInput, match="tell fewer"):
            cold_users(ratings, fraction, told, seed)
        return
    parts = cold_users(ratings, fraction, told, seed)
    assert sorted(rows_of(parts.train, parts.told, parts.test)) == sorted(rows_of(ratings))
    cold = set(parts.test.user_id)
    assert cold
    assert cold.isdisjoint(parts.train.user_id)
    assert len(cold) <= max(1, round(fraction * len(counts)))
    told_to = collections.Counter(parts.told.user_id)
    assert set(told_to) <= cold
    assert all(told_to[user] == told for user in cold)


@settings(deadline=None, max_examples=20)
@given(tables(), fractions, seeds)
def test_the_same_seed_gives_the_same_parts(ratings: pd.DataFrame, fraction: float, seed: int) -> None:
    pd.testing.assert_frame_equal(
        random_split(ratings, fraction, seed).test, random_split(ratings, fraction, seed).test
    )
    pd.testing.assert_frame_equal(
        random_split_by_user(ratings, fraction, seed).test, random_split_by_user(ratings, fraction, seed).test
    )
    pd.testing.assert_frame_equal(k_folds(ratings, 2, seed)[1].test, k_folds(ratings, 2, seed)[1].test)


def test_another_seed_gives_other_parts() -> None:
    ratings = table([(user, movie, 3.0, movie) for user in range(10) for movie in range(20)])
    assert not random_split(ratings, 0.3, 1).test.equals(random_split(ratings, 0.3, 2).test)
    assert not random_split_by_user(ratings, 0.3, 1).test.equals(random_split_by_user(ratings, 0.3, 2).test)
    assert not k_folds(ratings, 5, 1)[0].test.equals(k_folds(ratings, 5, 2)[0].test)
    assert not cold_users(ratings, 0.3, 5, 1).told.equals(cold_users(ratings, 0.3, 5, 2).told)


def test_each_rating_of_a_user_is_held_back_equally_often() -> None:
    ratings = table([(1, movie, 3.0, movie) for movie in range(10)])
    times = collections.Counter(
        movie for seed in range(400) for movie in random_split_by_user(ratings, 0.3, seed).test.movie_id
    )
    assert set(times) == set(range(10))
    assert all(abs(times[movie] - 120) < 45 for movie in range(10))  # 5 standard deviations of a binomial are 46


def test_a_temporal_split_worked_out_by_hand() -> None:
    ratings = table([(1, 10, 4.0, 300), (2, 10, 2.0, 5), (1, 20, 3.0, 100), (1, 40, 1.0, 200), (1, 30, 5.0, 200)])
    split = temporal_split(ratings, 0.5)
    assert rows_of(split.test) == [(1, 10, 4.0, 300), (1, 40, 1.0, 200)]
    assert rows_of(split.train) == [(2, 10, 2.0, 5), (1, 20, 3.0, 100), (1, 30, 5.0, 200)]


def test_a_split_by_user_of_no_ratings_is_two_empty_tables() -> None:
    split = temporal_split(empty_ratings(), 0.2)
    assert len(split.train) == len(split.test) == 0


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.1, float("nan")])
def test_a_fraction_out_of_range_is_refused_by_name(fraction: float) -> None:
    ratings = table([(1, 1, 3.0, 1), (1, 2, 3.0, 1)])
    for split in (
        lambda: random_split(ratings, fraction, 1),
        lambda: random_split_by_user(ratings, fraction, 1),
        lambda: temporal_split(ratings, fraction),
        lambda: cold_users(ratings, fraction, 1, 1),
    ):
        with pytest.raises(BadInput, match=f"fraction is {fraction!r}"):
            split()


def test_too_few_ratings_and_a_wrong_number_of_folds_are_refused() -> None:
    one = table([(1, 1, 3.0, 1)])
    with pytest.raises(BadInput, match="at least 2 ratings, got 1"):
        random_split(one, 0.5, 1)
    with pytest.raises(BadInput, match="k is 1"):
        k_folds(one, 1, 1)
    with pytest.raises(BadInput, match="number is 3, expected 1 to k = 2"):
        one_fold(table([(1, 1, 3.0, 1), (1, 2, 3.0, 1)]), 2, 3, 1)
    with pytest.raises(BadInput, match="told is -1"):
        cold_users(one, 0.5, -1, 1)
