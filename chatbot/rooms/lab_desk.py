"""What the lab's pages share: the guard at the door, what they work with, and how a page of theirs is rendered."""

import dataclasses
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import fastapi
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute

from chatbot.exploration import Exploration
from chatbot.jobs import Job, Jobs
from chatbot.reports import NoReport, Reports
from chatbot.rooms.site import Site
from chatbot.wording import capital
from data.datasets import Datasets, NoData
from data.errors import UsherError

PAGES = (
    ("/lab", "Overview"),
    ("/lab/data", "Data"),
    ("/lab/import", "Import"),
    ("/lab/training", "Training"),
    ("/lab/evaluation", "Evaluation"),
    ("/lab/ranking", "Ranking"),
    ("/lab/communities", "Communities"),
    ("/lab/index", "Index"),
    ("/lab/model", "Language model"),
)
LINES_SHOWN = 12


@dataclasses.dataclass(frozen=True)
class Lab:
    """What the pages work with.

    Attributes:
        site: the rooms' own.
        router: where they add their routes; it lets in admins only.
        jobs: builds and evaluations.
        datasets: data that was imported.
        reports: of evaluations.
        exploration: of the current build.
    """

    site: Site
    router: fastapi.APIRouter
    jobs: Jobs
    datasets: Datasets
    reports: Reports
    exploration: Exploration

    @classmethod
    def of(cls, site: Site, jobs: Jobs) -> "Lab":
        """The lab of a site."""
        data, reports = (site.home.path / name for name in ("data", "reports"))
        router = fastapi.APIRouter(prefix="/lab", include_in_schema=False, route_class=_for_admins(site))
        return cls(site, router, jobs, Datasets(data), Reports(reports), Exploration())

    def page(
        self, request: fastapi.Request, template: str, values: Mapping[str, Any], error: UsherError | None = None
    ) -> HTMLResponse:
        """A page out of a template that extends `lab_frame.html`; with an error it is told on top."""
        last = self.jobs.last()
        shown = {
            "pages": PAGES,
            "job": None if last is None else job_record(last),
            "error": None if error is None else sentence(error),
            **values,
        }
        return self.site.page(request, template, shown, 200 if error is None else status(error))


def job_record(job: Job) -> dict[str, Any]:
    """A job as pages and scripts show it."""
    minutes, seconds = divmod(round(job.seconds), 60)
    return {
        "number": job.number,
        "kind": job.kind,
        "about": capital(job.about),
        "state": job.state,
        "share": job.share,
        "time": f"{minutes} min {seconds} s" if minutes else f"{seconds} s",
        "lines": list(job.lines[-LINES_SHOWN:]),
        "result": job.result,
    }


def sentence(error: UsherError) -> str:
    """An error as a page tells it."""
    return f"{capital(str(error)).rstrip('.')}."


def status(error: UsherError) -> int:
    """The HTTP status of an error."""
    return 404 if isinstance(error, NoReport | NoData) else 400


def _for_admins(site: Site) -> type[APIRoute]:
    """A class of routes that look who is asking before they read anything of the request's body."""

    class ForAdmins(APIRoute):
        """A route for admins; what goes wrong behind it is told on a page of the lab."""

        def get_route_handler(self) -> Callable[[fastapi.Request], Coroutine[Any, Any, Response]]:
            """The route's own handler behind the guard."""
            handle = super().get_route_handler()

            async def guarded(request: fastapi.Request) -> Response:
                await run_in_threadpool(site.admin, request)
                try:
                    return await handle(request)
                except UsherError as error:
                    told, code = sentence(error), status(error)
                except RequestValidationError as error:
                    wrong = error.errors()[0]
                    told, code = f"{'.'.join(map(str, wrong['loc'][1:]))!r} is not right: {wrong['msg']}.", 400
                values = {"pages": PAGES, "job": None, "error": told}
                return await run_in_threadpool(site.page, request, "lab_error.html", values, code)

            return guarded

    return ForAdmins
