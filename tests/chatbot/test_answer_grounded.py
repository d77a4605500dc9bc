"""Composed answers over the demo build, held to what a language model's sentences are held to."""

import dataclasses
import re
from collections.abc import Iterator

import pytest

from chatbot.answer import because, compose
from chatbot.chain import Chatbot
from chatbot.conversation import Answer, Request, Session
from chatbot.grounding import Grounding, sentences
from chatbot.phrases import NEWCOMER, OUT_OF_SCOPE, STUCK, TALK, UNCLEAR
from chatbot.picks import Selection
from chatbot.serving import Serving
from chatbot.wishes import understood
from chatbot.wording import teaser
from data.movies import Movie, MovieId

pytestmark = pytest.mark.slow

TALKS = (
    (1, "what should I watch tonight", "something else", "another", "who directed the second one?", "newer"),
    (None, "what should I watch tonight", "a 90s thriller under two hours", "funnier", "shorter", "something else"),
    (2, "a comedy from the 1980s", "older", "not so long", "what is the first one about?"),
    (3, "something like Heat", "but funnier", "no crime", "how long is the third one"),
    (None, "I loved Alien and hated Titanic", "something else", "is the first one ok for kids?"),
    (200, "a thriller or a mystery", "just one", "another one", "who plays in it"),
    (None, "that film where a man relives the same day", "something like it"),
    (599, "a scary film, but not too violent", "with Sigourney Weaver", "forget that, something in French"),
    (None, "films by Alfred Hitchcock", "only the ones before 1955", "tell me about the second one"),
    (2, "ten films for a long winter", "a korean musical from 1935 under 20 minutes", "start over"),
    (None, "highly rated sci-fi from the 80s", "nothing with Harrison Ford", "something else", "something else"),
    (None, "hello", "asdf qwer zxcv", "who won the world cup?", "thanks"),
)
SAID = tuple(
    sentence.strip() for text in (*NEWCOMER, *STUCK, *OUT_OF_SCOPE, *UNCLEAR, *sum(TALK.values(), ()))
    for sentence in sentences([text])
)  # fmt: skip
NAMED = re.compile(r"\*\*((?:[^*\\]|\\.)+)\*\*(?: \((\d{4})\))?")


@dataclasses.dataclass(frozen=True)
class Exchange:
    """A message, the session before it, and what was made of it."""

    message: str
    session: Session
    request: Request
    answer: Answer


def exchanges(serving: Serving) -> Iterator[Exchange]:
    chatbot = Chatbot(lambda: serving, None)
    for user, *messages in TALKS:
        session = Session(serving.history(user))
        for message in messages:
            reply = chatbot.reply(session, message)
            before = dataclasses.replace(session, history=reply.session.history, wish=reply.request)
            selection = Selection(reply.answer.picks, reply.answer.notices)
            catalogue = serving.catalogue
            answer = compose(message, before, reply.request, selection, catalogue, serving, session.wish)
            yield Exchange(message, before, reply.request, answer)
            session = reply.session


def may_name(exchange: Exchange) -> set[MovieId]:
    request, picks = exchange.request, exchange.answer.picks
    reasons = {movie_id for pick in picks for reason in pick.because for movie_id in reason.movies}
    told = (*request.similar_to, *request.liked, *request.disliked, *request.seen, *request.about)
    return {pick.movie.movie_id for pick in picks} | reasons | set(told) | set(exchange.session.listed)


def test_every_sentence_passes_as_a_models_would_or_says_only_the_wish(serving: Serving) -> None:
    catalogue, checked = serving.catalogue, 0
    for exchange in exchanges(serving):
        answer, request = exchange.answer, exchange.request
        movies = [pick.movie for pick in answer.picks] or [catalogue[one] for one in request.about if one in catalogue]
        evidence = {pick.movie.movie_id: because(pick) for pick in answer.picks}
        reasons = {
            movie.movie_id: f"{evidence.get(movie.movie_id, '')} {serving.reputation(movie)}" for movie in movies
        }
        named = [catalogue[movie_id] for movie_id in may_name(exchange)]
        grounding = Grounding(movies, named, exchange.message, serving.titles, reasons)
        wish = understood(request, catalogue, [pick.movie for pick in answer.picks])
        for sentence in sentences([answer.text]):
            checked += 1
            if grounding.check(sentence) is None:
                said = sentence.strip()
                only_wish = bool(wish) and wish.lower() in said.lower() and "**" not in said
                quoted = any(said in teaser(movie, 100) for movie in movies)
                lower_case = any(movie.title[0].islower() and movie.title in said for movie in movies)
                explained = only_wish or quoted or lower_case or said in SAID or said in " ".join(answer.notices)
                assert explained, (exchange.message, said)
    assert checked > 150


def test_every_film_named_is_a_pick_or_was_in_the_talk_and_has_its_year(serving: Serving) -> None:
    for exchange in exchanges(serving):
        allowed: dict[str, list[Movie]] = {}
        for movie_id in may_name(exchange):
            movie = serving.catalogue[movie_id]
            allowed.setdefault(movie.title, []).append(movie)
        for title, year in NAMED.findall(exchange.answer.text):
            movies = allowed[re.sub(r"\\(.)", r"\1", title)]
            assert any(str(movie.year or "") == year for movie in movies)
        for pick in exchange.answer.picks:
            assert pick.movie.title in exchange.answer.text.replace("\\", "")
