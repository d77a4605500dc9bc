import pytest

from data.accounts import Accounts
from data.errors import BadInput
from data.keys import Keys
from data.logins import Logins, new_token

PASSWORD = "correct horse battery"


@pytest.fixture
def logins(accounts: Accounts) -> Logins:
    return Logins(accounts)


@pytest.fixture
def keys(accounts: Accounts) -> Keys:
    return Keys(accounts)


def test_a_key_is_its_accounts_until_it_is_dropped(logins: Logins, keys: Keys) -> None:
    anna, _ = logins.sign_up("Anna", PASSWORD)
    ben, _ = logins.sign_up("Ben", PASSWORD)
    key = keys.add(anna.account_id, "my script")
    assert keys.owner(key) == anna
    assert keys.owner(key + "x") is None
    (stored,) = keys.of(anna.account_id)
    assert (stored.name, stored.used_at is None) == ("my script", False)
    keys.drop(ben.account_id, stored.key_id)
    assert keys.owner(key) == anna
    keys.drop(anna.account_id, stored.key_id)
    assert keys.owner(key) is None


def test_guests_have_no_keys(logins: Logins, keys: Keys) -> None:
    guest = logins.guest(new_token())
    with pytest.raises(BadInput, match="sign up first"):
        keys.add(guest.account_id, "my script")
