"""What a sentence says of kind, origin and fame, "is a comedy", "a French film", "award-winning", and if it is so."""

import dataclasses
import re
from collections.abc import Iterator

from chatbot.names import Evidence, has

PRAISE = re.compile(  # a film's own text may boast: it proves none of these
    r"\b(?:oscars?|palme d.or|golden (?:globes?|lion|bear)|baftas?|emmys?|c[eé]sars?|cannes|sundance|awards?"
    r"|award-winning"
    r"|nominated|nominations?|nominee|box[- ]office|grossed|highest-grossing|critically|acclaimed|imdb|rotten tomatoes"
    r"|metacritic|letterboxd|netflix|hulu|disney\+|streaming|remake|sequel|prequel|debut|3-?d|of all time|ever made"
    r"|telephone|phone number|dial)\b|\bcall \d|[$€£¥]"
    r"|(?:'s|\bhis|\bher|\btheir|\bthe (?:director|actor)'s) (?:\w+ )?(?:first|last|latest|final|second|third|only)"
    r" (?:film|movie|feature|picture|role)\b",
    re.IGNORECASE,
)
UNPROVEN = re.compile(
    r"\b(?:academy|prize|grossing|budget|millions?|billions?|critics?|true story|real events|based on(?! (?:what"
    r"|your?)\b)"
    r"|adaptation|adapted|black[- ]and[- ]white|silent (?:film|movie|era)|is silent|banned)\b",
    re.IGNORECASE,
)

_PLAIN = {  # words that speak of a film wherever they stand
    "Comedy": r"comed(?:y|ies)|rom-?coms?|kom[öo]di(?:e|en)|com[ée]dies?|comedias?|comm?edi[ae]|comédias?",
    "Thriller": r"thrillers?",
    "Western": r"westerns?|spaghetti western",
    "Musical": r"musicals?",
    "Documentary": r"documentar(?:y|ies)|dokumentar\w*|dokumentation\w*|documentaires?|documental(?:es)?"
    r"|documentari[oi]",
    "Horror": r"horror|slashers?|horrorfilme?|films? d'horreur|(?:pel[íi]culas? de )?terror",
    "Sci-Fi": r"sci-?fi|science[- ]fiction|ciencia ficci[óo]n|fantascienza",
    "Animation": r"cartoons?|animated|anime|zeichentrick\w*|animationsfilme?|dessins? anim[ée]s?|dibujos animados"
    r"|animaci[óo]n",
    "War": r"war (?:films?|movies?|epics?|dramas?)|kriegsfilme?|films? de guerre|b[ée]lic[ao]s?",
    "Film-Noir": r"film[- ]noir|noir",
    "Romance": r"love stor(?:y|ies)|rom-?coms?|romantic (?=comed)|liebesfilme?|histoires? d'amour|historias? de amor",
    "Mystery": r"whodunn?its?",
}
_KINDS = {  # words that do so only where a film is said to be one
    "Romance": r"romances?|romantic (?:film|movie|drama)s?|rom[áa]ntic[ao]",
    "Mystery": r"myster(?:y|ies)",
    "Fantasy": r"fantas(?:y|ies)",
    "Adventure": r"adventures?(?: films?| movies?)?",
    "Action": r"action(?: films?| movies?|er)",
    "Crime": r"crime (?:films?|movies?|dramas?|thrillers?|stor(?:y|ies)|epics?)",
    "Drama": r"dramas?",
    "War": r"war",
    "Children": r"(?:family|children's|kids'?) (?:films?|movies?)",
}
_IS = (
    r"(?:\b(?:is|are|was|were|it's|that's|as|ist|sind|est|sont|es|son|[èé])\b|'s)(?: (?:not|never|really|also|both|all"
    r"|an?|the|ein\w*|une?|una?))*(?: [\w'-]+){0,3}? "
)
_SAID = [(genre, re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE)) for genre, words in _PLAIN.items()]
_SAID += [(genre, re.compile(rf"{_IS}(?P<kind>{words})(?![\w-])", re.IGNORECASE)) for genre, words in _KINDS.items()]
_NEGATED = re.compile(
    r"\b(?:not|never|no|nor|neither|none|isn't|aren't|wasn't|without|rather than|instead of|less of|hardly"
    r"|kein\w*|nicht"
    r"|pas|jamais|sin|nunca|ning[úu]n\w*)\b(?: [\w'-]+){0,4} *$",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:neither|none|no (?:film|movie|one))\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|sole|einzige\w*|seule?|[úu]nic[ao])\b[^,;]*$", re.IGNORECASE)

