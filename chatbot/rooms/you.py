"""A person's own page: what their ratings say of them, the ratings themselves to browse and correct, their lists."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args
from urllib.parse import urlencode

import fastapi
from fastapi.responses import RedirectResponse, Response

from chatbot.portrait import Everyone, portrait
from chatbot.rated import ORDERS, found, rated
from chatbot.rooms.forms import Form, given, whole
from chatbot.rooms.paging import paged
from chatbot.rooms.site import Site
from chatbot.serving import PerBuild
from data.accounts import ListName

RATINGS_A_PAGE, FILMS_A_PAGE = 40, 24
LONGEST_SEARCH = 100
LISTS: Mapping[ListName, str] = {"watchlist": "Watchlist", "seen": "Seen", "hidden": "Hidden"}
TOLD = {
    "member": "Welcome: you are signed up, and what you did as a guest is yours.",
    "admin": "Welcome: you are this server's first member and so its admin, who sees its lab.",
    "password": "Your password is changed, and other browsers are logged out.",
    "deleted": "Your data is deleted. You are a new guest now.",
}


def add_you(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""
    everyone_of = PerBuild(lambda serving: Everyone.of(serving.catalogue, serving.reputations))

    @app.get("/you")
    def you(request: fastapi.Request, told: str = "") -> Response:
        """Who they are to Usher, and what their ratings say."""
        serving, viewer = site.current(), site.viewer(request)
        history = site.viewers.history(viewer, serving)
        trained = serving.history(viewer.account.user_id if viewer.account else None).stars
        own = site.accounts.ratings(viewer.account.account_id) if viewer.account else {}
        drawn = portrait(history.stars, everyone_of(serving), trained)
        values = {
            "told": TOLD.get(told, ""),
            "drawn": drawn,
            "most": max(count for _, count in drawn.steps) or 1,
            "own": sum(movie_id in serving.catalogue for movie_id in own),
            "elsewhere": sum(movie_id not in serving.catalogue for movie_id in own),
            "trained": len(trained),
            "day": day,
        }
        return site.page(request, "you.html", values)

    @app.get("/you/ratings")
    def ratings(request: fastapi.Request, q: str = "", order: str = "latest", page: str = "1") -> Response:
        """All they rated, to search, sort, correct and take back."""
        serving = site.current()
        words, order = q.strip()[:LONGEST_SEARCH], order if order in ORDERS else "latest"
        every = rated(site.viewers, site.viewer(request), serving, everyone_of(serving))
        values = {
            "every": len(every),
            "shown": paged(found(every, words, order), page, RATINGS_A_PAGE),
            "words": words,
            "order": order,
            "orders": {name: told for name, (told, _) in ORDERS.items()},
            "link": "/you/ratings?" + urlencode({"q": words, "order": order}),
            "day": day,
        }
        return site.page(request, "you_ratings.html", values)

    @app.post("/you/ratings")
    def correct(request: fastapi.Request, form: Form) -> Response:
        """Correct ratings, or take one back, without a script."""
        serving, account = site.current(), site.keeper(request)
        known = site.viewers.history(site.viewer(request), serving).stars
        for movie_id, stars in given(form, serving.catalogue).items():
            if known.get(movie_id) != stars:
                site.accounts.rate(account.account_id, movie_id, stars)
        if (back := whole(form.get("back"))) is not None:
            site.accounts.unrate(account.account_id, back)
        place = {name: str(form.get(name, "")) for name in ("q", "order", "page")}
        return RedirectResponse("/you/ratings?" + urlencode(place), 303)

    @app.get("/you/lists/{name}")
    def films(request: fastapi.Request, name: str, page: str = "1") -> Response:
        """The films on one of their lists."""
        if name not in get_args(ListName):
            wrong = {"title": "No such list", "told": f"There is no list {name[:LONGEST_SEARCH]!r}."}
            return site.page(request, "you_wrong.html", wrong, 404)
        serving, viewer = site.current(), site.viewer(request)
        marked = site.viewers.marked(viewer)
        listed = [movie_id for movie_id, on in marked.items() if on == name and movie_id in serving.catalogue]
        shown = paged([serving.catalogue[movie_id] for movie_id in listed], page, FILMS_A_PAGE)
        history = site.viewers.history(viewer, serving)
        values = {"name": name, "lists": LISTS, "shown": shown, "stars": history.stars, "link": f"/you/lists/{name}?"}
        return site.page(request, "you_lists.html", values)


def day(at: datetime) -> str:
    """The day in words: "3 May 2026"."""
    return f"{at.day} {at:%B %Y}"
