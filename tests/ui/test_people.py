import types
from typing import cast

import numpy as np
import pandas as pd
import pytest

from chatbot.serving import Serving
from chatbot.ui.people import INVITATION, NEWCOMER, SHOWN, favourites, label, people, person, picker_html
from data.movies import Catalogue, Movie
from data.ratings import Histories, History
from recommender.item_facts import ItemFacts


@pytest.fixture(scope="module")
def build() -> Serving:
    """1000 users of four movies; user 7 alone loves the westerns, and everyone watches the dramas."""
    catalogue = Catalogue(
        (
            *(Movie(number, f"Drama {number}", genres=("Drama",)) for number in range(1, 11)),
            *(Movie(number, f"<Western> {number}", genres=("Western", "Drama")) for number in range(11, 31)),
        )
    )
    rows = [(user, movie, 3.0 + movie % 3, movie) for user in range(1, 1001) for movie in range(1, 11)]
    rows += [(7, movie, 5.0, 100 + movie) for movie in range(11, 31)]
    ratings = pd.DataFrame(rows, columns=["user_id", "movie_id", "stars", "rated_at"])
    histories = Histories(ratings)
    parts = types.SimpleNamespace(
        catalogue=catalogue,
        histories=histories,
        moment=types.SimpleNamespace(
            genre_names=["Drama", "Western"],
            has_genre=np.array(
                [["Drama" in movie.genres, "Western" in movie.genres] for movie in catalogue], np.float32
            ),
            signals=types.SimpleNamespace(facts=ItemFacts.of(ratings, catalogue)),
        ),
        history=lambda user_id: History(None, {}) if user_id is None else histories[user_id],
    )
    return cast(Serving, parts)


def test_someone_new_comes_first_and_a_few_users_from_all_over_follow(build: Serving) -> None:
    choices = people(build)
    assert choices[0] == ("Someone new", NEWCOMER)
    assert len(choices) == SHOWN + 1
    numbers = [int(value) for _, value in choices[1:]]
    assert numbers == sorted(numbers)
    assert (numbers[0], numbers[-1]) == (1, 1000)


def test_typed_digits_find_the_users_whose_number_begins_with_them(build: Serving) -> None:
    assert [value for _, value in people(build, "User 100 – 10 ratings")] == ["100", "1000", NEWCOMER]
    assert [value for _, value in people(build, "7")][:3] == ["7", "70", "71"]
    assert [value for _, value in people(build, "1001")] == [NEWCOMER]


@pytest.mark.parametrize("typed", ["", "western", "²", "User", "<b>"])
def test_anything_but_a_number_shows_users_from_all_over(build: Serving, typed: str) -> None:
    assert people(build, typed) == people(build)


def test_a_user_is_described_by_ratings_and_by_what_they_like_more_than_others_do(build: Serving) -> None:
    labels = {value: label for label, value in people(build, "7")}
    assert labels["7"] == "User 7 – 30 ratings, likes Western"
    assert labels["70"] == "User 70 – 10 ratings"
    assert label(build, person(build, "7")) == labels["7"]
    assert label(build, History(None, {})) == "Someone new"


def test_the_picker_escapes_what_it_shows() -> None:
    html = picker_html([("<b>", '"x')], '"><script>')
    assert "<b>" not in html
    assert "<script>" not in html
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert 'data-person="&quot;x"' in html


def test_a_choice_leads_to_its_history_and_anything_else_to_someone_new(build: Serving) -> None:
    assert person(build, "7").user_id == 7
    for value in (NEWCOMER, "", "99999", "-1", "x", "7.5", "²", "9" * 5000):
        assert person(build, value) == History(None, {})


def test_the_line_below_names_what_was_rated_best_last_and_escapes_it(build: Serving) -> None:
    line = favourites(build, person(build, "7"))
    assert line.startswith("Rated highest: <cite>&lt;Western&gt; 30</cite>, <cite>&lt;Western&gt; 29</cite>")
    assert favourites(build, History(None, {})) == INVITATION
