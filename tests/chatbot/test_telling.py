"""Which words of a message are worth a search, and which only tell of the person."""

import pytest

from chatbot.scan import Scan
from chatbot.telling import mark_told, to_search


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("I want a heist movie please", "heist"),
        ("that was such a scary ending", ""),
        ("No I haven't but I heard of it", ""),
        ("I saw it in a small theatre last year. Anything about jazz clubs?", "jazz clubs"),
        ("movie recs based on my ratings", ""),
        ("something with a talking pig", "talking pig"),
        ("a movie for tonight", ""),
        ("I had a long day at work, something with dogs", "dogs"),
        ("We are tired and my boss shouted at me. I want to see pirates", "pirates"),
        ("Space travel, robots!", "Space travel, robots"),
        ("?!", ""),
    ],
)
def test_the_rest_is_what_has_content(message: str, rest: str) -> None:
    scan = Scan(message)
    mark_told(scan)
    assert to_search(scan) == rest
