"""Start here: a message goes in, an answer streams out, and the session it leaves is the next one's beginning.

    understand -> pick -> answer, each a step of a LangChain pipeline

The session is a value: nothing of a conversation lives in the chain, so any number of them share one.
"""

import dataclasses
import logging
import re
from collections.abc import Callable, Iterator

from langchain_core.messages import BaseMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from chatbot.answer import because, compose, numbered
from chatbot.briefing import FACTUAL, evidence, may_name
from chatbot.conversation import WITHOUT_PICKS, Answer, Request, Session, Turn, rated, with_picks
from chatbot.grounding import Grounding
from chatbot.leaks import phrases
from chatbot.llm import ChatModel, ModelFailed, keep_words_private
from chatbot.orders import gives_orders, safe
from chatbot.picks import Selection, ranking, select
from chatbot.quoting import quoted
from chatbot.reading import Reading
from chatbot.request import LONGEST_ASKED, Reader, conversation
from chatbot.rules import Rules
from chatbot.serving import Serving
from chatbot.thoughts import without_thoughts
from chatbot.totals import Totals
from chatbot.usage import Meter, Usage
from data.movies import MovieId
from prompts import prompt

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 4000
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+[*_\"\u201c]*", re.MULTILINE)
SPOKEN_BY_RULES = ("small_talk", "out_of_scope", "unclear", "why")  # and questions that the rules understood


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """An answer, the session after it, and what the language model used for it."""

    answer: Answer
    request: Request
    session: Session
    usage: Usage = dataclasses.field(default_factory=Usage)


@dataclasses.dataclass(frozen=True, slots=True)
class _Asked:
    """A message on its way through the chain."""

    message: str
    session: Session
    k: int | None
    serving: Serving
    meter: Meter
    was: Request = dataclasses.field(default_factory=Request)
    request: Request = dataclasses.field(default_factory=Request)
    suggested: tuple[MovieId, ...] = ()
    selection: Selection = dataclasses.field(default_factory=lambda: Selection(()))
    composed: bool = True
    failure: ModelFailed | None = None


