"""The wish as single pieces, each of which can be let go by itself, and how many movies each leaves."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from chatbot.conversation import Request
from chatbot.wishes import country_name, genre_name, language_name, lengths_asked, years_asked
from chatbot.wording import listed
from data.movies import Catalogue
from retrieval.filters import FilterTable
from retrieval.index import Filters

_FAME = {"popular": "well known", "hidden": "little known", "acclaimed": "highly rated"}
_LONGEST_QUERY = 40  # characters of a description that a pill shows


@dataclasses.dataclass(frozen=True, slots=True)
class Pill:
    """One piece of a wish.

    Attributes:
        key: names it within the wish.
        text: what it asks for, in a few words.
        is_hard: it keeps movies out; otherwise it only pulls the list.
        without: the wish without it.
    """

    key: str
    text: str
    is_hard: bool
    without: Request


def pills(request: Request, catalogue: Catalogue) -> tuple[Pill, ...]:
    """Every piece of a wish, hard ones first."""
    return (*_hard(request, catalogue), *_soft(request, catalogue))


def funnel(request: Request, table: FilterTable, catalogue: Catalogue) -> tuple[int, ...]:
    """How many movies there are, and how many are left after each hard piece of the wish, in the order of the pills."""
    wish = request
    left = [int(table.mask(wish.filters).sum())]
    for pill in reversed([pill for pill in pills(request, catalogue) if pill.is_hard]):
        wish = next(one.without for one in pills(wish, catalogue) if one.key == pill.key)
        left.append(int(table.mask(wish.filters).sum()))
    return tuple(reversed(left))


def _hard(request: Request, catalogue: Catalogue) -> Iterator[Pill]:
    filters = request.filters

    def pill(key: str, text: str, **fields: object) -> Pill:
        return Pill(key, text, True, request.model_copy(update={"filters": filters.model_copy(update=fields)}))

    def each(field: str, text_of: Callable[[Any], str]) -> Iterator[Pill]:
        values: Sequence[Any] = getattr(filters, field)
        for value in dict.fromkeys(values):
            left = tuple(other for other in values if other != value)
            yield pill(f"{field}={value}", text_of(value), **{field: left})

    def whole(fields: Sequence[str], text: str) -> Iterator[Pill]:
        if text:
            yield pill(fields[0], text, **_defaults(fields))

    years = years_asked(filters.min_year, filters.max_year).removeprefix("from ").removeprefix("the ")
    yield from whole(("min_year", "max_year"), years)
    yield from each("not_years", lambda years: f"not {years_asked(*years)}")
    yield from whole(("min_runtime", "max_runtime"), lengths_asked(filters.min_runtime, filters.max_runtime))
    yield from each("genres", genre_name)
    yield from whole(("any_genres",), listed([genre_name(genre) for genre in filters.any_genres], "or"))
    yield from each("not_genres", lambda genre: f"no {genre_name(genre)}")
    if filters.any_people:
        yield from whole(("people", "any_people", "part"), f"with {listed(filters.people, 'or')}")
    else:
        yield from each("people", lambda name: f"with {name}")
    yield from each("not_people", lambda name: f"without {name}")
    yield from whole(("language",), f"in {language_name(filters.language)}" if filters.language else "")
    yield from each("not_languages", lambda code: f"not in {language_name(code)}")
    countries = listed([country_name(code) for code in filters.countries], "or")
    yield from whole(("countries",), f"from {countries}" if countries else "")
    yield from each("not_countries", lambda code: f"not from {country_name(code)}")
    yield from each("not_movies", lambda movie_id: f"not {_title(movie_id, catalogue)}")


def _soft(request: Request, catalogue: Catalogue) -> Iterator[Pill]:
    def pill(key: str, text: str, **fields: object) -> Pill:
        return Pill(key, text, False, request.model_copy(update=fields))

    def each(field: str, values: Iterable[Any], text_of: Callable[[Any], str]) -> Iterator[Pill]:
        values = tuple(values)
        for value in dict.fromkeys(values):
            left = tuple(other for other in values if other != value)
            yield pill(f"{field}={value}", text_of(value), **{field: left})

    yield from each("similar_to", request.similar_to, lambda movie_id: f"like {_title(movie_id, catalogue)}")
    yield from each("moods", request.moods, str)
    yield from each("not_moods", request.not_moods, lambda mood: f"not too {mood}")
    yield from each("not_about", request.not_about, lambda theme: f"nothing about {theme}")
    yield from each("fond_of", request.fond_of, lambda name: f"fond of {name}")
    if request.query:
        yield pill("query", f"“{_short(request.query)}”", query="")
    if request.fame != "any":
        yield pill("fame", _FAME[request.fame], fame="any")
    if request.rewatch:
        yield pill("rewatch", "seen ones too", rewatch=False)


def _defaults(fields: Sequence[str]) -> dict[str, object]:
    return {field: Filters.model_fields[field].get_default(call_default_factory=True) for field in fields}


def _title(movie_id: int, catalogue: Catalogue) -> str:
    return catalogue[movie_id].title if movie_id in catalogue else f"movie {movie_id}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUERY else text[: _LONGEST_QUERY - 1].rsplit(" ", 1)[0] + "…"
