"""Films named to say which others are wanted."""

import pytest

from chatbot.conversation import Session
from chatbot.rules import Rules
from data.movies import Catalogue
from data.ratings import History

NEW = Session(History(None, {}))


@pytest.mark.parametrize(
    ("message", "genres"),
    [
        ("like Alien but funny", ("Comedy",)),
        ("like Alien but less funny", ()),
        ("like Alien but scary", ()),
        ("like Alien, and we are in a funny mood", ()),
    ],
)
def test_what_an_example_lacks_is_a_genre_of_its_own(rules: Rules, message: str, genres: tuple[str, ...]) -> None:
    assert rules.read(message, NEW).genres == genres


@pytest.mark.parametrize(
    "message",
    [
        "I've just seen Alien and I want more of that",
        "I liked Alien very much, another in this style please",
        "what would you put on after Alien?",
    ],
)
def test_more_of_a_film_seen_takes_it_as_an_example(rules: Rules, catalogue: Catalogue, message: str) -> None:
    assert [catalogue[movie_id].title for movie_id in rules.read(message, NEW).similar_to] == ["Alien"]


def test_an_example_that_is_refused_too_stays_an_example(rules: Rules) -> None:
    reading = rules.read("like Alien, just not Alien again", NEW)
    assert reading.similar_to
    assert not {*reading.similar_to} & {*reading.refused}


@pytest.mark.parametrize(
    ("message", "liked"),
    [("I loved Alien, but it was too sad", True), ("I saw Alien, it was too sad", False)],
)
def test_a_reservation_takes_no_praise_back(rules: Rules, message: str, liked: bool) -> None:
    (stars,) = rules.read(message, NEW).stars.values()
    assert (stars >= 4.0) == liked
