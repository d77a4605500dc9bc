"""Capitalised names in a sentence, and whether the evidence knows them."""

import re
from collections.abc import Iterator, Sequence

from chatbot.lexicon import COUNTRIES, LANGUAGES
from chatbot.prose import ABROAD, CAPITALISED, NOUNS, STARTERS, SUBJECTS
from data.movies import Movie

_WORD = re.compile(r"[^\W\d_](?:\w|['.&·-](?=\w))*")
_OPENING = re.compile(r"(?:^|[:—–•(\[\"“|]|[-*#>]\s|\d[.)]\s|[.!?…]['\"*_)]*\s)[\s*_\"'“¡¿#>-]*$")
_VERB = re.compile(
    r"\s+(?:is|isn't|was|are|were|has|have|had|stars?|tells|follows|offers|runs|delivers|remains|will|would|might"
    r"|may|could"
    r"|should|can|also|features?|comes|makes|brings|does|never|takes|gives|plays|fits|matches|works|keeps|sounds|feels"
    r"|looks|ticks|hits|gets|shows|explores|mixes|blends|combines|deserves|fits)\b|'s\b|,? (?:directed|starring)\b"
)
_CONNECTORS = frozenset("de del della von van der den da di du la le bin el al y dos ten ter".split())
_DIRECTED = re.compile(
    r"\b(?:directed|helmed|made|shot) by$|\bregie(?: führte)?:?$|\b(?:réalisée?|mise? en scène) par$|\bdirigid[ao] por$"
    r"|\b(?:gedreht|inszeniert) von$|\b(?:director|directors|filmmaker|directing)$|\bdirected:?$",
    re.IGNORECASE,
)
_PLAYED = re.compile(
    r"\b(?:starring|stars?|featuring|features|played by|actors?|actress|cast:?|performances? (?:by|from))$",
    re.IGNORECASE,
)
_DIRECTS = re.compile(r"^(?:'s direction| directs| directed| helms| helmed)\b")
_PLAYS = re.compile(r"^ (?:stars?|plays|starred|leads|co-stars?)\b")
_LOWER_CREDIT = re.compile(
    r"\b(?:directed by|starring|played by)\s+(?!(?:an?|the|his|her|its|their|one|two|three|both|some|all|none|no"
    r"|someone|such|many|actors?|people|a-list)\b)[^\W\dA-Z_]"
    r"|\bstars? (?!(?:an?|the|his|her|as|in|at|of|on|and|or|are|is|from|for|who|that|with|opposite|alongside|together"
    r"|both|one|two|three|here|there|align|to|by)\b)[a-z]+ [a-z]+"
)
NATIONS = {
    **{name: ("language", code) for name, code in LANGUAGES.items()},
    **{name: ("country", code) for name, code in COUNTRIES.items() if name != "english"},
    "english": ("language", "en"),
}


_GERMAN = re.compile(
    r"\b(?:der|die|das|den|dem|des|ist|und|ein|eine|einen|einer|für|nicht|beim|du|es|dich|viel|dauert|spielt|spielen"
    r"|läuft|erschien)\b",
    re.IGNORECASE,
)


class Evidence:
    """What is known of one movie, as text in which names can be looked up."""

    def __init__(self, movie: Movie, reasons: str) -> None:
        self.movie = movie
        self.directors = "\n".join(_spelt(movie.directors))
        self.cast = "\n".join(_spelt(movie.cast))
        self.names = "\n".join((movie.title, *movie.alternative_titles))
        self.text = "\n".join(
            (*(self.names, self.directors, self.cast), *movie.genres, movie.overview, movie.lead, reasons)
        )
        self.topics = frozenset((*movie.keywords, *movie.tags))
        self.lower = "\n".join((self.text, *self.topics)).lower()
        self.facts = "\n".join((self.names, *movie.genres, *self.topics, reasons)).lower()  # what no plot is

    def knows(self, name: str) -> bool:
        """The name stands in the evidence as it is written, or is a keyword."""
        return has(self.text, name) or name.lower() in self.topics

    def is_from(self, nation: str) -> bool:
        """The movie is in that language or from that country, or its texts use the word."""
        kind, code = NATIONS[nation]
        movie = self.movie
        return code in ((movie.language,) if kind == "language" else movie.countries) or has(self.lower, nation)


