import pytest

from chatbot.plots import is_recall, is_told, plot_span


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


@pytest.mark.parametrize(
    "text",
    [
        "a clerk steals money, drives off in the rain and is stabbed in the shower of a motel",
        "two brothers find a plane in the snow with a bag of cash and start to lie to everybody",
        "old fisherman hunts a giant fish for days but sharks eat it before he gets home",
        "she wakes up in hospital without her memory and learns that she used to be a spy",
        "a computer on a spaceship murders the crew one after another, ends with a baby among the stars",
        "lonely widower ties balloons to his house and a scout comes along by accident",
    ],
)
def test_a_message_that_is_nothing_but_a_plot_is_told(text: str) -> None:
    assert is_told(text)


@pytest.mark.parametrize(
    "text",
    [
        "a french thriller, not longer than two hours, made after 1990",
        "my husband hates westerns and my daughter only watches cartoons",
        "my boss shouted at me all day and now i want to see something funny with my wife",
        "they know all of these already, older ones please",
        "he was awesome in that one but the rest of the cast was not",
        "the kids are finally asleep so we can see something with a bit of blood",
        "recommend me a film about a man who loses his memory and tries to find his wife",
        "a boy and a dog",
        "no black and white oldies, at least from the seventies on",
        "it doesn't have to be with tom hanks",
    ],
)
def test_a_wish_or_a_reply_is_no_plot(text: str) -> None:
    assert not is_told(text)
