"""What a form of the lab says of the data to work on, as options of a command."""

from pathlib import Path

from starlette.datastructures import FormData

from chatbot.rooms.forms import whole
from data.datasets import Datasets
from data.errors import BadInput

NONE, FOLDER, IMPORTED = "", "folder", "data:"
MOST_FILES = 20
MOST_SEED = 2**31 - 1


def field(form: FormData, name: str) -> str:
    """The text of a field; "" where there is none."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def number(form: FormData, name: str, called: str, low: int, high: int) -> int:
    """The number in a field.

    Raises:
        BadInput: it is none from `low` to `high`.
    """
    value = whole(field(form, name))
    if value is None or not low <= value <= high:
        raise BadInput(f"{called} is {field(form, name)[:40]!r}: give a number from {low} to {high:,}")
    return value


def source(form: FormData, datasets: Datasets, none: str) -> tuple[list[str], str]:
    """The options `--data` and `--metadata`, and in words what they name.

    Args:
        form: with the fields source, folder and metadata (a path a line).
        datasets: those that were imported.
        none: what is worked on where no data is chosen, in words.

    Raises:
        BadInput: what is named is not there, or there are too many files.
    """
    wanted, folder = field(form, "source"), field(form, "folder")
    files = [line.strip() for line in field(form, "metadata").splitlines() if line.strip()]
    if len(files) > MOST_FILES:
        raise BadInput(f"there are {len(files)} files of metadata: name at most {MOST_FILES}")
    if wanted == NONE:
        if files:
            raise BadInput("metadata describes the films of a folder of data: choose one, or leave the files out")
        return [], none
    if wanted == FOLDER:
        path = Path(folder).expanduser()
        if not folder or not path.is_dir():
            raise BadInput(f"the folder {folder[:200]!r} is not on this server: give the path of one")
    elif wanted.startswith(IMPORTED):
        path = datasets.path(wanted.removeprefix(IMPORTED))
    else:
        raise BadInput(f"the data {wanted[:80]!r} is unknown: choose one of the list")
    options = ["--data", str(path.resolve())]
    for name in files:
        metadata = Path(name).expanduser()
        if not metadata.is_file():
            raise BadInput(f"the file of metadata {name[:200]!r} is not on this server: give its path")
        options += ["--metadata", str(metadata.resolve())]
    return options, path.name
