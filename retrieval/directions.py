"""Moods as directions among the vectors of movies: "less dark" is a step from where a movie stands.

A direction runs from phrases that say the opposite of a mood to phrases that say the mood; where a movie stands on it
is the projection of its vector, standardised over the catalogue.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from retrieval.index import Embedder, Vectors

POLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {  # mood: what says it, what says its opposite
        "funny": (
            ("A hilarious comedy full of jokes and gags.", "Silly people get into ridiculous trouble."),
            ("A serious drama without a single joke.", "A grave story of suffering and war."),
        ),
        "dark": (
            ("A bleak and disturbing story of murder and despair.", "A grim crime thriller with a cruel end."),
            ("A cheerful family comedy.", "A sunny romance with songs and a happy end."),
        ),
        "light": (
            ("A sweet and charming comedy, easy fun.", "A feel-good romance with a happy end."),
            ("A bleak drama about death and guilt.", "A harrowing story of war and torture."),
        ),
        "tense": (
            ("A gripping thriller full of suspense.", "Somebody is hunted and time is running out."),
            ("A gentle comedy about everyday life.", "A relaxed romance in the countryside."),
        ),
        "scary": (
            ("A terrifying horror film with monsters and ghosts.", "Something evil hunts and kills them in the night."),
            ("A romantic comedy about friends.", "A biography of a politician."),
        ),
        "romantic": (
            ("A tender love story of two people who fall for each other.", "Lovers who long to be together."),
            ("A war film about soldiers.", "A horror film with a killer."),
        ),
        "sad": (
            ("A heartbreaking drama about grief and loss.", "Someone is dying and the family mourns."),
            ("A hilarious comedy.", "An exciting adventure with heroes."),
        ),
        "uplifting": (
            ("An inspiring story of courage, hope and friendship.", "An underdog believes in a dream and wins."),
            ("A bleak story of crime and despair.", "A gory horror film about a massacre."),
        ),
        "clever": (
            ("An intricate mystery with a surprising twist.", "A puzzle of memory, identity and reality."),
            ("A simple slapstick comedy for children.", "A loud fight between two brutes."),
        ),
        "strange": (
            ("A surreal and bizarre dream in which reality dissolves.", "Absurd, weird and experimental."),
            ("A conventional romance about a wedding.", "A realistic police story."),
        ),
        "quiet": (
            (
                "A slow, meditative film about solitude and memory.",
                "An intimate portrait of an old man's everyday life.",
            ),
            ("A loud action film with explosions and car chases.", "A wild party with crude jokes."),
        ),
        "epic": (
            ("A sweeping historical epic of battles and empires.", "A hero's great quest to save a kingdom."),
            ("A small comedy about roommates in an apartment.", "A modern couple talks in a café."),
        ),
        "fast": (
            (
                "A fast action film with car chases, fights and explosions.",
                "He races against time to stop the terrorists.",
            ),
            ("A slow drama about an aging couple.", "A thoughtful portrait of an artist."),
        ),
        "violent": (
            ("Brutal violence, blood and gore.", "A ruthless killer takes bloody revenge."),
            ("A gentle story for children.", "A sweet romance among friends."),
        ),
    }
)


class Directions:
    """Where each movie stands on each mood; worked out for a mood when it is first asked for."""

    def __init__(self, vectors: Vectors, embedder: Embedder) -> None:
        """Nothing is embedded yet.

        Args:
            vectors: (n_movies, dimension) of the movies' documents, at least one, in the order of the catalogue.
            embedder: made them.
        """
        self._vectors = vectors
        self._embedder = embedder
        self._positions: dict[str, NDArray[np.float32]] = {}

    def position(self, mood: str) -> NDArray[np.float32]:
        """(n_movies,) how much each movie has of a mood: mean 0, standard deviation 1; KeyError for no mood."""
        if mood not in self._positions:
            says, denies = POLES[mood]
            embedded = self._embedder.embed([*says, *denies])
            direction = embedded[: len(says)].mean(axis=0) - embedded[len(says) :].mean(axis=0)
            projected = self._vectors @ (direction / (np.linalg.norm(direction) or 1.0))
            standard = (projected - projected.mean()) / (projected.std() or 1.0)
            self._positions[mood] = standard.astype(np.float32)
        return self._positions[mood]
