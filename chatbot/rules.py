"""Understanding a message by rules: titles and people of the catalogue first, then genres, moods, years, runtimes.

What a rule understood is taken out of the text; what is left, if it has content, is searched in descriptions.
"""

import re
from collections.abc import Callable

from chatbot.conversation import Mood, Session
from chatbot.lexicon import COUNTRIES, GENRE_WORDS, LANGUAGES, MOOD_WORDS, NUMBERS, PLACES, genres_of
from chatbot.mentions import read_mentions, read_ordinals, read_people
from chatbot.plots import is_recall, plot_span
from chatbot.reading import Reading, longer, newer, older, shorter
from chatbot.scan import Scan, either
from chatbot.small_talk import TOPICS, is_small_talk
from chatbot.spans import ordered, read_runtime, read_years
from chatbot.spelling import corrected
from data.movies import Catalogue
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder

_NOT = either(
    *(r"(?:not|never|isn't) (?:really |exactly )?(?:an? )?(?:big |huge |great )?(?:fan of|into|in the mood for)",),
    *("but no", "anything but", "no", "not", "nothing", "without", "except", "avoid", "hates?", "skip"),
    *("don't (?:want|like|need|feel like|enjoy|care for)", "do not (?:want|like)", "doesn't like", "neither", "nor"),
    *("dislike", "never", "less", "isn't", "tired of", "sick of", "enough", "too much", "can't stand", "drop", "lose"),
    *("leave out", "too(?= \\w)", "fed up with", "bored of", "wasn't"),
)
_MAYBE = (
    r"(?:(?:any|anything|something|too|so|more|that|as|very|a|an|the|another|a bit|bit|of|those|these|much|really|me|be"
    r"|to be|is|it|want|with|all|overly|to (?:see|watch)|full of|lots of|kind of) )*"
)
_GENRE = "|".join(sorted((re.escape(word) for word in GENRE_WORDS), key=len, reverse=True))
_MOOD = "|".join(sorted((re.escape(word) for word in MOOD_WORDS), key=len, reverse=True))
_CHILD = (
    r"(?:\d{1,2}|[a-z]+)[ -]years?[ -]olds?|(?:my|our) (?:\w+ )?(?:son|daughter|nephew|niece|toddler|grandson"
    r"|granddaughter|grandchildren|little ones?)"
)
_NOUN = r"(?: ?(?:movies?|films?|flicks?|ones?|stuff|pictures?))?"


