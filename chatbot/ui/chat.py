"""What happens when a visitor says something, judges a card, or says who they are.

All that belongs to a visitor passes through the handlers as values that Gradio keeps for that visitor.
"""

import dataclasses
import logging
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any, TypeAlias

import gradio as gr

from chatbot.answer import escaped
from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Pick, Session
from chatbot.serving import Serving
from chatbot.ui.cards import cards_html
from chatbot.ui.opinions import Kind, Opinion, Visit, latest, opinion, with_opinions
from chatbot.ui.people import NEWCOMER, favourites, label, people, person, picker_html
from chatbot.usage import Usage
from data.errors import UsherError
from data.ratings import History

logger = logging.getLogger(__name__)

EXAMPLES = (
    "What should I watch tonight?",
    "A tense thriller from the 90s, under two hours",
    "Something light and funny for a rainy evening",
    "What was that film where a man lives the same day again and again?",
)
SORRY = "I cannot answer just now: the films could not be read. Please send your message again in a moment."
KEEPS_CARDS = ("fact", "small_talk", "unclear")

Messages: TypeAlias = list[gr.ChatMessage]
# messages, box, visit, what is shown, cards: a handler leaves as they are those that it skips
Outputs: TypeAlias = tuple[Any, Any, Any, Any, Any]
# messages, box, visit, opinions, what is shown, cards, who, picker, line about the person
Met: TypeAlias = tuple[Messages, str, Visit, tuple[Opinion, ...], "Shown", str, str, str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """What stands in the cards column."""

    picks: tuple[Pick, ...] = ()
    notices: tuple[str, ...] = ()


def newcomer() -> Visit:
    """The visit of someone who has said nothing yet."""
    return Visit(Session(History(None, {})))


def messages(session: Session, chips: Sequence[str] = (), usage: Usage | None = None) -> Messages:
    """The conversation as the page shows it; chips, and what the model used, stand under the last message."""
    shown = [
        gr.ChatMessage(escaped(turn.text) if turn.role == "user" else turn.text, role=turn.role)
        for turn in session.turns
    ]
    if shown and usage is not None and usage.calls:
        shown[-1].content = f"{shown[-1].content}\n\n*Language model: {usage}.*"
    if shown and chips:
        shown[-1].options = [{"value": chip} for chip in chips]
    return shown


class Handlers:
    """Answers events of the page; holds nothing of any visitor."""

    def __init__(self, chatbot: Chatbot, current: Callable[[], Serving]) -> None:
        self._chatbot = chatbot
        self._current = current

    def respond(
        self, message: str, visit: Visit, opinions: tuple[Opinion, ...], shown: Shown, pictures: bool
    ) -> Iterator[Outputs]:
        """Stream the answer; the cards change when it is whole."""
        skip = gr.skip()
        if not message.strip():
            yield skip, "", skip, skip, skip
            return
        visit = with_opinions(visit, opinions)
        said = [*messages(visit.session), gr.ChatMessage(escaped(message), role="user")]
        yield said, "", skip, skip, skip
        text, reply = "", None
        try:
            for piece in self._chatbot.stream(visit.session, message):
                if isinstance(piece, Reply):
                    reply = piece
                else:
                    text += piece
                    yield [*said, gr.ChatMessage(text)], skip, skip, skip, skip
        except UsherError as error:
            logger.error("a message was not answered: %s", error)
        if reply is None:
            yield [*said, gr.ChatMessage(SORRY)], message, skip, skip, skip
            return
        after = messages(reply.session, reply.answer.chips, reply.usage)
        visit = Visit(reply.session, visit.taken)
        if reply.request.intent in KEEPS_CARDS:
            yield after, skip, visit, skip, skip
            return
        unsaid = tuple(notice for notice in reply.answer.notices if notice not in reply.answer.text)
        shown = Shown(reply.answer.picks, unsaid)
        yield after, skip, visit, shown, self.cards(opinions, shown, pictures)

    def chosen(
        self,
        event: gr.SelectData,
        visit: Visit,
        opinions: tuple[Opinion, ...],
        shown: Shown,
        pictures: bool,
    ) -> Iterator[Outputs]:
        """Say what an example or a chip says."""
        value = event.value
        text = value.get("text") if isinstance(value, dict) else value
        yield from self.respond(str(text or ""), visit, opinions, shown, pictures)

    def judge(
        self, event: gr.EventData, visit: Visit, opinions: tuple[Opinion, ...], shown: Shown, pictures: bool
    ) -> tuple[Any, Any]:
        """Record a click on a card that is shown; anything else changes nothing."""
        clicked = _clicked(event, shown)
        if clicked is None:
            return gr.skip(), gr.skip()
        opinions = (*opinions, opinion(*clicked, opinions, visit.session))
        return opinions, self.cards(opinions, shown, pictures)

    def cards(self, opinions: tuple[Opinion, ...], shown: Shown, pictures: bool) -> str:
        """The cards as they stand."""
        return cards_html(shown.picks, latest(opinions), shown.notices, pictures=pictures)

    def find(self, event: gr.EventData, who: str) -> str:
        """Offer the people that what is typed may mean."""
        serving = self._current()
        typed = str(_said(event).get("typed", ""))
        return picker_html(people(serving, typed), label(serving, person(serving, who)))

    def meet(self, event: gr.EventData) -> Met:
        """Begin anew with the person that was chosen."""
        return self.begin(str(_said(event).get("person", NEWCOMER)))

    def begin(self, who: str) -> Met:
        """Begin anew."""
        serving = self._current()
        history = person(serving, who)
        about = favourites(serving, history)
        if history.user_id is None and who != NEWCOMER:
            about = f"There is no user {escape(who[:20])}. {about}"
        return (
            [],
            "",
            Visit(Session(history)),
            (),
            Shown(),
            cards_html((), {}),
            NEWCOMER if history.user_id is None else who,
            picker_html(people(serving), label(serving, history)),
            about,
        )


def _said(event: gr.EventData) -> dict[str, object]:
    """What the browser says of an event: it may say anything."""
    return event._data if isinstance(event._data, dict) else {}


def _clicked(event: gr.EventData, shown: Shown) -> tuple[Kind, int] | None:
    """Which button of which movie, as the browser says: it may say anything."""
    kinds: dict[object, Kind] = {"like": "like", "pass": "pass", "seen": "seen", "undo": "undo"}
    kind, movie_id = _said(event).get("kind"), _said(event).get("movie")
    known = {pick.movie.movie_id for pick in shown.picks}
    if not isinstance(kind, str) or kind not in kinds or not isinstance(movie_id, int) or movie_id not in known:
        return None
    return kinds[kind], movie_id
