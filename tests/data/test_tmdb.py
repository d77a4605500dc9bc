"""TMDB's metadata file: what is read of it, and what is left out."""

import csv

import pandas as pd
import pytest

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.movies import GENRES
from data.tmdb import as_overview, is_tmdb, read_tmdb

COLUMNS = (
    *(
        "id",
        "imdb_id",
        "title",
        "original_title",
        "original_language",
        "overview",
        "genres",
        "keywords",
        "release_date",
    ),
    *("runtime", "popularity", "vote_average", "vote_count", "poster_path", "production_countries"),
)
MATRIX = {
    "id": "603",
    "imdb_id": "tt0133093",
    "title": "The Matrix",
    "original_title": "The Matrix",
    "original_language": "en",
    "overview": "A hacker learns\n what the world is.",
    "genres": "[{'id': 28, 'name': 'Action'}, {'id': 878, 'name': 'Science Fiction'}, {'name': 'Foreign'}]",
    "keywords": '[{"id": 83, "name": "Saving the World"}, {"id": 310, "name": "artificial intelligence"}]',
    "release_date": "1999-03-30",
    "runtime": "136.0",
    "popularity": "33.4",
    "vote_average": "7.9",
    "vote_count": "9079",
    "poster_path": "/poster.jpg",
    "production_countries": "[{'iso_3166_1': 'AU', 'name': 'Australia'}, {'iso_3166_1': 'US', 'name': 'America'}]",
}


@pytest.fixture
def report():
    return ReadReport()


def written(folder, *rows, columns=COLUMNS):
    path = folder / "movies_metadata.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_becomes_a_movie(tmp_path, report):
    (movie,) = read_tmdb(written(tmp_path, MATRIX), report)
    assert (movie.movie_id, movie.tmdb_id, movie.imdb_id, movie.title, movie.year) == (
        603,
        603,
        "tt0133093",
        "The Matrix",
        1999,
    )
    assert (movie.genres, movie.overview) == (("Action", "Sci-Fi"), "A hacker learns what the world is.")
    assert (movie.keywords, movie.countries) == (("saving the world", "artificial intelligence"), ("AU", "US"))
    assert (movie.runtime_minutes, movie.language, movie.poster_path) == (136, "en", "/poster.jpg")
    assert (movie.vote_average, movie.vote_count, movie.popularity) == (7.9, 9079, 33.4)
    assert movie.alternative_titles == ()
    assert not report.counts


def test_genres_are_ours(tmp_path, report):
    genres = "[{'name': 'Family'}, {'name': 'Music'}, {'name': 'History'}, {'name': 'TV Movie'}, {'name': 'Western'}]"
    (movie,) = read_tmdb(written(tmp_path, {**MATRIX, "genres": genres}), report)
    assert movie.genres == ("Children", "Musical", "History", "Western")


def test_empty_cells_and_missing_columns_are_unknown(tmp_path, report):
    (movie,) = read_tmdb(written(tmp_path, {"id": "7", "title": "Seven"}), report)
    assert (movie.year, movie.genres, movie.overview, movie.runtime_minutes, movie.language) == (
        None,
        (),
        "",
        None,
        None,
    )
    assert (movie.vote_average, movie.vote_count, movie.popularity, movie.imdb_id) == (None, None, None, None)
    (same,) = read_tmdb(written(tmp_path, {"id": "7", "title": "Seven"}, columns=("title", "id")), report)
    assert same == movie
    assert not report.counts


@pytest.mark.parametrize(
    ("change", "attribute", "value"),
    [
        ({"runtime": "0"}, "runtime_minutes", None),
        ({"runtime": "0.0"}, "runtime_minutes", None),
        ({"vote_count": "0", "vote_average": "0.0"}, "vote_average", None),
        ({"original_language": "cn"}, "language", "zh"),
        ({"original_language": "xx"}, "language", None),
        ({"original_title": "Matrix, La"}, "alternative_titles", ("Matrix, La",)),
        ({"imdb_id": "0"}, "imdb_id", None),
        ({"release_date": "1"}, "year", None),
        ({"keywords": "[]"}, "keywords", ()),
    ],
)
def test_values_that_mean_unknown_are_unknown(tmp_path, report, change, attribute, value):
    (movie,) = read_tmdb(written(tmp_path, {**MATRIX, **change}), report)
    assert getattr(movie, attribute) == value
    assert not report.counts


