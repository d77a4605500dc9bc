"""Data that an admin brings: folders in MovieLens' layout, each checked by its reader before it is kept.

HOME/data/NAME/ratings.csv, movies.csv and, if brought, links.csv, tags.csv; found.json says what the reader found
"""

import dataclasses
import json
import logging
import re
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from data.checks import ReadReport
from data.errors import BadInput, UsherError
from data.movielens import read_movielens

logger = logging.getLogger(__name__)

NEEDED, ALLOWED = ("ratings", "movies"), ("ratings", "movies", "links", "tags")
ENDINGS = (".csv", ".dat")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
FOUND = "found.json"
MOST_BYTES = 4 * 1024**3  # of one file; the 33 million ratings of MovieLens' largest release take 0.9 GB
BLOCK = 1024**2


class NoData(BadInput):
    """There is no data of that name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What the reader found in a folder.

    Attributes:
        name: of the folder.
        ratings, users, movies: how many.
        bytes: of its files.
        problems: what was left out, a sentence each: the first example and how many there were.
    """

    name: str
    ratings: int
    users: int
    movies: int
    bytes: int
    problems: tuple[str, ...]


class Datasets:
    """The folders of data in one place, which is made when the first is brought."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Found]:
        """Everything that was brought, by name."""
        if not self._folder.is_dir():
            return []
        names = sorted(path.name for path in self._folder.iterdir() if NAME.fullmatch(path.name))
        return [self[name] for name in names]

    def __getitem__(self, name: str) -> Found:
        """One of them.

        Raises:
            NoData: it is not there.
            UsherError: what was found in it cannot be read.
        """
        path = self.path(name) / FOUND
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            return Found(**{**stored, "problems": tuple(stored["problems"])})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsherError(f"{path} is damaged: remove its folder and bring the data again") from error

    def path(self, name: str) -> Path:
        """The folder of that name.

        Raises:
            NoData: it is not there.
        """
        path = self._folder / name
        if not NAME.fullmatch(name) or not path.is_dir():
            raise NoData(f"there is no data of the name {name!r}: import it first")
        return path

    def add(self, name: str, files: Mapping[str, tuple[str, BinaryIO]]) -> Found:
        """Check files and keep them.

        Args:
            name: of the new folder: letters, digits, - and _.
            files: by "ratings", "movies", "links", "tags": the name of the file as it was brought, and what is in it.

        Raises:
            BadInput: the name is none or taken, a file is missing, too large or not what it must be; nothing is kept.
        """
        if not NAME.fullmatch(name):
            raise BadInput(f"the name is {name[:80]!r}: use up to 60 letters, digits, - and _")
        if (self._folder / name).exists():
            raise BadInput(f"there is data of the name {name!r} already: choose another, or delete that first")
        missing = [kind for kind in NEEDED if kind not in files]
        if missing:
            raise BadInput(f"{' and '.join(missing)} is missing: choose the file")
        draft = self._folder / f".draft-{uuid.uuid4().hex}"
        try:
            draft.mkdir(parents=True)
            for kind in ALLOWED:
                if kind in files:
                    _copy(files[kind][1], draft / f"{kind}{_ending(files[kind][0])}")
            found = _checked(name, draft)
            (draft / FOUND).write_text(json.dumps(dataclasses.asdict(found), ensure_ascii=False), encoding="utf-8")
            draft.rename(self._folder / name)
        except BadInput as error:
            raise type(error)(str(error).replace(f"{draft}/", "").replace(str(draft), "what you chose")) from error
        except OSError as error:
            raise UsherError(f"cannot keep the data in {self._folder}: {error.strerror}") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)  # data that is kept is not there any more
        logger.info("imported %d ratings as %s", found.ratings, name)
        return found

    def delete(self, name: str) -> None:
        """Delete data; builds made of it go on serving.

        Raises:
            NoData: it is not there.
            UsherError: it cannot be deleted.
        """
        try:
            shutil.rmtree(self.path(name))
        except OSError as error:
            raise UsherError(f"cannot delete the data {name}: {error.strerror}") from error
        logger.info("deleted the data %s", name)


def _ending(filename: str) -> str:
    ending = Path(filename).suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(f"{filename[:80]!r} is neither .csv nor .dat: choose a file as MovieLens writes it")
    return ending


def _copy(source: BinaryIO, path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        while block := source.read(BLOCK):
            size += len(block)
            if size > MOST_BYTES:
                raise BadInput(f"{path.name} is larger than {MOST_BYTES // 1024**3} GB: bring a smaller one")
            file.write(block)


def _checked(name: str, folder: Path) -> Found:
    report = ReadReport()
    read = read_movielens(folder, report)
    problems = [f"{examples[0]}; {report.count(kind):,} {kind.value}" for kind, examples in report.examples.items()]
    size = sum(path.stat().st_size for path in folder.iterdir())
    n_users = int(read.ratings.user_id.nunique())
    return Found(name, len(read.ratings), n_users, len(read.movies), size, tuple(problems))
