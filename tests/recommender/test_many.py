"""The lists of many people together beside those of each alone."""

import dataclasses

import numpy as np
import pytest

from data.ids import Ids
from data.ratings import Histories, History
from recommender import blend as of_blend
from recommender import factors as of_factors
from recommender.blend import Blend
from recommender.candidates import BatchGenerator
from recommender.popular import train_popular
from recommender.ranker import RankerConfig, train_ranker
from recommender.rerank import Reranked, self_information
from recommender.signals import FEATURES, Signals
from tests.chatbot.small_build import ALL, CATALOGUE, small_ratings, small_signals

FEW = 6  # candidates that the trees put in order
NEWCOMERS = [History(None, {}), History(None, {999: 4.0})]


@pytest.fixture(scope="module")
def signals() -> Signals:
    return small_signals()


@pytest.fixture(scope="module")
def people() -> list[History]:
    """Everyone of the ratings, newcomers among them, someone who has rated all, and someone who left one film."""
    histories = Histories(small_ratings())
    known = [histories[int(user)] for user in histories.users]
    everything = History(None, dict.fromkeys(ALL, 3.5), 10**7)
    return [*known[:9], *NEWCOMERS, everything, *known[9:], History(None, dict.fromkeys(ALL[1:], 3.5))]


@pytest.fixture
def models(signals: Signals, monkeypatch: pytest.MonkeyPatch) -> dict[str, BatchGenerator]:
    """Few people at once, so that there is more than one batch."""
    monkeypatch.setattr(of_blend, "CANDIDATES", FEW)
    for module in (of_blend, of_factors):
        monkeypatch.setattr(module, "CELLS", 4 * len(ALL))
    draw = np.random.default_rng(0)
    features = draw.normal(size=(4000, len(FEATURES))).astype(np.float32)
    wanted = features[:, FEATURES.index("als")] + features[:, FEATURES.index("stars_of_item")] > 1
    ranker = train_ranker(features, wanted, np.full(200, 20), FEATURES, RankerConfig(trees=20, min_leaf=20), seed=0)
    blend = Blend(signals, ranker, train_popular(small_ratings(), CATALOGUE))
    vectors = signals.content.item_factors
    reranked = Reranked(blend, Ids(ALL), vectors, self_information(signals.facts.counts), diversity=0.4, novelty=0.3)
    biased = dataclasses.replace(signals.als, mean=3.5)
    return {"blend": blend, "als": biased, "ease": signals.ease, "popular": blend.popular, "reranked": reranked}


@pytest.mark.parametrize("allowed", [None, [3, 8, 12, 13, 20, 41, 60, 77, 999]], ids=["all", "some"])
@pytest.mark.parametrize("k", [1, 4, FEW + 5])
@pytest.mark.parametrize("name", ["blend", "als", "ease", "popular", "reranked"])
def test_many_lists_are_those_of_each_alone(
    name: str, k: int, allowed: list[int] | None, models: dict[str, BatchGenerator], people: list[History]
) -> None:
    many = models[name].generate_many(people, k, allowed)
    assert len(many) == len(people)
    for history, together in zip(people, many, strict=True):
        alone = models[name].generate(history, k, allowed)
        assert [(one.movie_id, one.source) for one in together] == [(one.movie_id, one.source) for one in alone]
        np.testing.assert_allclose([one.score for one in together], [one.score for one in alone], rtol=1e-5, atol=1e-5)
        assert history.stars.keys().isdisjoint(one.movie_id for one in together)


def test_nobody_has_no_lists(models: dict[str, BatchGenerator]) -> None:
    assert [model.generate_many([], 5) for model in models.values()] == [[]] * len(models)
