"""What fitting a model costs beside plain scripts with the same libraries, all in one run: `make bench`.

Each contender (`bench_contenders.py`) is fitted in a process of its own on a random four fifths of each user's ratings.
Prints for each: seconds until it could begin (imports, Spark's start), seconds of the fit, the highest memory of the
process and its children together (Spark's Java is one), nDCG@10 or RMSE of the fifth that was held out, lists of ten a
second, microseconds of one fold-in; then ours over the other's. Machines differ and share their cores: the ratios are
what to compare.
"""

import argparse
import dataclasses
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

REPOSITORY = Path(__file__).parents[1]
MOST_REPEATS, ENOUGH_SECONDS = 3, 60.0  # a contender is fitted anew until one of them is reached
EVERY_SECONDS = 0.05  # the memory is looked at
HELD_BACK, SEED = 0.2, 0
RATINGS_PER_USER = 150.0  # of simulated people
PAIRS = (
    ("als", "als, bare Spark"),
    ("als", "als, implicit"),
    ("two towers", "two towers, plain PyTorch"),
    ("ease", "ease, plain NumPy"),
    ("explicit als", "explicit als, bare Spark"),
    ("star predictor", "explicit als, bare Spark"),
)


@dataclasses.dataclass(frozen=True)
class Run:
    """What was measured of one contender; see the head of this module."""

    ready_s: float
    fit_s: float
    peak_gb: float
    ndcg: float | None
    rmse: float | None
    lists_per_s: float | None
    fold_us: float | None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=REPOSITORY.parent / "shared" / "data", help="folder of the real data"
    )
    parser.add_argument("--simulated", type=int, metavar="N", help="about so many simulated ratings of its movies")
    arguments = parser.parse_args()
    sys.path.insert(0, str(REPOSITORY))
    from tests.bench_contenders import CONTENDERS

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as name:
        folder = Path(name)
        prepare(arguments.data, arguments.simulated, folder)
        print(
            f"{'':28}{'ready s':>9}{'fit s':>18}{'peak GB':>9}{'nDCG@10':>9}{'RMSE':>9}{'lists/s':>9}{'fold-in us':>12}"
        )
        middle = {}
        for contender in CONTENDERS:
            middle[contender] = report(contender, repeated(contender, folder))
    print()
    for ours, other in PAIRS:
        a, b = middle[ours], middle[other]
        print(f"{f'{ours} / {other}':46} fit {a.fit_s / b.fit_s:8.3g}   peak {a.peak_gb / b.peak_gb:6.2g}")


def prepare(data: Path, simulated: int | None, folder: Path) -> None:
    """Write the movies, the parted ratings and the hyper-parameters into a folder."""
    from chatbot.build import Source, read_source
    from data.split import random_split_by_user
    from data.synthetic import simulate
    from recommender.als import ExplicitConfig
    from recommender.models import ModelsConfig
    from tests.bench_contenders import CONFIG, MOVIES, TEST, TRAIN

    movies, ratings = read_source(Source(data / "ml-latest-small", (), SEED))
    if simulated is not None:
        ratings = simulate(list(movies), max(1, round(simulated / RATINGS_PER_USER)), RATINGS_PER_USER, SEED)
    split = random_split_by_user(ratings, HELD_BACK, SEED)
    movies.save(folder / MOVIES)
    split.train.to_parquet(folder / TRAIN)
    split.test.to_parquet(folder / TEST)
    config = ModelsConfig().model_dump() | {"explicit": ExplicitConfig().model_dump()}
    (folder / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    kind = "of ml-latest-small" if simulated is None else "simulated"
    print(f"{len(ratings)} ratings {kind} by {ratings.user_id.nunique()} users, {len(movies)} movies")


def repeated(contender: str, folder: Path) -> list[Run]:
    """Runs of a contender, the more the quicker they are."""
    started = time.perf_counter()
    runs = [run(contender, folder)]
    while len(runs) < MOST_REPEATS and time.perf_counter() - started < ENOUGH_SECONDS:
        runs.append(run(contender, folder))
    return runs


def run(contender: str, folder: Path) -> Run:
    """Fit one contender in a process of its own."""
    said, peak = timed_process(["tests.bench_one", contender, str(folder)])
    return Run(
        ready_s=said["ready"]["s"],
        fit_s=said["fitted"]["fit_s"],
        peak_gb=peak / 1024**3,
        **{name: said["measured"].get(name) for name in ("ndcg", "rmse", "lists_per_s", "fold_us")},
    )


def timed_process(command: Sequence[str]) -> tuple[dict[str, dict[str, float]], int]:
    """Run a module in a process of its own; what it says beside is shown only where it fails.

    Args:
        command: the module's name and its arguments; it prints a JSON object with an "event" a line, "ready" and
            "fitted" among them.

    Returns:
        What it printed, by event, with the seconds "s" until it was ready; and the most memory until it had fitted, in
        bytes.
    """
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}  # as app.py sets them
    started = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as messages,
        subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=REPOSITORY,
            env=os.environ | threads,
            stdout=subprocess.PIPE,
            stderr=messages,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        memory = Memory(process.pid)
        said: dict[str, dict[str, float]] = {}
        for line in process.stdout:
            if line.startswith("{"):
                told = json.loads(line)
                said[told.pop("event")] = told
                if "ready" in said:
                    said["ready"].setdefault("s", time.perf_counter() - started)
                if "fitted" in said:
                    memory.stop()
        if process.wait():
            messages.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}:\n{messages.read()}")
    return said, memory.peak


class Memory:
    """Watches the resident memory of a process and its children together; pages that they share count for each."""

    def __init__(self, pid: int) -> None:
        """Begin to watch."""
        self.peak = 0  # bytes
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(pid,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._over.set()
        self._thread.join()

    def _watch(self, pid: int) -> None:
        while not self._over.wait(EVERY_SECONDS):
            try:
                process = psutil.Process(pid)
                tree = [process, *process.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            self.peak = max(self.peak, sum(map(_resident, tree)))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:  # it has ended since it was listed
        return 0


def report(contender: str, runs: Sequence[Run]) -> Run:
    """Print one line of the table; the medians of the runs."""
    middle = Run(
        ready_s=statistics.median(run.ready_s for run in runs),
        fit_s=statistics.median(run.fit_s for run in runs),
        peak_gb=statistics.median(run.peak_gb for run in runs),
        ndcg=_median([run.ndcg for run in runs]),
        rmse=_median([run.rmse for run in runs]),
        lists_per_s=_median([run.lists_per_s for run in runs]),
        fold_us=_median([run.fold_us for run in runs]),
    )
    fits = [run.fit_s for run in runs]
    spread = f"{middle.fit_s:.1f} ({min(fits):.1f}-{max(fits):.1f})" if len(runs) > 1 else f"{middle.fit_s:.1f}"
    cells = (_cell(middle.ndcg, 9, 3), _cell(middle.rmse, 9, 3), _cell(middle.lists_per_s, 9, 0))
    start = f"{contender:28}{middle.ready_s:9.1f}{spread:>18}{middle.peak_gb:9.2f}"
    print(start, *cells, _cell(middle.fold_us, 12, 0), sep="", flush=True)
    return middle


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def _cell(value: float | None, width: int, digits: int) -> str:
    return f"{'-':>{width}}" if value is None else f"{value:{width}.{digits}f}"


if __name__ == "__main__":
    main()
