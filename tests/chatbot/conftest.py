"""What tests of the conversation share."""

from collections.abc import Iterator

import pytest

from chatbot.settings import Settings
from tests.chatbot.endpoint_server import EndpointServer
from tests.chatbot.small_model import good


@pytest.fixture
def endpoint() -> Iterator[EndpointServer]:
    """A model endpoint on this machine, well-behaved until `behave` says otherwise."""
    with EndpointServer() as server:
        server.behave(good)
        yield server


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "USHER_MODEL", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
