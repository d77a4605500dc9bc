"""The trial of a language model, against a real server."""

import pytest
from pydantic import SecretStr

from chatbot.settings import Settings
from chatbot.trial import Film, Trial, tried
from tests.chatbot.asking import KEY
from tests.chatbot.endpoint_server import MODEL, EndpointServer, fails, gives, only, says

FILM = {"title": "The Third Man", "year": 1949, "director": "Carol Reed"}


def trial(endpoint: EndpointServer, key: str = KEY) -> Trial:
    return tried(
        Settings(
            _env_file=None,
            openai_base_url=endpoint.url,
            openai_api_key=SecretStr(key),
            usher_model=MODEL,
            usher_model_price_in=1.0,
            usher_model_price_out=2.0,
        )
    )


@pytest.mark.parametrize(
    ("wants", "rung", "calls"), [("json_schema", "json_schema", 1), ("tool", "function_calling", 2)]
)
def test_a_trial_tells_the_way_that_worked_and_what_it_used(
    endpoint: EndpointServer, wants: str, rung: str, calls: int
) -> None:
    endpoint.behave(only(wants, gives(FILM)))
    found = trial(endpoint)
    assert (found.film, found.rung, found.failure) == (Film(**FILM), rung, "")
    assert found.usage.calls == calls == len(endpoint.received)
    assert (found.usage.prompt_tokens, found.usage.completion_tokens) == (11, 7)
    assert found.usage.cost == pytest.approx((11 * 1.0 + 7 * 2.0) / 1e6)
    assert found.seconds > 0


def test_a_failed_trial_says_why_without_the_key(endpoint: EndpointServer) -> None:
    for behaviour in (says("I would rather not."), fails(401, "bad key"), fails(500)):
        endpoint.behave(behaviour)
        found = trial(endpoint)
        assert found.film is None
        assert found.rung is None
        assert MODEL in found.failure
        assert KEY not in repr(found)
