import contextlib
import csv
import io
import json
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.exchange import MAX_BYTES, letterboxd_csv, ratings_json, read_given
from data.exchange_rows import Given
from data.movies import Catalogue, Movie

LETTERBOXD = """Date,Name,Year,Letterboxd URI,Rating
2023-01-05,Heat,1995,https://boxd.it/abc,4.5
2023-01-06,"Crouching Tiger, Hidden Dragon",2000,https://boxd.it/abd,4
2023-01-07,Untitled,,https://boxd.it/abe,0.5
2023-01-08,"The ""Quoted"" Film",2011,https://boxd.it/abf,3
"""
IMDB = """Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres
tt0113277,9,2020-03-04,Heat,Heat,https://www.imdb.com/title/tt0113277/,Movie,8.3,170,1995,"Action, Crime"
tt0903747,10,2020-03-05,Breaking Bad,Breaking Bad,https://www.imdb.com/title/tt0903747/,TV Series,9.5,,2008,"Crime"
tt1234567,8,2020-03-06,Some Serie,Some Serie,u,Mini serie TV,9.5,,2008,Crime
tt7654321,1,2020-03-07,TV Film,TV Film,u,TV Movie,9.5,,2008,Crime
"""
TRAKT = [
    {
        "rated_at": "2014-09-01T09:10:11.000Z",
        "rating": 7,
        "type": "movie",
        "movie": {"title": "Heat", "year": 1995, "ids": {"trakt": 1, "slug": "heat", "imdb": "tt0113277", "tmdb": 949}},
    },
    {"rated_at": "2014-09-02T09:10:11.000Z", "rating": 10, "type": "show", "show": {"title": "A Show", "year": 2010}},
]


def read(tmp_path: Path, content: str | bytes, name: str = "ratings.csv") -> list[Given]:
    return read_with_report(tmp_path, content, name)[0]


def read_with_report(tmp_path: Path, content: str | bytes, name: str = "ratings.csv") -> tuple[list[Given], ReadReport]:
    path, report = tmp_path / name, ReadReport()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_given(path, report), report


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def test_letterboxd(tmp_path: Path) -> None:
    assert read(tmp_path, LETTERBOXD) == [
        Given("Heat", 1995, 4.5, on(2023, 1, 5)),
        Given("Crouching Tiger, Hidden Dragon", 2000, 4.0, on(2023, 1, 6)),
        Given("Untitled", None, 0.5, on(2023, 1, 7)),
        Given('The "Quoted" Film', 2011, 3.0, on(2023, 1, 8)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + LETTERBOXD.encode(),
        LETTERBOXD.replace("\n", "\r\n").encode(),
        LETTERBOXD.encode("utf-16"),
        ("\n" + LETTERBOXD + "\n\n").encode(),
        LETTERBOXD.rstrip("\n").encode(),
    ],
)
def test_marks_line_ends_and_encodings_change_nothing(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == read(tmp_path, LETTERBOXD)


def test_a_spreadsheet_that_writes_semicolons_and_decimal_commas_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "Date;Name;Year;Letterboxd URI;Rating\n2023-01-05;Amélie;2001;u;4,5\n".encode("latin-1")) == [
        Given("Amélie", 2001, 4.5, on(2023, 1, 5))
    ]


def test_imdb_without_series_and_with_half_the_scale(tmp_path: Path) -> None:
    ratings, report = read_with_report(tmp_path, IMDB)
    assert ratings == [
        Given("Heat", 1995, 4.5, on(2020, 3, 4), imdb_id="tt0113277"),
        Given("TV Film", 2008, 0.5, on(2020, 3, 7), imdb_id="tt7654321"),
    ]
    assert report.count(Kind.NO_FILM) == 2
    assert "'Breaking Bad' is no film but 'TV Series'" in str(report.examples[Kind.NO_FILM][0])


def test_trakt_as_json_and_as_csv(tmp_path: Path) -> None:
    heat = Given("Heat", 1995, 3.5, datetime(2014, 9, 1, 9, 10, 11, tzinfo=UTC), imdb_id="tt0113277", tmdb_id=949)
    assert read(tmp_path, json.dumps(TRAKT), "ratings-movies.json") == [heat]
    assert read(tmp_path, b"\xef\xbb\xbf" + json.dumps(TRAKT).encode(), "ratings-movies.json") == [heat]
    table = (
        "rated_at,type,title,year,imdb_id,tmdb_id,rating\n"
        "2014-09-01T09:10:11Z,movie,Heat,1995,tt0113277,949,7\n"
        "2014-09-01T09:10:11Z,show,Fargo,2014,tt2802850,60622,9\n"
    )
    assert read(tmp_path, table) == [heat]


