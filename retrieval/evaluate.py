"""How often a movie is found from somebody's own description of its plot."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from data.errors import BadInput
from data.movies import Catalogue, MovieId
from retrieval.search import Search

KS = (1, 5, 10, 50)


@dataclasses.dataclass(frozen=True, slots=True)
class Described:
    """What somebody wrote of a movie, and the movies that it may be."""

    text: str
    movie_ids: tuple[MovieId, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Recall:
    """Shares of `count` descriptions, 0 to 1.

    Attributes:
        at: for each k, how many found a right movie among the first k.
        reciprocal_rank: mean of 1 / rank of the first right movie, 0 where it is not among the first 50 (MRR).
    """

    count: int
    at: dict[int, float]
    reciprocal_rank: float


def read_described(path: Path, catalogue: Catalogue) -> list[Described]:
    """Read lines `{"text": ..., "movies": ["Jaws (1975)", ...]}`; those with no movie in the catalogue are left out.

    Raises:
        BadInput: the file cannot be read, or a line is not like that.
    """
    by_name = {str(movie): movie.movie_id for movie in catalogue}
    found = []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            movie_ids = tuple(by_name[name] for name in entry["movies"] if name in by_name)
            if movie_ids:
                found.append(Described(entry["text"], movie_ids))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"cannot read descriptions from {path}: {error!r}; write a JSON object a line") from error
    return found


def evaluate(search: Search, described: Sequence[Described]) -> Recall:
    """Search for every description.

    Raises:
        ValueError: there are no descriptions.
    """
    if not described:
        raise ValueError("evaluate got 0 descriptions, needs at least 1")
    ranks = np.array(
        [
            _rank([found.movie.movie_id for found in search.search(one.text, max(KS))], one.movie_ids)
            for one in described
        ]
    )
    return Recall(len(described), {k: float(np.mean(ranks <= k)) for k in KS}, float(np.mean(1 / ranks)))


def _rank(found: Sequence[MovieId], right: Iterable[MovieId]) -> float:
    """1 for the first; infinity where none is right."""
    return min((rank for rank, movie_id in enumerate(found, 1) if movie_id in set(right)), default=np.inf)
