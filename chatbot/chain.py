"""Start here: a message goes in, an answer streams out, and the session it leaves is the next one's beginning.

    understand -> pick -> answer, each a step of a LangChain pipeline

The session is a value: nothing of a conversation lives in the chain, so any number of them share one.
"""

import dataclasses
import logging
from collections.abc import Callable, Iterator

from langchain_core.messages import BaseMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from chatbot.answer import because, compose, facts, headline, numbered
from chatbot.conversation import WITHOUT_PICKS, Answer, Request, Session, Turn, rated
from chatbot.grounding import Grounding
from chatbot.llm import ChatModel, ModelFailed, keep_words_private
from chatbot.picks import Selection, select
from chatbot.quoting import quoted
from chatbot.reading import Reading
from chatbot.request import Reader, conversation
from chatbot.rules import Rules
from chatbot.serving import Serving
from chatbot.thoughts import without_thoughts
from data.movies import Movie, MovieId
from prompts import prompt

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 4000
SPOKEN_BY_RULES = ("small_talk", "out_of_scope", "unclear", "why")


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """An answer and the session after it."""

    answer: Answer
    request: Request
    session: Session


@dataclasses.dataclass(frozen=True, slots=True)
class _Asked:
    """A message on its way through the chain."""

    message: str
    session: Session
    k: int | None
    serving: Serving
    request: Request = dataclasses.field(default_factory=Request)
    selection: Selection = dataclasses.field(default_factory=lambda: Selection(()))
    failure: ModelFailed | None = None


class Chatbot:
    """Answers messages from whatever build serves now, with or without a language model."""

    def __init__(self, current: Callable[[], Serving], model: ChatModel | None) -> None:
        keep_words_private()
        self._current = current
        self._model = model
        self._kept_reader: tuple[Serving, Reader] | None = None
        self._template = ChatPromptTemplate.from_messages(
            [("system", prompt("answer.system")), ("human", prompt("answer.user"))]
        )
        self._chain: Runnable[_Asked, str | Reply] = (
            RunnableLambda(self._understand) | RunnableLambda(self._pick) | RunnableGenerator(self._answer)
        )

    def reply(self, session: Session, message: str, k: int | None = None) -> Reply:
        """The whole answer at once; `k` overrides how many movies the person asked for."""
        *_, last = self.stream(session, message, k)
        assert isinstance(last, Reply)
        return last

    def stream(self, session: Session, message: str, k: int | None = None) -> Iterator[str | Reply]:
        """The answer's text in pieces as they are ready, and last of all the Reply."""
        asked = _Asked(message[:LONGEST_MESSAGE], session, k, self._current())
        yield from self._chain.stream(asked)

    def heard(self, session: Session, message: str) -> Session:
        """The session after a message that was answered elsewhere: the wish is read, nothing is picked."""
        serving = self._current()
        reading, request = self._reader(serving).read_by_rules(message[:LONGEST_MESSAGE], session)
        return _after(session, message, request, reading)

    def shown(self, session: Session, message: str) -> Session:
        """The session after an answer that came from elsewhere: the movies it names count as shown."""
        named = tuple(match.movie.movie_id for match in self._current().titles.mentioned(message))
        turns = (*session.turns, Turn("assistant", message, named))
        shown = tuple(dict.fromkeys((*session.shown, *named)))
        return dataclasses.replace(session, turns=turns, shown=shown, listed=named or session.listed)

    def _reader(self, serving: Serving) -> Reader:
        """The reader for a build, made once for each."""
        kept = self._kept_reader
        if kept is None or kept[0] is not serving:
            rules = Rules(serving.catalogue, serving.titles, serving.people, serving.knows)
            reader = Reader(serving.catalogue, serving.titles, serving.people, rules, self._model)
            kept = self._kept_reader = (serving, reader)
        return kept[1]

    def _understand(self, asked: _Asked) -> _Asked:
        reading, request, failure = self._reader(asked.serving).read(asked.message, asked.session)
        if asked.k is not None:
            request = request.model_copy(update={"count": asked.k})
        session = _after(asked.session, asked.message, request, reading)
        return dataclasses.replace(asked, request=request, session=session, failure=failure)

    def _pick(self, asked: _Asked) -> _Asked:
        request = asked.request
        if request.intent in WITHOUT_PICKS:
            if asked.k is None:
                return asked
            nearby = request.about or request.similar_to  # whoever asks for k movies gets them beside the answer
            request = request.model_copy(update={"intent": "recommend", "similar_to": nearby})
        selection = select(asked.serving, asked.session, request, request.count)
        return dataclasses.replace(asked, selection=selection)

    def _answer(self, stream: Iterator[_Asked]) -> Iterator[str | Reply]:
        for asked in stream:
            before = dataclasses.replace(asked.session, turns=asked.session.turns[:-1])
            composed = compose(asked.message, before, asked.request, asked.selection, asked.serving.catalogue)
            if self._model is None or asked.request.intent in SPOKEN_BY_RULES or asked.failure:
                pieces = self._composed(composed, asked.failure)
            else:
                pieces = self._spoken(self._model, asked, composed)
            text = ""
            for piece in pieces:
                text += piece
                yield piece
            answer = dataclasses.replace(composed, text=text, picks=asked.selection.picks)
            yield Reply(answer, asked.request, _answered(asked.session, answer))

    def _composed(self, composed: Answer, failure: ModelFailed | None) -> Iterator[str]:
        if failure:
            yield _notice(failure)
        yield composed.text

    def _spoken(self, model: ChatModel, asked: _Asked, composed: Answer) -> Iterator[str]:
        """The model's sentences that hold; the composed answer where it fails or where none of them names a pick."""
        movies = _movies(asked)
        named = [*asked.request.similar_to, *asked.request.liked, *asked.request.disliked, *asked.request.seen]
        others = [asked.serving.catalogue[movie_id] for movie_id in named if movie_id in asked.serving.catalogue]
        reasons = {pick.movie.movie_id: because(pick) for pick in asked.selection.picks}
        grounding = Grounding(movies, others, asked.message, asked.serving.titles, reasons)
        told: set[MovieId] = set()
        spoken = ""
        try:
            for sentence, about in grounding.passed(without_thoughts(model.stream(self._messages(asked)))):
                told.update(movie.movie_id for movie in about)
                spoken += sentence
                yield sentence
        except ModelFailed as error:
            logger.warning("the composed answer takes over: %s", error)
            yield ("\n\n" if spoken.strip() else "") + _notice(error) + composed.text
            return
        left_out = [pick for pick in asked.selection.picks if pick.movie.movie_id not in told]
        gap = "\n\n" if spoken.strip() else ""
        if movies and not told & {movie.movie_id for movie in movies}:
            logger.info("nothing the model wrote about the picks held, so the composed answer is given")
            yield gap + composed.text
        elif grounding.dropped and left_out:
            logger.info("left out %d sentences of the model that did not hold", grounding.dropped)
            yield f"{gap}{_LEFT_OUT}\n\n{numbered(left_out)}"

    def _messages(self, asked: _Asked) -> list[BaseMessage]:
        before = dataclasses.replace(asked.session, turns=asked.session.turns[:-1])
        values = {
            "movies": _listing(asked),
            "conversation": conversation(before),
            "message": quoted(asked.message),
        }
        return list(self._template.format_messages(**values))


