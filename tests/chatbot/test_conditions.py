"""Single wishes that a movie does not meet, against the filter that the index uses."""

import dataclasses
import random

from chatbot.conditions import unmet
from chatbot.conversation import Request
from chatbot.reading import apply
from chatbot.rules import Rules
from data.movies import Movie
from retrieval.filters import allows
from retrieval.index import Filters
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder
from tests.chatbot.known_words import known_words
from tests.chatbot.told import BARE, CATALOGUE, CLUE, HEAT, NOBODY, SPEED, after

GENRES = ("Comedy", "Drama", "Horror")
NAMES = ("Ann A", "Bob B", "Cy C")
CODES = ("en", "fr", "ko")
COUNTRIES = ("US", "FR", "KR")


def a_movie(draw: random.Random, movie_id: int) -> Movie:
    def some(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value for value in values if draw.random() < 0.4)

    return Movie(
        *(movie_id, f"Film {movie_id}", draw.choice((None, 1980, 1995, 2010)), some(GENRES)),
        runtime_minutes=draw.choice((None, 80, 100, 150)),
        language=draw.choice((None, *CODES)),
        countries=some(COUNTRIES),
        directors=some(NAMES),
        cast=some(NAMES),
    )


def a_wish(draw: random.Random) -> Filters:
    def some(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value for value in values if draw.random() < 0.15)

    return Filters(
        genres=some(GENRES),
        any_genres=some(GENRES),
        not_genres=some(GENRES),
        min_year=draw.choice((None, None, 1990)),
        max_year=draw.choice((None, None, 2000)),
        min_runtime=draw.choice((None, None, 90)),
        max_runtime=draw.choice((None, None, 120)),
        people=some(NAMES),
        not_people=some(NAMES),
        language=draw.choice((None, None, None, "fr")),
        not_languages=some(CODES),
        countries=some(COUNTRIES),
        not_countries=some(COUNTRIES),
        not_movies=draw.choice(((), (), (3,))),
    )


def test_a_movie_meets_a_wish_exactly_where_nothing_is_unmet() -> None:
    draw = random.Random(5)
    seen: set[str] = set()
    for movie_id in range(3000):
        movie, filters = a_movie(draw, movie_id % 7), a_wish(draw)
        broken = unmet(filters, movie)
        seen.update(wish.field for wish in broken)
        assert allows(filters, movie) == (not broken)
        without = {wish.field: Filters.model_fields[wish.field].default for wish in broken}
        if "min_year" in without or "max_year" in without:
            without |= {"min_year": None, "max_year": None}
        if "min_runtime" in without or "max_runtime" in without:
            without |= {"min_runtime": None, "max_runtime": None}
        assert allows(filters.model_copy(update=without), movie)
    assert len(seen) >= 13


def test_the_fact_and_the_wish_stand_in_words() -> None:
    movie = Movie(1, "Heat", 1995, ("Crime", "Drama"), runtime_minutes=170, language="en", cast=("Al Pacino",))
    filters = Filters(
        genres=("Comedy",),
        not_genres=("Crime",),
        min_year=2000,
        max_runtime=119,
        people=("Tom Hanks",),
        not_people=("Al Pacino",),
        language="fr",
    )
    told = [(wish.fact, wish.wish, wish.way) for wish in unmet(filters, movie)]
    assert told == [
        ("its genres are crime and drama", "you asked for a comedy", "it doesn't have to be a comedy"),
        ("it is a crime film", "you wanted no crime", "crime is fine"),
        ("it is from 1995", "you asked for films from 2000 on", "older is fine"),
        ("it runs 2 h 50 min", "you asked for under two hours", "longer is fine"),
        (
            "Tom Hanks is not among the names I know of it",
            "you asked for Tom Hanks",
            "it doesn't have to be with Tom Hanks",
        ),
        ("Al Pacino plays in it", "you wanted nothing with Al Pacino", "Al Pacino is fine"),
        ("it is in English", "you asked for films in French", "any language"),
    ]


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    bare = Movie(2, "Untold")
    filters = Filters(genres=("Comedy",), max_year=1990, min_runtime=60, not_languages=("fr",), countries=("US",))
    assert all("I do not know" in wish.fact for wish in unmet(filters, bare))
    french = Movie(3, "Amelie", language="fr")
    assert [wish.fact for wish in unmet(Filters(not_countries=("FR",)), french)] == ["its language points to France"]


def test_every_way_out_is_understood_by_the_rules() -> None:
    """What an answer tells the person to say ends exactly the wish that it was offered for."""
    titles = TitleFinder(CATALOGUE, {})
    rules = Rules(CATALOGUE, titles, PeopleFinder(CATALOGUE), known_words(CATALOGUE).__contains__)
    filters = Filters(
        genres=("Musical",),
        not_genres=("Crime", "Drama"),
        min_year=2000,
        max_runtime=119,
        people=("Clint Eastwood",),
        not_people=("Al Pacino",),
        language="fr",
    )
    unknown = Filters(any_genres=("Comedy", "War"), max_year=1990, min_runtime=60, countries=("FR",))
    for wish, movie in ((filters, HEAT), (unknown, BARE), (unknown, HEAT)):
        session = after(dataclasses.replace(NOBODY, wish=Request(filters=wish)), CLUE, SPEED)
        for broken in unmet(wish, movie):
            request = apply(rules.read(broken.way, session), session)
            left = [(one.field, one.way) for one in unmet(request.filters, movie)]
            assert (broken.field, broken.way) not in left
            assert len(left) == len(unmet(wish, movie)) - 1
