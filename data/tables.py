"""Delimited files: CSV with a header, or MovieLens' older `.dat`, whose fields are parted by `::` under no header.

Columns of numbers are read by pyarrow in blocks. A block that pyarrow refuses, or that holds a number out of range, is
halved until the bad rows stand alone; these are then read one by one, which tells their line and what is wrong.
"""

import csv
import dataclasses
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from data.errors import BadInput

Columns: TypeAlias = dict[str, NDArray[Any]]  # name -> (n,); "line" is the line of each row, from 1
OnBad: TypeAlias = Callable[[int, str], None]  # called with the line and what is wrong in it

BLOCK_BYTES = 16 << 20
ROW_BY_ROW_BYTES = 16 << 10
WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
INT64 = np.iinfo(np.int64)


@dataclasses.dataclass(frozen=True, slots=True)
class Number:
    """What a column of numbers must hold: `low` to `high`, whole unless `dtype` is a float."""

    label: str
    dtype: type[np.int64] | type[np.float32] = np.int64
    low: float = INT64.min
    high: float = INT64.max

    @property
    def whole(self) -> bool:
        """Whether it takes only whole numbers."""
        return self.dtype is np.int64

    def parse(self, text: str) -> int | float:
        """Read one value; ValueError says what is wrong with it."""
        value: int | float
        if self.whole:
            if not WHOLE.fullmatch(text):
                raise ValueError(f"{self.label} {text!r} is not a whole number")
            value = int(text)
        else:
            try:
                value = float(text)
            except ValueError:
                raise ValueError(f"{self.label} {text!r} is not a number") from None
        if math.isnan(value) or not self.low <= value <= self.high:
            raise ValueError(f"{self.label} {text!r} is not in {self.low}-{self.high}")
        return value


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A delimited file whose header was read; `names` are all its columns, in its order."""

    path: Path
    names: tuple[str, ...]
    separator: str = ","
    header_bytes: int = 0

    @property
    def first_line(self) -> int:
        """The line of the first row."""
        return 1 if self.header_bytes == 0 else 2


def open_table(path: Path, wanted: Sequence[str], *, optional: Sequence[str] = (), what: str) -> Table:
    """Read the header and check it.

    Args:
        path: CSV with a header that names at least `wanted`, or a `.dat` that holds `wanted`, then `optional`.
        wanted: the columns that must be there.
        optional: columns that a file may lack.
        what: what the file holds, for messages ("ratings").

    Raises:
        BadInput: the file is missing, empty or cannot be read, or lacks a column.
    """
    expected = f"expected a file of {what} with the columns {', '.join(wanted)}"
    try:
        with path.open("rb") as file:
            header = file.readline(1 << 16)
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror or error}; {expected}") from error
    if not header.strip():
        raise BadInput(f"{path} is empty or begins with an empty line; {expected}")
    if path.suffix == ".dat":
        names = (*wanted, *optional)
        found = header.count(b"::") + 1
        if not len(wanted) <= found <= len(names):
            raise BadInput(f"{path} line 1 has {found} fields parted by '::'; {expected}")
        return Table(path, names[:found], "::")
    text = header.decode("utf-8-sig", errors="replace").strip()
    names = tuple(name.strip() for name in next(csv.reader([text])))
    missing = [name for name in wanted if name not in names]
    if missing:
        raise BadInput(f"{path} has the columns {text[:200]!r} and lacks {', '.join(missing)}; {expected}")
    return Table(path, names, ",", len(header))


def read_rows(table: Table, on_bad: OnBad) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that has the right number of fields, with its line; a row is one line. Empty lines are passed over.

    The file is UTF-8, or latin-1 where it is not valid UTF-8.
    """
    content = table.path.read_bytes()[table.header_bytes :]
    try:
        text = content.decode("utf-8-sig" if table.header_bytes == 0 else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    for line, row in enumerate(text.split("\n"), table.first_line):
        stripped = row.rstrip("\r")
        if not stripped.strip():
            continue
        try:
            yield line, dict(zip(table.names, _fields(stripped, table), strict=True))
        except ValueError as error:
            on_bad(line, str(error))


def read_numbers(table: Table, columns: Mapping[str, Number], on_bad: OnBad) -> Columns:
    """Columns of numbers of all good rows, in the order of the file, and the column "line".

    A row is bad when it has too few or too many fields, or in one of `columns` no number or one out of range. Takes the
    memory of the result, of one column and of one block.
    """
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in (*columns, "line")}
    with table.path.open("rb") as file:
        file.seek(table.header_bytes)
        line = table.first_line
        while block := file.read(BLOCK_BYTES):
            block += file.readline()
            if line == 1:
                block = block.removeprefix(b"\xef\xbb\xbf")
            for part in _numbers(block, line, table, columns, on_bad):
                for name, values in part.items():
                    parts[name].append(values)
            line += block.count(b"\n")
    result = {}
    for name in tuple(parts):
        dtype = np.int32 if name == "line" else columns[name].dtype
        result[name] = np.concatenate([np.empty(0, dtype), *parts.pop(name)])
    return result


