"""Some models think aloud inside the reply, between <think> and </think>; that is not for the reader."""

from collections.abc import Iterable, Iterator

OPENING, CLOSING = "<think>", "</think>"


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a reply without what stands between the two tags, wherever the pieces are cut."""
    thinking = False
    held = ""
    for piece in pieces:
        held += piece
        while True:
            tag = CLOSING if thinking else OPENING
            before, found, after = held.partition(tag)
            if not found:
                break
            if not thinking and before:
                yield before
            thinking, held = not thinking, after
        cut = len(held) - _begun(held, CLOSING if thinking else OPENING)
        if cut and not thinking:
            yield held[:cut]
        held = held[cut:]
    if held and not thinking:
        yield held


def _begun(text: str, tag: str) -> int:
    """How many characters at the end of a text may be the beginning of a tag."""
    return next((size for size in range(min(len(tag) - 1, len(text)), 0, -1) if tag.startswith(text[-size:])), 0)
