import numpy as np

from data.ids import Ids
from recommender.factors import Factors
from recommender.fold import RidgeFold
from recommender.stars_als import AlsStars

USERS, MOVIES = [2, 3, 5, 8], [10, 20, 30, 40, 50]


def predictor(n_users: int = len(USERS), n_movies: int = len(MOVIES), rank: int = 3) -> AlsStars:
    rng = np.random.default_rng(6)
    return AlsStars(
        Factors(
            source="als",
            items=Ids(MOVIES if n_movies == len(MOVIES) else range(n_movies)),
            users=Ids(USERS if n_users == len(USERS) else range(n_users)),
            item_factors=rng.normal(size=(n_movies, rank)).astype(np.float32),
            user_factors=rng.normal(size=(n_users, rank)).astype(np.float32),
            item_bias=rng.normal(size=n_movies).astype(np.float32),
            user_bias=rng.normal(size=n_users).astype(np.float32),
            mean=3.5,
            fold=RidgeFold(reg=0.2, shrinkage=4.0),
        )
    )


def test_every_pair_has_a_prediction_and_what_is_unknown_drops_out_of_the_sum() -> None:
    stars = predictor()
    factors = stars.factors
    pairs = [(user, movie) for user in [*USERS, 777] for movie in [*MOVIES, 999]]
    expected = []
    for user, movie in pairs:
        total = 3.5
        if user in USERS:
            total += float(factors.user_bias[USERS.index(user)])
        if movie in MOVIES:
            total += float(factors.item_bias[MOVIES.index(movie)])
        if user in USERS and movie in MOVIES:
            total += float(factors.user_factors[USERS.index(user)] @ factors.item_factors[MOVIES.index(movie)])
        expected.append(min(max(total, 0.5), 5.0))
    found = stars.predict([user for user, _ in pairs], [movie for _, movie in pairs])
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found[-1] == 3.5
    assert {float(found.min()), float(found.max())} == {0.5, 5.0}  # both ends of the scale are reached here


def test_no_pairs_have_no_predictions() -> None:
    assert predictor().predict([], []).shape == (0,)


def test_a_million_pairs_are_predicted_as_one_by_one() -> None:
    stars = predictor(n_users=6_000, n_movies=9_000, rank=50)
    rng = np.random.default_rng(3)
    users, movies = rng.integers(0, 6_500, 1_000_000), rng.integers(0, 9_500, 1_000_000)
    found = stars.predict(users, movies)
    some = rng.integers(0, 1_000_000, 100)
    np.testing.assert_allclose(found[some], [stars.predict([users[n]], [movies[n]])[0] for n in some], atol=1e-5)
