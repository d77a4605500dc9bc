"""The server that stands in for endpoints is like the real ones."""

import json
import threading
from collections.abc import Iterator

import openai
import pytest

from tests.chatbot.asking import KEY, MESSAGES, PROMPT, failure, model, text
from tests.chatbot.endpoint_server import (
    MODEL,
    EndpointServer,
    gives,
    silent,
)
from tests.chatbot.small_model import films, lying, recommendation


@pytest.fixture
def client(endpoint: EndpointServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=KEY, base_url=endpoint.url, max_retries=0) as connected:
        yield connected


def test_the_openai_client_reads_models_usage_and_streamed_tool_calls(
    endpoint: EndpointServer, client: openai.OpenAI
) -> None:
    assert [one.id for one in client.models.list()] == [MODEL]
    endpoint.behave(gives({"query": "fog"}))
    function = {"name": "look", "parameters": {"type": "object", "properties": {"query": {"type": "string"}}}}
    with client.chat.completions.stream(
        model=MODEL,
        messages=[{"role": "user", "content": "hello"}],
        tools=[{"type": "function", "function": function}],  # type: ignore[typeddict-item]
        stream_options={"include_usage": True},
    ) as stream:
        whole = stream.get_final_completion()
    assert whole.choices[0].message.tool_calls is not None
    (call,) = whole.choices[0].message.tool_calls
    assert (call.function.name, json.loads(call.function.arguments)) == ("look", {"query": "fog"})
    assert whole.choices[0].finish_reason == "tool_calls"
    assert whole.usage is not None
    assert whole.usage.total_tokens == 18


def test_a_server_with_a_key_refuses_every_other() -> None:
    with EndpointServer(key="another") as server:
        assert "refused the key" in failure(lambda: text(model(server.url).stream(MESSAGES)))
        assert text(model(server.url, key="another").stream(MESSAGES)) == "Hello."


def test_nothing_is_left_running_when_a_server_has_stopped() -> None:
    before = set(threading.enumerate())
    with EndpointServer() as server:
        server.behave(silent)
        failure(lambda: text(model(server.url, patience=0.2).stream(MESSAGES)))
    assert set(threading.enumerate()) <= before


def test_the_small_model_recommends_what_the_prompt_lists(endpoint: EndpointServer) -> None:
    assert films(PROMPT) == [
        ("Fast & Slow [Uncut]", "2009", "it is fun."),
        ("Nosferatu", "", "because you liked Vampyr."),
    ]
    written = "**Fast & Slow [Uncut]** (2009): it is fun.\n**Nosferatu**: because you liked Vampyr."
    assert recommendation(PROMPT) == written
    assert text(model(endpoint.url).stream(MESSAGES)) == written
    endpoint.behave(lying)
    lied = text(model(endpoint.url).stream(MESSAGES))
    assert "The Glass Harbour of Vex" in lied
    assert "**Fast & Slow [Uncut]** (2016)" in lied
