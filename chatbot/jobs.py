"""Long commands of Usher run beside the server, one at a time: each a process of its own, followed by what it tells.

A command that crashes, is killed or fills the memory ends alone. Its progress is read from its standard error, where
commands tell their stages ("2/4 ...", "cell 3 of 90 ..."), its result is the last line of its standard output.
"""

import collections
import contextlib
import dataclasses
import datetime
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from data.errors import BadInput

logger = logging.getLogger(__name__)

Kind: TypeAlias = Literal["build", "evaluate"]
State: TypeAlias = Literal["running", "done", "failed", "cancelled"]

USHER = (sys.executable, str(Path(__file__).parents[1] / "app.py"))
KEPT_LINES, LONGEST_LINE = 200, 400
GRACE = 10.0  # seconds in which a cancelled command may tidy up
STAGE = re.compile(r"\s*(\d+)/(\d+) ")  # begins
CELL = re.compile(r"(?:cell )?(\d+) of (\d+) (?:cells|in) ")  # is over
ERROR = "error: "


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """A command at one moment.

    Attributes:
        number: counts from 1 since the server started.
        kind: the command.
        about: what it works on, in words.
        state: how it goes or went.
        started_at: when.
        seconds: that it has run, or ran.
        share: of its stages that are over, 0 to 1; None before it tells any.
        lines: the last ones that it told.
        result: the last line that it printed, or why it failed; "" while it runs.
    """

    number: int
    kind: Kind
    about: str
    state: State
    started_at: datetime.datetime
    seconds: float
    share: float | None
    lines: tuple[str, ...]
    result: str


class Jobs:
    """Runs one command at a time and remembers the last; safe for threads."""

    def __init__(self, command: Sequence[str] = USHER, grace: float = GRACE) -> None:
        """`command` is what the kind and its options are appended to; `grace` are seconds to tidy up in."""
        self._command = tuple(command)
        self._grace = grace
        self._lock = threading.Lock()
        self._number = 0
        self._run: _Run | None = None

    def start(self, kind: Kind, options: Sequence[str], about: str) -> Job:
        """Start a command.

        Raises:
            BadInput: one is running, or this one cannot be started.
        """
        with self._lock:
            if self._run is not None and self._run.job().state == "running":
                raise BadInput(f"{self._run.about} is still running: wait for it, or cancel it")
            try:
                run = _Run(self._number + 1, kind, about, (*self._command, kind, *options), self._grace)
            except OSError as error:
                raise BadInput(f"cannot start {self._command[0]!r}: {error.strerror}") from error
            self._number += 1
            self._run = run
        logger.info("started %s (job %d)", kind, run.number)
        return run.job()

    def last(self) -> Job | None:
        """The command that runs, else the last that ran; None if there was none."""
        run = self._run
        return None if run is None else run.job()

    def cancel(self) -> None:
        """Have the running command end; nothing if none runs. What it has published or stored whole stays."""
        if self._run is not None:
            self._run.cancel()

    def close(self) -> None:
        """End the running command and wait until it is gone."""
        if self._run is not None:
            self._run.cancel()
            self._run.wait()


class _Run:
    """One process, and what it told so far."""

    def __init__(self, number: int, kind: Kind, about: str, command: Sequence[str], grace: float) -> None:
        self.number, self.kind, self.about, self._grace = number, kind, about, grace
        self._started_at, self._started = datetime.datetime.now(datetime.UTC), time.monotonic()
        self._lines: collections.deque[str] = collections.deque(maxlen=KEPT_LINES)
        self._share: float | None = None
        self._seconds: float | None = None
        self._state: State = "running"
        self._result = ""
        self._is_cancelled = False
        self._lock = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # so that what it has started ends with it
        )
        self._watcher = threading.Thread(target=self._watch, name=f"job-{number}", daemon=True)
        self._watcher.start()

    def job(self) -> Job:
        """The command as it is now."""
        with self._lock:
            seconds = time.monotonic() - self._started if self._seconds is None else self._seconds
            told = (self._share, tuple(self._lines), self._result)
            return Job(self.number, self.kind, self.about, self._state, self._started_at, seconds, *told)

    def cancel(self) -> None:
        """Ask it to end, and end it if it does not."""
        with self._lock:
            if self._state != "running" or self._is_cancelled:
                return
            self._is_cancelled = True
        self._end(at_once=False)
        threading.Thread(target=self._insist, name=f"job-{self.number}-end", daemon=True).start()

    def wait(self) -> None:
        """Until it has ended."""
        self._watcher.join()

    def _insist(self) -> None:
        try:
            self._process.wait(self._grace)
        except subprocess.TimeoutExpired:
            self._end(at_once=True)

    def _end(self, *, at_once: bool) -> None:
        """End the process and all that it has started."""
        if os.name == "nt":  # which has no groups of processes, and one way to end them
            self._process.kill()
        elif self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL if at_once else signal.SIGTERM)

    def _watch(self) -> None:
        assert self._process.stderr is not None
        assert self._process.stdout is not None
        with self._process, self._process.stderr, self._process.stdout:
            for line in self._process.stderr:
                self._hear(line.rstrip()[:LONGEST_LINE])
            printed = self._process.stdout.read().strip()
            status = self._process.wait()
        with self._lock:
            self._seconds = time.monotonic() - self._started
            if status == 0:
                self._state, self._share = "done", 1.0
                self._result = printed.rpartition("\n")[2][:LONGEST_LINE]
            elif self._is_cancelled:
                self._state, self._result = "cancelled", "it was cancelled"
            else:
                self._state, self._result = "failed", _why(status, self._lines)
        logger.info("job %d %s after %.0f s", self.number, self._state, self._seconds)

    def _hear(self, line: str) -> None:
        if not line:
            return
        with self._lock:
            self._lines.append(line)
            if begun := STAGE.match(line):
                self._share = (int(begun[1]) - 1) / max(int(begun[2]), 1)
            elif over := CELL.match(line):
                self._share = int(over[1]) / max(int(over[2]), 1)


def _why(status: int, lines: Sequence[str]) -> str:
    """Why a command failed: its own last error, else how its process ended."""
    told = [line.removeprefix(ERROR) for line in lines if line.startswith(ERROR)]
    if told:
        return told[-1]
    if status < 0:
        return f"its process was ended by signal {-status}"
    return f"its process ended with status {status}: its last lines say why"
