"""An HTTP interface in OpenAI's form, so that any client of that kind can talk to Usher.

`POST /v1/chat/completions` answers the last message of a conversation, `GET /v1/models` names the one model there is,
`/healthz` says that the server runs and `/readyz` that it can answer. With a key of an account the answer is for that
account: by its ratings, without what it has seen or hidden. The conversation is what the client sends; none is kept.
"""

import dataclasses
import json
import logging
import time
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

import fastapi
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from chatbot.api_errors import UNREADY, Bearer, ErrorAnswer, Refused, add_errors, answered_for
from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Request, Session
from chatbot.rooms.site import Site
from chatbot.talk import as_record
from chatbot.viewers import Viewer
from data.errors import UsherError

logger = logging.getLogger(__name__)

MODEL = "usher"
LONGEST = 20_000  # characters of one message
MOST_MESSAGES, MOST_PARTS = 500, 50
DIGITS = 15  # of a user's number
HEALTH, OPENAI = "Health", "In OpenAI's form"  # groups of the description

_Text: TypeAlias = Annotated[str, Field(max_length=LONGEST)]


class TextPart(BaseModel):
    """A piece of a message; pictures and sounds are not understood."""

    type: Literal["text"]
    text: _Text


class Message(BaseModel):
    """One message. Those of systems, developers and tools are passed over: Usher takes no instructions."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: _Text | Annotated[list[TextPart], Field(max_length=MOST_PARTS)] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class Completion(BaseModel):
    """A request for an answer; what is not listed here (temperature, tools, ...) changes nothing.

    Attributes:
        user: the number of a user of the ratings; anyone else is someone new. With a key it is passed over.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"model": MODEL, "messages": [{"role": "user", "content": "a 90s thriller under two hours"}]}
        }
    )

    model: str
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool = False
    n: Literal[1] | None = None
    user: str | None = Field(default=None, max_length=200)


def add_api(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes to a server."""
    add_errors(app)
    chatbot, current = site.chatbot, site.current
    started = int(time.time())
    model = {"id": MODEL, "object": "model", "created": started, "owned_by": MODEL}
    errors: dict[int | str, dict[str, Any]] = {status: {"model": ErrorAnswer} for status in (400, 401, 404, 503)}
    unready: dict[int | str, dict[str, Any]] = {503: {"model": ErrorAnswer}}

    @app.get("/healthz", tags=[HEALTH])
    def healthz() -> dict[str, str]:
        """The server runs."""
        return {"status": "ok"}

    @app.get("/readyz", tags=[HEALTH], responses=unready)
    def readyz() -> dict[str, str]:
        """A build is loaded: answers can be given."""
        return {"status": "ready", "build": current().build.name}

    @app.get("/v1/models", tags=[OPENAI])
    def models() -> dict[str, Any]:
        """The models to choose from."""
        return {"object": "list", "data": [model]}

    @app.get("/v1/models/{name}", tags=[OPENAI], responses={404: {"model": ErrorAnswer}})
    def one_model(name: Annotated[str, fastapi.Path(examples=[MODEL])]) -> dict[str, Any]:
        """One model."""
        if name != MODEL:
            raise _no_model(name)
        return model

    @app.post("/v1/chat/completions", response_model=None, tags=[OPENAI], responses=errors)
    def complete(completion: Completion, bearer: Bearer) -> dict[str, Any] | StreamingResponse:
        """Answer the last message, which must be the user's."""
        viewer = answered_for(site.viewers, bearer.credentials if bearer else None, is_passed_over=True)
        if completion.model != MODEL:
            raise _no_model(completion.model)
        talk = [message for message in completion.messages if message.role in ("user", "assistant")]
        if not talk or talk[-1].role != "user" or not talk[-1].text.strip():
            raise Refused(400, "the last message must be the user's and say something", "messages")
        session = _replayed(chatbot, begun(site, viewer, _number(completion.user)), talk[:-1])
        pieces = chatbot.stream(session, talk[-1].text)
        if completion.stream:
            return StreamingResponse(_events(pieces), media_type="text/event-stream")
        *_, last = pieces
        assert isinstance(last, Reply)
        message = {"role": "assistant", "content": last.answer.text}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        movies = as_record(last, 0.0)["movies"]
        return {**_head("chat.completion"), "choices": [choice], "usage": _usage(last), "movies": movies}


def begun(site: Site, viewer: Viewer, user_id: int | None) -> Session:
    """A conversation's beginning: what the account behind a key rated, saw and hid, else what a user rated."""
    serving = site.current()
    if viewer.account is None:
        return Session(serving.history(user_id))
    return Session(site.viewers.history(viewer, serving), wish=Request(seen=site.viewers.put_aside(viewer)))


def _number(user: str | None) -> int | None:
    return int(user) if user and user.isascii() and user.isdecimal() and len(user) <= DIGITS else None


def _replayed(chatbot: Chatbot, session: Session, talk: list[Message]) -> Session:
    """The session that a conversation so far has led to."""
    for message in talk:
        if message.role == "user":
            session = chatbot.heard(session, message.text)
        else:  # Usher's own answer: the person named none of its movies
            session = dataclasses.replace(chatbot.shown(session, message.text), named=session.named)
    return session


def _events(pieces: Iterator[str | Reply]) -> Iterator[str]:
    """An answer as server-sent events; the last one before the end also lists its movies."""
    head = _head("chat.completion.chunk")
    yield _event({**head, "choices": [_delta({"role": "assistant", "content": ""})]})
    try:
        for piece in pieces:
            if isinstance(piece, Reply):
                movies = as_record(piece, 0.0)["movies"]
                yield _event({**head, "choices": [_delta({}, "stop")], "usage": _usage(piece), "movies": movies})
            else:
                yield _event({**head, "choices": [_delta({"content": piece})]})
    except UsherError as error:
        logger.error("a stream broke off: %s", error)
        yield _event({"error": {"message": UNREADY, "type": "server_error", "param": None, "code": None}})
    yield "data: [DONE]\n\n"


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(reply: Reply) -> dict[str, int]:
    """What the language model behind Usher used; nothing where none was asked."""
    usage = reply.usage
    total = usage.prompt_tokens + usage.completion_tokens
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": total,
    }


def _delta(delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _no_model(name: str) -> Refused:
    return Refused(404, f"there is no model {name!r}: use {MODEL!r}", "model", "model_not_found")
