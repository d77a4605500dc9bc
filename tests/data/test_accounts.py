import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.accounts import Accounts, StoredTurn
from data.errors import BadInput, UsherError
from data.folders import Home

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def anna(accounts: Accounts) -> int:
    return accounts.create("Anna").account_id


def at(day: int) -> datetime:
    return datetime(2024, 5, day, tzinfo=UTC)


def test_an_account_is_found_by_its_id_after_the_database_was_closed(url: str) -> None:
    first = Accounts(url)
    anna = first.create("  Anna ", user_id=42)
    assert (anna.name, anna.user_id) == ("Anna", 42)
    assert abs((datetime.now(UTC) - anna.created_at).total_seconds()) < 60
    first.close()
    second = Accounts(url)
    assert second.account(anna.account_id) == anna
    assert second.account(anna.account_id + 1) is None
    second.close()


def test_accounts_are_listed_oldest_first(accounts: Accounts) -> None:
    assert accounts.accounts() == []
    made = [accounts.create(name) for name in ("Zoe", "Anna", "Jürgen 🎬")]
    assert accounts.accounts() == made


@pytest.mark.parametrize("name", ["", "  ", "\0"])
def test_an_empty_name_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        accounts.create(name)


def test_a_name_is_given_once(accounts: Accounts, anna: int) -> None:
    with pytest.raises(BadInput, match="'Anna' is taken"):
        accounts.create(" Anna")
    assert [account.account_id for account in accounts.accounts()] == [anna]


def test_the_latest_rating_of_a_movie_counts_and_a_rating_can_be_taken_back(accounts: Accounts, anna: int) -> None:
    accounts.rate(anna, 7, 4.5)
    accounts.rate(anna, 3, 1.0)
    accounts.rate(anna, 7, 2.0)
    assert list(accounts.ratings(anna).items()) == [(3, 1.0), (7, 2.0)]  # oldest first
    accounts.unrate(anna, 3)
    accounts.unrate(anna, 999)
    assert accounts.ratings(anna) == {7: 2.0}


def test_ratings_given_elsewhere_replace_older_ones_only(accounts: Accounts, anna: int) -> None:
    accounts.rate_all(anna, [(1, 3.0, at(5)), (2, 3.0, at(5)), (1, 4.0, at(6)), (1, 2.0, at(4))])
    assert accounts.ratings(anna) == {1: 4.0, 2: 3.0}
    accounts.rate_all(anna, [(1, 1.0, at(3)), (2, 5.0, at(9))])
    assert accounts.dated_ratings(anna) == [(1, 4.0, at(6)), (2, 5.0, at(9))]
    accounts.rate_all(anna, [(3, 5.0, datetime(2099, 1, 1, tzinfo=UTC))])
    accounts.rate(anna, 3, 2.5)  # what the person says now always counts
    assert accounts.ratings(anna)[3] == 2.5
    accounts.rate_all(anna, [])


@pytest.mark.parametrize("stars", [0.0, 0.4, 5.5, -1.0, float("nan"), float("inf")])
def test_stars_out_of_range_are_refused_and_nothing_is_stored(accounts: Accounts, anna: int, stars: float) -> None:
    with pytest.raises(BadInput, match="movie 7 got"):
        accounts.rate(anna, 7, stars)
    with pytest.raises(BadInput, match="movie 7 got"):
        accounts.rate_all(anna, [(1, 3.0, at(1)), (7, stars, at(1))])
    assert accounts.ratings(anna) == {}


def test_whoever_writes_for_an_account_that_is_not_there_is_told(accounts: Accounts) -> None:
    for write in (
        lambda: accounts.rate(99, 1, 3.0),
        lambda: accounts.rate_all(99, [(1, 3.0, at(1))]),
        lambda: accounts.mark(99, 1, "seen"),
        lambda: accounts.start_conversation(99, "Hello"),
    ):
        with pytest.raises(BadInput, match="no such account"):
            write()
    with pytest.raises(BadInput, match="no conversation 5"):
        accounts.save_turns(99, 5, [])
    assert accounts.ratings(99) == {}
    assert accounts.conversations(99) == []


