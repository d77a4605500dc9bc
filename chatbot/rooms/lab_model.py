"""The lab's language model: what is configured, whether it answers, and what answers have used since the start."""

import fastapi
from fastapi.responses import Response

from chatbot.llm import Endpoint
from chatbot.rooms.lab_desk import Lab
from chatbot.trial import Trial, tried
from data.errors import BadInput, UsherError

RUNGS = {"json_schema": "a JSON schema", "function_calling": "a function call"}


def add_model(lab: Lab) -> None:
    """Add the routes."""
    settings, totals = lab.site.settings, lab.site.totals

    def page(request: fastapi.Request, trial: Trial | None = None, error: UsherError | None = None) -> Response:
        values = {
            "has_model": settings.has_model,
            "model": settings.usher_model,
            "url": Endpoint(settings).url if settings.has_model else "",
            "has_key": bool(settings.openai_api_key and settings.openai_api_key.get_secret_value()),
            "patience": settings.usher_model_timeout,
            "prices": settings.prices,
            "trial": trial,
            "rung": RUNGS.get(trial.rung or "", "") if trial else "",
            "total": totals.read(),
        }
        return lab.page(request, "lab_model.html", values, error)

    @lab.router.get("/model")
    def model(request: fastapi.Request) -> Response:
        """The configuration and the totals."""
        return page(request)

    @lab.router.post("/model/trial")
    def trial(request: fastapi.Request) -> Response:
        """Call the model once; that counts, too."""
        if not settings.has_model:
            return page(request, error=BadInput("no language model is configured: set OPENAI_API_KEY, and start again"))
        found = tried(settings)
        totals.add(found.usage)
        return page(request, found)
