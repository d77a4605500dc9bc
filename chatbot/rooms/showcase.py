"""The showcase: for any person, their favourites and the ten films of each model, as posters side by side."""

import fastapi
from fastapi.responses import HTMLResponse

from chatbot.gallery import MODELS, gallery
from chatbot.rooms.site import Site
from chatbot.ui.people import NEWCOMER, label, people
from data.errors import BadInput

LONGEST_NUMBER = 18  # digits: larger ones are no user
SHOWN_NUMBER = 40


def add_showcase(app: fastapi.FastAPI, site: Site) -> None:
    """Add the route."""

    @app.get("/showcase")
    def showcase(request: fastapi.Request, user: str = "") -> HTMLResponse:
        """The lists of a user of the ratings, or without one of the viewer."""
        serving, typed, error = site.current(), user.strip(), ""
        history = site.viewers.history(site.viewer(request), serving)
        if typed:
            is_number = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER
            history = serving.history(int(typed) if is_number else None)
            if history.user_id is None:
                known = serving.histories.users
                numbers = f"they go from {known[0]} to {known[-1]}" if len(known) else "there are none"
                error = str(BadInput(f"no user has the number {typed[:SHOWN_NUMBER]!r}: {numbers}"))
        values = {
            "user": typed[:SHOWN_NUMBER],
            "error": error,
            "about": label(serving, history) if typed and not error else "",
            "gallery": None if error or not history.stars else gallery(serving, history),
            "models": MODELS,
            "examples": [] if history.stars else [one for one in people(serving) if one[1] != NEWCOMER],
        }
        return site.page(request, "showcase.html", values, 404 if error else 200)
