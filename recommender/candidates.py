"""Start here: what a recommender is given and what it gives back."""

import dataclasses
from collections.abc import Collection, Sequence
from typing import Literal, Protocol, TypeAlias

from data.movies import MovieId
from data.ratings import History

Source: TypeAlias = Literal["als", "two_tower", "ease", "content", "popular", "blend"]
Aim: TypeAlias = Literal["any", "next"]
"""What a list is for: "any", movies that the person would like whenever; "next", those that they would rate next."""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A movie that one recommender proposes; scores compare only within one source."""

    movie_id: MovieId
    score: float
    source: Source


class CandidateGenerator(Protocol):
    """Anything that proposes movies for a history."""

    def generate(self, history: History, k: int, allowed: Collection[MovieId] | None = None) -> list[Candidate]:
        """The `k` best candidates, best first, none of them in the history.

        Args:
            history: what the person rated; may be empty, and the person may not have been in training.
            k: how many; fewer come back only where there are no more.
            allowed: the only movies that may be proposed; None for all.
        """
        ...


class BatchGenerator(CandidateGenerator, Protocol):
    """A generator that also makes the lists of many people together, which takes less time for each."""

    def generate_many(
        self, histories: Sequence[History], k: int, allowed: Collection[MovieId] | None = None
    ) -> list[list[Candidate]]:
        """The candidates of `generate` for each history; scores are the same but for rounding."""
        ...