class Rules:
    """Reads messages with a catalogue's titles and people at hand."""

    def __init__(
        self, catalogue: Catalogue, titles: TitleFinder, people: PeopleFinder, known_word: Callable[[str], bool]
    ) -> None:
        """`known_word` says whether a word occurs in the catalogue's texts; without one, a message makes no sense."""
        self._catalogue = catalogue
        self._titles = titles
        self._people = people
        self._known_word = known_word
        years = [movie.year for movie in catalogue if movie.year is not None]
        self._newest = max(years, default=2000)

    def read(self, message: str, session: Session) -> Reading:
        """What the message says, in the light of the conversation."""
        scan = Scan(corrected(message, self._known_word))
        reading = Reading()
        read_mentions(scan, self._titles, session, reading)
        read_ordinals(scan, self._catalogue, session, reading)
        if reading.intent == "fact":
            reading.topic = next((topic for topic, cue in TOPICS.items() if re.search(cue, scan.text)), "all")
            return reading
        plot = plot_span(scan.text)
        if plot is None and is_small_talk(scan.text) and not _says(reading):
            reading.intent = "small_talk"
            return reading
        told = self._read_plot(scan, plot, reading)
        if scan.take(r"(?:something|anything|more|one|films?|movies?) similar"):
            named = (*reading.seen, *reading.stars, *reading.about)
            reading.similar_to += tuple(named) or session.listed[:1]
        read_people(scan, self._people, reading)
        _read_control(scan, session, reading)
        if scan.take(rf"(?:my |a |our )?{_CHILD}"):
            reading.genres = ("Children",)
        years, runtime = read_years(scan, self._newest), read_runtime(scan)
        self._read_comparatives(scan, session, reading)
        reading.min_year, reading.max_year = _either(years, (reading.min_year, reading.max_year))
        reading.min_runtime, reading.max_runtime = _either(runtime, (reading.min_runtime, reading.max_runtime))
        _read_genres(scan, reading)
        _read_moods(scan, reading)
        _read_language(scan, reading)
        _read_count(scan, reading)
        _read_replacement(scan, session, reading)
        self._read_query(scan, reading, told)
        reading.fresh = _is_fresh(scan, reading, session)
        if not _says(reading) and reading.intent == "recommend" and not self._makes_sense(scan):
            reading.intent = "unclear"
        return reading

    def _read_plot(self, scan: Scan, plot: tuple[int, int] | None, reading: Reading) -> str:
        """The plot that the message tells, in the person's words; it counts as understood."""
        if plot is None or scan.is_taken(*plot):
            return ""
        if is_recall(scan.text, plot[0]):
            reading.intent = "recall"
            scan.take(
                r"(?:name of|forgot|remember|trying to (?:find|think of)|do you know|(?:which|what)(?:'s| is| was)?)"
            )
        scan.mark(*plot)
        scan.take(r"(?:about|where|in which|that deals? with|on the subject of|with|who|when|that has|whose)(?= *$)")
        return scan.original[plot[0] : plot[1]].strip(" ,.;:!?-")

    def _read_comparatives(self, scan: Scan, session: Session, reading: Reading) -> None:
        if scan.take(
            r"(?:newer|more recent|more modern|later|too old|(?:not|nothing) (?:so|too|that|very) old|less old)"
        ):
            reading.min_year = newer(session, self._catalogue, self._newest)
        elif scan.take(r"modern classics?"):
            reading.min_year = self._newest - 30
        elif scan.take(r"(?:recent|modern|new|latest|contemporary)(?= (?:[\w-]+ )?[\w-]+|$)"):
            reading.min_year = self._newest - 8
        if scan.take(r"(?:older|more classic|earlier|too (?:new|recent|modern))"):
            reading.max_year = older(session, self._catalogue)
        elif scan.take(r"(?:old|classic|classics|vintage|old-school|oldies?)"):
            reading.max_year = 1979
        elif scan.take(r"(?:in )?(?:black and white|black-and-white|b ?& ?w|b/w)"):
            reading.max_year = 1966
        elif scan.take(r"silent(?= |$)"):
            reading.max_year = 1931
        reading.min_year, reading.max_year = ordered(reading.min_year, reading.max_year)
        if scan.take(r"(?:shorter|less long|not as long|too long|(?:not|nothing) (?:so|that) long)(?! than)"):
            reading.max_runtime = shorter(session, self._catalogue)
        elif scan.take(r"(?:longer|too short)(?! than)"):
            reading.min_runtime = longer(session, self._catalogue)

    def _read_query(self, scan: Scan, reading: Reading, told: str) -> None:
        refused = scan.take(rf"(?:no|not|nothing|without|avoid|except|anything but|less) {_MAYBE}[\w'-]+")
        scan.take("of all time|all[- ]time")
        rest = scan.rest()
        if not any(self._known_word(word.lower()) for word in re.findall(r"[\w'-]+", rest)):
            rest = ""
        reading.query = " ".join(part for part in (rest if reading.intent != "recall" else "", told) if part)
        reading.certain = not (reading.query or refused)

    def _makes_sense(self, scan: Scan) -> bool:
        words = re.findall(r"[^\W\d_]{2,}", scan.text)
        return bool(words) and any(self._known_word(word) for word in words)


