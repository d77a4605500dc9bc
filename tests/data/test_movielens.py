"""MovieLens files: what is read, what is left out and reported, and what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.movielens import read_movie_ids, read_movielens, read_pairs, read_ratings, read_users
from data.ratings import RATING_COLUMNS

MOVIES = """movieId,title,genres
1,Toy Story (1995),Adventure|Children
2,"Matrix, The (1999)",Action|Sci-Fi
3,Cosmos,(no genres listed)
"""
RATINGS = "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n1,2,0.5,964982931\n2,3,5.0,1445714835\n"


@pytest.fixture
def release(tmp_path):
    (tmp_path / "movies.csv").write_text(MOVIES, encoding="utf-8")
    (tmp_path / "ratings.csv").write_text(RATINGS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def report():
    return ReadReport()


def stars_of(ratings: pd.DataFrame) -> list[tuple[int, int, float]]:
    return list(zip(ratings.user_id.tolist(), ratings.movie_id.tolist(), ratings.stars.tolist(), strict=True))


def test_a_clean_release_is_read_as_it_stands(release, report):
    found = read_movielens(release, report)
    assert [(movie.movie_id, movie.title, movie.year, movie.genres) for movie in found.movies] == [
        (1, "Toy Story", 1995, ("Adventure", "Children")),
        (2, "The Matrix", 1999, ("Action", "Sci-Fi")),
        (3, "Cosmos", None, ()),
    ]
    assert stars_of(found.ratings) == [(1, 1, 4.0), (1, 2, 0.5), (2, 3, 5.0)]
    assert found.ratings.rated_at.tolist() == [964982703, 964982931, 1445714835]
    assert {name: dtype.type for name, dtype in found.ratings.dtypes.items()} == RATING_COLUMNS
    assert report.count(Kind.NO_YEAR) == 1
    assert list(report.examples) == [Kind.NO_YEAR]


def test_links_become_ids_with_letters_and_zeros(release, report):
    (release / "links.csv").write_text("movieId,imdbId,tmdbId\n1,0114709,862\n2,133093,\n3,15239678,0\n9,1,1\nx,1,1\n")
    movies = read_movielens(release, report).movies
    assert [(movie.imdb_id, movie.tmdb_id) for movie in movies] == [
        ("tt0114709", 862),
        ("tt0133093", None),
        (None, None),
    ]
    assert report.count(Kind.UNKNOWN_MOVIE) == 1
    assert [str(problem) for problem in report.examples[Kind.BAD_ROW]] == [
        "links.csv line 4: tmdbId '0' is not in 1-9223372036854775807",
        "links.csv line 6: movie id 'x' is not a whole number",
    ]


def test_tags_are_lower_case_and_those_of_most_users_come_first(release, report):
    rows = [
        "2,1,Funny,5",
        "3,1,funny,6",
        "3,1,FUNNY ,7",
        "1,1,pixar,1",
        "1,1,  Very   Dark,2",
        "1,77,lost,1",
        "1,1, ,1",
    ]
    rows += ['1,1,"a, quoted one",9']
    (release / "tags.csv").write_text("userId,movieId,tag,timestamp\n" + "\n".join(rows) + "\n", encoding="utf-8")
    movies = read_movielens(release, report).movies
    assert movies[0].tags == ("funny", "a, quoted one", "pixar", "very dark")
    assert movies[1].tags == ()
    assert report.count(Kind.UNKNOWN_MOVIE) == 1
    assert report.count(Kind.BAD_ROW) == 1


def test_only_the_twenty_most_used_tags_are_kept(release, report):
    rows = [f"{user},1,tag{number:02d},1" for number in range(25) for user in range(number + 1)]
    (release / "tags.csv").write_text("userId,movieId,tag,timestamp\n" + "\n".join(rows), encoding="utf-8")
    assert read_movielens(release, report).movies[0].tags == tuple(f"tag{number:02d}" for number in range(24, 4, -1))


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("7,1,9,1", "stars '9' is not in 0.5-5.0"),
        ("7,1,0,1", "stars '0' is not in 0.5-5.0"),
        ("7,1,-3,1", "stars '-3' is not in 0.5-5.0"),
        ("7,1,nan,1", "stars 'nan' is not in 0.5-5.0"),
        ("7,1,inf,1", "stars 'inf' is not in 0.5-5.0"),
        ("7,1,,1", "stars '' is not a number"),
        ("7,1,good,1", "stars 'good' is not a number"),
        ("me,1,4,1", "user id 'me' is not a whole number"),
        ("7,1.5,4,1", "movie id '1.5' is not a whole number"),
        ("7,99999999999999999999,4,1", "movie id '99999999999999999999' is not a whole number"),
        (
            "7,9223372036854775808,4,1",
            "movie id '9223372036854775808' is not in -9223372036854775808-9223372036854775807",
        ),
        ("7,1,4,", "timestamp '' is not a whole number"),
        ("7,1,4", "'7,1,4' has 3 fields instead of 4"),
        ("7,1,4,1,1", "'7,1,4,1,1' has 5 fields instead of 4"),
        ('7,"1,4,1', "'7,\"1,4,1' is not a line of CSV: unexpected end of data"),
        ("\x00", "'\\x00' has 1 fields instead of 4"),
    ],
)
def test_a_bad_rating_is_left_out_and_reported_with_its_line(release, report, row, what):
    (release / "ratings.csv").write_text(RATINGS + "\n" + row + "\n3,1,2.0,5\n", encoding="utf-8")
    ratings = read_movielens(release, report).ratings
    assert stars_of(ratings) == [(1, 1, 4.0), (1, 2, 0.5), (2, 3, 5.0), (3, 1, 2.0)]
    assert [str(problem) for problem in report.examples[Kind.BAD_ROW]] == [f"ratings.csv line 6: {what}"]


def test_bad_movies_are_left_out_and_their_ratings_with_them(release, report):
    bad = 'x,Title (1999),Drama\n4,,Drama\n5,Short (1999)\n1,Again (2001),Drama\n6,"Unclosed (1999),Drama\n'
    (release / "movies.csv").write_text(MOVIES + bad, encoding="utf-8")
    (release / "ratings.csv").write_text(RATINGS + "3,5,4.0,1\n", encoding="utf-8")
    found = read_movielens(release, report)
    assert [movie.title for movie in found.movies] == ["Toy Story", "The Matrix", "Cosmos"]
    assert [problem.line for problem in report.examples[Kind.BAD_ROW]] == [5, 6, 7, 9]
    assert [str(problem) for problem in report.examples[Kind.REPEATED_MOVIE]] == [
        "movies.csv line 8: movie id 1 was there before"
    ]
    assert [str(problem) for problem in report.examples[Kind.UNKNOWN_MOVIE]] == ["ratings.csv line 5: movie id 5"]
    assert len(found.ratings) == 3


def test_the_latest_of_several_ratings_counts(tmp_path, report):
    rows = ["1,1,1.0,300", "1,2,2.0,100", "1,1,3.0,500", "2,1,2.5,100", "1,1,4.0,400", "1,2,5.0,100"]
    path = tmp_path / "ratings.csv"
    path.write_text("userId,movieId,rating,timestamp\n" + "\n".join(rows), encoding="utf-8")
    ratings = read_ratings(path, report)
    assert stars_of(ratings) == [(1, 1, 3.0), (2, 1, 2.5), (1, 2, 5.0)]
    assert sorted(problem.line for problem in report.examples[Kind.REPEATED_RATING]) == [2, 3, 6]


def test_columns_may_stand_in_any_order_beside_others(tmp_path, report):
    path = tmp_path / "new.csv"
    path.write_bytes(b'\xef\xbb\xbfnote,rating,movieId,userId\r\nx,3.5,10,1\r\n"a,b",4,11,2\r\n')
    ratings = read_ratings(path, report)
    assert stars_of(ratings) == [(1, 10, 3.5), (2, 11, 4.0)]
    assert ratings.rated_at.tolist() == [0, 0]
    assert not report.counts


def test_files_parted_by_colons_are_read_without_header(tmp_path, report):
    (tmp_path / "movies.dat").write_bytes(
        "1::Misérables, Les (1995)::Drama|Children's\n2::Heat (1995)::Action\n".encode("latin-1")
    )
    (tmp_path / "ratings.dat").write_text(
        "1::1::5::978300760\n1::2::3::978302109\n6040::2::4::1\n1::2::3\n1,2::2::3::4\n"
    )
    (tmp_path / "tags.dat").write_text("15::1::Sad::1215184630\n")
    found = read_movielens(tmp_path, report)
    assert [(movie.title, movie.genres, movie.tags) for movie in found.movies] == [
        ("Les Misérables", ("Drama", "Children"), ("sad",)),
        ("Heat", ("Action",), ()),
    ]
    assert stars_of(found.ratings) == [(1, 1, 5.0), (1, 2, 3.0), (6040, 2, 4.0)]
    assert [problem.line for problem in report.examples[Kind.BAD_ROW]] == [4, 5]


def test_the_first_release_is_read_from_its_tabs_and_bars(tmp_path, report):
    def item(movie_id, title, *places):
        flags = ["1" if place in places else "0" for place in range(19)]
        return "|".join([str(movie_id), title, "01-Jan-1995", "", "http://us.imdb.com/M", *flags])

    lines = [item(1, "Toy Story (1995)", 4), item(2, "Léon, The (1994) (V)", 1, 16)]
    (tmp_path / "u.item").write_bytes("\n".join([*lines, "267|unknown||||1" + "|0" * 18, ""]).encode("latin-1"))
    (tmp_path / "u.data").write_text("196\t1\t3\t881250949\n186\t2\t5\t891717742\nx\t1\t3\t1\n", encoding="utf-8")
    found = read_movielens(tmp_path, report)
    assert [(movie.movie_id, movie.title, movie.year, movie.genres) for movie in found.movies] == [
        (1, "Toy Story", 1995, ("Children",)),
        (2, "The Léon", 1994, ("Action", "Thriller")),
        (267, "unknown", None, ()),
    ]
    assert stars_of(found.ratings) == [(196, 1, 3.0), (186, 2, 5.0)]
    assert report.count(Kind.BAD_ROW) == 1
    assert len(read_ratings(tmp_path / "u.data", report)) == 2


def test_a_first_release_with_other_fields_is_refused(tmp_path, report):
    (tmp_path / "u.item").write_text("1|Toy Story (1995)|Comedy\n", encoding="utf-8")
    (tmp_path / "u.data").write_text("196\t1\t3\t881250949\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"u\.item line 1 has 3 fields parted by '\|' instead of 24"):
        read_movielens(tmp_path, report)


def test_bad_rows_are_found_wherever_they_stand_in_a_large_file(tmp_path, report):
    draw = np.random.default_rng(5)
    rows = [
        f"{user},{movie},{0.5 * (1 + movie % 10)},{user + movie}" for user in range(1, 401) for movie in range(1, 151)
    ]
    bad = sorted(int(line) for line in draw.choice(len(rows), 40, replace=False))
    for line in bad:
        rows[line] = "1,2,much,3"
    path = tmp_path / "ratings.csv"
    path.write_text("userId,movieId,rating,timestamp\n" + "\n".join(rows), encoding="utf-8")
    ratings = read_ratings(path, report)
    good = [row.split(",") for line, row in enumerate(rows) if line not in bad]
    assert stars_of(ratings) == [(int(user), int(movie), float(stars)) for user, movie, stars, _ in good]
    assert report.count(Kind.BAD_ROW) == 40
    assert [problem.line for problem in report.examples[Kind.BAD_ROW]] == [line + 2 for line in bad[:20]]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "ratings.csv").unlink(), "neither ratings.csv nor ratings.dat; found movies.csv"),
        (lambda folder: (folder / "movies.csv").unlink(), "neither movies.csv nor movies.dat; found ratings.csv"),
        (lambda folder: (folder / "ratings.csv").write_text(""), "ratings.csv is empty"),
        (lambda folder: (folder / "movies.csv").write_text(""), "movies.csv is empty"),
        (
            lambda folder: (folder / "ratings.csv").write_text("userId,movieId,stars,timestamp\n1,1,1,1\n"),
            "lacks rating;",
        ),
        (lambda folder: (folder / "movies.csv").write_text("id,title\n1,x\n"), "lacks movieId, genres;"),
        (lambda folder: (folder / "ratings.csv").write_text("userId,movieId,rating,timestamp\n"), "has no good row"),
        (
            lambda folder: (folder / "ratings.csv").write_text("userId,movieId,rating,timestamp\n1,1,8,1\n"),
            "no good row",
        ),
        (lambda folder: (folder / "movies.csv").write_text("movieId,title,genres\n"), "movies.csv has no good row"),
        (
            lambda folder: (folder / "movies.csv").write_text("movieId,title,genres\n50,Heat (1995),\n"),
            "of one release",
        ),
    ],
)
def test_files_that_cannot_be_used_are_refused_by_name(release, report, spoil, message):
    spoil(release)
    with pytest.raises(BadInput) as refused:
        read_movielens(release, report)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_none_is_refused(release, report):
    with pytest.raises(BadInput, match="nothing there"):
        read_movielens(release / "missing", report)
    with pytest.raises(BadInput, match="is not a folder \\(a file\\)"):
        read_movielens(release / "movies.csv", report)


def test_pairs_keep_their_order_and_repeats(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("movieId,userId\n5,1\n4,9\n5,1\n")
    pairs = read_pairs(path)
    assert list(pairs.columns) == ["user_id", "movie_id"]
    assert pairs.to_numpy().tolist() == [[1, 5], [9, 4], [1, 5]]


def test_pairs_without_rows_are_an_empty_table(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("userId,movieId\n")
    assert len(read_pairs(path)) == 0


def test_a_bad_pair_is_refused_with_its_line(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("userId,movieId\n1,2\n3,four\n")
    with pytest.raises(BadInput, match="line 3: movie id 'four' is not a whole number"):
        read_pairs(path)


def test_users_are_read_once_each_in_their_order(tmp_path):
    path = tmp_path / "users.csv"
    path.write_text("userId,name\n3,c\n1,a\n3,c\n")
    assert read_users(path) == [3, 1]
    path.write_text("userId\n3\n\nfive\n")
    with pytest.raises(BadInput, match="line 4: user id 'five'"):
        read_users(path)
    with pytest.raises(BadInput, match="cannot read"):
        read_users(tmp_path / "nothing.csv")


def test_movie_ids_are_read_once_each_in_their_order(tmp_path):
    path = tmp_path / "candidates.csv"
    path.write_text("movieId,title\n30,c\n10,a\n30,c\n", encoding="utf-8")
    assert read_movie_ids(path) == [30, 10]
    path.write_text("userId\n3\n", encoding="utf-8")
    with pytest.raises(BadInput, match="movieId"):
        read_movie_ids(path)


@pytest.mark.real
def test_the_real_release_is_read_as_pandas_reads_it(real_data, report):
    folder: Path = real_data / "ml-latest-small"
    found = read_movielens(folder, report)
    expected = pd.read_csv(folder / "ratings.csv")
    for mine, theirs in zip(RATING_COLUMNS, expected.columns, strict=True):
        np.testing.assert_array_equal(found.ratings[mine], expected[theirs])
    assert len(found.movies) == 9742
    assert list(report.examples) == [Kind.NO_YEAR]
    assert report.count(Kind.NO_YEAR) == 12  # Death Note has a range of years
    links = pd.read_csv(folder / "links.csv", dtype=str)
    assert [movie.imdb_id for movie in found.movies] == ["tt" + imdb for imdb in links.imdbId]
