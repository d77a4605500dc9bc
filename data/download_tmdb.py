"""TMDB's facts of the films of a MovieLens folder, by the user's key, in the layout that `tmdb.py` reads.

One request a film brings its details, keywords and credits. Fewer than 20 requests begin in a second, a 429 halts all
of them for as long as it asks, and each answer is kept at once: a run that was cut off goes on where it stopped.

TO/tmdb/movies_metadata.csv and its record; TO/tmdb/.answers.jsonl is what is kept, six months at most

The key is in no address: one of 32 hexadecimal digits (version 3) joins the address in the transport, below what is
logged; a longer one (version 4) is a header.
"""

import asyncio
import csv
import datetime
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import httpx2

from data.download_http import AGENT, TRIES, AskAgain, check_status
from data.download_kept import Kept
from data.download_records import TMDB, write_record
from data.errors import BadInput, UsherError
from data.files import written_whole

logger = logging.getLogger(__name__)

Sleep: TypeAlias = Callable[[float], Awaitable[None]]

RATE = 19  # requests begun in a second; they arrive less evenly than they leave, and 20 must never arrive in one
AT_ONCE = 10
MOST_CAST = 10
EVERY = 500  # films between words of progress
PLAIN = (
    *("id", "imdb_id", "title", "original_title", "original_language", "overview", "release_date", "runtime"),
    *("popularity", "vote_average", "vote_count", "poster_path"),
)
LISTS = ("genres", "production_countries", "keywords", "directors", "cast")


class Pace:
    """Lets requests begin one after the other, `RATE` in a second, and none before a halt is over."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    async def turn(self) -> None:
        """Wait until a request may begin."""
        while True:
            now = self._clock()
            if now >= self._next:
                self._next = now + 1 / RATE
                return
            await self._sleep(self._next - now)

    def halt(self, seconds: float) -> None:
        """Let nothing begin for so long."""
        self._next = max(self._next, self._clock() + seconds)


class _Keyed(httpx2.AsyncBaseTransport):
    """Adds the key to what is really sent."""

    def __init__(self, key: str) -> None:
        self._inner = httpx2.AsyncHTTPTransport()
        self._key = key

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url, headers = request.url, request.headers.copy()
        if re.fullmatch(r"[0-9a-fA-F]{32}", self._key):
            url = url.copy_merge_params({"api_key": self._key})
        else:
            headers["Authorization"] = f"Bearer {self._key}"
        keyed = httpx2.Request(request.method, url, headers=headers, extensions=request.extensions)
        return await self._inner.handle_async_request(keyed)

    async def aclose(self) -> None:
        await self._inner.aclose()


def download_tmdb(
    tmdb_ids: Sequence[int], key: str, folder: Path, *, now: datetime.datetime, pace: Pace, site: str
) -> Path:
    """Bring what TMDB knows of films, except what was asked in the last six months.

    Args:
        tmdb_ids: of the films, in the order of the file's rows.
        key: of version 3 or 4.
        folder: where file and answers go.
        now: when the answers are noted as asked.
        pace: of the requests.
        site: of the API.

    Returns:
        The CSV file, which `read_tmdb` reads; films that TMDB lacks are not in it.

    Raises:
        UsherError: the key is refused, or a film failed for good; the file of before is as it was, and the next run
            goes on.
    """
    target = folder / "movies_metadata.csv"
    with Kept(folder / ".answers.jsonl", now) as kept:
        missing = [number for number in dict.fromkeys(tmdb_ids) if str(number) not in kept]
        logger.info("TMDB: %d films are here, %d will be asked for", len(set(tmdb_ids)) - len(missing), len(missing))
        asyncio.run(_ask_all(missing, key, kept, pace, site))
        rows = [row for number in dict.fromkeys(tmdb_ids) if (row := kept.get(str(number))) is not None]
    if not rows:
        raise BadInput(f"TMDB knows none of the {len(tmdb_ids)} films: are the tmdbIds of links.csv right?")
    with written_whole(target) as file:
        writer = csv.DictWriter(file, (*PLAIN, *LISTS))
        writer.writeheader()
        writer.writerows(rows)
    write_record(target, TMDB, address=site, films=len(rows), check="the answer to each film, read as JSON")
    logger.info("%s: %d films, %d are not at TMDB", target, len(rows), len(set(tmdb_ids)) - len(rows))
    return target


async def _ask_all(numbers: Sequence[int], key: str, kept: Kept, pace: Pace, site: str) -> None:
    waiting, done = list(reversed(numbers)), 0

    async def worker() -> None:
        nonlocal done
        while waiting:
            number = waiting.pop()
            kept.add(str(number), await _ask(client, number, pace, site))
            done += 1
            if done % EVERY == 0:
                logger.info("TMDB: %d of %d films", done, len(numbers))

    async with httpx2.AsyncClient(transport=_Keyed(key), timeout=30.0, headers={"User-Agent": AGENT}) as client:
        workers = [asyncio.create_task(worker()) for _ in range(min(AT_ONCE, len(numbers)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for task in workers:
                task.cancel()
            await asyncio.gather(*workers, return_exceptions=True)


async def _ask(client: httpx2.AsyncClient, number: int, pace: Pace, site: str) -> dict[str, Any] | None:
    what = f"{site}/movie/{number}"
    for failures in range(1, TRIES + 1):
        await pace.turn()
        try:
            response = await client.get(what, params={"append_to_response": "keywords,credits"})
            if response.status_code == httpx2.codes.NOT_FOUND:
                return None
            if response.status_code in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
                raise BadInput(
                    "TMDB refuses the key: set TMDB_API_KEY to one of https://www.themoviedb.org/settings/api"
                )
            check_status(response, what)
            return as_row(response.json())
        except AskAgain as again:
            why, seconds = str(again), again.seconds
        except httpx2.TransportError as error:
            why, seconds = type(error).__name__, None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            why, seconds = f"answer that cannot be read ({type(error).__name__})", None
        pace.halt(2.0**failures if seconds is None else seconds)
    raise UsherError(f"{what}: {why}, {TRIES} times; what came is kept, run the command again to go on")


def as_row(film: Mapping[str, Any]) -> dict[str, str]:
    """One row of the file, from TMDB's details with keywords and credits.

    Raises:
        KeyError, TypeError, AttributeError: it is no such answer.
    """
    credits_, keywords = film.get("credits") or {}, (film.get("keywords") or {}).get("keywords") or []
    cast = sorted(credits_.get("cast") or [], key=lambda person: person.get("order", 1000))
    directors = [person for person in credits_.get("crew") or [] if person.get("job") == "Director"]
    lists: dict[str, Sequence[Mapping[str, Any]]] = {
        "genres": film.get("genres") or [],
        "production_countries": film.get("production_countries") or [],
        "keywords": keywords,
        "directors": directors,
        "cast": cast[:MOST_CAST],
    }
    row = {name: "" if film.get(name) is None else str(film[name]) for name in PLAIN}
    if not (row["id"] and row["title"]):
        raise KeyError("id and title")
    for name, values in lists.items():
        short = [{key: value[key] for key in ("id", "iso_3166_1", "name") if key in value} for value in values]
        row[name] = json.dumps(short, ensure_ascii=False)
    return row
