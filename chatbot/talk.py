"""Conversations outside the page: one question from the command line, or a file of them."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.answer import because
from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Session
from chatbot.llm import Endpoint
from chatbot.serving import Current, Serving
from chatbot.settings import Settings
from data.errors import BadInput
from data.files import written_whole
from data.folders import Home

logger = logging.getLogger(__name__)


class Message(BaseModel):
    """One message of a conversation in a batch."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["user", "assistant"]
    content: str


class Line(BaseModel):
    """One line of a batch: a conversation whose last message is the person's."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    user: int | None = None
    messages: list[Message] = Field(min_length=1)
    k: int | None = Field(default=None, ge=1, le=100)


def open_chatbot(home: Home, settings: Settings) -> tuple[Chatbot, Callable[[], Serving]]:
    """A chatbot over the current build, with a language model if one is configured, and what gives the build."""
    current = Current(home, settings.chroma)
    return Chatbot(current, Endpoint(settings) if settings.has_model else None), current


def timed_reply(chatbot: Chatbot, serving: Serving, user: int | None, text: str, k: int | None) -> tuple[Reply, float]:
    """The reply to one question, and the milliseconds that it took; a user nobody has seen is someone new."""
    chatbot.prepare()
    started = time.perf_counter()
    reply = chatbot.reply(Session(serving.history(user)), text, k)
    return reply, 1000 * (time.perf_counter() - started)


def as_record(reply: Reply, milliseconds: float) -> dict[str, Any]:
    """A reply as `ask --json` prints it; what the language model used is told where one was asked."""
    movies = [
        {
            "movieId": pick.movie.movie_id,
            "title": pick.movie.title,
            "year": pick.movie.year,
            "score": round(pick.score, 6),
            "because": because(pick),
        }
        for pick in reply.answer.picks
    ]
    return {
        "answer": reply.answer.text,
        "movies": movies,
        "request": reply.request.model_dump(exclude_defaults=True, mode="json"),
        "latency_ms": round(milliseconds, 2),
        **({"usage": reply.usage.as_record()} if reply.usage.calls else {}),
    }


def answer_batch(chatbot: Chatbot, current: Callable[[], Serving], source: Path, out: Path) -> None:
    """Answer each conversation of a file of JSON lines; the answers stand in the same order.

    Raises:
        BadInput: the file cannot be read, or a line is not a conversation; nothing is written then.
    """
    lines = list(_lines(source))
    serving = current()
    chatbot.prepare()
    with written_whole(out) as file:
        for number, line in enumerate(lines, 1):
            session = Session(serving.history(line.user))
            started = time.perf_counter()
            for message in line.messages[:-1]:
                session = (chatbot.heard if message.role == "user" else chatbot.shown)(session, message.content)
            reply = chatbot.reply(session, line.messages[-1].content, line.k)
            record = as_record(reply, 1000 * (time.perf_counter() - started))
            file.write(json.dumps({"id": line.id, **record}, ensure_ascii=False) + "\n")
            if number % 100 == 0:
                logger.info("answered %d of %d", number, len(lines))


def _lines(path: Path) -> Iterator[Line]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read {path}: {error}; give a file of JSON lines") from error
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            line = Line.model_validate_json(raw)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise BadInput(
                f'{path} line {number}: {where}: {first["msg"]}; a line is {{"id", "user", "messages", "k"}}'
            ) from error
        if line.messages[-1].role != "user":
            raise BadInput(f"{path} line {number}: the last message is the assistant's; the person's must come last")
        yield line
