"""How requests are read: the weights of the package and a product of two narrow matrices for each layer."""

import numpy as np
import torch

from retrieval.adapter import ADAPTER, layers
from retrieval.embedder import MiniLm
from tests.retrieval.exact import exact_network

TEXTS = ["a man wakes up on the same day again and again", "big fish eats swimmers, the mayor keeps the beach open", ""]


def test_each_layer_of_attention_and_after_it_has_two_narrow_matrices(minilm: MiniLm) -> None:
    linears = layers(minilm._model().network)
    assert len(linears) == 6 * 6
    with np.load(ADAPTER, allow_pickle=False) as saved:
        assert set(saved.files) == {f"{part}/{layer}" for part in ("up", "down") for layer in linears}
        for layer, linear in linears.items():
            up, down = saved[f"up/{layer}"], saved[f"down/{layer}"]
            assert up.shape[1] == down.shape[0] < min(linear.weight.shape) / 8
            assert (up.shape[0], down.shape[1]) == tuple(linear.weight.shape)
            assert np.isfinite(up).all()
            assert np.isfinite(down).all()
            assert np.abs(up).max() > 0


def test_a_request_is_read_with_the_sum_of_both(minilm: MiniLm) -> None:
    exact = exact_network()
    with np.load(ADAPTER, allow_pickle=False) as saved, torch.no_grad():
        for name, weight in exact.named_parameters():
            layer = name[name.find("layer.") :].removesuffix(".weight")
            if f"up/{layer}" in saved.files:
                added = saved[f"up/{layer}"].astype(np.float64) @ saved[f"down/{layer}"].astype(np.float64)
                weight += torch.from_numpy(added).float()
    expected = exact.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    found = np.stack([one.vector for one in minilm.ask(TEXTS)])
    assert (found * expected).sum(axis=1).min() >= 0.996


def test_a_request_is_read_in_another_way_than_a_movies_text_and_that_stays_as_it_was(minilm: MiniLm) -> None:
    before = minilm.embed(TEXTS)
    asked, read = minilm.ask(TEXTS), minilm.read(TEXTS)
    for one, other, vector in zip(asked, read, before, strict=True):
        np.testing.assert_array_equal(other.vector, vector)
        np.testing.assert_array_equal(one.ids, other.ids)
        assert one.pieces.shape == other.pieces.shape
        assert 0.3 < float(one.vector @ other.vector) < 0.99
