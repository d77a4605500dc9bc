"""What a message only tells of the person ("I had a long day at work"), and which of its words are worth a search."""

import re

from chatbot.scan import FILLER, Scan, either
from chatbot.wants import asks_for_seen

_CLAUSE = re.compile(
    r"[,.;:!?()\n]+|\s-+\s|\s+(?:and|so|but|because|since|while|plus|then|as)\s+(?=(?:i|i'm|i've|i'll|my|we"
    r"|we're|we've|he|she|they"
    r"|it|it's|our|yeah|something|anything|maybe|the|just|an?)\b)"
    r"|\s+(?=i (?:like|love|want|would|will|guess|think|don't|enjoy|am)\b)"
    r"|\s+(?=(?:(?:i|we|so|just|really|would) )*(?:want|need|fancy|wanna|looking for|let's|lets|something"
    r"|anything|can you|could you"
    r"|do you have|recommend|suggest|give me|show me|i'd (?:like|love)|i feel like|any (?:good|suggestions|ideas))\b)",
    re.IGNORECASE,
)
_OPENER = (
    r"\W*(?:(?:so|and|but|well|anyway|because|since|as|also|hey|hi|hello|ok|okay|yeah|ugh|oh|today|tonight"
    r"|now|just|look|honestly)\b[ ,]*)*"
)
_TELLS = re.compile(
    _OPENER
    + either(
        r"(?:i|i'm|i've|i'd|i'll|we|we're|we've|he|she|they|he's|she's|they're|it's|it is|it was|there's"
        r"|there is|there are|this is)\b",
        r"(?:my|our|his|her|their)\b",
        r"(?:the|a|an|this|every) (?!(?:first|second|third|last|one|film|movie|best)\b)(?:(?!(?:that|which"
        r"|who)\b)[\w'-]+ ){0,4}?(?:is|are|was"
        r"|were|has|have|had|'s|keeps?|kept|got|gets|will|would|wants|just|and i|went|told|says|said|came|comes"
        r"|broke|won't|can't|never)\b",
        r"(?:got (?:home|back|up|off|in|out|dumped|fired|soaked)|came|home|woke|worked|spent|feeling|having|been"
        r"|long day|rough|hard|busy|bad|work|today|yesterday|everyone|everybody)\b",
        r"\w+(?: \w+)? (?:are|is) (?:finally|asleep|visiting|coming|over|here|away)\b",
    ),
    re.IGNORECASE,
)
_ASKS = re.compile(  # a clause that wishes, whatever else it tells
    r"\b(?:wants?|wanna|needs?|looking|look for|mood|fanc(?:y|ies)|craving|wish|hoping|hope|recommend\w*"
    r"|suggest\w*|something|anything"
    r"|show me|give me|let's|lets|feel like|please|find|prefer(?:s|ably)?|any|how about|what about|know of"
    r"|like to|love to|should be|has to be"
    r"|must be|would be|keep it|make it|thinking|kind of (?:night|day|evening|mood)|(?:sick|tired|bored|scared"
    r"|afraid) of|allergic"
    r"|fed up|done with|(?:i'm|i am|we're) (?:so |really |totally |completely )*over(?! (?:at|here|there|for|by|the"
    r" moon|it)\b)|keen|without|enough|interest|nobody|refuse|never (?:liked?|watch|enjoy)|gone off|it's not"
    r"|as long as|unless|meant|mean|meaning|decided|settled on"
    r"|go(?:ing)? (?:with|for)|changed|vote|i'd|we'd|would|could do|cry|laugh|scared|too (?!much\b|late\b|tired\b)\w+"
    r"|can't (?:do|stand|abide|bear|handle|tolerate|stomach|take)|hates?"
    r"|dislikes?|do not|don't|doesn't|isn't)\b",
    re.IGNORECASE,
)
_TASTES = re.compile(
    r"\b(?:likes?|loves?|enjoys?|adores?|into|fans? of|obsessed|you(?:'ve| have)? got|you have"
    r"|films?|movies?|flicks?|watch|see|after)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?<!when )(?<!before )(?<!since )(?<!year )\b(?!you(?:'ve| have)? got\b)(?:i|we|he|she|they|it|that"
    r"|this|you|husband|wife|son|daughter)(?:'ve|'s|'d| have| had| has| just| also"
    r"| recently| finally| already| never"
    r"| really| both| only| all| did| do| was| were)* (?:saw|watched|seen|was|were|had(?! (?:nothing|no part)\b)"
    r"|did|heard|loved|liked"
    r"|enjoyed|hated|thought|finished|caught|went"
    r"|got|came|forgot|remember)\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"\W*(?:(?:oh|wow|haha|yes|yeah|no|well|and|but|so)\b[ ,!]*)*(?:that(?:'s| is| was| sounds| looks)|it(?:'s"
    r"| is| was| sounds| looks)|this (?:is|was)"
    r"|its (?:an?|more|the|with|so|very)|(?:sounds?|looks)(?! like)|both (?:are |were )?(?:hilarious|great|good)"
    r"|th(?:ose|ese) (?:are|were|sound|look)|they(?:'re| are| were| sound)|which (?:is|was)|the (?:new|old|first"
    r"|second|third"
    r"|last|other|latest) (?:one|movie|film)s? (?:is|was|are|were|looks?|sounds?))\b(?! (?:fine|ok|okay|not|all too|too"
    r"|out)\b)",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:was|is|were|are|sounds?|looks?)\b")
_FRAME = re.compile(
    r"\b(?:films?|movies?|flicks?|ones?|about|with|set|where|who|whose|featuring|involving|watch|see|kind of"
    r"|plot|story|stories|scenes?|based on"
    r"|in which|that has)\b",
    re.IGNORECASE,
)
_CHATS = re.compile(
    r"\b(?:i|i'm|i've|i'll|i'd|we|we've|you|you're|he|she|they|it's|it is|that's|that is|that was|it was|was"
    r"|were|is|are|am|have|haven't|has|had"
    r"|saw|seen|heard|watched|think|thought|know|knew|guess|believe|remember|sounds|looks|will|would|did|didn't"
    r"|do|does|came|thanks|yes|oh|no(?= *(?:[,.!?]|$)))\b",
    re.IGNORECASE,
)
_IDLE = either(  # said in passing, about no film
    "no (?:problem|idea|thanks|thank you|worries|clue|matter|need|preference|rush|offen[cs]e|doubt|one|pressure"
    "|particular \\w+)",
    "thank(?:s| you)",
    "for (?:tonight|tomorrow|today|(?:a|this|the|my|our|saturday|friday|sunday) (?:\\w+ )?(?:night|evening"
    "|afternoon|weekend|morning))",
    "(?:on|for) (?:a |this |my )?(?:rainy|lazy|cold|hot|quiet|wet|snowy|sunny|stormy)? ?(?:monday|tuesday"
    "|wednesday|thursday|friday|saturday|sunday)s?",
    r"(?:with|for) (?:my|our|the|some|a few|a couple of|two|three|four|his|her) (?:\w+ )?(?:friends?|girlfriend"
    r"|boyfriend|wife|husband|partner|mum|mom"
    r"|mother|dad|father|parents?|sister|brother|siblings?|grandmother|grandma|gran|grandfather|grandpa"
    r"|grandparents|flatmates?|roommates?"
    r"|colleagues|in-laws|mates?|date|fianc[ée]+|guests|cousins?|aunt|uncle|dog|cat)",
    r"(?:a |in )?(?:cup|mug|glass|bottle|bowl) of [\w']+|popcorn|(?:on|from) (?:the )?(?:sofa|couch)",
    *(
        "to (?:watch|see) (?:together|alone|with \\w+)",
        "(?:this|on the) (?:weekend|evening)",
        "movie night",
        "would (?:really )?(?:hit the spot|be (?:good|great|nice|lovely|perfect|ideal))",
        "out of (?:my|our|her|his) (?:wits|mind|skin)",
        "(?:user|assistant)(?= ?:)",
        "how(?:'s|s| is) (?:it|things|everything) going|how are (?:you|u)(?: doing)?(?: today)?|what'?s up"
        "|hope you(?:'re| are) well",
        "after (?:this|a|my|such an?|the) (?:\\w+ ){0,3}(?:day|week|shift|month|year)",
        "where (?:do|should|would) i (?:start|begin)|dinner party(?: tonight)?|for \\w+ people",
        "in (?:full )?colou?r(?! of)",
        "(?:that )?(?:came|come) out",
        "(?:in|at) the (?:cinemas?|movies|theat(?:er|re)s?|pictures)(?= that| in| when|\\W*$)",
        "before (?:you|i|we) die",
        "thanks? (?:you )?for (?:telling me about it|the \\w+|that)",
        "(?:have|had) a (?:good|great|nice|lovely) \\w+",
        "a (?:good|great) one",
        "(?:a )?bit of an odd (?:one|request)",
        "based on my (?:ratings?|taste|history|profile|likes)",
        "(?:that|which) suits? my taste",
        "when i was (?:an? )?(?:kid|child|teenager|teen|student|young|little|younger|at school|in college)",
    ),
    *("(?:a )?(?:different|new|next|another|other) (?:question|request|topic)", "on another note"),
)


def clauses(scan: Scan) -> list[tuple[int, int]]:
    """Where each clause begins and ends."""
    cuts = [0, *(at for match in _CLAUSE.finditer(scan.text) for at in match.span()), len(scan.text)]
    return [
        (start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if re.search(r"\w", scan.text[start:end])
    ]


def mark_told(scan: Scan) -> None:
    """Count as understood the clauses that tell of the person or comment on a film, and wish for nothing."""
    found = clauses(scan)
    asked = asks_for_seen(scan) or (-1, -1)
    for start, end in found:
        if start <= asked[0] < end:
            continue
        if _is_told(scan.text[start:end], alone=len(found) == 1) or _judges(scan, start, end):
            scan.mark(start, end)
    scan.take(_IDLE)


_KIN = re.compile(r"\W*(?:my|our|his|her|their) (?:\w+ )?(?:is|are|'s)\b")  # "my son is 17" judges no film


def _judges(scan: Scan, start: int, end: int) -> bool:
    """The clause says what a film named at its beginning is like: "Heat was a little long"."""
    verb = _IS.search(scan.text, start, end)
    if verb is None or _ASKS.search(scan.text, start, end) or _KIN.match(scan.text[start:end]):
        return False
    named = len(scan.text[: verb.start()].rstrip(" )"))  # where what stands before the verb ends
    if named == 0 or not scan.is_taken(named - 1, named):
        return False  # the year of a film, in brackets, ends a clause
    before = re.finditer(r"\w+", scan.text[start : verb.start()])
    return all(scan.is_taken(start + m.start(), start + m.end()) or m[0] in FILLER for m in before)


def _is_told(clause: str, alone: bool) -> bool:
    if _ASKS.search(clause):
        return False
    if _PAST.search(clause) or _COMMENTS.match(clause):
        return True
    return not alone and bool(_TELLS.match(clause)) and not _TASTES.search(clause)


def to_search(scan: Scan) -> str:
    """What nobody understood and what speaks of a film, in the person's words; empty where there is nothing."""
    scan.take(_IDLE)
    chats = _CHATS.search(scan.text) is not None
    parts = (_of_clause(scan, start, end, chats) for start, end in clauses(scan))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _of_clause(scan: Scan, start: int, end: int, chats: bool) -> str:
    clause = scan.text[start:end]
    if not _ASKS.search(clause) and (
        (_CHATS.search(clause) and not _TASTES.search(clause)) or (chats and not _FRAME.search(clause))
    ):
        return ""
    words: list[str] = []
    for match in re.finditer(r"\S+", scan.original[start:end]):
        at = start + match.start()
        words.append("" if scan.is_taken(at, start + match.end()) else match[0])
    content = [at for at, word in enumerate(words) if _has_content(word)]
    return " ".join(word for word in words[content[0] : content[-1] + 1] if word) if content else ""


def _has_content(word: str) -> bool:
    bare = re.sub(r"[^\w'-]", "", word).strip("'-")
    return len(bare) > 1 and bare.lower() not in FILLER
