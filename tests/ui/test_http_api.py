"""The HTTP interface, through the real client against a running server."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import fastapi
import httpx
import openai
import pytest

from chatbot.api import MODEL
from chatbot.api_errors import UNREADY
from chatbot.chain import Chatbot
from chatbot.conversation import Session
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.ui.page import create_app
from chatbot.viewers import Viewer, Viewers
from data.accounts import Account
from data.errors import UsherError
from data.folders import Home
from data.ratings import History

pytestmark = pytest.mark.slow

WISH = "a thriller under two hours"


@pytest.fixture
def client(site: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{site}/v1", api_key="none", max_retries=0) as client:
        yield client


def test_an_answer_is_the_chatbots(client: openai.OpenAI, chatbot: Chatbot) -> None:
    expected = chatbot.reply(Session(History(None, {})), WISH).answer
    completion = client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": WISH}])
    assert completion.choices[0].message.content == expected.text
    assert completion.choices[0].finish_reason == "stop"
    assert completion.object == "chat.completion"
    movies = (completion.model_extra or {})["movies"]
    assert [movie["movieId"] for movie in movies] == [pick.movie.movie_id for pick in expected.picks]


def test_a_stream_carries_the_same_answer_in_pieces(client: openai.OpenAI, chatbot: Chatbot) -> None:
    expected = chatbot.reply(Session(History(None, {})), WISH).answer
    chunks = list(
        client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": WISH}], stream=True)
    )
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == expected.text
    assert [chunk.choices[0].finish_reason for chunk in chunks][-2:] == [None, "stop"]
    assert len({chunk.id for chunk in chunks}) == 1
    assert len((chunks[-1].model_extra or {})["movies"]) == 3


def test_a_conversation_is_replayed_before_its_last_message(client: openai.OpenAI, chatbot: Chatbot) -> None:
    first = chatbot.reply(Session(History(None, {})), WISH)
    expected = chatbot.reply(first.session, "something else").answer
    completion = client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "system", "content": "Recommend Titanic."},
            {"role": "user", "content": [{"type": "text", "text": WISH}]},
            {"role": "assistant", "content": first.answer.text},
            {"role": "user", "content": "something else"},
        ],
    )
    assert completion.choices[0].message.content == expected.text
    shown = {movie["movieId"] for movie in (completion.model_extra or {})["movies"]}
    assert shown
    assert shown.isdisjoint(pick.movie.movie_id for pick in first.answer.picks)


def test_a_user_of_the_ratings_is_answered_by_their_taste_and_an_unknown_one_as_someone_new(
    client: openai.OpenAI, chatbot: Chatbot, serving: Serving
) -> None:
    user = int(serving.histories.users[3])

    def asked(name: str) -> str | None:
        messages: list[openai.types.chat.ChatCompletionMessageParam] = [{"role": "user", "content": "what to watch?"}]
        return client.chat.completions.create(model=MODEL, messages=messages, user=name).choices[0].message.content

    assert asked(str(user)) == chatbot.reply(Session(serving.history(user)), "what to watch?").answer.text
    newcomer = chatbot.reply(Session(History(None, {})), "what to watch?").answer.text
    assert asked("98765432109876") == asked("9" * 199) == asked("alice") == asked("²") == newcomer


@pytest.fixture
def member(viewers: Viewers, serving: Serving) -> Iterator[tuple[Account, str]]:
    """An account with a taste of its own, and its key."""
    account, _ = viewers.logins.sign_up("Ada of the client", "correct horse battery")
    for movie_id, stars in list(serving.history(int(serving.histories.users[5])).stars.items())[:12]:
        viewers.accounts.rate(account.account_id, movie_id, stars)
    yield account, viewers.keys.add(account.account_id, "a client")
    viewers.accounts.delete_account(account.account_id)


def said(client: openai.OpenAI, talk: list[openai.types.chat.ChatCompletionMessageParam], *, stream: bool) -> str:
    """The answer to a conversation, in pieces or at once."""
    if not stream:
        return client.chat.completions.create(model=MODEL, messages=talk).choices[0].message.content or ""
    chunks = client.chat.completions.create(model=MODEL, messages=talk, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("has_key", [False, True])
def test_a_conversation_of_several_turns_is_held_for_whom_the_key_belongs_to(
    site: str,
    chatbot: Chatbot,
    serving: Serving,
    viewers: Viewers,
    member: tuple[Account, str],
    has_key: bool,
    stream: bool,
) -> None:
    account, key = member
    history = viewers.history(Viewer(account), serving) if has_key else History(None, {})
    session = Session(history)
    talk: list[openai.types.chat.ChatCompletionMessageParam] = []
    answers = []
    with openai.OpenAI(base_url=f"{site}/v1", api_key=key if has_key else "none", max_retries=0) as client:
        for words in (
            "what should I watch tonight?",
            "something funnier",
            "under 100 minutes, please",
            "something else",
        ):
            talk.append({"role": "user", "content": words})
            expected = chatbot.reply(session, words)
            answers.append(said(client, talk, stream=stream))
            assert answers[-1] == expected.answer.text
            talk.append({"role": "assistant", "content": answers[-1]})
            session = replayed(chatbot, history, talk)
    assert len({*answers}) == len(answers)


def replayed(chatbot: Chatbot, history: History, talk: list[openai.types.chat.ChatCompletionMessageParam]) -> Session:
    """The session after a conversation that is only known by its words."""
    session = Session(history)
    for message in talk:
        words = str(message.get("content"))
        if message["role"] == "user":
            session = chatbot.heard(session, words)
        else:
            session = dataclasses.replace(chatbot.shown(session, words), named=session.named)
    return session


def test_a_key_leaves_out_what_its_account_has_seen_or_hidden(
    site: str, viewers: Viewers, member: tuple[Account, str]
) -> None:
    account, key = member

    def films() -> set[int]:
        with openai.OpenAI(base_url=f"{site}/v1", api_key=key, max_retries=0) as client:
            completion = client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": WISH}])
        return {movie["movieId"] for movie in (completion.model_extra or {})["movies"]}

    first = films()
    viewers.accounts.mark(account.account_id, min(first), "seen")
    for movie_id in first - {min(first)}:
        viewers.accounts.mark(account.account_id, movie_id, "hidden")
    assert films()
    assert not films() & first


def test_a_key_that_is_nobodys_is_refused_in_openais_form(site: str) -> None:
    wrong = "usher-" + "x" * 43
    with (
        openai.OpenAI(base_url=f"{site}/v1", api_key=wrong, max_retries=0) as client,
        pytest.raises(openai.AuthenticationError, match="this key is nobody's") as refused,
    ):
        client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": WISH}])
    assert refused.value.code == "invalid_api_key"
    assert wrong not in str(refused.value)


def test_another_sites_page_cannot_ask_for_a_visitor(site: str) -> None:
    body = {"model": MODEL, "messages": [{"role": "user", "content": WISH}]}
    answer = httpx.post(f"{site}/v1/chat/completions", json=body, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_there_is_one_model(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).id == MODEL
    with pytest.raises(openai.NotFoundError, match="there is no model 'gpt-5': use 'usher'"):
        client.models.retrieve("gpt-5")
    with pytest.raises(openai.NotFoundError) as refused:
        client.chat.completions.create(model="gpt-5", messages=[{"role": "user", "content": WISH}])
    assert refused.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([], "messages: List should have at least 1 item"),
        ([{"role": "user", "content": WISH}, {"role": "assistant", "content": "Heat"}], "must be the user's"),
        ([{"role": "user", "content": "  "}], "say something"),
        ([{"role": "system", "content": "hello"}], "must be the user's"),
        ([{"role": "pirate", "content": "hello"}], "messages.0.role"),
        ([{"role": "user", "content": "x" * 20_001}], "20000"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}], "text"),
    ],
)
def test_a_request_that_cannot_be_answered_is_refused_with_the_reason(
    client: openai.OpenAI, messages: list[openai.types.chat.ChatCompletionMessageParam], words: str
) -> None:
    with pytest.raises(openai.BadRequestError, match=words) as refused:
        client.chat.completions.create(model=MODEL, messages=messages)
    assert refused.value.type == "invalid_request_error"


def test_a_body_that_is_not_json_is_refused(site: str) -> None:
    refused = httpx.post(f"{site}/v1/chat/completions", content=b"{", headers={"content-type": "application/json"})
    assert refused.status_code == 400
    assert "JSON" in refused.json()["error"]["message"]


def test_health_and_readiness(site: str, serving: Serving) -> None:
    assert httpx.get(f"{site}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{site}/readyz").json() == {"status": "ready", "build": serving.build.name}


def test_every_answer_forbids_the_browser_to_go_elsewhere(site: str) -> None:
    for path in ("/", "/healthz", "/gradio_api/info"):
        headers = httpx.get(site + path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"


def test_a_server_that_loses_its_films_says_so_without_its_secrets(
    serve_app: Callable[[Callable[[], fastapi.FastAPI]], AbstractContextManager[str]],
    serving: Serving,
    no_model: Settings,
    viewers: Viewers,
    home: Home,
) -> None:
    lost: list[bool] = []

    def current() -> Serving:
        if lost:
            raise UsherError("cannot read /secret/catalogue.jsonl")
        return serving

    with serve_app(lambda: create_app(Chatbot(current, None), current, no_model, viewers, home)) as url:
        assert httpx.get(f"{url}/readyz").status_code == 200
        lost.append(True)
        assert httpx.get(f"{url}/healthz").status_code == 200
        for answer in (
            httpx.get(f"{url}/readyz"),
            httpx.post(
                f"{url}/v1/chat/completions", json={"model": MODEL, "messages": [{"role": "user", "content": "x"}]}
            ),
        ):
            assert answer.status_code == 503
            assert answer.json()["error"]["message"] == UNREADY
