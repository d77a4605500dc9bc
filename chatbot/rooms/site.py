"""Start here: what every room of the site stands on. Who is asking, how a page is rendered, what may be posted.

A browser carries one cookie, a random token, from its first page on. It becomes the session of a guest's account as
soon as there is something to keep. Every word that comes from elsewhere goes through a template, which escapes it.
"""

import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import fastapi
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.answer import runtime
from chatbot.chain import Chatbot
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.ui.posters import poster_url
from chatbot.viewers import Viewer, Viewers
from data.accounts import Account
from data.errors import UsherError
from data.folders import Home
from data.logins import DAY, SESSION_DAYS, new_token

COOKIE = "usher"
COOKIE_SECONDS = int(SESSION_DAYS * DAY)
HERE = Path(__file__).parent
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: https://image.tmdb.org",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
IMDB_NOTICE = "Information courtesy of IMDb (https://www.imdb.com). Used with permission."
TMDB_NOTICE = "This product uses the TMDB API but is not endorsed or certified by TMDB."
ROOMS = (
    ("/", "Chat"),
    ("/browse", "Browse"),
    ("/together", "Together"),
    ("/showcase", "Showcase"),
    ("/map", "Taste map"),
    ("/you", "You"),
)
FORBIDDEN = "this page is for admins: log in as one"


class Site:
    """What rooms share. Holds nothing of any visitor."""

    def __init__(
        self, chatbot: Chatbot, current: Callable[[], Serving], settings: Settings, viewers: Viewers, home: Home
    ) -> None:
        self.chatbot = chatbot
        self.current = current
        self.settings = settings
        self.viewers = viewers
        self.home = home
        self.totals = chatbot.totals
        self.accounts = viewers.accounts
        self.logins = viewers.logins
        self.keys = viewers.keys
        self._templates = Jinja2Templates(directory=HERE / "templates")
        self._templates.env.globals.update(poster=poster_url, runtime=runtime, rooms=ROOMS)

    def viewer(self, request: fastapi.Request) -> Viewer:
        """Who is asking; makes nothing."""
        return self.viewers.viewer(request.cookies.get(COOKIE))

    def keeper(self, request: fastapi.Request) -> Account:
        """The account of who is asking, for something worth keeping: a guest's is made if need be."""
        return self.viewers.keeper(request.cookies.get(COOKIE))

    def admin(self, request: fastapi.Request) -> Account:
        """The account of an admin who is asking.

        Raises:
            fastapi.HTTPException: 403 for everyone else.
        """
        account = self.viewer(request).account
        if account is None or account.role != "admin":
            raise fastapi.HTTPException(403, FORBIDDEN)
        return account

    def page(
        self, request: fastapi.Request, template: str, values: Mapping[str, Any], status_code: int = 200
    ) -> HTMLResponse:
        """A page out of a template that extends `base.html`; beside `values` it sees the viewer and the build."""
        has_tmdb = any(movie.tmdb_id for movie in self.current().catalogue)
        shown = {"viewer": self.viewer(request), "has_tmdb": has_tmdb, **values}
        return self._rendered(request, template, shown, status_code)

    def page_anyway(
        self, request: fastapi.Request, template: str, values: Mapping[str, Any], status_code: int
    ) -> HTMLResponse:
        """The same, and where nothing can be read just now, not even who the viewer is, as for a guest."""
        try:
            return self.page(request, template, values, status_code)
        except UsherError:
            return self._rendered(request, template, {"viewer": Viewer(), **values}, status_code)

    def _rendered(
        self, request: fastapi.Request, template: str, values: Mapping[str, Any], status_code: int
    ) -> HTMLResponse:
        shown = {
            "tmdb_notice": TMDB_NOTICE,
            "pictures": request.cookies.get("usher-pictures") == "yes",
            "path": request.url.path,
            **values,
        }
        response = self._templates.TemplateResponse(request, template, shown, status_code)
        response.headers["content-security-policy"] = POLICY
        response.headers["referrer-policy"] = "same-origin"  # else a form is posted with the origin null
        response.headers["cache-control"] = "no-store"
        return response

    def logged_in(self, token: str, to: str = "/you") -> Response:
        """Send the browser on with another session."""
        response = RedirectResponse(to, 303)
        set_cookie(response, token)
        return response


def add_site(app: fastapi.FastAPI) -> None:
    """Add what all rooms need: their files, their errors, their cookie."""
    for file in (HERE / "static").iterdir():  # one by one: Gradio has a /static of its own
        app.add_api_route(f"/static/{file.name}", _sender(file), include_in_schema=False)
    app.add_middleware(OneCookie)
    app.add_middleware(SameOrigin)


def _sender(file: Path) -> Callable[[], FileResponse]:
    def send() -> FileResponse:
        return FileResponse(file, headers={"cache-control": "max-age=300"})

    return send


def set_cookie(response: Response, token: str) -> None:
    """Give the browser a session token that scripts cannot read and other sites cannot use."""
    response.set_cookie(COOKIE, token, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", path="/")


def refused(error: UsherError, status_code: int = 400) -> JSONResponse:
    """An error as programs and scripts read it."""
    return JSONResponse({"error": str(error)}, status_code)


class OneCookie:
    """ASGI middleware: a browser without the cookie gets one with its first page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or _cookie_of(scope):
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                if is_page and f"{COOKIE}=" not in headers.get("set-cookie", ""):
                    given = Response()
                    set_cookie(given, new_token())
                    headers.append("set-cookie", given.headers["set-cookie"])
            await send(message)

        await self._app(scope, receive, sent)


class SameOrigin:
    """ASGI middleware: what changes something and comes from another site's page is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None and urllib.parse.urlsplit(origin).netloc != headers.get("host"):
                answer = JSONResponse({"error": "this request comes from another site's page"}, 403)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _cookie_of(scope: Scope) -> str | None:
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE)
