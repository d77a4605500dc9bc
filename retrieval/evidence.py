"""Whether words that are also a title are meant as one.

Precision comes first: "a taxi driver in Tehran" names no movie, "loved taxi driver" and "Taxi Driver" do. A title made
of ordinary words counts only with evidence, such as quotes, a year, capital letters or a word before it that speaks of
movies.
"""

import dataclasses
import re

from retrieval.names import ARTICLES, Kind

RARE = 0.0005  # share of the movies whose texts use a word in lower case: below, it is a name
UNUSUAL = 0.004
ORDINARY = 0.02
MEANT = 3  # words of a text that all have capitals before theirs mean nothing

_FILM = r"(?:the |that |this )?(?:films?|movies?|classic)"
_STRONG = re.compile(
    r"\b(?:loved|hated|liked|disliked|enjoyed|adored|watched|rewatched|saw|seen|finished|called|titled|named|similar to"
    r"|like|as good as|than|fan of|vein of|style of|spirit of|such as|reminds me of|favou?rites? (?:is|are|was)"
    rf"|favou?rite {_FILM}s? (?:is|are|was)|how about|what about|recommend(?:ed)?|heard of|tell me (?:more )?about"
    r"|more about|directed|who made|who wrote|how long (?:is|was)|when was|when did|what year (?:is|was|did)"
    r"|who(?: is|'s| was| stars| starred| plays| played| acted) in|(?:starred|stars|acted|acts|cast|character) in"
    r"|(?:director|cast|plot|ending|end|stars?|score|soundtrack|sequel|remake|opposite|lead|beginning|start)"
    r" (?:of|to|from|in)"
    rf"|(?:guy|girl|man|woman|actor|actress|director|people|kid|villain|music) (?:of|from|in)|about {_FILM})"
    rf"\s+(?:{_FILM} )?$",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:\b(?:did|does|know|rate|rated|gave|give|why not|watch|watching|see|try|suggest|between|prefer|remember|adore)"
    r"|(?:^|[.!?,;]\s*|\b(?:and|so|but|ok|then)\s+)(?:is|was|what(?:'s| is)))\s+$",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"\bwhat(?: is|'s| was)\s+$", re.IGNORECASE)
