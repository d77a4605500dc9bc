"""The command `download`: all sources by name, from a server or from files, and what it refuses."""

import gzip
import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import app
from chatbot.command_line import SWITCHES
from chatbot.settings import Settings
from data.checks import ReadReport
from data.download import SOURCES, Order, Sites, download
from data.download_imdb import DATASETS
from data.errors import BadInput, UsherError
from data.movielens import read_movielens
from data.tmdb import read_tmdb
from data.wikipedia import read_wikipedia
from tests.data.loopback import Answer, file_of, serving
from tests.data.test_download_movielens import CSV, packed
from tests.data.test_download_tmdb import KEY, film

LEAD = "Toy Story is a 1995 American animated film directed by Ann Lee."
ARTICLE = {"imdb": {"value": "tt0114709"}, "name": {"value": "Toy Story"}}


@pytest.fixture
def server():
    with serving() as loopback:
        loopback.answers |= {
            "/ml/ml-latest-small.zip": file_of(packed(CSV)),
            "/tmdb/movie/862": Answer(json.dumps(film(862)).encode()),
            "/sparql": Answer(json.dumps({"results": {"bindings": [ARTICLE]}}).encode()),
            "/wiki": Answer(json.dumps({"query": {"pages": [{"title": "Toy Story", "extract": LEAD}]}}).encode()),
        }
        for name, column in DATASETS.items():
            loopback.answers[f"/imdb/{name}.tsv.gz"] = file_of(gzip.compress(f"{column}\tx\na\tb\n".encode()))
        yield loopback


def sites_of(server):
    ways = ("ml", "imdb", "tmdb", "sparql", "wiki")
    return Sites(*(f"{server.address}/{way}" for way in ways))


@pytest.fixture
def bring(server):
    def bring_order(*sources, **also):
        return list(download(Order(sources, **also), lambda _: None, sites_of(server)))

    return bring_order


@pytest.fixture
def run(monkeypatch, capsys, caplog):
    """Run the command here, and leave the process as it was; its status, standard output and standard error."""
    for package in ("chatbot", "data", "recommender", "retrieval"):
        caplog.set_level(logging.INFO, logger=package)
    for switch, value in SWITCHES.items():
        monkeypatch.setenv(switch, value)
    monkeypatch.delenv("TMDB_API_KEY", raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)

    def run_command(*arguments):
        monkeypatch.setattr(sys, "argv", ["app.py", "download", *map(str, arguments)])
        status = app.main()
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_command


def test_everything_is_brought_in_one_order_and_the_licences_are_told(bring, tmp_path, caplog):
    caplog.set_level(logging.INFO)
    to = tmp_path / "to"
    places = bring("ml-latest-small", "imdb", "tmdb", "wikipedia", folder=to, tmdb_key=KEY)
    imdb = [f"imdb/{name}.tsv.gz" for name in DATASETS]
    expected = ["ml-latest-small", *imdb, "tmdb/movies_metadata.csv", "wikipedia/movies-leads.json"]
    assert [place.relative_to(to).as_posix() for place in places] == expected
    assert all(place.with_name(f"{place.name}.source.json").is_file() for place in places)
    assert read_tmdb(places[-2], ReadReport())[0].title == "Film 862"
    assert read_wikipedia(places[-1], ReadReport())[0].extract == LEAD
    for holder in ("GroupLens", "courtesy of IMDb", "uses the TMDB API", "Wikipedia, the free"):
        assert holder in caplog.text
    assert KEY not in caplog.text
    assert KEY not in repr(Order(("tmdb",), to, tmdb_key=KEY))


def test_films_may_be_those_of_a_folder(bring, tmp_path):
    films = tmp_path / "films"
    films.mkdir()
    for name, text in CSV.items():
        (films / name.partition("/")[2]).write_text(text, encoding="utf-8")
    assert bring("wikipedia", folder=tmp_path / "to", films=films)


def test_the_same_files_are_taken_from_a_folder_without_any_request(server, bring, run, tmp_path, caplog):
    had, to = tmp_path / "had", tmp_path / "to"
    mine = tmp_path / "mine"
    mine.mkdir()
    online = bring("ml-latest-small", "imdb", "tmdb", "wikipedia", folder=had, tmdb_key=KEY)
    for place in online[1:]:
        place.rename(mine / place.name)
    (mine / "ml-latest-small.zip").write_bytes(packed(CSV))
    asked = len(server.requests)
    caplog.clear()
    caplog.set_level(logging.INFO)
    status, out, err = run("ml-latest-small", "imdb", "tmdb", "wikipedia", "--offline", mine, "--to", to)
    assert status == 0, err
    taken = [Path(line) for line in out.splitlines()]
    assert [place.relative_to(to) for place in taken] == [place.relative_to(had) for place in online]
    assert all(place.with_name(f"{place.name}.source.json").is_file() for place in taken)
    assert read_movielens(taken[0], ReadReport()).movies
    assert (mine / "movies-leads.json").read_bytes() == taken[-1].read_bytes()
    assert len(server.requests) == asked
    assert caplog.text.count("GroupLens Research") == 1
    assert caplog.text.count("courtesy of IMDb") == 1


