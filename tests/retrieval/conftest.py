"""A small catalogue written for these tests, the model, and the real catalogue where there is one."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from data.assemble import assemble
from data.checks import ReadReport
from data.movielens import read_movielens
from data.movies import Catalogue, Movie, MovieId
from retrieval.embedder import MiniLm
from retrieval.index import Reading, Vectors
from tests.retrieval.hashed_words import word_pieces

FILMS = (  # what the tests expect of them is worked out by hand
    Movie(
        1,
        "Heat",
        1995,
        ("Action", "Crime", "Thriller"),
        overview="A burglar who plans every job to the second meets the one policeman who understands him.",
        runtime_minutes=170,
        language="en",
        countries=("US",),
        directors=("Michael Mann",),
        cast=("Al Pacino", "Robert De Niro", "Val Kilmer"),
        tags=("heist",),
    ),
    Movie(
        2,
        "The Godfather",
        1972,
        ("Crime", "Drama"),
        overview="The youngest son of a family of gangsters wants a quiet life. He ends as the head of them all.",
        runtime_minutes=175,
        language="en",
        countries=("US",),
        directors=("Francis Ford Coppola",),
        cast=("Marlon Brando", "Al Pacino"),
    ),
    Movie(3, "The Godfather: Part II", 1974, ("Crime", "Drama"), directors=("Francis Ford Coppola",)),
    Movie(
        4,
        "Amélie",
        2001,
        ("Comedy", "Romance"),
        overview="A waitress in Paris meddles kindly in the lives of her neighbours. Nobody meddles in hers.",
        runtime_minutes=122,
        language="fr",
        countries=("FR", "DE"),
        directors=("Jean-Pierre Jeunet",),
        cast=("Audrey Tautou",),
        alternative_titles=("Le Fabuleux Destin d'Amélie Poulain",),
    ),
    Movie(
        5,
        "Spirited Away",
        2001,
        ("Animation", "Fantasy"),
        overview="A girl must work in a bathhouse for ghosts until she can free her parents, who became pigs.",
        runtime_minutes=125,
        language="ja",
        countries=("JP",),
        directors=("Hayao Miyazaki",),
        keywords=("witch", "bathhouse"),
    ),
    Movie(6, "It", 2017, ("Horror",), overview="A clown that lives in the sewers eats the children of a town."),
    Movie(7, "Her", 2013, ("Romance", "Sci-Fi"), overview="A lonely man loves the voice that runs his computer."),
    Movie(
        8,
        "Big",
        1988,
        ("Comedy",),
        overview="A boy wishes to be tall and wakes as a man of thirty.",
        cast=("Tom Hanks",),
    ),
    Movie(
        9,
        "Titanic",
        1997,
        ("Drama", "Romance"),
        overview="Two lovers on a ship that ice will sink.",
        runtime_minutes=194,
    ),
    Movie(
        10, "Titanic", 1953, ("Drama",), overview="A marriage breaks on a ship that ice will sink.", runtime_minutes=98
    ),
    Movie(11, "Blade Runner 2049", 2017, ("Sci-Fi",), overview="A policeman made in a laboratory looks for a child."),
    Movie(
        12,
        "Groundhog Day",
        1993,
        ("Comedy", "Fantasy"),
        overview="A sour weatherman wakes up on one winter morning, over and over. Only he sees. He has to grow kind.",
        runtime_minutes=101,
        language="en",
        countries=("US",),
        cast=("Bill Murray", "Andie MacDowell"),
    ),
    Movie(
        13, "Jaws", 1975, ("Horror",), lead="Jaws is a thriller directed by Steven Spielberg. A shark haunts a beach."
    ),
    Movie(14, "Nobody Wrote About This", None, tags=("lost",), directors=("Greta Lund",)),
)
POPULARITY: dict[MovieId, float] = {1: 100.0, 2: 190.0, 3: 130.0, 4: 80.0, 9: 140.0, 10: 3.0, 12: 140.0}


class LetterEmbedder:
    """Counts letters: quick, real vectors for tests of what is done with them. It notes every text it is given."""

    name = "letters"
    dimension = 26

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        counts = [[text.lower().count(chr(97 + at)) + 0.01 for at in range(26)] for text in texts]
        vectors: Vectors = np.array(counts, np.float32).reshape(-1, 26)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [
            Reading(vector, *word_pieces(text.split())) for text, vector in zip(texts, self.embed(texts), strict=True)
        ]

    ask = read


@dataclasses.dataclass(frozen=True)
class Real:
    """The real catalogue and how often each of its movies was rated."""

    catalogue: Catalogue
    popularity: dict[MovieId, float]


@pytest.fixture(scope="session")
def films() -> Catalogue:
    return Catalogue(FILMS)


@pytest.fixture(scope="session")
def popularity() -> dict[MovieId, float]:
    return POPULARITY


@pytest.fixture
def letters() -> LetterEmbedder:
    return LetterEmbedder()


@pytest.fixture(scope="module")
def letters_model() -> LetterEmbedder:
    return LetterEmbedder()


@pytest.fixture(scope="session")
def minilm() -> MiniLm:
    return MiniLm()


@pytest.fixture(scope="session")
def real(real_data: Path) -> Real:
    report = ReadReport()
    read = read_movielens(real_data / "ml-latest-small", report)
    sources = [real_data / "tmdb" / "movies_metadata.csv", *sorted((real_data / "wikipedia").glob("movies-*.json"))]
    movie_ids, counts = np.unique(read.ratings.movie_id, return_counts=True)
    popularity = dict(zip(movie_ids.tolist(), counts.astype(float).tolist(), strict=True))
    return Real(Catalogue(assemble(read.movies, sources, report)), popularity)
