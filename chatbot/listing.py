"""The answers that show picks: a recommendation, a film recalled, the films of a person."""

import dataclasses
from collections.abc import Sequence

from chatbot.conversation import Pick, Request, Session
from chatbot.knowledge import Knowledge
from chatbot.phrases import LIST, LIST_ALL, ONE, OPENINGS, RECALL, RECALL_ASKS, RECALL_OTHERS
from chatbot.reasons import because, why_listed
from chatbot.wishes import understood
from chatbot.wording import Voice, capital, escaped, headline, named, number, people, teaser
from data.movies import Catalogue, Movie

_NOTHING_ASKED = Request()


@dataclasses.dataclass(frozen=True, slots=True)
class Telling:
    """What the words of one answer depend on.

    Attributes:
        session: the conversation before the message.
        request: the wish after it.
        catalogue: has every movie that they name.
        serving: what audiences think; None where only the catalogue is at hand.
        voice: of this turn.
        was: the wish before the message; None where it is not known.
    """

    session: Session
    request: Request
    catalogue: Catalogue
    serving: Knowledge | None
    voice: Voice
    was: Request | None = None


def numbered(picks: Sequence[Pick], start: int = 1) -> str:
    """The picks as a Markdown list, each with its facts and why it is there, in one fixed form."""
    return "\n".join(
        f"{place}. {headline(pick.movie)} — {escaped(because(pick))}" for place, pick in enumerate(picks, start)
    )


def recommended(telling: Telling, picks: Sequence[Pick], *, relaxed: bool, noted: bool) -> str:
    """The picks below an opening that says how the wish was understood; a single one as a sentence.

    Args:
        telling: what the words depend on.
        picks: at least one, best first.
        relaxed: some of them do not meet the wish.
        noted: an opinion was repeated just before.
    """
    opening = _opening(telling, [pick.movie for pick in picks], relaxed=relaxed, noted=noted)
    lines = _lines(telling, picks)
    if len(picks) == 1:
        return f"{opening} {lines[0]}"
    return opening + "\n\n" + "\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1))


def recalled(telling: Telling, picks: Sequence[Pick]) -> str:
    """The film that a description means, how its plot begins, and what else it might be."""
    voice, first = telling.voice, picks[0].movie
    text = f"{voice.choose('recall', RECALL)} {headline(first)}. {teaser(first, 2)}".strip()
    asks = voice.choose("recall asks", RECALL_ASKS)
    if len(picks) == 1:
        return f"{text} {asks}".strip()
    others = "\n".join(_other(pick, place) for place, pick in enumerate(picks[1:], 2))
    ending = f"\n\n{asks}" if asks else ""
    return f"{text}\n\n{voice.choose('recall others', RECALL_OTHERS)}\n\n{others}{ending}"


def filmography(telling: Telling, picks: Sequence[Pick]) -> str:
    """The films of the people asked for, in short lines; who played and directed has it said at each film."""
    movies = [pick.movie for pick in picks]
    only = Request(filters=telling.request.filters)
    wish = understood(only, telling.catalogue, movies) or "films"
    total = len(movies)
    if telling.serving is not None:
        total = int(telling.serving.filters.mask(telling.request.filters).sum())
    if len(movies) == 1:
        return f"{'All that I know of' if total == 1 else 'The best known of'} {wish}: {headline(movies[0])}."
    phrases = LIST_ALL if total <= len(movies) else LIST
    opening = telling.voice.choose("list", phrases).format(
        wish=wish, Wish=capital(wish), count=number(len(movies)), total=f"{total:,}"
    )
    roles = [_role(telling.request.filters.people, movie) for movie in movies]
    tell = len(set(roles)) > 1
    lines = (
        f"{place}. {named(movie)}" + (f", {role}" if tell else "")
        for place, (movie, role) in enumerate(zip(movies, roles, strict=True), 1)
    )
    return opening + "\n\n" + "\n".join(lines)


def _role(names: Sequence[str], movie: Movie) -> str:
    if not names:
        return ""
    directs, plays = names[0] in movie.directors, names[0] in movie.cast
    return "directed and played in" if directs and plays else "directed" if directs else "played in"


def _other(pick: Pick, place: int) -> str:
    """One of the other guesses; a reason that any film could have is left out."""
    line = f"{place}. {headline(pick.movie)}"
    return line if all(reason.kind == "loved" for reason in pick.because) else f"{line} — {escaped(because(pick))}"


def _lines(telling: Telling, picks: Sequence[Pick]) -> list[str]:
    filters = telling.request.filters
    wanted = (*filters.genres, *filters.any_genres)
    return [
        f"{headline(pick.movie, wanted)} — {why_listed(pick, at, telling.voice, telling.serving, filters, picks[:at])}"
        for at, pick in enumerate(picks)
    ]


def _opening(telling: Telling, picks: Sequence[Movie], *, relaxed: bool, noted: bool) -> str:
    request, phrases = telling.request, ONE if len(picks) == 1 else OPENINGS
    wish = understood(request, telling.catalogue, picks)
    more = bool(telling.session.listed) and (
        telling.was is None or wish == understood(telling.was, telling.catalogue, picks)
    )
    plain = request.model_copy(update={"count": _NOTHING_ASKED.count}) == _NOTHING_ASKED
    only_like = bool(request.similar_to) and understood(_unlike(request), telling.catalogue, picks) == ""
    if relaxed:
        kind = "nearest"
    elif only_like:
        kind = "like"
    elif wish:
        kind = "more_wish" if more else "wish"
    elif noted:
        kind = "noted"
    elif more:
        kind = "more"
    else:
        kind = "tonight" if plain or request.intent == "feedback" else "fits"
    titles = [telling.catalogue[one].title for one in request.similar_to[-4:] if one in telling.catalogue]
    count = number(len(picks))
    return telling.voice.choose(kind, phrases[kind]).format(
        wish=wish, Wish=capital(wish), titles=people(titles), count=count, Count=capital(count)
    )


def _unlike(request: Request) -> Request:
    return request.model_copy(update={"similar_to": ()})
