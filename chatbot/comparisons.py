"""What a sentence says of movies against each other: "longer than Heat", "the shortest of the three", "a year later".

Only length, age and rating are compared by words that the catalogue can check. A comparison whose two sides cannot be
told holds of nothing.
"""

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence

from chatbot.claims import NUMBER, number
from chatbot.names import Evidence
from chatbot.naming import Mention

_WORDS = {  # what is compared, and which way
    ("runtime", 1): r"longer|l[äa]nger|plus long(?:ue)?s?|m[áa]s larg[oa]s?|pi[ùu] lung[oa]",
    ("runtime", -1): r"shorter|briefer|quicker|k[üu]rzer|plus courte?s?|m[áa]s cort[oa]s?|pi[ùu] cort[oa]",
    ("year", 1): r"newer|younger|more recent|later|neuer|j[üu]nger|plus r[ée]cente?s?|m[áa]s (?:recientes?|nuev[oa]s?)"
    r"|pi[ùu] recente",
    ("year", -1): r"older|earlier|[äa]lter|plus (?:anciene?|ancienne|vieux|vieille)s?|m[áa]s (?:antigu[oa]|viej[oa])s?"
    r"|pi[ùu] vecchi[oa]",
    ("rating", 1): r"(?:higher|better)[- ]rated|rated (?:even )?(?:higher|better)|(?:besser|h[öo]her) bewertet"
    r"|mieux not[ée]e?|mejor valorad[oa]",
    ("rating", -1): r"(?:lower|worse)[- ]rated|rated (?:lower|worse|less)|schlechter bewertet|moins bien not[ée]e?"
    r"|peor valorad[oa]",
}
_MOST = {
    ("runtime", 1): r"longest|l[äa]ngste[rns]?",
    ("runtime", -1): r"shortest|briefest|quickest|k[üu]rzeste[rns]?",
    ("year", 1): r"newest|latest|most recent|youngest|neu(?:e?)ste[rns]?|j[üu]ngste[rns]?",
    ("year", -1): r"oldest|earliest|[äa]lteste[rns]?",
    ("rating", 1): r"(?:highest|best|top)[- ]rated|bestbewertete[rns]?",
    ("rating", -1): r"(?:lowest|worst)[- ]rated",
}
_THAN = r"(?:than|as|als|que|che|di)"
_AMOUNT = (
    rf"(?:(?P<how>more than|over|at least|less than|under|about|around|almost|nearly|roughly|some|a good) )?"
    rf"(?P<amount>{NUMBER}|half an|an|a|a full)(?: (?P<part>and a half))?[ -](?P<unit>minutes?|mins?|hours?|years?) "
)
_COMPARED = [
    (
        key,
        re.compile(
            rf"(?:{_AMOUNT})?(?:(?:much|far|a (?:bit|little|lot)|slightly|even|also|bit|considerably|viel|noch"
            r"|etwas|bien"
            rf"|beaucoup|mucho) )*(?<![\w-])(?P<word>{words})(?![\w-])(?P<than>[^.;:!?—–]{{0,12}}? {_THAN}\b)?",
            re.IGNORECASE,
        ),
    )
    for key, words in _WORDS.items()
]
_ORDERED = re.compile(
    r"(?:came out|comes from|was released|were released|released|was made|appeared|premiered|is from"
    rf"|dates) (?:{_AMOUNT})?"
    r"(?P<word>before|after)\b(?P<than>)",
    re.IGNORECASE,
)
_SUPERLATIVE = [
    (key, re.compile(rf"(?<![\w-])(?P<word>{words})(?![\w-])", re.IGNORECASE)) for key, words in _MOST.items()
]
_ROMANCE = re.compile(  # "le plus court", "la más larga"
    r"\b(?:le|la|les|el|los|las|il|lo) (?P<word>(?:plus|m[áa]s|pi[ùu]) [\w-]+)(?! (?:que|che)\b)", re.IGNORECASE
)
_PREDICATE = re.compile(
    r"(?:\b(?:is|are|was|were|runs?|lasts?|takes|ist|sind|est|es|son|dure|dura|dauert|[èé]|and|but|yet|und|et|y"
    r"|aber|mais"
    r"|pero|also|even)\b|'s|,) *(?:(?:a|an|the) )?$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r" *(?:$|[,.;:!?—–*)(\"”]|(?:and|but|films?|ones?|movies?|picks?|choices?|options?|title|still|too|yet|by"
    r"|of (?:the|them"
    r"|these|my|all|both)|in|among|here|is|was|ist|est|es|und|aber|et|mais|y|pero|der|des|de (?:las|los|estas)|von|film"
    r"|pel[íi]cula)\b)",
    re.IGNORECASE,
)
_NO_MOVIE = re.compile(
    rf" *(?:an? )?(?:{NUMBER}|half|hours?|you|it|its|usual|most|many|some|ever|expected|that|this|average|life)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?:'s|\bhis|\bher|\btheir|\bmy|\byour|\bof (?:all time|his|her|their|the (?:year|decade|century|director"
    r"|series|genre)))"
    r" *(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"^ (?:\w+ ){0,2}(?:of all|of (?:his|her|their|its|the (?:year|decade|century|series|genre|nineties|\d))"
    r"|in (?:the|his|her)"
    r"|ever|by|from|I know|made)\b",
    re.IGNORECASE,
)
_IS_IT = re.compile(  # between a superlative and the movie that it is said of
    r"(?:[ ,:—–*_\"“]|\b(?:film|one|movie|pick|choice|option|title|of|the|these|those|them|three|two|four|five|my"
    r"|picks|films"
    r"|here|is|was|would be|then|take|try|watch|go for|pick|choose|with|your|start|wants?|der|drei|filme|ist|est"
    r"|es|des|de"
    r"|trois|las|los|tres)\b)*"
)
_OTHERS = re.compile(
    r"^ *(?:both (?:of )?)?(?:the )?(?:other two|others?|other (?:ones|films|picks)|rest|any of (?:them|these)|both)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:nothing|none|no (?:film|movie|one|other)|neither|each|every|anything|kein\w*|rien|nada)\b", re.IGNORECASE
)
_EQUAL = re.compile(
    r"\b(?:as|equally|just as|exactly as) (?:long|short|old|new|recent|highly[- ]rated)\b(?! as (?:you|it|the|a"
    r"|an|they)\b)"
    r"|\bthe same (?P<same>year|decade|directors?|length|running time|runtime|actors?|stars?|cast|country|language)\b"
    r"|\bequally\b",
    re.IGNORECASE,
)
_ABOUT, _GOOD = 10, 1  # minutes that "half an hour" and "34 minutes" may be off


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison at `span`, and whether the catalogue bears it out."""

    span: tuple[int, int]
    holds: bool


def comparisons(
    bare: str, named: Sequence[Mention], picks: Sequence[Evidence], subject: Evidence | None
) -> Iterator[Comparison]:
    """The comparisons of a sentence without its titles.

    Args:
        bare: the sentence.
        named: which movies it names, and where.
        picks: those that "the three" are.
        subject: what a sentence that names none speaks of; None where that is not known.
    """
    yield from _equal(bare, named)
    last: tuple[Evidence | None, Sequence[Evidence]] = (subject, ())
    found = [(match, key) for key, pattern in _COMPARED for match in pattern.finditer(bare)]
    found += [(match, ("year", 1 if match["word"].lower() == "after" else -1)) for match in _ORDERED.finditer(bare)]
    romance = [match for match in _ROMANCE.finditer(bare) if not match.group(0).lower().endswith(("que", "che"))]
    taken = [match.span("word") for match in romance]
    for match, (fact, way) in sorted(found, key=lambda one: one[0].start()):
        if match.span("word") in taken or not _is_claim(bare, match):
            continue
        who = _who(bare, named, match, last[0])
        against = _against(bare, named, picks, match, who) or last[1] or [pick for pick in picks if pick is not who]
        last = (who, against)
        nobody = bool(_NOBODY.search(bare[: match.start()]))
        sure = who is not None and bool(against) and not nobody
        yield Comparison(
            match.span(), sure and all(_is_beyond(who, other, fact, way, match) for other in against if who is not None)
        )
    best = [(match, key) for key, pattern in _SUPERLATIVE for match in pattern.finditer(bare)]
    best += [
        (match, key)
        for match in romance
        for key, words in _WORDS.items()
        if re.fullmatch(words, match["word"], re.IGNORECASE)
    ]
    for match, (fact, way) in best:
        start, end = match.span("word")
        if not _ENDS.match(bare[end:]):
            continue
        if _OF_OTHERS.search(bare[:start]) or _BEYOND.match(bare[end:]):
            yield Comparison((start, end), holds=False)
            continue
        top = _of_superlative(bare, named, (start, end), subject)
        others = [pick for pick in picks if pick is not top]
        yield Comparison(
            (start, end),
            top is not None and top in picks and all(_is_beyond(top, other, fact, way, None) for other in others),
        )


def _is_claim(bare: str, match: re.Match[str]) -> bool:
    """The word compares movies: "is longer", "longer than Heat", not "her older sister" or "longer than two hours"."""
    if re.search(r"\bno $", bare[: match.start("word")]):
        return False
    if match["than"] is not None:
        return not _NO_MOVIE.match(bare[match.end() :])
    return bool(_PREDICATE.search(bare[: match.start()])) and bool(_ENDS.match(bare[match.end() :]))


def _who(bare: str, named: Sequence[Mention], match: re.Match[str], last: Evidence | None) -> Evidence | None:
    """Whom a comparison is said of: the movie named before it, or that of the comparison that it continues."""
    before = [mention for mention in named if mention[1] <= match.start()]
    if not before:
        return last
    between = bare[before[-1][1] : match.start()]
    continues = re.fullmatch(r"[\W_]*(?:and|but|yet|und|aber|et|mais|y|pero)?[\W_]*(?:\w+ ){0,1}", between)
    compared = re.search(rf"\b{_THAN} *[*_\"“]*$", bare[: before[-1][0]])
    return last if last is not None and continues and compared else before[-1][2]


def _against(
    bare: str, named: Sequence[Mention], picks: Sequence[Evidence], match: re.Match[str], who: Evidence | None
) -> list[Evidence]:
    """What it is compared with: the movies named behind "than", or the other picks."""
    if match["than"] is None:
        return []
    after = [mention for mention in named if mention[0] >= match.end()]
    if _OTHERS.match(bare[match.end() :]):
        return [pick for pick in picks if pick is not who]
    if not after or re.search(
        r"[\w]", re.sub(r"\b(?:the|le|la|el|der|both|film|either)\b", "", bare[match.end() : after[0][0]])
    ):
        return []
    joined = [after[0][2]]
    for one, other in itertools.pairwise(after):
        if not re.fullmatch(r"[*_\"”\s]*(?:,|,? (?:and|or|nor|und|et|y)) [*_\"“\s]*", bare[one[1] : other[0]]):
            break
        joined.append(other[2])
    return joined


def _of_superlative(
    bare: str, named: Sequence[Mention], span: tuple[int, int], subject: Evidence | None
) -> Evidence | None:
    after = [mention for mention in named if mention[0] >= span[1]]
    if after and _IS_IT.fullmatch(bare[span[1] : after[0][0]]):
        return after[0][2]
    before = [mention for mention in named if mention[1] <= span[0]]
    return before[-1][2] if before else subject


def _value(about: Evidence, fact: str) -> float | None:
    movie = about.movie
    return {"runtime": movie.runtime_minutes, "year": movie.year, "rating": movie.vote_average}[fact]


def _is_beyond(who: Evidence, other: Evidence, fact: str, way: int, match: re.Match[str] | None) -> bool:
    """One movie is longer, newer or better rated (way 1), or less so (-1), by as much as the words say."""
    one, two = _value(who, fact), _value(other, fact)
    if one is None or two is None or (one - two) * way <= 0:
        return False
    if match is None or not match.groupdict().get("amount"):
        return True
    said, slack = _amount(match)
    if ("year" in match["unit"].lower()) != (fact == "year"):
        return False
    apart, how = abs(one - two), (match["how"] or "").lower()
    if how in ("more than", "over", "at least", "a good"):
        return apart >= said
    if how in ("less than", "under", "almost", "nearly"):
        return said - (4 * _ABOUT if how in ("almost", "nearly") else said) <= apart <= said
    return abs(apart - said) <= (slack if not how else _ABOUT if fact == "runtime" else 1)


def _amount(match: re.Match[str]) -> tuple[float, float]:
    """What a difference is said to be, in minutes or years, and how far off it may be."""
    unit, text = match["unit"].lower(), match["amount"].lower()
    value = 0.5 if text == "half an" else 1.0 if text in ("an", "a", "a full") else number(text)
    value += 0.5 if match["part"] else 0.0
    if unit.startswith("hour"):
        return 60 * value, _ABOUT
    return value, (0 if unit.startswith("year") else _GOOD if text.isdigit() else _ABOUT / 2)


def _equal(bare: str, named: Sequence[Mention]) -> Iterator[Comparison]:
    """Where a sentence says that movies are alike in a fact: all it names must be."""
    for match in _EQUAL.finditer(bare):
        movies = [about.movie for _, _, about in named]
        if len(movies) < 2:
            if match["same"] and not re.search(r"\b(?:all|both|they|these|films|movies)\b", bare, re.IGNORECASE):
                continue
            yield Comparison(match.span(), holds=False)
            continue
        word = (match["same"] or match[0]).lower()
        if "year" in word or "old" in word or "new" in word or "recent" in word:
            holds = len({movie.year for movie in movies}) == 1
        elif "director" in word:
            holds = bool(set.intersection(*(set(movie.directors) for movie in movies)))
        elif "actor" in word or "star" in word:
            holds = bool(set.intersection(*(set(movie.cast) for movie in movies)))
        elif "language" in word:
            holds = len({movie.language for movie in movies}) == 1
        elif "long" in word or "short" in word or "length" in word or "time" in word:
            holds = len({movie.runtime_minutes for movie in movies}) == 1
        else:
            holds = False
        yield Comparison(match.span(), holds)
