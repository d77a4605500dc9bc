"""What a message only tells of the person ("I had a long day at work"), and which of its words are worth a search."""

import re

from chatbot.scan import FILLER, Scan, either

_CLAUSE = re.compile(
    r"[,.;:!?()\n]+|\s-+\s|\s+(?:and|so|but|because|since|while|plus|then|as)\s+(?=(?:i|i'm|i've|i'll|my|we|we're|we've|he|she|they"
    r"|it|it's|our|yeah|something|anything|maybe|the|just)\b)"
    r"|\s+(?=(?:(?:i|we|so|just|really|would) )*(?:want|need|fancy|wanna|looking for|let's|lets|something|anything|can you|could you"
    r"|do you have|recommend|suggest|give me|show me|i'd (?:like|love)|i feel like|any (?:good|suggestions|ideas))\b)",
    re.IGNORECASE,
)
_OPENER = r"\W*(?:(?:so|and|but|well|anyway|because|since|as|also|hey|hi|hello|ok|okay|yeah|ugh|oh|today|tonight|now|just|look|honestly)\b[ ,]*)*"
_TELLS = re.compile(
    _OPENER
    + either(
        r"(?:i|i'm|i've|i'd|i'll|we|we're|we've|he|she|they|he's|she's|they're|it's|it is|it was|there's|there is|there are|this is)\b",
        r"(?:my|our|his|her|their)\b",
        r"(?:the|a|an|this|every) (?!(?:first|second|third|last|one|film|movie|best)\b)(?:[\w'-]+ ){0,4}?(?:is|are|was"
        r"|were|has|have|had|'s|keeps?|kept|got|gets|will|would|wants|just|and i|went|told|says|said|came|comes|broke|won't|can't|never)\b",
        r"(?:got (?:home|back|up|off|in|out|dumped|fired|soaked)|came|home|woke|worked|spent|feeling|having|been|long day|rough|hard|busy|bad|work|today|yesterday|everyone|everybody)\b",
        r"\w+(?: \w+)? (?:are|is) (?:finally|asleep|visiting|coming|over|here|away)\b",
    ),
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:wants?|wanna|likes?|loves?|needs?|looking|look for|mood|fanc(?:y|ies)|watch|see|find|prefers?|enjoys?|after|craving|wish"
    r"|hoping|hope|recommend|suggest|something|anything|films?|movies?|flicks?|show me|give me|let's|lets|feel like|into|fans? of|hates?"
    r"|dislikes?|can't stand|please|cry|laugh|scared|should be|has to be|must be|can't do|would be|keep it|make it|they're too|it's too"
    r"|too (?:long|short|old|new|dark|sad|scary|violent|slow)|do not|don't|doesn't|isn't|adores?|obsessed|prefer(?:ably)?)\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\b(?:films?|movies?|flicks?|something|anything|ones?|about|with|set|where|who|whose|featuring|involving|want|wanna|looking|fancy|need"
    r"|mood|find|recommend\w*|suggest\w*|show|give|watch|see|any|kind of|like to|love to|plot|story|stories|scene|based on)\b",
    re.IGNORECASE,
)
_CHATS = re.compile(
    r"\b(?:i|i'm|i've|i'll|i'd|we|you|you're|he|she|they|it's|it is|that's|that is|that was|it was|was|were|is|are|am|have|haven't|has|had"
    r"|saw|seen|heard|watched|think|thought|know|knew|guess|believe|remember|sounds|looks|will|would|did|didn't|do|does)\b",
    re.IGNORECASE,
)
_IDLE = either(  # said in passing, about no film
    "no (?:problem|idea|thanks|thank you|worries|clue|matter|need|preference|rush|offen[cs]e|doubt|one|pressure|particular \\w+)",
    "thank(?:s| you)",
    "for (?:tonight|tomorrow|today|(?:a|this|the|my|our|saturday|friday|sunday) (?:\\w+ )?(?:night|evening|afternoon|weekend|morning))",
    "(?:on|for) (?:a |this |my )?(?:rainy|lazy|cold|hot|quiet|wet|snowy|sunny|stormy)? ?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?",
    r"(?:with|for) (?:my|our|the|some|a few|a couple of|two|three|four|his|her) (?:\w+ )?(?:friends?|girlfriend|boyfriend|wife|husband|partner|mum|mom"
    r"|mother|dad|father|parents?|sister|brother|siblings?|grandmother|grandma|gran|grandfather|grandpa|grandparents|flatmates?|roommates?|family"
    r"|colleagues|in-laws|mates?|date|fianc[ée]+|guests|cousins?|aunt|uncle|dog|cat)",
    r"(?:a |in )?(?:cup|mug|glass|bottle|bowl) of [\w']+|popcorn|(?:on|from) (?:the )?(?:sofa|couch)",
    *(
        "to (?:watch|see) (?:together|alone|with \\w+)",
        "(?:this|on the) (?:weekend|evening)",
        "movie night",
        "(?:a )?bit of an odd (?:one|request)",
        "based on my (?:ratings?|taste|history|profile|likes)",
        "(?:that|which) suits? my taste",
        "when i was (?:an? )?(?:kid|child|teenager|teen|student|young|little|younger|at school|in college)",
        "date",
    ),
    *("(?:a )?(?:different|new|next|another|other) (?:question|request|topic)", "on another note"),
)


def clauses(scan: Scan) -> list[tuple[int, int]]:
    """Where each clause begins and ends."""
    cuts = [0, *(at for match in _CLAUSE.finditer(scan.text) for at in match.span()), len(scan.text)]
    return [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if end > start]


def mark_told(scan: Scan) -> None:
    """Count as understood the clauses that tell of the person and of no wish."""
    found = clauses(scan)
    if len(found) < 2:
        return
    for start, end in found:
        clause = scan.text[start:end]
        if _TELLS.match(clause) and not _WISHES.search(clause):
            scan.mark(start, end)
    scan.take(_IDLE)


def to_search(scan: Scan) -> str:
    """The words that nobody understood and that speak of a film, in the person's own words; empty where there are none."""
    scan.take(_IDLE)
    parts = (_of_clause(scan, start, end) for start, end in clauses(scan))
    return ", ".join(part for part in parts if part)


def _of_clause(scan: Scan, start: int, end: int) -> str:
    clause = scan.text[start:end]
    if not _FRAME.search(clause) and _CHATS.search(clause):
        return ""
    if _TELLS.match(clause) and not _WISHES.search(clause):
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
