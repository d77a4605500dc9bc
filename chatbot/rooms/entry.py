"""Coming in and going out: signing up, logging in and out, and as whom a guest looks on."""

from typing import Annotated, TypeAlias

import fastapi
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from chatbot.rooms.forms import Field
from chatbot.rooms.site import COOKIE, Site, refused
from chatbot.serving import Serving
from chatbot.ui.people import LONGEST_NUMBER, NEWCOMER, people
from chatbot.wording import capital
from data.errors import BadInput
from data.logins import MAX_PASSWORD, MIN_PASSWORD, TooManyAttempts, new_token

MEMBERS = "members stand for themselves: log out to look on as somebody else"


async def _asked(request: fastapi.Request) -> tuple[object, bool]:
    """For whom the guest wishes to stand, as it came, and whether it came from a form."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        return (await request.form()).get("user"), True
    try:
        told = await request.json()
    except ValueError:  # what is no JSON, or no UTF-8
        return "", False
    return told.get("user", "") if isinstance(told, dict) else "", False


Asked: TypeAlias = Annotated[tuple[object, bool], fastapi.Depends(_asked)]


def add_entry(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""

    @app.get("/sign-up")
    def sign_up_form(request: fastapi.Request) -> Response:
        """The form for a new account."""
        return _door(site, request, "sign-up")

    @app.post("/sign-up")
    def sign_up(request: fastapi.Request, name: Field = "", password: Field = "") -> Response:
        """Make a member out of the guest who asks."""
        try:
            account, token = site.logins.sign_up(name, password, site.viewer(request).account, _address(request))
        except TooManyAttempts as error:
            return _waiting(site, request, "sign-up", name, error)
        except BadInput as error:
            return _door(site, request, "sign-up", name, f"{capital(str(error))}.", 400)
        return site.logged_in(token, f"/you?told={'admin' if account.role == 'admin' else 'member'}")

    @app.get("/log-in")
    def log_in_form(request: fastapi.Request) -> Response:
        """The form for somebody who has an account."""
        return _door(site, request, "log-in")

    @app.post("/log-in")
    def log_in(request: fastapi.Request, name: Field = "", password: Field = "") -> Response:
        """Open a session; too many failures make one wait."""
        try:
            _, token = site.logins.log_in(name, password, _address(request), site.viewer(request).account)
        except TooManyAttempts as error:
            return _waiting(site, request, "log-in", name, error)
        except BadInput as error:
            return _door(site, request, "log-in", name, f"{capital(str(error))}.", 400)
        return site.logged_in(token)

    @app.post("/log-out")
    def log_out(request: fastapi.Request) -> Response:
        """End the session; the browser begins anew as a guest."""
        site.logins.log_out(request.cookies.get(COOKIE, ""))
        return site.logged_in(new_token(), "/log-in")

    @app.get("/persona")
    def personas(request: fastapi.Request, q: str = "") -> Response:
        """Users of the ratings to look on as."""
        return _personas(site, request, q)

    @app.post("/persona")
    def stand_for(request: fastapi.Request, asked: Asked) -> Response:
        """Let a guest stand for a user of the ratings, or for nobody."""
        wanted, is_form = asked
        try:
            user_id = _user(wanted, site.current())
            if site.viewer(request).is_member:
                raise BadInput(MEMBERS)
        except BadInput as error:
            return _personas(site, request, "", f"{capital(str(error))}.", 400) if is_form else refused(error)
        if user_id is not None or site.viewer(request).account is not None:  # nobody needs no account to be nobody
            site.logins.stand_for(site.keeper(request).account_id, user_id)
        if is_form:
            return RedirectResponse("/you", 303)
        return JSONResponse({"user": user_id, "name": site.viewer(request).name})


def _address(request: fastapi.Request) -> str:
    return request.client.host if request.client else ""


def _waiting(site: Site, request: fastapi.Request, door: str, name: str, error: TooManyAttempts) -> HTMLResponse:
    minutes = -(-error.seconds // 60)
    wait = "1 minute" if minutes == 1 else f"{minutes} minutes"
    page = _door(site, request, door, name, f"Too many attempts: try again in {wait}.", 429)
    page.headers["retry-after"] = str(error.seconds)
    return page


def _door(
    site: Site, request: fastapi.Request, door: str, name: str = "", error: str = "", status_code: int = 200
) -> HTMLResponse:
    values = {"door": door, "name": name, "error": error, "shortest": MIN_PASSWORD, "longest": MAX_PASSWORD}
    return site.page(request, "entry.html", values, status_code)


def _personas(
    site: Site, request: fastapi.Request, typed: str, error: str = "", status_code: int = 200
) -> HTMLResponse:
    serving = site.current()
    users = serving.histories.users
    number = typed.strip()
    if number and not (number.isascii() and number.isdecimal()):
        error, number, status_code = f"The number {number[:LONGEST_NUMBER]!r} is none: give digits.", "", 400
    values = {
        "typed": number,
        "error": error,
        "choices": [choice for choice in people(serving, number) if choice[1] != NEWCOMER],
        "bounds": (int(users[0]), int(users[-1])) if len(users) else None,
    }
    return site.page(request, "persona.html", values, status_code)


def _user(wanted: object, serving: Serving) -> int | None:
    """The user of the ratings that was named by number; None for nobody.

    Raises:
        BadInput: there is no such user.
    """
    text = "" if wanted is None else str(wanted).strip()
    if wanted is None or text == "nobody":
        return None
    if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER:
        user_id = int(text)
        if serving.history(user_id).user_id is not None:
            return user_id
    users = serving.histories.users
    range_ = f"give a number from {users[0]} to {users[-1]}" if len(users) else "this build has no ratings"
    raise BadInput(f"there is no user {text[:LONGEST_NUMBER]!r} in the ratings: {range_}")
