"""What tests of the accounts share: they run on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.accounts import Accounts


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A database in a file of the test's own, for what is asked of files."""
    return f"sqlite:///{tmp_path}/usher.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """A database of the test's own, of both kinds."""
    chosen: str = sqlite_url if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    return chosen


@pytest.fixture
def accounts(url: str) -> Iterator[Accounts]:
    """The accounts of that database, none there at first."""
    accounts = Accounts(url)
    yield accounts
    accounts.close()
