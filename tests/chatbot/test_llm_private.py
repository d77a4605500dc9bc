"""Neither key nor prompt nor the words of an endpoint turn up where they do not belong."""

import concurrent.futures
import logging
import time

import langsmith
import langsmith.utils
import pytest

from chatbot.llm import ModelFailed
from chatbot.understanding import Understood
from data.errors import BadInput
from tests.chatbot.asking import (
    KEY,
    MESSAGES,
    SERVER_WORDS,
    WISH,
    failure,
    model,
    text,
)
from tests.chatbot.endpoint_server import (
    EndpointServer,
    breaks_off,
    fails,
    gives,
    says,
    sends,
)
from tests.chatbot.small_model import good


def test_the_log_has_neither_key_nor_prompt_nor_the_words_of_the_endpoint(
    endpoint: EndpointServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    behaviours = [good, says(SERVER_WORDS), gives({"genres": [SERVER_WORDS]}), fails(400, SERVER_WORDS)]
    behaviours += [sends(f'data: {{"choices": "{SERVER_WORDS}"}}\n\n'.encode()), breaks_off(SERVER_WORDS)]
    for behaviour in behaviours:
        endpoint.behave(behaviour)
        for call in (
            lambda: model(endpoint.url).parse(MESSAGES, Understood),
            lambda: text(model(endpoint.url).stream(MESSAGES)),
        ):
            try:
                call()
            except ModelFailed as error:
                logging.getLogger(__name__).warning("composed: %s", error, exc_info=True)
    printed = "".join(capfd.readouterr())
    assert "chatbot.llm" in caplog.text
    for secret in (KEY, WISH, SERVER_WORDS):
        assert secret not in caplog.text + printed


def test_no_words_go_to_a_tracing_service_even_if_the_environment_asks_for_it(
    endpoint: EndpointServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", endpoint.url)
    monkeypatch.setenv("LANGSMITH_API_KEY", "ls-key")
    langsmith.utils.get_env_var.cache_clear()  # type: ignore[attr-defined]
    langsmith.configure(enabled=None)
    assert langsmith.utils.tracing_is_enabled()
    try:
        endpoint_model = model(endpoint.url)
        endpoint_model.parse(MESSAGES, Understood)
        text(endpoint_model.stream(MESSAGES))
        time.sleep(0.3)  # a tracer would send from a thread of its own
        assert [received.path for received in endpoint.received] == ["/v1/chat/completions"] * 2
        with concurrent.futures.ThreadPoolExecutor() as others:
            assert not others.submit(langsmith.utils.tracing_is_enabled).result()
    finally:
        monkeypatch.undo()
        langsmith.utils.get_env_var.cache_clear()  # type: ignore[attr-defined]


def test_a_password_in_the_url_is_used_and_not_shown(endpoint: EndpointServer) -> None:
    endpoint.behave(fails(400))
    endpoint_model = model(endpoint.url.replace("://", "://me:hush@"))
    assert endpoint_model.url == endpoint.url
    assert "hush" not in failure(lambda: text(endpoint_model.stream(MESSAGES)))


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:11434/v1", "localhost:11434/v1", "ftp://host/v1", "http://", "http://[::1/v1", "http://host:port/v1"],
)
def test_a_url_that_is_none_is_named_with_an_example(url: str) -> None:
    with pytest.raises(BadInput, match=r"OPENAI_BASE_URL is .*http://127\.0\.0\.1:11434/v1") as caught:
        model(url)
    assert repr(url) in str(caught.value)


@pytest.mark.parametrize("key", ["sk-“quoted”", "sk-two\nlines"])
def test_a_key_that_cannot_be_one_is_told_and_not_shown(key: str) -> None:
    with pytest.raises(BadInput, match="OPENAI_API_KEY") as caught:
        model("http://127.0.0.1:9/v1", key=key)
    assert "sk-" not in str(caught.value)
