"""Hand-made evidence for tests of composed answers: a few films, and what is known of them."""

import dataclasses
from collections.abc import Mapping

from chatbot.conversation import Pick, Reason, Session, Turn
from chatbot.serving import Reputation
from data.movies import Catalogue, Movie, MovieId
from data.ratings import History
from retrieval.filters import FilterTable

HEAT = Movie(
    *(1, "Heat", 1995, ("Crime", "Thriller", "Action", "Drama")),
    overview="A thief and a detective circle each other. Then they meet. Then one is left.",
    runtime_minutes=170,
    language="en",
    directors=("Michael Mann",),
    cast=("Al Pacino", "Robert De Niro"),
)
BARE = Movie(2, "Untold")
CASINO = Movie(9, "Casino", 1995, ("Crime", "Drama"), runtime_minutes=178, cast=("Robert De Niro",))
SPEED = Movie(10, "Speed", 1994, ("Action", "Thriller"), runtime_minutes=116, cast=("Keanu Reeves",))
CLUE = Movie(11, "Clue", 1985, ("Comedy", "Mystery"), runtime_minutes=94, cast=("Tim Curry",))
TORINO = Movie(12, "Gran Torino", 2008, ("Drama",), directors=("Clint Eastwood",), cast=("Clint Eastwood",))
BABY = Movie(13, "Changeling", 2008, ("Drama", "Mystery"), directors=("Clint Eastwood",))
CATALOGUE = Catalogue([HEAT, BARE, CASINO, SPEED, CLUE, TORINO, BABY])

NOBODY = Session(History(None, {}))
SOMEBODY = Session(History(3, {9: 4.5}))
LIKED = Reason("liked", "you liked Casino", (9,))
WORDS = Reason("words", "its description speaks of thief")
MOOD = Reason("mood", "it is tagged tense")
LOVED = Reason("loved", "it has 3.9 of 5 stars from 215 ratings")


@dataclasses.dataclass(frozen=True)
class Known:
    """What a build knows beside its catalogue, by hand; everyone is expected to give `stars`, by movie."""

    reputations: Mapping[MovieId, Reputation] = dataclasses.field(default_factory=dict)
    stars: Mapping[MovieId, float] = dataclasses.field(default_factory=dict)
    filters: FilterTable = dataclasses.field(default_factory=lambda: FilterTable(CATALOGUE))

    def predicted_stars(self, history: History, movie_id: MovieId) -> float:
        """As `stars` has it, 3 where it has nothing."""
        return self.stars.get(movie_id, 3.0)


def pick(movie: Movie, *because: Reason) -> Pick:
    """A pick for these reasons."""
    return Pick(movie, 1.0, ("taste",), because)


def after(session: Session, *shown: Movie, text: str = "...") -> Session:
    """The session after one more answer that showed these films."""
    ids = tuple(movie.movie_id for movie in shown)
    turns = (*session.turns, Turn("user", "x"), Turn("assistant", text, ids))
    return dataclasses.replace(session, turns=turns, shown=(*session.shown, *ids), listed=ids or session.listed)
