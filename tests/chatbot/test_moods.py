"""How well movies fit a mood, by hand."""

from typing import get_args

import numpy as np

from chatbot.conversation import Mood
from chatbot.lexicon import MOODS
from chatbot.moods import Moods
from data.movies import Catalogue, Movie

FILMS = (
    Movie(1, "Genre and tags", genres=("Comedy",), tags=("funny", "hilarious", "witty"), keywords=("satire",)),
    Movie(2, "Against", genres=("Horror",)),
    Movie(3, "Both", genres=("Comedy", "Horror")),
    Movie(4, "One keyword", genres=("Drama",), keywords=("parody",)),
    Movie(5, "Nothing"),
)


def test_genres_count_one_and_at_most_two_tags_a_half_each() -> None:
    np.testing.assert_array_equal(Moods(Catalogue(FILMS)).fit("funny"), [2.0, -1.0, 0.0, 0.5, 0.0])


def test_every_mood_has_a_fit_between_its_ends() -> None:
    everything = [
        Movie(at, mood, genres=tuple(signs.genres), tags=tuple(signs.tags))
        for at, (mood, signs) in enumerate(MOODS.items())
    ]
    moods = Moods(Catalogue(everything))
    assert set(MOODS) == set(get_args(Mood))
    for at, mood in enumerate(MOODS):
        fits = moods.fit(mood)
        assert fits[at] == fits.max() == 2.0
        assert fits.min() >= -1.0
