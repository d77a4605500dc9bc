"""Whole conversations over the demo build, without a language model and with one that behaves or does not."""

import dataclasses
import itertools
import re
from collections.abc import Iterator

import pytest

from chatbot.chain import Chatbot, Reply
from chatbot.conversation import Session, rated
from chatbot.llm import ModelFailed
from chatbot.serving import Serving
from data.movies import Movie
from data.ratings import History

pytestmark = pytest.mark.slow

NOBODY = Session(History(None, {}))
USERS = (1, 2, 3, 200, 599)


@pytest.fixture(scope="module")
def chatbot(serving: Serving) -> Chatbot:
    return Chatbot(lambda: serving, None)


def talk(chatbot: Chatbot, *messages: str, user: int | None = None, serving: Serving | None = None) -> list[Reply]:
    session = NOBODY if serving is None else Session(serving.history(user))
    replies = []
    for message in messages:
        replies.append(chatbot.reply(session, message))
        session = replies[-1].session
    return replies


def picked(reply: Reply) -> list[Movie]:
    return [pick.movie for pick in reply.answer.picks]


def movie(serving: Serving, title: str) -> Movie:
    return serving.titles.find(title)[0].movie


def test_tonight_gives_three_unseen_movies_with_a_reason_that_names_a_liked_one(
    chatbot: Chatbot, serving: Serving
) -> None:
    for user in USERS:
        (reply,) = talk(chatbot, "what should I watch tonight", user=user, serving=serving)
        history = serving.history(user).stars
        mean = sum(history.values()) / len(history)
        assert len(picked(reply)) == 3
        for pick in reply.answer.picks:
            assert pick.movie.movie_id not in history
            (reason,) = (reason for reason in pick.because if reason.kind == "liked")
            assert all(history[liked] >= mean for liked in reason.movies)
            assert all(serving.catalogue[liked].title in reason.text for liked in reason.movies)
            assert reason.text in reply.answer.text


def test_different_people_get_different_lists(chatbot: Chatbot, serving: Serving) -> None:
    lists = [talk(chatbot, "what should I watch tonight", user=user, serving=serving)[0] for user in USERS]
    shown = [tuple(movie.movie_id for movie in picked(reply)) for reply in lists]
    assert len(set(shown)) >= len(USERS) - 1


def test_something_like_heat_but_funnier_gives_comedies_near_heat(chatbot: Chatbot, serving: Serving) -> None:
    (reply,) = talk(chatbot, "something like Heat but funnier")
    assert movie(serving, "Heat") not in picked(reply)
    assert sum("Comedy" in found.genres for found in picked(reply)) >= 2
    assert "Heat" in reply.answer.text


def test_a_nineties_thriller_under_two_hours_is_all_of_that(chatbot: Chatbot) -> None:
    (reply,) = talk(chatbot, "a 90s thriller under two hours")
    assert len(picked(reply)) == 3
    for found in picked(reply):
        assert found.year is not None
        assert found.runtime_minutes is not None
        assert 1990 <= found.year <= 1999
        assert "Thriller" in found.genres
        assert found.runtime_minutes <= 120


def test_a_man_who_relives_the_same_day_is_groundhog_day(chatbot: Chatbot) -> None:
    (reply,) = talk(chatbot, "that film where a man relives the same day")
    assert picked(reply)[0].title == "Groundhog Day"
    assert reply.answer.text.find("Groundhog Day") < 60


def test_who_looks_for_one_movie_finds_it_whatever_they_refused_before(chatbot: Chatbot) -> None:
    replies = talk(chatbot, "a comedy, no horror", "what is that film where a huge shark attacks a beach town")
    assert picked(replies[1])[0].title == "Jaws"
    shown_before = talk(chatbot, "something like Heat", "that film where a man relives the same day")
    assert picked(shown_before[1])[0].title == "Groundhog Day"


def test_the_third_one_is_the_third_of_the_list(chatbot: Chatbot) -> None:
    first, second = talk(chatbot, "a comedy from the 80s", "tell me about the third one")
    third = picked(first)[2]
    assert third.title in second.answer.text.replace("\\", "")
    assert third.directors[0] in second.answer.text
    assert second.answer.picks == ()


