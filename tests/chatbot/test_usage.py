"""What calls used is counted from what the endpoint says, and estimated where it says nothing."""

import dataclasses
from typing import Any

import pytest

from chatbot.llm import Endpoint, ModelFailed
from chatbot.settings import Settings
from chatbot.understanding import Understood
from chatbot.usage import Meter, Usage, estimated_tokens
from tests.chatbot.asking import MESSAGES, PROMPT, model, text
from tests.chatbot.endpoint_server import MODEL, Behaviour, EndpointServer, Exchange, breaks_off, fails, says


def priced(url: str) -> Endpoint:
    prices: dict[str, Any] = {"usher_model_price_in": 2.0, "usher_model_price_out": 10.0}
    return Endpoint(Settings(openai_base_url=url, usher_model=MODEL, **prices))


def without_counting(told: str) -> Behaviour:
    """A stream of a server that knows nothing of counting tokens."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.chunk({"content": told}, "stop")
        exchange.raw(b"data: [DONE]\n\n")
        exchange.wfile.write(b"0\r\n\r\n")

    return behave


def refusing_to_count(exchange: Exchange) -> None:
    if "stream_options" in exchange.received.body:
        exchange.error(400, "unknown field stream_options")
    else:
        without_counting("Good evening.")(exchange)


def test_both_calls_of_a_turn_are_added_up_from_what_the_endpoint_counts(endpoint: EndpointServer) -> None:
    meter, asked = Meter(), priced(endpoint.url)
    asked.parse(MESSAGES, Understood, meter)
    text(asked.stream(MESSAGES, meter))
    assert dataclasses.replace(meter.usage, cost=None) == Usage(22, 14, 2, estimated=False, cost=None)
    assert meter.usage.cost == pytest.approx((2.0 * 22 + 10.0 * 14) / 1e6)
    assert endpoint.received[1].body["stream_options"] == {"include_usage": True}


def test_without_prices_the_cost_is_not_known_and_nothing_used_costs_nothing(endpoint: EndpointServer) -> None:
    meter = Meter()
    assert meter.usage.cost == 0.0
    text(model(endpoint.url).stream(MESSAGES, meter))
    assert meter.usage.cost is None
    assert str(meter.usage) == "11 + 7 tokens in 1 call"


def test_what_the_endpoint_does_not_count_is_estimated_and_marked(endpoint: EndpointServer) -> None:
    endpoint.behave(without_counting("Good evening."))
    meter = Meter()
    text(model(endpoint.url).stream(MESSAGES, meter))
    assert meter.usage == Usage(estimated_tokens(f"You are Usher.\n{PROMPT}"), 5, 1, estimated=True, cost=None)
    assert str(meter.usage).startswith("about ")


def test_a_server_that_refuses_to_count_is_asked_without_from_then_on(endpoint: EndpointServer) -> None:
    endpoint.behave(refusing_to_count)
    asked, meter = model(endpoint.url), Meter()
    assert [text(asked.stream(MESSAGES, meter)) for _ in range(2)] == ["Good evening."] * 2
    assert ["stream_options" in received.body for received in endpoint.received] == [True, False, False]
    assert meter.usage.estimated
    assert meter.usage.calls == 2


@pytest.mark.parametrize(("behaviour", "tokens"), [(fails(500), 0), (breaks_off("I would watch"), 1)])
def test_a_call_that_failed_is_counted_too(endpoint: EndpointServer, behaviour: Behaviour, tokens: int) -> None:
    endpoint.behave(behaviour)
    meter = Meter()
    with pytest.raises(ModelFailed):
        text(model(endpoint.url).stream(MESSAGES, meter))
    assert meter.usage.calls == 1
    assert meter.usage.estimated
    assert meter.usage.completion_tokens >= tokens


def test_odd_counts_are_not_believed(endpoint: EndpointServer) -> None:
    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.chunk({"content": "Good evening."}, "stop")
        exchange.event({"choices": [], "usage": {"prompt_tokens": -5, "completion_tokens": 3, "total_tokens": -2}})
        exchange.raw(b"data: [DONE]\n\n")
        exchange.wfile.write(b"0\r\n\r\n")

    endpoint.behave(behave, says("Hello."))
    meter = Meter()
    text(model(endpoint.url).stream(MESSAGES, meter))
    assert meter.usage.estimated
    assert meter.usage.prompt_tokens > 0


def test_an_estimate_is_not_below_what_english_has() -> None:
    words = "The quick brown fox jumps over the lazy dog and runs away from all of them again. " * 10
    assert len(words.split()) < estimated_tokens(words) < 2.2 * len(words.split())
