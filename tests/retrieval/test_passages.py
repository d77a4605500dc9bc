from pathlib import Path

import numpy as np
import pytest

from data.errors import UsherError
from retrieval.passages import ALONE, Passages

COUNTS = [1, 3, 2, 1]


@pytest.fixture
def passages(tmp_path: Path) -> Passages:
    vectors = np.random.default_rng(3).normal(size=(sum(COUNTS), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Passages.build(tmp_path / "passages", vectors, COUNTS)


@pytest.mark.parametrize("rows", [[0, 1, 2, 3], [2], [3, 1], [0], []])
def test_best_and_second_best_are_those_of_comparing_one_by_one(passages: Passages, rows: list[int]) -> None:
    queries = np.eye(8, dtype=np.float32)[:3]
    best, second = passages.compare(queries, np.array(rows, np.int64))
    assert (best.shape, second.shape) == ((3, len(rows)), (len(rows),))
    for at, row in enumerate(rows):
        own = passages.vectors[passages.starts[row] : passages.starts[row + 1]].astype(np.float32)
        assert best[:, at] == pytest.approx([max(own @ query) for query in queries])
        ordered = sorted(own @ queries[0], reverse=True)
        assert second[at] == pytest.approx(ordered[1] if len(ordered) > 1 else ALONE * ordered[0])


def test_what_was_written_is_read_again(passages: Passages, tmp_path: Path) -> None:
    opened = Passages.open(tmp_path / "passages", len(COUNTS))
    np.testing.assert_array_equal(opened.vectors, passages.vectors)
    np.testing.assert_array_equal(opened.starts, [0, 1, 4, 6, 7])


def test_a_file_of_other_movies_or_none_is_named(passages: Passages, tmp_path: Path) -> None:
    with pytest.raises(UsherError, match="are of 4 movies, not of 5"):
        Passages.open(tmp_path / "passages", 5)
    with pytest.raises(UsherError, match="cannot read the vectors"):
        Passages.open(tmp_path / "none", 4)
    (tmp_path / "passages").write_bytes(b"no archive")
    with pytest.raises(UsherError, match="cannot read the vectors"):
        Passages.open(tmp_path / "passages", 4)
    with pytest.raises(UsherError, match="cannot write the vectors"):
        Passages.build(tmp_path / "no" / "passages", np.eye(2, dtype=np.float32), [1, 1])