def test_a_question_about_the_second_one_names_its_cast_and_loses_nothing(chatbot: Chatbot) -> None:
    first, second, third = talk(chatbot, "a comedy from the 80s", "the second one: who is in it?", "something shorter")
    assert all(name in second.answer.text for name in picked(first)[1].cast)
    assert all("Comedy" in found.genres and 1980 <= (found.year or 0) <= 1989 for found in picked(third))


def test_opinions_are_ratings_and_change_the_next_answer(chatbot: Chatbot, serving: Serving) -> None:
    neutral, told = talk(chatbot, "what should I watch tonight"), talk(chatbot, "I loved Alien, hated Titanic")
    alien, titanic = movie(serving, "Alien"), movie(serving, "Titanic")
    assert told[0].session.history.stars == {alien.movie_id: 5.0, titanic.movie_id: 1.0}
    assert {alien, titanic}.isdisjoint(picked(told[0]))
    assert picked(told[0]) != picked(neutral[0])
    assert "Alien" in told[0].answer.text


def test_follow_ups_act_on_the_request_so_far(chatbot: Chatbot) -> None:
    replies = talk(chatbot, "a drama from the 80s", "something newer", "not romance", "something else")
    for reply in replies:
        assert len(picked(reply)) == 3
        assert all("Drama" in found.genres and 1980 <= (found.year or 0) <= 1989 for found in picked(reply))
    middle = sorted(found.year or 0 for found in picked(replies[0]))[1]
    assert all((found.year or 0) > middle for reply in replies[1:] for found in picked(reply))
    assert all("Romance" not in found.genres for reply in replies[2:] for found in picked(reply))
    shown = [found.movie_id for reply in replies for found in picked(reply)]
    assert len(set(shown)) == len(shown)


def test_small_talk_and_nonsense_name_no_movie(chatbot: Chatbot) -> None:
    for message in ("hello", "thanks!", "who are you?", "asdf qwer zxcv", "...", ""):
        (reply,) = talk(chatbot, message)
        assert reply.answer.picks == ()
        assert reply.answer.text


def test_wishes_that_leave_nothing_name_the_one_that_removed_most_and_offer_what_is_nearest(chatbot: Chatbot) -> None:
    (reply,) = talk(chatbot, "a 90s western under 80 minutes, no comedy")
    (notice,) = reply.answer.notices
    assert re.fullmatch(
        r"No movie meets all of that\. Without the wish for at most 80 minutes, \d+ movies fit\.", notice
    )
    assert reply.answer.text.startswith(notice)
    assert picked(reply)
    for found in picked(reply):
        assert "Comedy" not in found.genres
        assert "Western" in found.genres
        assert 1990 <= (found.year or 0) <= 1999
    assert reply.answer.text.count("But it runs") == len(picked(reply))


def test_where_all_that_fits_was_shown_that_is_said_and_nothing_comes_back(chatbot: Chatbot) -> None:
    *before, last = talk(chatbot, "an animated horror film", *("something else",) * 4)
    shown = {found.movie_id for reply in before for found in picked(reply)}
    assert "You have seen, been shown or turned down every movie that meets all of that." in last.answer.text
    assert picked(last)
    assert shown.isdisjoint(found.movie_id for found in picked(last))


def test_a_list_is_as_long_as_asked(chatbot: Chatbot) -> None:
    (reply,) = talk(chatbot, "give me seven comedies")
    assert len(picked(reply)) == 7
    assert len(chatbot.reply(NOBODY, "a comedy", k=20).answer.picks) == 20


def test_a_rating_on_a_card_changes_the_next_list_and_takes_the_movie_out(chatbot: Chatbot, serving: Serving) -> None:
    session = Session(serving.history(5))
    before = chatbot.reply(session, "what should I watch tonight")
    top = picked(before)[0].movie_id
    after = chatbot.reply(rated(session, {top: 5.0}), "what should I watch tonight")
    assert top not in {found.movie_id for found in picked(after)}
    assert picked(after) != picked(before)


def test_what_streams_is_the_answer_and_the_same_conversation_gives_the_same_words(chatbot: Chatbot) -> None:
    *pieces, reply = chatbot.stream(NOBODY, "a quiet film about the sea")
    assert isinstance(reply, Reply)
    assert "".join(str(piece) for piece in pieces) == reply.answer.text
    assert chatbot.reply(NOBODY, "a quiet film about the sea") == reply


