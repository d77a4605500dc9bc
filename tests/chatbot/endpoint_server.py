"""A real HTTP server that speaks OpenAI's chat completions, and behaves as well or as badly as it is told."""

import collections
import dataclasses
import functools
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, TypeAlias

MODEL = "small-model"
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


@dataclasses.dataclass(frozen=True)
class Received:
    """A request as it came in; names of headers in lower case, `body` {} for GET."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def wants(self) -> str:
        """What the reply must be: "json_schema" or "json_object" (in the content), "tool" (a call), or "text"."""
        if "response_format" in self.body:
            return str(self.body["response_format"]["type"])
        return "tool" if self.body.get("tools") else "text"

    @property
    def last_message(self) -> str:
        """The text of the last message of the user."""
        return str([message["content"] for message in self.body["messages"] if message["role"] == "user"][-1])


class Exchange(BaseHTTPRequestHandler):
    """One request and the means to answer it, byte by byte where need be."""

    server: "EndpointServer"
    protocol_version = "HTTP/1.1"
    timeout = 10
    received: Received

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: dict[str, Any]) -> None:
        self.close_connection = True
        self.received = Received(
            self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body
        )
        self.server.received.append(self.received)
        try:
            if self.server.key and self.headers["Authorization"] != f"Bearer {self.server.key}":
                self.error(401, f"Incorrect API key provided: {self.headers['Authorization']}")
            elif self.path == "/v1/models":
                self.json(200, {"object": "list", "data": [{"id": MODEL, "object": "model", "owned_by": "usher"}]})
            elif self.path == "/v1/chat/completions":
                self.server.next_behaviour()(self)
            else:
                self.error(404, f"Invalid URL ({self.command} {self.path})")
        except ConnectionError:
            pass  # the client has gone, as it may

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the tests read `received`."""

    def send(self, status: int, headers: dict[str, str], payload: bytes = b"") -> None:
        """Status, headers, and the payload where there is one."""
        self.send_response(status)
        for name, value in {**headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def json(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        """A whole response."""
        payload = json.dumps(body).encode()
        lengths = {"Content-Type": "application/json", "Content-Length": str(len(payload))}
        self.send(status, {**lengths, **(headers or {})}, payload)

    def error(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        """An error as OpenAI words it."""
        self.json(status, {"error": {"message": message, "type": "error", "param": None, "code": None}}, headers)

    def begin(self) -> None:
        """Start a stream of events."""
        self.send(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})

    def raw(self, part: bytes) -> None:
        """Some bytes of the stream."""
        self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.flush()

    def chunk(self, delta: dict[str, Any], finish: str | None = None) -> None:
        """One chunk of the completion."""
        self.event({"choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]})

    def event(self, body: dict[str, Any]) -> None:
        """One event of the stream, with what every chunk carries."""
        same = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_700_000_000, "model": MODEL}
        self.raw(b"data: " + json.dumps({**same, **body}).encode() + b"\n\n")

    def done(self) -> None:
        """End a stream in good order."""
        if (self.received.body.get("stream_options") or {}).get("include_usage"):
            self.event({"choices": [], "usage": USAGE})
        self.raw(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def cut(self) -> None:
        """Close the connection here and now."""
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def pause(self, seconds: float) -> None:
        """Wait; a server that shuts down waits no longer."""
        if self.server.stopping.wait(seconds):
            raise ConnectionAbortedError

    def message(self, message: dict[str, Any], finish: str, *, pause: float = 0.0) -> None:
        """A whole reply, streamed if the request asked for a stream: the content word by word, `pause` s apart."""
        if not self.received.body.get("stream"):
            whole = {"role": "assistant", "content": None, "refusal": None, **message}
            choice = {"index": 0, "message": whole, "logprobs": None, "finish_reason": finish}
            same = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1_700_000_000, "model": MODEL}
            self.pause(pause)
            self.json(200, {**same, "choices": [choice], "usage": USAGE})
            return
        self.begin()
        self.chunk({"role": "assistant", "content": ""})
        for delta in _deltas(message):
            self.pause(pause)
            self.chunk(delta)
        self.chunk({}, finish)
        self.done()


Behaviour: TypeAlias = Callable[[Exchange], None]


def _deltas(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for piece in re.findall(r"\s*\S+\s*?|\s+", message.get("content") or ""):
        yield {"content": piece}
    if message.get("refusal"):
        yield {"refusal": message["refusal"]}
    for index, call in enumerate(message.get("tool_calls", ())):
        arguments = call["function"]["arguments"]
        yield {"tool_calls": [{**call, "index": index, "function": {**call["function"], "arguments": ""}}]}
        for start in range(0, len(arguments), 12):
            yield {"tool_calls": [{"index": index, "function": {"arguments": arguments[start : start + 12]}}]}


class EndpointServer(ThreadingHTTPServer):
    """The endpoint, from `with` to the end of the block, on a free port unless one is given.

    Attributes:
        received: every request, oldest first.
        key: what `Authorization: Bearer` must carry; None accepts anything.
        stopping: set when the server shuts down.
    """

    daemon_threads = False  # so that closing waits for every answer

    def __init__(self, *, port: int = 0, key: str | None = None) -> None:
        super().__init__(("127.0.0.1", port), Exchange)
        self.key = key
        self.received: list[Received] = []
        self.stopping = threading.Event()
        self._script: collections.deque[Behaviour] = collections.deque([says("Hello.")])
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=functools.partial(self.serve_forever, 0.01), name="endpoint")

    @property
    def url(self) -> str:
        """What `OPENAI_BASE_URL` must be."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def behave(self, *behaviours: Behaviour) -> None:
        """Answer the next requests so, one behaviour each; the last one stays."""
        with self._lock:
            self._script = collections.deque(behaviours)

    def next_behaviour(self) -> Behaviour:
        """How to answer now."""
        with self._lock:
            return self._script.popleft() if len(self._script) > 1 else self._script[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        self.server_close()


def says(text: str, *, pause: float = 0.0) -> Behaviour:
    """The text, whatever was asked for; a stream pauses before each word."""
    return lambda exchange: exchange.message({"content": text}, "stop", pause=pause)


def gives(value: object) -> Behaviour:
    """The value as JSON (text as it is, JSON or not), in the content or as arguments of the function offered."""

    def behave(exchange: Exchange) -> None:
        payload = value if isinstance(value, str) else json.dumps(value)
        if exchange.received.wants != "tool":
            exchange.message({"content": payload}, "stop")
            return
        name = exchange.received.body["tools"][0]["function"]["name"]
        call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": payload}}
        exchange.message({"tool_calls": [call]}, "tool_calls")

    return behave


def refuses(message: str) -> Behaviour:
    """The field `refusal` instead of content."""
    return lambda exchange: exchange.message({"refusal": message}, "stop")


def fails(status: int, message: str = "", headers: dict[str, str] | None = None) -> Behaviour:
    """An HTTP error that repeats the key and the whole request, as the worst of servers do."""

    def behave(exchange: Exchange) -> None:
        seen = f"{exchange.headers['Authorization']} {json.dumps(exchange.received.body)}"
        exchange.error(status, f"{message} {seen}", headers)

    return behave


def only(wants: str, then: Behaviour, otherwise: Behaviour | None = None) -> Behaviour:
    """The behaviour for requests that want just that; HTTP 400 (or `otherwise`) for all others."""
    no = otherwise or fails(400, "response_format or tools is not supported")
    return lambda exchange: then(exchange) if exchange.received.wants == wants else no(exchange)


def sends(*parts: bytes, pause: float = 0.0, body_type: str = "text/event-stream") -> Behaviour:
    """These bytes as they are, a pause before each; the response ends in good order."""

    def behave(exchange: Exchange) -> None:
        exchange.send(200, {"Content-Type": body_type, "Transfer-Encoding": "chunked"})
        for part in parts:
            exchange.pause(pause)
            exchange.raw(part)
        exchange.wfile.write(b"0\r\n\r\n")

    return behave


def silent(exchange: Exchange) -> None:
    """Accepts, and never answers."""
    exchange.pause(3600)


def hangs_up(exchange: Exchange) -> None:
    """Accepts, and closes without an answer."""
    exchange.cut()


def breaks_off(text: str) -> Behaviour:
    """A stream that the server cuts after the text."""
    return _begins(text, Exchange.cut)


def never_finishes(text: str) -> Behaviour:
    """A stream that ends in good order but for its finish_reason."""
    return _begins(text, Exchange.done)


def goes_silent(text: str) -> Behaviour:
    """A stream in which nothing comes after the text, and which does not end."""
    return _begins(text, silent)


def _begins(text: str, then: Behaviour) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.begin()
        for piece in text.split(" "):
            exchange.chunk({"content": piece + " "})
        then(exchange)

    return behave
