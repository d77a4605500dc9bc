"""What somebody brings from another service, stored together and taken back together."""

import dataclasses
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, NamedTuple

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from data.accounts import Accounts, ListName
from data.database import ACCOUNTS, MARKS, RATINGS
from data.exchange_rows import Given, Shelf
from data.movies import Movie, MovieId
from data.ratings import MAX_STARS, MIN_STARS

Stars = Annotated[float, Field(ge=MIN_STARS, le=MAX_STARS)]
Seconds = Annotated[float, Field(ge=-62_135_596_800, le=253_402_300_799)]  # since 1970, of the years 1 to 9999
KnownId = Annotated[MovieId, Field(ge=0, lt=2**63)]


class ChangedRating(NamedTuple):
    """A rating that an import stored, and the one that stood there."""

    movie_id: KnownId
    stars: Stars
    rated_at: Seconds
    former_stars: Stars | None
    former_at: Seconds | None


class ChangedMark(NamedTuple):
    """A list that an import put a movie on, and the one that it was on."""

    movie_id: KnownId
    list: Shelf
    former_list: ListName | None
    former_at: Seconds | None


class Change(BaseModel):
    """All that an import changed, with which it is undone."""

    model_config = ConfigDict(frozen=True)

    ratings: tuple[ChangedRating, ...] = ()
    marks: tuple[ChangedMark, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Brought:
    """Movies of the catalogue that another service knows of a person; every movie once.

    Attributes:
        ratings: movie, stars and when.
        shelved: movies without stars, and the list of each.
    """

    ratings: tuple[tuple[MovieId, float, datetime], ...]
    shelved: tuple[tuple[MovieId, Shelf], ...]


def brought(found: Sequence[tuple[Given, Movie]], now: datetime) -> Brought:
    """What matched; a rating without a date counts as given now."""
    ratings = tuple((movie.movie_id, one.stars, one.rated_at or now) for one, movie in found if one.stars is not None)
    shelved = tuple((movie.movie_id, one.shelf) for one, movie in found if one.stars is None and one.shelf is not None)
    return Brought(ratings, shelved)


class Imports:
    """Imports into the accounts of one database; safe for threads."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._database = accounts.database

    def save(self, account_id: int, what: Brought) -> Change:
        """Store what was brought, and tell what that changed.

        A rating that was given later stays. What was seen leaves the watchlist; otherwise what is on a list stays
        there, and what is rated goes on no watchlist.

        Raises:
            BadInput: there is no such account.
        """
        former = {movie_id: (stars, at) for movie_id, stars, at in self._accounts.dated_ratings(account_id)}
        self._accounts.rate_all(account_id, what.ratings)
        stored = self._accounts.dated_ratings(account_id)
        ratings = []
        for movie_id, stars, at in stored:
            was = former.get(movie_id)
            if was != (stars, at):
                before = (None, None) if was is None else (was[0], was[1].timestamp())
                ratings.append(ChangedRating(movie_id, stars, at.timestamp(), *before))
        return Change(ratings=tuple(ratings), marks=self._shelve(account_id, what, {row[0] for row in stored}))

    def take_back(self, account_id: int, change: Change) -> int:
        """Put everything as it was before; what the person changed since stays. Gives the number of films put back."""
        own_rating, own_mark = RATINGS.c.account_id == account_id, MARKS.c.account_id == account_id
        count = 0
        with self._database.write() as connection:
            for rating in change.ratings:
                its = sa.and_(own_rating, RATINGS.c.movie_id == rating.movie_id)
                as_saved = sa.and_(its, RATINGS.c.stars == rating.stars, RATINGS.c.rated_at == rating.rated_at)
                if rating.former_stars is None or rating.former_at is None:
                    count += connection.execute(RATINGS.delete().where(as_saved)).rowcount
                else:
                    was = {"stars": rating.former_stars, "rated_at": rating.former_at}
                    count += connection.execute(RATINGS.update().where(as_saved).values(was)).rowcount
            for mark in change.marks:
                its = sa.and_(own_mark, MARKS.c.movie_id == mark.movie_id, MARKS.c.list == mark.list)
                if mark.former_list is None or mark.former_at is None:
                    count += connection.execute(MARKS.delete().where(its)).rowcount
                else:
                    values = {"list": mark.former_list, "marked_at": mark.former_at}
                    count += connection.execute(MARKS.update().where(its).values(values)).rowcount
        self._database.forget()
        return count

    def _shelve(self, account_id: int, what: Brought, rated: set[MovieId]) -> tuple[ChangedMark, ...]:
        now = time.time()
        with self._database.write() as connection:
            connection.execute(sa.select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == account_id).with_for_update())
            its = connection.execute(sa.select(MARKS).where(MARKS.c.account_id == account_id))
            former = {row.movie_id: (row.list, row.marked_at) for row in its}
            changed = []
            for movie_id, shelf in what.shelved:
                on, at = former.get(movie_id, (None, None))
                if (on is None and not (shelf == "watchlist" and movie_id in rated)) or (
                    on == "watchlist" and shelf == "seen"
                ):
                    changed.append(ChangedMark(movie_id, shelf, on, at))
            moved = [mark for mark in changed if mark.former_list is not None]
            for mark in moved:
                row = sa.and_(MARKS.c.account_id == account_id, MARKS.c.movie_id == mark.movie_id)
                connection.execute(MARKS.update().where(row).values(list=mark.list, marked_at=now))
            added = [mark for mark in changed if mark.former_list is None]
            if added:
                rows = [
                    {"account_id": account_id, "movie_id": mark.movie_id, "list": mark.list, "marked_at": now}
                    for mark in added
                ]
                connection.execute(MARKS.insert(), rows)
        return tuple(changed)
