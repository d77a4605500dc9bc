"""Who is praised pulls, who is asked for is a condition, and who is merely talked of is neither."""

import pytest

from chatbot.conversation import Request, Session
from chatbot.mentions import read_people
from chatbot.reading import Reading, apply
from chatbot.scan import Scan
from data.demo_films import read_demo
from data.movies import Catalogue
from data.ratings import History
from retrieval.index import Filters
from retrieval.people import PeopleFinder


@pytest.fixture(scope="module")
def people() -> PeopleFinder:
    return PeopleFinder(Catalogue(read_demo()))


def read(message: str, people: PeopleFinder) -> Reading:
    reading = Reading()
    read_people(Scan(message), people, reading)
    return reading


@pytest.mark.parametrize(
    "message",
    [
        "can you find me a movie starring Tom Hanks",
        "Tom Hanks films please",
        "maybe one with Tom Hanks",
        "a quiet evening with Tom Hanks would be nice",
        "is there a drama that has Tom Hanks in it",
        "let's see Tom Hanks as a lawyer",
        "it has to be with Tom Hanks",
        "Tom Hanks",
        "but with Tom Hanks",
        "I love Tom Hanks movies",
        "it's the one with Tom Hanks on an island",
        "I saw one with Tom Hanks as a kid, what was it called",
        "trying to remember a movie with Tom Hanks",
        "all of it is Tom Hanks on an island",
        "Tom Hanks is my favourite, is there anything new with him?",
        "We adore Tom Hanks. Recommend one of his films",
    ],
)
def test_who_is_asked_for_is_a_condition(message: str, people: PeopleFinder) -> None:
    reading = read(message, people)
    assert (reading.people, reading.fond_of) == (("Tom Hanks",), ())


@pytest.mark.parametrize(
    "message",
    [
        "oh nice, I love Tom Hanks",
        "yes, and Tom Hanks was brilliant in it",
        "my sister adores Tom Hanks",
        "I'm such a Tom Hanks fan",
        "I also like Tom Hanks movies. No idea for tonight",
        "Tom Hanks cracks me up",
        "I like the old ones such as Big (1988) with Tom Hanks",
        "Tom Hanks is my wife's favourite. Something to watch with her",
    ],
)
def test_who_is_praised_pulls(message: str, people: PeopleFinder) -> None:
    reading = read(message, people)
    assert (reading.people, reading.fond_of) == ((), ("Tom Hanks",))


@pytest.mark.parametrize(
    "message",
    [
        "did Tom Hanks play in that one",
        "oh, that's Tom Hanks, isn't it",
        "I saw one with Tom Hanks last week",
        "isn't that the one with Tom Hanks",
        "the main actor was Tom Hanks",
        "Tom Hanks plays his neighbour",
    ],
)
def test_who_is_talked_of_is_no_wish(message: str, people: PeopleFinder) -> None:
    reading = read(message, people)
    assert (reading.people, reading.fond_of) == ((), ())


def test_praise_outlives_a_fresh_request_and_ends_with_a_refusal() -> None:
    wish = Request(fond_of=("Tom Hanks",), filters=Filters(genres=("Drama",)))
    session = Session(History(None, {}), wish=wish)
    assert apply(Reading(fresh=True, fond_of=("Meg Ryan",)), session).fond_of == ("Tom Hanks", "Meg Ryan")
    assert apply(Reading(not_people=("Tom Hanks",)), session).fond_of == ()
