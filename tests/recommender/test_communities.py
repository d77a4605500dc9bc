"""Communities of taste, compared with ones that were put in by hand and with scikit-learn."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans

from data.ids import Ids
from data.ratings import RATING_COLUMNS
from recommender.communities import LOVED, find_communities, loved_more
from recommender.factors import Factors
from recommender.fold import ImplicitFold

CENTRES = np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, 1]])
SIZES = (20, 9, 14)
GROUPS = np.repeat([0, 1, 2], SIZES)


@pytest.fixture
def factors():
    draw = np.random.default_rng(5)
    vectors = (CENTRES[GROUPS] + draw.normal(0, 0.1, (len(GROUPS), 4))) * draw.uniform(0.1, 30, (len(GROUPS), 1))
    return Factors(
        source="als",
        items=Ids([1]),
        users=Ids(range(100, 100 + len(GROUPS))),
        item_factors=np.zeros((1, 4), np.float32),
        user_factors=vectors.astype(np.float32),
        item_bias=np.zeros(1, np.float32),
        user_bias=np.zeros(len(GROUPS), np.float32),
        mean=0.0,
        fold=ImplicitFold(gram=np.eye(4, dtype=np.float32), reg=0.1, alpha=1.0, disliked_at=2.0),
    )


def test_groups_that_point_the_same_way_are_found_however_long_their_vectors_are(factors):
    found = find_communities(factors, 3, seed=1)
    assert found.sizes.tolist() == [20, 14, 9]
    place = {0: 0, 1: 2, 2: 1}
    assert found.labels.tolist() == [place[group] for group in GROUPS]
    assert found.members(2).tolist() == list(range(120, 129))


def test_it_is_the_optimum_that_scikit_learn_finds(factors):
    found = find_communities(factors, 3, seed=1)
    directions = factors.user_factors / np.linalg.norm(factors.user_factors, axis=1, keepdims=True)
    theirs = KMeans(3, n_init=10, random_state=0).fit(directions)
    centres = np.array([directions[found.labels == label].mean(axis=0) for label in range(3)])
    inertia = ((directions - centres[found.labels]) ** 2).sum()
    assert inertia == pytest.approx(theirs.inertia_, rel=1e-5)


def test_one_seed_always_finds_the_same(factors):
    first, second = (find_communities(factors, 6, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first.labels, second.labels)
    assert first.sizes.sum() == len(GROUPS)
    assert (np.diff(first.sizes) <= 0).all()


def test_typical_users_are_nearest_to_the_centre(factors):
    found = find_communities(factors, 3, seed=1)
    directions = factors.user_factors / np.linalg.norm(factors.user_factors, axis=1, keepdims=True)
    centre = directions[found.labels == 1].mean(axis=0)
    cosines = {int(user): directions[row] @ centre for row, user in enumerate(found.users.values) if GROUPS[row] == 2}
    assert found.typical(1, 4) == sorted(cosines, key=lambda user: -cosines[user])[:4]


def test_fewer_users_than_communities_and_users_without_direction_are_no_error(factors):
    few = dataclasses.replace(
        factors, users=Ids([7, 9]), user_factors=np.zeros((2, 4), np.float32), user_bias=np.zeros(2, np.float32)
    )
    found = find_communities(few, 8, seed=0)
    assert found.sizes.sum() == 2
    assert len(found.typical(0, 10)) == found.sizes[0]


def test_what_a_community_loves_more_is_counted_by_hand(factors):
    found = find_communities(factors, 3, seed=1)
    rows = [(user, 1, LOVED, 0) for user in range(100, 110)]  # half of the largest community
    rows += [(user, 2, 5.0, 0) for user in range(100, 143)]  # everyone
    rows += [(120, 3, 5.0, 0), (121, 3, 3.5, 0)]  # one of the smallest loves it, one does not
    rows += [(5, 4, 5.0, 0)]  # nobody we know
    ratings = pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)
    largest, middle, smallest = loved_more(ratings, found, 5)
    assert [(one.movie_id, one.among_them) for one in largest] == [(1, 0.5)]
    assert largest[0].among_all == pytest.approx(10 / 43)
    assert middle == []
    assert [(one.movie_id, one.among_them) for one in smallest] == [(3, pytest.approx(1 / 9))]
    assert loved_more(ratings[:0], found, 5) == [[], [], []]
