"""Twenty people at once: no error, and nobody gets an answer that is another's."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2 as httpx
import pytest

from chatbot.chain import Chatbot
from chatbot.conversation import Session
from chatbot.serving import Serving
from chatbot.viewers import Viewer, Viewers
from data.accounts import Account
from data.logins import new_token

pytestmark = pytest.mark.slow

PEOPLE = 20
RATED = 8  # films of each
WISHES = (
    "what should I watch tonight?",
    "a thriller under two hours",
    "something uplifting",
    "a comedy from the 90s",
    "something like the films I love, but newer",
)


@pytest.fixture
def people(viewers: Viewers) -> Iterator[list[tuple[Account, str]]]:
    """Twenty accounts with a key each."""
    made = []
    for number in range(PEOPLE):
        account = viewers.accounts.create(f"person {number} of many")
        made.append((account, viewers.keys.add(account.account_id, "a client")))
    yield made
    for account, _ in made:
        viewers.accounts.delete_account(account.account_id)


def test_twenty_people_rate_and_chat_at_once_and_each_gets_their_own_answers(
    site: str, people: list[tuple[Account, str]], viewers: Viewers, serving: Serving, chatbot: Chatbot
) -> None:
    start = threading.Barrier(PEOPLE)
    tastes = [
        dict.fromkeys(list(serving.history(int(user)).stars)[:RATED], 4.5 if number % 2 else 5.0)
        for number, user in enumerate(serving.histories.users[:PEOPLE])
    ]

    def chat(number: int) -> list[tuple[str, list[int]]]:
        _, key = people[number]
        talk: list[dict[str, str]] = []
        answers = []
        headers = {"authorization": f"Bearer {key}"}
        with httpx.Client(base_url=site, headers=headers, timeout=120) as client:
            start.wait()
            for movie, stars in tastes[number].items():
                assert client.put(f"/api/v1/ratings/{movie}", json={"stars": stars}).status_code == 200
            for words in WISHES:
                talk.append({"role": "user", "content": words})
                answer = client.post("/v1/chat/completions", json={"model": "usher", "messages": talk})
                assert answer.status_code == 200, answer.text
                said: dict[str, Any] = answer.json()
                text = said["choices"][0]["message"]["content"]
                answers.append((text, [movie["movieId"] for movie in said["movies"]]))
                talk.append({"role": "assistant", "content": text})
            mine = client.get("/api/v1/ratings", params={"k": 100}).json()["films"]
            assert {film["id"]: film["stars"] for film in mine} == tastes[number]
        return answers

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(chat, range(PEOPLE)))
    for number, (account, _) in enumerate(people):
        history = viewers.history(Viewer(account), serving)
        assert dict(history.stars) == tastes[number]
        first = chatbot.reply(Session(history), WISHES[0]).answer
        assert answers[number][0] == (first.text, [pick.movie.movie_id for pick in first.picks])
        assert not {movie for _, movies in answers[number] for movie in movies} & {*tastes[number]}
    assert len({text for text, _ in (one[0] for one in answers)}) > PEOPLE // 2  # tastes differ, and so do answers


def test_twenty_browsers_rate_at_once_and_each_keeps_its_own(site: str, viewers: Viewers, serving: Serving) -> None:
    start = threading.Barrier(PEOPLE)
    films = [int(movie) for movie in serving.catalogue.ids.values[: PEOPLE * RATED]]

    def rate(number: int) -> str:
        token = new_token()
        with httpx.Client(base_url=site, cookies={"usher": token}, timeout=120) as client:
            start.wait()
            for movie in films[number::PEOPLE]:
                answer = client.post("/actions/rate", json={"movie": movie, "stars": 3.5})
                assert answer.status_code == 200, answer.text
        return token

    before = len(viewers.accounts.accounts())
    with ThreadPoolExecutor(PEOPLE) as pool:
        tokens = list(pool.map(rate, range(PEOPLE)))
    assert len(viewers.accounts.accounts()) == before + PEOPLE
    for number, token in enumerate(tokens):
        account = viewers.logins.who(token)
        assert account is not None
        assert viewers.accounts.ratings(account.account_id) == dict.fromkeys(films[number::PEOPLE], 3.5)
        viewers.accounts.delete_account(account.account_id)
