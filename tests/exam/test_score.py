"""The checks, each with an answer that keeps it and one that breaks it, on six made-up films."""

import pytest

from tests.exam.checks import KNOWN, Check, Exchange, Verdict, judge
from tests.exam.facts import Facts
from tests.exam.score import Result, checks_of, failure, live_turns, summary
from tests.exam.texts import named, untrue


def exchange(
    *picks: int,
    text: str = "Here.",
    user: int | None = None,
    said: str = "",
    lists: tuple[tuple[int, ...], ...] = (),
    others: tuple[int, ...] | None = None,
) -> Exchange:
    return Exchange(user, said, lists, text, picks, 1.0, others)


HELD: list[tuple[str, Check, Exchange]] = [
    ("genre", {"genres_all": ["Horror", "Thriller"]}, exchange(1, 2)),
    ("genre_any", {"genres_any": ["Horror", "Comedy"]}, exchange(1, 3, 4)),
    ("genre_out", {"genres_none": ["Comedy"]}, exchange(1, 2)),
    ("year", {"year_min": 1984, "year_max": 1986}, exchange(1, 2)),
    ("year_out", {"year_not": [1985, 1995]}, exchange(1, 3)),
    ("year", {"newer": True}, exchange(3, lists=((1, 2),))),
    ("year", {"older": True}, exchange(1, lists=((2, 3, 5),))),
    ("runtime", {"runtime_max": 95}, exchange(1, 2)),
    ("runtime", {"shorter": True}, exchange(2, lists=((1, 4),))),
    ("runtime", {"longer": True}, exchange(4, lists=((1, 2),))),
    ("person", {"person": ["Bo Reed"]}, exchange(1, 2)),
    ("person_out", {"person_not": ["Cy Moss"]}, exchange(1, 5)),
    ("language", {"lang": ["fr"]}, exchange(3)),
    ("language", {"lang_not": ["en"]}, exchange(3, 5)),
    ("about", {"about": ["lamp*"]}, exchange(1, 2, 5)),
    ("genre_out", {"genres_none": ["Horror"], "may_be_quiet": True}, exchange(text="Noted.")),
    ("seen", {"not_seen": True}, exchange(2, user=1)),
    ("again", {"seen": True}, exchange(1, 3, user=1)),
    ("repeat", {"exclude": ["It (1990)"]}, exchange(1)),
    ("repeat", {"fresh": True}, exchange(2, lists=((1,), (3,)))),
    ("alike", {"like": ["The Lantern (1984)"]}, exchange(2)),
    ("alike", {"like_place": 2}, exchange(2, lists=((3, 1),))),
    ("among", {"among": ["It (1990)", "The Lantern (1984)"]}, exchange(4, 1, 3)),
    ("first", {"first_among": ["It (1990)"]}, exchange(4, 3)),
    ("target", {"target": ["It (1990)"]}, exchange(1, 2, 4)),
    ("count", {"count": 2}, exchange(1, 2)),
    ("count", {"count_min": 1}, exchange(1, 2)),
    ("real", {"real": True}, exchange(1)),
    ("quiet", {"no_movies": True}, exchange(text="Hello!")),
    ("personal", {"differs": 2}, exchange(1, 2, others=(3, 4))),
    ("aside", {"no_others": True}, exchange(4, said="how long is it")),
    ("text", {"answer_any": ["don't like"]}, exchange(text="You don’t like it.")),
    ("text", {"answer_any": ["Ada Quill"]}, exchange(text="By ada quill.")),
    ("text", {"answer_or_admits": ["blue"]}, exchange(text="I don't know that.")),
    ("text_all", {"answer_all": ["1984", "Quill"]}, exchange(text="1984, Ada Quill")),
    ("unsaid", {"answer_none": ["you liked It"]}, exchange(text="You disliked it.")),
    ("reason", {"answer_also": ["you asked"]}, exchange(text="You asked for less.")),
    ("unsaid", {"longer_than": 5}, exchange(text="I would rather not.")),
    ("answered", {"nonempty": True}, exchange(text="Well.")),
    ("runtime", {"runtime_min": 90}, exchange(1)),
    ("honest", {"admits": True}, exchange(text="I do not know that film.")),
    ("fact", {"fact": {"place": 1, "topic": "director"}}, exchange(text="Ada Quill did.", lists=((1, 3),))),
    ("fact", {"fact": {"place": -1, "topic": "runtime"}}, exchange(text="1 h 50 min", lists=((1, 3),))),
    ("grounded", {}, exchange(1, text="**The Lantern** (1984), then It (1990).", said="not it again")),
    ("true", {}, exchange(1, text="1. **The Lantern** (1984), 1 h 35 min. Directed by Ada Quill.")),
]
BROKEN: list[tuple[str, Check, Exchange]] = [
    ("genre", {"genres_all": ["Horror", "Thriller"]}, exchange(1, 4)),
    ("genre_any", {"genres_any": ["Comedy"]}, exchange()),
    ("genre_out", {"genres_none": ["Comedy"]}, exchange(1, 2, 3)),
    ("year", {"year_max": 1986}, exchange(1, 3)),
    ("year_out", {"year_not": [1985, 1995]}, exchange(1, 2)),
    ("year", {"newer": True}, exchange(1, lists=((1, 2),))),
    ("runtime", {"runtime_max": 95}, exchange(1, 3)),
    ("runtime", {"runtime_max": 95}, exchange(6)),
    ("person", {"person": ["Bo Reed"]}, exchange(3, 4)),
    ("person_out", {"person_not": ["Cy Moss"]}, exchange(1, 2)),
    ("language", {"lang": ["fr"]}, exchange(1, 3)),
    ("about", {"about": ["lam", "cell"]}, exchange(1, 2, 5)),
    ("genre_out", {"genres_none": ["Horror"], "may_be_quiet": True}, exchange(1)),
    ("seen", {"not_seen": True}, exchange(2, 3, user=1)),
    ("again", {"seen": True}, exchange(2, user=1)),
    ("repeat", {"exclude": ["It (1990)"]}, exchange(4)),
    ("repeat", {"fresh": True}, exchange(2, 1, lists=((1,), (3,)))),
    ("alike", {"like": ["The Lantern (1984)"]}, exchange(1, 2)),
    ("alike", {"like": ["The Lantern (1984)"]}, exchange(3, 5)),
    ("alike", {"like_place": 3}, exchange(2, lists=((3, 1),))),
    ("target", {"target": ["It (1990)"], "top": 2}, exchange(1, 2, 4)),
    ("count", {"count": 2}, exchange(1)),
    ("real", {"real": True}, exchange(99)),
    ("quiet", {"no_movies": True}, exchange(text=" ")),
    ("personal", {"differs": 2}, exchange(1, 2, others=(1, 2))),
    ("aside", {"no_others": True}, exchange(1, said="how long is it")),
    ("text", {"answer_any": ["1984"]}, exchange(text="19845")),
    ("reason", {"answer_also": ["you asked"]}, exchange(text="**It** (1990), 3 h.", said="it")),
    ("honest", {"admits": True}, exchange(text="Ada Quill directed it.")),
    ("fact", {"fact": {"place": 2, "topic": "director"}}, exchange(text="Ada Quill did.", lists=((1, 3),))),
    ("fact", {"fact": {"place": 3, "topic": "director"}}, exchange(text="Ada Quill did.", lists=((1, 3),))),
    ("grounded", {}, exchange(1, text="See The Lantern (1984) or Sunday Bakers (1999).")),
    ("grounded", {}, exchange(1, text="See Made Up Entirely (2003).")),
    ("true", {}, exchange(1, text="1. **The Lantern** (1984), 2 h 35 min.")),
    ("true", {}, exchange(1, text="1. **The Lantern** (1984). Directed by Cy Moss.")),
]


