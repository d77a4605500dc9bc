"""Releases of MovieLens: the ZIP is held to GroupLens' MD5, unpacked beside its place, read, and only then published.

TO/ml-32m/ratings.csv, movies.csv, ...; TO/ml-32m.source.json
"""

import logging
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import httpx2

from data.checks import ReadReport
from data.download_http import Draft, Wait, ask, fetch
from data.download_records import MOVIELENS, checksums, read_record, write_record
from data.errors import BadInput, UsherError
from data.movielens import read_movies

logger = logging.getLogger(__name__)

RELEASES = (*("ml-latest-small", "ml-latest", "ml-32m", "ml-25m", "ml-20m", "ml-10m", "ml-1m", "ml-100k"),)
RATINGS = ("ratings.csv", "ratings.dat", "u.data")
MD5 = re.compile(r"\b[0-9a-fA-F]{32}\b")


def download_release(client: httpx2.Client, name: str, folder: Path, wait: Wait, site: str) -> Path:
    """Bring one of `RELEASES` into `folder`, unless the version there is the one of the site.

    Returns:
        Its folder, which `read_movielens` reads.

    Raises:
        UsherError: it cannot be had, or is not what its checksum says; what was there before is as it was.
    """
    target, draft, address = folder / name, Draft(folder / f".{name}.zip.part"), f"{site}/{name}.zip"
    _recover(target)
    published = _published(ask(client, f"{address}.md5", wait=wait))
    there = read_record(target)
    if published and there.get("md5") == published:
        logger.info("%s is there already", target)
        return target
    validator = fetch(client, address, draft, known="" if published else there.get("validator", ""), wait=wait)
    if validator is None:
        logger.info("%s is there already", target)
        return target
    try:
        _publish(draft.path, target, published, address, validator)
    finally:
        draft.discard()
    return target


def take_release(file: Path, name: str, folder: Path) -> Path:
    """Publish a release from its ZIP on this machine, held to FILE.md5 where that lies beside it.

    Raises:
        UsherError: the file is no such release; what was there before is as it was.
    """
    target, beside = folder / name, file.with_name(f"{file.name}.md5")
    _recover(target)
    published = _published(beside.read_text(encoding="utf-8", errors="replace")) if beside.is_file() else None
    _publish(file, target, published, str(file), "")
    return target


def _published(text: str | None) -> str | None:
    """The MD5 in a file that is written in one of two ways: "MD5 (ml-1m.zip) = c4d9..." or "c4d9...  ml-1m.zip"."""
    found = MD5.search(text or "")
    return found[0].lower() if found else None


def _publish(archive: Path, target: Path, published: str | None, address: str, validator: str) -> None:
    sums = checksums(archive)
    if published and sums["md5"] != published:
        raise UsherError(f"{address} has the MD5 {sums['md5']} instead of the published {published}: download it again")
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        unpack(archive, draft)
        if not any((draft / name).is_file() for name in RATINGS):
            raise BadInput(f"{address} holds no {' or '.join(RATINGS)}: give a release of MovieLens")
        movies = read_movies(draft, ReadReport())
        draft.chmod(0o755)
        _swap(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    check = "the published MD5, and the CRC of each file" if published else "the CRC of each file; no MD5 is published"
    write_record(
        target, MOVIELENS, address=address, bytes=archive.stat().st_size, check=check, validator=validator, **sums
    )
    logger.info("%s: %d movies, checked by %s", target, len(movies), check)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the one folder of a ZIP into `folder`, without that folder's name; each file is held to its CRC.

    Raises:
        BadInput: it is no whole ZIP, is larger than the disk, or a path in it leaves its folder.
    """
    try:
        with zipfile.ZipFile(archive) as package:
            members = [member for member in package.infolist() if not member.filename.startswith("__MACOSX/")]
            places = {member.filename: _place(archive, member) for member in members}
            size, free = sum(member.file_size for member in members), shutil.disk_usage(folder).free
            if size > free:
                raise BadInput(f"{archive} unpacks to {size} bytes and {folder.parent} has {free} free: make room")
            for member in members:
                place = folder.joinpath(*places[member.filename].parts[1:])
                if member.is_dir():
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                place.parent.mkdir(parents=True, exist_ok=True)
                with package.open(member) as source, place.open("wb") as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
    except OSError as error:
        raise BadInput(f"cannot unpack {archive}: {error.strerror}; make it readable and {folder} writable") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise BadInput(f"{archive} is no ZIP that can be unpacked: {error}; download it again") from error


def _place(archive: Path, member: zipfile.ZipInfo) -> PurePosixPath:
    place = PurePosixPath(member.filename)
    unsafe = place.is_absolute() or ".." in place.parts or "\\" in member.filename or ":" in member.filename
    if unsafe or stat.S_ISLNK(member.external_attr >> 16) or (len(place.parts) < 2 and not member.is_dir()):
        raise BadInput(f"{archive} holds {member.filename!r}, which is no file in a folder of its own: do not trust it")
    return place


def _swap(draft: Path, target: Path) -> None:
    """Put a folder in the place of another; a cut between the two steps is made good by `_recover`."""
    old = _old(target)
    if target.exists():
        target.rename(old)
    try:
        draft.rename(target)
    except OSError:
        _recover(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _recover(target: Path) -> None:
    old = _old(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")
