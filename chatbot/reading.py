"""What one message says, and how it changes the wish so far."""

import dataclasses
import statistics
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from chatbot.conversation import WITHOUT_PICKS, Fame, Intent, Mood, Request, Session, Topic
from data.movies import Catalogue, MovieId
from retrieval.index import Credit, Filters

T = TypeVar("T")

_SAID = ("liked", "disliked", "seen", "others_liked", "others_disliked", "fond_of")
_LASTING = (*_SAID, "not_about", "not_moods", "rewatch")  # fields that outlive the wish they were said in

LIKED_FROM = 3.0
OPPOSITES: dict[Mood, tuple[Mood, ...]] = {  # moods that an earlier wish for is no longer meant beside a later one
    "light": ("dark", "sad"),
    "uplifting": ("dark", "sad"),
    "dark": ("light", "uplifting"),
    "sad": ("light", "uplifting"),
    "fast": ("quiet",),
    "quiet": ("fast",),
}


@dataclasses.dataclass(slots=True)
class Reading:
    """What rules or a language model read in one message; a field that it does not speak of keeps its default.

    Attributes:
        fresh: the message is a request of its own: earlier wishes end, exclusions stay.
        reset: the person takes everything back, exclusions too, but for what they have seen.
        more: the same again with other movies.
        certain: every word that carries meaning was understood.
        stars: opinions of this message, 0.5 to 5.
        others: opinions of those who watch along, 0.5 to 5.
        refused: movies the person does not want now, without an opinion on them.
        any_people: one of the people is enough.
        part: what the people did in the movie.
        fond_of: people of whom the message says something good without asking for their films.
        dropped_genres: genres that no longer need to hold.
        dropped: names of fields of `Filters` or of `Request` that no longer need to hold ("longer is fine too":
            max_runtime; "about vikings instead": query).
        taken_back: values that the wish neither asks for nor refuses any longer: moods, full names, themes, codes of
            languages and of countries.
        unknown: what is asked for that no fact of the catalogue decides, as in `Request`.
        fame, rewatch: None where the message does not speak of them.
    """

    intent: Intent = "recommend"
    query: str = ""
    not_about: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    any_genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    dropped_genres: tuple[str, ...] = ()
    moods: tuple[Mood, ...] = ()
    not_moods: tuple[Mood, ...] = ()
    min_year: int | None = None
    max_year: int | None = None
    not_years: tuple[tuple[int, int], ...] = ()
    min_runtime: int | None = None
    max_runtime: int | None = None
    people: tuple[str, ...] = ()
    any_people: bool = False
    part: Credit = "either"
    not_people: tuple[str, ...] = ()
    fond_of: tuple[str, ...] = ()
    language: str | None = None
    not_languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    not_countries: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    similar_to: tuple[MovieId, ...] = ()
    about: tuple[MovieId, ...] = ()
    topic: Topic = "all"
    stars: dict[MovieId, float] = dataclasses.field(default_factory=dict)
    others: dict[MovieId, float] = dataclasses.field(default_factory=dict)
    seen: tuple[MovieId, ...] = ()
    refused: tuple[MovieId, ...] = ()
    unknown: tuple[str, ...] = ()
    fame: Fame | None = None
    rewatch: bool | None = None
    count: int | None = None
    fresh: bool = False
    reset: bool = False
    more: bool = False
    certain: bool = True


_NOTHING = Reading()


