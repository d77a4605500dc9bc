"""Films that a message names to say which others it wants: "one like Heat, not Ronin", "like Alien but funny"."""

import re

from chatbot.conversation import Mood, Session
from chatbot.reading import Reading
from chatbot.scan import Scan
from data.movies import Catalogue, MovieId
from retrieval.titles import TitleFinder

_LIKE = re.compile(r"(?:like|similar to|along the lines of|in the (?:vein|style) of) (?:the (?:film|movie) )?$")
_UNLIKE = re.compile(r"(?:(?:is|are)n't|not|other than|except|besides|apart from|but) (?:the (?:film|movie) )?$")
_LIKENESS = (
    r"(?:something|anything|more|ones?|films?|movies?) similar"
    r"|(?:an?other|others?|more|something|anything|ones?|films?|movies?)(?: (?:one|film|movie))?"
    r" (?:in|of|with) (?:this|that|the same|a similar) (?:style|vein|kind|spirit|sort|type|mood|manner|vibe|line)"
)
_MORE_OF_IT = r"(?:some )?more (?:of|like) (?:that|this|it|the same|them|those)(?! (?:one|film|movie))"
_NO_SEQUEL = (
    r"(?:but |and )?(?:not|no|without|isn't|excluding|except|other than)(?: (?:an?|any|the|one of the|its|part of))*"
    r" (?:sequels?|prequels?|remakes?|same (?:series|franchise|saga)|(?:series|franchise|saga))(?: (?:of|to|from)"
    r" (?:it|that|this))?"
)
_GENRE_OF: dict[Mood, str] = {"funny": "Comedy", "scary": "Horror", "romantic": "Romance"}
_COMPARED = re.compile(r"\b(?:more|less|a bit|slightly)\b")
_BUT = re.compile(r"\b(?:but|only|except|yet|just)\b[^.;!?]*$")


def read_examples(scan: Scan, titles: TitleFinder, reading: Reading) -> None:
    """A question for films that names one only to say which: "is there one like Heat, that isn't Ronin"."""
    alike: list[MovieId] = []
    other: list[MovieId] = []
    for match in titles.mentioned(scan.original):
        before = scan.text[: match.span[0]]
        if match.movie.movie_id in reading.about and (_LIKE.search(before) or _UNLIKE.search(before)):
            (alike if _LIKE.search(before) else other).append(match.movie.movie_id)
    if alike or other:
        reading.similar_to += tuple(alike)
        reading.refused += tuple(other)
        reading.intent, reading.about = "recommend", ()


def read_likeness(scan: Scan, session: Session, reading: Reading) -> None:
    """More of the kind of a film that is named beside or was listed: "something similar", "another in this style"."""
    named = (*reading.seen, *reading.stars, *reading.about)
    if scan.take(_LIKENESS) or (named and scan.take(_MORE_OF_IT)):
        reading.similar_to += tuple(named) or session.listed[:1]
        if reading.intent in ("feedback", "fact"):
            reading.intent, reading.about = "recommend", ()


def refuse_series(scan: Scan, titles: TitleFinder, session: Session, reading: Reading) -> None:
    """No other film of the series of an example: "like Toy Story but not a sequel"."""
    examples = reading.similar_to or tuple(reading.stars) or session.wish.similar_to
    if examples and scan.take(_NO_SEQUEL):
        related = (movie_id for example in examples for movie_id in titles.series_of(example))
        reading.refused += tuple(movie_id for movie_id in related if movie_id not in examples)


def want_other_kind(scan: Scan, catalogue: Catalogue, reading: Reading) -> None:
    """A mood that an example lacks altogether is a genre: "like Alien but funny" wishes for comedies."""
    examples = [catalogue[movie_id] for movie_id in reading.similar_to if movie_id in catalogue]
    but = _BUT.search(scan.text)
    if not examples or but is None or _COMPARED.search(but[0]):
        return
    for mood in reading.moods:
        genre = _GENRE_OF.get(mood)
        if genre and not any(genre in movie.genres for movie in examples) and genre not in reading.genres:
            reading.genres += (genre,)
