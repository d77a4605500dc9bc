"""Why a pick is there, in words: as evidence in one fixed form, and in a list with its place and varied joins."""

from collections.abc import Sequence

from chatbot.conditions import unmet
from chatbot.conversation import Pick, Reason
from chatbot.knowledge import Knowledge
from chatbot.phrases import AGAIN, PLACES, SECOND, SINCE, STARS
from chatbot.wording import Voice, ended, escaped
from retrieval.index import Filters


def because(pick: Pick) -> str:
    """Why a pick is there: its two strongest reasons, of which one names what the person liked if any does."""
    clauses = [("because " if reason.kind == "liked" else "") + reason.text for reason in _told(pick)]
    return ended("; ".join(clauses))


def why_listed(
    pick: Pick, at: int, voice: Voice, serving: Knowledge | None, filters: Filters, before: Sequence[Pick] = ()
) -> str:
    """What stands behind the pick's headline in a list, in Markdown.

    Args:
        pick: one of the list.
        at: its 0-based place, by which the wording changes.
        voice: of this turn.
        serving: what audiences think; None leaves the evidence in its own words.
        filters: the wish; what the pick does not meet of it is admitted.
        before: the picks listed above it; a reason that one of them has is only pointed to.
    """
    given = {reason.text for other in before for reason in _told(other)}
    clauses = [_clause(reason, pick, at, voice, serving, again=reason.text in given) for reason in _told(pick)]
    text = clauses[0]
    if len(clauses) > 1:
        text += voice.choose("second", SECOND, at).format(reason=clauses[1])
    if pick.place is not None:
        label = voice.choose(pick.place, PLACES[pick.place])
        text = f"{label}{', ' if _told(pick)[0].kind == 'liked' else ': '}{text}"
    broken = [wish.fact for wish in unmet(filters, pick.movie) if wish.fact]
    return ended(text) + (f" But {broken[0]}." if broken else "")


def _told(pick: Pick) -> list[Reason]:
    chosen = list(pick.because[:2])
    personal = next((reason for reason in pick.because if reason.kind == "liked"), None)
    if personal is not None and personal not in chosen:
        chosen[-1] = personal
    return chosen


def _clause(reason: Reason, pick: Pick, at: int, voice: Voice, serving: Knowledge | None, *, again: bool) -> str:
    if reason.kind == "loved":
        return _stars(reason, pick, at, voice, serving)
    text = escaped(reason.text)
    if reason.kind != "liked":
        return text
    if again:
        return voice.choose("again", AGAIN, at).format(reason=text)
    first = _told(pick)[0] is reason
    return voice.choose("since", SINCE, at).format(reason=text) if first else text


def _stars(reason: Reason, pick: Pick, at: int, voice: Voice, serving: Knowledge | None) -> str:
    known = serving.reputations.get(pick.movie.movie_id) if serving is not None else None
    if known is None or known.count < 2:
        return escaped(reason.text)
    return voice.choose("stars", STARS, at).format(stars=f"{known.stars:.1f}", raters=f"{known.count:,} ratings")
