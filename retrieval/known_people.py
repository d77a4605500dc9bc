"""Directors and actors of a catalogue by full name, surname and first name."""

import collections
import itertools
import re
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.movies import Catalogue
from retrieval.names import normalised, plain_words
from retrieval.nicknames import is_short_for

CLEARLY = 2  # times as many movies as the next bearer of a surname
FIRST_CLEARLY = 5  # times as many as all others of that first name together
MANY = 15  # movies of somebody who is known by the first name
DIRECTED = 4  # movies that the director of a surname must have made to be meant by "a Lynch film"
WORDS_A_MOVIE, WORDS_MORE = 3, 10  # texts that may have a surname, for each of its bearers' movies and at the least
FAMOUS, FAMOUS_SHARE = 8, 0.7  # movies, and share of the surname's, of somebody whose surname needs no word around it
FAMOUS_TEXTS = 1.7  # texts that may have such a surname, for each of its bearers' movies
FAMOUS_LETTERS = 5
_PARTICLES = frozenset("de di del della du la le van von der den dos da al el bin mac san st".split())
_STUDIOS = frozenset(("disney", "marvel", "warner"))
_NO_PART = frozenset(("jr", "sr", "2", "3"))  # "Jr.", "II" as `normalised` writes it


def name_key(text: str) -> str:
    """A name without accents, punctuation, spaces and the "'s" behind it, in lower case."""
    return "".join(plain_words(re.sub(r"['’]s?$", "", text)))