_NATIONS = {
    "fr": r"fran[cç]ais\w*|franz[öo]sisch\w*|franc[ée]s(?:a|es|as)?|frances[ei]|francese",
    "de": r"deutsch\w*|allemande?s?|alem[áa]n(?:a|es|as)?|tedesc\w+",
    "it": r"italienn?e?s?|italienisch\w*|italian[oaie]s?",
    "es": r"espagnole?s?|spanisch\w*|espa[ñn]ol(?:a|es|as)?|spagnol\w+",
    "ja": r"japonaise?s?|japanisch\w*|japon[ée]s(?:a|es|as)?|giappones\w+",
    "ko": r"cor[ée]enn?e?s?|koreanisch\w*|corean[oa]s?",
    "GB": r"britanniques?|britisch\w*|brit[áa]nic[oa]s?|anglaise?s?|englisch\w*|ingl[ée]s(?:a|es|as)?",
    "US": r"am[ée]ricaine?s?|amerikanisch\w*|american[oa]s?|estadounidenses?",
    "SE": r"su[ée]doise?s?|schwedisch\w*|suec[oa]s?",
    "DK": r"danoise?s?|d[äa]nisch\w*|dan[ée]s(?:a|es|as)?",
}
_FROM = [(code, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")) for code, words in _NATIONS.items()]
_LANGUAGE_OF = {"GB": "en", "SE": "sv", "DK": "da"}

_SUITED = re.compile(
    r"\b(?:suitable|appropriate|fine|safe|okay|ok|right|good|great|perfect|ideal|made|meant) (?:for|with) (?:\w+ ){0,2}"
    r"(?:children|kids|toddlers|famil(?:y|ies)|all ages)\b|\b(?:kid|child|family)[- ]friendly\b"
    r"|\bfor (?:the whole|all the"
    r"|every) famil(?:y|ies)\b|\bfor (?:small |young(?:er)? |little )?(?:children|kids|toddlers)\b",
    re.IGNORECASE,
)
_RATED = re.compile(
    r"\b(?:rated|certified|certificate|ab|fsk) (?:pg(?:-13)?|nc-17|r|g|u|12a?|15|16|18)\b", re.IGNORECASE
)
_UNSURE = re.compile(r"\b(?:whether|if|don't know|do not know|not sure|can't say|cannot say|no idea)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """Something said at `span` of the kind or the origin of movies.

    Attributes:
        negated: that it is not so.
        only: that it is so of no other pick.
    """

    what: str
    word: str
    span: tuple[int, int]
    negated: bool = False
    only: bool = False

    def holds_of(self, about: Evidence) -> bool:
        """The evidence says so of the movie."""
        return self._is(about) != self.negated

    def _is(self, about: Evidence) -> bool:
        movie = about.movie
        if self.what.isupper() or self.what.islower():
            return self.what in movie.countries or movie.language == _LANGUAGE_OF.get(self.what, self.what)
        if self.what in movie.genres:
            return True
        return not self.negated and self.what != "Children" and has(about.lower, self.word)


def kinds(text: str) -> Iterator[Kind]:
    """What a sentence without its titles says of genre, origin and fitness for children."""
    for genre, pattern in _SAID:
        for match in pattern.finditer(text):
            start, end = match.span("kind") if "kind" in pattern.groupindex else match.span()
            before = text[:start]
            negated = bool(_NEGATED.search(before)) or bool(_NONE.search(before))
            yield Kind(
                genre, match[0][start - match.start() :].lower(), (start, end), negated, bool(_ONLY.search(before))
            )
    for code, pattern in _FROM:
        for match in pattern.finditer(text):
            yield Kind(code, match[0], match.span(), bool(_NEGATED.search(text[: match.start()])))
    if not _UNSURE.search(text):
        for match in _SUITED.finditer(text):
            yield Kind("Children", match[0], match.span(), bool(_NEGATED.search(text[: match.start()])))


def is_certified(text: str) -> bool:
    """The sentence names an age rating, which no catalogue here knows."""
    return bool(_RATED.search(text))
