"""Requests go through the real chatbot, built from the demo."""

from typing import TYPE_CHECKING

import pytest

from chatbot.chain import Chatbot
from tests.exam.facts import Facts
from tests.exam.score import Line, converse, examine, report, summary

if TYPE_CHECKING:
    from chatbot.serving import Serving


@pytest.fixture(scope="module")
def chatbot(serving: "Serving") -> Chatbot:
    return Chatbot(lambda: serving, None)


def test_each_turn_is_answered_in_the_session_that_the_one_before_left(
    chatbot: Chatbot, serving: "Serving", facts: Facts
) -> None:
    line: Line = {
        "id": "a",
        "kind": "turns",
        "user": None,
        "turns": ["a comedy", "something else"],
        "checks": [{}, {}],
    }
    first, second = converse(chatbot, serving, facts, line, None)
    assert first.picks
    assert second.lists == (first.picks,)
    assert second.picks
    assert not set(first.picks) & set(second.picks)
    assert "a comedy" in second.said


def test_a_recorded_conversation_counts_the_films_it_named_as_shown(
    chatbot: Chatbot, serving: "Serving", facts: Facts
) -> None:
    words = ["horror", "How about The Lantern (1984) or It (1990)?", "another"]
    messages = [
        {"role": role, "content": text} for role, text in zip(("user", "assistant", "user"), words, strict=True)
    ]
    line: Line = {
        "id": "b",
        "kind": "recorded",
        "user": None,
        "messages": messages,
        "checks": [{"exclude": ["It (1990)"]}],
    }
    (only,) = converse(chatbot, serving, facts, line, None)
    assert only.lists == ((1, 4),)
    assert only.said.split() == ["horror", "another"]


def test_another_users_list_is_got_with_the_same_words_and_figures_are_told(
    chatbot: Chatbot, serving: "Serving", facts: Facts
) -> None:
    one, other = (int(user) for user in serving.histories.users[:2])
    line: Line = {"id": "c", "kind": "personal", "user": one, "turns": ["a film"], "checks": [{"differs": other}]}
    result = examine(chatbot, serving, facts, line)
    assert result.exchanges[0].others is not None
    assert "personal" in result.verdicts[0].held
    assert "kind  personal" in report("first", summary([result]))
