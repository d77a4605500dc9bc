"""Accounts that move from a file of SQLite to a real PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.accounts import Accounts, StoredTurn
from data.database import METADATA, Database
from data.errors import BadInput, UsherError
from data.evenings import Evenings, Guest, Told
from data.keys import Keys
from data.logins import Logins
from data.moving import copy_accounts

PASSWORD = "correct horse"


@pytest.fixture
def source(sqlite_url: str) -> Iterator[Accounts]:
    accounts = Accounts(sqlite_url)
    yield accounts
    accounts.close()


@pytest.fixture
def target(postgresql_url: str) -> Iterator[Accounts]:
    accounts = Accounts(postgresql_url)
    yield accounts
    accounts.close()


def fill(accounts: Accounts) -> tuple[str, str]:
    """Everything that can be kept; gives the token of a session, and a key."""
    logins = Logins(accounts)
    anna, token = logins.sign_up("Anna 🎬", PASSWORD)
    logins.delete(logins.sign_up("Gone", PASSWORD)[0])
    ben, _ = logins.sign_up("Ben", PASSWORD)
    with pytest.raises(BadInput):
        logins.log_in("Ben", "a guess", "10.0.0.1")
    for account in (anna, ben):
        accounts.mark(account.account_id, 7, "seen")
        talk = accounts.start_conversation(account.account_id, "Tonight").conversation_id
        accounts.save_turns(account.account_id, talk, [StoredTurn("user", "hello", (1, 2))], {"wish": [1, None]})
    accounts.rate_all(anna.account_id, [(2**40 + n, 0.5 + n % 10 / 2, anna.created_at) for n in range(4500)])
    accounts.start_conversation(ben.account_id, "Without a state")
    Evenings(accounts).add(anna.account_id, Told(movie_id=2, guests=(Guest(name="you", stars=4, satisfaction=1),)))
    return token, Keys(accounts).add(anna.account_id, "laptop")


def rows_of(database: Database) -> dict[str, list[str]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in METADATA.sorted_tables
        }


def test_everything_arrives_and_life_goes_on_there(source: Accounts, target: Accounts) -> None:
    token, key = fill(source)
    before = rows_of(source.database)
    assert all(before.values())
    assert copy_accounts(source.database, target.database) == 2
    assert rows_of(target.database) == rows_of(source.database) == before
    anna = Logins(target).who(token)
    assert anna is not None
    assert Keys(target).owner(key) == anna == Logins(target).log_in("Anna 🎬", PASSWORD)[0]
    assert target.create("Cleo").account_id > max(account.account_id for account in source.accounts())
    talk = target.start_conversation(anna.account_id, "There")
    assert talk.conversation_id not in [one.conversation_id for one in source.conversations(anna.account_id)]


def test_a_database_that_holds_something_is_not_added_to(source: Accounts, target: Accounts) -> None:
    fill(source)
    target.create("Somebody")
    before = rows_of(target.database)
    with pytest.raises(BadInput, match="has accounts already: nothing was copied"):
        copy_accounts(source.database, target.database)
    assert rows_of(target.database) == before


def test_a_row_that_is_not_taken_leaves_the_target_empty(source: Accounts, target: Accounts, tmp_path: Path) -> None:
    fill(source)
    raw = sqlite3.connect(tmp_path / "usher.sqlite3")  # which checks no foreign keys by itself
    with raw:
        raw.execute("INSERT INTO evenings (account_id, held_at, told) VALUES (4711, 0, '{}')")
    raw.close()
    with pytest.raises(UsherError, match=r"nothing was copied: .* does not take") as error:
        copy_accounts(source.database, target.database)
    assert "\n" not in str(error.value)
    assert not any(rows_of(target.database).values())