def _numbers(block: bytes, line: int, table: Table, columns: Mapping[str, Number], on_bad: OnBad) -> Iterator[Columns]:
    """The good rows of a block of whole lines, of which the first is `line`."""
    fast = _fast(block, line, table, columns)
    if fast is not None:
        yield fast
    elif len(block) <= ROW_BY_ROW_BYTES or b"\n" not in block[:-1]:
        yield _row_by_row(block, line, table, columns, on_bad)
    else:
        middle = len(block) // 2
        half = block.find(b"\n", middle, len(block) - 1) + 1 or block.rfind(b"\n", 0, middle) + 1
        yield from _numbers(block[:half], line, table, columns, on_bad)
        yield from _numbers(block[half:], line + block.count(b"\n", 0, half), table, columns, on_bad)


def _fast(block: bytes, line: int, table: Table, columns: Mapping[str, Number]) -> Columns | None:
    """The rows of a block, or None where a row of it is not as it must be."""
    if table.separator != ",":
        if b"," in block:
            return None
        block = block.replace(table.separator.encode(), b",")
    try:
        read = pyarrow.csv.read_csv(
            pa.BufferReader(block),
            read_options=pyarrow.csv.ReadOptions(column_names=table.names),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=list(columns),
                column_types={name: pa.from_numpy_dtype(number.dtype) for name, number in columns.items()},
            ),
        )
    except pa.ArrowInvalid:
        return None
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if len(read) != lines or any(column.null_count for column in read.columns):
        return None
    found: Columns = {name: read[name].to_numpy() for name in columns}
    for name, number in columns.items():
        values = found[name]
        bounded = number.low > INT64.min or number.high < INT64.max
        if bounded and not bool(((values >= number.low) & (values <= number.high)).all()):  # False for NaN
            return None
    return {**found, "line": np.arange(line, line + lines, dtype=np.int32)}


def _row_by_row(block: bytes, line: int, table: Table, columns: Mapping[str, Number], on_bad: OnBad) -> Columns:
    values: dict[str, list[float]] = {name: [] for name in (*columns, "line")}
    for at, row in enumerate(block.decode("utf-8", errors="replace").split("\n"), line):
        if not row.strip():
            continue
        try:
            fields = dict(zip(table.names, _fields(row.rstrip("\r"), table), strict=True))
            numbers = {name: number.parse(fields[name].strip()) for name, number in columns.items()}
        except ValueError as error:
            on_bad(at, str(error))
            continue
        for name, value in numbers.items():
            values[name].append(value)
        values["line"].append(at)
    return {
        name: np.array(column, np.int32 if name == "line" else columns[name].dtype) for name, column in values.items()
    }


def _fields(row: str, table: Table) -> list[str]:
    """The fields of one line; ValueError says what is wrong with it."""
    if table.separator != "," or '"' not in row:
        fields = row.split(table.separator)
    else:
        try:
            fields = next(csv.reader([row], strict=True))
        except csv.Error as error:
            raise ValueError(f"{row[:80]!r} is not a line of CSV: {error}") from error
    if len(fields) != len(table.names):
        raise ValueError(f"{row[:80]!r} has {len(fields)} fields instead of {len(table.names)}")
    return fields
