"""Sources of data brought into one folder by their names: MovieLens, IMDb, TMDB and Wikipedia.

TO/ml-32m/, TO/imdb/title.basics.tsv.gz, TO/tmdb/movies_metadata.csv, TO/wikipedia/movies-leads.json; beside each its
record, NAME.source.json: licence, address, day, size and checksums. A name that begins with a dot is work in progress.
"""

import dataclasses
import datetime
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import filelock

from data.checks import ReadReport
from data.download_http import Wait, open_client
from data.download_imdb import DATASETS, download_dataset, take_dataset
from data.download_movielens import RELEASES, download_release, take_release
from data.download_records import IMDB, MOVIELENS, TMDB, WIKIPEDIA, Licence, checksums, show, write_record
from data.download_tmdb import Pace, download_tmdb
from data.download_wikipedia import Encyclopedia, download_leads
from data.errors import BadInput, UsherError
from data.movielens import read_movies
from data.movies import Movie
from data.tmdb import read_tmdb
from data.wikipedia import read_wikipedia

SOURCES = (*RELEASES, "imdb", *DATASETS, "tmdb", "wikipedia")


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    Attributes:
        sources: out of `SOURCES`; "imdb" is all seven datasets.
        folder: where all of it goes; made if it is missing.
        offline: a file, or a folder of files under the names they have at the source; with it nothing is asked.
        films: folder in MovieLens' layout whose films TMDB and Wikipedia are asked about; None for the first release
            that this order brings.
        tmdb_key: the user's own; None if there is none.
    """

    sources: tuple[str, ...]
    folder: Path
    offline: Path | None = None
    films: Path | None = None
    tmdb_key: str | None = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Sites:
    """Where the sources are."""

    movielens: str = "https://files.grouplens.org/datasets/movielens"
    imdb: str = "https://datasets.imdbws.com"
    tmdb: str = "https://api.themoviedb.org/3"
    wikidata: str = "https://query.wikidata.org/sparql"
    wikipedia: str = "https://en.wikipedia.org/w/api.php"


def download(order: Order, wait: Wait, sites: Sites) -> Iterator[Path]:
    """Bring each source in turn, and yield the place of each file or folder once it is there.

    Args:
        order: what is wanted.
        wait: how to wait so many seconds.
        sites: where it is.

    Raises:
        BadInput: a source is unknown, or something that it needs was not given.
        UsherError: it cannot be had, or another download runs in the folder. What was there before is as it was.
    """
    names = _names(order)
    try:
        order.folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(order.folder / ".download.lock")
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise UsherError(f"another download runs in {order.folder}: wait for it, or give another --to") from error
    except OSError as error:
        raise BadInput(f"cannot write {order.folder}: {error.strerror}; give a folder of yours with --to") from error
    try:
        for licence in dict.fromkeys(_place(name, order.folder)[0] for name in names):
            show(licence)
        for name in names:
            yield _take(name, order) if order.offline else _bring(name, order, wait, sites)
    finally:
        lock.release()


def _names(order: Order) -> list[str]:
    """The sources one by one, all of which can be tried."""
    unknown = [name for name in order.sources if name not in SOURCES]
    if unknown or not order.sources:
        raise BadInput(f"no source is called {', '.join(unknown)!r}: give one of {', '.join(SOURCES)}")
    names = list(dict.fromkeys(each for name in order.sources for each in (DATASETS if name == "imdb" else (name,))))
    if order.offline:
        if not order.offline.exists():
            raise BadInput(f"--offline {order.offline} is not there: give a file, or a folder of files")
        if order.offline.is_file() and len(names) > 1:
            raise BadInput(
                f"--offline {order.offline} is one file for {len(names)} sources: give the folder they are in"
            )
        return names
    for place, name in enumerate(names):
        if name in ("tmdb", "wikipedia") and order.films is None and not set(names[:place]) & set(RELEASES):
            raise BadInput(f"{name} needs films to ask about: give --data DIR, or a release of MovieLens before {name}")
    if "tmdb" in names and not order.tmdb_key:
        raise BadInput("tmdb needs your key in TMDB_API_KEY: see https://www.themoviedb.org/settings/api")
    return names


def _bring(name: str, order: Order, wait: Wait, sites: Sites) -> Path:
    _, folder, _ = _place(name, order.folder)
    if name == "tmdb":
        ids = [movie.tmdb_id for movie in _films(order) if movie.tmdb_id]
        return download_tmdb(ids, order.tmdb_key or "", folder, now=_now(), pace=Pace(), site=sites.tmdb)
    with open_client() as client:
        if name in RELEASES:
            return download_release(client, name, folder, wait, sites.movielens)
        if name in DATASETS:
            return download_dataset(client, name, folder, wait, sites.imdb)
        encyclopedia = Encyclopedia(sites.wikidata, sites.wikipedia)
        return download_leads(client, _films(order), folder, encyclopedia, now=_now(), wait=wait)


def _take(name: str, order: Order) -> Path:
    """Publish a file that is on this machine, after the same checks."""
    assert order.offline is not None
    licence, folder, file_name = _place(name, order.folder)
    file = order.offline / file_name if order.offline.is_dir() else order.offline
    if not file.is_file():
        raise BadInput(f"{order.offline} holds no {file_name}: give the file of {name}, or the folder it is in")
    if name in RELEASES:
        return take_release(file, name, folder)
    if name in DATASETS:
        return take_dataset(file, name, folder)
    check: Callable[[Path, ReadReport], Sequence[object]] = read_tmdb if name == "tmdb" else read_wikipedia
    films, target, copy = len(check(file, ReadReport())), folder / file_name, folder / f".{file_name}.copy"
    try:
        shutil.copyfile(file, copy)
        copy.replace(target)
    finally:
        copy.unlink(missing_ok=True)
    write_record(target, licence, address=str(file), films=films, check="each film read", **checksums(target))
    return target


def _place(name: str, to: Path) -> tuple[Licence, Path, str]:
    """The licence of a source, the folder it goes into, which is made, and the name of its file."""
    if name in RELEASES:
        return MOVIELENS, to, f"{name}.zip"
    licence, sub, file_name = {
        "tmdb": (TMDB, "tmdb", "movies_metadata.csv"),
        "wikipedia": (WIKIPEDIA, "wikipedia", "movies-leads.json"),
    }.get(name, (IMDB, "imdb", f"{name}.tsv.gz"))
    (to / sub).mkdir(exist_ok=True)
    return licence, to / sub, file_name


def _films(order: Order) -> list[Movie]:
    release = next((name for name in order.sources if name in RELEASES), "")
    return list(read_movies(order.films or order.folder / release, ReadReport()).values())


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
