from hypothesis import given
from hypothesis import strategies as st

from chatbot.scan import Scan


def test_what_is_taken_is_not_found_again() -> None:
    scan = Scan("A comedy, a COMEDY and comedies")
    assert len(scan.take("comedy")) == 2
    assert list(scan.find("comedy")) == []
    assert scan.is_taken(2, 8)
    assert not scan.is_taken(0, 2)


def test_only_whole_words_are_found() -> None:
    scan = Scan("warm non-war Warsaw war")
    assert [match.start() for match in scan.find("war")] == [20]


def test_the_words_before_a_place_end_at_the_sentence() -> None:
    scan = Scan("No horror. I like Heat")
    assert scan.before(18) == " i like "


def test_words_with_hyphens_come_in_parts() -> None:
    assert [word[0] for word in Scan("It's a feel-good film").words()] == ["it's", "a", "feel", "good", "film"]


def test_what_was_marked_can_be_released() -> None:
    scan = Scan("a korean film")
    scan.mark(2, 8)
    scan.release(2, 8)
    assert not scan.is_taken(0, 13)


@given(st.text())
def test_the_text_keeps_the_length_of_the_message(message: str) -> None:
    scan = Scan(message)
    assert len(scan.text) == len(scan.original) == len(message)
