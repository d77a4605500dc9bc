"""A real Chroma server for tests: the one that the package brings, on this machine only."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx

STARTING = 60.0  # seconds


class ChromaProcess:
    """A server with its data in a folder, on a port of its own that it keeps when it is started again."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._folder = folder
        self._port = str(port)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = Path(sys.executable).with_name("chroma")
        where = ("--path", str(self._folder / "store"), "--host", "127.0.0.1", "--port", self._port)
        with (self._folder / "log").open("ab") as log:
            environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
            self._process = subprocess.Popen((program, "run", *where), env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTING
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/api/v2/heartbeat").status_code == 200:
                    return
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """It takes connections and says nothing, as a machine without memory would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def running_chroma(folder: Path) -> Iterator[ChromaProcess]:
    """A server that runs, with its data in a folder that is there."""
    process = ChromaProcess(folder)
    process.start()
    try:
        yield process
    finally:
        process.kill()
