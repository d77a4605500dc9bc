"""Who is at the other end: guests, members with a password, their and browser sessions.

A guest is an account without a name of its own, made when somebody first does something worth keeping. Signing up gives
that account a name and a password, so that nothing is lost; logging in elsewhere moves what the guest had. Of passwords
only argon2's hash is stored, of session tokens only a SHA-256: they are random and long.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence

import argon2
import sqlalchemy as sa
from sqlalchemy import exc

from data.accounts import Account, Accounts
from data.database import ACCOUNTS, ATTEMPTS, CONVERSATIONS, EVENINGS, MARKS, RATINGS, SESSIONS, Lock, storable
from data.errors import BadInput

SESSION_DAYS = 60.0  # of silence, after which a browser must log in again; a guest who stays away that long is deleted
RENEWED_DAYS = 1.0  # a session's end is put off at most this often
DAY = 86_400.0
MIN_PASSWORD, MAX_PASSWORD = 8, 1024
LONGEST_NAME = 60
ATTEMPTS_OF_A_NAME, ATTEMPTS_OF_AN_ADDRESS = 5, 30  # failed, in a window, before the next one is refused
SIGN_UPS_OF_AN_ADDRESS = 30  # tried, in a window, with a name and password that could be
WINDOW = 900.0  # seconds
GUEST = "guest "  # how the names of guests begin: no member may be called so
TOKEN_LENGTH = 43

_HASHER = argon2.PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))  # what is verified where there is no such name, so that it takes as long


class TooManyAttempts(BadInput):
    """Log-ins of a name or from an address failed too often just now; `seconds` says how long to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"too many attempts: wait {-(-self.seconds // 60)} minutes and try again")


