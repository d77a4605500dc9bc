"""The lab's ranking: what each feature adds to the ranker's score of a film for a person, exactly."""

import dataclasses

import fastapi
from fastapi.responses import Response

from chatbot.rooms.forms import whole
from chatbot.rooms.lab_desk import Lab
from chatbot.serving import Serving
from chatbot.tables import named
from data.errors import BadInput
from data.movies import MovieId
from recommender.candidates import Aim
from recommender.models import AIMS
from recommender.ranker import CANDIDATES

AIMS_SHOWN = {"any": "What they would like whenever", "next": "What they would rate next"}
FEATURES = {
    "als": "ALS: people with like taste",
    "two_tower": "Two towers",
    "ease": "Closed-form towers",
    "recent": "Closed-form towers, latest ratings first",
    "sequence": "What follows what they rated last",
    "content": "Facts and description",
    "month": "Ratings by everyone in the month before",
    "half_year": "Ratings by everyone in the half-year before",
    "two_years": "Ratings by everyone in the two years before",
    "choice": "The weighted sum of the models",
    "als_rank": "Place by ALS",
    "two_tower_rank": "Place by two towers",
    "ease_rank": "Place by closed-form towers",
    "recent_rank": "Place by closed-form towers, latest first",
    "content_rank": "Place by facts and description",
    "choice_rank": "Place by the weighted sum",
    "ratings_of_item": "How many rated the film",
    "stars_of_item": "How the film is rated",
    "ratings_of_person": "How much the person has rated",
    "stars_of_person": "How the person rates",
    "years_newer": "Years newer than their films",
    "deviations_newer": "The same, by how their films spread",
    "since_first": "Time since the film's first rating",
    "since_median": "Time since its middle rating",
    "since_latest": "Time since its latest rating",
    "age": "Age of the film",
    "base": "What every film starts with",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """What a feature adds to the score; `width` 0 to 100, of the largest."""

    what: str
    added: float
    width: int


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """A film's score for a person as a sum.

    Attributes:
        score: the sum of all shares.
        place: of the film among what the person has not rated, from 1; None if it is rated, or further down than the
            ranker looks.
        shares: the largest first, whatever its sign.
    """

    title: str
    movie_id: MovieId
    score: float
    place: int | None
    stars: float | None
    shares: list[Share]


def explanation(serving: Serving, user_id: int, movie_id: MovieId, aim: Aim) -> Explanation:
    """Explain a film's score for a user of the ratings, who has rated a film of the catalogue."""
    blend = serving.models.blend(aim)
    history = serving.history(user_id)
    added = blend.explain(history, movie_id)
    largest = max(map(abs, added.values())) or 1.0
    order = [candidate.movie_id for candidate in blend.generate(history, CANDIDATES)]
    return Explanation(
        serving.catalogue[movie_id].title,
        movie_id,
        sum(added.values()),
        order.index(movie_id) + 1 if movie_id in order else None,
        history.stars.get(movie_id),
        [
            Share(FEATURES.get(name, name), share, round(100 * abs(share) / largest))
            for name, share in sorted(added.items(), key=lambda item: -abs(item[1]))
        ],
    )


def add_ranking(lab: Lab) -> None:
    """Add the routes."""

    @lab.router.get("/ranking")
    def ranking(request: fastapi.Request, user: str = "", film: str = "", aim: str = AIMS[0]) -> Response:
        """The form, and where it is filled in the explanation."""
        serving = lab.site.current()
        error, found = None, None
        if user.strip() or film.strip():
            try:
                found = _explained(serving, user, film, aim)
            except BadInput as wrong:
                error = wrong
        best = []
        if found is not None:
            blend = serving.models.blend(_aim(aim))
            best = [
                serving.catalogue[candidate.movie_id]
                for candidate in blend.generate(serving.history(whole(user.strip())), 10)
            ]
        values = {
            "user": user[:40],
            "film": film[:200],
            "aim": aim,
            "aims": AIMS_SHOWN,
            "found": found,
            "best": best,
            "example": int(serving.histories.users[0]),
        }
        return lab.page(request, "lab_ranking.html", values, error)


def _explained(serving: Serving, user: str, film: str, aim: str) -> Explanation:
    user_id = whole(user.strip())
    if user_id is None or not serving.history(user_id).stars:
        raise BadInput(f"the ratings have no user {user[:40]!r}: give the number of one, such as 1")
    return explanation(serving, user_id, named(serving, film[:200]), _aim(aim))


def _aim(aim: str) -> Aim:
    for known in AIMS:
        if known == aim:
            return known
    raise BadInput(f"the aim is {aim[:40]!r}: choose one of the list")
