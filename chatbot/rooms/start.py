"""Five films at a time for somebody new: those whose stars tell most about a taste."""

from urllib.parse import urlencode

import fastapi
from fastapi.responses import RedirectResponse, Response

from chatbot.newcomers import telling
from chatbot.rooms.forms import Form, given, whole
from chatbot.rooms.site import Site
from data.movies import MovieId

FIVE = 5
MOST_PASSED = 300  # films that an address holds
BETWEEN = "."  # the films in an address


def add_start(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""

    @app.get("/start")
    def start(request: fastapi.Request, passed: str = "") -> Response:
        """Five films that were neither rated nor passed over."""
        serving, viewer = site.current(), site.viewer(request)
        stars = site.viewers.history(viewer, serving).stars
        gone = _films(passed)
        known = {movie_id: reputation.count for movie_id, reputation in serving.reputations.items()}
        five = telling(serving.models.base.als, known, stars, {*gone, *site.viewers.marked(viewer)}, FIVE)
        values = {
            "movies": [serving.catalogue[movie_id] for movie_id in five if movie_id in serving.catalogue],
            "passed": BETWEEN.join(map(str, gone)),
            "count": len(stars),
            "begun": bool(gone),
        }
        return site.page(request, "start.html", values)

    @app.post("/start")
    def rated(request: fastapi.Request, form: Form) -> Response:
        """Store the stars that were given and go on to the next five."""
        serving, account = site.current(), site.viewer(request).account
        unseen = {whole(number) for number in form.getlist("unseen")}
        known = site.viewers.history(site.viewer(request), serving).stars
        for movie_id, stars in given(form, serving.catalogue).items():
            if movie_id not in unseen and known.get(movie_id) != stars:
                site.accounts.rate(site.keeper(request).account_id, movie_id, stars)
        for movie_id in _films(str(form.get("shown", ""))):
            if account is not None and movie_id in unseen:  # its stars were stored by a click before
                site.accounts.unrate(account.account_id, movie_id)
        gone = [*_films(str(form.get("passed", ""))), *_films(str(form.get("shown", "")))]
        told = BETWEEN.join(map(str, dict.fromkeys(gone[-MOST_PASSED:])))
        return RedirectResponse("/start?" + urlencode({"passed": told}), 303)


def _films(text: str) -> list[MovieId]:
    """The films in an address, at most `MOST_PASSED` of them."""
    numbers = (whole(number) for number in text.split(BETWEEN)[-MOST_PASSED:])
    return [number for number in numbers if number is not None]
