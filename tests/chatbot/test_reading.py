"""What a reading does to the wish so far, without any text."""

import dataclasses

from chatbot.conversation import Request, Session
from chatbot.reading import Reading, apply, longer, newer, older, shorter
from data.movies import Catalogue, Movie
from data.ratings import History
from retrieval.index import Filters

CATALOGUE = Catalogue(
    [
        Movie(1, "A", 1990, runtime_minutes=100),
        Movie(2, "B", 2000, runtime_minutes=120),
        Movie(3, "C", 2010),
        Movie(4, "D"),
    ]
)


def wishing(**filters: object) -> Session:
    return Session(History(None, {}), wish=Request(filters=Filters(**filters)))


def listing(*listed: int) -> Session:
    return Session(History(None, {}), listed=listed)


def test_one_bound_keeps_the_other_unless_they_cross() -> None:
    session = wishing(min_year=1990, max_year=1999)
    assert apply(Reading(min_year=1995), session).filters.max_year == 1999
    assert apply(Reading(min_year=2005), session).filters.max_year is None
    assert apply(Reading(max_year=1980), session).filters.min_year is None


def test_a_genre_wanted_is_no_longer_refused_and_the_other_way_round() -> None:
    session = wishing(genres=("Comedy",), not_genres=("Horror",))
    filters = apply(Reading(genres=("Horror",), not_genres=("Comedy",)), session).filters
    assert (filters.genres, filters.not_genres) == (("Horror",), ("Comedy",))


def test_a_fresh_reading_keeps_only_exclusions_and_opinions() -> None:
    wish = Request(
        query="robots",
        moods=("dark",),
        liked=(1,),
        seen=(2,),
        filters=Filters(genres=("Comedy",), not_genres=("Horror",), not_people=("X",), not_movies=(3,), min_year=1990),
        count=7,
    )
    session = dataclasses.replace(listing(), wish=wish)
    after = apply(Reading(fresh=True), session)
    assert after.filters == Filters(not_genres=("Horror",), not_people=("X",), not_movies=(3,))
    assert (after.query, after.moods, after.liked, after.seen, after.count) == ("", (), (1,), (2,), 3)


def test_a_question_leaves_the_wish_as_it_is() -> None:
    session = wishing(genres=("Comedy",))
    after = apply(Reading(intent="fact", about=(2,), topic="cast", genres=("War",)), session)
    assert (after.intent, after.about, after.topic) == ("fact", (2,), "cast")
    assert after.filters == session.wish.filters


def test_an_opinion_replaces_the_one_before() -> None:
    session = dataclasses.replace(listing(), wish=Request(liked=(1,), disliked=(2,)))
    after = apply(Reading(stars={1: 1.0, 2: 5.0}), session)
    assert (after.liked, after.disliked) == ((2,), (1,))


def test_countries_are_replaced() -> None:
    session = wishing(countries=("FR",))
    assert apply(Reading(countries=("GB",)), session).filters.countries == ("GB",)
    assert apply(Reading(), session).filters.countries == ("FR",)


def test_comparatives_count_from_the_middle_of_the_list() -> None:
    session = listing(1, 2, 3, 4)
    assert newer(session.listed, CATALOGUE, 2020) == 2001
    assert older(session.listed, CATALOGUE) == 1999
    assert shorter(session.listed, CATALOGUE) == 105
    assert longer(session.listed, CATALOGUE) == 115


def test_comparatives_have_a_meaning_without_a_list() -> None:
    session = listing()
    assert newer(session.listed, CATALOGUE, 2020) == 2012
    assert older(session.listed, CATALOGUE) == 1979
    assert shorter(session.listed, CATALOGUE) == 100
    assert longer(session.listed, CATALOGUE) == 130


def test_newer_never_asks_for_more_than_there_is() -> None:
    assert newer((3,), CATALOGUE, 2010) == 2010


def test_what_is_taken_back_is_neither_asked_for_nor_refused() -> None:
    wish = Request(
        moods=("dark",),
        not_moods=("violent",),
        not_about=("clowns",),
        filters=Filters(people=("X",), not_people=("Y",), language="fr", not_languages=("ja",), not_countries=("US",)),
    )
    back = ("dark", "violent", "clowns", "X", "Y", "fr", "ja", "US")
    after = apply(Reading(taken_back=back), dataclasses.replace(listing(), wish=wish))
    assert after == Request()


def test_what_is_dropped_takes_its_default_again() -> None:
    wish = Request(query="pirates", fame="hidden", filters=Filters(min_year=1990, max_runtime=90))
    after = apply(Reading(dropped=("query", "fame", "max_runtime")), dataclasses.replace(listing(), wish=wish))
    assert (after.query, after.fame, after.filters) == ("", "any", Filters(min_year=1990))


def test_an_earlier_mood_gives_way_to_its_opposite() -> None:
    session = dataclasses.replace(listing(), wish=Request(moods=("dark", "clever")))
    assert apply(Reading(moods=("light",)), session).moods == ("clever", "light")


def test_refused_themes_and_moods_outlive_a_fresh_request() -> None:
    session = dataclasses.replace(listing(), wish=Request(not_about=("clowns",), not_moods=("violent",), query="x"))
    after = apply(Reading(fresh=True, query="y"), session)
    assert (after.query, after.not_about, after.not_moods) == ("y", ("clowns",), ("violent",))


def test_years_refused_in_the_same_breath_never_leave_none_of_those_asked_for() -> None:
    both = Reading(min_year=1980, max_year=1989, not_years=((1980, 1989),))
    assert apply(both, wishing()).filters.not_years == ()
    some = Reading(min_year=1980, max_year=1989, not_years=((1985, 1985),))
    assert apply(some, wishing()).filters.not_years == ((1985, 1985),)
