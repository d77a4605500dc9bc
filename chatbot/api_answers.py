"""Answers to programs: the JSON API and the MCP server both stand on this.

Give these functions a build whose texts were cleared of orders to language models (`Chatbot.trusted`), since models
read what they say.
"""

import dataclasses
from collections.abc import Collection
from typing import Any

from chatbot.api_errors import Refused
from chatbot.api_forms import (
    Description,
    FilmFacts,
    FilmForYou,
    FilmFound,
    FilmLike,
    FilmShort,
    FoundFilms,
    Liked,
    OneFilm,
    Recommendations,
    SimilarFilms,
    SimilarTo,
    Wish,
)
from chatbot.moment import GIVEN
from chatbot.serving import Serving
from chatbot.tables import named, neighbours
from data.errors import BadInput
from data.movies import Movie, MovieId
from data.ratings import History
from recommender.rerank import Reranked, self_information
from retrieval.index import Filters

REASONS = 3  # films that carry a recommendation
TOGETHER = "together"


def recommend(serving: Serving, own: History, without: Collection[MovieId], wish: Wish) -> Recommendations:
    """Films for a wish, none of them rated, named in the wish or in `without`.

    Args:
        serving: the build.
        own: what the account that asks has rated; it counts unless the wish names a user.
        without: films that this account has seen or hidden; likewise.
        wish: what is wanted.

    Raises:
        Refused: no such user, or a film that is not in the catalogue.
    """
    history = own if wish.user is None else _history(serving, wish.user)
    opinions = {film_of(serving, film).movie_id: GIVEN[True] for film in wish.likes}
    opinions |= {film_of(serving, film).movie_id: GIVEN[False] for film in wish.dislikes}
    if opinions:
        history = dataclasses.replace(history, stars={**history.stars, **opinions})
    conditions = Filters(
        genres=tuple(wish.genres),
        min_year=wish.min_year,
        max_year=wish.max_year,
        min_runtime=wish.min_minutes,
        max_runtime=wish.max_minutes,
        not_movies=tuple(sorted(without)) if wish.user is None else (),
    )
    allowed = None
    if conditions != Filters():
        allowed = serving.catalogue.ids.values[serving.filters.mask(conditions)].tolist()
    content = serving.models.base.content
    generator = Reranked(
        generator=serving.models.generators(wish.aim)[wish.model],
        items=content.items,
        vectors=content.item_factors,
        information=self_information(serving.models.base.facts.counts),
        diversity=wish.diversity,
        novelty=wish.novelty,
    )
    candidates = generator.generate(history, wish.k, allowed)
    ids = [candidate.movie_id for candidate in candidates]
    stars: list[float | None] = [None] * len(ids)
    if history.stars and ids:
        stars = [round(one, 2) for one in serving.predicted(history, ids)]
    films = [
        FilmForYou(
            **_short(serving.catalogue[candidate.movie_id]),
            score=round(candidate.score, 6),
            stars=expected,
            because=[liked(serving, other) for other in serving.shares(history, candidate.movie_id)[:REASONS]],
        )
        for candidate, expected in zip(candidates, stars, strict=True)
    ]
    return Recommendations(films=films)


def similar(serving: Serving, asked: SimilarTo) -> SimilarFilms:
    """The films most like one, by all models together.

    Raises:
        Refused: it is not in the catalogue.
    """
    movie = film_of(serving, asked.film)
    table = neighbours(serving, str(movie.movie_id), asked.k)
    lists = {
        str(source): [
            FilmLike(**_short(serving.catalogue[int(other)]), similarity=float(similarity))
            for other, similarity in zip(part.movieId, part.similarity, strict=True)
        ]
        for source, part in table.groupby("source", sort=False)
    }
    films = lists.pop(TOGETHER, [])
    return SimilarFilms(film=short(movie), films=films, by_model=lists if asked.each_model else {})


def search(serving: Serving, asked: Description) -> FoundFilms:
    """The films that fit a description best."""
    hits = serving.search.search(asked.text, asked.k)
    return FoundFilms(
        films=[
            FilmFound(**_short(serving.catalogue[hit.movie.movie_id]), score=round(float(hit.score), 4)) for hit in hits
        ]
    )


def film_facts(serving: Serving, asked: OneFilm) -> FilmFacts:
    """What the catalogue says of a film.

    Raises:
        Refused: it is not in the catalogue.
    """
    movie = film_of(serving, asked.film)
    known = serving.reputations.get(movie.movie_id)
    return FilmFacts(
        **_short(movie),
        overview=movie.overview or movie.lead,
        directors=list(movie.directors),
        cast=list(movie.cast),
        keywords=list(movie.keywords),
        tags=list(movie.tags),
        language=movie.language,
        countries=list(movie.countries),
        also_called=list(movie.alternative_titles),
        imdb_id=movie.imdb_id,
        tmdb_id=movie.tmdb_id,
        mean_stars=round(known.stars, 2) if known else None,
        ratings=known.count if known else 0,
    )


def film_of(serving: Serving, film: int | str) -> Movie:
    """The film with that id or title.

    Raises:
        Refused: there is none.
    """
    if isinstance(film, int):
        if film not in serving.catalogue:
            raise Refused(404, f"there is no film {film} in this catalogue: search finds films by what they are about")
        return serving.catalogue[film]
    try:
        return serving.catalogue[named(serving, film)]
    except BadInput as error:
        raise Refused(404, f"no film is called {film!r}: search finds films by what they are about") from error


def short(movie: Movie) -> FilmShort:
    """A film in short."""
    return FilmShort(**_short(movie))


def liked(serving: Serving, movie_id: MovieId) -> Liked:
    """A film as a reason for another."""
    return Liked(id=movie_id, title=serving.catalogue[movie_id].title)


def _short(movie: Movie) -> dict[str, Any]:
    return {
        "id": movie.movie_id,
        "title": movie.title,
        "year": movie.year,
        "genres": list(movie.genres),
        "minutes": movie.runtime_minutes,
    }


def _history(serving: Serving, user_id: int) -> History:
    history = serving.history(user_id)
    if not history.stars:
        raise Refused(404, f"there is no user {user_id} in the ratings: leave the user out for someone new", "user")
    return history
