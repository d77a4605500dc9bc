"""Which of several movies is the longest, the newest, the best rated."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from chatbot.question import Measure
from chatbot.wording import listed, named, number, runtime
from data.movies import Movie


@dataclasses.dataclass(frozen=True, slots=True)
class _Scale:
    """What is compared: a fact of a movie, which end of it comes first, and how that is called."""

    fact: Literal["runtime_minutes", "year", "vote_average"]
    first: Callable[[Iterable[float]], float]
    of_many: str
    of_two: str


_SCALES: dict[Measure, _Scale] = {
    "shortest": _Scale("runtime_minutes", min, "the shortest", "shorter"),
    "longest": _Scale("runtime_minutes", max, "the longest", "longer"),
    "newest": _Scale("year", max, "the newest", "newer"),
    "oldest": _Scale("year", min, "the oldest", "older"),
    "best": _Scale("vote_average", max, "the best rated", "better rated"),
    "worst": _Scale("vote_average", min, "the lowest rated", "lower rated"),
}
_FACTS = {"runtime_minutes": "running time", "year": "year", "vote_average": "rating"}


def which(movies: Sequence[Movie], measure: Measure, *, claims: bool) -> str:
    """Which of at least two movies comes first, in Markdown.

    Args:
        movies: as they were named.
        measure: what they are compared by.
        claims: the question says so of the first of them, and is answered by yes or no.
    """
    scale = _SCALES[measure]
    known = {movie.movie_id: value for movie in movies if (value := getattr(movie, scale.fact)) is not None}
    if not known:
        return f"I do not know the {_FACTS[scale.fact]} of any of these, so I cannot say."
    best = scale.first(known.values())
    first = [movie for movie in movies if known.get(movie.movie_id) == best]
    names = listed([named(movie) for movie in first])
    if len(first) > 1:
        text = f"{names} are level: each {_figure(first[0], scale)}."
    elif len(known) == len(movies) == 2:
        (other,) = (movie for movie in movies if movie is not first[0])
        text = f"{names} is {scale.of_two}: it {_figure(first[0], scale)}; {named(other)} {_figure(other, scale)}."
    else:
        text = f"{names} is {scale.of_many}: it {_figure(first[0], scale)}."
    unknown = len(movies) - len(known)
    if unknown:
        return f"{text} Of {number(unknown)} of them I do not know the {_FACTS[scale.fact]}."
    return f"{'Yes' if first == [movies[0]] else 'No'}: {text}" if claims else text


def _figure(movie: Movie, scale: _Scale) -> str:
    figures = {"runtime_minutes": f"runs {runtime(movie)}", "year": f"is from {movie.year}"}
    return figures.get(scale.fact) or f"has {movie.vote_average or 0:.1f} of 10"
