"""Sentences of people, what they say of which movies and people, and how many of them are read as they are meant.

    python -m tests.chatbot.said --data ../shared/data

`mentions_first.jsonl` was open while the rules were written. `mentions_second` and `mentions_third` were each read
once and then opened, too; `mentions_fourth` was never opened. A line has `said` and, as far as it says them: `like`,
`about`, `seen`, `refused` (titles with year; with + others may be there, too), `stars` and `others` (title to stars,
which may be one off but not on the other side of 3), `people`, `not_people`, `intent`, and the `context` it is said in.
"""

import dataclasses
import json
import re
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import numpy as np
import typer

from chatbot.conversation import WITHOUT_PICKS, Request, Session, Turn
from chatbot.mentions import read_mentions, read_ordinals, read_people
from chatbot.reading import Reading
from chatbot.scan import Scan
from chatbot.spelling import corrected
from data.assemble import assemble
from data.checks import ReadReport
from data.movielens import read_movielens
from data.movies import Catalogue, MovieId
from data.ratings import History
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder
from retrieval.words import STOP_WORDS

Line: TypeAlias = dict[str, Any]

HERE = Path(__file__).parent
HALVES = ("first", "second", "third", "fourth")
LISTED = ("Heat (1995)", "The Matrix (1999)", "Groundhog Day (1993)")
MOVIES = {"like": "similar_to", "about": "about", "seen": "seen", "refused": "refused"}


class Ear:
    """Reads sentences with the finders of a catalogue, as far as they are about movies and people."""

    def __init__(self, catalogue: Catalogue, popularity: Mapping[MovieId, float]) -> None:
        self.catalogue = catalogue
        self.titles = TitleFinder(catalogue, popularity)
        self.people = PeopleFinder(catalogue, self.titles.words)
        self._by_name = {str(movie): movie.movie_id for movie in catalogue}
        self._known = {*STOP_WORDS, *self.titles.words.counts}
        for movie in catalogue:
            for text in (movie.title, *movie.cast, *movie.directors, *movie.keywords, *movie.tags):
                self._known.update(re.findall(r"[\w']+", text.lower()))

    def hear(self, line: Line) -> Reading:
        """What a sentence says where it is said."""
        session, reading = self._session(line.get("context", "")), Reading()
        scan = Scan(corrected(line["said"], lambda word: word.lower() in self._known))
        read_mentions(scan, self.titles, session, reading)
        read_ordinals(scan, self.catalogue, session, reading)
        if reading.intent not in WITHOUT_PICKS:
            read_people(scan, self.people, reading)
        return reading

    def understands(self, line: Line) -> bool:
        """The sentence is read as it is meant, in all that its line tells."""
        reading = self.hear(line)
        films = all(
            _are(line.get(key, []), [str(self.catalogue[movie_id]) for movie_id in getattr(reading, name)])
            for key, name in MOVIES.items()
        )
        stars = all(
            _agree(
                line.get(name, {}), {str(self.catalogue[one]): stars for one, stars in getattr(reading, name).items()}
            )
            for name in ("stars", "others")
        )
        named = [*reading.people, *reading.fond_of]  # asked for or praised
        people = _are(line.get("people", []), named) and _are(line.get("not_people", []), list(reading.not_people))
        asks = reading.intent in ("fact", "compare", "why")
        intent = reading.intent == line["intent"] if "intent" in line else "about" in line or not asks
        return films and stars and people and intent

    def _session(self, context: str) -> Session:
        session = Session(History(None, {}))
        if context == "list":
            shown = tuple(self._by_name[name] for name in LISTED)
        elif context.startswith("about "):
            name = context.removeprefix("about ")
            turns = (Turn("user", f"tell me about {name}"), Turn("assistant", "..."))
            wish = Request(intent="fact", about=(self._by_name[name],))
            return dataclasses.replace(session, wish=wish, turns=turns)
        elif context:
            shown = (self._by_name[context.removeprefix("one ")],)
        else:
            return session
        turns = (Turn("user", "films"), Turn("assistant", "...", shown))
        return dataclasses.replace(session, listed=shown, shown=shown, turns=turns)


def _are(wanted: list[str], found: list[str]) -> bool:
    if any(name.endswith("+") for name in wanted):
        return {name.rstrip("+") for name in wanted} <= set(found)
    return set(wanted) == set(found)


def _agree(wanted: dict[str, float], found: dict[str, float]) -> bool:
    names = _are(list(wanted), list(found))
    pairs = [(stars, found[name.rstrip("+")]) for name, stars in wanted.items() if name.rstrip("+") in found]
    return names and all(abs(one - other) <= 1 and (one >= 3) == (other >= 3) for one, other in pairs)


def read_lines(half: str) -> list[Line]:
    """The sentences of one file."""
    text = (HERE / f"mentions_{half}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def main(data: Annotated[Path, typer.Option()]) -> None:
    """Tell how many sentences of each file are understood, by part, and how long finding takes."""
    read = read_movielens(data / "ml-latest-small", ReadReport())
    sources = [data / "tmdb" / "movies_metadata.csv", *sorted((data / "wikipedia").glob("movies-*.json"))]
    movie_ids, counts = np.unique(read.ratings.movie_id, return_counts=True)
    popularity = dict(zip(movie_ids.tolist(), counts.astype(float).tolist(), strict=True))
    ear = Ear(Catalogue(assemble(read.movies, sources, ReadReport())), popularity)
    texts = [line["said"] for half in HALVES for line in read_lines(half)]
    for half in HALVES:
        parts: dict[str, list[bool]] = defaultdict(list)
        for line in read_lines(half):
            parts[line["part"]].append(ear.understands(line))
        held = [one for of_part in parts.values() for one in of_part]
        shares = ", ".join(f"{part} {sum(of_part)}/{len(of_part)}" for part, of_part in parts.items())
        typer.echo(f"{half}: {sum(held)}/{len(held)} ({shares})")
    long = " ".join(texts)[:1500]
    for name, finder in (("titles", ear.titles), ("people", ear.people)):
        started = time.process_time()
        for text in texts:
            finder.mentioned(text)
        middle = time.process_time()
        for _ in range(20):
            finder.mentioned(long)
        ended = time.process_time()
        typer.echo(
            f"{name}: {1000 * (middle - started) / len(texts):.2f} ms a sentence, "
            f"{1000 * (ended - middle) / 20:.1f} ms for 1,500 characters"
        )


if __name__ == "__main__":
    typer.run(main)
