"""The lab, for admins: data, training, evaluation, and a look into what ranks, finds and speaks."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import fastapi
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from chatbot.jobs import Jobs
from chatbot.rooms.lab_communities import add_communities
from chatbot.rooms.lab_data import add_data
from chatbot.rooms.lab_desk import Lab
from chatbot.rooms.lab_evaluation import add_evaluation
from chatbot.rooms.lab_import import add_import
from chatbot.rooms.lab_index import add_index
from chatbot.rooms.lab_model import add_model
from chatbot.rooms.lab_ranking import add_ranking
from chatbot.rooms.lab_training import add_training
from chatbot.rooms.site import Site

SUBJECTS = (
    *(add_data, add_import, add_training, add_evaluation),
    *(add_ranking, add_communities, add_index, add_model),
)


def add_lab(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes, and have a command that runs end with the server."""
    lab = Lab.of(site, Jobs())

    @lab.router.get("")
    def overview(request: fastapi.Request) -> Response:
        """Where everything is, and how it stands."""
        serving = site.current()
        values = {
            "build": serving.build.name,
            "movies": len(serving.catalogue),
            "users": len(serving.histories.users),
            "ratings": sum(known.count for known in serving.reputations.values()),
            "reports": [kept for kept in lab.reports.all() if kept.is_whole],
            "datasets": lab.datasets.all(),
            "model": site.settings.usher_model if site.settings.has_model else None,
            "total": site.totals.read(),
        }
        return lab.page(request, "lab.html", values)

    for add in SUBJECTS:
        add(lab)
    app.include_router(lab.router)
    inside = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(app: fastapi.FastAPI) -> AsyncIterator[Any]:
        async with inside(app) as state:
            try:
                yield state
            finally:
                await run_in_threadpool(lab.jobs.close)

    app.router.lifespan_context = lifespan
