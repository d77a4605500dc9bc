"""What Gradio keeps for one visitor while a page is open; all that must outlive it stands in their account."""

import dataclasses
import datetime

from chatbot.conversation import Answer, Session
from chatbot.saved import Exchange
from chatbot.ui.opinions import Opinion
from data.movies import MovieId
from data.ratings import History

KEEPS_CARDS = ("fact", "compare", "why", "small_talk", "unclear", "out_of_scope")


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """A visitor's conversation.

    Attributes:
        exchanges: messages with their answers, oldest first.
        conversation: its number in the account; None until it was saved.
        owner: the account that it was saved in; what another account sends with it begins anew.
        saved_at: when it was last saved from here: what was said in another window since is not overwritten.
        before: of each movie judged on a card, what stood before the first click: what undoing returns to.
        pending: the message that is being answered.
    """

    exchanges: tuple[Exchange, ...] = ()
    conversation: int | None = None
    owner: int | None = None
    saved_at: datetime.datetime | None = None
    before: tuple[tuple[MovieId, Opinion], ...] = ()
    pending: str = ""

    @property
    def session(self) -> Session:
        """The conversation so far."""
        return self.exchanges[-1].session if self.exchanges else Session(History(None, {}))

    @property
    def chips(self) -> tuple[str, ...]:
        """Short follow-ups to the last answer."""
        return self.exchanges[-1].answer.chips if self.exchanges else ()

    @property
    def shown(self) -> Answer:
        """The answer whose movies stand in the cards: the last one that showed any or should have."""
        answers = (one.answer for one in reversed(self.exchanges) if one.session.wish.intent not in KEEPS_CARDS)
        return next(answers, Answer(""))
