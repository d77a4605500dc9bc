"""IMDb's files loaded into SQLite and into a real PostgreSQL, against a plain reading of the same files."""

import concurrent.futures
import csv
import gzip
import os
import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

import app
from data.accounts import Accounts
from data.errors import BadInput, UsherError
from data.imdb_database import SCHEMA, ImdbDatabase
from data.imdb_load import load_imdb
from data.imdb_tables import CREW, FILES, METADATA, TITLE_RATINGS, TITLES, Kind
from tests.imdb_files import HEADERS, write_imdb

BASICS = HEADERS["title.basics"].replace(" ", "\t") + "\n"
GOOD = "tt0000007\tmovie\tLamp\tLamp\t0\t1990\t\\N\t91\tDrama,Horror\n"
RATINGS = "tconst\taverageRating\tnumVotes\n"
PYTHON = {
    **{Kind.TITLE: lambda text: int(text[2:]), Kind.PERSON: lambda text: int(text[2:]), Kind.TEXT: str},
    **{Kind.YEAR: int, Kind.WHOLE: int, Kind.MEAN: float, Kind.FLAG: lambda text: text == "1"},
}


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """A database of either kind, nothing in it."""
    if request.param == "sqlite":
        return str(tmp_path / "new" / "imdb.sqlite3")
    return request.getfixturevalue("postgresql").new_database()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imdb")
    write_imdb(folder, 4000, seed=1)
    return folder


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A folder with 400,000 titles."""
    folder = tmp_path_factory.mktemp("large")
    write_imdb(folder, 400_000, seed=2, names=["title.basics"])
    return folder


def rows(where, table):
    with ImdbDatabase(where).read() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table))]


def typed(folder, file):
    """The rows of a file as Python's csv module reads them, each field as its column says."""
    with (folder / f"{file.name}.tsv").open(encoding="utf-8", newline="") as text:
        header, *lines = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert header == [*file.columns]
    if file.table is CREW:
        return [
            (int(title[2:]), job, place, int(person[2:]))
            for title, *lists in lines
            for job, people in zip(("director", "writer"), lists, strict=True)
            for place, person in enumerate([] if people == "\\N" else people.split(","), start=1)
        ]
    kinds = [PYTHON[kind] for kind in file.columns.values()]
    return [
        tuple(None if field == "\\N" else kind(field) for kind, field in zip(kinds, line, strict=True))
        for line in lines
    ]


def folder_of(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('_', '.')}.tsv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_every_column_of_every_file_has_its_type_and_value(files, where):
    load = load_imdb(files, ImdbDatabase(where))
    for file, loaded in zip(FILES, load.files, strict=True):
        expected, found = typed(files, file), rows(where, file.table)
        assert sorted(found, key=repr) == sorted(expected, key=repr)
        assert {tuple(map(type, row)) for row in found} == {tuple(map(type, row)) for row in expected}
        if file.table is not CREW:
            assert loaded.rows == len(expected)
            assert loaded.unknown == sum(row.count(None) for row in expected)
        assert loaded.bad == 0
    assert load.files[0].rows == 4000
    assert load.files[3].rows > 7 * 4000


def test_tables_have_their_columns_and_indexes(files, where):
    load_imdb(files, ImdbDatabase(where))
    with ImdbDatabase(where).read() as connection:
        inspected = sa.inspect(connection)
        schema = SCHEMA if where.startswith("postgresql") else None
        assert set(inspected.get_table_names(schema)) >= set(METADATA.tables)
        for table in METADATA.sorted_tables:
            found = {column["name"]: type(column["type"]) for column in inspected.get_columns(table.name, schema)}
            expected = {column.name: type(column.type.as_generic()) for column in table.columns}
            assert {name: type(kind().as_generic()) for name, kind in found.items()} == expected
            indexes = {(index["name"], index["unique"]) for index in inspected.get_indexes(table.name, schema)}
            assert {(name, bool(unique)) for name, unique in indexes} == {
                (i.name, bool(i.unique)) for i in table.indexes
            }