def test_conversations_do_not_touch_each_other(chatbot: Chatbot, serving: Serving) -> None:
    session = Session(serving.history(7))
    kept = dataclasses.replace(session)
    chatbot.reply(session, "no horror, I hated Titanic")
    assert session == kept


def test_a_conversation_from_elsewhere_is_continued(chatbot: Chatbot, serving: Serving) -> None:
    session = chatbot.heard(NOBODY, "something like Heat")
    session = chatbot.shown(session, "Have you seen The Godfather (1972) or Casino (1995)?")
    reply = chatbot.reply(session, "who directed the second one?")
    assert "Martin Scorsese" in reply.answer.text


def test_html_and_markdown_in_a_message_come_back_harmless(chatbot: Chatbot) -> None:
    (reply,) = talk(chatbot, "<img src=x onerror=alert(1)> **a comedy** [x](javascript:alert(1))")
    assert "<img" not in reply.answer.text
    assert "javascript:" not in reply.answer.text


class Scripted:
    """A model that says what it is told to, in pieces; with `failing` it breaks off after them."""

    def __init__(self, text: str, *, failing: bool = False) -> None:
        self.text, self.failing, self.asked = text, failing, 0

    def stream(self, messages: object, meter: object = None) -> Iterator[str]:
        self.asked += 1
        self.messages = messages
        for start in itertools.count(0, 7):
            if start >= len(self.text):
                break
            yield self.text[start : start + 7]
        if self.failing:
            raise ModelFailed("the model broke off")

    def parse(self, messages: object, schema: object, meter: object = None) -> object:
        raise ModelFailed("no structured output")


def with_model(serving: Serving, text: str, *, failing: bool = False) -> tuple[Chatbot, Scripted]:
    model = Scripted(text, failing=failing)
    return Chatbot(lambda: serving, model), model  # type: ignore[arg-type]


def test_what_the_model_says_of_the_picks_is_what_is_read(chatbot: Chatbot, serving: Serving) -> None:
    (plain,) = talk(chatbot, "a 90s thriller under two hours")
    first = picked(plain)[0]
    said = f"Try **{first.title}** ({first.year}) tonight. It will keep you awake."
    speaking, model = with_model(serving, said)
    (reply,) = talk(speaking, "a 90s thriller under two hours")
    assert reply.answer.text == said
    assert picked(reply) == picked(plain)
    assert model.asked == 1


def test_a_made_up_movie_and_a_wrong_year_never_reach_the_reader(chatbot: Chatbot, serving: Serving) -> None:
    (plain,) = talk(chatbot, "a 90s thriller under two hours")
    first = picked(plain)[0]
    lies = (
        f"Watch **The Midnight Cartographer** (1994). {first.title} ({(first.year or 0) - 11}) is older. "
        f"Or take **{first.title}** ({first.year}). It won eleven Oscars."
    )
    (reply,) = talk(with_model(serving, lies)[0], "a 90s thriller under two hours")
    kept, _, added = reply.answer.text.partition("*Some of what the language model wrote did not hold")
    assert kept.strip() == f"Or take **{first.title}** ({first.year})."
    assert [found.title in added.replace("\\", "") for found in picked(plain)] == [False, True, True]


def test_when_the_model_breaks_off_the_composed_answer_takes_over_and_says_so(
    chatbot: Chatbot, serving: Serving
) -> None:
    (plain,) = talk(chatbot, "a 90s thriller under two hours")
    first = picked(plain)[0]
    (reply,) = talk(
        with_model(serving, f"Try {first.title}. And th", failing=True)[0], "a 90s thriller under two hours"
    )
    assert "The language model could not be used" in reply.answer.text
    assert all(found.title in reply.answer.text.replace("\\", "") for found in picked(reply))
    assert "And th" not in reply.answer.text.partition("The language model")[0]


def test_a_model_that_names_none_of_the_picks_is_answered_for(serving: Serving, chatbot: Chatbot) -> None:
    (plain,) = talk(chatbot, "a comedy from the 80s")
    (reply,) = talk(with_model(serving, "I recommend Zorblax Rising (2031)! What fun.")[0], "a comedy from the 80s")
    assert "Zorblax" not in reply.answer.text
    assert plain.answer.text in reply.answer.text


def test_small_talk_costs_no_call_of_the_model(serving: Serving) -> None:
    speaking, model = with_model(serving, "Hello.")
    talk(speaking, "hello")
    assert model.asked == 0
