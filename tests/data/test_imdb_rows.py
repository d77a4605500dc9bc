"""Blocks of IMDb's rows, checked at once, against the same rules applied row by row and field by field."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.imdb_rows import Seen, check, escaped, people_of_crew
from data.imdb_tables import FILES

BY_NAME = {file.name: file for file in FILES}
FIELDS = st.sampled_from(
    [
        *(
            b"tt1",
            b"tt0000002",
            b"tt999999999",
            b"tt1234567890",
            b"nm7",
            b"nm1,nm22",
            b"nm1,",
            b"tt",
            b"",
            b"\\N",
            b"\\n",
        ),
        *(b"0", b"1", b"2", b"1999", b"19999", b"-5", b"7.4", b"10", b"10.0", b"10.1", b"7.", b"x", b"caf\xc3\xa9"),
        *(b"\xff", b"a\0b", b"a\rb", b"AC\\DC", b"\\", b'"quoted', b" 1", "１９".encode()),
    ]
)


def fits(name: str, field: bytes) -> bool:
    """Whether a field can stand in a column of title.basics, crew, ratings or episode."""
    if name in {"tconst", "parentTconst"}:
        return field[:2] == b"tt" and 1 <= len(field[2:]) <= 9 and field[2:].isdigit()
    if field == b"\\N" or name in {"titleType", "primaryTitle", "originalTitle", "genres"}:
        return True
    if name in {"directors", "writers"}:
        return all(one[:2] == b"nm" and one[2:].isdigit() and len(one) <= 11 for one in field.split(b","))
    if name == "averageRating":
        whole, dot, tenths = field.partition(b".")
        digits = whole.isdigit() and (tenths.isdigit() if dot else True) and len(whole) <= 2 and len(tenths) <= 3
        return digits and float(field) <= 10 and whole in {b"10", b"%d" % int(whole)}
    if name == "isAdult":
        return field in {b"0", b"1"}
    return field.isdigit() and len(field) <= (4 if name.endswith("Year") else 9)


def storable(line: bytes) -> bool:
    return b"\0" not in line and b"\r" not in line and line.decode("utf-8", "replace").encode() == line


@pytest.mark.parametrize("name", ["title.basics", "title.crew", "title.ratings", "title.episode"])
@given(data=st.data())
def test_a_block_is_checked_as_its_rows_would_be_one_by_one(name, data):
    file = BY_NAME[name]
    width = len(file.columns)
    row = st.lists(FIELDS, min_size=width, max_size=width) | st.lists(FIELDS, min_size=1, max_size=width + 2)
    likely = st.tuples(
        *(
            st.sampled_from([b"tt1", b"tt0000002", b"tt30"] if "const" in column else [b"\\N", b"7", b"nm3"])
            for column in file.columns
        )
    )
    rows = data.draw(st.lists(likely | row, min_size=1, max_size=12))
    kept, met, bad = [], set(), []
    for number, fields in enumerate(rows):
        line = b"\t".join(fields)
        good = len(fields) == width and storable(line) and all(map(fits, file.columns, fields))
        if good and int(fields[0][2:]) not in met:
            met.add(int(fields[0][2:]))
            numbered = [column.endswith("onst") for column in file.columns]
            kept.append([one[2:] if number else one for number, one in zip(numbered, fields, strict=True)])
        else:
            bad.append(number)
    checked = check(b"".join(b"\t".join(fields) + b"\n" for fields in rows), file, Seen())
    assert checked.text == b"".join(b"\t".join(fields) + b"\n" for fields in kept)
    assert (checked.rows, checked.bad, [*checked.examples]) == (len(kept), len(bad), bad)
    assert checked.unknown == sum(fields.count(b"\\N") for fields in kept)


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        (b"tt1\tmovie", "has 2 fields instead of 3"),
        (b"nm1\t7.0\t9", "tconst is 'nm1', expected a title's id, tt and up to nine digits"),
        (b"tt1\t11.0\t9", "averageRating is '11.0', expected a number from 0 to 10, or unknown"),
        (b"tt1\t7.0\tmany", "numVotes is 'many', expected a number of up to nine digits, or unknown"),
        (b"tt1\t7.0\t9\r", "has characters that are not UTF-8, NUL or a carriage return"),
        (b"tt0000005\t7.0\t9", "repeats tt0000005"),
    ],
)
def test_what_is_wrong_with_a_row_is_told(line, trouble):
    seen = Seen()
    seen.again(np.array([5]))
    assert check(line + b"\n", BY_NAME["title.ratings"], seen).examples == {0: trouble}


def test_an_id_is_known_again_in_its_block_and_in_a_later_one():
    seen = Seen()
    assert seen.again(np.array([8, 3, 8, 999_999_999])).tolist() == [False, False, True, False]
    assert seen.again(np.array([4, 9, 999_999_999])).tolist() == [False, False, True]
    assert not seen.again(np.array([], dtype=np.int64)).size


def test_every_person_of_the_crew_gets_a_row():
    text = b"1\tnm7,nm10\tnm10\n2\t\\N\tnm3,nm4,nm5\n3\t\\N\t\\N\n"
    expected = {
        *(b"1\tdirector\t1\t7", b"1\tdirector\t2\t10", b"1\twriter\t1\t10"),
        *(b"2\twriter\t1\t3", b"2\twriter\t2\t4", b"2\twriter\t3\t5"),
    }
    lines = people_of_crew(text).split(b"\n")
    assert lines.pop() == b""
    assert len(lines) == len(expected)
    assert set(lines) == expected
    assert people_of_crew(b"") == people_of_crew(b"3\t\\N\t\\N\n") == b""


def test_only_backslashes_of_names_are_escaped():
    text = b"\\N\tAC\\DC\t\\N\\\ta\\N\n\\N\t\\Nb\t\\N\n"
    assert escaped(text) == b"\\N\tAC\\\\DC\t\\\\N\\\\\ta\\\\N\n\\N\t\\\\Nb\t\\N\n"
    assert escaped(b"") == b""
