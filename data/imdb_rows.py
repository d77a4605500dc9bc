r"""Rows of IMDb's files, checked many at once as the bytes they are.

The text that goes out is what both databases read as it is: fields parted by tabs, `\N` for what is unknown, and every
id without its letters, "0111161", which a column of integers takes for 111161. A row is left out if it has too many or
too few fields, a value that its column cannot hold, an id that a row before it has had where each has one row, or a
character that no database stores (NUL, a carriage return, what is not UTF-8).
"""

import dataclasses
import itertools
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.checks import EXAMPLES
from data.imdb_tables import JOBS, File, Kind

Bytes: TypeAlias = NDArray[np.uint8]
Places: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = Any  # pyarrow has no types: an array of strings

UNKNOWN = "\\N"
NUL, TAB, NEWLINE, RETURN, BACKSLASH, N = b"\0\t\n\r\\N"
PATTERNS = {
    Kind.TITLE: r"^tt[0-9]{1,9}$",
    Kind.PERSON: r"^nm[0-9]{1,9}$",
    Kind.PEOPLE: r"^(nm[0-9]{1,9}(,nm[0-9]{1,9})*|\\N)$",
    Kind.YEAR: r"^([0-9]{1,4}|\\N)$",
    Kind.WHOLE: r"^([0-9]{1,9}|\\N)$",
    Kind.MEAN: r"^(10(\.0{1,3})?|[0-9](\.[0-9]{1,3})?|\\N)$",
    Kind.FLAG: r"^([01]|\\N)$",
}
IDS = {Kind.TITLE, Kind.PERSON}
LETTERS = 2  # before the number of an id
IDS_END = 10**9  # more than any id


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a block.

    Attributes:
        text: the rows that are kept.
        rows: how many they are.
        unknown: how many of their fields are unknown.
        bad: how many rows were left out.
        examples: what is wrong with the first `EXAMPLES` of those, by their number in the block, from 0.
    """

    text: bytes
    rows: int
    unknown: int
    bad: int
    examples: Mapping[int, str]


class Seen:
    """Which ids have been there: a bit for each, 125 MB if they are spread over all that there can be."""

    def __init__(self) -> None:
        self._bits = np.zeros(IDS_END // 8, dtype=np.uint8)

    def again(self, ids: Places) -> Mask:
        """Note the ids (n,); whether each of them (n,) was there before, in an earlier call or further ahead."""
        byte, bit = ids >> 3, (1 << (ids & 7)).astype(np.uint8)
        before: Mask = (self._bits[byte] & bit) != 0
        if (np.diff(ids) <= 0).any():
            later = np.ones(len(ids), dtype=np.bool_)
            later[np.unique(ids, return_index=True)[1]] = False
            before |= later
        np.bitwise_or.at(self._bits, byte, bit)
        return before


def check(block: bytes, file: File, seen: Seen) -> Checked:
    """Check the rows of a block.

    Args:
        block: whole lines, at least one, the last one ended, too.
        file: whose rows they are.
        seen: the ids that the blocks before had; those of this one are added where each has one row.
    """
    buffer = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(buffer - np.uint8(TAB) <= NEWLINE - TAB)  # of all fields
    starts = np.concatenate([[0], ends[:-1] + 1])
    last = np.flatnonzero(buffer[ends] == NEWLINE)  # field of each line
    good = np.diff(last, prepend=-1) == len(file.columns)
    good &= _storable(block, buffer, ends[last])
    fields = _fields(block, starts, ends)
    for column, kind in enumerate(file.columns.values(), start=1 - len(file.columns)):
        if kind in PATTERNS:
            rows = np.flatnonzero(good)
            values = fields.take(pa.array(2 * (last[rows] + column)))
            good[rows] = pc.match_substring_regex(values, PATTERNS[kind]).to_numpy(zero_copy_only=False)
    if file.one_each:
        rows = np.flatnonzero(good)
        ids = fields.take(pa.array(2 * (last[rows] + 1 - len(file.columns)))).cast(pa.string())
        good[rows] = ~seen.again(pc.utf8_slice_codeunits(ids, LETTERS).cast(pa.int64()).to_numpy())
    lengths = np.diff(ends[last], prepend=-1)
    keep = np.repeat(good, lengths)
    for column, kind in enumerate(file.columns.values(), start=1 - len(file.columns)):
        if kind in IDS:
            at = starts[last[good] + column]
            keep[at] = keep[at + 1] = False
    kept = buffer[keep]
    bad = np.flatnonzero(~good)
    return Checked(
        text=kept.tobytes(),
        rows=int(np.count_nonzero(good)),
        unknown=int(np.count_nonzero(_backslashes(kept)[1])),
        bad=len(bad),
        examples={
            line: _trouble(block[ends[last[line]] - lengths[line] + 1 : ends[last[line]]], file)
            for line in bad[:EXAMPLES].tolist()
        },
    )


def people_of_crew(text: bytes) -> bytes:
    """From checked rows of title.crew, a list of persons a job, to rows with one person each, as the table has them."""
    fields = text.decode()[:-1].replace("\n", "\t").split("\t") if text else []
    columns = 1 + len(JOBS)
    titles = pa.array(fields[::columns], pa.string())
    rows = b""
    for job, name in enumerate(JOBS, start=1):
        lists = pc.split_pattern(pa.array(fields[job::columns], pa.string()), ",")
        owners = pc.list_parent_indices(lists)
        owner, people = owners.to_numpy(), lists.flatten()
        places = pa.array(1 + np.arange(len(owner)) - np.searchsorted(owner, owner)).cast(pa.string())
        ids = pc.utf8_slice_codeunits(people, LETTERS)
        whole = pc.binary_join_element_wise(titles.take(owners), name, places, ids, "\t")
        rows += _lines(whole.filter(pc.not_equal(people, UNKNOWN)))
    return rows


def escaped(text: bytes) -> bytes:
    r"""The same rows as PostgreSQL's COPY reads them: backslashes are doubled, save for those of `\N`."""
    buffer = np.frombuffer(text, dtype=np.uint8)
    at, unknown = _backslashes(buffer)
    bounds = (0, *at[~unknown].tolist(), len(text))
    return b"\\".join(text[begin:end] for begin, end in itertools.pairwise(bounds))


