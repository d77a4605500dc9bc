"""A message being read: each rule takes the words it understood, and what nobody took is left as the query."""

import functools
import re
from collections.abc import Iterator

FILLER = frozenset(
    (  # words without content for a search, in alphabetical order
        "a about absolutely actually after afternoon again all alone already also am an and another any anyone "
        "anything are as at away be been before best bit bored boring both boyfriend but by can can't cinema "
        "completely could cup dad day decent definitely did do does doesn't don't down easy either else enjoy "
        "ever every everything fancy favorite favourite feel feeling few film films find fine five flick for four "
        "friend friends from fun get girlfriend give go going gonna good got gotta great had has have haven't "
        "having he hello help her hey hi him his hmm hours how husband i i'd i'll i'm i've idea ideally if in "
        "instead into is isn't it it's its just kick kind kinda know let let's like liked list little long look "
        "looking lot lots love make makes making many maybe me meant mind minutes mom mood more morning most "
        "movie movies much mum must my myself nah need neither never new next nice night no nor not nothing of "
        "off oh ok okay on once one ones only or other our out over parents partner people perhaps pick picks "
        "please pls plus prefer preferably put quite rather really recommend recommendation recommendations relax "
        "right same say see seems seen set she short should show similar sit so some somebody someone something "
        "sometime sort still such suggest suggestion suggestions sure surprise take tell ten than thank thanks "
        "that that's the their them then there there's these they thing things think this those though three "
        "tired title titles to today together tomorrow tonight too top totally try tv two type under unwind up us "
        "very wait wanna want wants was wasn't watch watched watching we we're weekend well well-known were what "
        "what's whatever when where which while who why wife will with without won't would ya yeah yep yes you "
        "your"
    ).split()
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CLAUSES = re.compile(r"[,.;:!?()\n]+|\s+and (?=(?:i|i'm|i've|my|we|he|she|they)\b)", re.IGNORECASE)
_TELLS = re.compile(r"^(?:i|i'm|i've|my|we|we're|we've|our|he|she|they)\b", re.IGNORECASE)
_WISHES = re.compile(
    r"\b(?:want|wants|like|love|need|looking|look|mood|fancy|watch|see|find|prefer|enjoy|after|craving|wish|hoping)\b",
    re.IGNORECASE,
)


@functools.cache
def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])")


def either(*patterns: str) -> str:
    """A pattern that matches any of the patterns, the first that fits."""
    return f"(?:{'|'.join(patterns)})"


class Scan:
    """The text of one message, lower case, with the same length as the original."""

    def __init__(self, message: str) -> None:
        self.original = message.replace("\u2019", "'").replace("\u2018", "'")
        self.text = "".join(char.lower() if len(char.lower()) == 1 else char for char in self.original)
        self._taken = bytearray(len(self.text))

    def words(self) -> list[re.Match[str]]:
        """Every word, the parts of a word with hyphens one by one."""
        return list(_WORD.finditer(self.text))

    def find(self, pattern: str) -> Iterator[re.Match[str]]:
        """Matches of a pattern, whole words, among what nobody took yet."""
        for match in _whole_words(pattern).finditer(self.text):
            if not any(self._taken[match.start() : match.end()]):
                yield match

    def take(self, pattern: str) -> list[re.Match[str]]:
        """The matches of `find`, which count as understood from now on."""
        matches = []
        for match in self.find(pattern):
            if match.end() > match.start():
                self.mark(match.start(), match.end())
            matches.append(match)
        return matches

    def mark(self, start: int, end: int) -> None:
        """Count a stretch of the text as understood."""
        self._taken[start:end] = b"\x01" * (end - start)

    def is_taken(self, start: int, end: int) -> bool:
        """Some of the stretch is understood already."""
        return any(self._taken[start:end])

    def before(self, start: int) -> str:
        """The words before a place, back to the last full stop, semicolon, exclamation or question mark."""
        return re.split(r"[.;!?\n]", self.text[:start])[-1]

    def rest(self) -> str:
        """What nobody took, in the person's own words; empty where only words without content are left.

        Clauses that only tell of the person ("I had a long day") go, and words without content at both ends of it.
        """
        left = "".join(" " if taken else char for char, taken in zip(self.original, self._taken, strict=True))
        clauses = (
            _trimmed(clause) for clause in _CLAUSES.split(re.sub(" +", " ", left)) if _speaks_of_a_movie(clause.strip())
        )
        return ", ".join(clause for clause in clauses if clause)


def _speaks_of_a_movie(clause: str) -> bool:
    return not _TELLS.match(clause) or bool(_WISHES.search(clause))


def _trimmed(clause: str) -> str:
    words = clause.split()
    content = [at for at, word in enumerate(words) if _has_content(word)]
    return " ".join(words[content[0] : content[-1] + 1]) if content else ""


def _has_content(word: str) -> bool:
    bare = re.sub(r"[^\w'-]", "", word).strip("'-")
    return len(bare) > 1 and bare.lower() not in FILLER
