"""Builds are published whole or not at all, and damage is noticed."""

import hashlib
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from data.errors import BadInput, UsherError
from data.folders import Home, load_manifest, verify

FORMAT = 3

# Builds that kill themselves at their first, second, third... file operation under the home folder, until one survives.
# Prints for each whether the former build was the current one afterwards.
KILLED = """
import os, signal, sys
from pathlib import Path
from data.folders import Home, verify

def build(home, moment):
    seen = 0
    def watch(event, arguments):
        nonlocal seen
        operations = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
        if event in operations and str(arguments[0]).startswith(str(home.path)):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    if moment:
        sys.addaudithook(watch)
    with home.new_build() as draft:
        (draft.path / "inner").mkdir()
        (draft.path / "inner" / "facts.bin").write_bytes(b"moment %d" % moment)
        draft.publish({"format": 3})

home = Home(Path(sys.argv[1]))
build(home, 0)
status = moment = 1
while status:
    former = home.current()
    child = os.fork()
    if not child:
        build(home, moment)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
    verify(home.current(), checksums=True)
    print(home.current() == former)
    moment += 1
"""


def publish(home: Home, content: bytes = b"first", **facts: str) -> Path:
    with home.new_build() as draft:
        (draft.path / "inner").mkdir()
        (draft.path / "inner" / "facts.bin").write_bytes(content)
        return draft.publish({"format": FORMAT, **facts})


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def test_a_home_without_builds_has_no_current_one(home):
    assert home.current() is None


def test_a_published_build_is_current_and_says_what_it_holds(home):
    build = publish(home, b"content", which="mine")
    assert home.current() == build
    manifest = load_manifest(build, FORMAT)
    assert manifest.facts == {"which": "mine"}
    assert manifest.created.utcoffset() is not None
    assert {name: (file.size, file.sha256) for name, file in manifest.files.items()} == {
        "inner/facts.bin": (7, hashlib.sha256(b"content").hexdigest())
    }
    verify(build, checksums=True)


def test_an_unpublished_build_changes_nothing(home):
    former = publish(home)
    with home.new_build() as draft:
        (draft.path / "facts.bin").write_bytes(b"new")
    assert home.current() == former
    with pytest.raises(FileNotFoundError), home.new_build() as draft:
        (draft.path / "missing" / "facts.bin").write_bytes(b"new")
    assert home.current() == former
    assert list(home.builds.iterdir()) == [former]


def test_the_former_build_is_kept_and_older_ones_are_removed(home):
    builds = [publish(home, str(number).encode()) for number in range(4)]
    assert len(set(builds)) == 4
    assert home.current() == builds[3]
    assert sorted(home.builds.iterdir()) == builds[2:]


def test_a_second_build_at_once_is_refused_and_names_the_process(home):
    with (
        home.new_build(),
        pytest.raises(UsherError, match=r"another build is running in .* \(process \d+\)"),
        home.new_build(),
    ):
        pass
    publish(home)


def test_a_manifest_without_a_format_is_refused(home):
    with home.new_build() as draft, pytest.raises(TypeError, match="format"):
        draft.publish({"which": "mine"})


def test_a_build_of_another_format_is_refused_with_the_command_that_rebuilds(home):
    with pytest.raises(UsherError, match=r"format 3, this version reads format 4: run `python app.py build`"):
        load_manifest(publish(home), FORMAT + 1)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 3', '{"format": "x", "created": "now", "files": {}}'])
def test_a_damaged_manifest_is_refused(home, text):
    build = publish(home)
    (build / "manifest.json").write_text(text)
    with pytest.raises(UsherError, match=r"manifest.json is damaged .*app.py build") as refused:
        load_manifest(build, FORMAT)
    assert "\n" not in str(refused.value)


def test_a_missing_shortened_or_changed_file_is_named(home):
    build = publish(home, b"content")
    path = build / "inner" / "facts.bin"
    path.write_bytes(b"CONTENT")
    verify(build)
    with pytest.raises(UsherError, match=r"facts.bin is damaged: run `python app.py build`"):
        verify(build, checksums=True)
    path.write_bytes(b"cont")
    with pytest.raises(UsherError, match=r"facts.bin has 4 bytes, was published with 7"):
        verify(build)
    path.unlink()
    with pytest.raises(UsherError, match=r"facts.bin is missing"):
        verify(build)
    (build / "manifest.json").unlink()
    with pytest.raises(UsherError, match=r"manifest.json is missing"):
        verify(build)


