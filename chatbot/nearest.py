"""When wishes leave nothing: which of them removed most, and the wish that gives way first."""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from chatbot.conversation import Request
from chatbot.serving import Serving
from chatbot.wishes import country_name, language_name
from data.ids import Rows
from retrieval.filters import Mask
from retrieval.index import Filters

_WORD = re.compile(r"[\w']+")
YIELDING = (  # wishes that may give way, the first to go first; what a person refused never does
    *("countries", "language", "max_runtime", "min_runtime", "min_year", "max_year", "any_genres", "genres", "people"),
)
_WISHES = {
    "genres": "{}",
    "any_genres": "one of {}",
    "not_genres": "no {}",
    "min_year": "{} or later",
    "max_year": "{} or earlier",
    "not_years": "nothing from {}",
    "min_runtime": "at least {} minutes",
    "max_runtime": "at most {} minutes",
    "people": "{}",
    "not_people": "no {}",
    "language": "the language {}",
    "not_languages": "another language than {}",
    "countries": "films from {}",
    "not_countries": "no films from {}",
    "not_movies": "other movies",
}


def why_none(serving: Serving, request: Request) -> str:
    """In one sentence, why nothing is left: all that fits is known to the person, or which single wish removed most."""
    fits = serving.filters.mask(request.filters)
    if fits.any() and (themes := _ruled_out(serving, request, fits)):
        return f"Every movie that meets the rest has to do with “{themes}”, which you ruled out."
    if fits.any():
        if request.rewatch:
            return "No more movies that you have seen meet all of that."
        return "You have seen, been shown or turned down every movie that meets all of that."
    removed = serving.filters.removed_by(request.filters)
    if not removed or max(removed.values()) == 0:
        return "No movie in the catalogue meets all of that together."
    wish = max(removed, key=lambda name: removed[name])
    many = removed[wish]
    movies = "one movie fits" if many == 1 else f"{many} movies fit"
    return f"No movie meets all of that. Without the wish for {worded(wish)}, {movies}."


def _ruled_out(serving: Serving, request: Request, fits: Mask) -> str:
    """The refused themes that leave none of the movies that fit otherwise, as one clause; empty where some are left."""
    left = fits.copy()
    for theme in request.not_about:
        left[rows_about(serving, theme)] = False
    return "” or “".join(request.not_about) if not left.any() else ""


def rows_about(serving: Serving, theme: str) -> Rows:
    """Rows of the movies whose texts have all the words of a theme."""
    having = [{hit.movie_id for hit in serving.words.search(word)} for word in _WORD.findall(theme)]
    told = [some for some in having if some]
    both = set.intersection(*told) if told else set()
    rows = serving.catalogue.ids.find(np.fromiter(both, np.int64, len(both)))
    return rows[rows >= 0]


def nearest(serving: Serving, request: Request, allowed: Callable[[Request], Mask]) -> Request | None:
    """The request with as few wishes given up as leaves a movie; None where only refusals are left and none does.

    Args:
        serving: the build.
        request: leaves nothing.
        allowed: which movies a request leaves, (n_movies,).
    """
    removed = serving.filters.removed_by(request.filters)
    told = list(_told(request.filters))
    for wish in sorted(told, key=lambda wish: -removed[wish]):
        looser = _without(request, (wish,))
        if allowed(looser).any():
            return looser
    for last in range(2, len(told) + 1):
        looser = _without(request, told[:last])
        if allowed(looser).any():
            return looser
    return None


def _told(filters: Filters) -> Iterator[str]:
    """The single wishes that may give way, as `FilterTable.removed_by` names them, the first to go first."""
    for name in YIELDING:
        value = getattr(filters, name)
        if name == "genres" or (name == "people" and not filters.any_people):  # each of them is a wish
            yield from (f"{name}={one}" for one in dict.fromkeys(value))
        elif value:
            yield f"{name}={','.join(value) if isinstance(value, tuple) else value}"


def _without(request: Request, wishes: Sequence[str]) -> Request:
    free = request.filters
    for name, _, value in (wish.partition("=") for wish in wishes):
        rest = Filters.model_fields[name].default
        if name == "genres" or (name == "people" and not free.any_people):
            rest = tuple(one for one in getattr(free, name) if one != value)
        free = free.model_copy(update={name: rest})
    return request.model_copy(update={"filters": free})


def worded(wish: str) -> str:
    """A wish of `FilterTable.removed_by` in words."""
    name, _, value = wish.partition("=")
    if name in ("language", "not_languages"):
        value = ", ".join(map(language_name, value.split(",")))
    if name in ("countries", "not_countries"):
        value = ", ".join(map(country_name, value.split(",")))
    return _WISHES[name].format(value.replace(",", " or ") if name == "people" else value)
