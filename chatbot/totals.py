"""What all answers since the server started used of the language model."""

import dataclasses
import datetime
import threading

from chatbot.usage import Usage


@dataclasses.dataclass(frozen=True, slots=True)
class Total:
    """The sum at one moment.

    Attributes:
        since: when counting began.
        turns: that were counted, with a model or without.
        usage: of all their calls together.
    """

    since: datetime.datetime
    turns: int
    usage: Usage


class Totals:
    """A running total; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._total = Total(datetime.datetime.now(datetime.UTC), 0, Usage())

    def add(self, usage: Usage) -> None:
        """Count one more turn."""
        with self._lock:
            was = self._total
            self._total = dataclasses.replace(was, turns=was.turns + 1, usage=was.usage + usage)

    def read(self) -> Total:
        """The sum so far."""
        return self._total
