"""How time and memory grow with ratings, films and people, beside plain scripts with the same libraries, in one run.

    python -m tests.bench_scale ratings 100000 1000000 [--iterations 2] [--memory 4]
    python -m tests.bench_scale films 1000 10000 [--homes FOLDER]

Ratings: simulated people rate made-up films; each phase of training in a process of its own. Films: made-up catalogues
are built by the command (with stand-ins for the embeddings of their texts), then asked without a language model. Prints
tables, the ratio of ours to the plain script, and the growth exponent: the slope of log seconds over log size between
one size and the next, 1 where time grows in proportion. Machines differ and share their cores: ratios and exponents are
what to compare.
"""

import argparse
import functools
import logging
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray

from data.movies import Catalogue

REPOSITORY = Path(__file__).parents[1]
RATINGS_PER_USER = 160.0  # as in MovieLens 32M
MOST_FILMS, MOST_RATINGS, FILMS_POWER = 87_000, 32_000_000, 0.4  # as large as MovieLens 32M; fewer ratings, fewer films
RATINGS_PER_FILM = 2.0  # where films are counted
CHUNK = 5000  # texts
PAIRS = (
    ("read", "read, plain pandas"),
    ("als, Spark", "als, bare Spark"),
    ("als, in this process", "als, bare Spark"),
    ("two-tower epoch", "two-tower epoch, plain PyTorch"),
    ("embed 2,000 texts", "embed 2,000 texts, plain sentence-transformers"),
)
THREADS = 4  # who ask at once


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("ratings", "films"))
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--iterations", type=int, default=2, help="of ALS")
    parser.add_argument("--memory", type=int, default=4, help="GB of Spark's heap, ours and bare")
    parser.add_argument("--phases", nargs="+", help="only these phases of ratings")
    parser.add_argument("--homes", type=Path, help="folder in which the builds of films are kept, to be asked again")
    arguments = parser.parse_args()
    sys.path.insert(0, str(REPOSITORY))
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="usher-scale-") as name:
        if arguments.what == "ratings":
            measure_ratings(arguments.sizes, arguments.phases, arguments.iterations, arguments.memory, Path(name))
        else:
            measure_films(arguments.sizes, arguments.homes or Path(name))


def measure_ratings(sizes: list[int], only: list[str] | None, iterations: int, memory_gb: int, folder: Path) -> None:
    """Every phase at every size."""
    from tests.bench_models import timed_process
    from tests.bench_scale_one import PHASES

    before: dict[str, tuple[int, float]] = {}
    for size in sizes:
        data = folder / str(size)
        data.mkdir()
        made = prepare(size, data)
        print(f"\n{'':50}{'seconds':>10}{'peak GB':>10}{'growth':>10}", flush=True)
        seconds: dict[str, float] = {}
        for phase in only or PHASES:
            command = ["tests.bench_scale_one", phase, str(data), str(iterations), str(memory_gb)]
            said, peak = timed_process(command)
            seconds[phase] = said["fitted"]["fit_s"]
            grown = f"{exponent(*before[phase], made, seconds[phase]):10.2f}" if phase in before else f"{'-':>10}"
            print(f"{phase:50}{seconds[phase]:10.1f}{peak / 1024**3:10.2f}{grown}", flush=True)
            before[phase] = (made, seconds[phase])
        for ours, plain in PAIRS:
            if ours in seconds and plain in seconds:
                print(f"{f'{ours} / {plain}':76}{seconds[ours] / seconds[plain]:8.3g}", flush=True)


def prepare(size: int, folder: Path) -> int:
    """Write about so many simulated ratings; returns how many."""
    from data.movies import Catalogue
    from data.synthetic import simulate
    from tests.bench_films import films, write
    from tests.bench_scale_one import RATINGS

    movies = films(round(MOST_FILMS * min(1.0, size / MOST_RATINGS) ** FILMS_POWER), seed=0)
    users = max(1, round(size / RATINGS_PER_USER))
    ratings = simulate(movies, users, RATINGS_PER_USER, seed=0)
    Catalogue(movies).save(folder / "catalogue.jsonl")
    ratings.to_parquet(folder / RATINGS, index=False)
    write(movies, ratings, folder)
    print(f"\n{len(ratings)} ratings by {users} users of {len(movies)} films")
    return len(ratings)


def measure_films(sizes: list[int], homes: Path) -> None:
    """Builds and answers at every size."""
    last: tuple[int, float] | None = None
    print(f"{'films':>8}{'build s':>10}{'peak GB':>9}{'growth':>8}{'load s':>8}{'GB':>7}", end="")
    print(f"{'turn ms: median':>17}{'95 %':>8}{'growth':>8}{f'turns/s, {THREADS} at once':>21}")
    for size in sizes:
        home = homes / f"films-{size}"
        built = None if (home / "current").is_file() else build(size, home)
        answered = in_child(home)
        grown = f"{exponent(*last, size, answered['median']):8.2f}" if last else f"{'-':>8}"
        cells = f"{built[0]:10.1f}{built[1]:9.2f}{'':8}" if built else f"{'-':>10}{'-':>9}{'':8}"
        print(f"{size:8}{cells}{answered['load_s']:8.1f}{answered['gb']:7.2f}{answered['median']:17.1f}", end="")
        print(f"{answered['late']:8.1f}{grown}{answered['turns']:21.1f}", flush=True)
        last = (size, answered["median"])


