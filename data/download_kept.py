"""Answers that were paid for with a request, kept line by line so that a run that was cut off goes on from them."""

import datetime
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any

from data.files import written_whole

MOST_DAYS = 180  # TMDB's terms let nobody keep its data for more than six months


class Kept:
    """Answers by the id they are of, in a file of JSON lines; None says that the source has nothing of that id."""

    def __init__(self, path: Path, now: datetime.datetime) -> None:
        """Read what is there; what is older than `MOST_DAYS`, and the torn end of a run that was killed, is deleted."""
        self._path = path
        self._now = now
        self._answers: dict[str, Any] = {}
        oldest = (now - datetime.timedelta(days=MOST_DAYS)).isoformat()
        lines = []
        if path.exists():
            with path.open(encoding="utf-8", errors="replace") as old:
                for line in old:
                    try:
                        entry = json.loads(line)
                        key, asked_at, answer = entry["id"], entry["at"], entry["answer"]
                    except (ValueError, KeyError, TypeError):
                        continue
                    if isinstance(asked_at, str) and asked_at >= oldest:
                        self._answers[key] = answer
                        lines.append(json.dumps(entry, ensure_ascii=False) + "\n")
        with written_whole(path) as fresh:
            fresh.writelines(lines)
        self._file = path.open("a", encoding="utf-8")

    def __enter__(self) -> "Kept":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def __contains__(self, key: str) -> bool:
        return key in self._answers

    def add(self, key: str, answer: Any) -> None:
        """Keep an answer at once."""
        self._answers[key] = answer
        entry = {"id": key, "at": self._now.isoformat(), "answer": answer}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()

    def get(self, key: str) -> Any:
        """The answer of an id, None also where there is none."""
        return self._answers.get(key)
