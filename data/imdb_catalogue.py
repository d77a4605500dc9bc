"""The best known films of IMDb's titles, read from the database as movies of a catalogue."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from data.assemble import comparable
from data.errors import BadInput
from data.imdb import ACTING, MAX_CAST
from data.imdb_database import ImdbDatabase
from data.imdb_tables import AKAS, CREW, PEOPLE, PRINCIPALS, TITLE_RATINGS, TITLES
from data.movies import GENRES, Movie

logger = logging.getLogger(__name__)

AT_ONCE = 1000  # films
OUR_GENRES = {**{genre: genre for genre in GENRES}, "Family": "Children", "Music": "Musical"}
THEMES = {"Biography": "biography", "News": "news", "Sport": "sport"}  # genres there, keywords here
REGIONS = ("AU", "CA", "GB", "IE", "NZ", "US", "XWW")  # where films have English names; XWW is the world
ENGLISH = "en"


def best_known_films(database: ImdbDatabase, number: int) -> list[Movie]:
    """Films for grown-ups and children, neither series nor adult, in the order of their number of votes, most first.

    `movie_id` is IMDb's number of the title, `vote_average` and `vote_count` are IMDb's. Alternative titles are the
    original and the English ones. What has no votes is no candidate. Only the films of a few queries are in memory.

    Args:
        database: into which title.basics and title.ratings were loaded; without the others, people and alternative
            titles are missing.
        number: how many films, at most.

    Raises:
        BadInput: no film there has votes.
        UsherError: nothing was loaded there, or the database fails.
    """
    started = time.perf_counter()
    with database.read() as connection:
        movies = [movie for some in _films(connection, number) for movie in _movies(connection, some)]
    if not movies:
        raise BadInput(
            f"no film in {database.name} has votes: load title.basics and title.ratings together, "
            "with `python app.py imdb FOLDER`"
        )
    logger.info("read %d films of %s in %.1f s", len(movies), database.name, time.perf_counter() - started)
    return movies


def _films(connection: sa.Connection, number: int) -> Iterator[Sequence[sa.Row[*tuple[Any, ...]]]]:
    films = (
        sa.select(TITLES, TITLE_RATINGS.c.average, TITLE_RATINGS.c.votes)
        .join(TITLE_RATINGS, TITLE_RATINGS.c.title_id == TITLES.c.title_id)
        .where(TITLES.c.type == "movie", TITLES.c.is_adult.is_(False), TITLES.c.title.is_not(None))
        .where(TITLE_RATINGS.c.votes > 0, TITLE_RATINGS.c.average.is_not(None))
        .order_by(TITLE_RATINGS.c.votes.desc(), TITLES.c.title_id)
        .limit(number)
    )
    yield from connection.execution_options(yield_per=AT_ONCE).execute(films).partitions()


def _movies(connection: sa.Connection, films: Sequence[sa.Row[*tuple[Any, ...]]]) -> Iterator[Movie]:
    ids = [film.title_id for film in films]
    of_crew = sa.select(CREW.c.title_id, PEOPLE.c.name).join(PEOPLE, PEOPLE.c.person_id == CREW.c.person_id)
    directors = of_crew.where(CREW.c.title_id.in_(ids), CREW.c.job == "director").order_by(CREW.c.position)
    billed = sa.select(PRINCIPALS.c.title_id, PEOPLE.c.name).join(PEOPLE, PEOPLE.c.person_id == PRINCIPALS.c.person_id)
    cast = billed.where(PRINCIPALS.c.title_id.in_(ids), PRINCIPALS.c.category.in_(sorted(ACTING)))
    english = sa.or_(AKAS.c.region.in_(REGIONS), AKAS.c.language == ENGLISH)
    akas = sa.select(AKAS.c.title_id, AKAS.c.title).where(AKAS.c.title_id.in_(ids), english).order_by(AKAS.c.position)
    directors_of = _by_title(connection, directors)
    cast_of = _by_title(connection, cast.order_by(PRINCIPALS.c.position))
    akas_of = _by_title(connection, akas)
    for film in films:
        genres = (film.genres or "").split(",")
        yield Movie(
            movie_id=film.title_id,
            title=film.title,
            year=film.year,
            genres=tuple(dict.fromkeys(OUR_GENRES[genre] for genre in genres if genre in OUR_GENRES)),
            runtime_minutes=film.runtime_minutes or None,
            directors=tuple(dict.fromkeys(directors_of[film.title_id])),
            cast=tuple(dict.fromkeys(cast_of[film.title_id]))[:MAX_CAST],
            keywords=tuple(THEMES[genre] for genre in genres if genre in THEMES),
            alternative_titles=_others(film.title, (film.original_title or film.title, *akas_of[film.title_id])),
            imdb_id=f"tt{film.title_id:07d}",
            vote_average=film.average,
            vote_count=film.votes,
        )


def _by_title(connection: sa.Connection, rows: sa.Select[int, str]) -> Mapping[int, list[str]]:
    """The names of each title, in their order, those that are known."""
    names: dict[int, list[str]] = defaultdict(list)
    for title_id, name in connection.execute(rows):
        if name:
            names[title_id].append(name)
    return names


def _others(title: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that differ from the title and from each other."""
    others: dict[str, str] = {}
    for name in names:
        others.setdefault(comparable(name), name)
    return tuple(name for key, name in others.items() if key not in ("", comparable(title)))
