"""Made-up movies with facts, for load tests of catalogues larger than anyone has at hand."""

import numpy as np

from data.movies import GENRES, Movie

TAGS = ("dark", "light", "funny", "tense", "warm", "sad", "strange", "epic", "quiet", "violent", "romantic", "witty")
SETTINGS = ("a lighthouse", "a night train", "a small town", "the desert", "a city of canals", "an old hotel")
THEMES = ("a lost letter", "revenge", "first love", "a robbery", "two sisters", "a long war", "a stolen painting")
LANGUAGES = ("en", "fr", "de", "ja", "es", "it", "ko")
MOVIES_PER_DIRECTOR, MOVIES_PER_ACTOR = 5, 4
NEWEST = 2025
MOST_VOTES = 30_000


def random_movies(n: int, seed: int) -> tuple[Movie, ...]:
    """Movies 1 to `n`, called "Simulated film 1" and so on, most of them recent and few of them well known."""
    rng = np.random.default_rng(seed)
    years = NEWEST - np.minimum(rng.exponential(22, n), 105).astype(np.int64)
    genres = rng.permuted(np.tile(np.arange(len(GENRES)), (n, 1)), axis=1)
    number = rng.integers(1, 4, n)
    tags = rng.integers(0, len(TAGS), (n, 2))
    settings, themes = rng.integers(0, len(SETTINGS), n), rng.integers(0, len(THEMES), n)
    languages = np.minimum(rng.exponential(1.0, n), len(LANGUAGES) - 1).astype(np.int64)
    directors = (n / MOVIES_PER_DIRECTOR * rng.random(n) ** 2).astype(np.int64)  # the first have made many
    cast = (n / MOVIES_PER_ACTOR * rng.random((n, 4)) ** 2).astype(np.int64)
    votes = np.clip(rng.normal(6.3, 1.0, n), 1, 9.5)
    counts = (MOST_VOTES / rng.permutation(np.arange(1, n + 1)) ** 0.8).astype(np.int64)
    runtimes = np.clip(rng.normal(105, 20, n), 50, 240).astype(np.int64)
    return tuple(
        Movie(
            movie_id=row + 1,
            title=f"Simulated film {row + 1}",
            year=int(years[row]),
            genres=tuple(GENRES[genre] for genre in genres[row, : number[row]]),
            overview=f"In {SETTINGS[settings[row]]}, a {TAGS[tags[row, 0]]} story of {THEMES[themes[row]]}.",
            runtime_minutes=int(runtimes[row]),
            language=LANGUAGES[languages[row]],
            directors=(f"Director {directors[row] + 1}",),
            cast=tuple(f"Actor {actor + 1}" for actor in dict.fromkeys(cast[row].tolist())),
            keywords=(SETTINGS[settings[row]], THEMES[themes[row]]),
            tags=tuple(dict.fromkeys(TAGS[tag] for tag in tags[row])),
            vote_average=round(float(votes[row]), 1),
            vote_count=int(counts[row]),
            popularity=round(100 * float(counts[row]) / MOST_VOTES, 3),
        )
        for row in range(n)
    )