def apply(reading: Reading, session: Session) -> Request:
    """The wish after a message: exclusions stay, what the message says is added or replaces what it contradicts."""
    before = Request(seen=session.wish.seen) if reading.reset else _resumed(session.wish, reading)
    if reading.intent in WITHOUT_PICKS:
        return before.model_copy(
            update={
                "intent": reading.intent,
                "about": reading.about,
                "topic": reading.topic,
                "unknown": reading.unknown,
            }
        )
    if reading.intent == "list":
        alone = Request(count=before.count, **{name: getattr(before, name) for name in _SAID})
        return alone.model_copy(update={"intent": "list", "filters": _filters(Filters(), reading), "paused": before})
    kept = before.filters
    if before.intent == "list" and _narrows(reading):
        return before.model_copy(update={"filters": _filters(kept, reading)})
    if reading.fresh:
        kept = Filters(
            not_genres=kept.not_genres,
            not_people=kept.not_people,
            not_languages=kept.not_languages,
            not_countries=kept.not_countries,
            not_movies=kept.not_movies,
            not_years=kept.not_years,
        )
    old = before
    if reading.fresh:
        old = Request(filters=kept, **{name: getattr(before, name) for name in _LASTING})
    old = old.model_copy(update=_defaults(Request, reading.dropped))
    liked = tuple(movie_id for movie_id, stars in reading.stars.items() if stars >= LIKED_FROM)
    disliked = tuple(movie_id for movie_id, stars in reading.stars.items() if stars < LIKED_FROM)
    others_liked = tuple(movie_id for movie_id, stars in reading.others.items() if stars >= LIKED_FROM)
    others_disliked = tuple(movie_id for movie_id, stars in reading.others.items() if stars < LIKED_FROM)
    gone = (*reading.taken_back, *(mood for new in reading.moods for mood in OPPOSITES.get(new, ())))
    return Request(
        intent=reading.intent,
        query=reading.query or old.query,
        not_about=_joined(_without(old.not_about, reading.taken_back), reading.not_about),
        moods=_joined(_without(old.moods, (*reading.not_moods, *gone)), reading.moods),
        not_moods=_joined(_without(old.not_moods, (*reading.moods, *reading.taken_back)), reading.not_moods),
        similar_to=reading.similar_to or old.similar_to,
        liked=_joined(_without(old.liked, disliked), liked),
        disliked=_joined(_without(old.disliked, liked), disliked),
        seen=_joined(old.seen, reading.seen),
        others_liked=_joined(_without(old.others_liked, others_disliked), others_liked),
        others_disliked=_joined(_without(old.others_disliked, others_liked), others_disliked),
        fond_of=_joined(_without(old.fond_of, (*reading.not_people, *reading.taken_back)), reading.fond_of),
        filters=_filters(kept, reading),
        fame=reading.fame or old.fame,
        rewatch=old.rewatch if reading.rewatch is None else reading.rewatch,
        count=reading.count or old.count,
        paused=old.paused,
        unknown=reading.unknown,
    )


def _narrows(reading: Reading) -> bool:
    """Of a list, only those of some years or lengths are asked for, and nothing else is said."""
    bounds = {"min_year", "max_year", "not_years", "min_runtime", "max_runtime"}
    said = {
        field.name
        for field in dataclasses.fields(reading)
        if getattr(reading, field.name) != getattr(_NOTHING, field.name)
    }
    return bool(said) and said <= bounds


def _resumed(wish: Request, reading: Reading) -> Request:
    """The wish that a list interrupted, with what was said since, if the message has a subject of its own."""
    own = (reading.query, reading.genres, reading.any_genres, reading.moods, reading.people, reading.similar_to)
    if wish.paused is None or reading.more or not any(own):
        return wish
    return wish.paused.model_copy(update={name: getattr(wish, name) for name in _SAID})


def _defaults(of: type[BaseModel], names: tuple[str, ...]) -> dict[str, object]:
    """The defaults of those of the names that are fields."""
    return {name: of.model_fields[name].default for name in names if name in of.model_fields}


