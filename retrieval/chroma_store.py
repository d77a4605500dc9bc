"""Where the vectors of passages are kept for a search: in a Chroma collection in the folder of a build.

`chroma_server` keeps them on a Chroma server instead. Both are read by any number of threads.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from data.errors import BUILD_AGAIN, UsherError
from retrieval.index import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

COLLECTION = "movies"
HNSW: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "cosine", "ef_construction": 100, "max_neighbors": 32, "ef_search": 200}
}


class Unreachable(UsherError):
    """A collection cannot be asked just now; it may be soon."""


class Store(Protocol):
    """A collection of passages, open."""

    def nearest(self, vector: Vectors, n: int, ids: list[str] | None) -> tuple[list[str], Vectors]:
        """The ids of the `n` passages nearest to a vector (dimension,), and their cosines; of `ids` only if given.

        Raises:
            Unreachable: it cannot be asked just now.
        """
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class FolderStore:
    """A collection in a folder."""

    def __init__(self, client: "Client", collection: "Collection") -> None:
        """Use an open collection; `write` and `open` make one."""
        self._client = client
        self._collection = collection

    @classmethod
    def write(cls, folder: Path, embedder: str, ids: Sequence[str], vectors: Vectors) -> "FolderStore":
        """Write passages by an embedder of that name into a folder that holds none yet.

        Raises:
            UsherError: the folder cannot be written, or holds a collection.
        """
        from chromadb.errors import ChromaError

        client = _client(folder)
        try:
            collection = client.create_collection(
                COLLECTION, embedding_function=None, configuration=HNSW, metadata={"embedder": embedder}
            )
            for part in batches(len(ids), client.get_max_batch_size()):
                collection.add(ids=list(ids[part]), embeddings=vectors[part])
        except ChromaError as error:
            client.close()
            raise UsherError(f"cannot write the index {folder}: {error}; choose an empty folder") from error
        return cls(client, collection)

    @classmethod
    def open(cls, folder: Path, embedder: str, ids: Sequence[str]) -> "FolderStore":
        """Open what `write` wrote of these passages by this embedder.

        Raises:
            UsherError: there is nothing, or it is of others.
        """
        if not (folder / "chroma.sqlite3").is_file():
            raise UsherError(f"there is no index in {folder}: {BUILD_AGAIN}")
        from chromadb.errors import ChromaError

        client = _client(folder)
        try:
            collection = client.get_collection(COLLECTION, embedding_function=None)
            made_by, found = (collection.metadata or {}).get("embedder"), collection.get(include=[])["ids"]
        except (ChromaError, ValueError) as error:
            client.close()
            raise UsherError(f"cannot read the index {folder}: {error}; {BUILD_AGAIN}") from error
        if made_by != embedder or len(found) != len(ids) or set(found) != set(ids):
            client.close()
            raise UsherError(
                f"the index {folder} holds {len(found)} passages by {made_by!r}, not the {len(ids)} of this"
                f" catalogue by {embedder!r}: {BUILD_AGAIN}"
            )
        return cls(client, collection)

    def nearest(self, vector: Vectors, n: int, ids: list[str] | None) -> tuple[list[str], Vectors]:
        """See `Store`."""
        return nearest_in(self._collection, vector, n, ids)

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()


def nearest_in(collection: "Collection", vector: Vectors, n: int, ids: list[str] | None) -> tuple[list[str], Vectors]:
    """What `Store.nearest` gives, of a collection of Chroma."""
    query = np.asarray(vector, np.float32)[None]
    found = collection.query(query_embeddings=query, n_results=n, ids=ids, include=["distances"])
    assert found["distances"] is not None
    return found["ids"][0], 1.0 - np.array(found["distances"][0], np.float32)


def batches(n: int, size: int) -> Iterator[slice]:
    """The numbers from 0 to n, `size` at a time."""
    return (slice(start, start + size) for start in range(0, n, size))


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
