"""Movies and people that a message names by the conversation: "the second one", "it", "what else did he make"."""

import re

from chatbot.conversation import Session
from chatbot.lexicon import NUMBERS, ORDINALS
from chatbot.opinions import of_it
from chatbot.reading import Reading
from chatbot.roles import Named, asks, assign, note_opinion
from chatbot.scan import Scan
from data.movies import Catalogue, MovieId
from retrieval.titles import TitleFinder

_PRONOUN = re.compile(r"\b(?:it|that|this|(?:that|this|the) (?:one|movie|film))\b")
_BOTH = re.compile(r"\b(?:them|both|these|those|the two|each)\b")
_ORDINAL = re.compile(
    rf"\b(?:{'|'.join(ORDINALS)})\b(?! (?:week|weekend|night|month|year|summer|time|christmas)\b)|#\d"
)
_SOME = "|".join(word for word, number in NUMBERS.items() if number > 1)
_UNIT = r"(?:one|movie|film|pick|suggestion|title|option|choice|recommendation)"
_COUNTED = rf"(?:number|no\.?|#) ?(\d+|{'|'.join(NUMBERS)})"
_PLACE = (
    rf"(?<!\ba )(?<!\bone )(?:the )?({'|'.join(ORDINALS)})(?: {_UNIT})?(?! world| war| time| half| part| date)"
    rf"|{_COUNTED}"
)
_SUPERLATIVES = {
    **{"shortest": ("runtime_minutes", 1), "longest": ("runtime_minutes", -1)},
    **{"oldest": ("year", 1), "newest": ("year", -1), "most recent": ("year", -1), "latest": ("year", -1)},
}
_WHICH = r"\b(?:which|what|who|tell me|how|show me|is|compare)\b"
_THEM = r"(?:them|these|those|the three|the two|all three|all of them)"
_ALL = (
    rf"(?:compare {_THEM}|(?:which|what)(?: one| film| movie)?(?: of {_THEM})? (?:is|are|was|would be|has)"
    r" (?:the )?(?:best|better|scariest|funniest|darkest|saddest|most|least|highest|lowest|lightest|safest|more|less)"
    r"(?: \w+)?)"
)
_IN_ANY = re.compile(  # "is Bogart in any of those?", "are any of them scary?"
    r"^\W*(?:and |so |but )?(?:is|was|isn't|does|did|do|has|have|are|were) "
    rf"(?:any of {_THEM} \w+|.+ (?:any|one|some) of (?:{_THEM}|the films|the movies)\b)"
)
_IN_IT = re.compile(  # "is Michael Cera in it?", "did Spielberg direct that one?"
    r"\W*(?:(?:and|so|but) )?(?:(?:is|was|isn't|wasn't) (?!there\b|it\b|that\b|this\b|any)[\w .'-]{3,40} in"
    r"|(?:did|does|do) (?!you\b|we\b|i\b|it\b)[\w .'-]{3,40} (?:direct|make|play in|star in|act in|appear in))"
    r" (?:it|that|this)(?: one| film| movie)?\W*$"
)
_LIKE_IT = re.compile(
    r"(?:something|anything|more|films?|movies?|others?|one|great|yes|ok(?:ay)?)?,? ?\b(?:like|similar to)"
    r" (?:it|that one|this one|that movie|that film|that|this)\b(?! \w+ (?:but|with|and)\b)"
)
SEEN_IT = re.compile(
    r"\b(?:(?:i|we|i've|we've|already|have) )+(?:already |just )?(?:seen|saw|watched)"
    r" (?:it|that|this|that one|this one|that film)\b"
    r"|(?:^|[,.;!?]|\b(?:nah|no|nope|yes|yeah))\W*(?:already )?(?:seen|saw|watched) (?:it|that one|that)\b"
)
_NOT_IT = re.compile(
    r"\b(?:not|no) (?:that|this|it)(?: one| film| movie)? again\b|\bnot (?:that|this) (?:one|film|movie)\b"
)
_ELSE_BY = re.compile(
    r"\b(?:what|which|any|anything|something|films?|movies?|other|more)\b.{0,30}"
    r"\b(?:else|other|others|more|films?|movies?)\b.{0,25}"
    r"\b(?P<who>he|she|they|him|her|them|the (?:same )?(?:director|actor|actress|guy))\b"
    r"|\b(?:by|from|of|with) (?P<same>the same (?:director|maker|filmmaker|actor|actress|star|guy|people))\b(?! as\b)"
    r"|\b(?:another|others?|more|one|anything|something)(?: (?:one|films?|movies?|else))?(?: of (?P<whose>his|hers)"
    r"| by (?P<whom>him|her|them))\b"
    r"|^\W*(?P<their>his|her|their) (?:other|best|early|later|older|newer) (?:films?|movies?|work|ones?)\b"
)
_OTHERS_BY = re.compile(  # so clear that a film named before, but not asked about, says who is meant
    r"\b(?:what|which|anything|something|films?|movies?)(?: films?| movies?)? (?:else|other(?: films| movies)?|more)\b"
    r".{0,20}\b(?:he|she|they|him|her|(?:the|that) (?:same )?(?:director|actor|actress))\b"
)
_MADE = re.compile(r"\b(?:make|maker|filmmaker|made|direct(?:ed|ors?)?|do|done|shoot|by)\b")


