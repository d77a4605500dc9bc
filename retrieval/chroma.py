"""Movies nearest to a text or a vector, in a Chroma collection that holds several passages of each movie.

A movie is as near as its nearest passage. Passage `n` of movie 463 has the id "463#n"; passage 0 stands for the whole
movie (see `documents`). The collection is in a folder (`chroma_store`) or on a server (`chroma_server`); beside it lies
in the folder what `passages`, `pieces` and `near_words` keep, with which vectors are compared exactly: where few movies
are allowed, and while a server does not answer. A build writes into a new folder; what is served is only read, by any
number of threads.
"""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from data.errors import BUILD_AGAIN, UsherError
from data.ids import Rows
from data.movies import Catalogue, MovieId
from retrieval.chroma_server import ChromaServer
from retrieval.chroma_store import FolderStore, Store, Unreachable
from retrieval.documents import passages
from retrieval.filters import FilterTable, Mask
from retrieval.index import Embedder, Filters, Hit, Vectors
from retrieval.near_words import NearWords
from retrieval.passages import Passages
from retrieval.pieces import Pieces
from retrieval.vectors import EmbeddingCache, embed_all

logger = logging.getLogger(__name__)

PASSAGES, PIECES, NEAR_WORDS = "passages.npz", "pieces.npz", "near_words.npz"
ON_SERVER = "collection.json"  # the name of the collection, where it is on a server
PASSAGES_ASKED = 4  # for each movie wanted: a movie has about five, one or two of them near
MIN_ASKED = 40
MOST_ASKED = 1600  # passages; beyond it Chroma is quicker when told which ones may come back
FEW = 150  # movies that are compared one by one: exact, and quicker than a search


