"""The reports of evaluations that the lab keeps: HOME/reports/N, each as `evaluate` writes it, with what was asked."""

import dataclasses
import datetime
import json
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.errors import BadInput, UsherError
from recommender.report import REPORT

logger = logging.getLogger(__name__)

ASKED = "asked.json"


class NoReport(BadInput):
    """There is no report of that number."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """A report.

    Attributes:
        number: its name.
        about: what was evaluated, in words.
        options: of the command that writes it.
        changed_at: when it was last written into.
        is_whole: it can be read; one that was cut off can be gone on with.
    """

    number: int
    about: str
    options: tuple[str, ...]
    changed_at: datetime.datetime
    is_whole: bool


class Reports:
    """The reports in a folder, which is made when the first is begun."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Kept]:
        """Every report, the newest first."""
        if not self._folder.is_dir():
            return []
        numbers = sorted((int(path.name) for path in self._folder.iterdir() if path.name.isdigit()), reverse=True)
        return [self[number] for number in numbers]

    def __getitem__(self, number: int) -> Kept:
        """One report.

        Raises:
            NoReport: it is not there.
            UsherError: what was asked for it cannot be read.
        """
        folder = self.folder(number)
        try:
            asked = json.loads((folder / ASKED).read_text(encoding="utf-8"))
            about, options = str(asked["about"]), tuple(map(str, asked["options"]))
            changed = max(path.stat().st_mtime for path in folder.iterdir())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsherError(f"the report {number} is damaged ({error}): remove the folder {folder}") from error
        when = datetime.datetime.fromtimestamp(changed, datetime.UTC)
        return Kept(number, about, options, when, (folder / REPORT).is_file())

    def begin(self, about: str, options: Sequence[str]) -> int:
        """Make the folder of a new report, and note what is asked for it; its number."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            taken = [int(path.name) for path in self._folder.iterdir() if path.name.isdigit()]
            number = 1 + max(taken, default=0)
            folder = self._folder / str(number)
            folder.mkdir()
            (folder / ASKED).write_text(json.dumps({"about": about, "options": list(options)}), encoding="utf-8")
        except OSError as error:
            raise BadInput(f"cannot keep a report in {self._folder}: {error.strerror}") from error
        return number

    def folder(self, number: int) -> Path:
        """Where a report lies.

        Raises:
            NoReport: it is not there.
        """
        folder = self._folder / str(number)
        if number < 1 or not folder.is_dir():
            raise NoReport(f"there is no report {number}: it may have been deleted")
        return folder

    def page(self, number: int) -> bytes:
        """The report as HTML.

        Raises:
            NoReport: it is not there, or not written yet.
        """
        try:
            return (self.folder(number) / REPORT).read_bytes()
        except OSError as error:
            raise NoReport(f"report {number} is not written yet: go on with its evaluation") from error

    def table(self, number: int, name: str) -> pd.DataFrame | None:
        """A table of a report; None if it has none of that name.

        Raises:
            NoReport: there is no such report.
            UsherError: the table cannot be read.
        """
        path = self.folder(number) / f"{name}.csv"
        if not path.is_file():
            return None
        try:
            return pd.read_csv(path)
        except (OSError, ValueError) as error:
            raise UsherError(f"the table {path} cannot be read ({error}): delete the report {number}") from error

    def delete(self, number: int) -> None:
        """Delete a report with everything that was measured for it.

        Raises:
            NoReport: it is not there.
            UsherError: it cannot be deleted.
        """
        try:
            shutil.rmtree(self.folder(number))
        except OSError as error:
            raise UsherError(f"cannot delete report {number}: {error.strerror}") from error
        logger.info("deleted report %d", number)
