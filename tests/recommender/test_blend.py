"""All models together."""

import time

import numpy as np
import pytest

from data.errors import UsherError
from data.ids import Ids
from data.ratings import History
from recommender.blend import WEIGHTS, Blend, Contribution
from recommender.factors import Factors
from recommender.fold import HistoryFold

ALL = [10, 20, 30, 40, 50, 60]


def model(source, ids, seed, rank=4):
    """Factors of random vectors."""
    draw = np.random.default_rng(seed)
    vectors = lambda n: draw.normal(size=(n, rank)).astype(np.float32)
    return Factors(
        source=source,
        items=Ids(ids),
        users=Ids([]),
        item_factors=vectors(len(ids)),
        user_factors=vectors(0),
        item_bias=draw.normal(size=len(ids)).astype(np.float32),
        user_bias=np.zeros(0, dtype=np.float32),
        mean=0.0,
        fold=HistoryFold(base=vectors(1)[0], chosen=vectors(len(ids)), liked=vectors(len(ids)), power=0.5),
    )


@pytest.fixture
def blend():
    """ALS does not know item 40."""
    return Blend(model("als", [10, 20, 30, 50, 60], 1), model("two_tower", ALL, 2), model("popular", ALL, 3))


def ids(candidates):
    return [candidate.movie_id for candidate in candidates]


HISTORY = History(None, {20: 4.5, 60: 2.0})


def test_the_score_is_the_weighted_sum_of_standard_scores_and_an_unknown_item_has_the_lowest(blend):
    new = [10, 30, 40, 50]
    expected = dict.fromkeys(new, 0.0)
    for factors in (blend.als, blend.two_tower, blend.popular):
        scores = dict(zip(factors.items, factors.scores(HISTORY).astype(float).tolist(), strict=True))
        known = [scores[i] for i in new if i in scores]
        for i in new:
            standard = (scores.get(i, min(known)) - np.mean(known)) / np.std(known)
            expected[i] += WEIGHTS[factors.source] * standard
    proposed = blend.generate(HISTORY, 10)
    assert ids(proposed) == sorted(expected, key=lambda i: -expected[i])
    for candidate in proposed:
        assert candidate.score == pytest.approx(expected[candidate.movie_id], rel=1e-5)
        assert candidate.source == "blend"


def test_only_what_is_allowed_is_proposed_and_its_score_stays(blend):
    scores = {candidate.movie_id: candidate.score for candidate in blend.generate(HISTORY, 10)}
    proposed = blend.generate(HISTORY, 10, allowed=[40, 20, 10, 999])
    assert set(ids(proposed)) == {10, 40}
    assert all(candidate.score == scores[candidate.movie_id] for candidate in proposed)
    assert len(blend.generate(HISTORY, 1)) == 1


@pytest.mark.parametrize("history", [History(None, {}), History(None, {999: 5.0})])
def test_a_newcomer_gets_what_is_popular(blend, history):
    proposed = blend.generate(history, 3, allowed=[10, 30, 40, 50])
    assert proposed == blend.popular.generate(history, 3, allowed=[10, 30, 40, 50])
    assert {candidate.source for candidate in proposed} == {"popular"}
    best = blend.popular.generate(history, 6)
    places = blend.contributions(history, ids(best))
    assert [places[one.movie_id] for one in best] == [(Contribution("popular", rank),) for rank in range(1, 7)]


def test_contributions_are_the_places_in_the_models_own_rankings(blend):
    places = blend.contributions(HISTORY, [10, 30, 40, 50])
    for source, factors in (("als", blend.als), ("two_tower", blend.two_tower), ("popular", blend.popular)):
        for rank, candidate in enumerate(factors.generate(HISTORY, 10), start=1):
            assert Contribution(source, rank) in places[candidate.movie_id]
    assert [one.source for one in places[40]] == ["two_tower", "popular"]
    with pytest.raises(KeyError):
        blend.contributions(HISTORY, [11])


def test_someone_who_has_rated_everything_gets_nothing(blend):
    assert blend.generate(History(None, dict.fromkeys(ALL, 3.0)), 5) == []


def test_an_als_of_another_catalogue_is_named():
    blend = Blend(model("als", [10, 77], 1), model("two_tower", ALL, 2), model("popular", ALL, 3))
    with pytest.raises(UsherError, match="movie 77"):
        blend.generate(HISTORY, 5)


def test_a_list_out_of_ten_thousand_items_takes_milliseconds():
    many = range(10_000)
    blend = Blend(model("als", many, 1, 64), model("two_tower", many, 2, 128), model("popular", many, 3, 0))
    history = History(None, {i: 1 + i % 5 for i in range(100)})
    blend.generate(history, 50)
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        blend.generate(history, 50)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.05  # a few ms on an idle core; the margin is for busy ones