def test_packed_files_give_the_same_and_the_newer_of_two_counts(files, where, tmp_path):
    folder = tmp_path / "packed"
    write_imdb(folder, 4000, seed=1, names=["title.ratings"], packed=True)
    load_imdb(folder, ImdbDatabase(where))
    expected = sorted(typed(files, FILES[1]))
    assert sorted(rows(where, TITLE_RATINGS)) == expected
    plain = folder_of(folder, title_ratings=RATINGS + "tt7\t7.0\t5\n") / "title.ratings.tsv"
    os.utime(plain, (1, 1))
    load_imdb(folder, ImdbDatabase(where))
    assert sorted(rows(where, TITLE_RATINGS)) == expected
    os.utime(plain)
    load_imdb(folder, ImdbDatabase(where))
    assert rows(where, TITLE_RATINGS) == [(7, 7.0, 5)]


def test_bad_rows_are_left_out_counted_and_told(where, tmp_path, caplog):
    text = BASICS + GOOD + "tt8\ttoo few\n" + GOOD + GOOD.replace("7", "8").replace("1990", "soon") + "tt9" + GOOD[9:-1]
    load = load_imdb(folder_of(tmp_path / "f", title_basics=text), ImdbDatabase(where))
    basics = load.files[0]
    assert (basics.rows, basics.bad, basics.unknown) == (2, 3, 2)
    assert rows(where, TITLES) == [
        (number, "movie", "Lamp", "Lamp", False, 1990, None, 91, "Drama,Horror") for number in (7, 9)
    ]
    assert "title.basics.tsv line 3: has 2 fields instead of 9; 3 rows left out" in caplog.text


def test_a_second_load_takes_the_place_of_the_first(files, where, tmp_path):
    load_imdb(files, ImdbDatabase(where))
    load_imdb(files, ImdbDatabase(where))
    assert len(rows(where, TITLES)) == 4000
    load = load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD), ImdbDatabase(where))
    assert [row[0] for row in rows(where, TITLES)] == [7]
    assert load.files[1].path is None
    assert rows(where, TITLE_RATINGS) == []


def test_rows_are_the_same_wherever_blocks_end(files, where, monkeypatch):
    monkeypatch.setattr("data.imdb_load.BLOCK", 3001)
    load = load_imdb(files, ImdbDatabase(where))
    assert sorted(rows(where, TITLES), key=repr) == sorted(typed(files, FILES[0]), key=repr)
    assert sum(loaded.bad for loaded in load.files) == 0


def test_a_file_that_is_none_or_is_broken_leaves_the_former_tables(files, where, tmp_path):
    load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD), ImdbDatabase(where))
    packed = gzip.compress((files / "title.basics.tsv").read_bytes())
    broken = {
        "another header": (b"tconst\tsomething\ntt1\tx\n", "expected the columns tconst, titleType"),
        "empty": (b"", "expected the columns"),
        "no gzip": (b"no gzip", "cannot read .*title.basics.tsv.gz"),
        "cut off": (packed[: len(packed) // 2], "download it again"),
    }
    for name, (content, told) in broken.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"title.basics.tsv{'.gz' if name in ('no gzip', 'cut off') else ''}").write_bytes(content)
        with pytest.raises(BadInput, match=told):
            load_imdb(folder, ImdbDatabase(where))
    (tmp_path / "none").mkdir()
    with pytest.raises(BadInput, match=r"no file of IMDb in .*none: expected title.basics.tsv.gz"):
        load_imdb(tmp_path / "none", ImdbDatabase(where))
    assert [row[0] for row in rows(where, TITLES)] == [7]


@pytest.mark.slow
def test_a_load_that_is_killed_leaves_the_former_tables_and_the_next_one_works(where, large, tmp_path):
    small = folder_of(tmp_path / "small", title_basics=BASICS + GOOD)
    load_imdb(small, ImdbDatabase(where))
    command = [sys.executable, "app.py", "--home", str(tmp_path), "imdb", str(large), "--database", where]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (begun := has_begun(where)) and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    assert (begun, child.wait()) == (True, -signal.SIGKILL)
    assert [row[0] for row in rows(where, TITLES)] == [7]
    while has_begun(where) and where.startswith("postgresql"):
        time.sleep(0.01)  # until the server sees that its client is gone
    load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD + GOOD.replace("7", "8")), ImdbDatabase(where))
    assert sorted(row[0] for row in rows(where, TITLES)) == [7, 8]


