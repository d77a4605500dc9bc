"""What a visitor says of a movie on its card, and how it enters their session.

A click only adds to a list; the next message takes up what was added since the last one. So a click while an answer
streams is not lost, and undoing is one more entry.
"""

import dataclasses
from collections.abc import Sequence
from typing import Literal, TypeAlias

from chatbot.conversation import Session, rated
from data.movies import MovieId

Kind: TypeAlias = Literal["like", "pass", "seen", "undo"]
STARS: dict[Kind, float] = {"like": 5.0, "pass": 1.5}


@dataclasses.dataclass(frozen=True, slots=True)
class Opinion:
    """One click; `before` is what the visitor had rated the movie before any click on it."""

    movie_id: MovieId
    kind: Kind
    before: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """A visitor's session, and how many of their opinions it holds already."""

    session: Session
    taken: int = 0


def opinion(kind: Kind, movie_id: MovieId, earlier: Sequence[Opinion], session: Session) -> Opinion:
    """The opinion of a click, after the earlier ones."""
    first = next((one for one in earlier if one.movie_id == movie_id), None)
    return Opinion(movie_id, kind, first.before if first else session.history.stars.get(movie_id))


def latest(opinions: Sequence[Opinion]) -> dict[MovieId, Kind]:
    """What stands of each movie after all clicks."""
    last = {one.movie_id: one.kind for one in opinions}
    return {movie_id: kind for movie_id, kind in last.items() if kind != "undo"}


def with_opinions(visit: Visit, opinions: Sequence[Opinion]) -> Visit:
    """The visit after the opinions that it does not hold yet."""
    session = visit.session
    for one in opinions[visit.taken :]:
        session = _with(session, one)
    return Visit(session, len(opinions))


def _with(session: Session, one: Opinion) -> Session:
    """The session after one opinion, which replaces any earlier one of the movie."""
    seen = tuple(movie_id for movie_id in session.wish.seen if movie_id != one.movie_id)
    if one.kind == "seen":
        seen = (*seen, one.movie_id)
    session = dataclasses.replace(session, wish=session.wish.model_copy(update={"seen": seen}))
    stars = STARS.get(one.kind, one.before)
    if stars is not None:
        return rated(session, {one.movie_id: stars})
    others = {movie_id: given for movie_id, given in session.history.stars.items() if movie_id != one.movie_id}
    return dataclasses.replace(session, history=dataclasses.replace(session.history, stars=others))