_ABOUT = re.compile(r"\s*about\b", re.IGNORECASE)
_TASTE = re.compile(  # "I like aliens" speaks of a subject as often as of a movie
    r"\b(?:i|we|they|he|she|kids|wife|husband|who|don't|dont|not|really|also|do|would|wouldn't|doesn't|does|you)"
    r"\s+(?:like|love|hate|enjoy|prefer|watch|see|know)\s+$|\b(?:likes|loves?|hates?|enjoys?|prefers?)\s+$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"\b(?:an?|the|some|any|my|another|this|that|these|those|every|each|his|her|their|your|our|one)\s+$", re.IGNORECASE
)
_PERSON = re.compile(r"\b(?:by|with|starring|featuring|director|actor|actress|without)\s+$", re.IGNORECASE)
_PLACE_OR_TIME = re.compile(
    r"\b(?:in|from|to|near|at|around|across|outside|for|on|this|next|last|during|until|till|before|after|about|of|into"
    r"|every|an?|any|some|my|another|around|through|visit(?:ing)?)\s+$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\s*(?:$|[.,;:!?)/\"”’…*_-]|(?:and|or|but|with|only|from|please|because|was|is|were|are|which|also|again|last|too"
    r"|yesterday|except|without|by|in|a lot|so|very|as|well|for|to|on|though|instead|vs|when|where|if|since|recently"
    r"|years?|once|twice|has|had|made|did|does|at|i|it|that|not|come|came|end|make|any|ever|worth)\b)",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"^\s*(?:was|is|were|are)\s+(?:\w+\s+){0,2}?(?:great|good|amazing|boring|awesome|terrible|fun|funny|fantastic|okay|ok"
    r"|bad|awful|excellent|brilliant|lovely|favou?rite|best|worst|overrated|perfect|wonderful|scary|slow|long|nice)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"\s+(?:of\s+)?(?:the\s+)?(?!I\b)[A-Z]\w")
_CONTINUES_WITH_OF = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]\w")
_WORD_BEFORE = re.compile(r"([^\W_][\w'’]*)\s+$")
STOP_WORDS = frozenset(
    (
        "a an the of and in on at to for with from by or is it its it's her him his he she they them you me my your we"
        " us i this that these those be been was were am are do does did not no yes up down out off over so as if"
        " but what who when where why how which there here one all any some most more now then once go let get"
        " before after under into through without between against during behind beyond never always nobody knows"
    ).split()
)
_SUBJECTS = frozenset(
    (
        "action adventure animation comedy comedies crime documentary drama fantasy horror musical mystery romance"
        " thriller war western classic classics movie movies film films tonight today tomorrow something anything"
        " nothing everything hello hi thanks bye funny scary sad happy new old good great best first second third"
        " last next other others help please maybe short long dark light love family friends kids children people"
        " time day night weekend fun man woman girl boy men women life story stories ending twist cast music plot"
        " christmas halloween"
    ).split()
)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Words of a text that are also a name of a movie.

    Attributes:
        words: as written, at least one.
        kind: what kind of name they are.
        year: the text gives the movie's year behind them.
        joined: they follow a movie in a list ("Heat and Ronin").
        usual: share of the movies whose texts use the words in lower case: the rarest of several, 0 to 1.
    """

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    kind: Kind
    year: bool
    joined: bool
    usual: float


def is_named(place: Place) -> bool:
    """Whether the words are meant as a movie."""
    before, after = place.text[: place.start], place.text[place.end :]
    if place.year or _quoted(before, after):
        return True
    content = [word for word in place.words if word.lower() not in STOP_WORDS]
    opening = not before.strip(" \"'“‘*-(") or before.rstrip()[-1:] in ".!?\n"
    whole = not before.strip(" \"'(") and not after.strip(" .!?\"')")
    discussed = bool(_WHAT_IS.search(before) and _ABOUT.match(after))
    ends = discussed or bool(_GOES_ON.match(after))
    strong = discussed or place.joined or bool(_STRONG.search(before) and not _TASTE.search(before))
    asked = bool(_QUESTION.search(before))
    capital = _capital(place, content, opening)
    if all(word.isdigit() for word in place.words):
        return (strong and ends and not before.lower().endswith("than ")) or (whole and len(place.words[0]) > 1)
    if not content:
        if capital and not opening:
            return strong or asked or bool(_TASTE.search(before))
        return len(place.words) > 1 and place.words[0].lower() not in ARTICLES and strong and ends
    if capital:
        return _capital_is_named(place, before, len(content), opening, strong or asked, ends)
    if _DETERMINER.search(before) or (not discussed and all(word.lower() in _SUBJECTS for word in content)):
        return False
    if len(content) > 1:
        if place.usual < UNUSUAL:
            return strong or asked or (place.kind != "subtitle" and (ends or opening))
        at_length = len(place.words) > 3 and (opening or asked)
        return (strong or at_length or (whole and place.kind != "subtitle")) and ends
    if _TASTE.search(before):
        return place.usual < RARE and ends
    if place.usual < UNUSUAL and ((asked and place.kind == "title") or (opening and _JUDGED.match(after))):
        return True
    return (strong and ends) or (whole and place.usual < ORDINARY)


def _capital_is_named(place: Place, before: str, n_content: int, opening: bool, cued: bool, ends: bool) -> bool:
    if place.kind == "subtitle":
        return cued or (opening and ends)
    if n_content == 1 and in_longer_name(place.text, place.start, place.end, cued):
        return False
    if not cued and not opening and n_content < 3:
        if _PERSON.search(before):
            return False
        if len(place.words) < 3 and _PLACE_OR_TIME.search(before):
            return False
    return n_content > 1 or len(place.words) > 1 or cued or ends


def in_longer_name(text: str, start: int, end: int, cued: bool) -> bool:
    """Words with capitals stand on either side, as in "Girls [Trip]" or "[Life] of the Party".

    Behind a cue, capitals after the words as often begin a new sentence ("Have you seen Deadpool The first...").
    """
    if (_CONTINUES_WITH_OF if cued else _CONTINUES).match(text[end:]):
        return True
    word = _WORD_BEFORE.search(text[:start])
    if word is None or not word[1][0].isupper() or word[1].lower() in STOP_WORDS | _SUBJECTS:
        return False
    before = text[: word.start(1)].rstrip()
    return bool(before) and before[-1] not in ".!?"


def _quoted(before: str, after: str) -> bool:
    """In quotes, or marked as a title is (*Heat*)."""
    if before[-1:] == "'" and after[:1] == "'":
        return not before[-2:-1].isalnum()
    return before[-1:] in set('"“‘«*_') and after[:1] in set('"”’»*_')


def _capital(place: Place, content: list[str], opening: bool) -> bool:
    """Capital letters that only a name explains: more than a sentence's first one, while other words have none."""
    first = place.words[0]
    if first[0].islower() and first.lower() in STOP_WORDS and first.lower() not in ARTICLES:
        return False  # "in Bruges"
    if not all(word[0].isupper() or word[0].isdigit() for word in content or place.words):
        return False
    others = [word for word in f"{place.text[: place.start]} {place.text[place.end :]}".split() if word[0].isalpha()]
    if len(others) >= MEANT and all(word[0].isupper() for word in others):
        return False
    return len(content) > 1 or (not opening and any(word[0].isupper() for word in place.words))
