"""Sentences on the real catalogue: those that were open while the rules were written, and those that were not."""

import pytest

from tests.chatbot.said import Ear, read_lines
from tests.retrieval.conftest import Real
from tests.retrieval.conftest import real as real

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def ear(real: Real) -> Ear:
    return Ear(real.catalogue, real.popularity)


@pytest.mark.parametrize(("half", "least"), [("first", 0.99), ("second", 0.98), ("third", 0.93), ("fourth", 0.93)])
def test_sentences_are_read_as_they_are_meant(ear: Ear, half: str, least: float) -> None:
    lines = read_lines(half)
    assert sum(map(ear.understands, lines)) / len(lines) >= least


def test_no_sentence_is_in_two_files() -> None:
    said = [line["said"] for half in ("first", "second", "third", "fourth") for line in read_lines(half)]
    assert len(said) == len(set(said))
