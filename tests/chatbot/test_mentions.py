"""Movies and people in a message, each in its role; the roles are what a person would read."""

import dataclasses

import pytest

from chatbot.conversation import Session
from chatbot.mentions import read_mentions, read_ordinals, read_people
from chatbot.reading import Reading
from chatbot.scan import Scan
from data.demo_films import read_demo
from data.movies import Catalogue
from data.ratings import History
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(read_demo())


@pytest.fixture(scope="module")
def titles(catalogue: Catalogue) -> TitleFinder:
    return TitleFinder(catalogue, {movie.movie_id: movie.popularity or 0.0 for movie in catalogue})


@pytest.fixture(scope="module")
def people(catalogue: Catalogue) -> PeopleFinder:
    return PeopleFinder(catalogue)


def listing(catalogue: Catalogue) -> Session:
    by_title = {movie.title: movie.movie_id for movie in catalogue}
    listed = tuple(by_title[title] for title in ("Heat", "The Matrix", "Groundhog Day"))
    return dataclasses.replace(Session(History(None, {})), listed=listed)


def named(reading: Reading, catalogue: Catalogue) -> dict[str, str]:
    """Each movie of a reading with its role."""
    roles = {movie_id: f"{stars:.0f} stars" for movie_id, stars in reading.stars.items()}
    for role in ("similar_to", "about", "seen", "refused"):
        roles |= dict.fromkeys(getattr(reading, role), role)
    return {catalogue[movie_id].title: role for movie_id, role in roles.items()}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("I loved Alien", {"Alien": "5 stars"}),
        ("I really liked Alien and Heat", {"Alien": "4 stars", "Heat": "4 stars"}),
        ("I didn't like Titanic", {"Titanic": "2 stars"}),
        ("I hated Titanic but loved Heat", {"Titanic": "1 stars", "Heat": "5 stars"}),
        ("my wife loved Titanic, I hated it", {"Titanic": "1 stars"}),
        ("Titanic was boring", {"Titanic": "2 stars"}),
        ("something like Heat", {"Heat": "similar_to"}),
        ("what's similar to Parasite", {"Parasite": "similar_to"}),
        ("anything but Titanic", {"Titanic": "refused"}),
        ("I've already seen Fargo", {"Fargo": "seen"}),
        ("who directed Jaws?", {"Jaws": "about"}),
        ("what is Vertigo about?", {"Vertigo": "about"}),
        ("no more than 2 films", {}),
        ("I love comedies", {}),
    ],
)
def test_a_movie_is_named_in_a_role(
    message: str, expected: dict[str, str], titles: TitleFinder, catalogue: Catalogue
) -> None:
    reading = Reading()
    read_mentions(Scan(message), titles, Session(History(None, {})), reading)
    assert named(reading, catalogue) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("the first one", {"Heat": "about"}),
        ("not the second", {"The Matrix": "refused"}),
        ("more like #3", {"Groundhog Day": "similar_to"}),
        ("i've seen the first two", {"Heat": "seen", "The Matrix": "seen"}),
        ("i loved the last one", {"Groundhog Day": "5 stars"}),
        ("would i like number two?", {"The Matrix": "about"}),
        ("which one is the longest?", {"Heat": "about"}),
        ("which is the newest?", {"The Matrix": "about"}),
        ("the seventh one", {}),
        ("the second world war", {}),
        ("at first", {}),
    ],
)
def test_a_movie_is_named_by_its_place(message: str, expected: dict[str, str], catalogue: Catalogue) -> None:
    reading = Reading()
    read_ordinals(Scan(message), catalogue, listing(catalogue), reading)
    assert named(reading, catalogue) == expected


def test_without_a_list_no_place_means_anything(catalogue: Catalogue) -> None:
    reading = Reading()
    read_ordinals(Scan("the first one"), catalogue, Session(History(None, {})), reading)
    assert reading == Reading()


@pytest.mark.parametrize(
    ("message", "wanted", "refused"),
    [
        ("something with Tom Hanks", ("Tom Hanks",), ()),
        ("a film by Hitchcock without James Stewart", ("Alfred Hitchcock",), ("James Stewart",)),
        ("no Tom Cruise please", (), ("Tom Cruise",)),
        ("I can't stand Tom Cruise", (), ("Tom Cruise",)),
        ("Meryl Streep and Robert De Niro", ("Meryl Streep", "Robert De Niro"), ()),
        ("nobody in particular", (), ()),
    ],
)
def test_people_are_wanted_or_refused(
    message: str, wanted: tuple[str, ...], refused: tuple[str, ...], people: PeopleFinder
) -> None:
    reading = Reading()
    read_people(Scan(message), people, reading)
    assert (reading.people, reading.not_people) == (wanted, refused)
