"""What a language model understood, held against the message and the catalogue.

The rules' reading stays: the model adds to it, and takes nothing back that the rules are certain of or that was refused
before. A film or a person counts only if the catalogue has it and the message names it, or if it was on the last list,
and is judged there only if the message judges; a year or a runtime only if the message speaks of time. So whatever a
model was talked into, it rates nothing, and lifts no limit, that the person did not speak of.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from chatbot.conversation import WITHOUT_PICKS, Intent, Session
from chatbot.mentions import STARS
from chatbot.reading import Reading
from chatbot.understanding import MOST, Limit, Role, Understood
from data.movies import Catalogue, Movie, MovieId
from retrieval.names import names, normalised
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder

T = TypeVar("T")

ALIKE = 90.0  # of 100: how like its title a film must be written to be that one
NAMED = 85.0  # of 100: how like a part of the message a title must be to be named by it
_YEAR = re.compile(r"[\s,]*\(?\b((?:18[89]|19\d|20\d)\d)\b\)?\s*$")
_OF_TIME = re.compile(
    r"\d|\b(?:hours?|minutes?|mins?|decades?|century|years?|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|noughties"
    r"|old(?:er|ies?)?|new(?:er|est)?|recent|latest|modern|contemporary|classics?|vintage|silent|short(?:er)?"
    r"|long(?:er)?"
    r"|quick|brief|epic|born|childhood|school|war|before|after|since|until|early|late|evening|lunch|bed(?:time)?|nap"
    r"|stunden?|minuten|jahre?n?|heures?|ann[ée]es?|horas?|a[ñn]os|kurz\w*|neu\w*|alt\w*|court|vieux|corta?)\b",
    re.IGNORECASE,
)
_LIFTS = re.compile(
    r"\b(?:any|anything|either|whatever|whichever|doesn'?t matter|does not matter|don'?t (?:mind|care)"
    r"|do not (?:mind|care)"
    r"|no longer|not necessarily|needn'?t|doesn'?t have to|(?:is|are|would be) (?:fine|ok|okay|good)|(?:fine|ok"
    r"|okay) too"
    r"|forget (?:the|about)|never ?mind|drop the|without the|regardless|egal|peu importe|da igual)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:again|re-?watch\w*|already|seen|favou?rites?|once more|second time|old friend)\b", re.IGNORECASE
)
_JUDGES = re.compile(
    r"\b(?:lov\w+|hat(?:e[ds]?|ing)|lik(?:e[ds]?|ing)|dis\w+|enjoy\w*|ador\w+|despis\w+|favou?rites?|stars?|rat(?:e[ds]?"
    r"|ing)|good|great|bad|awful|terrible|bor(?:ed|ing)|brilliant|amazing|excellent|perfect|best|worst|superb|rubbish"
    r"|fun|fan|seen|saw|watched|yes|no|nope|never|(?:can)?not|\w+n't|bear|ugh|meh"
    r"|(?:the|that|this) (?:ones?|first|second|third|fourth|fifth|last|former|latter|others?|two|film|movie)|both"
    r"|gut|toll|schlecht|lieb\w*|hass\w*|mag|mochte\w*|gefiel\w*|gefall\w*|langweil\w*"
    r"|aim\w+|détest\w+|plu|nul|bon|bien|mauvais|ennuy\w+"
    r"|gust\w+|encant\w+|odi\w+|buen[oa]?|mal[oa]?|piac\w+|bell[oa]|brutt[oa])\b",
    re.IGNORECASE,
)
_OPINIONS: tuple[Role, ...] = ("loved", "hated", "others_loved", "others_hated")
_FIELDS: dict[Limit, tuple[str, ...]] = {
    "genres": ("genres", "any_genres"),
    "years": ("min_year", "max_year"),
    "minutes": ("min_runtime", "max_runtime"),
    "people": ("people",),
    "language": ("language",),
    "countries": ("countries",),
}


class Linker:
    """Finds in a catalogue what a model names."""

    def __init__(self, catalogue: Catalogue, titles: TitleFinder, people: PeopleFinder) -> None:
        self._titles = titles
        self._people = people
        self._languages = frozenset(movie.language for movie in catalogue if movie.language)
        self._countries = frozenset(code for movie in catalogue for code in movie.countries)

    def suggested(self, said: Understood) -> tuple[MovieId, ...]:
        """The titles that came to the model's mind, best first, as far as the catalogue has them."""
        films = (*said.titles, *(film.title for film in said.films if film.role == "like"))
        return tuple(dict.fromkeys(movie.movie_id for title in films if (movie := self.exactly(title))))[:MOST]

    def exactly(self, title: str) -> Movie | None:
        """The movie of that title; a year behind it may be one off, a letter or two may be wrong."""
        last = _YEAR.search(title)
        for name, year in ((title, None), (title[: last.start()], int(last[1])) if last else ("", None)):
            for match in self._titles.find(title) if name.strip() else ():
                movie = match.movie
                fits = year is None or (movie.year is not None and abs(movie.year - year) <= 1)
                if fits and any(_alike(name, known) >= ALIKE for known in _names(movie)):
                    return movie
        return None

    def reading(self, said: Understood, rules: Reading, message: str, session: Session) -> Reading:
        """The rules' reading with what the model read beside it."""
        films = self._films(said, message, session)
        stars = {**_stars(films, "loved", "hated"), **rules.stars}
        others = {**_stars(films, "others_loved", "others_hated"), **rules.others}
        timed = bool(_OF_TIME.search(message))
        years = _bounds((rules.min_year, rules.max_year), (said.min_year, said.max_year), timed=timed)
        runtimes = _bounds((rules.min_runtime, rules.max_runtime), (said.min_minutes, said.max_minutes), timed=timed)
        dropped = tuple(name for limit in said.dropped for name in _FIELDS[limit]) if _LIFTS.search(message) else ()
        languages, not_languages = self._spoken([said.language or ""]), self._spoken(said.not_languages)
        countries, not_countries = self._placed(said.countries), self._placed(said.not_countries)
        about = rules.about or films.get("about", ())
        kept = session.wish.filters
        out = (*rules.not_languages, *kept.not_languages)
        no_people = (*rules.not_people, *kept.not_people, *rules.fond_of)
        merged = Reading(
            intent=_intent(said, rules, about),
            query=said.query or rules.query,
            not_about=_both(rules.not_about, said.not_about, ()),
            genres=_both(rules.genres, said.genres, (*rules.not_genres, *rules.any_genres, *kept.not_genres)),
            any_genres=_both(rules.any_genres, said.any_genres, (*rules.genres, *rules.not_genres, *kept.not_genres)),
            not_genres=_both(rules.not_genres, said.not_genres, (*rules.genres, *rules.any_genres, *kept.genres)),
            dropped_genres=rules.dropped_genres,
            moods=_both(rules.moods, said.moods, rules.not_moods),
            not_moods=_both(rules.not_moods, said.not_moods, (*rules.moods, *said.moods)),
            min_year=years[0],
            max_year=years[1],
            not_years=rules.not_years,
            min_runtime=runtimes[0],
            max_runtime=runtimes[1],
            people=_both(rules.people, self._named(said.people, message), no_people),
            any_people=rules.any_people,
            part=rules.part,
            fond_of=rules.fond_of,
            unknown=rules.unknown,
            not_people=_both(rules.not_people, self._named(said.not_people, message), rules.people),
            language=rules.language or next((code for code in languages if code not in out), None),
            not_languages=_both(rules.not_languages, not_languages, (rules.language or "", *languages)),
            countries=_both(rules.countries, countries, (*rules.not_countries, *kept.not_countries)),
            not_countries=_both(rules.not_countries, not_countries, (*rules.countries, *countries)),
            similar_to=_both(rules.similar_to, films.get("like", ()), ()),
            about=about,
            topic=rules.topic,
            stars=stars,
            others=others,
            seen=_both(rules.seen, films.get("seen", ()), ()),
            refused=_both(rules.refused, films.get("refused", ()), ()),
            fame=rules.fame or said.fame,
            rewatch=rules.rewatch if rules.rewatch is not None or not _AGAIN.search(message) else said.rewatch,
            count=rules.count or said.count,
            fresh=rules.fresh and said.fresh,
            reset=rules.reset,
            more=rules.more,
            certain=True,
        )
        merged.genres = _both((), merged.genres, merged.not_genres)
        merged.dropped = _both(rules.dropped, dropped, _spoken_of(merged))
        return merged

    def _films(self, said: Understood, message: str, session: Session) -> dict[Role, tuple[MovieId, ...]]:
        """The films by role that the message names, or that were on the last list.

        Those of the list are judged only by a message that has words of judging.
        """
        judges = bool(_JUDGES.search(message))
        found: dict[Role, tuple[MovieId, ...]] = {}
        for film in said.films:
            movie = self.exactly(film.title)
            listed = session.listed if judges or film.role not in _OPINIONS else ()
            if movie is not None and (movie.movie_id in listed or _is_named(movie, message)):
                found[film.role] = _both(found.get(film.role, ()), (movie.movie_id,), ())
        return found

    def _named(self, people: Iterable[str], message: str) -> tuple[str, ...]:
        """The catalogue's people of these names whose surname the message has."""
        words = normalised(message).split()
        found = (name for said in people for name, _ in self._people.mentioned(said))
        return tuple(name for name in found if any(fuzz.ratio(normalised(name).split()[-1], w) >= NAMED for w in words))

    def _spoken(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The languages that some movie is in."""
        return tuple(code.lower() for code in codes if code.lower() in self._languages)

    def _placed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The countries that some movie comes from."""
        return tuple(code.upper() for code in codes if code.upper() in self._countries)


def _names(movie: Movie) -> Iterable[str]:
    return (movie.title, *(name.text for name in names(movie)))


def _alike(said: str, known: str) -> float:
    """0 to 100; short titles must be the same."""
    one, other = normalised(said), normalised(known)
    return fuzz.ratio(one, other) if min(len(one), len(other)) >= 6 else 100.0 * (one == other)


def _is_named(movie: Movie, message: str) -> bool:
    text = f" {normalised(message)} "
    keys = (normalised(name) for name in _names(movie))
    return any(f" {key} " in text or (len(key) >= 6 and fuzz.partial_ratio(key, text) >= NAMED) for key in keys if key)


def _stars(films: dict[Role, tuple[MovieId, ...]], good: Role, bad: Role) -> dict[MovieId, float]:
    return {
        **dict.fromkeys(films.get(good, ()), STARS["liked"]),
        **dict.fromkeys(films.get(bad, ()), STARS["disliked"]),
    }


def _intent(said: Understood, rules: Reading, about: Sequence[MovieId]) -> Intent:
    """The model's, but where the rules know better: a wish is no small talk, and a question needs its film."""
    bare = dataclasses.replace(rules, intent="recommend", query="", fresh=False, certain=True)
    wishes = bare != Reading()
    asks = said.intent in ("fact", "compare", "why")
    if (said.intent in WITHOUT_PICKS and not asks and wishes) or (asks and not about):
        return rules.intent
    if said.intent == "recall" and not rules.query:
        return rules.intent
    return said.intent


def _both(rules: Sequence[T], said: Sequence[T], against: Sequence[T]) -> tuple[T, ...]:
    """What the rules read, and what the model adds to it that does not contradict them."""
    return tuple(dict.fromkeys((*rules, *(value for value in said if value not in against))))


def _bounds(
    rules: tuple[int | None, int | None], said: tuple[int | None, int | None], *, timed: bool
) -> tuple[int | None, int | None]:
    """The rules' ends of a span, and the model's where they have none and the two do not cross."""
    if not timed:
        return rules
    low, high = (known if known is not None else new for known, new in zip(rules, said, strict=True))
    return rules if low is not None and high is not None and low > high else (low, high)


def _spoken_of(reading: Reading) -> tuple[str, ...]:
    """The limits that the message itself sets."""
    return tuple(name for names in _FIELDS.values() for name in names if getattr(reading, name))
