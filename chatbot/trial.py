"""One short call of the language model, to see that it answers, how fast, and in which way it fills in a form."""

import dataclasses
import time

from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from chatbot.llm import Endpoint, ModelFailed, Rung
from chatbot.settings import Settings
from chatbot.usage import Meter, Usage
from prompts import prompt


class Film(BaseModel):
    """The form of the trial."""

    title: str
    year: int
    director: str


@dataclasses.dataclass(frozen=True, slots=True)
class Trial:
    """How the call went.

    Attributes:
        seconds: that it took, failed or not.
        usage: of all requests that it took.
        rung: how the form was filled in; None if it was not.
        film: what the model filled in, if it did.
        failure: why not, without the key; "" if it did.
    """

    seconds: float
    usage: Usage
    rung: Rung | None
    film: Film | None
    failure: str


def tried(settings: Settings) -> Trial:
    """Call the model of the settings once; `settings.has_model` must hold."""
    meter = Meter()
    started = time.perf_counter()
    endpoint = Endpoint(settings)
    try:
        film = endpoint.parse([HumanMessage(prompt("trial"))], Film, meter)
    except ModelFailed as error:
        return Trial(time.perf_counter() - started, meter.usage, None, None, str(error))
    return Trial(time.perf_counter() - started, meter.usage, endpoint.rung, film, "")
