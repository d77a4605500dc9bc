"""A page for what is not there, or is not for the visitor: people get it where programs get an error as JSON."""

import fastapi
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.rooms.site import Site

FOR_PROGRAMS = ("/api/", "/v1/", "/mcp", "/gradio_api/")


def add_lost(app: fastapi.FastAPI, site: Site) -> None:
    """Add the page."""
    app.add_middleware(Lost, site=site)


class Lost:
    """ASGI middleware: a browser that opens an address and would be refused in JSON gets a page with a way out."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not _opens_page(scope):
            await self._app(scope, receive, send)
            return
        refusals: list[int] = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and _refuses_in_json(message):
                refusals.append(message["status"])
            if not refusals:
                await send(message)

        await self._app(scope, receive, sent)
        if refusals:
            page = await run_in_threadpool(self._page, fastapi.Request(scope), refusals[0])
            await page(scope, receive, send)

    def _page(self, request: fastapi.Request, status_code: int) -> HTMLResponse:
        return self._site.page_anyway(request, "lost.html", {"is_closed": status_code == 403}, status_code)


def _refuses_in_json(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] in (403, 404) and kind.startswith("application/json")


def _opens_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(FOR_PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
