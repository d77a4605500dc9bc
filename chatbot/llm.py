"""The language model behind any OpenAI-compatible endpoint: one call that reads, one that writes."""

import contextlib
import logging
import time
import urllib.parse
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, Protocol, TypeAlias, TypeVar

import langsmith
import openai
from langchain_core.exceptions import LangChainException
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from chatbot.deadline import bound, limit
from chatbot.settings import OPENAI, Settings
from chatbot.usage import Call, Meter
from data.errors import BadInput, UsherError

logger = logging.getLogger(__name__)

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")
Rung: TypeAlias = Literal["json_schema", "function_calling"]

# What an endpoint can make the libraries raise: their own errors, and those of code that meets an unusual reply.
_FAILURES = (openai.OpenAIError, LangChainException, OSError, ValueError, TypeError, LookupError, AttributeError)
_SAME_BY_ANY_RUNG = (
    openai.APIConnectionError,
    openai.AuthenticationError,
    openai.PermissionDeniedError,
    openai.RateLimitError,
    TimeoutError,
)
_PASSING = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
_PAUSE = 0.5  # seconds before a second try where the endpoint names none


class ModelFailed(UsherError):
    """The language model gave no usable reply; the message says what happened, without key or prompt.

    Attributes:
        how: the same for a reader, to follow "the language model".
    """

    def __init__(self, message: str, how: str = "could not be used") -> None:
        super().__init__(message)
        self.how = how


class ChatModel(Protocol):
    """What the chain asks of a language model; `meter` is told what each call used, failed ones too."""

    def stream(self, messages: Sequence[BaseMessage], meter: Meter | None = None) -> Iterator[str]:
        """Pieces of the reply as they come; ModelFailed at any moment."""
        ...

    def parse(self, messages: Sequence[BaseMessage], schema: type[T], meter: Meter | None = None) -> T:
        """The reply as a `schema`; ModelFailed if none can be had."""
        ...


class Endpoint:
    """A model at an OpenAI-compatible endpoint."""

    def __init__(self, settings: Settings) -> None:
        """`settings.has_model` must hold.

        Raises:
            BadInput: the base URL is not one, or the key cannot be one.
        """
        keep_words_private()
        key = settings.openai_api_key.get_secret_value().strip() if settings.openai_api_key else ""
        if not key.isascii() or not key.isprintable():
            raise BadInput("OPENAI_API_KEY holds a character that no key has: copy it again")
        url = settings.openai_base_url or OPENAI
        self.url = _without_password(url)
        self.model = settings.usher_model
        self._patience = settings.usher_model_timeout
        self._chat = ChatOpenAI(
            model=self.model,
            base_url=url,
            api_key=key or "none",  # local servers want no key, the client wants one
            http_client=openai.DefaultHttpxClient(event_hooks={"response": [bound]}),
            max_retries=0,  # the client's own retries sleep for up to two minutes each
            temperature=None if url == OPENAI else 0.3,  # OpenAI's reasoning models refuse to be given one
            use_responses_api=False,
        )
        self._counts = True  # the endpoint takes the wish to count the tokens of a stream
        self._prices = settings.prices
        self._rungs: tuple[Rung, ...] = ("json_schema", "function_calling")

    @property
    def rung(self) -> Rung:
        """How structured replies are asked for first: the way that worked last, once one has."""
        return self._rungs[0]

    def stream(self, messages: Sequence[BaseMessage], meter: Meter | None = None) -> Iterator[str]:
        """Pieces of the reply as they come; what they used is known to `meter` when the last one was given.

        Raises:
            ModelFailed: the endpoint refuses, breaks off, writes nothing, is silent for longer than the patience, or
                takes more than four times the patience in all.
        """
        end = time.monotonic() + 4 * self._patience
        until = time.monotonic() + self._patience
        written = finished = False
        call = Call(_words(messages))
        try:
            chunk, chunks = self._tried(lambda: self._opened(messages, until), until)
            while chunk is not None:
                if time.monotonic() > until:
                    raise TimeoutError
                finished = finished or "finish_reason" in chunk.response_metadata
                call.told(str(chunk.text), chunk.usage_metadata)
                if chunk.text:
                    written = written or not chunk.text.isspace()
                    yield str(chunk.text)
                    until = min(end, time.monotonic() + self._patience)
                with limit(until):
                    chunk = next(chunks, None)
        except _FAILURES as error:
            if not finished and time.monotonic() >= end:
                raise self._failed(f"was still writing after {4 * self._patience:.0f} s") from None
            if not finished:
                raise self._failed(_what(error)) from None
        finally:
            if meter is not None:
                meter.add(call.usage(self._prices))
        if not finished:
            raise self._failed("broke off in the middle of its answer")
        if not written:
            raise self._failed("gave an empty reply")

    def parse(self, messages: Sequence[BaseMessage], schema: type[T], meter: Meter | None = None) -> T:
        """The reply as a `schema`: by JSON schema, else by a function call. What failed is tried last next time.

        Raises:
            ModelFailed: neither way gave a valid one within the patience.
        """
        until = time.monotonic() + self._patience
        try:
            return self._tried(lambda: self._climbed(messages, schema, until, meter), until)
        except _FAILURES as error:
            raise self._failed(_what(error)) from None

    def _opened(
        self, messages: Sequence[BaseMessage], until: float
    ) -> tuple[AIMessageChunk | None, Iterator[AIMessageChunk]]:
        """The first chunk of a reply, and the others; some servers refuse to be asked to count tokens."""
        try:
            chunks = self._chat.stream(list(messages), timeout=_timeout(until), stream_usage=self._counts)
            with limit(until):
                return next(chunks, None), chunks
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            if not self._counts:
                raise
        self._counts = False
        return self._opened(messages, until)

    def _climbed(self, messages: Sequence[BaseMessage], schema: type[T], until: float, meter: Meter | None) -> T:
        """The reply by the first rung that gives a valid one; raises what the last rung raised."""
        failure: Exception = ValueError("no rung")
        for rung in self._rungs:
            call = Call(_words(messages))
            try:
                with limit(until):
                    reply = self._filled(messages, schema, rung, until)
                call.told(_written(reply), reply.usage_metadata)
                if rung == "function_calling":
                    return schema.model_validate(reply.tool_calls[0]["args"])
                return schema.model_validate_json(reply.text)
            except _SAME_BY_ANY_RUNG:
                raise
            except _FAILURES as error:
                failure = error
            finally:
                if meter is not None:
                    meter.add(call.usage(self._prices))
            logger.debug("structured output by %s failed: %s", rung, type(failure).__name__)
            self._rungs = (*(other for other in self._rungs if other != rung), rung)
        raise failure

    def _filled(self, messages: Sequence[BaseMessage], schema: type[BaseModel], rung: Rung, until: float) -> AIMessage:
        """The reply to a request for a `schema`. Not in strict mode, in which a model writes every empty field."""
        form = schema.model_json_schema()
        name = schema.__name__
        if rung == "json_schema":
            wanted = {"type": "json_schema", "json_schema": {"name": name, "schema": form, "strict": False}}
            return self._chat.invoke(list(messages), response_format=wanted, timeout=_timeout(until))
        tool = {"type": "function", "function": {"name": name, "parameters": form}}
        ask = self._chat.bind_tools([tool], tool_choice=name)
        return ask.invoke(list(messages), timeout=_timeout(until))

    def _tried(self, call: Callable[[], R], until: float) -> R:
        """The call's result; tried once more after a failure that may pass, if there is time for that."""
        try:
            return call()
        except _PASSING as error:
            pause = _pause(error)
            if isinstance(error, openai.APITimeoutError) or time.monotonic() + pause >= until:
                raise
            logger.info("the model %r %s: again in %.1f s", self.model, _what(error), pause)
        time.sleep(pause)
        return call()

    def _failed(self, how: str) -> ModelFailed:
        return ModelFailed(f"the model {self.model!r} at {self.url} {how}", how.partition(":")[0])


