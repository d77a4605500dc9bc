"""One person's films: what they rated highest, and the ten that each model would show them, side by side."""

import dataclasses

from chatbot.serving import Serving
from data.movies import Movie
from data.ratings import History

FAVOURITES = 5
LENGTH = 10
BLEND = "blend"
MODELS = {
    "als": "Matrix factorisation",
    "two-tower": "Two towers",
    "ease": "EASE",
    "content": "Content",
    "popular": "Popular",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    """A film in a list; `also` names the other models that list it."""

    movie: Movie
    also: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Gallery:
    """What is shown of a person.

    Attributes:
        favourites: films with the stars they gave, best first, of equals the latest first.
        blended: the list of all models together, best first.
        lists: of each of `MODELS`, by the name it is shown under.
        shared: films that several models list, with those models; in most lists first.
    """

    favourites: tuple[tuple[Movie, float], ...]
    blended: tuple[Listed, ...]
    lists: dict[str, tuple[Listed, ...]]
    shared: tuple[Listed, ...]


def gallery(serving: Serving, history: History) -> Gallery:
    """The films of a person with these ratings; for somebody new, what each model shows anybody."""
    generators = serving.models.generators("any")
    catalogue = serving.catalogue
    tops = {
        name: [catalogue[one.movie_id] for one in generators[name].generate(history, LENGTH)]
        for name in (BLEND, *MODELS)
    }
    having: dict[Movie, tuple[str, ...]] = {}
    for name, shown in MODELS.items():
        for movie in tops[name]:
            having[movie] = (*having.get(movie, ()), shown)
    lists = {
        shown: tuple(Listed(movie, tuple(one for one in having[movie] if one != shown)) for movie in tops[name])
        for name, shown in MODELS.items()
    }
    shared = (Listed(movie, names) for movie, names in having.items() if len(names) > 1)
    rated = [(catalogue[movie_id], stars) for movie_id, stars in history.stars.items() if movie_id in catalogue]
    latest_first = list(reversed(rated))
    return Gallery(
        favourites=tuple(sorted(latest_first, key=lambda pair: -pair[1])[:FAVOURITES]),
        blended=tuple(Listed(movie, having.get(movie, ())) for movie in tops[BLEND]),
        lists=lists,
        shared=tuple(sorted(shared, key=lambda one: -len(one.also))),
    )
