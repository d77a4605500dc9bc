"""What is sent to an endpoint, and what becomes of its replies, good and bad."""

import socket
import threading

import pytest

from chatbot.understanding import Understood
from tests.chatbot.asking import KEY, MESSAGES, PROMPT, SERVER_WORDS, WISH, failure, model, text
from tests.chatbot.endpoint_server import (
    MODEL,
    Behaviour,
    EndpointServer,
    Exchange,
    breaks_off,
    fails,
    gives,
    hangs_up,
    never_finishes,
    only,
    refuses,
    says,
    sends,
)
from tests.chatbot.small_model import good


def test_a_reply_comes_in_pieces_that_make_up_the_text(endpoint: EndpointServer) -> None:
    endpoint.behave(says("**Alien** (1979) is\n\nthe one – ünïcode & all."))
    pieces = list(model(endpoint.url).stream(MESSAGES))
    assert "".join(pieces) == "**Alien** (1979) is\n\nthe one – ünïcode & all."
    assert len(pieces) > 5


def test_pieces_are_given_on_while_the_model_still_writes(endpoint: EndpointServer) -> None:
    may_go_on = threading.Event()

    def waits(exchange: Exchange) -> None:
        exchange.begin()
        exchange.chunk({"content": "first"})
        assert may_go_on.wait(10)
        exchange.chunk({"content": " second"}, "stop")
        exchange.done()

    endpoint.behave(waits)
    pieces = model(endpoint.url).stream(MESSAGES)
    assert next(pieces) == "first"
    may_go_on.set()
    assert text(pieces) == " second"


def test_the_request_carries_the_model_the_messages_and_the_key(endpoint: EndpointServer) -> None:
    text(model(endpoint.url).stream(MESSAGES))
    (received,) = endpoint.received
    assert received.path == "/v1/chat/completions"
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.body["model"] == MODEL
    assert received.body["stream"] is True
    assert [(message["role"], message["content"]) for message in received.body["messages"]] == [
        ("system", "You are Usher."),
        ("user", PROMPT),
    ]


@pytest.mark.parametrize(("key", "sent"), [(None, "none"), ("", "none"), (f" {KEY}\n", KEY)])
def test_a_local_server_needs_no_key_and_space_around_one_is_dropped(
    endpoint: EndpointServer, key: str | None, sent: str
) -> None:
    text(model(endpoint.url, key=key).stream(MESSAGES))
    assert endpoint.received[0].headers["authorization"] == f"Bearer {sent}"


STREAM_FAILURES: dict[str, tuple[Behaviour, str]] = {
    "400": (fails(400, SERVER_WORDS), "answered with HTTP status 400"),
    "401": (fails(401, SERVER_WORDS), "refused the key: check OPENAI_API_KEY"),
    "403": (fails(403, SERVER_WORDS), "refused the key: check OPENAI_API_KEY"),
    "404": (fails(404, SERVER_WORDS), "is not there: check OPENAI_BASE_URL and USHER_MODEL"),
    "429": (fails(429, SERVER_WORDS, {"Retry-After": "60"}), "is over its limit of requests"),
    "500": (fails(500, SERVER_WORDS), "answered with HTTP status 500"),
    "no answer": (hangs_up, "could not be reached, or broke the connection"),
    "cut": (breaks_off(f"I would watch. {SERVER_WORDS}"), "could not be reached, or broke the connection"),
    "unfinished": (never_finishes(f"I would watch {SERVER_WORDS}"), "broke off in the middle of its answer"),
    "empty": (says(""), "gave an empty reply"),
    "blank": (says(" \n "), "gave an empty reply"),
    "refusal": (refuses(SERVER_WORDS), "gave an empty reply"),
    "html": (sends(b"<html>\x00\xff", body_type="text/html"), "gave a reply that cannot be used"),
    "not JSON": (sends(f"data: {SERVER_WORDS}\n\n".encode()), "gave a reply that cannot be used"),
    "number": (sends(b"data: 5\n\n"), "gave a reply that cannot be used"),
    "odd choices": (sends(b'data: {"choices": "marbles"}\n\n'), "gave a reply that cannot be used"),
    "odd content": (sends(b'data: {"choices": [{"delta": {"content": [7]}}]}\n\n'), "gave a reply that cannot be used"),
    "error event": (sends(b'data: {"error": {"message": "marbles"}}\n\n'), "reported an error"),
}


@pytest.mark.parametrize("name", STREAM_FAILURES)
def test_whatever_goes_wrong_while_it_writes_is_told_in_one_line(endpoint: EndpointServer, name: str) -> None:
    behaviour, told = STREAM_FAILURES[name]
    endpoint.behave(behaviour)
    message = failure(lambda: text(model(endpoint.url).stream(MESSAGES)))
    assert message == f"the model {MODEL!r} at {endpoint.url} {told}"


