"""Words that only remark on a film, and set no condition: "oh, the new one?", "that's a classic", "is it a comedy?"."""

import re

from chatbot.lexicon import GENRE_WORDS
from chatbot.scan import Scan, either
from chatbot.stance import NOUN

_AGES = re.compile(
    r"\b(?:the|this|that|those|these) (?P<age>(?:brand )?(?:new(?:er)?|old(?:er)?|latest|recent|modern))(?= (?!ones\b))"
)
_ONE = re.compile(r" (?:one|version|remake|reboot|original)\b(?! (?:with|about|from|by|where|that)\b)")
_WANTS = re.compile(
    r"\b(?:wants?|wanna|need|looking|look for|mood|fancy|recommend\w*|suggest\w*|something|anything|any|show (?:me|us)"
    r"|give (?:me|us)|let's|lets|please|find|prefer|how about|what about|know of|rather|instead|possible|ok|okay|fine"
    r"|got|have you|do you have|could|(?:i|we)(?: would|.d) like)\b"
)
_GENRES = "|".join(sorted((re.escape(word) for words in GENRE_WORDS for word in words.split()), key=len, reverse=True))
_CLASSIC = re.compile(
    either(
        r"(?:such|what|that's|thats|that is|that was|it's|its|it is|was|they're|they are|another|all-time|is|are"
        r"|favou?rites? and)"
        r"(?: [\w-]+){0,3}? classics?",
        r"^\W*(?:(?:oh|ah|haha+|yes|yeah|yep|omg|wow|lol|so|a|an|true|real|absolute|total|instant)\b[ ,!]*)*classics?",
    )
    + rf"\b(?! (?:(?!i |we )[\w-]+ )?(?:{NOUN}|{_GENRES})\b)(?! for\b)"
)
_OLD_PERSON = (
    r"old(?= (?:guys?|dudes?|fell(?:a|ow)s?|chaps?|blokes?|folks?|gals?|school friends?|roommates?|job|house)\b)"
)
_STYLE = r"(?:good )?old(?= ?-?fashioned\b)|good old(?! (?:movie|film|one|western|comed|horror))"
_TIME = re.compile(
    r"\b(?:watch|see|try|it|that|them|tonight|comedy|action|movies?|films?) (?P<later>later)(?= on\b|\W*$|[.?!,])"
)
_SOON = re.compile(r"\b(?:can|should|could|will|i'll|we'll|might|going to|to) (?:[\w']+ ){0,8}$")
_STARTS = r"(?:(?<=^)|(?<=[.,;!?)] )|(?<=\b(?:ok|or|oh|no) ))"
_QUESTION = re.compile(
    _STARTS + r"(?:is|are|was|were|isn't|aren't|wasn't) (?:it|that|this|those|they|these|he|she|both)\b[^.?!\n]*"
)
_IS_A = re.compile(  # says or asks of which kind a film is: "haha, it is a comedy movie", "is Rope (1948) a thriller?"
    _STARTS
    + either(
        r"(?:is|was|isn't|wasn't) [^.?!,\n]{1,60}\((?:19|20)\d\d\) [^.?!\n]*",
        rf"(?:it|that|this)(?: one)?(?:'s| is| was) (?:[\w-]+ )?an? (?:[\w-]+ ){{0,2}}?(?:{_GENRES})(?: {NOUN})?"
        r"(?! (?:i|we|that|with|about|from|for|please)\b)(?= (?:but|and|though|so)\b|[.,;!?])",
    )
)
_CHILD = r"(?:kids?|child(?:ren)?|sons?|daughters?|boys?|girls?|nephews?|nieces?)"
_ASIDE = re.compile(
    _STARTS
    + either(
        r"(?:(?:oh|yes|yeah|no|well|and|but|really|so|actually)\b[ ,]*)*i (?:do not|don't|didn't|wouldn't|would not)"
        r" (?:think|believe) (?:that|it|this|they|those|he|she|the (?:kids|children)|my \w+)\b[^.?!\n]*",
        r"(?:(?:i|we) )?(?:haven't|have not|havent|never) (?:seen|watched|heard of)"
        r" (?!(?:yet|before|already|it|them|that|one|any|many|much|an?)\b)[^.,;?!\n]*",
        r"(?:(?:the|my|our) )?last (?:[\w-]+ ){1,3}?(?:(?:i|we)(?:'ve| have)? (?:saw|seen|watched)|was)\b[^.,;?!\n]*",
    )
)
_OF_A_CHILD = re.compile(
    rf"(?:{_STARTS}(?:(?:that|it|this)(?:'s| is| was) )?|\b(?:that|it|this)(?:'s| is| was) )(?:one of )?(?:my"
    rf"|our) (?:\w+ )?"
    rf"{_CHILD}(?:'s?)? (?:\w+ )?(?:favou?rites?(?! (?:is|are)\b)|loved|liked|enjoyed|hated|saw|watched"
    r"|(?:has|have) (?:already )?seen)\b[^.,;?!\n]*"
)
_WATCHES = re.compile(r"\b(?:watch(?!ed)|see)\b")


def mark_remarks(scan: Scan) -> bool:
    """Count as understood what a message remarks on a film that it names, or that was spoken of before.

    Titles must have been taken: an age counts as a remark beside one ("the new Star Wars").

    Returns:
        Whether a whole clause is one.
    """
    for match in _AGES.finditer(scan.text):
        start, end = match.span("age")
        if not scan.is_taken(start, end) and (scan.is_taken(end + 1, end + 2) or _ONE.match(scan.text, end)):
            scan.mark(start, end)
    for match in _CLASSIC.finditer(scan.text):
        clause = scan.before(match.end())
        if not _WANTS.search(clause) and not _WANTS.search(scan.text[match.end() : match.end() + 40]):
            scan.mark(*match.span())
    scan.take(_OLD_PERSON)
    scan.take(_STYLE)
    for match in _TIME.finditer(scan.text):
        if _SOON.search(scan.before(match.start("later"))):
            scan.mark(*match.span("later"))
    found = [*_QUESTION.finditer(scan.text), *_ASIDE.finditer(scan.text)]
    found += _IS_A.finditer(scan.text)
    clauses = [match.span() for match in found if not _WANTS.search(match[0])]
    if not _WANTS.search(scan.text) and not _WATCHES.search(scan.text):  # else the child may watch along
        clauses += [match.span() for match in _OF_A_CHILD.finditer(scan.text)]
    for start, end in clauses:
        scan.mark(start, end)
    return bool(clauses)
