import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.accounts import Accounts, StoredTurn
from data.database import ACCOUNTS, ATTEMPTS, METADATA, SESSIONS
from data.errors import BadInput
from data.keys import Keys
from data.logins import ATTEMPTS_OF_A_NAME, DAY, SESSION_DAYS, WINDOW, Logins, TooManyAttempts, new_token

PASSWORD = "correct horse battery"


@pytest.fixture
def logins(accounts: Accounts) -> Logins:
    return Logins(accounts)


def test_a_guest_who_signs_up_keeps_everything_under_a_new_session(accounts: Accounts, logins: Logins) -> None:
    token = new_token()
    guest = logins.guest(token)
    assert logins.who(token) == guest
    accounts.rate(guest.account_id, 7, 4.5)
    member, later = logins.sign_up("  Anna  Berg ", PASSWORD, guest)
    assert (member.account_id, member.name, member.role) == (guest.account_id, "Anna Berg", "admin")
    assert accounts.ratings(member.account_id) == {7: 4.5}
    assert logins.who(token) is None
    assert logins.who(later) == member


def test_requests_of_one_browser_at_the_same_time_are_one_guests(accounts: Accounts, logins: Logins) -> None:
    token = new_token()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: logins.who(token) or logins.guest(token), range(24)))
    assert len({guest.account_id for guest in made}) == 1
    assert accounts.accounts() == made[:1]


