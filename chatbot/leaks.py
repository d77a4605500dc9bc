"""What no answer repeats: the words of the prompts, keys, what is no language, orders to a model."""

import re
from collections.abc import Set as AbstractSet
from typing import TypeAlias

Phrases: TypeAlias = AbstractSet[tuple[str, ...]]

SIZE = 6  # words in a row that no answer shares with a prompt by chance
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_KEY = re.compile(
    r"\b(?:sk|pk|key|token|ghp|xox\w)[-_][\w-]{6,}|\b(?=\w*\d)(?=\w*[A-Za-z])\w{16,}\b|\S{40,}|\b[A-Z]{2,}_[A-Z_]{2,}",
)


def phrases(*texts: str) -> Phrases:
    """Every six words in a row of some prompts."""
    return frozenset(phrase for text in texts for phrase in _phrases(text))


def leaks(sentence: str, private: Phrases) -> bool:
    """The sentence repeats a prompt, or holds what looks like a key."""
    return bool(_KEY.search(sentence)) or any(phrase in private for phrase in _phrases(sentence))


def _phrases(text: str) -> list[tuple[str, ...]]:
    words = [word.lower() for word in _WORD.findall(text)]
    return [tuple(words[at : at + SIZE]) for at in range(len(words) - SIZE + 1)]
