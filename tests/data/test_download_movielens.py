"""Releases of MovieLens from a server or a file: what is published, what is refused and leaves the last good one."""

import hashlib
import io
import json
import shutil
import stat
import zipfile

import pytest

from data.checks import ReadReport
from data.download_http import open_client
from data.download_movielens import RELEASES, download_release, take_release
from data.download_records import record_path
from data.errors import BadInput, UsherError
from data.movielens import read_movielens
from tests.data.loopback import Answer, file_of, serving

RATINGS = "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n"
CSV = {
    "ml/ratings.csv": RATINGS,
    "ml/movies.csv": "movieId,title,genres\n1,Toy Story (1995),Comedy\n",
    "ml/links.csv": "movieId,imdbId,tmdbId\n1,0114709,862\n",
    "ml/README.txt": "terms",
}
DAT = {"ml/ratings.dat": "1::1::4::964982703\n", "ml/movies.dat": "1::Toy Story (1995)::Comedy\n"}
OLD = {
    "ml/u.data": "1\t1\t4\t964982703\n",
    "ml/u.item": "1|Toy Story (1995)|01-Jan-1995|||"
    + "|".join("1" if place == 5 else "0" for place in range(19))
    + "\n",
}
LAYOUT = {name: DAT if name in ("ml-10m", "ml-1m") else OLD if name == "ml-100k" else CSV for name in RELEASES}


def packed(files, links=()):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.external_attr = (stat.S_IFLNK if name in links else stat.S_IFREG | 0o644) << 16
            file.writestr(info, text)
    return package.getvalue()


def md5_of(body):
    return Answer(f"MD5 (ml.zip) = {hashlib.md5(body).hexdigest()}\n".encode())


@pytest.fixture
def server():
    with serving() as loopback:
        yield loopback


@pytest.fixture
def bring(server, tmp_path):
    def bring_release(name):
        with open_client() as client:
            return download_release(client, name, tmp_path, lambda _: None, server.address)

    return bring_release


@pytest.mark.parametrize("name", RELEASES)
def test_every_release_is_brought_and_can_be_read(server, bring, tmp_path, name):
    body = packed(LAYOUT[name])
    server.answers |= {f"/{name}.zip": file_of(body), f"/{name}.zip.md5": md5_of(body)}
    folder = bring(name)
    assert folder == tmp_path / name
    found = read_movielens(folder, ReadReport())
    assert [(movie.title, movie.year, movie.genres) for movie in found.movies] == [("Toy Story", 1995, ("Comedy",))]
    assert found.ratings.stars.tolist() == [4.0]
    record = json.loads(record_path(folder).read_text(encoding="utf-8"))
    assert "GroupLens" in record["source"]
    assert "research" in record["terms"]
    assert record["md5"] == hashlib.md5(body).hexdigest()
    assert record["bytes"] == len(body)
    assert sorted(path.name for path in tmp_path.iterdir()) == [name, f"{name}.source.json"]


def test_the_version_that_is_there_is_not_brought_again(server, bring):
    body = packed(CSV)
    server.answers |= {"/ml-32m.zip": file_of(body), "/ml-32m.zip.md5": md5_of(body), "/ml-latest.zip": file_of(body)}
    for name in ("ml-32m", "ml-latest"):
        bring(name)
        bring(name)
    assert server.paths().count("/ml-32m.zip") == 1
    assert server.requests[-1].headers["If-None-Match"] == '"one"'


def test_a_wrong_checksum_leaves_the_last_good_release(server, bring, tmp_path):
    good = packed(CSV)
    server.answers |= {"/ml-20m.zip": file_of(good), "/ml-20m.zip.md5": md5_of(good)}
    bring("ml-20m")
    server.answers["/ml-20m.zip.md5"] = Answer(b"0123456789abcdef0123456789abcdef  ml-20m.zip\n")
    with pytest.raises(UsherError, match="instead of the published 0123456789abcdef"):
        bring("ml-20m")
    assert (tmp_path / "ml-20m" / "ratings.csv").read_text(encoding="utf-8") == RATINGS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ml-20m", "ml-20m.source.json"]


