"""One person in the report of `evaluate`: what they like best and what they would be shown, as drawn posters."""

import html
from collections.abc import Iterable, Mapping

import pandas as pd

from chatbot.ui.posters import HEIGHT, WIDTH, poster_url
from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.split import Split
from recommender.evaluate import MAIN_LENGTH
from recommender.metrics import ranking_metrics
from recommender.report import Markup, Section

FAVOURITES = 5


def typical_user(recommended: pd.DataFrame, test: pd.DataFrame) -> int:
    """The user for whom the lists work as they do on average: nearest to the mean nDCG; of several the lowest id.

    Args:
        recommended: table user_id, movie_id, rank of a list per user.
        test: ratings held out, at least one.
    """
    ndcg = ranking_metrics(recommended, test, MAIN_LENGTH).ndcg
    return int(ndcg.index.to_numpy()[int((ndcg - ndcg.mean()).abs().argmin())])


def check_user(ratings: pd.DataFrame, user: int) -> None:
    """Refuse a user without at least two ratings: one to learn from and one to ask about.

    Raises:
        BadInput: they do not.
    """
    n = int((ratings.user_id == user).sum())
    if n < 2:
        rated = f"has {n} of the ratings" if n else "is not in the ratings"
        raise BadInput(f"--user {user} {rated}: name a user with at least 2, or none for a typical one")


def person_section(user: int, split: Split, recommended: pd.DataFrame, movies: Catalogue, *, typical: bool) -> Section:
    """The person's favourites out of training, and the list made from it, with what they rated in the test marked.

    Args:
        user: who.
        split: the ratings that the model has seen, and those held out.
        recommended: table movie_id in the order of the list.
        movies: the catalogue.
        typical: whether the user was chosen by `typical_user`.
    """
    mine, held_out = (part[part.user_id == user] for part in (split.train, split.test))
    best = mine.sort_values(["stars", "rated_at", "movie_id"], ascending=[False, False, True]).head(FAVOURITES)
    later: Mapping[int, float] = dict(zip(held_out.movie_id.tolist(), held_out.stars.tolist(), strict=True))
    listed = recommended.movie_id.tolist()
    hits = sum(movie in later for movie in listed)
    favourites = zip(best.movie_id.tolist(), best.stars.tolist(), strict=True)
    return Section(
        "person",
        f"User {user}",
        (
            f"{'Somebody for whom the lists work as they do on average. ' if typical else ''}"
            f"{len(mine)} ratings were learned from, {len(held_out)} held back. Of the list below the user rated "
            f"{hits} in the part that the model has not seen; those are marked.",
            Markup(
                f"<h3>Favourites</h3>{_posters((movies[movie], _stars(stars), False) for movie, stars in favourites)}"
            ),
            Markup(
                "<h3>Top ten</h3>"
                + _posters(
                    (movies[movie], f"rated {_stars(later[movie])}" if movie in later else "", movie in later)
                    for movie in listed
                )
            ),
        ),
    )


def _posters(shown: Iterable[tuple[Movie, str, bool]]) -> str:
    """A list of posters: movie, a note, and whether it is a hit."""
    entries = []
    for movie, note, hit in shown:
        title = html.escape(str(movie))
        mark = f'<span class="{"found" if hit else "note"}">{html.escape(note)}</span>' if note else ""
        entries.append(
            f'<li><img src="{poster_url(movie)}" width="{WIDTH}" height="{HEIGHT}" alt=""><b>{title}</b>{mark}</li>'
        )
    return f'<ol class="posters">{"".join(entries)}</ol>'


def _stars(stars: float) -> str:
    return f"{stars:g} stars"
