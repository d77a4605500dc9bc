"""What the ratings and films of the current build are like: the tables and figures of the evaluation's report."""

import dataclasses
import threading
from collections.abc import Mapping

import pandas as pd

from chatbot.build_parts import Parts
from chatbot.serving import Serving
from data.errors import UsherError
from data.movies import GENRES, Catalogue
from recommender.communities import Communities, Loved, find_communities, loved_more
from recommender.figures import DARK, LIGHT, Drawing, png
from recommender.report import Table
from recommender.report_data import data_section

MOST_GENRES = 12
FEW_FILMS = 5  # a decade with fewer shows chance
LOVED = 8  # films shown of a community


@dataclasses.dataclass(frozen=True)
class Explored:
    """One build.

    Attributes:
        name: of the build.
        ratings: those that it was trained on.
        tables: of the report's section on data, by name.
        drawings: of that section, by name.
        decades: a row per genre, a column per decade: the share of the decade's films, 0 to 1.
    """

    name: str
    ratings: pd.DataFrame
    tables: Mapping[str, Table]
    drawings: Mapping[str, Drawing]
    decades: pd.DataFrame


class Exploration:
    """Looks at a build when it is first asked for, and keeps what it found of the latest; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._explored: Explored | None = None
        self._figures: dict[tuple[str, bool], bytes] = {}
        self._communities: dict[tuple[int, int], tuple[Communities, list[list[Loved]]]] = {}

    def of(self, serving: Serving) -> Explored:
        """The tables and figures of the build.

        Raises:
            UsherError: its ratings are not there any more.
        """
        with self._lock:
            return self._of(serving)

    def figure(self, serving: Serving, name: str, *, dark: bool) -> bytes:
        """A figure as PNG.

        Raises:
            KeyError: there is none of that name.
        """
        with self._lock:  # Matplotlib's settings are those of the whole process
            drawing = self._of(serving).drawings[name]
            if (name, dark) not in self._figures:
                self._figures[name, dark] = png(drawing, DARK if dark else LIGHT)
            return self._figures[name, dark]

    def communities(self, serving: Serving, k: int, seed: int) -> tuple[Communities, list[list[Loved]]]:
        """At most `k` communities of the build's users by their ALS vectors, and what each loves more than all."""
        with self._lock:
            ratings = self._of(serving).ratings
            if (k, seed) not in self._communities:
                found = find_communities(serving.models.base.als, k, seed)
                self._communities = {(k, seed): (found, loved_more(ratings, found, LOVED))}
            return self._communities[k, seed]

    def _of(self, serving: Serving) -> Explored:
        if self._explored is None or self._explored.name != serving.build.name:
            try:
                ratings = pd.read_parquet(Parts(serving.build).ratings)
            except OSError as error:
                raise UsherError(f"the ratings of {serving.build.name} are not there any more: load again") from error
            section = data_section(ratings, serving.catalogue)
            tables = {part.name: part for part in section.parts if isinstance(part, Table)}
            drawings = {part.name: part for part in section.parts if isinstance(part, Drawing)}
            decades = genres_by_decade(serving.catalogue)
            self._figures, self._communities = {}, {}
            self._explored = Explored(serving.build.name, ratings, tables, drawings, decades)
        return self._explored


def genres_by_decade(movies: Catalogue) -> pd.DataFrame:
    """A row per genre, the most frequent first, a column per decade: the share of its films that are of the genre."""
    dated = [movie for movie in movies if movie.year is not None]
    decades = sorted({movie.year // 10 * 10 for movie in dated if movie.year is not None})
    columns: dict[str, pd.Series] = {}
    for decade in decades:
        films = [movie for movie in dated if movie.year is not None and movie.year // 10 * 10 == decade]
        if len(films) >= FEW_FILMS:
            shares = [sum(genre in movie.genres for movie in films) / len(films) for genre in GENRES]
            columns[f"{decade}s"] = pd.Series(shares, index=GENRES)
    counts = {genre: sum(genre in movie.genres for movie in movies) for genre in GENRES}
    frequent = [genre for genre in sorted(GENRES, key=lambda genre: -counts[genre]) if counts[genre]][:MOST_GENRES]
    return pd.DataFrame(columns, index=pd.Index(list(GENRES), name="genre")).loc[frequent]