def test_movielens_files_and_the_export_of_its_site(tmp_path: Path) -> None:
    assert read(tmp_path, "userId,movieId,rating,timestamp\n7,6,4.5,1260759144\n7,31,2.5,1260759179\n") == [
        Given("", None, 4.5, datetime(2009, 12, 14, 2, 52, 24, tzinfo=UTC), movie_id=6),
        Given("", None, 2.5, datetime(2009, 12, 14, 2, 52, 59, tzinfo=UTC), movie_id=31),
    ]
    site = 'movie_id,imdb_id,tmdb_id,rating,average_rating,title\n6,0113277,949,4.5,3.9,"Matrix, The (1999)"\n'
    assert read(tmp_path, site) == [Given("The Matrix", 1999, 4.5, imdb_id="tt0113277", tmdb_id=949)]


def test_ratings_of_several_users_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="several users"):
        read(tmp_path, "userId,movieId,rating,timestamp\n7,6,4.5,1\n8,31,2.5,2\n")


def test_the_latest_rating_of_a_movie_counts(tmp_path: Path) -> None:
    rows = ["2023-05-01,Heat,1995,u,2", "2023-06-01,Heat,1995,u,5", "2023-01-01,Heat,1995,u,1", ",HEAT!,1995,u,3"]
    ratings, report = read_with_report(tmp_path, "\n".join(["Date,Name,Year,Letterboxd URI,Rating", *rows[:3]]))
    assert [rating.stars for rating in ratings] == [5.0]
    assert report.count(Kind.REPEATED_RATING) == 2
    undated = read(tmp_path, "\n".join(["Date,Name,Year,Letterboxd URI,Rating", *rows]))
    assert [rating.stars for rating in undated] == [3.0]  # the last in the file, as it does not say when


def test_rows_that_say_nothing_are_left_out_and_told_with_their_line(tmp_path: Path) -> None:
    rows = [
        "2023-01-05,Too many,1995,u,11",
        "2023-01-05,None,1995,u,0",
        "2023-01-05,Words,1995,u,good",
        "2023-01-05,Unquoted, with a comma,1995,u,4",
        "2023-01-05,,1995,u,4",
        "2023-01-05,Nan,1995,u,nan",
        "2023-01-05,Good,1995,u,4,",
        "short",
    ]
    ratings, report = read_with_report(tmp_path, "\n".join(["Date,Name,Year,Letterboxd URI,Rating", *rows]))
    assert [rating.title for rating in ratings] == ["Good"]
    assert report.count(Kind.BAD_ROW) == 7
    assert str(report.examples[Kind.BAD_ROW][0]).startswith("ratings.csv line 2: 'Too many' has the rating '11'")


def zipped(**files: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_the_ratings_in_a_zip_are_found_among_other_files(tmp_path: Path) -> None:
    files = {
        "profile.csv": "Name,Rating\nx,y\n",
        "deleted/ratings.csv": LETTERBOXD.replace("Heat", "Wrong"),
        "../../evil.csv": "x",
        "reviews.csv": "Date,Name,Year,Rating\n2023-01-05,Wrong,1995,4.5",
        "ratings.csv": LETTERBOXD,
    }
    assert read(tmp_path, zipped(**files), "letterboxd.zip") == read(tmp_path, LETTERBOXD)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letterboxd.zip", "ratings.csv"]  # nothing unpacked
    assert not (tmp_path.parent.parent / "evil.csv").exists()
    assert len(read(tmp_path, zipped(**{"trakt/ratings-movies.json": json.dumps(TRAKT)}), "trakt.zip")) == 1


def test_zips_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="larger than 20 MB"):
        read(tmp_path, zipped(**{"ratings.csv": LETTERBOXD.encode() + b"0" * (MAX_BYTES + 1)}), "bomb.zip")
    with pytest.raises(BadInput, match=r"holds none of ratings\.csv"):
        read(tmp_path, zipped(**{"other.csv": LETTERBOXD}), "other.zip")
    whole = zipped(**{"ratings.csv": LETTERBOXD * 50})
    broken = whole[:60] + b"\xff\xff\xff\xff" + whole[64:]
    with pytest.raises(BadInput, match=r"cannot unpack broken\.zip"):
        read(tmp_path, broken, "broken.zip")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "begins with ''"),
        (b"\0\1\2\3", "begins with"),
        (b"a,b,c\n1,2,3\n", "begins with 'a,b,c'"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1, 2]", "no list of ratings"),
        (b'{"ratings": {}}', "no list of ratings"),
        (b"[]", "holds no rating"),
        (b"Date,Name,Year,Letterboxd URI,Rating\n", "holds no rating"),
        (b'Date,Name,Year,Rating\n2020-01-01,"' + b"x" * 200_000 + b'",1995,4\n', "line 2 cannot be read"),
    ],
)
def test_files_of_no_known_service_are_refused_in_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says) as error:
        read(tmp_path, content)
    assert "expected the ratings that Letterboxd" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"cannot read gone\.csv: No such file"):
        read_given(tmp_path / "gone.csv", ReadReport())
    with pytest.raises(BadInput, match="larger than 20 MB"):
        read(tmp_path, b"x" * (MAX_BYTES + 1))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    for start in (
        b"",
        LETTERBOXD[:40].encode(),
        b"[",
        b'[{"rating": 4, "movie": {"title": "x"}}, {"rating": ',
        b"PK\3\4",
    ):
        path.write_bytes(start + content)
        with contextlib.suppress(BadInput):
            assert read_given(path, ReadReport())


