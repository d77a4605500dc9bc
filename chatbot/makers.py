"""Films by whoever made a film that the message names: "another one by the director of Alien", "same star as Speed"."""

import re

from chatbot.reading import Reading
from chatbot.scan import Scan, either
from retrieval.matches import TitleMatch

_BODY = r"(?:guys?|m[ae]n|wom[ae]n|person|people|team|folks|lot|one|bloke|dude|brothers|director|filmmaker)"
_MAKER = r"(?:(?:film-?)?makers?|directors?|creators?)"
_STAR = r"(?:stars?|lead(?: actor)?|leading (?:man|lady)|main actor|actor|actress)"
_DID = r"(?:made|directed|did|shot|created|gave us|brought us)"
_FILM = r"(?:(?:the )?(?:film|movie|original|first) )?$"
_BY = re.compile(
    r"\b"
    + either(
        rf"(?:the )?same {_MAKER}(?: (?:as|of|behind|that|who)(?: {_DID})?)?",
        rf"(?:the |that )?(?:same )?{_MAKER} (?:of|behind)",
        rf"(?:the |that )?(?:same )?{_BODY} (?:(?:who|that|which)(?: also)? {_DID}|behind)",
        rf"(?:whoever|who(?:so)?ever) {_DID}",
    )
    + rf" {_FILM}"
)
_WITH = re.compile(
    r"\b"
    + either(
        rf"(?:the )?same {_STAR} (?:as|of|from|in)",
        rf"(?:the |that )(?:same )?{_STAR} (?:of|from|in)",
        r"(?:(?<=with )|(?<=has )|(?<=have )|(?<=did )|(?<=starring ))(?:the|that)"
        r" (?:guy|man|bloke|dude|chap|fella|lad|woman|girl|lady|lass|kid) (?:of|from|in|who (?:is|was) in)",
    )
    + rf" {_FILM}"
)
_BEHIND = re.compile(rf"'s? (?P<who>{_MAKER}|{_STAR})\b")
_WISHES = re.compile(
    r"\b(?:by|from|with|else|other|another|more|something|anything|any|films?|movies?|ones?|list|everything|all|give"
    r"|show|recommend|suggest|works?|stuff|best|has|have)\b"
)
_MORE_BEHIND = re.compile(
    r"\b(?:what else|anything else|(?:any )?(?:other|more) (?:films?|movies?|ones?|work|stuff)|filmography)"
    r"(?: (?:did|has|have|do|does|of|by|from) (?:he|she|they|his|hers?|him|them|theirs)"
    r"(?: (?:do|done|made|make|direct\w*))?)?"
)
_FOND = re.compile(r"\b(?:love|like|adore|enjoy|fan of|into) $")
_ASKS = re.compile(r"\W*(?:(?:and|so|ok)\W+)?(?:is|was|are|were|did|does|who|isn't|wasn't)\b")
_ALL = re.compile(r"\b(?:what|which|list|everything|all|every)\b")


def read_maker(scan: Scan, match: TitleMatch, reading: Reading) -> bool:
    """Whether a movie only says by whom or with whom others may be; the reading gets the people, or the question.

    Of a movie whose makers the catalogue does not know it is asked who they are, which the answer then says.
    """
    start, end = match.span
    before = scan.before(start)
    made, played = _BY.search(before), _WITH.search(before)
    found = made or played
    behind = None if found else _BEHIND.match(scan.text, end)
    wish = before[: found.start()] if found else before
    if (found is None and behind is None) or _ASKS.match(wish):
        return False
    same = found is not None and "same" in found[0]
    fond = _FOND.search(wish)
    more = _MORE_BEHIND.search(scan.text, end)
    if not (_WISHES.search(wish) or same or fond or more):
        return False
    directs = bool(made) or (behind is not None and bool(re.fullmatch(_MAKER, behind["who"])))
    people = match.movie.directors if directs else match.movie.cast[:1]
    scan.mark(start - len(found[0]) if found else start, behind.end() if behind else end)
    if not people:
        reading.intent, reading.about = "fact", (match.movie.movie_id,)
        reading.topic = "director" if directs else "cast"
        return True
    if fond:
        reading.fond_of += people
        return True
    reading.people += people
    reading.refused += (match.movie.movie_id,)
    if more:
        scan.mark(*more.span())
    if _ALL.search(wish) or (more and "what" in more[0]):
        reading.intent = "list"
    return True
