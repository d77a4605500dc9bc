"""The contract that every model's factors keep, whichever way their user vectors are solved."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UsherError
from data.ids import Ids
from data.ratings import History
from recommender.factors import Factors, top_k
from recommender.fold import FOLDS, Fold, HistoryFold, ImplicitFold, ItemFold, JointFold, RidgeFold

N_ITEMS, N_USERS, RANK = 40, 7, 6
MOVIE_IDS = [3 * row + 10 for row in range(N_ITEMS)]


def factors_of(kind: str, n_items: int = N_ITEMS, rank: int = RANK) -> Factors:
    rng = np.random.default_rng(5)
    vectors = (0.4 * rng.normal(size=(n_items, rank))).astype(np.float32)
    shapes = (*[(n_items, rank)] * 3, (rank,))
    chosen, liked, recent, base = (0.4 * rng.normal(size=shape) for shape in shapes)
    folds: dict[str, Fold] = {
        "ridge": RidgeFold(reg=0.2, shrinkage=4.0, prior=10.0),
        "implicit": ImplicitFold(reg=0.1, alpha=3.0, disliked_at=1.5, gram=(vectors.T @ vectors).astype(np.float64)),
        "history": HistoryFold(base, chosen, liked, recent, power=0.5, typical=3.4, memory=4.0),
        "items": ItemFold(np.abs(chosen[:, 0]), tilt=0.3, typical=3.4, memory=4.0, floor=0.2),
        "joint": JointFold.of(
            HistoryFold(base[:2], chosen[:, :2], liked[:, :2], recent[:, :2], power=0.5, typical=3.4, memory=4.0),
            ItemFold(np.abs(chosen[:, 0]), tilt=0.3, typical=3.4, memory=4.0, floor=0.2),
        ),
    }
    return Factors(
        source="als",
        items=Ids(3 * row + 10 for row in range(n_items)),
        users=Ids(range(1, N_USERS + 1)),
        item_factors=vectors,
        user_factors=rng.normal(size=(N_USERS, rank)).astype(np.float32),
        item_bias=rng.normal(size=n_items).astype(np.float32) / 3,
        user_bias=rng.normal(size=N_USERS).astype(np.float32),
        mean=3.5,
        fold=folds[kind],
    )


@pytest.fixture(params=sorted(FOLDS))
def factors(request: pytest.FixtureRequest) -> Factors:
    return factors_of(request.param)


@pytest.fixture
def history() -> History:
    rng = np.random.default_rng(1)
    rated = rng.choice(MOVIE_IDS, 12, replace=False).tolist()
    return History(None, {**dict(zip(rated, (rng.integers(1, 11, 12) / 2).tolist(), strict=True)), 999_999: 4.0})


def test_saved_factors_are_read_back_exactly(factors: Factors, history: History, tmp_path: Path) -> None:
    factors.save(tmp_path / "factors.npz")
    again = Factors.load(tmp_path / "factors.npz")
    for field in ("item_factors", "user_factors", "item_bias", "user_bias"):
        np.testing.assert_array_equal(getattr(again, field), getattr(factors, field))
        assert getattr(again, field).dtype == getattr(factors, field).dtype
    assert (list(again.items), list(again.users)) == (list(factors.items), list(factors.users))
    assert (again.source, again.mean, type(again.fold)) == (factors.source, factors.mean, type(factors.fold))
    for name in (field.name for field in dataclasses.fields(factors.fold)):
        np.testing.assert_array_equal(getattr(again.fold, name), getattr(factors.fold, name))
    assert again.generate(history, 10) == factors.generate(history, 10)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut short", b"not factors"])
def test_an_unreadable_file_names_the_command_that_rebuilds(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "factors.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsherError, match=r"factors\.npz.*app\.py build"):
        Factors.load(path)


def test_a_file_of_other_arrays_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", numbers=np.arange(3))
    with pytest.raises(UsherError, match=r"app\.py build"):
        Factors.load(tmp_path / "other.npz")


def test_candidates_are_the_best_items_that_are_not_rated(factors: Factors, history: History) -> None:
    scores = factors.scores(history)
    open_rows = [row for row, movie_id in enumerate(MOVIE_IDS) if movie_id not in history.stars]
    best = sorted(open_rows, key=lambda row: (-scores[row], row))[:10]
    found = factors.generate(history, 10)
    assert [candidate.movie_id for candidate in found] == [MOVIE_IDS[row] for row in best]
    assert [candidate.score for candidate in found] == [float(scores[row]) for row in best]
    assert {candidate.source for candidate in found} == {"als"}


def test_only_allowed_items_come_back(factors: Factors, history: History) -> None:
    rated = next(iter(history.stars))
    allowed = {rated, 5, 888_888, *MOVIE_IDS[20:25]}
    found = {candidate.movie_id for candidate in factors.generate(history, 50, allowed)}
    assert found == set(MOVIE_IDS[20:25]) - history.stars.keys()
    assert factors.generate(history, 5, set()) == []


@pytest.mark.parametrize("k", [N_ITEMS, 1_000])
def test_more_than_there_are_gives_all_that_are_open(k: int, factors: Factors, history: History) -> None:
    assert len(factors.generate(history, k)) == N_ITEMS - 12
    assert factors.generate(history, 0) == []


@pytest.mark.parametrize("stars", [{}, {999_999: 5.0, 888_888: 1.0}])
def test_a_person_without_known_ratings_gets_finite_scores_in_a_stable_order(
    stars: dict[int, float], factors: Factors
) -> None:
    found = factors.generate(History(None, stars), N_ITEMS)
    assert len(found) == N_ITEMS
    assert np.isfinite([candidate.score for candidate in found]).all()
    assert found == factors.generate(History(None, {}), N_ITEMS)


@pytest.mark.parametrize("stars", [{}, {10: 0.5}])
def test_a_person_who_liked_nothing_is_taken_for_the_average_user_by_implicit_factors(stars: dict[int, float]) -> None:
    factors = factors_of("implicit")
    expected = 3.5 + factors.item_bias + factors.item_factors @ factors.user_factors.mean(axis=0)
    np.testing.assert_allclose(factors.scores(History(None, stars)), expected, atol=1e-5)


def test_the_shares_of_the_ratings_add_up_to_the_score(factors: Factors, history: History) -> None:
    bias, user = factors.fold_in(history)
    scores = factors.scores(history)
    for row, movie_id in enumerate(MOVIE_IDS):
        shares = factors.explain(history, movie_id)
        exact = factors.mean + bias + factors.item_bias[row] + factors.item_factors[row].astype(np.float64) @ user
        assert shares.score == pytest.approx(exact, abs=1e-6)
        assert shares.score == pytest.approx(scores[row], abs=5e-6)  # scores are float32
        assert shares.by_item.keys() == history.stars.keys() & set(MOVIE_IDS)


def test_the_share_of_a_rating_is_what_the_score_loses_when_its_stars_are_those_expected(history: History) -> None:
    factors = factors_of("ridge")
    bias, _ = factors.fold_in(history)
    vectors = factors.item_factors.astype(np.float64)
    rows = factors.items.rows([movie_id for movie_id in history.stars if movie_id in factors.items])
    Y = vectors[rows]
    residuals = np.array([history.stars[MOVIE_IDS[row]] for row in rows]) - 3.5 - factors.item_bias[rows] - bias
    weights = vectors[30] @ np.linalg.inv(Y.T @ Y + 0.2 * (len(rows) + 10) * np.eye(RANK)) @ Y.T
    shares = factors.explain(history, MOVIE_IDS[30]).by_item
    for place, row in enumerate(rows):
        as_expected = np.where(np.arange(len(rows)) == place, 0.0, residuals)
        loss = weights @ residuals - weights @ as_expected
        assert shares[MOVIE_IDS[row]] == pytest.approx(loss, abs=1e-6)


def test_towers_weigh_the_latest_ratings_by_their_age_and_stars_by_the_distance_from_a_drawn_mean() -> None:
    factors = factors_of("history")
    fold = factors.fold
    assert isinstance(fold, HistoryFold)
    history = History(None, {MOVIE_IDS[3]: 5.0, MOVIE_IDS[1]: 2.0, MOVIE_IDS[9]: 4.0})
    mean = (5.0 + 2.0 + 4.0 + 5 * 3.4) / 8
    weights = np.exp([-2 / 4, -1 / 4, 0.0])
    expected = fold.base + sum(
        (fold.chosen[row] + (stars - mean) * fold.liked[row]) / 3**0.5
        + weight / weights.sum() ** 0.5 * fold.recent[row]
        for row, stars, weight in zip((3, 1, 9), (5.0, 2.0, 4.0), weights, strict=True)
    )
    np.testing.assert_allclose(factors.fold_in(history)[1], expected, rtol=1e-6)


def test_closed_form_models_add_up_the_items_vectors_weighted_by_stars_age_and_scale() -> None:
    factors = factors_of("items")
    fold = factors.fold
    assert isinstance(fold, ItemFold)
    history = History(None, {MOVIE_IDS[3]: 5.0, MOVIE_IDS[1]: 2.0})
    mean = (5.0 + 2.0 + 5 * 3.4) / 7
    expected = (1 + 0.3 * (5 - mean)) * (0.2 + np.exp(-1 / 4)) * fold.scale[3] * factors.item_factors[3] + (
        1 + 0.3 * (2 - mean)
    ) * (0.2 + 1) * fold.scale[1] * factors.item_factors[1]
    np.testing.assert_allclose(factors.fold_in(history)[1], expected, rtol=1e-5)
    without_order = dataclasses.replace(factors, fold=dataclasses.replace(fold, memory=0.0))
    backwards = History(None, dict(reversed(list(history.stars.items()))))
    np.testing.assert_allclose(without_order.scores(history), without_order.scores(backwards), rtol=1e-5)
    assert not np.allclose(factors.scores(history), factors.scores(backwards))


def test_an_unknown_item_cannot_be_explained(factors: Factors, history: History) -> None:
    with pytest.raises(KeyError):
        factors.explain(history, 999_999)


@given(
    scores=st.lists(st.integers(-3, 3), min_size=1, max_size=40),
    k=st.integers(-1, 45),
    without=st.sets(st.integers(0, 39)),
    among=st.none() | st.sets(st.integers(0, 39)),
)
def test_top_k_is_the_head_of_a_full_stable_sort(
    scores: list[int], k: int, without: set[int], among: set[int] | None
) -> None:
    n = len(scores)
    out = {row for row in without if row < n}
    only = None if among is None else {row for row in among if row < n}
    rows = [row for row in range(n) if row not in out and (only is None or row in only)]
    expected = sorted(rows, key=lambda row: -scores[row])[: max(k, 0)]  # Python's sort is stable
    found = top_k(
        np.array(scores, np.float32),
        k,
        without=np.array(sorted(out), np.int64),
        among=None if only is None else np.array(sorted(only), np.int64),
    )
    assert found.tolist() == expected
