"""Whose downloaded data are, and under which terms: shown, and written beside them."""

import dataclasses
import datetime
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from data.files import written_whole

logger = logging.getLogger(__name__)

BLOCK = 1 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class Licence:
    """The terms of a source in a sentence or two, and where they stand in full."""

    source: str
    terms: str
    address: str


MOVIELENS = Licence(
    "MovieLens, GroupLens Research, University of Minnesota",
    "For research; not to be passed on or used commercially without permission; cite Harper and Konstan (2015).",
    "https://grouplens.org/datasets/movielens/ and the README among the files",
)
IMDB = Licence(
    "Information courtesy of IMDb (https://www.imdb.com). Used with permission.",
    "For personal and non-commercial use; not to be altered, republished, resold or made into a database of films.",
    "https://developer.imdb.com/non-commercial-datasets/",
)
TMDB = Licence(
    "This product uses the TMDB API but is not endorsed or certified by TMDB.",
    "Non-commercial with attribution, under the terms of the key's owner; kept for six months at most.",
    "https://www.themoviedb.org/api-terms-of-use",
)
WIKIPEDIA = Licence(
    "Wikipedia, the free encyclopedia; the article of each text stands beside it as `href`",
    "Texts: Creative Commons Attribution-ShareAlike 4.0; Wikidata's identifiers: CC0.",
    "https://creativecommons.org/licenses/by-sa/4.0/",
)


def show(licence: Licence) -> None:
    """Tell the terms, before anything is brought."""
    logger.info("%s\n  %s\n  %s", licence.source, licence.terms, licence.address)


def record_path(target: Path) -> Path:
    """Where the record of a file or folder stands: beside it."""
    return target.with_name(f"{target.name}.source.json")


def write_record(target: Path, licence: Licence, **facts: str | int) -> None:
    """Write the record of what was just published.

    Args:
        target: the published file or folder.
        licence: its terms.
        facts: what is known of the download: address, check, checksum, validator.
    """
    record = {
        **dataclasses.asdict(licence),
        "downloaded_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        **facts,
    }
    with written_whole(record_path(target)) as file:
        json.dump(record, file, ensure_ascii=False, indent=1)
        file.write("\n")


def read_record(target: Path) -> dict[str, Any]:
    """The record of what is there; empty where there is none, or no `target`."""
    try:
        record = json.loads(record_path(target).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) and target.exists() else {}


def checksums(path: Path) -> dict[str, str]:
    """MD5, which GroupLens publishes, and SHA-256 of a file."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            md5.update(block)
            sha256.update(block)
    return {"md5": md5.hexdigest(), "sha256": sha256.hexdigest()}