def _read_control(scan: Scan, session: Session, reading: Reading) -> None:
    reset = (
        *(
            "start over",
            "start again",
            "forget (?:it|that|everything|all that)",
            "never ?mind",
            "from scratch",
            "reset",
        ),
        *("new (?:search|request|topic)", "fresh start", "clean slate"),
    )
    if scan.take(either(*reset)):
        reading.reset = True
    them = r"(?:all (?:of )?(?:them|these|those|three)|them all|(?:these|those|them)(?: (?:three|ones|films|movies))?)"
    if session.listed and scan.take(
        rf"(?:i've |we've |i have |i )?(?:already )?(?:seen|watched|saw) {them}(?: already)?|seen all"
    ):
        reading.seen += session.listed
        reading.more = True
    if session.listed and scan.take(
        rf"(?:(?:don't|do not) (?:like|want) (?:any of )?{them}|(?:none|neither) of {them}|not {them}|no to all)"
    ):
        reading.refused += session.listed
        reading.more = True
    again = (
        *("(?:something|anything|what) (?:completely |totally |entirely )?(?:else|different)", "others?"),
        *("another(?: one)?", "different(?: ones?)?", "next", r"(?:show me|give me|any) more", "more(?: please)?$"),
        *(
            r"more (?:like )?(?:of )?(?:that|this|these|those)",
            "not (?:that|this)(?: one| again)?",
            r"\W*(?:no|nope|nah)\W*$",
        ),
    )
    for match in scan.take(rf"(\d{{1,2}}|{_COUNTS}) (?:more|others?)"):
        reading.more = True
        reading.count = _count(match[1])
    if scan.take(either(*again)):
        reading.more = True
    scan.take(r"(?:with )?subtitles? (?:is|are|would be) (?:fine|ok|okay|no problem|good)|surprise (?:me|us)")


def _read_genres(scan: Scan, reading: Reading) -> None:
    more = rf"(?:,? (?:or|and|nor) (?:any |no )?|, ?)(?:{_GENRE}){_NOUN}"
    listed = rf"(?:{_GENRE})(?: ?{_NOUN})(?:{more})*"
    optional = either("doesn't have to be", "needn't be", "any genre", "not necessarily", "does not have to be")
    for match in scan.take(rf"{optional}(?: (?:a |an )?({_GENRE}))?{_NOUN}"):
        reading.dropped_genres += genres_of(match[1]) if match[1] else tuple(dict.fromkeys(GENRE_WORDS.values()))
    for match in scan.take(rf"(?:{_NOT} {_MAYBE}({listed})|non-({_GENRE}))"):
        words = re.findall(rf"(?<![\w-])(?:{_GENRE})(?![\w-])", match[1] or match[2])
        reading.not_genres += tuple(genre for word in words for genre in genres_of(word))
    for match in scan.take(
        rf"(?:either )?(?:a |an )?({_GENRE}){_NOUN},? or (?:else )?(?:a |an |some )?({_GENRE}){_NOUN}"
    ):
        reading.any_genres += tuple(genre for word in match.groups() for genre in genres_of(word))
    for match in scan.take(rf"({_GENRE}){_NOUN}"):
        reading.genres += genres_of(match[1])
    reading.any_genres = tuple(genre for genre in dict.fromkeys(reading.any_genres) if genre not in reading.not_genres)
    reading.genres = tuple(genre for genre in dict.fromkeys(reading.genres) if genre not in reading.not_genres)
    reading.not_genres = tuple(dict.fromkeys(reading.not_genres))


def _read_moods(scan: Scan, reading: Reading) -> None:
    if scan.take(r"black(?= comed| humou?r)"):
        reading.moods = ("dark",)
    if scan.take(r"(?:less|nothing|not|isn't) (?:in the mood for )?(?:too |so |very |anything )*(?:serious|heavy)"):
        reading.moods = ("light",)
    if scan.take(
        r"(?:i feel|i'm feeling|feeling|i'm|i am) (?:(?:so|very|a bit|really) )*(?:sad|down|blue|depressed|lonely|low)"
    ):
        reading.moods = ("uplifting",)
    more = rf"(?:(?:,? (?:or|and|nor) |, ?){_MAYBE}(?:{_MOOD}))*"
    for match in scan.take(rf"{_NOT} {_MAYBE}((?:{_MOOD}){more})"):
        words = re.findall(rf"(?<![\w-])(?:{_MOOD})(?![\w-])", match[1])
        reading.not_moods += tuple(MOOD_WORDS[word] for word in words)
    reading.not_moods = tuple(dict.fromkeys(reading.not_moods))
    moods: list[Mood] = [*reading.moods, *(MOOD_WORDS[match[1]] for match in scan.take(rf"({_MOOD})"))]
    reading.moods = tuple(mood for mood in dict.fromkeys(moods) if mood not in reading.not_moods)


