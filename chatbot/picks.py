"""From a request to picks: what may be shown, in order, each movie with the evidence that put it there."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from chatbot.causes import Causes
from chatbot.conversation import Pick, Request, Session
from chatbot.nearest import nearest, rows_about, why_none
from chatbot.ranking import merged, opinions, rank
from chatbot.reading import LIKED_FROM
from chatbot.serving import Serving
from chatbot.tonight import is_open, places
from data.ids import Rows
from data.movies import MovieId
from retrieval.filters import Mask
from retrieval.index import Filters

WHOLE_LIST = 10  # movies of a person, where nobody says how many


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """The picks for a request, and what had to give way.

    Attributes:
        picks: best first; where no movie meets the wish, those that miss least of it.
        notices: one sentence for each wish that could not be met.
    """

    picks: tuple[Pick, ...]
    notices: tuple[str, ...] = ()


def select(
    serving: Serving, session: Session, request: Request, k: int, suggested: Sequence[MovieId] = ()
) -> Selection:
    """The `k` best movies for the request, none of them rated, seen, refused or shown before unless that is asked for.

    Args:
        serving: the build.
        session: the conversation with the message that made the request.
        request: what is wanted.
        k: how many movies.
        suggested: movies that a language model thought of, best first; one that breaks a hard condition is passed over.
    """
    notices: tuple[str, ...] = ()
    allowed = _allowed(serving, session, request, session.shown)
    if not allowed.any():
        notices = (why_none(serving, request),)
        looser = nearest(serving, request, lambda one: _allowed(serving, session, one, session.shown))
        if looser is None:
            return Selection((), notices)
        request = looser
        allowed = _allowed(serving, session, request, session.shown)
    if request.intent == "list":
        k = WHOLE_LIST if k == Request().count else k
        return Selection(_of_people(serving, session, request, allowed, k))
    ranked = rank(serving, session, request, _conditions(request), allowed)
    rows = serving.catalogue.ids.find(np.array(suggested, np.int64))
    fit = [movie_id for movie_id, row in zip(suggested, rows, strict=True) if row >= 0 and allowed[row]]
    order = merged(ranked.movie_ids, fit)
    at = {movie_id: place for place, movie_id in enumerate(ranked.movie_ids)}
    is_tonight = k == Request().count and not notices and is_open(request)
    placed = places(serving, order, personal=bool(session.history.stars)) if is_tonight else {}
    best = tuple(placed) or order[:k]
    causes = Causes(serving, opinions(session, request), request)
    stars: Sequence[float | None] = [None] * len(best)
    if session.history.stars:
        stars = serving.predicted(session.history, best)
    picks = []
    for movie_id, expected in zip(best, stars, strict=True):
        sources = (*(("model",) if movie_id in fit else ()), *(ranked.sources(movie_id) if movie_id in at else ()))
        movie = serving.catalogue[movie_id]
        picks.append(
            Pick(
                movie=movie,
                score=ranked.scores[at[movie_id]] if movie_id in at else ranked.scores[0],
                sources=sources,
                because=causes.of(movie, sources),
                stars=expected,
                place=placed.get(movie_id),
            )
        )
    if len(picks) < k and not notices:
        many = "One movie meets" if len(picks) == 1 else f"Only {len(picks)} movies meet"
        notices = (f"{many} everything you asked for.",)
    return Selection(tuple(picks), notices)


def ranking(serving: Serving, session: Session, request: Request) -> tuple[MovieId, ...]:
    """The order for the wish so far, the movies of the last list not taken out for having been shown."""
    wish = request.model_copy(update={"intent": "recommend"})
    allowed = _allowed(serving, session, wish, tuple(set(session.shown) - {*session.listed}))
    return rank(serving, session, wish, _conditions(wish), allowed).movie_ids if allowed.any() else ()


def _conditions(request: Request) -> Filters:
    """The hard conditions; who looks for one certain movie finds it, whatever they did not want to watch before."""
    if request.intent != "recall":
        return request.filters
    return request.filters.model_copy(update={"not_genres": (), "not_people": (), "not_movies": ()})


def _allowed(serving: Serving, session: Session, request: Request, shown: Sequence[MovieId]) -> Mask:
    """(n_movies,) which movies meet every hard condition and are news to the person, where news are wanted."""
    mask = serving.filters.mask(_conditions(request))
    if request.intent == "recall":  # a description may mean a movie that was seen
        return mask
    for theme in request.not_about:
        mask[rows_about(serving, theme)] = False
    refused = {*request.disliked, *request.others_disliked, *request.filters.not_movies, *session.hidden}
    out: set[MovieId] = set() if request.intent == "list" else {*request.similar_to, *session.named, *shown} | refused
    known = {*request.seen, *request.liked, *request.others_liked, *session.history.stars}
    if request.rewatch and known:
        out -= known - {*shown}
        seen = np.zeros_like(mask)
        unloved = {movie_id for movie_id, stars in session.history.stars.items() if stars < LIKED_FROM}
        seen[_rows(serving, known - unloved)] = True
        mask &= seen
    elif request.intent != "list":
        out |= known
    mask[_rows(serving, out)] = False
    return mask


def _rows(serving: Serving, movie_ids: set[MovieId]) -> Rows:
    rows = serving.catalogue.ids.find(np.fromiter(movie_ids, np.int64, len(movie_ids)))
    return rows[rows >= 0]


def _of_people(serving: Serving, session: Session, request: Request, allowed: Mask, k: int) -> tuple[Pick, ...]:
    """The movies of the people asked about, best known first, seen ones among them."""
    rows = np.flatnonzero(allowed)
    known = serving.moment.fame["known"][rows]
    causes = Causes(serving, session.history, request)
    movies = [serving.catalogue.movies[row] for row in rows[np.lexsort((rows, -known))][:k]]
    stars: Sequence[float | None] = [None] * len(movies)
    if session.history.stars:
        stars = serving.predicted(session.history, [movie.movie_id for movie in movies])
    return tuple(
        Pick(movie, float(k - at), ("people",), causes.of(movie, ()), expected)
        for at, (movie, expected) in enumerate(zip(movies, stars, strict=True))
    )
