"""Whether a message wants what it names, refuses it, or takes a wish back: "no horror", "horror is fine after all"."""

import dataclasses
import re
from typing import Literal, TypeAlias

from chatbot.scan import Scan, either

Stance: TypeAlias = Literal["wanted", "refused", "less", "free", "fine"]
"""refused: none of it; less: not so much of it; free: it need not hold; fine: it may be, and is refused no longer."""

NOUN = r"(?:movies?|films?|flicks?|ones?|stuff|pictures?|cinema|things?|titles?|stories|story|scenes?|elements?)"
_BETWEEN = (  # words that may stand between a refusal and what it refuses
    r"(?:(?:[\w-]*[ -]?(?:hour|minute)|any|anything|something|so|that|as|an?|the|another|of|those|these|much"
    r"|really|me|be|being|to|is|it"
    r"|want|with|all"
    r"|overly|make|makes|have|contain|include|involve|starring|featuring|abide|see|watch|full|lots?|loads|tons|kind|sort|in|into|for|big|huge|great|particularly|fan|fans|mood"
    r"|feel|feeling"
    r"|enjoy|care|stand|like|liked|fancy|dig|rate|crave|go|going|again|being|turn|turns|become|becomes|end|ends|do|need|needs|even|at|remotely|exactly|about|more|bit|touch|hint|trace|interested"
    r"|keen|on|bothered|interest|desire|patience|appetite|stomach|even think|looking|single|read|reading|got|usually"
    r"|recommend|recommending|suggest|suggesting|offer|showing|giving|watching|seeing"
    r"|those|handle|bear|deal|please|give|show|us|every|usual|typical|just|another|her|his|my|our|your|their|from|made"
    r"|by|movies?|films?|involving|containing|or|based|set|own|up|one|very|too|extremely|super|crazy|excessively) )*"
)
_REFUSALS = either(
    *("(?<!why )(?<!if )(?<!or )not", "no", "nothing", "without", "except(?: for)?", "avoid(?:ing)?", "hate[sd]?"),
    *(
        "skip",
        "loathes?",
        "detests?",
        "(?:any|every)(?:thing| genre| kind)? (?:but|except|bar)",
        "anything other than",
        "other than",
    ),
    *(
        "all (?:genres )?(?:but|bar)",
        "barring",
        "save for",
        "sans",
        "minus",
        "ditch",
        "scrap",
        "omit",
        "veto",
        "swerve",
        "lay off",
    ),
    *(
        "pass on",
        "(?:had|have had|had more than) my fill of",
        "(?:i'm|i am|we're|so) (?:so )?(?:over|done with|off(?! to)|through with)",
    ),
    *(
        "(?:overdosed|burne?[dt] out) on",
        "(?:put|turned) off by",
        "(?:save|deliver) (?:me|us) from",
        "(?:can't|cannot) be (?:doing|bothered|arsed) with",
        "hard pass on",
    ),
    *(
        "(?:have|got) no time for",
        "the last thing (?:i|we) (?:want|need)(?: now| tonight)? (?:is|are)",
        "draw the line at",
    ),
    *("(?:do|does|did)(?:n't| not)", "(?:is|are|was|were|ca|wo|should|must|would)n't", "cannot", "never", "neither"),
    *("nor", "dislikes?", "despises?", "(?:tired|sick|bored|weary) of", "fed up with"),
    *("(?<!get )(?<!got )enough(?: of)?(?: the)?", "had it with", "leave out", "leave", "drop", "lose", "cut out"),
    *(
        "free (?:of|from)",
        "none(?: of| with| in| from| that (?:is|are|has|have))?",
        "non",
        "zero",
        "exclud(?:e|ing)",
        "hold",
        "spare",
        "steer clear of",
    ),
    *("stay away from", "keep away from", "rule out", "(?:scared|afraid|frightened|terrified) of", "allergic to"),
    *("ban", "remove", "get rid of", "take out", "cut", "instead of", "rather than", "apart from", "aside from"),
    *("hates?", "stop", "doesnt", "anti", "absolutely no", "far from"),
    *("(?:nobody|no one|none of us)(?: \\w+)? (?:likes?|wants?|watches|enjoys)", "refuses? to (?:watch|see)"),
    "gone off",
)
_LESS = either(
    *(
        "(?<!or )less",
        "(?<!or )fewer",
        "too",
        "(?:go |take it )?easy on",
        "light on",
        "minimal",
        "(?:hardly|barely) any",
    ),
    *("(?:not|n't|nothing|never|no) (?:be )?(?:too|so|very|that|overly|as|super)", "tone down"),
)
_FREEING = either(
    r"(?:(?:do|does|did)(?:n't| not)|needn't|need not) (?:really )?(?:have|need)? ?to (?:be|come|have|feel)",
    *("needn't be", "need not be", "not necessarily", "no need (?:for|to be)"),
    "no longer (?:need|needs|have|has) to be",
    r"(?:do|does|did)(?:n't| not) (?:really )?(?:mind|care (?:if|about|whether)|need)",
    *("not (?:against|opposed to|averse to)", "(?<!not )open to", "(?:fine|ok|okay|cool) with"),
    *("changed? my mind about", "(?:any|whatever|whichever)(?= language| country)"),
    *("(?:can|could|may|might) (?:also |well )?(?:be|have|include)", "(?:allow|include|permit)"),
    *("(?:doesn't|does not) matter (?:if|whether)(?: it's| it is)?", "no problem with", "bring back"),
    *("even if it's", "stop (?:insisting on|requiring)", "forget(?: about)?(?: the)?"),
    *("(?:take|took) (?:it )?back(?: what i said)?(?: about| on)?", "i was wrong about"),
    "never ?mind(?: about)?(?: the)?",
    r"(?<!no )more (?:of an? )?(?:[\w-]+ ){1,2}than(?: an?)?",
)
_ENDED_BY = re.compile(rf"(?<![\w'])(?:(?P<free>{_FREEING})|(?P<less>{_LESS})|(?P<no>{_REFUSALS}))[ -]{_BETWEEN}$")
_FINE = (
    r"(?:also |totally |perfectly |absolutely |completely |really |quite |actually |just )*"
    r"(?:fine|ok|okay|alright|all right|allowed|welcome|good|acceptable|no problem|great|back on|possible|cool"
    r"|tolerable)"
)
_FREED_AFTER = re.compile(
    rf"(?: {NOUN})?(?: (?:is|are|would be|can be)|'s|'re) {_FINE}\b"
    rf"|(?: {NOUN})? (?:does|do)(?:n't| not) (?:bother|matter)"
)
_REFUSED_AFTER = re.compile(
    rf"(?:-free\b|(?: {NOUN})?,? ?"
    + either(
        r"(?:just |really )?makes? (?:me|us|her|him|them|my \w+) (?:cringe|sick|angry|sleepy|yawn|uncomfortable|anxious"
        r"|nervous|queasy|fall asleep)",
        r"(?:is|are|was|were|'s|'re) (?:just |really |definitely |totally |so |simply |absolutely )*"
        r"(?:not (?:really |exactly )?(?:for|my|our|his|her|their|what|something|an option|allowed|ok|okay"
        r"|welcome|wanted)"
        r"|out\b(?! of)|off (?:the table|limits)|a (?:big )?no\b|a (?:pain|drag|nuisance|chore|turn-?off"
        r"|deal[ -]?breaker|hard (?:pass|no)|turn[ -]off|non-?starter)|too much for|forbidden|banned|boring"
        r"|overrated|awful)",
        r"(?:isn't|aren't|is not|are not)(?: really| exactly| quite)? (?:my|our|for|his|her|their|what|something"
        r"|an option)",
        r"\??(?: ?[-,:(]|\?)? ?(?:god |hell |just |definitely )?(?:no|nope|nah|never)(?: thanks| thank you)?"
        r"(?= *$|[.,!;)])",
        r"(?:can|could) (?:go|wait)\b",
        r"a (?:wide berth|miss|rest)\b",
        r"not (?:allowed|welcome|wanted|required)\b",
        r"would be (?:a mistake|wrong|too much|awful|a bad idea)",
        r"(?:gives?|gave) (?:me|us|her|him|them|the kids) (?:the creeps|nightmares)",
        r"(?:scares?|bores?|annoys?|disgusts?|upsets?|puts?|turns?|depress(?:es)?|irritates?|freaks?|creeps?|leaves?)"
        r" (?:me|us|her|him|them|my \w+)\b(?: cold| off)?(?! wanting)",
        r",? ?(?:(?:and|but|which) )?(?:i|we|he|she|they) (?:really |just )?(?:hate|dislike|loathe|detest|(?:can't"
        r"|cannot|don't|do not|couldn't|won't) (?:bear|stand|like|watch|do|take|handle|enjoy|get))"
        r" (?:them|it|those|that)\b",
        r"(?:,|,? but|,? and) i (?:really )?(?:don't|do not)(?= *$|[.,!;])",
        r",? (?:then )?(?:i'm|we're|count me) out\b(?! of)",
        r"turns? (?:my|our|her|his) stomach",
        r"(?:does|do) nothing for (?:me|us|her|him)",
        r"(?:is|are|would be) the last thing (?:i|we) (?:want|need)",
        r"(?:aside|out)(?= |$|[.,;!?])(?! of(?! (?:it|this|the list)))",
        r"(?:doesn't|don't|never|does not|do not) (?:really )?(?:work for|appeal|do it for|interest)",
    )
    + r")"
)
_LIST = re.compile(
    rf"(?: ?{NOUN})?(?:,? (?:or|nor|and|with|w/)(?: (?:any|no))?|,|/| &)? ?{_BETWEEN}(?:too "
    rf"|very |so )?"
)
_ANEW = re.compile(
    r"(?:,? (?:and|but) )(?:an?|some|the|more|something) |\bmore\b(?! of)"
    r"|\b(?:maybe|perhaps|preferably|ideally|so)\b|\b(?:just|only|rather|please|give|show"
    r"|want|like)\b"
)
_SPREADS = re.compile(r"(?:no|without|avoid|nothing|anything but|hate[sd]?|(?:don't|doesn't) \w+|can't stand)\b")
_BUT = re.compile(r"(?:tired|sick|bored|weary) of|(?:any|every)thing (?:but|except|other than)|other than|except")
_NO = re.compile(r"(?:\b(?:no|not|never|cannot)|n't)\b(?: [\w']+){0,3} $")
_CANNOT_RESIST = re.compile(
    r"\b(?:can't|cannot|couldn't|never|won't|don't) (?:\w+ )?say no to (?:an? |any |some )?(?:\w+ )?$"
)
_ALL_BUT = re.compile(
    r"\b(?:any|every)thing(?: [\w-]+){1,2} (?:but|bar|except) $"
)  # "anything animated but [Japanese stuff]"
_REACH = 70  # characters before a word that may refuse it
_CLOSES_LIST = re.compile(r"[^.;!?]*?\b(?:or|nor)\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What the words around something say of it; those words are from `start` to `end`, `cue` those before it."""

    stance: Stance
    start: int
    end: int
    cue: str = ""


def said_of(scan: Scan, start: int, end: int) -> Said:
    """What the words around a stretch of the message say of it."""
    reach = max(0, start - _REACH)
    before = _ENDED_BY.search(scan.text[reach:start])
    if _CANNOT_RESIST.search(scan.text[reach:start]):
        return Said("wanted", start, end)
    if before and not (_BUT.match(before[0]) and _NO.search(scan.text[: reach + before.start()])):
        how: Stance = "free" if before["free"] else "less" if before["less"] else "refused"
        fine = _FREED_AFTER.match(scan.text, end) if how == "free" else None
        return Said(how, reach + before.start(), fine.end() if fine else end, before[0])
    if (all_but := _ALL_BUT.search(scan.text[:start])) and re.match(rf" {NOUN}\b", scan.text[end:]):
        return Said("refused", all_but.end() - len("but "), end, "but ")
    after = _FREED_AFTER.match(scan.text, end)
    if after:
        return Said("free" if re.search("matter|bother", after[0]) else "fine", start, after.end())
    after = _REFUSED_AFTER.match(scan.text, end)
    return Said("refused", start, after.end()) if after else Said("wanted", start, end)


def stance(scan: Scan, start: int, end: int) -> Stance:
    """The stance of `said_of`; the words that tell it count as understood unless the thing is wanted."""
    said = said_of(scan, start, end)
    if said.stance != "wanted":
        scan.mark(said.start, said.end)
    return said.stance


def goes_on(scan: Scan, cue: str, start: int, end: int) -> bool:
    """What stands between two things makes them one list, so that what `cue` says of the first holds for the second."""
    between = scan.text[start:end]
    if not between.strip():
        return _SPREADS.match(cue) is not None
    if _ANEW.search(between) or not _LIST.fullmatch(between):
        return False
    return "," not in between or re.search(r"\b(?:or|nor|and)\b", between) is not None or _closes(scan, end)


def _closes(scan: Scan, end: int) -> bool:
    return _CLOSES_LIST.match(scan.text, end) is not None
