"""Movies and people that a message names, and what it says of each: an example, an opinion, a question, a refusal."""

import re

from chatbot.admiration import Part, meant_by_pronoun, part_of
from chatbot.conversation import Session
from chatbot.makers import read_maker
from chatbot.opinions import DISLIKED, HATED, LIKED, LOVED
from chatbot.reading import Reading
from chatbot.references import SEEN_IT, read_pronouns, spoken_of
from chatbot.references import read_ordinals as read_ordinals
from chatbot.role_cues import BOUNDS, COMPARES, IT, QUESTION
from chatbot.roles import Named, assign, opinions_on_it
from chatbot.scan import Scan, either
from retrieval.index import Credit
from retrieval.matches import TitleMatch
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder

STARS = {"loved": LOVED, "liked": LIKED, "disliked": DISLIKED, "hated": HATED}

_FRAMES = tuple(  # questions whose form shows where the title stands, for titles that are ordinary words
    re.compile(pattern)
    for pattern in (
        r"\bwhat(?:'s| is| was) (?P<title>.{1,60}?) (?:about|rated|like)\b",
        r"\b(?:what|which) year (?:was|did|is) (?P<title>.{1,60}?) (?:released|made|come out|from)\b",
        r"\bwhen(?:'s| was| did| is) (?P<title>.{1,60}?) (?:released|made|from|come out|come|shot|filmed)\b",
        r"^\W*(?:would|will|could|might|does|did|can) (?P<title>.{1,60}?) (?:be (?:too|ok|okay|fine|suitable|good|all"
        r" right)"
        r"|upset|scare|frighten|bore|traumati[sz]e|work for|suit|give|make (?:my|a|the|me|us))\b",
        r"^\W*(?:is|was|does|has) (?P<title>.{1,60}?) "
        r"(?:(?:too|very|really|any|an?|suitable|ok|okay|worth|have|in) )*"
        r"(?:scary|good|violent|long|sad|funny|worth|suitable|ok|okay|watching|gory|comedy|horror|black|for|romantic"
        r"|appropriate|boring|[a-z]+ish)\b",
        r"\bhow (?:long|old|good|scary|violent) is (?P<title>.{1,60}?)\W*$",
        r"\b(?:who (?:directed|made|stars in|is in|was in|plays in)|who's in|the (?:cast|director|plot|length) of)"
        r" (?P<title>.{1,60}?)\W*$",
        r"\b(?:something|movies?|films?|more|anything) like (?P<title>.{1,60}?)(?=,| but|$|[.!?])",
        r"^\W*(?:i want to (?:watch|see)|let's watch|play) (?P<title>.{1,60}?)\W*$",
        r"^\W*(?:have you (?:ever )?(?:seen|watched|heard of)|did you (?:see|like|watch|enjoy)"
        r"|do you (?:know|like|have)) (?P<title>.{1,60}?)(?: yet| already)?\W*$",
        r"\b(?:what|how) about (?P<title>.{1,60}?)\W*$",
        r"\bwhy (?:not|no|isn't|didn't you (?:suggest|show|pick|say)) (?P<title>.{1,60}?)(?: (?:on|in) .*)?\W*$",
    )
)
_NO_TITLE = re.compile(
    r"(?:it|her|him|them|us|me|you|this|that|these|those|one|some|any|all|more|others?|something|anything|everything"
    r"|nothing|(?:that|this|the) (?:one|movie|film|first|second|third|last))(?: all| of them)?"
)
_REFUSING = re.compile(
    either(
        *(
            "no",
            "not",
            "without",
            "hates?",
            "(?:can't|cannot|couldn't) (?:stand|bear|abide|handle|take)",
            "fed up with|none (?:with|by|of|from)|veto(?:e[sd])?|apart from|aside from",
            "(?<!who )(?:don't|doesn't|do not|didn't|does not) (?:really )?(?:like|want|love|have|star|feature"
            "|include|involve)",
        ),
        *(
            "except",
            "avoid",
            "(?:anything|everything) but",
            "leave out",
            "skip",
            "never",
            "neither|nor",
            "minus",
            "dislikes?",
        ),
        *("spare (?:me|us)", "but not", "tired of", "sick of", "not a fan of", "other than", "drop", "lose", "enough"),
        r"(?:anyone but|nothing (?:with|by|from|starring)|(?:that|which|ones?|they|it) (?:isn't|aren't|wasn't"
        r"|weren't))",
    )
    + r"\s+(?:(?!with\b|by\b)[\w'-]+\s+){0,2}(?:with |by |of |from )?(?:the )?$"
    r"|\b(?:seen|watched|know)(?: already)? (?:everything|all|most|every(?: \w+)?)(?: of| the| his| her| their)*"
    r"(?: (?:films?|movies?|work|stuff))?(?: (?:by|with|of|from)(?: the)?)? $"
)
_NOT_ONE_BUT = re.compile(r"^\W*(?:no,? )?not (?:with |by )?$")  # "not Tom Hanks, Meg Ryan"
_CHOICE = re.compile(r",? or (?:even |maybe |perhaps |else )?(?:(?:something )?(?:with|by) )?(?:the )?")
_OR_FIRST = re.compile(r"^\W*or (?:(?:maybe|perhaps|even|else|something|anything|one) )*(?:with |by |from )?(?:the )?$")
_DIRECTS_BEFORE = re.compile(r"\b(?:(?:directed|helmed|shot|filmed) by|directors?)(?: the)? $")
_DIRECTS_BEHIND = re.compile(
    r"(?:'s)? (?:(?:has|have|had|also|ever|himself|herself) )*(?:direct(?:s|ed)?|helmed|as (?:an? |the )?director)\b"
)
_PLAYS_BEFORE = re.compile(r"\b(?:starring|featuring|played by|stars|actor|actress)(?: the)? $")
_PLAYS_BEHIND = re.compile(
    r" (?:(?:has|have|had|also|ever) )*(?:star(?:s|red|ring)?|play(?:s|ed)|act(?:s|ed|ing)|as an? act(?:or|ress)"
    r"|in (?:the|an?) (?:lead|leading|main|starring|title|supporting) (?:role|part))\b"
)
_NOT_BY_THEM = re.compile(
    r"\b(?:not|isn't|wasn't|without being) (?:directed|made|shot) by (?:him|her|them)(?:sel(?:f|ves))?\b"
)
_NOT_IN_IT = re.compile(
    r"\b(?:is|was|does|did)(?:n't| not) (?:in|act|star|play|appear)|\bwithout (?:acting|starring|being in)\b"
)
_ANNOYS = re.compile(
    r"(?:'s)? (?:(?:really|just|always|so|also) )*(?:get(?:s|ting)? on (?:my|our) nerves|annoy(?:s|ing)?(?: me| us)?\b"
    r"|irritat(?:es|ing)(?: me| us)?\b|drives? (?:me|us) (?:mad|crazy|nuts|up the wall)|leaves? (?:me|us) cold"
    r"|(?:must|should|can|may|could)(?:n't| ?not) be (?:in (?:it|this|there|them)|part|involved)"
    r"|(?:must|should) stay out|(?:is|are) (?:out|banned|off the table)(?=\W*$|[.,;!?])"
    r"|(?:is|are) (?:(?:so|really|just|too|totally) )*(?:annoying|unbearable|insufferable|overrated|the worst"
    r"|not for me))"
)
_JOINT = re.compile(r"(?:'s)? (?:joints?|flicks?|pictures?|vehicles?|outings?)\b")
_COMPANION = re.compile(  # somebody who watches along, by a first name
    r"\b(?:my|our) (?:friend|mate|pal|son|daughter|wife|husband|brother|sister|partner|boyfriend|girlfriend|cousin|boss"
    r"|nephew|niece|colleague|flatmate|roommate) (?P<kin>[^\W\d_]+)\b"
    r"|\b(?P<own>[A-Z][^\W\d_]+)(?=(?:,| and| &) (?:I|i|me|my|us)\b)"
    r"|(?:^|[.,;!?] |\b[Aa]nd |\b[Bb]ut )(?P<wants>[A-Z][^\W\d_]+)"
    r"(?=,? (?:wants?|likes?|loves?|hates?|prefers?|needs?|would|is \d|who (?:wants|likes|loves|is \d))\b)"
    r"|\b(?:[Mm]y name is|[Mm]y name's|I'm|i'm|call me) (?P<me>[^\W\d_]+)\b"
)
_FED_UP = (
    r"(?:(?:i'm|i am|we're) )?(?:so |really )?(?:sick|tired|bored|fed up) (?:of|with) (?:him|her|them)"
    r"|can't (?:stand|bear|abide)(?: (?:him|her|them))?|spare (?:me|us)|(?:oh |dear |my )*god(?=,? no\b)"
)
_AND = re.compile(r"\s*(?:,|,?\s*(?:and|or|nor|&)|/)\s*(?:(?:directed )?by |with |starring |featuring |even )?")
_REMARK = re.compile(  # says what a film is like, and then asks for another
    r"(?: ?\(\d{4}\))? (?:was|is|were|looked|seemed|felt)\b[^.!?;\n]*[.!;]"
    r".*\b(?:please|something|anything|wants?|need|looking|recommend|suggest|mood|how about an?)\b[^?]*$"
)
_WHERE = re.compile(r"\b(?:films?|movies?|ones?|something|anything) (?:where|in which|when)(?: [\w'-]+){0,6}? $")
_LIST = re.compile(
    r"\bhow many (?:[\w-]+ ){0,2}(?:films?|movies?)\b|^\W*(?:please )?(?:list|name)\b"
    r"(?! (?:me )?(?:\d|a |an |one|two|three|four|five|six|seven|eight|nine|ten|some|any)\b)"
    r"|\beverything (?!but\b|except\b|else\b|is\b)(?:\w+ ){1,4}?(?:has|have|had|did|made|directed|is in|was in)\b"
    r"|\b(?:what|which)(?: other| else)?(?: (?:films?|movies?|pictures?))? (?:has|have|had|did|does|is|are|was|were)\b"
    r"|\bin (?:what|which) (?:films?|movies?|pictures?) (?:can|could|may|might|do|does|did|will|is|was|has|have)\b"
    r"|\b(?:list|name|show me|give me)? ?\b(?:all|every|each(?= (?:film"
    r"|movie)))(?: of)?(?: the)?(?: \w+){0,3}(?: (?:films?|movies?))?\b"
    r"|\beverything (?:by|with|from|directed|made|starring)|\bfilmography\b|\ball of them\b"
    r"|\b(?:films?|movies?) of\b(?! the\b)|\bcomplete works\b"
)
_UNLISTED = re.compile(
    r"\b(?:seen|watched) (?:all|every)|\b(?:all[- ]time|at all|all night|all day|after all|of all)\b|\bwhat should\b"
)


