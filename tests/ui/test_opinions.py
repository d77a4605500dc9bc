from chatbot.conversation import Request, Session
from chatbot.ui.opinions import Opinion, Visit, latest, opinion, with_opinions
from data.ratings import History

SESSION = Session(History(198, {1: 4.0, 2: 3.0}), wish=Request(query="heist", seen=(5,)))


def clicked(*clicks: tuple[int, str], session: Session = SESSION) -> tuple[Opinion, ...]:
    opinions: tuple[Opinion, ...] = ()
    for movie_id, kind in clicks:
        opinions = (*opinions, opinion(kind, movie_id, opinions, session))  # type: ignore[arg-type]
    return opinions


def after(*clicks: tuple[int, str]) -> Session:
    return with_opinions(Visit(SESSION), clicked(*clicks)).session


def test_like_and_not_for_me_become_ratings_of_the_same_person() -> None:
    session = after((10, "like"), (11, "pass"))
    assert session.history == History(198, {1: 4.0, 2: 3.0, 10: 5.0, 11: 1.5})
    assert session.wish == SESSION.wish


def test_seen_keeps_a_movie_out_without_an_opinion_on_it() -> None:
    session = after((10, "seen"))
    assert session.wish.seen == (5, 10)
    assert session.history.stars == SESSION.history.stars


def test_the_last_click_on_a_movie_counts() -> None:
    assert after((10, "seen"), (10, "like")).wish.seen == (5,)
    assert after((10, "like"), (10, "pass")).history.stars[10] == 1.5
    assert 10 not in after((10, "like"), (10, "seen")).history.stars


def test_undo_gives_back_what_was_before_the_first_click() -> None:
    assert after((10, "like"), (10, "undo")) == SESSION
    assert after((10, "seen"), (10, "undo")) == SESSION
    assert after((1, "pass"), (1, "like"), (1, "undo")).history.stars[1] == 4.0


def test_undo_after_the_next_answer_takes_back_what_that_answer_knew() -> None:
    opinions = clicked((10, "like"))
    visit = with_opinions(Visit(SESSION), opinions)
    undone = (*opinions, opinion("undo", 10, opinions, visit.session))
    assert with_opinions(visit, undone).session == SESSION


def test_opinions_are_taken_up_once() -> None:
    opinions = clicked((10, "like"))
    visit = with_opinions(Visit(SESSION), opinions)
    said_since = Visit(Session(History(198, {10: 2.0})), visit.taken)  # "actually I hated it", in the chat
    assert with_opinions(said_since, opinions) == said_since


def test_the_cards_show_the_latest_opinion_of_each_movie() -> None:
    assert latest(clicked((10, "like"), (11, "seen"), (10, "pass"), (11, "undo"))) == {10: "pass"}