def has_begun(where):
    """Whether a load has rows in its fresh tables."""
    if not where.startswith("postgresql"):
        draft = ImdbDatabase(where).file.with_name(".imdb.sqlite3.draft")
        return draft.exists() and draft.stat().st_size > 1 << 20
    engine = sa.create_engine(where)
    with engine.connect() as connection:
        copying = connection.execute(
            sa.text(
                "SELECT count(*) FROM pg_stat_progress_copy WHERE datname = current_database() AND tuples_processed > 0"
            )
        ).scalar_one()
    engine.dispose()
    return copying > 0


def test_who_reads_a_file_while_a_load_is_published_reads_the_former_tables_to_the_end(tmp_path):
    database = ImdbDatabase(str(tmp_path / "imdb.sqlite3"))
    load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD), database)
    with database.read() as reader:
        before = reader.execute(sa.select(TITLES)).all()
        load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD.replace("7", "8")), database)
        assert reader.execute(sa.select(TITLES)).all() == before
    assert [row[0] for row in rows(database.name, TITLES)] == [8]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(where, large, tmp_path):
    """All of the large file, its fields as Python has them, would take more than twice the growth allowed."""
    peaks = []
    write_imdb(tmp_path / "small", 25_000, seed=3, names=["title.basics"])
    for folder in (tmp_path / "small", large):
        code = (
            "import sys; from pathlib import Path; import data.imdb_load as load; load.BLOCK = 1 << 20; "
            "load.load_imdb(Path(sys.argv[1]), load.ImdbDatabase(sys.argv[2])); "
            "from tests.memory import peak_memory; print(peak_memory())"
        )
        command = [sys.executable, "-c", code, folder, where]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
        peaks.append(int(done.stdout))
    size = (large / "title.basics.tsv").stat().st_size
    fields = sum(map(sys.getsizeof, BASICS.split("\t"))) * 400_000
    assert size > 30 << 20
    assert fields > 200 << 20
    assert peaks[0] < 400 << 20
    assert peaks[1] - peaks[0] < 100 << 20  # 64 MiB of that are SQLite's cache


def test_a_file_of_something_else_is_not_replaced(files, tmp_path):
    url = f"sqlite:///{tmp_path}/usher.sqlite3"
    accounts = Accounts(url)
    accounts.create("Anna")
    (tmp_path / "notes.txt").write_text("something else")
    for where in (url, str(tmp_path / "notes.txt")):
        with pytest.raises(BadInput, match="is no database of IMDb's titles, and would be lost"):
            load_imdb(files, ImdbDatabase(where))
    assert [account.name for account in accounts.accounts()] == ["Anna"]
    accounts.close()


def test_tables_of_somebody_else_are_not_replaced(files, postgresql):
    where = postgresql.new_database()
    with ImdbDatabase(where).begin() as connection:
        for statement in ("CREATE SCHEMA imdb", "CREATE TABLE imdb.titles AS SELECT 5 AS n"):
            connection.execute(sa.text(statement))
    with pytest.raises(BadInput, match="the schema imdb holds titles, which Usher did not load and which would be los"):
        load_imdb(files, ImdbDatabase(where))
    with ImdbDatabase(where).read() as connection:
        assert connection.execute(sa.text("SELECT n FROM imdb.titles")).all() == [(5,)]


