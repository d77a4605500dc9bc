"""Of Gradio's own endpoints only those that the page calls: no uploads, no files, no proxy, nothing of developers."""

from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

BELOW = "/gradio_api/"
CALLED: Mapping[str, str] = {  # what the page's script calls, and how
    "queue/join": "POST",
    "queue/data": "GET",
    "cancel": "POST",
    "reset": "POST",
    "info": "GET",
    "app_id": "GET",
    "startup-events": "GET",
    "theme.css": "GET",
}
HEARTBEAT = "heartbeat/"


class OnlyWhatThePageCalls:
    """ASGI middleware: everything else below Gradio's path is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and BELOW in scope["path"] and not _is_called(scope["method"], scope["path"]):
            await JSONResponse({"error": "there is nothing here"}, 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_called(method: str, path: str) -> bool:
    what = path.removeprefix(BELOW)
    if what.startswith(HEARTBEAT):
        return method == "GET" and what.count("/") == 1
    return CALLED.get(what) == method