def test_a_cut_in_the_middle_leaves_the_last_good_release_and_is_gone_on_from(server, bring, tmp_path):
    good, new = packed(CSV), packed({**CSV, "ml/README.txt": "newer"})
    server.answers["/ml-latest.zip"] = file_of(good)
    bring("ml-latest")
    cut = Answer(new, headers={"ETag": '"two"'}, stop_at=100)
    server.answers["/ml-latest.zip"] = [cut, Answer(status=500)]
    with pytest.raises(UsherError):
        bring("ml-latest")
    assert (tmp_path / "ml-latest" / "README.txt").read_text(encoding="utf-8") == "terms"
    server.answers["/ml-latest.zip"] = file_of(new, '"two"')
    bring("ml-latest")
    assert server.requests[-1].headers["Range"] == "bytes=100-"
    assert (tmp_path / "ml-latest" / "README.txt").read_text(encoding="utf-8") == "newer"


def test_a_length_that_is_too_short_is_noticed(server, bring, tmp_path):
    body = packed(CSV)
    server.answers["/ml-latest.zip"] = Answer(body, length=len(body) - 30)
    with pytest.raises(BadInput, match="no ZIP that can be unpacked"):
        bring("ml-latest")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../evil.csv", "ml/../../evil.csv", "/tmp/evil.csv", "ml\\..\\evil.csv", "C:/evil", "x"]
)
def test_a_path_that_leaves_its_folder_is_refused_and_nothing_is_written(server, bring, tmp_path, name):
    server.answers["/ml-1m.zip"] = file_of(packed({**CSV, name: "evil"}))
    with pytest.raises(BadInput, match="do not trust it"):
        bring("ml-1m")
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "evil.csv").exists()


def test_a_link_in_an_archive_is_refused(server, bring, tmp_path):
    server.answers["/ml-1m.zip"] = file_of(packed({**CSV, "ml/users.dat": "/etc/passwd"}, links=["ml/users.dat"]))
    with pytest.raises(BadInput, match="do not trust it"):
        bring("ml-1m")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"ml/movies.csv": CSV["ml/movies.csv"]}, r"holds no ratings\.csv"),
        ({"ml/ratings.csv": RATINGS}, r"has neither movies\.csv nor movies\.dat"),
        ({**CSV, "ml/movies.csv": "a,b\n"}, "lacks movieId"),
    ],
)
def test_an_archive_of_something_else_is_refused(server, bring, tmp_path, files, message):
    server.answers["/ml-1m.zip"] = file_of(packed(files))
    with pytest.raises(BadInput, match=message):
        bring("ml-1m")
    assert list(tmp_path.iterdir()) == []


def test_a_flipped_byte_is_found_without_a_published_checksum(server, bring):
    body = bytearray(packed(CSV))
    body[60] ^= 0xFF
    server.answers["/ml-latest.zip"] = file_of(bytes(body))
    with pytest.raises(BadInput, match="no ZIP that can be unpacked"):
        bring("ml-latest")


def test_a_run_that_was_killed_between_the_two_renamings_is_made_good(server, bring, tmp_path):
    body = packed(CSV)
    server.answers["/ml-latest.zip"] = file_of(body)
    bring("ml-latest").rename(tmp_path / ".ml-latest.old")
    assert bring("ml-latest").is_dir()
    shutil.copytree(tmp_path / "ml-latest", tmp_path / ".ml-latest.old")
    bring("ml-latest")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ml-latest", "ml-latest.source.json"]


def test_a_file_of_ones_own_is_held_to_the_checksum_beside_it(tmp_path):
    body, file = packed(CSV), tmp_path / "mine.zip"
    file.write_bytes(body)
    (tmp_path / "to").mkdir()
    assert read_movielens(take_release(file, "ml-25m", tmp_path / "to"), ReadReport()).movies
    file.with_name("mine.zip.md5").write_text("0" * 32, encoding="utf-8")
    with pytest.raises(UsherError, match="instead of the published"):
        take_release(file, "ml-25m", tmp_path / "to")
    assert file.read_bytes() == body
    assert (tmp_path / "to" / "ml-25m" / "ratings.csv").is_file()
