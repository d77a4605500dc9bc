"""Why a movie was not shown, by hand-made wishes and rankings."""

import dataclasses

from chatbot.conversation import Request, Session
from chatbot.why import offers, why_not
from chatbot.wording import Voice
from data.movies import Movie
from data.ratings import History
from retrieval.index import Filters
from tests.chatbot.told import BARE, CASINO, CATALOGUE, CLUE, HEAT, NOBODY, SOMEBODY, SPEED, Known, after

VOICES = [Voice(NOBODY, f"message {n}", shows=False) for n in range(12)]


def why(movie: Movie, session: Session = NOBODY, ranking: tuple[int, ...] = (), **wish: object) -> str:
    request = Request.model_validate({"intent": "why", **wish})
    return why_not(CATALOGUE, session, request, movie.movie_id, ranking, VOICES[0])


def test_a_single_wish_is_named_with_the_fact_and_the_way_out() -> None:
    request = Request(filters=Filters(max_runtime=119, genres=("Crime",)))
    for voice in VOICES:
        text = why_not(CATALOGUE, NOBODY, request, HEAT.movie_id, (), voice)
        assert "**Heat** (1995)" in text
        assert "it runs 2 h 50 min, and you asked for under two hours" in text
        assert "“longer is fine”" in text
        assert "crime" not in text


def test_several_wishes_are_counted() -> None:
    text = why(HEAT, filters=Filters(max_runtime=119, genres=("Comedy",), min_year=2000))
    assert "hree" in text
    assert text.count(", and you asked for") == 3
    assert "Say" not in text


def test_what_is_known_to_the_person_is_said() -> None:
    rated = Session(History(3, {HEAT.movie_id: 4.0}))
    assert "you have rated it, with 4 stars" in why(HEAT, rated)
    assert "rated" not in why(HEAT, rated, rewatch=True)
    assert "you did not like it" in why(HEAT, disliked=(HEAT.movie_id,))
    assert "you have seen it" in why(HEAT, seen=(HEAT.movie_id,))
    assert "you turned it down" in why(HEAT, filters=Filters(not_movies=(HEAT.movie_id,)))
    assert "gave as an example" in why(HEAT, similar_to=(HEAT.movie_id,))
    shown = after(after(NOBODY, HEAT), CLUE)
    assert "I showed it to you before" in why(HEAT, shown)


def test_a_theme_ruled_out_is_found_in_what_is_told_of_the_movie() -> None:
    assert "its description speaks of thief" in why(HEAT, not_about=("thief", "war"))
    assert "war" not in why(HEAT, not_about=("thief", "war"))


def test_a_movie_on_the_list_is_pointed_at() -> None:
    assert why(HEAT, after(NOBODY, CLUE, HEAT)) == "**Heat** (1995) is on the list: it is number 2."


def test_a_movie_that_fits_has_its_place_behind_those_of_the_list() -> None:
    session = after(NOBODY, CLUE, SPEED)
    ranking = (CLUE.movie_id, 77, SPEED.movie_id, HEAT.movie_id)
    assert why(HEAT, session, ranking).endswith("in my ranking it comes 4th, behind Clue and Speed.")
    assert why(HEAT, session, (CLUE.movie_id, HEAT.movie_id, SPEED.movie_id)).endswith("it comes 2nd, behind Clue.")
    assert "not among the 2 films that came closest" in why(HEAT, session, (CLUE.movie_id, SPEED.movie_id))
    assert "ranking" not in why(HEAT)


def test_the_stars_expected_stand_beside_those_of_the_first_of_the_list() -> None:
    session = dataclasses.replace(after(SOMEBODY, CLUE), shown=())
    known = Known(stars={HEAT.movie_id: 3.4, CLUE.movie_id: 4.1})
    text = why_not(CATALOGUE, session, Request(), HEAT.movie_id, (11, 1), VOICES[0], known)
    assert text.endswith("From you I expect 3.4 of 5 stars for it, 4.1 for Clue.")


def test_a_way_is_offered_only_where_it_lets_the_movie_in() -> None:
    wish = Request(filters=Filters(max_runtime=119))
    assert offers(NOBODY, wish, HEAT) == ("longer is fine",)
    assert offers(NOBODY, wish.model_copy(update={"seen": (1,)}), HEAT) == ("longer is fine", "a rewatch is fine")
    assert offers(NOBODY, wish.model_copy(update={"disliked": (1,)}), HEAT) == ()
    assert offers(after(NOBODY, HEAT), wish, HEAT) == ()
    assert offers(NOBODY, Request(filters=Filters(not_movies=(1,))), HEAT) == ()
    assert offers(NOBODY, Request(), CASINO) == ()
    assert offers(NOBODY, wish, BARE) == ("any length",)