class Chatbot:
    """Answers messages from whatever build serves now, with or without a language model."""

    def __init__(self, current: Callable[[], Serving], model: ChatModel | None) -> None:
        keep_words_private()
        self._current = current
        self._model = model
        self.totals = Totals()
        self._kept: tuple[Serving, Serving, Reader] | None = None
        self._template = ChatPromptTemplate.from_messages(
            [("system", prompt("answer.system")), ("human", prompt("answer.user"))]
        )
        self._private = phrases(prompt("answer.system"), prompt("request.system"))
        self._from_wish: Runnable[_Asked, str | Reply] = RunnableLambda(self._pick) | RunnableGenerator(self._answer)
        self._chain: Runnable[_Asked, str | Reply] = RunnableLambda(self._understand) | self._from_wish

    def prepare(self) -> None:
        """Load what the first message would wait for."""
        self.trusted()

    def trusted(self) -> Serving:
        """The build that serves now; the texts of its movies give no orders to a language model."""
        return self._ready(self._current())[0]

    def reply(self, session: Session, message: str, k: int | None = None) -> Reply:
        """The whole answer at once; `k` overrides how many movies the person asked for."""
        *_, last = self.stream(session, message, k)
        assert isinstance(last, Reply)
        return last

    def stream(self, session: Session, message: str, k: int | None = None) -> Iterator[str | Reply]:
        """The answer's text in pieces as they are ready, and last of all the Reply."""
        asked = _Asked(message[:LONGEST_MESSAGE], session, k, self._current(), Meter())
        yield from self._chain.stream(asked)

    def stream_wish(self, session: Session, message: str, wish: Request) -> Iterator[str | Reply]:
        """The answer to a wish that was edited by hand, as `stream` gives it; the message says what was done."""
        serving, _ = self._ready(self._current())
        request = wish.model_copy(update={"intent": "recommend"})
        after = _after(session, message, request, Reading())
        yield from self._from_wish.stream(
            _Asked(message, after, None, serving, Meter(), session.wish, request, composed=self._model is None)
        )

    def heard(self, session: Session, message: str) -> Session:
        """The session after a message that was answered elsewhere: the wish is read, nothing is picked."""
        _, reader = self._ready(self._current())
        reading, request = reader.read_by_rules(message[:LONGEST_MESSAGE], session)
        return _after(session, message, request, reading)

    def shown(self, session: Session, message: str) -> Session:
        """The session after an answer that came from elsewhere: the movies it names count as shown.

        Where it has a numbered list, the list is what stands at its numbers; a reason may name other movies.
        """
        matches = self._current().titles.mentioned(message)
        numbers = [number.end() for number in _NUMBER.finditer(message)]
        numbered = [match for match in matches if any(0 <= match.span[0] - end <= 1 for end in numbers)]
        named = tuple(match.movie.movie_id for match in matches)
        listed = tuple(match.movie.movie_id for match in numbered or matches)
        turns = (*session.turns, Turn("assistant", message, listed))
        shown = tuple(dict.fromkeys((*session.shown, *listed)))
        return dataclasses.replace(
            session, turns=turns, shown=shown, listed=listed or session.listed, named=(*session.named, *named)
        )

    def _ready(self, serving: Serving) -> tuple[Serving, Reader]:
        """The build with texts that give no orders, and its reader; made once for each."""
        kept = self._kept
        if kept is None or kept[0] is not serving:
            trusted = dataclasses.replace(serving, catalogue=safe(serving.catalogue))
            rules = Rules(trusted.catalogue, serving.titles, serving.people, serving.knows)
            reader = Reader(trusted.catalogue, serving.titles, serving.people, rules, self._model)
            kept = self._kept = (serving, trusted, reader)
        return kept[1:]

    def _understand(self, asked: _Asked) -> _Asked:
        serving, reader = self._ready(asked.serving)
        read = reader.read(asked.message, asked.session, asked.meter)
        request = read.request
        if asked.k is not None:
            request = request.model_copy(update={"count": asked.k})
        by_rules = request.intent in SPOKEN_BY_RULES or (request.intent in FACTUAL and read.by_rules)
        return dataclasses.replace(
            asked,
            serving=serving,
            was=asked.session.wish,
            request=request,
            suggested=read.suggested,
            session=_after(asked.session, asked.message, request, read.reading),
            composed=self._model is None or by_rules or read.failure is not None or gives_orders(asked.message),
            failure=read.failure,
        )

    def _pick(self, asked: _Asked) -> _Asked:
        if asked.k is None and asked.request.intent in WITHOUT_PICKS:
            return asked
        request = with_picks(asked.request)  # whoever asks for k movies gets them beside the answer
        selection = select(asked.serving, asked.session, request, request.count, asked.suggested)
        return dataclasses.replace(asked, selection=selection)

    def _answer(self, stream: Iterator[_Asked]) -> Iterator[str | Reply]:
        for asked in stream:
            before = dataclasses.replace(asked.session, turns=asked.session.turns[:-1])
            order = ranking(asked.serving, asked.session, asked.was) if asked.request.intent == "why" else ()
            known = (asked.serving.catalogue, asked.serving, asked.was, order)
            composed = compose(asked.message, before, asked.request, asked.selection, *known)
            if self._model is None or asked.composed:
                pieces = self._composed(composed, asked.failure)
            else:
                pieces = self._spoken(self._model, asked, composed)
            text = ""
            for piece in pieces:
                text += piece
                yield piece
            answer = dataclasses.replace(composed, text=text, picks=asked.selection.picks)
            self.totals.add(asked.meter.usage)
            if asked.meter.usage.calls:
                logger.info("the language model used %s", asked.meter.usage)
            yield Reply(answer, asked.request, _answered(asked.session, answer), asked.meter.usage)

    def _composed(self, composed: Answer, failure: ModelFailed | None) -> Iterator[str]:
        if failure:
            yield _notice(failure)
        yield composed.text

    def _spoken(self, model: ChatModel, asked: _Asked, composed: Answer) -> Iterator[str]:
        """The model's sentences that hold; the composed answer where it fails or where none of them names a pick."""
        movies = may_name(asked.request, asked.selection, asked.serving.catalogue)
        named = [*asked.request.similar_to, *asked.request.liked, *asked.request.disliked, *asked.request.seen]
        others = [asked.serving.catalogue[movie_id] for movie_id in named if movie_id in asked.serving.catalogue]
        reasons = {pick.movie.movie_id: because(pick) for pick in asked.selection.picks}
        grounding = Grounding(movies, others, asked.message, asked.serving.titles, reasons, self._private)
        told: set[MovieId] = set()
        spoken = ""
        try:
            for sentence, about in grounding.passed(without_thoughts(model.stream(self._messages(asked), asked.meter))):
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
            "movies": evidence(asked.request, asked.selection, asked.serving.catalogue),
            "conversation": conversation(before, asked.serving.catalogue),
            "message": quoted(asked.message[:LONGEST_ASKED]),
        }
        return list(self._template.format_messages(**values))


_LEFT_OUT = "*Some of what the language model wrote did not hold, and was left out.* From Usher's own evidence:"


def _notice(failure: ModelFailed) -> str:
    return f"*The language model {failure.how}, so this answer comes from Usher's own evidence alone.*\n\n"


def _after(session: Session, message: str, request: Request, reading: Reading) -> Session:
    """The session after the person's message: the wish is the request, opinions are ratings."""
    turns = (*session.turns, Turn("user", message))
    shown = () if reading.reset else session.shown
    listed = () if reading.reset else session.listed
    about = () if reading.intent == "why" else reading.about  # who asks why not may well be shown it next
    named = (*about, *reading.seen, *reading.refused, *reading.similar_to, *reading.others, *reading.stars)
    named = named if reading.reset else (*session.named, *named)
    after = dataclasses.replace(session, turns=turns, wish=request, shown=shown, listed=listed, named=named)
    return rated(after, reading.stars) if reading.stars else after


def _answered(session: Session, answer: Answer) -> Session:
    movies = tuple(pick.movie.movie_id for pick in answer.picks)
    turns = (*session.turns, Turn("assistant", answer.text, movies))
    shown = tuple(dict.fromkeys((*session.shown, *movies)))
    return dataclasses.replace(session, turns=turns, shown=shown, listed=movies or session.listed)
