"""The wish in words, so that the person sees how it was understood: "comedies from the 1990s, nothing with X"."""

from collections.abc import Collection, Iterator, Sequence

from chatbot.conversation import Fame, Mood, Request
from chatbot.lexicon import LANGUAGE_NAMES
from chatbot.wording import escaped, listed, number, people, spoken_length
from data.movies import Catalogue, Movie
from retrieval.index import Filters

COUNTRY_NAMES = {
    **{"US": "the US", "GB": "the UK", "FR": "France", "CA": "Canada", "AU": "Australia", "ES": "Spain", "IT": "Italy"},
    **{"IE": "Ireland", "JP": "Japan", "HK": "Hong Kong", "DK": "Denmark", "DE": "Germany", "SE": "Sweden"},
    **{"MX": "Mexico", "IN": "India", "CN": "China", "NZ": "New Zealand", "NO": "Norway", "ZA": "South Africa"},
    **{"TW": "Taiwan", "BE": "Belgium", "RU": "Russia", "BR": "Brazil", "IL": "Israel", "NL": "the Netherlands"},
    **{"KR": "South Korea", "IR": "Iran", "ID": "Indonesia", "PT": "Portugal", "AR": "Argentina", "AT": "Austria"},
    **{"CH": "Switzerland", "CZ": "the Czech Republic", "FI": "Finland", "GR": "Greece", "HU": "Hungary"},
    **{"IS": "Iceland", "PL": "Poland", "RO": "Romania", "TH": "Thailand", "TR": "Turkey", "EG": "Egypt"},
    **{"CL": "Chile", "CO": "Colombia", "CU": "Cuba", "PH": "the Philippines", "VN": "Vietnam", "UA": "Ukraine"},
}
_NOUNS = {
    **{"Comedy": "comedies", "Documentary": "documentaries", "Drama": "dramas", "Musical": "musicals"},
    **{"Mystery": "mysteries", "Romance": "romances", "Thriller": "thrillers", "Western": "westerns"},
}
_BEFORE = {
    **{"Animation": "animated", "Children": "children's", "Comedy": "comic", "Drama": "dramatic", "Film-Noir": "noir"},
    **{"History": "historical", "Romance": "romantic", "Sci-Fi": "sci-fi", "IMAX": "IMAX"},
}
_HEADS = ("Western", "Musical", "Documentary", "Comedy", "Thriller", "Mystery", "Drama", "Romance")
_BARE = {"Children": "children's film", "Romance": "romance", "Sci-Fi": "sci-fi", "Film-Noir": "noir", "IMAX": "IMAX"}
_BARE |= {"Animation": "animation", "Comedy": "comedy", "Drama": "drama", "History": "history"}
_NO_GENRES = {"Children": "children's films", "Documentary": "documentaries", "Musical": "musicals"}
_NO_GENRES |= {"Mystery": "mysteries", "Thriller": "thrillers", "Western": "westerns", "Drama": "dramas"}
_FAME: dict[Fame, str] = {"popular": "well-known", "hidden": "little-known", "acclaimed": "highly rated"}
_MOODS: dict[Mood, str] = {"fast": "fast-paced"}
_MOST_LISTED = 3  # names in one part of the clause
_MOST_QUOTED = 8  # words of a description that are repeated


def understood(request: Request, catalogue: Catalogue, picks: Sequence[Movie] = ()) -> str:
    """What the wish asks for, as a plural without a capital, in Markdown; empty where it sets no condition.

    Args:
        request: the wish so far.
        catalogue: has the movies that it names.
        picks: what was found for it; they show whether a person asked for plays in them or directed them.
    """
    filters = request.filters
    before = [*([_FAME[request.fame]] if request.fame != "any" else []), *(_MOODS.get(m, m) for m in request.moods)]
    after = [
        *_named_examples(request, catalogue),
        years_asked(filters.min_year, filters.max_year),
        _length(filters.min_runtime, filters.max_runtime),
        *_credited(filters, picks),
        f"in {language_name(filters.language)}" if filters.language else "",
        f"from {listed([country_name(code) for code in filters.countries], 'or')}" if filters.countries else "",
        _query(request.query),
    ]
    known, without = [part for part in after if part], list(_without(request))
    again = ["ones you have seen included"] if request.rewatch else []
    if not (filters.genres or filters.any_genres or before or known or without or again):
        return ""
    kind = " ".join(([listed(before)] if before else []) + [kinds(filters), *known])
    kind = "films, but" if kind == "films" and without else f"{kind},"
    return " ".join((kind, ", ".join((*without, *again)))).rstrip(" ,")


def kinds(filters: Filters) -> str:
    """The genres asked for as a plural: "crime thrillers", "comedies or westerns", "films"."""
    if filters.genres:
        return _together(filters.genres)
    return listed([_together((genre,)) for genre in filters.any_genres], "or") or "films"