def test_a_movie_is_on_one_list_at_a_time(accounts: Accounts, anna: int) -> None:
    for movie_id in (1, 2, 3):
        accounts.mark(anna, movie_id, "watchlist")
    accounts.mark(anna, 2, "seen")
    accounts.mark(anna, 9, "hidden")
    assert accounts.listed(anna, "watchlist") == [3, 1]
    assert accounts.listed(anna, "seen") == [2]
    assert accounts.listed(anna, "hidden") == [9]
    accounts.unmark(anna, 9)
    assert accounts.listed(anna, "hidden") == []


def test_a_conversation_comes_back_as_it_was_saved(accounts: Accounts, anna: int) -> None:
    about = accounts.start_conversation(anna, "Tonight")
    assert accounts.conversation(anna, about.conversation_id) is not None
    turns = [
        StoredTurn("user", "something like \"Heat\"; DROP TABLE turns; -- 🎬 'quoted'\nsecond line"),
        StoredTurn("assistant", "Try Collateral.", (8, 3, 5)),
    ]
    accounts.save_turns(anna, about.conversation_id, turns[:1])
    accounts.save_turns(anna, about.conversation_id, turns, {"wish": {"moods": ["dark"], "count": 3}})
    found = accounts.conversation(anna, about.conversation_id)
    assert found is not None
    assert found.turns == tuple(turns)
    assert found.state == {"wish": {"moods": ["dark"], "count": 3}}
    assert found.about.title == "Tonight"
    assert found.about.updated_at > found.about.created_at == about.created_at


def test_text_that_no_database_stores_loses_only_what_cannot_be_stored(accounts: Accounts, anna: int) -> None:
    about = accounts.start_conversation(anna, "a\0b")
    accounts.save_turns(anna, about.conversation_id, [StoredTurn("user", "half \ud83c of a pair\0")])
    found = accounts.conversation(anna, about.conversation_id)
    assert found is not None
    assert found.turns[0].text == "half ? of a pair"
    assert found.about.title == about.title == "ab"


def test_conversations_are_listed_latest_first_renamed_and_deleted(accounts: Accounts, anna: int) -> None:
    first, second = (accounts.start_conversation(anna, title).conversation_id for title in ("one", "two"))
    assert [one.title for one in accounts.conversations(anna)] == ["two", "one"]
    accounts.save_turns(anna, first, [StoredTurn("user", "hello")])
    accounts.rename_conversation(anna, first, "uno")
    assert [one.title for one in accounts.conversations(anna)] == ["uno", "two"]
    accounts.delete_conversation(anna, first)
    assert [one.conversation_id for one in accounts.conversations(anna)] == [second]
    assert accounts.conversation(anna, first) is None


def test_nobody_reaches_the_conversation_of_another(accounts: Accounts, anna: int) -> None:
    ben = accounts.create("Ben").account_id
    secret = accounts.start_conversation(anna, "private").conversation_id
    accounts.save_turns(anna, secret, [StoredTurn("user", "hello")])
    assert accounts.conversation(ben, secret) is None
    accounts.rename_conversation(ben, secret, "stolen")
    accounts.delete_conversation(ben, secret)
    with pytest.raises(BadInput, match="no conversation"):
        accounts.save_turns(ben, secret, [])
    found = accounts.conversation(anna, secret)
    assert found is not None
    assert (found.about.title, len(found.turns)) == ("private", 1)


def test_a_deleted_account_leaves_no_row_and_no_byte_behind(sqlite_url: str, tmp_path: Path) -> None:
    accounts = Accounts(sqlite_url)
    ben = accounts.create("Ben").account_id
    anna = accounts.create("Annabella-Quixote").account_id
    accounts.rate(anna, 1, 3.0)
    accounts.rate(ben, 1, 4.0)
    accounts.mark(anna, 2, "seen")
    for _ in range(30):
        talk = accounts.start_conversation(anna, "Wombat").conversation_id
        accounts.save_turns(anna, talk, [StoredTurn("user", "xylophone " * 500)])
    assert b"xylophone" in files_of(tmp_path)
    accounts.delete_account(anna)
    accounts.delete_account(anna)
    assert accounts.account(anna) is None
    assert accounts.ratings(ben) == {1: 4.0}
    left = files_of(tmp_path)
    for secret in (b"xylophone", b"Wombat", b"Annabella-Quixote"):
        assert secret not in left
    with sqlite3.connect(tmp_path / "usher.sqlite3") as raw:
        for table, rows in (("accounts", 1), ("ratings", 1), ("marks", 0), ("conversations", 0), ("turns", 0)):
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)
    raw.close()
    accounts.close()


