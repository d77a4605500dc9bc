"""What is kept of people, for how long, and what leaves this server: told from the settings that are in force."""

import urllib.parse

import fastapi
from fastapi.responses import Response

from chatbot.briefing import WORDS_OF_ALL
from chatbot.request import LONGEST_ASKED, TURNS_SHOWN
from chatbot.rooms.site import Site
from chatbot.settings import OPENAI, Settings
from chatbot.ui.privacy import PICTURE_HOST
from chatbot.wording import number
from data.logins import SESSION_DAYS, WINDOW

MINUTE = 60


def add_privacy(app: fastapi.FastAPI, site: Site) -> None:
    """Add the route."""

    @app.get("/privacy")
    def privacy(request: fastapi.Request) -> Response:
        """What is kept and what is sent."""
        values = {
            "days": round(SESSION_DAYS),
            "minutes": round(WINDOW / MINUTE),
            "endpoint": endpoint_host(site.settings),
            "model": site.settings.usher_model,
            "letters": LONGEST_ASKED,
            "turns": number(TURNS_SHOWN),
            "words": WORDS_OF_ALL,
            "picture_host": urllib.parse.urlsplit(PICTURE_HOST).hostname,
            "has_pictures": any(movie.poster_path for movie in site.current().catalogue),
        }
        return site.page(request, "privacy.html", values)


def endpoint_host(settings: Settings) -> str | None:
    """The host of the model endpoint, without any name or password in its address; None where no model is asked."""
    if not settings.has_model:
        return None
    return urllib.parse.urlsplit(settings.openai_base_url or OPENAI).hostname
