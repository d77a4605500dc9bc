"""People's accounts: what they rated, their lists and their conversations, in a database that no build touches."""

import contextlib
import dataclasses
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite

from data.database import ACCOUNTS, CONVERSATIONS, LARGEST_ID, MARKS, RATINGS, TURNS, Database, storable
from data.errors import BadInput
from data.folders import Home
from data.movies import MovieId
from data.ratings import check_stars

logger = logging.getLogger(__name__)

Role: TypeAlias = Literal["guest", "member", "admin"]
ListName: TypeAlias = Literal["seen", "watchlist", "hidden"]
OF_MOVIE = ("account_id", "movie_id")


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """A person; `user_id` is theirs in the catalogue's training ratings, None for somebody who was not in them."""

    account_id: int
    name: str
    user_id: int | None
    created_at: datetime
    role: Role = "member"


@dataclasses.dataclass(frozen=True, slots=True)
class StoredTurn:
    """One message; `movies` are those it showed, in the order shown."""

    role: Literal["user", "assistant"]
    text: str
    movies: tuple[MovieId, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of an account, without what was said."""

    conversation_id: int
    title: str
    created_at: datetime
    updated_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as it was saved.

    Attributes:
        about: its title and times.
        turns: oldest first.
        state: whatever else the chatbot saved in order to go on.
    """

    about: Conversation
    turns: tuple[StoredTurn, ...]
    state: JsonValue


class Accounts:
    """All accounts of one database; safe for threads.

    Each method is one transaction: it is stored as a whole when the method returns. All raise UsherError where the
    database fails, and those that write for an account or conversation that is not there raise BadInput.
    """

    def __init__(self, url: str) -> None:
        """Open the database; see `Database`."""
        self.database = Database(url)
        self._insert = sqlite.insert if self.database.dialect == "sqlite" else postgresql.insert

    @classmethod
    def open(cls, home: Home, url: str | None = None) -> "Accounts":
        """The accounts at that URL; without one those in the home folder, which is made if need be."""
        if url is None:
            home.path.mkdir(parents=True, exist_ok=True)
            url = sa.URL.create("sqlite", database=str(home.accounts)).render_as_string()
        return cls(url)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def create(self, name: str, user_id: int | None = None, role: Role = "member") -> Account:
        """Add an account, which has no password yet.

        Args:
            name: not empty, and no other account's.
            user_id: in the catalogue's training ratings, if it stands for one of their users.
            role: what it may do.

        Raises:
            BadInput: the name is empty or taken.
        """
        name = storable(name).strip()
        if not name:
            raise BadInput("the name of an account is empty: give it one")
        now = time.time()
        row = ACCOUNTS.insert().values(name=name, user_id=user_id, role=role, created_at=now)
        try:
            with self.database.write() as connection:
                account_id = connection.execute(row.returning(ACCOUNTS.c.id)).scalar_one()
        except exc.IntegrityError as error:
            raise BadInput(f"the name {name!r} is taken: choose another") from error
        return Account(account_id, name, user_id, _at(now), role)

    def account(self, account_id: int) -> Account | None:
        """The account of that id; None if there is none."""
        return next(iter(self._accounts(ACCOUNTS.c.id == account_id)), None)

    def accounts(self) -> list[Account]:
        """All accounts, oldest first."""
        return self._accounts(sa.true())

    def delete_account(self, account_id: int) -> None:
        """Delete an account with its ratings, lists and conversations; nothing if it is not there."""
        with self.database.write() as connection:
            connection.execute(ACCOUNTS.delete().where(ACCOUNTS.c.id == account_id))
        self.database.forget()
        logger.info("deleted account %d", account_id)

    def rate(self, account_id: int, movie_id: MovieId, stars: float) -> None:
        """Store a rating given now in place of any former one of the movie.

        Raises:
            BadInput: the stars are not 0.5 to 5.
        """
        check_stars(movie_id, stars)
        upsert = self._upsert(RATINGS, "stars", "rated_at")
        self._add(upsert, {"account_id": account_id, "movie_id": movie_id, "stars": stars, "rated_at": time.time()})

    def rate_all(self, account_id: int, ratings: Iterable[tuple[MovieId, float, datetime]]) -> None:
        """Store ratings given elsewhere: movie, stars and when. Of one movie the latest counts, stored ones included.

        Raises:
            BadInput: the stars of one are not 0.5 to 5; none is stored.
        """
        latest: dict[MovieId, dict[str, float]] = {}
        for movie_id, stars, given in ratings:
            check_stars(movie_id, stars)
            rated_at = given.timestamp()
            if movie_id not in latest or latest[movie_id]["rated_at"] <= rated_at:
                latest[movie_id] = {"stars": stars, "rated_at": rated_at}
        rows = [{"account_id": account_id, "movie_id": id_, **rating} for id_, rating in sorted(latest.items())]
        self._add(self._upsert(RATINGS, "stars", "rated_at", latest="rated_at"), *rows)

    def unrate(self, account_id: int, movie_id: MovieId) -> None:
        """Take a rating back; nothing if there is none."""
        self._change(RATINGS.delete().where(RATINGS.c.account_id == account_id, RATINGS.c.movie_id == movie_id))

    def ratings(self, account_id: int) -> dict[MovieId, float]:
        """The stars of each movie that the account rated, oldest first; empty for an account that is not there."""
        return {movie_id: stars for movie_id, stars, _ in self.dated_ratings(account_id)}

    def dated_ratings(self, account_id: int) -> list[tuple[MovieId, float, datetime]]:
        """Movie, stars and time of each rating of the account, oldest first."""
        its = RATINGS.select().where(RATINGS.c.account_id == account_id)
        rows = self._read(its.order_by(RATINGS.c.rated_at, RATINGS.c.movie_id))
        return [(row.movie_id, row.stars, _at(row.rated_at)) for row in rows]

    def mark(self, account_id: int, movie_id: MovieId, list_: ListName) -> None:
        """Put a movie on a list; it leaves the one it was on."""
        upsert = self._upsert(MARKS, "list", "marked_at")
        self._add(upsert, {"account_id": account_id, "movie_id": movie_id, "list": list_, "marked_at": time.time()})

    def unmark(self, account_id: int, movie_id: MovieId) -> None:
        """Take a movie off its list; nothing if it is on none."""
        self._change(MARKS.delete().where(MARKS.c.account_id == account_id, MARKS.c.movie_id == movie_id))

    def listed(self, account_id: int, list_: ListName) -> list[MovieId]:
        """The movies on a list of the account, the latest first."""
        return [movie_id for movie_id, name in self.marks(account_id).items() if name == list_]

    def marks(self, account_id: int) -> dict[MovieId, ListName]:
        """The list of each movie that is on one, the latest first."""
        its = MARKS.select().where(MARKS.c.account_id == account_id)
        return {row.movie_id: row.list for row in self._read(its.order_by(MARKS.c.marked_at.desc(), MARKS.c.movie_id))}

    def start_conversation(self, account_id: int, title: str) -> Conversation:
        """Add a conversation without turns."""
        now = time.time()
        row = {"account_id": account_id, "title": storable(title), "state": None, "created_at": now, "updated_at": now}
        with self._write() as connection:
            number = connection.execute(CONVERSATIONS.insert().values(row).returning(CONVERSATIONS.c.id)).scalar_one()
        return Conversation(number, storable(title), _at(now), _at(now))

    def save_turns(
        self,
        account_id: int,
        conversation_id: int,
        turns: Sequence[StoredTurn],
        state: JsonValue = None,
        since: datetime | None = None,
    ) -> datetime:
        """Store all turns so far, and what it takes to go on; when that was. BadInput if others came after `since`."""
        own = {"conversation_id": conversation_id}
        rows = [
            {**own, "position": at, "role": turn.role, "text": storable(turn.text), "movies": list(turn.movies)}
            for at, turn in enumerate(turns)
        ]
        its, now = _its(account_id, conversation_id), time.time()
        with self._write() as connection:
            former = sa.select(CONVERSATIONS.c.updated_at).where(its).with_for_update()
            saved_at = connection.execute(former).scalar_one_or_none()
            if saved_at is None or since not in (None, _at(saved_at)):
                raise BadInput(f"account {account_id} has no conversation {conversation_id} as it was: start one")
            connection.execute(CONVERSATIONS.update().where(its).values(state=state, updated_at=now))
            connection.execute(TURNS.delete().where(TURNS.c.conversation_id == conversation_id))
            if rows:
                connection.execute(TURNS.insert(), rows)
        return _at(now)

    def conversations(self, account_id: int) -> list[Conversation]:
        """The conversations of the account, the one that was last added to first."""
        c = CONVERSATIONS.c
        wanted = sa.select(CONVERSATIONS).where(c.account_id == account_id).order_by(c.updated_at.desc(), c.id.desc())
        return [_conversation(row) for row in self._read(wanted)]

    def conversation(self, account_id: int, conversation_id: int) -> StoredConversation | None:
        """One conversation of the account as it was saved; None if the account has none of that id."""
        with self.database.read() as connection:
            its = sa.select(CONVERSATIONS).where(_its(account_id, conversation_id))
            row = connection.execute(its).one_or_none()
            if row is None:
                return None
            wanted = sa.select(TURNS).where(TURNS.c.conversation_id == conversation_id).order_by(TURNS.c.position)
            turns = connection.execute(wanted).all()
        said = tuple(StoredTurn(turn.role, turn.text, tuple(turn.movies)) for turn in turns)
        return StoredConversation(_conversation(row), said, row.state)

    def rename_conversation(self, account_id: int, conversation_id: int, title: str) -> None:
        """Give a conversation of the account another title; nothing if it is not there."""
        renamed = CONVERSATIONS.update().where(_its(account_id, conversation_id))
        self._change(renamed.values(title=storable(title)))

    def delete_conversation(self, account_id: int, conversation_id: int) -> None:
        """Delete a conversation of the account with its turns; nothing if it is not there."""
        self._change(CONVERSATIONS.delete().where(_its(account_id, conversation_id)))
        self.database.forget()

    def _accounts(self, which: sa.ColumnElement[bool]) -> list[Account]:
        rows = self._read(sa.select(ACCOUNTS).where(which).order_by(ACCOUNTS.c.id))
        return [Account(row.id, row.name, row.user_id, _at(row.created_at), row.role) for row in rows]

    def _read(self, wanted: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        with self.database.read() as connection:
            return connection.execute(wanted).all()

    def _change(self, statement: sa.Update | sa.Delete) -> None:
        with self._write() as connection:
            connection.execute(statement)

    def _add(self, statement: sa.Insert, *rows: dict[str, Any]) -> None:
        if rows:
            with self._write() as connection:
                connection.execute(statement, rows)

    @contextlib.contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        """A writing transaction in which only a missing account can be refused."""
        try:
            with self.database.write() as connection:
                yield connection
        except exc.IntegrityError as error:
            raise BadInput("there is no such account: create one first") from error

    def _upsert(self, table: sa.Table, *changed: str, latest: str | None = None) -> sa.Insert:
        """An insert that changes these columns of rows that are there, unless their time `latest` is a later one."""
        insert = self._insert(table)
        new = {column: insert.excluded[column] for column in changed}
        newer = None if latest is None else table.c[latest] <= insert.excluded[latest]
        return insert.on_conflict_do_update(index_elements=OF_MOVIE, set_=new, where=newer)


def _conversation(row: sa.Row[Any]) -> Conversation:
    return Conversation(row.id, row.title, _at(row.created_at), _at(row.updated_at))


def _its(account_id: int, conversation_id: int) -> sa.ColumnElement[bool]:
    """The conversation of that id, if it is the account's: nobody reaches another's by its number."""
    number = conversation_id if 0 < conversation_id <= LARGEST_ID else 0  # which is nobody's
    return sa.and_(CONVERSATIONS.c.id == number, CONVERSATIONS.c.account_id == account_id)


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
