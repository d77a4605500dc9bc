"""A movie, and the catalogue of all movies in use."""

import dataclasses
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from data.errors import BUILD_AGAIN, BadInput, UsherError
from data.ids import Ids

MovieId: TypeAlias = int

GENRES = (
    *("Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy"),
    *("Film-Noir", "History", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War"),
    "Western",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Movie:
    """The facts of one movie. Unknown facts are None or empty, never guessed.

    Attributes:
        movie_id: the id of the catalogue in use (MovieLens: its `movieId`).
        title: in natural order, without the year ("The Matrix").
        year: of first release.
        genres: out of `GENRES`.
        overview: what it is about, in a few sentences.
        lead: the first paragraph of an encyclopedia article.
        language: ISO 639-1 code of the original language.
        countries: ISO 3166 alpha-2 codes.
        keywords: themes, settings and plot elements; lower case.
        tags: what raters call it ("dark", "quirky"); lower case, most used first.
        alternative_titles: other names, those in other languages among them.
        imdb_id: with its letters ("tt0133093").
        vote_average: mean of its votes at the source, 0 to 10.
        vote_count: number of those votes.
        popularity: the source's own measure of how well known it is; larger is better known.
    """

    movie_id: MovieId
    title: str
    year: int | None = None
    genres: tuple[str, ...] = ()
    overview: str = ""
    lead: str = ""
    runtime_minutes: int | None = None
    language: str | None = None
    countries: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    alternative_titles: tuple[str, ...] = ()
    tmdb_id: int | None = None
    imdb_id: str | None = None
    poster_path: str | None = None
    vote_average: float | None = None
    vote_count: int | None = None
    popularity: float | None = None

    def __str__(self) -> str:
        return self.title if self.year is None else f"{self.title} ({self.year})"


class Catalogue:
    """All movies in use, in the order of their ids, found by id or by row."""

    def __init__(self, movies: Iterable[Movie]) -> None:
        """Sort the movies by id.

        Raises:
            BadInput: two movies have one id.
        """
        self.movies: tuple[Movie, ...] = tuple(sorted(movies, key=lambda movie: movie.movie_id))
        self.ids = Ids(movie.movie_id for movie in self.movies)
        if len(self.ids) != len(self.movies):
            ids = [movie.movie_id for movie in self.movies]
            twice = next(one for one, other in itertools.pairwise(ids) if one == other)
            raise BadInput(f"movie id {twice} occurs twice: give each movie an id of its own")

    def __len__(self) -> int:
        return len(self.movies)

    def __iter__(self) -> Iterator[Movie]:
        return iter(self.movies)

    def __contains__(self, movie_id: object) -> bool:
        return movie_id in self.ids

    def __getitem__(self, movie_id: MovieId) -> Movie:
        """The movie of that id; KeyError if there is none."""
        return self.movies[self.ids.row(movie_id)]

    def save(self, path: Path) -> None:
        """Write one JSON object a line; empty facts are left out."""
        with path.open("w", encoding="utf-8") as lines:
            for movie in self.movies:
                facts = {
                    name: value for name, value in dataclasses.asdict(movie).items() if value not in (None, "", ())
                }
                lines.write(json.dumps(facts, ensure_ascii=False) + "\n")

    @classmethod
    def load(cls, path: Path) -> "Catalogue":
        """Read what `save` wrote.

        Raises:
            UsherError: the file is missing or is not a catalogue.
        """
        try:
            with path.open(encoding="utf-8") as lines:
                return cls(_movie(json.loads(line)) for line in lines)
        except (OSError, ValueError, TypeError) as error:
            raise UsherError(f"cannot read the catalogue {path}: {error}; {BUILD_AGAIN}") from error


def _movie(facts: dict[str, object]) -> Movie:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    return Movie(**values)  # type: ignore[arg-type]
