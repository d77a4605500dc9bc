"""The map of items: neighbours beside a plain loop, the layout beside groups that are known."""

import numpy as np
import pytest

from recommender.map import NEIGHBOURS, attraction, layout, nearest, repulsion


@pytest.fixture(scope="module")
def groups():
    """Four groups of 60 vectors in 12 dimensions, each around a direction of its own."""
    draw = np.random.default_rng(1)
    centres = np.repeat(np.linalg.qr(draw.normal(size=(12, 12)))[0][:4], 60, axis=0)
    return (centres + 0.1 * draw.normal(size=centres.shape)).astype(np.float32)


def test_the_nearest_are_those_of_a_plain_loop():
    vectors = np.random.default_rng(0).normal(size=(600, 5)).astype(np.float32)  # more than one block of rows
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    found = nearest(vectors, 4)
    for row in (0, 1, 300, 511, 512, 599):
        cosines = {other: float(unit[row] @ unit[other]) for other in range(600) if other != row}
        assert set(found[row].tolist()) == set(sorted(cosines, key=lambda other: -cosines[other])[:4])


def test_what_is_alike_lies_together(groups):
    places = layout(groups, seed=0)
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    closest = distances.argsort(axis=1)[:, :NEIGHBOURS]
    assert (closest // 60 == np.arange(240)[:, None] // 60).mean() > 0.99


def test_the_map_fills_one_unit_and_is_the_same_each_time(groups):
    places = layout(groups, seed=0)
    assert places.min() == 0
    assert places.max() == 1
    np.testing.assert_array_equal(places, layout(groups, seed=0))
    assert not np.array_equal(places, layout(groups, seed=1))


@pytest.mark.parametrize("n", [1, 2, 3, NEIGHBOURS + 1, NEIGHBOURS + 2])
def test_few_items_have_places_too(n):
    places = layout(np.random.default_rng(2).normal(size=(n, 6)).astype(np.float32), seed=0)
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()


def test_items_of_which_nothing_is_known_are_no_error():
    places = layout(np.zeros((40, 6), np.float32), seed=0)
    assert np.isfinite(places).all()


def test_the_forces_are_the_slopes_of_the_logarithms():
    def near(apart):
        return 1 / (1 + 1.577 * np.linalg.norm(apart) ** (2 * 0.895))

    for apart in ([0.8, 0.0], [-0.5, 0.9], [2.0, -1.5]):
        here = np.array(apart)
        step = 1e-5
        slopes = [
            [(log(here + step * axis) - log(here - step * axis)) / (2 * step) for axis in np.eye(2)]
            for log in (lambda at: -np.log(near(at)), lambda at: np.log(1 - near(at)))
        ]
        np.testing.assert_allclose(attraction(here[None])[0], slopes[0], rtol=1e-4)
        np.testing.assert_allclose(repulsion(here[None])[0], slopes[1], rtol=5e-3)  # 0.001 keeps it finite at 0
