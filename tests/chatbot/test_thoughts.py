"""What a model thinks aloud is left out, however the reply is cut into pieces."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chatbot.thoughts import without_thoughts

PARTS = st.sampled_from(["<think>", "</think>", "<th", "ink>", "<", ">", "a film", " ", "Heat."])


@given(st.lists(PARTS, max_size=12), st.integers(1, 9))
def test_the_rest_is_what_a_search_over_the_whole_text_leaves(parts: list[str], size: int) -> None:
    text = "".join(parts)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert "".join(without_thoughts(pieces)) == re.sub(r"<think>.*?(</think>|$)", "", text, flags=re.DOTALL)


def test_text_without_thoughts_is_not_held_back() -> None:
    stream = without_thoughts(iter(["One. ", "Two <b", "e> three"]))
    assert next(stream) == "One. "
    assert "".join(stream) == "Two <be> three"