def fill_cache(movies: Catalogue, home: Path) -> None:
    """Stand-ins for the embeddings of a catalogue's texts, which take an hour for a hundred thousand films.

    A text's vector is the sum of random ones of its words. What embedding costs is a phase of `ratings`; the request's
    own vector is the model's.
    """
    from chatbot.build import CACHE
    from data.folders import Home
    from retrieval.documents import passages
    from retrieval.embedder import MiniLm
    from retrieval.index import Reading
    from retrieval.near_words import MOST_WORDS, content_words, text_of
    from retrieval.vectors import EmbeddingCache
    from tests.retrieval.hashed_words import word_pieces

    draw = np.random.default_rng(0)
    vectors: dict[str, NDArray[np.float32]] = {}
    pieces: dict[str, tuple[NDArray[np.uint16], NDArray[np.int8]]] = {}

    def stand_in(text: str) -> Reading:
        words = text.lower().split()
        for word in words:
            if word not in vectors:
                vectors[word] = draw.normal(size=MiniLm.dimension).astype(np.float32)
                pieces[word] = word_pieces([word])
        whole = sum((vectors[word] for word in words), np.full(MiniLm.dimension, 1e-3, np.float32))
        none = word_pieces([])
        ids, directions = zip(none, *(pieces[word] for word in words), strict=True)
        return Reading(whole / np.linalg.norm(whole), np.concatenate(ids), np.concatenate(directions))

    texts = {text for movie in movies for text in passages(movie)}
    used = Counter(word for movie in movies for word in set(content_words(text_of(movie))))
    every = sorted(texts | {word for word, _ in used.most_common(2 * MOST_WORDS)})
    embeddings = Home(home).embeddings
    embeddings.mkdir(parents=True)
    cache = EmbeddingCache(embeddings / CACHE)
    for start in range(0, len(every), CHUNK):
        cache.put(MiniLm.name, {text: stand_in(text) for text in every[start : start + CHUNK]})


def build(size: int, home: Path) -> tuple[float, float]:
    """Build a catalogue by the command; seconds, and GB of its largest process."""
    import resource

    from chatbot.build import Source, read_source
    from data.synthetic import simulate
    from tests.bench_films import METADATA, films, write

    movies = films(size, seed=0)
    users = max(2, round(size * RATINGS_PER_FILM / RATINGS_PER_USER))
    with tempfile.TemporaryDirectory(prefix="usher-scale-") as name:
        write(movies, simulate(movies, users, RATINGS_PER_USER, seed=0), Path(name))
        fill_cache(read_source(Source(Path(name), (Path(name) / METADATA,), 0))[0], home)
        command = [sys.executable, "app.py", "build", "--home", str(home), "--engine", "local", "--data", name]
        started = time.perf_counter()
        subprocess.run(
            [*command, "--metadata", f"{name}/{METADATA}"], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL
        )
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2


def in_child(home: Path) -> dict[str, float]:
    """What `answers` measures, in a process of its own."""
    import json

    command = [sys.executable, "-c", f"from tests import bench_scale; bench_scale.answers({str(home)!r})"]
    said = subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True, env=os.environ)
    found: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return found


def answers(home: str) -> None:
    """Load a build, answer the questions of `bench.py` one by one and several at once, and print it as JSON."""
    import json

    from chatbot.chain import Chatbot
    from chatbot.conversation import Session
    from chatbot.serving import load
    from data.folders import Home
    from tests.bench import QUESTIONS, ROUNDS, timed

    started = time.perf_counter()
    serving = load(Home(Path(home)))
    load_s = time.perf_counter() - started
    chatbot = Chatbot(lambda: serving, None)
    sessions = [Session(serving.history(user)) for user in (1, 2, None)]
    calls = [functools.partial(chatbot.reply, one, question) for question in QUESTIONS for one in sessions]
    milliseconds = sorted(timed(calls))
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in threads.map(lambda call: call(), calls * ROUNDS):
            pass
    turns = ROUNDS * len(calls) / (time.perf_counter() - started)
    middle, late = statistics.median(milliseconds), milliseconds[int(0.95 * len(milliseconds))]
    gigabytes = psutil.Process().memory_info().rss / 1024**3
    print(json.dumps({"load_s": load_s, "gb": gigabytes, "median": middle, "late": late, "turns": turns}))


def exponent(size: float, seconds: float, next_size: float, next_seconds: float) -> float:
    """How time grows with size: the slope of their logarithms."""
    return math.log(next_seconds / seconds) / math.log(next_size / size)


if __name__ == "__main__":
    main()
