"""What a visitor says of a movie on its card: kept with their account at once, undone, and what it changes next."""

import dataclasses
from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from chatbot.conversation import Request, Session
from chatbot.picks import select
from chatbot.serving import Serving
from data.accounts import Accounts, ListName
from data.movies import MovieId
from data.ratings import MAX_STARS, MIN_STARS

Kind: TypeAlias = Literal["like", "pass", "stars", "seen", "save", "hide", "undo"]
STARS: dict[Kind, float] = {"like": 5.0, "pass": 1.5}
LISTS: dict[Kind, ListName] = {"seen": "seen", "save": "watchlist", "hide": "hidden"}
LOOKED_AT = 3  # movies of the next list that are compared before and after


@dataclasses.dataclass(frozen=True, slots=True)
class Click:
    """One click on a card; `stars` goes with "stars", half by half."""

    kind: Kind
    movie_id: MovieId
    stars: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Opinion:
    """What an account says of a movie: its stars, and the list that it is on."""

    stars: float | None = None
    list: ListName | None = None


def clicked(said: dict[str, object], shown: Sequence[MovieId]) -> Click | None:
    """The click that a browser tells of, which may tell anything; None for one that makes no sense here."""
    kind, movie_id, stars = said.get("kind"), said.get("movie"), said.get("stars")
    known = next((one for one in get_args(Kind) if one == kind), None)
    if known is None or not isinstance(movie_id, int) or movie_id not in shown:
        return None
    if known != "stars":
        return Click(known, movie_id)
    if not isinstance(stars, int | float) or not MIN_STARS <= stars <= MAX_STARS or (2 * stars) % 1:
        return None
    return Click(known, movie_id, float(stars))


def opinion(accounts: Accounts, account_id: int, movie_id: MovieId) -> Opinion:
    """What stands of a movie."""
    return Opinion(accounts.ratings(account_id).get(movie_id), accounts.marks(account_id).get(movie_id))


def after(now: Opinion, click: Click, before: Opinion) -> Opinion:
    """The opinion after a click; a second click on what stands takes it back, `before` is what undoing returns to."""
    if click.kind == "undo":
        return before
    if click.kind in LISTS:
        wanted = LISTS[click.kind]
        return dataclasses.replace(now, list=None if now.list == wanted else wanted)
    stars = click.stars if click.kind == "stars" else STARS[click.kind]
    return dataclasses.replace(now, stars=None if now.stars == stars and click.kind != "stars" else stars)


def keep(accounts: Accounts, account_id: int, movie_id: MovieId, now: Opinion, then: Opinion) -> None:
    """Store what changed of an opinion."""
    if then.stars is None and now.stars is not None:
        accounts.unrate(account_id, movie_id)
    elif then.stars is not None and then.stars != now.stars:
        accounts.rate(account_id, movie_id, then.stars)
    if then.list is None and now.list is not None:
        accounts.unmark(account_id, movie_id)
    elif then.list is not None and then.list != now.list:
        accounts.mark(account_id, movie_id, then.list)


def told(then: Opinion) -> str:
    """An opinion in words."""
    lists = {"seen": "seen", "watchlist": "saved to your watchlist", "hidden": "hidden from now on"}
    words = [f"{then.stars:g} stars"] if then.stars is not None else []
    words += [lists[then.list]] if then.list else []
    return f"Noted: {', '.join(words)}." if words else "Taken back."


def upcoming(serving: Serving, session: Session) -> tuple[MovieId, ...]:
    """The movies that the next list would show."""
    wish: Request = session.wish.model_copy(update={"intent": "recommend"})
    return tuple(pick.movie.movie_id for pick in select(serving, session, wish, LOOKED_AT).picks)


def changed(serving: Serving, before: Sequence[MovieId], now: Sequence[MovieId]) -> str:
    """What is new in the next list."""
    new = [serving.catalogue[movie_id].title for movie_id in now if movie_id not in before]
    if not new:
        return "Your next list stays as it was." if list(before) == list(now) else "Your next list has another order."
    return f"New in your next list: {', '.join(new)}."