def _filters(kept: Filters, reading: Reading) -> Filters:
    kept = kept.model_copy(update=_defaults(Filters, reading.dropped))
    back = reading.taken_back
    years = (reading.min_year, reading.max_year)
    for first, last in reading.not_years:  # "not from the 80s", where the 80s were asked for
        if kept.min_year is not None and kept.max_year is not None and first <= kept.min_year <= kept.max_year <= last:
            kept = kept.model_copy(update=_defaults(Filters, ("min_year", "max_year")))
    runtimes = (reading.min_runtime, reading.max_runtime)
    min_year, max_year = _bounds((kept.min_year, kept.max_year), years)
    min_runtime, max_runtime = _bounds((kept.min_runtime, kept.max_runtime), runtimes)
    genres = _without(_without(kept.genres, reading.not_genres), reading.dropped_genres)
    not_genres = _without(kept.not_genres, (*reading.genres, *reading.any_genres, *reading.dropped_genres))
    language = None if kept.language in (*reading.not_languages, *back) else kept.language
    spoken = (reading.language,) if reading.language else ()
    return Filters(
        genres=_joined(_without(genres, reading.any_genres), reading.genres),
        any_genres=_any_genres(kept, reading),
        not_genres=_joined(not_genres, reading.not_genres),
        min_year=min_year,
        max_year=max_year,
        not_years=_joined(_not_asked(kept.not_years, years), _not_all_of(reading.not_years, years)),
        min_runtime=min_runtime,
        max_runtime=max_runtime,
        people=_joined(_without(kept.people, (*reading.not_people, *back)), reading.people),
        any_people=reading.any_people or (kept.any_people and not reading.people),
        part=reading.part if reading.people or reading.part != "either" else kept.part,
        not_people=_joined(_without(kept.not_people, (*reading.people, *back)), reading.not_people),
        language=reading.language or language,
        not_languages=_joined(_without(kept.not_languages, (*spoken, *back)), reading.not_languages),
        countries=reading.countries or _without(kept.countries, (*reading.not_countries, *back)),
        not_countries=_joined(_without(kept.not_countries, (*reading.countries, *back)), reading.not_countries),
        not_movies=_joined(kept.not_movies, reading.refused),
    )


def _not_asked(spans: tuple[tuple[int, int], ...], years: tuple[int | None, int | None]) -> tuple[tuple[int, int], ...]:
    """The spans of years refused before, but for those that hold years asked for now."""
    low, high = years
    if low is None or high is None:
        return spans
    return tuple((first, last) for first, last in spans if last < low or first > high)


def _not_all_of(
    spans: tuple[tuple[int, int], ...], years: tuple[int | None, int | None]
) -> tuple[tuple[int, int], ...]:
    """The spans of years refused now, but for those that would leave none of the years asked for now."""
    low, high = years
    if low is None or high is None:
        return spans
    return tuple((first, last) for first, last in spans if first > low or last < high)


def _any_genres(kept: Filters, reading: Reading) -> tuple[str, ...]:
    """A new choice of genres replaces the former one, and so does a genre that must hold."""
    if reading.any_genres or reading.genres:
        return reading.any_genres
    return _without(_without(kept.any_genres, reading.not_genres), reading.dropped_genres)


def _bounds(old: tuple[int | None, int | None], new: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    """Both ends given replace both; one end keeps the other unless they cross."""
    low, high = new
    if low is None and high is None:
        return old
    if low is not None and high is not None:
        return new
    if low is not None:
        return low, old[1] if old[1] is not None and old[1] > low else None
    assert high is not None
    return old[0] if old[0] is not None and old[0] < high else None, high


def newer(movies: Sequence[MovieId], catalogue: Catalogue, newest: int) -> int:
    """First year of "newer" than some movies: after the middle one; the last eight years where there is none."""
    years = _known(movies, catalogue, "year")
    return min(int(statistics.median(years)) + 1, newest) if years else newest - 8


def older(movies: Sequence[MovieId], catalogue: Catalogue) -> int:
    """Last year of "older" than some movies: before the middle one; 1979 where there is none."""
    years = _known(movies, catalogue, "year")
    return int(statistics.median(years)) - 1 if years else 1979


def shorter(movies: Sequence[MovieId], catalogue: Catalogue) -> int:
    """Longest runtime of "shorter", in minutes: below the middle one; 100 where there is none."""
    minutes = _known(movies, catalogue, "runtime_minutes")
    return int(statistics.median(minutes)) - 5 if minutes else 100


def longer(movies: Sequence[MovieId], catalogue: Catalogue) -> int:
    """Shortest runtime of "longer", in minutes: above the middle one; 130 where there is none."""
    minutes = _known(movies, catalogue, "runtime_minutes")
    return int(statistics.median(minutes)) + 5 if minutes else 130


def _known(movies: Sequence[MovieId], catalogue: Catalogue, fact: str) -> list[int]:
    values = (getattr(catalogue[movie_id], fact) for movie_id in movies if movie_id in catalogue)
    return [value for value in values if value is not None]


def _joined(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _without(values: tuple[T, ...], gone: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(value for value in values if value not in gone)
