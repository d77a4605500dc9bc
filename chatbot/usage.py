"""What calls of a language model used: tokens, and dollars where prices are known."""

import dataclasses
from typing import Any

BYTES_A_TOKEN = 3  # English has about 4.5, code and other scripts about 3: an estimate is rather too high


@dataclasses.dataclass(frozen=True, slots=True)
class Usage:
    """What some calls used together.

    Attributes:
        prompt_tokens, completion_tokens: as the endpoint counted them.
        calls: requests sent to the endpoint.
        estimated: the endpoint did not count some of it, and its part is estimated from the texts.
        cost: in dollars; None where a call was made and no prices are configured.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    estimated: bool = False
    cost: float | None = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        known = self.cost is not None and other.cost is not None
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.calls + other.calls,
            self.estimated or other.estimated,
            (self.cost or 0.0) + (other.cost or 0.0) if known else None,
        )

    def as_record(self) -> dict[str, Any]:
        """The same as JSON has it; the cost in dollars, rounded to a millionth."""
        cost = None if self.cost is None else round(self.cost, 6)
        return {**dataclasses.asdict(self), "cost": cost}

    def __str__(self) -> str:
        """In words, such as "about 812 + 96 tokens in 2 calls, $0.0002"."""
        about = "about " if self.estimated else ""
        calls = "1 call" if self.calls == 1 else f"{self.calls} calls"
        dollars = "" if self.cost is None else f", ${self.cost:.4f}"
        return f"{about}{self.prompt_tokens:,} + {self.completion_tokens:,} tokens in {calls}{dollars}"


@dataclasses.dataclass(frozen=True, slots=True)
class Prices:
    """Dollars for a million tokens."""

    prompt: float
    completion: float

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float:
        """What so many tokens cost, in dollars."""
        return (self.prompt * prompt_tokens + self.completion * completion_tokens) / 1_000_000


class Call:
    """One request to an endpoint, and what its reply tells of tokens."""

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._written = ""
        self._counted: tuple[int, int] | None = None
        self._answered = False

    def told(self, text: str, counted: object) -> None:
        """A reply or a piece of it: what it writes, and its `usage_metadata` if it has any."""
        self._answered = True
        self._written += text
        if isinstance(counted, dict):
            figures = (counted.get("input_tokens"), counted.get("output_tokens"))
            prompt, completion = (figure if isinstance(figure, int) and figure >= 0 else None for figure in figures)
            if prompt and completion is not None:
                self._counted = prompt, completion

    def usage(self, prices: Prices | None) -> Usage:
        """What the request used; estimated where a reply came that counted nothing, and nothing where none came."""
        prompt, completion = self._counted or (0, 0)
        if self._answered and not self._counted:
            prompt, completion = estimated_tokens(self._prompt), estimated_tokens(self._written)
        cost = prices.cost(prompt, completion) if prices else None
        return Usage(prompt, completion, 1, self._counted is None, cost)


class Meter:
    """Adds up what the calls of one turn used."""

    def __init__(self) -> None:
        self.usage = Usage()

    def add(self, usage: Usage) -> None:
        """Count another call."""
        self.usage += usage


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, from its length in UTF-8; rather too many."""
    return -(-len(text.encode()) // BYTES_A_TOKEN)
