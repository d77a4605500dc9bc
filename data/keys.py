"""Keys with which programs talk to Usher for an account; of each only a SHA-256 is stored."""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from data.accounts import Account, Accounts
from data.database import API_KEYS
from data.errors import BadInput
from data.logins import checked_name, hashed

KEY = "usher-"
NOTED_SECONDS = 60.0  # the last use of a key is noted at most this often


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key for programs, without the key itself, which is shown once."""

    key_id: int
    name: str
    created_at: datetime
    used_at: datetime | None


class Keys:
    """The keys of the accounts of one database; safe for threads, each method one transaction."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._database = accounts.database

    def add(self, account_id: int, name: str) -> str:
        """A new key for programs of the account; it cannot be shown again.

        Raises:
            BadInput: the name is empty or too long, or the account is a guest's.
        """
        name = checked_name(name)
        account = self._accounts.account(account_id)
        if account is None or account.role == "guest":
            raise BadInput("keys are for members: sign up first")
        key = KEY + secrets.token_urlsafe(32)
        row = {"account_id": account_id, "name": name, "key": hashed(key), "created_at": time.time()}
        with self._database.write() as connection:
            connection.execute(API_KEYS.insert().values(row))
        return key

    def of(self, account_id: int) -> list[ApiKey]:
        """The keys of an account, oldest first."""
        wanted = sa.select(API_KEYS).where(API_KEYS.c.account_id == account_id).order_by(API_KEYS.c.id)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [
            ApiKey(row.id, row.name, _at(row.created_at), _at(row.used_at) if row.used_at else None) for row in rows
        ]

    def drop(self, account_id: int, key_id: int) -> None:
        """Make one of an account's keys worth nothing; nothing if it has none of that id."""
        with self._database.write() as connection:
            connection.execute(API_KEYS.delete().where(API_KEYS.c.account_id == account_id, API_KEYS.c.id == key_id))

    def owner(self, key: str) -> Account | None:
        """Whose key this is; None for one that is nobody's."""
        its = API_KEYS.c.key == hashed(key)
        with self._database.read() as connection:
            owner = connection.execute(sa.select(API_KEYS.c.account_id, API_KEYS.c.used_at).where(its)).one_or_none()
        if owner is None:
            return None
        now = time.time()
        if owner.used_at is None or owner.used_at < now - NOTED_SECONDS:
            with self._database.write() as connection:
                connection.execute(API_KEYS.update().where(its).values(used_at=now))
        return self._accounts.account(owner.account_id)


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
