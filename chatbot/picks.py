"""From a request to picks: every source ranks, ranks are merged, and each pick keeps the evidence that put it there."""

import dataclasses
import heapq
import re
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.conversation import Pick, Reason, Request, Session
from chatbot.lexicon import LANGUAGE_NAMES, MOODS
from chatbot.scan import FILLER
from chatbot.serving import Serving
from data.movies import Movie, MovieId
from data.ratings import History
from retrieval.index import Filters

MAX_PRAISED = 3
DEPTH = 200  # how far down each source's ranking counts
RANK_OFFSET = 20.0  # reciprocal ranks: weight / (RANK_OFFSET + rank); small, since the top of a list is what is read
WEIGHTS = {"recommend": {"taste": 1.0, "words": 2.5, "like": 1.5}, "recall": {"words": 1.0}}
MOOD_WEIGHT = 1.2
GOOD_STARS = 3.5


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """The picks for a request, and what had to give way.

    Attributes:
        picks: best first.
        notices: one sentence for each wish that could not be met.
    """

    picks: tuple[Pick, ...]
    notices: tuple[str, ...] = ()


def select(
    serving: Serving, session: Session, request: Request, k: int, suggested: Sequence[MovieId] = ()
) -> Selection:
    """The `k` best movies for the request, none of them rated, seen, refused or shown before.

    Args:
        serving: the build.
        session: the conversation before the request.
        request: what is wanted.
        k: how many movies.
        suggested: movies that a language model thought of, best first; one that breaks a hard condition is passed over.
    """
    allowed = _allowed(serving, session, request)
    if not allowed.any():
        return Selection((), (_why_none(serving, request),))
    history = opinions(session, request)
    rankings = _rankings(serving, history, request, allowed)
    if suggested:
        rows = serving.catalogue.ids.find(suggested)
        fit = [movie_id for movie_id, row in zip(suggested, rows, strict=True) if row >= 0 and allowed[row]]
        rankings["model"] = [(movie_id, "model") for movie_id in fit]
    scores, sources = _merge(serving, rankings, request)
    best = heapq.nsmallest(k, scores, key=lambda movie_id: (-scores[movie_id], movie_id))
    reasons = Reasons(serving, history, request)
    picks = tuple(
        Pick(
            movie=serving.catalogue[movie_id],
            score=scores[movie_id],
            sources=tuple(sources[movie_id]),
            because=reasons.of(serving.catalogue[movie_id], sources[movie_id]),
            stars=serving.predicted_stars(session.history, movie_id) if session.history.stars else None,
        )
        for movie_id in best
    )
    notices: tuple[str, ...] = ()
    if len(picks) < k:
        many = "One movie meets" if len(picks) == 1 else f"Only {len(picks)} movies meet"
        notices = (f"{many} everything you asked for.",)
    return Selection(picks, notices)


def opinions(session: Session, request: Request) -> History:
    """The person's ratings, with the movies that the request takes as examples counted as liked."""
    examples = {movie_id: 4.5 for movie_id in request.similar_to if movie_id not in session.history.stars}
    return dataclasses.replace(session.history, stars={**session.history.stars, **examples})


def _out(session: Session, request: Request) -> set[MovieId]:
    named = {*request.similar_to, *request.seen, *request.liked, *request.disliked, *request.filters.not_movies}
    return named | set(session.shown) | set(session.history.stars)


def _conditions(request: Request) -> Filters:
    """The hard conditions; who looks for one certain movie finds it, whatever they did not want to watch before."""
    if request.intent != "recall":
        return request.filters
    return request.filters.model_copy(update={"not_genres": (), "not_people": (), "not_movies": ()})


def _allowed(serving: Serving, session: Session, request: Request) -> NDArray[np.bool_]:
    """(n_movies,) which movies meet every hard condition. A description may mean a movie that was seen."""
    mask = serving.filters.mask(_conditions(request))
    out = set() if request.intent == "recall" else _out(session, request)
    rows = serving.catalogue.ids.find(np.fromiter(out, np.int64, len(out)))
    mask[rows[rows >= 0]] = False
    return mask


