"""Films by the makers of a film, over the bundled catalogue; who made what is looked up there, not in the rules."""

import pytest

from chatbot.conversation import Session
from chatbot.mentions import read_mentions
from chatbot.reading import Reading
from chatbot.scan import Scan
from data.demo_films import read_demo
from data.movies import Catalogue, Movie
from data.ratings import History
from retrieval.titles import TitleFinder


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(read_demo())


@pytest.fixture(scope="module")
def titles(catalogue: Catalogue) -> TitleFinder:
    return TitleFinder(catalogue, {movie.movie_id: movie.popularity or 0.0 for movie in catalogue})


def by_title(catalogue: Catalogue, title: str) -> Movie:
    return next(movie for movie in catalogue if movie.title == title)


def heard(message: str, titles: TitleFinder) -> Reading:
    reading = Reading()
    read_mentions(Scan(message), titles, Session(History(None, {})), reading)
    return reading


@pytest.mark.parametrize(
    "message",
    [
        "same director as Alien",
        "another one by the director of Alien",
        "something else from the guy who made Alien",
        "anything by whoever made Alien?",
        "films by the people behind Alien",
    ],
)
def test_a_film_stands_for_its_maker(message: str, catalogue: Catalogue, titles: TitleFinder) -> None:
    alien, reading = by_title(catalogue, "Alien"), heard(message, titles)
    assert reading.people == alien.directors
    assert reading.refused == (alien.movie_id,)
    assert reading.intent == "recommend"


def test_a_film_may_own_its_director(catalogue: Catalogue, titles: TitleFinder) -> None:
    assert heard("films by Heat's director", titles).people == by_title(catalogue, "Heat").directors


@pytest.mark.parametrize("message", ["same star as Alien", "something with the lead actor of Alien"])
def test_a_film_stands_for_its_star(message: str, catalogue: Catalogue, titles: TitleFinder) -> None:
    assert heard(message, titles).people == by_title(catalogue, "Alien").cast[:1]


def test_all_that_the_maker_of_a_film_made_is_a_list(titles: TitleFinder) -> None:
    assert heard("what else has the director of Alien done?", titles).intent == "list"


@pytest.mark.parametrize(
    "message", ["whoever directed Alien, what else did they do", "the director of Alien - other films of his?"]
)
def test_the_wish_may_stand_behind_the_film(message: str, catalogue: Catalogue, titles: TitleFinder) -> None:
    assert heard(message, titles).people == by_title(catalogue, "Alien").directors


def test_praise_for_the_maker_of_a_film_is_no_wish(catalogue: Catalogue, titles: TitleFinder) -> None:
    reading = heard("I love the guy who made Alien", titles)
    assert (reading.fond_of, reading.people) == (by_title(catalogue, "Alien").directors, ())


@pytest.mark.parametrize(
    "message",
    [
        "who is the director of Alien",
        "tell me about the director of Alien",
        "is the director of Alien also the director of Heat?",
        "something like Alien",
        "did the guy who made Alien make Heat?",
    ],
)
def test_a_question_about_a_maker_wants_nobody(message: str, titles: TitleFinder) -> None:
    assert heard(message, titles).people == ()


def test_an_unknown_maker_is_asked_about() -> None:
    nameless = Catalogue([Movie(1, "Zardoz", year=1974)])
    reading = heard("another one by the maker of Zardoz", TitleFinder(nameless, {1: 1.0}))
    assert (reading.intent, reading.about, reading.topic) == ("fact", (1,), "director")
