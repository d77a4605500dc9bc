"""The predictors that the served one is measured against."""

import numpy as np
import pandas as pd
import pytest

from data.ratings import RATING_COLUMNS
from recommender.biases import biases
from recommender.star_baselines import Additive, SparkAls


@pytest.fixture(scope="module")
def ratings():
    """40 users of two tastes: half love the even of 30 movies, half the odd."""
    draw = np.random.default_rng(0)
    rows = [
        (10 * user, 5 * int(movie), 4.5 if movie % 2 == user % 2 else 1.5, 0)
        for user in range(40)
        for movie in draw.choice(30, 20, replace=False)
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


UNKNOWN = pd.DataFrame({"user_id": [10, 77, 77], "movie_id": [3, 5, 3]})


def test_biases_add_up_and_drop_out_where_they_are_unknown(ratings):
    model = Additive.train(ratings, 4.0)
    rows = ratings.user_id.to_numpy() // 10, ratings.movie_id.to_numpy() // 5
    mean, user_bias, item_bias = biases(*rows, ratings.stars.to_numpy(float), shrinkage=4.0)
    np.testing.assert_allclose(model.predict(ratings), mean + user_bias[rows[0]] + item_bias[rows[1]])
    np.testing.assert_allclose(model.predict(UNKNOWN), [mean + user_bias[1], mean + item_bias[1], mean])


@pytest.mark.spark
def test_als_upon_biases_knows_tastes_and_falls_back_on_the_biases(ratings, spark):
    upon = Additive.train(ratings, 4.0)
    model = SparkAls.train(ratings, spark, 0, upon=upon, rank=2, reg=0.05)
    errors = [np.abs(one.predict(ratings) - ratings.stars).mean() for one in (upon, model)]
    assert errors[1] < 0.3 < 1.2 < errors[0]
    np.testing.assert_allclose(model.predict(UNKNOWN), upon.predict(UNKNOWN))


@pytest.mark.spark
def test_als_alone_predicts_what_spark_does_and_nothing_for_the_unknown(ratings, spark):
    from pyspark.ml.recommendation import ALS

    model = SparkAls.train(ratings, spark, 3, rank=4, reg=0.1, iterations=5)
    rows = pd.DataFrame(
        {
            "user": (ratings.user_id // 10).astype(np.int32),
            "item": (ratings.movie_id // 5).astype(np.int32),
            "value": ratings.stars.astype(np.float32),
        }
    )
    als = ALS(
        userCol="user",
        itemCol="item",
        ratingCol="value",
        rank=4,
        regParam=0.1,
        maxIter=5,
        seed=3,
        numUserBlocks=2,
        numItemBlocks=2,
    )
    frame = spark.createDataFrame(rows)
    expected = als.fit(frame).transform(frame).toPandas().set_index(["user", "item"]).prediction
    found = pd.Series(model.predict(ratings), pd.MultiIndex.from_frame(rows[["user", "item"]]))
    np.testing.assert_allclose(found, expected.loc[found.index], atol=1e-4)
    assert np.isnan(model.predict(UNKNOWN)).all()
