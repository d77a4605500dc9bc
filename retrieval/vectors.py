"""Vectors of texts that have been embedded before, kept in a file: a second build embeds only what is new."""

import contextlib
import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from data.errors import UsherError
from retrieval.index import Embedder, Vectors

logger = logging.getLogger(__name__)

CHUNK = 1024  # texts that are embedded, then saved in one transaction: what a kill costs at most


class EmbeddingCache:
    """An SQLite file of float16 vectors by the embedder's name and the SHA-256 of the text."""

    def __init__(self, path: Path) -> None:
        """Remember where; the file appears with the first vectors."""
        self._path = path

    def get(self, name: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vector (dimension,) of each text that is known.

        Raises:
            UsherError: the file is not such a cache.
        """
        texts_by_key = {_key(text): text for text in texts}
        with self._open() as connection:
            rows = connection.execute(
                # CROSS JOIN keeps the order: look each text up, rather than read the whole table for every chunk.
                "SELECT value, vector FROM json_each(?) CROSS JOIN vectors ON text = value AND embedder = ?",
                (json.dumps(list(texts_by_key)), name),
            )
            return {texts_by_key[key]: np.frombuffer(blob, np.float16).astype(np.float32) for key, blob in rows}

    def put(self, name: str, vectors: Mapping[str, Vectors]) -> None:
        """Add the vectors of texts, all of them or, after a kill, none.

        Raises:
            UsherError: the file cannot be written.
        """
        rows = [(name, _key(text), vector.astype(np.float16).tobytes()) for text, vector in vectors.items()]
        with self._open() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction on the file."""
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS vectors"
                    " (embedder TEXT, text TEXT, vector BLOB NOT NULL, PRIMARY KEY (embedder, text)) WITHOUT ROWID"
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
        embedder: turns those into vectors that the cache lacks.
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
            vectors = embedder.embed(missing).astype(np.float16).astype(np.float32)
            cache.put(embedder.name, dict(zip(missing, vectors, strict=True)))
            known.update(zip(missing, vectors, strict=True))
            new += len(missing)
        found[start : start + len(chunk)] = np.stack([known[text] for text in chunk])
        on_progress(start + len(chunk), len(distinct))
    logger.info("embedded %d texts, %d new, in %.1f s", len(distinct), new, time.perf_counter() - started)
    row = {text: at for at, text in enumerate(distinct)}
    return found[[row[text] for text in texts]]


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
