"""However an endpoint wastes time, a turn waits no longer than the patience."""

import concurrent.futures
import time

import pytest
from langchain_core.messages import HumanMessage

from chatbot.llm import ModelFailed
from chatbot.understanding import Understood
from tests.chatbot.asking import (
    MESSAGES,
    SERVER_WORDS,
    SHORT,
    SLACK,
    WISH,
    failure,
    model,
    text,
    timed_failure,
)
from tests.chatbot.endpoint_server import (
    Behaviour,
    EndpointServer,
    fails,
    goes_silent,
    hangs_up,
    says,
    sends,
    silent,
)
from tests.chatbot.small_model import good


def test_silence_costs_the_patience_once_and_not_once_per_way_or_try(endpoint: EndpointServer) -> None:
    endpoint.behave(silent)
    impatient = model(endpoint.url, patience=1.0)
    for call in (lambda: impatient.parse(MESSAGES, Understood), lambda: text(impatient.stream(MESSAGES))):
        endpoint.received.clear()
        message, seconds = timed_failure(call)
        assert "did not answer in time" in message
        assert 0.9 < seconds < 1.5
        assert len(endpoint.received) == 1


COMMENTS = sends(*[b": still working\n\n"] * 400, pause=0.05)
EMPTY_CHUNKS = sends(*[b'data: {"choices": [{"delta": {"content": ""}}]}\n\n'] * 400, pause=0.05)
WHITE_SPACE = sends(*[b"\n"] * 400, pause=0.05, body_type="application/json")


@pytest.mark.parametrize("behaviour", [COMMENTS, EMPTY_CHUNKS], ids=["comments", "empty chunks"])
def test_a_stream_that_says_nothing_counts_as_silence(endpoint: EndpointServer, behaviour: Behaviour) -> None:
    endpoint.behave(behaviour)
    message, seconds = timed_failure(lambda: text(model(endpoint.url, patience=SHORT).stream(MESSAGES)))
    assert "did not answer in time" in message
    assert SHORT * 0.9 < seconds < SHORT + SLACK


def test_white_space_that_never_becomes_a_reply_counts_as_silence(endpoint: EndpointServer) -> None:
    endpoint.behave(WHITE_SPACE)
    message, seconds = timed_failure(lambda: model(endpoint.url, patience=SHORT).parse(MESSAGES, Understood))
    assert "did not answer in time" in message
    assert SHORT * 0.9 < seconds < SHORT + SLACK


def test_silence_after_some_words_is_counted_from_the_last_one(endpoint: EndpointServer) -> None:
    endpoint.behave(goes_silent("I would"))
    got: list[str] = []
    message, seconds = timed_failure(lambda: got.extend(model(endpoint.url, patience=SHORT).stream(MESSAGES)))
    assert "did not answer in time" in message
    assert SHORT * 0.9 < seconds < SHORT + SLACK


def test_a_reader_who_takes_their_time_is_not_counted_as_silence(endpoint: EndpointServer) -> None:
    endpoint.behave(says("one two"))
    got = []
    for piece in model(endpoint.url, patience=SHORT).stream(MESSAGES):
        got.append(piece)
        time.sleep(SHORT * 1.1)
    assert "".join(got) == "one two"


def test_a_model_that_writes_on_and_on_is_stopped_after_four_times_the_patience(endpoint: EndpointServer) -> None:
    endpoint.behave(says("and on " * 200, pause=SHORT / 4))
    message, seconds = timed_failure(lambda: text(model(endpoint.url, patience=SHORT).stream(MESSAGES)))
    assert "still writing after 2 s" in message
    assert 4 * SHORT * 0.9 < seconds < 4 * SHORT + SLACK


def test_both_ways_of_reading_share_one_patience(endpoint: EndpointServer) -> None:
    endpoint.behave(says("not JSON", pause=SHORT * 0.7))
    message, seconds = timed_failure(lambda: model(endpoint.url, patience=SHORT).parse(MESSAGES, Understood))
    assert "did not answer in time" in message
    assert seconds < SHORT + SLACK


def test_the_way_that_failed_before_time_was_up_is_not_the_first_next_time(endpoint: EndpointServer) -> None:
    endpoint.behave(says("not JSON", pause=SHORT * 0.7))
    endpoint_model = model(endpoint.url, patience=SHORT)
    failure(lambda: endpoint_model.parse(MESSAGES, Understood))
    endpoint.behave(good)
    endpoint.received.clear()
    endpoint_model.parse(MESSAGES, Understood)
    assert [received.wants for received in endpoint.received] == ["tool"]


@pytest.mark.parametrize(
    ("busy", "at_least"),
    [
        (fails(429, SERVER_WORDS, {"Retry-After": "1"}), 1.0),
        (fails(503, SERVER_WORDS), 0.4),
        (fails(429, SERVER_WORDS, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), 0.4),
        (hangs_up, 0.4),
    ],
)
def test_a_failure_that_passes_is_waited_for_as_the_endpoint_asks(
    endpoint: EndpointServer, busy: Behaviour, at_least: float
) -> None:
    endpoint.behave(busy, says("here I am"))
    started = time.monotonic()
    assert text(model(endpoint.url).stream(MESSAGES)) == "here I am"
    assert at_least <= time.monotonic() - started < at_least + 1


def test_a_busy_endpoint_is_asked_twice_to_read_too(endpoint: EndpointServer) -> None:
    endpoint.behave(fails(429, SERVER_WORDS, {"Retry-After": "0"}), good)
    assert model(endpoint.url).parse(MESSAGES, Understood).query == WISH


def test_a_busy_endpoint_is_not_asked_a_third_time(endpoint: EndpointServer) -> None:
    endpoint.behave(fails(429, SERVER_WORDS, {"Retry-After": "0"}))
    failure(lambda: text(model(endpoint.url).stream(MESSAGES)))
    assert len(endpoint.received) == 2


@pytest.mark.parametrize("wait", ["5", "60", "100000", "inf", "nan", "-3"])
def test_a_wait_beyond_the_patience_is_a_failure_at_once(endpoint: EndpointServer, wait: str) -> None:
    endpoint.behave(fails(429, SERVER_WORDS, {"Retry-After": wait}))
    message, seconds = timed_failure(lambda: text(model(endpoint.url, patience=4).stream(MESSAGES)))
    assert "is over its limit of requests" in message
    assert seconds < 1


def test_conversations_share_an_endpoint_and_keep_their_own_time(endpoint: EndpointServer) -> None:
    endpoint.behave(
        lambda exchange: (silent if exchange.received.last_message == "hush" else says("a b c d", pause=0.2))(exchange)
    )
    shared = model(endpoint.url, patience=SHORT)

    def outcome(words: str) -> str:
        try:
            return text(shared.stream([HumanMessage(words)]))
        except ModelFailed:
            return "failed"

    with concurrent.futures.ThreadPoolExecutor(8) as people:
        assert list(people.map(outcome, ["hush", "speak"] * 4)) == ["failed", "a b c d"] * 4


def test_each_piece_may_be_taken_by_another_thread(endpoint: EndpointServer) -> None:
    endpoint.behave(says("one two three", pause=0.05))
    pieces = model(endpoint.url, patience=SHORT).stream(MESSAGES)
    got = []
    for _ in range(3):
        with concurrent.futures.ThreadPoolExecutor(1) as thread:
            got.append(thread.submit(next, pieces).result())
    assert "".join(got) == "one two three"
    assert list(pieces) == []
