"""A message being read: each rule takes the words it understood, and what nobody took is left as the query."""

import functools
import re
from collections.abc import Iterator

FILLER = frozenset(
    (  # words without content for a search, in alphabetical order
        "a about absolutely actually add adding after afternoon again all alone already also am an and another "
        "any anyone anything anyway are aren't around as ask asked asking at away back be because been before "
        "being best better big bit bored boring both boyfriend bro buddy bunch but by can can't cast cheers "
        "choice choices choose cinema completely considering could couldn't couple cup curious dad "
        "day days decent definitely did different do does doesn't don't down easy eight either else enjoy enough "
        "entertaining even evening ever every everything excellent except fan fancy fans favorite favourite feel "
        "feeling few film films finally find fine five flick folks followed following for forward four free fresh "
        "friend friends from fun gave genre genres get getting girlfriend give given glad go goes going gonna "
        "good goodbye got gotta great guess guys had hadn't haha happen hard has hasn't have haven't having he "
        "he's hear heard heh hello help her hey hi him his hmm home hope hoping hours how husband i i'd i'll i'm "
        "i've idea ideally idk if imo in instead interesting into is isn't it it's its just keep kick kind kinda "
        "kinds know last lately later least leave length let let's like liked liking list little lmk loads lol "
        "long look looking lot lots love loved loving made make makes making many maybe me meant might mind mine "
        "minutes mom mood moods more most mostly movie movie-night movies much mum must my myself nah neat need "
        "needs neither never new newest next nice nine no no-one nope nor not nothing number of off often oh ok "
        "okay on once one one's ones only open opinion option options or other others our ours out over parents "
        "partner people perfect perhaps pick picks picky playing please pls plus possible possibly prefer "
        "preferably preference preferences prefers pretty prob probably put quality quick quite rather real "
        "really reason recent recently recommend recommendation recommendations recommended recommending relax "
        "request right runtime said same saw say saying see seeing seem seems seen sense set seven several she "
        "she'd she's short should shouldn't show similar since sit six so some somebody someone someone's "
        "something sometime somewhat sorry sort sorts sound sounds specific spend start still stuff style such "
        "suggest suggested suggestion suggestions sure surprise ta take taste tastes tell ten terms than thank "
        "thanks that that's the their them then there there's these they they're they've thing things think "
        "thinking this tho those though three thx tired title titles to today together tomorrow tonight tonight's "
        "too top totally try trying tv two type types under understand until unwind up us use usher using usual "
        "usually various very wait wanna want wants was wasn't watch watchable watched watching way we we'll "
        "we're we've weekend welcome well well-known were weren't what what's whatever when where which whichever "
        "while who who's whole why wife will wish with without won't wondering works worth would would've "
        "wouldn't wow y'all ya yeah year years yep yes yet you you'd you'll you're you've your yours yourself"
    ).split()
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@functools.cache
def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")


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

    def release(self, start: int, end: int) -> None:
        """Take back what `mark` did to a stretch."""
        self._taken[start:end] = bytes(end - start)

    def is_taken(self, start: int, end: int) -> bool:
        """Some of the stretch is understood already."""
        return any(self._taken[start:end])

    def before(self, start: int) -> str:
        """The words before a place, back to the last full stop, semicolon, exclamation or question mark."""
        return re.split(r"[.;!?\n]", self.text[:start])[-1]
