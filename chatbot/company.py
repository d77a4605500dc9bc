"""Several people who want to watch one film: who they are, and which film leaves none of them behind.

Each film that some of them would be recommended is a candidate; among these `recommender.together` chooses by the
stars that are predicted for each person. What one of them has rated or was said to love is known and left out.
"""

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.serving import Serving
from data.errors import BadInput
from data.movies import Movie, MovieId
from data.ratings import MAX_STARS, History
from recommender.together import balances, satisfactions, together
from retrieval.index import Filters

FEWEST, MOST = 2, 6  # people
PROPOSED = 150  # films of each person's own list that are candidates
REASONS = 2  # liked films that are named
LONGEST_NAME = 40
MOST_LOVED = 20
LONGEST_NUMBER = 18  # digits: larger ones are no user
YOU = "you"
_USER = re.compile(r"(?:user\s*)?(\d+)", re.IGNORECASE)
_BETWEEN = re.compile(r"[;\n\r]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Companion:
    """One of the people.

    Attributes:
        name: "you", "user 198", or a friend's.
        history: what they rated; of a friend, full stars for what they were said to love.
        loved: that, for a friend.
    """

    name: str
    history: History
    loved: tuple[Movie, ...] = ()

    @property
    def subject(self) -> str:
        """The name at the beginning of a sentence."""
        return self.name[0].upper() + self.name[1:]


@dataclasses.dataclass(frozen=True, slots=True)
class Suits:
    """How a film suits one person.

    Attributes:
        stars: predicted, 0.5 to 5.
        satisfaction: these as a share of the most that a film of tonight promises the person.
        because: films that the person liked and that carry this one.
        is_least: of all people, this one comes off worst with the film, former evenings counted in.
    """

    name: str
    stars: float
    satisfaction: float
    because: tuple[Movie, ...]
    is_least: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """A film for all of them."""

    movie: Movie
    suits: tuple[Suits, ...]


@dataclasses.dataclass(frozen=True)
class Tonight:
    """The candidates of an evening.

    Attributes:
        movie_ids: (n_movies,).
        stars: (n_people, n_movies) predicted.
        satisfaction: likewise, as shares of each person's highest.
        balance: (n_people,) of former evenings, below 0 for who came off worse.
    """

    company: tuple[Companion, ...]
    movie_ids: NDArray[np.int64]
    stars: NDArray[np.float64]
    satisfaction: NDArray[np.float64]
    balance: NDArray[np.float64]

    def best(self, serving: Serving, vetoed: Collection[MovieId], k: int) -> list[Proposal]:
        """The `k` best films, best first; a vetoed one is not among them, and makes room for another."""
        out = np.isin(self.movie_ids, np.fromiter(vetoed, np.int64, len(vetoed)))
        rows = together(self.satisfaction, self.balance, out, k)
        return [self._proposal(serving, int(row)) for row in rows]

    def one(self, serving: Serving, movie_id: MovieId) -> Proposal | None:
        """That film, if it is a candidate."""
        rows = np.flatnonzero(self.movie_ids == movie_id)
        return self._proposal(serving, int(rows[0])) if len(rows) else None

    def _proposal(self, serving: Serving, row: int) -> Proposal:
        movie_id = int(self.movie_ids[row])
        least = int((self.satisfaction[:, row] + self.balance).argmin())
        suits = tuple(
            Suits(
                name=person.name,
                stars=float(self.stars[at, row]),
                satisfaction=float(self.satisfaction[at, row]),
                because=tuple(serving.catalogue[one] for one in serving.shares(person.history, movie_id)[:REASONS]),
                is_least=at == least,
            )
            for at, person in enumerate(self.company)
        )
        return Proposal(serving.catalogue[movie_id], suits)


def gather(
    serving: Serving,
    company: Sequence[Companion],
    filters: Filters,
    out: Collection[MovieId],
    evenings: Sequence[Mapping[str, float]],
) -> Tonight:
    """The candidates for these people.

    Args:
        serving: the build.
        company: who is there.
        filters: conditions that each film meets.
        out: further films that are out.
        evenings: the satisfaction of each who was there, the latest first; names are compared without case.
    """
    mask = serving.filters.mask(filters)
    known = {*out, *(movie_id for person in company for movie_id in person.history.stars)}
    rows = serving.catalogue.ids.find(np.fromiter(known, np.int64, len(known)))
    mask[rows[rows >= 0]] = False
    allowed = serving.catalogue.ids.values[mask].tolist()
    lists = [serving.blend.generate(person.history, PROPOSED, allowed) for person in company]
    movie_ids = np.array(sorted({one.movie_id for candidates in lists for one in candidates}), np.int64)
    stars = np.array([serving.predicted(person.history, movie_ids.tolist()) for person in company])
    before = [{name.casefold(): share for name, share in evening.items()} for evening in evenings]
    return Tonight(
        company=tuple(company),
        movie_ids=movie_ids,
        stars=stars,
        satisfaction=satisfactions(stars) if len(movie_ids) else stars,
        balance=balances(before, [person.name.casefold() for person in company]),
    )


def companions(serving: Serving, you: History | None, typed: Sequence[tuple[str, str]]) -> list[Companion]:
    """The people, as they were typed; who they are is checked, how many is not.

    Args:
        serving: the build.
        you: the viewer's history; None if the viewer is not among them.
        typed: name or number of a user, and titles a friend loved, one a line or with semicolons; empty names are
            passed over where no titles stand beside them.

    Raises:
        BadInput: a user, a title or a name that cannot be.
    """
    found = [] if you is None else [Companion(YOU, you)]
    for name, loved in typed:
        name = " ".join(name.split())
        if not name and not loved.strip():
            continue
        person = _companion(serving, name, loved)
        if any(other.name.casefold() == person.name.casefold() for other in found):
            raise BadInput(f"{person.name!r} is there twice: give each person a name or number of their own")
        if you is not None and you.user_id is not None and person.history.user_id == you.user_id:
            raise BadInput(f"{person.name!r} is you: leave the number out, or untick yourself")
        found.append(person)
    return found


def check_number(company: Sequence[Companion]) -> None:
    """Refuse fewer or more people than an evening has.

    Raises:
        BadInput: there are.
    """
    if not FEWEST <= len(company) <= MOST:
        is_one = "is 1 person" if len(company) == 1 else f"are {len(company)} people"
        way = "add somebody" if len(company) < FEWEST else "leave somebody out"
        raise BadInput(f"there {is_one}, an evening is for {FEWEST} to {MOST}: {way}")


def _companion(serving: Serving, name: str, loved: str) -> Companion:
    if not name:
        raise BadInput(f"nobody is named beside {loved.strip()[:LONGEST_NAME]!r}: say whose films these are")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"the name {name[:LONGEST_NAME]!r}… has {len(name)} characters: {LONGEST_NAME} are the most")
    if name.casefold() == YOU:
        raise BadInput(f"the name {name!r} is yours: give your friend another, or tick yourself")
    number = _USER.fullmatch(name)
    if number:
        user = int(number[1]) if len(number[1]) <= LONGEST_NUMBER else -1
        history = serving.history(user)
        if history.user_id is None:
            known = serving.histories.users
            numbers = f"they go from {known[0]} to {known[-1]}" if len(known) else "there are none"
            raise BadInput(f"no user has the number {number[1]}: {numbers}; or give a friend's name")
        return Companion(f"user {user}", history, ())
    titles = [title for part in _BETWEEN.split(loved) if (title := part.strip())]
    if len(titles) > MOST_LOVED:
        raise BadInput(f"{name} has {len(titles)} films: {MOST_LOVED} are the most, name those that tell most")
    movies = tuple(dict.fromkeys(_named(serving, name, title) for title in titles))
    return Companion(name, History(None, dict.fromkeys((movie.movie_id for movie in movies), MAX_STARS)), movies)


def _named(serving: Serving, name: str, title: str) -> Movie:
    matches = serving.titles.find(title, 1)
    if not matches:
        raise BadInput(f"no film here is called {title[:80]!r}, which {name} loved: check the spelling or leave it out")
    return matches[0].movie