class Logins:
    """Sessions and passwords of the accounts of one database; safe for threads, each method one transaction."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._database = accounts.database

    def guest(self, token: str) -> Account:
        """A new guest, whose session the token will be: one that `new_token` made for their browser.

        Raises:
            BadInput: the token is too short to be one of ours.
        """
        if len(token) < TOKEN_LENGTH:
            raise BadInput("the browser's session is damaged: delete this site's cookie and load the page again")
        self._forget_the_gone()
        guest = self._accounts.create(f"{GUEST}{secrets.token_hex(8)}", role="guest")
        try:
            self._open(guest.account_id, token)
        except exc.IntegrityError:  # another request of the same browser was faster
            self._accounts.delete_account(guest.account_id)
            return self.who(token) or guest
        return guest

    def who(self, token: str | None) -> Account | None:
        """Whose session a token is; None for one that is unknown or over."""
        if not token:
            return None
        now = time.time()
        its = SESSIONS.c.token == hashed(token)
        with self._database.read() as connection:
            row = connection.execute(sa.select(SESSIONS).where(its, SESSIONS.c.expires_at > now)).one_or_none()
        if row is None:
            return None
        if row.expires_at < now + (SESSION_DAYS - RENEWED_DAYS) * DAY:
            with self._database.write() as connection:
                connection.execute(SESSIONS.update().where(its).values(expires_at=now + SESSION_DAYS * DAY))
        return self._accounts.account(row.account_id)

    def sign_up(self, name: str, password: str, guest: Account | None = None, address: str = "") -> tuple[Account, str]:
        """Make a member, out of a guest if there is one; the first member of a database is its admin.

        A guest who stood for a user of the training ratings stands for themselves from then on.

        Returns:
            The account and a session token, new so that one known before the log-in is worth nothing after it.

        Raises:
            TooManyAttempts: this address has tried too often in the last `WINDOW`.
            BadInput: the name is empty, too long or taken, or the password too short or too long.
        """
        name = checked_name(name)
        _check_password(password)
        if address:
            tried = f"sign-up {address}"
            self._check_attempts({tried: SIGN_UPS_OF_AN_ADDRESS})
            self._note(tried)
        values = {"name": name, "password": _HASHER.hash(password)}
        if guest is None or guest.role != "guest":
            guest = self.guest(new_token())
        try:
            with self._database.write() as connection:
                self._database.alone(connection, Lock.FIRST_MEMBER)
                admins = sa.select(sa.func.count()).select_from(ACCOUNTS).where(ACCOUNTS.c.role == "admin")
                role = "member" if connection.execute(admins).scalar_one() else "admin"
                its = ACCOUNTS.c.id == guest.account_id
                connection.execute(ACCOUNTS.update().where(its).values(role=role, user_id=None, **values))
                connection.execute(SESSIONS.delete().where(SESSIONS.c.account_id == guest.account_id))
        except exc.IntegrityError as error:
            raise BadInput(f"the name {name!r} is taken: choose another, or log in") from error
        return self._account(guest.account_id), self._session(guest.account_id)

    def log_in(self, name: str, password: str, address: str = "", guest: Account | None = None) -> tuple[Account, str]:
        """Open a session of a member; what a guest has rated, marked and said becomes theirs.

        Raises:
            TooManyAttempts: this name, or this address, failed too often in the last `WINDOW`.
            BadInput: there is no such name, or the password is not its.
        """
        name = storable(name).strip()
        self._check_attempts(_watched(name, address))
        with self._database.read() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.name == name)).one_or_none()
        known = row is not None and row.password is not None
        if not _verified(row.password if row is not None and known else _NOBODY, password) or not known:
            self._note(*_watched(name, address))
            raise BadInput("this name and password do not belong together: check both")
        assert row is not None
        with self._database.write() as connection:
            connection.execute(ATTEMPTS.delete().where(ATTEMPTS.c.of.in_(_watched(name, ""))))
            if _HASHER.check_needs_rehash(row.password):
                new = ACCOUNTS.update().where(ACCOUNTS.c.id == row.id).values(password=_HASHER.hash(password))
                connection.execute(new)
        if guest is not None and guest.role == "guest" and guest.account_id != row.id:
            self._move(guest.account_id, row.id)
        return self._account(row.id), self._session(row.id)

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._database.write() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.token == hashed(token)))

    def change_password(self, account_id: int, old: str, new: str) -> str:
        """Give a member another password; their other sessions end. Returns the token of a new one.

        Raises:
            TooManyAttempts: it, or a log-in under the name, failed too often in the last `WINDOW`.
            BadInput: the old password is wrong, or the new one too short or too long.
        """
        _check_password(new)
        with self._database.read() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.id == account_id)).one_or_none()
        if row is None or row.password is None:
            raise BadInput("there is no password to change: sign up first")
        self._check_attempts(_watched(row.name, ""))
        if not _verified(row.password, old):
            self._note(*_watched(row.name, ""))
            raise BadInput("that is not the present password: nothing was changed")
        with self._database.write() as connection:
            its = ACCOUNTS.c.id == account_id
            connection.execute(ACCOUNTS.update().where(its).values(password=_HASHER.hash(new)))
            connection.execute(SESSIONS.delete().where(SESSIONS.c.account_id == account_id))
        return self._session(account_id)

    def stand_for(self, account_id: int, user_id: int | None) -> None:
        """Let a guest stand for a user of the training ratings, or for nobody; members stand for themselves."""
        its = sa.and_(ACCOUNTS.c.id == account_id, ACCOUNTS.c.role == "guest")
        with self._database.write() as connection:
            connection.execute(ACCOUNTS.update().where(its).values(user_id=user_id))

    def delete(self, account: Account) -> None:
        """Delete an account with everything of it, and what is noted of failed log-ins under its name."""
        self._accounts.delete_account(account.account_id)
        with self._database.write() as connection:
            connection.execute(ATTEMPTS.delete().where(ATTEMPTS.c.of.in_(_watched(account.name, ""))))
        self._database.forget()

    def _session(self, account_id: int) -> str:
        token = new_token()
        self._open(account_id, token)
        return token

    def _open(self, account_id: int, token: str) -> None:
        row = {"token": hashed(token), "account_id": account_id, "expires_at": time.time() + SESSION_DAYS * DAY}
        with self._database.write() as connection:
            connection.execute(SESSIONS.insert().values(row))

    def _account(self, account_id: int) -> Account:
        account = self._accounts.account(account_id)
        if account is None:
            raise BadInput("there is no such account any more: sign up")
        return account

    def _check_attempts(self, limits: Mapping[str, int]) -> None:
        now = time.time()
        with self._database.write() as connection:
            connection.execute(ATTEMPTS.delete().where(ATTEMPTS.c.at < now - WINDOW))
        for of, limit in limits.items():
            with self._database.read() as connection:
                times: Sequence[float] = (
                    connection.execute(sa.select(ATTEMPTS.c.at).where(ATTEMPTS.c.of == of).order_by(ATTEMPTS.c.at))
                    .scalars()
                    .all()
                )
            if len(times) >= limit:
                raise TooManyAttempts(times[-limit] + WINDOW - now)

    def _note(self, *attempts: str) -> None:
        now = time.time()
        with self._database.write() as connection:
            connection.execute(ATTEMPTS.insert(), [{"of": of, "at": now} for of in attempts])

    def _move(self, guest: int, member: int) -> None:
        """Give what a guest has to a member, who keeps their own where both have something; delete the guest."""
        with self._database.write() as connection:
            both_accounts = sa.select(ACCOUNTS.c.id).where(ACCOUNTS.c.id.in_((guest, member)))
            connection.execute(both_accounts.order_by(ACCOUNTS.c.id).with_for_update())  # nothing is added meanwhile
            for table in (RATINGS, MARKS):
                owned = sa.select(table.c.movie_id).where(table.c.account_id == member)
                both = sa.and_(table.c.account_id == guest, table.c.movie_id.in_(owned))
                connection.execute(table.delete().where(both))
            for table in (RATINGS, MARKS, CONVERSATIONS, EVENINGS):
                connection.execute(table.update().where(table.c.account_id == guest).values(account_id=member))
            connection.execute(ACCOUNTS.delete().where(ACCOUNTS.c.id == guest))

    def _forget_the_gone(self) -> None:
        """Delete sessions that are over, and guests who have none left."""
        with self._database.write() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.expires_at < time.time()))
            present = sa.select(SESSIONS.c.account_id)
            gone = sa.and_(ACCOUNTS.c.role == "guest", ACCOUNTS.c.id.not_in(present))
            stale = ACCOUNTS.c.created_at < time.time() - DAY  # not one that is being made
            connection.execute(ACCOUNTS.delete().where(gone, stale))


def new_token() -> str:
    """A session token that nobody can guess: 256 random bits in letters that a cookie may hold."""
    return secrets.token_urlsafe(32)


def checked_name(name: str) -> str:
    """The name as it is stored.

    Raises:
        BadInput: it is empty, too long, or like a guest's.
    """
    name = " ".join(storable(name).split())
    if not name:
        raise BadInput("the name is empty: give one")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"the name has {len(name)} characters: {LONGEST_NAME} are the most")
    if name.lower().startswith(GUEST):
        raise BadInput(f"the name {name!r} looks like a guest's: choose another")
    return name


def _check_password(password: str) -> None:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise BadInput(
            f"the password has {len(password)} characters: give {MIN_PASSWORD} to {MAX_PASSWORD}; a few words do well"
        )


def _verified(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password[: MAX_PASSWORD + 1])
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def _watched(name: str, address: str) -> dict[str, int]:
    """What failures are counted of, and how many may be; of a name too long for any account only the beginning."""
    limits = {f"name {name[: LONGEST_NAME + 1]}": ATTEMPTS_OF_A_NAME}
    return {**limits, f"address {address}": ATTEMPTS_OF_AN_ADDRESS} if address else limits


def hashed(secret: str) -> str:
    """What is stored of a random secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