def test_a_database_may_be_written_to_but_not_damaged(home):
    with home.new_build() as draft:
        database = draft.path / "store.sqlite3"
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("create table facts (word)")
            connection.executemany("insert into facts values (?)", [(f"word {number}",) for number in range(5000)])
            connection.commit()
        build = draft.publish({"format": FORMAT})
    database = build / "store.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.executemany("insert into facts values (?)", [(f"new {number}",) for number in range(5000)])
        connection.commit()
    verify(build, checksums=True)
    content = bytearray(database.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    database.write_bytes(content)
    with pytest.raises(UsherError, match=r"store.sqlite3 is damaged"):
        verify(build, checksums=True)
    database.write_bytes(content[:4096])
    with pytest.raises(UsherError, match=r"store.sqlite3 has 4096 bytes"):
        verify(build)


def test_opening_a_chroma_store_does_not_count_as_damage(home):
    chromadb = pytest.importorskip("chromadb")
    with home.new_build() as draft:
        client = chromadb.PersistentClient(str(draft.path / "chroma"), chromadb.Settings(anonymized_telemetry=False))
        films = client.create_collection("films", embedding_function=None)
        films.add(ids=["1", "2"], embeddings=[[1.0, 0.0], [0.0, 1.0]])
        build = draft.publish({"format": FORMAT})
    before = hashlib.sha256((build / "chroma" / "chroma.sqlite3").read_bytes()).hexdigest()
    client_code = "chromadb.PersistentClient(sys.argv[1], chromadb.Settings(anonymized_telemetry=False))"
    query = f"{client_code}.get_collection('films', embedding_function=None).query(query_embeddings=[[1.0, 0.1]])"
    opening = f"import chromadb, sys; print({query}['ids'])"
    asked = subprocess.run([sys.executable, "-c", opening, build / "chroma"], capture_output=True, check=True)
    assert asked.stdout.strip() == b"[['1', '2']]"
    assert hashlib.sha256((build / "chroma" / "chroma.sqlite3").read_bytes()).hexdigest() != before
    verify(build, checksums=True)


def test_a_home_that_is_a_file_is_refused(tmp_path):
    path = tmp_path / "home"
    path.write_text("a file")
    with pytest.raises(BadInput, match="is a file: give a folder with --home"):
        Home(path)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")
def test_a_home_that_cannot_be_written_is_refused():
    with (
        pytest.raises(UsherError, match=r"cannot write the home folder /proc/usher"),
        Home(Path("/proc/usher")).new_build(),
    ):
        pass


@pytest.mark.parametrize("text", ["build-000099\n", "", "../elsewhere", "\x00"])
def test_a_pointer_to_nothing_is_told_and_the_next_build_mends_it(home, text):
    publish(home)
    (home.path / "current").write_text(text)
    with pytest.raises(UsherError, match=r"names the build .* run `python app.py build`"):
        home.current()
    assert publish(home) == home.current()


def test_a_build_killed_at_any_moment_leaves_the_former_one_or_the_new_one(home):
    command = [sys.executable, "-c", KILLED, home.path]
    run = subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)
    was_former = [line == "True" for line in run.stdout.split()]
    assert was_former.count(True) > 10
    assert was_former.count(False) > 1  # killed while it removed older builds, and not killed
    assert was_former == sorted(was_former, reverse=True)
    publish(home)
    assert len(list(home.builds.iterdir())) == 2


def test_a_build_renamed_but_never_made_current_is_removed_by_the_next(home):
    former = publish(home)
    orphan = home.builds / "build-000002"
    orphan.mkdir()
    (orphan / "manifest.json").write_text(json.dumps({}))
    (home.builds / ".draft-1-dead").mkdir()
    with home.new_build():
        assert not orphan.exists()
        assert not (home.builds / ".draft-1-dead").exists()
        assert home.current() == former
