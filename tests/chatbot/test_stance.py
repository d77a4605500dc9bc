"""Whether what a message names is wanted, refused or let go, in the many ways in which people say so."""

import pytest

from chatbot.scan import Scan
from chatbot.stance import goes_on, said_of

REFUSED = """
no X; no X please; not X; anything but X; i don't like X; i hate X; without X; i can't stand X; my wife hates X
i'm not a fan of X; not in the mood for X; i'm sick of X; avoid X; skip X; except X; i'd rather not watch X; no more X
X is not for me; X isn't my thing; X bores me; leave out X; steer clear of X; we're not into X; i never watch X
spare me X; keep X out of it; absolutely no X; i'm allergic to X; don't recommend X; stop recommending X; i can't do X
i've had enough X; i'm tired of X; other than X; exclude X; remove X; X are out; i won't watch X; i dislike X
i have no interest in X; hold the X; X is a no-go; X is off limits; i don't enjoy X; as long as it's not X
i'm not keen on X; he doesn't do X; nobody likes X; i refuse to watch X; enough X for now; X? no thanks; X - no
i've gone off X; rule out X; X would be a mistake; X makes me fall asleep; X gives me nightmares; can we not do X
don't even think about X; everything except X; i can do without X; ban X; minus X; X puts me off; non-X; an X-free film
"""
WANTED = """
X; i like X; can't get enough of X; who doesn't love X; why not X; i wouldn't mind X; nothing beats X; nothing but X
only X; i haven't seen good X in ages; you can't go wrong with X; i never get tired of X; not sure, maybe X
no idea, X perhaps; isn't there any good X; don't you have any X; no, X; i don't want anything but X; no spoilers, X
i'm not picky but X would be nice; i can't resist X; the X is not too long
"""
FREE = """
it doesn't have to be X; it needn't be X; not necessarily X; i don't mind X; no need for X; it can also be X
forget the X; never mind the X; bring back X; i changed my mind about X; i take back what i said about X
"""
FINE = "X is fine; X is ok after all; X films are welcome again; a little X is okay"
LESS = "less X; too X; not too X; nothing so X; fewer X"


def ways(text: str) -> list[str]:
    return [way.strip() for line in text.strip().splitlines() for way in line.split(";")]


@pytest.mark.parametrize(
    ("way", "stance"),
    [
        *((way, "refused") for way in ways(REFUSED)),
        *((way, "wanted") for way in ways(WANTED)),
        *((way, "free") for way in ways(FREE)),
        *((way, "fine") for way in ways(FINE)),
        *((way, "less") for way in ways(LESS)),
    ],
)
@pytest.mark.parametrize("before", ["", "a crime film, "])
def test_the_words_around_it_tell(way: str, stance: str, before: str) -> None:
    text = before + way.replace("X", "musicals")
    at = text.index("musicals")
    assert said_of(Scan(text), at, at + len("musicals")).stance == stance


@pytest.mark.parametrize(
    ("between", "is_one_list"),
    [
        (" or ", True),
        (" and ", True),
        (", no ", False),
        (", a ", False),
        (" and a ", False),
        (" but ", False),
        (" films or any ", True),
        (" just ", False),
    ],
)
def test_a_list_shares_its_refusal(between: str, is_one_list: bool) -> None:
    text = f"no horror{between}musicals"
    assert goes_on(Scan(text), "no ", len("no horror"), len(f"no horror{between}")) == is_one_list
