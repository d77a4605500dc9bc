"""The movies that one sentence names: the longest title at each word, if the words are meant as one."""

import dataclasses
import re
from collections.abc import Iterable, Sequence

from data.movies import Movie
from retrieval import cues
from retrieval.cues import SUBJECTS
from retrieval.evidence import NEAR, ORDINARY, RARE, STOP_WORDS, Place, in_longer_name, is_named, is_weak
from retrieval.known_names import KnownNames, Owner, is_of, of_year
from retrieval.lead import is_announced, is_expected
from retrieval.matches import JOINED, TitleMatch, with_weak
from retrieval.misspelt import Misspellings
from retrieval.names import ARTICLES, PARTS, Words, article, key_of
from retrieval.tokens import Token, is_subject, tokens_of

LONGEST = 12  # words in a title
LONGEST_MISSPELT = 7  # words in a title with an error
LONGEST_TEXT = 1500  # characters read of a text
SURE_LIKENESS = 95.0  # of 100, of a title with a strange word put right
MEANT = 3  # words of a text that all have capitals before theirs mean nothing
SHORTEST = 5  # characters of a title with an error
KNOWN = 0.8  # fame of a movie in whose title a usual word may be wrong
_YEAR_BEHIND = re.compile(
    r"[*_\"”’]*,?\s*(?:\((\d{4})\)|(?:from )?((?:19|20)\d\d)\b(?!s)"
    r"(?! ?(?:onwards?\b|or |and (?:later|newer|after|up)|to |[-+]|plus\b)))"
)
_GOES_ON = re.compile(r"\s*[:–-]?\s+")
_JOINING = frozenset("and or plus nor vs versus meets also even then with as".split())


