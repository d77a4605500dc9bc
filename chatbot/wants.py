"""Wishes that are not about the kind of film: how many, how well known, seen before or not, for which children."""

import re

from chatbot.conversation import Fame
from chatbot.lexicon import GENRE_WORDS, NUMBERS
from chatbot.reading import Reading
from chatbot.scan import Scan, either
from chatbot.stance import NOUN, stance

GROWN = 13  # years of age from which "children's film" is no longer meant

_COUNTS = "|".join(word for word in NUMBERS if word not in ("a", "an", "half", "hundred"))
_NUMBER = rf"(?P<count>\d{{1,2}}|{_COUNTS})"
_PLURALS = "|".join(sorted((re.escape(word) for word in GENRE_WORDS if word.endswith("s")), key=len, reverse=True))
_SINGULARS = "|".join(("film", "movie", "flick", *(re.escape(word) for word in GENRE_WORDS if not word.endswith("s"))))
_KINDS = (
    rf"(?:movies?|films?|flicks|recommendations?|suggestions?|picks?|classics|pictures|gems|masterpieces|titles?"
    rf"|ideas?|options?|choices|{_PLURALS})"
)
_ASKED = (
    r"(?:give|gimme|show|recommend|suggest|list|name|pick|find|send|get|want|need|throw|tell)(?: me| us)?(?: just"
    r"| only| like| maybe)?"
)
_COUNT = (
    rf"(?:the )?(?:top|best) {_NUMBER}",
    rf"{_NUMBER} best",
    rf"{_ASKED} (?:an? |the )?{_NUMBER}(?: of)?(?! ?(?:hours?|hrs?|minutes?|mins?|years?|decades?|h\b|m\b|-)|'?s\b)",
    rf"(?<!last )(?<!past )(?<!first )(?<!these )(?<!those )(?<!all )(?<!the )(?:just |only |an? )?{_NUMBER}"
    rf"(?= (?:(?!hour|minute|year|decade)[\w'-]+ ){{0,3}}?{_KINDS})",
    r"(?:just|only) (?:the )?(?P<count>one|two|three|four|five)(?= |$|[.,!?])(?! ?(?:hours?|minutes?|star))",
    r"(?P<count>one|two|three|four|five) only(?=$|[.,!?])",
    rf"(?P<count>an?) (?:single|solitary) {_KINDS}",
    r"\W*(?:just )?an? (?P<count>couple|few|handful|dozen)(?: please)?\W*$",
    rf"make (?:it|that) {_NUMBER}(?= *$| *[.,!?]| please)",
    rf"^\W*(?:ok |okay |and |now |just |only )*(?P<count>[1-9]|1\d|{_COUNTS})(?: please| now| this time| then|"
    rf" instead)*\W*$",
    r"(?:just |only )?an? (?P<count>pair|couple|trio|handful|dozen)"
    rf"(?= of (?:(?!hour|minute|year|decade)[\w'-]+ ){{0,3}}?{_KINDS})",
    rf"(?:just |only |maybe |say )?{_NUMBER} of (?:those|them|these|each)(?= *$| *[.,!?]| please| then| instead| now)",
    rf"{_NUMBER} (?:of (?:them|those) )?(?:will do|would do|(?:is|are) (?:enough|plenty))",
    rf"(?:(?<=, )|(?<=: )){_NUMBER}(?: please)?(?= *[.!?]*$)",  # "romances of the forties, no musicals, 5"
    rf"make (?:it|that) {_NUMBER}(?= *:)",
    rf"(?:actually|ok|okay|no|rather|better|just|only|sorry|say),? {_NUMBER}(?: please| instead| rather)?(?= *[.!?]*$)",
    r"double (?:bill|feature)(?P<count>)",
)
_FIRST_ONE = re.compile(  # "one black and white comedy": the number a message begins with is meant as one
    rf"(?:^|[.!?] |\b(?:give me|show me|name|i need|i want|i'd like|find me|recommend|suggest|pick) )(?:just "
    rf"|only |exactly )?"
    rf"(?P<count>one) (?!(?:of|or|more|that|which|with|who|day|night|where|about|about|film i|movie i|i|we|thing)\b)"
    rf"(?=(?:[\w'-]+ ){{1,5}}?(?:{_SINGULARS})\b)"
)

