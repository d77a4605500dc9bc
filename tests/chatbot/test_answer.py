"""Answers composed by hand-made evidence."""

import dataclasses
import itertools
import re
from typing import Literal

import pytest

from chatbot.answer import compose, facts, numbered
from chatbot.conversation import Answer, Pick, Reason, Request, Session
from chatbot.picks import Selection
from data.movies import Movie
from retrieval.index import Filters
from tests.chatbot.told import (
    BABY,
    BARE,
    CASINO,
    CATALOGUE,
    CLUE,
    HEAT,
    LIKED,
    MOOD,
    NOBODY,
    SOMEBODY,
    SPEED,
    TORINO,
    WORDS,
    Known,
    after,
    pick,
)

LISTS = ([pick(HEAT, LIKED)], [pick(HEAT, LIKED), pick(SPEED, MOOD)], [pick(m, LIKED) for m in (HEAT, SPEED, CLUE)])


def answer(request: Request, *picks: Pick, message: str = "x", session: Session = NOBODY) -> Answer:
    return compose(message, session, request, Selection(picks), CATALOGUE)


def told(request: Request, *picks: Pick, message: str = "x", session: Session = NOBODY) -> str:
    return answer(request, *picks, message=message, session=session).text


def test_picks_are_numbered_from_where_the_list_goes_on() -> None:
    lines = numbered([pick(HEAT, LIKED), pick(BARE, MOOD)], start=2).splitlines()
    assert [line.split()[0] for line in lines] == ["2.", "3."]
    evil = Reason("liked", "you liked <img>", (3,))
    assert "\\<img" in numbered([pick(HEAT, evil)])


def test_one_film_is_a_sentence_and_several_are_a_list() -> None:
    for n in range(20):
        one, two, three = (told(Request(), *picks, message=f"m{n}", session=SOMEBODY) for picks in LISTS)
        assert "\n" not in one
        assert re.search(r"\w.* \*\*Heat\*\* \(1995\), 2 h 50 min", one)
        assert [line[:2] for line in two.splitlines() if line[:1].isdigit()] == ["1.", "2."]
        assert [line[:2] for line in three.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]


def test_the_wish_is_said_back_before_the_list() -> None:
    request = Request(filters=Filters(genres=("Thriller",), min_year=1990, max_year=1999, not_people=("Adam Sandler",)))
    for n in range(20):
        text = told(request, *LISTS[1], message=f"m{n}", session=SOMEBODY)
        assert "thrillers from the 1990s, nothing with Adam Sandler" in text.splitlines()[0].lower().replace(
            "adam sandler", "Adam Sandler"
        )


def test_no_opening_comes_twice_in_a_row() -> None:
    session, openings = SOMEBODY, []
    for _ in range(12):
        text = told(Request(filters=Filters(genres=("Thriller",))), *LISTS[1], session=session)
        openings.append(text.splitlines()[0])
        session = after(session, HEAT, SPEED, text=text)
    assert all(one != other for one, other in itertools.pairwise(openings))
    assert len(set(openings)) >= 4


def test_an_answer_asks_at_most_one_question_and_not_every_time() -> None:
    asked = []
    for session in (NOBODY, SOMEBODY):
        for _ in range(12):
            text = told(Request(), *LISTS[2], session=session, message="something else")
            asked.append(text.count("?"))
            assert "?" not in text.split("\n\n")[0]
            session = after(session, *(HEAT, SPEED, CLUE), text=text)
    assert max(asked) == 1
    assert 0 < sum(asked) < len(asked) / 3


def test_someone_new_is_asked_for_a_film_once_and_someone_known_is_not() -> None:
    first = told(Request(), pick(HEAT, MOOD))
    assert len(first.split("\n\n")) == 2
    assert re.search("film|title", first.split("\n\n")[1])
    assert "\n\n" not in told(Request(), pick(HEAT, MOOD), session=after(NOBODY, CLUE, text=first))
    assert "\n\n" not in told(Request(), pick(HEAT, LIKED), session=SOMEBODY)


def test_a_described_movie_is_the_first_thing_named_and_its_end_is_not_told() -> None:
    for n in range(12):
        text = told(Request(intent="recall", query="a thief"), pick(HEAT, WORDS), pick(BARE, WORDS), message=f"m{n}")
        assert text.index("Heat") < 30
        assert "\n\n2. **Untold**" in text
        assert "one is left" not in text


def test_opinions_are_repeated_once_and_with_whose_they_are() -> None:
    request = Request(intent="feedback", liked=(1,), disliked=(2,))
    text = told(request, pick(SPEED, MOOD))
    assert "you liked Heat and you did not like Untold. " in text
    theirs = Request(others_disliked=(9,), filters=Filters(genres=("Action",)))
    before = Request(filters=Filters(genres=("Action",)))

    def heard(message: str, was: Request) -> str:
        return compose(message, NOBODY, theirs, Selection((pick(SPEED, MOOD),)), CATALOGUE, was=was).text

    assert "your wife did not like Casino. " in heard("my wife hated Casino", before)
    assert "they did not like Casino. " in heard("everyone hated Casino", before)
    assert "Casino" not in heard("something else", theirs)


def test_films_nearest_to_a_wish_come_after_what_gave_way_and_admit_it() -> None:
    notice = "No movie meets all of that. Without the wish for at most 60 minutes, 2 movies fit."
    selection = Selection((pick(SPEED, MOOD), pick(CLUE, MOOD)), (notice,))
    request = Request(filters=Filters(max_runtime=60))
    text = compose("x", SOMEBODY, request, selection, CATALOGUE).text
    assert text.startswith(notice)
    assert "But it runs 1 h 56 min." in text
    assert "But it runs 1 h 34 min." in text


