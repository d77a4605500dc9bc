"""IMDb's seven non-commercial datasets, as they are: TO/imdb/title.basics.tsv.gz and its record beside it.

IMDb publishes no checksums: a file is held to the size that the server tells and to the CRC and size in the gzip
itself, and its first line must name the columns. It is made anew every day; what has not changed is not brought again.
"""

import gzip
import logging
import shutil
import zlib
from pathlib import Path

import httpx2

from data.download_http import Draft, Wait, fetch
from data.download_records import IMDB, checksums, read_record, write_record
from data.errors import BadInput

logger = logging.getLogger(__name__)

BLOCK = 1 << 20
DATASETS = {  # name -> its first column
    "name.basics": "nconst",
    "title.akas": "titleId",
    "title.basics": "tconst",
    "title.crew": "tconst",
    "title.episode": "tconst",
    "title.principals": "tconst",
    "title.ratings": "tconst",
}


def download_dataset(client: httpx2.Client, name: str, folder: Path, wait: Wait, site: str) -> Path:
    """Bring one of `DATASETS` into `folder`, unless the version there is the one of the site.

    Raises:
        UsherError: it cannot be had, or is broken; what was there before is as it was.
    """
    target = folder / f"{name}.tsv.gz"
    draft, address = Draft(folder / f".{target.name}.part"), f"{site}/{target.name}"
    validator = fetch(client, address, draft, known=read_record(target).get("validator", ""), wait=wait)
    if validator is None:
        logger.info("%s is there already", target)
        return target
    try:
        _publish(draft.path, name, target, address, validator)
    finally:
        draft.discard()
    return target


def take_dataset(file: Path, name: str, folder: Path) -> Path:
    """Publish a dataset from a file on this machine, which stays where it is.

    Raises:
        UsherError: the file is no such dataset; what was there before is as it was.
    """
    target = folder / f"{name}.tsv.gz"
    copy = folder / f".{target.name}.copy"
    try:
        shutil.copyfile(file, copy)
        _publish(copy, name, target, str(file), "")
    finally:
        copy.unlink(missing_ok=True)
    return target


def _publish(file: Path, name: str, target: Path, address: str, validator: str) -> None:
    rows = count_rows(file, DATASETS[name])
    sums, size = checksums(file), file.stat().st_size
    file.replace(target)
    write_record(
        target,
        IMDB,
        address=address,
        bytes=size,
        rows=rows,
        check="CRC and size of the gzip",
        validator=validator,
        **sums,
    )
    logger.info("%s: %d rows, checked by CRC and size", target, rows)


def count_rows(file: Path, first_column: str) -> int:
    """The rows below the header of a packed file, all of which is unpacked to check it.

    Raises:
        BadInput: it is no whole gzip, or its header does not begin with `first_column`.
    """
    try:
        with gzip.open(file) as text:
            header = text.readline(1 << 16)
            if not header.startswith(f"{first_column}\t".encode()):
                raise BadInput(f"{file} begins with {header[:60]!r} instead of {first_column!r}: is it another file?")
            rows, last = 0, b"\n"
            while block := text.read(BLOCK):
                rows, last = rows + block.count(b"\n"), block[-1:]
    except (EOFError, OSError, zlib.error) as error:
        raise BadInput(f"{file} is no whole gzip: {error}; download it again") from error
    return rows + (last != b"\n")
