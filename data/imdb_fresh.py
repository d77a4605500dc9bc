r"""Fresh tables for IMDb's rows, filled out of sight and put in the place of the former ones in one step.

PostgreSQL does all of it in one transaction, in a schema beside; SQLite in a file beside, which takes the place of the
former one by a rename. Whoever is killed leaves the former tables, whole. Indexes are made when all rows are there.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, cast

import filelock
import sqlalchemy as sa

from data.database import Lock
from data.errors import BadInput, UsherError
from data.imdb_database import ImdbDatabase
from data.imdb_rows import UNKNOWN, escaped
from data.imdb_schema import check_schema, put_in_place
from data.imdb_tables import METADATA

DRAFT_SCHEMA = "imdb_draft"
INDEX_MEMORY = "256MB"  # of PostgreSQL, while it sorts
CACHE_KIB = 65_536  # of SQLite
UNKNOWN_LITERAL: sa.ColumnElement[str] = sa.literal_column(f"'{UNKNOWN}'")
APPLICATION_ID = 0x494D_4462  # "IMDb", by which a file of SQLite is known as ours


class FreshTables(Protocol):
    """Tables that nobody sees yet."""

    def fill(self, table: sa.Table, texts: Iterable[bytes]) -> None:
        r"""Add rows: lines of fields parted by tabs, `\N` for what is unknown."""

    def finish(self) -> None:
        """Make the indexes; what is left to do is to publish, when the block ends."""


@contextlib.contextmanager
def fresh_tables(database: ImdbDatabase) -> Iterator[FreshTables]:
    """Empty tables that take the place of the former ones if the block ends well.

    Raises:
        BadInput: the file or the schema holds something else, or something is made of its tables.
        UsherError: another load is running, or the database fails.
    """
    with _fresh_file(database, database.file) if database.file else _fresh_schema(database) as tables:
        yield tables


@contextlib.contextmanager
def _fresh_schema(database: ImdbDatabase) -> Iterator[FreshTables]:
    with database.begin() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(Lock.IMDB_LOAD))).scalar_one():
            raise _busy(database)
        check_schema(connection)
        connection.execute(sa.text(f"CREATE SCHEMA {DRAFT_SCHEMA}"))
        connection.execute(sa.text(f"SET LOCAL maintenance_work_mem = '{INDEX_MEMORY}'"))
        drafts = connection.execution_options(schema_translate_map={None: DRAFT_SCHEMA})
        _create(drafts)
        yield _PostgresTables(drafts)
        put_in_place(connection, DRAFT_SCHEMA)
        connection.execute(sa.text(f"DROP SCHEMA {DRAFT_SCHEMA}"))


class _PostgresTables:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def fill(self, table: sa.Table, texts: Iterable[bytes]) -> None:
        cursor = cast("Any", self._connection.connection.driver_connection).cursor()
        with cursor.copy(f"COPY {DRAFT_SCHEMA}.{table.name} FROM STDIN (FREEZE, ENCODING 'UTF8')") as copy:
            for text in texts:
                copy.write(escaped(text))

    def finish(self) -> None:
        _create_indexes(self._connection)
        for table in METADATA.sorted_tables:
            self._connection.execute(sa.text(f"ANALYZE {DRAFT_SCHEMA}.{table.name}"))


@contextlib.contextmanager
def _fresh_file(database: ImdbDatabase, file: Path) -> Iterator[FreshTables]:
    draft = file.with_name(f".{file.name}.draft")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(file.with_name(f".{file.name}.lock"), timeout=0):
            _check_ours(file)
            draft.unlink(missing_ok=True)
            try:
                with database.begin(draft) as connection:
                    raw = connection.connection.driver_connection
                    assert isinstance(raw, sqlite3.Connection)
                    for setting in (
                        "journal_mode = OFF",  # a draft that failed is thrown away
                        "synchronous = OFF",
                        "locking_mode = EXCLUSIVE",
                        f"cache_size = -{CACHE_KIB}",
                        f"application_id = {APPLICATION_ID}",
                    ):
                        raw.execute(f"PRAGMA {setting}").close()
                    _create(connection)
                    yield _SqliteTables(connection, raw)
                _make_durable(draft)
                draft.replace(file)
                _make_durable(file.parent)
            finally:
                draft.unlink(missing_ok=True)
    except filelock.Timeout as error:
        raise _busy(database) from error
    except OSError as error:
        raise UsherError(
            f"cannot write {file}: {error.strerror}; make room or allow writing there, or name another --database"
        ) from error


class _SqliteTables:
    def __init__(self, connection: sa.Connection, raw: sqlite3.Connection) -> None:
        self._connection = connection
        self._raw = raw

    def fill(self, table: sa.Table, texts: Iterable[bytes]) -> None:
        values = {column.name: sa.func.nullif(sa.bindparam(None), UNKNOWN_LITERAL) for column in table.columns}
        insert = str(sa.insert(table).values(values).compile(self._connection))
        for text in texts:
            if text:
                fields = iter(text.decode()[:-1].replace("\n", "\t").split("\t"))
                self._raw.executemany(insert, zip(*[fields] * len(values), strict=True))

    def finish(self) -> None:
        _create_indexes(self._connection)
        self._connection.execute(sa.text("ANALYZE"))


def _create(connection: sa.Connection) -> None:
    for table in METADATA.sorted_tables:
        connection.execute(sa.schema.CreateTable(table))


def _create_indexes(connection: sa.Connection) -> None:
    for table in METADATA.sorted_tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(sa.schema.CreateIndex(index))


def _check_ours(file: Path) -> None:
    """Whether a file may be replaced.

    Raises:
        BadInput: it holds something else.
    """
    if not file.exists() or file.stat().st_size == 0:
        return
    with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(sqlite3.connect(file)) as connection:
        if connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,):
            return
    raise BadInput(f"{file} is no database of IMDb's titles, and would be lost: name another --database")


def _make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _busy(database: ImdbDatabase) -> UsherError:
    return UsherError(f"another load into {database.name} is running: wait until it is done")
