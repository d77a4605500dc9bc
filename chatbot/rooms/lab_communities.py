"""The lab's communities of taste: who likes the same, what they love above all, who is near to a user."""

import dataclasses

import fastapi
from fastapi.responses import Response

from chatbot.rooms.forms import whole
from chatbot.rooms.lab_desk import Lab
from chatbot.rooms.lab_source import MOST_SEED
from chatbot.serving import Serving
from data.errors import BadInput
from data.movies import Movie
from recommender.communities import Communities
from recommender.similar import neighbours

FEWEST, USUAL, MOST = 2, 6, 12
TYPICAL, NEAR = 6, 10


@dataclasses.dataclass(frozen=True, slots=True)
class Community:
    """One community as the page shows it; the films with the share of its users and of all that love each."""

    number: int
    size: int
    share: float
    films: list[tuple[Movie, float, float]]
    typical: list[int]


@dataclasses.dataclass(frozen=True, slots=True)
class Neighbour:
    """A user near to another, with the cosine of their vectors."""

    user_id: int
    cosine: float
    community: int
    ratings: int


def add_communities(lab: Lab) -> None:
    """Add the routes."""

    @lab.router.get("/communities")
    def communities(request: fastapi.Request, k: str = str(USUAL), seed: str = "0", user: str = "") -> Response:
        """All communities, and the neighbours of a user."""
        serving = lab.site.current()
        wanted, drawn, who = whole(k.strip()), whole(seed.strip()), whole(user.strip())
        error: BadInput | None = None
        if wanted is None or not FEWEST <= wanted <= MOST:
            error = BadInput(f"the number of communities is {k[:40]!r}: give one from {FEWEST} to {MOST}")
        elif drawn is None or drawn > MOST_SEED:
            error = BadInput(f"the seed is {seed[:40]!r}: give a number from 0 to {MOST_SEED:,}")
        wanted, drawn = (USUAL, 0) if error else (wanted, drawn)
        assert wanted is not None
        assert drawn is not None
        found, loved = lab.exploration.communities(serving, wanted, drawn)
        if user.strip() and (who is None or who not in found.users):
            error = error or BadInput(f"the ratings have no user {user[:40]!r}: give the number of one")
            who = None
        shown = [
            Community(
                number + 1,
                int(size),
                float(size) / len(found.users),
                [
                    (serving.catalogue[film.movie_id], film.among_them, film.among_all)
                    for film in loved[number]
                    if film.movie_id in serving.catalogue
                ],
                found.typical(number, TYPICAL),
            )
            for number, size in enumerate(found.sizes)
        ]
        values = {
            "k": wanted,
            "seed": drawn,
            "user": who,
            "communities": shown,
            "own": None if who is None else community_of(found, who),
            "near": [] if who is None else near(serving, found, who),
            "limits": (FEWEST, MOST),
        }
        return lab.page(request, "lab_communities.html", values, error)


def community_of(found: Communities, user_id: int) -> int:
    """The number of a user's community, from 1."""
    return 1 + int(found.labels[found.users.row(user_id)])


def near(serving: Serving, found: Communities, user_id: int) -> list[Neighbour]:
    """The users whose ALS vectors point most nearly the same way, the nearest first."""
    als = serving.models.base.als
    return [
        Neighbour(other, cosine, community_of(found, other), len(serving.history(other).stars))
        for other, cosine in neighbours(als.users, als.user_factors, user_id, NEAR)
    ]
