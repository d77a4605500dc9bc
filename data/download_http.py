"""One file over HTTP into a draft: a cut is made up for with a range, what is refused for now is asked again later.

A draft holds the beginning of exactly one version of the file: the server's validator (ETag or Last-Modified) is noted
beside it and sent with the range (RFC 9110, If-Range), so that another version begins anew.
"""

import dataclasses
import datetime
import email.utils
import json
import logging
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import httpx2

from data.errors import UsherError

logger = logging.getLogger(__name__)

Wait: TypeAlias = Callable[[float], None]  # seconds

TRIES = 5  # in a row that bring nothing new
LONGEST_WAIT = 600.0
BETWEEN_WORDS = 5.0
MB = 1_000_000
AGENT = "Usher/0.1 (films for one person; python-httpx2)"
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


class AskAgain(Exception):
    """What failed may go well later; `seconds` is how long the server asks to wait, None if it does not say."""

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A file that is not there as a whole yet, with what is known of its version."""

    path: Path

    @property
    def note(self) -> Path:
        """Where address, validator and size stand."""
        return self.path.with_name(f"{self.path.name}.json")

    def held(self, address: str) -> tuple[int, str, int | None]:
        """Bytes that can be gone on from, their validator and the size of the whole; nothing where either lacks."""
        try:
            noted = json.loads(self.note.read_text(encoding="utf-8"))
            known = noted["address"] == address and noted["validator"]
            return (self.size(), noted["validator"], noted["size"]) if known else (0, "", None)
        except (OSError, ValueError, KeyError, TypeError):
            return 0, "", None

    def begin(self, address: str, validator: str, size: int | None) -> None:
        """Empty the draft and note what will be written."""
        self.path.write_bytes(b"")
        self.note.write_text(json.dumps({"address": address, "validator": validator, "size": size}), encoding="utf-8")

    def size(self) -> int:
        """Bytes that were written."""
        return self.path.stat().st_size if self.path.exists() else 0

    def discard(self) -> None:
        """Leave nothing of it."""
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def open_client() -> httpx2.Client:
    """A client that waits at most half a minute for a connection or for more bytes."""
    return httpx2.Client(timeout=30.0, follow_redirects=True, headers={"User-Agent": AGENT})


def fetch(client: httpx2.Client, address: str, draft: Draft, *, known: str = "", wait: Wait) -> str | None:
    """Bring a file into a draft, going on from what the draft holds.

    Args:
        client: of `open_client`.
        address: of the file.
        draft: in a folder that exists.
        known: validator of the version that is there already; "" for none.
        wait: how to wait so many seconds.

    Returns:
        The validator of the version that was brought, "" if it has none; None if it is the `known` one.

    Raises:
        UsherError: the server refuses, or nothing new came in `TRIES` tries; what came is kept.
    """

    def attempt() -> str | None:
        return _attempt(client, address, draft, known)

    return keep_asking(attempt, address, wait, progress=draft.size)


def ask(client: httpx2.Client, address: str, *, wait: Wait) -> str | None:
    """The text at an address, None if there is nothing.

    Raises:
        UsherError: the server refuses, or has failed `TRIES` times.
    """

    def attempt() -> str | None:
        try:
            response = client.get(address)
        except httpx2.TransportError as error:
            raise AskAgain(str(error) or type(error).__name__) from error
        if response.status_code == httpx2.codes.NOT_FOUND:
            return None
        check_status(response, address)
        return response.text

    return keep_asking(attempt, address, wait)


def keep_asking(
    attempt: Callable[[], str | None], what: str, wait: Wait, *, progress: Callable[[], int] = lambda: 0
) -> str | None:
    """Repeat what failed for now, each time after twice as long or as long as the server asks.

    Raises:
        UsherError: `TRIES` tries in a row made no progress.
    """
    failures, best = 0, progress()
    while True:
        try:
            return attempt()
        except AskAgain as again:
            failures, best = (0 if progress() > best else failures + 1), max(best, progress())
            if failures >= TRIES:
                words = f"{what}: {again}, {failures} times in a row"
                raise UsherError(f"{words}; run the command again to go on, or give the file with --offline") from again
            seconds = 2.0**failures if again.seconds is None else again.seconds
            logger.info("%s: %s; again in %.0f s", what, again, seconds)
            wait(seconds)


def check_status(response: httpx2.Response, what: str) -> None:
    """Pass a response that is good; `what` names the request without any key.

    Raises:
        AskAgain: the server asks for patience or fails.
        UsherError: it refuses, or asks for more than `LONGEST_WAIT` seconds.
    """
    status = response.status_code
    if status in LATER:
        seconds = retry_after(response.headers.get("Retry-After", ""))
        if seconds is not None and seconds > LONGEST_WAIT:
            raise UsherError(f"{what} answered {status} and asks to wait {seconds:.0f} s: run the command again then")
        raise AskAgain(f"answered {status}", seconds)
    if status >= 400:
        raise UsherError(f"{what} answered {status} {response.reason_phrase}: it does not give this file; try later")


def retry_after(value: str) -> float | None:
    """Seconds of a Retry-After, which is a number or a date; None where it is neither."""
    if re.fullmatch(r"\d{1,9}", value.strip()):
        return float(value)
    try:
        until = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=datetime.UTC)
    return max(0.0, (aware - datetime.datetime.now(datetime.UTC)).total_seconds())


def _attempt(client: httpx2.Client, address: str, draft: Draft, known: str) -> str | None:
    have, validator, size = draft.held(address)
    if have and have == size:
        return validator
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    elif known:
        headers["If-None-Match" if known.startswith(('"', "W/")) else "If-Modified-Since"] = known
    try:
        with client.stream("GET", address, headers=headers) as response:
            if response.status_code == httpx2.codes.NOT_MODIFIED:
                return None
            if response.status_code == httpx2.codes.RANGE_NOT_SATISFIABLE:
                draft.discard()
                raise AskAgain(f"ended at byte {have} of {size}")
            check_status(response, address)
            return _receive(response, address, draft, have)
    except httpx2.TransportError as error:
        raise AskAgain(f"cut off at byte {draft.size()} ({error or type(error).__name__})") from error
    except httpx2.RequestError as error:
        raise UsherError(f"{address}: {error}; try later") from error


def _receive(response: httpx2.Response, address: str, draft: Draft, have: int) -> str:
    """Write the body behind what the draft has, or from the start where the server sends the whole."""
    length = response.headers.get("Content-Length", "")
    size = int(length) if length.isdecimal() else None
    if response.status_code == httpx2.codes.PARTIAL_CONTENT:
        part = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", ""))
        if part is None or int(part[1]) != have:
            draft.discard()
            raise AskAgain("sent another range than it was asked for")
        size = int(part[2])
        validator = draft.held(address)[1]
    else:
        have, validator = 0, _validator(response)
        draft.begin(address, validator, size)
    free = shutil.disk_usage(draft.path.parent).free
    if size is not None and size - have > free:
        raise UsherError(f"{address} has {size // MB} MB and {draft.path.parent} {free // MB} MB free: make room")
    name, told = address.rpartition("/")[2], time.monotonic()
    with draft.path.open("ab") as file:
        for block in response.iter_raw():
            file.write(block)
            have += len(block)
            if time.monotonic() - told > BETWEEN_WORDS:
                told = time.monotonic()
                logger.info("%s: %.1f of %s MB", name, have / MB, "?" if size is None else f"{size / MB:.1f}")
    if size is not None and have != size:
        draft.discard()
        raise AskAgain(f"sent {have} bytes instead of {size}")
    logger.info("%s: %.1f MB, complete", name, have / MB)
    return validator


def _validator(response: httpx2.Response) -> str:
    """A strong ETag, else the date of the last change, else ""."""
    etag = response.headers.get("ETag", "")
    return etag if etag.startswith('"') else response.headers.get("Last-Modified", "")
