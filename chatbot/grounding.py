"""Checks what a language model writes, sentence by sentence, before anyone reads it.

A sentence passes only if every movie it names is one that the answer may name, and no year, running time, rating,
award, country or person in it contradicts the catalogue. What cannot be checked against the evidence counts as wrong.
So no sentence passes that is written in letters without capitals, in which names cannot be told from words.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from chatbot.claims import Claim, claims
from chatbot.comparisons import comparisons
from chatbot.descriptions import PRAISE, UNPROVEN, Kind, is_certified, kinds
from chatbot.leaks import Phrases, leaks
from chatbot.names import Evidence, credits_hold, has, hides_a_name, names, unknown
from chatbot.naming import Mention, Naming
from chatbot.sentences import sentences
from data.movies import Movie, MovieId
from retrieval.titles import TitleFinder

__all__ = ["Grounding", "sentences"]

Group: TypeAlias = tuple[Evidence, ...]

LONGEST = 1200  # characters of a sentence; a longer one is not read to its end by `TitleFinder.mentioned`
_FORBIDDEN = re.compile(
    r"(?i:https?:|www\.|\b(?:javascript|data|mailto):\S|<|>(?!\s)|&(?:lt|gt|#)|\]\s*[(\[:]|`|@\w|\w@|\|\s*-{2,}"
    r"|\b(?:ignore|disregard|forget|override)\b[^.]{0,30}\b(?:instructions?|prompts?|rules)\b|\bsystem prompt\b"
    r"|\bmy instructions\b|\blanguage model\b|\bas an ai\b|data, not instructions|by exact title|you are usher)"
    r"|\b[\w-]{2,}\.[a-z]{2,}\b"
)
_ALL = re.compile(
    r"\b(?:all|both|each|every|any|either|none|neither) (?:of|two|three|four|five|are|is|were|have|has|runs?"
    r"|stars?|came|lasts?"
    r"|films?|movies?|ones?|picks?|in|from|under|over)\b|\b(?:are|were|run|have|star) (?:all|both|each)\b"
    r"|\b(?:all|both) [^\W\d]+s?\W*$|\bno (?:film|movie|one)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[\s*_\"“]*(?:the |my )?(?:number )?(first|second|third|fourth|fifth|last|one|two|three)(?: (?:one|film"
    r"|movie|pick))?"
    r" (?:is|was|has|runs|came|stars|lasts|takes)\b",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "one": 0, "second": 1, "two": 1, "third": 2, "three": 2, "fourth": 3, "fifth": 4, "last": -1}
_OTHERS = re.compile(
    r"\bthe (?:other (?:two|three|ones|films)|others) (?:are|were|have|run|last|take|came|star|both|all)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(r"\?\s*$|\b(?:tell me|let me know|just say|shall i|i can (?:look|find))\b", re.IGNORECASE)
_YOURS = re.compile(
    r"\byou(?:'re|'ve|r)? (?:\w+ ){0,2}?(?:asked|wanted|want|said|mentioned|requested|looking|wish(?:ed)?|request)\b"
    r"[^,;:\u2014\u2013(.!?]*?(?= but |[,;:\u2014\u2013(.!?]|$)",
    re.IGNORECASE,
)
_DEPENDS = re.compile(
    r"\W*(?:it|its|it's|he|she|his|her|they|their|this|that|these|those|here|the|both|with|starring|directed|also"
    r"|another"
    r"|and|but|plus|expect|featuring|all|each|a|an|running|runtime|director|cast|why|because|if|you'll|think)\b",
    re.IGNORECASE,
)
_NAMING = re.compile(r"\s*(?:[:\u2014\u2013(\n]|-\s|,\s+(?:an?|the|by|with|from)\b|$)")
_RELEASED = re.compile(r"\b(?:released?|came out|from|made|film|movie|premiered|dates)\b", re.IGNORECASE)
_COUNTED = re.compile(r"^\s*[*_]*\d{1,2}[.)]|\b(?:top|these|here are|following) \d\b", re.IGNORECASE)
_JOINED = re.compile(r"[*_\"”\s]*(?:\([^()]*\))?[*_\"”\s]*(?:,|&|,? and|,? or|,? nor|,? und|,? et|,? y|,? e)[*_\"“\s]*")
_APART = re.compile(r"\b(?:unlike|than|besides|anders als|contrairement à|a diferencia de)\W*$", re.IGNORECASE)
_BRACKET = re.compile(r"[*_\"”,\s]*\([^)]*$")
_CLAUSE = re.compile(r"[,;:—–(]| but | and ")
_LEADS_TO_TITLE = re.compile(
    r"'?s? *(?:(?:in|of|for|stars in|starring in|plays in|directs|directed|made|leads|carries|shines in|classic|film"
    r"|movie|hit|thriller|drama|comedy|western|masterpiece|gem) *){0,3}[*_\"“]*"
)

_NOTHING = Evidence(Movie(0, ""), "")


class Grounding:
    """What one answer may say."""

    def __init__(
        self,
        movies: Sequence[Movie],
        named: Sequence[Movie],
        message: str,
        titles: TitleFinder,
        reasons: Mapping[MovieId, str] = MappingProxyType({}),
        private: Phrases = frozenset(),
    ) -> None:
        """Collect the evidence.

        Args:
            movies: those the answer may recommend or describe.
            named: further movies that the person named; the answer may name them too.
            message: what the person wrote; years and people in it may be repeated as theirs.
            titles: finds any movie of the catalogue in a sentence.
            reasons: for each movie what else the model was told of it, such as its rating in stars.
            private: phrases of the prompts, which no answer repeats.
        """
        every = {movie.movie_id: movie for movie in (*named, *movies)}
        self._evidence = {movie_id: Evidence(movie, reasons.get(movie_id, "")) for movie_id, movie in every.items()}
        self._picks = tuple(self._evidence[movie.movie_id] for movie in movies)
        self._message = _plain(message).lower()
        self._naming = Naming(tuple(self._evidence.values()), self._picks, self._message, titles)
        self._private = private
        self._subject: Evidence | None = None
        self.dropped = 0  # sentences that did not hold
        self._lost = False

    def passed(self, pieces: Iterable[str]) -> Iterator[tuple[str, tuple[Movie, ...]]]:
        """The sentences that hold, as they are completed, each with the movies it names.

        Behind a sentence that does not hold, those that depend on it go with it: the rest of its paragraph up to the
        next movie named, and whatever begins like a continuation. Its line break is kept.
        """
        begins_line, written = True, "\n"
        for sentence in sentences(pieces):
            depends = self._lost and (not begins_line or bool(_DEPENDS.match(sentence)))
            movies = self.check(sentence)
            begins_line = sentence.endswith("\n")
            if movies is None or (depends and not movies):
                self._lost, self._subject = True, None
                self.dropped += 1
                breaks = sentence[len(sentence.rstrip()) :]
                if begins_line and not written.endswith("\n"):
                    written = breaks
                    yield breaks, ()
                continue
            self._lost = self._lost and not movies
            written = sentence
            yield sentence, movies

    def check(self, sentence: str) -> tuple[Movie, ...] | None:
        """The movies that the sentence names, if all it says holds; None if it must not be shown."""
        text = _plain(sentence)
        if len(sentence) > LONGEST or _FORBIDDEN.search(text) or leaks(text, self._private):
            return None
        named = self._naming.named_in(text, self._subject)
        if named is None:
            return None
        bare = text
        for start, end, _ in named:
            bare = bare[:start] + " " * (end - start) + bare[end:]
        yours = [match.span() for match in _YOURS.finditer(bare)]
        yours = [(a, b) for a, b in yours if not any(a <= start < b for start, _, _ in named)]
        spoken = (_Sentence(bare, named, self._picks, unnamed, yours) for unnamed in self._unnamed(bare))
        if hides_a_name(bare) or not any(self._holds(one) for one in spoken):
            return None
        place = _PLACE.match(bare)
        spoken_of = [about for start, _, about in named if not _APART.search(bare[:start])]
        if spoken_of:
            self._subject = next((about for about in reversed(spoken_of) if about in self._picks), spoken_of[-1])
        elif place and _PLACES[place[1].lower()] < len(self._picks):
            self._subject = self._picks[_PLACES[place[1].lower()]]
        return tuple({about.movie.movie_id: about.movie for _, _, about in named}.values())

    def _unnamed(self, bare: str) -> Sequence[Group]:
        """What a sentence that names no movie may speak of: of one movie, or of all picks together."""
        if self._lost or not self._picks:
            return ((_NOTHING,),)
        place, others = _PLACE.match(bare), _OTHERS.search(bare)
        if place and not others and _PLACES[place[1].lower()] < len(self._picks):
            return ((self._picks[_PLACES[place[1].lower()]],),)
        if others and not place:
            left_out = [self._subject] if self._subject is not None else self._picks
            return [tuple(about for about in self._picks if about is not one) for one in left_out]
        if _ALL.search(bare):
            return (self._picks,)
        return ((self._subject,),) if self._subject is not None else [(about,) for about in self._picks]

    def _holds(self, said: "_Sentence") -> bool:
        """All that the sentence claims, titles aside, is so."""
        rest = said.bare
        if said.offers:
            return self._names_hold(said) and not any(char.isdigit() for char in rest)
        for comparison in comparisons(said.bare, said.named, self._picks, said.subject):
            if not comparison.holds:
                return False
            start, end = comparison.span
            rest = rest[:start] + " " * (end - start) + rest[end:]
        for claim in claims(said.bare):
            start, end = claim.span
            if rest[start:end].strip():
                if not self._is_so(claim, said):
                    return False
                rest = rest[:start] + " " * (end - start) + rest[end:]
        rest = _COUNTED.sub(" ", rest)
        return (
            all(said.so(*match.span(), partial(_tells, match[0])) for match in re.finditer(r"\d+", rest))
            and all(said.somewhere(match[0].lower()) for match in UNPROVEN.finditer(said.bare))
            and all(said.in_facts(match[0].lower()) or said.in_a_name(match) for match in PRAISE.finditer(said.bare))
            and all(self._is_kind(kind, said) for kind in kinds(said.bare))
            and not is_certified(said.bare)
            and self._names_hold(said)
        )

    def _is_kind(self, kind: Kind, said: "_Sentence") -> bool:
        others = [pick for pick in self._picks if kind.holds_of(pick)] if kind.only else []
        return (len(others) < 2 and said.so(*kind.span, kind.holds_of)) or self._repeats(kind.span[0], kind.word, said)

    def _is_so(self, claim: Claim, said: "_Sentence") -> bool:
        figure = said.bare[slice(*claim.span)].strip().lower()
        told = not (claim.kind == "year" and _RELEASED.search(said.bare))  # of other years the evidence may tell
        return said.so(
            *claim.span, lambda about: claim.holds_of(about.movie) or (told and has(about.lower, figure))
        ) or self._repeats(claim.span[0], figure, said)

    def _names_hold(self, said: "_Sentence") -> bool:
        for run, start, end in names(said.bare):
            if _NAMING.match(said.bare[end:]) and self._naming.is_other(" ".join(run)):
                return False
            known = said.so(start, end, partial(credits_hold, said.bare, run, start, end))
            left = " ".join(unknown(said.bare, run, start, _NOTHING))
            if not known and not self._repeats(start, left.removesuffix("'s").lower(), said):
                return False
        return True

    def _repeats(self, at: int, words: str, said: "_Sentence") -> bool:
        """The sentence says it as what the person asked for, and they did."""
        return any(start <= at < end for start, end in said.yours) and has(self._message, words)


class _Sentence:
    """A sentence without its titles, and which movies each place of it speaks of."""

    def __init__(
        self,
        bare: str,
        named: Sequence[Mention],
        picks: Sequence[Evidence],
        unnamed: Group,
        yours: Sequence[tuple[int, int]],
    ) -> None:
        self.bare = bare
        self.yours = yours
        self.named = named
        self.subject = unnamed[0] if len(unnamed) == 1 and unnamed[0] is not _NOTHING else None
        self._spoken_of = tuple(about for _, _, about in named) or unnamed
        self.offers = not named and bool(_OFFERS.search(bare))
        self._picks = picks
        self._unnamed = unnamed

    def so(self, start: int, end: int, holds: Callable[[Evidence], bool]) -> bool:
        """What stands at a place holds of the movies that it is said of."""
        return any(all(holds(about) for about in group) for group in self._groups(start, end))

    def somewhere(self, word: str) -> bool:
        """A movie that the sentence speaks of has the word in its evidence."""
        return any(has(about.lower, word) for about in self._spoken_of)

    def in_facts(self, word: str) -> bool:
        """The same, but in what is known of the movie, not in what its description says."""
        return any(has(about.facts, word) for about in self._spoken_of)

    def in_a_name(self, found: re.Match[str]) -> bool:
        """What was found is part of the name of somebody who made the movie: Oscar Isaac is no award."""
        people = (name for about in self._spoken_of for name in (*about.movie.directors, *about.movie.cast))
        names = (name for person in people for name in re.finditer(re.escape(person), self.bare))
        return any(name.start() <= found.start() and found.end() <= name.end() for name in names)

    def _groups(self, start: int, end: int) -> Iterator[Group]:
        """Groups of movies that something at a place may be said of, of each whole.

        It is said of the movie named last before it, together with those that "and" or a comma joins to that one, or of
        the one that follows at once ("Michael Mann's Heat"). Where the last is only one that the person named and a new
        clause has begun, the last pick may be meant.
        """
        before = [mention for mention in self.named if mention[0] < start]
        after = [mention for mention in self.named if mention[0] >= start]
        if not self.named:
            yield self._unnamed
        if before:
            joined = [before[-1]]
            for earlier in reversed(before[:-1]):
                apart = _APART.search(self.bare[: earlier[0]])
                if apart or not _JOINED.fullmatch(self.bare[earlier[1] : joined[0][0]]):
                    break
                joined.insert(0, earlier)
            in_brackets = _BRACKET.match(self.bare[before[-1][1] : start])
            yield (before[-1][2],) if in_brackets else tuple(about for _, _, about in joined)
            picks = [about for _, _, about in before if about in self._picks]
            if before[-1][2] not in self._picks and picks and _CLAUSE.search(self.bare[before[-1][1] : start]):
                yield (picks[-1],)
        if after and (not before or _LEADS_TO_TITLE.fullmatch(self.bare[end : after[0][0]].lstrip(") s"))):
            yield (after[0][2],)


def _tells(figure: str, about: Evidence) -> bool:
    return has(about.lower, figure)


def _plain(text: str) -> str:
    """The text with straight apostrophes, and a dot for what Markdown escapes."""
    text = re.sub(r"\\[\\`*_\[\]]", "\u00b7", text.replace("\u2019", "'").replace("\u2018", "'"))
    return re.sub(r"&(?:amp|quot|#39|#x27);", lambda entity: html.unescape(entity[0]), text)
