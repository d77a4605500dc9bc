"""Joining movies with metadata, on small files written here and on the real ones."""

import csv
import dataclasses
import json
import logging

import pytest

from data.assemble import assemble, comparable
from data.checks import ReadReport
from data.errors import BadInput
from data.movielens import read_movielens
from data.movies import Movie

TMDB_COLUMNS = ("id", "imdb_id", "title", "original_title", "overview", "genres", "release_date", "original_language")


def tmdb(folder, *rows):
    path = folder / "movies_metadata.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TMDB_COLUMNS)
        writer.writerows(rows)
    return path


def wikipedia(folder, *films):
    path = folder / "movies-all.json"
    entries = [
        {
            "title": title,
            "year": year,
            "cast": list(cast),
            "genres": genres,
            "extract": extract,
            "href": f"{title}_(film)",
        }
        for title, year, cast, genres, extract in films
    ]
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def test_tmdb_is_joined_by_its_id_before_that_of_imdb(tmp_path):
    movies = [Movie(1, "One", 1990, tmdb_id=10, imdb_id="tt0000002"), Movie(2, "Two", 1991, imdb_id="tt0000003")]
    path = tmdb(
        tmp_path,
        (10, "tt0000001", "One", "One", "of ten", "", "1990-01-01", "en"),
        (11, "tt0000002", "One", "One", "of eleven", "", "1990-01-01", "en"),
        (12, "tt0000003", "Other", "Other", "of twelve", "", "1991-01-01", "en"),
    )
    one, two = assemble(movies, [path], ReadReport())
    assert (one.overview, one.tmdb_id, one.imdb_id) == ("of ten", 10, "tt0000002")
    assert (two.overview, two.tmdb_id, two.title) == ("of twelve", 12, "Two")
    assert two.alternative_titles == ("Other",)


def test_tmdb_is_joined_by_title_and_year_where_ids_are_missing(tmp_path):
    movies = [
        Movie(1, "The City of Lost Children", 1995, alternative_titles=("La Cité des enfants perdus",)),
        Movie(2, "Heat", 1995, tmdb_id=99),
        Movie(3, "Persuasion", 1995, imdb_id="tt0000009"),
        Movie(4, "Jumanji", 1994),
        Movie(5, "Casino", 1990),
    ]
    path = tmdb(
        tmp_path,
        (1, "", "Cite des Enfants Perdus", "", "children", "", "1995-05-17", "fr"),
        (2, "", "Heat", "", "a heist", "", "1995-12-15", "en"),
        (3, "tt0000008", "Persuasion", "", "a novel", "", "1995-09-27", "en"),
        (4, "", "Jumanji", "", "a game", "", "1995-12-15", "en"),
        (5, "", "Casino", "", "a casino", "", "1995-11-22", "en"),
    )
    assert [movie.overview for movie in assemble(movies, [path], ReadReport())] == ["children", "", "", "a game", ""]


def test_own_facts_stand_first(tmp_path):
    movies = [Movie(1, "La Haine", 1995, genres=("Crime",), alternative_titles=("Hate",), tmdb_id=406)]
    genres = "[{'name': 'Drama'}, {'name': 'Crime'}, {'name': 'Science Fiction'}]"
    path = tmdb(tmp_path, (406, "tt0113247", "Hate", "La Haine", "Three friends.", genres, "1994-01-01", "fr"))
    (movie,) = assemble(movies, [path], ReadReport())
    assert (movie.title, movie.year, movie.genres) == ("La Haine", 1995, ("Crime", "Drama", "Sci-Fi"))
    assert (movie.alternative_titles, movie.imdb_id, movie.language) == (("Hate",), "tt0113247", "fr")


