"""Items for several users: by hand, and beside a search through all items."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.together import MEMORY, balances, satisfactions, together

NOBODY = np.zeros(4, np.bool_)


def test_the_least_pleased_user_decides():
    stars = np.array([[5.0, 4.0, 3.0, 4.5], [1.0, 3.5, 4.0, 2.0]])
    shares = satisfactions(stars)
    np.testing.assert_allclose(shares, [[1, 0.8, 0.6, 0.9], [0.25, 0.875, 1, 0.5]])
    # the least of each: 0.25, 0.8, 0.6, 0.5
    assert together(shares, np.zeros(2), NOBODY, 4).tolist() == [1, 2, 3, 0]


def test_who_rates_low_does_not_decide_alone():
    stars = np.array([[2.0, 1.9, 1.0, 0.5], [2.5, 5.0, 4.9, 3.0]])
    assert together(satisfactions(stars), np.zeros(2), NOBODY, 1).tolist() == [1]
    assert stars.min(axis=0).argmax() == 0  # the stars themselves would choose what only the first user likes


def test_a_vetoed_item_is_out_and_the_list_is_filled_up():
    shares = np.array([[1.0, 0.9, 0.8, 0.7], [1.0, 0.9, 0.8, 0.7]])
    vetoed = np.array([False, True, False, False])
    assert together(shares, np.zeros(2), vetoed, 3).tolist() == [0, 2, 3]
    assert together(shares, np.zeros(2), ~NOBODY, 3).tolist() == []


def test_of_equal_scores_the_higher_mean_counts_then_the_lower_row():
    shares = np.array([[0.5, 0.5, 0.5, 0.6], [0.5, 0.9, 0.9, 0.5]])
    assert together(shares, np.zeros(2), NOBODY, 4).tolist() == [1, 2, 3, 0]


def test_balances_worked_out_by_hand():
    evenings = [{"Anna": 1.0, "Ben": 0.6}, {"Ben": 0.9, "Cleo": 0.7}]
    # last evening: mean 0.8; the one before: mean 0.8, counting half
    np.testing.assert_allclose(
        balances(evenings, ["Anna", "Ben", "Cleo", "Dan"]), [0.2, -0.2 + MEMORY * 0.1, -MEMORY * 0.1, 0]
    )
    assert balances([], ["Anna"]).tolist() == [0]


def test_who_came_off_worst_weighs_more_tonight():
    shares = np.array([[1.0, 0.8], [0.8, 1.0]])
    nobody = np.zeros(2, np.bool_)
    assert together(shares, np.zeros(2), nobody, 1).tolist() == [0]  # as fair as the other: the lower row
    worse_off = balances([{"Anna": 1.0, "Ben": 0.8}], ["Anna", "Ben"])
    assert together(shares, worse_off, nobody, 1).tolist() == [1]


def test_over_evenings_nobody_stays_behind():
    shares = np.array([[1.0, 0.7, 0.8], [0.6, 1.0, 0.8]])
    past = []
    for _ in range(6):
        (row,) = together(shares, balances(past, ["Anna", "Ben"]), np.zeros(3, np.bool_), 1)
        past.insert(0, dict(zip(["Anna", "Ben"], shares[:, row].tolist(), strict=True)))
    sums = [sum(evening[name] for evening in past) for name in ("Anna", "Ben")]
    assert abs(sums[0] - sums[1]) <= 0.4


@given(st.integers(2, 6), st.integers(1, 8), st.integers(0, 10**6))
def test_the_order_is_that_of_a_search_through_all_items(n_users, n_items, seed):
    draw = np.random.default_rng(seed)
    shares = draw.integers(1, 5, (n_users, n_items)) / 4
    balance = draw.integers(-2, 3, n_users) / 8
    vetoed = draw.random(n_items) < 0.3
    keys = {
        item: (
            -min(shares[user, item] + balance[user] for user in range(n_users)),
            -sum(shares[user, item] for user in range(n_users)),
            item,
        )
        for item in range(n_items)
        if not vetoed[item]
    }
    assert together(shares, balance, vetoed, n_items).tolist() == sorted(keys, key=lambda item: keys[item])


@pytest.mark.parametrize("n_users", [2, 3])
def test_the_chosen_item_makes_the_least_sum_so_far_largest(n_users):
    draw = np.random.default_rng(5)
    shares, sums = draw.uniform(0.3, 1, (n_users, 40)), draw.uniform(-0.3, 0.3, n_users)
    (row,) = together(shares, sums, np.zeros(40, np.bool_), 1)
    best = max(min(shares[user, item] + sums[user] for user in range(n_users)) for item in range(40))
    assert min(shares[user, row] + sums[user] for user in range(n_users)) == best
