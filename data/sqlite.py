"""How connections to SQLite are set up: one writer beside readers, nothing lost, nothing left of what was deleted."""

import sqlite3
import time

import sqlalchemy as sa

BUSY_SECONDS = 30.0


def use(engine: sa.Engine) -> None:
    """Set up each connection that the engine makes."""
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says so
    _use_write_ahead_log(connection)
    for setting in (
        f"busy_timeout = {int(1000 * BUSY_SECONDS)}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch to it, which SQLite refuses at once, and does not wait for, while another connection does the same."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:  # the low byte of its code is the kind
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")  # a lock taken later may be refused
