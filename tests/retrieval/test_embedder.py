import concurrent.futures

import numpy as np
import pytest
import torch

from retrieval.embedder import BATCH_TEXTS, MiniLm
from retrieval.index import CONTINUED, PIECE_DIMENSION, PIECE_SCALE
from tests.retrieval.exact import exact_network

TEXTS = [
    "a man relives the same day",
    "A sour weatherman wakes up on one winter morning, over and over. Only he notices. He has to grow kind.",
    "sharks",
    "",
    "Zwei Männer 🦈 überfallen eine Bank " * 40,
]


def test_vectors_have_length_one_and_come_in_the_order_of_the_texts(minilm: MiniLm) -> None:
    many = [f"{text} {number}" for number in range(BATCH_TEXTS) for text in TEXTS[:3]]
    together = minilm.embed(many)
    assert together.shape == (len(many), minilm.dimension)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-6)
    for at in (0, 1, 100, len(many) - 1):
        assert float(together[at] @ minilm.embed([many[at]])[0]) > 0.999


def test_no_texts_give_no_vectors(minilm: MiniLm) -> None:
    assert minilm.embed([]).shape == (0, minilm.dimension)


def test_vectors_stay_near_those_of_float32_weights_whatever_the_processor_multiplies(minilm: MiniLm) -> None:
    exact = exact_network()
    assert next(exact.parameters()).dtype == torch.float32
    expected = exact.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    cosines = (minilm.embed(TEXTS) * expected).sum(axis=1)
    assert cosines.min() >= 0.996


def test_threads_share_the_model(minilm: MiniLm) -> None:
    alone = [minilm.embed([text])[0] for text in TEXTS]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: minilm.embed([text])[0], TEXTS * 8))
    for found, expected in zip(together, alone * 8, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-3)


def test_a_description_is_nearest_to_its_movie(minilm: MiniLm) -> None:
    query, bath, shark = minilm.embed(
        ["a big fish bites swimmers", "A girl works in a bathhouse.", "A shark at a beach."]
    )
    assert float(query @ shark) > float(query @ bath) + 0.2


def test_half_a_surrogate_pair_is_read_as_a_question_mark(minilm: MiniLm) -> None:
    np.testing.assert_array_equal(minilm.embed(["a \ud800 b"]), minilm.embed(["a ? b"]))


@pytest.mark.parametrize("attribute", ["name", "dimension"])
def test_name_and_dimension_are_what_the_model_is(minilm: MiniLm, attribute: str) -> None:
    assert getattr(minilm, attribute) == {"name": "all-MiniLM-L6-v2", "dimension": 384}[attribute]


def test_reading_gives_the_same_vectors_and_a_direction_for_each_word_piece(minilm: MiniLm) -> None:
    readings = minilm.read(TEXTS)
    np.testing.assert_allclose([one.vector for one in readings], minilm.embed(TEXTS), atol=1e-6)
    tokenizer = minilm._model().network.tokenizer
    for text, one in zip(TEXTS[:4], readings[:4], strict=True):
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        words = tokenizer.convert_ids_to_tokens(ids)
        expected = [CONTINUED if word.startswith("##") else id_ for id_, word in zip(ids, words, strict=True)]
        assert one.ids.tolist() == expected
        assert one.pieces.shape == (len(one.ids), PIECE_DIMENSION)
        lengths = np.linalg.norm(one.pieces.astype(np.float64), axis=1)
        np.testing.assert_allclose(lengths, PIECE_SCALE, rtol=0.03)
    assert len(readings[4].ids) <= 256
