"""Whom the page speaks to: someone new, or a user of the ratings, each told apart by a line about their taste."""

from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import TypeAlias

import numpy as np

from chatbot.serving import Serving
from data.movies import MovieId
from data.ratings import History

NEWCOMER = "new"
INVITATION = "Someone new: name a film or two that you loved. Or choose a user: type a number to find one."
SHOWN = 20
DOUBT = 4.0  # movies: a genre needs more than these to stand out
GENRES_NAMED = 3
FAVOURITES = 4

Choice: TypeAlias = tuple[str, str]


def people(serving: Serving, typed: str = "") -> list[Choice]:
    """Some of the people to choose from, as label and value: someone new, and users.

    Args:
        serving: the build that serves now.
        typed: what stands in the box; digits show users whose number begins with them, none show some from all over.
    """
    users = serving.histories.users
    digits = "".join(char for char in typed if char in "0123456789")
    if digits:
        shown = users[np.char.startswith(users.astype(str), digits)][:SHOWN]
    else:
        shown = users[np.unique(np.linspace(0, len(users) - 1, min(SHOWN, len(users))).astype(int))]
    everyone = _everyone(serving)
    return [
        ("Someone new", NEWCOMER),
        *((_described(serving, serving.histories[int(user)], everyone), str(user)) for user in shown),
    ]


def person(serving: Serving, value: str | None) -> History:
    """The history of a choice; nothing for someone new and for a user nobody has seen."""
    return serving.history(int(value) if value and value.isdecimal() else None)


def favourites(serving: Serving, history: History) -> str:
    """A line of HTML on what the person rated best, the latest of equals first; an invitation for someone new."""
    order = {movie_id: (stars, at) for at, (movie_id, stars) in enumerate(history.stars.items())}
    best = sorted(
        (movie_id for movie_id in order if movie_id in serving.catalogue), key=order.__getitem__, reverse=True
    )
    if not best:
        return INVITATION
    titles = ", ".join(f"<cite>{escape(serving.catalogue[movie_id].title)}</cite>" for movie_id in best[:FAVOURITES])
    return f"Rated highest: {titles}"


def _described(serving: Serving, history: History, everyone: Mapping[str, float]) -> str:
    """One user in a line: "User 198 – 327 ratings, likes Western, War, Film-Noir"."""
    count = len(history.stars)
    liked = _tastes(serving, history.stars, everyone)
    ratings = "1 rating" if count == 1 else f"{count} ratings"
    return f"User {history.user_id} – {ratings}" + (f", likes {', '.join(liked)}" if liked else "")


def _everyone(serving: Serving) -> dict[str, float]:
    """Each genre's share of all ratings; a movie has several genres, so they sum to more than 1."""
    counts: Counter[str] = Counter()
    for movie_id, reputation in serving.reputations.items():
        if movie_id in serving.catalogue:
            counts.update(dict.fromkeys(serving.catalogue[movie_id].genres, reputation.count))
    total = sum(reputation.count for reputation in serving.reputations.values())
    return {genre: count / total for genre, count in counts.items()}


def _tastes(serving: Serving, stars: Mapping[MovieId, float], everyone: Mapping[str, float]) -> list[str]:
    """The genres that the person likes more often than everyone watches them, strongest first.

    Ranks genres by (liked + d) / (expected + d): how much more often than everyone, d doubting small numbers.
    """
    mean = sum(stars.values()) / max(len(stars), 1)
    liked = [movie_id for movie_id, given in stars.items() if given >= mean and movie_id in serving.catalogue]
    counts = Counter(genre for movie_id in liked for genre in serving.catalogue[movie_id].genres)
    lift = {
        genre: (count + DOUBT) / (len(liked) * everyone[genre] + DOUBT)
        for genre, count in counts.items()
        if genre in everyone
    }
    best = sorted((genre for genre in lift if lift[genre] > 1), key=lambda genre: (-lift[genre], genre))
    return best[:GENRES_NAMED]
