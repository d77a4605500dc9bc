"""The words: one file a message, edited without touching code."""

from importlib.resources import files


def prompt(name: str) -> str:
    """The text of `name`.md of this folder; FileNotFoundError if there is none."""
    return (files(__name__) / f"{name}.md").read_text(encoding="utf-8")
