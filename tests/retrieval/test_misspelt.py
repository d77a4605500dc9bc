import pytest

from retrieval.misspelt import Misspellings


@pytest.fixture(scope="module")
def misspellings() -> Misspellings:
    return Misspellings(
        ["interstellar", "lawrence of arabia", "silence of the lambs", "toy story 2", "toy story", "hate"]
    )


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("intersteller", ["interstellar"]),
        ("lawrance", ["lawrence"]),
        ("lawernce", ["lawrence"]),
        ("hated", []),
        ("xnterstellar", []),
        ("lamb", []),
        ("12345678", []),
    ],
)
def test_a_word_means_a_title_word_that_is_a_letter_or_two_away(
    misspellings: Misspellings, word: str, meant: list[str]
) -> None:
    assert misspellings.meant(word) == meant


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("silence of the lamb", "silence of the lambs"),
        ("toy storey 2", "toy story 2"),
        ("toy storey 3", None),
        ("toy storey", "toy story"),
        ("lawrence of india", None),
        ("see silence of the lambs", None),
    ],
)
def test_a_title_is_like_words_that_differ_in_letters_only(
    misspellings: Misspellings, text: str, key: str | None
) -> None:
    found = misspellings.like(text.split())
    assert (found and found[0]) == key


def test_the_words_of_titles_are_known(misspellings: Misspellings) -> None:
    assert misspellings.knows("arabia")
    assert not misspellings.knows("arabian")
