"""Why a movie was not shown: the wishes that exclude it, that it is known already, or its place in the ranking."""

import re
from collections.abc import Iterator, Sequence

from chatbot.conditions import Unmet, unmet
from chatbot.conversation import Request, Session
from chatbot.knowledge import Knowledge
from chatbot.wording import Voice, capital, ended, escaped, listed, named, number, ordinal
from data.movies import Catalogue, Movie, MovieId

_ONE = (
    "{film} fits but for one thing: {clause}.",
    "One thing keeps {film} out: {clause}.",
    "{film} stayed out for one reason: {clause}.",
)
_MANY = (
    "{count} things keep {film} out: {clauses}.",
    "{film} stayed out for {lower} reasons: {clauses}.",
)
_WAY = (
    "Say {ways} and nothing keeps it out any more.",
    "Tell me {ways} and it is open again.",
    "If that matters less, say {ways}.",
)
_MOST_WAYS = 2
_AGAIN = "a rewatch is fine"
_FITS = (
    "Nothing you asked for rules out {film}",
    "{film} meets all you asked for",
    "None of your wishes excludes {film}",
)


def why_not(
    catalogue: Catalogue,
    session: Session,
    request: Request,
    movie_id: MovieId,
    ranking: Sequence[MovieId],
    voice: Voice,
    serving: Knowledge | None = None,
) -> str:
    """Why the movie is not on the list, in Markdown; where it is, at which place.

    Args:
        catalogue: has every movie that these name.
        session: the conversation before the message that asks.
        request: the wish so far.
        movie_id: the movie.
        ranking: all movies that were open to the person when the last list was made, those of the list among them,
            best first; empty where nothing was ranked.
        voice: of this turn.
        serving: predicts the person's rating; None leaves that out.
    """
    movie = catalogue[movie_id]
    if movie_id in session.listed:
        return f"{named(movie)} is on the list: it is number {session.listed.index(movie_id) + 1}."
    wishes = unmet(request.filters, movie)
    clauses = [*map(_clause, wishes), *_themes(request, movie)]
    clauses += [fact for fact, _ in _known(session, request, movie_id)]
    if not clauses:
        place = _place(catalogue, session, movie, ranking, voice)
        return f"{place}{_expected(catalogue, session, movie, serving) if serving is not None else ''}"
    if len(clauses) == 1:
        text = voice.choose("why one", _ONE).format(film=named(movie), clause=clauses[0])
    else:
        many, film = number(len(clauses)), named(movie)
        told = "; ".join((*clauses[:-1], f"and {clauses[-1]}"))
        text = voice.choose("why many", _MANY).format(film=film, count=capital(many), lower=many, clauses=told)
    ways = listed([f"“{way}”" for way in offers(session, request, movie)])
    return f"{text} {voice.choose('way', _WAY).format(ways=ways)}" if ways else text


def _clause(wish: Unmet) -> str:
    return f"{wish.fact}, and {wish.wish}" if wish.fact else wish.wish


def _themes(request: Request, movie: Movie) -> Iterator[str]:
    told = " ".join((movie.overview, movie.lead, *movie.keywords, *movie.tags)).lower()
    for theme in request.not_about:
        if re.search(rf"\b{re.escape(theme.lower())}", told):
            yield f"its description speaks of {escaped(theme)}, and you wanted nothing about that"


def _known(session: Session, request: Request, movie_id: MovieId) -> Iterator[tuple[str, str]]:
    """What makes it no news to the person, and what to say for it to come all the same."""
    stars = session.history.stars.get(movie_id)
    if movie_id in request.disliked:
        yield "you told me that you did not like it", ""
    elif not request.rewatch and movie_id in request.liked:
        yield "you told me that you liked it, so I took it for one that you have seen", _AGAIN
    elif not request.rewatch and movie_id in request.seen:
        yield "you have seen it", _AGAIN
    elif not request.rewatch and stars is not None:
        yield f"you have rated it, with {stars:g} {'star' if stars == 1 else 'stars'}", _AGAIN
    elif movie_id in request.similar_to:
        yield "it is the film you gave as an example", ""
    elif movie_id in session.shown:
        yield "I showed it to you before", ""


def offers(session: Session, request: Request, movie: Movie) -> tuple[str, ...]:
    """What to say so that nothing excludes the movie any more; empty where nothing short does."""
    known = [way for _, way in _known(session, request, movie.movie_id)]
    ways = tuple(dict.fromkeys((*(wish.way for wish in unmet(request.filters, movie)), *known)))
    themes = any(True for _ in _themes(request, movie))
    return ways if all(ways) and len(ways) <= _MOST_WAYS and not themes else ()


def _place(catalogue: Catalogue, session: Session, movie: Movie, ranking: Sequence[MovieId], voice: Voice) -> str:
    text = voice.choose("fits", _FITS).format(film=named(movie))
    if movie.movie_id not in ranking:
        far = f"; it is just not among the {len(ranking):,} films that came closest" if ranking else ""
        return f"{text}{far}."
    place = list(ranking).index(movie.movie_id) + 1
    ahead = [other for other in session.listed if other in ranking[: place - 1] and other in catalogue]
    if not ahead:
        return f"{text}: in my ranking it comes {ordinal(place)}."
    titles = listed([escaped(catalogue[other].title) for other in ahead[:3]])
    return ended(f"{text}: in my ranking it comes {ordinal(place)}, behind {titles}")


def _expected(catalogue: Catalogue, session: Session, movie: Movie, serving: Knowledge) -> str:
    """What the person would give it, beside the first movie of the list."""
    if not session.history.stars:
        return ""
    own = serving.predicted_stars(session.history, movie.movie_id)
    first = next((other for other in session.listed if other in catalogue), None)
    if first is None:
        return f" I expect {own:.1f} of 5 stars from you for it."
    other = serving.predicted_stars(session.history, first)
    title = escaped(catalogue[first].title)
    return ended(f" From you I expect {own:.1f} of 5 stars for it, {other:.1f} for {title}")
