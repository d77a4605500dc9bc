"""Everything on the page but the talking: who is there, their conversations, and what they say of films on cards."""

import dataclasses
import functools
import logging
from collections.abc import Callable
from html import escape
from typing import Any, ParamSpec, TypeAlias, TypeVar

import gradio as gr

from chatbot.chain import Chatbot
from chatbot.rooms.site import COOKIE
from chatbot.saved import restored
from chatbot.serving import Serving
from chatbot.ui.chat import Chat, box_open, messages, said
from chatbot.ui.header import header_html
from chatbot.ui.opinions import after, changed, clicked, keep, opinion, told, upcoming
from chatbot.ui.people import NEWCOMER, favourites, label, people, person, picker_html
from chatbot.ui.visit import Visit
from chatbot.viewers import Viewer, Viewers
from data.database import storable
from data.errors import UsherError

logger = logging.getLogger(__name__)

LONGEST_TITLE = 80
AWAY = "What is kept of you cannot be read or stored just now. Load the page again in a moment."
# messages, box, visit, cards, wish, conversations, header, picker, line about the person
Everything: TypeAlias = tuple[Any, ...]


P = ParamSpec("P")
R = TypeVar("R")


def in_words(handler: Callable[P, R]) -> Callable[P, R]:
    """The handler of an event, which tells on the page that the database or the films failed."""

    @functools.wraps(handler)
    def handled(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return handler(*args, **kwargs)
        except UsherError as error:
            logger.error("an event of the page failed: %s", error)
            raise gr.Error(AWAY) from error

    return handled


class Desk:
    """Answers those events; holds nothing of any visitor."""

    def __init__(self, chat: Chat, chatbot: Chatbot, current: Callable[[], Serving], viewers: Viewers) -> None:
        self._chat = chat
        self._chatbot = chatbot
        self._current = current
        self._viewers = viewers

    @in_words
    def arrive(self, pictures: bool, request: gr.Request) -> Everything:
        """The page as the visitor left it: their last conversation, or the one that the address names.

        With `?say=` a new conversation begins; what to say comes last in the outputs.
        """
        asked = dict(request.query_params)
        viewer = self._chat.viewer(request)
        to_say = str(asked.get("say", ""))
        number = str(asked.get("conversation", ""))
        if to_say or "new" in asked:
            visit = Visit()
        elif number.isascii() and number.isdecimal() and len(number) < 18:
            visit = self._opened(viewer, int(number))
        else:
            visit = self._latest(viewer)
        return *self._everything(visit, viewer, pictures), to_say

    @in_words
    def begin(self, pictures: bool, request: gr.Request) -> Everything:
        """A new conversation."""
        return self._everything(Visit(), self._chat.viewer(request), pictures)

    @in_words
    def talk(self, event: gr.EventData, visit: Visit, pictures: bool, request: gr.Request) -> Everything:
        """Open, rename or delete a conversation of the visitor's, or begin a new one."""
        visit, viewer = self._chat.own(visit, request), self._chat.viewer(request)
        account, accounts = viewer.account, self._viewers.accounts
        wish = said(event)
        what, number, title = wish.get("what"), wish.get("number"), wish.get("title")
        if what == "new":
            return self._everything(Visit(), viewer, pictures)
        if account is None or not isinstance(number, int):
            return (gr.skip(),) * 9
        if what == "open":
            return self._everything(self._opened(viewer, number), viewer, pictures)
        if what == "rename" and isinstance(title, str) and title.strip():
            accounts.rename_conversation(account.account_id, number, " ".join(title.split())[:LONGEST_TITLE])
        elif what == "delete":
            accounts.delete_conversation(account.account_id, number)
            if number == visit.conversation:
                return self._everything(Visit(), viewer, pictures)
        return *((gr.skip(),) * 5), self._chat.talks(visit, viewer, is_open=True), *((gr.skip(),) * 3)

    @in_words
    def judge(self, event: gr.EventData, visit: Visit, pictures: bool, request: gr.Request) -> tuple[Any, Any]:
        """Keep what a click on a card says, and tell what it changes; a click that makes no sense changes nothing."""
        visit = self._chat.own(visit, request)
        click = clicked(said(event), [pick.movie.movie_id for pick in visit.shown.picks])
        token = request.cookies.get(COOKIE)
        if click is None or not token:
            return gr.skip(), gr.skip()
        serving, accounts = self._current(), self._viewers.accounts
        account = self._viewers.keeper(token)
        viewer = Viewer(account)
        now = opinion(accounts, account.account_id, click.movie_id)
        before = dict(visit.before)
        first = before.setdefault(click.movie_id, now)
        then = after(now, click, first)
        expected = upcoming(serving, self._viewers.session(viewer, serving, visit.session))
        keep(accounts, account.account_id, click.movie_id, now, then)
        following = upcoming(serving, self._viewers.session(viewer, serving, visit.session))
        sentence = f"{told(then)} {changed(serving, expected, following)}"
        visit = dataclasses.replace(visit, before=tuple(before.items()))
        return visit, self._chat.cards(visit, viewer, pictures, (click.movie_id, sentence, first))

    @in_words
    def pictures(self, visit: Visit, pictures: bool, request: gr.Request) -> str:
        """The cards with pictures or without."""
        return self._chat.cards(self._chat.own(visit, request), self._chat.viewer(request), pictures)

    @in_words
    def find(self, event: gr.EventData, request: gr.Request) -> str:
        """Offer the people that what is typed may mean."""
        serving = self._current()
        typed = str(said(event).get("typed", ""))
        return picker_html(people(serving, typed), self._label(self._chat.viewer(request)))

    @in_words
    def meet(self, event: gr.EventData, pictures: bool, request: gr.Request) -> Everything:
        """Begin anew as the person that was chosen: a user of the ratings, or someone new."""
        chosen = storable(str(said(event).get("person", NEWCOMER)))
        token = request.cookies.get(COOKIE)
        viewer = self._chat.viewer(request)
        if viewer.is_member or not token:
            return (gr.skip(),) * 9
        number = person(self._current(), chosen).user_id
        unknown = f"There is no user {escape(chosen[:20])}. " if number is None and chosen != NEWCOMER else ""
        if viewer.account is not None or number is not None:
            self._viewers.logins.stand_for(self._viewers.keeper(token).account_id, number)
        viewer = self._chat.viewer(request)
        *others, about = self._everything(Visit(), viewer, pictures)
        return *others, unknown + about

    def _everything(self, visit: Visit, viewer: Viewer, pictures: bool) -> Everything:
        serving = self._current()
        history = self._viewers.history(viewer, serving)
        return (
            messages(visit.session, visit.chips),
            box_open(),
            visit,
            self._chat.cards(visit, viewer, pictures),
            self._chat.wish(visit),
            self._chat.talks(visit, viewer),
            header_html(viewer),
            gr.update(value=picker_html(people(serving), self._label(viewer)), visible=not viewer.is_member),
            favourites(serving, history),
        )

    def _label(self, viewer: Viewer) -> str:
        serving = self._current()
        account = viewer.account
        return label(serving, serving.history(account.user_id if account else None))

    def _latest(self, viewer: Viewer) -> Visit:
        if viewer.account is None:
            return Visit()
        known = self._viewers.accounts.conversations(viewer.account.account_id)
        return self._opened(viewer, known[0].conversation_id) if known else Visit()

    def _opened(self, viewer: Viewer, number: int) -> Visit:
        """A conversation of the visitor's as it was left; a new one where they have none of that number."""
        if viewer.account is None:
            return Visit()
        stored = self._viewers.accounts.conversation(viewer.account.account_id, number)
        if stored is None:
            return Visit()
        serving = self._current()
        history = self._viewers.history(viewer, serving)
        try:
            exchanges = restored(stored, history, serving.catalogue, self._chatbot)
        except UsherError as error:
            logger.error("conversation %d cannot be opened: %s", number, error)
            return Visit()
        return Visit(exchanges, number, viewer.account.account_id, stored.about.updated_at)
