"""Builds of the films of IMDb's database, whose raters are simulated."""

import sys
from pathlib import Path

import pytest

import app
from chatbot.build import FORMAT, Source, read_source
from chatbot.serving import load
from chatbot.settings import Settings
from chatbot.ui.page import footer
from data.errors import BadInput
from data.folders import Home, load_manifest
from data.imdb_database import ImdbDatabase
from data.imdb_load import load_imdb
from tests.imdb_files import write_imdb


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of SQLite that generated titles were loaded into."""
    folder = tmp_path_factory.mktemp("imdb")
    write_imdb(folder / "files", 8000, seed=5)
    load_imdb(folder / "files", ImdbDatabase(str(folder / "imdb.sqlite3")))
    return str(folder / "imdb.sqlite3")


def test_the_films_of_imdb_get_raters_who_agree_with_their_votes(database: str, tmp_path: Path) -> None:
    catalogue, _ = read_source(Source(None, (), 1, database, 120))
    film = catalogue.movies[50]
    metadata = tmp_path / "movies_metadata.csv"
    metadata.write_text(f"id,imdb_id,title,overview\n7,{film.imdb_id},Lamp,A lamp.\n", encoding="utf-8")
    catalogue, ratings = read_source(Source(None, (metadata,), 1, database, 120))
    assert len(catalogue) == 120
    assert catalogue[film.movie_id].overview == "A lamp."
    assert catalogue[film.movie_id].vote_average == film.vote_average
    assert set(ratings.movie_id) <= set(catalogue.ids.values)
    means = ratings.groupby("movie_id").stars.agg(["mean", "size"]).astype(float)
    for movie_id, mean, size in means.itertuples():
        half = (catalogue[movie_id].vote_average or 0) / 2
        assert mean == pytest.approx(half, abs=0.25 / size + 1e-6)
    assert ratings.user_id.max() <= 600


def test_two_catalogues_at_once_are_refused_without_the_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://anna:secret@127.0.0.1/imdb"
    with pytest.raises(BadInput, match="are two catalogues: give one of them") as error:
        read_source(Source(tmp_path, (), 1, url))
    assert "secret" not in str(error.value)


@pytest.mark.slow
def test_the_command_builds_them_and_recommends_what_a_rater_has_not_rated(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.build.DEMO_USERS", 80)  # fewer raters than usual are quicker to learn from
    words = ("build", "--imdb", database, "--films", "120", "--engine", "local")
    monkeypatch.setattr(sys, "argv", ["app.py", "--home", str(tmp_path), *words])
    assert app.main() == 0
    published = Home(tmp_path).current()
    assert published is not None
    facts = load_manifest(published, FORMAT).facts
    assert (facts["imdb"], facts["data"], facts["movies"]) == (True, None, 120)
    serving = load(Home(tmp_path))
    assert "The raters are simulated. Information courtesy of IMDb" in footer(serving, Settings())
    user = int(serving.histories.users[3])
    candidates = serving.blend.generate(serving.histories[user], 10)
    assert len(candidates) == 10
    assert serving.histories[user].stars.keys().isdisjoint(candidate.movie_id for candidate in candidates)
