"""The bundled catalogue: `data/demo/*.jsonl`, written for this project, one film a line."""

import importlib.resources
import logging
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import UsherError
from data.movies import Movie

logger = logging.getLogger(__name__)

Genre: TypeAlias = Literal[
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir",
    "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
]  # fmt: skip
Tone: TypeAlias = Literal[
    "dark", "light", "funny", "tense", "warm", "sad", "strange", "epic", "quiet", "violent", "romantic", "witty",
    "scary", "uplifting", "clever",
]  # fmt: skip
Text: TypeAlias = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]


class DemoFilm(BaseModel):
    """One line: every field is needed and no other is known.

    Attributes:
        language: ISO 639-1, or 639-2 where that has no code (Romani: "rom").
        rating: 0 to 10.
        popularity: 0 to 100.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    title: Text
    year: Annotated[int, Field(ge=1890, le=2100)]
    genres: Annotated[list[Genre], Field(min_length=1, max_length=4)]
    runtime_minutes: Annotated[int, Field(gt=0, lt=1000)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    countries: Annotated[list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]], Field(min_length=1)]
    directors: Annotated[list[Text], Field(min_length=1)]
    cast: list[Text]
    keywords: Annotated[list[Text], Field(min_length=1)]
    tones: Annotated[list[Tone], Field(min_length=1, max_length=3)]
    alternative_titles: list[Text]
    rating: Annotated[float, Field(ge=0, le=10)]
    popularity: Annotated[float, Field(ge=0, le=100)]
    overview: Text


def read_demo() -> tuple[Movie, ...]:
    """The bundled films, their ids 1, 2, 3... in order of year and title; the tones stand in `tags`.

    Raises:
        UsherError: a line is not as it must be, or one title comes twice in a year.
    """
    folder = importlib.resources.files("data.demo")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".jsonl")), key=lambda file: file.name)
    movies = as_movies([film for file in files for film in read_films(file)])
    logger.info("read %d films of the demo catalogue", len(movies))
    return movies


def read_films(file: Traversable) -> list[DemoFilm]:
    """The films of one file in its order.

    Raises:
        UsherError: a line lacks a field, has one that is not known, or a value that is not allowed.
    """
    films = []
    for line, text in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not text.strip():
            continue
        try:
            films.append(DemoFilm.model_validate_json(text))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the line"
            raise UsherError(
                f"{file.name} line {line}: {where} is {str(first['input'])[:80]!r}: {first['msg']}; correct the line"
            ) from error
    return films


def as_movies(films: list[DemoFilm]) -> tuple[Movie, ...]:
    """Number the films in order of year and title.

    Raises:
        UsherError: one title comes twice in a year.
    """
    ordered = sorted(films, key=lambda film: (film.year, film.title))
    seen: set[tuple[str, int]] = set()
    for film in ordered:
        if (film.title.casefold(), film.year) in seen:
            raise UsherError(f"the demo catalogue has {film.title!r} ({film.year}) twice: remove one of the lines")
        seen.add((film.title.casefold(), film.year))
    return tuple(
        Movie(
            movie_id,
            film.title,
            film.year,
            genres=tuple(film.genres),
            overview=film.overview,
            runtime_minutes=film.runtime_minutes,
            language=film.language,
            countries=tuple(film.countries),
            directors=tuple(film.directors),
            cast=tuple(film.cast),
            keywords=tuple(keyword.lower() for keyword in film.keywords),
            tags=tuple(film.tones),
            alternative_titles=tuple(film.alternative_titles),
            vote_average=film.rating,
            popularity=film.popularity,
        )
        for movie_id, film in enumerate(ordered, 1)
    )
