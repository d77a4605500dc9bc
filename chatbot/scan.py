"""A message being read: each rule takes the words it understood, and what nobody took is left as the query."""

import functools
import re
from collections.abc import Iterator

FILLER = frozenset(
    (  # words without content for a search, in alphabetical order
        "a about absolutely actually add adding after afternoon again all alone already alright also always am "
        "amazing an and another any anyone anything anyway anyways apparently appreciate approx approximately are "
        "aren't around as ask asked asking at aw away awesome aww back basically be because been before being "
        "believe best better between bf big bit bored boring both boyfriend brilliant bro bunch but by came can "
        "can't care case cast certainly chance chances change changed check cheers choice choices choose cinema "
        "classic colleague combined completely considering cool could couldn't couple course cringe cup curious dad "
        "day days decade decades decent def definitely did didn't different do does doesn't don't down drags drink "
        "dude early ears easy eight either else enjoy enough entertained entertaining entirely er erm especially "
        "even evening ever every everybody everyone everything everything's exactly example examples excellent except"
        " familiar "
        "fan fancy fans fantastic fav fave faves favorite favorites favourite favourites favs feel feeling few film "
        "filmed films finally find fine finish finished five flatmate flick folks followed following for forget forgot "
        "forgotten forward four free fresh friend friends from fun gave genre genres get getting gf gimme girlfriend "
        "give given glad go goes going gonna good goodbye goodness gosh got gotta great guess guys had hadn't haha "
        "happen hard has hasn't hates have haven't having he he's hear heard heh hello help her hers hey hi highest"
        " him "
        "his hm hmm hmmm home honest honestly hope hoping horrible hours how hows hubby husband i i'd i'll i'm i've "
        "idea ideally ideas idk if imo in incredible instance instead interest interested interesting into is ish "
        "isn't it it's its job just keep keeps kick kind kinda kindly kinds know lads language languages last lastly "
        "lately later least leave length let let's like liked likes liking line- lineup list literally little lmk "
        "loads lol long look looking looks lot lots love loved lovely loves loving made make makes making many mate "
        "matter max maybe me meaning meant might mind mine minutes mixed mm mmm mom moment mood moods more most "
        "mostly movie movie-night movies much mum must my myself nah neat need needs neither never new newest next "
        "nice nine no no-one none nope nor not note nothing now nowadays number obsessed obviously odd of off often "
        "oh ok okay okey omg on once one one's ones only ooh open opinion option options or other others our ours "
        "out over overrated parents part partner people perfect perhaps pick picks picky please pls plus poss "
        "possible possibly prefer preferably preference preferences preferred prefers pretty prob probably proper "
        "properly put quality quick quite rather real really reason rec recent recently recommend recommendation "
        "recommendations recommended recommending recommends recs regarded relax released request rewatch right "
        "roommate runtime said same saw say saying see seeing seem seems seen sense set seven several she she'd "
        "she's short shot should shouldn't show similar since sit six skip smth so some somebody someone someone's "
        "something sometime somewhat somewhere sorry sort sorts sound sounds speak speaking specific spend spoken "
        "starting stays sth still stuff style subject such sucks suggest suggested suggesting suggestion suggestions "
        "suitable sum super superb sure surprise swap switch ta take taste tastes tell telling ten terms than thank "
        "thanks that that'll that's the theater theaters theatre their them then there there's these they they're "
        "they've thing things think thinking this tho those though thought thoughts three thus thx tired title "
        "titles to today together tomorrow tonight tonight's tonite too top topic totally trailer trailers try "
        "trying tv two type types u uh um under understand until unwind up ur us usher using usual usually various "
        "very wait wanna want wants was wasn't watch watchable watched watches watching way we we'll we're we've "
        "weekend welcome well well-known were weren't what what's whatever whatsoever when where which whichever "
        "while who who's whole why wife wifey wifi will wish with without wits won won't wonderful wondering works "
        "worth would would've wouldn't wow write y'all ya yay yeah year years yep yes yet you you'd you'll you're "
        "you've your yours yourself"
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

    def left(self) -> str:
        """The text with commas in place of what is understood: a word beside it stands alone."""
        return "".join("," if taken else char for char, taken in zip(self.text, self._taken, strict=True))

    def before(self, start: int) -> str:
        """The words before a place, back to the last full stop, semicolon, exclamation or question mark."""
        return re.split(r"[.;!?\n]", self.text[:start])[-1]
