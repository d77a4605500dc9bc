"""Movies and people in a message, each in its role; the roles are what a person would read."""

import dataclasses

import pytest

from chatbot.conversation import Request, Session, Topic
from chatbot.mentions import read_mentions, read_ordinals, read_people
from chatbot.reading import Reading
from chatbot.scan import Scan
from data.demo_films import read_demo
from data.movies import Catalogue, Movie
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
    for movie_id, stars in reading.others.items():
        own = f", {roles[movie_id]}" if movie_id in roles else ""
        roles[movie_id] = f"others: {stars:.0f}{own}"
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
        ("my wife loved Titanic, I hated it", {"Titanic": "others: 5, 1 stars"}),
        ("Titanic was boring", {"Titanic": "2 stars"}),
        ("something like Heat", {"Heat": "similar_to"}),
        ("what's similar to Parasite", {"Parasite": "similar_to"}),
        ("I've already seen Fargo", {"Fargo": "seen"}),
        ("who directed Jaws?", {"Jaws": "about"}),
        ("what is Vertigo about?", {"Vertigo": "about"}),
        ("anything but Titanic", {"Titanic": "refused"}),
        ("why not Heat?", {"Heat": "about"}),
        ("Heat but funny", {"Heat": "similar_to"}),
        ("Alien meets Heat", {"Alien": "similar_to", "Heat": "similar_to"}),
        ("I loved Alien, Heat not so much", {"Alien": "5 stars", "Heat": "2 stars"}),
        ("Alien was great, Heat was meh", {"Alien": "5 stars", "Heat": "2 stars"}),
        ("have you seen Fargo?", {"Fargo": "about"}),
        ("I haven't seen Fargo", {"Fargo": "about"}),
        ("Fargo? seen it", {"Fargo": "seen"}),
        ("everyone loves Titanic but I don't", {"Titanic": "2 stars"}),
        ("my wife loves Titanic", {"Titanic": "others: 5"}),
        ("my kids hate Titanic, I love it", {"Titanic": "others: 1, 5 stars"}),
        ("we loved Titanic", {"Titanic": "5 stars"}),
        ("something shorter than Heat", {}),
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
        ("compare them", {"Heat": "about", "The Matrix": "about", "Groundhog Day": "about"}),
        ("is the first or the second longer", {"Heat": "about", "The Matrix": "about"}),
        ("i've seen numbers one and three", {"Heat": "seen", "Groundhog Day": "seen"}),
        ("my wife hates the second one", {"The Matrix": "others: 1"}),
        ("more like the first and less like the third", {"Heat": "similar_to", "Groundhog Day": "refused"}),
        ("what about the last one?", {"Groundhog Day": "about"}),
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
        ("comedies without Tom Hanks or Tom Cruise", (), ("Tom Hanks", "Tom Cruise")),
        ("Tom Hanks but leave out Tom Cruise", ("Tom Hanks",), ("Tom Cruise",)),
        ("Tom Hanks, not with Tom Cruise", ("Tom Hanks",), ("Tom Cruise",)),
        ("nobody in particular", (), ()),
    ],
)
def test_people_are_wanted_or_refused(
    message: str, wanted: tuple[str, ...], refused: tuple[str, ...], people: PeopleFinder
) -> None:
    reading = Reading()
    read_people(Scan(message), people, reading)
    assert (reading.people, reading.not_people) == (wanted, refused)


@pytest.mark.parametrize(
    ("message", "expected", "intent"),
    [
        ("who directed it?", {"Heat": "about"}, "fact"),
        ("is that one any good", {"Heat": "about"}, "fact"),
        ("i've seen that one", {"Heat": "seen"}, "recommend"),
        ("saw it last week", {"Heat": "seen"}, "recommend"),
        ("my wife hated it", {"Heat": "others: 1"}, "feedback"),
        ("great, like that", {"Heat": "similar_to"}, "recommend"),
        ("not that again", {"Heat": "refused"}, "recommend"),
        ("is it longer than Titanic?", {"Heat": "about", "Titanic": "about"}, "compare"),
        ("something with a dog in it", {}, "recommend"),
        ("it is raining here", {}, "recommend"),
    ],
)
def test_it_is_the_movie_spoken_of_last(
    message: str, expected: dict[str, str], intent: str, titles: TitleFinder, catalogue: Catalogue
) -> None:
    heat = next(movie.movie_id for movie in catalogue if movie.title == "Heat")
    session = dataclasses.replace(Session(History(None, {})), wish=Request(intent="fact", about=(heat,)))
    reading = Reading()
    read_mentions(Scan(message), titles, session, reading)
    assert named(reading, catalogue) == expected
    assert reading.intent == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("why not Heat?", "why"),
        ("Heat, why isn't it there?", "why"),
        ("what about Heat?", "why"),
        ("is Heat or Alien longer", "compare"),
        ("Alien vs Heat", "compare"),
        ("who directed Heat and Alien", "fact"),
        ("have you heard of Fargo?", "fact"),
        ("I loved Heat", "feedback"),
        ("my wife loved Heat", "feedback"),
        ("something like Heat or Alien", "recommend"),
    ],
)
def test_a_movie_is_asked_about_in_one_of_three_ways(message: str, intent: str, titles: TitleFinder) -> None:
    reading = Reading()
    read_mentions(Scan(message), titles, Session(History(None, {})), reading)
    assert reading.intent == intent


