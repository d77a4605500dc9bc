"""Loads IMDb's data files into a database: in blocks, so that memory does not grow with the files."""

import dataclasses
import gzip
import logging
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.imdb_database import ImdbDatabase
from data.imdb_fresh import FreshTables, fresh_tables
from data.imdb_rows import Checked, Seen, check, people_of_crew
from data.imdb_tables import CREW, FILES, File

logger = logging.getLogger(__name__)

BLOCK = 1 << 22  # bytes read at once
Item = TypeVar("Item")


@dataclasses.dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file.

    Attributes:
        path: the file; None if the folder has none of that name.
        rows: rows that were kept.
        bad: rows that were left out.
        unknown: fields of the rows kept that are unknown.
        seconds: what reading, checking and loading took, without the indexes.
    """

    name: str
    path: Path | None
    rows: int = 0
    bad: int = 0
    unknown: int = 0
    seconds: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """What became of all files, and the seconds that indexes and publishing took."""

    files: tuple[Loaded, ...]
    index_seconds: float


def load_imdb(folder: Path, database: ImdbDatabase) -> Load:
    """Load those of the seven files that a folder has, as `.tsv` or `.tsv.gz`, the newer where it has both.

    The database then holds what the folder holds: the table of a file that is not there is empty. Until everything is
    loaded, and if it fails, the tables are what they were.

    Raises:
        BadInput: the folder has none of the files, one has other columns or cannot be read, or `database` is a file
            or schema that holds something else.
        UsherError: another load is running, or the database fails.
    """
    paths = {file.name: _found(folder, file.name) for file in FILES}
    if not any(paths.values()):
        raise BadInput(
            f"there is no file of IMDb in {folder}: expected title.basics.tsv.gz or another of the seven; "
            f"`python app.py download imdb` brings them"
        )
    report = ReadReport()
    with fresh_tables(database) as tables:
        files = tuple(_load(file, paths[file.name], tables, report) for file in FILES)
        started = time.perf_counter()
        tables.finish()
    report.log()
    return Load(files, time.perf_counter() - started)


def _load(file: File, path: Path | None, tables: FreshTables, report: ReadReport) -> Loaded:
    if path is None:
        return Loaded(file.name, None)
    started = time.perf_counter()
    rows = bad = unknown = 0

    def texts() -> Iterator[bytes]:
        nonlocal rows, bad, unknown
        for checked, text in _ahead(_checked(file, path, report)):
            rows, bad, unknown = rows + checked.rows, bad + checked.bad, unknown + checked.unknown
            yield text

    tables.fill(file.table, texts())
    seconds = time.perf_counter() - started
    logger.info("loaded %d rows of %s in %.1f s", rows, path.name, seconds)
    return Loaded(file.name, path, rows, bad, unknown, seconds)


def _checked(file: File, path: Path, report: ReadReport) -> Iterator[tuple[Checked, bytes]]:
    """What is left of each block, and the rows that the table gets."""
    line, seen = 2, Seen()
    for block in _blocks(path, tuple(file.columns)):
        checked = check(block, file, seen)
        for number, trouble in checked.examples.items():
            report.add(Kind.BAD_ROW, path, line + number, trouble)
        report.add_uncounted(Kind.BAD_ROW, path, checked.bad - len(checked.examples))
        line += checked.rows + checked.bad
        yield checked, people_of_crew(checked.text) if file.table is CREW else checked.text


def _blocks(path: Path, columns: tuple[str, ...]) -> Iterator[bytes]:
    """The lines below the header, whole ones, about `BLOCK` bytes at once."""
    try:
        with cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb") as file:
            header = file.readline(1 << 16)
            if header.rstrip(b"\r\n").split(b"\t") != [name.encode() for name in columns]:
                raise BadInput(f"{path} begins with {header[:60]!r}, expected the columns {', '.join(columns)}")
            rest = b""
            while read := file.read(BLOCK):
                end = read.rfind(b"\n") + 1
                if end:
                    yield rest + read[:end]
                    rest = read[end:]
                elif rest:
                    raise BadInput(f"{path} has a line of more than {BLOCK} bytes: is it another file?")
                else:
                    rest = read
            if rest:
                yield rest + b"\n"
    except (EOFError, OSError, zlib.error) as error:
        raise BadInput(f"cannot read {path}: {error}; download it again") from error


def _ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, the next one being made in a thread while one is used."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item


def _found(folder: Path, name: str) -> Path | None:
    paths = [path for path in (folder / f"{name}.tsv.gz", folder / f"{name}.tsv") if path.is_file()]
    return max(paths, key=lambda path: path.stat().st_mtime_ns, default=None)
