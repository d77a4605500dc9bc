"""What the words of an answer may ask of a build beside its catalogue."""

from collections.abc import Mapping
from typing import Protocol

from chatbot.serving import Reputation
from data.movies import MovieId
from data.ratings import History
from retrieval.filters import FilterTable


class Knowledge(Protocol):
    """What audiences think of movies, what one person would, and how many meet a wish; `Serving` is one."""

    @property
    def reputations(self) -> Mapping[MovieId, Reputation]:
        """Of every movie that was rated."""
        ...

    @property
    def filters(self) -> FilterTable:
        """Evaluates hard conditions."""
        ...

    def predicted_stars(self, history: History, movie_id: MovieId) -> float:
        """The rating that the person would give, 0.5 to 5."""
        ...
