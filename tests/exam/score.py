"""Usher's own exam: requests in people's words, each with checks that the raw files decide.

    python -m tests.exam.score --home HOME --data ../shared/data [--half first|second|both] [--fails FILE]

Every message goes through the chatbot as the page sends it; recorded conversations are rebuilt as `ask --batch` does.
"""

import dataclasses
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import typer

from chatbot.chain import Chatbot
from chatbot.conversation import Session
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.talk import open_chatbot
from data.folders import Home
from tests.exam.checks import HARD, Check, Exchange, Verdict, judge
from tests.exam.facts import Facts
from tests.exam.texts import named

Line: TypeAlias = dict[str, Any]

HERE = Path(__file__).parent
HALVES = ("first", "second")


@dataclasses.dataclass(frozen=True)
class Result:
    """One request's exchanges, oldest first, and what became of their checks."""

    line: Line
    exchanges: tuple[Exchange, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> bool:
        """All checks of all turns hold."""
        return all(all(verdict.held.values()) for verdict in self.verdicts)

    @property
    def failed(self) -> list[str]:
        """The checks that do not hold, with the turn they belong to, 1 the first."""
        return [
            f"{turn}:{name}"
            for turn, verdict in enumerate(self.verdicts, 1)
            for name, held in verdict.held.items()
            if not held
        ]


def load_half(half: str) -> list[Line]:
    """The requests of one half."""
    text = (HERE / f"{half}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def messages_of(line: Line) -> list[tuple[str, str]]:
    """(role, text) of what comes before the first live message, which is never the program's own words."""
    return [(message["role"], message["content"]) for message in line.get("messages", [])[:-1]]


def live_turns(line: Line) -> list[str]:
    """The person's messages that the program answers."""
    turns: list[str] = line["turns"] if "turns" in line else [line["messages"][-1]["content"]]
    return turns


def checks_of(line: Line) -> list[Check]:
    """One check for each live turn; a single one is of the last."""
    turns = live_turns(line)
    checks: list[Check] = line["checks"]
    return checks if len(checks) == len(turns) else [{}] * (len(turns) - 1) + checks


def converse(chatbot: Chatbot, serving: Serving, facts: Facts, line: Line, user: int | None) -> Iterator[Exchange]:
    """The conversation, one exchange for each live turn."""
    session = Session(serving.history(user))
    said, lists = "", []
    for role, text in messages_of(line):
        session = (chatbot.heard if role == "user" else chatbot.shown)(session, text)
        if role == "user":
            said += f" {text}"
        else:
            lists.append(tuple(movie_id for _, movie_id in named(text, facts) if movie_id is not None))
    for text in live_turns(line):
        said += f" {text}"
        started = time.perf_counter()
        reply = chatbot.reply(session, text, line.get("k"))
        milliseconds = 1000 * (time.perf_counter() - started)
        session = reply.session
        picks = tuple(pick.movie.movie_id for pick in reply.answer.picks)
        yield Exchange(user, said, tuple(filter(None, lists)), reply.answer.text, picks, milliseconds)
        lists.append(picks)


def examine(chatbot: Chatbot, serving: Serving, facts: Facts, line: Line) -> Result:
    """The conversation of a request, judged."""
    exchanges = list(converse(chatbot, serving, facts, line, line["user"]))
    checks = checks_of(line)
    others = {check["differs"] for check in checks if "differs" in check}
    for other in others:
        theirs = list(converse(chatbot, serving, facts, line, other))
        pairs = zip(exchanges, theirs, strict=True)
        exchanges = [dataclasses.replace(ours, others=exchange.picks) for ours, exchange in pairs]
    verdicts = [judge(check, exchange, facts) for check, exchange in zip(checks, exchanges, strict=True)]
    return Result(line, tuple(exchanges), tuple(verdicts))


def summary(results: list[Result]) -> dict[str, Any]:
    """All figures: passed and asked in all, by kind and by check; hard wishes by film and request; latencies."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    checks: dict[str, list[bool]] = defaultdict(list)
    kept = broken = wishing = unbroken = 0
    for result in results:
        kinds[result.line["kind"]].append(result.passed)
        for verdict in result.verdicts:
            for name, held in verdict.held.items():
                checks[name].append(held)
        kept += sum(verdict.kept for verdict in result.verdicts)
        broken += sum(verdict.broken for verdict in result.verdicts)
        if any(name in HARD for verdict in result.verdicts for name in verdict.held):
            wishing += 1
            unbroken += not any(verdict.broken for verdict in result.verdicts)
    times = sorted(exchange.milliseconds for result in results for exchange in result.exchanges)
    return {
        "passed": [sum(result.passed for result in results), len(results)],
        "without_recall": _of([result.passed for result in results if result.line["kind"] != "plot"]),
        "several_turns": _of([r.passed for r in results if len(messages_of(r.line)) + len(live_turns(r.line)) > 1]),
        "kinds": {kind: _of(held) for kind, held in sorted(kinds.items())},
        "checks": {check: _of(held) for check, held in sorted(checks.items())},
        "hard_films": [kept, kept + broken],
        "hard_requests": [unbroken, wishing],
        "latency_ms": {
            "median": round(times[len(times) // 2], 1),
            "p95": round(times[min(len(times) - 1, int(0.95 * len(times)))], 1),
        },
    }


def _of(held: list[bool]) -> list[int]:
    return [sum(held), len(held)]


def report(half: str, figures: dict[str, Any]) -> str:
    """The figures for people."""

    def part(pair: list[int]) -> str:
        return f"{pair[0]:4d} / {pair[1]:4d}  {100 * pair[0] / max(1, pair[1]):5.1f} %"

    lines = [f"\n{half} half: all checks met {part(figures['passed'])}"]
    lines.append(f"  without the recall of plots         {part(figures['without_recall'])}")
    lines.append(f"  in conversations of several turns   {part(figures['several_turns'])}")
    lines.append(f"  hard wishes kept, by film           {part(figures['hard_films'])}")
    lines.append(f"  hard wishes never broken, by request {part(figures['hard_requests'])}")
    lines += [f"  kind  {kind:12s} {part(pair)}" for kind, pair in figures["kinds"].items()]
    lines += [f"  check {check:12s} {part(pair)}" for check, pair in figures["checks"].items()]
    lines.append(f"  latency median {figures['latency_ms']['median']} ms, p95 {figures['latency_ms']['p95']} ms")
    return "\n".join(lines)


def failure(result: Result, facts: Facts) -> Line:
    """A failed request with what was answered, to be read by a person."""
    answers = [
        {
            "said": text,
            "check": check,
            "picks": [f"{facts.names[m][0]} ({facts.year.get(m, '?')})" for m in exchange.picks if m in facts.names],
            "answer": exchange.text,
        }
        for text, check, exchange in zip(live_turns(result.line), checks_of(result.line), result.exchanges, strict=True)
    ]
    before = [{"role": role, "said": text} for role, text in messages_of(result.line)]
    head = {"id": result.line["id"], "kind": result.line["kind"], "user": result.line["user"]}
    return {**head, "failed": result.failed, "before": before, "turns": answers}


def run(chatbot: Chatbot, current: Callable[[], Serving], facts: Facts, lines: list[Line]) -> list[Result]:
    """All requests, judged."""
    serving = current()
    return [examine(chatbot, serving, facts, line) for line in lines]


def main(
    home: Annotated[Path, typer.Option()],
    data: Annotated[Path, typer.Option()] = Path("../shared/data"),
    half: Annotated[Literal["first", "second", "both"], typer.Option()] = "first",
    fails: Annotated[Path | None, typer.Option(help="failed requests of the first half, as JSON lines")] = None,
) -> None:
    """Score the chatbot on the exam; of the second half only totals are told."""
    facts = Facts(data)
    chatbot, current = open_chatbot(Home(home), Settings())
    figures: dict[str, Any] = {}
    for name in HALVES if half == "both" else (half,):
        results = run(chatbot, current, facts, load_half(name))
        figures[name] = summary(results)
        typer.echo(report(name, figures[name]))
        if fails is not None and name == "first":
            failed = (failure(result, facts) for result in results if not result.passed)
            fails.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in failed), encoding="utf-8")
    typer.echo(json.dumps(figures))


if __name__ == "__main__":
    typer.run(main)
