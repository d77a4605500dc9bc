"""What a message wants of the people it names: films with them, nothing but to say that they are good, or nothing."""

import re
from typing import Literal, TypeAlias

from chatbot.scan import Scan, either
from chatbot.telling import clauses

Part: TypeAlias = Literal["asked", "fond", "told"]
"""asked: only films with them; fond: something good is said of them; told: they are merely talked of."""

_WORKS = r"(?:'s?)? (?:(?:old|older|early|new|best) )?(?:movies?|films?|flicks?|work|stuff|comed(?:y|ies)|pictures?)"
_ASKED = re.compile(
    r"\b"
    + either(
        *("wants?", "wanna", "need", "looking", "recommend\\w*", "suggest\\w*", "show (?:me|us)", "give (?:me|us)"),
        *("something", "anything", "everything", "any", "find", "mood", "please", "pls", "fancy", "feel like", "crav"),
        *("(?:how|what) about", "let's", "lets", "is there", "are there", "know (?:of|some|a)", "do you have", "more"),
        *("would", "i'd", "we'd", "should", "must", "could", "(?:has|have|got) to", "another", "other", "instead"),
        *("prefer\\w*", "list", "name (?:all|some)", "favou?r (?:of|something)", "what else", "which (?:films|movies)"),
    )
    + r"\b"
)
_LIKES = re.compile(
    either(
        r"(?:^\W*|\b(?:i|we|you|they|he|she|who|really|also|do|did|both|always|just|totally|absolutely|too|still|to"
        r"|(?:my|our) [\w-]+) )(?:like|love|enjoy|adore|admire)\b",
        r"\b(?:likes|loves|enjoys|adores|admires|liked|loved|enjoyed|loving|adored)\b",
        r"\b(?:fans? of|obsessed with|in love with|(?:am|i'm|is|are) (?:really |so )?into|crush on|favou?rites?)\b",
    )
)
_PRAISE = (
    r"(?:hilarious|funny|great|incredible|amazing|good|awesome|best|brilliant|cool|fantastic|excellent|perfect"
    r"|wonderful|talented|(?:a )?legend|handsome|gorgeous|favou?rites?|idol|superb|terrific|lovely|beautiful)"
)
_PRAISED = re.compile(
    rf"(?:{_WORKS})?(?:(?: and [\w' -]{{1,30}})? (?:is|was|were|are)|'s)(?! (?:not|never)\b| n't)(?: [\w']+){{0,4}}?"
    rf" {_PRAISE}\b"
    r"|(?:'s)? (?:rocks|rules|rocked|nailed it|killed it|never disappoints|cracks me up|fans?\b)"
)
_SAYS = re.compile(
    rf"(?:{_WORKS})? (?:(?:is|was|were|are|has|had|did|does|plays|played|made|makes|looked|looks|can|always|never"
    r"|used|died|won|got|who|going|right\?*$)\b)|(?:,? (?:right|correct))\W*$"
)
_IS_IT = re.compile(
    r"(?:\b(?:that|it|this|he|she|which)(?:'s|'ll be| is| was| has| had| stars| starred| have)"
    r"|^its|\b(?:actor|actress|lead|guy|girl|star|director) (?:is|was)"
    r"|^(?:is|was|are|were|isn't|wasn't)(?: (?:that|it|this|he|she|the one))?|^(?:did|does))"
    r"(?: (?:a|an|also|not|of|from))*(?: (?:with|by|starring|of))? $"
    r"|^(?:is|was|isn't|wasn't) (?:that|it|this) the (?:one|movie|film) (?:with|by|starring) $"
)
_OPENER = re.compile(r"\W*(?:(?:oh|ah|yes|yeah|yep|no|ok|okay|and|but|so|well|wow|omg|haha|hmm|also|because)\b[ ,]*)*")
_PAST = re.compile(r"\b(?:saw|watched|seen|heard|met|reminds?|grew up|starred|played)\b")
_RECALLS = re.compile(  # a film is looked for by who is in it
    r"\b(?:trying to|what(?:'s| is| was) (?:it|that|the)|(?:name|title) of|called|(?:which|what) (?:films?|movies?)"
    r"|can't remember|cannot remember|don't remember|forgot|that (?:film|movie|one) (?:with|where|in which|when))\b"
)
_DATED = re.compile(r"\((?:19|20)\d\d\) ?,? ?(?:by|with|starring|featuring|from)(?: the)? $")
_JOINS = re.compile(r" (?:by|with|starring|featuring)(?: the)? $")
_WITH = re.compile(r"(?:\b(?:(?<!love )(?<!obsessed )with|by|from|starring|featuring)|w/)(?: the)? $")
_LOVED = re.compile(r"\b(?:liked|loved|enjoyed|adored)\b")
_OPENING = re.compile(
    r"\W*(?:(?:hi|hey|hello|there|good (?:morning|evening|afternoon))\b[ ,.!]*)*(?:i|we) (?:(?:really|do|just"
    r"|absolutely|totally) )*(?:like|love|enjoy|adore)(?: (?:the|all|old|early))? $"
)
_WHERE = re.compile(r"\b(?:films?|movies?|ones?|something|anything) (?:where|in which|when)(?: [\w'-]+){0,6}? $")
_FILMS = re.compile(r"\b(?:films?|movies?|ones?|something|anything)(?: (?:that|which))? $")
_DID = re.compile(r" (?:(?:has|have|had|also|ever) )*(?:direct|made|makes|star|play|act|did|is in|was in|appear)")
_THEM = re.compile(
    r"\b(?:(?:with|by|starring|featuring|from|of|has|have) (?:him|her|them|both)(?! (?:in the|at)\b)"
    r"|(?:one|some|any|more|others?|another|something|anything) of (?:his|hers|theirs)\b"
    r"|(?:his|her|their) (?:\w+ )?(?:films?|movies?|work|stuff|ones)|(?:he|she|they)(?:'s|'ve| has| have| is|'re| are)?"
    r" (?:in|made|directed|done|did|starred|plays?|acts?|stars)\b)"
)
_WATCHES = re.compile(r"\b(?:wife|husband|son|daughter|girlfriend|boyfriend|mum|mom|dad|friend|sister|brother|kids?)\b")


