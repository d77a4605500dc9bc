"""The order that the knobs put candidates into, beside one worked out by hand and by plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ids import Ids
from data.ratings import History
from recommender.factors import Factors
from recommender.fold import ItemFold
from recommender.rerank import Reranked, mmr, self_information

N = 300
HISTORY = History(None, {3: 5.0, 7: 1.0})


@pytest.fixture(scope="module")
def towers() -> Factors:
    draw = np.random.default_rng(4)
    return Factors(
        source="ease",
        items=Ids(range(N)),
        users=Ids([]),
        item_factors=draw.normal(size=(N, 5)).astype(np.float32),
        user_factors=np.zeros((0, 5), np.float32),
        item_bias=draw.normal(size=N).astype(np.float32),
        user_bias=np.zeros(0, np.float32),
        mean=0.0,
        fold=ItemFold(scale=np.ones(N, np.float32), tilt=0.2, typical=3.5),
    )


@pytest.fixture(scope="module")
def information() -> np.ndarray:
    return self_information(np.random.default_rng(6).integers(0, 400, N))


def reranked(towers: Factors, information: np.ndarray, diversity: float, novelty: float) -> Reranked:
    return Reranked(towers, towers.items, towers.item_factors, information, diversity, novelty)


def test_at_zero_the_list_is_that_of_the_generator(towers, information):
    assert reranked(towers, information, 0.0, 0.0).generate(HISTORY, 20) == towers.generate(HISTORY, 20)


@pytest.mark.parametrize(("diversity", "novelty"), [(1e-9, 0.0), (0.0, 1e-9), (1e-9, 1e-9)])
def test_near_zero_the_list_is_the_same_too(diversity, novelty, towers, information):
    assert reranked(towers, information, diversity, novelty).generate(HISTORY, 20) == towers.generate(HISTORY, 20)


def test_at_novelty_one_the_least_known_of_the_two_hundred_best_come_first(towers, information):
    best = towers.generate(HISTORY, 200)
    expected = sorted(best, key=lambda candidate: -information[candidate.movie_id])[:20]
    assert reranked(towers, information, 0.0, 1.0).generate(HISTORY, 20) == expected


def test_at_diversity_one_the_best_comes_first_and_then_always_the_least_alike(towers, information):
    best = [candidate.movie_id for candidate in towers.generate(HISTORY, 200)]
    vectors = towers.item_factors / np.linalg.norm(towers.item_factors, axis=1, keepdims=True)
    expected = best[:1]
    while len(expected) < 8:
        open_ = [movie_id for movie_id in best if movie_id not in expected]
        expected.append(min(open_, key=lambda one: max(float(vectors[one] @ vectors[other]) for other in expected)))
    found = reranked(towers, information, 1.0, 0.0).generate(HISTORY, 8)
    assert [candidate.movie_id for candidate in found] == expected


def test_each_knob_moves_what_it_is_for(towers, information):
    def measured(diversity: float, novelty: float) -> tuple[float, float]:
        found = [one.movie_id for one in reranked(towers, information, diversity, novelty).generate(HISTORY, 10)]
        vectors = towers.item_factors[found] / np.linalg.norm(towers.item_factors[found], axis=1, keepdims=True)
        alike = (vectors @ vectors.T)[np.triu_indices(10, 1)].mean()
        return float(1 - alike), float(information[found].mean())

    unlike = [measured(knob, 0.0)[0] for knob in (0.0, 0.5, 1.0)]
    bits = [measured(0.0, knob)[1] for knob in (0.0, 0.5, 1.0)]
    assert unlike == sorted(unlike)
    assert unlike[2] > unlike[0] + 0.1
    assert bits == sorted(bits)
    assert bits[2] > bits[0] + 1


def test_more_than_two_hundred_are_given_where_they_are_asked_for_and_each_once(towers, information):
    found = reranked(towers, information, 0.5, 0.5).generate(HISTORY, 1000)
    assert {candidate.movie_id for candidate in found} == set(range(N)) - HISTORY.stars.keys()
    assert len(found) == N - 2
    assert set(found) == set(towers.generate(HISTORY, 1000))  # their scores, too, are those of the generator


def test_only_what_is_allowed_is_proposed(towers, information):
    model = reranked(towers, information, 0.5, 0.5)
    assert {candidate.movie_id for candidate in model.generate(HISTORY, 10, allowed=[3, 4, 5])} == {4, 5}
    assert model.generate(HISTORY, 10, allowed=[]) == []
    assert model.generate(HISTORY, 0) == []


def test_the_order_of_four_films_worked_out_by_hand():
    # The second is the twin of the first, the third is at a right angle to both, the fourth opposite.
    worth, vectors = np.array([1.0, 0.9, 0.5, 0.0]), np.array([[2.0, 0.0], [3.0, 0.0], [0.0, 0.5], [-1.0, 0.0]])
    assert mmr(worth, vectors, 4, 0.0) == [0, 1, 2, 3]
    # After the first, at 0.4: 0.54 - 0.4, 0.3 - 0, 0 + 0.4; after those two: 0.14, 0.3 - 0; then what is left.
    assert mmr(worth, vectors, 4, 0.4) == [0, 3, 2, 1]
    # At 0.25: 0.675 - 0.25, 0.375 - 0, 0 + 0.25.
    assert mmr(worth, vectors, 2, 0.25) == [0, 1]
    # At 0.3: 0.63 - 0.3, 0.35, 0.3.
    assert mmr(worth, vectors, 2, 0.3) == [0, 2]


@given(
    worth=st.lists(st.integers(0, 4), min_size=0, max_size=12),
    k=st.integers(-1, 14),
    diversity=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    seed=st.integers(0, 5),
)
def test_what_is_taken_is_what_plain_loops_take(worth: list[int], k: int, diversity: float, seed: int) -> None:
    draw = np.random.default_rng(seed)
    # Directions of axes, so that cosines are exactly 0, 1 or -1 and equal gains are equal in any arithmetic.
    vectors = np.eye(3)[draw.integers(0, 3, len(worth))] * draw.choice([-2.0, -1.0, 1.0, 4.0], (len(worth), 1))
    expected: list[int] = []
    while len(expected) < min(k, len(worth)):
        gains = {}
        for place in range(len(worth)):
            if place not in expected:
                cosines = [
                    float(vectors[place] @ vectors[other])
                    / math.dist(vectors[place], [0, 0, 0])
                    / math.dist(vectors[other], [0, 0, 0])
                    for other in expected
                ]
                gains[place] = (1 - diversity) * worth[place] / 4 - diversity * max(cosines, default=0.0)
        expected.append(max(gains, key=lambda place: (gains[place], -place)))
    assert mmr(np.array(worth) / 4, vectors, k, diversity) == expected


def test_a_vector_of_zeros_is_like_nothing_and_equal_worth_leaves_the_order():
    assert mmr(np.zeros(3), np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]]), 3, 1.0) == [0, 2, 1]
    assert mmr(np.ones(3), np.zeros((3, 2)), 3, 0.5) == [0, 1, 2]


def test_information_is_in_bits_and_what_nobody_rated_counts_as_rated_once():
    np.testing.assert_allclose(self_information(np.array([4, 2, 1, 0, 1])), [1, 2, 3, 3, 3])
    np.testing.assert_allclose(self_information(np.zeros(2, np.int64)), [0, 0])
