"""Joins the movies of MovieLens, or of IMDb's database, with what TMDB, IMDb and Wikipedia know of them.

TMDB is joined by its id, else by IMDb's, else, for a movie without a TMDB id, by title and year. Wikipedia is joined by
title and year. Titles are compared without case, accents, punctuation and leading article, any title of a movie with
any of the other. A year may differ by one where nothing else fits either of the two; then articles count, too. What
fits two is joined to none. IMDb is joined by its id; its directors and cast go before those of TMDB, these before those
of Wikipedia.

The title, year, genres, people and votes that a movie has stand first; others are added behind them.
"""

import dataclasses
import logging
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from data.checks import ReadReport
from data.errors import BadInput
from data.imdb import ImdbFacts, is_imdb, read_imdb
from data.movies import Movie, MovieId
from data.tmdb import is_tmdb, read_tmdb
from data.wikipedia import WikipediaFilm, is_wikipedia, read_wikipedia

logger = logging.getLogger(__name__)

ARTICLE = re.compile(r"^(?:the|an?|l|le|la|les|el|los|las|il|lo|der|die|das) (?=.)")
STATED_YEAR = re.compile(r"\b(?:is|was) an? (?:[\w-]+ ){0,3}?((?:18|19|20)\d\d) ")
MARKS = str.maketrans({"&": " and ", "½": " 1 2", "³": " 3", "²": " 2", "'": "", "’": "", "`": ""})


class _Dated(Protocol):
    """What has a title and a year."""

    @property
    def title(self) -> str: ...
    @property
    def year(self) -> int | None: ...


Facts = TypeVar("Facts", bound=_Dated)


def assemble(movies: Iterable[Movie], metadata: Sequence[Path], report: ReadReport) -> tuple[Movie, ...]:
    """Add the facts of files of metadata to movies.

    Args:
        movies: those of MovieLens, or of IMDb, whose votes then stay.
        metadata: TMDB's `movies_metadata.csv`, Wikipedia's `movies-*.json` and IMDb's data files, in any order.
        report: is told what is wrong in the files.

    Returns:
        The movies in their order, each with what was found.

    Raises:
        BadInput: a file is of none of these sources, or cannot be used.
    """
    paths: dict[str, list[Path]] = {"tmdb": [], "imdb": [], "wikipedia": []}
    for path in metadata:
        paths[_source(path)].append(path)
    tmdb = [facts for path in paths["tmdb"] for facts in read_tmdb(path, report)]
    wikipedia = [film for path in paths["wikipedia"] for film in read_wikipedia(path, report)]
    joined = list(movies)
    if tmdb:
        found = _join_tmdb(joined, tmdb)
        joined = [_with_tmdb(movie, found.get(movie.movie_id)) for movie in joined]
    if paths["imdb"]:
        imdb = read_imdb(paths["imdb"], [movie.imdb_id for movie in joined if movie.imdb_id], report)
        joined = [_with_imdb(movie, imdb.get(movie.imdb_id or "")) for movie in joined]
    if wikipedia:
        leads = join_by_title(joined, wikipedia, contradicts=_another_film)
        joined = [_with_wikipedia(movie, leads.get(movie.movie_id)) for movie in joined]
    for fact in ("overview", "lead", "cast", "directors"):
        logger.info("%d of %d movies have %s", sum(bool(getattr(movie, fact)) for movie in joined), len(joined), fact)
    return tuple(joined)


def comparable(title: str, *, article: bool = False) -> str:
    """What titles are compared by: "The Big & Ugly!" gives "big and ugly", or "the big and ugly" with its article."""
    plain = unicodedata.normalize("NFKD", title.translate(MARKS).casefold())
    words = " ".join(re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter))))
    return words if article else ARTICLE.sub("", words)


def join_by_title(
    movies: Iterable[Movie], facts: Sequence[Facts], *, contradicts: Callable[[Movie, Facts], bool]
) -> dict[MovieId, Facts]:
    """The facts of each movie that has the same title and year, or, where neither has another, a year beside it.

    Args:
        movies: those without a year are passed over.
        facts: each is joined to one movie at most.
        contradicts: whether facts cannot be of a movie although title and year fit.
    """
    by_title: dict[str, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        for title in set(_titles(fact)):
            by_title[title].append(number)
    found: dict[MovieId, int] = {}
    dated = [(movie, movie.year) for movie in movies if movie.year is not None]
    for years_apart, main_only in ((0, True), (0, False), (1, True), (1, False)):
        taken = set(found.values())
        wanted: dict[int, list[MovieId]] = defaultdict(list)
        for movie, year in dated:
            if movie.movie_id in found:
                continue
            fitting = {
                number
                for title in _titles(movie, main_only=main_only)
                for number in by_title.get(title, ())
                if number not in taken
                and abs((facts[number].year or 0) - year) == years_apart
                and not set(_titles(movie, main_only=main_only, article=years_apart > 0)).isdisjoint(
                    _titles(facts[number], main_only=main_only, article=years_apart > 0)
                )
                and not contradicts(movie, facts[number])
            }
            if len(fitting) == 1:
                wanted[fitting.pop()].append(movie.movie_id)
        found.update({ids[0]: number for number, ids in wanted.items() if len(ids) == 1})
    return {movie_id: facts[number] for movie_id, number in found.items()}


def _source(path: Path) -> Literal["tmdb", "imdb", "wikipedia"]:
    expected = (
        "expected TMDB's movies_metadata.csv (columns id, title, overview), a movies-*.json of Wikipedia (a list), "
        "or a data file of IMDb (title.basics.tsv.gz)"
    )
    try:
        if is_tmdb(path):
            return "tmdb"
        if is_imdb(path):
            return "imdb"
        if is_wikipedia(path):
            return "wikipedia"
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}; {expected}") from error
    raise BadInput(f"{path} is no metadata that is known here; {expected}")


