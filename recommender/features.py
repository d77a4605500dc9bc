"""What is known of an item besides its ratings, as a sparse table: one row per item, one weight per feature it has.

A feature is a value of a kind of fact (a genre, a span of years, a keyword, a tag, a person, a language, a span of
runtimes). The n values that an item has of one kind weigh 1/sqrt(n) each, so that no kind outweighs another by its mere
number of values.
"""

import collections
import dataclasses

import numpy as np
from numpy.typing import NDArray

from data.ids import Rows
from data.movies import Catalogue, Movie
from recommender.fold import Floats

YEARS = 5
MINUTES = 20


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows of different lengths behind one another (compressed sparse rows).

    Attributes:
        starts: (n_rows + 1,) where each row begins; the last is the number of entries.
        columns: (n_entries,) which column an entry stands in.
        weights: (n_entries,) float32, its value.
    """

    starts: Rows
    columns: Rows
    weights: Floats

    def entries(self, rows: Rows) -> tuple[Rows, Rows]:
        """Places (m,) of the entries of some rows, row by row, and how many each of the rows has (n_rows_taken,)."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[rows] - ends + lengths, lengths)
        return places, lengths


@dataclasses.dataclass(frozen=True)
class Features:
    """The features of every item: `names` (n_features,) and a table (n_items, n_features)."""

    names: tuple[str, ...]
    table: Table


def item_features(movies: Catalogue, *, min_items: int) -> Features:
    """Collect the features that at least `min_items` items share; rarer ones say nothing of other items."""
    facts = [_facts(movie) for movie in movies]
    counts = collections.Counter(name for kinds in facts for names in kinds for name in names)
    names = sorted(name for name, count in counts.items() if count >= min_items)
    column = {name: at for at, name in enumerate(names)}
    lengths: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for kinds in facts:
        before = len(columns)
        for values in kinds:
            columns += [column[name] for name in values if name in column]
            weights += [len(values) ** -0.5 for name in values if name in column]
        lengths.append(len(columns) - before)
    return Features(
        names=tuple(names),
        table=Table(
            starts=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
            columns=np.array(columns, dtype=np.int64),
            weights=np.array(weights, dtype=np.float32),
        ),
    )


def _facts(movie: Movie) -> list[tuple[str, ...]]:
    """The names of a movie's features, one tuple per kind of fact, without repeats."""
    kinds: dict[str, tuple[object, ...]] = {
        "genre": movie.genres,
        "year": () if movie.year is None else (movie.year // YEARS * YEARS,),
        "runtime": () if movie.runtime_minutes is None else (movie.runtime_minutes // MINUTES * MINUTES,),
        "language": () if movie.language is None else (movie.language,),
        "keyword": movie.keywords,
        "tag": movie.tags,
        "director": movie.directors,
        "actor": movie.cast,
    }
    return [tuple(dict.fromkeys(f"{kind}:{value}" for value in values)) for kind, values in kinds.items()]


def ratings_table(user_rows: Rows, item_rows: Rows, stars: Floats, n_users: int) -> Table:
    """Ratings as a table (n_users, n_items) of stars; the entries of a user keep the order they are given in."""
    order = np.argsort(user_rows, kind="stable")
    counts: NDArray[np.int64] = np.bincount(user_rows, minlength=n_users)
    return Table(
        starts=np.concatenate([[0], np.cumsum(counts)]),
        columns=item_rows[order],
        weights=stars[order].astype(np.float32),
    )
