"""The home folder and its builds: each is written apart, published whole, and found through one pointer.

    HOME/current                 the name of the build that serves, on one line
    HOME/builds/build-000007/    manifest.json and the files it lists
    HOME/builds/.draft-.../      a build being written, or left by one that was killed
    HOME/embeddings/             vectors of texts, shared by builds
    HOME/usher.sqlite3           accounts; no build touches them
    HOME/imdb.sqlite3            IMDb's titles, where no other database was named for them

A build becomes current by replacing the pointer, which is atomic: whoever reads it sees the former build or the new
one. The former build is kept, since a running server may still have it open; older ones are removed.

Files are compared with the manifest by size and SHA-256, with two exceptions, since Chroma writes to a store it opens:

- A database of SQLite must not have shrunk, and must pass SQLite's own check.
- The files of a vector index that Chroma has not saved yet (it does so every 1,000 vectors, which its database keeps
  till then) are scratch: they must be there.
"""

import contextlib
import datetime
import hashlib
import json
import logging
import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import filelock
from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

from data.errors import BadInput, UsherError

logger = logging.getLogger(__name__)

MANIFEST = "manifest.json"
BUILD_NAME = re.compile(r"build-(\d{6,})")
REBUILD = "run `python app.py build`"
SQLITE_HEADER = b"SQLite format 3\0"


class File(BaseModel):
    """A file of a build as it was published; `size` in bytes."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str


class Manifest(BaseModel):
    """What a build says of itself.

    Attributes:
        format: the version of its layout; code that expects another cannot read it.
        created: when it was published.
        files: every file by its path inside the build, with "/".
        facts: whatever else the builder noted: config, seed, versions, metrics.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    created: AwareDatetime
    files: Mapping[str, File]
    facts: Mapping[str, JsonValue]


class Draft:
    """A build being written: put its files under `path`, then publish it."""

    def __init__(self, home: "Home", path: Path) -> None:
        self.path = path
        self._home = home

    def publish(self, manifest: Mapping[str, JsonValue]) -> Path:
        """Write the manifest, make all files durable and the build current.

        Args:
            manifest: "format" (int) and any other facts; "files" and "created" are added.

        Returns:
            The folder of the build, which is not `path` any more.
        """
        if not isinstance(manifest.get("format"), int):
            raise TypeError(f"a manifest needs its format as an int, not {manifest.get('format')!r}")
        paths = sorted(path for path in self.path.rglob("*") if path.is_file())
        files = {path.relative_to(self.path).as_posix(): _describe(path).model_dump() for path in paths}
        created = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        text = json.dumps({**manifest, "created": created, "files": files}, indent=1, ensure_ascii=False)
        (self.path / MANIFEST).write_text(text, encoding="utf-8")
        for path in (
            *paths,
            self.path / MANIFEST,
            *(path for path in self.path.rglob("*") if path.is_dir()),
            self.path,
        ):
            _make_durable(path)
        return self._home._adopt(self)


