from pathlib import Path

import numpy as np
import pytest

from data.errors import UsherError
from retrieval.vectors import EmbeddingCache, embed_all
from tests.retrieval.hashed_words import HashedWords

TEXTS = [f"text {number}" for number in range(150)]


def quiet(done: int, total: int) -> None:
    assert done <= total


def test_changed_bytes_anywhere_in_the_file_raise_nothing_but_one_line(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    model = HashedWords(16)
    whole = embed_all(TEXTS, model, EmbeddingCache(path), quiet)
    sound = path.read_bytes()
    rng = np.random.default_rng(3)
    refused: list[str] = []
    for _ in range(150):
        damaged = bytearray(sound)
        for place in rng.integers(0, len(sound) if rng.random() < 0.5 else 200, rng.choice([1, 5, 50])):
            damaged[place] = rng.integers(256)
        path.write_bytes(damaged)
        try:
            found = embed_all(TEXTS, model, EmbeddingCache(path), quiet)
        except UsherError as error:
            refused.append(str(error))
        else:
            assert found.shape == whole.shape
    assert 0 < len(refused) < 150
    assert all(str(path) in message and "\n" not in message for message in refused)
    path.unlink()
    np.testing.assert_array_equal(embed_all(TEXTS, model, EmbeddingCache(path), quiet), whole)


def test_a_file_cut_short_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    embed_all(TEXTS, HashedWords(16), EmbeddingCache(path), quiet)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(UsherError, match=r"delete it$"):
        embed_all(TEXTS, HashedWords(16), EmbeddingCache(path), quiet)
