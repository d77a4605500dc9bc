"""Title words with a typo: "intersteller", "lawrance of arabia"; and whole titles with a wrong word in them."""

import collections
import itertools
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from retrieval.names import ARTICLES

SHORTEST = 5  # letters of a word that may be misspelt
LONG = 8  # letters from which two may be wrong
COMMON = 300  # titles with a word, from which it is no help to find one
MOST_WRONG = 2  # words of a title, and letters of a word
MIN_LIKENESS = 86.0  # of 100, how alike whole titles must be


class Misspellings:
    """The words of all keys, and the keys by their words."""

    def __init__(self, keys: Iterable[str]) -> None:
        """`keys` are titles in normal form."""
        self._by_word: dict[str, list[str]] = collections.defaultdict(list)
        for key in keys:
            for word in set(key.split()):
                self._by_word[word].append(key)
        self._alike: dict[tuple[str, int], list[str]] = collections.defaultdict(list)  # by first letter and length
        for word in self._by_word:
            if len(word) >= SHORTEST - 1:
                self._alike[word[0], len(word)].append(word)

    def knows(self, word: str) -> bool:
        """Some title has the word."""
        return word in self._by_word

    def meant(self, word: str) -> list[str]:
        """Up to three title words that a strange word may stand for, the likeliest first.

        They begin with the same letter; one letter is missing, added, wrong or swapped, or two in a long word.
        """
        if len(word) < SHORTEST or not word.isalpha():
            return []
        most = 2 if len(word) >= LONG else 1
        sizes = range(len(word) - most, len(word) + most + 1)
        choices = list(itertools.chain.from_iterable(self._alike.get((word[0], size), ()) for size in sizes))
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=3)
        return [choice for choice, _, _ in near if not _inflected(choice, word)]

    def like(self, words: Sequence[str]) -> tuple[str, float] | None:
        """The key most like some words of which one or two are wrong, and how alike, 0 to 100; None if none is.

        They share a word that is not in too many titles, one put right it may be, and all figures; a wrong word begins
        with the right letter.
        """
        right = [word if word in self._by_word else next(iter(self.meant(word)), word) for word in words]
        shared = [self._by_word[word] for word in right if len(word) > 2 and word in self._by_word]
        choices = {key for keys in shared if len(keys) < COMMON for key in keys}
        best = process.extract(" ".join(words), choices, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=5)
        return next(((key, likeness) for key, likeness, _ in best if _is_near(words, key.split())), None)


def _is_near(words: Sequence[str], others: Sequence[str]) -> bool:
    """As many words, of which at most two differ, and those in a letter or two."""
    ours, theirs = ([word for word in each if word not in ARTICLES] for each in (words, others))
    pairs = [(one, other) for one, other in zip(ours, theirs, strict=False) if one != other]
    return (
        len(ours) == len(theirs)
        and len(pairs) <= MOST_WRONG
        and all(one[0] == other[0] and one.isalpha() and OSA.distance(one, other) <= MOST_WRONG for one, other in pairs)
    )


def _inflected(word: str, other: str) -> bool:
    """One is the other with an ending: "hate" and "hated"."""
    short, long = sorted((word, other), key=len)
    return (
        len(short) < LONG
        and long.startswith(short)
        and long[len(short) :] in ("s", "d", "es", "ed", "er", "r", "y", "ly")
    )
