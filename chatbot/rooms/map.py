"""The taste map: all films on a plane, those that people hold for alike side by side, mine marked."""

import gzip
from typing import Annotated, Any

import fastapi
from fastapi.responses import HTMLResponse, JSONResponse, Response

from chatbot.answer import runtime
from chatbot.atlas import drawn
from chatbot.rooms.site import Site, refused
from chatbot.serving import PerBuild
from data.errors import BadInput

NEAR = 12  # films in the list beside the map
LARGEST_ID = 2**63
PRIVATE = {"cache-control": "no-store"}
HIGH = 4.0  # stars: what was rated so or higher was liked


def add_map(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""
    sheet_of = PerBuild(drawn)

    @app.get("/map")
    def page(request: fastapi.Request, film: str = "") -> HTMLResponse:
        """The map; `film` is the id of the one where it opens."""
        sheet = sheet_of(site.current())
        at = next((row for row, movie in enumerate(sheet.movies) if str(movie.movie_id) == film.strip()), None)
        is_lost = bool(film.strip()) and at is None
        middle = sheet.places.max(axis=0, initial=0) / 2 if at is None else sheet.places[at]
        values = {
            "genres": sheet.genres,
            "count": len(sheet.movies),
            "near": sheet.nearest(float(middle[0]), float(middle[1]), NEAR),
            "film": "" if at is None else sheet.movies[at].movie_id,
            "error": f"There is no film {film[:20]!r} on the map, so all of it is shown." if is_lost else "",
            "high": HIGH,
        }
        return site.page(request, "map.html", values, 404 if is_lost else 200)

    @app.get("/map/films.json")
    def films(request: fastapi.Request) -> Response:
        """The films with their places, the same for everybody."""
        sheet = sheet_of(site.current())
        headers = {"etag": sheet.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == sheet.tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                sheet.packed, media_type="application/json", headers={**headers, "content-encoding": "gzip"}
            )
        return Response(gzip.decompress(sheet.packed), media_type="application/json", headers=headers)

    @app.get("/map/mine.json")
    def mine(request: fastapi.Request) -> JSONResponse:
        """The viewer's ratings."""
        history = site.viewers.history(site.viewer(request), site.current())
        return JSONResponse({str(movie): stars for movie, stars in history.stars.items()}, headers=PRIVATE)

    @app.get("/map/films/{movie_id}.json", response_model=None)
    def film(
        movie_id: Annotated[int, fastapi.Path(ge=0, lt=LARGEST_ID)], request: fastapi.Request
    ) -> JSONResponse | dict[str, Any]:
        """What the panel says of a film."""
        serving = site.current()
        if movie_id not in serving.catalogue:
            return refused(BadInput(f"there is no movie {movie_id} in this catalogue"), 404)
        movie = serving.catalogue[movie_id]
        history = site.viewers.history(site.viewer(request), serving)
        yours = ""
        if movie_id in history.stars:
            yours = f"You gave it {history.stars[movie_id]:g} stars."
        elif history.stars:
            yours = f"You would give it about {serving.predicted_stars(history, movie_id):.1f} stars."
        facts = [str(fact) for fact in (movie.year, runtime(movie), ", ".join(movie.genres)) if fact]
        known = serving.reputation(movie)
        told = {
            "title": movie.title,
            "facts": " · ".join(facts),
            "known": f"{known[0].upper()}{known[1:]}.",
            "yours": yours,
        }
        return JSONResponse({"id": movie_id, **told}, headers=PRIVATE)
