"""The safest pick, a stretch and a short one, out of a ranking by hand."""

import dataclasses

import numpy as np
import pytest

from chatbot.conversation import Request
from chatbot.moment_features import MomentTable
from chatbot.tonight import LOVED, SHORT_MINUTES, is_open, places
from data.movies import Catalogue
from retrieval.index import Filters
from tests.chatbot.small_build import ALL, CATALOGUE, small_descriptions, small_signals


@dataclasses.dataclass(frozen=True)
class Small:
    """As much of a build as is asked."""

    catalogue: Catalogue
    moment: MomentTable


@pytest.fixture(scope="module")
def small():
    return Small(CATALOGUE, MomentTable(CATALOGUE, small_signals(), small_descriptions()))


def test_for_somebody_unknown_the_safest_is_that_which_most_people_know_and_like(small):
    order = [60, 77, 12, 3, 41, 5, 20]
    facts = small.moment.signals.facts
    rows = dict(zip(order, CATALOGUE.ids.rows(np.array(order)), strict=True))
    loved = {movie_id: small.moment.fame["known"][row] + LOVED * facts.stars[row] for movie_id, row in rows.items()}
    found = places(small, order, personal=False)
    assert next(iter(found.items())) == (max(loved, key=loved.get), "safest")
    assert places(small, order, personal=True)[60] == "safest"


def test_the_first_is_the_safest_and_each_place_is_given_once(small):
    for first in ALL:
        order = [first, *(movie_id for movie_id in ALL if movie_id != first)]
        found = places(small, order, personal=True)
        assert next(iter(found.items())) == (first, "safest")
        assert list(found.values()) == ["safest", "stretch", "short"]


def test_the_short_one_is_the_first_that_is_short_and_not_taken(small):
    order = [3, 41, 5, 8, 13, 12, 20]
    found = {place: movie_id for movie_id, place in places(small, order, personal=True).items()}
    short = [i for i in order[1:] if CATALOGUE[i].runtime_minutes <= SHORT_MINUTES and i != found["stretch"]]
    assert found["short"] == short[0]


def test_where_nothing_is_short_or_nothing_is_left_there_are_fewer(small):
    assert places(small, [], personal=True) == {}
    assert places(small, [12], personal=True) == {12: "safest"}
    assert set(places(small, [3, 5, 8, 20, 51], personal=True).values()) == {"safest", "stretch"}
    assert "short" not in places(small, [3, 50], personal=True).values()  # how long Glass runs is not known


def test_a_stretch_is_little_known_and_unlike_the_safest(small):
    known, genres = small.moment.fame["known"], small.moment.spaces["genres"]
    order = [5, 12, 3, 41, 20, 60, 77]
    rows = CATALOGUE.ids.rows(np.array(order))
    found = {place: movie_id for movie_id, place in places(small, order, personal=True).items()}
    daring = {
        movie_id: -known[row] - genres[row] @ genres[rows[0]] - 0.02 * at
        for at, (movie_id, row) in enumerate(zip(order, rows, strict=True))
        if at
    }
    assert found["stretch"] == max(daring, key=daring.get)


@pytest.mark.parametrize(
    "request_",
    [Request(), Request(liked=(3,), disliked=(5,), seen=(8,)), Request(others_liked=(3,), count=5)],
    ids=["nothing", "opinions", "others"],
)
def test_opinions_ask_for_nothing_in_particular(request_):
    assert is_open(request_)


@pytest.mark.parametrize(
    "request_",
    [
        Request(query="a heist"),
        Request(moods=("funny",)),
        Request(not_moods=("dark",)),
        Request(similar_to=(3,)),
        Request(filters=Filters(genres=("Comedy",))),
        Request(filters=Filters(not_movies=(3,))),
        Request(not_about=("war",)),
        Request(fame="hidden"),
        Request(rewatch=True),
        Request(intent="recall"),
        Request(intent="list"),
    ],
    ids=lambda request_: ",".join(sorted(request_.model_fields_set)),
)
def test_any_wish_asks_for_something(request_):
    assert not is_open(request_)
