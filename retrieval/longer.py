"""Whether words are only a part of a longer name, or what is said every day and names no movie."""

from collections.abc import Sequence

from retrieval import cues
from retrieval.cues import STOP_WORDS, SUBJECTS

NEAR = 70  # characters before and behind that are looked at


def in_longer_name(text: str, start: int, end: int, cued: bool) -> bool:
    """Words with capitals stand on either side, as in "Girls [Trip]" or "[Life] of the Party".

    Behind a cue, capitals after the words as often begin a new sentence ("Have you seen Deadpool The first...").
    """
    goes_on = (cues.CONTINUES_WITH_OF if cued else cues.CONTINUES).match(text, end)
    if goes_on and (cued or goes_on[1] or goes_on[2].lower() not in STOP_WORDS | cues.STARTERS):
        return True
    if cues.OF_BEFORE.search(text[max(0, start - NEAR) : start]):
        return True
    word = cues.WORD_BEFORE.search(text[max(0, start - NEAR) : start])
    if word is None or not word[1][0].isupper() or word[1].lower() in STOP_WORDS | SUBJECTS:
        return False
    before = text[max(0, start - NEAR) : start][: word.start(1)].rstrip()
    return bool(before) and before[-1] not in ".!?"


def is_no_film(words: Sequence[str], before: str, after: str) -> bool:
    """A day, a time told by who was in office, or "it" and "everything" as such; with what stands around it."""
    first = words[0].lower().replace("’", "'")
    if len(words) == 1 and first in cues.DAYS:
        return bool(cues.IT_IS.search(before))
    if cues.WHEN.search(before) and cues.IN_OFFICE.match(after):
        return True
    bare = first.removesuffix("'s")
    if len(words) > 1 or bare not in ("everything", "anything", "it"):
        return False
    return bool(cues.ANYTHING_GOES.match(after)) or bool(cues.AS_LONG_AS.search(before))


def is_quoted(before: str, after: str) -> bool:
    """In quotes, or marked as a title is (*Heat*)."""
    if before[-1:] == "'" and after[:1] == "'":
        return not before[-2:-1].isalnum()
    return before[-1:] in set('"“‘«*_') and after[:1] in set('"”’»*_')
