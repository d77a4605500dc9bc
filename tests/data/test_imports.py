from datetime import UTC, datetime

from data.accounts import Accounts
from data.exchange_rows import Given
from data.imports import Brought, Change, Imports, brought
from data.movies import Movie


def at(day: int) -> datetime:
    return datetime(2024, 1, day, 20, 30, tzinfo=UTC)


def everything(accounts: Accounts, account_id: int) -> tuple[object, ...]:
    lists = {name: accounts.listed(account_id, name) for name in ("seen", "watchlist", "hidden")}
    return accounts.dated_ratings(account_id), lists


WHAT = Brought(
    ((1, 4.0, at(10)), (2, 3.0, at(10)), (3, 2.0, at(10))),
    ((4, "seen"), (5, "watchlist"), (6, "watchlist"), (7, "seen"), (1, "watchlist"), (8, "watchlist")),
)


def test_an_import_is_stored_and_leaves_everything_as_it_was_when_taken_back(accounts: Accounts) -> None:
    me, imports = accounts.create("me").account_id, Imports(accounts)
    other = accounts.create("other").account_id
    accounts.rate_all(me, [(1, 1.5, at(5)), (2, 5.0, at(20))])
    accounts.rate(other, 1, 0.5)
    for movie_id, name in ((4, "watchlist"), (6, "hidden"), (7, "hidden"), (8, "seen")):
        accounts.mark(me, movie_id, name)  # type: ignore[arg-type]
    before, of_other = everything(accounts, me), everything(accounts, other)
    change = imports.save(me, WHAT)
    assert accounts.ratings(me) == {1: 4.0, 3: 2.0, 2: 5.0}  # 2 was rated later here
    assert set(accounts.listed(me, "seen")) == {4, 8}
    assert accounts.listed(me, "watchlist") == [5]
    assert set(accounts.listed(me, "hidden")) == {6, 7}
    again = Change.model_validate_json(change.model_dump_json())
    assert imports.take_back(me, again) == 4
    assert everything(accounts, me) == before
    assert imports.take_back(other, again) == 0
    assert everything(accounts, other) == of_other


def test_what_was_changed_after_an_import_stays_when_it_is_taken_back(accounts: Accounts) -> None:
    me, imports = accounts.create("me").account_id, Imports(accounts)
    change = imports.save(me, WHAT)
    accounts.rate(me, 1, 5.0)
    accounts.mark(me, 5, "hidden")
    imports.take_back(me, change)
    assert accounts.ratings(me) == {1: 5.0}
    assert accounts.listed(me, "hidden") == [5]


def test_the_same_import_again_changes_nothing(accounts: Accounts) -> None:
    me, imports = accounts.create("me").account_id, Imports(accounts)
    imports.save(me, WHAT)
    assert imports.save(me, WHAT) == Change()


def test_a_rating_without_a_date_counts_as_given_now() -> None:
    movie = Movie(1, "Heat", 1995)
    found = [(Given("Heat", 1995, 4.5), movie), (Given("Heat", 1995, None, shelf="seen"), movie)]
    assert brought(found, at(1)) == Brought(((1, 4.5, at(1)),), ((1, "seen"),))
