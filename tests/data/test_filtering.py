import pandas as pd
import pytest

from data.errors import BadInput
from data.filtering import without_rare_movies
from data.ratings import RATING_COLUMNS, empty_ratings


@pytest.fixture
def ratings() -> pd.DataFrame:
    """Movies 7, 8 and 9 with one, two and three ratings."""
    pairs = [(1, 9), (1, 8), (2, 9), (2, 7), (3, 8), (4, 9)]
    return pd.DataFrame([(*pair, 3.5, 0) for pair in pairs], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


@pytest.mark.parametrize(("least", "kept"), [(1, [7, 8, 9]), (2, [8, 9]), (3, [9])])
def test_movies_with_fewer_ratings_are_left_out_and_the_order_is_kept(
    ratings: pd.DataFrame, least: int, kept: list[int]
) -> None:
    expected = [row for row in ratings.itertuples(index=False, name=None) if row[1] in kept]
    left = without_rare_movies(ratings, least)
    assert list(left.itertuples(index=False, name=None)) == expected
    assert left.index.tolist() == list(range(len(expected)))


def test_leaving_out_everything_is_refused_with_the_most_that_there_is(ratings: pd.DataFrame) -> None:
    with pytest.raises(BadInput, match=r"min_ratings = 4 ratings, the most rated has 3"):
        without_rare_movies(ratings, 4)
    with pytest.raises(BadInput, match="most rated has 0"):
        without_rare_movies(empty_ratings(), 1)
    with pytest.raises(BadInput, match="min_ratings is 0"):
        without_rare_movies(ratings, 0)
