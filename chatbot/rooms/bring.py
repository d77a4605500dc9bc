"""Bring your history: an export of another service is shown as it was understood, then saved, and can be taken back."""

import dataclasses
import re
from datetime import UTC, datetime

import fastapi
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from chatbot.bringing import MOST_UNSURE, preview, read_change, returned
from chatbot.build import FORMAT
from chatbot.rooms.site import Site
from data.errors import BadInput
from data.exchange import MAX_BYTES
from data.folders import load_manifest
from data.imports import Imports

ROOM = 1_000_000  # bytes of a form beside what it carries
MOST_SHOWN = 200  # rows of a table
LONGEST_NAME = 100
WAYS = (
    ("Letterboxd", "Settings, Data, Export your data. The ZIP as it is, or one of its CSV files."),
    ("IMDb", "Your ratings or your watchlist, Export. The CSV file."),
    ("Trakt", "Settings, Data, Export. The ZIP, or its ratings, watched or watchlist as JSON or CSV."),
    ("MovieLens", "Your profile, Import/export. The CSV file, or ratings.csv with the ratings of one user."),
    ("Usher", "The JSON file that you once took with you."),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """A form: its fields, and the name and content of its file; no name without one."""

    fields: dict[str, str]
    name: str = ""
    content: bytes = b""


class Unread(BadInput):
    """A form that was not read, with the status to answer with."""

    def __init__(self, message: str, status: int) -> None:
        self.status = status
        super().__init__(message)


def add_bring(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""
    imports = Imports(site.accounts)

    @app.get("/bring", include_in_schema=False)
    def bring(request: fastapi.Request, back: int | None = None) -> HTMLResponse:
        """The form."""
        return form(request, back=back)

    @app.post("/bring", include_in_schema=False)
    async def read(request: fastapi.Request) -> HTMLResponse:
        """What the file holds; nothing is saved."""
        try:
            sent = await _form(request)
            return await run_in_threadpool(shown, request, sent)
        except BadInput as error:
            return form(request, error)

    @app.post("/bring/save", include_in_schema=False)
    async def save(request: fastapi.Request) -> HTMLResponse:
        """Save what was shown."""
        try:
            return await run_in_threadpool(saved, request, await _form(request))
        except BadInput as error:
            return form(request, error)

    @app.post("/bring/undo", include_in_schema=False)
    async def undo(request: fastapi.Request) -> Response:
        """Take what was saved back."""
        try:
            sent = await _form(request)
            count = await run_in_threadpool(taken_back, request, sent.fields.get("change", ""))
        except BadInput as error:
            return form(request, error)
        return RedirectResponse(f"/bring?back={count}", 303)

    def form(request: fastapi.Request, error: BadInput | None = None, back: int | None = None) -> HTMLResponse:
        status = error.status if isinstance(error, Unread) else 400 if error else 200
        values = {"error": error, "ways": WAYS, "back": back, "megabytes": MAX_BYTES // 1_000_000}
        return site.page(request, "bring.html", values, status)

    def shown(request: fastapi.Request, sent: Sent) -> HTMLResponse:
        if not sent.name:
            raise BadInput("no file was sent: choose one")
        serving = site.current()
        rated = site.viewers.history(site.viewer(request), serving).stars
        of_movielens = load_manifest(serving.build, FORMAT).facts["data"] is not None  # the demo has ids of its own
        read = preview(sent.content, sent.name, serving.catalogue, rated, of_movielens=of_movielens)
        return site.page(request, "bring_preview.html", {"read": read, "most": MOST_SHOWN})

    def saved(request: fastapi.Request, sent: Sent) -> HTMLResponse:
        choices = {
            int(name.removeprefix("choice-")): value
            for name, value in sent.fields.items()
            if re.fullmatch(r"choice-\d{1,4}", name)
        }
        serving, now = site.current(), datetime.now(UTC)
        rows, questions = sent.fields.get("rows", ""), sent.fields.get("questions", "")
        wanted, lacking = returned(rows, questions, choices, serving.catalogue, now)
        change = imports.save(site.keeper(request).account_id, wanted)
        values = {
            "change": change,
            "sent_back": change.model_dump_json(),
            "older": len(wanted.ratings) - len(change.ratings),
            "listed": len(wanted.shelved) - len(change.marks),
            "lacking": lacking,
        }
        return site.page(request, "bring_saved.html", values)

    def taken_back(request: fastapi.Request, text: str) -> int:
        change, account = read_change(text), site.viewer(request).account
        return 0 if account is None else imports.take_back(account.account_id, change)


async def _form(request: fastapi.Request) -> Sent:
    """A form whose size was told before it was sent; a file in it is held by a temporary one that is deleted here."""
    length = request.headers.get("content-length", "")
    if not re.fullmatch(r"\d{1,12}", length):
        raise Unread("the browser did not say how large the file is: send it again", 411)
    if int(length) > MAX_BYTES + ROOM:
        raise Unread(f"the file is larger than {MAX_BYTES // 1_000_000} MB: send the ratings alone, as CSV", 413)
    try:
        async with request.form(max_files=1, max_fields=MOST_UNSURE + 10, max_part_size=MAX_BYTES) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                return Sent(fields)
            name = re.split(r"[/\\]", file.filename)[-1][-LONGEST_NAME:] or "the file"
            return Sent(fields, name, await file.read(MAX_BYTES + 1))
    except fastapi.HTTPException as error:
        raise BadInput("the form came back damaged: choose the file again") from error
