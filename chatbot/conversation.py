"""What passes through the chain, in that order: Turn, Request, Pick, Answer, Session."""

import dataclasses
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from data.movies import Movie, MovieId
from data.ratings import History
from retrieval.index import Filters

Intent: TypeAlias = Literal[
    "recommend",
    "recall",
    "list",
    "fact",
    "compare",
    "why",
    "feedback",
    "small_talk",
    "out_of_scope",
    "unclear",
]
WITHOUT_PICKS: frozenset[Intent] = frozenset(("fact", "compare", "why", "small_talk", "out_of_scope", "unclear"))
Fame: TypeAlias = Literal["any", "popular", "hidden", "acclaimed"]
Place: TypeAlias = Literal["safest", "stretch", "short"]
Topic: TypeAlias = Literal[
    "all", "cast", "director", "year", "runtime", "genres", "language", "rating", "suitable", "plot"
]
Mood: TypeAlias = Literal[
    "funny",
    "dark",
    "light",
    "tense",
    "scary",
    "romantic",
    "sad",
    "uplifting",
    "clever",
    "strange",
    "quiet",
    "epic",
    "fast",
    "violent",
]


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """One message; `movies` are those it showed, in the order shown."""

    role: Literal["user", "assistant"]
    text: str
    movies: tuple[MovieId, ...] = ()


class Request(BaseModel):
    """What the person wants, as far as the conversation has said it. Rules or a language model fill it.

    Attributes:
        intent: what the last message asks for. recommend: movies to watch; recall: the movie that fits a description;
            list: the movies of the people in the filters; fact: something about a movie; compare: about several, side
            by side; why: why a movie was not shown; feedback: only an opinion; out_of_scope: nothing to do with
            movies; unclear: nothing could be read from it.
        query: what the movie is about, in the person's words; empty where they did not say.
        not_about: themes that the movie must not have, in the person's words, one an entry.
        moods, not_moods: how it feels; they pull the list, they do not cut it.
        similar_to: movies named as an example.
        about: movies a question is about.
        topic: what the question asks of them.
        liked, disliked, seen: opinions given in this conversation by the person.
        others_liked, others_disliked: opinions of those who watch along ("my wife hated it"); they count for this
            conversation only, never as the person's ratings.
        fond_of: people the person said something good of; they pull, they do not cut.
        filters: what must hold.
        fame: how well known the movies should be; acclaimed asks for high ratings.
        rewatch: movies that the person has seen are wanted, or welcome.
        count: how many movies, 1 to 20.
        paused: the wish that goes on after a list, which is a question of its own.
        unknown: what the last message asks for that no fact of the catalogue decides: names that no film credits, in
            full where they are well known, or words such as "directed by a woman".
    """

    model_config = ConfigDict(frozen=True)

    intent: Intent = "recommend"
    query: str = ""
    not_about: tuple[str, ...] = ()
    moods: tuple[Mood, ...] = ()
    not_moods: tuple[Mood, ...] = ()
    similar_to: tuple[MovieId, ...] = ()
    about: tuple[MovieId, ...] = ()
    topic: Topic = "all"
    liked: tuple[MovieId, ...] = ()
    disliked: tuple[MovieId, ...] = ()
    seen: tuple[MovieId, ...] = ()
    others_liked: tuple[MovieId, ...] = ()
    others_disliked: tuple[MovieId, ...] = ()
    fond_of: tuple[str, ...] = ()
    filters: Filters = Filters()
    fame: Fame = "any"
    rewatch: bool = False
    count: int = 3
    paused: "Request | None" = Field(default=None, exclude=True)
    unknown: tuple[str, ...] = Field(default=(), exclude=True)


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for a pick.

    Attributes:
        kind: liked: a large share of its score comes from movies that the person liked; like: it resembles a movie
            named as an example; words: its description fits the request; mood: its genres or tags fit the mood;
            rated: what the person gave it; loved: everyone's ratings.
        text: a clause that can follow "because" or stand alone after a dash; it names only movies of `movies`.
        movies: the movies that the clause names.
    """

    kind: Literal["liked", "like", "words", "mood", "rated", "loved"]
    text: str
    movies: tuple[MovieId, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Pick:
    """A movie that the answer may name, with the evidence that put it there, strongest first.

    Attributes:
        score: what it was ranked by; compares only within one answer.
        sources: who proposed it ("als", "two_tower", "popular", "words", "passages", "similar", ...).
        stars: predicted rating of this person, 0.5 to 5; None where nothing is known of them.
        place: what it is among picks for tonight: the safest one, a stretch, a short one; None in other lists.
    """

    movie: Movie
    score: float
    sources: tuple[str, ...]
    because: tuple[Reason, ...]
    stars: float | None = None
    place: Place | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the person reads, the movies it names, and what they should know about how it came to be.

    Attributes:
        text: Markdown.
        picks: best first; empty where the answer names no movie to watch.
        notices: one sentence for each wish that had to give way.
        chips: short follow-ups the person may click.
    """

    text: str
    picks: tuple[Pick, ...] = ()
    notices: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Session:
    """One person's conversation so far. A value: a reply gives the next one.

    Attributes:
        history: what the person rated, ratings given on cards and opinions given in the chat included.
        turns: all messages, oldest first.
        wish: the request so far.
        shown: every movie shown and not asked for again.
        listed: the movies of the last list, in the order shown; "the second one" is its second.
        named: the movies that the person named, or somebody else than Usher, oldest first; those that were refused too.
        hidden: movies that the person wants to see nowhere.
    """

    history: History
    turns: tuple[Turn, ...] = ()
    wish: Request = dataclasses.field(default_factory=Request)
    shown: tuple[MovieId, ...] = ()
    listed: tuple[MovieId, ...] = ()
    named: tuple[MovieId, ...] = ()
    hidden: tuple[MovieId, ...] = ()


def with_picks(request: Request) -> Request:
    """The request of someone who wants movies in any case: around those that a question is about."""
    if request.intent not in WITHOUT_PICKS:
        return request
    return request.model_copy(update={"intent": "recommend", "similar_to": request.about or request.similar_to})


def rated(session: Session, stars: dict[MovieId, float]) -> Session:
    """The session after the person gave these movies these stars; they no longer are in training with this history."""
    history = dataclasses.replace(session.history, stars={**session.history.stars, **stars})
    return dataclasses.replace(session, history=history)
