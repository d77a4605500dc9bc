"""Everything that is kept of an account, in one piece, for the person to take along."""

import json

from pydantic import JsonValue

from data.accounts import Account, Accounts, ListName
from data.evenings import Evenings
from data.exchange import ratings_json
from data.keys import Keys
from data.movies import Catalogue, MovieId

LISTS: tuple[ListName, ...] = ("watchlist", "seen", "hidden")


def everything(accounts: Accounts, account: Account, catalogue: Catalogue) -> str:
    """The account, its ratings, lists, conversations, evenings and the names of its keys, as JSON.

    The ratings stand as `exchange.ratings_json` writes them, so that the file can be read in again.
    """
    own = account.account_id
    told: dict[str, JsonValue] = {
        "account": {
            "name": account.name,
            "role": account.role,
            "standsForUser": account.user_id,
            "createdAt": account.created_at.isoformat(timespec="seconds"),
        },
        **json.loads(ratings_json(accounts.dated_ratings(own), catalogue)),
        "lists": {name: [_film(movie_id, catalogue) for movie_id in accounts.listed(own, name)] for name in LISTS},
        "conversations": _conversations(accounts, own, catalogue),
        "evenings": [
            {
                "heldAt": evening.held_at.isoformat(timespec="seconds"),
                "movie": _film(evening.told.movie_id, catalogue),
                "guests": [guest.model_dump(mode="json") for guest in evening.told.guests],
            }
            for evening in Evenings(accounts).of(own)
        ],
        "keys": [
            {
                "name": key.name,
                "createdAt": key.created_at.isoformat(timespec="seconds"),
                "usedAt": key.used_at.isoformat(timespec="seconds") if key.used_at else None,
            }
            for key in Keys(accounts).of(own)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _conversations(accounts: Accounts, own: int, catalogue: Catalogue) -> list[JsonValue]:
    told: list[JsonValue] = []
    for about in accounts.conversations(own):
        stored = accounts.conversation(own, about.conversation_id)
        if stored is None:  # deleted a moment ago, in another window
            continue
        turns: list[JsonValue] = [
            {
                "role": turn.role,
                "text": turn.text,
                "movies": [_film(movie_id, catalogue) for movie_id in turn.movies],
            }
            for turn in stored.turns
        ]
        told.append(
            {
                "title": about.title,
                "createdAt": about.created_at.isoformat(timespec="seconds"),
                "updatedAt": about.updated_at.isoformat(timespec="seconds"),
                "turns": turns,
                "state": stored.state,
            }
        )
    return told


def _film(movie_id: MovieId, catalogue: Catalogue) -> JsonValue:
    """What names a movie; of one that the catalogue lacks only its id."""
    if movie_id not in catalogue:
        return {"movieId": movie_id}
    movie = catalogue[movie_id]
    return {"movieId": movie_id, "title": movie.title, "year": movie.year}
