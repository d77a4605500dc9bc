"""Wikipedia's leads of the films of a MovieLens folder, without a key, as the JSON that `wikipedia.py` reads.

Wikidata's query service tells which English article a film's IMDb id has (property P345), `IDS_AT_ONCE` ids a request;
Wikipedia's API gives the leads of `LEADS_AT_ONCE` articles a request. One request at a time, as both ask for. Title and
year are MovieLens' own, so that the film is joined; a film without a year cannot be.

TO/wikipedia/movies-leads.json and its record; TO/wikipedia/.answers.jsonl is what is kept
"""

import dataclasses
import datetime
import json
import logging
import urllib.parse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import httpx2

from data.download_http import AskAgain, Wait, check_status, keep_asking
from data.download_kept import Kept
from data.download_records import WIKIPEDIA, write_record
from data.errors import BadInput
from data.files import written_whole
from data.movies import Movie

logger = logging.getLogger(__name__)

IDS_AT_ONCE = 200
LEADS_AT_ONCE = 20  # the most that Wikipedia gives
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
QUERY = """SELECT ?imdb ?name WHERE {{
  VALUES ?imdb {{ {ids} }}
  ?film wdt:P345 ?imdb .
  ?article schema:about ?film ; schema:isPartOf <https://en.wikipedia.org/> ; schema:name ?name .
}}"""


@dataclasses.dataclass(frozen=True, slots=True)
class Encyclopedia:
    """Addresses of Wikidata's query service and of Wikipedia's API."""

    wikidata: str
    wikipedia: str


def download_leads(
    client: httpx2.Client,
    movies: Iterable[Movie],
    folder: Path,
    sites: Encyclopedia,
    *,
    now: datetime.datetime,
    wait: Wait,
) -> Path:
    """Bring the leads of films that have an IMDb id and a year, except those that were asked in the last six months.

    Returns:
        The JSON file; films without an article are not in it.

    Raises:
        UsherError: a site refuses or fails for good; the file of before is as it was, and the next run goes on.
    """
    target = folder / "movies-leads.json"
    wanted = {movie.imdb_id: movie for movie in movies if movie.imdb_id and movie.year}
    with Kept(folder / ".answers.jsonl", now) as kept:
        unasked = [imdb_id for imdb_id in wanted if imdb_id not in kept]
        logger.info("Wikipedia: %d films are here, %d will be asked for", len(wanted) - len(unasked), len(unasked))
        for start in range(0, len(unasked), IDS_AT_ONCE):
            ids = unasked[start : start + IDS_AT_ONCE]
            articles = _articles(client, ids, sites, wait)
            found_ids = list(articles)
            for first in range(0, len(found_ids), LEADS_AT_ONCE):
                few = [(imdb_id, articles[imdb_id]) for imdb_id in found_ids[first : first + LEADS_AT_ONCE]]
                leads = _leads(client, [article for _, article in few], sites, wait)
                for imdb_id, article in few:
                    kept.add(imdb_id, {"href": article.replace(" ", "_"), "extract": leads.get(article, "")})
            for imdb_id in ids:
                if imdb_id not in articles:
                    kept.add(imdb_id, None)
            logger.info("Wikipedia: %d of %d films", start + len(ids), len(unasked))
        films = [
            {"title": movie.title, "year": movie.year, "cast": [], "genres": [], **found}
            for imdb_id, movie in wanted.items()
            if (found := kept.get(imdb_id)) and found["extract"]
        ]
    if not films:
        raise BadInput(f"Wikipedia has no article of the {len(wanted)} films with an imdbId and a year: see links.csv")
    with written_whole(target) as file:
        json.dump(films, file, ensure_ascii=False, indent=1)
    write_record(target, WIKIPEDIA, address=sites.wikipedia, films=len(films), check="each answer, read as JSON")
    logger.info("%s: %d films, %d have no article", target, len(films), len(wanted) - len(films))
    return target


def _articles(client: httpx2.Client, ids: Sequence[str], sites: Encyclopedia, wait: Wait) -> dict[str, str]:
    """The title of each film's article; the first by the alphabet where Wikidata has several."""
    query = QUERY.format(ids=" ".join(f'"{imdb_id}"' for imdb_id in ids))
    answer = _json(client, sites.wikidata, {"query": query, "format": "json"}, wait)
    try:
        pairs = [(row["imdb"]["value"], row["name"]["value"]) for row in answer["results"]["bindings"]]
    except (KeyError, TypeError) as error:
        raise BadInput(f"{sites.wikidata} answered without results.bindings: is it Wikidata's?") from error
    return {imdb_id: name for imdb_id, name in sorted(pairs, reverse=True) if imdb_id in set(ids)}


def _leads(client: httpx2.Client, articles: Sequence[str], sites: Encyclopedia, wait: Wait) -> dict[str, str]:
    """The text above the first heading of each article, by the title that was asked for."""
    asked = {
        **{"action": "query", "prop": "extracts", "exintro": "1", "explaintext": "1", "redirects": "1"},
        **{"exlimit": "max", "format": "json", "formatversion": "2", "maxlag": "5", "titles": "|".join(articles)},
    }
    texts: dict[str, str] = {}
    moved: dict[str, str] = {}
    going_on: dict[str, str] = {}
    for _ in range(LEADS_AT_ONCE + 1):  # it goes on at most once an article
        answer = _json(client, sites.wikipedia, {**asked, **going_on}, wait)
        try:
            query = answer["query"]
            for change in (*query.get("normalized", ()), *query.get("redirects", ())):
                moved[change["from"]] = change["to"]
            for page in query["pages"]:
                texts.setdefault(page["title"], "")
                texts[page["title"]] = texts[page["title"]] or page.get("extract", "").strip()
            going_on = answer.get("continue", {})
        except (KeyError, TypeError, AttributeError) as error:
            raise BadInput(f"{sites.wikipedia} answered without query.pages: is it Wikipedia's?") from error
        if not going_on:
            break
    found = {}
    for article in articles:
        name = moved.get(article, article)
        found[article] = texts.get(moved.get(name, name), "")
    return found


def _json(client: httpx2.Client, address: str, form: dict[str, str], wait: Wait) -> Any:
    """The answer to a form, asked again while the site is busy."""
    found: Any = None

    def attempt() -> str:
        nonlocal found
        try:
            response = client.post(address, content=urllib.parse.urlencode(form), headers=FORM)
            check_status(response, address)
            found = response.json()
        except httpx2.TransportError as error:
            raise AskAgain(str(error) or type(error).__name__) from error
        except ValueError as error:
            raise AskAgain("sent no JSON") from error
        if isinstance(found, dict) and isinstance(found.get("error"), dict):
            if found["error"].get("code") in ("maxlag", "ratelimited", "readonly"):
                raise AskAgain("is busy", 5.0)
            raise BadInput(f"{address} refuses: {str(found['error'].get('info'))[:200]!r}; try later")
        return ""

    keep_asking(attempt, address, wait)
    return found
