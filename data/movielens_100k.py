"""MovieLens 100K (1998), whose two files have names and separators of their own and no header.

`u.data` has user id, movie id, stars and timestamp, parted by tabs; `u.item` has movie id, title, its release, that of
its video, its address at IMDb and 0 or 1 for each genre, parted by `|`.
"""

from collections.abc import Mapping
from pathlib import Path

from data.errors import BadInput
from data.tables import Table

FILES = {"ratings": "u.data", "movies": "u.item"}
GENRES = (
    *("Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy"),
    *("Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western"),
)
COLUMNS = {
    "u.data": ("\t", ("userId", "movieId", "rating", "timestamp")),
    "u.item": ("|", ("movieId", "title", "released", "video", "address", "unknown", *GENRES)),
}


def is_100k(path: Path) -> bool:
    """Whether a file has one of the two names."""
    return path.name in COLUMNS


def open_100k(path: Path) -> Table:
    """Check the first line.

    Raises:
        BadInput: the file cannot be read, or its first line has another number of fields.
    """
    separator, names = COLUMNS[path.name]
    try:
        with path.open("rb") as file:
            found = file.readline(1 << 16).count(separator.encode()) + 1
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}; expected {path.name} of MovieLens 100K") from error
    if found != len(names):
        raise BadInput(
            f"{path} line 1 has {found} fields parted by {separator!r} instead of {len(names)}: "
            f"expected {path.name} of MovieLens 100K"
        )
    return Table(path, names, separator)


def title_and_genres(row: Mapping[str, str]) -> tuple[str, str]:
    """The two fields as the later releases write them: without "(V)" for a film on video, genres parted by |."""
    title = row["title"].strip().removesuffix("(V)").rstrip()
    return title, "|".join(genre for genre in GENRES if row[genre].strip() == "1")
