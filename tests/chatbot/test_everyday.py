"""Everyday words beside wishes: what children said, who was in office, what goes without saying, and what is meant."""

import pytest

from chatbot.conversation import Request, Session, Turn
from chatbot.reading import Reading
from chatbot.rules import Rules
from data.ratings import History
from retrieval.index import Filters


def read(rules: Rules, message: str, wish: Request | None = None) -> Reading:
    turns = () if wish is None else (Turn("user", "hello"), Turn("assistant", "here", ()))
    return rules.read(message, Session(History(None, {}), turns, wish or Request()))


@pytest.mark.parametrize(
    ("message", "genres"),
    [
        ("my grandson recommended you, what do you suggest for a western?", ("Western",)),
        ("the kid who set this up said you know films. a thriller please", ("Thriller",)),
        ("my daughter said she wants a princess film", ("Children",)),
        ("something for the kid who loves dinosaurs", ("Children",)),
        ("a comedy for my grandson", ("Children",)),
    ],
)
def test_a_child_who_only_said_something_does_not_watch(rules: Rules, message: str, genres: tuple[str, ...]) -> None:
    assert read(rules, message).genres[: len(genres)] == genres


@pytest.mark.parametrize(
    ("message", "years"),
    [
        ("something made when Nixon was president", (1969, 1974)),
        ("a comedy from the Reagan years", (1981, 1989)),
        ("a film about Nixon", (None, None)),
        ("my mum was born in 1968 and I want a film from that year", (1968, 1968)),
        ("films made before my mum was born (1961)", (None, 1960)),
        ("older than my dad, born in 1955", (None, 1954)),
        ("from before the kids were born, say before 2000", (None, 1999)),
        ("something in colour", (1967, None)),
        ("first decade of this century", (2000, 2009)),
        ("a film in colour from the 50s", (1950, 1959)),
        ("polish or czech, after the war", (1945, 1959)),
        ("a film about 20 year old students", (None, None)),
    ],
)
def test_times_are_told_by_lives_offices_and_colour(
    rules: Rules, message: str, years: tuple[int | None, int | None]
) -> None:
    reading = read(rules, message)
    assert (reading.min_year, reading.max_year) == years


@pytest.mark.parametrize(
    ("message", "wish", "count"),
    [
        ("a pair of French films for the weekend", None, 2),
        ("a couple of thrillers", None, 2),
        ("a film about a couple who divorce", None, None),
        ("too comedies", None, 2),
        ("too many comedies", None, None),
        ("5 now", Request(filters=Filters(genres=("Comedy",))), 5),
        ("and a last one", Request(filters=Filters(genres=("Comedy",))), 1),
    ],
)
def test_how_many_in_other_words(rules: Rules, message: str, wish: Request | None, count: int | None) -> None:
    assert read(rules, message, wish).count == count


@pytest.mark.parametrize(
    ("message", "bounds"),
    [
        ("not a minute over 100", (None, 100)),
        ("my bus comes in 80 minutes, it must be over by then", (None, 80)),
        ("over 100 minutes", (100, None)),
    ],
)
def test_a_limit_to_the_minute(rules: Rules, message: str, bounds: tuple[int | None, int | None]) -> None:
    reading = read(rules, message)
    assert (reading.min_runtime, reading.max_runtime) == bounds
    assert reading.not_about == ()


@pytest.mark.parametrize(
    ("message", "refused", "wanted"),
    [
        ("not tom hanks, meg ryan", ("Tom Hanks",), ("Meg Ryan",)),
        ("no tom hanks, meg ryan", ("Tom Hanks", "Meg Ryan"), ()),
        ("not tom hanks or meg ryan", ("Tom Hanks", "Meg Ryan"), ()),
        ("neither Tom Hanks nor Meg Ryan please", ("Tom Hanks", "Meg Ryan"), ()),
        ("either Tom Hanks or Meg Ryan", (), ("Tom Hanks", "Meg Ryan")),
        ("something that isn't by Hitchcock", ("Alfred Hitchcock",), ()),
        ("who doesn't love Meg Ryan, find me one of hers", (), ("Meg Ryan",)),
    ],
)
def test_whom_a_message_puts_in_place_of_whom(
    rules: Rules, message: str, refused: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    reading = read(rules, message)
    assert (set(reading.not_people), set(reading.people)) == (set(refused), set(wanted))


@pytest.mark.parametrize(
    ("message", "languages"),
    [
        ("anything animated but Japanese stuff", ("ja",)),
        ("anything funny but Japanese", ()),
        ("a french film, no subtitles problem", ()),
    ],
)
def test_what_a_but_takes_out_is_a_kind_of_films(rules: Rules, message: str, languages: tuple[str, ...]) -> None:
    assert read(rules, message).not_languages == languages


def test_more_serious_takes_the_fun_out_and_adds_no_genre(rules: Rules) -> None:
    reading = read(rules, "more serious", Request(moods=("funny",), filters=Filters(genres=("Sci-Fi",))))
    assert (reading.taken_back, reading.genres, reading.not_moods) == (("funny",), (), ("light",))


@pytest.mark.parametrize(
    ("message", "themes"),
    [
        ("i'm so over superheroes, give me an action film", ("superheroes",)),
        ("i'm over at my mum's, an action film please", ()),
        ("teen romance that isn't set in high school", ("high school",)),
    ],
)
def test_what_somebody_is_over_is_refused(rules: Rules, message: str, themes: tuple[str, ...]) -> None:
    reading = read(rules, message)
    assert (reading.intent, reading.not_about) == ("recommend", themes)


def test_i_say_gives_no_order(rules: Rules) -> None:
    assert read(rules, "if I say: a comedy from the 90s, what do you find?").genres == ("Comedy",)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("ooh lovely thank you thats perfect", "small_talk"),
        ("who are you then", "small_talk"),
        ("cheers mate, ta ra", "small_talk"),
        ("could you kindly book me two seats at the Odeon for Saturday?", "out_of_scope"),
        ("a film about two seats on a train", "recommend"),
    ],
)
def test_talk_and_errands_are_no_wishes(rules: Rules, message: str, intent: str) -> None:
    assert read(rules, message).intent == intent
