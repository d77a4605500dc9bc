"""What a viewer has rated, as they browse it: with the films, what others gave them, and where each rating is from."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chatbot.portrait import Everyone
from chatbot.serving import Serving
from chatbot.viewers import Viewer, Viewers
from data.assemble import comparable
from data.movies import Movie


@dataclasses.dataclass(frozen=True, slots=True)
class Rated:
    """A film that a viewer rated.

    Attributes:
        stars: what they gave it.
        others: the mean that others gave it; None where nobody else did.
        rated_at: when; None for a rating of the training ratings.
        is_own: given on this site, so that it can be taken back.
    """

    movie: Movie
    stars: float
    others: float | None
    rated_at: datetime | None
    is_own: bool

    @property
    def gap(self) -> float:
        """How far their stars are above those of others."""
        return 0.0 if self.others is None else self.stars - self.others


ORDERS: Mapping[str, tuple[str, Callable[[Rated], tuple[float | str, ...]]]] = {
    "latest": ("latest first", lambda _: ()),
    "highest": ("most stars first", lambda one: (-one.stars,)),
    "lowest": ("fewest stars first", lambda one: (one.stars,)),
    "above": ("most above what others give", lambda one: (-one.gap,)),
    "below": ("most below what others give", lambda one: (one.gap,)),
    "title": ("by title", lambda one: (comparable(one.movie.title),)),
    "newest": ("newest films first", lambda one: (-(one.movie.year or 0),)),
    "oldest": ("oldest films first", lambda one: (one.movie.year or 9999,)),
}


def rated(viewers: Viewers, viewer: Viewer, serving: Serving, everyone: Everyone) -> list[Rated]:
    """All films of the catalogue that they rated, the latest first."""
    if viewer.account is None:
        return []
    own = {movie_id: at for movie_id, _, at in viewers.accounts.dated_ratings(viewer.account.account_id)}
    trained = serving.history(viewer.account.user_id).stars
    return [
        Rated(
            serving.catalogue[movie_id],
            stars,
            everyone.stars(movie_id, trained.get(movie_id)),
            own.get(movie_id),
            movie_id in own,
        )
        for movie_id, stars in reversed(list(viewers.history(viewer, serving).stars.items()))
        if movie_id in serving.catalogue
    ]


def found(all_rated: Sequence[Rated], words: str, order: str) -> list[Rated]:
    """Those whose titles, year or genres hold all words, in one of `ORDERS`; of equals the latest first."""
    wanted = comparable(words, article=True).split()
    held = [one for one in all_rated if all(word in _text(one.movie) for word in wanted)] if wanted else list(all_rated)
    return sorted(held, key=ORDERS[order][1])


def _text(movie: Movie) -> str:
    texts = (movie.title, *movie.alternative_titles, *movie.genres, str(movie.year or ""))
    return comparable(" ".join(texts), article=True)
