"""Films that belong together by the words that their titles begin with: "Harry Potter", "The Matrix", "Die Hard"."""

import collections
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from data.movies import Catalogue, Movie, MovieId
from retrieval.evidence import RARE, STOP_WORDS, UNUSUAL
from retrieval.names import ARTICLES, key_of, plain_words

MIN_SERIES = 3  # movies that begin with the same words, where none has these words alone for a title
LONGEST = 5  # words of a name
LITTLE_KNOWN = 0.1  # of the popularity of the best known: a film below it is left out when people count them
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_NUMBERED = re.compile(r"[ ,:–-]*(?:\d{1,2}|[IVX]+|(?:Part|Vol\.|Episode|Chapter) \w+)\b")
_COLON = re.compile(r"\s*(?::| [-–] )")
_PIECE = re.compile(r"(?:: | [-–] )(?:The |An? )?")


class Series(NamedTuple):
    """Films under one name, in order of year."""

    name: str
    movies: tuple[Movie, ...]

    def numbered(self, popularity: Mapping[MovieId, float]) -> Iterator[tuple[str, Movie]]:
        """The names by place, "the first X" and from the second on "X 2", of all but the little known."""
        known = [popularity.get(movie.movie_id, 0.0) for movie in self.movies]
        least = LITTLE_KNOWN * max(known, default=0.0)
        counted = [movie for movie, fame in zip(self.movies, known, strict=True) if fame >= least]
        for ordinal, number, movie in zip(ORDINALS, itertools.count(1), counted, strict=False):
            yield f"the {ordinal} {self.name}", movie
            if number > 1:
                yield f"{self.name} {number}", movie


class _Begun(NamedTuple):
    """A movie of which a title begins with a name: as written there, and what follows it."""

    movie: Movie
    name: str
    rest: str


def all_series(catalogue: Catalogue, usual: Mapping[str, float], popularity: Mapping[MovieId, float]) -> list[Series]:
    """The series of a catalogue.

    A name of two or three words counts where several titles begin with it and its first and last word are names; one
    of two words or more where it stands before the colon of two titles; the title of a film where others go on from it
    with a number, or otherwise and share people with it.

    Args:
        catalogue: all movies.
        usual: the share of the movies whose texts use a word in lower case.
        popularity: of movies with one title the best known has the series.
    """
    by_prefix: dict[str, dict[MovieId, _Begun]] = collections.defaultdict(dict)
    alone: dict[str, Movie] = {}
    plain: dict[str, list[str]] = {}
    for movie in catalogue:
        for title in (movie.title, *movie.alternative_titles):
            for begun in (title, *(title[piece.end() :] for piece in _PIECE.finditer(title))):
                words = begun.split()
                keys = [plain.setdefault(word, plain_words(word)) for word in words[: LONGEST + 1]]
                if begun == title and len(words) <= LONGEST:
                    key = key_of([word for part in keys for word in part])
                    if key not in alone or _fame(alone[key], popularity) < _fame(movie, popularity):
                        alone[key] = movie
                for size in range(1, min(LONGEST + 1, len(words))):
                    key = key_of([word for part in keys[:size] for word in part])
                    name = " ".join(words[:size]).rstrip(":,-–")
                    by_prefix[key].setdefault(movie.movie_id, _Begun(movie, name, begun[len(name) :]))
    found = []
    for key, movie in list(alone.items()):  # "Aliens" goes on from "Alien"
        single, many = alone.get(key[:-1]), movie
        if key.endswith("s") and single is not None and {*single.cast, *single.directors} & {*many.cast}:
            by_prefix[key[:-1]].setdefault(many.movie_id, _Begun(many, single.title, "s"))
    for key, members in by_prefix.items():
        if not key or (len(members) < 2 and key not in alone):
            continue
        movies = _members(key, list(members.values()), alone.get(key), usual)
        if len(movies) > 1:
            ordered = sorted(movies, key=lambda movie: (movie.year or 9999, movie.movie_id))
            found.append(Series(_bare(next(iter(members.values())).name), tuple(ordered)))
    return found


def _members(key: str, begun: list[_Begun], alone: Movie | None, usual: Mapping[str, float]) -> list[Movie]:
    """The movies of a series by that name; fewer than two if there is none."""
    first = [alone] if alone is not None else []
    if (
        alone is not None
        and min((usual.get(word, 0.0) for word in key.split() if word not in STOP_WORDS), default=1.0) < 10 * UNUSUAL
    ):
        others = [each.movie for each in begun if each.movie is not alone and _goes_on(alone, each)]
        if others:
            return [*first, *others]
    size = len(key.split())
    if size < 2:
        return []
    words = _bare(begun[0].name).split()
    if len(begun) >= MIN_SERIES and size < 4 and all(_is_rare(word, usual) for word in (words[0], words[-1])):
        return [*first, *(each.movie for each in begun if each.movie is not alone)]
    return [*first, *(each.movie for each in begun if each.movie is not alone and each.rest.startswith(":"))]


def _goes_on(first: Movie, later: _Begun) -> bool:
    """The later title numbers itself, or the movies share people; after a colon it is enough that nothing is known."""
    people = {*first.cast, *first.directors}
    others = {*later.movie.cast, *later.movie.directors}
    if not people or not others:
        return bool(_NUMBERED.match(later.rest) or _COLON.match(later.rest))
    return bool(_NUMBERED.match(later.rest)) or bool(people & others)


def _fame(movie: Movie, popularity: Mapping[MovieId, float]) -> float:
    return popularity.get(movie.movie_id, 0.0)


def _bare(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in ARTICLES else name


def _is_rare(word: str, usual: Mapping[str, float]) -> bool:
    return word[0].isupper() and word.lower() not in STOP_WORDS and usual.get(word.lower(), 0.0) < RARE
