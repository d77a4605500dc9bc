"""Writes requirements.lock and requirements-dev.lock: what pip installs today for pyproject.toml (`make lock`)."""

import subprocess
import sys
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
HEAD = "# Made by `make lock` from pyproject.toml; change that file, not this one.\n"


def main() -> None:
    """Install into the empty environment whose Python is given, and write down what is there after each step."""
    python = sys.argv[1]
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed, wanted_too = project["dependencies"], project["optional-dependencies"]["dev"]
    torch = [requirement for requirement in needed if requirement.startswith("torch==")]
    install(python, torch)
    install(python, needed)
    locked = frozen(python)
    (REPOSITORY / "requirements.lock").write_text(HEAD + "\n".join(locked) + "\n", encoding="utf-8")
    install(python, [*needed, *wanted_too])
    more = [line for line in frozen(python) if line not in locked]
    (REPOSITORY / "requirements-dev.lock").write_text(
        HEAD + "-r requirements.lock\n" + "\n".join(more) + "\n", encoding="utf-8"
    )


def install(python: str, requirements: list[str]) -> None:
    """Install with pip, as quietly as errors allow."""
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements], check=True
    )


def frozen(python: str) -> list[str]:
    """Name and version of everything installed; a build's local version is left out, and so is where it came from."""
    command = [python, "-m", "pip", "list", "--format=freeze", "--exclude=pip", "--exclude=setuptools"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted((line.split("+")[0] for line in listed.split()), key=str.lower)


if __name__ == "__main__":
    main()
