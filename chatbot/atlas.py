"""The films of a build on a map, as a page draws it.

Places are `recommender.map`'s of the item vectors of the two towers, which know every film of the catalogue.
"""

import dataclasses
import gzip
import json
import logging
import time
import zlib
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from chatbot.serving import Serving
from data.movies import Movie
from recommender.map import layout

logger = logging.getLogger(__name__)

MOST = 12_000  # films, the best known: more would be a fog, and take long
SEED = 0
GENRES_COLOURED = 9
OTHER = "Other genres"
NOT_MAIN = ("IMAX",)  # tells of the screen, not of the film
SCALE = 10_000  # places are sent in this many steps


@dataclasses.dataclass(frozen=True)
class Sheet:
    """The map of one build.

    Attributes:
        movies: the best known first.
        places: (n_movies, 2) the longer side from 0 to 1.
        genres: that have a colour, the commonest first; the last is `OTHER`.
        genre_of: (n_movies,) places among `genres`.
        packed: all of that for the page: JSON, compressed by gzip.
        tag: changes when the map does.
    """

    movies: tuple[Movie, ...]
    places: NDArray[np.float64]
    genres: tuple[str, ...]
    genre_of: NDArray[np.int64]
    packed: bytes
    tag: str

    def nearest(self, x: float, y: float, k: int) -> list[Movie]:
        """The `k` films nearest to a place, nearest first."""
        apart = np.linalg.norm(self.places - (x, y), axis=1)
        return [self.movies[row] for row in np.argsort(apart, kind="stable")[:k]]


def drawn(serving: Serving) -> Sheet:
    """Make the map."""
    started = time.monotonic()
    towers = serving.models.base.towers["any"]
    counts = {movie_id: known.count for movie_id, known in serving.reputations.items()}
    known = [movie for movie in serving.catalogue if movie.movie_id in towers.items]
    movies = tuple(sorted(known, key=lambda movie: (-counts.get(movie.movie_id, 0), movie.movie_id))[:MOST])
    rows = towers.items.rows([movie.movie_id for movie in movies])
    places = layout(towers.item_factors[rows], SEED) if movies else np.zeros((0, 2))
    genres, genre_of = _coloured(movies)
    steps = (SCALE * places).round().astype(int)
    told = {
        "genres": genres,
        "scale": SCALE,
        "ids": [movie.movie_id for movie in movies],
        "titles": [movie.title for movie in movies],
        "years": [movie.year or 0 for movie in movies],
        "x": steps[:, 0].tolist(),
        "y": steps[:, 1].tolist(),
        "genre": genre_of.tolist(),
        "ratings": [counts.get(movie.movie_id, 0) for movie in movies],
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    logger.info("laid out a map of %d movies in %.1f s", len(movies), time.monotonic() - started)
    packed = gzip.compress(plain, mtime=0)
    return Sheet(movies, places, genres, genre_of, packed, f'"{zlib.crc32(plain):08x}"')


def _coloured(movies: tuple[Movie, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The genres that have a colour, and each film's (n_movies,): its rarest, which tells most, among those."""
    counts = Counter(genre for movie in movies for genre in movie.genres if genre not in NOT_MAIN)
    rarest = [_rarest(movie, counts) for movie in movies]
    common = [genre for genre, _ in Counter(one for one in rarest if one).most_common(GENRES_COLOURED)]
    kept = {genre: counts[genre] for genre in common}
    genres = (*common, OTHER)
    return genres, np.array([genres.index(_rarest(movie, kept) or OTHER) for movie in movies], np.int64)


def _rarest(movie: Movie, counts: dict[str, int]) -> str | None:
    return min((genre for genre in movie.genres if genre in counts), key=lambda genre: counts[genre], default=None)
