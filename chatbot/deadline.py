"""A deadline for the bytes of a response: they may go on coming in time and never make a reply."""

import contextlib
import contextvars
import math
import time
from collections.abc import Iterator

import httpx2

_until: contextvars.ContextVar[float] = contextvars.ContextVar("until", default=math.inf)


class _InTime(httpx2.SyncByteStream):
    """The bytes of a response up to the limit."""

    def __init__(self, parts: httpx2.SyncByteStream) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if time.monotonic() > _until.get():
                raise httpx2.ReadTimeout("the time is over")
            yield part

    def close(self) -> None:
        """Let go of the connection."""
        self._parts.close()


def bound(response: httpx2.Response) -> None:
    """An event hook that puts a response under the limit in force where it is read."""
    assert isinstance(response.stream, httpx2.SyncByteStream)
    response.stream = _InTime(response.stream)


@contextlib.contextmanager
def limit(until: float) -> Iterator[None]:
    """No bytes of a response are read after `until`, in seconds of the monotonic clock."""
    token = _until.set(until)
    try:
        yield
    finally:
        _until.reset(token)
