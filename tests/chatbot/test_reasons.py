"""Why a pick is there, in words."""

import dataclasses
import re
from typing import Literal

from chatbot.conversation import Pick
from chatbot.reasons import because, why_listed
from chatbot.serving import Reputation
from chatbot.wording import Voice
from retrieval.index import Filters
from tests.chatbot.told import CASINO, CLUE, HEAT, LIKED, LOVED, MOOD, NOBODY, SPEED, WORDS, Known, pick

VOICES = [Voice(NOBODY, f"message {n}", shows=True) for n in range(12)]


def listed(one: Pick, voice: Voice, *before: Pick, at: int = 0, known: Known | None = None) -> str:
    return why_listed(one, at, voice, known, Filters(), before)


def test_the_reason_that_names_a_liked_movie_is_always_among_the_two_told() -> None:
    assert because(pick(HEAT, WORDS, MOOD, LIKED)) == "its description speaks of thief; because you liked Casino."
    assert because(pick(HEAT, LIKED)) == "because you liked Casino."
    assert because(pick(HEAT, WORDS, MOOD)) == "its description speaks of thief; it is tagged tense."
    for voice in VOICES:
        text = listed(pick(HEAT, WORDS, MOOD, LIKED), voice)
        assert WORDS.text in text
        assert LIKED.text in text
        assert MOOD.text not in text


def test_the_joins_vary_and_say_the_same() -> None:
    texts = {listed(pick(HEAT, LIKED, MOOD), voice) for voice in VOICES}
    assert len(texts) > 3
    assert all(text.split()[0] in ("because", "since", "as") for text in texts)


def test_a_reason_given_before_is_only_pointed_to() -> None:
    first = pick(HEAT, LIKED)
    again = [listed(pick(SPEED, LIKED), VOICES[0], first, at=at) for at in (1, 2)]
    assert again[0] != again[1]
    assert all(re.match("(?:again|once more|likewise) because you liked Casino", text) for text in again)


def test_a_place_among_picks_for_tonight_is_named() -> None:
    places: tuple[tuple[Literal["safest", "stretch", "short"], str], ...] = (
        *(("safest", "saf"), ("stretch", "stretch"), ("short", "short")),
    )
    for place, words in places:
        one = dataclasses.replace(pick(CLUE, LIKED), place=place)
        texts = [listed(one, voice) for voice in VOICES]
        assert any(words in text for text in texts)
        assert all("you liked Casino" in text and ", " in text for text in texts)


def test_everyones_ratings_are_worded_in_several_ways_with_the_same_figures() -> None:
    known = Known(reputations={1: Reputation(3.91, 215)})
    texts = {listed(pick(HEAT, LOVED), voice, known=known) for voice in VOICES}
    assert len(texts) == 3
    assert all("3.9 of 5 stars" in text and "215 ratings" in text for text in texts)
    assert listed(pick(HEAT, LOVED), VOICES[0]) == "it has 3.9 of 5 stars from 215 ratings."


def test_what_a_pick_does_not_meet_is_admitted() -> None:
    text = why_listed(pick(CASINO, LIKED), 0, VOICES[0], None, Filters(max_runtime=119))
    assert text.endswith("you liked Casino. But it runs 2 h 58 min.")
