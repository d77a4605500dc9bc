"""The accounts' database: opened and brought to the form this version expects; SQLite by default, PostgreSQL by URL.

SQLite is set up so that many threads and processes can use one file (write-ahead log, waiting for locks), what was
acknowledged survives a crash (synchronous), and what was deleted is overwritten (secure_delete). Connections are kept
in a pool and tried before they are used, so that a server that was started again is noticed by nobody.
"""

import contextlib
import enum
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

from data import sqlite
from data.errors import BadInput, UsherError

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
DRIVERS = ("sqlite", "postgresql")
LARGEST_ID = 2**31 - 1  # of what the database numbers itself
# Connections that stay open, further ones under load, and seconds that a thread waits for one.
POOL = {"pool_size": 10, "max_overflow": 10, "pool_timeout": 30}
RECYCLED_SECONDS = 1800  # before a firewall forgets a silent connection
# Of PostgreSQL's client: seconds to connect in, and milliseconds in which a host that vanished is given up.
PATIENCE = {"connect_timeout": "10", "tcp_user_timeout": "30000"}


class Lock(enum.IntEnum):
    """What only one transaction of all processes does at a time: any numbers, each of its own in a database."""

    MIGRATION = 7_286_411_190
    FIRST_MEMBER = 7_286_411_191  # of two who sign up first, one is the admin
    MOVING = 7_286_411_192
    IMDB_LOAD = 7_286_411_193


METADATA = sa.MetaData()


