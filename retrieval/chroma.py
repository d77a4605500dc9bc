"""Movies nearest to a text or a vector, in a Chroma collection on disk that holds several passages of each movie.

A movie is as near as its nearest passage. Passage `n` of movie 463 has the id "463#n"; passage 0 stands for the whole
movie (see `documents`). Beside the collection lie what `passages` and `near_words` keep. A build writes into a new
folder; what is served is only read, by any number of threads.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from data.errors import UsherError
from data.ids import Rows
from data.movies import Catalogue, MovieId
from retrieval.documents import passages
from retrieval.filters import FilterTable, Mask
from retrieval.index import Embedder, Filters, Hit, Vectors
from retrieval.near_words import NearWords
from retrieval.passages import Passages
from retrieval.vectors import EmbeddingCache, embed_all

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

COLLECTION = "movies"
PASSAGES, NEAR_WORDS = "passages.npz", "near_words.npz"
PASSAGES_ASKED = 4  # for each movie wanted: a movie has about five, one or two of them near
MIN_ASKED = 40
MOST_ASKED = 1600  # passages; beyond it Chroma is quicker when told which ones may come back
FEW = 150  # movies that are compared one by one: exact, and quicker than a search
GET_BATCH = 1000


class ChromaIndex:
    """The passages of a catalogue, found by nearness of their vectors."""

    def __init__(
        self,
        client: "Client",
        collection: "Collection",
        catalogue: Catalogue,
        embedder: Embedder,
        exact: Passages,
        near_words: NearWords,
        ids: list[list[str]],
    ) -> None:
        """Use an open collection, with the `ids` of each movie's passages; `build` and `open` make one."""
        self._client = client
        self._collection = collection
        self.catalogue = catalogue
        self.embedder = embedder
        self.passages = exact
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
    ) -> "ChromaIndex":
        """Index a catalogue in a folder that holds no index yet, and open it.

        Texts that the cache knows are not embedded again. `on_progress` is told how many texts are done, out of how
        many; None logs them.

        Raises:
            UsherError: the folder cannot be written, or holds an index.
        """
        texts = [passages(movie) for movie in catalogue]
        ids = _passage_ids(catalogue, texts)
        vectors = embed_all(
            [text for of_movie in texts for text in of_movie], embedder, cache, on_progress or _log_progress
        )
        started = time.perf_counter()
        from chromadb.errors import ChromaError

        client = _client(folder)
        try:
            collection = client.create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={
                    "hnsw": {"space": "cosine", "ef_construction": 100, "max_neighbors": 32, "ef_search": 200}
                },
                metadata={"embedder": embedder.name},
            )
            every = [id_ for of_movie in ids for id_ in of_movie]
            batch = client.get_max_batch_size()
            for start in range(0, len(every), batch):
                collection.add(ids=every[start : start + batch], embeddings=vectors[start : start + batch])
        except ChromaError as error:
            client.close()
            raise UsherError(f"cannot write the index {folder}: {error}; choose an empty folder") from error
        exact = Passages.build(folder / PASSAGES, vectors, list(map(len, ids)))
        logger.info("indexed %d passages in %.1f s", len(every), time.perf_counter() - started)
        near_words = NearWords.build(folder / NEAR_WORDS, catalogue, embedder, cache)
        return cls(client, collection, catalogue, embedder, exact, near_words, ids)

    @classmethod
    def open(cls, folder: Path, catalogue: Catalogue, embedder: Embedder) -> "ChromaIndex":
        """Open what `build` wrote, with the same catalogue and embedder.

        Raises:
            UsherError: there is no index, or it is of another catalogue or embedder.
        """
        remedy = "run `python app.py build` again"
        if not (folder / "chroma.sqlite3").is_file():
            raise UsherError(f"there is no index in {folder}: {remedy}")
        from chromadb.errors import ChromaError

        client = _client(folder)
        try:
            collection = client.get_collection(COLLECTION, embedding_function=None)
            made_by, found = (collection.metadata or {}).get("embedder"), collection.get(include=[])["ids"]
        except (ChromaError, ValueError) as error:
            client.close()
            raise UsherError(f"cannot read the index {folder}: {error}; {remedy}") from error
        ids = _passage_ids(catalogue, [passages(movie) for movie in catalogue])
        expected = [id_ for of_movie in ids for id_ in of_movie]
        if made_by != embedder.name or len(found) != len(expected) or set(found) != set(expected):
            client.close()
            raise UsherError(
                f"the index {folder} holds {len(found)} passages by {made_by!r}, not the {len(expected)} of this"
                f" catalogue by {embedder.name!r}: {remedy}"
            )
        try:
            exact = Passages.open(folder / PASSAGES, len(catalogue))
            near_words = NearWords.open(folder / NEAR_WORDS, len(catalogue))
        except UsherError:
            client.close()
            raise
        return cls(client, collection, catalogue, embedder, exact, near_words, ids)

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
        rows = self.catalogue.ids.rows(movie_ids)
        return self._get([self._ids[row][0] for row in rows])

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()

    def _nearest(self, vector: Vectors, k: int, mask: Mask | None) -> list[Hit]:
        n = len(self.catalogue)
        allowed = n if mask is None else int(mask.sum())
        k = min(k, allowed)
        if k < 1:
            return []
        if allowed <= FEW:
            return self._compare(vector, k, mask)
        asked = max(MIN_ASKED, k * PASSAGES_ASKED)
        hits: list[Hit] = []
        if asked * n <= MOST_ASKED * allowed:
            hits = self._ask(vector, asked * n // allowed, mask, None)
        if len(hits) < k:
            ids = None if mask is None else [id_ for row in np.flatnonzero(mask) for id_ in self._ids[row]]
            hits = self._ask(vector, asked, mask, ids)
        if len(hits) < k:  # long movies took the places, or the graph of neighbours left some out
            return self._compare(vector, k, mask)
        return hits[:k]

    def _ask(self, vector: Vectors, n_passages: int, mask: Mask | None, ids: list[str] | None) -> list[Hit]:
        """The allowed movies among the passages that Chroma finds nearest."""
        available = self._total if ids is None else len(ids)
        found = self._collection.query(
            query_embeddings=np.asarray(vector, np.float32)[None],
            n_results=min(n_passages, available),
            ids=ids,
            include=["distances"],
        )
        assert found["distances"] is not None
        similarities = 1.0 - np.array(found["distances"][0], np.float32)
        rows = self.catalogue.ids.rows([int(id_.partition("#")[0]) for id_ in found["ids"][0]])
        if mask is not None:
            rows, similarities = rows[mask[rows]], similarities[mask[rows]]
        return self._hits(rows, similarities)

    def _compare(self, vector: Vectors, k: int, mask: Mask | None) -> list[Hit]:
        """The nearest of the allowed movies, each of their passages compared."""
        allowed = np.arange(len(self.catalogue)) if mask is None else np.flatnonzero(mask)
        rows = np.repeat(allowed, [len(self._ids[row]) for row in allowed])
        similarities = self._get([id_ for row in allowed for id_ in self._ids[row]]) @ vector
        return self._hits(rows, similarities)[:k]

    def _hits(self, rows: Rows, similarities: Vectors) -> list[Hit]:
        """Each movie with the similarity of its nearest passage, nearest first."""
        order = np.lexsort((rows, -similarities))
        _, first = np.unique(rows[order], return_index=True)
        best = order[np.sort(first)]
        return [
            Hit(self.catalogue.movies[row], float(similarities[at])) for at, row in zip(best, rows[best], strict=True)
        ]

    def _get(self, ids: list[str]) -> Vectors:
        """(n, dimension) vectors of n passages."""
        vectors = np.empty((len(ids), self.embedder.dimension), np.float32)
        for start in range(0, len(ids), GET_BATCH):
            wanted = ids[start : start + GET_BATCH]
            found = self._collection.get(ids=sorted(set(wanted)), include=["embeddings"])
            place = {id_: at for at, id_ in enumerate(found["ids"])}
            vectors[start : start + len(wanted)] = np.asarray(found["embeddings"])[[place[id_] for id_ in wanted]]
        return vectors


def _client(folder: Path) -> "Client":
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except (ChromaError, OSError, ValueError) as error:
        raise UsherError(f"cannot open the index {folder}: {error}; choose a folder that can be written") from error
    assert isinstance(client, Client)  # its type says less
    return client


def _passage_ids(catalogue: Catalogue, texts: list[list[str]]) -> list[list[str]]:
    """The ids of the passages of each movie, of which these are the texts."""
    return [
        [f"{movie.movie_id}#{number}" for number in range(len(of_movie))]
        for movie, of_movie in zip(catalogue, texts, strict=True)
    ]


def _log_progress(done: int, total: int) -> None:
    logger.info("embedded %d of %d texts", done, total)