def files_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_the_id_of_a_deleted_account_is_never_given_again(accounts: Accounts, anna: int) -> None:
    accounts.delete_account(anna)
    assert accounts.create("Ben").account_id != anna


def test_many_threads_and_connections_lose_no_rating(url: str, accounts: Accounts) -> None:
    ids = [accounts.create(f"Person {i}").account_id for i in range(8)]
    other = Accounts(url)  # as a second process would

    def give(i: int) -> None:
        mine = (accounts, other)[i % 2]
        for movie_id in range(25):
            mine.rate(ids[i], movie_id, 3.0)
            mine.rate(ids[0], 1000 * (i + 1) + movie_id, 4.0)
            assert len(mine.ratings(ids[i])) >= movie_id

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(give, range(8)))
    assert len(accounts.ratings(ids[0])) == 25 + 8 * 25
    assert all(accounts.ratings(i).keys() == set(range(25)) for i in ids[1:])
    other.close()


def test_several_can_open_a_new_database_at_once(url: str) -> None:
    start = threading.Barrier(4)

    def open_it(i: int) -> Accounts:
        start.wait()
        accounts = Accounts(url)
        accounts.create(f"Person {i}")
        return accounts

    with ThreadPoolExecutor(4) as threads:
        opened = list(threads.map(open_it, range(4)))
    assert len(opened[0].accounts()) == 4
    for accounts in opened:
        accounts.close()


WRITER = """
import sys
from data.accounts import Accounts, StoredTurn
accounts = Accounts(sys.argv[1])
anna = accounts.create("Anna").account_id
talk = accounts.start_conversation(anna, "talk").conversation_id
turns = []
for movie_id in range(1_000_000):
    accounts.rate(anna, movie_id, 3.0)
    turns.append(StoredTurn("user", "x" * 1000))
    accounts.save_turns(anna, talk, turns)
    print(movie_id, flush=True)
"""


def test_a_process_killed_while_writing_loses_nothing_that_was_acknowledged(sqlite_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, sqlite_url]
    writer = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = -1
    for line in writer.stdout:
        acknowledged = int(line)
        if acknowledged >= 60:
            break
    time.sleep(0.003)
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.stdout.read().split("\n")  # what it acknowledged meanwhile; the last line may be torn
    acknowledged = max([acknowledged, *(int(line) for line in rest[:-1])])
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL
    accounts = Accounts(sqlite_url)
    (anna,) = accounts.accounts()
    rated = accounts.ratings(anna.account_id)
    assert set(range(acknowledged + 1)) <= set(rated) <= set(range(acknowledged + 2))
    (about,) = accounts.conversations(anna.account_id)
    talk = accounts.conversation(anna.account_id, about.conversation_id)
    assert talk is not None
    assert len(talk.turns) in (acknowledged + 1, acknowledged + 2)
    accounts.close()
    with sqlite3.connect(tmp_path / "usher.sqlite3") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_a_home_without_a_url_keeps_its_accounts_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "a folder with % and ? and #" / "home")
    accounts = Accounts.open(home)
    accounts.create("Anna")
    accounts.close()
    assert stat.S_IMODE(home.accounts.stat().st_mode) == 0o600
    again = Accounts.open(home)
    assert [account.name for account in again.accounts()] == ["Anna"]
    again.close()


def test_a_home_with_a_url_uses_that(tmp_path: Path, accounts: Accounts, url: str, anna: int) -> None:
    home = Home(tmp_path / "home")
    opened = Accounts.open(home, url)
    assert [account.account_id for account in opened.accounts()] == [anna]
    assert not home.path.exists()
    opened.close()


def test_a_rating_takes_little_time_with_many_stored(accounts: Accounts, anna: int) -> None:
    accounts.rate_all(anna, [(movie_id, 3.0, at(1)) for movie_id in range(5000)])
    started = time.process_time()
    accounts.rate(anna, 6000, 4.0)
    assert len(accounts.ratings(anna)) == 5001
    assert time.process_time() - started < 1


def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsherError, match=r"No such file or directory; make its folder") as error:
        Accounts(f"sqlite:///{tmp_path}/missing/usher.sqlite3")
    assert "missing/usher.sqlite3" in str(error.value)
    assert "\n" not in str(error.value)
