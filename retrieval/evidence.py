"""Whether words that are also a title are meant as one.

Precision comes first: "a taxi driver in Tehran" names no movie, "loved taxi driver" and "Taxi Driver" do. A title made
of ordinary words counts only with evidence, such as quotes, a year, capital letters, somebody of its cast, or a word
around it that speaks of movies.
"""

import dataclasses

from retrieval import cues
from retrieval.cues import PRONOUNS, SUBJECTS
from retrieval.cues import STOP_WORDS as STOP_WORDS
from retrieval.lead import lead
from retrieval.longer import NEAR as NEAR
from retrieval.longer import in_longer_name as in_longer_name
from retrieval.longer import is_no_film, is_quoted
from retrieval.names import ARTICLES, Kind

RARE = 0.0005  # share of the movies whose texts use a word in lower case: below, it is a name
UNUSUAL = 0.004
USED = 0.015
ORDINARY = 0.02
KNOWN, WELL_KNOWN = 0.8, 0.9  # fame of the two thousand and the thousand best known movies


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Words of a text that are also a name of a movie.

    Attributes:
        words: as written, at least one.
        kind: what kind of name they are.
        year: the text gives the movie's year behind them.
        joined: they follow a movie in a list ("Heat and Ronin").
        usual: share of the movies whose texts use the words in lower case: the rarest of several, 0 to 1.
        fame: how well known the movie is, 0 to 1.
        credited: the text names somebody of the movie's cast, or its director.
        is_name: people are called so, or a word before says that somebody is.
        loud: all other words of the text have capitals, three or more.
        exact: the words have the article of the title, or both have none.
    """

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    kind: Kind
    year: bool
    joined: bool
    usual: float
    fame: float = 0.0
    credited: bool = False
    exact: bool = True
    is_name: bool = False
    loud: bool = False


def is_named(place: Place) -> bool:
    """Whether the words are meant as a movie."""
    before, after = _around(place)
    if place.year or is_quoted(before, after):
        return True
    content = [word for word in place.words if word.lower() not in STOP_WORDS]
    is_nation = not place.exact and all(word.lower() in cues.NATIONS for word in place.words)
    if is_nation or is_no_film(place.words, before, after):
        return False
    led = lead(before)
    if led.subject or all(word.lower() in cues.INTERJECTIONS for word in place.words):
        return False
    if place.kind == "word":  # one word of a title
        whole = not before.strip() and not after.strip(" .!?")
        return whole or (led.strong and not led.taste and bool(cues.ENDS.match(after)))
    if cues.SERIES_BEHIND.match(after) and place.kind == "series":
        subject = all(word.lower() in SUBJECTS for word in content)
        return bool(content) and place.usual < UNUSUAL and place.exact and not subject
    if cues.KINDS_BEHIND.match(after) and len(content) < 3:
        return False
    disliked = len(content) > 1 and led.disliked
    taste = led.taste and not led.asks_you and not disliked
    discussed = led.what_is and bool(cues.ABOUT.match(after))
    example = bool(cues.AS_EXAMPLE.match(after) and cues.GOES_ON.match(cues.AS_EXAMPLE.sub("", after)))
    left = bool(cues.OUT.match(after) and cues.LEAVE.search(before))
    owns = bool(cues.OWNS.match(after))
    ends = discussed or example or left or owns or bool(cues.GOES_ON.match(after))
    cued = (led.strong and not taste) or (led.listed and place.usual < UNUSUAL)
    wondered = left or owns or led.asks_you or bool(cues.WHY_BEHIND.match(after))
    strong = discussed or place.joined or cued or example or wondered or disliked
    asked = led.asked
    if place.credited and (len(content) > 0 or strong):
        described = bool(cues.WHO.match(after)) and "".join(place.words).islower()
        return strong or not described  # "with Bruce Willis and the kid who sees"
    if all(word.isdigit() for word in place.words):
        whole = not before.strip(" \"'(") and not after.strip(" .!?\"')")
        return (strong and ends and not before.lower().endswith("than ")) or (whole and len(place.words[0]) > 1)
    seen = _Seen(place, before, after, content, strong, asked, ends, discussed, taste)
    if not content:
        return seen.stop_words()
    if seen.capital:
        return seen.capitals()
    return seen.lower_case()


@dataclasses.dataclass(slots=True)
class _Seen:
    """What was seen around a place: the words before and after it, and what they speak for."""

    place: Place
    before: str
    after: str
    content: list[str]
    strong: bool
    asked: bool
    ends: bool
    discussed: bool
    taste: bool

    @property
    def opening(self) -> bool:
        """The words begin a sentence."""
        return not self.before.strip(" \"'“‘*-(") or self.before.rstrip()[-1:] in ".!?\n"

    @property
    def whole(self) -> bool:
        """The words are the whole text."""
        return not self.before.strip(" \"'(") and not self.after.strip(" .!?\"')")

    @property
    def capital(self) -> bool:
        """Capital letters that only a name explains: more than a sentence's first one, while other words have none."""
        place, content = self.place, self.content
        first = place.words[0]
        if first[0].islower() and first.lower() in STOP_WORDS and first.lower() not in ARTICLES:
            return False  # "in Bruges"
        if not all(word[0].isupper() or word[0].isdigit() for word in content or place.words):
            return False
        if place.loud:
            return False
        return len(content) > 1 or (not self.opening and any(word[0].isupper() for word in place.words))

    def stop_words(self) -> bool:
        """Of a title without any other words, such as Her or Up."""
        shouted = len(self.place.words) == 1 and self.place.words[0].isupper()
        if self.capital and not self.opening and not shouted:
            return self.strong or self.asked or self.taste
        if len(self.place.words) > 1:
            judged = self.opening and cues.JUDGED.match(self.after)
            return self.place.words[0].lower() not in ARTICLES and ((self.strong and self.ends) or bool(judged))
        word = self.place.words[0].lower()
        if word in PRONOUNS:
            return word in ("her", "us") and bool(cues.LIKE_HER.search(self.before)) and self.ends
        if self.opening and (cues.JUDGED_AS_FILM.match(self.after) or self._is_praised(word)):
            return True
        closes = bool(cues.ENDS.match(self.after))
        if cues.THE_FILM.search(self.before):
            return self.ends
        if word in cues.ADVERBS:
            near = cues.LIKE_HER.search(self.before) or cues.ASKS_YOU.search(self.before)
            return (bool(near) and closes) or (self.strong and self.after.startswith(","))
        return self.strong and closes

    def _is_praised(self, word: str) -> bool:
        """A word that nothing can be said of but as a title: "up was great"."""
        said = cues.IS.match(self.after) and cues.JUDGED.match(self.after)
        return bool(said) and word not in cues.ADVERBS - {"once"} and word not in cues.ASKING

    def capitals(self) -> bool:
        """Of words with capital letters."""
        place, cued = self.place, self.strong or self.asked or self.taste
        if place.is_name and cues.CALLED.search(self.before):
            return False  # "my name is Jack"
        if cues.SUBTITLE_BEHIND.match(self.after) and place.kind != "subtitle":
            return False  # of a movie that is not known: "Spider-Man: Homecoming"
        if place.kind == "subtitle":
            return cued or (self.opening and self.ends)
        if not place.exact and all(word.lower() in SUBJECTS for word in self.content):
            return False
        count = len(self.content)
        ordinary = place.usual >= UNUSUAL
        if count == 1 and in_longer_name(place.text, place.start, place.end, cued and not ordinary):
            return False
        if not cued and not self.opening and count < 3:
            if cues.PERSON.search(self.before):
                return False
            if len(place.words) < 3 and cues.PLACE_OR_TIME.search(self.before):
                return False
        judged = cues.CLAUSE.search(self.before) and cues.JUDGED.match(self.after)
        return count > 1 or len(place.words) > 1 or cued or self.ends or bool(judged)

    def lower_case(self) -> bool:
        """Of words in lower case."""
        place, usual = self.place, self.place.usual
        judged = self._is_judged() and (place.exact or usual < RARE)
        if cues.DETERMINER.search(self.before):
            another = bool(cues.OTHER_WITH.search(self.before)) and not self.after.strip(" .!?")
            return another and usual < RARE and place.kind == "title"
        if not self.discussed and all(word.lower() in SUBJECTS for word in self.content):
            whole_title = place.exact and place.words[0].lower() == "the" and place.kind == "title"
            closes = bool(cues.ENDS.match(self.after))
            if len(place.words) > 1 and place.exact and (place.joined or cues.ASKS_YOU.search(self.before)):
                return closes and place.fame >= WELL_KNOWN
            return whole_title and place.fame >= KNOWN and (self.strong or self.asked) and closes
        whole_name = len(place.words) > 1 and place.kind == "title" and place.exact
        known = place.fame >= (KNOWN if usual == 0.0 else WELL_KNOWN)
        if known and (usual < UNUSUAL or whole_name) and cues.REFUSED.search(self.before):
            return self.ends
        widely = 0.0 if usual < RARE and len(place.words) > 1 else WELL_KNOWN
        begins = self.opening and bool(cues.BUT_OTHER.match(self.after))
        if begins and place.exact and usual < ORDINARY and place.fame >= widely:
            return True
        if place.kind == "initials":
            return usual == 0.0 and (self.strong or self.asked or judged or self.whole)
        if len(self.content) > 1:
            return self._several(judged)
        if usual < RARE and cues.POSSESSED.search(self.before) and self.ends:
            return True
        if self.taste:
            plain = place.exact and place.fame >= WELL_KNOWN and not place.words[0].endswith("s")
            return (usual < RARE or (usual < UNUSUAL and plain)) and self.ends
        if judged:
            return True
        if self.strong and self.ends:
            if place.exact and place.words[0].lower() == "the" and place.fame >= KNOWN:
                return usual < ORDINARY or bool(cues.ENDS.match(self.after))
            close = cues.LIKE_HER.search(self.before) or cues.ASKS_YOU.search(self.before) or self.discussed
            return usual < ORDINARY or (bool(close) and bool(cues.ENDS.match(self.after)))
        if usual < UNUSUAL and self.asked and place.kind == "title":
            return True
        inner = place.words[0].lower() in STOP_WORDS and place.words[0].lower() not in ARTICLES
        if usual < RARE and known and not inner and not self._is_place():
            begins = place.exact and self.ends and bool(cues.CLAUSE.search(self.before))
            return begins or bool(cues.CLOSES.match(self.after))
        title = place.kind == "title" and place.exact and len(place.words) > 1 and place.fame >= KNOWN
        return self.whole and (usual < ORDINARY or title)

    def _several(self, judged: bool) -> bool:
        """Of two words or more that are no stop words."""
        place = self.place
        if self.strong and (self.ends or (place.fame >= WELL_KNOWN and place.kind == "title")):
            return True
        if judged:
            return place.kind != "subtitle" or place.usual < UNUSUAL
        if place.usual < UNUSUAL:
            if self.strong or self.asked:
                return True
            if place.kind in ("subtitle", "short") and place.usual >= RARE:
                return self.whole
            closes = bool(cues.CLOSES.match(self.after))
            free = place.usual < RARE or (place.fame >= WELL_KNOWN and not cues.BUSY.search(self.before))
            if place.words[0].lower() in ("a", "an"):
                return closes and (free or self.opening)
            if place.usual < RARE and self.ends:
                return True
            return closes and (free or self.opening)
        at_length = len(place.words) > 3 and (self.opening or self.asked or self.taste)
        return (at_length or (self.whole and place.kind != "subtitle")) and self.ends

    def _is_place(self) -> bool:
        """A preposition or a person's word stands before, as before the name of a town or of somebody."""
        return bool(cues.PLACE_OR_TIME.search(self.before) or cues.PERSON.search(self.before) or self.place.is_name)

    def _is_judged(self) -> bool:
        """An opinion follows that begins with the words, and they are not too ordinary for what it says."""
        if not cues.CLAUSE.search(self.before):
            return False
        if cues.JUDGED_AS_FILM.match(self.after):
            return self.place.usual < ORDINARY
        if not cues.JUDGED.match(self.after):
            return False
        return self.place.usual < (USED if self.place.fame >= WELL_KNOWN else UNUSUAL)


def is_weak(place: Place) -> bool:
    """Whether words that are not named by themselves may be, beside a movie that is: "cars and Toy Story"."""
    content = [word for word in place.words if word.lower() not in STOP_WORDS]
    before, _ = _around(place)
    return (
        bool(content)
        and place.usual < ORDINARY
        and not all(word.lower() in SUBJECTS for word in content)
        and not cues.DETERMINER.search(before)
        and not cues.SUBJECT_OF.search(before)
        and not cues.PERSON.search(before)
        and not (len(place.words) == 1 and place.words[0].islower() and cues.VERB_HERE.search(before))
        and not in_longer_name(place.text, place.start, place.end, cued=False)
    )


def _around(place: Place) -> tuple[str, str]:
    """The text near the words, before and behind them; where it is cut off, no sentence begins."""
    first = place.start - NEAR
    before = f"x{place.text[first : place.start]}" if first > 0 else place.text[: place.start]
    return before, place.text[place.end : place.end + NEAR]