def read_ordinals(scan: Scan, catalogue: Catalogue, session: Session, reading: Reading) -> None:
    """Fill the reading with movies named by their place in the last list, and people named as "he" or "she"."""
    _read_people_of(scan, catalogue, session, reading)
    if not session.listed:
        return
    named: list[Named] = []
    if re.search(_WHICH, scan.text):
        for match in scan.take(rf"(?:the )?({'|'.join(_SUPERLATIVES)})(?: {_UNIT})?"):
            fact, sign = _SUPERLATIVES[match[1]]
            known = [movie_id for movie_id in session.listed if getattr(catalogue[movie_id], fact) is not None]
            if known:
                best = min(known, key=lambda movie_id: sign * getattr(catalogue[movie_id], fact))
                reading.about, reading.intent = (best,), "fact"
                reading.topic = "runtime" if fact == "runtime_minutes" else "year"
                return
    if scan.take(_ALL):
        reading.about, reading.intent = session.listed, "compare"
        return
    if _IN_ANY.search(scan.text):
        reading.about, reading.intent = session.listed, "fact"
        return
    for match in scan.take(rf"(?:the )?(?P<end>first|last) (?P<many>{_SOME}|\d)(?= |$|,|\.|\?)"):
        many = NUMBERS.get(match["many"]) or int(match["many"])
        movies = session.listed[:many] if match["end"] == "first" else session.listed[-many:]
        named.append(Named(match.span(), movies, together=True))
    for match in scan.take(rf"numbers? (\d|{'|'.join(NUMBERS)})(?:,| and| or) (\d|{'|'.join(NUMBERS)})"):
        for group in (1, 2):
            place = NUMBERS.get(match[group]) or int(match[group])
            if 0 < place <= len(session.listed):
                named.append(Named(match.span(group), (session.listed[place - 1],)))
    for match in scan.take(f"(?:{_PLACE})"):
        pair = re.match(rf" (?:and|or|,) (?:the )?(?:{'|'.join(ORDINALS)})\b", scan.text[match.end() :])
        if match[1] in ("first", "last") and not pair and not re.search(r"\b(?:the|one|movie|film|pick)\b", match[0]):
            continue
        place = ORDINALS[match[1]] if match[1] else NUMBERS.get(match[2]) or int(match[2])
        at = place - 1 if place > 0 else len(session.listed) - 1
        if 0 <= at < len(session.listed):
            named.append(Named(match.span(), (session.listed[at],)))
    if named:
        named.sort(key=lambda each: each.span)
        assign(scan, named, reading)


