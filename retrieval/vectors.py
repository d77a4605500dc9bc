"""What was made of texts that have been embedded before, kept in a file: a second build embeds only what is new."""

import contextlib
import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import UsherError
from retrieval.index import PIECE_DIMENSION, Embedder, Reading, Vectors

logger = logging.getLogger(__name__)

CHUNK = 1024  # texts that are embedded, then saved in one transaction: what a kill costs at most


class EmbeddingCache:
    """An SQLite file of readings, their vectors in float16, by the embedder's name and the SHA-256 of the text."""

    def __init__(self, path: Path) -> None:
        """Remember where; the file appears with the first readings."""
        self._path = path

    def get(self, name: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vector (dimension,) of each text that is known.

        Raises:
            UsherError: the file is not such a cache.
        """
        with self._open() as connection:
            rows = _rows(connection, name, texts, "vector")
            return {text: np.frombuffer(vector, np.float16).astype(np.float32) for text, vector in rows}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, Reading]:
        """Everything that is known of each known text.

        Raises:
            UsherError: the file is not such a cache.
        """
        with self._open() as connection:
            return {
                text: Reading(
                    vector=np.frombuffer(vector, np.float16).astype(np.float32),
                    ids=np.frombuffer(ids, np.uint16),
                    pieces=np.frombuffer(pieces, np.int8).reshape(-1, PIECE_DIMENSION),
                )
                for text, vector, ids, pieces in _rows(connection, name, texts, "vector, ids, pieces")
            }

    def put(self, name: str, readings: Mapping[str, Reading]) -> None:
        """Add what was made of texts, all of them or, after a kill, none.

        Raises:
            UsherError: the file cannot be written.
        """
        rows = [
            (name, _key(text), one.vector.astype(np.float16).tobytes(), one.ids.tobytes(), one.pieces.tobytes())
            for text, one in readings.items()
        ]
        with self._open() as connection:
            connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?)", rows)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction on the file."""
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
                connection.execute("DROP TABLE IF EXISTS vectors")  # of versions that kept no word pieces
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS readings (embedder TEXT, text TEXT, vector BLOB NOT NULL,"
                    " ids BLOB NOT NULL, pieces BLOB NOT NULL, PRIMARY KEY (embedder, text)) WITHOUT ROWID"
                )
                yield connection
        except (sqlite3.Error, ValueError, TypeError) as error:  # the latter two where bytes were changed
            raise UsherError(f"cannot use the cache of vectors {self._path}: {error}; delete it") from error


def embed_all(
    texts: Sequence[str], embedder: Embedder, cache: EmbeddingCache, on_progress: Callable[[int, int], None]
) -> Vectors:
    """Embed texts, each distinct one at most once in the life of the cache.

    Args:
        texts: n of them, in any order; repeats are welcome.
        embedder: reads those that the cache lacks.
        cache: gains them, so that a build that was killed goes on where it was.
        on_progress: told how many distinct texts are done, out of how many.

    Returns:
        (n, dimension) unit vectors, to the precision of float16 whether they were cached or not.
    """
    started = time.perf_counter()
    distinct = sorted(set(texts), key=lambda text: (-len(text), text))  # texts of one length make full batches
    found = np.empty((len(distinct), embedder.dimension), np.float32)
    new = 0
    for start in range(0, len(distinct), CHUNK):
        chunk = distinct[start : start + CHUNK]
        known = cache.get(embedder.name, chunk)
        missing = [text for text in chunk if text not in known]
        if missing:
            readings = dict(zip(missing, embedder.read(missing), strict=True))
            cache.put(embedder.name, readings)
            known |= {text: one.vector.astype(np.float16).astype(np.float32) for text, one in readings.items()}
            new += len(missing)
        found[start : start + len(chunk)] = np.stack([known[text] for text in chunk])
        on_progress(start + len(chunk), len(distinct))
    logger.info("embedded %d texts, %d new, in %.1f s", len(distinct), new, time.perf_counter() - started)
    row = {text: at for at, text in enumerate(distinct)}
    return found[[row[text] for text in texts]]


def _rows(connection: sqlite3.Connection, name: str, texts: Sequence[str], columns: str) -> Iterator[tuple[Any, ...]]:
    """Each known text with some columns of its row."""
    texts_by_key = {_key(text): text for text in texts}
    rows = connection.execute(
        # CROSS JOIN keeps the order: look each text up, rather than read the whole table for every chunk.
        f"SELECT value, {columns} FROM json_each(?) CROSS JOIN readings ON text = value AND embedder = ?",  # noqa: S608 of ours
        (json.dumps(list(texts_by_key)), name),
    )
    return ((texts_by_key[key], *values) for key, *values in rows)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