_LEFT_OUT = "*Some of what the language model wrote did not hold, and was left out.* From Usher's own evidence:"


def _notice(failure: ModelFailed) -> str:
    return f"*The language model {failure.how}, so this answer comes from Usher's own evidence alone.*\n\n"


def _movies(asked: _Asked) -> tuple[Movie, ...]:
    """The movies that the answer may be about."""
    if asked.request.intent == "fact":
        catalogue = asked.serving.catalogue
        return tuple(catalogue[movie_id] for movie_id in asked.request.about if movie_id in catalogue)
    return tuple(pick.movie for pick in asked.selection.picks)


def _listing(asked: _Asked) -> str:
    """The numbered evidence as the model is given it, quoted."""
    if asked.request.intent == "fact":
        everything = asked.request.model_copy(update={"topic": "all"})
        return quoted(facts(everything, asked.serving.catalogue))
    lines = []
    for place, pick in enumerate(asked.selection.picks, 1):
        movie = pick.movie
        people = "; ".join(
            part
            for part in (
                f"directed by {', '.join(movie.directors)}" * bool(movie.directors),
                f"with {', '.join(movie.cast[:4])}" * bool(movie.cast),
            )
            if part
        )
        about = " ".join((movie.overview or movie.lead).split()[:60])
        lines.append(
            f"{place}. {'; '.join(quoted(part) for part in (headline(movie), people) if part)}\n"
            f"   {quoted(about)}\n   <because>{quoted(because(pick))}</because>"
        )
    return "\n".join((*lines, *map(quoted, asked.selection.notices)))


def _after(session: Session, message: str, request: Request, reading: Reading) -> Session:
    """The session after the person's message: the wish is the request, opinions are ratings."""
    turns = (*session.turns, Turn("user", message))
    shown = () if reading.reset else session.shown
    listed = () if reading.reset else session.listed
    after = dataclasses.replace(session, turns=turns, wish=request, shown=shown, listed=listed)
    return rated(after, reading.stars) if reading.stars else after


def _answered(session: Session, answer: Answer) -> Session:
    movies = tuple(pick.movie.movie_id for pick in answer.picks)
    turns = (*session.turns, Turn("assistant", answer.text, movies))
    shown = tuple(dict.fromkeys((*session.shown, *movies)))
    return dataclasses.replace(session, turns=turns, shown=shown, listed=movies or session.listed)