def test_a_refused_connection_is_told(endpoint: EndpointServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    nobody = model(f"http://127.0.0.1:{port}/v1")
    assert "could not be reached" in failure(lambda: text(nobody.stream(MESSAGES)))
    assert "could not be reached" in failure(lambda: nobody.parse(MESSAGES, Understood))


def test_what_came_before_a_cut_has_been_given_on(endpoint: EndpointServer) -> None:
    endpoint.behave(breaks_off("I would watch"))
    got: list[str] = []
    failure(lambda: got.extend(model(endpoint.url).stream(MESSAGES)))
    failure(lambda: [got.append(piece) for piece in model(endpoint.url).stream(MESSAGES)])  # type: ignore[func-returns-value]
    assert "".join(got).startswith("I would watch")


def test_a_connection_cut_after_the_last_word_does_no_harm(endpoint: EndpointServer) -> None:
    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.chunk({"content": "All said."}, "stop")
        exchange.cut()

    endpoint.behave(behave)
    assert text(model(endpoint.url).stream(MESSAGES)) == "All said."


def test_a_reader_who_goes_away_ends_the_request(endpoint: EndpointServer) -> None:
    gone = threading.Event()

    def behave(exchange: Exchange) -> None:
        try:
            says("word " * 2000, pause=0.005)(exchange)
        except ConnectionError:
            gone.set()

    endpoint.behave(behave)
    pieces = model(endpoint.url).stream(MESSAGES)
    next(pieces)
    del pieces
    assert gone.wait(3)


def test_a_reply_is_read_into_the_schema(endpoint: EndpointServer) -> None:
    endpoint.behave(gives({"intent": "recall", "query": "a boat", "genres": ["Drama"], "max_year": 1999, "count": 2}))
    assert model(endpoint.url).parse(MESSAGES, Understood) == Understood(
        intent="recall", query="a boat", genres=["Drama"], max_year=1999, count=2
    )
    (received,) = endpoint.received
    assert received.wants == "json_schema"
    assert set(received.body["response_format"]["json_schema"]["schema"]["properties"]) == set(Understood.model_fields)


@pytest.mark.parametrize("way", ["json_schema", "tool"])
def test_the_way_that_works_is_found_and_tried_first_from_then_on(endpoint: EndpointServer, way: str) -> None:
    endpoint.behave(only(way, good, fails(400, "response_format is not supported")))
    endpoint_model = model(endpoint.url)
    for _ in range(3):
        assert endpoint_model.parse(MESSAGES, Understood).query == WISH
    tried = [received.wants for received in endpoint.received]
    assert tried == ([way] * 3 if way == "json_schema" else ["json_schema", way, way, way])


@pytest.mark.parametrize(
    "first",
    [
        says(f"Sure! {SERVER_WORDS}"),
        says(""),
        refuses(SERVER_WORDS),
        gives({"min_year": 99999}),
        gives({"genres": ["Space Opera"]}),
        gives({"language": "English"}),
        gives([1, 2]),
        gives(None),
        fails(500, SERVER_WORDS),
        sends(b"null", body_type="application/json"),
        sends(b"[]", body_type="application/json"),
        sends(b'{"choices": []}', body_type="application/json"),
        sends(b'{"choices": null}', body_type="application/json"),
    ],
)
def test_a_reply_that_does_not_fit_is_asked_for_the_other_way(endpoint: EndpointServer, first: Behaviour) -> None:
    endpoint.behave(first, good)
    assert model(endpoint.url).parse(MESSAGES, Understood).query == WISH
    assert [received.wants for received in endpoint.received] == ["json_schema", "tool"]


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (says(f"Sure! {SERVER_WORDS}"), "gave a reply that cannot be used"),
        (gives({"min_year": 99999, "query": SERVER_WORDS}), "gave a reply that cannot be used"),
        (gives({"genres": [SERVER_WORDS]}), "gave a reply that cannot be used"),
        (gives('{"intent": "recommend", "query": "'), "gave a reply that cannot be used"),
        (refuses(SERVER_WORDS), "gave a reply that cannot be used"),
        (fails(400, SERVER_WORDS), "answered with HTTP status 400"),
        (fails(400, f"Invalid schema for response_format: {SERVER_WORDS}"), "answered with HTTP status 400"),
        (fails(404, SERVER_WORDS), "is not there: check OPENAI_BASE_URL and USHER_MODEL"),
        (sends(b"\x00\xff\xfe", body_type="application/json"), "gave a reply that cannot be used"),
    ],
)
def test_where_neither_way_works_that_is_told_in_one_line(
    endpoint: EndpointServer, behaviour: Behaviour, told: str
) -> None:
    endpoint.behave(behaviour)
    message = failure(lambda: model(endpoint.url).parse(MESSAGES, Understood))
    assert message == f"the model {MODEL!r} at {endpoint.url} {told}"
    assert len(endpoint.received) == 2


@pytest.mark.parametrize("status", [401, 403, 429])
def test_what_another_way_cannot_change_is_not_tried_again(endpoint: EndpointServer, status: int) -> None:
    endpoint.behave(fails(status, SERVER_WORDS, {"Retry-After": "60"}))
    failure(lambda: model(endpoint.url).parse(MESSAGES, Understood))
    assert len(endpoint.received) == 1
