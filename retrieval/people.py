"""Finds directors and actors of the catalogue in a sentence: "with tom hanks", "by Hitchcock", "a scorcese film"."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from rapidfuzz.distance import OSA

from data.movies import Catalogue
from retrieval import name_cues
from retrieval.absent import AbsentPeople
from retrieval.cues import STOP_WORDS, SUBJECTS
from retrieval.known_people import KnownPeople, name_key
from retrieval.names import Words, words_of
from retrieval.nicknames import is_short_for

Found: TypeAlias = tuple[str, tuple[int, int]]

LONGEST = 5  # words in a name
LONGEST_TEXT = 1500  # characters read of a text
NEAR = 60  # characters before and behind that are looked at
WELL_KNOWN = 15  # movies of somebody whose first name may be wrong though it is one ("Nicholas Cage")
VERY_WELL_KNOWN = 30  # movies of somebody of whose short surname a letter may be wrong ("Brad Pit")
KNOWN = 5  # movies from which a full name of ordinary words in lower case is one
USED = 0.0005  # share of the movies whose texts use a word in lower case, from which it is an ordinary one
SHORTEST = 5  # letters of a name that may be misspelt
LONG = 7  # letters from which two may be wrong
LONGER = 12  # letters from which three may be
_WORD = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]+)*\.?")
_PARTICLES = frozenset("de di del della du la le van von der den dos da al el bin mac san st".split())
_OF_SUBJECTS = frozenset("about on in at to near mr mrs ms dr king queen president saint".split())


class PeopleFinder:
    """Every director and actor, by full name and by surname."""

    def __init__(self, catalogue: Catalogue, words: Words | None = None) -> None:
        """Index the names; of people with one name or surname the one with more movies is meant.

        `words` are those of the catalogue's texts, if they were counted already.
        """
        self._words = words_of(catalogue) if words is None else words
        self._people = KnownPeople(catalogue, self._words.counts)
        self._absent = AbsentPeople({name for movie in catalogue for name in movie.directors})

    def mentioned(self, sentence: str) -> list[Found]:
        """The people that a sentence names, as the catalogue writes them, with where their names stand in it.

        A surname alone counts behind a word such as "by" or "with", before "films", or as the whole text, and only if
        one bearer is clearly the best known; in lower case only if it is no ordinary word. So does a first name that
        is clearly one person's. A surname that is nothing else in the catalogue's texts counts anywhere ("Kubrick"). A
        misspelt name counts if no text of the catalogue has the word, and a short form of a first name for it.
        """
        text = sentence[:LONGEST_TEXT]
        words = list(_WORD.finditer(text))
        keys = [name_key(word[0]) for word in words]
        found: list[Found] = []
        at = 0
        while at < len(words):
            joined = bool(found) and bool(name_cues.JOINED.fullmatch(text[found[-1][1][1] : words[at].start()]))
            names, used = self._at(text, words, keys[at : at + LONGEST], at, joined)
            span = (words[at].start(), words[at + used - 1].end())
            found.extend((name, span) for name in names)
            at += used
        return found

    def is_usual(self, word: str) -> bool:
        """Texts of the catalogue use the word in lower case, too."""
        return self._words.usual.get(name_key(word), 0.0) > 0.0

    def is_written(self, name: str) -> bool:
        """Texts of the catalogue have the last word of a name."""
        return name_key(name.split()[-1]) in self._words.counts

    def is_first_name(self, word: str) -> bool:
        """Somebody of the catalogue has the word for a first name."""
        return self._people.is_first(name_key(word))

    def absent(self, sentence: str) -> list[Found]:
        """The well-known film-makers that a sentence asks for and that are credited for no film of the catalogue."""
        text = sentence[:LONGEST_TEXT]
        words = list(_WORD.finditer(text))
        keys = [name_key(word[0]) for word in words]
        found: list[Found] = []
        for at, key in enumerate(keys):
            start, end = words[at].start(), words[at].end()
            whole = next((size for size in (4, 3, 2) if self._absent.full("".join(keys[at : at + size]))), 0)
            if whole:
                name = self._absent.full("".join(keys[at : at + whole])) or ""
                found.append((name, (start, words[min(at + whole, len(words)) - 1].end())))
                continue
            alone = self._absent.surname(key)
            if alone is not None and not (found and found[-1][1][1] >= end) and self._makes(text, start, end):
                found.append((alone, (start, end)))
        return found

    def _makes(self, text: str, start: int, end: int) -> bool:
        """The name stands where a film-maker's does: "by Ozu", "an Ozu film", "Ozu's", or alone."""
        before, behind = text[max(0, start - NEAR) : start], text[end : end + NEAR]
        whole = not before.strip() and bool(name_cues.REST.match(text, end))
        cued = (
            name_cues.DIRECTED.search(before)
            or name_cues.WORK.match(behind)
            or name_cues.MADE.match(behind)
            or name_cues.SIBLINGS.match(behind)
        )
        owns = text[start:end] != _unpossessed(text[start:end])
        return (
            bool(cued) or whole or owns or bool(name_cues.DID.search(before)) or bool(name_cues.OPINION.search(before))
        )

    def _at(
        self, text: str, words: list[re.Match[str]], keys: list[str], at: int, joined: bool
    ) -> tuple[list[str], int]:
        """The people whom the words from `at` on name, and how many words that takes (1 if none)."""
        start = words[at].start()
        for size in range(len(keys), 0, -1):
            end = words[at + size - 1].end()
            if (self._absent.full("".join(keys[:size])) if size > 1 else self._absent.surname(keys[0])) and (
                self._makes(text, start, end)
            ):
                return [], size
        for size in range(len(keys), 1, -1):
            name = self._people.full("".join(keys[:size]))
            spelt = text[start : words[at + size - 1].end()]
            if name is not None and not _broken(spelt) and not self._are_words(spelt, name):
                return [name], size
        for size in range(min(len(keys), 3), 1, -1):
            name = self._people.by_nickname(keys[0], "".join(keys[1:size]))
            if name is not None and self._people.count(name) >= KNOWN:
                spelt = text[start : words[at + size - 1].end()]
                surname = "".join(keys[1:size])
                if not _broken(spelt) and (self._people.is_famous(surname) or not self._is_ordinary(words[at][0])):
                    return [name], size
        before = text[max(0, start - NEAR) : start]
        for size in (2, 3) if len(keys) > 1 else ():
            wrong = self._misspelt(text, words[at : at + size], keys[:size], before)
            if wrong is not None:
                return [wrong], size
        sizes = (2, 1) if len(keys) > 1 and keys[0] in _PARTICLES else (1,)
        for size in sizes:
            end = words[at + size - 1].end()
            names = self._by_surname(text, start, end, keys[:size], joined)
            if names:
                return names, size
        return [], 1

    def _misspelt(self, text: str, words: list[re.Match[str]], keys: list[str], before: str) -> str | None:
        """The person whose first and last name both are near; one of the words is in no text and no other name."""
        first, last = keys[0], keys[-1]
        if len(keys) == 2 and len(last) == 3 and self._people.is_first(first) and last not in STOP_WORDS:
            return self._nearly(first, last)
        if len(keys) < 2 or len(last) < SHORTEST - 1 or len(first) < 2 or first in STOP_WORDS or last in STOP_WORDS:
            return None
        if _broken(text[words[0].start() : words[-1].end()]):
            return None
        strange_last, strange_first = self._is_strange(last), self._is_strange(first)
        cued = bool(name_cues.CUE.search(before))
        if not (strange_last or cued or last not in self._words.usual or first not in self._words.usual):
            return None
        surnames = [last] if self._people.surname(last) else []
        surnames += self._people.near_surnames(last, _allowed(last)) if strange_last or cued else []
        if not surnames or not (strange_last or cued):
            surnames += self._people.near_surnames(last, min(1, _allowed(last)))  # "keira knightly"
        least = 1 if strange_last or strange_first else WELL_KNOWN
        near = [
            (OSA.distance(first, own), -self._people.count(name), name)
            for surname in surnames
            for name, own in self._people.bearers_with_first(surname)
            if own[:1] == first[:1]
            and self._people.count(name) >= least
            and (OSA.distance(first, own) <= (_allowed(first) if strange_first else 1) or is_short_for(first, own))
        ]
        if not near and cued and strange_first and not strange_last:  # "starring Jaques Nicholson"
            known = self._people.best_known(last, directing=False, works=False)
            return known if known is not None and self._people.count(known) >= WELL_KNOWN else None
        if not near and self._people.is_first(first):
            return self._nearly(first, "".join(keys[1:]))
        if not near:
            return None
        if not strange_last and not cued and self._people.is_so_called(min(near)[2], keys[1:]):
            return min(near)[2] if len(first) >= SHORTEST else None  # "Phillip Seymour Hoffman"
        behind = text[words[-1].end() : words[-1].end() + NEAR]
        cued = cued or not before.strip() or bool(name_cues.WORK.match(behind))
        return min(near)[2] if cued or min(near)[0] == 0 else None

    def _nearly(self, first: str, last: str) -> str | None:
        """Somebody known to everyone, of whose surname one letter is wrong, however short: "Brad Pit"."""
        bearers = (
            name
            for surname in self._people.near_surnames(last, 1)
            for name, own in self._people.bearers_with_first(surname)
            if own == first and self._people.count(name) >= VERY_WELL_KNOWN
        )
        return next(bearers, None)

    def _by_surname(self, text: str, start: int, end: int, parts: list[str], joined: bool) -> list[str]:
        key = "".join(parts)
        names = [part for part in parts if len(parts) == 1 or part not in _PARTICLES]
        ordinary = any(self._words.usual.get(part, 0.0) >= USED for part in names)
        if ordinary and not text[start].isupper():
            return []  # "long movies"
        spelt, before, behind = text[start:end], text[max(0, start - NEAR) : start], text[end : end + NEAR]
        if name_cues.SIBLINGS.match(behind) and not ordinary:
            return self._people.together(key)
        if name_cues.FIRST_PART.match(behind) or spelt.lower().endswith(("n't", "n’t")):
            return []
        opening = not text[:start].strip() or text[:start].rstrip()[-1:] in ".!?"
        if ordinary and opening:
            return []  # "Young directors"
        works, made = bool(name_cues.WORK.match(behind)), bool(name_cues.MADE.match(behind))
        if name_cues.PLURAL_CUE.search(before) and key.endswith("s") and not ordinary and not self._people.surname(key):
            several = self._people.together(key[:-1])
            if several:
                return several
        cued = joined or bool(name_cues.SURNAME_CUE.search(before))
        whole = opening and bool(name_cues.REST.match(text, end)) and len(key) > 2
        owns = (
            spelt != _unpossessed(spelt)
            or works
            or made
            or bool(name_cues.OPINION.search(before) and not behind.strip(" .!?,"))
        )
        alone = self._people.is_famous(key) and self._words.usual.get(key, 0.0) == 0.0
        free = not cued and not ordinary and not self._follows_a_name(before)
        if free and not self._people.surname(key) and len(key) > SHORTEST and self._is_strange(key):
            near = [surname for surname in self._people.near_surnames(key, 1) if self._people.is_famous(surname)]
            key, alone = (near[0], True) if near else (key, alone)
        if not cued and (ordinary or not (owns or whole or (alone and free))):
            return []
        directing = made or bool(name_cues.DIRECTED.search(before))
        one = self._people.best_known(key, directing=directing, works=works or spelt != _unpossessed(spelt))
        if one is not None or self._people.surname(key):
            return [one] if one is not None else []
        if first := self._people.by_first_name(key):
            return [first]
        named = name_cues.NAME_BEFORE.search(before)
        if named and self._is_other_first_name(named[1]):
            return []  # "Adam Sandler", where nobody is called so
        if len(key) >= SHORTEST and (cued or owns) and self._is_strange(key) and not self._absent.surname(key):
            near = self._people.near_surnames(key, _allowed(key))
            known = [self._people.best_known(surname, directing=directing, works=works) for surname in near]
            return [name for name in known if name is not None][:1]
        return []

    def _are_words(self, spelt: str, name: str) -> bool:
        """The name of somebody little known, in lower case and of ordinary words: "best actor"."""
        usual = all(self._words.usual.get(word.lower(), 0.0) >= USED for word in spelt.split())
        return usual and spelt[0].islower() and self._people.count(name) < KNOWN

    def _is_ordinary(self, word: str) -> bool:
        """A word in lower case that texts of the catalogue use so."""
        return word.islower() and self._words.usual.get(word, 0.0) >= USED

    def _follows_a_name(self, before: str) -> bool:
        """The word right before is a name, too, whosever it is, or announces a subject or a place: "about Nixon"."""
        word = name_cues.NAME_BEFORE.search(before)
        if word is None:
            return False
        opening = not before[: word.start()].strip() or before[: word.start()].rstrip()[-1:] in ".!?"
        key = name_key(word[1])
        if key in _OF_SUBJECTS:
            return True
        unused = self._words.usual.get(key, 0.0) == 0.0 and key in self._words.counts and key not in STOP_WORDS
        return unused or (word[1][0].isupper() and not opening and key not in STOP_WORDS)

    def _is_other_first_name(self, word: str) -> bool:
        """Somebody has the word for a first name, and it is no ordinary one in lower case."""
        key = name_key(word)
        return self._people.is_first(key) and (word[0].isupper() or self._words.usual.get(key, 0.0) < USED)

    def _is_strange(self, word: str) -> bool:
        """No text of the catalogue has the word, nor is it a form of one ("sadder"), and nobody is called so."""
        known = word in self._words.counts or any(stem in self._words.usual for stem in _stems(word))
        return not known and word not in SUBJECTS and not self._people.is_part(word)


def _stems(word: str) -> Iterator[str]:
    """What a word may be the plural, the comparative or another form of."""
    form = name_cues.FORM.search(word)
    if form is not None:
        stem = word[: form.start()]
        yield from (stem, f"{stem}e", f"{stem}y", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)


def _allowed(word: str) -> int:
    """How many letters of a name may be wrong."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2 if len(word) < LONGER else 3


def _broken(text: str) -> bool:
    """A sentence ends, or a list goes on, inside the words."""
    return bool(re.search(r"[,;!?()\n]|[^\W\d_]{3,}\.\s", text))


def _unpossessed(text: str) -> str:
    return re.sub(r"['’]s?$", "", text)
