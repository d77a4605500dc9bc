"""What is asked of PostgreSQL alone: its pool of connections, many processes at once, and a server that goes away."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data.accounts import Accounts, StoredTurn
from data.database import ACCOUNTS, MARKS, METADATA, RATINGS, Database, Lock
from data.errors import UsherError
from data.imports import Brought, Imports
from data.logins import Logins, new_token
from tests.postgresql import PostgresServer, running_postgresql

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    """A server that may be stopped and killed; it runs when a test begins."""
    with running_postgresql() as server:
        yield server


@pytest.fixture
def url(postgresql_url: str) -> str:
    """Of the two kinds of database only this one."""
    return postgresql_url


def with_pool(url: str, **numbers: int) -> str:
    query = {name: str(number) for name, number in numbers.items()}
    return sa.make_url(url).update_query_dict(query).render_as_string(hide_password=False)


def test_the_migrations_lead_to_the_tables_that_the_code_uses(accounts: Accounts) -> None:
    with accounts.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_deleted_account_leaves_no_row_behind(accounts: Accounts) -> None:
    anna, _ = Logins(accounts).sign_up("Anna", "correct horse")
    accounts.rate(anna.account_id, 7, 4.5)
    accounts.mark(anna.account_id, 2, "seen")
    talk = accounts.start_conversation(anna.account_id, "Tonight").conversation_id
    accounts.save_turns(anna.account_id, talk, [StoredTurn("user", "hello")], {"count": [1, 2]})
    accounts.delete_account(anna.account_id)
    with accounts.database.read() as connection:
        for table in METADATA.sorted_tables:
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0


def test_several_can_open_a_new_database_at_once(postgresql: PostgresServer) -> None:
    new = postgresql.new_database()
    with ThreadPoolExecutor(4) as threads:
        for opened in threads.map(Accounts, [new] * 4):
            assert opened.accounts() == []
            opened.close()


def test_a_server_that_refuses_is_told_in_one_line_without_the_password(postgresql: PostgresServer) -> None:
    wrong = sa.make_url(postgresql.url("missing")).set(password="secret")
    with pytest.raises(UsherError, match='"missing" does not exist; check') as error:
        Accounts(wrong.render_as_string(hide_password=False))
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_forty_threads_share_three_connections(postgresql_url: str) -> None:
    accounts = Accounts(with_pool(postgresql_url, pool_size=2, max_overflow=1))
    anna = accounts.create("Anna").account_id
    start = threading.Barrier(40)

    def rate(number: int) -> None:
        start.wait()
        for movie_id in range(5):
            accounts.rate(anna, 100 * number + movie_id, 4.0)
            assert 100 * number + movie_id in accounts.ratings(anna)

    with ThreadPoolExecutor(40) as threads:
        list(threads.map(rate, range(40)))
    assert len(accounts.ratings(anna)) == 40 * 5
    accounts.close()


def test_who_waits_too_long_for_a_connection_is_told_how_to_have_more(postgresql_url: str) -> None:
    accounts = Accounts(with_pool(postgresql_url, pool_size=1, max_overflow=0, pool_timeout=1))
    with accounts.database.read(), pytest.raises(UsherError, match=r"all 1 connections .* for 1 s; .*\?pool_size"):
        accounts.accounts()
    assert accounts.accounts() == []
    accounts.close()


def until_somebody_waits(database: Database) -> None:
    """Until a transaction of this database waits for a lock of another."""
    deadline = time.monotonic() + 60
    here = sa.func.current_database() == sa.literal_column("datname")
    waiting = sa.select(sa.func.count()).select_from(sa.text("pg_stat_activity"))
    waiting = waiting.where(here, sa.literal_column("wait_event_type") == "Lock")
    while True:
        with database.read() as connection:
            if connection.execute(waiting).scalar_one():
                return
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_who_signs_up_waits_until_whoever_may_be_the_first_member_is_there(accounts: Accounts) -> None:
    with ThreadPoolExecutor(1) as threads:
        with accounts.database.write() as connection:
            accounts.database.alone(connection, Lock.FIRST_MEMBER)
            ben = threads.submit(Logins(accounts).sign_up, "Ben", "correct horse")
            until_somebody_waits(accounts.database)
            row = {"name": "Anna", "role": "admin", "created_at": 0.0}
            connection.execute(ACCOUNTS.insert().values(row))
        assert ben.result()[0].role == "member"


def test_a_guest_is_moved_after_what_their_member_is_rating_elsewhere(accounts: Accounts) -> None:
    logins = Logins(accounts)
    anna, _ = logins.sign_up("Anna", "correct horse")
    guest = logins.guest(new_token())
    accounts.rate(guest.account_id, 1, 0.5)
    accounts.rate(guest.account_id, 2, 3.0)
    with ThreadPoolExecutor(1) as threads:
        with accounts.database.write() as connection:
            row = {"account_id": anna.account_id, "movie_id": 1, "stars": 5.0, "rated_at": 0.0}
            connection.execute(RATINGS.insert().values(row))
            logged_in = threads.submit(logins.log_in, "Anna", "correct horse", guest=guest)
            until_somebody_waits(accounts.database)
        assert logged_in.result()[0] == anna
    assert accounts.ratings(anna.account_id) == {1: 5.0, 2: 3.0}


def test_an_import_is_shelved_after_what_is_put_on_a_list_elsewhere(accounts: Accounts) -> None:
    anna = accounts.create("Anna").account_id
    with ThreadPoolExecutor(1) as threads:
        with accounts.database.write() as connection:
            row = {"account_id": anna, "movie_id": 1, "list": "hidden", "marked_at": 0.0}
            connection.execute(MARKS.insert().values(row))
            change = threads.submit(Imports(accounts).save, anna, Brought((), ((1, "watchlist"), (2, "seen"))))
            until_somebody_waits(accounts.database)
        assert [mark.movie_id for mark in change.result().marks] == [2]
    assert accounts.marks(anna) == {2: "seen", 1: "hidden"}


WRITER = """
import sys
from data.accounts import Accounts
accounts = Accounts(sys.argv[1])
own, shared, number = map(int, sys.argv[2:])
for movie_id in range(60):
    accounts.rate(own, movie_id, 3.0)
    accounts.rate(shared, 1000 * number + movie_id, 4.0)
    accounts.rate(shared, 7, 0.5 + number)
