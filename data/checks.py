"""What was wrong in the inputs: collected while they are read, told once at the end."""

import dataclasses
import enum
import logging
from collections import Counter
from pathlib import Path

logger = logging.getLogger(__name__)

EXAMPLES = 20


class Kind(enum.Enum):
    """What became of the rows a problem was found in; the words stand after their number."""

    BAD_ROW = "rows left out"
    NO_FILM = "series, episodes and games left out"
    UNKNOWN_MOVIE = "rows about movies that the catalogue lacks left out"
    REPEATED_RATING = "older ratings of a movie by the same user left out"
    REPEATED_MOVIE = "repeated movies left out"
    BAD_VALUE = "values left out, their rows kept"
    NO_YEAR = "movies without a year kept"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was wrong, with its value; `line` counts from 1, None in a file that is not read by lines."""

    kind: Kind
    file: Path
    line: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.file.name}{'' if self.line is None else f' line {self.line}'}: {self.what}"


class ReadReport:
    """Counts the problems of each kind and file, and keeps the first few of each kind."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[Kind, Path]] = Counter()
        self.examples: dict[Kind, list[Problem]] = {}

    def add(self, kind: Kind, file: Path, line: int | None, what: str) -> None:
        """Note one problem."""
        self.counts[kind, file] += 1
        kept = self.examples.setdefault(kind, [])
        if len(kept) < EXAMPLES:
            kept.append(Problem(kind, file, line, what))

    def add_uncounted(self, kind: Kind, file: Path, number: int) -> None:
        """Count further problems of a kind and file of which no example is wanted."""
        self.counts[kind, file] += number

    def count(self, kind: Kind, file: Path | None = None) -> int:
        """How many problems of a kind there were, in one file or in all."""
        return sum(
            n for (its_kind, its_file), n in self.counts.items() if its_kind is kind and file in (None, its_file)
        )

    def log(self) -> None:
        """Tell each kind in one line: its first example and how many there were."""
        for kind, examples in self.examples.items():
            logger.warning("%s; %d %s", examples[0], self.count(kind), kind.value)
