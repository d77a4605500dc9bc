import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UsherError
from retrieval import vectors
from retrieval.index import Reading
from retrieval.vectors import EmbeddingCache, embed_all
from tests.retrieval.hashed_words import word_pieces

TEXTS = ["one", "two", "a much longer text", "two"]


def quiet(done: int, total: int) -> None:
    assert 0 < done <= total


def test_vectors_come_in_the_order_of_the_texts(tmp_path: Path, letters) -> None:
    found = embed_all(TEXTS, letters, EmbeddingCache(tmp_path / "cache"), quiet)
    np.testing.assert_allclose(found, letters.embed(TEXTS), atol=1e-3)


def test_a_second_run_embeds_nothing_and_gives_the_same_vectors(tmp_path: Path, letters) -> None:
    first = embed_all(TEXTS, letters, EmbeddingCache(tmp_path / "cache"), quiet)
    assert sorted(letters.texts) == sorted(set(TEXTS))
    letters.texts.clear()
    second = embed_all(TEXTS, letters, EmbeddingCache(tmp_path / "cache"), quiet)
    assert letters.texts == []
    np.testing.assert_array_equal(first, second)


def test_only_new_texts_are_embedded(tmp_path: Path, letters) -> None:
    cache = EmbeddingCache(tmp_path / "cache")
    embed_all(TEXTS, letters, cache, quiet)
    letters.texts.clear()
    embed_all([*TEXTS, "new"], letters, cache, quiet)
    assert letters.texts == ["new"]


def test_vectors_of_another_model_are_not_used(tmp_path: Path, letters) -> None:
    cache = EmbeddingCache(tmp_path / "cache")
    embed_all(TEXTS, letters, cache, quiet)
    letters.name = "other letters"
    letters.texts.clear()
    embed_all(["one"], letters, cache, quiet)
    assert letters.texts == ["one"]


def test_progress_counts_distinct_texts_to_the_end(tmp_path: Path, letters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "CHUNK", 2)
    told: list[tuple[int, int]] = []
    embed_all(TEXTS, letters, EmbeddingCache(tmp_path / "cache"), lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]


def test_no_texts_need_no_model(tmp_path: Path, letters) -> None:
    assert embed_all([], letters, EmbeddingCache(tmp_path / "cache"), quiet).shape == (0, 26)


def test_what_was_embedded_before_a_kill_is_kept(tmp_path: Path, letters) -> None:
    program = f"""
import os, signal
import numpy as np
from pathlib import Path
from retrieval import vectors
from retrieval.index import Reading
from tests.retrieval.hashed_words import word_pieces
vectors.CHUNK = 2
class Dies:
    name, dimension, calls = "letters", 26, 0
    def read(self, texts):
        self.calls += 1
        if self.calls == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return [Reading(vector, *word_pieces([])) for vector in np.eye(26, dtype=np.float32)[: len(texts)]]
cache = vectors.EmbeddingCache(Path({str(tmp_path / "cache")!r}))
vectors.embed_all([str(n) for n in range(10)], Dies(), cache, lambda done, total: None)
"""
    killed = subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode < 0
    embed_all([str(n) for n in range(10)], letters, EmbeddingCache(tmp_path / "cache"), quiet)
    assert letters.texts == ["4", "5", "6", "7", "8", "9"]


def test_a_file_that_is_no_cache_is_named(tmp_path: Path, letters) -> None:
    path = tmp_path / "cache"
    path.write_text("no database " * 100)
    with pytest.raises(UsherError, match=r"cannot use the cache of vectors .*cache.*delete it"):
        embed_all(TEXTS, letters, EmbeddingCache(path), quiet)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters()), max_size=8))
def test_any_text_is_cached(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("cache") / "cache"
    vectors = {text: np.arange(3, dtype=np.float32) + at for at, text in enumerate(texts)}
    readings = {text: Reading(vector, *word_pieces(text.split())) for text, vector in vectors.items()}
    EmbeddingCache(path).put("model", readings)
    kept = EmbeddingCache(path).read("model", texts)
    assert _in_full(kept) == _in_full(readings)
    found = EmbeddingCache(path).get("model", texts)
    assert {text: found[text].tolist() for text in found} == {text: vectors[text].tolist() for text in vectors}
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM readings").fetchone() == (len(readings),)
    connection.close()


def _in_full(readings: Mapping[str, Reading]) -> dict[str, list[object]]:
    return {text: [one.vector.tolist(), one.ids.tolist(), one.pieces.tolist()] for text, one in readings.items()}
