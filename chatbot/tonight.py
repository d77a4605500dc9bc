"""Three picks for someone who asks for nothing in particular: the safest one, a stretch, and a short one."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from chatbot.conversation import Request
from chatbot.serving import Serving
from data.movies import MovieId

STRETCH_AMONG, SHORT_AMONG = 40, 120  # of the ranking, in which the stretch and the short one are looked for
SHORT_MINUTES = 95
LOVED = 2.0  # deviations of fame that one star more is worth
OFF_PLACES = 0.02  # of a deviation of fame: what each place further down takes from a stretch


def is_open(request: Request) -> bool:
    """Nothing is asked for but something to watch."""
    said = {
        "intent",
        "liked",
        "disliked",
        "seen",
        "others_liked",
        "others_disliked",
        "fond_of",
        "count",
        "about",
        "topic",
    }
    bare = Request().model_dump(exclude=said)
    return request.intent == "recommend" and request.model_dump(exclude=said) == bare


def places(
    serving: Serving, order: Sequence[MovieId], *, personal: bool
) -> dict[MovieId, Literal["safest", "stretch", "short"]]:
    """Up to three movies of a ranking, in the order in which they are told.

    The safest is the best one; for someone of whom nothing is known, of the best ones that which most people know and
    like. A stretch is good for the person and little known, unlike the safest in what it is about.

    Args:
        serving: the build.
        order: the ranking, best first.
        personal: something of the person's taste is known.
    """
    if not order:
        return {}
    rows = serving.catalogue.ids.rows(np.array(order[:SHORT_AMONG], np.int64))
    known = serving.moment.fame["known"][rows]
    loved = known + LOVED * serving.moment.signals.facts.stars[rows]
    safest = 0 if personal else int(loved[:STRETCH_AMONG].argmax())
    about = serving.moment.spaces["genres"][rows] @ serving.moment.spaces["genres"][rows[safest]]
    daring = -known - about - OFF_PLACES * np.arange(len(rows))
    daring[safest] = daring[STRETCH_AMONG:] = -np.inf
    found: dict[MovieId, Literal["safest", "stretch", "short"]] = {order[safest]: "safest"}
    if len(rows) > 1:
        found[order[int(daring.argmax())]] = "stretch"
    for movie_id in order[:SHORT_AMONG]:
        minutes = serving.catalogue[movie_id].runtime_minutes
        if minutes is not None and minutes <= SHORT_MINUTES and movie_id not in found:
            found[movie_id] = "short"
            break
    return found