def test_one_file_is_taken_into_the_home(run, tmp_path):
    (tmp_path / "mine.zip").write_bytes(packed(CSV))
    status, out, _ = run("ml-1m", "--offline", tmp_path / "mine.zip", "--home", tmp_path / "home")
    assert (status, out) == (0, f"{tmp_path / 'home' / 'downloads' / 'ml-1m'}\n")


def test_what_cannot_be_is_refused_in_one_line(run, tmp_path):
    (tmp_path / "mine.zip").write_bytes(b"no zip")
    mine = ("--offline", tmp_path / "mine.zip")
    for arguments, words in (
        (("netflix",), "no source is called 'netflix'"),
        (("tmdb",), "tmdb needs films to ask about"),
        (("wikipedia", "ml-1m"), "wikipedia needs films to ask about"),
        (("tmdb", "--data", tmp_path), "tmdb needs your key in TMDB_API_KEY"),
        (("wikipedia", "--data", tmp_path), "has neither movies.csv nor movies.dat"),
        (("ml-1m", "--offline", tmp_path / "nothing"), "is not there"),
        (("imdb", *mine), "is one file for 7 sources"),
        (("ml-1m", "--offline", tmp_path), "holds no ml-1m.zip"),
        (("ml-1m", *mine), "no ZIP that can be unpacked"),
        (("tmdb", *mine), "lacks the column id"),
        (("wikipedia", *mine), "cannot read"),
        (("title.akas", *mine), "no whole gzip"),
    ):
        status, out, err = run(*arguments, "--to", tmp_path / "to")
        errors = [line for line in err.splitlines() if line.startswith("error: ")]
        assert (status, out, len(errors)) == (2, "", 1), (arguments, err)
        assert words in errors[0]
    status, _, err = run("ml-1m", *mine, "--to", tmp_path / "mine.zip")
    assert status == 2
    assert "give a folder of yours with --to" in err
    assert len(SOURCES) == 18


def test_the_key_comes_from_the_environment(run, monkeypatch, tmp_path):
    monkeypatch.setenv("TMDB_API_KEY", KEY)
    status, _, err = run("tmdb", "--data", tmp_path, "--to", tmp_path / "to")
    assert status == 2
    assert "has neither movies.csv" in err
    assert KEY not in err


def test_two_downloads_into_one_folder_do_not_meet(bring, server, tmp_path):
    first = download(Order(("imdb",), tmp_path), lambda _: None, sites_of(server))
    next(first)
    with pytest.raises(UsherError, match="another download runs"):
        bring("ml-latest-small", folder=tmp_path)
    assert len(list(first)) == 6
    assert bring("ml-latest-small", folder=tmp_path)


def test_a_source_that_fails_leaves_what_came_before_it(server, bring, tmp_path):
    server.answers["/imdb/title.akas.tsv.gz"] = Answer(b"no gzip")
    with pytest.raises(BadInput, match="no whole gzip"):
        bring("imdb", folder=tmp_path)
    assert (tmp_path / "imdb" / "name.basics.tsv.gz").is_file()


def test_a_process_that_is_killed_in_the_middle_is_gone_on_from(server, bring, tmp_path):
    body = packed({**CSV, "ml/large.bin": os.urandom(400_000)})
    server.answers["/ml/ml-latest-small.zip"] = file_of(body, pause=0.05, block=10_000)
    program = (
        "import sys, time; from pathlib import Path; from data.download import Order, Sites, download; "
        "list(download(Order(('ml-latest-small',), Path(sys.argv[1])), time.sleep, Sites(movielens=sys.argv[2])))"
    )
    command = [sys.executable, "-c", program, str(tmp_path), f"{server.address}/ml"]
    process = subprocess.Popen(command, cwd=Path(app.__file__).parent)
    draft = tmp_path / ".ml-latest-small.zip.part"
    while not (draft.exists() and draft.stat().st_size > 50_000):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = draft.stat().st_size
    assert not (tmp_path / "ml-latest-small").exists()
    server.answers["/ml/ml-latest-small.zip"] = file_of(body)
    (folder,) = bring("ml-latest-small", folder=tmp_path)
    assert server.requests[-1].headers["Range"] == f"bytes={held}-"
    assert (folder / "large.bin").stat().st_size == 400_000
