"""Over many turns a model that lies half of the time gets no lie past, and keeps most of its truths."""

import pytest

from chatbot.chain import Chatbot
from chatbot.conversation import Session
from chatbot.serving import Serving
from data.ratings import History
from tests.chatbot.asking import model
from tests.chatbot.endpoint_server import EndpointServer
from tests.chatbot.liar import INVENTED, Liar

pytestmark = pytest.mark.slow

TALKS = (
    ("what should I watch tonight", "something newer", "something else", "a film about a robbery"),
    ("something like Heat", "funnier", "less dark", "something shorter"),
    ("a 90s thriller under two hours", "not crime", "older"),
    ("a quiet film about the sea", "with a dog in it", "in french"),
    ("give me five comedies", "from the 80s", "more like the second"),
    ("an animated film for the kids", "longer", "something with music"),
)


def test_no_lie_passes_and_truths_mostly_do(serving: Serving, endpoint: EndpointServer) -> None:
    liar = Liar(serving.catalogue, seed=7)
    endpoint.behave(liar)
    chatbot = Chatbot(lambda: serving, model(endpoint.url))
    told: list[str] = []
    for talk in TALKS:
        session = Session(History(None, {}))
        for message in talk:
            reply = chatbot.reply(session, message)
            session = reply.session
            told += reply.answer.text.split("\n\n")
            assert not any(title in reply.answer.text for title in INVENTED)
    lines = {line.strip() for line in told}
    assert [lie for lie in liar.false if lie in lines] == []
    kept = [truth for truth in liar.true if truth in lines]
    assert len(liar.true) > 80
    assert len(liar.false) > 80
    assert len(kept) >= 0.95 * len(liar.true), [truth for truth in liar.true if truth not in lines]
