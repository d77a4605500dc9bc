"""Lists of the best movies for many people: how they are made, of the recommenders of a build alone.

It is used by one process (`chatbot.tables`) and by each worker of a cluster (`chatbot.lists_spark`), so that nothing of
the conversation is loaded here, and nothing that grows with the number of users but when which movie was rated.
"""

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from chatbot.build_parts import Parts
from data.errors import BadInput
from data.movies import Catalogue, MovieId
from data.ratings import RATING_COLUMNS, History, empty_ratings
from recommender.candidates import Aim
from recommender.models import AIMS, MODELS, Models
from recommender.rerank import Reranked, self_information

USERS_AT_ONCE = 2000  # whose lists are made together
TOLD = "told"  # whether a rating was told beside those of the training


@dataclasses.dataclass(frozen=True)
class ListPlan:
    """What lists are wanted.

    Attributes:
        k: movies per user.
        model: one of `MODELS`.
        diversity, novelty: 0 to 1, see `recommender.rerank`.
        allowed: the only movies that may be recommended; None for all.
    """

    k: int
    model: str
    aim: Aim
    diversity: float
    novelty: float
    allowed: tuple[MovieId, ...] | None

    @classmethod
    def of(
        cls, k: int, model: str, aim: str, diversity: float, novelty: float, allowed: Sequence[MovieId] | None
    ) -> "ListPlan":
        """Check the names.

        Raises:
            BadInput: there is no such model or aim.
        """
        for known in AIMS:
            if known == aim:
                break
        else:
            raise BadInput(f"--aim is {aim!r}: choose one of {', '.join(AIMS)}")
        if model not in MODELS:
            raise BadInput(f"--model is {model!r}: choose one of {', '.join(MODELS)}")
        return cls(k, model, known, diversity, novelty, None if allowed is None else tuple(allowed))


def load_items(build: Path) -> Models:
    """The recommenders of a build, without their vectors of users: a list is made of a person's ratings.

    Raises:
        UsherError: a file is missing or holds something else.
    """
    parts = Parts(build)
    ratings = pd.read_parquet(parts.ratings, columns=["movie_id", "stars", "rated_at"])
    return Models.load(parts.models, Catalogue.load(parts.catalogue), ratings, with_users=False)


def make_lists(models: Models, plan: ListPlan, people: Sequence[tuple[int, History]]) -> pd.DataFrame:
    """`userId, movieId, rank, score` of some users, best first, user after user."""
    content = models.base.content
    generator = Reranked(
        generator=models.generators(plan.aim)[plan.model],
        items=content.items,
        vectors=content.item_factors,
        information=self_information(models.base.facts.counts),
        diversity=plan.diversity,
        novelty=plan.novelty,
    )
    lists = generator.generate_many([history for _, history in people], plan.k, plan.allowed)
    lengths = [len(candidates) for candidates in lists]
    return pd.DataFrame(
        {
            "userId": np.repeat(np.array([user_id for user_id, _ in people], np.int64), lengths),
            "movieId": np.array([one.movie_id for candidates in lists for one in candidates], np.int64),
            "rank": np.array([rank for length in lengths for rank in range(1, length + 1)], np.int64),
            "score": np.array([one.score for candidates in lists for one in candidates], np.float64),
        }
    )


def lists_of_tables(build: Path, plan: ListPlan, tables: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """The lists of users whose ratings come in tables, as one after the other is needed.

    Args:
        build: its folder, which is loaded once in each process.
        plan: what lists are wanted.
        tables: together `RATING_COLUMNS` and `TOLD`, sorted by user, `TOLD`, time and movie.
    """
    people = histories(tables)
    while some := list(itertools.islice(people, USERS_AT_ONCE)):
        yield make_lists(_loaded(build), plan, some)


@functools.lru_cache(maxsize=1)
def _loaded(build: Path) -> Models:
    return load_items(build)


def histories(tables: Iterable[pd.DataFrame]) -> Iterator[tuple[int, History]]:
    """Each user with their history; of two ratings of a movie the later row counts, in the place of the first.

    Args:
        tables: as for `lists_of_tables`; the rows of one user may go on in the next table.
    """
    held = empty_ratings()
    for table in tables:
        together = pd.concat([held, table[list(RATING_COLUMNS)]], ignore_index=True)
        if len(together):
            complete = int(np.searchsorted(together.user_id.to_numpy(), together.user_id.iloc[-1]))
            yield from _split(together[:complete])
            held = together[complete:]
    yield from _split(held)


def _split(table: pd.DataFrame) -> Iterator[tuple[int, History]]:
    """Each user of a table, in which the rows of one user follow one another."""
    users, movie_ids, stars, rated_at = (table[name].to_numpy() for name in RATING_COLUMNS)
    starts = np.flatnonzero(np.diff(users, prepend=users[:1] - 1))
    for start, stop in zip(starts, np.append(starts, len(users))[1:], strict=True):
        own = zip(movie_ids[start:stop].tolist(), stars[start:stop].tolist(), strict=True)
        user_id = int(users[start])
        yield user_id, History(user_id, dict(own), int(rated_at[start:stop].max()))