class Sentence:
    """One text being read."""

    def __init__(self, text: str, names: KnownNames, misspellings: Misspellings, words: Words) -> None:
        self._text = text
        self._names = names
        self._misspellings = misspellings
        self._words = words
        self._tokens = tokens_of(text)
        self._all_words = {word for token in self._tokens for word in token.plain}
        self._lower = text.lower()
        self._capitals = sum(token.written[0].isupper() for token in self._tokens)
        self._lowers = sum(token.written[0].islower() for token in self._tokens)
        self._strange = [any(self._is_strange(word) for word in token.plain) for token in self._tokens]

    def matches(self) -> list[TitleMatch]:
        """The movies named, in order."""
        found: list[TitleMatch] = []
        weak: list[TitleMatch] = []
        at = 0
        while at < len(self._tokens):
            last = found[-1].span[1] if found else None
            named, candidate = self._exact(at, last)
            wrong = self._misspelt(at, last, named)
            match = wrong or named
            if match is None and candidate is not None and found and self._goes_on(found[-1], candidate):
                match = candidate
            if match is None:
                if candidate is not None:
                    weak.append(candidate)
                at += 1
                continue
            if found and self._goes_on(found[-1], match):  # "LOTR Return of the King"
                match = dataclasses.replace(match, span=(found.pop().span[0], match.span[1]))
            found.append(match)
            while at < len(self._tokens) and self._tokens[at].start < match.span[1]:
                at += 1
        return with_weak(self._text, found, weak)

    def _goes_on(self, first: TitleMatch, second: TitleMatch) -> bool:
        """The name of a series, and right behind it that of one of its movies."""
        gap = self._text[first.span[1] : second.span[0]]
        return bool(_GOES_ON.fullmatch(gap)) and self._names.are_related(first.movie, second.movie)

    def _exact(self, at: int, last: int | None) -> tuple[TitleMatch | None, TitleMatch | None]:
        """The longest title that begins with a word; if none does, the longest that might."""
        first = self._tokens[at]
        candidate: TitleMatch | None = None
        for size in range(self._reach(at, LONGEST), 0, -1):
            part = self._tokens[at : at + size]
            plain, end = [word for token in part for word in token.plain], part[-1].end
            owners = self._owners(plain, part[0].written)
            if not owners and part[-1].written.lower().endswith(("'s", "’s")):  # "Pulp Fiction's my favourite"
                owners, end = self._owners([*plain[:-1], plain[-1][:-1]], part[0].written), end - len("'s")
            if not owners or (size == 1 and self._is_ordinary(at)):
                continue
            place, match = self._place(part, owners, first.start, end, last)
            if is_named(place) and not _only_owns(match.movie, place):
                if self._is_of_person(at, size, place):
                    break
                return match, None
            behind = last is not None and bool(_GOES_ON.fullmatch(self._text[last : first.start]))
            if candidate is None and (behind or is_weak(place)):
                candidate = match
        return None, candidate

    def _is_ordinary(self, at: int) -> bool:
        """A usual word in lower case that follows on one behind which no movie is named; most words are."""
        token, before = self._tokens[at], self._tokens[max(0, at - 1)]
        if at == 0 or not token.written.islower() or before.written.lower() in cues.LAST_WORDS | _JOINING:
            return False
        if (
            self._text[before.end : token.start] != " "
            or self._text[token.end : token.end + 2].strip("\"'( ").isdigit()
        ):
            return False
        return token.written in STOP_WORDS or self._words.usual.get(token.written, 0.0) >= ORDINARY

    def _reach(self, at: int, most: int) -> int:
        """How many words from `at` on may be one title: no sentence ends before them, and some name begins so."""
        size = 0
        plain: list[str] = []
        for token in self._tokens[at : at + most]:
            plain.extend(token.plain)
            size += 1
            kept = plain[:-1] if plain and plain[-1] in PARTS else plain
            if size == 1 and token.written.lower() in ARTICLES and not token.last:
                continue
            if token.last or not self._names.begins(key_of(kept).replace(" ", "")):
                break
        return size

    def _owners(self, plain: Sequence[str], written: str) -> list[Owner]:
        own = written.lower() if len(plain) > 1 and written.lower() in ARTICLES else ""
        owners = self._names.of(key_of(plain), own)
        same = [owner for owner in owners if owner.article == own] if own else owners
        if not same and own == "the" and " " in key_of(plain):
            return owners  # "the Deadpool 2"
        return same  # "a friday" is not Friday

    def _place(
        self, part: Sequence[Token], owners: list[Owner], start: int, end: int, last: int | None
    ) -> tuple[Place, TitleMatch]:
        behind = _YEAR_BEHIND.match(self._text, end)
        year = int(behind[1] or behind[2]) if behind else None
        if behind and not any(is_of(owner.movie, year) for owner in owners):
            behind = year = None
        owner = self._credited_first(of_year(owners, year), part)
        series = self._names.series.get(owner.key.replace(" ", ""), ())
        together = bool(series) and bool(cues.SERIES_BEHIND.match(self._text[end : end + 40]))
        joined = last is not None and bool(JOINED.match(self._text[last:start]))
        spelt = tuple(token.written.rstrip("!") or token.written for token in part)
        place = Place(
            text=self._text,
            start=start,
            end=end,
            words=spelt,
            kind="series" if together else owner.kind,
            year=bool(behind),
            joined=joined,
            usual=self._usual_share(spelt),
            fame=self._names.fame(owner.movie, series),
            credited=self._is_credited(owner.movie, part),
            exact=owner.article in ("", article(self._text[start:end])),
            is_name=len(part) == 1 and part[0].plain in self._names.first_names,
            loud=self._is_loud(part),
        )
        span = (start, behind.end() if behind else end)
        return place, TitleMatch(owner.movie, 100 * owner.weight, span, series, together)

    def _is_of_person(self, at: int, size: int, place: Place) -> bool:
        """The words are a person's name, or one word of it: "[Jack] Black", "[Chris Rock] in it"."""
        if place.year:
            return False
        before = self._text[max(0, place.start - NEAR) : place.start]
        if size == 1 and self._tokens[at].plain in self._names.directors and not is_announced(before):
            return True
        goes_on = at + size < len(self._tokens) and self._strange[at + size] and not self._tokens[at].last
        if size == 1 and goes_on and self._tokens[at].plain[0] in self._names.any_first:
            return True  # of a misspelt name: "akira kurosowa"
        if size > 1:
            return place.kind != "title" and self._is_person(self._tokens[at : at + size])
        around = (self._tokens[at : at + 2], self._tokens[max(0, at - 1) : at + 1])
        return any(len(pair) == 2 and not pair[0].last and self._is_person(pair) for pair in around)

    def _is_person(self, tokens: Sequence[Token]) -> bool:
        return "".join(word for token in tokens for word in token.plain) in self._names.people

    def _is_loud(self, part: Sequence[Token]) -> bool:
        capitals = self._capitals - sum(token.written[0].isupper() for token in part)
        lowers = self._lowers - sum(token.written[0].islower() for token in part)
        return lowers == 0 and capitals >= MEANT

    def _credited_first(self, owners: list[Owner], part: Sequence[Token]) -> Owner:
        """The likeliest, or the one of several of which the text names the cast."""
        if len(owners) > 1:
            return next((owner for owner in owners if self._is_credited(owner.movie, part)), owners[0])
        return owners[0]

    def _is_credited(self, movie: Movie, part: Sequence[Token]) -> bool:
        """The text names, elsewhere than in the title, somebody of the movie's cast or its director."""
        own = {word for token in part for word in token.plain}
        for name in (*movie.directors, *movie.cast):
            words = name.lower().split()
            if words[-1] not in self._all_words or words[-1] in own or len(words) < 2:
                continue
            if name.lower() in self._lower or (name in movie.directors and len(words[-1]) > 4):
                return True
        return False

    def _usual_share(self, spelt: Iterable[str]) -> float:
        """The share of movies whose texts use the rarest of some words that are not stop words."""
        content = [word.lower() for word in spelt if word.lower() not in STOP_WORDS]
        return min((self._words.usual.get(word, 0.0) for word in content), default=1.0)

    def _misspelt(self, at: int, last: int | None, named: TitleMatch | None) -> TitleMatch | None:
        """A title with an error that reaches farther than the one named without; only where a movie is spoken of."""
        window = self._tokens[at : at + LONGEST_MISSPELT]
        most = next((size for size, token in enumerate(window, 1) if token.last), len(window))
        strange = any(self._strange[at : at + most])
        start = window[0].start
        joined = last is not None and bool(JOINED.match(self._text[last:start]))
        if strange and not self._strange[at] and not self._leads(at, most):
            strange = False
        if not (joined or strange or (at > 0 and self._tokens[at - 1].written.lower() in cues.LAST_WORDS)):
            return None
        before = self._text[max(0, start - NEAR) : start]
        expected = joined or is_expected(before)
        if not (expected or strange):
            return None
        if in_longer_name(self._text, start, start, cued=False):
            return None
        reached = named.span[1] if named is not None else start
        for size in range(most, 0, -1):
            part = window[:size]
            if part[-1].end <= reached:
                return None
            after = self._text[part[-1].end : part[-1].end + NEAR]
            if cues.GOES_ON.match(after) and not cues.KINDS_BEHIND.match(after):
                sure = expected or bool(cues.JUDGED.match(after)) or (at == 0 and not after.strip(" .!?"))
                match = self._meant(part, last, sure)
                if match is not None:
                    return match
        return None

    def _leads(self, at: int, most: int) -> bool:
        """Some name begins with the words from here to the first strange one."""
        plain: list[str] = []
        for token, strange in zip(self._tokens[at : at + most], self._strange[at : at + most], strict=True):
            if strange:
                break
            plain.extend(token.plain)
        bare = plain[1:] if plain[:1] and plain[0] in ARTICLES else plain
        return not bare or self._names.begins(key_of(bare).replace(" ", ""))

    def _meant(self, part: Sequence[Token], last: int | None, expected: bool) -> TitleMatch | None:
        """The title that some words with an error in them are meant to be."""
        plain = [word for token in part for word in token.plain]
        strange = [place for place, word in enumerate(plain) if self._is_strange(word)]
        key = key_of(plain)
        if len(key) < SHORTEST or len(strange) > 2 or (not strange and len(plain) < 2):
            return None
        owners = self._corrected(plain, strange, part[0].written) if strange else []
        likeness = SURE_LIKENESS
        if not owners and len(plain) > 1 and expected:
            key, likeness = self._misspellings.like(key.split()) or ("", 0.0)
            owners = self._names.of(key)
            if not strange and not self._is_famous(owners, part):
                return None
        if not owners or not (expected or len(plain) > 1):
            return None
        if not expected and not any(
            self._words.usual.get(word, 0.0) < RARE for word in plain if word not in STOP_WORDS
        ):
            return None
        if owners[0].kind != "title" and owners[0].key.replace(" ", "") in self._names.people:
            return None  # "Robin Willams"
        _, match = self._place(part, owners, part[0].start, part[-1].end, last)
        return dataclasses.replace(match, score=likeness * match.score / 100) if owners[0].kind != "initials" else None

    def _is_famous(self, owners: list[Owner], part: Sequence[Token]) -> bool:
        """One of several words that all are usual stands for another: only in the title of a well-known movie."""
        content = [token.written.lower() for token in part if token.written.lower() not in STOP_WORDS | SUBJECTS]
        return bool(owners) and (len(content) > 1 or len(part) > 3) and self._names.fame(owners[0].movie) >= KNOWN

    def _corrected(self, plain: list[str], strange: list[int], written: str) -> list[Owner]:
        for place in strange[:1]:
            for meant in self._misspellings.meant(plain[place]):
                changed = [*plain[:place], meant, *plain[place + 1 :]]
                owners = self._owners(changed, written)
                if owners:
                    return owners
        return []

    def _is_strange(self, word: str) -> bool:
        """In no text of the catalogue, in no title, and not a misspelt "comedies"."""
        if len(word) < SHORTEST or is_subject(word):
            return False
        return word.isalpha() and word not in self._words.counts and not self._misspellings.knows(word)


def _only_owns(movie: Movie, place: Place) -> bool:
    """The words are whose film it is: "Jane Austen" of *Jane Austen's Mafia!*."""
    spelt = " ".join(place.words)
    return place.kind == "short" and not place.year and movie.title.lower().startswith(f"{spelt.lower()}'s ")