_FAME: dict[Fame, str] = {
    "hidden": either(
        *("hidden (?:gems?|treasures?)", "obscure", "under-?rated", "under-?appreciated"),
        *("(?:lesser|little|less)[ -]?(?:well )?known", "under the radar", "overlooked", "unknown", "unheard of"),
        *("niche", "deep cuts?", "unsung", "forgotten(?= gem| film|$)"),
        r"(?:no ?(?:body|one)|not? many people|few people|hardly anyone)(?: else)?(?: has| have|'s| ever)? (?:ever )?"
        r"(?:talks? about|knows?(?: about)?|heard of|seen|watched|remembers)",
        *("off the beaten (?:track|path)", "less (?:famous|obvious|popular|mainstream)", "sleeper(?: hit)?s?"),
        r"(?:something|anything|one|films?|movies?) (?:that )?i(?:'ve| have) (?:probably )?never heard of",
        r"(?:something|anything|one|films?|movies?) (?:that )?i (?:probably )?haven't heard of",
    ),
    "acclaimed": either(
        *("(?:critically |highly |much )?acclaimed", "(?:highly|top|best|well|better|highest)[ -]rated"),
        *("(?:award|prize|oscar)[ -]?winn(?:ing|ers?)", "oscar[ -]?(?:nominated|nominees?|bait)"),
        *("academy award(?:[ -]winning)?", "(?:well|best)[ -]reviewed", "palme d'or"),
        *("(?:great|good|rave|excellent|high|strong) (?:reviews?|ratings?|scores?)", "masterpieces?"),
        *("critics'? (?:choice|love[ds]?)", "critics'? favou?rites?", "greatest", "finest", "top[ -]notch"),
        *("five[ -]star", "must[ -]?(?:see|watch)(?:es|s)?", "won oscars?"),
        r"(?:(?:the|some|your|its|very|all|of) )?best(?! (?:friends?|man|to|way|of luck|for|like|known|bet"
        r"|thing)\b)(?=[ ,?]+\w)",
    ),
    "popular": either(
        *("popular", "famous", "(?:well|best|widely)[ -]known", "block[ -]?busters?", "mainstream"),
        *("(?:big|huge|major) hits?", "box[ -]office(?: hits?| smash(?:es)?)?"),
        "every(?:one|body)(?:'s| has| have)? (?:seen|knows|talks about|loves|watched|likes?|enjoys?|(?:will"
        "|would|can) (?:like|enjoy|agree on))",
        *("crowd[ -]?pleas(?:er|ing|ers)", "iconic", "household names?", "trending", "big names?", "big[ -]budget"),
    ),
}
_OPPOSITE: dict[Fame, Fame] = {"hidden": "popular", "popular": "hidden", "acclaimed": "any", "any": "any"}

