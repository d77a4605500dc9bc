from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.conversation import Session
from chatbot.serving import Serving
from chatbot.ui.opinions import Click, Opinion, after, changed, clicked, keep, opinion, told, upcoming
from data.accounts import Accounts
from data.ratings import History

SHOWN = (7, 8)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    accounts = Accounts(f"sqlite:///{tmp_path}/usher.sqlite3")
    yield accounts
    accounts.close()


@pytest.mark.parametrize("kind", ["like", "pass", "seen", "save", "hide", "undo"])
def test_a_click_on_a_card_that_is_shown_counts(kind: str) -> None:
    assert clicked({"kind": kind, "movie": 7}, SHOWN) == Click(kind, 7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "like"},
        {"kind": "like", "movie": 9},
        {"kind": "like", "movie": "7"},
        {"kind": "explode", "movie": 7},
        {"kind": ["like"], "movie": 7},
        {"kind": "stars", "movie": 7},
        {"kind": "stars", "movie": 7, "stars": 5.5},
        {"kind": "stars", "movie": 7, "stars": 0},
        {"kind": "stars", "movie": 7, "stars": 3.2},
        {"kind": "stars", "movie": 7, "stars": "5"},
        {"kind": "stars", "movie": 7, "stars": float("nan")},
    ],
)
def test_whatever_else_a_browser_says_is_no_click(said: dict[str, object]) -> None:
    assert clicked(said, SHOWN) is None


def test_half_stars_are_clicked_half_by_half() -> None:
    assert clicked({"kind": "stars", "movie": 8, "stars": 3.5}, SHOWN) == Click("stars", 8, 3.5)


@pytest.mark.parametrize(
    ("now", "click", "then"),
    [
        (Opinion(), Click("like", 7), Opinion(5.0)),
        (Opinion(2.0, "watchlist"), Click("pass", 7), Opinion(1.5, "watchlist")),
        (Opinion(5.0), Click("like", 7), Opinion()),
        (Opinion(), Click("seen", 7), Opinion(None, "seen")),
        (Opinion(4.0, "seen"), Click("save", 7), Opinion(4.0, "watchlist")),
        (Opinion(None, "hidden"), Click("hide", 7), Opinion()),
        (Opinion(3.5), Click("stars", 7, 3.5), Opinion(3.5)),
        (Opinion(1.5, "hidden"), Click("undo", 7), Opinion(4.0, "seen")),
    ],
)
def test_a_click_changes_the_opinion_and_a_second_one_takes_it_back(now: Opinion, click: Click, then: Opinion) -> None:
    assert after(now, click, Opinion(4.0, "seen")) == then


def test_what_is_kept_of_an_opinion_is_read_again(accounts: Accounts) -> None:
    anna = accounts.create("Anna").account_id
    now = Opinion()
    for then in (Opinion(4.5), Opinion(4.5, "watchlist"), Opinion(1.5, "seen"), Opinion(None, "seen"), Opinion()):
        keep(accounts, anna, 7, now, then)
        now = then
        assert opinion(accounts, anna, 7) == then


def test_opinions_are_told_in_words() -> None:
    assert told(Opinion(4.5, "watchlist")) == "Noted: 4.5 stars, saved to your watchlist."
    assert told(Opinion()) == "Taken back."


def test_what_a_rating_changes_in_the_next_list_is_said_with_titles(serving: Serving) -> None:
    nobody = Session(History(None, {}))
    before = upcoming(serving, nobody)
    assert len(before) == 3
    assert changed(serving, before, before) == "Your next list stays as it was."
    without_first = upcoming(serving, Session(History(None, {before[0]: 5.0})))
    assert before[0] not in without_first
    new = [serving.catalogue[one].title for one in without_first if one not in before]
    assert changed(serving, before, without_first) == f"New in your next list: {', '.join(new)}."
    assert changed(serving, before, before[::-1]) == "Your next list has another order."