def read_mentions(scan: Scan, titles: TitleFinder, session: Session, reading: Reading) -> None:
    """Fill the reading with the movies that the message names, each in its role."""
    matches = [match for match in titles.mentioned(scan.original) if not _is_number(scan.text, match.span)]
    matches = matches or _framed(scan, titles)
    if not matches:
        read_pronouns(scan, titles, session, reading)
        return
    matches = [match for match in matches if not _bounds(scan, match, reading)]
    matches = [match for match in matches if not read_maker(scan, match, reading)]
    if not matches:
        return
    named = [
        Named(match.span, tuple(dict.fromkeys((match.movie.movie_id, *match.series))), match.together)
        for match in matches
    ]
    stars = assign(scan, named, reading)
    if reading.intent == "fact" and COMPARES.search(scan.text) and IT.search(scan.text[: named[0].span[0]]):
        other = spoken_of(titles, session)[:1]
        if other and other[0] not in reading.about:
            reading.about, reading.intent = (*other, *reading.about), "compare"
    behind = scan.text[named[-1].span[1] :]
    seen = SEEN_IT.search(behind) or _REMARK.match(behind)
    if reading.intent == "fact" and seen and not QUESTION.match(scan.before(named[0].span[0])):
        reading.seen, reading.about, reading.intent = (*reading.seen, *reading.about), (), "recommend"
    if reading.intent != "why":
        opinions_on_it(scan, named[-1].span[1], named[-1].movies[:1], stars, reading)


