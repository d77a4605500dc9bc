"""Data that an admin brings."""

import io

import pytest

from data.datasets import Datasets, NoData
from data.errors import BadInput, UsherError

MOVIES = "movieId,title,genres\n1,Heat (1995),Crime\n2,Alien (1979),Horror\n"
RATINGS = "userId,movieId,rating,timestamp\n1,1,4.5,9\n1,2,9.0,9\n2,2,3.0,9\n2,7,3.0,9\nx\n"


@pytest.fixture
def datasets(tmp_path):
    return Datasets(tmp_path / "data")


def files(ratings=RATINGS, movies=MOVIES, **others):
    texts = {"ratings": ratings, "movies": movies, **others}
    return {kind: (f"{kind}.csv", io.BytesIO(text.encode())) for kind, text in texts.items() if text is not None}


def test_data_is_kept_with_what_was_wrong_in_it(datasets):
    assert datasets.all() == []
    found = datasets.add("mine", files())
    assert (found.ratings, found.users, found.movies) == (2, 2, 2)
    assert found.problems == (
        "ratings.csv line 3: stars '9.0' is not in 0.5-5.0; 2 rows left out",
        "ratings.csv line 5: movie id 7; 1 rows about movies that the catalogue lacks left out",
    )
    assert datasets.all() == [found]
    assert (datasets.path("mine") / "ratings.csv").read_text() == RATINGS
    assert found.bytes == len(MOVIES) + len(RATINGS)


def test_links_and_tags_come_along_and_old_releases_too(datasets):
    ratings = ("whatever.DAT", io.BytesIO(b"1::1::4::9\n"))
    movies = ("m.dat", io.BytesIO(b"1::Heat (1995)::Crime\n"))
    tags = files(tags="userId,movieId,tag,timestamp\n1,1,tense,9\n")["tags"]
    assert datasets.add("old", {"ratings": ratings, "movies": movies, "tags": tags}).ratings == 1
    assert {path.name for path in datasets.path("old").iterdir()} == {
        *("ratings.dat", "movies.dat", "tags.csv", "found.json")
    }


@pytest.mark.parametrize(
    ("brought", "words"),
    [
        (files(ratings=None), "ratings is missing"),
        (files(ratings=None, movies=None), "ratings and movies is missing"),
        (files(ratings="a,b\n1,2\n"), "ratings.csv"),
        (files(movies=""), "movies.csv"),
        (files(ratings="userId,movieId,rating,timestamp\n1,99,4.0,9\n"), "are both of one release"),
        ({**files(), "tags": ("tags.exe", io.BytesIO(b"MZ"))}, "'tags.exe' is neither .csv nor .dat"),
    ],
)
def test_what_cannot_be_used_is_refused_and_leaves_nothing(datasets, tmp_path, brought, words):
    with pytest.raises(BadInput, match=words) as refusal:
        datasets.add("mine", brought)
    assert str(tmp_path) not in str(refusal.value)
    assert datasets.all() == []
    assert list((tmp_path / "data").glob("*")) == list((tmp_path / "data").glob(".draft-*")) == []


@pytest.mark.parametrize("name", ["", ".", "..", "../up", "a/b", "a b", ".draft-1", "ü", "x" * 61, "a\n"])
def test_a_name_stays_inside_the_folder(datasets, name):
    with pytest.raises(BadInput, match="the name is"):
        datasets.add(name, files())
    with pytest.raises(NoData):
        datasets.path(name)


def test_a_name_is_taken_until_its_data_is_deleted(datasets):
    datasets.add("mine", files())
    with pytest.raises(BadInput, match="already"):
        datasets.add("mine", files())
    datasets.delete("mine")
    assert datasets.all() == []
    with pytest.raises(NoData):
        datasets.delete("mine")
    assert datasets.add("mine", files()).ratings == 2


def test_damage_is_told(datasets):
    datasets.add("mine", files())
    (datasets.path("mine") / "found.json").write_text("{}")
    with pytest.raises(UsherError, match="damaged"):
        datasets.all()
