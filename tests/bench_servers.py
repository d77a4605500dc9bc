"""What servers cost: ratings a second on SQLite and PostgreSQL; a search in a folder, on a Chroma server, in memory.

    python -m tests.bench_servers --home HOME

PostgreSQL and Chroma are started on this machine, each with its usual settings; HOME has a build whose vectors are in
its folder, and is only read.
"""

import argparse
import contextlib
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from chatbot.build_parts import Parts
from chatbot.command_line import set_up_process
from data.accounts import Accounts
from data.folders import Home
from data.movies import Catalogue
from retrieval.chroma import ChromaIndex
from retrieval.chroma_server import ChromaServer
from retrieval.chroma_store import Store
from retrieval.documents import passages
from retrieval.embedder import MiniLm
from retrieval.index import Vectors
from tests.chroma_process import running_chroma
from tests.postgresql import running_postgresql

SECONDS = 10.0  # of writing
THREADS = (1, 8, 32)
QUERIES = 300
ASKED = 400  # passages, as for the first hundred films


def ratings_a_second(url: str, threads: int) -> float:
    """Ratings stored by threads that each write for a person of their own."""
    accounts = Accounts(url)
    people = [accounts.create(f"{threads} {number}").account_id for number in range(threads)]
    end = time.monotonic() + SECONDS

    def write(account: int) -> int:
        for movie_id in itertools.count():
            if time.monotonic() > end:
                return movie_id
            accounts.rate(account, movie_id, 4.0)
        raise AssertionError

    with ThreadPoolExecutor(threads) as pool:
        stored = sum(pool.map(write, people))
    accounts.close()
    return stored / SECONDS


def shown(name: str, ask: Callable[[Vectors], object], queries: Vectors) -> None:
    """Print how long single questions take, and how many eight threads get answered."""
    taken = []
    for query in queries:
        started = time.perf_counter()
        ask(query)
        taken.append(1000 * (time.perf_counter() - started))
    started = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, queries))
    together = len(queries) / (time.perf_counter() - started)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{name}: median {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms; 8 threads {together:.0f} a second")


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    build = Home(parser.parse_args().home).current()
    assert build is not None
    set_up_process()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        postgresql = stack.enter_context(running_postgresql())
        chroma = stack.enter_context(running_chroma(Path(folder)))
        for threads in THREADS:
            sqlite = ratings_a_second(f"sqlite:///{folder}/usher.sqlite3", threads)
            served = ratings_a_second(postgresql.url(), threads)
            print(f"ratings a second, {threads} threads: SQLite {sqlite:.0f}, PostgreSQL {served:.0f}")
        catalogue, embedder = Catalogue.load(Parts(build).catalogue), MiniLm()
        index = ChromaIndex.open(Parts(build).index, catalogue, embedder)
        ids = [f"{movie.movie_id}#{at}" for movie in catalogue for at in range(len(passages(movie)))]
        vectors = index.passages.vectors.astype(np.float32)
        server = ChromaServer(chroma.url)
        started = time.perf_counter()
        server.write("bench", embedder.name, ids, vectors)
        print(f"{len(ids)} passages written to the server in {time.perf_counter() - started:.0f} s")
        started = time.perf_counter()
        on_server = server.open("bench", embedder.name, ids)
        print(f"opened there in {1000 * (time.perf_counter() - started):.0f} ms")
        queries = vectors[np.random.default_rng(0).choice(len(vectors), QUERIES, replace=False)]

        def nearest(store: Store) -> Callable[[Vectors], object]:
            return lambda query: store.nearest(query, ASKED, None)

        everything = np.arange(len(catalogue))
        shown(f"nearest {ASKED} passages, folder", nearest(index._store), queries)
        shown(f"nearest {ASKED} passages, server", nearest(on_server), queries)
        shown("all films compared in memory", lambda query: index.passages.compare(query[None], everything), queries)
        on_server.close()
        index.close()


if __name__ == "__main__":
    main()
