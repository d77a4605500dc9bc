"""Files that are written whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from data.errors import BadInput


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[TextIOWrapper]:
    """Lend a text file that takes the place of `path` when the block ends well; else `path` stays as it was.

    Raises:
        BadInput: `path` is a folder, or its folder is missing or cannot be written.
    """
    if path.is_dir():
        raise BadInput(f"cannot write {path}: it is a folder; name a file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror}; give a file in a folder that can be written") from error
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