@pytest.mark.parametrize(
    "change",
    [
        {"genres": "__import__('os').system('true')"},
        {"genres": "[{'id': 28, 'name'"},
        {"genres": "[28, 12]"},
        {"genres": "False"},
        {"genres": "[{'label': 'Action'}]"},
        {"keywords": "(" * 5000},
        {"keywords": "[{'name': '" + "x" * 110_000 + "'}]"},
        {"runtime": "long"},
        {"runtime": "-3"},
        {"popularity": "nan"},
        {"vote_count": "inf"},
    ],
)
def test_a_value_that_cannot_be_read_is_reported_and_its_row_kept(tmp_path, report, change):
    (movie,) = read_tmdb(written(tmp_path, {**MATRIX, **change}), report)
    assert movie.title == "The Matrix"
    assert report.count(Kind.BAD_VALUE) == 1


def test_torn_rows_ids_that_are_dates_and_repeats_are_left_out(tmp_path, report):
    path = written(
        tmp_path, MATRIX, {**MATRIX, "id": "1997-08-20"}, {**MATRIX, "title": ""}, MATRIX, {**MATRIX, "id": "9" * 5000}
    )
    with path.open("a", encoding="utf-8") as file:
        file.write(" torn from the row before,\n604,tt0234215,The Matrix Reloaded" + "," * (len(COLUMNS) - 3) + "\n")
    movies = read_tmdb(path, report)
    assert [movie.tmdb_id for movie in movies] == [603, 604]
    assert report.count(Kind.BAD_ROW) == 4
    assert report.count(Kind.REPEATED_MOVIE) == 1
    assert [problem.line for problem in report.examples[Kind.BAD_ROW]] == [4, 6, 10, 12]


@pytest.mark.parametrize(
    "text",
    [
        "No overview found.",
        "No Overview",
        "No movie overview available.",
        "N/A",
        "",
        "  ",
        "No plot.",
        "None",
        "Plot unknown.",
    ],
)
def test_an_overview_that_says_nothing_is_none(text):
    assert as_overview(text) == ""


@pytest.mark.parametrize(
    "text", ["German Comedy", "No plot survives the war.", "Unknown soldiers march.", "A test of love."]
)
def test_a_short_overview_is_kept(text):
    assert as_overview(text) == text


def test_files_of_another_kind_are_refused(tmp_path, report):
    with pytest.raises(BadInput, match="cannot read"):
        read_tmdb(tmp_path / "missing.csv", report)
    with pytest.raises(BadInput, match="lacks the column id"):
        read_tmdb(written(tmp_path, columns=("title", "year")), report)
    with pytest.raises(BadInput, match="no good row"):
        read_tmdb(written(tmp_path), report)
    assert is_tmdb(written(tmp_path))
    assert not is_tmdb(written(tmp_path, columns=("movieId", "title", "genres")))


@pytest.mark.real
def test_the_real_file_agrees_with_pandas(real_data, report):
    path = real_data / "tmdb" / "movies_metadata.csv"
    movies = {movie.tmdb_id: movie for movie in read_tmdb(path, report)}
    expected = pd.read_csv(path, dtype=str, keep_default_na=False).drop_duplicates("id")
    assert len(movies) == len(expected) == 9328
    for row in expected.itertuples():
        movie = movies[int(row.id)]
        assert movie.title == " ".join(row.title.split())
        assert movie.year == (int(row.release_date[:4]) if row.release_date else None)
        assert movie.overview == " ".join(row.overview.split())
    assert {genre for movie in movies.values() for genre in movie.genres} <= set(GENRES)
    assert report.count(Kind.BAD_ROW) == 0
    assert report.count(Kind.BAD_VALUE) == 0
