"""A long list, a page at a time."""

import dataclasses
from collections.abc import Sequence
from typing import Generic, TypeVar

from chatbot.rooms.forms import whole

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list.

    Attributes:
        items: what stands on it.
        number: of the page, from 1.
        last: the number of the last page.
        total: how long the list is.
    """

    items: Sequence[T]
    number: int
    last: int
    total: int


def paged(items: Sequence[T], number: str, size: int) -> Paged[T]:
    """The page of that number with `size` items; the nearest there is for a number that is none."""
    last = max(1, -(-len(items) // size))
    at = min(max(whole(number) or 1, 1), last)
    return Paged(items[(at - 1) * size : at * size], at, last, len(items))
