"""How well the genres and tags of movies fit a mood."""

import numpy as np
from numpy.typing import NDArray

from chatbot.conversation import Mood
from chatbot.lexicon import MOODS
from data.movies import Catalogue, Movie

MOST_TAGS = 2  # tags of a mood that count


class Moods:
    """The fit of every movie of a catalogue to every mood."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._fits = {mood: np.array([_fits(movie, mood) for movie in catalogue], np.float32) for mood in MOODS}

    def fit(self, mood: Mood) -> NDArray[np.float32]:
        """(n_movies,) -1 to 2: 1 for a genre of the mood, -1 for one against it, a half for each of two tags."""
        return self._fits[mood]


def _fits(movie: Movie, mood: Mood) -> float:
    signs = MOODS[mood]
    genres = set(movie.genres)
    tagged = len(signs.tags.intersection((*movie.tags, *movie.keywords)))
    return 1.0 * bool(genres & signs.genres) - 1.0 * bool(genres & signs.against) + 0.5 * min(tagged, MOST_TAGS)
