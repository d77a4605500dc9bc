"""What a turn costs: prompts stay short however long the conversation, and no turn asks the model more than twice."""

import json

import pytest

from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Session
from chatbot.serving import Serving
from data.ratings import History
from tests.chatbot.asking import model
from tests.chatbot.endpoint_server import EndpointServer, Received

pytestmark = pytest.mark.slow

MOST = 1500
CHARACTERS = 3.3  # a token; o200k_base has 3.6 and more in these prompts, schema included
LONG = (
    "I had a long day and would like something clever and a bit strange, perhaps like Inception or The Matrix, but"
    " please nothing too violent and no musicals",
    "I have already seen Memento and The Prestige, my wife hated Shutter Island, so something we can both enjoy, under"
    " two hours if possible",
    "more like the second one, but a bit newer and with a female lead, maybe in French or in German",
    "a film in which someone slowly finds out that the house in which they live is not what it seems, with a dry sense"
    " of humour and an ending that I will not see coming",
)


def tokens(received: Received) -> float:
    """At most so many tokens a request has: its messages, and the schema where it wants one filled in."""
    schema = received.body.get("response_format", {}).get("json_schema", {}).get("schema", "")
    texts = [message["content"] for message in received.body["messages"]]
    return sum(len(text) for text in (*texts, json.dumps(schema, separators=(",", ":")))) / CHARACTERS


def talk(chatbot: Chatbot, *messages: str) -> list[Reply]:
    session, replies = Session(History(None, {})), []
    for message in messages:
        replies.append(chatbot.reply(session, message))
        session = replies[-1].session
    return replies


def test_six_turns_and_three_picks_are_within_the_limit(serving: Serving, endpoint: EndpointServer) -> None:
    replies = talk(Chatbot(lambda: serving, model(endpoint.url)), *LONG)
    assert len(replies[-1].session.turns) == 8
    assert [len(reply.answer.picks) for reply in replies] == [3] * 4
    sizes = [tokens(received) for received in endpoint.received]
    assert {received.wants for received in endpoint.received[-2:]} == {"json_schema", "text"}
    assert max(sizes) < MOST, sizes


def test_a_message_of_four_thousand_characters_is_cut_for_the_prompt(
    serving: Serving, endpoint: EndpointServer
) -> None:
    talk(Chatbot(lambda: serving, model(endpoint.url)), "a film about a lighthouse in fog and a keeper " * 80)
    assert max(tokens(received) for received in endpoint.received) < MOST


def test_a_list_of_twenty_shortens_what_is_told_of_each(serving: Serving, endpoint: EndpointServer) -> None:
    talk(Chatbot(lambda: serving, model(endpoint.url)), "give me twenty dramas")
    assert tokens(endpoint.received[-1]) < 2 * MOST


def test_what_a_turn_used_is_told(serving: Serving, endpoint: EndpointServer) -> None:
    replies = talk(Chatbot(lambda: serving, model(endpoint.url)), "hello", "a comedy", "a film about a lighthouse")
    assert [reply.usage.calls for reply in replies] == [0, 1, 2]
    assert [reply.usage.prompt_tokens for reply in replies] == [0, 11, 22]
    assert len(endpoint.received) == 3
