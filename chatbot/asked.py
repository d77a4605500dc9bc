"""Genres, moods, themes, languages and countries that a message names, each wanted, refused or let go."""

import dataclasses
import itertools
import re

from chatbot.conversation import Mood, Session
from chatbot.places import is_national, read_alternatives, read_place, read_places
from chatbot.reading import Reading
from chatbot.scan import Scan
from chatbot.stance import NOUN, Stance, goes_on, said_of
from chatbot.vocabulary import Found, Term, find_terms

_GENRE_IN: dict[Mood, str] = {"scary": "Horror"}  # a mood that is a genre in everyday words, where no other is named
_COMPARED = re.compile(r"(?:scar|creep|spook)ier$")
_GENRE_OF: dict[Mood, str] = {"scary": "Horror", "funny": "Comedy", "romantic": "Romance", "fast": "Action"}
_OUT_WITH: dict[Mood, str] = {"scary": "Horror", "funny": "Comedy"}  # refused outright, no film of the genre will do
_FEELING_LOW = (
    r"(?:i feel|i'm feeling|feeling|i'm|i am|makes me feel|we feel) (?:(?:so|very|a bit|really|pretty|quite"
    r"|kinda|all) )*"
    r"(?:sad|down|blue|depressed|lonely|low|miserable|heartbroken|gloomy)"
)
_SERIOUS = (
    r"(?:more |something |really |very )*(?:serious|weighty|hard-hitting|heavy|heavier|grown-up|mature)(?= *$"
    r"|[.,!?]| (?:film|movie|drama|one))"
)
_NOT_HEAVY = (
    r"(?:less|nothing|not|isn't|no|never) (?:in the mood for )?(?:too |so |very |anything "
    r"|overly )*(?:serious|heavy|demanding|deep)(?! metal)"
    r"|(?:don't|do not|not) (?:really )?(?:want|have|wanna|need) (?:to )?(?:have to )?"
    r"(?:think|concentrate)(?! (?:about|of)\b)"
)
_GORE = (
    r"(?:blood,? (?:and )?)?guts(?:,? (?:and |n )?(?:gore|glory))|blood,? (?:and )?guts(?:,? (?:and )?gore)?"
    r"|gore[- ]?fest"
)
_OWN_CHILDREN = re.compile(r"\b(?:my|our|the|your|his|her|their) $")
_SAME_KIND = re.compile(rf"(?: ?{NOUN})?(?:,| and| &|/|,? and maybe|, and)? ?(?:an? |some |maybe |also )?")
_LIKES = re.compile(r"\b(?:like|likes|love|loves|enjoy|into|fans? of|prefer|adore)\b")
_TOO = re.compile(r",? (?:too|as well|also|neither|either|likewise)(?= *$|[.,!;])")  # "westerns bore me, musicals too"
_SWITCHES = re.compile(
    r"\b(?:i|she|he|they|we|wife|husband|son|daughter|friend|other|m[uo]m|dad|mother|father|sister|brother"
    r"|boyfriend|girlfriend|mate|kids?)\b[^,]* (?:wants?|likes?|loves?|prefers?"
    r"|fancy|fancies)\b"
)
_DRAWN = re.compile(r"s?[ -](?:books?|based|strips?|con|heroes)\b")  # comics are not comic
_SIDE_BY_SIDE = re.compile(  # what may stand before genres of which each will do: "great horror and comedy"
    r"\W*(?:(?:im|i'm|i|we|we're|am|are|is|looking|searching|for|some|great|good|best|any|do|does|you|have|know|of"
    r"|mostly"
    r"|mainly|maybe|really|recommend|me|suggest|what|how|about|hi|hello|hey|also|favou?rites?|my|genres?|usually|say"
    r"|would|i'd)\b\W*)*"
)
_JOINT = re.compile(rf" (?:{NOUN}|mix|blend|combo|combination|hybrid|mash-?up|crossover|in one|together|at once)\b")