def read_pronouns(scan: Scan, titles: TitleFinder, session: Session, reading: Reading) -> None:
    """Fill the reading with what a message that names no movie says of the one spoken of last ("it", "that one")."""
    if _ORDINAL.search(scan.text):
        return
    movies = spoken_of(titles, session)
    if not movies:
        return
    several = _several(titles, session)
    if len(several) > 1 and asks(scan.text) and _BOTH.search(scan.text) and not session.listed:
        reading.intent, reading.about = "fact", several
        return
    question = _IN_IT.match(scan.text) or (
        asks(scan.text) and (_PRONOUN.search(scan.text) or "tell me more" in scan.text)
    )
    if question and not re.search(r"\b(?:something|anything|films?|movies?) (?:like|that|with|about)\b", scan.text):
        reading.intent, reading.about = "fact", movies[:1]
        return
    certain = bool(session.wish.about) or len(session.listed) == 1
    refused = _NOT_IT.search(scan.text)
    if refused:
        reading.refused += movies if certain else session.listed
        reading.more = True
        scan.mark(*refused.span())
        return
    like = _LIKE_IT.search(scan.text)
    if (
        like
        and (certain or "that one" in like[0])
        and not re.search(r"\b(?:more|stuff) like (?:that|this)$", like[0] * (not certain))
    ):
        reading.similar_to += movies[:1]
        scan.mark(*like.span())
        return
    opinions = of_it(scan.text, 0, None) if certain or _named_last(titles, session) else []
    for opinion in opinions:
        note_opinion(reading, movies[:1], opinion)
        scan.mark(*opinion.span)
    if opinions:
        reading.intent = "feedback"
        return
    seen = SEEN_IT.search(scan.text)
    if seen and certain:
        reading.seen += movies[:1]
        reading.more = True
        scan.mark(*seen.span())


def spoken_of(titles: TitleFinder, session: Session) -> tuple[MovieId, ...]:
    """The movies spoken of last: those asked about, else those that the person named, else the first of the list."""
    return session.wish.about or _named_last(titles, session) or session.listed[:1]


def _named_last(titles: TitleFinder, session: Session) -> tuple[MovieId, ...]:
    """The movie that the person's last message named; none where it named none."""
    said = next((turn.text for turn in reversed(session.turns) if turn.role == "user"), "")
    return tuple(match.movie.movie_id for match in titles.mentioned(said)[-1:])


def _several(titles: TitleFinder, session: Session) -> tuple[MovieId, ...]:
    """The movies that the person's last messages named, oldest first, up to the first that named none."""
    found: list[MovieId] = []
    for turn in reversed([turn for turn in session.turns if turn.role == "user"]):
        named = [match.movie.movie_id for match in titles.mentioned(turn.text)]
        if not named or len(found) > 1:
            break
        found = [*named, *found]
    return tuple(dict.fromkeys(found))


def _read_people_of(scan: Scan, catalogue: Catalogue, session: Session, reading: Reading) -> None:
    """Whom "he" or "her" means: the person wished for or praised, else who made or leads the movie asked about."""
    match = _ELSE_BY.search(scan.text)
    if match is None or reading.people or reading.about:
        return
    who = next(group for group in match.groups() if group)
    wish = session.wish
    last = session.named[-1:] if match["same"] or _OTHERS_BY.search(scan.text) else ()
    named = wish.about or last or wish.similar_to[-1:]
    about = [catalogue[movie_id] for movie_id in named if movie_id in catalogue]
    people = () if about and who == match["same"] else wish.filters.people or wish.fond_of[-1:]
    if not people and about:
        plays = re.search(r"act|star", who) is not None
        directed = wish.topic == "director" or "direct" in who or (not plays and bool(_MADE.search(scan.text)))
        people = about[0].directors[:2] if directed else about[0].cast[:1]
    if people:
        reading.people += people
        scan.mark(*match.span())
        if re.search(r"\b(?:what|which)\b", match[0]):
            reading.intent = "list"
