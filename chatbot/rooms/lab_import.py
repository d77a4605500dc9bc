"""The lab's import: ratings and films in MovieLens' layout, checked and kept for training."""

import contextlib
from typing import BinaryIO

import fastapi
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from chatbot.rooms.forms import Form
from chatbot.rooms.lab_desk import Lab
from chatbot.rooms.lab_source import field
from data.datasets import ALLOWED
from data.errors import BadInput, UsherError


def add_import(lab: Lab) -> None:
    """Add the routes."""

    def page(request: fastapi.Request, error: UsherError | None = None, name: str = "", brought: str = "") -> Response:
        values = {"datasets": lab.datasets.all(), "name": name, "brought": brought}
        return lab.page(request, "lab_import.html", values, error)

    @lab.router.get("/import")
    def imported(request: fastapi.Request) -> Response:
        """What was imported, and the form for more."""
        return page(request)

    @lab.router.post("/import")
    def bring(request: fastapi.Request, form: Form) -> Response:
        """Check files and keep them."""
        files: dict[str, tuple[str, BinaryIO]] = {}
        name = field(form, "name")
        with contextlib.ExitStack() as stack:
            for kind, sent in form.multi_items():
                if isinstance(sent, UploadFile):  # one that nobody chose, too
                    file = stack.enter_context(contextlib.closing(sent.file))
                    if kind in ALLOWED and sent.filename:
                        files[kind] = (sent.filename, file)
            try:
                lab.datasets.add(name, files)
            except UsherError as error:
                return page(request, error, name)
        return page(request, brought=name)

    @lab.router.post("/import/{name}/delete")
    def delete(request: fastapi.Request, name: str) -> Response:
        """Delete data; not while something may be reading it."""
        last = lab.jobs.last()
        if last is not None and last.state == "running":
            return page(request, BadInput(f"{last.about} is running: wait, or cancel it, before deleting data"))
        lab.datasets.delete(name)
        return RedirectResponse("/lab/import", 303)
