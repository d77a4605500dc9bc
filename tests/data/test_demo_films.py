"""The bundled catalogue satisfies its rules, and the reader refuses what breaks them."""

import json
from collections import Counter
from typing import get_args

import pytest

from data.demo_films import Genre, Tone, as_movies, read_demo, read_films
from data.errors import UsherError
from data.movies import Catalogue

FILM = {
    "title": "Nowhere Street",
    "year": 1954,
    "genres": ["Drama"],
    "runtime_minutes": 90,
    "language": "en",
    "countries": ["GB"],
    "directors": ["Ann Example"],
    "cast": ["Bo Example"],
    "keywords": ["Street", "rain"],
    "tones": ["quiet"],
    "alternative_titles": ["Rue de nulle part"],
    "rating": 7.5,
    "popularity": 12,
    "overview": "A street that nobody can find.",
}


@pytest.fixture(scope="module")
def movies():
    return read_demo()


def written(folder, *films):
    path = folder / "films.jsonl"
    path.write_text("".join(json.dumps(film) + "\n" for film in films), encoding="utf-8")
    return path


def test_a_line_becomes_a_movie(tmp_path):
    (movie,) = as_movies(read_films(written(tmp_path, FILM)))
    assert (movie.movie_id, str(movie), movie.genres, movie.tags) == (
        1,
        "Nowhere Street (1954)",
        ("Drama",),
        ("quiet",),
    )
    assert (movie.vote_average, movie.popularity, movie.runtime_minutes) == (7.5, 12.0, 90)
    assert (movie.keywords, movie.countries, movie.language) == (("street", "rain"), ("GB",), "en")
    assert (movie.directors, movie.cast) == (("Ann Example",), ("Bo Example",))
    assert (movie.alternative_titles, movie.overview) == (("Rue de nulle part",), "A street that nobody can find.")


def test_films_are_numbered_by_year_and_title(tmp_path):
    films = [{**FILM, "title": title, "year": year} for title, year in (("B", 1960), ("A", 1960), ("C", 1950))]
    movies = as_movies(read_films(written(tmp_path, *films)))
    assert [(movie.movie_id, movie.title) for movie in movies] == [(1, "C"), (2, "A"), (3, "B")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"genres": ["Noir"]}, "line 2: genres.0 is 'Noir'"),
        ({"genres": []}, "line 2: genres is"),
        ({"tones": ["gloomy"]}, "line 2: tones.0 is 'gloomy'"),
        ({"year": "1954"}, "line 2: year is '1954'"),
        ({"language": "EN"}, "line 2: language is 'EN'"),
        ({"countries": ["gb"]}, "line 2: countries.0 is 'gb'"),
        ({"rating": 11}, "line 2: rating is '11'"),
        ({"runtime_minutes": 0}, "line 2: runtime_minutes is '0'"),
        ({"title": ""}, "line 2: title is ''"),
        ({"colour": "blue"}, "line 2: colour is 'blue'"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_its_line(tmp_path, change, message):
    with pytest.raises(UsherError) as refused:
        read_films(written(tmp_path, FILM, {**FILM, **change}))
    assert message in str(refused.value)
    assert str(refused.value).startswith("films.jsonl")


def test_a_missing_field_and_broken_json_are_refused(tmp_path):
    without = {name: value for name, value in FILM.items() if name != "overview"}
    with pytest.raises(UsherError, match=r"line 1: overview is .* Field required"):
        read_films(written(tmp_path, without))
    path = tmp_path / "broken.jsonl"
    path.write_text('{"title": ', encoding="utf-8")
    with pytest.raises(UsherError, match=r"broken.jsonl line 1: the line is .*Invalid JSON"):
        read_films(path)


def test_a_film_that_comes_twice_is_refused(tmp_path):
    films = read_films(written(tmp_path, FILM, {**FILM, "title": "NOWHERE STREET"}))
    with pytest.raises(UsherError, match="twice"):
        as_movies(films)


def test_the_bundled_films_make_a_catalogue(movies):
    assert len(movies) >= 500
    assert [movie.movie_id for movie in Catalogue(movies)] == list(range(1, len(movies) + 1))


def test_every_genre_tone_and_decade_is_in_the_bundle(movies):
    assert {genre for movie in movies for genre in movie.genres} == set(get_args(Genre))
    assert {tone for movie in movies for tone in movie.tags} == set(get_args(Tone))
    assert {movie.year // 10 for movie in movies if movie.year} >= set(range(192, 203))


def test_bundled_overviews_have_thirty_to_sixty_words(movies):
    lengths = {str(movie): len(movie.overview.split()) for movie in movies}
    assert {title: n for title, n in lengths.items() if not 30 <= n <= 60} == {}


def test_bundled_lists_hold_no_value_twice_and_no_lists_are_too_short(movies):
    for movie in movies:
        lists = (movie.genres, movie.countries, movie.directors, movie.cast, movie.keywords, movie.tags)
        for values in (*lists, movie.alternative_titles):
            assert not [value for value, n in Counter(values).items() if n > 1], (str(movie), values)
        assert len(movie.keywords) >= 5, str(movie)
        assert movie.language != "cn", str(movie)
