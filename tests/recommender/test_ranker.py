"""The learned order of candidates."""

import numpy as np
import pytest

from data.errors import UsherError
from recommender.ranker import Ranker, RankerConfig, train_ranker

NAMES = ("good", "noise")
CONFIG = RankerConfig(trees=30, min_leaf=5, leaves=7, ridge=1.0)


@pytest.fixture(scope="module")
def candidates():
    """100 people with 20 candidates each; those with the highest first feature were rated."""
    draw = np.random.default_rng(0)
    features = draw.normal(size=(2000, 2)).astype(np.float32)
    return features, features[:, 0] + 0.3 * draw.normal(size=2000) > 1, np.full(100, 20)


@pytest.fixture(scope="module")
def ranker(candidates):
    return train_ranker(*candidates, NAMES, CONFIG, seed=1)


def test_what_was_rated_is_ranked_above_what_was_not(ranker):
    fresh = np.random.default_rng(1).normal(size=(500, 2)).astype(np.float32)
    scores = ranker.score(fresh)
    assert scores[fresh[:, 0] > 1.5].min() > np.median(scores)
    assert abs(np.corrcoef(scores, fresh[:, 1])[0, 1]) < 0.3 < np.corrcoef(scores, fresh[:, 0])[0, 1]


def test_shares_of_features_add_up_to_the_score(ranker, candidates):
    features = candidates[0][:50]
    shares = ranker.shares(features)
    assert shares.shape == (50, 3)
    np.testing.assert_allclose(shares.sum(axis=1), ranker.score(features), atol=1e-6)


def test_the_same_seed_gives_the_same_trees_and_another_seed_others(ranker, candidates):
    assert train_ranker(*candidates, NAMES, CONFIG, seed=1) == ranker
    assert train_ranker(*candidates, NAMES, CONFIG, seed=2) != ranker


def test_where_nothing_was_hit_all_candidates_are_alike(candidates):
    features, hits, sizes = candidates
    flat = train_ranker(features, np.zeros_like(hits), sizes, NAMES, CONFIG, seed=1)
    assert np.ptp(flat.score(features)) == 0


def test_saved_trees_are_read_back_exactly(ranker, candidates, tmp_path):
    ranker.save(tmp_path / "ranker.json")
    again = Ranker.load(tmp_path / "ranker.json")
    assert again.features == NAMES
    np.testing.assert_array_equal(again.score(candidates[0]), ranker.score(candidates[0]))


@pytest.mark.parametrize("content", [None, "", "not trees", "[]", '["not trees"]', "3"])
def test_an_unreadable_file_names_the_command_that_rebuilds(content, tmp_path):
    if content is not None:
        (tmp_path / "ranker.json").write_text(content)
    with pytest.raises(UsherError, match=r"ranker\.json.*app\.py build"):
        Ranker.load(tmp_path / "ranker.json")
