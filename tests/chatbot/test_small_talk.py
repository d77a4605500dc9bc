import pytest

from chatbot.small_talk import is_small_talk, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hi", "greeting"),
        ("hello there!", "greeting"),
        ("good evening usher", "greeting"),
        ("hi, who are you?", "who"),
        ("are you a robot?", "who"),
        ("hey, how are you?", "how"),
        ("help", "help"),
        ("ok, what can you do?", "help"),
        ("thanks a lot", "thanks"),
        ("great, thank you so much", "thanks"),
        ("ok", "thanks"),
        ("sounds good, bye", "bye"),
        ("good night", "bye"),
        ("hi, a comedy please", None),
        ("thanks, but something newer", None),
        ("great expectations", None),
        ("", None),
        ("?!", None),
        ("hi " * 100, None),
    ],
)
def test_talk_is_told_from_requests(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind
    assert is_small_talk(text) == (kind is not None)
