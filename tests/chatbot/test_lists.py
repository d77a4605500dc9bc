"""Lists for many people: histories put together from tables in pieces, and models without their vectors of users."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from chatbot.build_parts import Parts
from chatbot.lists import TOLD, ListPlan, histories, lists_of_tables, load_items, make_lists
from chatbot.serving import Serving
from data.errors import BadInput
from data.ratings import Histories, History
from recommender.models import AIMS, MODELS


def rows(*given: tuple[int, int, float, int]) -> pd.DataFrame:
    table = pd.DataFrame(given, columns=["user_id", "movie_id", "stars", "rated_at"])
    return table.astype({"stars": np.float32}).assign(**{TOLD: False})


def cut(table: pd.DataFrame, size: int) -> Iterator[pd.DataFrame]:
    return (table[start : start + size] for start in range(0, len(table), size))


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_history_may_go_on_in_the_next_table(size: int) -> None:
    table = rows((-4, 9, 5.0, 70), (-4, 2, 1.5, 80), (3, 2, 4.0, 10), (7, 1, 3.0, 20), (7, 5, 2.0, 20), (7, 6, 0.5, 30))
    assert list(histories(cut(table, size))) == [
        (-4, History(-4, {9: 5.0, 2: 1.5}, 80)),
        (3, History(3, {2: 4.0}, 10)),
        (7, History(7, {1: 3.0, 5: 2.0, 6: 0.5}, 30)),
    ]
    assert list(histories([])) == []


def test_what_was_told_replaces_what_was_rated_and_comes_last() -> None:
    table = rows((7, 1, 3.0, 50), (7, 5, 2.0, 60), (7, 5, 4.5, 10), (7, 8, 1.0, 20))
    ((_, history),) = histories([table])
    assert list(history.stars.items()) == [(1, 3.0), (5, 4.5), (8, 1.0)]
    assert history.rated_at == 60


@pytest.mark.slow
@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("model", MODELS)
def test_without_the_vectors_of_users_each_model_makes_the_same_lists(model: str, aim: str, serving: Serving) -> None:
    plan = ListPlan.of(12, model, aim, 0.0, 0.0, None)
    some = [(user, serving.histories[user]) for user in (1, 2, 3, 77)]
    people = [*some, (-1, History(None, {})), (-2, History(None, {next(iter(serving.histories[1].stars)): 0.5}))]
    light = load_items(serving.build)
    assert light.two_towers["any"].user_factors.shape[0] == 1
    pd.testing.assert_frame_equal(make_lists(light, plan, people), make_lists(serving.models, plan, people))


@pytest.mark.slow
def test_lists_of_tables_are_those_of_the_histories(serving: Serving) -> None:
    plan = ListPlan.of(6, "blend", "next", 0.3, 0.2, list(range(1, 400)))
    ratings = pd.read_parquet(Parts(serving.build).ratings)
    ratings = ratings[ratings.user_id <= 40].sort_values(["user_id", "rated_at", "movie_id"]).assign(**{TOLD: False})
    made = pd.concat(lists_of_tables(serving.build, plan, cut(ratings, 333)), ignore_index=True)
    known = Histories(ratings)
    people = [(int(user), known[int(user)]) for user in known.users]
    pd.testing.assert_frame_equal(made, make_lists(serving.models, plan, people))
    assert made.movieId.max() < 400


def test_a_model_or_an_aim_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="--model is 'svd': choose one of blend, als, two-tower"):
        ListPlan.of(5, "svd", "any", 0.0, 0.0, None)
    with pytest.raises(BadInput, match="--aim is 'now': choose one of any, next"):
        ListPlan.of(5, "als", "now", 0.0, 0.0, None)
