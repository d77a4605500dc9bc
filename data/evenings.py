"""Evenings of several people: what was chosen, and how well it suited each of them; kept with who told of it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from data.accounts import Accounts
from data.database import EVENINGS, LARGEST_ID, storable
from data.errors import BadInput
from data.movies import MovieId
from data.ratings import MAX_STARS, MIN_STARS


class Guest(BaseModel):
    """Somebody who was there.

    Attributes:
        name: "you", "user 198", or a friend's; one name is one person on all evenings of an account.
        loved: the movies that a friend was said to love.
        stars: predicted of the chosen movie.
        satisfaction: these as a share of the most that any movie of that evening promised.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    loved: tuple[MovieId, ...] = ()
    stars: float = Field(ge=MIN_STARS, le=MAX_STARS)
    satisfaction: float = Field(gt=0, le=1)


class Told(BaseModel):
    """What is kept of an evening, beside whose it is and when it was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    movie_id: MovieId
    guests: tuple[Guest, ...]


@dataclass(frozen=True, slots=True)
class Evening:
    """An evening of an account."""

    evening_id: int
    held_at: datetime
    told: Told


class Evenings:
    """The evenings of the accounts of one database; safe for threads, each method one transaction."""

    def __init__(self, accounts: Accounts) -> None:
        self._database = accounts.database

    def add(self, account_id: int, told: Told) -> None:
        """Keep an evening that begins now.

        Raises:
            BadInput: there is no such account.
        """
        guests = tuple(guest.model_copy(update={"name": storable(guest.name)}) for guest in told.guests)
        kept = told.model_copy(update={"guests": guests}).model_dump(mode="json")
        row = {"account_id": account_id, "held_at": time.time(), "told": kept}
        try:
            with self._database.write() as connection:
                connection.execute(EVENINGS.insert().values(row))
        except sa.exc.IntegrityError as error:
            raise BadInput("there is no such account: create one first") from error

    def of(self, account_id: int) -> list[Evening]:
        """The evenings of an account, the latest first."""
        wanted = sa.select(EVENINGS).where(EVENINGS.c.account_id == account_id)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(EVENINGS.c.held_at.desc(), EVENINGS.c.id.desc())).all()
        return [
            Evening(row.id, datetime.fromtimestamp(row.held_at, UTC), Told.model_validate(row.told)) for row in rows
        ]

    def drop(self, account_id: int, evening_id: int) -> None:
        """Delete one of an account's evenings; nothing if it has none of that id."""
        with self._database.write() as connection:
            its = sa.and_(EVENINGS.c.account_id == account_id, EVENINGS.c.id == min(evening_id, LARGEST_ID))
            connection.execute(EVENINGS.delete().where(its))
        self._database.forget()
