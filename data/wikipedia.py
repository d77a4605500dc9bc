"""Films of Wikipedia's lists, as `wikipedia-movie-data` gathers them: a JSON list of objects.

An object has `title`, `year`, `cast`, `genres` and, if known, `extract`, the beginning of the article. Some stand
beside the article of a list, a novel or a series; such an extract is not of the film and is left out. Directors,
countries and language are read from the extract (`data/leads.py`).
"""

import dataclasses
import json
import logging
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.leads import FILM, PARTICLES, find_countries, find_directors, find_language, is_name_part

logger = logging.getLogger(__name__)

OUR_GENRES = {
    **{
        genre: genre
        for genre in ("Action", "Adventure", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Horror")
    },
    **{genre: genre for genre in ("Musical", "Mystery", "Romance", "Thriller", "War", "Western")},
    **{"Animated": "Animation", "Family": "Children", "Historical": "History", "Noir": "Film-Noir"},
    "Science Fiction": "Sci-Fi",
}
STYLE_SHEET = re.compile(r"\s*\.mw-parser-output[^{}]*\{[^{}]*\}")
DISAMBIGUATION = re.compile(r"\s*\((?:(?:\d{4} )?(?:film|movie|serial|short)|[^()]*re-release)\)$")
VERB = re.compile(r"\b(?:is|was|are|were) ")
OTHER_SUBJECT = re.compile(
    r"\b(?:novels?|novella|book|poem|play|album|song|comic strip|town|city|village|actor|actress|list|franchise|"
    r"(?:television|TV|web)(?! (?:[\w-]+ ){0,4}(?:film|movie))|(?:mini)?series|video game|magazine|band|"
    r"(?<!space )opera|ballet|surname|name|company|musician|singer|writer|author|story|character|title)\b",
    re.IGNORECASE,
)
NO_NAME = frozenset({"Award", "Awards", "Interviews", "Cast", "The", "Screenplay"})
FILM_WORD = re.compile(FILM, re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class WikipediaFilm:
    """The facts of one film; `extract` is "" and each of the others empty where it is not known.

    Attributes:
        cast: leading actors, as the list gives them.
        genres: out of `data.movies.GENRES`.
        extract: the beginning of its article.
        countries: ISO 3166 alpha-2 codes.
        language: ISO 639-1 code.
    """

    title: str
    year: int
    cast: tuple[str, ...]
    genres: tuple[str, ...]
    extract: str
    directors: tuple[str, ...]
    countries: tuple[str, ...]
    language: str | None


def read_wikipedia(path: Path, report: ReadReport) -> list[WikipediaFilm]:
    """Read a file of films in its order; an entry without a title or a year is left out and reported.

    Raises:
        BadInput: the file cannot be read or is no list of films.
    """
    started = time.perf_counter()
    expected = "expected a JSON list of films with title, year, cast, genres and extract"
    try:
        entries = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot read {path}: {error}; {expected}") from error
    if not isinstance(entries, list):
        raise BadInput(f"{path} holds a {type(entries).__name__}; {expected}")
    films = []
    for number, entry in enumerate(entries, 1):
        try:
            films.append(_film(entry))
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            report.add(Kind.BAD_ROW, path, None, f"entry {number} is no film: {type(error).__name__} {error}")
    if not films:
        raise BadInput(f"{path} has no film; {expected}")
    films = _without_shared_extracts(films)
    logger.info("read %d films of %s in %.1f s", len(films), path, time.perf_counter() - started)
    return films


def is_wikipedia(path: Path) -> bool:
    """Whether a file begins as a JSON list of objects does."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return re.match(r"\s*\[\s*(?:\{|\])", file.read(1000)) is not None


def _film(entry: dict[str, Any]) -> WikipediaFilm:
    title = " ".join(DISAMBIGUATION.sub("", STYLE_SHEET.sub("", entry["title"])).split())
    year = entry["year"]
    if not title or not isinstance(year, int) or not 1870 <= year <= 2100:
        raise ValueError(f"title {title!r}, year {year!r}")
    genres = tuple(dict.fromkeys(OUR_GENRES[genre] for genre in _texts(entry.get("genres")) if genre in OUR_GENRES))
    extract = _extract(entry.get("extract"), entry.get("href"))
    return WikipediaFilm(
        title,
        year,
        cast=_cast(entry.get("cast"), least_words=2 if "Documentary" in genres else 1),
        genres=genres,
        extract=extract,
        directors=find_directors(extract),
        countries=find_countries(extract),
        language=find_language(extract),
    )


def _without_shared_extracts(films: list[WikipediaFilm]) -> list[WikipediaFilm]:
    """Take an article that several entries lead to from those whose title it does not begin with."""
    uses = Counter(film.extract for film in films)
    unknown = {"extract": "", "directors": (), "countries": (), "language": None}
    return [
        dataclasses.replace(film, **unknown)  # type: ignore[arg-type]
        if uses[film.extract] > 1 and not film.extract.startswith(f"{film.title} is ")
        else film
        for film in films
    ]


def _texts(values: object) -> list[str]:
    """The texts of a list, tidied; whatever else it holds is passed over."""
    return [" ".join(text.split()) for text in values if isinstance(text, str)] if isinstance(values, list) else []


def _cast(values: object, *, least_words: int) -> tuple[str, ...]:
    """The names of a list, each once, without "(actor)" behind them; lists of documentaries hold subjects, too."""
    names = (re.sub(r" \([^)]*\)$", "", text).replace(", Jr.", " Jr.") for text in _texts(values))
    return tuple(dict.fromkeys(name for name in names if _is_name(name) and name.count(" ") + 1 >= least_words))


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        len(text) > 1
        and all(is_name_part(word.lstrip("\"'“")) or word in PARTICLES for word in words)
        and NO_NAME.isdisjoint(words)
        and text.strip("()[]:") == text
    )


def _extract(text: object, href: object) -> str:
    """The extract, "" if it is not of a film."""
    address = href if isinstance(href, str) else ""
    if not isinstance(text, str) or address.startswith("List_of") or "#" in address:
        return ""
    tidy = " ".join(STYLE_SHEET.sub("", text).split())
    verb = VERB.search(tidy[:300])
    said = tidy[verb.end() : verb.end() + 150] if verb else ""
    other, film = OTHER_SUBJECT.search(said), FILM_WORD.search(said)
    of_another = other is not None and (film is None or other.start() < film.start())
    return "" if of_another or re.search(r"\bmay (?:also )?refer to\b", tidy[:300]) else tidy