def keep_words_private() -> None:
    """Switch off, in the whole process, what would take a person's words elsewhere.

    That is tracing to LangSmith, which an environment variable switches on, and warnings on standard error, where
    pydantic quotes a reply of an unusual shape.
    """
    langsmith.configure(enabled=False)
    warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)
    warnings.filterwarnings("ignore", category=UserWarning, module="langchain_openai")


def _timeout(until: float) -> openai.Timeout:
    """Limits of one request: a host may have several addresses, and each is given the time to connect."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return openai.Timeout(left, connect=left / 4)


def _pause(error: Exception) -> float:
    """Seconds to wait before a second try: what the endpoint asks for in `Retry-After`, else a moment."""
    if isinstance(error, openai.APIStatusError):
        with contextlib.suppress(KeyError, ValueError):
            return max(0.0, float(error.response.headers["retry-after"]))
    return _PAUSE


def _words(messages: Sequence[BaseMessage]) -> str:
    return "\n".join(str(message.text) for message in messages)


def _written(reply: AIMessage) -> str:
    """What a reply says, in its content or as the arguments of a function."""
    return str(reply.text) + "".join(str(call["args"]) for call in reply.tool_calls)


def _without_password(url: str) -> str:
    """The URL as it may be shown.

    Raises:
        BadInput: it is not the URL of an endpoint.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise BadInput(f"OPENAI_BASE_URL is {url!r}: give an endpoint such as http://127.0.0.1:11434/v1")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _what(error: Exception) -> str:
    """What happened, for a reader: never the endpoint's own words, which may repeat the prompt or the key."""
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return "did not answer in time"
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return "refused the key: check OPENAI_API_KEY"
    if isinstance(error, openai.NotFoundError):
        return "is not there: check OPENAI_BASE_URL and USHER_MODEL"
    if isinstance(error, openai.RateLimitError):
        return "is over its limit of requests"
    if isinstance(error, openai.APIStatusError):
        return f"answered with HTTP status {error.status_code}"
    if isinstance(error, openai.APIConnectionError):
        return "could not be reached, or broke the connection"
    if isinstance(error, openai.APIError):
        return "reported an error"
    return "gave a reply that cannot be used"
