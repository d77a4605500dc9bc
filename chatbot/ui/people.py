"""Whom the page speaks to: someone new, or a user of the ratings, each told apart by a line about their taste."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TypeAlias

import numpy as np

from chatbot.serving import Serving
from data.movies import MovieId
from data.ratings import History

NEWCOMER = "new"
INVITATION = (
    'Someone new: name a film or two that you loved, <a href="/start">rate five</a> or '
    '<a href="/bring">bring your ratings</a>. Or look on as a user of the ratings: type a number above.'
)
SHOWN = 20
LONGEST_NUMBER = 19  # digits: larger ones are no row of a table
DOUBT = 4.0  # movies: a genre needs more than these to stand out
GENRES_NAMED = 3
FAVOURITES = 4

Choice: TypeAlias = tuple[str, str]


def people(serving: Serving, typed: str = "") -> list[Choice]:
    """Some of the people to choose from, as label and value: users, and someone new.

    Args:
        serving: the build that serves now.
        typed: what stands in the box; a number shows users whose number begins with it, anything else some from all
            over.
    """
    users = serving.histories.users
    number = typed.strip().removeprefix("User ").split(" ")[0]
    newcomer = ("Someone new", NEWCOMER)
    if number.isascii() and number.isdecimal():
        shown = users[np.char.startswith(users.astype(str), number)][:SHOWN]
        return [*_labelled(serving, shown.tolist()), newcomer]
    shown = users[np.unique(np.linspace(0, len(users) - 1, min(SHOWN, len(users))).astype(int))]
    return [newcomer, *_labelled(serving, shown.tolist())]


def person(serving: Serving, value: str) -> History:
    """The history of a choice; nothing for someone new and for a user nobody has seen."""
    known = value.isascii() and value.isdecimal() and len(value) < LONGEST_NUMBER
    return serving.history(int(value) if known else None)


def label(serving: Serving, history: History) -> str:
    """One person in a line: "User 198 – 327 ratings, likes Western, War, Film-Noir"."""
    return "Someone new" if history.user_id is None else _labelled(serving, [history.user_id])[0][0]


def picker_html(choices: Sequence[Choice], chosen: str) -> str:
    """The picker: a box that shows who is chosen, and the choices below it."""
    options = "".join(
        f'<li role="option" id="usher-person-{escape(value)}" data-person="{escape(value)}" aria-selected="false">'
        f"{escape(shown)}</li>"
        for shown, value in choices
    )
    return (
        '<input type="text" role="combobox" aria-label="Who is watching" aria-expanded="false" '
        'aria-controls="usher-people" aria-autocomplete="list" autocomplete="off" spellcheck="false" '
        f'value="{escape(chosen)}"><ul role="listbox" id="usher-people" aria-label="People">{options}</ul>'
    )


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


def _labelled(serving: Serving, user_ids: Iterable[int]) -> list[Choice]:
    everyone = _everyone(serving)
    choices = []
    for user_id in user_ids:
        stars = serving.histories[user_id].stars
        liked = _tastes(serving, stars, everyone)
        ratings = "1 rating" if len(stars) == 1 else f"{len(stars)} ratings"
        likes = f", likes {', '.join(liked)}" if liked else ""
        choices.append((f"User {user_id} – {ratings}{likes}", str(user_id)))
    return choices


def _everyone(serving: Serving) -> dict[str, float]:
    """Each genre's share of all ratings; a movie has several genres, so they sum to more than 1."""
    counts = serving.moment.signals.facts.counts.astype(np.float64)
    shares = counts @ serving.moment.has_genre / max(counts.sum(), 1.0)
    return dict(zip(serving.moment.genre_names, shares.tolist(), strict=True))


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
