"""What a message changes in the wish so far: other films, any year, all taken back."""

import re

from chatbot.comparatives import MUCH
from chatbot.conversation import Session
from chatbot.dates import DECADE, YEAR
from chatbot.lexicon import NUMBERS
from chatbot.reading import Reading
from chatbot.scan import Scan, either
from chatbot.stance import NOUN, Said, said_of
from chatbot.wants import count_of
from retrieval.people import PeopleFinder

_RESET = either(
    *("start (?:all )?over", "start (?:again|afresh|anew|from scratch)"),
    "forget (?:it all|it|that|everything|all (?:of )?(?:that|this)|about (?:all )?that)",
    *("never ?mind(?: all)?(?: that| this| it| everything)?(?= *$|[,.;!]| i )", "from scratch", "reset"),
    *("new (?:search|topic)", "fresh start", "clean slate", "scrap (?:that|all that|it|everything|this)"),
    "(?:erase|clear|wipe|delete) (?:everything|it all|all that|my wishes?)",
    *("(?:cancel|drop|scratch|disregard) (?:all (?:of )?that|that|everything|all)", "let's begin again"),
    "back to (?:square one|the start)",
)
_THEM = (
    r"(?:all (?:of )?(?:them|these|those|three|the above)|them all|both(?: of them)?|every one of (?:them|these)"
    r"|(?:these|those|them)"
    r"(?: (?:three|ones|films|movies))?|everything(?: here| you showed| on the list)?)"
)
_SEEN_ALL = (
    rf"(?:i've |we've |i have |we have |i |we )?(?:already |actually )?(?:seen|watched|saw"
    rf"|know) {_THEM}(?: already| before)?"
    r"|(?:already )?seen all(?: of)?(?: them| these| those)?|seen them"
)
_NONE = either(
    rf"(?:don't|do not|didn't) (?:like|want|fancy) (?:any of )?{_THEM}",
    rf"(?:none|neither|not any|not one) of (?:{_THEM}|the above)(?: (?:appeals?|works?|looks?|does it|for me"
    rf"|please)\b)?",
    rf"not {_THEM}",
    *("no to all", "none(?: please| thanks)?"),
    "(?:these|those|they)(?: all)? (?:don't|do not) (?:appeal|work|do it)",
)
_MORE = either(
    "(?:something|anything|what|anyone) (?:completely |totally |entirely |a bit )?(?:else|different)",
    *("(?:any |some |the )?others?", "(?<!not )another(?: one)?", "different ones?"),
    *("(?:a )?different(?= *$|[.,!?])", "next(?: one)?(?= *$|[.,!?])", "(?:show me|give me|any|some|got) more"),
    "(?<!or )more(?: please| options| choices| ideas| suggestions)?(?= *$|[.,!?])",
    "more (?:like )?(?:of )?(?:that|this|these|those)(?! one)",
    *("not (?:that|this|it)(?: one)?(?: again)?(?= *$| *[.,!?]| please)", "(?:try|go) again"),
    *("what else(?: (?:is there|have you got|do you have))?", "keep going"),
    *("(?:any|other) (?:other|more) (?:ideas|suggestions|options|recommendations|films|movies|ones)", "new ones"),
    *("again please", "(?:have|got) anything else", "else(?= *$|[.,!?])"),
    *("other (?:films|movies|ones|options|ideas|suggestions)", "shuffle", "refresh"),
)
_NO = re.compile(r"\W*(?:no|nope|nah|no thanks|no thank you|not really|hmm no|meh)\W*")
_ELSE = re.compile(r"\b(?:else|others?|another)\b")
_NOT_IT = re.compile(
    r"(?:\bnot|n't) (?:really )?(?:like|want|fancy|enjoy) (?:it|that|this)(?: one)?\b(?! (?:if|when|to))"
)
_WITHOUT_THEM = (
    r"(?:without|not(?: with| by)?|no(?: more)?(?: of)?|minus|except|(?:nothing|anything but|none"
    r"|anyone but) (?:with|by|from|of)"
    r"|(?:sick|tired|enough) of|(?:can't|cannot) stand|(?:don't|do not) (?:like|want)|drop|lose|leave out|skip)"
    r" (?:him|her|that (?:actor|actress|director|guy|man|woman)|them(?= *$| *[.,!?]))"
    r"(?! (?:film|movie|age|part|latest|new|old|in (?:the|a)\b))"
    r"|(?:he|she)(?:'s| is)? not in (?:it|them|these)|(?:he|she)(?:'s| has| had)? nothing to do with"
)
_FIELDS = (
    (
        r"(?:year|years|decade|decades|era|eras|age of (?:it|the film)|period|date|dates|release (?:date|year)"
        r"|time period|how old(?: (?:it|they) (?:is|are))?|when (?:it|they) (?:is|was|were)(?: made| from)?)",
        ("min_year", "max_year", "not_years"),
    ),
    (
        r"(?:length|runtime|run time|running time|duration|how long(?: (?:it|they) (?:is|are))?|time limit"
        r"|minutes|hours)",
        ("min_runtime", "max_runtime"),
    ),
    (r"(?:languages?|language it's in)", ("language", "not_languages")),
    (r"(?:country|countries|origin|nationality|where it's from)", ("countries", "not_countries")),
    (r"(?:genres?|kind|kinds|type|types|sort)", ("genres", "any_genres")),
    (r"(?:moods?|tone|feel|atmosphere|vibe)", ("moods", "not_moods")),
    (r"(?:actors?|actress(?:es)?|cast|stars|directors?|people|who(?:'s| is) in it)", ("people",)),
    (r"(?:popularity|fame|ratings?|reviews|how (?:famous|popular|well[- ]known) it is)", ("fame",)),
    (r"(?:topic|subject|theme|plot|story)", ("query",)),
)
_NO_MATTER = (
    r"(?:doesn't|does not|don't|do not|isn't|is not|aren't|no longer|needn't) (?:really )?(?:matters?"
    r"|important|an issue|relevant|count|bother)"
)
_ANY = (
    r"(?:any|whatever|whichever|regardless of(?: the)?|all|no matter(?: the| what)?|not (?:fussed|bothered"
    r"|picky) about(?: the)?)"
)
_LET_GO = (
    r"(?:never ?mind|forget|ignore|drop|lose|remove|lift|relax|loosen|scrap|skip|doesn't matter|does not matter"
    r"|don't mind|not care|don't care|do not care"
    r"|not worry|don't worry|without)"
    r"(?: about| what| which)*(?: (?:the|that|any|my|this))?"
)
_LIMIT = r"(?: (?:limit|restriction|requirement|filter|constraint|condition|thing|part|bit|range|it is|it's from))?"
_WELCOME = (
    r"(?:(?: (?:ones?|films?|movies?|stuff|titles))?(?: (?:is|are|would be|works?|will do)|'s) ?(?:also "
    r"|totally |perfectly "
    r"|just as |absolutely )?(?:fine|ok|okay|good|alright|all right|welcome|possible|great|no problem|allowed|cool)\b"
    r"(?: too| as well| with me| now)?|(?: (?:ones?|films?|movies?))? (?:too|as well|ok|okay|fine)\b(?: too| as well)?)"
)
_LOOSE = (  # a comparative or an adjective that is allowed, and the bound that goes
    (r"(?:longer|long)", "max_runtime"),
    (r"(?:shorter)", "min_runtime"),
    (r"(?:older|old|older classics|classics)", "min_year"),
    (r"(?:newer|more recent|more modern|new|recent|modern)", "max_year"),
)
_NEEDLESS = (
    r"(?:(?:doesn't|does not|don't|needn't|need not|no longer)(?: really)?(?: has| have| need"
    r"| needs)?(?: to)? be|not necessarily)"
    r"(?: (?:so|that|as|very|all that|particularly|too|from|in|an?))*"
)
_NEED_GONE = (
    (r"(?:recent|new|modern|newer|contemporary)", ("min_year",)),
    (r"(?:old|older|classic|a classic)", ("max_year",)),
    (r"(?:short|shorter|quick)", ("max_runtime",)),
    (r"(?:long|longer)", ("min_runtime",)),
    (rf"(?:the )?(?:(?:early|mid|late)[ -])?(?:{DECADE}|{YEAR})", ("min_year", "max_year")),
    (r"(?:under|over|less than|more than) [\w ]*?(?:hours?|minutes?)", ("min_runtime", "max_runtime")),
)
_SUBTITLES_FINE = (
    r"(?:(?:with|reading) )?subtitles? (?:is|are|would be)(?: \w+)? (?:fine|ok|okay|no problem|good|alright"
    r"|welcome)(?: after all| too| now)?"
    r"|(?:don't|do not) mind (?:reading )?subtitles?|subtitles? (?:don't|do not) bother (?:me|us)|(?:ok|okay"
    r"|fine|happy) with subtitles?|no (?:subtitles?|subs) (?:problem|issues?)s?|subtitles? (?:no|not a) problem"
)