def genre_name(genre: str) -> str:
    """A genre as a noun of its own: "horror", "comedy"."""
    return _BARE.get(genre, genre.lower())


def a_genre(genre: str) -> str:
    """One film of a genre: "a comedy", "an action film"."""
    bare = {"Comedy": "a comedy", "Documentary": "a documentary", "Drama": "a drama", "Musical": "a musical"}
    bare |= {"Mystery": "a mystery", "Romance": "a romance", "Thriller": "a thriller", "Western": "a western"}
    before = _BEFORE.get(genre, genre.lower())
    return bare.get(genre) or f"{'an' if before[0].lower() in 'aei' else 'a'} {before} film"


def language_name(code: str) -> str:
    """The language of a code; the code where it has no name here."""
    return LANGUAGE_NAMES.get(code, f"the language “{code}”")


def country_name(code: str) -> str:
    """The country of a code, with its article; the code where it has no name here."""
    return COUNTRY_NAMES.get(code, f"the country “{code}”")


def years_asked(low: int | None, high: int | None) -> str:
    """Bounds of years: "from the 1990s", "from 2000 on", "from before 1980"; empty without any."""
    if low is not None and high is not None:
        if low == high:
            return f"from {low}"
        return f"from the {low}s" if low % 10 == 0 and high == low + 9 else f"from {low} to {high}"
    if low is not None:
        return f"from {low} on"
    return f"from before {high + 1}" if high is not None else ""


def lengths_asked(low: int | None, high: int | None) -> str:
    """Bounds of runtimes in minutes: "two hours at the most", "between 80 and 100 minutes"; empty without any."""
    if low is not None and high is not None:
        return f"between {low} and {high} minutes"
    if low is not None:
        return f"over {spoken_length(low - 1)}" if (low - 1) % 30 == 0 and low > 1 else f"at least {spoken_length(low)}"
    if high is None:
        return ""
    return f"under {spoken_length(high + 1)}" if (high + 1) % 30 == 0 else f"at most {spoken_length(high)}"


def _together(genres: Sequence[str]) -> str:
    head = next((genre for genre in _HEADS if genre in genres), None)
    rest = [_BEFORE.get(genre, genre.lower()) for genre in dict.fromkeys(genres) if genre != head]
    return " ".join((*rest, _NOUNS[head] if head else "films"))


def _credited(filters: Filters, picks: Collection[Movie]) -> Iterator[str]:
    """The people asked for, those together who direct, play, or do both in the films found; a choice as one."""
    together: dict[str, list[str]] = {}
    joint = "or" if filters.any_people else "and"
    for group in [filters.people] if filters.any_people and filters.people else [(name,) for name in filters.people]:
        directs = not filters.part.endswith("played") and any(
            name in movie.directors for movie in picks for name in group
        )
        plays = not filters.part.endswith("directed") and any(name in movie.cast for movie in picks for name in group)
        how = "with or by" if directs and plays else "by" if directs or filters.part.endswith("directed") else "with"
        together.setdefault(how, []).extend(map(escaped, group))
    for how, those in together.items():
        yield f"{how} {listed(those, joint)}"


def _named_examples(request: Request, catalogue: Catalogue) -> Iterator[str]:
    titles = [catalogue[movie_id].title for movie_id in request.similar_to[-_MOST_LISTED:] if movie_id in catalogue]
    if titles:
        yield f"like {people(titles)}"


def _query(query: str) -> str:
    words = query.split()
    if len(words) > _MOST_QUOTED:
        return "that fit your description"
    return f"to do with “{escaped(' '.join(words))}”" if words else ""


def _length(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"of {low} to {high} minutes"
    words = lengths_asked(low, high)
    return f"of {words}" if words.startswith("at ") else words


def _without(request: Request) -> Iterator[str]:
    filters = request.filters
    yield from _no("no", [_NO_GENRES.get(genre) or genre_name(genre) for genre in filters.not_genres])
    yield from _no("nothing with", [escaped(name) for name in filters.not_people])
    yield from _no("nothing about", [escaped(theme) for theme in request.not_about])
    yield from _no("nothing", [years_asked(first, last) for first, last in filters.not_years])
    yield from _no("nothing in", [language_name(code) for code in filters.not_languages])
    yield from _no("nothing from", [country_name(code) for code in filters.not_countries])
    yield from _no("nothing too", [_MOODS.get(mood, mood) for mood in request.not_moods])


def _no(refusal: str, names: Sequence[str]) -> Iterator[str]:
    more = len(names) - _MOST_LISTED
    if more > 1:  # one more is as short as its name
        yield f"{refusal} {', '.join(names[:_MOST_LISTED])} or {number(more)} more that you ruled out"
    elif names:
        yield f"{refusal} {listed(names, 'or')}"
