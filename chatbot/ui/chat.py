"""What happens when a visitor says something, has it said again or otherwise, stops it, or lets a wish go.

All that belongs to a visitor passes through the handlers as values that Gradio keeps for that visitor, and is stored
with their account; who they are says the cookie of their browser.
"""

import dataclasses
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import gradio as gr

from chatbot.answer import escaped
from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Session, Turn
from chatbot.rooms.site import COOKIE
from chatbot.saved import Exchange, state_of, title_of, turns_of
from chatbot.serving import Serving
from chatbot.ui.cards import cards_html, forecasts
from chatbot.ui.opinions import Opinion
from chatbot.ui.talks import talks_html
from chatbot.ui.visit import Visit
from chatbot.ui.wish import pill, wish_html
from chatbot.usage import Usage
from chatbot.viewers import Viewer, Viewers
from data.database import storable
from data.errors import BadInput, UsherError
from data.movies import MovieId

logger = logging.getLogger(__name__)

EXAMPLES = (
    "What should I watch tonight?",
    "A tense thriller from the 90s, under two hours",
    "Something light and funny for a rainy evening",
    "What was that film where a man lives the same day again and again?",
)
INVITING = "What are you in the mood for?"
SORRY = "I cannot answer just now: the films could not be read. Please send your message again in a moment."

Messages: TypeAlias = list[gr.ChatMessage]
# messages, box, visit, cards, wish, conversations: a handler leaves as they are those that it skips
Outputs: TypeAlias = tuple[Any, Any, Any, Any, Any, Any]
Stream: TypeAlias = Iterator[str | Reply]


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


def box_open(value: str = "") -> Any:
    """The message box, ready for the next message."""
    return gr.update(value=value, interactive=True, placeholder=INVITING, submit_btn="Send", stop_btn=False)


def box_busy() -> Any:
    """The message box while an answer comes."""
    return gr.update(value="", submit_btn=False, stop_btn="Stop")


