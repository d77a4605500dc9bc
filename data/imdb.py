r"""IMDb's data files, as they are (`title.basics.tsv.gz`) or unpacked: only the rows of wanted titles are kept.

    title.basics      tconst, runtimeMinutes           runtime
    title.ratings     tconst, averageRating, numVotes  mean and number of votes
    title.crew        tconst, directors                ids of persons, parted by commas
    title.principals  tconst, ordering, nconst, category
    name.basics       nconst, primaryName              needed to name the persons of the two before

Fields are parted by tabs and not quoted; `\N` is an unknown value. A file is known by its header, not by its name.
"""

import dataclasses
import gzip
import logging
import time
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO, cast

from data.checks import Kind, ReadReport
from data.errors import BadInput

logger = logging.getLogger(__name__)

UNKNOWN = "\\N"
MAX_CAST = 10
ACTING = frozenset({"actor", "actress", "self"})
HEADERS = {
    "basics": ("tconst", "runtimeMinutes"),
    "ratings": ("tconst", "averageRating", "numVotes"),
    "crew": ("tconst", "directors"),
    "principals": ("tconst", "ordering", "nconst", "category"),
    "names": ("nconst", "primaryName"),
}


@dataclasses.dataclass(slots=True)
class ImdbFacts:
    """What the files say of one title; `cast` are its first `MAX_CAST` actors in order of billing."""

    runtime_minutes: int | None = None
    vote_average: float | None = None
    vote_count: int | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()


def is_imdb(path: Path) -> bool:
    """Whether the first line of a file is a header of IMDb's."""
    return _table(path) is not None


def read_imdb(paths: Sequence[Path], wanted: Collection[str], report: ReadReport) -> dict[str, ImdbFacts]:
    """Read what any of the files say of the titles of these ids ("tt0133093").

    A row with too few or too many fields or a number that is none is left out and reported.

    Raises:
        BadInput: a file cannot be read or is none of IMDb's, or persons cannot be named for want of name.basics.
    """
    started = time.perf_counter()
    by_table: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        table = _table(path)
        if table is None:
            raise BadInput(f"{path} is none of IMDb's files: expected title.basics.tsv.gz or another of them")
        by_table[table].append(path)
    persons = [*by_table["crew"], *by_table["principals"]]
    if persons and not by_table["names"]:
        raise BadInput(f"{persons[0]} names persons by their ids only: give name.basics.tsv.gz, too")
    ids = frozenset(wanted)
    facts: dict[str, ImdbFacts] = defaultdict(ImdbFacts)
    for path in by_table["basics"]:
        for line, row in _rows(path, "basics", ids, report):
            facts[row["tconst"]].runtime_minutes = _whole(row["runtimeMinutes"], path, line, report) or None
    for path in by_table["ratings"]:
        for line, row in _rows(path, "ratings", ids, report):
            fact = facts[row["tconst"]]
            fact.vote_average = _number(row["averageRating"], path, line, report)
            fact.vote_count = _whole(row["numVotes"], path, line, report)
    directors: dict[str, list[str]] = {}
    for path in by_table["crew"]:
        for _, row in _rows(path, "crew", ids, report):
            directors[row["tconst"]] = [name for name in row["directors"].split(",") if name not in ("", UNKNOWN)]
    billed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path in by_table["principals"]:
        for line, row in _rows(path, "principals", ids, report):
            place = _whole(row["ordering"], path, line, report)
            if row["category"] in ACTING and place is not None:
                billed[row["tconst"]].append((place, row["nconst"]))
    cast_ids = {title: [person for _, person in sorted(people)[:MAX_CAST]] for title, people in billed.items()}
    names = _names(by_table["names"], (directors, cast_ids), report)
    for title, people in directors.items():
        facts[title].directors = tuple(dict.fromkeys(names[person] for person in people if person in names))
    for title, people in cast_ids.items():
        facts[title].cast = tuple(dict.fromkeys(names[person] for person in people if person in names))
    logger.info("read %d titles of %d files of IMDb in %.1f s", len(facts), len(paths), time.perf_counter() - started)
    return dict(facts)


def _names(paths: Sequence[Path], used: Sequence[Mapping[str, Sequence[str]]], report: ReadReport) -> dict[str, str]:
    """The names of all persons that are used."""
    persons = frozenset(person for titles in used for people in titles.values() for person in people)
    rows = (row for path in paths for _, row in _rows(path, "names", persons, report))
    return {row["nconst"]: row["primaryName"] for row in rows if row["primaryName"] not in ("", UNKNOWN)}


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast("TextIO", gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="\n"))
    return path.open(encoding="utf-8", errors="replace", newline="\n")


def _table(path: Path) -> str | None:
    """Which of the files it is; None if it is none of them."""
    try:
        with _open(path) as file:
            columns = file.readline(1 << 16).rstrip("\r\n").removeprefix("\ufeff").split("\t")
    except (gzip.BadGzipFile, zlib.error, EOFError):
        return None
    return next(
        (table for table, needed in HEADERS.items() if columns[0] == needed[0] and {*needed} <= {*columns}), None
    )


def _rows(path: Path, table: str, ids: frozenset[str], report: ReadReport) -> Iterator[tuple[int, dict[str, str]]]:
    """The needed columns of the rows whose first field is among the ids, with their lines."""
    try:
        with _open(path) as file:
            columns = file.readline().rstrip("\r\n").split("\t")
            places = [(name, columns.index(name)) for name in HEADERS[table][1:]]
            for line, text in enumerate(file, 2):
                id_, _, _ = text.partition("\t")
                if text.count("\t") != len(columns) - 1:
                    report.add(
                        Kind.BAD_ROW, path, line, f"has {text.count(chr(9)) + 1} fields instead of {len(columns)}"
                    )
                elif id_ in ids:
                    fields = text.rstrip("\r\n").split("\t")
                    yield line, {HEADERS[table][0]: id_, **{name: fields[place] for name, place in places}}
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"cannot read {path}: {error}; download it again") from error


def _number(text: str, path: Path, line: int, report: ReadReport) -> float | None:
    if text == UNKNOWN:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        report.add(Kind.BAD_VALUE, path, line, f"{text[:40]!r} is not a number of 0 or more")
        return None
    return number


def _whole(text: str, path: Path, line: int, report: ReadReport) -> int | None:
    number = _number(text, path, line, report)
    return None if number is None else int(number)