def test_of_many_who_sign_up_first_at_the_same_time_one_is_the_admin(logins: Logins) -> None:
    names = [f"Person {number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        roles = [account.role for account, _ in pool.map(lambda name: logins.sign_up(name, PASSWORD), names)]
    assert roles.count("admin") == 1


def test_only_the_first_member_is_an_admin(logins: Logins) -> None:
    roles = [logins.sign_up(name, PASSWORD)[0].role for name in ("Anna", "Ben", "Cleo")]
    assert roles == ["admin", "member", "member"]


def test_who_logs_in_takes_along_what_they_did_as_a_guest_and_keeps_what_they_had(
    accounts: Accounts, logins: Logins
) -> None:
    anna, _ = logins.sign_up("Anna", PASSWORD)
    accounts.rate(anna.account_id, 1, 5.0)
    guest = logins.guest(new_token())
    accounts.rate(guest.account_id, 1, 0.5)
    accounts.rate(guest.account_id, 2, 3.0)
    accounts.mark(guest.account_id, 3, "watchlist")
    talk = accounts.start_conversation(guest.account_id, "Tonight")
    accounts.save_turns(guest.account_id, talk.conversation_id, [StoredTurn("user", "hello")])
    member, token = logins.log_in("Anna", PASSWORD, guest=guest)
    assert member == anna == logins.who(token)
    assert accounts.ratings(anna.account_id) == {1: 5.0, 2: 3.0}
    assert accounts.listed(anna.account_id, "watchlist") == [3]
    assert [one.title for one in accounts.conversations(anna.account_id)] == ["Tonight"]
    assert accounts.account(guest.account_id) is None


def test_a_member_is_never_moved_into_another(accounts: Accounts, logins: Logins) -> None:
    anna, _ = logins.sign_up("Anna", PASSWORD)
    ben, _ = logins.sign_up("Ben", PASSWORD)
    accounts.rate(ben.account_id, 2, 3.0)
    logins.log_in("Anna", PASSWORD, guest=ben)
    assert accounts.ratings(ben.account_id) == {2: 3.0}
    assert accounts.ratings(anna.account_id) == {}


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("  ", PASSWORD, "empty"),
        ("x" * 61, PASSWORD, "61 characters"),
        ("Guest 12", PASSWORD, "looks like a guest's"),
        ("Anna", "short", "5 characters"),
        ("Anna", "x" * 1025, "1025 characters"),
    ],
)
def test_bad_names_and_passwords_are_refused_with_the_reason(
    logins: Logins, accounts: Accounts, name: str, password: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        logins.sign_up(name, password)
    assert accounts.accounts() == []


def test_a_name_is_given_once(logins: Logins) -> None:
    logins.sign_up("Anna", PASSWORD)
    with pytest.raises(BadInput, match="'Anna' is taken"):
        logins.sign_up("Anna", "another password")


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(logins: Logins) -> None:
    logins.sign_up("Anna", PASSWORD)
    told = set()
    for name, password in (("Anna", "wrong password"), ("Nobody", PASSWORD)):
        with pytest.raises(BadInput) as caught:
            logins.log_in(name, password)
        told.add(str(caught.value))
    assert len(told) == 1


def test_after_five_failures_a_name_must_wait_even_with_the_right_password(accounts: Accounts, logins: Logins) -> None:
    logins.sign_up("Anna", PASSWORD)
    logins.sign_up("Ben", PASSWORD)
    for _ in range(ATTEMPTS_OF_A_NAME):
        with pytest.raises(BadInput, match="do not belong"):
            logins.log_in("Anna", "wrong password", "10.0.0.1")
    with pytest.raises(TooManyAttempts, match="wait 15 minutes"):
        logins.log_in("Anna", PASSWORD, "10.0.0.2")
    assert logins.log_in("Ben", PASSWORD, "10.0.0.1")[0].name == "Ben"
    with accounts.database.write() as connection:
        connection.execute(ATTEMPTS.update().values(at=ATTEMPTS.c.at - WINDOW))
    assert logins.log_in("Anna", PASSWORD)[0].name == "Anna"


def test_neither_passwords_nor_tokens_nor_keys_stand_in_the_database(accounts: Accounts, logins: Logins) -> None:
    anna, token = logins.sign_up("Anna", PASSWORD)
    key = Keys(accounts).add(anna.account_id, "my script")
    with accounts.database.read() as connection:
        dump = str([connection.execute(sa.select(table)).all() for table in METADATA.sorted_tables])
    for secret in (PASSWORD, token, key):
        assert secret not in dump
    assert "$argon2id$" in dump


def test_a_session_ends_by_logging_out_or_by_a_long_silence(accounts: Accounts, logins: Logins) -> None:
    _, first = logins.sign_up("Anna", PASSWORD)
    _, second = logins.log_in("Anna", PASSWORD)
    logins.log_out(first)
    assert logins.who(first) is None
    with accounts.database.write() as connection:
        connection.execute(SESSIONS.update().values(expires_at=SESSIONS.c.expires_at - 2 * DAY))
    assert logins.who(second) is not None
    with accounts.database.write() as connection:
        left = connection.execute(sa.select(SESSIONS.c.expires_at)).scalar_one()
        assert left > time.time() + (SESSION_DAYS - 0.1) * DAY
        connection.execute(SESSIONS.update().values(expires_at=time.time() - 1))
    assert logins.who(second) is None
    assert logins.who(None) is None
    assert logins.who("") is None


def test_another_password_ends_all_other_sessions(logins: Logins) -> None:
    anna, old = logins.sign_up("Anna", PASSWORD)
    with pytest.raises(BadInput, match="not the present password"):
        logins.change_password(anna.account_id, "wrong password", "another password")
    new = logins.change_password(anna.account_id, PASSWORD, "another password")
    assert logins.who(old) is None
    assert logins.who(new) == anna
    with pytest.raises(BadInput, match="do not belong"):
        logins.log_in("Anna", PASSWORD)
    assert logins.log_in("Anna", "another password")[0] == anna


def test_a_guest_needs_a_token_of_ours(logins: Logins) -> None:
    with pytest.raises(BadInput, match="damaged"):
        logins.guest("abc")


def test_guests_whose_session_is_over_are_deleted_and_members_stay(accounts: Accounts, logins: Logins) -> None:
    gone = logins.guest(new_token())
    anna, _ = logins.sign_up("Anna", PASSWORD)
    with accounts.database.write() as connection:
        connection.execute(SESSIONS.update().values(expires_at=0))
        connection.execute(ACCOUNTS.update().values(created_at=ACCOUNTS.c.created_at - 2 * DAY))
    logins.guest(new_token())
    assert accounts.account(gone.account_id) is None
    assert accounts.account(anna.account_id) is not None


def test_a_guest_may_stand_for_a_user_of_the_ratings_and_a_member_may_not(accounts: Accounts, logins: Logins) -> None:
    guest = logins.guest(new_token())
    logins.stand_for(guest.account_id, 198)
    stands = accounts.account(guest.account_id)
    assert stands is not None
    assert stands.user_id == 198
    anna, _ = logins.sign_up("Anna", PASSWORD)
    logins.stand_for(anna.account_id, 198)
    assert accounts.account(anna.account_id) == anna


def test_a_guest_who_stood_for_a_user_signs_up_as_themselves(accounts: Accounts, logins: Logins) -> None:
    guest = logins.guest(new_token())
    logins.stand_for(guest.account_id, 198)
    anna, _ = logins.sign_up("Anna", PASSWORD, accounts.account(guest.account_id))
    assert (anna.account_id, anna.user_id) == (guest.account_id, None)


def test_of_a_deleted_account_not_even_its_failed_log_ins_stay(sqlite_url: str, tmp_path: Path) -> None:
    accounts = Accounts(sqlite_url)
    logins = Logins(accounts)
    anna, token = logins.sign_up("Annabella", PASSWORD)
    with pytest.raises(BadInput):
        logins.log_in("Annabella", "wrong password", "10.0.0.1")
    logins.delete(anna)
    assert logins.who(token) is None
    assert not [file.name for file in tmp_path.iterdir() if b"Annabella" in file.read_bytes()]
    accounts.close()


def test_the_present_password_cannot_be_guessed_by_changing_it(logins: Logins) -> None:
    anna, _ = logins.sign_up("Anna", PASSWORD)
    for _ in range(ATTEMPTS_OF_A_NAME):
        with pytest.raises(BadInput, match="present password"):
            logins.change_password(anna.account_id, "a guess", "another long one")
    with pytest.raises(TooManyAttempts):
        logins.change_password(anna.account_id, PASSWORD, "another long one")
