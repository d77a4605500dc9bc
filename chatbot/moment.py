"""What a conversation has said so far, as the ranker of the moment needs it: which movies were named, and how."""

import dataclasses
from collections.abc import Iterable

import numpy as np

from chatbot.conversation import Request, Session
from chatbot.lexicon import MOODS
from chatbot.reading import LIKED_FROM
from data.ids import Ids, Rows
from data.movies import MovieId

LATEST = 2  # movies named last that count as what the talk is about now
GIVEN = {True: 4.5, False: 1.5}  # stars of a movie that was named, by whether it was liked


@dataclasses.dataclass(frozen=True)
class Moment:
    """What is to be fitted.

    Attributes:
        liked: (n_liked,) rows of the movies that were named and not rejected, oldest first.
        latest: (at most `LATEST`,) rows of those named last.
        stars: of every movie named: what it was given, or what naming it amounts to.
        genres: names of the genres wished for, by name or by mood.
        not_genres: of those that a mood speaks against.
        people: wished for, or praised.
    """

    liked: Rows
    latest: Rows
    stars: dict[MovieId, float]
    genres: frozenset[str]
    not_genres: frozenset[str]
    people: tuple[str, ...]

    @classmethod
    def of(cls, session: Session, request: Request, ids: Ids) -> "Moment":
        """The moment of a request; movies that `ids` lacks are passed over."""
        rejected = {*request.disliked, *request.others_disliked, *request.filters.not_movies}
        named = _distinct((*session.named, *request.liked, *request.others_liked, *request.similar_to), ids)
        stars = {movie_id: session.history.stars.get(movie_id, GIVEN[True]) for movie_id in named}
        stars |= {movie_id: GIVEN[False] for movie_id in rejected if movie_id in ids}
        liked = [movie_id for movie_id in named if stars[movie_id] >= LIKED_FROM]
        examples = [movie_id for movie_id in liked if movie_id in request.similar_to]
        return cls(
            liked=ids.rows(np.array(liked, np.int64)),
            latest=ids.rows(np.array((examples or liked)[-LATEST:], np.int64)),
            stars=stars,
            genres=frozenset((*request.filters.genres, *request.filters.any_genres)).union(
                *(MOODS[mood].genres for mood in request.moods)
            ),
            not_genres=frozenset().union(*(MOODS[mood].against for mood in request.moods)),
            people=tuple(dict.fromkeys((*request.filters.people, *request.fond_of))),
        )


def _distinct(movie_ids: Iterable[MovieId], ids: Ids) -> list[MovieId]:
    """Each known movie once, where it was named last."""
    last_first = dict.fromkeys(reversed([movie_id for movie_id in movie_ids if movie_id in ids]))
    return list(reversed(last_first))