class ChromaIndex:
    """The passages of a catalogue, found by nearness of their vectors."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        embedder: Embedder,
        exact: Passages,
        pieces: Pieces,
        near_words: NearWords,
        ids: list[list[str]],
    ) -> None:
        """Use an open collection, with the `ids` of each movie's passages; `build` and `open` make one."""
        self._store = store
        self.catalogue = catalogue
        self.embedder = embedder
        self.passages = exact
        self.pieces = pieces
        self.near_words = near_words
        self.filters = FilterTable(catalogue)
        self._ids = ids
        self._total = sum(map(len, self._ids))

    @classmethod
    def build(
        cls,
        folder: Path,
        catalogue: Catalogue,
        embedder: Embedder,
        cache: EmbeddingCache,
        on_progress: Callable[[int, int], None] | None = None,
        on_server: tuple[ChromaServer, str] | None = None,
    ) -> "ChromaIndex":
        """Index a catalogue in a folder that holds no index yet, and open it.

        Args:
            folder: where the index is written.
            catalogue: the movies.
            embedder: makes the vectors.
            cache: of texts that are not embedded again.
            on_progress: told how many texts are done, out of how many; None logs them.
            on_server: a server, and the name of the new collection there; None keeps the collection in the folder.

        Raises:
            UsherError: the folder cannot be written, or holds an index; the server does not take the collection.
        """
        texts = [passages(movie) for movie in catalogue]
        ids = _passage_ids(catalogue, texts)
        vectors = embed_all(
            [text for of_movie in texts for text in of_movie], embedder, cache, on_progress or _log_progress
        )
        started = time.perf_counter()
        every = [id_ for of_movie in ids for id_ in of_movie]
        store: Store
        if on_server is None:
            store = FolderStore.write(folder, embedder.name, every, vectors)
        else:
            server, name = on_server
            folder.mkdir(parents=True, exist_ok=True)
            server.write(name, embedder.name, every, vectors)
            (folder / ON_SERVER).write_text(json.dumps({"collection": name, "server": server.url}), encoding="utf-8")
            store = server.open(name, embedder.name, every)
        exact = Passages.build(folder / PASSAGES, vectors, list(map(len, ids)))
        logger.info("indexed %d passages in %.1f s", len(every), time.perf_counter() - started)
        pieces = Pieces.build(folder / PIECES, texts, embedder.name, cache)
        near_words = NearWords.build(folder / NEAR_WORDS, catalogue, embedder, cache)
        return cls(store, catalogue, embedder, exact, pieces, near_words, ids)

    @classmethod
    def open(
        cls, folder: Path, catalogue: Catalogue, embedder: Embedder, server: ChromaServer | None = None
    ) -> "ChromaIndex":
        """Open what `build` wrote, with the same catalogue and embedder; `server` is where the collection may be.

        Raises:
            UsherError: there is no index, or it is of another catalogue or embedder; the server does not answer.
        """
        ids = _passage_ids(catalogue, [passages(movie) for movie in catalogue])
        every = [id_ for of_movie in ids for id_ in of_movie]
        name = collection_on_server(folder)
        store: Store
        if name is None:
            store = FolderStore.open(folder, embedder.name, every)
        elif server is None:
            raise UsherError(f"the index {folder} is the collection {name} of a Chroma server: set USHER_CHROMA to it")
        else:
            store = server.open(name, embedder.name, every)
        try:
            exact = Passages.open(folder / PASSAGES, len(catalogue))
            pieces = Pieces.open(folder / PIECES, len(catalogue))
            near_words = NearWords.open(folder / NEAR_WORDS, len(catalogue))
        except UsherError:
            store.close()
            raise
        return cls(store, catalogue, embedder, exact, pieces, near_words, ids)

    def search(self, query: str | Vectors, k: int, filters: Filters | None = None) -> list[Hit]:
        """The `k` movies nearest to a text or to a vector (dimension,), nearest first.

        Fewer come back only where the filters allow fewer.
        """
        mask = None if filters is None else self.filters.mask(filters)
        vector = self.embedder.embed([query])[0] if isinstance(query, str) else query
        return self._nearest(vector / (np.linalg.norm(vector) or 1.0), k, mask)

    def similar(self, movie_id: MovieId, k: int) -> list[Hit]:
        """The `k` other movies nearest to a movie by description, nearest first; KeyError for an unknown movie."""
        others = np.ones(len(self.catalogue), np.bool_)
        others[self.catalogue.ids.row(movie_id)] = False
        return self._nearest(self.vectors([movie_id])[0], k, others)

    def vectors(self, movie_ids: ArrayLike) -> Vectors:
        """(n, dimension) unit vectors of the documents of n movies; KeyError for an unknown movie."""
        of_movies = self.passages.starts[self.catalogue.ids.rows(movie_ids)]
        return self.passages.vectors[of_movies].astype(np.float32)

    def close(self) -> None:
        """Let go of the collection."""
        self._store.close()

    def _nearest(self, vector: Vectors, k: int, mask: Mask | None) -> list[Hit]:
        n = len(self.catalogue)
        allowed = n if mask is None else int(mask.sum())
        k = min(k, allowed)
        if k < 1:
            return []
        if allowed <= FEW:
            return self._compare(vector, k, mask)
        try:
            hits = self._propose(vector, k, mask, allowed)
        except Unreachable:  # which the store has told
            hits = []
        if len(hits) < k:  # long movies took the places, or the graph of neighbours left some out
            return self._compare(vector, k, mask)
        return hits[:k]

    def _propose(self, vector: Vectors, k: int, mask: Mask | None, allowed: int) -> list[Hit]:
        """The nearest movies that Chroma finds, in one or two questions: about `k`, of `allowed` in the mask."""
        n = len(self.catalogue)
        asked = max(MIN_ASKED, k * PASSAGES_ASKED)
        hits: list[Hit] = []
        if asked * n <= MOST_ASKED * allowed:
            hits = self._ask(vector, asked * n // allowed, mask, None)
        if len(hits) < k:
            ids = None if mask is None else [id_ for row in np.flatnonzero(mask) for id_ in self._ids[row]]
            hits = self._ask(vector, asked, mask, ids)
        return hits

    def _ask(self, vector: Vectors, n_passages: int, mask: Mask | None, ids: list[str] | None) -> list[Hit]:
        """The allowed movies among the passages that Chroma finds nearest."""
        available = self._total if ids is None else len(ids)
        found, similarities = self._store.nearest(vector, min(n_passages, available), ids)
        rows = self.catalogue.ids.rows([int(id_.partition("#")[0]) for id_ in found])
        if mask is not None:
            rows, similarities = rows[mask[rows]], similarities[mask[rows]]
        return self._hits(rows, similarities)

    def _compare(self, vector: Vectors, k: int, mask: Mask | None) -> list[Hit]:
        """The nearest of the allowed movies, each of their passages compared."""
        allowed = np.arange(len(self.catalogue)) if mask is None else np.flatnonzero(mask)
        best, _ = self.passages.compare(vector[None], allowed)
        return self._hits(allowed, best[0])[:k]

    def _hits(self, rows: Rows, similarities: Vectors) -> list[Hit]:
        """Each movie with the similarity of its nearest passage, nearest first."""
        order = np.lexsort((rows, -similarities))
        _, first = np.unique(rows[order], return_index=True)
        best = order[np.sort(first)]
        return [
            Hit(self.catalogue.movies[row], float(similarities[at])) for at, row in zip(best, rows[best], strict=True)
        ]


def collection_on_server(folder: Path) -> str | None:
    """The name of the collection that an index has on a server; None where it is in the folder.

    Raises:
        UsherError: the file that tells it is damaged.
    """
    path = folder / ON_SERVER
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["collection"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsherError(f"{path} is damaged: {BUILD_AGAIN}") from error


def _passage_ids(catalogue: Catalogue, texts: list[list[str]]) -> list[list[str]]:
    """The ids of the passages of each movie, of which these are the texts."""
    return [
        [f"{movie.movie_id}#{number}" for number in range(len(of_movie))]
        for movie, of_movie in zip(catalogue, texts, strict=True)
    ]


def _log_progress(done: int, total: int) -> None:
    logger.info("embedded %d of %d texts", done, total)