def _titles(facts: _Dated, *, main_only: bool = False, article: bool = False) -> list[str]:
    """Every title, or the main one only, made comparable."""
    others = facts.alternative_titles if isinstance(facts, Movie) and not main_only else ()
    return [key for title in (facts.title, *others) if (key := comparable(title, article=article))]


def _join_tmdb(movies: Sequence[Movie], tmdb: Sequence[Movie]) -> Mapping[MovieId, Movie]:
    by_tmdb = {facts.tmdb_id: facts for facts in reversed(tmdb)}
    by_imdb = {facts.imdb_id: facts for facts in reversed(tmdb) if facts.imdb_id}
    found: dict[MovieId, Movie] = {}
    for movie in movies:
        facts = by_tmdb.get(movie.tmdb_id) or (by_imdb.get(movie.imdb_id) if movie.imdb_id else None)
        if facts:
            found[movie.movie_id] = facts
    used = {facts.movie_id for facts in found.values()}
    rest = [movie for movie in movies if movie.movie_id not in found and movie.tmdb_id is None]
    free = [facts for facts in tmdb if facts.movie_id not in used]
    return {**found, **join_by_title(rest, free, contradicts=_other_imdb_id)}


def _other_imdb_id(movie: Movie, facts: Movie) -> bool:
    return None not in (movie.imdb_id, facts.imdb_id) and movie.imdb_id != facts.imdb_id


def _another_film(movie: Movie, film: WikipediaFilm) -> bool:
    """Whether the casts share nobody, or the article speaks of a film of another time."""
    if movie.cast and film.cast and set(map(comparable, movie.cast)).isdisjoint(map(comparable, film.cast)):
        return True
    stated = STATED_YEAR.search(film.extract[:200])
    return stated is not None and movie.year is not None and abs(int(stated[1]) - movie.year) > 1


def _with_tmdb(movie: Movie, facts: Movie | None) -> Movie:
    if facts is None:
        return movie
    names = dict.fromkeys((*movie.alternative_titles, facts.title, *facts.alternative_titles))
    return dataclasses.replace(
        movie,
        year=movie.year or facts.year,
        genres=tuple(dict.fromkeys((*movie.genres, *facts.genres))),
        overview=facts.overview,
        runtime_minutes=movie.runtime_minutes or facts.runtime_minutes,
        language=facts.language,
        countries=facts.countries,
        directors=movie.directors or facts.directors,
        cast=movie.cast or facts.cast,
        keywords=tuple(dict.fromkeys((*movie.keywords, *facts.keywords))),
        alternative_titles=tuple(name for name in names if comparable(name) != comparable(movie.title)),
        tmdb_id=movie.tmdb_id or facts.tmdb_id,
        imdb_id=movie.imdb_id or facts.imdb_id,
        poster_path=facts.poster_path,
        vote_average=facts.vote_average if movie.vote_average is None else movie.vote_average,
        vote_count=facts.vote_count if movie.vote_average is None else movie.vote_count,
        popularity=facts.popularity,
    )


def _with_imdb(movie: Movie, facts: ImdbFacts | None) -> Movie:
    if facts is None:
        return movie
    return dataclasses.replace(
        movie,
        runtime_minutes=movie.runtime_minutes or facts.runtime_minutes,
        directors=facts.directors or movie.directors,
        cast=facts.cast or movie.cast,
        vote_average=facts.vote_average if movie.vote_average is None else movie.vote_average,
        vote_count=facts.vote_count if movie.vote_average is None else movie.vote_count,
    )


def _with_wikipedia(movie: Movie, film: WikipediaFilm | None) -> Movie:
    if film is None:
        return movie
    return dataclasses.replace(
        movie,
        genres=movie.genres or film.genres,
        lead=film.extract,
        language=movie.language or film.language,
        countries=movie.countries or film.countries,
        directors=movie.directors or film.directors,
        cast=movie.cast or film.cast,
    )