def read_reset(scan: Scan, reading: Reading) -> None:
    """Starting over."""
    if scan.take(_RESET):
        reading.reset = True


def read_control(scan: Scan, session: Session, reading: Reading) -> None:
    """Other films instead of those listed."""
    if session.listed and scan.take(_SEEN_ALL):
        reading.seen += session.listed
        reading.more = True
    if session.listed and scan.take(_NONE):
        reading.refused += session.listed
        reading.more = True
    numbers = "|".join(word for word in NUMBERS if word not in ("a", "an", "half", "hundred"))
    for match in scan.take(rf"(\d{{1,2}}|{numbers}) (?:more|others?)(?! than)"):
        reading.more = True
        reading.count = count_of(match[1])
    if scan.take(
        r"(?:an?|one) (?:last|final|more|further|extra)(?: (?:one|film|movie|pick))?(?! of\b)(?= *$|[.,!?]| please)"
    ):
        reading.more, reading.count = True, 1
    if scan.take(_MORE) or (session.turns and _NO.fullmatch(scan.text)):
        reading.more = True
    if _ELSE.search(scan.text) and session.wish.intent in ("fact", "compare"):
        reading.refused += tuple(movie_id for movie_id in session.wish.about if movie_id not in reading.refused)
    if _NOT_IT.search(scan.text) and len(session.listed) == 1:
        reading.similar_to = tuple(movie_id for movie_id in reading.similar_to if movie_id not in session.listed)
        reading.refused += tuple(movie_id for movie_id in session.listed if movie_id not in reading.refused)
        reading.more = True
    _refuse_them(scan, session, reading)
    scan.take("surprise (?:me|us)")


