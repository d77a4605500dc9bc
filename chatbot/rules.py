"""Understanding a message by rules: titles and people of the catalogue first, then genres, moods, years, runtimes.

What a rule understood is taken out of the text; what is left, if it speaks of a film, is searched in descriptions.
"""

import dataclasses
import re
from collections.abc import Callable

from chatbot.admiration import meant_by_pronoun
from chatbot.asked import read_asked
from chatbot.comparatives import read_comparatives, read_relative
from chatbot.conversation import Session
from chatbot.edits import read_control, read_let_go, read_reset
from chatbot.eras import Bounds
from chatbot.examples import read_examples, read_likeness, refuse_series, want_other_kind
from chatbot.limits import ends_before_limits, limits
from chatbot.mentions import read_mentions, read_ordinals, read_people
from chatbot.outside import asks_for_film, is_general, without_outside
from chatbot.plots import is_recall, is_told, plot_span
from chatbot.reading import Reading
from chatbot.remarks import mark_remarks
from chatbot.renewal import relate
from chatbot.runtimes import read_runtime
from chatbot.scan import FILLER, Scan
from chatbot.small_talk import TOPICS, is_small_talk
from chatbot.spelling import corrected
from chatbot.stance import NOUN
from chatbot.strangers import read_strangers, read_unknowable
from chatbot.telling import mark_told, to_search
from chatbot.themes import PLAIN_THEMES
from chatbot.vocabulary import TERMS, find_terms
from chatbot.wants import read_children, read_wants
from chatbot.years import read_years, refused_years, told_age
from data.movies import Catalogue
from retrieval.people import PeopleFinder
from retrieval.titles import TitleFinder

