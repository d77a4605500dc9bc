"""The evidence for a pick, worded, over a few films by hand."""

import dataclasses
import re
from collections.abc import Mapping, Sequence

from chatbot.causes import Causes
from chatbot.conversation import Request
from data.movies import Catalogue, Movie
from data.ratings import History

ALIEN = Movie(
    *(1, "Alien", 1979, ("Horror", "Sci-Fi")),
    overview="The crew of a ship wakes to a signal.",
    directors=("Ridley Scott",),
    cast=("Sigourney Weaver", "John Hurt"),
    keywords=("spaceship", "android"),
    tags=("scary", "horror", "creepy"),
)
RUNNER = Movie(2, "Blade Runner", 1982, ("Sci-Fi",), directors=("Ridley Scott",), keywords=("android",))
ALIENS = Movie(3, "Aliens", 1986, ("Action", "Sci-Fi"), cast=("Sigourney Weaver",), keywords=("spaceship",))
SHORT = Movie(4, "Short Circuit", 1986, ("Comedy",), keywords=("android",))
MOON = Movie(5, "Moon", 2009, ("Drama", "Sci-Fi"))
AGAIN = Movie(6, "Alien", 2003, ("Sci-Fi",))
OTHER = Movie(7, "Paris", 2008, ("Romance",))
CATALOGUE = Catalogue((ALIEN, RUNNER, ALIENS, SHORT, MOON, AGAIN, OTHER))
NOBODY = History(None, {})


@dataclasses.dataclass(frozen=True)
class Known:
    """What a build knows, by hand: whose liking carries a score, and which words tell something."""

    catalogue: Catalogue = CATALOGUE
    carried: Mapping[int, Sequence[int]] = dataclasses.field(default_factory=dict)
    telling: frozenset[str] = frozenset({"signal", "crew", "android", "ship"})

    def shares(self, history, movie_id):
        return [other for other in self.carried.get(movie_id, ()) if other in history.stars]

    def is_telling(self, word):
        return word in self.telling

    def reputation(self, movie):
        return "it has 4.0 of 5 stars from 9 ratings"


def causes(movie, *sources, history=NOBODY, known=Known(), **wish):
    return [(one.kind, one.text, one.movies) for one in Causes(known, history, Request(**wish)).of(movie, sources)]


def test_what_is_in_common_with_an_example_is_its_director_then_its_cast_its_themes_its_genres():
    assert causes(ALIEN, similar_to=(2,)) == [("like", "it is by Ridley Scott, like Blade Runner", (2,))]
    assert causes(ALIEN, similar_to=(3,)) == [("like", "it shares Sigourney Weaver with Aliens", (3,))]
    assert causes(ALIEN, similar_to=(4,)) == [("like", "it shares android with Short Circuit", (4,))]
    assert causes(ALIEN, similar_to=(5,)) == [("like", "it is a sci-fi film, like Moon", (5,))]


def test_where_nothing_is_in_common_only_a_model_that_proposed_it_is_a_reason():
    said = "people who watch Paris watch it too"
    assert causes(ALIEN, "als", similar_to=(7,)) == [("like", said, (7,))]
    assert causes(ALIEN, "two_tower", similar_to=(7,)) == [("like", said, (7,))]
    assert [kind for kind, *_ in causes(ALIEN, "words", similar_to=(7,))] == ["loved"]


def test_each_example_is_a_reason():
    assert [movies for _, _, movies in causes(ALIEN, similar_to=(3, 2))] == [(3,), (2,)]


def test_words_of_the_request_are_named_only_where_the_description_has_them_and_they_tell_something():
    ((kind, text, movies),) = causes(ALIEN, query="a film with a crew, a signal and a lighthouse, wakes")
    assert (kind, movies) == ("words", ())
    assert text == "its description speaks of crew and signal"
    assert [kind for kind, *_ in causes(MOON, query="a crew and a signal")] == ["loved"]


def test_liked_movies_that_carry_the_score_are_named_two_at_most_and_no_example_twice():
    known = Known(carried={1: (3, 2, 5)})
    history = History(None, {2: 4.0, 3: 5.0, 5: 4.5})
    assert causes(ALIEN, history=history, known=known) == [("liked", "you liked Aliens and Blade Runner", (3, 2))]
    told = causes(ALIEN, history=history, known=known, similar_to=(3,))
    assert told[1] == ("liked", "you liked Blade Runner and Moon", (2, 5))


def test_a_liked_movie_of_the_same_title_has_its_year():
    known = Known(carried={1: (6,)})
    assert causes(ALIEN, history=History(None, {6: 4.0}), known=known)[0][1] == "you liked Alien (2003)"


def test_of_a_movie_that_was_rated_the_own_rating_is_told():
    assert causes(MOON, history=History(None, {5: 4.5})) == [("rated", "you gave it 4.5 stars", ())]
    assert causes(MOON, history=History(None, {5: 1.0}))[0][1] == "you gave it 1 star"


def test_a_mood_shows_in_tags_before_genres():
    assert causes(ALIEN, moods=("scary",)) == [("mood", "it is tagged scary and creepy", ())]
    assert causes(SHORT, moods=("funny",)) == [("mood", "it is a comedy film", ())]
    assert [kind for kind, *_ in causes(MOON, moods=("funny",))] == ["loved"]


def test_reasons_come_strongest_first_and_what_everyone_thinks_only_where_there_is_none():
    known = Known(carried={1: (3,)})
    told = causes(
        ALIEN, known=known, history=History(None, {3: 5.0}), similar_to=(2,), query="a crew", moods=("scary",)
    )
    assert [kind for kind, *_ in told] == ["like", "words", "liked", "mood"]
    assert causes(ALIEN) == [("loved", "it has 4.0 of 5 stars from 9 ratings", ())]


def test_every_reason_names_only_the_movies_that_it_lists():
    known = Known(carried={1: (3, 2)})
    told = causes(ALIEN, "als", known=known, history=History(None, {2: 4, 3: 4}), similar_to=(5, 7))
    assert len(told) == 3
    for _, text, movies in told:
        named = {movie.movie_id for movie in CATALOGUE if re.search(rf"\b{movie.title}\b", text)}
        assert named == set(movies)