class KnownPeople:
    """Every director and actor; of several by one name the one with more movies comes first."""

    def __init__(self, catalogue: Catalogue, counts: Mapping[str, int]) -> None:
        """Count each person's movies and index their names.

        `counts` says in how many movies' texts a word stands; a surname that stands in many more than its bearers made
        is a word ("French", "Christmas").
        """
        self._movies: collections.Counter[str] = collections.Counter()
        self._directed: collections.Counter[str] = collections.Counter()
        for movie in catalogue:
            self._movies.update({*movie.directors, *movie.cast})
            self._directed.update(set(movie.directors))
        self._full: dict[str, str] = {}  # by the key without spaces
        self._surnames: dict[str, list[str]] = collections.defaultdict(list)
        self._firsts: dict[str, list[str]] = collections.defaultdict(list)
        self._first_of: dict[str, str] = {}
        for name in sorted(self._movies, key=lambda name: (-self._movies[name], name)):
            whole = normalised(name).split()
            words = [word for word in whole if word not in _NO_PART]
            if len(words) < 2:
                continue
            bare = [word for word in words if len(word) > 1]  # without initials
            for key in ("".join(whole), "".join(words), *(["".join(bare)] if len(bare) > 1 else [])):
                self._full.setdefault(key, name)
            self._surnames[words[-1]].append(name)
            if len(words) > 2 and words[-2] in _PARTICLES:
                self._surnames[words[-2] + words[-1]].append(name)
            self._firsts[words[0]].append(name)
            self._first_of[name] = words[0]
        self._parts = frozenset((*self._surnames, *self._firsts))
        for first, bearers in self._firsts.items():
            if len(bearers) > len(self._surnames.get(first, ())):
                self._surnames.pop(first, None)  # "with Nicole" may be any
        words = [
            surname
            for surname, bearers in self._surnames.items()
            if counts.get(surname, 0) > WORDS_A_MOVIE * sum(self._movies[name] for name in bearers) + WORDS_MORE
        ]
        for surname in (*words, *_STUDIOS):
            self._surnames.pop(surname, None)
        self._famous = frozenset(
            surname
            for surname, bearers in self._surnames.items()
            if len(surname) >= FAMOUS_LETTERS
            and self._movies[bearers[0]] >= max(FAMOUS, FAMOUS_SHARE * sum(self._movies[name] for name in bearers))
            and counts.get(surname, 0) <= FAMOUS_TEXTS * sum(self._movies[name] for name in bearers)
        )
        self._alike: dict[tuple[str, int], list[str]] = collections.defaultdict(list)  # by first letter and length
        for surname in self._surnames:
            self._alike[surname[0], len(surname)].append(surname)

    def full(self, key: str) -> str | None:
        """The person of a full name without spaces."""
        return self._full.get(key)

    def count(self, name: str) -> int:
        """How many movies the person was in or directed."""
        return self._movies[name]

    def is_part(self, word: str) -> bool:
        """Somebody has the word for a first name or surname."""
        return word in self._parts

    def is_first(self, word: str) -> bool:
        """Somebody has the word for a first name."""
        return word in self._firsts

    def surname(self, key: str) -> list[str]:
        """All of a surname."""
        return self._surnames.get(key, [])

    def bearers_with_first(self, surname: str) -> list[tuple[str, str]]:
        """All of a surname, each with the first name."""
        return [(name, self._first_of[name]) for name in self.surname(surname)]

    def is_famous(self, surname: str) -> bool:
        """A well-known bearer has made it a name of nobody and nothing else in the catalogue's texts."""
        return surname in self._famous

    def by_nickname(self, first: str, surname: str) -> str | None:
        """The best known of a surname whose first name the other is a form of: "Bob De Niro"; None if there is none."""
        bearers = self.bearers_with_first(surname)
        return next((name for name, own in bearers if is_short_for(first, own)), None)

    def is_so_called(self, name: str, words: Sequence[str]) -> bool:
        """All of some words are parts of a name."""
        return set(words) <= set(normalised(name).split())

    def near_surnames(self, word: str, most: int) -> list[str]:
        """Up to five surnames that differ in at most that many letters, not in the first; the nearest first."""
        if most == 0:
            return []
        sizes = range(len(word) - most, len(word) + most + 1)
        choices = list(itertools.chain.from_iterable(self._alike.get((word[0], size), ()) for size in sizes))
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=12)
        ordered = sorted(near, key=lambda each: (each[1], -self._movies[self._surnames[each[0]][0]]))
        return [surname for surname, _, _ in ordered[:5]]

    def together(self, surname: str) -> list[str]:
        """Those of a surname who have about as many movies as the best known: "the Coens"."""
        bearers = self.surname(surname)
        return [name for name in bearers if 2 * self._movies[name] > self._movies[bearers[0]]]

    def best_known(self, surname: str, *, directing: bool, works: bool) -> str | None:
        """The bearer who clearly has the most movies; None if there is none.

        Args:
            surname: without spaces.
            directing: a director is looked for ("by Lynch").
            works: movies are called the person's ("a Lynch film"): a director, unless an actor is far better known.
        """
        bearers = self.surname(surname)
        if directing or works:
            directors = sorted(
                (name for name in bearers if self._directed[name]), key=lambda name: -self._directed[name]
            )
            made = [self._directed[name] for name in directors] + [0, 0]
            known = directing or (made[0] >= DIRECTED and self._movies[bearers[0]] < CLEARLY**2 * made[0])
            if made[0] and known and made[0] >= CLEARLY * made[1]:
                return directors[0]
        counts = [self._movies[name] for name in bearers] + [0, 0]
        return bearers[0] if bearers and counts[0] >= CLEARLY * counts[1] else None

    def by_first_name(self, first: str) -> str | None:
        """The person who is clearly meant by a first name alone ("Denzel", "Arnie"); None if there is none."""
        bearers = self._firsts.get(first, [])
        others = sum(self._movies[name] for name in bearers[1:])
        if not bearers or self._movies[bearers[0]] < MANY:
            longer = [name for own in self._firsts if is_short_for(first, own) for name in self._firsts[own]]
            bearers = sorted((*bearers, *longer), key=lambda name: -self._movies[name])
            others = self._movies[bearers[1]] if len(bearers) > 1 else 0
        most = self._movies[bearers[0]] if bearers else 0
        return bearers[0] if most >= MANY and most >= FIRST_CLEARLY * others else None