def _rankings(
    serving: Serving, history: History, request: Request, allowed: NDArray[np.bool_]
) -> dict[str, list[tuple[MovieId, str]]]:
    """Each source's movies, best first, with the name of the source."""
    ids = serving.catalogue.ids.values
    open_ids = ids[allowed]
    weights = WEIGHTS["recall" if request.intent == "recall" else "recommend"]
    rankings: dict[str, list[tuple[MovieId, str]]] = {}
    if "taste" in weights:
        candidates = serving.blend.generate(history, DEPTH, open_ids.tolist())
        rankings["taste"] = [(candidate.movie_id, "taste") for candidate in candidates]
    query = _query(request)
    if query:
        found = serving.search.search(query, DEPTH, _conditions(request))
        rankings["words"] = [
            (hit.movie.movie_id, "words") for hit in found if allowed[serving.catalogue.ids.row(hit.movie.movie_id)]
        ]
    for example in _examples(request):
        for name, similar in serving.similar(example, DEPTH).items():
            rows = serving.catalogue.ids.find([movie_id for movie_id, _ in similar])
            rankings[f"like {name} {example}"] = [
                (movie_id, name) for (movie_id, _), row in zip(similar, rows, strict=True) if row >= 0 and allowed[row]
            ]
    if not any(rankings.values()):
        rankings["taste"] = [
            (candidate.movie_id, "popular")
            for candidate in serving.models.popular.generate(history, DEPTH, open_ids.tolist())
        ]
    return rankings


def _examples(request: Request) -> tuple[MovieId, ...]:
    """The movies to look around: those named as examples, or those just praised where nothing else is asked for."""
    return request.liked[-MAX_PRAISED:] if request.intent == "feedback" else request.similar_to


def _query(request: Request) -> str:
    if request.query:
        return request.query
    return " ".join(MOODS[mood].words for mood in request.moods)


def _merge(
    serving: Serving, rankings: dict[str, list[tuple[MovieId, str]]], request: Request
) -> tuple[dict[MovieId, float], dict[MovieId, dict[str, None]]]:
    scores: dict[MovieId, float] = {}
    sources: dict[MovieId, dict[str, None]] = {}
    weights = WEIGHTS["recall" if request.intent == "recall" else "recommend"]
    alike = sum(name.startswith("like ") for name in rankings)
    for name, ranking in rankings.items():
        kind = name.split()[0]
        weight = weights.get(kind, 1.0) * (1 / alike * 3 if kind == "like" else 1.0)
        if kind == "words" and not request.query:
            weight *= 0.5  # words that a mood stands for, not the person's own
        for rank, (movie_id, source) in enumerate(ranking):
            scores[movie_id] = scores.get(movie_id, 0.0) + weight / (RANK_OFFSET + rank)
            sources.setdefault(movie_id, {})[source] = None
    if request.moods or request.not_moods:
        for movie_id in scores:
            pull = mood_fit(serving.catalogue[movie_id], request)
            scores[movie_id] *= float(np.exp(MOOD_WEIGHT * pull))
    return scores, sources


def mood_fit(movie: Movie, request: Request) -> float:
    """How well a movie's genres and tags fit the moods asked for: about -2 to 2, 0 for neither way."""
    return sum(_fits(movie, mood) for mood in request.moods) - sum(_fits(movie, mood) for mood in request.not_moods)


def _fits(movie: Movie, mood: str) -> float:
    signs = MOODS[mood]  # type: ignore[index]
    genres = set(movie.genres)
    tagged = len(signs.tags.intersection((*movie.tags, *movie.keywords)))
    return 1.0 * bool(genres & signs.genres) - 1.0 * bool(genres & signs.against) + 0.5 * min(tagged, 2)


def _why_none(serving: Serving, request: Request) -> str:
    """Which single wish removed most, in one sentence."""
    removed = serving.filters.removed_by(request.filters)
    if not removed or max(removed.values()) == 0:
        if serving.filters.mask(request.filters).any():
            return "You have seen or been shown every movie that meets all of that."
        return "No movie in the catalogue meets all of that together."
    wish = max(removed, key=lambda name: removed[name])
    many = removed[wish]
    movies = "one movie fits" if many == 1 else f"{many} movies fit"
    return f"No movie meets all of that. Without the wish for {_worded(wish)}, {movies}."