def test_views_are_named_before_anything_is_loaded_and_readers_keep_their_rights(files, postgresql):
    where = postgresql.new_database()
    database = ImdbDatabase(where)
    load_imdb(files, database)
    readers = ("odd:reader%", "plain")
    with database.begin() as connection:
        for reader in readers:
            connection.execute(sa.text(f'CREATE ROLE "{reader}"'.replace(":", r"\:")))
            connection.execute(sa.text(f'GRANT SELECT ON imdb.titles TO "{reader}"'.replace(":", r"\:")))
        connection.execute(sa.text("GRANT SELECT ON imdb.people TO PUBLIC"))
        connection.execute(sa.text("CREATE VIEW public.short AS SELECT title_id FROM imdb.titles"))
    with pytest.raises(BadInput, match=r"^short is made of the tables in the schema imdb, .* after the load$"):
        load_imdb(files, database)
    with database.begin() as connection:
        connection.execute(sa.text("DROP VIEW public.short"))
    load_imdb(files, database)
    allowed = sa.text("SELECT has_table_privilege(:reader, :name, 'SELECT')")
    with database.read() as connection:
        for reader in readers:
            for name, may in (("imdb.titles", True), ("imdb.people", True), ("imdb.akas", False)):
                assert connection.execute(allowed, {"reader": reader, "name": name}).scalar_one() is may


def test_who_reads_a_server_while_a_load_is_published_reads_the_former_tables_to_the_end(tmp_path, postgresql):
    where = postgresql.new_database()
    database = ImdbDatabase(where)
    load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD, title_ratings=RATINGS), database)
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with concurrent.futures.ThreadPoolExecutor(1) as pool, database.read() as reader:
        before = reader.execute(sa.select(TITLES)).all()
        later = folder_of(tmp_path / "g", title_basics=BASICS + GOOD.replace("7", "8"))
        load = pool.submit(load_imdb, later, database)
        while not reader.execute(waiting).scalar_one():
            assert not load.done()
        for table in METADATA.sorted_tables:
            reader.execute(sa.select(table)).all()
        assert reader.execute(sa.select(TITLES)).all() == before
    load.result()
    assert [row[0] for row in rows(where, TITLES)] == [8]


def test_a_server_that_keeps_another_encoding_gets_the_same_letters(postgresql, tmp_path):
    postgresql.run("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    where = postgresql.url("latin")
    load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD.replace("Lamp", "Café")), ImdbDatabase(where))
    assert rows(where, TITLES)[0][2] == "Café"
    with pytest.raises(UsherError, match="failed: "):
        load_imdb(folder_of(tmp_path / "f", title_basics=BASICS + GOOD.replace("Lamp", "夜")), ImdbDatabase(where))
    assert rows(where, TITLES)[0][2] == "Café"


def test_two_loads_at_once_are_refused(files, where):
    from data.imdb_fresh import fresh_tables

    database = ImdbDatabase(where)
    with fresh_tables(database), pytest.raises(UsherError, match=r"another load into .* is running"):
        load_imdb(files, database)


def test_a_database_that_cannot_be_reached_or_has_no_titles_is_told_without_the_password(postgresql, tmp_path):
    wrong = sa.make_url(postgresql.url()).set(database="missing", password="secret").render_as_string(False)
    with pytest.raises(UsherError, match='"missing" does not exist; check') as error, ImdbDatabase(wrong).read():
        pass
    assert "secret" not in str(error.value)
    for empty in (postgresql.new_database(), str(tmp_path / "none.sqlite3")):
        with pytest.raises(UsherError, match=r"load them with `python app.py imdb FOLDER`"), ImdbDatabase(empty).read():
            pass
    for wrong in ("mysql://host/name", "postgresql+psycopg://host", "://", ".", "/", ""):
        with pytest.raises(BadInput, match="cannot be used: give a file"):
            ImdbDatabase(wrong)


def test_the_command_prints_what_became_of_each_file(files, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["app.py", "--home", str(tmp_path), "imdb", str(files)])
    assert app.main() == 0
    header, *lines, indexes = capsys.readouterr().out.splitlines()
    assert header.split() == ["file", "rows", "bad", "rows", "unknown", "values", "seconds", "rows/s"]
    assert [line.split()[0] for line in lines] == [f"{file.name}.tsv" for file in FILES]
    assert lines[0].split()[1:3] == ["4,000", "0"]
    assert indexes.split()[0] == "indexes"
    assert (tmp_path / "imdb.sqlite3").stat().st_size > 1 << 20
    monkeypatch.setattr(sys, "argv", ["app.py", "--home", str(tmp_path), "imdb", str(tmp_path)])
    assert app.main() == 2
    assert capsys.readouterr().err.startswith("error: there is no file of IMDb in ")