def _backslashes(buffer: Bytes) -> tuple[Places, Mask]:
    r"""Where backslashes are (n,), and whether each begins a field that is `\N` (n,); a newline ends the buffer."""
    at = np.flatnonzero(buffer == BACKSLASH)
    before = np.where(at > 0, buffer[at - 1], NEWLINE)
    behind = buffer[np.minimum(at + 2, len(buffer) - 1)]
    return at, np.logical_and.reduce((_ends_field(before), buffer[at + 1] == N, _ends_field(behind)))


def _ends_field(characters: Bytes) -> Mask:
    ends: Mask = (characters == TAB) | (characters == NEWLINE)
    return ends


def _fields(block: bytes, starts: Places, ends: Places) -> Texts:
    """All fields, at the even places of an array of bytes that shares the block's memory; tabs and newlines between."""
    bounds = np.empty(2 * len(ends) + 1, dtype=np.int32)
    bounds[0::2], bounds[1::2] = np.append(starts, len(block)), ends
    return pa.Array.from_buffers(pa.binary(), 2 * len(ends), [None, pa.py_buffer(bounds), pa.py_buffer(block)])


def _lines(rows: Texts) -> bytes:
    if len(rows) == 0:
        return b""
    all_of_them = pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)
    return bytes(pc.binary_join(all_of_them, "\n")[0].as_buffer()) + b"\n"


def _storable(block: bytes, buffer: Bytes, line_ends: Places) -> Mask:
    """Which lines have only characters that a database stores."""
    fine = np.ones(len(line_ends), dtype=np.bool_)
    if b"\0" in block or b"\r" in block:
        fine[np.searchsorted(line_ends, np.flatnonzero((buffer == NUL) | (buffer == RETURN)))] = False
    if not _is_text(block):
        fine &= [_is_text(line) for line in block.split(b"\n")[:-1]]
    return fine


def _is_text(characters: bytes) -> bool:
    bounds = pa.py_buffer(np.array([0, len(characters)], dtype=np.int32))
    try:
        pa.Array.from_buffers(pa.string(), 1, [None, bounds, pa.py_buffer(characters)]).validate(full=True)
    except pa.ArrowInvalid:  # quicker than decoding
        return False
    return True


def _trouble(line: bytes, file: File) -> str:
    """Why a row was left out."""
    fields = line.split(b"\t")
    if len(fields) != len(file.columns):
        return f"has {len(fields)} fields instead of {len(file.columns)}"
    if not _is_text(line) or b"\0" in line or b"\r" in line:
        return "has characters that are not UTF-8, NUL or a carriage return"
    for (name, kind), field in zip(file.columns.items(), fields, strict=True):
        if kind in PATTERNS and not re.search(PATTERNS[kind], field.decode()):
            return f"{name} is {field.decode()[:40]!r}, expected {kind.value}"
    return f"repeats {fields[0].decode()}"
