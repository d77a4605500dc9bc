"""The part of a message that tells a plot: "a film where a man relives the same day, but not horror"."""

import re

from chatbot.lexicon import LANGUAGES, NUMBERS
from chatbot.scan import either

_NUMBER = rf"(?:\d+|{'|'.join(word for word in NUMBERS if len(word) > 2)})"
_CUE = re.compile(
    r"(?<!tell me )(?<!not )(?<!be )(?<!said )(?<!nothing )(?<!forget )(?<!forgot )(?<!care )(?<!worry )(?<!mind"
    r" )(?<!talk"
    r" )(?<!talks )(?<!argued )(?<!think )(?<!thinking )(?<!fussed )(?<!bothered )(?<!telling me )(?<!sure"
    r" )(?<!how )(?<!know )(?<!more )(?<!what )\b(?:"
    r"(?P<keep>set (?:in|on|at|during|aboard)|involving|featuring)"
    r"|about|where|in which|that deals? with|on the subject of)\s+(?!(?:it|this|that|them|these)\b(?! man| woman| guy))"
)
_NAMED = re.compile(
    r"\b(?:the|that|this|a|an|some|one)(?: [\w-]+){0,2} (?:one|movie|film|flick|thing)s?"
    r" (?:with (?:the|a|an|all the) |when |who |that has |whose |in which |where |about )"
)
_RECALL = re.compile(
    r"\b(?:the|that|this) (?:[\w-]+ ){0,2}?(?:movie|film|one|flick) "
    r"(?:where|in which|about|with (?:the|a|an|all the)|when|who|that has|whose)\b"
)
_FORGOTTEN = re.compile(
    r"\b(?:name of|forgot|forgotten|remember|trying to (?:find|think)|title of|called again|do you know"
    r"|what(?:'s| is| was)|which (?:movie|film))\b"
)
_NOT_A_PLOT = re.compile(
    rf"^(?:{_NUMBER}[ -]?(?:and a half )?(?:minutes?|mins?|hours?|hrs?|h|years?)\b|an hour|half an hour"
    r"|the (?:\w+ )?(?:first|second|third|fourth|last|one)\b(?! world)|the '?\d0s)"
)
_END = re.compile(
    r"[;.!?\n]|\s*,? "
    + either(
        r"but (?:not|no|nothing|without|with|also|from|in|a|more|less)\b",
        r"(?:made |released )?from (?:the )?(?:early |mid |late )?(?:'?\d|last|past|twenties|thirties|forties|fifties"
        r"|sixties|seventies|eighties|nineties)",
        rf"(?:under|over|below|at most|at least|less than|no more than|no longer than|about|around) {_NUMBER}[ -]",
        r"(?:not|nothing|neither) (?:too|so|very) ",
        r"(?:no|without) (?:horror|violence|gore|romance|musicals?|animation|subtitles)",
        r"(?:made|released) (?:in|before|after)\b",
        r"and (?:(?:i|we) (?:want|would|need|don't)|would|want|need)\b",
        r"(?:instead|rather)(?=\W*$|,)",
        r"(?:and |but )?(?:nothing|no|not) (?:older|newer|longer|shorter|more than|over)\b",
        rf"in (?:{'|'.join(LANGUAGES)})(?=\W*$|,| please| if)",
        r"(?:max|tops|at most)\b",
        r"(?:please|preferably|ideally|thanks|thank you|if possible|not horror)\b",
    )
)


def plot_span(text: str) -> tuple[int, int] | None:
    """Where a message in lower case tells a plot, if it does: behind "where", "in which", "about", "the one with"."""
    cue, named = _CUE.search(text), _NAMED.search(text)
    if cue is None or (named is not None and named.start() < cue.start()):
        start = named.end() if named is not None else None
        if named is not None and named[0].endswith(("the ", "a ", "an ")):
            start = named.end() - len(named[0].split()[-1]) - 1
    else:
        start = cue.start() if cue["keep"] else cue.end()
    if start is None or _NOT_A_PLOT.match(text[start:]):
        return None
    last = _END.search(text, start)
    end = last.start() if last else len(text)
    told = text[start:end].strip(" ,'\"-")
    return (start, end) if len(told) > 2 else None


def is_recall(text: str, start: int) -> bool:
    """The message looks for one film it describes, not for films about something."""
    head = text[: start + 40]
    return bool(_RECALL.search(head)) or bool(_FORGOTTEN.search(text[:start]) and _NAMED.search(head))
