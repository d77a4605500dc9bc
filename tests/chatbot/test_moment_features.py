"""What the ranker of the moment is told, worked out a second time movie by movie."""

import dataclasses
import math
import re

import numpy as np
import pytest

from chatbot.moment import Moment
from chatbot.moment_features import (
    FEATURES,
    FIRST_CHOICE,
    LATELY_DAYS,
    RANK_OFFSET,
    RANKED,
    SPACES,
    MomentFeatures,
    MomentTable,
    Shares,
)
from data.ratings import History
from tests.chatbot.small_build import ALL, CATALOGUE, DAY, FILMS, small_descriptions, small_ratings, small_signals

N = len(FILMS)
WORDS = {1: 1.5, 4: 0.25}
EVERYTHING = np.arange(N)


def rows(*movie_ids):
    return np.array([ALL.index(movie_id) for movie_id in movie_ids], np.int64)


NAMED = Moment(
    liked=rows(3, 12, 20),
    latest=rows(12, 20),
    stars={3: 4.5, 12: 4.5, 20: 5.0, 51: 1.5},
    genres=frozenset({"Thriller", "Comedy"}),
    not_genres=frozenset({"Horror"}),
    people=("Al Moor", "Nobody Known"),
)
SILENT = Moment(rows(), rows(), {51: 1.5}, frozenset(), frozenset(), ())


@pytest.fixture(scope="module")
def table():
    return MomentTable(CATALOGUE, small_signals(), small_descriptions())


@pytest.fixture(scope="module")
def is_open():
    return np.array([movie.movie_id not in (3, 12, 20, 51) for movie in FILMS])


@pytest.fixture
def told(table, is_open):
    """Of every movie by name what the ranker is told, all open movies being candidates."""
    open_rows = np.flatnonzero(is_open)
    features = MomentFeatures(table, NAMED, is_open, WORDS).of(open_rows)
    return {name: dict(zip(open_rows.tolist(), features[:, at], strict=True)) for at, name in enumerate(FEATURES)}


def standard(values):
    values = [float(value) for value in values]
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / deviation for value in values]


def cosine(one, other):
    length = math.sqrt(sum(float(x) ** 2 for x in one) * sum(float(x) ** 2 for x in other))
    return sum(float(x) * float(y) for x, y in zip(one, other, strict=True)) / length if length else 0.0


def vectors_of(space):
    """By row, the vector of each movie; zeros where there is none."""
    if space == "description":
        mean = small_descriptions().mean(axis=0)
        return [vector - mean for vector in small_descriptions()]
    if space == "genres":
        names = sorted({genre for movie in FILMS for genre in movie.genres})
        rarity = [math.log(N / (1 + sum(name in movie.genres for movie in FILMS))) for name in names]
        return [[rare * (name in movie.genres) for name, rare in zip(names, rarity, strict=True)] for movie in FILMS]
    model = getattr(small_signals(), space)
    none = np.zeros(model.item_factors.shape[1])
    return [model.item_factors[model.items.row(i)] if i in model.items else none for i in ALL]


def test_there_is_one_column_a_feature(table, is_open):
    features = MomentFeatures(table, NAMED, is_open, WORDS).of(rows(5, 77))
    assert features.shape == (2, len(FEATURES))
    assert len(set(FEATURES)) == len(FEATURES)
    assert np.isfinite(features).all()


@pytest.mark.parametrize("space", SPACES)
def test_nearness_is_a_cosine_to_each_movie_that_was_liked(told, space):
    vectors = vectors_of(space)
    for row in told["choice"]:
        near = [cosine(vectors[row], vectors[other]) for other in NAMED.liked]
        assert told[f"mean_{space}"][row] == pytest.approx(sum(near) / 3, abs=1e-5)
        assert told[f"max_{space}"][row] == pytest.approx(max(near), abs=1e-5)
        assert told[f"latest_{space}"][row] == pytest.approx(sum(near[1:]) / 2, abs=1e-5)


