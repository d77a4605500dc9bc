"""How tests ask a model, and what they look for in its failures."""

import time
import traceback
from collections.abc import Callable, Iterator

import pytest
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from pydantic import SecretStr

from chatbot.llm import Endpoint, ModelFailed
from chatbot.settings import Settings
from tests.chatbot.endpoint_server import MODEL

KEY = "sk-of-the-person"
WISH = "something like a lighthouse in fog"
SERVER_WORDS = "CUDA ran out of marbles"
PROMPT = f"""<movies>
1. **Fast &amp;amp; Slow \\[Uncut\\]** (2009), 1 h 30 min, comedy; directed by A
   Two of them.
   <because>it is fun.</because>
2. **Nosferatu**, horror
   <because>because you liked Vampyr.</because>
</movies>
<message>
{WISH}
</message>"""
MESSAGES: list[BaseMessage] = [SystemMessage("You are Usher."), HumanMessage(PROMPT)]
SHORT = 0.5  # seconds of patience where a test waits until it is over
SLACK = 0.9  # seconds that a busy machine may add


def model(url: str, patience: float = 20.0, key: str | None = KEY) -> Endpoint:
    secret = SecretStr(key) if key is not None else None
    return Endpoint(
        Settings(openai_base_url=url, openai_api_key=secret, usher_model=MODEL, usher_model_timeout=patience)
    )


def failure(call: Callable[[], object]) -> str:
    """The message of the ModelFailed that the call ends with, which tells nothing that is not the reader's business."""
    with pytest.raises(ModelFailed) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    shown = "".join(traceback.format_exception(caught.value))
    for secret in (KEY, WISH, SERVER_WORDS):
        assert secret not in shown
    return message


def timed_failure(call: Callable[[], object]) -> tuple[str, float]:
    started = time.monotonic()
    message = failure(call)
    return message, time.monotonic() - started


def text(pieces: Iterator[str]) -> str:
    return "".join(pieces)