_WISHES = {
    "genres": "{}",
    "any_genres": "one of {}",
    "not_genres": "no {}",
    "min_year": "{} or later",
    "max_year": "{} or earlier",
    "min_runtime": "at least {} minutes",
    "max_runtime": "at most {} minutes",
    "people": "{}",
    "not_people": "no {}",
    "language": "the language {}",
    "not_languages": "another language than {}",
    "countries": "the country {}",
    "not_countries": "another country than {}",
    "not_movies": "other movies",
}


def _worded(wish: str) -> str:
    """A wish of `FilterTable.removed_by` in words."""
    name, _, value = wish.partition("=")
    if name in ("language", "not_languages"):
        value = ", ".join(LANGUAGE_NAMES.get(code, code) for code in value.split(","))
    return _WISHES[name].format(value)


class Reasons:
    """Words the evidence for a pick."""

    def __init__(self, serving: Serving, history: History, request: Request) -> None:
        self._serving = serving
        self._history = history
        self._request = request

    def of(self, movie: Movie, sources: Collection[str]) -> tuple[Reason, ...]:
        """The reasons for one movie that these sources proposed, strongest first; there always is one."""
        reasons = [*self._like(movie, sources), *self._words(movie), *self._liked(movie), *self._mood(movie)]
        return tuple(reasons) or self._loved(movie)

    def _like(self, movie: Movie, sources: Collection[str]) -> Iterable[Reason]:
        for example in self._request.similar_to:
            other = self._serving.catalogue[example]
            shared = _shared(movie, other)
            if shared:
                yield Reason("like", shared, (example,))
            elif "als" in sources or "two_tower" in sources:
                yield Reason("like", f"people who watch {other.title} watch it too", (example,))

    def _words(self, movie: Movie) -> Iterable[Reason]:
        if self._request.query:
            matched = self._telling_words(movie)
            if matched:
                yield Reason("words", f"its description speaks of {_listed(matched[:3])}")

    def _telling_words(self, movie: Movie) -> list[str]:
        """The words of the request, common ones aside, that begin like a word of what is told of a movie."""
        text = " ".join((movie.overview, movie.lead, *movie.keywords, *movie.tags, *movie.genres)).lower()
        words = dict.fromkeys(re.findall(r"[^\W\d_]{3,}", self._request.query.lower()))
        told = [word for word in words if re.search(rf"\b{word[: max(4, len(word) - 2)]}", text)]
        return [word for word in told if word not in FILLER and self._serving.is_telling(word)]

    def _liked(self, movie: Movie) -> Iterable[Reason]:
        own = [m for m in self._serving.shares(self._history, movie.movie_id) if m not in self._request.similar_to]
        if own:
            named = [self._serving.catalogue[movie_id] for movie_id in own[:2]]
            titles = _listed([str(other) if other.title == movie.title else other.title for other in named])
            yield Reason("liked", f"you liked {titles}", tuple(own[:2]))

    def _mood(self, movie: Movie) -> Iterable[Reason]:
        for mood in self._request.moods:
            signs = MOODS[mood]
            named = {genre.lower() for genre in movie.genres}
            tags = [tag for tag in dict.fromkeys((*movie.tags, *movie.keywords)) if tag in signs.tags - named]
            genres = [genre for genre in movie.genres if genre in signs.genres]
            if tags:
                yield Reason("mood", f"it is tagged {_listed(tags[:2])}")
            elif genres:
                yield Reason("mood", f"it is {_article(genres[0])} {genres[0].lower()} film")

    def _loved(self, movie: Movie) -> tuple[Reason, ...]:
        return (Reason("loved", self._serving.reputation(movie)),)


def _shared(movie: Movie, other: Movie) -> str:
    """What a movie has in common with an example, as a clause; empty where the catalogue knows of nothing."""
    directors = [name for name in movie.directors if name in other.directors]
    if directors:
        return f"it is by {_listed(directors)}, like {other.title}"
    cast = [name for name in movie.cast if name in other.cast]
    if cast:
        return f"it shares {_listed(cast[:2])} with {other.title}"
    keywords = [word for word in movie.keywords if word in other.keywords]
    if keywords:
        return f"it shares {_listed(keywords[:3])} with {other.title}"
    genres = [genre.lower() for genre in movie.genres if genre in other.genres]
    return f"it is {_article(genres[0])} {_listed(genres[:2])} film, like {other.title}" if genres else ""


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _article(word: str) -> str:
    return "an" if word[0].lower() in "aeiou" else "a"
