"""What the words before a place lead up to: a movie, a taste, a question, a subject."""

import dataclasses
import functools

from retrieval import cues


@dataclasses.dataclass(frozen=True, slots=True)
class Lead:
    """What follows, as far as the words before say it.

    Attributes:
        strong: only a movie can follow ("loved", "who directed"), or a taste.
        taste: a movie or a subject can follow ("I like").
        asked: a question or a verb that takes movies and other things ("did you know").
        asks_you: "have you seen", "did you like".
        what_is: "what is", which needs "about" behind.
        disliked: "I didn't like".
        listed: one word and a comma, "or" or "and", behind what only a movie can follow.
        subject: a subject of a movie follows ("a film about"), or somebody's name ("a man called").
    """

    strong: bool = False
    taste: bool = False
    asked: bool = False
    asks_you: bool = False
    what_is: bool = False
    disliked: bool = False
    listed: bool = False
    subject: bool = False


@functools.lru_cache(maxsize=1024)
def lead(before: str) -> Lead:
    """What some words lead up to.

    Args:
        before: the text near and before a place, up to it.
    """
    words = before.split()
    last = words[-1].lower().rstrip(":,") if words else ""
    subject = bool(cues.SUBJECT_OF.search(before))
    if last in cues.LAST_WORDS:
        return Lead(
            strong=bool(cues.STRONG.search(before)),
            taste=bool(cues.TASTE.search(before)),
            asked=bool(cues.QUESTION.search(before)),
            asks_you=bool(cues.ASKS_YOU.search(before)),
            what_is=bool(cues.WHAT_IS.search(before)),
            disliked=bool(cues.DISLIKED.search(before)),
            subject=subject,
        )
    listed = cues.LISTED.match(before) if last in ("or", "and", "nor") or before.endswith(", ") else None
    return Lead(subject=subject, listed=bool(listed and cues.STRONG.search(listed[1])))


def is_expected(before: str) -> bool:
    """Whether words say that a movie comes next, whatever it is."""
    led = lead(before)
    return (led.strong and not led.taste) or led.asked or led.asks_you


def is_announced(before: str) -> bool:
    """Whether words say that a movie comes next, not merely a question."""
    led = lead(before)
    return led.asks_you or (led.strong and not led.taste)
