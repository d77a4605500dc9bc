"""What belongs to an account: its conversations, password and keys, everything to take along, and its end."""

import fastapi
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chatbot.rooms.forms import Field
from chatbot.rooms.paging import paged
from chatbot.rooms.site import Site
from chatbot.rooms.you import day
from chatbot.wording import capital
from data.accounts import Account
from data.errors import BadInput
from data.exchange import letterboxd_csv
from data.logins import MAX_PASSWORD, MIN_PASSWORD, SESSION_DAYS, TooManyAttempts, new_token
from data.takeout import everything

CONVERSATIONS_A_PAGE = 30
LONGEST_TITLE = 120
NOTHING = "There is nothing of yours here yet: rate a film or ask for one first."


def add_account(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""
    _add_conversations(app, site)
    _add_secrets(app, site)
    _add_takeout(app, site)

    @app.get("/you/account")
    def account(request: fastapi.Request) -> Response:
        """Export, password, keys, deletion."""
        return _account(site, request)

    @app.post("/you/delete")
    def delete(request: fastapi.Request, name: Field = "") -> Response:
        """Delete everything, once the name is typed."""
        viewer = site.viewer(request)
        if viewer.account is None:
            return _wrong(site, request, NOTHING)
        if name.strip() != viewer.name:
            told = f"You typed “{name.strip()[:LONGEST_TITLE]}”, not “{viewer.name}”: nothing was deleted."
            return _account(site, request, {"wrong_name": told}, 400)
        site.logins.delete(viewer.account)
        answer = site.logged_in(new_token(), "/you?told=deleted")
        answer.delete_cookie("usher-pictures", httponly=True, samesite="lax")
        return answer


def _add_conversations(app: fastapi.FastAPI, site: Site) -> None:
    @app.get("/you/conversations")
    def conversations(request: fastapi.Request, page: str = "1") -> Response:
        """All their conversations, the latest first."""
        account = site.viewer(request).account
        all_of_them = site.accounts.conversations(account.account_id) if account else []
        values = {
            "shown": paged(all_of_them, page, CONVERSATIONS_A_PAGE),
            "link": "/you/conversations?",
            "longest": LONGEST_TITLE,
            "day": day,
        }
        return site.page(request, "you_conversations.html", values)

    @app.post("/you/conversations/{number}/rename")
    def rename(request: fastapi.Request, number: int, title: Field = "") -> Response:
        """Give a conversation another title."""
        account = site.viewer(request).account
        title = " ".join(title.split())[:LONGEST_TITLE]
        if account is None or not _has(site, account, number):
            return _wrong(site, request, f"You have no conversation {number}.", "/you/conversations")
        if not title:
            told = "The title is empty: nothing was changed."
            return _wrong(site, request, told, "/you/conversations", 400)
        site.accounts.rename_conversation(account.account_id, number, title)
        return RedirectResponse("/you/conversations", 303)

    @app.post("/you/conversations/{number}/delete")
    def delete(request: fastapi.Request, number: int) -> Response:
        """Delete a conversation."""
        account = site.viewer(request).account
        if account is None or not _has(site, account, number):
            return _wrong(site, request, f"You have no conversation {number}.", "/you/conversations")
        site.accounts.delete_conversation(account.account_id, number)
        return RedirectResponse("/you/conversations", 303)


def _add_secrets(app: fastapi.FastAPI, site: Site) -> None:
    @app.post("/you/password")
    def password(request: fastapi.Request, old: Field = "", new: Field = "") -> Response:
        """Change the password."""
        viewer = site.viewer(request)
        if viewer.account is None or not viewer.is_member:
            return _wrong(site, request, "Guests have no password: sign up first.", "/sign-up")
        try:
            token = site.logins.change_password(viewer.account.account_id, old, new)
        except BadInput as error:
            status_code = 429 if isinstance(error, TooManyAttempts) else 400
            return _account(site, request, {"wrong_password": f"{capital(str(error))}."}, status_code)
        return site.logged_in(token, "/you?told=password")

    @app.post("/you/keys")
    def add_key(request: fastapi.Request, name: Field = "") -> Response:
        """Make a key and show it this once."""
        viewer = site.viewer(request)
        if viewer.account is None or not viewer.is_member:
            return _wrong(site, request, "Keys are for members: sign up first.", "/sign-up")
        try:
            key = site.keys.add(viewer.account.account_id, name)
        except BadInput as error:
            return _account(site, request, {"wrong_key": f"{capital(str(error))}."}, 400)
        return _account(site, request, {"new_key": key, "new_name": name})

    @app.post("/you/keys/{number}/revoke")
    def revoke(request: fastapi.Request, number: int) -> Response:
        """Make a key worth nothing."""
        account = site.viewer(request).account
        if account is not None and any(key.key_id == number for key in site.keys.of(account.account_id)):
            site.keys.drop(account.account_id, number)
        return RedirectResponse("/you/account#keys", 303)


def _add_takeout(app: fastapi.FastAPI, site: Site) -> None:
    @app.get("/you/usher.json")
    def as_json(request: fastapi.Request) -> Response:
        """Everything that is kept of them."""
        account = site.viewer(request).account
        if account is None:
            return _wrong(site, request, NOTHING)
        told = everything(site.accounts, account, site.current().catalogue)
        return _file(told, "application/json", "usher.json")

    @app.get("/you/letterboxd.csv")
    def as_csv(request: fastapi.Request) -> Response:
        """Their ratings as Letterboxd imports them."""
        account = site.viewer(request).account
        if account is None:
            return _wrong(site, request, NOTHING)
        ratings = site.accounts.dated_ratings(account.account_id)
        return _file(letterboxd_csv(ratings, site.current().catalogue), "text/csv", "letterboxd.csv")


def _account(
    site: Site, request: fastapi.Request, told: dict[str, str] | None = None, status_code: int = 200
) -> HTMLResponse:
    viewer = site.viewer(request)
    values = {
        "told": told or {},
        "keys": site.keys.of(viewer.account.account_id) if viewer.account else [],
        "shortest": MIN_PASSWORD,
        "longest": MAX_PASSWORD,
        "days": round(SESSION_DAYS),
        "day": day,
    }
    return site.page(request, "you_account.html", values, status_code)


def _wrong(site: Site, request: fastapi.Request, told: str, back: str = "/you", status_code: int = 404) -> HTMLResponse:
    return site.page(request, "you_wrong.html", {"title": "That did not work", "told": told, "back": back}, status_code)


def _has(site: Site, account: Account, number: int) -> bool:
    return any(each.conversation_id == number for each in site.accounts.conversations(account.account_id))


def _file(content: str, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=f"{kind}; charset=utf-8", headers=headers)
