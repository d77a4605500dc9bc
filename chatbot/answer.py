"""The answer composed without a language model, from the same evidence that one would be given."""

import re
from collections.abc import Sequence

from chatbot.compare import compare
from chatbot.conversation import Answer, Request, Session, Topic
from chatbot.facts import answer_question, evidence
from chatbot.knowledge import Knowledge
from chatbot.listing import Telling, filmography, numbered, recalled, recommended
from chatbot.phrases import NEWCOMER, NOTED, NOTHING, OUT_OF_SCOPE, STUCK, TALK, UNCLEAR, WHICH_FILM
from chatbot.picks import Selection
from chatbot.question import asks_of_all, read_question
from chatbot.reasons import because
from chatbot.small_talk import kind_of
from chatbot.why import offers, why_not
from chatbot.wording import Voice, ended, escaped, headline, listed, people, runtime
from data.movies import Catalogue, Movie, MovieId
from retrieval.filters import allows

__all__ = ["because", "compose", "escaped", "facts", "headline", "numbered", "runtime"]

CHIPS_LIST = ("something newer", "something shorter", "funnier", "something else", "tell me about the first one")
CHIPS_FACT = ("something like it", "what should I watch tonight")
CHIPS_START = ("what should I watch tonight", "a 90s thriller under two hours", "something uplifting")
_STUCK_AFTER = 3  # lists, after each of which Usher asks what is wrong with them
_OF_ONE: tuple[Topic, ...] = ("cast", "director", "plot")  # "who directed the shortest of these" asks of that one
_MOST_REPEATED = 4  # titles of one opinion
_COMPANION = re.compile(
    r"\b(?:my|our) ((?:wife|husband|girlfriend|boyfriend|partner|spouse|fianc[eé]e?|daughter|son|mother|mum|mom|father"
    r"|dad|sister|brother|friend|flatmate|roommate|grandmother|grandfather|grandma|grandpa)|(?:kids|children|parents"
    r"|daughters|sons|friends|family))\b",
    re.IGNORECASE,
)


def compose(
    message: str,
    session: Session,
    request: Request,
    selection: Selection,
    catalogue: Catalogue,
    serving: Knowledge | None = None,
    was: Request | None = None,
    ranking: Sequence[MovieId] = (),
) -> Answer:
    """The answer to a message; the same conversation always gets the same words.

    Args:
        message: the person's.
        session: the conversation before the message, with the history after it.
        request: the wish after the message.
        selection: what was picked for it.
        catalogue: has every movie that these name.
        serving: what audiences think, and what this person is expected to; None leaves that out.
        was: the wish before the message; opinions in it are not repeated. None where it is not known.
        ranking: for "why": every movie open to the person when the last list was made, best first.
    """
    telling = Telling(session, request, catalogue, serving, Voice(session, message, shows=bool(selection.picks)), was)
    if request.unknown and request.intent == "unclear":
        return Answer(_unknown(request), chips=CHIPS_START)
    about = [catalogue[movie_id] for movie_id in _asked_about(message, session, request) if movie_id in catalogue]
    match request.intent:
        case "small_talk":
            kind = kind_of(message.lower()) or "greeting"
            return Answer(telling.voice.choose(kind, TALK[kind]), chips=CHIPS_START)
        case "out_of_scope":
            return Answer(telling.voice.choose("scope", OUT_OF_SCOPE), chips=CHIPS_START)
        case "unclear":
            return Answer(telling.voice.choose("unclear", UNCLEAR), chips=CHIPS_START)
        case "fact" | "compare":
            question = read_question(message, request.topic, tuple(movie.title for movie in about))
            if request.intent == "compare" and question.asked in ("all", "other"):
                return Answer(compare(about, serving, session), chips=CHIPS_FACT)
            return Answer(answer_question(about, question, telling.voice, serving, session), chips=CHIPS_FACT)
        case "why":
            return _why(telling, about, ranking)
    return _shown(telling, message, selection)


def facts(request: Request, catalogue: Catalogue) -> str:
    """All that the catalogue says of the movies that a question is about, in Markdown."""
    movies = [catalogue[movie_id] for movie_id in request.about if movie_id in catalogue]
    return "\n\n".join(evidence(movie) for movie in movies) or WHICH_FILM


