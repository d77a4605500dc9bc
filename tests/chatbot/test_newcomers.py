import itertools

import numpy as np
import pytest

from chatbot.newcomers import telling
from data.ids import Ids
from recommender.factors import Factors
from recommender.fold import ImplicitFold

N_ITEMS, N_USERS, RANK = 40, 300, 6


@pytest.fixture(scope="module")
def factors() -> Factors:
    """Drawn people and films; films come in eight groups of five that are almost alike."""
    draw = np.random.default_rng(5)
    kinds = draw.normal(size=(8, RANK))
    kinds /= np.linalg.norm(kinds, axis=1, keepdims=True)
    items = np.repeat(kinds, 5, axis=0) + 0.05 * draw.normal(size=(N_ITEMS, RANK))
    users = draw.normal(size=(N_USERS, RANK)) * np.linspace(2, 0.5, RANK)
    return Factors(
        "als", Ids(range(1, N_ITEMS + 1)), Ids(range(N_USERS)), items.astype(np.float32), users.astype(np.float32),
        np.zeros(N_ITEMS), np.zeros(N_USERS), 0.0, ImplicitFold(0.1, 1.0, 2.0, np.eye(RANK)),
    )  # fmt: skip


ALIKE = dict.fromkeys(range(1, N_ITEMS + 1), 100)


def test_five_equally_known_films_are_of_five_kinds(factors: Factors) -> None:
    five = telling(factors, ALIKE, (), (), 5)
    assert len({(movie_id - 1) // 5 for movie_id in five}) == 5


def test_each_film_is_the_one_that_determinants_and_correlations_say(factors: Factors) -> None:
    spread = np.cov(factors.user_factors.astype(np.float64), rowvar=False)
    V = factors.item_factors.astype(np.float64)
    noise = float(np.mean([v @ spread @ v for v in V]))
    opinions = np.atleast_2d(np.corrcoef(V @ factors.user_factors.astype(np.float64).T))  # (n_items, n_items)
    known = {movie_id: 100 + movie_id for movie_id in ALIKE}

    def told(rows: list[int]) -> float:
        precision = np.linalg.inv(spread) + sum(np.outer(V[row], V[row]) for row in rows) / noise
        return float(np.linalg.slogdet(precision)[1])

    def worth(row: int, chosen: list[int]) -> float:
        unlike = 1 - max([0.0, *opinions[row, chosen]])
        return known[row + 1] * (told([*chosen, row]) - told(chosen)) * float(unlike)

    chosen: list[int] = []
    for _ in range(5):
        open_rows = [row for row in range(N_ITEMS) if row not in chosen]
        chosen.append(max(open_rows, key=lambda row: worth(row, chosen)))
    assert telling(factors, known, (), (), 5) == [row + 1 for row in chosen]


def test_what_was_rated_is_not_asked_again_nor_are_films_like_it(factors: Factors) -> None:
    first = telling(factors, ALIKE, (), (), 1)[0]
    others = telling(factors, ALIKE, [first], (), 5)
    assert (first - 1) // 5 not in {(movie_id - 1) // 5 for movie_id in others}
    passed = telling(factors, ALIKE, (), [first], 5)
    assert first not in passed
    assert (first - 1) // 5 in {(movie_id - 1) // 5 for movie_id in passed}  # unseen tells nothing of its like


def test_known_films_come_before_unknown_ones(factors: Factors) -> None:
    known = {movie_id: 1000 if movie_id % 5 == 0 else 1 for movie_id in ALIKE}
    assert all(movie_id % 5 == 0 for movie_id in telling(factors, known, (), (), 5))


def test_rounds_never_repeat_and_end_with_the_films(factors: Factors) -> None:
    passed: list[int] = []
    for _ in itertools.count():
        five = telling(factors, {**ALIKE, 999: 5000}, (), passed, 7)
        if not five:
            break
        passed += five
    assert sorted(passed) == sorted(ALIKE)
    assert telling(factors, {}, (), (), 5) == []
