"""Arrays that a build keeps on disk, read the same way by all who keep some there."""

import contextlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import BUILD_AGAIN, UsherError


@contextlib.contextmanager
def saved_arrays(path: Path, what: str) -> Iterator[Any]:
    """Lend what `np.savez` wrote: arrays by name, each read when it is asked for.

    Raises:
        UsherError: `what` cannot be read: the file is missing, damaged, or holds something else, as far as the block
            that makes something of it fails by that.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as saved:
            yield saved
    except (OSError, EOFError, ValueError, LookupError, TypeError, zipfile.BadZipFile) as error:
        raise UsherError(f"cannot read {what}: {error}; {BUILD_AGAIN}") from error
