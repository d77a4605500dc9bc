"""What words around a movie say of it, as stars, and whose opinion it is: "my wife adored [it]", "[it] was meh"."""

import dataclasses
import re
from typing import Literal, TypeAlias

from chatbot.scan import either

Whose: TypeAlias = Literal["own", "others", "nobody"]
"""own: the person's, alone or with others ("we"); others: of those who watch along; nobody: of people in general."""

LOVED, LIKED, FAIR, DISLIKED, HATED = 5.0, 4.0, 3.0, 2.0, 1.0

_KIN = (
    r"(?:wife|husband|hubby|spouse|partner|girlfriend|boyfriend|gf|bf|fianc[ée]e?|kids?|child|children|sons?|daughters?"
    r"|boys?|girls?|mum|mom|mummy|mommy|mother|dad|daddy|father|parents|grand\w+|granny|brothers?|sisters?|siblings"
    r"|friends?|mates?|buddy|roommates?|flatmates?|cousins?|uncle|aunt|family|folks|nephews?|nieces?|boss|colleagues?"
    r"|date|toddler|little ones?|teenagers?|teens?|twins|in-laws|guests|everyone (?:here|else)|\d+[ -]years?[ -]olds?)"
)
_OWN = r"(?:(?:my|our) \w+ and (?:i|me)|me and (?:my|our) \w+|both of us|(?:i|we)(?:'ve|'d| have| had)?)"
_OTHERS = (
    rf"(?:(?:my|our|the|his|her|their) (?:\w+ )?{_KIN}|{_KIN}|he|she|they|(?:my|our|the) \w+'s|his|her"
    r"|their|the others)"
)
_NOBODY = (
    r"(?:(?:my |a |some )?(?:friends?|mates?|colleagues?|boss|co-?workers?|guy)(?: who| that)?"
    r" (?:say|said|told|keep|recommend)\w*|(?:i|we)(?:'ve)? (?:hear|heard|read)|everyone|everybody|people|critics"
    r"|they say|some people|most people|someone|somebody|anyone|the internet)"
)
_SUBJECT = re.compile(rf"(?<![\w'])(?:(?P<nobody>{_NOBODY})|(?P<own>{_OWN}|my)|(?P<others>{_OTHERS}))(?![\w'])")
_MORE = (
    r"(?:(?:really|very|so|also|quite|pretty|absolutely|totally|truly|both|all|just|do|did|even|always|much|rather) )*"
)

_VERBS: tuple[tuple[float, str], ...] = (  # before the movie, the first that fits
    (
        FAIR,
        either(
            *(
                r"(?:didn't|did not|don't|do not) (?:hate|mind|dislike)",
                "don't mind",
                "kinda liked",
                "kind of liked",
            ),
            "half liked",
        ),
    ),
    (
        DISLIKED,
        either(
            r"(?<!who )(?:did not|didn't|don't|do not|doesn't|does not|never|not)(?: (?:\w+ly|that|so|too|much|even))*"
            r" (?:like[ds]?|love[ds]?|enjoy(?:ed)?|care for|get into|rate|fan of|into|keen on|impressed by)",
            r"(?:not|isn't|wasn't|never been|not really)(?: (?:a|an|that|so|much|big|huge|great|of))* fan of",
            *(r"disliked?", "dislikes", r"bored (?:by|with|during)", r"disappointed (?:by|in|with)", "not so much"),
            *(
                "fell asleep (?:during|in|watching)",
                "(?:couldn't|could not|didn't|did not|never) (?:finish|get through)",
                "not big on",
            ),
            *("gave up on", "underwhelmed by", "not for me"),
        ),
    ),
    (
        HATED,
        either(
            *(
                "hate[sd]?",
                "hating",
                "loathe[sd]?",
                "detest(?:s|ed)?",
                "(?:can't|couldn't|cannot) stand",
                "despise[sd]?",
            ),
            *("walked out of", "(?:can't|couldn't) bear", "the worst", "terrible", "awful"),
        ),
    ),
    (
        LOVED,
        either(
            *(
                "l[ou]v(?:e[sd]?|ing)",
                "adore[sd]?",
                "obsessed with",
                "(?:huge|massive) fans? of",
                "crazy about",
                "mad about",
            ),
            r"(?:all[- ]time )?favou?rites?(?: (?:movies?|films?|ones?))?(?: of (?:mine|all time))?"
            r"(?: (?:is|are|was|were)|:)?",
            *(
                "swears? by",
                "amazing",
                "blown away by",
                "rewatch",
                "the best",
                "best (?:movies?|films?)",
                "can't get enough of",
            ),
            r"(?:movies?|films?) of all time (?:is|are)",
            r"top (?:\d+|three|five|ten)(?: (?:movies|films))?(?: are|:)?",
        ),
    ),
    (
        LIKED,
        either(
            *(
                "liked",
                "likes",
                "enjoy(?:ed|s)?",
                "(?:big )?fans? of",
                "big on",
                "into",
                "was good",
                "prefer(?:s|red)?",
            ),
            *("dig", "digs", "had fun with", "appreciated?"),
            rf"(?:i|we|she|he|they|who|also|really|quite|and|{_KIN}) (?:also |really |quite |do |both |all )*like",
        ),
    ),
)
_SUPPOSED = re.compile(r"\b(?:would|might|will|could|should|'d|gonna|going to) (?:\w+ )?$")
_VERB = re.compile("|".join(rf"(?P<v{n}>(?<![\w']){verbs}(?![\w']))" for n, (_, verbs) in enumerate(_VERBS)))

