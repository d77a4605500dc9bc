"""From a message to a request: by rules, and by the language model where rules left something unread."""

import json
import logging
from typing import Literal, TypeAlias

from langchain_core.prompts import ChatPromptTemplate
from pydantic import BaseModel, Field

from chatbot.conversation import Intent, Mood, Request, Session
from chatbot.llm import ChatModel, ModelFailed
from chatbot.mentions import STARS
from chatbot.quoting import quoted
from chatbot.reading import Reading, apply
from chatbot.rules import Rules
from data.movies import Catalogue, MovieId
from prompts import prompt
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder

logger = logging.getLogger(__name__)

TURNS_SHOWN = 6

Genre: TypeAlias = Literal[
    "Action",
    "Adventure",
    "Animation",
    "Children",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Fantasy",
    "Film-Noir",
    "Horror",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
]


class Understood(BaseModel):
    """What one message asks for."""

    intent: Intent = "recommend"
    query: str = Field(default="", max_length=500)
    genres: list[Genre] = []
    not_genres: list[Genre] = []
    moods: list[Mood] = []
    not_moods: list[Mood] = []
    min_year: int | None = Field(default=None, ge=1870, le=2100)
    max_year: int | None = Field(default=None, ge=1870, le=2100)
    min_minutes: int | None = Field(default=None, ge=1, le=1000)
    max_minutes: int | None = Field(default=None, ge=1, le=1000)
    people: list[str] = []
    not_people: list[str] = []
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")
    like_titles: list[str] = []
    liked_titles: list[str] = []
    disliked_titles: list[str] = []
    seen_titles: list[str] = []
    about_titles: list[str] = []
    count: int | None = Field(default=None, ge=1, le=20)
    fresh: bool = True


class Reader:
    """Reads messages. Rules come first; the model is asked only where they left words with content unread."""

    def __init__(
        self, catalogue: Catalogue, titles: TitleFinder, people: PeopleFinder, rules: Rules, model: ChatModel | None
    ) -> None:
        self._catalogue = catalogue
        self._titles = titles
        self._people = people
        self._rules = rules
        self._model = model
        self._template = ChatPromptTemplate.from_messages(
            [("system", prompt("request.system")), ("human", prompt("request.user"))]
        )

    def read(self, message: str, session: Session) -> tuple[Reading, Request, ModelFailed | None]:
        """What the message says, the wish after it, and what went wrong with the model, if anything did."""
        reading = self._rules.read(message, session)
        failure: ModelFailed | None = None
        if self._model is not None and not reading.certain:
            try:
                reading = self._link(self._ask(self._model, message, session), reading)
            except ModelFailed as error:
                logger.warning("read a message by rules alone: %s", error)
                failure = error
        return reading, apply(reading, session), failure

    def read_by_rules(self, message: str, session: Session) -> tuple[Reading, Request]:
        """What the message says as far as rules can tell, and the wish after it."""
        reading = self._rules.read(message, session)
        return reading, apply(reading, session)

    def _ask(self, model: ChatModel, message: str, session: Session) -> Understood:
        shown = [str(self._catalogue[movie_id]) for movie_id in session.listed if movie_id in self._catalogue]
        values = {
            "conversation": conversation(session),
            "wish": quoted(json.dumps(session.wish.model_dump(exclude_defaults=True), ensure_ascii=False)),
            "shown": quoted("\n".join(f"{place}. {title}" for place, title in enumerate(shown, 1))),
            "message": quoted(message),
        }
        return model.parse(self._template.format_messages(**values), Understood)

    def _link(self, said: Understood, rules: Reading) -> Reading:
        """The model's titles and names as the catalogue has them; what it does not have is dropped.

        Movies that the rules found in the message stay: the title finder does not make titles up.
        """
        stars = dict.fromkeys(self._ids(said.liked_titles), STARS["liked"])
        stars |= dict.fromkeys(self._ids(said.disliked_titles), STARS["disliked"])
        return Reading(
            intent=said.intent,
            query=said.query if said.query or said.intent != "recall" else rules.query,
            genres=tuple(genre for genre in said.genres if genre not in (*said.not_genres, *rules.any_genres)),
            any_genres=rules.any_genres if set(rules.any_genres) <= set(said.genres) else (),
            not_genres=tuple(said.not_genres),
            dropped_genres=rules.dropped_genres,
            moods=tuple(said.moods),
            not_moods=tuple(said.not_moods),
            min_year=said.min_year if said.min_year is not None else rules.min_year,
            max_year=said.max_year if said.max_year is not None else rules.max_year,
            min_runtime=said.min_minutes if said.min_minutes is not None else rules.min_runtime,
            max_runtime=said.max_minutes if said.max_minutes is not None else rules.max_runtime,
            people=self._names(said.people),
            not_people=self._names(said.not_people),
            language=said.language or rules.language,
            countries=rules.countries,
            similar_to=self._ids(said.like_titles) or rules.similar_to,
            about=self._ids(said.about_titles) or rules.about,
            topic=rules.topic,
            stars={**stars, **rules.stars},
            seen=self._ids(said.seen_titles) or rules.seen,
            refused=rules.refused,
            count=said.count or rules.count,
            fresh=said.fresh,
            reset=rules.reset,
            more=rules.more,
            certain=True,
        )

    def _ids(self, titles: list[str]) -> tuple[MovieId, ...]:
        found = (self._titles.find(title) for title in titles)
        return tuple(dict.fromkeys(matches[0].movie.movie_id for matches in found if matches))

    def _names(self, names: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for said in names for name, _ in self._people.mentioned(said)))


def conversation(session: Session) -> str:
    """The last turns as text for a prompt, quoted."""
    lines = [f"{turn.role}: {turn.text}" for turn in session.turns[-TURNS_SHOWN:]]
    return quoted("\n".join(lines))