def _spelt(names: Sequence[str]) -> Iterator[str]:
    """The names as they are, and without the dots of their initials, as `names` gives them."""
    for name in names:
        yield from dict.fromkeys((name, re.sub(r"\b(\w)\.", r"\1", name)))


def has(text: str, phrase: str) -> bool:
    """The phrase stands in the text as whole words."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False


def names(text: str) -> Iterator[tuple[list[str], int, int]]:
    """Runs of capitalised words, "Robert De Niro" or "Ludwig van Beethoven", each with where it stands."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        if not words[at][0][0].isupper():
            at += 1
            continue
        last = at
        after = at + 1
        while after < len(words) and text[words[after - 1].end() : words[after].start()] in (" ", ". "):
            if words[after][0][0].isupper():
                last = after
            elif words[after][0] not in _CONNECTORS:
                break
            after += 1
        yield [word[0] for word in words[at : last + 1]], words[at].start(), words[last].end()
        at = last + 1


def unknown(text: str, run: list[str], start: int, about: Evidence) -> list[str]:
    """The words of a run of names that the evidence does not know; empty if it holds."""
    opening, after_name = bool(_OPENING.search(text[:start])), False
    german = bool(_GERMAN.search(text))
    while run:
        if run[0] in _CONNECTORS and not opening:
            after_name = after_name and run[0] != "y"
            run = run[1:]
            continue
        sizes = () if after_name else range(len(run), 0, -1)
        for size in sizes:
            if any(about.knows(form) for form in _forms(" ".join(run[:size]))):
                # "Robert Pacino" is nobody
                after_name = not run[size - 1].endswith(("'s", "'")) and run[0] not in NOUNS
                run, opening = run[size:], False
                break
        else:
            word = run[0].removesuffix("'s")
            ordinary = opening and _is_ordinary(text, run[0], start)
            nation = word.lower() in NATIONS and about.is_from(word.lower())
            if not (ordinary or word in CAPITALISED or nation or (german and word in NOUNS)):
                return run
            run, opening, after_name = run[1:], False, False
    return []


def _is_ordinary(text: str, word: str, start: int) -> bool:
    lower = word.lower().removesuffix("'s").replace("'ll", "").replace("'re", "").replace("'ve", "")
    if lower in ABROAD:
        return True
    if _VERB.match(text[start + len(word) :]) or word.endswith("'s"):
        return lower in SUBJECTS
    hyphened = "-" in lower and lower.split("-")[0] in STARTERS
    return lower in STARTERS or hyphened or (lower.endswith("ly") and len(lower) > 5)


def _forms(name: str) -> tuple[str, ...]:
    return (name, name[:-2]) if name.endswith("'s") else (name, name[:-1]) if name.endswith("'") else (name,)


def miscredits(text: str, run: list[str], start: int, end: int, about: Evidence) -> bool:
    """The sentence says that someone directs who only plays, or the other way round."""
    before, after = text[max(0, start - 40) : start].rstrip(" *_:"), text[end : end + 20]
    name = " ".join(run).removesuffix("'s")
    if not has(about.directors, name) and not has(about.cast, name):
        return bool(_DIRECTED.search(before) or re.search(r"\b(?:played by|starring)$", before)) and name[0].isupper()
    if _DIRECTED.search(before) or _DIRECTS.match(after):
        return not has(about.directors, name)
    if _PLAYED.search(before) or _PLAYS.match(after):
        return not has(about.cast, name)
    return False


def credits_hold(text: str, run: list[str], start: int, end: int, about: Evidence) -> bool:
    """The evidence knows the run of names, in the part that the sentence gives it."""
    return not unknown(text, run, start, about) and not miscredits(text, run, start, end, about)


def hides_a_name(text: str) -> bool:
    """A credit goes to someone whose name is in lower case, or to letters that have no capitals."""
    return bool(_LOWER_CREDIT.search(text)) or any(char.isalpha() and char.lower() == char.upper() for char in text)
