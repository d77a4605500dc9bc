"""Which wish gives way where all of them leave nothing, over a few films by hand."""

import dataclasses
import itertools

import pytest

from chatbot.conversation import Request
from chatbot.nearest import YIELDING, nearest, why_none, worded
from data.movies import Catalogue
from retrieval.index import Filters
from retrieval.words import WordIndex
from tests.chatbot.told import CATALOGUE, Known

KNOWN = Known()


def left(request):
    return KNOWN.filters.mask(request.filters)


def looser(**wishes):
    """The conditions that are left where these leave nothing."""
    assert not left(Request(filters=Filters(**wishes))).any()
    found = nearest(KNOWN, Request(filters=Filters(**wishes)), left)
    return None if found is None else found.filters


def test_the_wish_that_removed_most_gives_way_alone():
    assert looser(genres=("Crime",), max_runtime=100) == Filters(genres=("Crime",))
    assert looser(genres=("Comedy",), min_runtime=110) == Filters(min_runtime=110)  # three films are that long


def test_of_several_genres_or_people_one_gives_way():
    assert looser(genres=("Crime", "Comedy")) == Filters(genres=("Crime",))
    assert looser(people=("Al Pacino", "Keanu Reeves"), max_year=1994) == Filters(
        people=("Keanu Reeves",), max_year=1994
    )
    assert looser(genres=("Crime", "Horror", "Crime"), language="en") == Filters(
        genres=("Crime", "Crime"), language="en"
    )


def test_a_wish_that_lets_nothing_in_stays_while_another_can_go():
    assert looser(genres=("Comedy",), language="fr") == Filters(genres=("Comedy",))


def test_where_no_single_wish_is_enough_they_go_in_a_fixed_order():
    wishes = {"genres": ("Horror",), "language": "ja", "max_year": 1950}
    assert looser(**wishes) == Filters()
    kept = looser(genres=("Crime",), language="ja", max_runtime=60, not_genres=("Thriller",))
    assert kept == Filters(genres=("Crime",), not_genres=("Thriller",))


def test_refusals_never_give_way():
    refused = ("Crime", "Drama", "Comedy", "Action", "Mystery")
    assert looser(not_genres=(*refused, "Thriller"), not_movies=(2,)) is None
    assert looser(genres=("Western",), not_genres=refused, not_movies=(2,)) is None


def test_what_is_left_obeys_every_refusal_and_no_wish_goes_that_need_not():
    wishes = {"genres": ("Drama",), "min_year": 2000, "max_runtime": 120, "people": ("Tim Curry",), "language": "en"}
    for count in range(2, len(wishes) + 1):
        for some in itertools.combinations(wishes.items(), count):
            request = Request(filters=Filters(**dict(some), not_genres=("Mystery",)))
            if left(request).any():
                continue
            found = nearest(KNOWN, request, left)
            assert found is not None
            assert left(found).any()
            assert found.filters.not_genres == ("Mystery",)
            gone = {name for name in dict(some) if getattr(found.filters, name) != getattr(request.filters, name)}
            single = [
                name
                for name in dict(some)
                if left(Request(filters=request.filters.model_copy(update={name: Filters().model_dump()[name]}))).any()
            ]
            assert len(gone) == 1 if single else len(gone) > 1


def test_nothing_but_filters_changes():
    request = Request(query="a thief", count=5, filters=Filters(genres=("Crime",), max_runtime=100))
    found = nearest(KNOWN, request, left)
    assert found.model_dump(exclude={"filters"}) == request.model_dump(exclude={"filters"})


def test_only_wishes_of_the_filters_may_give_way():
    assert set(YIELDING) <= set(Filters.model_fields)
    assert not any(name.startswith("not_") for name in YIELDING)


def test_the_sentence_names_the_wish_and_counts_what_it_keeps_out():
    wish = Request(filters=Filters(genres=("Crime",), max_runtime=100))
    assert why_none(KNOWN, wish) == (
        "No movie meets all of that. Without the wish for at most 100 minutes, 2 movies fit."
    )
    alone = Request(filters=Filters(genres=("Comedy",), min_year=1990, max_runtime=100))
    assert "Without the wish for 1990 or later, one movie fits." in why_none(KNOWN, alone)


def test_where_all_that_meets_the_wishes_is_known_to_the_person_that_is_said():
    seen = Request(filters=Filters(genres=("Comedy",)), seen=(11,))
    assert why_none(KNOWN, seen).startswith("You have seen, been shown or turned down every movie")
    again = seen.model_copy(update={"seen": (), "liked": (1,), "rewatch": True})
    assert why_none(KNOWN, again) == "No more movies that you have seen meet all of that."


def test_where_no_single_wish_helps_that_is_said():
    wish = Request(filters=Filters(genres=("Horror",), language="ja", max_year=1950))
    assert why_none(KNOWN, wish) == "No movie in the catalogue meets all of that together."


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("genres=Comedy", "Comedy"),
        ("not_genres=Horror", "no Horror"),
        ("language=fr", "the language French"),
        ("countries=FR,DE", "films from France, Germany"),
        ("max_year=1999", "1999 or earlier"),
        ("not_movies", "other movies"),
    ],
)
def test_wishes_are_worded(wish, words):
    assert worded(wish) == words


@dataclasses.dataclass(frozen=True)
class Read(Known):
    """What a build knows, its words among it."""

    catalogue: Catalogue = CATALOGUE
    words: WordIndex | None = None


def test_a_theme_that_was_ruled_out_and_leaves_nothing_is_said(tmp_path):
    known = Read(words=WordIndex.build(tmp_path / "words.db", CATALOGUE))
    crime = Filters(people=("Al Pacino",))
    why = why_none(known, Request(filters=crime, not_about=("thief",)))
    assert why == "Every movie that meets the rest has to do with “thief”, which you ruled out."
    assert "seen" in why_none(known, Request(filters=crime, not_about=("lighthouse",)))