def _bounds(scan: Scan, match: TitleMatch, reading: Reading) -> bool:
    """Whether the movie only says how long or old others may be ("shorter than Heat"); the reading gets the bound."""
    start, end = match.span
    before = scan.before(start)
    found = BOUNDS.search(before)
    minutes, year = match.movie.runtime_minutes, match.movie.year
    if found is None or QUESTION.match(before):
        return False
    if found[0].startswith(("shorter", "longer")):
        if minutes is None:
            return False
        reading.min_runtime, reading.max_runtime = (minutes + 1, None) if found["more"] else (None, minutes - 1)
    else:
        if year is None:
            return False
        reading.min_year, reading.max_year = (year + 1, None) if found["more"] else (None, year - 1)
    scan.mark(start - len(found[0]), end)
    return True


def _is_number(text: str, span: tuple[int, int]) -> bool:
    """An amount, hardly ever a title: a number of one or two digits, or a unit behind a number ("over 2 hours")."""
    named = text[slice(*span)]
    if re.match(r"(?:hours|minutes|days|years)\b", named) and re.search(
        r"(?:\d|\b(?:one|two|three|four|five)) $", text[: span[0]]
    ):
        return True
    return len(text) > span[1] - span[0] and bool(re.fullmatch(r"(?:number |part |no\.? )?\d{1,2}", named))


