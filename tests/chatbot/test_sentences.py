import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", " Two!", " Three?", " Four"]),
        ("Dr. Strangelove is by Stanley Kubrick. Good.", ["Dr. Strangelove is by Stanley Kubrick.", " Good."]),
        ("Mr. Smith goes. Good.", ["Mr. Smith goes.", " Good."]),
        ("**What's Up, Doc? A Comedy** is fun. Good.", ["**What's Up, Doc? A Comedy** is fun.", " Good."]),
        ("What's Up, Doc? (1972) is fun.", ["What's Up, Doc? (1972) is fun."]),
        ("Airplane! is fun. E.T. the alien.", ["Airplane! is fun.", " E.T. the alien."]),
        ("1. **Heat** is long.\n2. **M** is not.\n", ["1. **Heat** is long.\n", "2. **M** is not.\n"]),
        ("It runs 2.5 hours. “Good.” Yes.", ["It runs 2.5 hours.", " “Good.”", " Yes."]),
        ("One.\n\nTwo.", ["One.\n\n", "Two."]),
        ("**Bold. Still\nnew line.", ["**Bold. Still\n", "new line."]),
        ("Heat... or not. Yes.", ["Heat... or not.", " Yes."]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert list(sentences([text])) == expected


TEXTS = st.text(st.sampled_from('aB1 .!?…*\n"”(—') | st.characters(), max_size=60)


@given(text=TEXTS, cuts=st.lists(st.integers(0, 60)))
def test_the_cuts_depend_on_the_text_and_not_on_the_pieces(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(places)]
    assert "".join(sentences(pieces)) == text
    assert list(sentences(pieces)) == list(sentences([text]))
    assert list(sentences(text)) == list(sentences([text]))


@given(text=TEXTS)
def test_no_sentence_is_given_before_the_next_one_has_begun(text: str) -> None:
    given_so_far = 0

    def pieces() -> Iterator[str]:
        for at, char in enumerate(text):
            assert given_so_far <= at
            yield char

    whole = list(sentences([text]))
    for place, sentence in enumerate(sentences(pieces())):
        given_so_far += len(sentence)
        assert sentence == whole[place]


def test_a_long_text_in_single_characters_takes_linear_time() -> None:
    assert len(list(sentences("word " * 4000 + "! " * 4000))) >= 1