_WORDS: dict[float, str] = {
    LOVED: "great amazing fantastic brilliant perfect wonderful excellent awesome superb beautiful masterpiece gem "
    "stunning magnificent incredible outstanding favourite favorite favourites favorites best unbeatable genius lovely",
    LIKED: "good fun funny hilarious nice cool sweet enjoyable solid entertaining clever charming cute underrated "
    "better",
    FAIR: "ok okay alright fine decent so-so passable watchable average",
    DISLIKED: "meh overrated disappointing boring slow dull predictable mediocre forgettable silly underwhelming long "
    "scary dark violent weird sad depressing gory confusing heavy childish cheesy tedious worse",
    HATED: "bad terrible awful horrible stupid rubbish crap trash garbage worst unwatchable dreadful shit",
}
_STARS_OF = {word: stars for stars, words in _WORDS.items() for word in words.split()}
_ONLY_TOO = frozenset("long slow scary dark violent weird sad gory heavy silly confusing funny childish cheesy".split())
_FIRST = r"no\.? ?1|#1|number (?:one|1)"
_ADJECTIVE = "|".join((*sorted(map(re.escape, _STARS_OF), key=len, reverse=True), _FIRST))
_IS = r"(?:is|was|are|were|'s|isn't|wasn't|felt|seemed|turned out|found|looked)"
_BEHIND = re.compile(
    rf"\W{{0,3}}(?:(?P<is>{_IS}) )?(?P<not>not |never )?"
    r"(?P<how>(?:(?:so|really|very|just|a|an|the|bit|too|\w+'s|pretty|quite|kind|of|such|absolutely|truly|one|my|our"
    r"|her|his"
    r"|their|all|time|all-time|even|most|rather|simply|super|also|actually|kinda|still|way) )*)"
    rf"(?P<word>{_ADJECTIVE})(?![\w-])"
)
_VERB_BEHIND = re.compile(
    r"\W{0,3}(?:(?P<bored>bored (?:me|us)(?P<death> to (?:death|tears))?)|(?P<sucked>sucked|sucks|stank|blows)"
    r"|(?P<thing>(?:is|was|isn't|wasn't)(?: really| just)? (?:not )?(?:my|our) (?:thing|cup of tea|taste|jam))"
    r"|(?P<forme>(?:is|was|isn't|wasn't)(?: just)? (?:not )?for (?:me|us)\b)|(?P<meh>meh|not so much|less so)\b(?! _)"
    r"|(?P<love>blew (?:me|us) away|rocks\b|rules\b|holds up)|(?P<lost>(?:lost|annoyed|disappointed) (?:me|us)"
    r"|put (?:me|us) to sleep)|(?P<cry>(?:made|moved) (?:me|us)(?: (?:cry|laugh|smile)| to tears)))"
)
_RATED = re.compile(
    r"\W{0,3}(?:(?:a|an|is|was|gets|got|deserves) )*(?P<n>\d{1,2}(?:[.,]\d)?|one|two|three|four|five)"
    r"(?:\s*(?:/|out of) ?(?P<of>5|10|five|ten|100)"
    r"|(?: solid| full)? ?(?:stars?|\*)(?: out of (?P<off>5|10|five|ten))?)"
)
_WITH_SOMEBODY = re.compile(
    r" (?:films|movies|series|trilogy|saga|franchise)(?= )"
    r"| (?:with|by|starring|from) [\w'.-]+(?: [\w'.-]+){0,2}(?= (?:is|was|were|are)\b)"
)
_IT = re.compile(
    r"(?<![\w'])(?:it|that one|this one|that movie|that film|(?:every|each) (?:minute|second|bit)|the whole thing)"
    r"(?![\w'])"
)
_TOO_MUCH = re.compile(r" (?:was|is|felt|got)(?: just| a bit| a little| far| way)* too ")  # "loved it, but"
_NUMBERS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "ten": 10.0}
_ELLIPSIS = re.compile(
    rf"(?:\b(?:but|and|while|though)|,|\.)\s+(?P<who>{_OWN}|{_OTHERS}|i|we) (?:really |sure )?"
    r"(?P<verb>didn't|don't|doesn't|did not|do not|wasn't|did|do|does)\b(?=\W*(?:$|[.,;!?]|and\b|but\b|so\b))"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Opinion:
    """Stars from 1 to 5, whose they are, and where the words stand that say so."""

    stars: float
    whose: Whose
    span: tuple[int, int]


def before_movie(text: str) -> Opinion | None:
    """The opinion that the words before a movie end with or hold; the last one counts.

    Args:
        text: lower case, from the beginning of the sentence to the movie.
    """
    found = list(_VERB.finditer(text))
    if not found:
        return None
    match = found[-1]
    if _SUPPOSED.search(text[: match.start()]):
        return None
    return Opinion(_VERBS[int((match.lastgroup or "v0")[1:])][0], whose(text[: match.end()]), match.span())


def behind_movie(before: str, after: str) -> Opinion | None:
    """The opinion in the words right behind a movie: "was meh", "is my favourite", "bored me", "4 stars", "9/10".

    Args:
        before: lower case, from the beginning of the sentence to the movie; it may say whose opinion it is.
        after: lower case, what follows the movie.
    """
    stars: float | None = None
    skipped = _WITH_SOMEBODY.match(after)
    if skipped:
        inner = behind_movie(before, after[skipped.end() :])
        first, last = (skipped.end() + at for at in inner.span) if inner else (0, 0)
        return dataclasses.replace(inner, span=(first, last)) if inner else None
    match = _RATED.match(after)
    if match:
        stars = _rated(match)
    else:
        match = _VERB_BEHIND.match(after)
        if match:
            stars = HATED if match["death"] or match["sucked"] else LIKED if match["cry"] else DISLIKED
            if match["love"]:
                stars = LOVED
            if (match["thing"] or match["forme"]) and not re.search(r"n't|not", match[0]):
                stars = LIKED
        else:
            match = _BEHIND.match(after)
            stars = _judged(match) if match else None
    if match is None or stars is None:
        return None
    said = re.search(
        r"(?:thinks?|thought|says?|said|finds?|found|felt|gave|give[sn]?|rated?|heard?|told|read)\b[^,]*$", before
    )
    holder = whose(before) if said or re.match(r"\W*$", before) is None else "own"
    if re.search(r"\b(?:her|his|their|\w+'s)\b", match[0][1:]) and "favo" in match[0]:
        holder = "others"
    return Opinion(stars, holder if said or holder != "nobody" else "own", match.span())


def of_it(text: str, start: int, last: float | None) -> list[Opinion]:
    """Opinions on the movie that was named before `start`, by "it", or by "but I don't".

    Args:
        text: lower case, the whole message.
        start: where the movie's name ends.
        last: the stars that the message gives it before, which "but I don't" contradicts; None where it gives none.
    """
    found = []
    for match in _IT.finditer(text[start:]):
        at = start + match.start()
        clause = re.split(r"[.;!?\n]|,|\b(?:but|while|though)\b", text[:at])[-1]
        if re.search(r"(?:like|than|as)\s*$", clause):
            continue
        opinion = before_movie(clause)
        if opinion is not None and len(clause) - opinion.span[1] < 12:
            offset = at - len(clause)
            found.append(dataclasses.replace(opinion, span=(offset + opinion.span[0], start + match.end())))
            continue
        judged = behind_movie(clause, text[start + match.end() :])
        reserved = last is not None and last >= LIKED and _TOO_MUCH.match(text, start + match.end())
        if judged is not None and not reserved and not re.search(r"\b(?:is|was|if|make|not)\s+$", clause):
            found.append(dataclasses.replace(judged, span=(at, start + match.end() + judged.span[1])))
    for match in _ELLIPSIS.finditer(text, start):
        if last is not None:
            no = "n't" in match["verb"] or "not" in match["verb"]
            stars = (DISLIKED if last >= FAIR else LIKED) if no else (LIKED if last < FAIR else last)
            found.append(Opinion(stars, whose(match["who"]), match.span()))
    return found


def whose(text: str) -> Whose:
    """Whose opinion a verb is at the end of some words: that of the last subject in them, the person's if none is."""
    clause = re.split(r"[.;!?\n]|,(?! (?:and|or) )|\b(?:but|while|though|because|when|if)\b", text)[-1]
    found = list(_SUBJECT.finditer(clause))
    if not found:
        return "own"
    group = found[-1].lastgroup
    return "others" if group == "others" else "nobody" if group == "nobody" else "own"


def _judged(match: re.Match[str]) -> float | None:
    """The stars of an adjective behind a movie; None where it is no opinion."""
    word, how = match["word"], match["how"].split()
    if not match["is"] and not (how or word in ("meh", "overrated", "amazing", "brilliant", "great", "boring", "good")):
        return None
    if not match["is"] and re.match(r"\W{0,3}(?:the|of|my|our)\b", match[0]) and "favo" not in word:
        return None
    if word in _ONLY_TOO and "too" not in how and word not in ("slow", "silly", "funny", "childish", "cheesy"):
        return None  # "it was scary" may be praise
    stars = _STARS_OF.get(word, LOVED)
    if "too" in how and stars >= FAIR:
        return DISLIKED
    if match["not"] or (match["is"] or "").endswith("n't"):
        return FAIR if stars <= DISLIKED else DISLIKED
    return stars


def _rated(match: re.Match[str]) -> float | None:
    """Stars from 0.5 to 5 for "9/10", "3 stars", "four out of five"."""
    said = _NUMBERS.get(match["n"]) or float(match["n"].replace(",", "."))
    scale = match["of"] or match["off"] or "5"
    most = _NUMBERS.get(scale) or float(scale)
    return None if said > most else min(5.0, max(0.5, 5.0 * said / most))