_REWATCH = either(
    *("re-?watch(?:ing|ed|able)?", "(?:watch|see) (?:something |one )?again"),
    "seen before and (?:\\w+ )?(?:loved?|liked?|enjoyed)",
    r"(?:i(?:'ve| have)?|we(?:'ve| have)?) (?:have )?(?:already |once )?(?:seen|watched)(?: it"
    r"| them)?(?: already| before)?"
    r"(?:,? and| but)? (?:i )?(?:\w+ )?(?:loved?|liked?|enjoyed|know)",
    "an? (?:old|all-time|personal)? ?favou?rites? (?:of mine|of ours|again)",
    "(?:old|my) favou?rites? (?:to|that i can) (?:re)?watch",
    "(?:one|something) (?:that )?i (?:already )?know",
    "(?<!is )(?<!was )(?<!are )(?<!have )(?<!'s )(?:one|something) (?:of|from) my (?:old |all-time )*favou?rites"
    "(?: again)?(?! (?:is|was|are|were|would)\\b)",
    *("i(?:'ve| have)? already (?:know|love)", "(?:happy|fine|ok|okay) to see (?:it|something|one) again"),
    "(?:something|one) (?:that )?(?:i|we) already (?:know|love|like)d?",
)
_A_SEEN_ONE = re.compile(  # "one that I have seen", but not "the best film I have seen"
    rf"(?<!best )(?<!worst )(?<!first )(?<!last )(?<!only )\b(?:ones?|something|films?|movies?|{_PLURALS}|{_SINGULARS})"
    r"(?: from [^.,;!?]{1,20})? (?P<seen>(?:that |which )?(?:i|we)(?:'ve| have) (?:already |both )?(?:seen"
    r"|watched|rated)"
    r"(?: before| already)?)(?=\W*$|[,.;!?]| and\b| but\b| please\b| again\b)"
)
_WISHED = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|now|then|just|only|maybe|rather|actually)\b\W*)*(?:an?|one|something|some|any|of)?\b"
    r"(?!\W*(?:i|we|it|that|this|the)\b)"
    r"|\b(?:want|wants|like|need|give me|show me|find me|recommend|suggest|how about|pick|prefer|time)\b"
)
_NEW_TO_ME = either(
    r"(?:nothing|none|not (?:one|something|any\w*|films?|movies?)|no (?:films?|movies?)) (?:that |which )?(?:i"
    r"|we)(?:'ve"
    r"| have) (?:already )?(?:seen|watched|rated)(?: before| already)?",
    r"(?:that )?(?:i|we)(?:'ve| have)?(?: both)?(?: (?:probably|definitely|actually|really))? ?(?:haven't"
    r"|have not|not|never|hasn't)"
    r"(?: already| yet)? (?:seen|watched)(?: yet| before| already)?",
    *("new to (?:me|us)", "unseen(?: films?| movies?)?", "unwatched", "for the first time"),
)

_AGE = (
    rf"(?P<age>\d{{1,2}}|{'|'.join(word for word in NUMBERS if word not in ('a', 'an', 'half'))}|(?:thir|four"
    rf"|fif|six|seven|eigh|nine)teen)"
)
_RELATION = (
    r"(?:kids?|child(?:ren)?|sons?|daughters?|boys?|girls?|nephews?|nieces?|grandsons?|granddaughters?"
    r"|grand(?:kids|children)"
    r"|toddlers?|little (?:ones?|brother|sister)|twins|class|pupils)"
)
_AGES = (
    rf"(?:(?:my|our|the|for|with|his|her) )*(?:\w+ )?{_RELATION}(?: who)?(?:'s|'re)?(?:,| is| are| \(| aged?"
    rf"| ages)+ ?(?:aged? )?{_AGE}"
    rf"(?:(?:,| and|,? or| to|-| &)+ ?(?:\d{{1,2}}|{_COUNTS}))*(?: years? old)?\)?",
    rf"(?:for |with |of )?(?:my |our |an? |the )*{_AGE}[ -](?:years?|yrs?)[ -]olds?(?: (?:kid|son|daughter|boy"
    rf"|girl|child|nephew|niece))?",
    rf"(?:kids|children|boys|girls|ages?|aged|ones)(?: of| aged| ages)? {_AGE}(?: ?(?:-|to|and) ?\d{{1,2}})"
    r"(?:[ -](?:years?|yrs?)(?:[ -]olds?)?)?",
)
_SMALL = r"(?:(?:the|my|our|little|small|young|younger|tiny) )*"
_TEENS = r"(?:(?:my|our|for|with|a|the) )*teen(?:age(?:d|rs?)?|s)?(?: (?:kids?|children|sons?|daughters?|boys?|girls?))"
_THEIR_CHILD = (
    rf"(?:(?:for|with|and) )?(?<!not )(?:my|our) (?:\w+ )?{_RELATION}"
    rf"|toddlers?|(?:the )?little ones|grandkids"
)
_SPEAKS = (  # a child or grandchild who only says something: "my grandson recommended you", "the kid who set this up"
    rf"(?:(?:my|our|the|this|that|some|a) (?:\w+ )?)?{_RELATION}(?: (?:who|next door|at work|that|in the shop|just"
    rf"|has|had))*"
    r" (?:said|says|told|tells|recommend(?:s|ed)|suggest(?:s|ed)|set|sets|showed|shows|put|installed|gave|sent|made"
    r"|thinks?"
    r"|taught|bought|helped|mentioned|raved|swears?|keeps? (?:saying|telling))\b(?! (?:watching|wants?))"
)
_AWAY = (
    r"(?:the |our |my )?(?:kids|children|little ones|baby|family) (?:(?:(?:are|is) )?(?:now |finally |already |all )*"
    r"(?:asleep|in bed|away|gone|sleeping)|(?:are|is) (?:out|at|not (?:here|home)|with|off))\b"
    r"|without (?:the|our|my) (?:kids|children)"
)
_GROWN_UPS = either(
    rf"(?:not|nothing|isn't|aren't|never|no) (?:(?:meant |made |really |just |only )*for (?:the )?|an? |anything for )?"
    rf"{_SMALL}(?:kids?|children|babies|toddlers|kiddies)(?:'s)?(?! and)(?: {NOUN})?(?! (?:get|are|in)\b)",
    r"(?P<grown>(?:(?:but|only|strictly|more|just|rather|one|something|film|movie|stuff) )?(?:for|aimed at) (?:the )?"
    r"(?:grown[ -]?ups?|adults?)|adults? only|adult(?= (?:animat|cartoon|anime|audience|film|fare)))(?: only)?"
    r"(?!,? (?:and|or|as well|too|with)\b)",
    r"(?:for )?(?:grown[ -]?ups?|adults?)(?: only)?",
)
_FOR_CHILDREN = either(
    r"(?:suitable|ok|okay|safe|appropriate|fine|good) (?:for|to watch with) (?:the |my |our |small |young "
    r"|younger )*(?:kids|children|family)",
    r"(?:kid|child|family|children)s?[ -](?:friendly|safe|appropriate)|rated (?:g|pg|u)|(?:pg|g)[ -]rated",
)