"""


def test_several_processes_write_at_once_and_no_rating_is_lost(accounts: Accounts, postgresql_url: str) -> None:
    shared, *own = (accounts.create(f"Person {number}").account_id for number in range(4))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, postgresql_url, str(account), str(shared), str(number)], cwd=REPOSITORY
        )
        for number, account in enumerate(own, 1)
    ]
    assert [writer.wait() for writer in writers] == [0] * 3
    assert all(accounts.ratings(account) == dict.fromkeys(range(60), 3.0) for account in own)
    expected = {1000 * number + movie_id: 4.0 for number in range(1, 4) for movie_id in range(60)}
    found = accounts.ratings(shared)
    assert found.pop(7) in (1.5, 2.5, 3.5)
    assert found == expected


def test_a_server_that_was_started_again_is_used_again(own_server: PostgresServer) -> None:
    accounts = Accounts(own_server.url())
    anna = accounts.create("Anna").account_id
    accounts.rate(anna, 1, 4.0)
    own_server.stop()
    with pytest.raises(UsherError, match=r"failed: .*; check that it is there") as error:
        accounts.rate(anna, 2, 4.0)
    assert "\n" not in str(error.value)
    own_server.start()
    accounts.rate(anna, 3, 4.0)
    assert accounts.ratings(anna) == {1: 4.0, 3: 4.0}
    own_server.stop()
    own_server.start()
    assert accounts.ratings(anna) == {1: 4.0, 3: 4.0}  # nobody noticed
    accounts.close()


def test_a_transaction_cut_off_by_the_end_of_the_server_is_told_and_stores_nothing(own_server: PostgresServer) -> None:
    accounts = Accounts(own_server.new_database())
    ben = accounts.create("Ben").account_id

    def cut_off() -> None:
        with accounts.database.write() as connection:
            row = "INSERT INTO ratings VALUES (:own, :movie, 3, 0)"
            connection.execute(sa.text(row), {"own": ben, "movie": 1})
            own_server.kill()
            connection.execute(sa.text(row), {"own": ben, "movie": 2})

    with pytest.raises(UsherError, match=r"failed: .*connection") as error:
        cut_off()
    assert "\n" not in str(error.value)
    own_server.start()
    assert accounts.ratings(ben) == {}
    accounts.close()


def test_a_server_killed_while_many_write_loses_nothing_that_was_acknowledged(own_server: PostgresServer) -> None:
    accounts = Accounts(own_server.new_database())
    people = [accounts.create(f"Person {number}").account_id for number in range(6)]
    acknowledged = dict.fromkeys(people, 0)
    many = threading.Event()

    def write(account: int) -> str:
        talk = accounts.start_conversation(account, "talk").conversation_id
        turns: list[StoredTurn] = []
        try:
            while True:
                accounts.rate(account, acknowledged[account], 3.0)
                turns.append(StoredTurn("user", "x" * 500))
                accounts.save_turns(account, talk, turns, {"said": len(turns)})
                acknowledged[account] += 1
                if sum(acknowledged.values()) >= 120:
                    many.set()
        except UsherError as error:
            return str(error)

    with ThreadPoolExecutor(6) as threads:
        writing = [threads.submit(write, account) for account in people]
        assert many.wait(60)
        own_server.kill()
        told = [one.result() for one in writing]
    assert all("failed: " in one and "\n" not in one for one in told)
    own_server.start()
    for account, done in acknowledged.items():
        assert set(range(done)) <= set(accounts.ratings(account)) <= set(range(done + 1))
        (about,) = accounts.conversations(account)
        talk = accounts.conversation(account, about.conversation_id)
        assert talk is not None
        assert len(talk.turns) in (done, done + 1)
        assert talk.state == ({"said": len(talk.turns)} if talk.turns else None)  # as a whole or not at all
    accounts.close()
