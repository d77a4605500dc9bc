"""One person in the report."""

import re

import pandas as pd
import pytest

from chatbot.showcase import check_user, person_section, typical_user
from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS
from data.split import Split
from recommender.report import Markup


def table(*rows: tuple[int, int, float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


MOVIES = Catalogue([Movie(i, f"<b>Movie</b> {i}", 1990 + i, ("Drama",)) for i in range(1, 21)])


def test_favourites_are_the_best_and_latest_and_hits_are_marked() -> None:
    train = table(*((7, i, stars, i) for i, stars in enumerate([5, 3, 4, 5, 2, 4.5, 4], start=1)), (8, 9, 5.0, 0))
    test = table((7, 12, 4.5, 0), (7, 13, 1.0, 0), (8, 14, 5.0, 0))
    listed = pd.DataFrame({"movie_id": [14, 12, 15]})
    section = person_section(7, Split(train, test), listed, MOVIES, typical=False)
    text, favourites, top = section.parts
    assert isinstance(text, str)
    assert "7 ratings were learned from, 2 held back" in text
    assert "rated 1 in" in text
    assert isinstance(favourites, Markup)
    assert isinstance(top, Markup)
    titles = re.compile(r"</b>|<b>(.*?)</b>")
    assert [name for name in titles.findall(favourites.html) if name] == [
        f"&lt;b&gt;Movie&lt;/b&gt; {i} ({1990 + i})" for i in (4, 1, 6, 7, 3)
    ]
    assert re.findall(r'class="found">(.*?)<', top.html) == ["rated 4.5 stars"]  # 14 is another user's hit
    assert top.html.count('<img src="data:image/svg+xml;base64,') == 3
    assert "<b>Movie" not in favourites.html + top.html


def test_the_typical_user_is_the_one_nearest_to_the_mean() -> None:
    # nDCG 1, 0 and, for a hit at rank 2 with two held out, 0.39: the mean is 0.46
    lists = pd.DataFrame({"user_id": [1, 2, 3, 3], "movie_id": [5, 5, 6, 7], "rank": [1, 1, 1, 2]})
    test = table((1, 5, 4.0, 0), (2, 9, 4.0, 0), (3, 7, 4.0, 0), (3, 8, 4.0, 0))
    assert typical_user(lists, test) == 3


def test_a_user_with_nothing_to_learn_from_or_to_ask_about_is_refused() -> None:
    ratings = table((1, 1, 3.0, 0), (2, 1, 3.0, 0), (2, 2, 3.0, 0))
    check_user(ratings, 2)
    with pytest.raises(BadInput, match="--user 1 has 1 of the ratings"):
        check_user(ratings, 1)
    with pytest.raises(BadInput, match="--user 99 is not in the ratings"):
        check_user(ratings, 99)
