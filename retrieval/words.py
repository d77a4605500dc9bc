"""Movies by the words they share with a text: SQLite's FTS5, ranked by BM25 (Robertson and Zaragoza 2009).

Words are folded to lower case without accents and stemmed (Porter), so that "dreams" finds "dreaming".
"""

import logging
import re
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.errors import BUILD_AGAIN, UsherError
from data.movies import Catalogue, MovieId

logger = logging.getLogger(__name__)

WEIGHTS = {"title": 1.0, "keywords": 2.0, "people": 1.0, "overview": 1.0, "lead": 0.5}
LEAST_RARITY = 0.1
MAX_WORDS = 64  # of a query; a whole page pasted into the chat is cut there
STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be because been before being but by can could did do does doing"
    " down for from get gets go goes had has have he her here hers him his how i if in into is it its just like me more"
    " most my no nor not of off on one or our out over own please she should so some something such than that the their"
    " them then there these they this those to too under until up very want was we were what when where which while"
    " who whom whose why will with would you your film films movie movies watch".split()
)
_WORD = re.compile(r"[\w\u0300-\u036F]+")  # accents may be characters of their own


def rarity(n_movies: int, having: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
    """What a word counts in BM25, log((N - n + 0.5) / (n + 0.5)), where n of the N movies have it; at least 0.1."""
    counts: NDArray[np.float64] = np.log((n_movies - having + 0.5) / (having + 0.5))
    return counts.clip(LEAST_RARITY).astype(np.float32)


class WordHit(NamedTuple):
    """A movie that shares words with the text; `score` is BM25, above 0, larger is closer."""

    movie_id: MovieId
    score: float


class WordIndex:
    """The words of every movie, in one file that is only read. Threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open what `build` wrote.

        Raises:
            UsherError: the file is missing or is not such an index.
        """
        try:
            self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            self._connection.execute("SELECT rowid FROM words LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise UsherError(f"cannot read the words {path}: {error}; {BUILD_AGAIN}") from error
        self._lock = threading.Lock()  # one connection answers one thread at a time
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        self._select = f"SELECT rowid, -bm25(words, {weights}) AS score FROM words WHERE words MATCH ?"  # noqa: S608

    @classmethod
    def build(cls, path: Path, catalogue: Catalogue) -> "WordIndex":
        """Write the index of a catalogue to a file that is not there yet, and open it.

        Raises:
            UsherError: the file cannot be written.
        """
        started = time.perf_counter()
        rows = (
            (
                movie.movie_id,
                " ".join((movie.title, *movie.alternative_titles)),
                " ".join((*movie.genres, *movie.keywords, *movie.tags)),
                " ".join((*movie.directors, *movie.cast)),
                movie.overview,
                movie.lead,
            )
            for movie in catalogue
        )
        columns = ", ".join(WEIGHTS)
        try:
            connection = sqlite3.connect(path)
            connection.execute(
                f"CREATE VIRTUAL TABLE words USING fts5({columns}, content='',"
                " tokenize='porter unicode61 remove_diacritics 2')"
            )
            connection.executemany(f"INSERT INTO words (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            connection.commit()
            connection.close()
        except sqlite3.Error as error:
            raise UsherError(f"cannot write the words {path}: {error}; choose a folder that can be written") from error
        logger.info("indexed the words of %d movies in %.1f s", len(catalogue), time.perf_counter() - started)
        return cls(path)

    def search(self, text: str, k: int | None = None) -> list[WordHit]:
        """The `k` movies nearest to any text by BM25, best first; None for all that share a word. Never raises."""
        words = [word for word in dict.fromkeys(_WORD.findall(text.lower())) if word not in STOP_WORDS][:MAX_WORDS]
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)  # quoted: data, never an operator
        with self._lock:
            rows = self._connection.execute(
                f"{self._select} ORDER BY score DESC, rowid LIMIT ?", (query, -1 if k is None else k)
            ).fetchall()
        return [WordHit(movie_id, score) for movie_id, score in rows]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
