"""Vectors of passages on a Chroma server: one collection a build, asked by any number of serving processes.

A server that goes away is noticed by the first question, which waits `QUERY_SECONDS` at most; until it is back one
question in `PAUSE_SECONDS` tries it, and all others are refused at once.
"""

import contextlib
import dataclasses
import hashlib
import logging
import threading
import time
import urllib.parse
import weakref
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import httpx

from data.errors import BUILD_AGAIN, BadInput, UsherError
from retrieval.chroma_store import HNSW, Unreachable, batches, nearest_in
from retrieval.index import Vectors

if TYPE_CHECKING:
    from chromadb.api.fastapi import FastAPI
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

QUERY_SECONDS, WRITE_SECONDS = 5.0, 120.0
PAUSE_SECONDS = 5.0
BATCH = 2000  # passages sent at a time, about 16 MB
PORTS = {"http": 80, "https": 443}


@dataclasses.dataclass(frozen=True)
class ChromaServer:
    """Where a server is, and how one is let in.

    Attributes:
        url: "http://host:8000" or "https://...".
        token: sent with each request as `Authorization: Bearer`, for the proxy in front of the server; None for none.
    """

    url: str
    token: str | None = dataclasses.field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check the URL; BadInput if it is none of a server."""
        if "@" in self.url:
            raise BadInput("USHER_CHROMA has a name or password in it: give a token in USHER_CHROMA_TOKEN instead")
        try:
            parsed = urllib.parse.urlsplit(self.url)
            fits = parsed.scheme in PORTS and parsed.hostname and parsed.port != 0 and not parsed.query
        except ValueError:
            fits = False
        if not fits:
            raise BadInput(f"USHER_CHROMA is {self.url!r}: give the URL of a Chroma server, as in http://host:8000")

    def version(self) -> str:
        """The version of the server's interface.

        Raises:
            Unreachable: it does not answer.
        """
        with self._connected(QUERY_SECONDS) as api:
            api.heartbeat()
            return api.get_version()

    def write(self, name: str, embedder: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Write passages by an embedder of that name into a new collection.

        Raises:
            UsherError: the server does not answer, refuses, or has a collection of that name.
        """
        from chromadb.api.models.Collection import Collection

        metadata = {"embedder": embedder, "ids": _digest(ids)}
        with self._connected(WRITE_SECONDS) as api:
            model = api.create_collection(name, configuration=HNSW, metadata=metadata)
            collection = Collection(client=api, model=model, embedding_function=None)
            for part in batches(len(ids), min(BATCH, api.get_max_batch_size())):
                collection.add(ids=list(ids[part]), embeddings=vectors[part])

    def open(self, name: str, embedder: str, ids: Sequence[str]) -> "ServerStore":
        """Open a collection, which must hold exactly these passages by this embedder.

        Raises:
            UsherError: the server does not answer, or has no such collection.
        """
        from chromadb.api.models.Collection import Collection
        from chromadb.errors import NotFoundError

        api = self._api(QUERY_SECONDS)
        try:
            with self._errors_told():
                model = api.get_collection(name)
                collection = Collection(client=api, model=model, embedding_function=None)
                told, count = collection.metadata or {}, collection.count()
            if count != len(ids) or told.get("embedder") != embedder or told.get("ids") != _digest(ids):
                raise UsherError(
                    f"the collection {name} at {self.url} holds {count} passages by {told.get('embedder')!r}, not the"
                    f" {len(ids)} of this build by {embedder!r}: {BUILD_AGAIN}"
                )
        except UsherError as error:
            _close(api)
            if isinstance(error.__cause__, NotFoundError):
                raise UsherError(f"the Chroma server {self.url} has no collection {name}: {BUILD_AGAIN}") from error
            raise
        return ServerStore(self, api, collection)

    def count(self, name: str) -> int:
        """How many passages a collection has.

        Raises:
            Unreachable: the server does not answer, or has no such collection.
        """
        from chromadb.api.models.Collection import Collection

        with self._connected(QUERY_SECONDS) as api:
            return Collection(client=api, model=api.get_collection(name), embedding_function=None).count()

    def remove(self, name: str) -> None:
        """Delete a collection; nothing if it is not there.

        Raises:
            Unreachable: the server does not answer.
        """
        from chromadb.errors import NotFoundError

        with self._connected(WRITE_SECONDS) as api, contextlib.suppress(NotFoundError):
            api.delete_collection(name)

    @contextlib.contextmanager
    def _connected(self, patience: float) -> "Iterator[FastAPI]":
        api = self._api(patience)
        try:
            with self._errors_told():
                yield api
        finally:
            _close(api)

    def _api(self, patience: float) -> "FastAPI":
        """Chroma's client, which sends nothing before it is asked to."""
        from chromadb.api.fastapi import FastAPI
        from chromadb.config import Settings, System

        parsed = urllib.parse.urlsplit(self.url)
        settings = Settings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=self.url.rstrip("/"),
            chroma_server_http_port=parsed.port or PORTS[parsed.scheme],
            chroma_server_ssl_enabled=parsed.scheme == "https",
            chroma_server_headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
            anonymized_telemetry=False,
        )
        api = System(settings).instance(FastAPI)
        api._session.timeout = httpx.Timeout(patience)  # it has none, and no setting for it
        api._session.event_hooks = {"response": [_refuse]}
        return api

    @contextlib.contextmanager
    def _errors_told(self) -> Iterator[None]:
        """Raise what fails as an error of ours."""
        from chromadb.errors import ChromaError

        try:
            yield
        except httpx.HTTPStatusError as error:
            raise Unreachable(
                f"the Chroma server {self.url} answers with status {error.response.status_code}: check USHER_CHROMA and"
                " USHER_CHROMA_TOKEN"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
            reason = str(error) or type(error).__name__
            raise Unreachable(
                f"the Chroma server {self.url} does not answer as one ({reason}): start it, or correct USHER_CHROMA"
            ) from error
        except ChromaError as error:
            raise Unreachable(f"the Chroma server {self.url} refuses: {error}") from error


class ServerStore:
    """A collection on a server."""

    def __init__(self, server: ChromaServer, api: "FastAPI", collection: "Collection") -> None:
        """Use a collection that `ChromaServer.open` found."""
        self._server = server
        self._api = api
        self._end = weakref.finalize(self, _close, api)  # builds that are served no more are let go without a word
        self._collection = collection
        self._lock = threading.Lock()
        self._is_lost = False
        self._ask_again = 0.0

    def nearest(self, vector: Vectors, n: int, ids: list[str] | None) -> tuple[list[str], Vectors]:
        """See `Store`."""
        with self._lock:
            if self._is_lost:
                if time.monotonic() < self._ask_again:
                    raise Unreachable(f"the Chroma server {self._server.url} did not answer just now")
                self._ask_again = time.monotonic() + PAUSE_SECONDS
        try:
            with self._server._errors_told():
                found = nearest_in(self._collection, vector, n, ids)
        except Unreachable as error:
            self._note(error)
            raise
        self._note(None)
        return found

    def close(self) -> None:
        """Close the connections."""
        self._end()

    def _note(self, error: Unreachable | None) -> None:
        """Remember how it went, and tell when that changes."""
        with self._lock:
            if error is not None and not self._is_lost:
                logger.warning("%s; until then passages are compared in memory", error)
                self._ask_again = time.monotonic() + PAUSE_SECONDS
            elif error is None and self._is_lost:
                logger.info("the Chroma server %s answers again", self._server.url)
            self._is_lost = error is not None


def _refuse(response: httpx.Response) -> None:
    """Raise for an answer that Chroma's client would raise a bare Exception for, or that is not of Chroma."""
    of_chroma = response.headers.get("content-type", "").startswith("application/json")
    if response.status_code in (401, 403, 429) or response.status_code >= 500 or not (of_chroma or response.is_success):
        raise httpx.HTTPStatusError("refused", request=response.request, response=response)


def _close(api: "FastAPI") -> None:
    api._session.close()
    api._system.stop()


def _digest(ids: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()
