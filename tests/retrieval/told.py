"""What people remember of films, and what happens in them, in our own words: told.jsonl."""

import dataclasses
import json
from collections import Counter
from pathlib import Path

import numpy as np

from data.movies import Catalogue, Movie

TOLD = Path(__file__).with_name("told.jsonl")
KEPT_OUT = 8  # one film in so many
SEED = 0


@dataclasses.dataclass(frozen=True)
class Told:
    """What somebody remembers of a film.

    Attributes:
        movie: title, year and lead as in the catalogue; its overview is our synopsis, and it has no other facts.
        kept_out: nothing is trained on it.
    """

    text: str
    movie: Movie
    kept_out: bool


def read_told(catalogue: Catalogue) -> list[Told]:
    """Those of the films that the catalogue has once, in the order of the file, which decides what is kept out."""
    names = Counter(str(movie) for movie in catalogue)
    by_name = {str(movie): movie for movie in catalogue}
    lines = [json.loads(line) for line in TOLD.read_text(encoding="utf-8").splitlines()]
    kept_out = np.zeros(len(lines), np.bool_)
    kept_out[np.random.default_rng(SEED).permutation(len(lines))[: len(lines) // KEPT_OUT]] = True
    found = []
    for line, kept in zip(lines, kept_out, strict=True):
        if names[line["movie"]] == 1:
            movie = by_name[line["movie"]]
            bare = Movie(movie.movie_id, movie.title, movie.year, overview=line["synopsis"], lead=movie.lead)
            found.append(Told(line["text"], bare, bool(kept)))
    return found
