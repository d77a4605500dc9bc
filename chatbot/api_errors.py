"""What all doors for programs share: errors in OpenAI's form, how long a request may be, and whose key it brings.

An error is `{"error": {"message", "type", "param", "code"}}` with the status that HTTP has for it.
"""

import logging
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import fastapi
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ValidationError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.viewers import Viewer, Viewers
from data.errors import BadInput, UsherError
from data.keys import KEY

logger = logging.getLogger(__name__)

UNREADY = "Usher cannot answer just now: the films could not be read. Try again in a moment."
MOST_BYTES: Mapping[str, int | None] = {  # of a body below these paths; None where the room itself looks at the size
    "/v1/": 16 * 2**20,
    "/api/v1/": 256 * 2**10,
    "/bring": None,
    "/lab/import": None,
    "": 2**20,
}
NOBODYS_KEY = "this key is nobody's: make one on the page /you of this site, or send none"
NO_KEY = "this is for accounts: send `Authorization: Bearer` with a key, which the page /you of this site makes"


class Refused(BadInput):
    """A request that is not answered.

    Attributes:
        status: HTTP's.
        param: what in the request is wrong, if it is one thing.
        code: OpenAI's word for it, if there is one.
    """

    def __init__(self, status: int, message: str, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status, self.param, self.code = status, param, code


class TooLong(fastapi.HTTPException):
    """A body turned out to be longer than it may be while it was read."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"the request is longer than {most:,} bytes: send less at a time")


class ErrorFacts(BaseModel):
    """What went wrong: a sentence, its kind, and what in the request it is about."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorAnswer(BaseModel):
    """Every error of every door."""

    error: ErrorFacts


Bearer: TypeAlias = Annotated[
    HTTPAuthorizationCredentials | None,
    fastapi.Depends(
        HTTPBearer(
            auto_error=False,
            scheme_name="key",
            description="A key of your account, made on the page /you. Without one you are a guest.",
        )
    ),
]


def answered_for(viewers: Viewers, key: str | None, *, is_passed_over: bool = False) -> Viewer:
    """Whom a request is answered for: the owner of its key, a guest without one.

    Args:
        viewers: who has keys.
        key: as it was sent.
        is_passed_over: a key that is not even in the form of ours counts as none. OpenAI's clients always send one.

    Raises:
        Refused: the key is nobody's.
    """
    if not key or (is_passed_over and not key.startswith(KEY)):
        return Viewer()
    owner = viewers.keys.owner(key) if key.startswith(KEY) else None
    if owner is None:
        raise Refused(401, NOBODYS_KEY, code="invalid_api_key")
    return Viewer(owner)


def add_errors(app: fastapi.FastAPI) -> None:
    """Answer every error of a server in this form, and read no more of a request than it may have."""
    app.add_middleware(Bounded)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(TooLong, _too_long)
    app.add_exception_handler(UsherError, _unready)


class Bounded:
    """ASGI middleware: a body longer than `MOST_BYTES` is refused, before it is read where its length is told."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        most = _most_of(scope["path"]) if scope["type"] == "http" else None
        if most is None:
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > most:
            await error_answer(Refused(413, TooLong(most).detail))(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise TooLong(most)
            return message

        await self._app(scope, counted, send)


def _most_of(path: str) -> int | None:
    return next(most for below, most in MOST_BYTES.items() if path.startswith(below))


def error_answer(error: Refused) -> JSONResponse:
    """An error as programs read it."""
    kind = "server_error" if error.status >= 500 else "invalid_request_error"
    facts = ErrorFacts(message=str(error), type=kind, param=error.param, code=error.code)
    headers = {"www-authenticate": "Bearer"} if error.status == 401 else None
    return JSONResponse(ErrorAnswer(error=facts).model_dump(), error.status, headers)


def said_of(error: RequestValidationError | ValidationError) -> tuple[str, str | None]:
    """One sentence on a value that is not what it must be, and where it stands."""
    errors: list[Any] = list(error.errors())
    closest = max(errors, key=lambda one: len(one["loc"]))  # of the forms a value may have, the most like it
    where = ".".join(str(part) for part in closest["loc"] if part not in ("body", "query", "path"))
    return f"{where or 'the body'}: {closest['msg']}", where or None


def _invalid(_: fastapi.Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return error_answer(Refused(400, *said_of(error)))


def _refused(_: fastapi.Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return error_answer(error)


def _too_long(_: fastapi.Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TooLong)
    return error_answer(Refused(error.status_code, error.detail))


def _unready(_: fastapi.Request, error: Exception) -> JSONResponse:
    if isinstance(error, BadInput):  # an account that is gone by now, a browser without its cookie
        return error_answer(Refused(400, str(error)))
    logger.error("a request was not answered: %s", error)
    return error_answer(Refused(503, UNREADY))
