"""What went wrong, told on a page where a browser asks for one; programs and scripts are told as JSON."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import fastapi
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response

from chatbot.api_errors import said_of
from chatbot.rooms.site import Site
from chatbot.wording import capital
from data.errors import BadInput, UsherError

logger = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[fastapi.Request, Exception], Awaitable[Response] | Response]

AWAY = "Usher cannot read or keep anything just now. Go back and try again in a moment: what you typed is still there."
FOR_PROGRAMS = ("/v1/", "/api/v1/", "/mcp", "/actions/", "/gradio_api/")


def add_wrong(app: fastapi.FastAPI, site: Site) -> None:
    """Add the pages, beside what the server's errors have for programs."""

    def with_page(kind: type[Exception], told: Callable[[Exception], tuple[str, int]], otherwise: Handler) -> None:
        async def handled(request: fastapi.Request, error: Exception) -> Response:
            if not _wants_page(request):
                answer = otherwise(request, error)
                return answer if isinstance(answer, Response) else await answer
            sentence, status_code = told(error)
            if status_code >= 500:
                logger.error("a page was not made: %s", error)
            values = {"told": sentence}
            return await run_in_threadpool(site.page_anyway, request, "wrong.html", values, status_code)

        app.add_exception_handler(kind, handled)

    handlers = app.exception_handlers
    with_page(UsherError, _failed, handlers[UsherError])
    with_page(RequestValidationError, _invalid, handlers[RequestValidationError])


def _wants_page(request: fastapi.Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(FOR_PROGRAMS)


def _failed(error: Exception) -> tuple[str, int]:
    return (f"{capital(str(error))}.", 400) if isinstance(error, BadInput) else (AWAY, 503)


def _invalid(error: Exception) -> tuple[str, int]:
    assert isinstance(error, RequestValidationError)
    return f"That address or form is not right: {said_of(error)[0]}.", 400
