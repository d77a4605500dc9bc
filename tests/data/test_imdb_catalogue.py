"""The best known films of a loaded database, against the same read from the files line by line."""

import csv

import pytest

from data.errors import BadInput
from data.imdb_catalogue import best_known_films
from data.imdb_database import ImdbDatabase
from data.imdb_load import load_imdb
from data.movies import Catalogue, Movie
from tests.imdb_files import HEADERS, write_imdb

ENGLISH_REGIONS = {"AU", "CA", "GB", "IE", "NZ", "US", "XWW"}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imdb")
    write_imdb(folder, 6000, seed=3)
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    of_server = request.param == "postgresql"
    where = request.getfixturevalue("postgresql").new_database() if of_server else str(tmp_path / "imdb.sqlite3")
    return ImdbDatabase(where)


def lines(folder, name):
    with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {column: None if value == "\\N" else value for column, value in row.items()}


def by_hand(folder):
    """Every film, by its id, as the files tell it."""
    votes = {row["tconst"]: row for row in lines(folder, "title.ratings")}
    names = {row["nconst"]: row["primaryName"] for row in lines(folder, "name.basics")}
    films = {
        row["tconst"]: {**row, **votes[row["tconst"]], "directors": [], "cast": [], "names": [row["originalTitle"]]}
        for row in lines(folder, "title.basics")
        if row["titleType"] == "movie" and row["isAdult"] == "0" and row["tconst"] in votes
    }
    for row in lines(folder, "title.crew"):
        if row["tconst"] in films and row["directors"]:
            films[row["tconst"]]["directors"] = [names[person] for person in row["directors"].split(",")]
    for row in lines(folder, "title.principals"):
        if row["tconst"] in films and row["category"] in {"actor", "actress", "self"}:
            films[row["tconst"]]["cast"].append(names[row["nconst"]])
    for row in lines(folder, "title.akas"):
        if row["titleId"] in films and (row["region"] in ENGLISH_REGIONS or row["language"] == "en"):
            films[row["titleId"]]["names"].append(row["title"])
    return films


def test_the_best_known_films_have_the_facts_of_all_files(files, database):
    load_imdb(files, database)
    expected = by_hand(files)
    movies = best_known_films(database, 100_000)
    assert len(movies) == len(expected) > 100
    assert [movie.vote_count for movie in movies] == sorted(
        (int(film["numVotes"]) for film in expected.values()), reverse=True
    )
    for movie in movies:
        film = expected[movie.imdb_id]
        assert movie.movie_id == int(film["tconst"].removeprefix("tt"))
        assert movie.title == film["primaryTitle"]
        assert movie.year == (int(film["startYear"]) if film["startYear"] else None)
        assert movie.runtime_minutes == (int(film["runtimeMinutes"]) if film["runtimeMinutes"] else None)
        assert movie.vote_average == float(film["averageRating"])
        genres = (film["genres"] or "").split(",")
        assert ("Musical" in movie.genres) == bool({"Music", "Musical"} & {*genres})
        assert ("Children" in movie.genres) == ("Family" in genres)
        assert ("sport" in movie.keywords) == ("Sport" in genres)
        assert {*movie.genres, "Children", "Musical"} >= {*genres} & {"Drama", "Sci-Fi", "Western", "Film-Noir"}
        assert [*movie.directors] == list(dict.fromkeys(film["directors"]))
        assert [*movie.cast] == list(dict.fromkeys(film["cast"]))[:10]
        assert {*movie.alternative_titles} <= {*film["names"]}
        assert movie.title not in movie.alternative_titles
        letters = {"".join(filter(str.isalnum, name.casefold())) for name in film["names"]}
        assert len(movie.alternative_titles) in range(len(letters) - 2, len(letters) + 1)
    few = best_known_films(database, 25)
    assert few == movies[:25]
    assert len(Catalogue(movies)) == len(movies)


def test_series_adult_films_and_films_without_votes_are_no_candidates(database, tmp_path):
    basics = [
        "tt1\tmovie\tSpel\tSpiel\t0\t1990\t\\N\t91\tDrama,Family,Music,Sport",
        "tt2\ttvSeries\tOn and on\tOn and on\t0\t1990\t\\N\t30\tDrama",
        "tt3\tmovie\tFor adults\tFor adults\t1\t1990\t\\N\t80\tAdult",
        "tt4\tmovie\tUnseen\tUnseen\t0\t1990\t\\N\t80\tDrama",
        "tt5\tmovie\tLamp\tlamp!\t0\t\\N\t\\N\t0\t\\N",
    ]
    ratings = ["tt1\t7.4\t1200", "tt2\t9.0\t9999", "tt3\t5.0\t5000", "tt5\t3.0\t9"]
    for name, rows in (("title.basics", basics), ("title.ratings", ratings)):
        text = "\n".join([HEADERS[name].replace(" ", "\t"), *rows])
        (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    load_imdb(tmp_path, database)
    assert best_known_films(database, 10) == [
        Movie(
            *(1, "Spel", 1990, ("Drama", "Children", "Musical")),
            runtime_minutes=91,
            keywords=("sport",),
            alternative_titles=("Spiel",),
            imdb_id="tt0000001",
            vote_average=7.4,
            vote_count=1200,
        ),
        Movie(5, "Lamp", imdb_id="tt0000005", vote_average=3.0, vote_count=9),
    ]
    (tmp_path / "title.ratings.tsv").unlink()
    load_imdb(tmp_path, database)
    with pytest.raises(BadInput, match=r"no film in .* has votes: load title.basics and title.ratings together"):
        best_known_films(database, 10)
