"""What the sections of the report say of measurements."""

import numpy as np
import pandas as pd
import pytest

from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS
from recommender.candidates import Candidate
from recommender.evaluate import GAP, THIRDS, compare, judge, over_folds, wide
from recommender.figures import Drawing
from recommender.report import Table
from recommender.report_data import data_section, filter_section
from recommender.report_rankings import accuracy_table, activity_table, beyond_table, gap_table, ranking_section
from recommender.report_stars import learning_section, shares_section, stars_section, stars_table


def ratings_of(pairs):
    return pd.DataFrame([(*pair, 4.0, 86_400) for pair in pairs], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


class Fixed:
    """Proposes the same movies to everybody, but for those rated."""

    def __init__(self, movies):
        self.movies = movies

    def generate(self, history, k, allowed=None):
        movies = [movie for movie in self.movies if movie not in history.stars][:k]
        return [Candidate(movie, -float(place), "popular") for place, movie in enumerate(movies)]


@pytest.fixture(scope="module")
def movies():
    return Catalogue(Movie(i, f"Movie {i}", genres=("Drama",)) for i in range(1, 71))


@pytest.fixture(scope="module")
def measured(movies):
    """Of 24 users each rated a movie between 1 and 5; movies 11 and 12 are held out of all of them."""
    train = ratings_of((user, 1 + user % 5) for user in range(24))
    test = ratings_of((user, movie) for user in range(24) for movie in (11, 12))
    models = {"bad": Fixed(range(20, 71)), "good": Fixed([11, 12]), "half": Fixed([11, *range(20, 71)])}
    return compare(models, train, test, movies, seed=0)


def test_the_accuracy_of_each_model_stands_with_its_interval(measured):
    table = accuracy_table("x", measured)
    frame = table.frame.set_index("model")
    assert frame["nDCG@10"].to_dict() == wide(measured).ndcg.to_dict()
    assert frame["nDCG@10 low"].to_dict() == wide(measured, "low").ndcg.to_dict()
    assert frame["recall@50"].to_dict() == {"bad": 0, "good": 1, "half": 0.5}
    assert ("nDCG@10", "nDCG@10 low", "nDCG@10 high") in table.spans
    assert dict(table.best)["MRR@10"]
    assert table.caption.startswith("24 users")


def test_models_are_compared_with_the_best_and_equals_are_not_beyond_chance(measured):
    twin = measured[measured.model == "good"].assign(model="twin")
    frame = gap_table("x", pd.concat([measured, twin]), "good").frame.set_index("model")
    assert frame["beyond chance"].to_dict() == {"bad": "yes", "half": "yes", "twin": "no"}
    assert frame.iloc[:, 0]["bad"] == -1
    assert measured[(measured.metric == GAP) & (measured.model == "good")].value.item() == 0


def test_what_lists_are_like_and_whom_they_serve_has_a_row_per_model(measured):
    beyond = beyond_table("x", measured).frame.set_index("model")
    assert beyond["tail@10"].to_dict() == {"bad": 1, "good": 1, "half": 1}
    assert beyond["coverage@10"]["good"] == 2 / 5
    activity = activity_table("x", measured).frame.set_index("model")
    for third in THIRDS:
        assert activity[f"nDCG@10 {third.split()[0]}"]["good"] == 1


def test_a_ranking_is_explained_once(measured):
    texts = [
        [
            part
            for part in ranking_section("x", "X", "About.", measured, explained=explained).parts
            if isinstance(part, str)
        ]
        for explained in (True, False)
    ]
    assert texts[1] == ["About."]
    assert len(texts[0]) == 3


def test_the_stars_of_folds_become_one_row_per_model():
    draw = np.random.default_rng(0)
    train = ratings_of((user, 1) for user in range(9))
    predictors = {"fours": lambda pairs: np.full(len(pairs), 4.0), "threes": lambda pairs: np.full(len(pairs), 3.0)}
    folds = pd.concat(
        [
            judge(predictors, train, train.assign(stars=draw.integers(1, 11, 9) / 2)).assign(fold=fold)
            for fold in (1, 2, 3)
        ]
    )
    found = over_folds(folds).set_index(["model", "metric"])
    frame = stars_table(over_folds(folds)).frame.set_index("model")
    for model in predictors:
        assert frame.RMSE[model] == pytest.approx(found.value[model, "rmse"])
        assert frame["± RMSE"][model] == pytest.approx(
            folds[(folds.model == model) & (folds.metric == "rmse")].value.std()
        )
        assert frame["F1 at 3"][model] == pytest.approx(found.value[model, "f1"])
    rows = [(rank, 0.1, fold, 1 / rank + fold) for rank in (5, 10) for fold in (1, 2)]
    grid = pd.DataFrame(rows, columns=["rank", "reg", "fold", "rmse"])
    intervals = pd.DataFrame([("everything", "all ratings", n, share, 1.0) for n, share in ((10, 0.7), (30, 0.9))])
    intervals.columns = pd.Index(["by", "group", "n", "covered", "width"])
    tables = {part.name: part for part in stars_section(folds, intervals, grid).parts if isinstance(part, Table)}
    assert tables["grid"].frame.rmse.tolist() == pytest.approx([1.7, 1.6])
    assert tables["intervals"].frame.inside.tolist() == pytest.approx([0.85])


def test_shares_of_training_stand_side_by_side():
    rows = [
        (metric, model, value, share)
        for share in (0.6, 0.8)
        for metric, model, value in (("rmse", "a", share), ("ndcg", "b", 1 - share))
    ]
    section = shares_section(pd.DataFrame(rows, columns=["metric", "model", "value", "share"]))
    (table,) = (part for part in section.parts if isinstance(part, Table))
    assert table.frame.columns.tolist() == ["metric", "model", "60/40", "80/20"]
    assert table.frame["80/20"].tolist() == pytest.approx([0.8, 0.2])


def test_the_data_is_counted_and_the_filter_named(movies):
    ratings = ratings_of((user, movie) for user in range(4) for movie in range(1, 3 + user))
    section = data_section(ratings, movies)
    facts = next(part for part in section.parts if isinstance(part, Table)).frame.set_index("figure").value
    assert facts["ratings"] == 2 + 3 + 4 + 5
    assert facts["users"] == 4
    assert facts["movies in the catalogue"] == 70
    assert facts["movies rated"] == 5
    assert facts["pairs that are rated"] == "70.00%"
    assert facts["first rating"] == "1970-01-02"
    effect = pd.DataFrame({"measure": ["ratings"], "all ratings": [14], "filtered": [8]})
    text = filter_section(effect, 3).parts[0]
    assert isinstance(text, str)
    assert "fewer than 3 ratings" in text


def test_the_curves_of_learning_come_with_their_numbers():
    losses = pd.DataFrame([("BPR", epoch, 0.69 / epoch) for epoch in (1, 2)], columns=["model", "epoch", "loss"])
    rounds = pd.DataFrame([("ALS", 1, "training", 1.0)], columns=["model", "iterations", "part", "rmse"])
    parts = learning_section(losses, rounds).parts
    assert [part.name for part in parts if isinstance(part, Drawing)] == ["losses", "als_iterations"]
    assert [part.name for part in parts if isinstance(part, Table)] == ["losses", "als_iterations"]
