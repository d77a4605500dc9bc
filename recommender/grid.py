"""Long measurements in cells, each stored as it is finished, so that a run that was cut off goes on where it stopped.

Spark's CrossValidator would do for the grid over ALS, but it keeps its results in memory until the end, draws folds
without regard to whose ratings they are, and its evaluator has to leave out the pairs that ALS cannot score or is NaN
for a whole fold. What is the same: cells run side by side from a pool of threads on one Spark session.
"""

import contextlib
import dataclasses
import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from data.errors import BadInput
from data.movies import Catalogue

logger = logging.getLogger(__name__)

Tables: TypeAlias = Mapping[str, pd.DataFrame]  # of numbers and texts; the index is not kept
Name: TypeAlias = Mapping[str, str | int | float]


@dataclasses.dataclass(frozen=True)
class Cell:
    """One measurement.

    Attributes:
        name: what tells it from all others: the data (`fingerprint`), and the configuration of what it measures.
        measure: finds its tables.
    """

    name: Name
    measure: Callable[[], Tables]


@dataclasses.dataclass(frozen=True)
class Lane:
    """Cells that may run side by side, `workers` at a time; what must not meet itself gets a lane with one worker."""

    cells: Sequence[Cell]
    workers: int = 1


class Ledger:
    """Finished cells in a file, one JSON object a line; safe for threads, for one process at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file, made if need be, in a folder that exists; a last line that was cut off is dropped.

        Raises:
            BadInput: the file cannot be read or written, or is not such a file.
        """
        self._path, self._lock = path, threading.Lock()
        self._found: dict[str, Tables] = {}
        try:
            with path.open("ab+") as file:
                file.seek(0)
                lines = file.read().split(b"\n")
                file.truncate(file.tell() - len(lines[-1]))
            for line in lines[:-1]:
                key, tables = json.loads(line)
                self._found[key] = {name: _table(stored) for name, stored in tables.items()}
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
            raise BadInput(f"cannot go on from {str(path)!r}: {error}; delete it, or name another --out") from error

    def __contains__(self, name: Name) -> bool:
        return _key(name) in self._found

    def __getitem__(self, name: Name) -> Tables:
        """What a finished cell found; KeyError if it is not finished."""
        return self._found[_key(name)]

    def add(self, name: Name, tables: Tables) -> None:
        """Store what a cell found; it is on the disk when this returns.

        Raises:
            BadInput: the file cannot be written.
        """
        key = _key(name)
        stored = {
            table: {"columns": list(found.columns), "rows": found.to_numpy(dtype=object).tolist()}
            for table, found in tables.items()
        }
        line = json.dumps([key, stored]) + "\n"
        with self._lock:
            try:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise BadInput(f"cannot write {str(self._path)!r}: {error}; name another --out") from error
            self._found[key] = {table: _table(found) for table, found in json.loads(line)[1].items()}


def run_cells(lanes: Sequence[Lane], ledger: Ledger) -> None:
    """Measure what is not yet in the ledger, all lanes side by side; returns once everything is in it.

    An error in one cell stops the others after those that are under way.

    Args:
        lanes: their cells have names of their own.
        ledger: takes up each cell as it is finished.
    """
    total = sum(len(lane.cells) for lane in lanes)
    missing = [(lane, [cell for cell in lane.cells if cell.name not in ledger]) for lane in lanes]
    done = total - sum(len(cells) for _, cells in missing)
    if done:
        logger.info("%d of %d cells were measured before", done, total)
    with contextlib.ExitStack() as stack:
        pools = [stack.enter_context(ThreadPoolExecutor(lane.workers)) for lane in lanes]
        running = {
            pool.submit(_measured, cell, ledger): cell
            for pool, (_, cells) in zip(pools, missing, strict=True)
            for cell in cells
        }
        try:
            for number, finished in enumerate(as_completed(running), start=done + 1):
                name, seconds = running[finished].name, finished.result()
                logger.info("cell %d of %d in %.1f s: %s", number, total, seconds, _worded(name))
        except BaseException:
            for pool in pools:
                pool.shutdown(wait=False, cancel_futures=True)
            raise


def fingerprint(ratings: pd.DataFrame, movies: Catalogue) -> str:
    """Tells one set of data from another."""
    digest = hashlib.sha256(repr(movies.movies).encode("utf-8", "surrogatepass"))
    digest.update(pd.util.hash_pandas_object(ratings, index=False).to_numpy().tobytes())
    return digest.hexdigest()[:16]


def _measured(cell: Cell, ledger: Ledger) -> float:
    """Measure and store; the seconds it took."""
    start = time.perf_counter()
    ledger.add(cell.name, cell.measure())
    return time.perf_counter() - start


def _key(name: Name) -> str:
    return json.dumps(dict(name), sort_keys=True)


def _table(stored: Mapping[str, list[object]]) -> pd.DataFrame:
    return pd.DataFrame(stored["rows"], columns=pd.Index(stored["columns"]))


def _worded(name: Name) -> str:
    return ", ".join(f"{key} {value}" for key, value in name.items() if key not in ("data", "config"))
