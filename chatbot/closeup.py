"""One film beside one person: what they would give it, what speaks for it and against it, and where it stands for them.

All of it is arithmetic of the models. What somebody has rated is looked at as if they had not: their own rating of the
film would answer for itself.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from chatbot.causes import Causes
from chatbot.conversation import Request
from chatbot.serving import Serving
from chatbot.shelf import ranking
from data.movies import Movie, MovieId
from data.ratings import MAX_STARS, MIN_STARS, History

NAMED = 3  # ratings, films and reasons in a list
SMALLEST = 0.02  # stars: what moves a prediction less is not told
TELLING = 0.05  # of all that moves the ranker, either way
SIMILAR = 6
HALF = 0.5
HALVES = tuple(np.arange(MIN_STARS, MAX_STARS + HALF, HALF).tolist())
AGAINST = {  # what the ranker is told (`recommender.signals.FEATURES`), in words
    **dict.fromkeys(("als", "als_rank"), "people who rate as you do rate other films higher"),
    **dict.fromkeys(("two_tower", "two_tower_rank"), "what you rated leads to other films"),
    **dict.fromkeys(("ease", "ease_rank", "recent", "recent_rank"), "few who rated your films rated it, too"),
    "sequence": "it seldom follows what you rated last",
    **dict.fromkeys(("content", "content_rank"), "its description is unlike those of the films you like"),
    **dict.fromkeys(("choice", "choice_rank"), "all models together prefer others"),
    **dict.fromkeys(("month", "half_year", "two_years"), "it was little watched of late"),
    "ratings_of_item": "how many people rated it",
    "stars_of_item": "what everyone gives it",
    **dict.fromkeys(("years_newer", "deviations_newer", "age"), "its year, beside those of your films"),
    **dict.fromkeys(("since_first", "since_median", "since_latest"), "when people rated it"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Pull:
    """A rating of the person's that moves what is expected of them: `stars` they gave, `effect` in stars."""

    movie: Movie
    stars: float
    effect: float


@dataclasses.dataclass(frozen=True, slots=True)
class Expected:
    """What the person would give: `stars`, four times in five from `low` to `high`, and a word for how sure that is."""

    stars: float
    low: float
    high: float
    word: str


@dataclasses.dataclass(frozen=True, slots=True)
class Closeup:
    """A film as one person's.

    Attributes:
        expected: what they would give it; None for someone of whom nothing is known.
        usual: the mean of their ratings; None without any.
        reasons: what speaks for it, clauses, strongest first.
        raising, lowering: their ratings that move what is expected most.
        place: in the order of what the recommender would show them, from 1; None where nothing is known of them.
        of: how many films are in that order.
        ahead: the first films of it.
        against: what moves the ranker away from it, strongest first.
    """

    expected: Expected | None
    usual: float | None
    reasons: tuple[str, ...]
    raising: tuple[Pull, ...] = ()
    lowering: tuple[Pull, ...] = ()
    place: int | None = None
    of: int = 0
    ahead: tuple[Movie, ...] = ()
    against: tuple[str, ...] = ()


def closeup(serving: Serving, history: History, movie: Movie) -> Closeup:
    """The film as the person's, without their own rating of it."""
    stars = {movie_id: given for movie_id, given in history.stars.items() if movie_id != movie.movie_id}
    others = dataclasses.replace(history, stars=stars)
    reasons = tuple(reason.text for reason in Causes(serving, others, Request()).of(movie, ()))
    if not stars:
        return Closeup(None, None, reasons)
    usual = sum(stars.values()) / len(stars)
    found = serving.stars.intervals_history(others, [movie.movie_id])
    expected = Expected(float(found.stars[0]), float(found.low[0]), float(found.high[0]), found.words[0])
    pulls = _pulls(serving, others, movie.movie_id)
    raising = tuple(pull for pull in pulls if pull.effect >= SMALLEST)[:NAMED]
    lowering = tuple(pull for pull in reversed(pulls) if pull.effect <= -SMALLEST)[:NAMED]
    rows = ranking(serving, others)
    if rows is None:
        return Closeup(expected, usual, reasons, raising, lowering)
    place = int(np.flatnonzero(rows == serving.catalogue.ids.row(movie.movie_id))[0]) + 1
    ahead = tuple(serving.catalogue.movies[row] for row in rows[: min(NAMED, place - 1)].tolist())
    against = _against(serving.blend.explain(others, movie.movie_id)) if place > NAMED else ()
    return Closeup(expected, usual, reasons, raising, lowering, place, len(rows), ahead, against)


def similar(serving: Serving, movie_id: MovieId) -> dict[str, list[tuple[Movie, float]]]:
    """The nearest films by each model, with their cosines; empty for one that has learned nothing of the film."""
    near = serving.similar(movie_id, SIMILAR)
    models = ("als", "two_tower", "description")
    return {
        name: [(serving.catalogue[other], cosine) for other, cosine in near.get(name, []) if other in serving.catalogue]
        for name in models
    }


def histogram(serving: Serving, movie_id: MovieId) -> list[tuple[float, int]]:
    """How many of everyone's ratings gave each half star, from the fewest stars to the most."""
    halves, counts = np.unique(serving.histories.given(movie_id), return_counts=True)
    known = dict(zip(halves.tolist(), counts.tolist(), strict=True))
    return [(half, known.get(half, 0)) for half in HALVES]


def _pulls(serving: Serving, history: History, movie_id: MovieId) -> list[Pull]:
    """Every known rating of the person's, that which raises the prediction most first."""
    shares = serving.stars.explain(history, movie_id).by_item
    known = [other for other in shares if other in serving.catalogue]
    known.sort(key=lambda other: -shares[other])
    return [Pull(serving.catalogue[other], float(history.stars[other]), shares[other]) for other in known]


def _against(shares: Mapping[str, float]) -> tuple[str, ...]:
    sums: dict[str, float] = defaultdict(float)
    for feature, share in shares.items():
        if feature in AGAINST:
            sums[AGAINST[feature]] += share
    least = -TELLING * sum(abs(share) for share in sums.values())
    telling = sorted((words for words, share in sums.items() if share < least), key=lambda words: sums[words])
    return tuple(telling[:NAMED])