class Chat:
    """Answers what is said on the page; holds nothing of any visitor."""

    def __init__(self, chatbot: Chatbot, current: Callable[[], Serving], viewers: Viewers) -> None:
        self._chatbot = chatbot
        self._current = current
        self._viewers = viewers

    def viewer(self, request: gr.Request) -> Viewer:
        """Who sent an event."""
        return self._viewers.viewer(request.cookies.get(COOKIE))

    def own(self, visit: Visit, request: gr.Request) -> Visit:
        """The visit where it is this visitor's, else a new one: they logged in or out in another window meanwhile.

        Raises:
            gr.Error: who they are cannot be read.
        """
        try:
            account = self.viewer(request).account
            if visit.owner is None or (account is not None and account.account_id == visit.owner):
                return visit
            if account is not None and visit.conversation is not None:  # a guest's conversation moves with a log-in
                stored = self._viewers.accounts.conversation(account.account_id, visit.conversation)
                return visit if stored is not None else Visit()
        except UsherError as error:
            logger.error("who asks cannot be told: %s", error)
            raise gr.Error(SORRY) from error
        return Visit()

    def respond(self, message: str, visit: Visit, pictures: bool, request: gr.Request) -> Iterator[Outputs]:
        """Stream the answer; the cards change when it is whole."""
        message = storable(message)
        if not message.strip():
            yield (gr.skip(),) * 6
            return
        visit = self.own(visit, request)
        yield from self._told(message, visit, pictures, request, lambda session: self._chatbot.stream(session, message))

    def chosen(self, event: gr.SelectData, visit: Visit, pictures: bool, request: gr.Request) -> Iterator[Outputs]:
        """Say what an example or a chip says."""
        value = event.value
        text = value.get("text") if isinstance(value, dict) else value
        yield from self.respond(str(text or ""), visit, pictures, request)

    def retry(self, event: gr.RetryData, visit: Visit, pictures: bool, request: gr.Request) -> Iterator[Outputs]:
        """Answer a message of the visitor again: with other films, since those shown were not wanted."""
        visit = self.own(visit, request)
        at = self._exchange_at(event.index, visit)
        if at is None:
            yield (gr.skip(),) * 6
            return
        again = visit.exchanges[at].session
        message = next(turn.text for turn in reversed(again.turns) if turn.role == "user")
        yield from self._told(
            message,
            self._cut(visit, at),
            pictures,
            request,
            lambda session: self._chatbot.stream(dataclasses.replace(session, shown=again.shown), message),
        )

    def edit(self, event: gr.EditData, visit: Visit, pictures: bool, request: gr.Request) -> Iterator[Outputs]:
        """Answer what a message was changed to; what came after it is gone."""
        visit = self.own(visit, request)
        at = self._exchange_at(event.index, visit)
        if at is None or not str(event.value).strip():
            yield messages(visit.session), *(gr.skip() for _ in range(5))
            return
        yield from self.respond(str(event.value), self._cut(visit, at), pictures, request)

    def let_go(self, event: gr.EventData, visit: Visit, pictures: bool, request: gr.Request) -> Iterator[Outputs]:
        """Answer the wish without one of its pieces."""
        visit = self.own(visit, request)
        piece = pill(said(event).get("pill"), visit.session.wish, self._current())
        if piece is None:
            yield (gr.skip(),) * 6
            return
        message = f"Without: {piece.text}"
        yield from self._told(
            message,
            visit,
            pictures,
            request,
            lambda session: self._chatbot.stream_wish(session, message, piece.without),
        )

    def stopped(self, visit: Visit, request: gr.Request) -> tuple[Any, Any]:
        """The conversation without the answer that was stopped, and the message in the box to be changed."""
        visit = self.own(visit, request)
        return messages(visit.session, visit.chips), box_open(visit.pending)

    def cards(
        self, visit: Visit, viewer: Viewer, pictures: bool, told: tuple[MovieId, str, Opinion] | None = None
    ) -> str:
        """The cards as they stand."""
        serving = self._current()
        shown = visit.shown
        unsaid = tuple(notice for notice in shown.notices if notice not in shown.text)
        session = self._viewers.session(viewer, serving, visit.session)
        return cards_html(
            shown.picks,
            self._opinions(viewer),
            unsaid,
            forecasts(serving, session.history, shown.picks),
            told,
            pictures=pictures,
        )

    def wish(self, visit: Visit) -> str:
        """The wish and its funnel as they stand."""
        return wish_html(visit.session.wish, self._current(), len(visit.shown.picks))

    def talks(self, visit: Visit, viewer: Viewer, *, is_open: bool = False) -> str:
        """The visitor's conversations."""
        account = viewer.account
        known = self._viewers.accounts.conversations(account.account_id) if account else []
        return talks_html(known, visit.conversation, is_open=is_open)

    def _told(
        self,
        message: str,
        visit: Visit,
        pictures: bool,
        request: gr.Request,
        stream: Callable[[Session], Stream],
    ) -> Iterator[Outputs]:
        skip = gr.skip()
        before = visit.session
        asked = [*messages(before), gr.ChatMessage(escaped(message), role="user")]
        yield asked, box_busy(), dataclasses.replace(visit, pending=message), skip, skip, skip
        text, reply = "", None
        try:
            session = self._viewers.session(self.viewer(request), self._current(), before)
            for piece in stream(session):
                if isinstance(piece, Reply):
                    reply = piece
                else:
                    text += piece
                    yield [*asked, gr.ChatMessage(text)], skip, skip, skip, skip, skip
            if reply is None:
                raise UsherError("the answer broke off")
            longer = (*visit.exchanges, Exchange.of(reply))
            visit = self._kept(dataclasses.replace(visit, exchanges=longer, pending=""), session, request)
            viewer = self.viewer(request)
            cards = self.cards(visit, viewer, pictures)
        except UsherError as error:
            logger.error("a message was not answered: %s", error)
            yield [*asked, gr.ChatMessage(SORRY)], box_open(message), skip, skip, skip, skip
            return
        after = messages(reply.session, reply.answer.chips, reply.usage)
        yield after, box_open(), visit, cards, self.wish(visit), self.talks(visit, viewer)

    def _kept(self, visit: Visit, before: Session, request: gr.Request) -> Visit:
        """The visit, its conversation and the opinions told in it stored with the visitor's account.

        A browser that takes no cookies is answered, and nothing of it is kept.
        """
        accounts = self._viewers.accounts
        token = request.cookies.get(COOKIE)
        if not token:
            return visit
        account = self._viewers.keeper(token).account_id
        session = visit.session
        for movie_id, stars in session.history.stars.items():
            if before.history.stars.get(movie_id) != stars:
                accounts.rate(account, movie_id, stars)
        saved = turns_of(visit.exchanges), state_of(visit.exchanges)
        if visit.conversation is not None:
            try:
                saved_at = accounts.save_turns(account, visit.conversation, *saved, visit.saved_at)
            except BadInput:  # it was deleted, or went on otherwise, in another window: here it goes on as a new one
                logger.info("conversation %d goes on as another", visit.conversation)
            else:
                return dataclasses.replace(visit, owner=account, saved_at=saved_at)
        title = title_of(_first(session.turns))
        number = accounts.start_conversation(account, title).conversation_id
        saved_at = accounts.save_turns(account, number, *saved)
        return dataclasses.replace(visit, conversation=number, owner=account, saved_at=saved_at)

    def _opinions(self, viewer: Viewer) -> dict[MovieId, Opinion]:
        if viewer.account is None:
            return {}
        stars = self._viewers.accounts.ratings(viewer.account.account_id)
        lists = self._viewers.marked(viewer)
        return {one: Opinion(stars.get(one), lists.get(one)) for one in stars.keys() | lists.keys()}

    def _exchange_at(self, index: object, visit: Visit) -> int | None:
        """Which exchange the message at an index of the page belongs to."""
        at = index[0] if isinstance(index, tuple | list) else index
        ends = [len(one.session.turns) for one in visit.exchanges]
        return next((place for place, end in enumerate(ends) if isinstance(at, int) and 0 <= at < end), None)

    def _cut(self, visit: Visit, at: int) -> Visit:
        """The visit before an exchange; the ratings given since stay."""
        return dataclasses.replace(visit, exchanges=visit.exchanges[:at])


def said(event: gr.EventData) -> dict[str, object]:
    """What the browser says of an event: it may say anything."""
    return event._data if isinstance(event._data, dict) else {}


def _first(turns: Sequence[Turn]) -> str:
    return next((turn.text for turn in turns if turn.role == "user"), "Conversation")
