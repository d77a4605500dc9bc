"""What the ranker is told, worked out a second time model by model and person by person."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from data.ids import Ids
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS, History
from recommender.ease import EaseConfig, train_ease
from recommender.factors import Factors
from recommender.fold import HistoryFold, ItemFold
from recommender.item_facts import ItemFacts
from recommender.sequence import SequenceConfig, train_sequence
from recommender.signals import FEATURES, FIRST_CHOICE, SIGNALS, WINDOWS, Signals

DAY = 86_400
ALL = list(range(0, 36, 3))  # movie ids; the last is rated by nobody
HISTORIES = [History(None, {0: 4.5, 9: 2.0, 6: 3.5}, 400 * DAY), History(None, {12: 5.0})]


@pytest.fixture(scope="module")
def movies():
    return Catalogue(Movie(i, f"Film {i}", 1980 + i) for i in ALL)


@pytest.fixture(scope="module")
def ratings():
    draw = np.random.default_rng(0)
    rows = [
        (user, ALL[place], float(draw.integers(1, 11)) / 2, int(draw.integers(0, 900 * DAY)))
        for user in range(25)
        for place in draw.choice(11, 5, replace=False)
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


def towers(source, ids, seed):
    draw = np.random.default_rng(seed)
    vectors = [draw.normal(size=(len(ids), 4)).astype(np.float32) for _ in range(3)]
    none = np.zeros((0, 4), np.float32)
    return Factors(
        source=source,
        items=Ids(ids),
        users=Ids([]),
        item_factors=vectors[0],
        user_factors=none,
        item_bias=draw.normal(size=len(ids)).astype(np.float32),
        user_bias=np.zeros(0, np.float32),
        mean=0.0,
        fold=HistoryFold(none.sum(axis=0), vectors[1], vectors[2], none, power=0.5, typical=3.5, memory=0.0),
    )


@pytest.fixture(scope="module")
def signals(movies, ratings):
    """ALS knows all but the last movie."""
    return Signals(
        items=movies.ids,
        aim="next",
        als=towers("als", ALL[:-1], 1),
        two_tower=towers("two_tower", ALL, 2),
        ease=train_ease(ratings, EaseConfig(dimension=5, reg=3.0), seed=0),
        content=towers("content", ALL, 3),
        sequence=train_sequence(ratings, SequenceConfig()),
        facts=ItemFacts.of(ratings, movies),
    )


@pytest.fixture(scope="module")
def is_open(movies):
    """All but what each has rated, and one more is closed to the second."""
    mask = np.array([[movie.movie_id not in history.stars for movie in movies] for history in HISTORIES])
    mask[1, 3] = False
    return mask


def raw(signals, name, history):
    """Scores by movie id of one model."""
    if name == "sequence":
        return dict(zip(signals.sequence.items, signals.sequence.scores([history])[0].tolist(), strict=True))
    if name in WINDOWS:
        moment = signals.facts.now if history.rated_at is None else history.rated_at
        counts = signals.facts.ratings_before(moment, WINDOWS[name])
        return dict(zip(signals.items, np.log1p(counts).tolist(), strict=True))
    model = signals.ease if name == "recent" else getattr(signals, name)
    if name == "recent":
        assert isinstance(model.fold, ItemFold)
        model = dataclasses.replace(model, fold=dataclasses.replace(model.fold, memory=10.0, floor=0.05))
    return dict(zip(model.items, model.scores(history).tolist(), strict=True))


@pytest.mark.parametrize("name", SIGNALS)
def test_scores_are_standardised_over_the_open_items_that_the_model_knows(signals, is_open, name):
    scored = signals.score(HISTORIES, is_open)
    for person, history in enumerate(HISTORIES):
        scores = raw(signals, name, history)
        rows = [row for row in np.flatnonzero(is_open[person]) if ALL[row] in scores]
        known = np.array([scores[ALL[row]] for row in rows])
        standard = (known - known.mean()) / max(known.std(), 1e-9)
        np.testing.assert_allclose(scored.standard[name][person, rows], standard, atol=2e-4)
        if len(rows) < is_open[person].sum():
            np.testing.assert_allclose(scored.standard[name][person, -1], standard.min(), atol=2e-4)


def test_candidates_are_chosen_by_the_weighted_sum_among_the_open_items(signals, is_open):
    scored = signals.score(HISTORIES, is_open)
    for person in range(2):
        total = sum(weight * scored.standard[name][person] for name, weight in FIRST_CHOICE["next"].items())
        ranked = sorted(np.flatnonzero(is_open[person]), key=lambda row: -total[row])
        assert scored.best(4)[person].tolist() == ranked[:4]
    assert np.isneginf(scored.choice[~is_open]).all()


def test_features_of_one_person_do_not_depend_on_who_else_is_asked_about(signals, is_open):
    scored = signals.score(HISTORIES, is_open)
    rows = scored.best(5)
    together = signals.features(HISTORIES, scored, rows)
    assert together.shape == (2, 5, len(FEATURES))
    for person in range(2):
        alone = signals.score([HISTORIES[person]], is_open[person][None])
        np.testing.assert_allclose(
            signals.features([HISTORIES[person]], alone, rows[person][None])[0], together[person], atol=1e-4
        )


def test_facts_and_ranks_worked_out_by_hand(signals, is_open):
    scored = signals.score(HISTORIES, is_open)
    rows = scored.best(5)
    found = dict(zip(FEATURES, np.moveaxis(signals.features(HISTORIES, scored, rows), -1, 0)[:, 0], strict=True))
    facts, mine = signals.facts, rows[0]
    order = np.argsort(-found["als"], kind="stable")
    assert found["als_rank"][order].tolist() == pytest.approx(np.log1p(np.arange(5)).tolist())
    np.testing.assert_allclose(found["ratings_of_item"], np.log1p(facts.counts[mine]), rtol=1e-6)
    assert found["ratings_of_person"].tolist() == pytest.approx([np.log(4)] * 5)
    assert found["stars_of_person"][0] == pytest.approx((10 + 5 * facts.typical_stars) / 8)
    years = np.array([1980, 1989, 1986])
    np.testing.assert_allclose(found["years_newer"], facts.years[mine] - years.mean(), atol=1e-4)
    spread = np.hypot(years.std(), 10 / 3**0.5)
    np.testing.assert_allclose(found["deviations_newer"], (facts.years[mine] - years.mean()) / spread, atol=1e-4)
    year = 365.25 * DAY
    np.testing.assert_allclose(found["since_first"], (400 * DAY - facts.first[mine]) / year, atol=1e-4)
    np.testing.assert_allclose(found["age"], 1970 + 400 * DAY / year - facts.years[mine], atol=1e-3)
