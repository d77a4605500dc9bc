"""How an answer words things: which phrasing a turn takes, how names are joined, what a movie is called in Markdown."""

import zlib
from collections.abc import Collection, Sequence

from chatbot.conversation import Session
from chatbot.sentences import sentences
from data.movies import Movie

_NUMBERS = "no one two three four five six seven eight nine ten".split()
_HALF_HOURS = {
    **{30: "half an hour", 60: "one hour", 90: "90 minutes", 120: "two hours", 150: "two and a half hours"},
    **{180: "three hours", 210: "three and a half hours", 240: "four hours"},
}


class Voice:
    """Chooses among phrasings: the same conversation always gets the same words, never those of the answer before.

    Answers that show movies and those that do not are counted apart, so that two lists with a question between them
    differ, too.
    """

    def __init__(self, session: Session, message: str, *, shows: bool) -> None:
        """`session` is the conversation before the message; the answer `shows` movies or does not."""
        said = [turn.text for turn in session.turns if turn.role == "user"]
        self._conversation = said[0] if said else message
        self._turn = sum(turn.role == "assistant" and bool(turn.movies) == shows for turn in session.turns)

    def choose(self, what: str, phrases: Sequence[str], place: int = 0) -> str:
        """One of at least two phrasings of `what`; another one in the next answer, and at the next place of a list."""
        first = zlib.crc32(f"{what} {self._conversation}".encode())
        return phrases[(first + self._turn + place) % len(phrases)]


def escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is."""
    for char in "\\`*_[]<>":
        text = text.replace(char, "\\" + char)
    return text


def listed(words: Sequence[str], joined_by: str = "and") -> str:
    """The words joined: "a", "a and b", "a, b and c"; empty for nothing."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


def people(names: Sequence[str]) -> str:
    """Names joined, in Markdown."""
    return listed([escaped(name) for name in names])


def named(movie: Movie) -> str:
    """Title and year, in Markdown."""
    return f"**{escaped(movie.title)}**" + (f" ({movie.year})" if movie.year else "")


def headline(movie: Movie, wanted: Collection[str] = ()) -> str:
    """Title, year, runtime and three genres, `wanted` ones first, as far as they are known, in Markdown."""
    known = [fact for fact in (runtime(movie), ", ".join(genre_words(movie, wanted)[:3])) if fact]
    return ", ".join((named(movie), *known))


def genre_words(movie: Movie, wanted: Collection[str] = ()) -> list[str]:
    """The genres, `wanted` ones first, as they are written inside a sentence."""
    ordered = sorted(movie.genres, key=lambda genre: genre not in wanted)
    return [genre if genre.isupper() else genre.lower() for genre in ordered]


def its_genres(movie: Movie) -> str:
    """The genres of a movie that has any, as a clause."""
    words = genre_words(movie)
    return f"its {'genre is' if len(words) == 1 else 'genres are'} {listed(words)}"


def runtime(movie: Movie) -> str:
    """The runtime as "2 h 50 min"; empty if it is unknown."""
    return "" if movie.runtime_minutes is None else length(movie.runtime_minutes)


def length(minutes: int) -> str:
    """Minutes as "2 h 50 min"."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)) if part)


def spoken_length(minutes: int) -> str:
    """Minutes as people say them: "two hours", "100 minutes"."""
    return _HALF_HOURS.get(minutes) or f"{minutes} minutes"


def number(count: int) -> str:
    """A count in words up to ten: "three"."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def ordinal(place: int) -> str:
    """A place in a ranking: "1st", "2nd", "13th"."""
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place:,}{ending}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """The text as a sentence: with a full stop, unless what it ends with stands for one ("Airplane!")."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def teaser(movie: Movie, most: int) -> str:
    """The first sentences, `most` of them, of what the catalogue tells of the plot, in Markdown; empty for nothing.

    What a text gives away stands at its end.
    """
    told = " ".join((movie.overview or movie.lead).split())
    return escaped("".join(list(sentences([told]))[:most]).strip())
