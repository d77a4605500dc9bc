import pytest

from chatbot.spelling import corrected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("a thriler", "a thriller"),
        ("comdy", "comedy"),
        ("romantc dramaa", "romantic dramaa"),
        ("Documentry", "documentary"),
        ("something supenseful", "something suspenseful"),
        ("i dont want horor", "i don't want horror"),
        ("Im bored, whats on", "i'm bored, what's on"),
        ("don\u2019t", "don't"),
        ("weve seen it, she hasnt", "we've seen it, she hasn't"),
        ("a comedy", "a comedy"),
        ("comely", "comely"),
    ],
)
def test_misspelt_genres_and_apostrophes_are_put_right(message: str, expected: str) -> None:
    assert corrected(message, {"comely", "dramaa"}.__contains__) == expected
