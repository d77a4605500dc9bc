"""From a message to a request: by rules, and by the language model where rules left something unread.

The model is asked once, for two things: what the rules left unread, and titles that come to its mind. It is not asked
where the rules are certain and the message asks for no ideas: an edit of the wish ("something newer"), an opinion, a
question about a film, small talk, or a wish that facts alone decide ("a 90s thriller under two hours"). It is asked for
titles, and its reading left aside, where the rules are certain and the wish is open: an example, a mood, a theme. What
gives orders to a model is never shown to one: rules read the rest of such a message.
"""

import dataclasses
import json
import logging

from langchain_core.messages import BaseMessage
from langchain_core.prompts import ChatPromptTemplate

from chatbot.conversation import WITHOUT_PICKS, Request, Session, Turn
from chatbot.linking import Linker
from chatbot.llm import ChatModel, ModelFailed
from chatbot.orders import gives_orders, obeying_nothing, plain
from chatbot.quoting import quoted
from chatbot.reading import Reading, apply
from chatbot.rules import Rules
from chatbot.understanding import Understood
from chatbot.usage import Meter
from data.movies import Catalogue, MovieId
from prompts import prompt
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder

logger = logging.getLogger(__name__)

TURNS_SHOWN = 6
LONGEST_SHOWN = 400  # characters of an earlier message
LONGEST_TITLE = 60
LONGEST_ASKED = 1200  # characters of the message itself


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """What came of a message.

    Attributes:
        request: the wish after it.
        by_rules: the rules understood every word.
        suggested: movies that came to the model's mind, best first; for this answer only, never part of the wish.
        failure: what went wrong with the model, if anything did.
    """

    reading: Reading
    request: Request
    by_rules: bool
    suggested: tuple[MovieId, ...] = ()
    failure: ModelFailed | None = None


class Reader:
    """Reads messages. Rules come first; the model is asked where they left something open."""

    def __init__(
        self, catalogue: Catalogue, titles: TitleFinder, people: PeopleFinder, rules: Rules, model: ChatModel | None
    ) -> None:
        self._catalogue = catalogue
        self._linker = Linker(catalogue, titles, people)
        self._rules = rules
        self._model = model
        self._template = ChatPromptTemplate.from_messages(
            [("system", prompt("request.system")), ("human", prompt("request.user"))]
        )

    def read(self, message: str, session: Session, meter: Meter | None = None) -> Read:
        """What the message says, the wish after it, and what the model thought of; `meter` counts its call."""
        rules = self._rules.read(obeying_nothing(message), session)
        asked = self._model is not None and (not rules.certain or is_open(rules)) and not gives_orders(message)
        if self._model is None or not asked:
            return Read(rules, apply(rules, session), rules.certain)
        try:
            said = self._model.parse(self._messages(message, session), Understood, meter)
        except ModelFailed as error:
            logger.warning("read a message by rules alone: %s", error)
            return Read(rules, apply(rules, session), rules.certain, failure=error)
        reading = rules if rules.certain else self._linker.reading(said, rules, message, session)
        return Read(reading, apply(reading, session), rules.certain, self._linker.suggested(said))

    def read_by_rules(self, message: str, session: Session) -> tuple[Reading, Request]:
        """What the message says as far as rules can tell, and the wish after it."""
        reading = self._rules.read(obeying_nothing(message), session)
        return reading, apply(reading, session)

    def _messages(self, message: str, session: Session) -> list[BaseMessage]:
        values = {
            "conversation": conversation(session, self._catalogue),
            "wish": quoted(json.dumps(self._wish(session.wish), ensure_ascii=False)),
            "message": quoted(plain(message)[:LONGEST_ASKED]),
        }
        return self._template.format_messages(**values)

    def _wish(self, wish: Request) -> dict[str, object]:
        """The wish with titles instead of ids, without what is not wished."""
        told: dict[str, object] = {}
        for name, value in wish.model_dump(exclude_defaults=True).items():
            if name in ("liked", "disliked", "seen", "similar_to", "others_liked", "others_disliked"):
                told[name] = titles(value[-TURNS_SHOWN:], self._catalogue)
            elif name == "filters":
                told |= {key: fact for key, fact in value.items() if key != "not_movies"}
            elif name not in ("about", "topic", "intent"):
                told[name] = value
        return told


def is_open(reading: Reading) -> bool:
    """The message asks for ideas that facts alone do not give: an example, a mood, a theme, what they loved."""
    if reading.intent in (*WITHOUT_PICKS, "feedback", "list") or not reading.fresh or reading.more:
        return False
    ideas = (reading.query, reading.similar_to, reading.moods, reading.not_about, reading.stars, reading.others)
    return any(ideas)


def conversation(session: Session, catalogue: Catalogue) -> str:
    """The last turns for a prompt, quoted: what the person said, and the titles they were shown.

    Answers are not repeated in full: they carry texts of films, which are no part of what was said.
    """
    lines = (_line(turn, catalogue) for turn in session.turns[-TURNS_SHOWN:])
    return quoted("\n".join(line for line in lines if line))


def _line(turn: Turn, catalogue: Catalogue) -> str:
    if turn.role == "assistant":
        shown = titles(turn.movies, catalogue)
        return f"assistant: showed {'; '.join(f'{at}. {title}' for at, title in enumerate(shown, 1))}" if shown else ""
    return "" if gives_orders(turn.text) else f"user: {plain(turn.text)[:LONGEST_SHOWN]}"


def titles(movie_ids: tuple[MovieId, ...], catalogue: Catalogue) -> list[str]:
    """The movies as "Title (year)"."""
    movies = (catalogue[movie_id] for movie_id in movie_ids if movie_id in catalogue)
    return [plain(movie.title)[:LONGEST_TITLE] + (f" ({movie.year})" if movie.year else "") for movie in movies]