def test_a_missing_year_is_filled_and_then_helps_to_join(tmp_path):
    movies = [Movie(1, "Moonlight", None, tmdb_id=5)]
    files = [
        wikipedia(tmp_path, ("Moonlight", 2016, ["Ann Lee"], ["Drama"], "Moonlight is a 2016 film directed by Bo Ek.")),
        tmdb(tmp_path, (5, "", "Moonlight", "", "A boy.", "", "2016-09-02", "en")),
    ]
    (movie,) = assemble(movies, files, ReadReport())
    assert (movie.year, movie.overview, movie.directors, movie.cast) == (2016, "A boy.", ("Bo Ek",), ("Ann Lee",))
    assert movie.lead == "Moonlight is a 2016 film directed by Bo Ek."


def test_wikipedia_is_joined_by_title_and_year(tmp_path):
    movies = [
        Movie(1, "The Lamp", 1990, genres=("Drama",)),
        Movie(2, "Lamp 2", 1990, alternative_titles=("The Lamp Returns",)),
        Movie(3, "Early", 1999),
        Movie(4, "Oscar", 1967),
        Movie(5, "The Killer", 1989),
        Movie(6, "Twice", 1990),
        Movie(7, "Played", 1990, cast=("Ann Lee",)),
        Movie(8, "Known", 1990, cast=("Ann Lee", "Di Poe")),
        Movie(9, "Far", 1990),
    ]
    path = wikipedia(
        tmp_path,
        ("Lamp", 1990, [], ["Western"], "one"),
        ("Lamp Returns", 1990, [], ["Western"], "two"),
        ("Early", 2000, [], [], "three"),
        ("The Oscar", 1966, [], [], "articles differ"),
        ("The Killer", 1990, [], [], "It is a 1969 film of that name."),
        ("Twice", 1990, [], [], "a"),
        ("Twice", 1990, [], [], "b"),
        ("Played", 1990, ["Bo Ek"], [], "another cast"),
        ("Known", 1990, ["Di Poe"], [], "eight"),
        ("Far", 1993, [], [], "too late"),
    )
    found = assemble(movies, [path], ReadReport())
    assert [movie.lead for movie in found] == ["one", "two", "three", "", "", "", "", "eight", ""]
    assert (found[0].genres, found[1].genres) == (("Drama",), ("Western",))


def test_the_exact_year_goes_before_the_year_beside_it(tmp_path):
    movies = [Movie(1, "Lamp", 1990), Movie(2, "Lamp", 1991), Movie(3, "Crab", 1990), Movie(4, "Crab", 1992)]
    path = wikipedia(
        tmp_path,
        ("Lamp", 1990, [], [], "of 1990"),
        ("Lamp", 1992, [], [], "of 1992"),
        ("Crab", 1991, [], [], "fits two"),
    )
    assert [movie.lead for movie in assemble(movies, [path], ReadReport())] == ["of 1990", "of 1992", "", ""]


def test_people_of_imdb_go_before_those_of_wikipedia_and_tmdbs_votes_before_imdbs(tmp_path):
    basics, ratings = tmp_path / "title.basics.tsv", tmp_path / "title.ratings.tsv"
    crew, names = tmp_path / "title.crew.tsv", tmp_path / "name.basics.tsv"
    basics.write_text("tconst\truntimeMinutes\ntt0000001\t90\n")
    ratings.write_text("tconst\taverageRating\tnumVotes\ntt0000001\t7.5\t200\n")
    crew.write_text("tconst\tdirectors\twriters\ntt0000001\tnm1\t\\N\n")
    names.write_text("nconst\tprimaryName\nnm1\tAnn Lee\n")
    lead = ("Lamp", 1990, ["Bo Ek"], [], "Lamp is a 1990 film directed by Cy Moe.")
    files = [wikipedia(tmp_path, lead), names, crew, ratings, basics]
    (movie,) = assemble([Movie(1, "Lamp", 1990, imdb_id="tt0000001")], files, ReadReport())
    assert (movie.directors, movie.cast, movie.lead) == (("Ann Lee",), ("Bo Ek",), lead[4])
    assert (movie.runtime_minutes, movie.vote_average, movie.vote_count) == (90, 7.5, 200)
    rated = Movie(1, "Lamp", 1990, imdb_id="tt0000001", vote_average=6.0, vote_count=5, runtime_minutes=88)
    (movie,) = assemble([rated], files, ReadReport())
    assert (movie.runtime_minutes, movie.vote_average, movie.vote_count) == (88, 6.0, 5)