@pytest.mark.parametrize("name", ["als", "two_tower"])
def test_a_model_is_asked_for_somebody_with_these_opinions(told, is_open, name):
    model = getattr(small_signals(), name)
    scores = model.scores(History(None, NAMED.stars))
    known = {row: scores[model.items.row(i)] for row, i in enumerate(ALL) if i in model.items and is_open[row]}
    expected = dict(zip(known, standard(known.values()), strict=True))
    for row, said in told[f"signal_{name}"].items():
        assert said == pytest.approx(expected.get(row, min(expected.values())), abs=1e-4)


def test_fame_is_ratings_for_the_time_that_a_movie_has_been_there(told):
    ratings = small_ratings()
    counts = [int((ratings.movie_id == movie_id).sum()) for movie_id in ALL]
    late = ratings[ratings.rated_at > ratings.rated_at.max() - LATELY_DAYS * DAY]
    lately = [int((late.movie_id == movie_id).sum()) for movie_id in ALL]
    years = [movie.year or np.median([movie.year for movie in FILMS if movie.year]) for movie in FILMS]
    expected = {
        "known": [math.log(1 + count) for count in counts],
        "lately": [math.log(1 + count) for count in lately],
        "velocity": [math.log(1 + n / math.sqrt(max(years) - y + 1)) for n, y in zip(counts, years, strict=True)],
    }
    for name, values in expected.items():
        for row, said in told[name].items():
            assert said == pytest.approx(standard(values)[row], abs=1e-5)


def shared(row, others, names_of, most):
    """Brute force of what a movie shares with some others: rare names more, over the root of their number."""
    names = [set(names_of(movie)) for movie in FILMS]
    having = {name: sum(name in some for some in names) for some in names for name in some}
    weight = {name: math.log(N / n) / math.log(N) for name, n in having.items() if 2 <= n <= most}
    total = sum(weight.get(name, 0) for other in others for name in names[row] & names[other])
    return total / math.sqrt(len(others))


def test_what_is_shared_with_liked_movies_counts_by_its_rarity(told):
    def people(movie):
        return (*movie.directors, *movie.cast)

    def words(movie):
        return set(re.findall(r"[a-z]+", movie.title.lower())) - {"the", "a", "and"}

    def terms(movie):
        return (*movie.keywords, *movie.tags)

    for row in told["choice"]:
        assert told["people"][row] == pytest.approx(shared(row, NAMED.liked, people, N), abs=1e-5)
        assert told["series"][row] == pytest.approx(shared(row, NAMED.liked, words, 25), abs=1e-5)
        assert told["latest_series"][row] == pytest.approx(shared(row, NAMED.latest, words, 25), abs=1e-5)
        assert told["terms"][row] == pytest.approx(shared(row, NAMED.liked, terms, 2), abs=1e-5)
    assert told["series"][1] > 0
    assert told["people"][1] > 0


def test_a_name_that_too_many_or_too_few_have_tells_nothing():
    shares = Shares.of(FILMS, lambda movie: movie.keywords, 3)
    assert "space" in shares.rows  # three films
    assert "monster" in shares.rows
    assert "prison" not in shares.rows  # one film
    assert "space" not in Shares.of(FILMS, lambda movie: movie.keywords, 2).rows


def test_a_name_told_twice_of_a_movie_counts_once():
    doubled = [dataclasses.replace(movie, keywords=movie.keywords * 2) for movie in FILMS]
    one, two = (Shares.of(movies, lambda movie: movie.keywords, 3) for movies in (FILMS, doubled))
    np.testing.assert_array_equal(one.with_rows(rows(3, 12)), two.with_rows(rows(3, 12)))


