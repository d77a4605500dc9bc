"""IMDb's datasets from a server or a file: all seven, and what is refused."""

import gzip
import json

import pytest

from data.checks import ReadReport
from data.download_http import open_client
from data.download_imdb import DATASETS, count_rows, download_dataset, take_dataset
from data.download_records import record_path
from data.errors import BadInput, UsherError
from data.imdb import read_imdb
from tests.data.loopback import Answer, file_of, serving

RATINGS = b"tconst\taverageRating\tnumVotes\ntt0114709\t8.3\t1000\ntt0113497\t7.1\t300\n"


@pytest.fixture
def server():
    with serving() as loopback:
        yield loopback


@pytest.fixture
def bring(server, tmp_path):
    def bring_dataset(name):
        with open_client() as client:
            return download_dataset(client, name, tmp_path, lambda _: None, server.address)

    return bring_dataset


def test_there_are_seven_and_each_is_brought_with_its_licence(server, bring):
    assert len(DATASETS) == 7
    for name, column in DATASETS.items():
        server.answers[f"/{name}.tsv.gz"] = file_of(gzip.compress(f"{column}\tmore\na\tb\nc\td".encode()))
        path = bring(name)
        record = json.loads(record_path(path).read_text(encoding="utf-8"))
        assert "Information courtesy of IMDb" in record["source"]
        assert (record["rows"], record["bytes"]) == (2, path.stat().st_size)


def test_what_was_brought_is_read_and_not_brought_again(server, bring):
    server.answers["/title.ratings.tsv.gz"] = file_of(gzip.compress(RATINGS))
    path = bring("title.ratings")
    assert read_imdb([path], ["tt0114709"], ReadReport())["tt0114709"].vote_count == 1000
    assert bring("title.ratings") == path
    assert server.requests[-1].headers["If-None-Match"] == '"one"'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (gzip.compress(RATINGS)[:-12], "no whole gzip"),
        (gzip.compress(RATINGS)[:20] + b"xx" + gzip.compress(RATINGS)[22:], "no whole gzip"),
        (gzip.compress(RATINGS)[:-6] + b"\x00\x00" + gzip.compress(RATINGS)[-4:], "no whole gzip"),
        (b"<html>busy</html>", "no whole gzip"),
        (gzip.compress(b"nconst\tprimaryName\n"), "instead of 'tconst'"),
    ],
    ids=["cut", "other bytes", "other checksum", "a page", "other columns"],  # gzip writes the time into its bytes
)
def test_a_broken_file_leaves_the_last_good_one(server, bring, tmp_path, body, message):
    server.answers["/title.ratings.tsv.gz"] = file_of(gzip.compress(RATINGS))
    path = bring("title.ratings")
    good = path.read_bytes()
    server.answers["/title.ratings.tsv.gz"] = file_of(body, '"two"')
    with pytest.raises(BadInput, match=message):
        bring("title.ratings")
    assert path.read_bytes() == good
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [path.name, record_path(path).name]


def test_a_server_that_lies_about_length_is_not_believed(server, bring, tmp_path):
    body = gzip.compress(RATINGS)
    server.answers["/title.ratings.tsv.gz"] = Answer(body, length=len(body) - 9)
    with pytest.raises(BadInput, match="no whole gzip"):
        bring("title.ratings")
    server.answers["/title.ratings.tsv.gz"] = Answer(body, length=len(body) + 9)
    with pytest.raises(UsherError, match="cut off"):
        bring("title.ratings")
    assert not (tmp_path / "title.ratings.tsv.gz").exists()


def test_a_file_of_ones_own_is_copied_after_the_same_checks(tmp_path):
    mine, to = tmp_path / "mine.gz", tmp_path / "to"
    to.mkdir()
    mine.write_bytes(gzip.compress(RATINGS))
    path = take_dataset(mine, "title.ratings", to)
    assert path.read_bytes() == mine.read_bytes()
    mine.write_bytes(b"no gzip")
    with pytest.raises(BadInput, match="no whole gzip"):
        take_dataset(mine, "title.ratings", to)
    assert count_rows(path, "tconst") == 2
    assert sorted(entry.name for entry in to.iterdir()) == [path.name, record_path(path).name]
