"""The part of a message that tells a plot: "a film where a man relives the same day, but not horror"."""

import re

from chatbot.dates import DECADE
from chatbot.lexicon import COUNTRIES, GENRE_WORDS, LANGUAGES, MOOD_WORDS, NUMBERS
from chatbot.scan import FILLER, either

_NUMBER = rf"(?:\d+|{'|'.join(word for word in NUMBERS if len(word) > 2)})"
_CUE = re.compile(
    r"(?<!tell me )(?<!not )(?<!n't )(?<!except )(?<!be )(?<!said )(?<!nothing )(?<!forget )(?<!forgot )(?<!care )"
    r"(?<!worry )(?<!mind )(?<!talk"
    r" )(?<!talks )(?<!argued )(?<!think )(?<!thinking )(?<!fussed )(?<!bothered )(?<!telling me )(?<!sure"
    r" )(?<!how )(?<!know )(?<!more )(?<!what )\b(?:"
    r"(?P<keep>set (?:in|on|at|during|aboard)|involving|featuring)"
    r"|about|where|in which(?! (?:\w+ )?(?:films?|movies?|pictures?|ones?|roles?|year)\b)|that deals? with|on the"
    r" subject of)\s+(?!(?:it|this|that|them|these)\b(?! man| woman| guy))"
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
_WISHES = (*GENRE_WORDS, *MOOD_WORDS, *LANGUAGES, *COUNTRIES)
_ALONE = "|".join(sorted(map(re.escape, _WISHES), key=len, reverse=True))  # behind a comma, of the film, not the plot
_END = re.compile(
    rf"[;.!?\n]|\s*, (?:an? |the |early |mid |late )*(?:{DECADE}|{_ALONE})"
    r"(?:[ -](?:film|movie|language|please|pls))*(?=\W*$|,)|\s*,? "
    + either(
        r"but (?:not|no|nothing|without|with|also|from|in|a|more|less)\b",
        r"(?:made |released )?from (?:the )?(?:early |mid |late )?(?:'?\d|last|past|twenties|thirties|forties|fifties"
        r"|sixties|seventies|eighties|nineties)",
        rf"(?:under|over|below|at most|at least|less than|no more than|no longer than|about|around) {_NUMBER}[ -]",
        r"(?:not|nothing|neither) (?:too|so|very) ",
        r"(?:no|without) (?:horror|violence|gore|romance|musicals?|animation|subtitles)",
        r"(?:made|released) (?:in|before|after)\b",
        r"for (?:the |my |our |small |young |little )*(?:kids|children)(?=\W*$|,)",
        r"and (?:(?:i|we) (?:want|would|need|don't)|would|want|need)\b",
        r"(?:instead|rather)(?=\W*$|,)",
        r"(?:and |but )?(?:nothing|no|not) (?:older|newer|longer|shorter|more than|over)\b",
        rf"in (?:{'|'.join(LANGUAGES)})(?=\W*$|,| please| if)",
        r"(?:max|tops|at most)\b",
        rf"(?:that|which) (?:is|are)(?:n't| not) (?:an? )?(?:{'|'.join(GENRE_WORDS)})",
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


_TOLD_FROM = 7  # words of a message that may be nothing but a plot
_SIGNS = 3  # marks of a narrative that make it one where it has words of a request
_CONTENT, _FEW = 4, 2  # words that name no kind of film, the latter where the marks are many
_KINDS = frozenset(word for words in (*GENRE_WORDS, *MOOD_WORDS, *LANGUAGES, *COUNTRIES) for word in words.split())
_DATES = re.compile(rf"\d+s?|early|mid|late|{DECADE}")
_ASKING = re.compile(  # no plot is told with these
    r"^(?:for (?:an?|my|our|the|two|three)|it'?s (?:now |already |about |nearly |almost )*"
    r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)|half|quarter))\b"
    r"|\b(?:that|which) (?:is|are|does)(?:n't| not) (?:set|about|have|involve)\b"
    r"|\b(?:looking for|recommend\w*|suggest\w*|please|pls|show me|give me|in the mood|fancy|tonight|films like"
    r"|movies like|let's|what should|how about|what about"
    r"|who (?:directed|stars|plays)|who's the|director|beyond|\d ?h"
    r"|how long is|which|would like|prefer\w*|thanks|hi|hello|hey|instead|more like"
    r"|less|ideally|subtitles|genre|ratings?|decades?"
    r"|too (?:long|short|old|new|dark|sad|scary|silly|slow|violent)|no(?:thing)? (?:longer|older|newer|more|too)"
    r"|not too|minutes|mins|hrs|max|not? (?:horror|romance|comed\w+|musicals?)"
    r"|good (?:films?|movies?|ones?|for)|loves? (?:films|movies|horror|comed\w+|westerns|musicals)"
    r"|films? (?:from|by|with)|movies? (?:from|by|with)"
    r"|hit the spot|would (?:do|be (?:good|great|nice|perfect|fine|lovely))"
    r"|more (?:comed\w+|dramas?|thrillers?|westerns?|musicals?|films?|movies?)"
    r"|what(?:'s| is) (?:a|the best|good)|any (?:good|other|more)|favou?rites?)\b"
)
_REPLIES = re.compile(
    r"\W*(?:no|nah|not|but|and|or|yes|yep|yea|yeah|oh|ok|okay|ah|wow|lol|any|without|like|maybe|did not|don't"
    r"|do not|it(?:'s| is)? (?:a|with|doesn't|needn't"
    r"|does not|similar|could)|its (?:a|with)|doesn't|that (?:movie|film|one)|they haven't|do you|did you"
    r"|would you|can you|could you|have you|is (?:it|there)|are (?:they|there)"
    r"|because|with (?!an? )|could it|can it|from|only|also|just|same|make|keep|forget|drop|never ?mind|start"
    r"|it could|if (?:you"
    r"|there))\b|[^()]*\(\d{4}\)"
)
_HARDLY = re.compile(
    r"\b(?:wants?|wanna|something|anything|any|movies?|films?|seen|liked|loved|hated|hours?"
    r"|need|nothing|else|but not|without)\b"
)
_OWN = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|we|we're|we've|our|me|us|you're|your)\b")
_UNSURE = re.compile(
    r"\b(?:i (?:think|guess|believe|reckon|suppose|remember|recall|forget|forgot|saw it|can't (?:remember"
    r"|recall)|don't (?:remember|recall|know))"
    r"|if i (?:remember|recall)(?: right(?:ly)?| correctly)?|my memory)\b"
)
_SUBJECTS = (
    r"(?:m[ae]n|wom[ae]n|boys?|girls?|kids?|child(?:ren)?|guys?|lad(?:s|y|ies)?|couples?|famil(?:y|ies)|friends?"
    r"|brothers?|sisters?|mother|mum|dad|father"
    r"|students?|teachers?|writers?|authors?|detectives?|cops?|soldiers?|people|person|folks?|strangers?|husband"
    r"|wife|widow|doctor|nurse|lawyer"
    r"|pilot|singer|actor|actress|boxer|spy|agent|thief|thieves|robbers?|gangsters?|killer|murderer|criminals?"
    r"|hitman|reporter|journalist|scientist|professor|priest"
    r"|king|queen|prince|princess|knight|pirates?|ghosts?|robots?|aliens?|creatures?|monsters?|zombies?"
    r"|vampires?|dogs?|cat|shark|machines?|bloke|fellow|pal|buddy"
    r"|teenagers?|teens?|toys?|animals?|world|town|village|somebody|someone|everybody|everyone|boss(?:es)?"
    r"|workers?|captain|sailor|photographer|newsreader|"
    r"businessman|prisoners?|convict|inmates?|orphan|twins?|daughter|son|baby|uncle|aunt|grand(?:ma|pa|father"
    r"|mother)|neighbou?rs?|girlfriend|boyfriend|lover)"
)
_MARKS = (
    re.compile(
        r"\b(?:he|she|they|him|her|his|their|them|himself|herself|themselves|he's|she's|they're|who|whose"
        r"|who's|each other)\b"
    ),
    re.compile(
        r"\b(?:until|while|then|turns? out|ends? up|later|after (?:his|her|the|a)|before (?:he|she|they)|because"
        r"|so that|in order to|when|where|but then|and then"
        r"|one day|every (?:day|night)|all (?:night|day)|for the rest|again and again|from the (?:inside|outside))\b"
    ),
    re.compile(rf"\b{_SUBJECTS}\b"),
    re.compile(
        rf"\b(?:{_SUBJECTS}|he|she|it|who|that|they|and|somebody|[a-z]+s?) (?:\w+ly )?(?:\w{{3,}}(?:[^s\W]s|ies)"
        rf"|is|are|was|has|have|gets?|goes|falls?|must|can't|won't|doesn't"
        r"|don't|keep|find|meet|fight|live|run|kill|die|fall|steal|wake|end|travel|discover|become|make|take|try"
        r"|turn|rob|hide|save|escape) "
        r"(?:an?|the|his|her|their|him|them|to|in|on|up|off|out|down|with|by|from|away|into|that|as|for|over|at"
        r"|inside|around|back|through|together|about|made)\b"
    ),
)


def is_told(text: str) -> bool:
    """The whole message, in lower case, tells a plot and asks for nothing: "two students choke a pal to death"."""
    if (
        len(text.split()) < _TOLD_FROM
        or _REPLIES.match(text)
        or _ASKING.search(text)
        or _OWN.search(_UNSURE.sub("", text))
    ):
        return False
    marks = sum(len(mark.findall(text)) for mark in _MARKS)
    rest = [word for word in re.findall(r"[^\W_]+", text) if word not in FILLER and word not in _KINDS]
    rest = [word for word in rest if not _DATES.fullmatch(word)]
    if _HARDLY.search(text):
        return marks >= _SIGNS and len(rest) >= _CONTENT
    return len(rest) >= (_CONTENT if marks else _CONTENT + 2) or (marks >= _SIGNS and len(rest) >= _FEW)
