"""The exam's own lines: every title and person exists, every line has one shape, and the halves share nothing."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exam.checks import FILMS, KNOWN, Check
from tests.exam.facts import Facts, folded
from tests.exam.score import HALVES, Line, checks_of, live_turns, load_half, messages_of


@pytest.fixture(scope="module")
def real_facts(real_data: Path) -> Facts:
    return Facts(real_data)


def all_lines() -> list[Line]:
    return [line for half in HALVES for line in load_half(half)]


def test_every_line_has_words_a_person_would_send_and_checks_that_exist() -> None:
    for line in all_lines():
        assert set(line) <= {"id", "kind", "user", "turns", "messages", "k", "checks"}, line["id"]
        assert ("turns" in line) != ("messages" in line), line["id"]
        assert all(text.strip() for text in live_turns(line)), line["id"]
        assert all(role in ("user", "assistant") for role, _ in messages_of(line)), line["id"]
        assert len(line["checks"]) in (1, len(live_turns(line))), line["id"]
        assert all(set(check) <= KNOWN for check in line["checks"]), line["id"]
        assert any(checks_of(line)), line["id"]


def test_the_halves_share_no_request_and_have_as_many_of_each_kind() -> None:
    halves = [load_half(half) for half in HALVES]
    ids = [line["id"] for half in halves for line in half]
    words = [(*live_turns(line), *messages_of(line)) for half in halves for line in half]
    assert max(Counter(ids).values()) == 1
    assert max(Counter(map(str, words)).values()) == 1
    first, second = (Counter(line["kind"] for line in half) for half in halves)
    assert all(abs(first[kind] - second[kind]) <= 1 for kind in first | second)


@pytest.mark.real
def test_every_film_person_and_user_of_the_exam_is_in_the_files(real_facts: Facts) -> None:
    for line in all_lines():
        users = {line["user"], *(check.get("differs") for check in line["checks"])} - {None}
        assert users <= set(real_facts.seen), line["id"]
        for check in line["checks"]:
            for key in FILMS:
                for title in check.get(key, ()):
                    year = re.search(r"\((\d{4})\)$", title)
                    movie_id = real_facts.find(title)
                    assert year is not None, (line["id"], title)
                    assert movie_id is not None, (line["id"], title)
                    assert real_facts.year[movie_id] == int(year[1]), (line["id"], title)
            for name in (*check.get("person", ()), *check.get("person_not", ())):
                assert any(folded(name) in person for person in real_facts.people), (line["id"], name)


@pytest.mark.real
def test_each_wish_that_is_only_facts_can_be_granted(real_facts: Facts) -> None:
    for line in all_lines():
        for check in checks_of(line):
            wanted = check.get("count", 1)
            if len(list(itertools.islice(matching(check, real_facts), wanted))) < wanted:
                pytest.fail(f"{line['id']}: the files hold too few films for {check}")


def matching(check: Check, facts: Facts) -> Iterator[int]:
    """The films that have the genres, year, length, language and people of a check."""
    return (
        m
        for m in facts.names
        if set(check.get("genres_all", ())) <= facts.genres[m]
        and ("genres_any" not in check or set(check["genres_any"]) & facts.genres[m])
        and not set(check.get("genres_none", ())) & facts.sure_genres[m]
        and check.get("year_min", 0) <= facts.year.get(m, -1) <= check.get("year_max", 9999)
        and check.get("runtime_min", 0) <= facts.runtime.get(m, -1) <= check.get("runtime_max", 9999)
        and ("lang" not in check or facts.language.get(m) in check["lang"])
        and ("lang_not" not in check or facts.language.get(m, "en") not in check["lang_not"])
        and ("person" not in check or any(facts.credits(m, name) for name in check["person"]))
        and ("about" not in check or facts.speaks_of(m, check["about"]))
        and not any(facts.credits(m, name) for name in check.get("person_not", ()))
    )