def read_asked(scan: Scan, session: Session, reading: Reading) -> list[str]:
    """Fill the reading; what is given back are words to search for."""
    if scan.take(r"black(?= comed| humou?r)"):
        reading.moods += ("dark",)
    if scan.take(_NOT_HEAVY):
        reading.moods += ("light",)
    if scan.take(_SERIOUS):
        reading.not_moods += ("light",)
        reading.taken_back += tuple(mood for mood in session.wish.moods if mood in ("funny", "light"))
    if scan.take(_GORE):
        reading.moods += ("violent",)
        reading.genres += () if session.wish.filters.genres else ("Horror",)
    if scan.take(_FEELING_LOW):
        reading.moods += ("uplifting",)
    read_places(scan, session, reading)
    stances = _stances(scan)
    wanted: list[Found] = []
    themes: list[str] = []
    outright: list[Mood] = []
    asked = {*session.wish.filters.genres, *session.wish.filters.any_genres}
    asked |= {genre for found, how in stances if how == "wanted" for genre in found.term.genres}
    is_scary = any(found.term.mood == "scary" and how == "wanted" for found, how in stances)
    for found, how in stances:
        term = found.term
        is_said = term.theme == found.words and how == "wanted"  # searched for as it stands
        if not is_said:
            scan.mark(found.start, found.end)
        if term.mood and term.genres and _is_mood(scan, found):
            term = Term(mood=term.mood)
        if term.genres and how == "wanted":
            wanted.append(dataclasses.replace(found, term=term))
        elif (
            how in ("refused", "less") and "Children" in term.genres and _OWN_CHILDREN.search(scan.text[: found.start])
        ):
            continue  # "not my kids" are people
        elif term.genres and not (
            term.theme and how == "refused" and (is_scary or asked & {*term.genres})
        ):  # "scary but no slashers"
            _genre(reading, term, how, session)
        elif term.mood:
            _mood(reading, term.mood, how, session)
            outright += [term.mood] if how == "refused" else []
        if term.theme:
            if how == "wanted":
                themes += [] if is_said else [term.theme]
            elif how in ("refused", "less"):
                reading.not_about += (found.words,)
        if (term.language or term.countries) and (how == "wanted" or not term.genres):  # "no anime" refuses no country
            read_place(reading, term, how, session)
    read_alternatives(scan, [found for found, how in stances if how == "wanted"], reading)
    _want_genres(scan, wanted, stances, reading)
    _want_moods(scan, stances, session, reading)
    _settle(reading, outright)
    scan.take(NOUN)
    return themes


def _stances(scan: Scan) -> list[tuple[Found, Stance]]:
    """Each term with what is said of it; a list shares what is said of its first."""
    read: list[tuple[Found, Stance]] = []
    cue = ""
    for found in find_terms(scan):
        if is_national(scan, found):
            continue
        if found.words.startswith("comic") and _DRAWN.match(scan.text, found.end):
            continue
        said = said_of(scan, found.start, found.end)
        how = said.stance
        if how != "wanted":
            cue = said.cue
            scan.mark(said.start, said.end)
        elif read and read[-1][1] not in ("wanted", "fine") and goes_on(scan, cue, read[-1][0].end, found.start):
            how = read[-1][1]
            scan.mark(read[-1][0].end, found.end)
        elif read and read[-1][1] == "refused" and _TOO.match(scan.text, found.end) and not _LIKES.search(scan.text):
            how = "refused"
        read.append((found, how))
    return read


def _is_mood(scan: Scan, found: Found) -> bool:
    """A word for both, as "romantic": a feeling in "more romantic", a genre in "romantic film"."""
    before = scan.text[: found.start]
    return bool(re.search(r"\b(?:more|less|too|bit|so|very|also|but|really|make it)\s$", before)) or (
        bool(re.search(r"[\w,] (?:and )?$", before)) and not re.match(rf" (?:{NOUN}|[\w-]+)", scan.text[found.end :])
        and not re.search(r"\b(?:something|anything|film|movie|nothing)(?: \w+)? $", before)
    )  # fmt: skip


def _genre(reading: Reading, term: Term, how: Stance, session: Session) -> None:
    filters = session.wish.filters
    telling = term.genres[-1:]
    if how in ("refused", "less"):
        reading.not_genres += telling
    elif how == "free" or set(term.genres) & set(filters.not_genres):
        reading.dropped_genres += term.genres
    elif not set(term.genres) & {*filters.genres, *filters.any_genres}:
        reading.any_genres += (*filters.genres, *term.genres) if filters.genres else ()
        reading.dropped_genres += filters.genres
        reading.genres += () if filters.genres else term.genres


def _mood(reading: Reading, mood: Mood, how: Stance, session: Session) -> None:
    if how == "wanted":
        reading.moods += (mood,)
    elif how in ("refused", "less"):
        reading.not_moods += (mood,)
    else:
        reading.taken_back += (mood,)
    if how != "wanted" and mood in _GENRE_IN and how != "refused":
        reading.dropped_genres += tuple(genre for genre in session.wish.filters.genres if genre == _GENRE_IN[mood])