def test_wishes_are_shares_of_the_genres_and_people_asked_for(told):
    for row in told["choice"]:
        genres = set(FILMS[row].genres)
        assert told["genres_wished"][row] == len(genres & NAMED.genres) / 2
        assert told["genres_unwished"][row] == ("Horror" in genres)
        assert told["people_wished"][row] == ("Al Moor" in (*FILMS[row].directors, *FILMS[row].cast))
        assert told["words"][row] == WORDS.get(row, 0)


def test_age_counts_beside_the_movies_that_were_named(told):
    usual = np.median([movie.year for movie in FILMS if movie.year])
    for row in told["choice"]:
        year = FILMS[row].year or usual
        assert told["years_apart"][row] == pytest.approx(abs(year - (1979 + 1994 + 2003) / 3) / 10, abs=1e-4)
        assert told["latest_years_apart"][row] == pytest.approx(abs(year - (1994 + 2003) / 2) / 10, abs=1e-4)
        assert told["newer"][row] == pytest.approx(max(year - 2003, 0) / 10, abs=1e-4)
        assert told["older"][row] == pytest.approx(max(1979 - year, 0) / 10, abs=1e-4)


def test_the_first_choice_is_the_weighted_sum_of_what_is_cheap(told, table, is_open):
    expected = np.zeros(N)
    everywhere = MomentFeatures(table, NAMED, is_open, WORDS).of(EVERYTHING)
    for name, weight in FIRST_CHOICE.items():
        if name in SPACES:
            expected += weight * np.array(standard(everywhere[:, FEATURES.index(f"mean_{name}")]))
        else:
            expected += weight * everywhere[:, FEATURES.index(name)]
    for row, said in told["choice"].items():
        assert said == pytest.approx(expected[row], abs=1e-4)


def test_candidates_are_the_open_movies_of_the_highest_choice(told, table, is_open):
    best = sorted(told["choice"], key=lambda row: -told["choice"][row])
    features = MomentFeatures(table, NAMED, is_open, WORDS)
    assert features.candidates(5).tolist() == best[:5]
    assert features.candidates(100).tolist() == best


def test_likeness_joins_the_spaces_and_only_what_is_above_the_mean_is_squared(told):
    spaces = [name for name in SPACES if name != "als"]
    sums = np.sum([standard(told[f"mean_{name}"].values()) for name in spaces], axis=0)
    for row, wanted in zip(told["likeness"], standard(sums), strict=True):
        assert told["likeness"][row] == pytest.approx(wanted, abs=1e-4)
        assert told["likeness_squared"][row] == pytest.approx(max(wanted, 0) ** 2, abs=1e-3)


@pytest.mark.parametrize("name", [*RANKED, "likeness", "choice"])
def test_ranks_are_places_among_the_candidates_and_the_lowest_share_the_last(told, name):
    values = told[name]
    for row, value in values.items():
        before = sum(other > value or (other == value and place < row) for place, other in values.items())
        last = value == min(values.values())
        wanted = -math.log(RANK_OFFSET + (len(values) if last else before))
        assert told[f"{name}_rank"][row] == pytest.approx(wanted, abs=1e-5)


def test_where_nothing_was_liked_nothing_is_near(table, is_open):
    features = MomentFeatures(table, SILENT, is_open, {}).of(EVERYTHING)
    silent = [
        at
        for at, name in enumerate(FEATURES)
        if name.startswith(("mean_", "max_", "latest_", "signal_", "likeness")) and not name.endswith("_rank")
    ]
    assert not features[:, silent].any()
    for name in ("years_apart", "newer", "older", "fame_apart", "terms", "people", "series", "words", "genres_wished"):
        assert not features[:, FEATURES.index(name)].any()
    assert features[:, FEATURES.index("choice")].any()


def test_a_movie_that_no_model_knows_is_near_to_nothing(table):
    unknown = CATALOGUE.ids.row(77)
    assert not table.spaces["als"][unknown].any()
    assert not table.spaces["ease"][unknown].any()
    assert np.linalg.norm(table.spaces["two_tower"][unknown]) == pytest.approx(1, abs=1e-5)
