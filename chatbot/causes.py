"""Why a movie was picked: the evidence, strongest first, each piece a clause."""

import re
from collections.abc import Collection, Iterable

from chatbot.conversation import Reason, Request
from chatbot.lexicon import MOODS
from chatbot.scan import FILLER
from chatbot.serving import Serving
from chatbot.wording import listed
from data.movies import Movie
from data.ratings import History


class Causes:
    """Words the evidence for the picks of one request."""

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
                yield Reason("words", f"its description speaks of {listed(matched[:3])}")

    def _telling_words(self, movie: Movie) -> list[str]:
        """The words of the request, common ones aside, that begin like a word of what is told of a movie."""
        text = " ".join((movie.overview, movie.lead, *movie.keywords, *movie.tags, *movie.genres)).lower()
        words = dict.fromkeys(re.findall(r"[^\W\d_]{3,}", self._request.query.lower()))
        told = [word for word in words if re.search(rf"\b{word[: max(4, len(word) - 2)]}", text)]
        return [word for word in told if word not in FILLER and self._serving.is_telling(word)]

    def _liked(self, movie: Movie) -> Iterable[Reason]:
        own_stars = self._history.stars.get(movie.movie_id)
        if own_stars is not None:
            yield Reason("rated", f"you gave it {own_stars:g} {'star' if own_stars == 1 else 'stars'}")
            return
        own = [m for m in self._serving.shares(self._history, movie.movie_id) if m not in self._request.similar_to]
        if own:
            named = [self._serving.catalogue[movie_id] for movie_id in own[:2]]
            titles = listed([str(other) if other.title == movie.title else other.title for other in named])
            yield Reason("liked", f"you liked {titles}", tuple(own[:2]))

    def _mood(self, movie: Movie) -> Iterable[Reason]:
        for mood in self._request.moods:
            signs = MOODS[mood]
            named = {genre.lower() for genre in movie.genres}
            tags = [tag for tag in dict.fromkeys((*movie.tags, *movie.keywords)) if tag in signs.tags - named]
            genres = [genre for genre in movie.genres if genre in signs.genres]
            if tags:
                yield Reason("mood", f"it is tagged {listed(tags[:2])}")
            elif genres:
                yield Reason("mood", f"it is {_article(genres[0])} {genres[0].lower()} film")

    def _loved(self, movie: Movie) -> tuple[Reason, ...]:
        return (Reason("loved", self._serving.reputation(movie)),)


def _shared(movie: Movie, other: Movie) -> str:
    """What a movie has in common with an example, as a clause; empty where the catalogue knows of nothing."""
    directors = [name for name in movie.directors if name in other.directors]
    if directors:
        return f"it is by {listed(directors)}, like {other.title}"
    cast = [name for name in movie.cast if name in other.cast]
    if cast:
        return f"it shares {listed(cast[:2])} with {other.title}"
    keywords = [word for word in movie.keywords if word in other.keywords]
    if keywords:
        return f"it shares {listed(keywords[:3])} with {other.title}"
    genres = [genre.lower() for genre in movie.genres if genre in other.genres]
    return f"it is {_article(genres[0])} {listed(genres[:2])} film, like {other.title}" if genres else ""


def _article(word: str) -> str:
    return "an" if word[0].lower() in "aeiou" else "a"