def _asked_about(message: str, session: Session, request: Request) -> Sequence[MovieId]:
    """The movies of a question; all of the list for "which of these is the shortest", whichever one was read in it."""
    of_list = request.intent == "fact" and request.topic not in _OF_ONE and set(request.about) <= set(session.listed)
    return session.listed if of_list and asks_of_all(message) else request.about


def _why(telling: Telling, about: Sequence[Movie], ranking: Sequence[MovieId]) -> Answer:
    if not about:
        return Answer(WHICH_FILM, chips=CHIPS_FACT)
    session, request = telling.session, telling.request
    texts = [
        why_not(telling.catalogue, session, request, movie.movie_id, ranking, telling.voice, telling.serving)
        for movie in about[:3]
    ]
    chips = dict.fromkeys(way for movie in about[:3] for way in offers(session, request, movie))
    return Answer("\n\n".join(texts), chips=(*tuple(chips)[:2], *CHIPS_FACT))


def _shown(telling: Telling, message: str, selection: Selection) -> Answer:
    """The answer that shows picks, if there are any."""
    request, picks, notices = telling.request, selection.picks, selection.notices
    opinions = _opinions(telling, message)
    noted = ended(telling.voice.choose("opinions", NOTED).format(opinions=opinions)) if opinions else ""
    if not picks:
        text = " ".join(notices) or telling.voice.choose("nothing", NOTHING)
        return Answer(
            " ".join(filter(None, (_unknown(request), noted, text))),
            notices=notices,
            chips=("start over", CHIPS_START[0]),
        )
    relaxed = request.intent != "recall" and not all(allows(request.filters, pick.movie) for pick in picks)
    if request.intent == "recall":
        body = recalled(telling, picks)
    elif request.intent == "list":
        body = filmography(telling, picks)
    else:
        body = recommended(telling, picks, relaxed=relaxed, noted=bool(noted))
    told = " ".join(filter(None, (_unknown(request), noted, *(notices if relaxed else ()), body)))
    parts = [told, *(() if relaxed or request.intent == "list" else notices)]
    if not any("?" in part for part in parts):
        parts.append(_closing(telling))
    return Answer("\n\n".join(filter(None, parts)), picks, notices, CHIPS_LIST)


def _unknown(request: Request) -> str:
    """What was asked for and cannot be told, in a sentence; empty without it."""
    names = [name for name in request.unknown if not name.startswith("directed by")]
    told = [f"I do not know of any film with credits for {people(names)}."] if names else []
    told += [f"Which films are {name} I do not know." for name in request.unknown if name not in names]
    return " ".join(told)


def _opinions(telling: Telling, message: str) -> str:
    """The opinions that the message gave, as clauses."""
    request, catalogue, was = telling.request, telling.catalogue, telling.was
    if was is None and request.intent != "feedback":
        return ""

    def new(name: str) -> str:
        before = getattr(was or Request(), name)
        ids = [movie_id for movie_id in getattr(request, name) if movie_id not in before and movie_id in catalogue]
        return people([catalogue[movie_id].title for movie_id in ids[-_MOST_REPEATED:]])

    companion = _COMPANION.search(message)
    they = f"your {companion[1].lower()}" if companion else "they"
    told = [("you liked", new("liked")), ("you did not like", new("disliked"))]
    told += [(f"{they} liked", new("others_liked")), (f"{they} did not like", new("others_disliked"))]
    return listed([f"{whose} {titles}" for whose, titles in told if titles])


def _closing(telling: Telling) -> str:
    """A last sentence: what would help with someone new, what to change after several lists; mostly nothing."""
    session, request = telling.session, telling.request
    lists = sum(turn.role == "assistant" and bool(turn.movies) for turn in session.turns)
    asked = any("?" in turn.text for turn in session.turns[-2:] if turn.role == "assistant")
    if request.intent in ("recall", "list"):
        return ""
    if lists == 0 and not session.history.stars and not request.similar_to and not request.query:
        return telling.voice.choose("newcomer", NEWCOMER)
    return telling.voice.choose("stuck", STUCK) if lists and lists % _STUCK_AFTER == 0 and not asked else ""