def _want_genres(scan: Scan, wanted: list[Found], stances: list[tuple[Found, Stance]], reading: Reading) -> None:
    moods = [
        found for found, how in stances if how == "wanted" and not found.term.genres and found.term.mood in _GENRE_OF
    ]
    for found in moods:  # "something scary or a comedy"
        if any(_or(scan, found, genre) or _or(scan, genre, found) for genre in wanted):
            assert found.term.mood is not None
            reading.moods = tuple(mood for mood in reading.moods if mood != found.term.mood)
            wanted.append(dataclasses.replace(found, term=Term(genres=(_GENRE_OF[found.term.mood],))))
    wanted.sort(key=lambda found: found.start)
    genres = tuple(genre for found in wanted for genre in found.term.genres)
    if (len(wanted) > 1 and _is_choice(scan, wanted)) or (scan.text.lstrip(" ,.").startswith("or ") and genres):
        reading.any_genres += genres
    else:
        reading.genres += genres


def _want_moods(scan: Scan, stances: list[tuple[Found, Stance]], session: Session, reading: Reading) -> None:
    """The genre that a mood is in everyday words: a scary film is a horror film, a scarier one any that is scarier."""
    before = {*session.wish.filters.genres, *session.wish.filters.any_genres} - {*reading.dropped_genres}
    named = {*reading.genres, *reading.any_genres, *before}
    for found, how in stances:
        genre = _GENRE_IN.get(found.term.mood) if found.term.mood else None
        if genre is None or how != "wanted" or found.term.mood not in reading.moods or named - {genre}:
            continue
        if not _COMPARED.search(found.words) and not re.search(r"\b(?:more|bit|but|even) $", scan.text[: found.start]):
            reading.genres += (genre,)


def _or(scan: Scan, first: Found, second: Found) -> bool:
    between = scan.text[first.end : second.start] if first.end <= second.start else ""
    return bool(re.fullmatch(rf"(?: {NOUN})?,? or (?:maybe |else |perhaps )?(?:something |an? )?", between))


def _is_choice(scan: Scan, wanted: list[Found]) -> bool:
    """Genres side by side of which one will do: "a musical or a western", "I like action, comedy and horror"."""
    pairs = [(scan.text[one.end : other.start], one, other) for one, other in itertools.pairwise(wanted)]
    if any(re.search(r"\bor\b|\beither\b|/", between) or _SWITCHES.search(between) for between, _, _ in pairs):
        return True
    listed = [_SAME_KIND.fullmatch(between) is not None and bool(between.strip()) for between, _, _ in pairs]
    if not all(listed):
        return False
    last = wanted[-1]
    plural = all(_is_plural(scan, found) for found in wanted) or last.words.endswith("s")
    if _SIDE_BY_SIDE.fullmatch(scan.before(wanted[0].start)) and not _JOINT.match(scan.text, last.end):
        return True
    return plural or len(wanted) > 2 or _LIKES.search(scan.before(wanted[0].start)) is not None


def _is_plural(scan: Scan, found: Found) -> bool:
    return found.words.endswith("s") or bool(re.match(r" (?:movies|films|ones|flicks)\b", scan.text[found.end :]))


def _settle(reading: Reading, outright: list[Mood]) -> None:
    """What is wanted and refused in one message ("funny but not silly": funny), and what was said twice."""
    reading.moods = tuple(dict.fromkeys(reading.moods))
    reading.not_moods = tuple(mood for mood in dict.fromkeys(reading.not_moods) if mood not in reading.moods)
    asked = {*reading.genres, *reading.any_genres}
    out = (_OUT_WITH[mood] for mood in outright if mood in _OUT_WITH and mood not in reading.moods)
    reading.not_genres = tuple(dict.fromkeys((*reading.not_genres, *(genre for genre in out if genre not in asked))))
    reading.genres = tuple(genre for genre in dict.fromkeys(reading.genres) if genre not in reading.not_genres)
    reading.any_genres = tuple(g for g in dict.fromkeys(reading.any_genres) if g not in reading.not_genres)
    reading.countries = tuple(dict.fromkeys(code for code in reading.countries if code not in reading.not_countries))
    reading.not_languages = tuple(dict.fromkeys(reading.not_languages))
    reading.not_countries = tuple(dict.fromkeys(reading.not_countries))
    reading.not_about = tuple(dict.fromkeys(reading.not_about))
