"""What the environment and a .env file may say."""

from pathlib import Path

import pytest

from chatbot.settings import Settings, read_settings
from data.errors import BadInput

VARIABLES = (
    *("OPENAI_API_KEY", "OPENAI_BASE_URL", "USHER_MODEL", "USHER_MODEL_TIMEOUT", "USHER_HOME", "USHER_DATABASE"),
    *("USHER_MODEL_PRICE_IN", "USHER_MODEL_PRICE_OUT", "USHER_CHROMA", "USHER_CHROMA_TOKEN"),
)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_there_is_no_model_and_the_home_is_var() -> None:
    settings = read_settings()
    assert not settings.has_model
    assert settings.usher_home == Path("var")


def test_a_key_or_an_endpoint_means_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    assert read_settings().has_model
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.setenv("OPENAI_API_KEY", "")
    assert not read_settings().has_model
    monkeypatch.setenv("OPENAI_API_KEY", "k-123")
    assert read_settings().has_model


def test_a_file_is_read_and_the_environment_goes_before_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("USHER_MODEL=from-file\nUSHER_MODEL_TIMEOUT=5\n", encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    monkeypatch.setenv("USHER_MODEL_TIMEOUT", "7")
    settings = read_settings()
    assert (settings.usher_model, settings.usher_model_timeout) == ("from-file", 7.0)


def test_prices_count_only_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USHER_MODEL_PRICE_IN", "0.15")
    assert read_settings().prices is None
    monkeypatch.setenv("USHER_MODEL_PRICE_OUT", "0.6")
    prices = read_settings().prices
    assert prices is not None
    assert prices.cost(1_000_000, 500_000) == pytest.approx(0.45)


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k-secret")
    assert "k-secret" not in repr(read_settings())
    assert "k-secret" not in str(read_settings())


@pytest.mark.parametrize(("name", "value"), [("USHER_MODEL_TIMEOUT", "soon"), ("USHER_MODEL_TIMEOUT", "0")])
def test_a_value_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=f"{name} is '{value}'"):
        read_settings()


def test_the_example_file_names_every_setting() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
    assert all(f"#{name}=" in example for name in VARIABLES)


def test_vectors_are_in_the_builds_unless_a_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USHER_CHROMA_TOKEN", "secret")
    for none in ("", "  "):
        monkeypatch.setenv("USHER_CHROMA", none)
        assert read_settings().chroma is None
    monkeypatch.setenv("USHER_CHROMA", "https://chroma.example:8000 ")
    settings = read_settings()
    assert settings.chroma is not None
    assert (settings.chroma.url, settings.chroma.token) == ("https://chroma.example:8000", "secret")
    assert "secret" not in repr(settings) + repr(settings.chroma)
    monkeypatch.setenv("USHER_CHROMA", "chroma:8000")
    with pytest.raises(BadInput, match="USHER_CHROMA is 'chroma:8000': give the URL"):
        assert read_settings().chroma
