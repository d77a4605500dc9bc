"""Newer, older, shorter, longer: than what was listed, than a film named, or by itself."""

import re

from chatbot.conversation import Session
from chatbot.lexicon import ORDINALS
from chatbot.reading import Reading, longer, newer, older, shorter
from chatbot.scan import Scan
from chatbot.years import MODERN, ordered
from data.movies import Catalogue, MovieId
from retrieval.titles import TitleFinder

RECENT, OLD = 8, 1979  # years before the newest film; last year of an old one
_RELATIVE = re.compile(r"\b(newer|more recent|more modern|later|older|earlier|shorter|less long|longer) than ")
_SAME_AGE = re.compile(r"(?:\b(?:from|made|released|out|of|in) )*\bthe same (year|decade) as ")
_PLACE = re.compile(
    rf"(?:the )?(?:({'|'.join(ORDINALS)})\b(?: one| film| movie| pick)?|(?:number |#)(\d)|(that|this|it)(?: one)?\b)"
)
_ALL_TOO = (
    r"(?:(?:these|those|they|it|that|this)(?:'s|'re| is| are| all)*(?: all)?(?: a (?:bit|little)| way| far| much)? )?"
)
MUCH = r"(?:(?:a (?:bit|little|lot|touch)|much|even|slightly|way|somewhat|rather|lots) )?"


def read_relative(scan: Scan, session: Session, catalogue: Catalogue, titles: TitleFinder, reading: Reading) -> None:
    """Bounds told by a film: "newer than the second", "shorter than Heat", "the same year as Heat"."""
    _read_same_age(scan, titles, catalogue, reading)
    for match in _RELATIVE.finditer(scan.text):
        place = _PLACE.match(scan.text, match.end())
        end, movie_id = _place(place, session) if place else _title(scan, match.end(), titles)
        if movie_id is None:
            continue
        movie = catalogue[movie_id]
        scan.mark(match.start(), end)
        if match[1] in ("newer", "more recent", "more modern", "later") and movie.year is not None:
            reading.min_year = movie.year + 1
        elif match[1] in ("older", "earlier") and movie.year is not None:
            reading.max_year = movie.year - 1
        elif match[1] in ("shorter", "less long") and movie.runtime_minutes is not None:
            reading.max_runtime = movie.runtime_minutes - 1
        elif match[1] == "longer" and movie.runtime_minutes is not None:
            reading.min_runtime = movie.runtime_minutes + 1


def _read_same_age(scan: Scan, titles: TitleFinder, catalogue: Catalogue, reading: Reading) -> None:
    """The year or decade of a film: "from the same year as Titanic"."""
    for match in _SAME_AGE.finditer(scan.text):
        end, movie_id = _title(scan, match.end(), titles)
        year = catalogue[movie_id].year if movie_id is not None else None
        if year is not None:
            scan.mark(match.start(), end)
            first = year if match[1] == "year" else year // 10 * 10
            reading.min_year, reading.max_year = first, year if match[1] == "year" else first + 9


def _place(match: re.Match[str], session: Session) -> tuple[int, MovieId | None]:
    listed = session.listed
    if match[3]:
        return match.end(), (session.wish.about or listed)[0] if (session.wish.about or listed) else None
    place = ORDINALS[match[1]] if match[1] else int(match[2])
    at = place - 1 if place > 0 else len(listed) - 1
    return match.end(), listed[at] if 0 <= at < len(listed) else None


def _title(scan: Scan, start: int, titles: TitleFinder) -> tuple[int, MovieId | None]:
    for found in titles.mentioned(scan.original):
        if found.span[0] == start:
            return found.span[1], found.movie.movie_id
    return start, None


def read_comparatives(scan: Scan, session: Session, catalogue: Catalogue, newest: int, reading: Reading) -> None:
    """Newer, older, shorter, longer than what was listed, and how old without a number.

    Whoever names an example compares with it: "like Heat but newer".
    """
    than = reading.similar_to or session.listed or session.wish.similar_to
    scan.take(r"(?:old (?:or|and|&) new|new (?:or|and|&) old)(?: ones| films| movies)?")
    if session.turns and re.fullmatch(r"\W*(?:an?|another|true|real|such|favou?rite|and| )* classic\W*", scan.text):
        return  # says what a film is, and asks for none
    if scan.take(r"(?:not|nothing|isn't|never|no) (?:so|too|that|very|all that|really)? ?(?:old|dated|ancient)"):
        reading.min_year = newest - MODERN
        reading.min_year = max(reading.min_year, newer(than, catalogue, newest) if than else 0)
    elif scan.take(
        rf"{MUCH}(?:newer|more (?:recent|modern|current|contemporary|up to date)|later)|{_ALL_TOO}too old(?! for)"
        rf"|less (?:old|dated)"
    ):
        reading.min_year = newer(than, catalogue, newest)
    elif scan.take(r"modern classics?"):
        reading.min_year = newest - MODERN
    elif scan.take(
        r"(?:brand[ -])?(?:recent(?:ly made)?|modern|new(?:ish)?|latest|contemporary|recent-ish|new-ish"
        r"|this year's|recently released)"
        r"(?! (?:york|rule|request|zealand|orleans|jersey|mexico|hollywood|wave|england|delhi|guinea|to (?:me"
        r"|us)|year|world"
        r"|age|job|baby|home|house"
        r"|girlfriend|boyfriend|tv))(?= (?:[\w-]+ )?[\w-]+|$|[.,!?])"
    ):
        reading.min_year = newest - RECENT
    if scan.take(r"(?:not|nothing) (?:too|so|that|very) (?:new|recent|modern)"):
        reading.max_year = newest - RECENT
    elif scan.take(
        rf"{MUCH}(?:older|more (?:classic|vintage)|earlier)|{_ALL_TOO}too (?:new|recent|modern)|less (?:recent"
        rf"|modern|new)"
    ):
        reading.max_year = older(than, catalogue)
    elif scan.take(
        r"(?:(?<!year )(?<!years )old|(?<!cult )(?<!disney )(?<!christmas )(?<!holiday )(?<!family )(?<!instant"
        r" )(?<!pixar )classics?|vintage|old-school|old school|(?:golden )?oldies?|retro)"
        r"(?! (?:friends?|man|woman|men|lady|people|couple|enough|favou?rite|flame|mother|father|boss))"
    ):
        reading.max_year = max(OLD, *(_years_named(reading, catalogue)))
    reading.min_year, reading.max_year = ordered(reading.min_year, reading.max_year)
    if scan.take(
        rf"{MUCH}(?:shorter|less long|quicker)|not (?:quite |nearly )?as long|{_ALL_TOO}too long|(?:not|nothing)"
        rf" (?:quite |nearly )?(?:so|that) long"
    ):
        reading.max_runtime = shorter(than, catalogue)
    elif scan.take(rf"{MUCH}(?:longer|less short)|{_ALL_TOO}too short"):
        reading.min_runtime = longer(than, catalogue)


def _years_named(reading: Reading, catalogue: Catalogue) -> list[int]:
    """The years of films named beside "old": whoever calls a film of 1987 an old one means films up to then."""
    named = (catalogue[movie_id].year for movie_id in (*reading.similar_to, *reading.stars))
    return [0, *(year for year in named if year is not None)]
