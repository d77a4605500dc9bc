"""What the commands have in common: how the process is set up, numbers checked, and the home folder opened."""

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import BadInput

if TYPE_CHECKING:
    from chatbot.settings import Settings
    from data.folders import Home

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of builds and accounts; without it USHER_HOME or var/.")
]
Count = Annotated[int, typer.Option("-k", help="How many movies.")]
MOST = 1000
MasterOption = Annotated[
    str | None,
    typer.Option("--master", help="Where Spark works: local[*], spark://HOST:PORT; without it USHER_SPARK_MASTER."),
]
SWITCHES = {  # libraries read them when they are imported, which is later
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_WAIT_POLICY": "passive",  # threads that wait for each other give their core to who has work
    "OPENBLAS_NUM_THREADS": "1",  # products of an answer are small: more threads cost more than they save
}


def set_up_process() -> None:
    """Send our own progress to standard error, and set what libraries read when they are imported."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for package in ("chatbot", "data", "recommender", "retrieval"):
        logging.getLogger(package).setLevel(logging.INFO)
    for switch, value in SWITCHES.items():
        os.environ.setdefault(switch, value)


def check_count(option: str, value: int, most: int) -> None:
    """Refuse a number that is not in 1 to `most`.

    Raises:
        BadInput: it is not.
    """
    if not 1 <= value <= most:
        raise BadInput(f"{option} is {value}: give a number from 1 to {most}")


def check_share(option: str, value: float) -> None:
    """Refuse a number that is not in 0 to 1.

    Raises:
        BadInput: it is not.
    """
    if not 0 <= value <= 1:
        raise BadInput(f"{option} is {value}: give a number from 0 to 1")


def open_home(path: Path | None) -> "tuple[Settings, Home]":
    """The settings, and the home folder: `path`, or that of the settings.

    Raises:
        BadInput: a setting has a value that it cannot have, or the folder is a file.
    """
    from chatbot.settings import read_settings
    from data.folders import Home

    settings = read_settings()
    return settings, Home(path or settings.usher_home)
