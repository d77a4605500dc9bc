from pathlib import Path

import pytest
from pydantic import ValidationError

from data.accounts import Accounts
from data.errors import BadInput
from data.evenings import Evenings, Guest, Told
from data.logins import Logins, new_token

PASSWORD = "correct horse battery"


def told(movie_id: int) -> Told:
    ben = Guest(name="Ben", loved=(1, 2), stars=3.5, satisfaction=0.7)
    return Told(movie_id=movie_id, guests=(Guest(name="you", stars=4.5, satisfaction=1), ben))


@pytest.fixture
def evenings(accounts: Accounts) -> Evenings:
    return Evenings(accounts)


def test_evenings_come_back_as_they_were_told_the_latest_first(accounts: Accounts, evenings: Evenings) -> None:
    anna = accounts.create("Anna").account_id
    for movie_id in (10, 20, 30):
        evenings.add(anna, told(movie_id))
    kept = evenings.of(anna)
    assert [evening.told for evening in kept] == [told(30), told(20), told(10)]
    assert kept[0].held_at >= kept[1].held_at


def test_nobody_sees_or_deletes_the_evenings_of_another_account(accounts: Accounts, evenings: Evenings) -> None:
    anna, ben = (accounts.create(name).account_id for name in ("Anna", "Ben"))
    evenings.add(anna, told(10))
    (kept,) = evenings.of(anna)
    assert evenings.of(ben) == []
    evenings.drop(ben, kept.evening_id)
    assert evenings.of(anna) == [kept]
    evenings.drop(anna, kept.evening_id)
    assert evenings.of(anna) == []


def test_what_was_deleted_is_not_in_the_files(tmp_path: Path, sqlite_url: str) -> None:
    accounts = Accounts(sqlite_url)
    evenings = Evenings(accounts)
    anna = accounts.create("Anna").account_id
    evenings.add(anna, Told(movie_id=10, guests=(Guest(name="Zebediah", stars=4, satisfaction=1),)))
    (kept,) = evenings.of(anna)
    evenings.drop(anna, kept.evening_id)
    assert not any(b"Zebediah" in file.read_bytes() for file in tmp_path.iterdir())
    accounts.close()


def test_evenings_go_with_their_account(accounts: Accounts, evenings: Evenings) -> None:
    anna = accounts.create("Anna").account_id
    evenings.add(anna, told(10))
    accounts.delete_account(anna)
    assert evenings.of(anna) == []
    with pytest.raises(BadInput, match="no such account"):
        evenings.add(anna, told(10))


def test_the_evenings_of_a_guest_become_those_of_the_member_they_log_in_as(
    accounts: Accounts, evenings: Evenings
) -> None:
    logins = Logins(accounts)
    anna, _ = logins.sign_up("Anna", PASSWORD)
    guest = logins.guest(new_token())
    evenings.add(guest.account_id, told(10))
    logins.log_in("Anna", PASSWORD, guest=guest)
    assert [evening.told.movie_id for evening in evenings.of(anna.account_id)] == [10]


@pytest.mark.parametrize(("stars", "satisfaction"), [(5.5, 1), (0, 1), (4, 0), (4, 1.1)])
def test_what_makes_no_sense_is_not_kept(stars: float, satisfaction: float) -> None:
    with pytest.raises(ValidationError):
        Guest(name="Ben", stars=stars, satisfaction=satisfaction)


def test_names_that_no_database_stores_are_kept_without_what_hinders(accounts: Accounts, evenings: Evenings) -> None:
    anna = accounts.create("Anna").account_id
    evenings.add(anna, Told(movie_id=10, guests=(Guest(name="B\0en \ud800", stars=4, satisfaction=1),)))
    assert evenings.of(anna)[0].told.guests[0].name == "Ben ?"
