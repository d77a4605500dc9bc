"""What rules read in a message, and the wish after it, in a conversation that stands at a wish."""

import dataclasses

from chatbot.conversation import Request, Session, Turn
from chatbot.reading import Reading, apply
from chatbot.rules import Rules
from data.ratings import History


def session_at(wish: Request | None) -> Session:
    """A conversation that stands at a wish; a new one without."""
    session = Session(History(None, {}))
    return session if wish is None else dataclasses.replace(session, turns=(Turn("user", "x"),), wish=wish)


def said(rules: Rules, message: str, wish: Request | None = None) -> Reading:
    """What the message says where the conversation stands at a wish."""
    return rules.read(message, session_at(wish))


def changed(rules: Rules, message: str, wish: Request) -> Request:
    """The wish after the message."""
    return apply(said(rules, message, wish), session_at(wish))