_WORD = re.compile(r"[\w'-]+")
_UNWANTED = (  # a theme refused in words that no lexicon has
    r"(?:no|without|avoid|nothing (?:about|with|involving|featuring|to do with)|nothing(?= \w+(?:$|[.,;!?]))"
    r"|(?:is|are|was|ai)n't|(?:not|isn't) about"
    r"|minus|sans|none of|done with|hold(?= the)|spare me|(?<!or )(?<!no )less(?: of)?(?! than)|ditch|zero|easy on"
    r"|without being|(?:i'm|i am|we're)(?: (?:so|really|totally|completely))* (?:over|through with)|not (?:another"
    r"|with)|(?:(?<=[,.;:] )|(?<=^)|(?<=but )|(?<=and ))not|except|anything but|fewer"
    r"|(?:sick|tired|bored) of|(?:do not|don't|doesn't) (?:want|like|have|do|fancy)(?: (?:to see|seeing))?|hates?"
    r"|can't stand|(?:afraid|scared) of|leave out|skip)"
    r"(?: (?:any|more|all|too many|too much|so many|about|set (?:in|on|at)|with|the|that(?= \w+ (?:stuff|kind|sort))"
    r"|those|these|another|of|things|films|movies"
    r"|stories|scenes|seeing|anything|it when|when|being|anyone|anybody|someone|people|characters))*"
    r" (?P<theme>[\w'-]+(?: [\w'-]+){0,2}?)"
    rf"(?P<also>(?:(?:, | or | and | nor )(?:no |any )?[\w'-]+)*)(?=(?: {NOUN})?(?: (?:please|no|not|nor|without"
    rf"|just|only|this time|at all"
    rf"|in (?:it|them)|either|tonight|though|thanks|but|and|from"
    r"|or|with)\b| ?[.,;!?)]|$))"
)
_WHOLE_UNWANTED = re.compile(rf"(?<![\w-])(?:{_UNWANTED})(?![\w-])")
_SEEKS = re.compile(
    r"\b(?:find|recommend|suggest|show me|give me|is there|are there|do you (?:have|know)|got|have you got"
    r"|looking for|want|need)\b"
    r".{0,80}?\b(?:films?|movies?|something|anything|ones?|flicks?)\b"
)
_SHORT = 12  # words
_LISTED = 2  # kinds of limits that make a message a list of wishes, whatever it tells
_SPACES = re.compile(r"[^\S\n]+")
_REPEATED = re.compile(r"([,;:!?.\n])(?: ?\1){3,}")
_ASKS_A_FACT = re.compile(
    r"\W*(?:(?:hi|hey|ok|okay|so|and|please|tell me)\b[ ,]*)*(?:who (?:directed|stars in|starred in|wrote"
    r"|plays in|acted in|was in)"
    r"|how long is (?!the|an?\b)|what year (?:was|did|is)|when (?:was|did) (?!i\b|we\b)|in (?:what|which) year"
    r"|who(?:'s| is) (?:in|the director of)|(?:the )?runtime of|what(?:'s| is) the runtime of) ?(?P<of>.+)"
)


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
        text, is_outside = without_outside(corrected(message, self._known_word))
        scan = Scan(_REPEATED.sub(r"\1", _SPACES.sub(" ", text)))
        reading = Reading()
        if is_outside and not re.search(r"\w", text):
            reading.intent = "out_of_scope"
            return reading
        plot = self._plot(scan)
        is_plot = is_told(scan.text) and limits(scan.text, self._newest) < _LISTED
        if is_plot and not self._names_a_film(scan) and not (plot and is_recall(scan.text, plot[0])):
            low, high = told_age(scan.text)
            query = scan.original.strip()
            return Reading("recall", query, min_year=low, max_year=high, certain=False, fresh=True)
        read_reset(scan, reading)
        read_relative(scan, session, self._catalogue, self._titles, reading)
        if not _is_theme_alone(scan):
            read_mentions(scan, self._titles, session, reading)
        read_ordinals(scan, self._catalogue, session, reading)
        if reading.intent == "fact" and _SEEKS.search(scan.text):
            read_examples(scan, self._titles, reading)
        if reading.intent == "fact":
            reading.topic = next((topic for topic, cue in TOPICS.items() if re.search(cue, scan.text)), reading.topic)
            return reading
        if plot is None and is_small_talk(scan.text) and not _says(reading):
            reading.intent = "out_of_scope" if is_outside else "small_talk"
            return reading
        if _ASKS_A_FACT.match(scan.text) and reading == Reading():
            reading.intent = "fact"  # of a film that nobody knows
            return reading
        told = self._read_plot(scan, plot, reading)
        is_talk = self._read_wish(scan, session, reading, told)
        relate(scan.text, reading, session)
        if (
            reading.intent == "recommend"
            and not (told or is_talk)
            and is_general(scan.text)
            and not _says_more(reading)
        ):
            reading.intent = "out_of_scope"
        if reading.unknown and not _says(dataclasses.replace(reading, unknown=())):
            reading.intent = "unclear"
        if (
            not _says(reading)
            and reading.intent == "recommend"
            and ((is_outside and not asks_for_film(scan.text)) or not self._makes_sense(scan))
        ):
            reading.intent = "out_of_scope" if is_outside and not asks_for_film(scan.text) else "unclear"
        return reading

    def _plot(self, scan: Scan) -> tuple[int, int] | None:
        """Where the message tells a plot, less the limits at its end."""
        plot = plot_span(scan.text)
        if plot is None:
            return None
        if scan.text[: plot[0]].rstrip().endswith(("where", "which")) and any(
            span[0] <= plot[0] < span[1] for _, span in self._people.mentioned(scan.original)
        ):
            return None  # "in which Bill Murray stars"
        end = ends_before_limits(scan.text, *plot, self._newest)
        return (plot[0], end) if end > plot[0] else None

    def _names_a_film(self, scan: Scan) -> bool:
        """A message too short to be nothing but a plot has a title in it."""
        return len(scan.text.split()) <= _SHORT and bool(self._titles.mentioned(scan.original))

    def _read_wish(self, scan: Scan, session: Session, reading: Reading, told: str) -> bool:
        """Fill the reading; what is given back says whether the message talks of people or of a film spoken of."""
        read_likeness(scan, session, reading)
        refuse_series(scan, self._titles, session, reading)
        _mark_unknown_titles(scan)
        read_let_go(scan, session, self._people, reading)
        read_unknowable(scan, reading)
        is_talk = self._read_people(scan, session, reading)
        read_control(scan, session, reading)
        is_talk = mark_remarks(scan) or is_talk
        limited = session.wish.filters.max_runtime is not None and session.wish.filters.min_runtime is None
        reading.not_years = refused_years(scan)
        years, runtime = read_years(scan, self._newest), read_runtime(scan, limited)
        read_children(scan, reading)
        mark_told(scan)
        read_wants(scan, reading)
        read_comparatives(scan, session, self._catalogue, self._newest, reading)
        reading.min_year, reading.max_year = _either(years, (reading.min_year, reading.max_year))
        reading.min_runtime, reading.max_runtime = _either(runtime, (reading.min_runtime, reading.max_runtime))
        if scan.take(r"live[ -]action"):
            reading.not_genres += ("Animation",)
        read_strangers(scan, self._people, reading)
        themes = read_asked(scan, session, reading)
        want_other_kind(scan, self._catalogue, reading)
        is_refused = self._read_unwanted(scan, reading)
        self._read_query(scan, reading, told, themes)
        reading.certain = not (reading.query or is_refused)
        return is_talk

    def _read_people(self, scan: Scan, session: Session, reading: Reading) -> bool:
        """Whether people are named; the word for a language or an age is none, however like a name ("korean")."""
        hidden = [(found.start, found.end) for found in find_terms(scan) if found.term.language or found.term.countries]
        hidden += [
            match.span()
            for match in scan.find(
                r"(?:recent|modern|classics?|vintage|newer|older|gran|grann(?:y|ie)|grand(?:ma|pa|dad|mother|father)"
                r"|nana?)"
            )
        ]
        for start, end in hidden:
            scan.mark(start, end)
        found = read_people(scan, self._people, reading)
        if len(reading.people) + len(reading.not_people) > 1:
            scan.take(r"(?:brothers|bros\.?|sisters|siblings)")
        for start, end in hidden:
            scan.release(start, end)
        if not found and meant_by_pronoun(scan):
            reading.people += session.wish.fond_of[-1:]
        return found

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

    def _read_unwanted(self, scan: Scan, reading: Reading) -> bool:
        """Themes that no lexicon has, refused: "no ghosts", "without any car chases"."""
        found = False
        for match in _WHOLE_UNWANTED.finditer(scan.left()):
            named = [match["theme"], *re.split(r", | or | and | nor ", match["also"])]
            themes = [re.sub(r"^(?:no|any|an?|the) ", "", theme).strip() for theme in named if theme]
            fit = [theme for theme in themes if self._is_theme(theme)]
            if fit and fit[0] == themes[0]:
                reading.not_about = tuple(dict.fromkeys((*reading.not_about, *fit)))
                scan.mark(*match.span())
                found = True
        return found

    def _is_theme(self, words: str) -> bool:
        first, *_ = words.split() or [""]
        told = [word for word in words.split() if word not in FILLER]
        return bool(told) and first not in _NO_THEME and not words.isdigit()

    def _read_query(self, scan: Scan, reading: Reading, told: str, themes: list[str]) -> None:
        scan.take("of all time|all[- ]time")
        rest = to_search(scan)
        words = [word.lower() for word in _WORD.findall(rest)]
        if 2 * sum(self._known_word(word) for word in words) <= len(words):
            rest = ""
        refused = [theme for theme in reading.not_about if " " in theme]
        themes = [re.sub("|".join(map(re.escape, refused)) or r"\Z", "", theme).strip() for theme in themes]
        parts = (rest if reading.intent != "recall" else "", told, *themes)
        reading.query = " ".join(part for part in parts if part)

    def _makes_sense(self, scan: Scan) -> bool:
        words = re.findall(r"[^\W\d_]{2,}", scan.text)
        return bool(words) and 2 * sum(self._is_word(word) for word in words) >= len(words)

    def _is_word(self, word: str) -> bool:
        return word in FILLER or self._known_word(word)