def _refuse_them(scan: Scan, session: Session, reading: Reading) -> None:
    """Nothing with the people of the wish: "and without him?"."""
    people = reading.fond_of or session.wish.filters.people or session.wish.fond_of[-1:]
    if people and not reading.people and scan.take(_WITHOUT_THEM):
        reading.not_people += people
        reading.fond_of = ()


def read_let_go(scan: Scan, session: Session, people: PeopleFinder, reading: Reading) -> None:
    """What no longer needs to hold: "any year", "longer is fine too", "it needn't be with Tom Hanks"."""
    for noun, fields in _FIELDS:
        if scan.take(rf"(?:{_ANY} {noun}|(?:the )?{noun} {_NO_MATTER}|{_LET_GO} {noun}{_LIMIT}){_WELCOME}?"):
            reading.dropped += fields
    if scan.take(_SUBTITLES_FINE):
        reading.dropped += ("not_languages",) if session.wish.filters.not_languages else ()
        reading.dropped += ("language",) if session.wish.filters.language == "en" else ()
    for words, field in _LOOSE:
        allowed = (
            rf"(?:an? )?{MUCH}{words}{_WELCOME}|(?:can|could|may|might) (?:also )?be {MUCH}{words}(?: too| as well)?"
        )
        if scan.take(rf"(?:{allowed}|don't mind (?:an? )?(?:if it's |it being )?{MUCH}{words}(?: {NOUN})?)"):
            reading.dropped += (field,)
    for words, fields in _NEED_GONE:
        if scan.take(f"{_NEEDLESS} {words}"):
            reading.dropped += fields
    gone = (
        rf"(?:drop|forget|lose|ignore|never ?mind|scrap|remove) (?:about )?(?:from )?(?:the )?(?:{DECADE}"
        rf"|{YEAR})(?: (?:thing|bit|part))?"
    )
    if (
        any(True for _ in scan.find(gone))
        and (session.wish.filters.min_year or session.wish.filters.max_year)
        and not re.search(r"\b(?:newer|older|later|after|before)\b", scan.text)
    ):
        scan.take(gone)
        reading.dropped += ("min_year", "max_year")
    if session.wish.filters.not_years and scan.take(rf"(?:the )?(?:{DECADE}|{YEAR}){_WELCOME}"):
        reading.dropped += ("not_years",)
    _let_people_go(scan, session, people, reading)
    _let_themes_go(scan, session, reading)


def _let_people_go(scan: Scan, session: Session, people: PeopleFinder, reading: Reading) -> None:
    named = {*session.wish.filters.people, *session.wish.filters.not_people}
    if not named:
        return
    for name, (start, end) in people.mentioned(scan.original):
        said = said_of(scan, start, end)
        if name in named and said.stance in ("free", "fine"):
            scan.mark(said.start, said.end)
            reading.taken_back += (name,)


def _let_themes_go(scan: Scan, session: Session, reading: Reading) -> None:
    for theme in session.wish.not_about:
        for said in _said_of_theme(scan, theme):
            if said.stance in ("free", "fine", "wanted"):
                scan.mark(said.start, said.end)
                reading.taken_back += (theme,)
    if session.wish.query and any(said.stance == "free" for said in _said_of_theme(scan, session.wish.query)):
        for said in _said_of_theme(scan, session.wish.query):
            scan.mark(said.start, said.end)
        reading.dropped += ("query",)


def _said_of_theme(scan: Scan, theme: str) -> list[Said]:
    """What is said of a theme of the wish, in the singular or the plural."""
    words = re.compile(rf"\b{re.escape(theme.lower().rstrip('s'))}(?:e?s)?\b")
    return [said_of(scan, *match.span()) for match in words.finditer(scan.text)]