def test_files_that_are_not_known_are_refused(tmp_path):
    other = tmp_path / "facts.csv"
    other.write_text("movieId,title\n1,x\n")
    for path in (other, tmp_path / "missing.csv", tmp_path):
        with pytest.raises(BadInput, match=r"expected TMDB's .* a movies-\*.json of Wikipedia .* a data file of IMDb"):
            assemble([], [path], ReadReport())


def test_movies_without_metadata_stay_as_they_are():
    movies = (Movie(1, "Lamp", 1990),)
    assert assemble(movies, [], ReadReport()) == movies


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amélie", "Amelie"),
        ("The Matrix", "matrix"),
        ("Fast & Furious", "Fast and Furious"),
        ("8½", "8 1/2"),
        ("WALL·E", "Wall E"),
        ("Ocean's Eleven", "Oceans Eleven"),
        ("L'Amant", "Lamant"),
        ("Mission: Impossible - Fallout", "Mission: Impossible – Fallout"),
        ("Les Misérables", "Misérables"),
    ],
)
def test_titles_are_compared_without_what_differs_between_sources(one, other):
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"), [("The", ""), ("A", "I"), ("Se7en", "Seven"), ("Alien", "Aliens"), ("羅生門", "東京")]
)
def test_different_titles_stay_different(one, other):
    assert comparable(one) != comparable(other)


@pytest.mark.real
def test_the_real_files_cover_what_they_are_known_to_cover(real_data, caplog):
    movies = read_movielens(real_data / "ml-latest-small", ReadReport()).movies
    metadata = [real_data / "tmdb" / "movies_metadata.csv", *sorted((real_data / "wikipedia").glob("*.json"))]
    with caplog.at_level(logging.INFO, logger="data.assemble"):
        found = {movie.movie_id: movie for movie in assemble(movies, metadata, ReadReport())}
    assert "7480 of 9742 movies have overview" in caplog.messages
    assert sum(bool(movie.lead) for movie in found.values()) > 6300
    assert sum(bool(movie.directors) for movie in found.values()) > 5800
    matrix, toy_story, amelie = found[2571], found[1], found[4973]
    assert (matrix.directors, matrix.cast[0]) == (("Lana Wachowski", "Lilly Wachowski"), "Keanu Reeves")
    assert (toy_story.directors, toy_story.cast[0]) == (("John Lasseter",), "Tim Allen")
    assert (amelie.language, str(amelie)) == ("fr", "Amelie (2001)")
    known = {
        260: "George Lucas",
        296: "Quentin Tarantino",
        318: "Frank Darabont",
        356: "Robert Zemeckis",
        1213: "Martin Scorsese",
    }
    assert {movie_id: found[movie_id].directors for movie_id in known} == {key: (name,) for key, name in known.items()}
    leads = [movie.lead for movie in found.values() if movie.lead]
    assert len(leads) == len(set(leads))


def test_what_a_movie_of_imdb_knows_of_people_and_votes_stands_before_tmdb(tmp_path):
    path = tmp_path / "movies_metadata.csv"
    path.write_text(
        "id,imdb_id,title,overview,runtime,vote_average,vote_count\n603,tt0133093,The Matrix,A hacker.,136,8.2,26000\n",
        encoding="utf-8",
    )
    movie = Movie(
        *(133093, "The Matrix", 1999),
        directors=("Lana Wachowski",),
        cast=("Keanu Reeves",),
        keywords=("sport",),
        runtime_minutes=135,
        imdb_id="tt0133093",
        vote_average=8.7,
        vote_count=2_000_000,
    )
    (joined,) = assemble([movie], [path], ReadReport())
    assert joined == dataclasses.replace(movie, overview="A hacker.", tmdb_id=603)
