"""A film beside a person, held against the models asked directly."""

import numpy as np
import pandas as pd
import pytest

from chatbot.build_parts import Parts
from chatbot.closeup import AGAINST, HALVES, closeup, histogram, similar
from chatbot.serving import Serving
from data.movies import Movie
from data.ratings import History
from recommender.signals import FEATURES

USER = 198
PERSONAL = ("ratings_of_person", "stars_of_person")  # the same for every film, so no film's fault


@pytest.fixture(scope="module")
def history(serving: Serving) -> History:
    return serving.history(USER)


@pytest.fixture(scope="module")
def film(serving: Serving, history: History) -> Movie:
    """Some film that the user has not rated and is far down their ranking."""
    return serving.catalogue[serving.blend.generate(history, 200)[-1].movie_id]


def test_what_is_expected_is_what_the_predictor_says(serving: Serving, history: History, film: Movie) -> None:
    expected = closeup(serving, history, film).expected
    assert expected is not None
    said = serving.stars.intervals_history(history, [film.movie_id])
    assert (expected.stars, expected.low, expected.high) == (said.stars[0], said.low[0], said.high[0])
    assert expected.low <= expected.stars <= expected.high
    assert expected.word == said.words[0]


def test_the_pulls_named_are_the_largest_of_those_that_add_up_to_the_stars(
    serving: Serving, history: History, film: Movie
) -> None:
    close = closeup(serving, history, film)
    shares = serving.stars.explain(history, film.movie_id)
    total = shares.base + sum(shares.by_item.values())
    assert np.clip(total, 0.5, 5.0) == pytest.approx(serving.predicted_stars(history, film.movie_id), abs=1e-4)
    ups = sorted((share for share in shares.by_item.values() if share >= 0.02), reverse=True)[:3]
    downs = sorted(share for share in shares.by_item.values() if share <= -0.02)[:3]
    assert [pull.effect for pull in close.raising] == pytest.approx(ups)
    assert [pull.effect for pull in close.lowering] == pytest.approx(downs)
    assert all(history.stars[pull.movie.movie_id] == pull.stars for pull in (*close.raising, *close.lowering))


def test_the_place_is_that_in_the_recommenders_list(serving: Serving, history: History, film: Movie) -> None:
    close = closeup(serving, history, film)
    ids = [one.movie_id for one in serving.blend.generate(history, len(serving.catalogue))]
    assert (close.place, close.of) == (ids.index(film.movie_id) + 1, len(ids))
    assert [movie.movie_id for movie in close.ahead] == ids[:3]
    first = closeup(serving, history, serving.catalogue[ids[0]])
    assert (first.place, first.ahead, first.against) == (1, (), ())


def test_what_is_against_a_film_moved_the_ranker_down(serving: Serving, history: History, film: Movie) -> None:
    against = closeup(serving, history, film).against
    shares = serving.blend.explain(history, film.movie_id)
    for words in against:
        assert sum(shares[feature] for feature, its in AGAINST.items() if its == words) < 0
    assert set(AGAINST) | set(PERSONAL) == set(FEATURES)


def test_a_film_that_was_rated_is_looked_at_as_if_it_were_not(serving: Serving, history: History) -> None:
    movie = serving.catalogue[next(iter(history.stars))]
    without = History(USER, {m: s for m, s in history.stars.items() if m != movie.movie_id}, history.rated_at)
    assert closeup(serving, history, movie) == closeup(serving, without, movie)
    assert not any(reason.startswith("you gave it") for reason in closeup(serving, history, movie).reasons)


def test_for_someone_new_there_is_only_what_everyone_says(serving: Serving, film: Movie) -> None:
    close = closeup(serving, History(None, {}), film)
    assert close.expected is None
    assert close.place is None
    assert close.reasons == (serving.reputation(film),)
    own = History(None, {film.movie_id: 5.0})
    assert closeup(serving, own, film) == close


def test_everyones_ratings_are_counted_by_half_stars(serving: Serving, film: Movie) -> None:
    ratings = pd.read_parquet(Parts(serving.build).ratings)
    its = ratings[ratings.movie_id == film.movie_id].stars
    assert histogram(serving, film.movie_id) == [(half, int((its == half).sum())) for half in HALVES]
    assert len(HALVES) == 10
    assert sum(count for _, count in histogram(serving, 10**9)) == 0


def test_every_model_names_its_neighbours(serving: Serving, film: Movie) -> None:
    near = similar(serving, film.movie_id)
    assert list(near) == ["als", "two_tower", "description"]
    for found in near.values():
        cosines = [cosine for _, cosine in found]
        assert cosines == sorted(cosines, reverse=True)
        assert film not in [movie for movie, _ in found]
