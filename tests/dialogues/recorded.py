"""Recorded conversations (ReDial, Li et al. 2018, packaged by He et al. 2023) and what was recommended in them next."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from chatbot.chain import Chatbot
from chatbot.conversation import Session
from data.ids import Ids, Rows
from data.ratings import History


@dataclasses.dataclass(frozen=True)
class Recorded:
    """One turn at which somebody recommended.

    Attributes:
        dialogue: which conversation it is of.
        messages: role and text of all before it.
        targets: for each recommended film of the catalogue, the rows that count as it (remakes share a name).
        gpt4: for each target, the place a recorded answer of GPT-4 gave it, 1 for the first; None where it did not.
    """

    dialogue: str
    messages: tuple[tuple[str, str], ...]
    targets: tuple[Rows, ...]
    gpt4: tuple[int | None, ...]


def read_recorded(folder: Path, ids: Ids) -> Iterator[Recorded]:
    """The turns of a folder with dialogues.jsonl and key.jsonl."""
    keys = {}
    for line in (folder / "key.jsonl").read_text(encoding="utf-8").splitlines():
        key = json.loads(line)
        keys[key["id"]] = key
    for line in (folder / "dialogues.jsonl").read_text(encoding="utf-8").splitlines():
        turn = json.loads(line)
        told = keys[turn["id"]]["targets"]
        rows = [ids.find(np.array(target["ids"], np.int64)) for target in told]
        known = [(some[some >= 0], target["llm"]["gpt-4"]) for some, target in zip(rows, told, strict=True)]
        yield Recorded(
            keys[turn["id"]]["dialog"],
            tuple((message["role"], message["content"]) for message in turn["messages"]),
            tuple(some for some, _ in known if len(some)),
            tuple(place for some, place in known if len(some)),
        )


class Sessions:
    """The session before each turn; what two turns of a conversation have in common is read once."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot
        self._known: dict[tuple[tuple[str, str], ...], Session] = {(): Session(History(None, {}))}

    def after(self, messages: tuple[tuple[str, str], ...]) -> Session:
        """The session after these messages."""
        if messages not in self._known:
            before = self.after(messages[:-1])
            role, text = messages[-1]
            heard = self._chatbot.heard if role == "user" else self._chatbot.shown
            self._known[messages] = heard(before, text)
        return self._known[messages]
