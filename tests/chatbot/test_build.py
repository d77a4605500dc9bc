"""Builds of small data in MovieLens' layout: what one publishes, a second does again and a killed one leaves."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.build import FORMAT, Source, build
from chatbot.serving import Current, load
from data.errors import BadInput
from data.folders import Home, load_manifest, verify

pytestmark = [pytest.mark.spark, pytest.mark.slow]

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(movielens: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"))
    build(home, Source(movielens, (), seed=1), spark_memory_gb=1)
    return home


def test_a_build_has_a_manifest_that_says_what_it_was_made_of(home: Home) -> None:
    folder = home.current()
    assert folder is not None
    manifest = load_manifest(folder, FORMAT)
    assert manifest.facts["movies"] == 120
    assert manifest.facts["seed"] == 1
    assert manifest.facts["engine"] == "spark"
    assert set(manifest.facts["config"]) == {"models", "stars"}  # type: ignore[arg-type]
    assert "torch" in manifest.facts["libraries"]  # type: ignore[operator]
    assert {"catalogue.jsonl", "ratings.parquet", "stars.npz", "models/als.npz"} <= set(manifest.files)
    verify(folder, checksums=True)


def test_every_model_of_a_build_recommends_what_a_user_has_not_rated(home: Home) -> None:
    serving = load(home)
    history = serving.histories[7]
    for model in (*serving.models.generators("any").values(), *serving.models.generators("next").values()):
        candidates = model.generate(history, 20)
        assert len(candidates) == 20
        assert history.stars.keys().isdisjoint(candidate.movie_id for candidate in candidates)


def test_a_second_build_of_the_same_texts_embeds_nothing_and_is_taken_up_without_a_restart(
    movielens: Path, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    current = Current(home)
    before = current()
    with caplog.at_level("INFO"):
        published = build(home, Source(movielens, (), seed=2), spark_memory_gb=1)
    embedded = [record.getMessage() for record in caplog.records if " new, in " in record.getMessage()]
    assert embedded
    assert all(" 0 new" in line for line in embedded)
    assert before.build != published
    assert current().build == published
    assert before.blend.generate(before.histories[7], 3)


def test_a_build_killed_at_any_stage_leaves_the_former_one_serving(movielens: Path, home: Home) -> None:
    former = home.current()
    assert former is not None
    for stage in ("indexing the texts", "training on", "trained the ranker"):
        command = [sys.executable, "app.py", "build", "--data", str(movielens), "--home", str(home.path)]
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert process.stderr is not None
        with process, process.stderr:
            assert any(stage in line for line in process.stderr)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert home.current() == former
        verify(former, checksums=True)
    assert load(home).build == former


def test_metadata_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--data"):
        build(Home(tmp_path / "h"), Source(None, (tmp_path / "x.csv",), seed=0), spark_memory_gb=1)
    assert Home(tmp_path / "h").current() is None


def test_the_same_seed_gives_the_same_lists(movielens: Path, home: Home, tmp_path: Path) -> None:
    lists = []
    for name in ("a", "b"):
        again = Home(tmp_path / name)
        again.path.mkdir()
        (again.path / "embeddings").symlink_to(home.embeddings)
        build(again, Source(movielens, (), seed=5), spark_memory_gb=1)
        serving = load(again)
        lists.append(
            json.dumps([[c.movie_id for c in serving.blend.generate(serving.histories[u], 10)] for u in range(1, 20)])
        )
    assert lists[0] == lists[1]