CATALOGUE = Catalogue(
    [
        Movie(1, "Heat", 1995, imdb_id="tt0113277", tmdb_id=949),
        Movie(2, 'Say "Hello", Émile', 2001),
        Movie(3, "=SUM(A1)"),
    ]
)
MINE = [(1, 4.5, on(2024, 5, 1)), (2, 3.0, on(2024, 5, 2)), (3, 0.5, on(2024, 5, 3)), (99, 5.0, on(2024, 5, 4))]


def test_letterboxd_is_given_what_it_imports(tmp_path: Path) -> None:
    text = letterboxd_csv(MINE, CATALOGUE)
    assert list(csv.DictReader(io.StringIO(text))) == [
        {
            "Title": "Heat",
            "Year": "1995",
            "Rating": "4.5",
            "WatchedDate": "2024-05-01",
            "imdbID": "tt0113277",
            "tmdbID": "949",
        },
        {
            "Title": 'Say "Hello", Émile',
            "Year": "2001",
            "Rating": "3",
            "WatchedDate": "2024-05-02",
            "imdbID": "",
            "tmdbID": "",
        },
        {
            "Title": "=SUM(A1)",
            "Year": "",
            "Rating": "0.5",
            "WatchedDate": "2024-05-03",
            "imdbID": "",
            "tmdbID": "",
        },
    ]
    assert read(tmp_path, text) == [
        Given("Heat", 1995, 4.5, on(2024, 5, 1), imdb_id="tt0113277", tmdb_id=949),
        Given('Say "Hello", Émile', 2001, 3.0, on(2024, 5, 2)),
        Given("=SUM(A1)", None, 0.5, on(2024, 5, 3)),
    ]


def test_json_keeps_every_rating_and_is_read_again(tmp_path: Path) -> None:
    text = ratings_json(MINE, CATALOGUE)
    entries = json.loads(text)["ratings"]
    assert [(entry["movieId"], entry["stars"]) for entry in entries] == [(1, 4.5), (2, 3.0), (3, 0.5), (99, 5.0)]
    assert entries[0]["ratedAt"] == "2024-05-01T00:00:00+00:00"
    assert read(tmp_path, text, "usher.json") == read(tmp_path, letterboxd_csv(MINE, CATALOGUE))


def test_five_thousand_rows_are_read_in_less_than_five_seconds(tmp_path: Path) -> None:
    rows = [f"2023-01-05,Film number {i},{1920 + i % 100},https://boxd.it/{i},{(i % 10 + 1) / 2}" for i in range(5000)]
    started = time.process_time()
    assert len(read(tmp_path, "\n".join(["Date,Name,Year,Letterboxd URI,Rating", *rows]))) == 5000
    assert time.process_time() - started < 5


WATCHED = "Date,Name,Year,Letterboxd URI\n2023-01-05,Heat,1995,u\n2023-02-01,Ran,1985,u\n2023-02-01,Alien,1979,u\n"
WATCHLIST = "Date,Name,Year,Letterboxd URI\n2023-03-01,Ran,1985,u\n2023-03-01,Stalker,1979,u\n"


