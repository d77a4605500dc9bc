"""Remarks on films set no condition; the same words in a wish do."""

import dataclasses

import pytest

from chatbot.conversation import Request, Session, Turn
from chatbot.reading import Reading, apply
from chatbot.rules import Rules
from data.demo_films import read_demo
from data.movies import Catalogue
from data.ratings import History
from retrieval.index import Filters
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder
from tests.chatbot.known_words import known_words


@pytest.fixture(scope="module")
def rules() -> Rules:
    catalogue = Catalogue(read_demo())
    titles = TitleFinder(catalogue, {movie.movie_id: movie.popularity or 0.0 for movie in catalogue})
    return Rules(catalogue, titles, PeopleFinder(catalogue), known_words(catalogue).__contains__)


def talking(wish: Request | None = None) -> Session:
    return dataclasses.replace(Session(History(None, {})), turns=(Turn("user", "x"),), wish=wish or Request())


def bounds(reading: Reading) -> tuple[object, ...]:
    return reading.genres, reading.any_genres, reading.min_year, reading.max_year, reading.language


@pytest.mark.parametrize(
    "message",
    [
        "ah, the old one?",
        "the new Groundhog Day looked good",
        "wow, what a classic",
        "Heat is such a classic!",
        "haha, classic",
        "he is just an old guy",
        "is it a musical?",
        "hm, are they animated?",
        "is that the french one?",
        "my last western was Heat",
        "I just saw an old war film",
        "we watched some comedy on monday",
        "the old ones are better",
        "I don't think the kids would like that",
        "my son liked it",
        "sounds scary",
    ],
)
def test_a_remark_sets_no_condition(message: str, rules: Rules) -> None:
    reading = rules.read(message, talking())
    assert bounds(reading) == ((), (), None, None, None)
    assert reading.intent != "out_of_scope"


@pytest.mark.parametrize(
    ("message", "name", "value"),
    [
        ("show me a classic", "max_year", 1979),
        ("a classic western", "max_year", 1979),
        ("is there a musical?", "genres", ("Musical",)),
        ("a western I haven't seen", "genres", ("Western",)),
        ("for my son", "genres", ("Children",)),
        ("my son liked it, what else can he watch?", "genres", ("Children",)),
        ("dramas and old classics", "max_year", 1979),
        ("an old film", "max_year", 1979),
        ("I'm in the mood for something scary", "genres", ("Horror",)),
        ("it should be a comedy", "genres", ("Comedy",)),
    ],
)
def test_the_same_words_in_a_wish_do(message: str, name: str, value: object, rules: Rules) -> None:
    assert getattr(rules.read(message, talking()), name) == value


@pytest.mark.parametrize(
    "message",
    [
        "not really into anything old",
        "I don't like old films",
        "nothing too old",
        "that's too old for me",
        "anything but the old ones",
    ],
)
def test_who_wants_nothing_old_wants_it_newer(message: str, rules: Rules) -> None:
    reading = rules.read(message, talking())
    assert reading.min_year is not None
    assert reading.max_year is None


@pytest.mark.parametrize(
    ("message", "alone", "choice"),
    [
        ("I enjoy westerns and musicals, what have you got", (), ("Western", "Musical")),
        ("good horror and drama any ideas", (), ("Horror", "Drama")),
        ("war and crime", (), ("War", "Crime")),
        ("dramas, thrillers", (), ("Drama", "Thriller")),
        ("a horror comedy", ("Comedy", "Horror"), ()),
        ("something with war and romance", ("War", "Romance"), ()),
        ("a mix of western and horror", ("Western", "Horror"), ()),
    ],
)
def test_tastes_are_a_choice_and_one_kind_of_film_is_not(
    message: str, alone: tuple[str, ...], choice: tuple[str, ...], rules: Rules
) -> None:
    reading = rules.read(message, talking())
    assert (set(reading.genres), reading.any_genres) == (set(alone), choice)


def test_a_list_is_a_question_of_its_own_and_the_wish_goes_on_behind_it(rules: Rules) -> None:
    wish = Request(query="heist", moods=("dark",), filters=Filters(genres=("Thriller",), max_runtime=120))
    listed = apply(rules.read("what has Hitchcock directed", talking(wish)), talking(wish))
    assert (listed.intent, listed.query, listed.moods) == ("list", "", ())
    assert listed.filters == Filters(people=("Alfred Hitchcock",), part="directed")
    after = apply(rules.read("something funny", talking(listed)), talking(listed))
    assert (after.filters, after.moods, after.paused) == (wish.filters, ("dark", "funny"), None)
    narrowed = apply(rules.read("only from the 50s", talking(listed)), talking(listed))
    assert narrowed.filters.people == ("Alfred Hitchcock",)
    resumed = apply(rules.read("something funny", talking(narrowed)), talking(narrowed))
    assert resumed.filters == wish.filters


def test_a_pronoun_means_who_was_praised_before(rules: Rules) -> None:
    session = talking(Request(fond_of=("Tom Hanks", "Meg Ryan")))
    assert rules.read("something with her", session).people == ("Meg Ryan",)
    assert rules.read("something to watch with my wife, it is for her", session).people == ()


def test_what_was_said_beside_a_list_outlives_it() -> None:
    listed = Request(intent="list", liked=(1,), fond_of=("Meg Ryan",), paused=Request(query="heist"))
    after = apply(Reading(query="trains"), talking(listed))
    assert (after.liked, after.fond_of, after.query) == ((1,), ("Meg Ryan",), "trains")


def test_a_whole_request_ends_the_example_before_it(rules: Rules) -> None:
    wish = Request(similar_to=(6,), moods=("funny",), query="heist", filters=Filters(not_genres=("War",)))
    after = apply(rules.read("a french western from the 1960s", talking(wish)), talking(wish))
    assert (after.similar_to, after.moods, after.query, after.filters.not_genres) == ((), (), "", ("War",))


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("is al pacino also in the film heat with the robbers", "fact"),
        ("more stuff like heat and groundhog day and the matrix", "recommend"),
        ("two students choke a pal to death and hide him in a chest before the guests come", "recall"),
    ],
)
def test_a_short_sentence_with_titles_tells_no_plot(message: str, intent: str, rules: Rules) -> None:
    assert rules.read(message, Session(History(None, {}))).intent == intent


def test_a_remark_before_a_wish_leaves_the_wish(rules: Rules) -> None:
    reading = rules.read("Heat was a bit long. A western please", Session(History(None, {})))
    assert (reading.intent, reading.genres) == ("recommend", ("Western",))