def part_of(scan: Scan, start: int, end: int) -> Part:
    """What the clause around a name that it does not refuse wants of its bearer; asked where nothing else shows."""
    first, last = next(((a, b) for a, b in clauses(scan) if a <= start < b), (0, len(scan.text)))
    before, after = scan.text[first:start], scan.text[end : max(last, end)]
    if _DATED.search(scan.text[:start]):
        return "fond"
    if _OPENING.fullmatch(scan.text[:start]) and re.fullmatch(rf"{_WORKS}\W*", scan.text[end:]):
        return "asked"  # all that a message says
    joined = _JOINS.search(scan.text[:start])
    of_a_film = joined is not None and scan.is_taken(joined.start() - 1, joined.start())  # "Heat with Al Pacino"
    praised = _PRAISED.match(after) and (of_a_film or not _WITH.search(before))
    if not praised and (_ASKED.search(before) or _ASKED.search(after)):
        return "asked"
    kind = _WITH.search(before) and not _LOVED.search(before)  # "I like musicals with Gene Kelly"
    if praised or _LIKES.search(before):
        return "fond" if praised or not kind else "asked"
    if _WHERE.search(before) or (_FILMS.search(before) and _DID.match(after)):
        return "asked"
    bare = _OPENER.sub("", before, count=1)
    told = of_a_film or _PAST.search(before) or _SAYS.match(after) or _IS_IT.search(bare)
    return "told" if told and not _RECALLS.search(scan.text) else "asked"


def meant_by_pronoun(scan: Scan) -> bool:
    """The message asks for films with the people it praises, by a pronoun: "something with him in it"."""
    found = list(_THEM.finditer(scan.text))
    return any(_ASKED.search(scan.before(match.end())) for match in found) and not _WATCHES.search(scan.text)