def _owner(table: str = "accounts", column: str = "account_id") -> sa.Column[int]:
    return sa.Column(column, sa.Integer, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


ACCOUNTS = sa.Table(
    "accounts",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("role", sa.Text, nullable=False, server_default="member"),
    sa.Column("password", sa.Text),  # its argon2 hash
    sqlite_autoincrement=True,  # the id of a deleted account is nobody else's
)
RATINGS = sa.Table(
    "ratings",
    METADATA,
    _owner(),
    sa.Column("movie_id", sa.BigInteger, nullable=False),
    sa.Column("stars", sa.Double, nullable=False),
    sa.Column("rated_at", sa.Double, nullable=False),
    sa.PrimaryKeyConstraint("account_id", "movie_id"),
)
MARKS = sa.Table(
    "marks",
    METADATA,
    _owner(),
    sa.Column("movie_id", sa.BigInteger, nullable=False),
    sa.Column("list", sa.Text, nullable=False),
    sa.Column("marked_at", sa.Double, nullable=False),
    sa.PrimaryKeyConstraint("account_id", "movie_id"),
)
CONVERSATIONS = sa.Table(
    "conversations",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _owner(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("updated_at", sa.Double, nullable=False),
    sa.Index("conversations_of_account", "account_id", "updated_at"),
    sqlite_autoincrement=True,
)
TURNS = sa.Table(
    "turns",
    METADATA,
    _owner("conversations", "conversation_id"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("movies", sa.JSON, nullable=False),
    sa.PrimaryKeyConstraint("conversation_id", "position"),
)
SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("token", sa.Text, primary_key=True),  # its SHA-256
    _owner(),
    sa.Column("expires_at", sa.Double, nullable=False),
)
API_KEYS = sa.Table(
    "api_keys",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _owner(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),  # its SHA-256
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("used_at", sa.Double),
    sqlite_autoincrement=True,
)
ATTEMPTS = sa.Table(
    "attempts",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("of", sa.Text, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Index("attempts_of", "of", "at"),
)
EVENINGS = sa.Table(
    "evenings",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _owner(),
    sa.Column("held_at", sa.Double, nullable=False),
    sa.Column("told", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)


class Database:
    """Connections to one database; safe for threads."""

    def __init__(self, url: str) -> None:
        """Open the database and migrate it; a SQLite file that is not there is made, for its owner's eyes alone.

        Args:
            url: as SQLAlchemy has it: "sqlite:///var/usher.sqlite3", "postgresql+psycopg://user:password@host/name";
                its query may set the numbers of `POOL`, as in "...?pool_size=20".

        Raises:
            BadInput: it is no such URL.
            UsherError: it cannot be opened, or a newer version of Usher has migrated it.
        """
        parsed, self._pool = _pooled(_parse(url))
        self.name = parsed.set(query={}).render_as_string(hide_password=True)  # without anything secret
        self.dialect = parsed.get_backend_name()
        served = {} if self.dialect == "sqlite" else {"pool_pre_ping": True, "pool_recycle": RECYCLED_SECONDS}
        try:
            self._engine = sa.create_engine(parsed, **self._pool, **served)
        except (exc.NoSuchModuleError, ImportError) as error:
            raise UsherError(
                f"cannot open the database {self.name}: its driver is missing ({error}); install it, "
                'for PostgreSQL with `pip install "psycopg[binary]"`'
            ) from error
        if self.dialect == "sqlite":
            sqlite.use(self._engine)
            self._make_file(Path(str(parsed.database)))
        with self.write() as connection:
            self._migrate(connection)

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        with self._errors_told(), self._engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction: all of it is stored when the block ends well, else nothing."""
        with self._errors_told(), self._engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def alone(self, connection: sa.Connection, lock: Lock) -> None:
        """Let no other transaction that asks for this lock run beside the present one; SQLite has one writer anyway."""
        if self.dialect == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))

    def forget(self) -> None:
        """Let no copy of what was deleted stay in SQLite's write-ahead log, as far as nobody reads it just now."""
        if self.dialect == "sqlite":
            with self._errors_told(), self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                if isinstance(raw, sqlite3.Connection):
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except exc.IntegrityError:
            raise
        except exc.TimeoutError as error:
            most = self._pool["pool_size"] + self._pool["max_overflow"]
            raise UsherError(
                f"the database {self.name} is busy: all {most} connections were in use for {self._pool['pool_timeout']}"
                " s; try again, or allow more with ?pool_size=NUMBER at the end of USHER_DATABASE"
            ) from error
        except exc.DBAPIError as error:
            reason = str(error.orig).strip().partition("\n")[0]
            raise UsherError(
                f"the database {self.name} failed: {reason}; check that it is there, may be written and is not full, "
                "or set USHER_DATABASE to another"
            ) from error

    def _make_file(self, path: Path) -> None:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise UsherError(
                f"cannot open the database {self.name}: {error.strerror}; make its folder, allow writing there, "
                "or set USHER_DATABASE to another"
            ) from error

    def _migrate(self, connection: sa.Connection) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.util.exc import CommandError

        logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells each opening
        self.alone(connection, Lock.MIGRATION)
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise UsherError(
                f"the database {self.name} is of a newer version of Usher ({error}): install that, "
                "or set USHER_DATABASE to another"
            ) from error


def storable(text: str) -> str:
    """The text without what no database stores: NUL characters and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.get_backend_name() not in DRIVERS:
        raise BadInput(
            "the database's URL cannot be used: expected sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
        ) from None
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise BadInput(f"the database {url} is in memory, where each thread has another: name a file, sqlite:///FILE")
    return parsed


def _pooled(url: sa.URL) -> tuple[sa.URL, dict[str, int]]:
    """The URL for the driver, and the numbers of `POOL`, as far as the URL's query does not set them."""
    pool = dict(POOL)
    for name in POOL.keys() & url.query.keys():
        told = str(url.query[name])  # of several it is no number
        if not (told.isascii() and told.isdigit()) or (name != "max_overflow" and not int(told)):
            raise BadInput(
                f"the database's URL sets {name} to {url.query[name]!r}: give a whole number, as in"
                f" ?{name}={POOL[name]}"
            )
        pool[name] = int(told)
    url = url.difference_update_query(POOL)
    if url.get_backend_name() == "postgresql":
        url = url.set(query={**PATIENCE, **url.query})
    return url, pool