@pytest.mark.parametrize(("name", "check", "answered"), HELD)
def test_an_answer_that_keeps_a_check(facts: Facts, name: str, check: Check, answered: Exchange) -> None:
    assert judge(check, answered, facts).held[name]


@pytest.mark.parametrize(("name", "check", "answered"), BROKEN)
def test_an_answer_that_breaks_a_check(facts: Facts, name: str, check: Check, answered: Exchange) -> None:
    assert not judge(check, answered, facts).held[name]


def test_every_check_is_tried_here() -> None:
    assert {key for _, check, _ in [*HELD, *BROKEN] for key in check} >= KNOWN - {"n", "min_share", "talk"}


def test_hard_wishes_are_counted_film_by_film_and_what_is_unknown_breaks_none(facts: Facts) -> None:
    verdict = judge({"year_max": 1986, "runtime_max": 90}, exchange(1, 2, 6), facts)
    assert (verdict.kept, verdict.broken) == (2 + 2, 1 + 1)
    assert not verdict.held["year"]
    assert not verdict.held["runtime"]


def test_an_empty_list_keeps_no_wish_but_breaks_none(facts: Facts) -> None:
    verdict = judge({"year_max": 1986}, exchange(), facts)
    assert not verdict.held["year"]
    assert (verdict.kept, verdict.broken) == (0, 0)


def test_a_check_that_nobody_knows_is_an_error(facts: Facts) -> None:
    with pytest.raises(KeyError, match="colour"):
        judge({"colour": "blue"}, exchange(1), facts)


def test_films_in_a_text_are_named_by_year_or_in_bold(facts: Facts) -> None:
    text = "1. **Up River: Part 1** (2011) — fine\n2. The Lantern II (1986), *It*\n**Les Boulangers** and **whatever**"
    assert [movie_id for _, movie_id in named(text, facts)] == [5, 2, 3]
    assert untrue("The Lantern (1984): 1 h 35 min. It (1990): 95 min", facts) == ["It: 95 min"]


def test_one_check_of_several_turns_is_of_the_last() -> None:
    assert checks_of({"turns": ["a", "b", "c"], "checks": [{"count": 1}]}) == [{}, {}, {"count": 1}]
    recorded = {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}], "checks": [{}]}
    assert live_turns(recorded) == ["b"]


def test_figures_count_a_request_as_passed_only_where_every_turn_is(facts: Facts) -> None:
    lines = [
        {"id": "one", "kind": "year", "user": None, "turns": ["a", "b"], "checks": [{"year_max": 1990}, {"count": 1}]},
        {"id": "two", "kind": "year", "user": None, "turns": ["c"], "checks": [{"year_max": 1990}]},
    ]
    answers = [[exchange(1, 4), exchange(1)], [exchange(1, 3)]]
    results = [
        Result(
            line,
            tuple(given),
            tuple(judge(check, one, facts) for check, one in zip(checks_of(line), given, strict=True)),
        )
        for line, given in zip(lines, answers, strict=True)
    ]
    figures = summary(results)
    assert figures["passed"] == [1, 2]
    assert figures["several_turns"] == [1, 1]
    assert figures["kinds"] == {"year": [1, 2]}
    assert figures["hard_films"] == [3, 4]
    assert figures["hard_requests"] == [1, 2]
    told = failure(results[1], facts)
    assert told["failed"] == ["1:year"]
    assert told["turns"][0]["picks"] == ["The Lantern (1984)", "Sunday Bakers (1999)"]


def test_a_verdict_without_hard_wishes_counts_no_film() -> None:
    assert Verdict({"count": True}) == Verdict({"count": True}, 0, 0)
