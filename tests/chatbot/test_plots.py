import pytest

from chatbot.plots import is_recall, plot_span


@pytest.mark.parametrize(
    ("text", "plot", "recall"),
    [
        ("that film where a man relives the same day", "a man relives the same day", True),
        ("the one with the shark", "the shark", True),
        ("what's the name of the movie where toys come to life?", "toys come to life", True),
        ("a film about a dog, but no comedy", "a dog", False),
        ("a movie about robots from the 80s", "robots", False),
        ("movies set in space under 2 hours", "set in space", False),
        ("a film about the second world war please", "the second world war", False),
        ("a movie about two brothers", "two brothers", False),
        ("a film in which nobody speaks", "nobody speaks", False),
    ],
)
def test_a_plot_is_found(text: str, plot: str, recall: bool) -> None:
    span = plot_span(text)
    assert span is not None
    assert text[slice(*span)].strip() == plot
    assert is_recall(text, span[0]) == recall


@pytest.mark.parametrize(
    "text",
    ["tell me about it", "a comedy", "about 90 minutes", "what about the second one", "what about the 70s", "where"],
)
def test_no_plot_is_found(text: str) -> None:
    assert plot_span(text) is None