class Home:
    """The folder that holds everything Usher writes.

    Attributes:
        path: the folder itself.
        builds: the folder of builds.
        embeddings: the folder of vectors of texts, shared by builds.
        accounts: the file of the accounts' database.
    """

    def __init__(self, path: Path) -> None:
        """Name the parts; nothing is created.

        Raises:
            BadInput: `path` is a file.
        """
        if path.exists() and not path.is_dir():
            raise BadInput(f"the home folder {path} is a file: give a folder with --home, or move the file away")
        self.path = path
        self.builds = path / "builds"
        self.embeddings = path / "embeddings"
        self.accounts = path / "usher.sqlite3"
        self._pointer = path / "current"

    def current(self) -> Path | None:
        """The build that serves; None if there was none yet.

        Raises:
            UsherError: the pointer cannot be read or names no build.
        """
        name = self._current_name()
        if name is None:
            return None
        build = self.builds / name
        if not BUILD_NAME.fullmatch(name) or not (build / MANIFEST).is_file():
            raise UsherError(f"{self._pointer} names the build {name[:80]!r}, which is not in {self.builds}: {REBUILD}")
        return build

    @contextlib.contextmanager
    def new_build(self) -> Iterator[Draft]:
        """Lend a folder to write a build into. Unless it is published nothing changes, and the folder is removed.

        Raises:
            UsherError: another build is running, or the home folder cannot be written.
        """
        lock = filelock.FileLock(self.path / "build.lock")
        try:
            self.builds.mkdir(parents=True, exist_ok=True)
            self.embeddings.mkdir(exist_ok=True)
            lock.acquire(timeout=0)
        except filelock.Timeout as error:
            builder = next((path.name.split("-")[1] for path in self.builds.glob(".draft-*-*")), "unknown")
            raise UsherError(
                f"another build is running in {self.path} (process {builder}): wait for it, or give another --home"
            ) from error
        except OSError as error:
            raise UsherError(
                f"cannot write the home folder {self.path}: {error.strerror}; give a folder of yours with --home"
            ) from error
        draft = self.builds / f".draft-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        try:
            self._remove_leftovers()
            draft.mkdir()
            yield Draft(self, draft)
        finally:
            shutil.rmtree(draft, ignore_errors=True)  # a published draft is not there any more
            lock.release()

    def _adopt(self, draft: Draft) -> Path:
        """Give a finished draft its name and move the pointer to it."""
        former = self._current_name()
        build = self.builds / f"build-{1 + max((self._number(former), *map(self._number, self._names()))):06d}"
        draft.path.rename(build)
        _make_durable(self.builds)
        new_pointer = self.path / "current.new"
        new_pointer.write_text(f"{build.name}\n", encoding="utf-8")
        _make_durable(new_pointer)
        new_pointer.replace(self._pointer)
        _make_durable(self.path)
        logger.info("published %s", build)
        self._remove_builds(keep={build.name, former})
        return build

    def _remove_leftovers(self) -> None:
        """Remove what killed builds left: drafts, and builds that never became current."""
        for draft in self.builds.glob(".draft-*"):
            shutil.rmtree(draft, ignore_errors=True)
        current = self._number(self._current_name())
        self._remove_builds(keep={name for name in self._names() if self._number(name) <= current})

    def _remove_builds(self, keep: set[str | None]) -> None:
        for name in self._names():
            if name not in keep:
                try:
                    shutil.rmtree(self.builds / name)
                except OSError as error:
                    logger.warning("cannot remove the old build %s: %s", self.builds / name, error)

    def _names(self) -> list[str]:
        return [path.name for path in self.builds.iterdir() if BUILD_NAME.fullmatch(path.name)]

    def _current_name(self) -> str | None:
        try:
            return self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise UsherError(f"cannot read {self._pointer}: {error}; remove it, then {REBUILD}") from error

    @staticmethod
    def _number(name: str | None) -> int:
        """The number of a build, 0 for what is no name of one."""
        found = BUILD_NAME.fullmatch(name or "")
        return int(found[1]) if found else 0


def load_manifest(build: Path, expected_format: int) -> Manifest:
    """Read the manifest of a build.

    Raises:
        UsherError: it is missing or damaged, or of another format than the code expects.
    """
    manifest = _read_manifest(build)
    if manifest.format != expected_format:
        raise UsherError(
            f"{build} has format {manifest.format}, this version reads format {expected_format}: {REBUILD}"
        )
    return manifest


def verify(build: Path, *, checksums: bool = False) -> None:
    """Compare the files of a build with its manifest, by their sizes and on request by their checksums.

    Files that the manifest does not list, such as a database's journal, are passed over.

    Raises:
        UsherError: a file is missing, has another size, or is damaged.
    """
    for name, published in _read_manifest(build).files.items():
        path = build / name
        try:
            size = path.stat().st_size
            if _is_scratch(path):
                continue
            with path.open("rb") as file:
                database = file.read(len(SQLITE_HEADER)) == SQLITE_HEADER
            if size < published.size or (size > published.size and not database):
                raise UsherError(f"{path} has {size} bytes, was published with {published.size}: {REBUILD}")
            if checksums and not (_is_sound(path) if database else _describe(path) == published):
                raise UsherError(f"{path} is damaged: {REBUILD}")
        except OSError as error:
            raise UsherError(f"{path} is missing or cannot be read ({error.strerror}): {REBUILD}") from error


def _read_manifest(build: Path) -> Manifest:
    path = build / MANIFEST
    try:
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        own = {name: facts.pop(name) for name in ("format", "created", "files")}
        return Manifest(**own, facts=facts)
    except FileNotFoundError as error:
        raise UsherError(f"{path} is missing: {REBUILD}") from error
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise UsherError(f"{path} is damaged ({str(error).splitlines()[0]}): {REBUILD}") from error


def _describe(path: Path) -> File:
    with path.open("rb") as file:
        return File(size=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


def _is_scratch(path: Path) -> bool:
    """Whether it belongs to a vector index that Chroma has not saved yet."""
    return (path.parent / "header.bin").exists() and not (path.parent / "index_metadata.pickle").exists()


def _is_sound(database: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except sqlite3.DatabaseError:
        return False


def _make_durable(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before going on."""
    if path.is_dir() and os.name == "nt":  # Windows neither needs nor allows it
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
