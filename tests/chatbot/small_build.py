"""Sixteen films with drawn ratings and drawn models: what a ranking works with, small enough to be counted by hand."""

import numpy as np
import pandas as pd

from data.ids import Ids
from data.movies import Catalogue, Movie, MovieId
from data.ratings import RATING_COLUMNS
from recommender.candidates import Source
from recommender.ease import EaseConfig, train_ease
from recommender.factors import Factors
from recommender.fold import Floats, HistoryFold
from recommender.item_facts import ItemFacts
from recommender.sequence import SequenceConfig, train_sequence
from recommender.signals import Signals

DAY = 86_400


def _film(movie_id: MovieId, title: str, year: int | None, minutes: int | None, genres: str, rest: str = "") -> Movie:
    """A film; `rest` is "directors; cast; keywords; tags", each with commas."""
    named = [tuple(name for name in part.split(", ") if name) for part in (rest or ";;;").split(";")]
    directors, cast, keywords, tags = named
    return Movie(
        *(movie_id, title, year, tuple(genres.split())),
        runtime_minutes=minutes,
        directors=directors,
        cast=cast,
        keywords=keywords,
        tags=tags,
    )


FILMS = (
    _film(3, "The Silver Harbour", 1979, 117, "Horror Sci-Fi", "Ada Roy;Sam Vale, Io Lind;space, monster;scary"),
    _film(5, "Harbour II", 1986, 137, "Action Sci-Fi", "Ben Cole;Sam Vale;space, monster;tense"),
    _film(8, "Harbour and the Sea", 1992, 114, "Sci-Fi Horror", "Ada Roy;Sam Vale;prison;dark"),
    _film(12, "Quiet Lanes", 1994, 88, "Comedy Romance", "Cy Dunn;Io Lind;wedding;funny, light"),
    _film(13, "Two Weddings", 2001, 95, "Comedy Romance", "Cy Dunn;Al Moor;wedding;funny"),
    _film(20, "A Long Night", 2003, 140, "Thriller Crime", "Ada Roy;Al Moor;heist;tense, dark"),
    _film(21, "The Night Heist", 2010, 101, "Thriller Crime", "Eve Fox;Al Moor;heist, bank;tense"),
    _film(30, "Paper Boats", 2012, 79, "Animation Children", "Gil Hart;;friendship;light"),
    _film(31, "Paper Moons", 2016, 92, "Animation Children Comedy", "Gil Hart;;friendship, space;light, funny"),
    _film(40, "The Old War", 1955, 161, "War Drama", ";Bo Stern;war;"),
    _film(41, "The Letters", 1948, 99, "Drama Romance", ";Bo Stern;war, letters;sad"),
    _film(50, "Glass", None, None, "Drama", "Eve Fox;Io Lind;;"),
    _film(51, "Westward", 1961, 120, "Western", ";;horse;"),
    _film(52, "Cellar", 2018, 84, "Horror", "Eve Fox;;monster;scary"),
    _film(60, "Untold", 2019, 90, ""),
    _film(77, "Unrated", 2020, 93, "Comedy", "Cy Dunn;;;funny"),
)
CATALOGUE = Catalogue(FILMS)
ALL = [movie.movie_id for movie in FILMS]


def small_ratings() -> pd.DataFrame:
    """Thirty people with six ratings each, over 900 days, of all films but the last; earlier films more often."""
    draw = np.random.default_rng(4)
    often = np.linspace(3, 1, len(ALL) - 1)
    rows = [
        (user, ALL[place], float(draw.integers(1, 11)) / 2, int(draw.integers(0, 900 * DAY)))
        for user in range(30)
        for place in draw.choice(len(ALL) - 1, 6, replace=False, p=often / often.sum())
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)


def small_signals() -> Signals:
    """What the models say; ALS does not know the last film, the closed-form towers know only what was rated."""
    ratings = small_ratings()
    return Signals(
        items=CATALOGUE.ids,
        aim="any",
        als=_drawn("als", ALL[:-1], 1),
        two_tower=_drawn("two_tower", ALL, 2),
        ease=train_ease(ratings, EaseConfig(dimension=5, reg=3.0), seed=0),
        content=_drawn("content", ALL, 3),
        sequence=train_sequence(ratings, SequenceConfig()),
        facts=ItemFacts.of(ratings, CATALOGUE),
    )


def small_descriptions() -> Floats:
    """(n_movies, 8) vectors, drawn, as of the films' documents."""
    return np.random.default_rng(9).normal(size=(len(ALL), 8)).astype(np.float32)


def _drawn(source: Source, movie_ids: list[MovieId], seed: int) -> Factors:
    draw = np.random.default_rng(seed)
    items, listens, hears = (draw.normal(size=(len(movie_ids), 4)).astype(np.float32) for _ in range(3))
    none = np.zeros((0, 4), np.float32)
    return Factors(
        source=source,
        items=Ids(movie_ids),
        users=Ids([]),
        item_factors=items,
        user_factors=none,
        item_bias=draw.normal(size=len(movie_ids)).astype(np.float32),
        user_bias=np.zeros(0, np.float32),
        mean=0.0,
        fold=HistoryFold(none.sum(axis=0), listens, hears, none, power=0.5, typical=3.5, memory=0.0),
    )
