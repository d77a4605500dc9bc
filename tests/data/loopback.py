"""A server on this machine that gives files as a test says: with ranges, cut, throttled, lying or refusing."""

import contextlib
import dataclasses
import http.server
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any


@dataclasses.dataclass
class Answer:
    """What a test answers to one request.

    Attributes:
        body: what is sent.
        status: 200, or an error.
        headers: beside Content-Length.
        stop_at: bytes after which the connection is closed, though more were promised; None for none.
        pause: seconds between blocks of `block` bytes.
        length: what Content-Length says; None for the truth.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    stop_at: int | None = None
    pause: float = 0.0
    block: int = 1 << 16
    length: int | None = None


@dataclasses.dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: bytes


class Loopback:
    """Answers by path; a list of answers is used up one by one, its last one stays."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: dict[str, Answer | list[Answer] | Callable[[Request], Answer]] = {}
        self.address = ""
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            found = self.answers.get(request.path.partition("?")[0], Answer(status=404))
            if isinstance(found, list):
                found = found.pop(0) if len(found) > 1 else found[0]
        return found(request) if callable(found) else found

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


def file_of(body: bytes, etag: str = '"one"', **also: Any) -> Callable[[Request], Answer]:
    """A file as a good server gives it: whole, from a byte on, or not at all where it is known already."""

    def give(request: Request) -> Answer:
        if request.headers.get("If-None-Match") == etag:
            return Answer(status=304)
        part = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
        if part and request.headers.get("If-Range") == etag:
            start = int(part[1])
            if start >= len(body):
                return Answer(status=416)
            says = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}", "ETag": etag}
            return Answer(body[start:], 206, says, **also)
        return Answer(body, headers={"ETag": etag}, **also)

    return give


@contextlib.contextmanager
def serving() -> Iterator[Loopback]:
    loopback = Loopback()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            given = loopback.answer(Request(self.path, dict(self.headers), self.rfile.read(length)))
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name, value)
            if given.status != 304:
                self.send_header("Content-Length", str(len(given.body) if given.length is None else given.length))
            self.end_headers()
            body = given.body[: given.stop_at]
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for start in range(0, len(body), given.block):
                    self.wfile.write(body[start : start + given.block])
                    self.wfile.flush()
                    time.sleep(given.pause)
            if given.stop_at is not None or given.length is not None:
                self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    loopback.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
