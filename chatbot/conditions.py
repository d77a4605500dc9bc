"""Which single wishes a movie does not meet, each with the fact that breaks it and what would lift the wish."""

import dataclasses
from collections.abc import Iterator

from chatbot.wishes import a_genre, country_name, genre_name, language_name, lengths_asked, years_asked
from chatbot.wording import escaped, its_genres, listed, runtime
from data.movies import Movie
from retrieval.filters import credited
from retrieval.index import Filters
from retrieval.origins import origins


@dataclasses.dataclass(frozen=True, slots=True)
class Unmet:
    """One wish that a movie does not meet.

    Attributes:
        field: of `Filters`.
        fact: a clause whose subject is "it": "it runs 2 h 50 min".
        wish: a clause whose subject is "you": "you asked for under two hours".
        way: what the person can say so that the wish no longer holds; empty where nothing short does.
    """

    field: str
    fact: str
    wish: str
    way: str


def unmet(filters: Filters, movie: Movie) -> tuple[Unmet, ...]:
    """Every condition that the movie breaks or lacks the fact for; none where `retrieval.filters.allows` it."""
    return (*_genres(filters, movie), *_figures(filters, movie), *_people(filters, movie), *_origin(filters, movie))


def _genres(filters: Filters, movie: Movie) -> Iterator[Unmet]:
    own = its_genres(movie) if movie.genres else "I do not know its genre"
    for genre in dict.fromkeys(filters.genres):
        if genre not in movie.genres:
            wanted = a_genre(genre)
            yield Unmet("genres", own, f"you asked for {wanted}", f"it doesn't have to be {wanted}")
    if filters.any_genres and not set(filters.any_genres) & set(movie.genres):
        wanted = listed([a_genre(genre) for genre in filters.any_genres], "or")
        yield Unmet("any_genres", own, f"you asked for {wanted}", "any genre")
    for genre in dict.fromkeys(filters.not_genres):
        if genre in movie.genres:
            name = genre_name(genre)
            yield Unmet("not_genres", f"it is {a_genre(genre)}", f"you wanted no {name}", f"{name} is fine")


def _figures(filters: Filters, movie: Movie) -> Iterator[Unmet]:
    year, minutes = movie.year, movie.runtime_minutes
    asked = years_asked(filters.min_year, filters.max_year)
    if asked and year is None:
        yield Unmet("min_year", "I do not know its year", f"you asked for films {asked}", "any year")
    elif filters.min_year is not None and year is not None and year < filters.min_year:
        yield Unmet("min_year", f"it is from {year}", f"you asked for films {asked}", "older is fine")
    elif filters.max_year is not None and year is not None and year > filters.max_year:
        yield Unmet("max_year", f"it is from {year}", f"you asked for films {asked}", "newer is fine")
    for first, last in filters.not_years:
        if year is not None and first <= year <= last:
            wish = f"you wanted nothing {years_asked(first, last)}"
            yield Unmet("not_years", f"it is from {year}", wish, "any year")
    asked = lengths_asked(filters.min_runtime, filters.max_runtime)
    runs = f"it runs {runtime(movie)}"
    if asked and minutes is None:
        yield Unmet("max_runtime", "I do not know how long it is", f"you asked for {asked}", "any length")
    elif filters.min_runtime is not None and minutes is not None and minutes < filters.min_runtime:
        yield Unmet("min_runtime", runs, f"you asked for {asked}", "shorter is fine")
    elif filters.max_runtime is not None and minutes is not None and minutes > filters.max_runtime:
        yield Unmet("max_runtime", runs, f"you asked for {asked}", "longer is fine")


def _people(filters: Filters, movie: Movie) -> Iterator[Unmet]:
    involved = {*movie.directors, *movie.cast}
    wanted = credited(movie, filters.part)
    if filters.any_people and filters.people and not wanted & {*filters.people}:
        names = listed([escaped(name) for name in filters.people], "or")
        yield Unmet("people", "I know of none of these people in it", f"you asked for {names}", "anybody will do")
    for name in () if filters.any_people else dict.fromkeys(filters.people):
        if name not in wanted and name in involved:
            directs = filters.part.endswith("directed")
            did, asked = ("plays in it", "directed") if directs else ("directed it", "played in")
            only = " only" * filters.part.startswith("only_")
            yield Unmet(
                "people",
                f"{escaped(name)} {did}",
                f"you asked for what {escaped(name)}{only} {asked}",
                "any part will do",
            )
        elif name not in wanted:
            fact = f"{escaped(name)} is not among the names I know of it"
            yield Unmet("people", fact, f"you asked for {escaped(name)}", f"it doesn't have to be with {escaped(name)}")
    for name in dict.fromkeys(filters.not_people):
        if name in involved:
            part = "plays in it" if name in movie.cast else "directed it"
            wish = f"you wanted nothing with {escaped(name)}"
            yield Unmet("not_people", f"{escaped(name)} {part}", wish, f"{escaped(name)} is fine")


def _origin(filters: Filters, movie: Movie) -> Iterator[Unmet]:
    spoken = f"it is in {language_name(movie.language)}" if movie.language else "I do not know its language"
    homes = origins(movie)
    made = listed([country_name(code) for code in homes])
    comes = f"it comes from {made}" if movie.countries else f"its language points to {made}"
    comes = comes if homes else "I do not know where it comes from"
    if filters.language not in (None, movie.language):
        wish = f"you asked for films in {language_name(filters.language or '')}"
        yield Unmet("language", spoken, wish, "any language")
    if filters.not_languages and movie.language in (None, *filters.not_languages):
        refused = listed([language_name(code) for code in filters.not_languages], "or")
        yield Unmet("not_languages", spoken, f"you wanted nothing in {refused}", "any language")
    if filters.countries and not set(filters.countries) & set(homes):
        wanted = listed([country_name(code) for code in filters.countries], "or")
        yield Unmet("countries", comes, f"you asked for films from {wanted}", "any country")
    if filters.not_countries and (not homes or set(filters.not_countries) & set(homes)):
        refused = listed([country_name(code) for code in filters.not_countries], "or")
        yield Unmet("not_countries", comes, f"you wanted nothing from {refused}", "any country")
    if movie.movie_id in filters.not_movies:
        yield Unmet("not_movies", "", "you turned it down", "")
