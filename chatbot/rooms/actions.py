"""What a click on a film does, on any page: rate it, take the rating back, put it on a list, allow pictures."""

from typing import Annotated, Any, Literal, TypeAlias

import fastapi
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from chatbot.rooms.site import COOKIE_SECONDS, Site, refused
from chatbot.viewers import Viewer
from data.errors import BadInput
from data.ratings import MAX_STARS, MIN_STARS

HALF = 0.5


MovieNumber: TypeAlias = Annotated[int, Field(ge=0, lt=2**63)]


class Rating(BaseModel):
    """Stars for a movie, half by half; None takes them back."""

    movie: MovieNumber
    stars: Annotated[float, Field(ge=MIN_STARS, le=MAX_STARS, multiple_of=HALF)] | None


class Mark(BaseModel):
    """A list to put a movie on; None takes it off its list."""

    movie: MovieNumber
    list: Literal["seen", "watchlist", "hidden"] | None


class Pictures(BaseModel):
    """Whether posters may be loaded from TMDB."""

    allowed: bool


Done: TypeAlias = dict[str, Any] | JSONResponse


def add_actions(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""

    @app.post("/actions/rate", response_model=None)
    def rate(rating: Rating, request: fastapi.Request) -> Done:
        """Store a rating, or take it back; `before` undoes it, `stars` is what stands now.

        Where a guest stands for a user, that user's own rating is not stored again but stands once theirs is gone.
        """
        serving = site.current()
        if rating.movie not in serving.catalogue:
            return refused(BadInput(f"there is no movie {rating.movie} in this catalogue"), 404)
        account = site.keeper(request)
        viewer = Viewer(account)
        before = site.viewers.history(viewer, serving).stars.get(rating.movie)
        trained = serving.history(account.user_id).stars.get(rating.movie)
        if rating.stars is None or rating.stars == trained:
            site.accounts.unrate(account.account_id, rating.movie)
        else:
            site.accounts.rate(account.account_id, rating.movie, rating.stars)
        now = site.viewers.history(viewer, serving).stars.get(rating.movie)
        return {"movie": rating.movie, "stars": now, "before": before}

    @app.post("/actions/mark", response_model=None)
    def mark(mark: Mark, request: fastapi.Request) -> Done:
        """Put a movie on a list, or take it off; `before` undoes it."""
        if mark.movie not in site.current().catalogue:
            return refused(BadInput(f"there is no movie {mark.movie} in this catalogue"), 404)
        account = site.keeper(request)
        before = site.viewers.marked(site.viewer(request)).get(mark.movie)
        if mark.list is None:
            site.accounts.unmark(account.account_id, mark.movie)
        else:
            site.accounts.mark(account.account_id, mark.movie, mark.list)
        return {"movie": mark.movie, "list": mark.list, "before": before}

    @app.post("/actions/pictures")
    def pictures(wish: Pictures, response: Response) -> dict[str, bool]:
        """Remember whether posters may be loaded from TMDB."""
        response.set_cookie(
            "usher-pictures", "yes" if wish.allowed else "no", max_age=COOKIE_SECONDS, samesite="lax", httponly=True
        )
        return {"allowed": wish.allowed}
