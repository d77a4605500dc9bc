from typing import get_args

import numpy as np
import pytest

from chatbot.conversation import Mood
from data.movies import Catalogue
from retrieval.directions import POLES, Directions
from retrieval.documents import document
from tests.retrieval.hashed_words import HashedWords


def test_every_mood_of_the_conversation_has_a_direction() -> None:
    assert set(POLES) == set(get_args(Mood))


def test_positions_are_standardised_projections_on_the_line_between_the_poles() -> None:
    model = HashedWords()
    vectors = model.embed(["silly jokes", "war and suffering", "a queen", "a ghost in the snow"])
    says, denies = (model.embed(pole).mean(axis=0) for pole in POLES["funny"])
    projected = vectors @ (says - denies)
    wanted = (projected - projected.mean()) / projected.std()
    np.testing.assert_allclose(Directions(vectors, model).position("funny"), wanted, atol=1e-4)


def test_one_movie_stands_in_the_middle() -> None:
    model = HashedWords()
    assert Directions(model.embed(["one"]), model).position("dark").tolist() == [0.0]


def test_a_word_that_is_no_mood_is_not_known() -> None:
    model = HashedWords()
    with pytest.raises(KeyError, match="purple"):
        Directions(model.embed(["one"]), model).position("purple")


def test_movies_stand_where_their_stories_put_them(films: Catalogue, minilm) -> None:
    directions = Directions(minilm.embed([document(movie) for movie in films]), minilm)
    for mood, more, less in (("scary", 6, 8), ("romantic", 4, 1), ("violent", 1, 4), ("funny", 12, 2)):
        position = directions.position(mood)
        assert position[films.ids.row(more)] > position[films.ids.row(less)]
