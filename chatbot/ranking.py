"""Puts movies in order for a request: what fits the moment, what the person likes, what they asked to read about.

    score = w_moment * z(trees) + w_taste * taste + w_words * words + MOOD * mood + FAME * fame

`trees` is what the ranker of the moment says (`moment_features`, LightGBM by LambdaRank, learned from conversations in
which people recommended films to each other), `words` how well the description fits the request in standard deviations
above the last hit, `taste` the logarithm of the place in the list of the person's own recommender. A description of one
certain movie is looked up by its words alone.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.conversation import Request, Session
from chatbot.lexicon import MOODS
from chatbot.moment import GIVEN, Moment
from chatbot.moment_features import FEATURES, MomentFeatures
from chatbot.serving import Serving
from data.ids import Rows
from data.movies import MovieId
from data.ratings import History
from retrieval.filters import Mask
from retrieval.index import Filters

DEPTH = 200  # how far down the lists of search and taste count
CANDIDATES = 400  # of the ranker of the moment
PLACE_OFFSET = 10.0
WEIGHTS = {  # of the moment, taste and words
    "named": (1.0, 0.5, 0.0),  # movies were named, which say more than words beside them; the trees know the words too
    "described": (1.0, 0.5, 0.6),  # only words to look for
    "open": (0.3, 1.5, 0.0),  # neither
}
MOOD = 0.3
DIRECTION = 0.3  # of a mood's direction among the descriptions, against its genres and tags
FAME = 1.0
NEAR = 100  # candidates nearest to an example in a model's space, of which the model is a source


@dataclasses.dataclass(frozen=True)
class Ranked:
    """Movies in order.

    Attributes:
        movie_ids: best first.
        scores: of each, descending.
        proposed: by name of a source ("taste", "words", "als", "two_tower"), what it proposed.
    """

    movie_ids: tuple[MovieId, ...]
    scores: tuple[float, ...]
    proposed: dict[str, frozenset[MovieId]]

    def sources(self, movie_id: MovieId) -> tuple[str, ...]:
        """Who proposed a movie; "moment" where only the ranker of the moment did."""
        return tuple(name for name, some in self.proposed.items() if movie_id in some) or ("moment",)


def rank(serving: Serving, session: Session, request: Request, conditions: Filters, allowed: Mask) -> Ranked:
    """All candidates in order, at least one.

    Args:
        serving: the build.
        session: the conversation before the request.
        request: what is wanted.
        conditions: hard ones, by which descriptions are searched.
        allowed: (n_movies,) which movies may be shown; at least one.
    """
    ids = serving.catalogue.ids
    words, query = _found(serving, request, conditions, allowed)
    if request.intent == "recall" and words:
        told = np.array(list(words), np.int64)
        return _in_order(serving, told, np.array(list(words.values())), {"words": told})
    features = MomentFeatures(serving.moment, Moment.of(session, request, ids), allowed, words)
    taste = _taste(serving, session, allowed)
    liked = features.moment.liked
    rows: Rows = np.union1d(features.candidates(CANDIDATES), np.array([*words, *taste], np.int64))
    said = features.of(rows)
    trees = serving.moment_ranker.score(said)
    of_moment, of_taste, of_words = WEIGHTS["named" if len(liked) else "described" if query else "open"]
    scores = of_moment * (trees - trees.mean()) / (trees.std() or 1.0)
    liking = np.zeros(len(allowed))
    liking[list(taste)] = list(taste.values())
    scores += of_taste * liking[rows]
    scores += of_words * said[:, FEATURES.index("words")]
    for mood, sign in (*((mood, 1) for mood in request.moods), *((mood, -1) for mood in request.not_moods)):
        fits = MOOD * serving.moods.fit(mood)[rows] + DIRECTION * serving.directions.position(mood)[rows]
        scores += sign * fits
    scores += FAME * _fame(serving, request, rows)
    sources = {"taste": np.array(list(taste), np.int64), "words": np.array(list(words), np.int64)}
    if request.similar_to:
        for space in ("als", "two_tower"):
            near = said[:, FEATURES.index(f"max_{space}")]
            sources[space] = rows[np.argsort(-near, kind="stable")[:NEAR]][: int((near > 0).sum())]
    return _in_order(serving, rows, scores, sources)


def opinions(session: Session, request: Request) -> History:
    """The person's ratings, with the movies that the request takes as examples counted as liked."""
    examples = {movie_id: GIVEN[True] for movie_id in request.similar_to if movie_id not in session.history.stars}
    return dataclasses.replace(session.history, stars={**session.history.stars, **examples})


