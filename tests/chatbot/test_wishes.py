"""The wish said back to the person."""

import pytest

from chatbot.conversation import Request
from chatbot.wishes import COUNTRY_NAMES, a_genre, lengths_asked, understood, years_asked
from data.movies import GENRES, Catalogue, Movie
from retrieval.index import Filters

HEAT = Movie(1, "Heat", 1995, directors=("Michael Mann",), cast=("Al Pacino",))
GRAND = Movie(2, "Gran Torino", 2008, directors=("Clint Eastwood",), cast=("Clint Eastwood",))
CATALOGUE = Catalogue([HEAT, GRAND])


def said(*picks: Movie, filters: dict[str, object] | None = None, **wish: object) -> str:
    request = Request.model_validate({**wish, "filters": Filters.model_validate(filters or {})})
    return understood(request, CATALOGUE, picks)


def test_a_wish_without_conditions_is_not_said() -> None:
    assert said() == ""
    assert said(count=7, liked=(1,)) == ""


def test_a_wish_with_many_conditions_is_one_short_clause() -> None:
    filters = {
        **{"genres": ("Comedy",), "min_year": 1990, "max_year": 1999, "max_runtime": 119},
        **{"not_people": ("Adam Sandler",)},
    }
    assert said(filters=filters) == "comedies from the 1990s under two hours, nothing with Adam Sandler"
    assert said(filters={"not_genres": ("Horror", "War")}, moods=("funny",)) == "funny films, no horror or war"
    assert said(filters={"any_genres": ("Comedy", "Western")}, fame="hidden") == "little-known comedies or westerns"
    assert said(similar_to=(1,), moods=("funny", "light")) == "funny and light films like Heat"
    assert said(query="a lost dog", not_about=("war",)) == "films to do with “a lost dog”, nothing about war"
    assert said(filters={"language": "fr", "countries": ("BE", "FR")}) == "films in French from Belgium or France"
    assert said(rewatch=True) == "films, ones you have seen included"
    assert said(rewatch=True, filters={"genres": ("Drama",)}) == "dramas, ones you have seen included"
    assert said(not_moods=("violent",)) == "films, but nothing too violent"
    assert said(filters={"not_genres": ("Musical", "Horror")}) == "films, but no musicals or horror"
    assert said(filters={"min_runtime": 75, "max_runtime": 105}) == "films of 75 to 105 minutes"


def test_genres_that_go_together_make_one_noun() -> None:
    pairs = {
        ("Comedy", "Romance"): "romantic comedies",
        ("Crime", "Thriller"): "crime thrillers",
        ("Action", "Sci-Fi"): "action sci-fi films",
        ("Animation", "Children"): "animated children's films",
        ("Horror", "Comedy"): "horror comedies",
        ("Musical",): "musicals",
    }
    assert {genres: said(filters={"genres": genres}) for genres in pairs} == pairs


def test_the_films_found_show_whether_someone_plays_or_directs() -> None:
    assert said(HEAT, filters={"people": ("Al Pacino",)}) == "films with Al Pacino"
    assert said(HEAT, filters={"people": ("Michael Mann",)}) == "films by Michael Mann"
    assert said(GRAND, filters={"people": ("Clint Eastwood",)}) == "films with or by Clint Eastwood"
    assert said(filters={"people": ("Michael Mann",)}) == "films with Michael Mann"


def test_what_is_repeated_stays_short_and_cannot_be_markup() -> None:
    many = tuple(f"Person {n}" for n in range(6))
    assert said(filters={"not_people": many}).endswith(
        "nothing with Person 0, Person 1, Person 2 or three more that you ruled out"
    )
    assert said(query="one two three four five six seven eight nine") == "films that fit your description"
    assert said(query="<b>**x**") == r"films to do with “\<b\>\*\*x\*\*”"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (1990, 1999, "from the 1990s"),
        (1994, 1994, "from 1994"),
        (1985, 1995, "from 1985 to 1995"),
        (2000, None, "from 2000 on"),
        (None, 1979, "from before 1980"),
        (None, None, ""),
    ],
)
def test_years_are_said_as_they_hold(low: int | None, high: int | None, words: str) -> None:
    assert years_asked(low, high) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, 120, "at most two hours"),
        (None, 119, "under two hours"),
        (None, 95, "at most 95 minutes"),
        (121, None, "over two hours"),
        (135, None, "at least 135 minutes"),
        (75, 105, "between 75 and 105 minutes"),
        (None, None, ""),
    ],
)
def test_lengths_are_said_as_they_hold(low: int | None, high: int | None, words: str) -> None:
    assert lengths_asked(low, high) == words


def test_every_genre_has_a_name_for_one_film() -> None:
    names = [a_genre(genre) for genre in GENRES]
    assert len(set(names)) == len(GENRES)
    assert all(name.split()[0] in ("a", "an") for name in names)
    assert a_genre("Action") == "an action film"
    assert a_genre("Musical") == "a musical"
    assert all(len(code) == 2 for code in COUNTRY_NAMES)