def _framed(scan: Scan, titles: TitleFinder) -> list[TitleMatch]:
    """The movie whose exact title stands where a question speaks of a movie; empty if there is none."""
    for frame in _FRAMES:
        match = frame.search(scan.text)
        if match and not _NO_TITLE.fullmatch(match["title"]):
            start, end = match.span("title")
            found = titles.mentioned(f'"{scan.original[start:end]}"')
            if len(found) == 1 and found[0].span[1] - found[0].span[0] >= end - start:
                return [TitleMatch(found[0].movie, found[0].score, (start, end))]
    return []


def _acts(scan: Scan, start: int, end: int) -> bool:
    """A whole name inside a plot that is told of its bearer: "one where Cary Grant is charming"."""
    return scan.is_taken(start, end) and " " in scan.text[start:end] and bool(_WHERE.search(scan.before(start)))


def _credit_of(scan: Scan, start: int, end: int) -> Credit:
    """What the person named there is to have done, where the message says it."""
    before, after = scan.before(start), scan.text[end:]
    if _NOT_BY_THEM.search(after):
        return "only_played"
    if _PLAYS_BEFORE.search(before) or _PLAYS_BEHIND.match(after):
        return "played"
    if not (_DIRECTS_BEFORE.search(before) or _DIRECTS_BEHIND.match(after)):
        return "either"
    return "only_directed" if _NOT_IN_IT.search(after) else "directed"


def _is_put_right(scan: Scan, found: list[tuple[str, tuple[int, int]]]) -> bool:
    """One name is taken back for another, which ends the message: "not Tom Hanks, Meg Ryan"."""
    (first, last), (start, end) = found[0][1], found[1][1]
    is_whole = not scan.text[end:].strip(" .!?")
    return is_whole and scan.text[last:start].strip() == "," and bool(_NOT_ONE_BUT.match(scan.text[:first]))


def read_people(scan: Scan, people: PeopleFinder, reading: Reading) -> bool:
    """Fill the reading with the people that the message wants in or out or praises, and if it asks for all they made.

    Whoever is merely talked of ("was Kevin Bacon in that?") counts as understood, and that is all.

    Returns:
        Whether the message names anyone.
    """
    last: tuple[int, Part | None] | None = None
    parts: list[Credit] = []
    found = [(name, span) for name, span in people.mentioned(scan.original) if not scan.is_taken(*span)]
    if reading.intent != "recall":
        reading.people += tuple(name for name, span in people.mentioned(scan.original) if _acts(scan, *span))
    asked = _LIST.search(scan.text) if found else None
    asked = None if asked is None or _UNLISTED.search(scan.text) else asked
    for name, (start, end) in found:
        joined = last is not None and (last[0] >= end or bool(_AND.fullmatch(scan.text[last[0] : start])))
        if joined and last is not None and last[1] is None and len(found) == 2 and _is_put_right(scan, found):
            joined = False
        if last is not None and joined:
            part = last[1]
        elif annoys := _ANNOYS.match(scan.text, end):
            part = None
            scan.mark(*annoys.span())
        elif _REFUSING.search(scan.before(start)):
            part = None
        else:
            part = "asked" if asked else part_of(scan, start, end)
        if part == "asked" and (
            _CHOICE.fullmatch(scan.text[last[0] : start]) if last else _OR_FIRST.match(scan.before(start))
        ):
            reading.any_people = True
        if part == "asked":
            own = _credit_of(scan, start, end)
            parts.append(parts[-1] if joined and parts and own == "either" else own)
        joint = _JOINT.match(scan.text, end)
        scan.mark(start, joint.end() if joint else end)
        last = (end, part)
        if part is None:
            reading.not_people += (name,)
        elif part == "asked":
            reading.people += (name,)
        elif part == "fond":
            reading.fond_of += (name,)
    for match in _COMPANION.finditer(scan.original):
        group = match.lastgroup or "own"
        if people.is_first_name(match[group]) and not scan.is_taken(*match.span(group)):
            scan.mark(*match.span(group))
    if len(set(parts)) == 1:
        reading.part = parts[0]
    if reading.fond_of and meant_by_pronoun(scan):
        reading.people += reading.fond_of
    reading.people = tuple(name for name in dict.fromkeys(reading.people) if name not in reading.not_people)
    reading.fond_of = tuple(dict.fromkeys(reading.fond_of))
    reading.fond_of = tuple(name for name in reading.fond_of if name not in reading.people)
    if reading.people and asked and reading.intent == "recommend":
        reading.intent = "list"
        scan.mark(*asked.span())
    if reading.not_people:
        scan.take(_FED_UP)
    if reading.part != "either":
        scan.take(_NOT_BY_THEM.pattern)
        scan.take(r"direct(?:ed|s)?")
    scan.take(r"(?:directed by|starring|stars|played by|made by|actor|actress|director)")
    return bool(found)