def _read_language(scan: Scan, reading: Reading) -> None:
    names = "|".join(LANGUAGES)
    scan.take(rf"(?:not|nothing|no|non)[ -](?:in |from )?(?:{names}|{'|'.join((*COUNTRIES, *PLACES))}){_NOUN}")
    for match in scan.take(rf"(?:in |from )?({names})(?:-language)?(?: (?:movies?|films?|cinema|ones?|language))?"):
        reading.language = LANGUAGES[match[1]]
    if reading.language is None and scan.take(rf"(?:in english|english[- ]language){_NOUN}"):
        reading.language = "en"
    for match in scan.take(rf"(?<!not )(?:({'|'.join(COUNTRIES)}){_NOUN}|(?:made in|from) ({'|'.join(PLACES)}))"):
        country = COUNTRIES[match[1]] if match[1] else PLACES[match[2]]
        reading.countries = tuple(dict.fromkeys((*reading.countries, country)))


_COUNTS = "|".join(word for word in NUMBERS if word not in ("a", "an", "half"))


def _read_count(scan: Scan, reading: Reading) -> None:
    number = rf"(\d{{1,2}}|{_COUNTS})"
    kind = r"(?:movies?|films?|recommendations?|suggestions?|picks?|titles?|ideas?|options?)"
    unit = rf"(?:(?:more|other|good|great|different|new) )*{kind}"
    asked = rf"(?:give|show|recommend|suggest) (?:me )?{number}(?! (?:minutes?|hours?|years?))"
    for match in scan.take(either(f"top {number}", f"{number} {unit}", asked, "(just) (one)", f"a (single) {unit}")):
        word = next(group for group in match.groups() if group and group != "just")
        reading.count = 1 if word == "single" else _count(word)


def _count(word: str) -> int:
    return min(max(int(word) if word.isdigit() else NUMBERS[word], 1), 20)


def _read_replacement(scan: Scan, session: Session, reading: Reading) -> None:
    """After "only comedies" or "I meant thrillers" the genres asked for before no longer need to hold."""
    if reading.genres and re.search(r"\b(?:only|i meant?|i mean|rather|instead)\b", scan.text):
        kept = (*reading.genres, *reading.not_genres)
        reading.dropped_genres += tuple(genre for genre in session.wish.filters.genres if genre not in kept)


def _either(new: tuple[int | None, int | None], old: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    return new if new != (None, None) else old


def _says(reading: Reading) -> bool:
    """The message says anything that a recommendation can use."""
    default = Reading(certain=reading.certain, intent=reading.intent, fresh=reading.fresh)
    return reading != default


_CHANGES = re.compile(
    r"\W*(?:(?:ok(?:ay)?|hmm|well|yes|no)\b[ ,]*)*"
    + either(
        *("but", "and", "also", "only", "make (?:it|them)", "with", "without", "no", "not", "nothing", "less", "more"),
        *("a bit", "even", "just", "i meant?", "what about (?:the|from)"),
    )
    + r"\b"
)
_TONIGHT = re.compile(
    r"(?:what|which|anything|something)\b.*\b(?:should|can|could|shall|to) (?:i |we )?(?:watch|see)\b"
)
_ASKS = re.compile(
    either(
        *("i want", "i'd like", "i would like", "looking for", "recommend", "suggest", "show me", "give me", "find me"),
        *("any", "i feel like", "in the mood for"),
    )
    + r"\b"
)


def _is_fresh(scan: Scan, reading: Reading, session: Session) -> bool:
    """A message that could stand alone starts anew; one that only changes or refuses something does not."""
    if reading.reset or not session.turns:
        return True
    if _CHANGES.match(scan.text) or reading.more:
        return False
    if reading.intent == "recall" or reading.similar_to or _TONIGHT.search(scan.text):
        return True
    subject = bool(reading.query or reading.genres or reading.people)
    return subject and (bool(_ASKS.search(scan.text)) or not re.match(r"\W*something\b", scan.text))