@pytest.mark.parametrize(
    ("message", "wanted", "intent"),
    [
        ("what has Hitchcock directed", ("Alfred Hitchcock",), "list"),
        ("films of Kurosawa", ("Akira Kurosawa",), "list"),
        ("all Tom Hanks films", ("Tom Hanks",), "list"),
        ("films with Tom Hanks", ("Tom Hanks",), "recommend"),
        ("the best Tom Hanks film of all time", ("Tom Hanks",), "recommend"),
        ("I've seen all Tom Hanks films", (), "recommend"),
    ],
)
def test_all_movies_of_a_person_are_a_list(
    message: str, wanted: tuple[str, ...], intent: str, people: PeopleFinder
) -> None:
    reading = Reading()
    read_people(Scan(message), people, reading)
    assert (reading.people, reading.intent) == (wanted, intent)


@pytest.mark.parametrize(
    ("message", "topic", "wanted"),
    [
        ("what else did he make", "director", "Michael Mann"),
        ("anything else by the same director", "all", "Michael Mann"),
        ("something else with him in it", "cast", "Al Pacino"),
    ],
)
def test_he_is_who_was_asked_about(message: str, topic: Topic, wanted: str, catalogue: Catalogue) -> None:
    heat = next(movie.movie_id for movie in catalogue if movie.title == "Heat")
    session = dataclasses.replace(Session(History(None, {})), wish=Request(intent="fact", about=(heat,), topic=topic))
    reading = Reading()
    read_ordinals(Scan(message), catalogue, session, reading)
    assert reading.people == (wanted,)


def test_a_bound_by_another_film_is_read_from_its_facts(titles: TitleFinder, catalogue: Catalogue) -> None:
    heat = next(movie for movie in catalogue if movie.title == "Heat")
    reading = Reading()
    read_mentions(Scan("something newer than Heat"), titles, Session(History(None, {})), reading)
    assert heat.year is not None
    assert (reading.min_year, reading.max_year) == (heat.year + 1, None)


@pytest.mark.parametrize(
    ("message", "names", "any_of_them"),
    [
        ("Tom Hanks or Al Pacino", ("Tom Hanks", "Al Pacino"), True),
        ("something by either Coppola or Michael Mann", ("Francis Ford Coppola", "Michael Mann"), True),
        ("with Al Pacino and Robert De Niro", ("Al Pacino", "Robert De Niro"), False),
        ("or something with Tom Hanks", ("Tom Hanks",), True),
        ("a film with Tom Hanks or a comedy", ("Tom Hanks",), False),
    ],
)
def test_people_are_a_choice_or_all_meant(
    message: str, names: tuple[str, ...], any_of_them: bool, people: PeopleFinder
) -> None:
    reading = Reading()
    read_people(Scan(message), people, reading)
    assert (reading.people, reading.any_people) == (names, any_of_them)


def test_two_people_refused_are_both_refused(people: PeopleFinder) -> None:
    reading = Reading()
    read_people(Scan("no Tom Hanks or Al Pacino please"), people, reading)
    assert (reading.not_people, reading.any_people) == (("Tom Hanks", "Al Pacino"), False)


@pytest.mark.parametrize(
    ("message", "refused"),
    [
        ("not by the Al Pacino", ("Al Pacino",)),
        ("I've seen everything by Michael Mann", ("Michael Mann",)),
        ("please no more Tom Hanks, I'm sick of him", ("Tom Hanks",)),
        ("please spare me Tom Hanks", ("Tom Hanks",)),
        ("we can't bear Tom Hanks", ("Tom Hanks",)),
        ("Tom Hanks gets on my nerves, a drama without him", ("Tom Hanks",)),
        ("Tom Hanks is so annoying", ("Tom Hanks",)),
        ("Tom Hanks is funny", ()),
    ],
)
def test_people_are_refused_in_other_words(message: str, refused: tuple[str, ...], people: PeopleFinder) -> None:
    reading = Reading()
    read_people(Scan(message), people, reading)
    assert reading.not_people == refused