def test_a_notice_follows_picks_that_meet_the_wish_and_stands_alone_without_any() -> None:
    notice = "Only 2 movies meet everything you asked for."
    selection = Selection((pick(SPEED, MOOD), pick(CLUE, MOOD)), (notice,))
    assert compose("x", SOMEBODY, Request(), selection, CATALOGUE).text.endswith(f"\n\n{notice}")
    assert compose("x", SOMEBODY, Request(), Selection((), (notice,)), CATALOGUE).text == notice
    assert compose("x", SOMEBODY, Request(), Selection(()), CATALOGUE).text


def test_a_persons_films_are_short_lines_with_what_they_did_where_it_differs() -> None:
    request = Request(intent="list", filters=Filters(people=("Clint Eastwood",)))
    selection = Selection((pick(TORINO, LIKED), pick(BABY, LIKED)))
    text = compose("x", NOBODY, request, selection, CATALOGUE, Known()).text
    assert "1. **Gran Torino** (2008), directed and played in\n2. **Changeling** (2008), directed" in text
    assert "with or by Clint Eastwood" in text
    alone = Request(intent="list", filters=Filters(people=("Keanu Reeves",)))
    text = compose(
        "x", NOBODY, alone, Selection((pick(SPEED, LIKED),), ("One movie meets it.",)), CATALOGUE, Known()
    ).text
    assert text == "All that I know of films with Keanu Reeves: **Speed** (1994), 1 h 56 min, action, thriller."
    both = Request(intent="list", filters=Filters(people=("Robert De Niro",)))
    text = told(both, pick(HEAT, LIKED), pick(CASINO, LIKED))
    assert text.endswith("\n\n1. **Heat** (1995)\n2. **Casino** (1995)")
    assert "with Robert De Niro" in text


@pytest.mark.parametrize("intent", ["small_talk", "out_of_scope", "unclear", "fact", "compare", "why"])
def test_what_is_no_request_for_films_shows_none_and_asks_nothing(intent: str) -> None:
    for n in range(12):
        given = answer(Request.model_validate({"intent": intent}), message=f"hello {n}")
        assert given.text
        assert not given.picks
        assert "?" not in given.text
        assert "!" not in given.text.removeprefix("Hello!").removeprefix("Hi!")


def test_a_question_and_a_comparison_are_answered_from_the_catalogue() -> None:
    assert "Michael Mann" in told(Request(intent="fact", about=(1,), topic="director"))
    assert "Both have Robert De Niro" in told(Request(intent="compare", about=(1, 9)))
    text = told(Request(intent="compare", about=(1, 9)), message="which is longer, Heat or Casino")
    assert text.startswith("**Casino** (1995) is longer")


def test_a_question_about_these_is_about_the_whole_list() -> None:
    session = after(NOBODY, HEAT, SPEED, CLUE)
    request = Request(intent="fact", about=(HEAT.movie_id,))
    text = told(request, message="which of these is the shortest", session=session)
    assert text == "**Clue** (1985) is the shortest: it runs 1 h 34 min."
    request = Request(intent="fact", about=(CLUE.movie_id,))
    assert told(request, message="which one is the longest", session=session).startswith("**Heat** (1995) is the long")
    assert "**Heat**" not in told(request, message="is it the shortest", session=session)
    request = Request(intent="fact", about=(HEAT.movie_id,), topic="director")
    assert "Michael Mann" in told(request, message="who directed the longest of these", session=session)


def test_why_a_film_is_missing_is_told_with_the_way_to_get_it_as_a_chip() -> None:
    given = answer(Request(intent="why", about=(1,), filters=Filters(max_runtime=119)), message="why not Heat")
    assert "it runs 2 h 50 min" in given.text
    assert given.chips[0] == "longer is fine"


def test_all_facts_of_a_movie_are_given_as_evidence() -> None:
    text = facts(Request(about=(1,)), CATALOGUE)
    for fact in ("1995", "2 h 50 min", "Michael Mann", "Al Pacino", "A thief and a detective", "in English"):
        assert fact in text


def test_titles_in_any_part_of_an_answer_cannot_bring_markup_into_the_page() -> None:
    evil = Movie(99, "<b>*x*")
    catalogue = type(CATALOGUE)([evil, HEAT])
    request = Request(similar_to=(99,), liked=(99,), intent="feedback")
    text = compose("<b>", NOBODY, request, Selection((pick(evil, LIKED), pick(HEAT, LIKED))), catalogue).text
    assert "<" not in text.replace("\\<", "")
    assert re.search(r"(?<!\\)\*x", text) is None


def test_wording_varies_between_messages_but_not_between_runs() -> None:
    texts = {told(Request(query="thief"), *LISTS[1], message=str(n)).split("\n")[0] for n in range(40)}
    assert len(texts) >= 4
    assert told(Request(), pick(HEAT, MOOD)) == told(Request(), pick(HEAT, MOOD))
    places: tuple[Literal["safest", "stretch", "short"], ...] = ("safest", "stretch", "short")
    placed = [dataclasses.replace(one, place=place) for one, place in zip(LISTS[2], places, strict=True)]
    assert len({told(Request(), *placed, message=str(n), session=SOMEBODY) for n in range(40)}) >= 10
