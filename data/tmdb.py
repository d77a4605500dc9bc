"""TMDB's metadata in the layout of the Kaggle file `movies_metadata.csv`.

Only `id` and `title` must be there. Genres, keywords and countries, and the directors and cast that `download tmdb`
adds, are lists of `{"id", "name"}` written as JSON or as Python literals. The file has rows that a line break inside a
text tore apart; their id or number of fields is wrong, and they are left out.
"""

import ast
import csv
import dataclasses
import json
import logging
import math
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.movies import GENRES, Movie

logger = logging.getLogger(__name__)

OUR_GENRES = {
    **{genre: genre for genre in GENRES},
    "Science Fiction": "Sci-Fi",
    "Family": "Children",
    "Music": "Musical",
}
OUR_LANGUAGES = {"cn": "zh", "xx": None, "mo": "ro", "sh": "sr"}
PLACEHOLDER = re.compile(
    r"(?:no |there is no )?(?:movie |film )?(?:overview|plot|description|synopsis|summary)?s?"
    r"(?: (?:is |was )?(?:not |un)?(?:found|available|known|yet|entered))*"
    r"|n/?a|none|null|unknown|tb[ad]|coming soon|test",
    re.IGNORECASE,
)
LONGEST_LITERAL = 100_000

T = TypeVar("T", int, float)


def read_tmdb(path: Path, report: ReadReport) -> list[Movie]:
    """Read the facts of each movie, in the order of the file; `movie_id` is its TMDB id.

    A row whose id is no number or that lacks a title is left out, as is an id that came before; a value that cannot be
    read is left out and its row kept. Each is reported. A runtime of 0 and the mean of no votes are unknown.

    Raises:
        BadInput: the file cannot be read, lacks `id` or `title`, or has no good row.
    """
    started = time.perf_counter()
    movies: dict[int, Movie] = {}
    for line, row in _rows(path, report):
        if not (re.fullmatch(r"[0-9]{1,12}", row["id"]) and row["title"].strip()):
            report.add(Kind.BAD_ROW, path, line, f"id {row['id'][:40]!r} is not a number, or there is no title")
        elif (tmdb_id := int(row["id"])) in movies:
            report.add(Kind.REPEATED_MOVIE, path, line, f"id {tmdb_id} was there before")
        else:
            movies[tmdb_id] = _Row(path, line, row, report).movie(tmdb_id)
    if not movies:
        raise BadInput(f"{path} has no good row: expected TMDB's movies_metadata.csv")
    logger.info("read %d movies of %s in %.1f s", len(movies), path, time.perf_counter() - started)
    return list(movies.values())


def is_tmdb(path: Path) -> bool:
    """Whether the first line of a file is a header of TMDB's."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return {"id", "title", "overview"} <= set(next(csv.reader([file.readline(1 << 16)]), []))


def as_overview(text: str) -> str:
    """Tidy an overview; "" where it only says that there is none."""
    tidy = " ".join(text.split())
    return "" if PLACEHOLDER.fullmatch(tidy.strip(" .-…!?\"'")) else tidy


def _rows(path: Path, report: ReadReport) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with the right number of fields and the line it begins on."""
    try:
        file = path.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}; expected TMDB's movies_metadata.csv") from error
    with file:
        reader = csv.reader(file)
        names = [name.strip() for name in next(reader, [])]
        missing = [name for name in ("id", "title") if name not in names]
        if missing:
            raise BadInput(f"{path} lacks the column {missing[0]}: expected TMDB's movies_metadata.csv")
        line = reader.line_num + 1
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                report.add(Kind.BAD_ROW, path, line, str(error))
                fields = []
            if len(fields) == len(names):
                yield line, dict(zip(names, fields, strict=True))
            elif fields:
                report.add(Kind.BAD_ROW, path, line, f"has {len(fields)} fields instead of {len(names)}")
            line = reader.line_num + 1


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """Reads the values of one row; those that cannot be read are reported."""

    path: Path
    line: int
    row: Mapping[str, str]
    report: ReadReport

    def movie(self, tmdb_id: int) -> Movie:
        title, original = (" ".join(self.text(name).split()) for name in ("title", "original_title"))
        language = self.text("original_language").lower() or None
        votes = self.number("vote_count", int)
        runtime = self.number("runtime", float)
        released = re.match(r"(18|19|20|21)\d\d(?=-)", self.text("release_date"))
        imdb = re.fullmatch(r"tt\d{7,9}", self.text("imdb_id"))
        return Movie(
            tmdb_id,
            title,
            int(released[0]) if released else None,
            genres=tuple(dict.fromkeys(OUR_GENRES[name] for name in self.names("genres") if name in OUR_GENRES)),
            overview=as_overview(self.text("overview")),
            runtime_minutes=round(runtime) if runtime and runtime >= 1 else None,
            language=OUR_LANGUAGES.get(language, language) if language else None,
            countries=tuple(dict.fromkeys(self.names("production_countries", "iso_3166_1"))),
            directors=tuple(dict.fromkeys(self.names("directors"))),
            cast=tuple(dict.fromkeys(self.names("cast"))),
            keywords=tuple(dict.fromkeys(name.lower() for name in self.names("keywords"))),
            alternative_titles=(original,) if original and original.casefold() != title.casefold() else (),
            tmdb_id=tmdb_id,
            imdb_id=imdb[0] if imdb else None,
            poster_path=self.text("poster_path") or None,
            vote_average=self.number("vote_average", float) if votes else None,
            vote_count=votes,
            popularity=self.number("popularity", float),
        )

    def text(self, column: str) -> str:
        return self.row.get(column, "").strip()

    def number(self, column: str, kind: type[T]) -> T | None:
        """A finite number of 0 or more; None where there is none."""
        text = self.text(column)
        try:
            number = float(text) if text else None
        except ValueError:
            number = math.nan
        if number is None:
            return None
        if not 0 <= number < math.inf:
            self.wrong(column, text)
            return None
        return kind(number)

    def names(self, column: str, key: str = "name") -> list[str]:
        """The names in a list of objects, written as JSON or as a Python literal."""
        text = self.text(column)
        if not text:
            return []
        try:
            if len(text) > LONGEST_LITERAL:
                raise ValueError(f"{column} is longer than {LONGEST_LITERAL} characters")
            try:
                values = json.loads(text)
            except ValueError:
                values = ast.literal_eval(text)
            names = [" ".join(value[key].split()) for value in values]
        except (ValueError, SyntaxError, TypeError, KeyError, AttributeError, MemoryError, RecursionError):
            self.wrong(column, text)
            return []
        return [name for name in names if name]

    def wrong(self, column: str, text: str) -> None:
        self.report.add(Kind.BAD_VALUE, self.path, self.line, f"cannot read {column} {text[:60]!r}")