def shelves(entries: list[Given]) -> dict[str, float | str | None]:
    return {entry.title: entry.stars or entry.shelf for entry in entries}


def test_letterboxd_tells_what_was_seen_and_what_is_wanted_too(tmp_path: Path) -> None:
    files = {
        "ratings.csv": "Date,Name,Year,Letterboxd URI,Rating\n2023-01-05,Heat,1995,u,4.5\n",
        "watched.csv": WATCHED,
        "watchlist.csv": WATCHLIST,
        "deleted/watchlist.csv": WATCHLIST.replace("Stalker", "Wrong"),
        "likes/films.csv": WATCHED.replace("Heat", "Wrong"),
    }
    expected = {"Heat": 4.5, "Ran": "seen", "Alien": "seen", "Stalker": "watchlist"}
    assert shelves(read(tmp_path, zipped(**files), "letterboxd.zip")) == expected
    assert shelves(read(tmp_path, WATCHLIST, "Watchlist (1).csv")) == {"Ran": "watchlist", "Stalker": "watchlist"}
    assert shelves(read(tmp_path, WATCHED, "watched.csv")) == {"Heat": "seen", "Ran": "seen", "Alien": "seen"}


def test_a_diary_has_rows_without_stars(tmp_path: Path) -> None:
    diary = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2023-01-05,Heat,1995,u,4.5,,,2023-01-04\n"
    assert shelves(read(tmp_path, diary + "2023-01-06,Ran,1985,u,,Yes,,2023-01-05\n", "diary.csv")) == {
        "Heat": 4.5,
        "Ran": "seen",
    }


def test_a_watchlist_of_imdb_has_positions(tmp_path: Path) -> None:
    table = (
        "Position,Const,Created,Modified,Description,Title,Original Title,Title Type,Year,Your Rating,Date Rated\n"
        "1,tt0113277,2020-01-01,,,Heat,Heat,Movie,1995,9,2020-03-04\n2,tt0089881,2020-01-01,,,Ran,Ran,Movie,1985,,\n"
        "3,tt0903747,2020-01-01,,,Breaking Bad,Breaking Bad,TV Series,2008,,\n"
    )
    assert shelves(read(tmp_path, table, "WATCHLIST.csv")) == {"Heat": 4.5, "Ran": "watchlist"}


def test_trakt_lists_what_was_watched_and_what_is_wanted(tmp_path: Path) -> None:
    heat = TRAKT[0]["movie"]
    ran = {"title": "Ran", "year": 1985, "ids": {"imdb": "tt0089881"}}
    watched = [{"plays": 3, "last_watched_at": "2014-10-11T17:00:54.000Z", "movie": one} for one in (heat, ran)]
    wanted = [
        {"listed_at": "2014-10-11T17:00:54.000Z", "type": "movie", "movie": {"title": "Stalker", "year": 1979}},
        {"listed_at": "2014-10-11T17:00:54.000Z", "type": "show", "show": {"title": "Fargo", "year": 2014}},
    ]
    files = {
        "ratings-movies.json": json.dumps(TRAKT),
        "watched-movies.json": json.dumps(watched),
        "lists-watchlist.json": json.dumps(wanted),
    }
    entries, report = read_with_report(tmp_path, zipped(**files), "trakt.zip")
    assert shelves(entries) == {"Heat": 3.5, "Ran": "seen", "Stalker": "watchlist"}
    assert report.count(Kind.NO_FILM) == 2
    table = "watched_at,type,title,year,imdb_id\n2014-09-01T09:10:11Z,movie,Ran,1985,tt0089881\n"
    assert shelves(read(tmp_path, table)) == {"Ran": "seen"}


def test_the_wishes_of_movielens_have_no_ratings(tmp_path: Path) -> None:
    table = 'movie_id,imdb_id,tmdb_id,average_rating,title\n6,0113277,949,3.9,"Heat (1995)"\n'
    assert shelves(read(tmp_path, table, "movielens-wishlist.csv")) == {"Heat": "watchlist"}


def test_what_a_zip_unpacks_to_is_limited_over_all_its_files(tmp_path: Path) -> None:
    half = WATCHED.encode() + (b" " * 100_000 + b"\n") * (MAX_BYTES // 200_000)
    with pytest.raises(BadInput, match="larger than 20 MB"):
        read(tmp_path, zipped(**{"watched.csv": half, "watchlist.csv": half}), "bomb.zip")
