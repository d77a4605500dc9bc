import logging
import socket
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data.database import METADATA, Database
from data.errors import BadInput, UsherError


def test_the_migrations_lead_to_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path}/a.sqlite3").close()
    engine = sa.create_engine(f"sqlite:///{tmp_path}/a.sqlite3")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_opening_twice_migrates_once_and_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(2):
        Database(f"sqlite:///{tmp_path}/a.sqlite3").close()
    assert caplog.records == []


def test_a_transaction_that_fails_stores_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")

    def fail_half_way() -> None:
        with database.write() as connection:
            connection.execute(sa.text("INSERT INTO accounts (name, created_at) VALUES ('Anna', 0)"))
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    with database.read() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM accounts")).scalar_one() == 0
    database.close()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    Database(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(UsherError, match="newer version of Usher"):
        Database(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"this is no database at all, " * 100)
    with pytest.raises(UsherError, match="file is not a database; check") as error:
        Database(f"sqlite:///{path}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://me:secret@host/name", "postgresql://me:secret@host:port/x"])
def test_an_impossible_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadInput, match="expected sqlite:///FILE or postgresql") as error:
        Database(url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="in memory"):
        Database(url)


def test_a_server_that_does_not_answer_or_lacks_its_driver_is_told_without_the_password() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(UsherError, match=f"127.0.0.1:{port}/name") as error:
        Database(f"postgresql+psycopg://me:secret@127.0.0.1:{port}/name?application_name=secret")
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("query", ["pool_size=many", "pool_size=0", "max_overflow=-1", "pool_timeout=1&pool_timeout=2"])
def test_a_pool_of_no_whole_number_is_refused_and_named(tmp_path: Path, query: str) -> None:
    with pytest.raises(BadInput, match=rf"sets {query.partition('=')[0]} to .*: give a whole number"):
        Database(f"sqlite:///{tmp_path}/a.sqlite3?{query}")
    assert list(tmp_path.iterdir()) == []