_NO_THEME = frozenset(
    "i i'm i've we he she they it you heard seen saw watched have haven't had was were is are do did not never"
    " one idea problem"
    " thanks need matter longer more other less worries clue preference rush doubt way need to see watch know"
    " think sure want bad much up yet only quite bothered"
    " fussed picky great good interested available seeing really exactly the that this my for at long"
    " necessarily too just again so minute second".split()
)


_DATED_TITLE = re.compile(
    r"(?:[A-Z0-9\"][\w'’:.,&!?*-]{0,30}|[&-])(?: (?:[A-Z0-9\"][\w'’:.,&!?*-]{0,30}|of|the|and|in|an?|to|for|on|from|at"
    r"|with|de|la|&|-))* ?\((?:19|20)\d\d\)"
)


_DATE = re.compile(r"(?<!born )\((?:19|20)\d\d\)")


def _is_theme_alone(scan: Scan) -> bool:
    """The whole message is a word for a kind of film, in lower case: "spy" is not yet *Spy*."""
    words = scan.original.strip(" .!?")
    return words.islower() and (words in TERMS or words in PLAIN_THEMES or words.rstrip("s") in PLAIN_THEMES)


def _mark_unknown_titles(scan: Scan) -> None:
    """A title with its year that the catalogue lacks, as "Peter Rabbit (2018)", wishes for no year and no theme."""
    for match in (*_DATED_TITLE.finditer(scan.original), *_DATE.finditer(scan.text)):
        if not scan.is_taken(*match.span()):
            scan.mark(*match.span())


def _either(new: Bounds, old: Bounds) -> Bounds:
    return new if new != (None, None) else old


def _says_more(reading: Reading) -> bool:
    """The message says more than words to search for."""
    return _says(dataclasses.replace(reading, query="", fame=None, count=None, certain=True, not_about=()))


def _says(reading: Reading) -> bool:
    """The message says anything that a recommendation can use."""
    default = Reading(certain=reading.certain, intent=reading.intent, fresh=reading.fresh)
    return reading != default
