"""What tests of the conversation share."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from chatbot.rules import Rules
from chatbot.settings import Settings
from data.demo_films import read_demo
from data.movies import Catalogue
from data.synthetic import simulate
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder
from tests.chatbot.endpoint_server import EndpointServer
from tests.chatbot.known_words import known_words
from tests.chatbot.small_model import good


@pytest.fixture
def endpoint() -> Iterator[EndpointServer]:
    """A model endpoint on this machine, well-behaved until `behave` says otherwise."""
    with EndpointServer() as server:
        server.behave(good)
        yield server


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "USHER_MODEL", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The bundled catalogue."""
    return Catalogue(read_demo())


@pytest.fixture(scope="session")
def rules(catalogue: Catalogue) -> Rules:
    """The rules with that catalogue's titles, people and words."""
    titles = TitleFinder(catalogue, {movie.movie_id: movie.popularity or 0.0 for movie in catalogue})
    return Rules(catalogue, titles, PeopleFinder(catalogue), known_words(catalogue).__contains__)


@pytest.fixture(scope="session")
def movielens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120 films of the demo and 60 simulated raters, as MovieLens would write them."""
    folder = tmp_path_factory.mktemp("movielens")
    movies = sorted(read_demo(), key=lambda movie: -(movie.popularity or 0))[:120]
    rows = [(movie.movie_id, f"{movie.title} ({movie.year})", "|".join(movie.genres)) for movie in movies]
    pd.DataFrame(rows, columns=["movieId", "title", "genres"]).to_csv(folder / "movies.csv", index=False)
    ratings = simulate(movies, 60, 25.0, seed=3)
    ratings.columns = ["userId", "movieId", "rating", "timestamp"]
    ratings.to_csv(folder / "ratings.csv", index=False)
    return folder
