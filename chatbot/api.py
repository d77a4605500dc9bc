"""An HTTP interface in OpenAI's form, so that any client of that kind can talk to Usher.

`POST /v1/chat/completions` answers the last message of a conversation, `GET /v1/models` names the one model there is,
`/healthz` says that the server runs and `/readyz` that it can answer.
"""

import dataclasses
import json
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, TypeAlias

import fastapi
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Session
from chatbot.serving import Serving
from chatbot.talk import as_record
from data.errors import UsherError

logger = logging.getLogger(__name__)

MODEL = "usher"
LONGEST = 20_000  # characters of one message
MOST_MESSAGES, MOST_PARTS = 500, 50
UNREADY = "Usher cannot answer just now: the films could not be read. Try again in a moment."

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
        user: the number of a user of the ratings; anyone else is someone new.
    """

    model: str
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool = False
    n: Literal[1] | None = None
    user: str | None = Field(default=None, max_length=200)


def add_api(app: fastapi.FastAPI, chatbot: Chatbot, current: Callable[[], Serving]) -> None:
    """Add the routes, which answer through `chatbot`, to a server."""
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_exception_handler(UsherError, _unready)
    started = int(time.time())
    model = {"id": MODEL, "object": "model", "created": started, "owned_by": MODEL}

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """The server runs."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> dict[str, str]:
        """A build is loaded: answers can be given."""
        return {"status": "ready", "build": current().build.name}

    @app.get("/v1/models")
    def models() -> dict[str, Any]:
        """The models to choose from."""
        return {"object": "list", "data": [model]}

    @app.get("/v1/models/{name}", response_model=None)
    def one_model(name: str) -> dict[str, Any] | JSONResponse:
        """One model."""
        return model if name == MODEL else _no_model(name)

    @app.post("/v1/chat/completions", response_model=None)
    def complete(completion: Completion) -> dict[str, Any] | JSONResponse | StreamingResponse:
        """Answer the last message, which must be the user's."""
        if completion.model != MODEL:
            return _no_model(completion.model)
        talk = [message for message in completion.messages if message.role in ("user", "assistant")]
        if not talk or talk[-1].role != "user" or not talk[-1].text.strip():
            return _error(400, "the last message must be the user's and say something", "messages")
        pieces = chatbot.stream(_replayed(chatbot, current(), completion.user, talk[:-1]), talk[-1].text)
        if completion.stream:
            return StreamingResponse(_events(pieces), media_type="text/event-stream")
        *_, last = pieces
        assert isinstance(last, Reply)
        message = {"role": "assistant", "content": last.answer.text}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        movies = as_record(last, 0.0)["movies"]
        return {**_head("chat.completion"), "choices": [choice], "usage": _usage(last), "movies": movies}


def _replayed(chatbot: Chatbot, serving: Serving, user: str | None, talk: list[Message]) -> Session:
    """The session that a conversation so far has led to."""
    user_id = int(user) if user and user.isascii() and user.isdecimal() else None
    session = Session(serving.history(user_id))
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


def _error(status: int, message: str, param: str | None = None, code: str | None = None) -> JSONResponse:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    error = {"message": message, "type": kind, "param": param, "code": code}
    return JSONResponse({"error": error}, status_code=status)


def _no_model(name: str) -> JSONResponse:
    return _error(404, f"there is no model {name!r}: use {MODEL!r}", "model", "model_not_found")


def _refused(_: fastapi.Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    closest = max(error.errors(), key=lambda one: len(one["loc"]))  # of the forms a value may have, the most like it
    where = ".".join(str(part) for part in closest["loc"] if part != "body")
    return _error(400, f"{where or 'the body'}: {closest['msg']}", where or None)


def _unready(_: fastapi.Request, error: Exception) -> JSONResponse:
    logger.error("a request was not answered: %s", error)
    return _error(503, UNREADY)
