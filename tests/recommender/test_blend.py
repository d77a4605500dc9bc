"""All models together: the order of candidates is the ranker's, and what lies beyond follows."""

import numpy as np
import pytest

from data.ratings import History
from recommender import blend as blend_module
from recommender.blend import Blend
from recommender.popular import train_popular
from recommender.ranker import RankerConfig, train_ranker
from recommender.signals import FEATURES
from tests.recommender.test_signals import ALL, is_open, movies, ratings, signals  # noqa: F401 fixtures

HISTORY = History(None, {0: 4.5, 9: 2.0, 6: 3.5})
FEW = 5


@pytest.fixture(scope="module")
def ranker():
    """Trees that like what ALS likes and films that came out late."""
    draw = np.random.default_rng(0)
    features = draw.normal(size=(4000, len(FEATURES))).astype(np.float32)
    wanted = features[:, FEATURES.index("als")] + features[:, FEATURES.index("years_newer")] / 5
    config = RankerConfig(trees=20, min_leaf=20)
    return train_ranker(features, wanted > 1, np.full(200, 20), FEATURES, config, seed=0)


@pytest.fixture
def blend(signals, ranker, ratings, movies, monkeypatch):  # noqa: F811
    monkeypatch.setattr(blend_module, "CANDIDATES", FEW)
    return Blend(signals, ranker, train_popular(ratings, movies))


def ids(candidates):
    return [candidate.movie_id for candidate in candidates]


def open_rows(history):
    return np.array([[movie_id not in history.stars for movie_id in ALL]])


def test_the_ranker_orders_the_candidates_and_the_rest_follows_in_the_order_of_the_sum(blend, signals):  # noqa: F811
    scored = signals.score([HISTORY], open_rows(HISTORY))
    rows = scored.best(len(ALL) - 3)[0]
    scores = blend.ranker.score(signals.features([HISTORY], scored, rows[None, :FEW])[0])
    expected = [*rows[:FEW][np.argsort(-scores, kind="stable")], *rows[FEW:]]
    proposed = blend.generate(HISTORY, 50)
    assert ids(proposed) == [ALL[row] for row in expected]
    assert {one.source for one in proposed} == {"blend"}
    descending = [one.score for one in proposed]
    assert descending == sorted(descending, reverse=True)
    np.testing.assert_allclose(descending[:FEW], np.sort(scores)[::-1])


def test_a_shorter_list_is_the_head_of_a_longer_one(blend):
    longest = blend.generate(HISTORY, 50)
    for k in (1, FEW, FEW + 2):
        assert blend.generate(HISTORY, k) == longest[:k]
    assert blend.generate(HISTORY, 0) == []


def test_only_what_is_allowed_is_proposed(blend):
    assert set(ids(blend.generate(HISTORY, 10, allowed=[3, 12, 9, 999]))) == {3, 12}
    assert blend.generate(HISTORY, 10, allowed=[9, 999]) == []


@pytest.mark.parametrize("history", [History(None, {}), History(None, {999: 5.0})])
def test_a_newcomer_gets_what_is_popular(blend, history):
    proposed = blend.generate(history, 3, allowed=[3, 12, 15])
    assert proposed == blend.popular.generate(history, 3, allowed=[3, 12, 15])
    assert {candidate.source for candidate in proposed} == {"popular"}


def test_shares_of_the_features_add_up_to_the_score(blend):
    proposed = blend.generate(HISTORY, FEW)
    for candidate in proposed:
        shares = blend.explain(HISTORY, candidate.movie_id)
        assert set(shares) == {*FEATURES, "base"}
        assert sum(shares.values()) == pytest.approx(candidate.score, abs=1e-5)


def test_what_cannot_be_explained_is_named(blend):
    with pytest.raises(KeyError, match="999"):
        blend.explain(HISTORY, 999)
    with pytest.raises(KeyError, match="popularity"):
        blend.explain(History(None, {}), 3)


def test_someone_who_has_rated_everything_gets_nothing(blend):
    assert blend.generate(History(None, dict.fromkeys(ALL, 3.0)), 5) == []


def among(blend, history, allowed, k):
    return [ALL[row] for row in blend.among(history, blend.scored(history), allowed, k)]


def test_among_allowed_items_the_best_by_the_sum_are_put_in_order_by_the_ranker(blend, signals):  # noqa: F811
    scored = blend.scored(HISTORY)
    everything = signals.score([HISTORY], open_rows(HISTORY))
    np.testing.assert_array_equal(scored.choice, everything.choice)
    for allowed in (np.full(len(ALL), True), np.arange(len(ALL)) % 2 == 1):
        fit = [row for row in range(len(ALL)) if allowed[row] and ALL[row] not in HISTORY.stars]
        head = sorted(fit, key=lambda row: -everything.choice[0, row])[:FEW]
        features = signals.features([HISTORY], everything, np.array([head]))[0]
        by_ranker = dict(zip(head, blend.ranker.score(features), strict=True))
        order = sorted(head, key=lambda row: -by_ranker[row])
        for k in (1, 3, FEW):
            assert among(blend, HISTORY, allowed, k) == [ALL[row] for row in order][:k]


def test_among_nothing_there_is_nothing(blend):
    assert among(blend, HISTORY, np.full(len(ALL), False), 5) == []
    rated = np.array([movie_id in HISTORY.stars for movie_id in ALL])
    assert among(blend, HISTORY, rated, 5) == []


def test_where_everything_is_allowed_among_and_generate_agree(blend):
    assert among(blend, HISTORY, np.full(len(ALL), True), FEW) == ids(blend.generate(HISTORY, FEW))


@pytest.mark.parametrize(
    "history", [History(None, {}), History(None, {999: 5.0}), History(None, dict.fromkeys(ALL, 3.0))]
)
def test_somebody_unknown_and_somebody_who_rated_everything_have_no_scores(blend, history):
    assert blend.scored(history) is None