def _in_order(serving: Serving, rows: Rows, scores: NDArray[np.float64], of: dict[str, Rows]) -> Ranked:
    order = np.lexsort((rows, -scores))
    ids = serving.catalogue.ids.values
    proposed = {name: frozenset(ids[some].tolist()) for name, some in of.items()}
    return Ranked(tuple(ids[rows[order]].tolist()), tuple(scores[order].tolist()), proposed)


def _found(serving: Serving, request: Request, conditions: Filters, allowed: Mask) -> tuple[dict[int, float], bool]:
    """By row, how well the texts of the allowed movies fit the request; whether the person said the words."""
    query = request.query or " ".join(MOODS[mood].words for mood in request.moods)
    found = fits(serving, query, conditions)
    return {row: fit for row, fit in found.items() if allowed[row]}, bool(found and request.query)


def fits(serving: Serving, query: str, conditions: Filters) -> dict[int, float]:
    """By row, how well the texts of the best movies fit a query, in standard deviations above the last of them.

    A movie that has the query for a title is so far ahead that it would make all others alike: it sets no measure.
    """
    hits = serving.search.search(query, DEPTH, conditions)
    if not hits:
        return {}
    scores = np.array([hit.score for hit in hits])
    described = np.array(["title" not in hit.sources for hit in hits])
    spread = scores[described].std() if described.any() else 0.0
    standard = (scores - scores.min()) / (spread or 1.0)
    rows = serving.catalogue.ids.rows([hit.movie.movie_id for hit in hits])
    return dict(zip(rows.tolist(), standard.tolist(), strict=True))


def _taste(serving: Serving, session: Session, allowed: Mask) -> dict[int, float]:
    """By row, the place in the person's own list: log((PLACE_OFFSET + DEPTH) / (PLACE_OFFSET + place)), 0 to 3.

    Empty for someone of whom only this conversation tells.
    """
    if not session.history.stars.keys() - {*session.named}:
        return {}
    whole = np.log(PLACE_OFFSET + DEPTH)
    rows = serving.taste.among(session.history, allowed, DEPTH)
    return {int(row): float(whole - np.log(PLACE_OFFSET + place)) for place, row in enumerate(rows)}


def _fame(serving: Serving, request: Request, rows: Rows) -> NDArray[np.float64]:
    """(len(rows),) how well the movies' fame is what was asked for."""
    known: NDArray[np.float64] = serving.moment.fame["known"][rows].astype(np.float64)
    stars: NDArray[np.float64] = serving.moment.signals.facts.stars[rows]
    liking: NDArray[np.float64] = 2.0 * (stars - stars.mean())
    match request.fame:
        case "popular":
            return known
        case "hidden":
            return liking - 2.0 * np.where(known > known.mean(), known, 0.0)
        case "acclaimed":
            return liking
    return np.zeros(len(rows))


def merged(ours: Sequence[MovieId], suggested: Sequence[MovieId]) -> tuple[MovieId, ...]:
    """A language model's list and ours as one: two of its movies, one of ours, and so on; its first stays first."""
    rest = iter([movie_id for movie_id in ours if movie_id not in set(suggested)])
    both: list[MovieId] = []
    for place, movie_id in enumerate(suggested, 1):
        both.append(movie_id)
        if place % 2 == 0:
            both += [other for other in [next(rest, None)] if other is not None]
    return (*both, *rest)