def test_who_plays_in_a_told_wish_is_wanted(people: PeopleFinder) -> None:
    reading = Reading()
    read_people(Scan("one where Tom Hanks is charming"), people, reading)
    assert reading.people == ("Tom Hanks",)


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("a film directed by Clint Eastwood", "directed"),
        ("what did Clint Eastwood direct", "directed"),
        ("films Clint Eastwood has directed", "directed"),
        ("something starring Clint Eastwood", "played"),
        ("a western with Clint Eastwood but not directed by him", "only_played"),
        ("a film Clint Eastwood directed but isn't in", "only_directed"),
        ("a western with Clint Eastwood", "either"),
        ("anything by Clint Eastwood", "either"),
        ("starring Al Pacino and directed by Clint Eastwood", "either"),
        ("directed by Clint Eastwood or Michael Mann", "directed"),
    ],
)
def test_what_a_person_did_is_read(message: str, part: str, catalogue: Catalogue) -> None:
    actor = Movie(9999, "Nothing", directors=("Clint Eastwood",), cast=("Clint Eastwood",))
    reading = Reading()
    read_people(Scan(message), PeopleFinder(Catalogue([*catalogue, actor])), reading)
    assert "Clint Eastwood" in reading.people
    assert reading.part == part


@pytest.mark.parametrize(
    "message", ["is Al Pacino in any of those?", "are any of them scary", "does any of these star Al Pacino"]
)
def test_a_question_about_any_of_a_list_is_about_all_of_it(message: str, catalogue: Catalogue) -> None:
    reading, session = Reading(), listing(catalogue)
    read_ordinals(Scan(message), catalogue, session, reading)
    assert (reading.intent, reading.about) == ("fact", session.listed)


@pytest.mark.parametrize(
    "message", ["another of his", "by the same director", "anything else by him", "his other films"]
)
def test_the_maker_of_the_movie_asked_about_is_meant(message: str, catalogue: Catalogue) -> None:
    alien = next(movie for movie in catalogue if movie.title == "Alien")
    wish = Request(intent="fact", about=(alien.movie_id,), topic="director")
    reading = Reading()
    read_ordinals(Scan(message), catalogue, dataclasses.replace(Session(History(None, {})), wish=wish), reading)
    assert reading.people == alien.directors


@pytest.mark.parametrize("message", ["to watch with her", "have you seen any of them", "more of that"])
def test_other_pronouns_are_no_makers(message: str, catalogue: Catalogue) -> None:
    alien = next(movie for movie in catalogue if movie.title == "Alien")
    wish = Request(intent="fact", about=(alien.movie_id,), topic="director")
    reading = Reading()
    read_ordinals(Scan(message), catalogue, dataclasses.replace(Session(History(None, {})), wish=wish), reading)
    assert reading.people == ()


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("my friend Tom loves thrillers", "my friend     loves thrillers"),
        ("Tom and I want a western", "    and I want a western"),
        ("a film with dogs and Tom Hanks", "a film with dogs and          "),
        ("tom and jerry", "tom and jerry"),
    ],
)
def test_the_first_name_of_a_companion_is_nothing_to_search_for(message: str, left: str, people: PeopleFinder) -> None:
    scan = Scan(message)
    read_people(scan, people, Reading())
    kept = "".join(" " if scan.is_taken(at, at + 1) else char for at, char in enumerate(message))
    assert kept == left


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("is Michael Cera in it?", "fact"),
        ("did Michael Mann direct that one", "fact"),
        ("is there one with Tom Hanks in it?", "recommend"),
        ("did you make that film", "recommend"),
    ],
)
def test_who_is_in_it_asks_about_the_film_spoken_of(
    message: str, intent: str, titles: TitleFinder, catalogue: Catalogue
) -> None:
    alien = next(movie for movie in catalogue if movie.title == "Alien")
    wish = Request(intent="fact", about=(alien.movie_id,))
    reading = Reading()
    read_mentions(Scan(message), titles, dataclasses.replace(Session(History(None, {})), wish=wish), reading)
    assert reading.intent == intent
