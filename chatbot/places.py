"""Languages and countries that a message names: "in French", "from Korea or Japan", "no subtitles", "not American"."""

import itertools
import re
from collections.abc import Iterable

from chatbot.conversation import Session
from chatbot.lexicon import CONTINENTS, PLACES, REGIONS
from chatbot.reading import Reading
from chatbot.scan import Scan
from chatbot.stance import NOUN, Stance, stance
from chatbot.vocabulary import Found, Term
from retrieval.origins import HOMES

_FOREIGN = r"(?:foreign(?:[ -]language)?|non-english(?:[ -]language)?|world(?= cinema)|subtitled|international)"
_ONLY_ENGLISH = (
    r"(?:don't|do not|can't|cannot|only) (?:really )?(?:speak|understand|read|know) (?:(?:anything"
    r"|any languages?|much) (?:but|except|other than) )?english"
)
_SUBTITLES = r"(?:with |reading )?(?:english )?(?:subtitles?|subs)"
_ONE_PLACE = "|".join(sorted((*PLACES, *CONTINENTS), key=len, reverse=True))
_FROM = r"(?:made in|from|shot in|out of)"
_PLACE = rf"{_FROM} (?:either )?(?:{_ONE_PLACE})(?:(?:,? (?:or|and|nor)|,|/| &) ?(?:{_FROM} )?(?:{_ONE_PLACE}))*"
_INITIALS = re.compile(r"(?<![\w.])(?:US|U\.S\.A?\.?|U\.K\.)(?![\w$])")  # in capitals: "us" are people
_ALTERNATIVES = re.compile(rf"(?: {NOUN})?(?:,? (?:or|and|maybe)|,|/| &)? ?(?:an? |maybe |else )?")
_NATIONAL = re.compile(  # what a nation's word belongs to that is no film: "greek mythology"
    r" (?:mythology|myths?|revolution|history|empire|resistance|mafia|mob|folklore|civil|war|army|navy|football"
    r"|food|cooking|restaurant"
    r"|politics|politicians?|girls?|boys?|wom[ae]n|m[ae]n"
    r"|family(?! (?:dramas?|films?|movies?|comed\w+|adventures?)\b)|families|teachers?|chefs?|immigrants?|dream"
    r"|culture|society|kings?|queens?"
    r"|royal|royalty|aristocra\w+|countryside|town|village|soldiers?|spies|spy ring|expressionism|roulette|wedding)\b"
)


def read_places(scan: Scan, session: Session, reading: Reading) -> None:
    """Fill the reading with languages and countries that are no single word of the vocabulary."""
    _read_foreign(scan, session, reading)
    for match in scan.take(_PLACE):
        places = re.findall(rf"\b(?:{_ONE_PLACE})\b", match[0])
        codes = tuple(code for place in places for code in _countries(place))
        read_place(reading, Term(countries=codes), stance(scan, *match.span()), session)
    for match in _INITIALS.finditer("" if scan.original.isupper() else scan.original):
        if not scan.is_taken(*match.span()):
            scan.mark(*match.span())
            code = "GB" if "K" in match[0] else "US"
            read_place(reading, Term(countries=(code,)), stance(scan, *match.span()), session)


def is_national(scan: Scan, found: Found) -> bool:
    """The word for a nation belongs to something else than a film: "greek mythology"."""
    return bool(found.term.language or found.term.countries) and _NATIONAL.match(scan.text, found.end) is not None


def read_alternatives(scan: Scan, wanted: Iterable[Found], reading: Reading) -> None:
    """A language and a country of which each will do are asked for by country: "Chinese or Taiwanese"."""
    places = [found for found in wanted if found.term.language or found.term.countries]
    languages = {found.term.language for found in places} - {None}
    if len(languages) > 1:
        reading.language = None  # by country, since a film has one language
    for one, other in itertools.pairwise(places):
        between = scan.text[one.end : other.start]
        if between.strip() and _ALTERNATIVES.fullmatch(between) and {one.term.language, other.term.language} != {None}:
            homes = [HOMES[code] for code in (one.term.language, other.term.language) if code in HOMES]
            if len(languages) == 1 and {*homes} == {*reading.countries}:  # "Portuguese or Brazilian"
                reading.countries = ()
            else:
                reading.countries, reading.language = tuple(dict.fromkeys((*homes, *reading.countries))), None


def _countries(place: str) -> tuple[str, ...]:
    return (PLACES[place],) if place in PLACES else REGIONS[CONTINENTS[place]]


def _read_foreign(scan: Scan, session: Session, reading: Reading) -> None:
    if scan.take(_ONLY_ENGLISH):
        reading.language = "en"
    for match in scan.take(_FOREIGN):
        if stance(scan, *match.span()) in ("refused", "less"):
            reading.language = "en"
        else:
            reading.not_languages += ("en",)
    for match in scan.take(_SUBTITLES):
        how = stance(scan, *match.span())
        if how == "refused":
            reading.language = "en"
        elif how == "wanted":
            reading.not_languages += ("en",)
    scan.take(r"(?:dubbed|dubbing)")
    for match in scan.take(r"(?:in )?english(?:[ -](?:language|speaking|audio))?(?: only)?(?=$|[,.!?])"):
        read_place(reading, Term(language="en"), stance(scan, *match.span()), session)


def read_place(reading: Reading, term: Term, how: Stance, session: Session) -> None:
    """What is said of a language or of countries."""
    filters = session.wish.filters
    codes = (term.language,) if term.language else term.countries
    if how in ("free", "fine"):
        reading.taken_back += codes
        if how == "fine" and filters.language not in (None, *codes):
            reading.dropped += ("language",)
        if how == "fine" and filters.countries and not term.language:
            reading.dropped += ("countries",)
    elif how in ("refused", "less"):
        if term.language:
            reading.not_languages += codes
        else:
            reading.not_countries += codes
    elif not term.language:
        reading.countries += codes
    elif reading.language is None or reading.language == term.language:
        reading.language = term.language
    else:  # one of several languages: a film has only one, so they are asked for by country
        homes = [HOMES[code] for code in (reading.language, term.language) if code in HOMES]
        reading.countries += tuple(home for home in homes if home not in reading.countries)