def read_wants(scan: Scan, reading: Reading) -> None:
    """Fill the reading with the number of films, their fame, and whether they were seen before."""
    _read_count(scan, reading)
    known = asks_for_seen(scan)
    if scan.take(_NEW_TO_ME):
        reading.rewatch = False
    elif scan.take(_REWATCH) or (known is not None and not scan.is_taken(*known)):
        reading.rewatch = True
        scan.mark(*known or (0, 0))
    for fame, words in _FAME.items():
        for match in scan.take(words):
            how = stance(scan, *match.span())
            if how == "wanted":
                reading.fame = fame if reading.fame in (None, "popular") else reading.fame
            elif reading.fame is None:
                reading.fame = "any" if how in ("free", "fine") else _OPPOSITE[fame]


def asks_for_seen(scan: Scan) -> tuple[int, int] | None:
    """Where the message says that the film asked for is one that the person saw, if it does."""
    match = _A_SEEN_ONE.search(scan.text)
    if match is None or not _WISHED.search(scan.before(match.start()) or " "):
        return None
    return match.span("seen")


def read_children(scan: Scan, reading: Reading) -> None:
    """Fill the reading with the children who watch along, if they are young."""
    if scan.take(_AWAY):
        reading.dropped_genres += ("Children",)
    scan.take(_SPEAKS)
    for pattern in _AGES:
        for match in scan.take(pattern):
            if _years(match["age"]) < GROWN:
                reading.genres = ("Children",)
    scan.take(_TEENS)
    for match in scan.take(_GROWN_UPS):
        if match["grown"] or re.match(r"no|isn|aren|never", match[0]):
            reading.not_genres = ("Children",)
        else:
            reading.dropped_genres += ("Children",)
    if scan.take(_FOR_CHILDREN) or scan.take(_THEIR_CHILD):
        reading.genres = ("Children",)


def _years(said: str) -> int:
    return int(said) if said.isdigit() else NUMBERS.get(said, GROWN)


def _read_count(scan: Scan, reading: Reading) -> None:
    for pattern in _COUNT:
        for match in scan.take(pattern):
            reading.count = count_of(match["count"]) if match["count"] else 2
    one = _FIRST_ONE.search(scan.text)
    if one and reading.count is None and not scan.is_taken(*one.span("count")):
        scan.mark(*one.span("count"))
        reading.count = 1


def count_of(word: str) -> int:
    """A number of films, 1 to 20."""
    return min(max(int(word) if word.isdigit() else NUMBERS[word], 1), 20)
