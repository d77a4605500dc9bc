"""Everyday words that are titles, too, and film-makers whom a catalogue lacks."""

import pytest

from data.movies import Catalogue, Movie
from retrieval.absent import AbsentPeople
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder

FILMS = Catalogue(
    [
        Movie(1, "It", 2017),
        Movie(2, "Friday", 1995),
        Movie(3, "Nixon", 1995),
        Movie(4, "The American", 2010),
        Movie(5, "Jane Austen's Mafia!", 1998),
        Movie(6, "Casablanca", 1942, cast=("Ingrid Bergman",), directors=("Michael Curtiz",)),
        Movie(7, "Striptease", 1996, directors=("Andrew Bergman",)),
    ]
)


@pytest.fixture(scope="module")
def titles() -> TitleFinder:
    return TitleFinder(FILMS, {movie.movie_id: 10.0 for movie in FILMS})


@pytest.mark.parametrize(
    "text",
    [
        "something funny, as long as it's short",
        "it's Friday, what should we watch?",
        "something made when Nixon was president",
        "something funny, nothing American",
        "a period drama that isn't Jane Austen",
    ],
)
def test_everyday_words_name_no_film(titles: TitleFinder, text: str) -> None:
    assert titles.mentioned(text) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("I loved Friday", "Friday"),
        ("have you seen Nixon?", "Nixon"),
        ("The American was great", "The American"),
        ("I liked It (2017)", "It"),
        ("who directed Jane Austen's Mafia!", "Jane Austen's Mafia!"),
    ],
)
def test_the_same_words_name_one_where_one_is_meant(titles: TitleFinder, text: str, title: str) -> None:
    assert [match.movie.title for match in titles.mentioned(text)] == [title]


def test_a_bare_surname_means_nobody_less_known() -> None:
    finder = PeopleFinder(FILMS)
    assert finder.mentioned("a Bergman film") == []
    assert [name for name, _ in finder.absent("a Bergman film")] == ["Ingmar Bergman"]
    assert [name for name, _ in finder.mentioned("with Ingrid Bergman")] == ["Ingrid Bergman"]
    assert finder.absent("with Ingrid Bergman") == []


def test_whoever_directed_a_film_of_the_catalogue_is_not_absent() -> None:
    absent = AbsentPeople(["Michael Curtiz"])
    assert (absent.surname("curtiz"), absent.full("michaelcurtiz")) == (None, None)
    assert absent.surname("godard") == "Jean-Luc Godard"
    assert absent.full("rainerwernerfassbinder") == "Rainer Werner Fassbinder"
