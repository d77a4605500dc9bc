"""A conversation as it is kept: each exchange with the session after it and the movies it showed, as JSON and back.

What a person rated is kept with their account, not here. A conversation saved by another version of Usher, or edited by
hand, is read again from what was said.
"""

import dataclasses
import logging
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Answer, Pick, Place, Reason, Request, Session, Turn
from data.accounts import StoredConversation, StoredTurn
from data.movies import Catalogue, MovieId
from data.ratings import History

logger = logging.getLogger(__name__)

LONGEST_TITLE = 60  # characters


@dataclasses.dataclass(frozen=True, slots=True)
class Exchange:
    """One message and its answer.

    Attributes:
        session: after the answer.
        answer: what was said and shown.
    """

    session: Session
    answer: Answer

    @classmethod
    def of(cls, reply: Reply) -> "Exchange":
        """The exchange that ended with a reply."""
        return cls(reply.session, reply.answer)


class _Pick(BaseModel):
    movie: MovieId
    score: float
    sources: tuple[str, ...]
    because: tuple[Reason, ...]
    stars: float | None
    place: Place | None = None


class _Exchange(BaseModel):
    model_config = ConfigDict(extra="ignore")

    turns: int = Field(ge=1)  # messages up to its end
    wish: Request
    paused: Request | None = None
    shown: tuple[MovieId, ...] = ()
    listed: tuple[MovieId, ...] = ()
    named: tuple[MovieId, ...] = ()
    picks: tuple[_Pick, ...] = ()
    notices: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()


class _State(BaseModel):
    exchanges: tuple[_Exchange, ...]


def state_of(exchanges: Sequence[Exchange]) -> JsonValue:
    """What is stored beside the messages of a conversation."""
    state = _State(exchanges=tuple(_saved(exchange) for exchange in exchanges))
    saved: JsonValue = state.model_dump(mode="json", exclude_defaults=True)
    return saved


def turns_of(exchanges: Sequence[Exchange]) -> list[StoredTurn]:
    """The messages of a conversation, oldest first."""
    turns = exchanges[-1].session.turns if exchanges else ()
    return [StoredTurn(turn.role, turn.text, turn.movies) for turn in turns]


def title_of(message: str) -> str:
    """What a conversation is called until the person renames it: how it began."""
    words = " ".join(message.split())
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def restored(
    stored: StoredConversation, history: History, catalogue: Catalogue, chatbot: Chatbot
) -> tuple[Exchange, ...]:
    """The exchanges of a stored conversation, for a person who now has this history.

    Movies that the catalogue no longer has are left out of what was shown.
    """
    turns = tuple(Turn(turn.role, turn.text, turn.movies) for turn in stored.turns)
    try:
        state = _State.model_validate(stored.state)
        if not all(exchange.turns <= len(turns) for exchange in state.exchanges):
            raise ValueError("more turns than messages")
    except (ValidationError, ValueError):
        logger.info("conversation %d is read again from its messages", stored.about.conversation_id)
        return replayed(turns, history, chatbot)
    return tuple(_loaded(exchange, turns, history, catalogue) for exchange in state.exchanges)


def replayed(turns: Sequence[Turn], history: History, chatbot: Chatbot) -> tuple[Exchange, ...]:
    """The exchanges as far as the messages alone tell: which movies were shown, not why."""
    session, exchanges = Session(history), []
    for turn in turns:
        session = (chatbot.heard if turn.role == "user" else chatbot.shown)(session, turn.text)
        if turn.role == "assistant":
            exchanges.append(Exchange(session, Answer(turn.text)))
    return tuple(exchanges)


def _saved(exchange: Exchange) -> _Exchange:
    session, answer = exchange.session, exchange.answer
    return _Exchange(
        turns=len(session.turns),
        wish=session.wish,
        paused=session.wish.paused,
        shown=session.shown,
        listed=session.listed,
        named=session.named,
        picks=tuple(
            _Pick(
                movie=pick.movie.movie_id,
                score=pick.score,
                sources=pick.sources,
                because=pick.because,
                stars=pick.stars,
                place=pick.place,
            )
            for pick in answer.picks
        ),
        notices=answer.notices,
        chips=answer.chips,
    )


def _loaded(saved: _Exchange, turns: Sequence[Turn], history: History, catalogue: Catalogue) -> Exchange:
    said = tuple(turns[: saved.turns])
    picks = tuple(
        Pick(catalogue[pick.movie], pick.score, pick.sources, pick.because, pick.stars, pick.place)
        for pick in saved.picks
        if pick.movie in catalogue
    )
    session = Session(
        history=history,
        turns=said,
        wish=saved.wish.model_copy(update={"paused": saved.paused}),
        shown=saved.shown,
        listed=saved.listed,
        named=saved.named,
    )
    return Exchange(session, Answer(said[-1].text, picks, saved.notices, saved.chips))
