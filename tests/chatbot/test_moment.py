"""What of a conversation reaches the ranker of the moment, by hand."""

import numpy as np

from chatbot.conversation import Request, Session
from chatbot.moment import GIVEN, Moment
from data.ids import Ids
from data.ratings import History
from retrieval.index import Filters

IDS = Ids([3, 5, 8, 12, 20])
NOBODY = Session(History(None, {}))


def moment(request: Request, *named: int, stars: dict[int, float] | None = None) -> Moment:
    return Moment.of(Session(History(None, stars or {}), named=named), request, IDS)


def movie_ids(rows: np.ndarray) -> list[int]:
    return [int(movie_id) for movie_id in IDS.values[rows]]


def test_nothing_said_is_nothing_to_fit() -> None:
    empty = moment(Request())
    assert len(empty.liked) == len(empty.latest) == len(empty.stars) == 0
    assert empty.genres == empty.not_genres == frozenset()


def test_what_was_named_counts_as_liked_and_the_last_two_as_the_latest() -> None:
    said = moment(Request(liked=(20,)), 12, 3, 8)
    assert movie_ids(said.liked) == [12, 3, 8, 20]
    assert movie_ids(said.latest) == [8, 20]
    assert said.stars == dict.fromkeys((12, 3, 8, 20), GIVEN[True])


def test_a_movie_named_again_stands_where_it_was_named_last_and_an_unknown_one_nowhere() -> None:
    said = moment(Request(), 12, 3, 999, 12)
    assert movie_ids(said.liked) == [3, 12]
    assert 999 not in said.stars


def test_a_rejected_movie_is_a_low_rating_whoever_rejected_it() -> None:
    request = Request(disliked=(3,), others_disliked=(5,), filters=Filters(not_movies=(8, 999)), liked=(12,))
    said = moment(request, 3, 12)
    assert movie_ids(said.liked) == [12]
    assert said.stars == {12: GIVEN[True], 3: GIVEN[False], 5: GIVEN[False], 8: GIVEN[False]}


def test_own_ratings_count_for_what_was_named_and_only_for_that() -> None:
    said = moment(Request(), 3, 5, stars={3: 2.0, 5: 5.0, 20: 5.0})
    assert said.stars == {3: 2.0, 5: 5.0}
    assert movie_ids(said.liked) == [5]


def test_examples_are_what_the_talk_is_about_now() -> None:
    said = moment(Request(similar_to=(5,)), 5, 3, 8)
    assert movie_ids(said.latest) == [5]
    assert set(movie_ids(said.liked)) == {5, 3, 8}


def test_the_likings_of_those_who_watch_along_count() -> None:
    assert movie_ids(moment(Request(others_liked=(8,))).liked) == [8]


def test_genres_are_wished_for_by_name_and_by_mood() -> None:
    wish = Request(moods=("funny",), filters=Filters(genres=("Crime",), any_genres=("War", "Western"), people=("Ada",)))
    said = moment(wish)
    assert said.genres == {"Crime", "War", "Western", "Comedy"}
    assert said.not_genres == {"Horror", "War"}
    assert said.people == ("Ada",)
