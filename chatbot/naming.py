"""Which movies a sentence names, and whether it may name them."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from chatbot.names import Evidence, has
from chatbot.prose import EMPHASIS, LABELS, STARTERS
from data.movies import Movie
from retrieval.titles import TitleFinder, normalised

Mention: TypeAlias = tuple[int, int, Evidence]

_MARKED = re.compile(
    r"\*\*(?P<bold>[^*\n]+?)\*\*|__(?P<line>[^_\n]+?)__|(?<!\*)\*(?P<italic>[^*\s][^*\n]*?)\*(?!\*)"
    r"|(?<!\w)_(?P<under>[^_\s][^_\n]*?)_(?!\w)|[“„\"](?P<quote>[^”“\"\n]+?)[”“\"]|[«»](?P<french>[^»«\n]+?)[»«]"
    r"|(?<![\w'])'(?P<single>[^'\n]{2,80}?(?:'\w[^'\n]*?)*)'(?!\w)"
)
_BRACKETED = re.compile(r"\s*\((\d{4})\)\W*$")
_NUMBERING = re.compile(r"^\s*#?\d{1,2}[.):]\s+")
_DATED = re.compile(r"[*_\"”’']*,?\s*\(\s*(\d{4})\b")
_RUNTIME = re.compile(r"\d+ minutes")  # 96 Minutes is a film, "96 minutes" is none
_TRIED = re.compile(
    r"\b(?i:try|watch|see|recommend|suggest|than|like|love|consider|pick|choose|or|and|with|unlike|maybe"
    r"|perhaps|about|after) (?=[a-z])"
)


class Naming:
    """The movies that an answer may name, by all their names."""

    def __init__(
        self, evidence: Sequence[Evidence], picks: Sequence[Evidence], message: str, titles: TitleFinder
    ) -> None:
        """`evidence` is of all that may be named, `picks` those the answer is about, `message` the person's."""
        self._evidence = {about.movie.movie_id: about for about in evidence}
        self._picks = picks
        self._message = message.lower()
        self._titles = titles
        self._by_name: dict[str, list[Evidence]] = {}
        for about in evidence:
            for name in (about.movie.title, *about.movie.alternative_titles):
                self._by_name.setdefault(normalised(name), []).append(about)

    def named_in(self, text: str, subject: Evidence | None) -> list[Mention] | None:
        """Where the sentence names which movie, in order; None if one of them may not be named.

        A year in brackets with no title before it must be that of `subject`, the movie spoken of last.
        """
        found: list[Mention] = []
        for match in _DATED.finditer(text):
            title = self._title_before(text[: match.start()], int(match[1]))
            if title is not None:
                found.append(title)
            elif text[: match.start()].strip(" *_\"'") or not (subject and subject.movie.year == int(match[1])):
                return None
        for match in _MARKED.finditer(text):
            start, end = match.span(match.lastgroup or 0)
            inner = _BRACKETED.sub("", _NUMBERING.sub("", text[start:end])).strip(" ,.:;*_\"'")
            known = self._by_name.get(normalised(inner)) or self._by_name.get(normalised(inner.rstrip("!?")))
            if known:
                if not any((a <= start and end <= b) or start <= a < end for a, b, _ in found):
                    at = text.index(inner, start)
                    found.append((at, at + len(inner), known[0]))
            elif not self._may_mark(match, text, inner):
                return None
        for mention in self._titles.mentioned(text):
            start, end = mention.span
            if any(start < b and a < end for a, b, _ in found) or _RUNTIME.fullmatch(text[start:end]):
                continue
            about = self._evidence.get(mention.movie.movie_id) or self._namesake(mention.movie)
            if about is not None:
                found.append((start, end, about))
            elif (text[:start][-1:] or " ") in "\"“*_'" or not self._is_plain_text(text[start:end]):
                return None
        if self._names_another_in_lower_case(text):
            return None
        found.extend(self._written_out(text, found))
        return sorted(found, key=lambda at: at[0])

    def _title_before(self, text: str, year: int) -> Mention | None:
        """The allowed movie of that year whose title ends the text: "so I would try Heat" (1995)."""
        text = text.rstrip(" *_\"”'")
        starts = [match.start() for match in re.finditer(r"(?<![\w'])[\w¡¿]", text)][-14:]
        for start in starts:
            for about in self._by_name.get(normalised(text[start:]), []):
                if about.movie.year == year and (not text[start].islower() or about.movie.title.islower()):
                    return start, len(text), about
        return None

    def _may_mark(self, match: re.Match[str], text: str, inner: str) -> bool:
        """What stands in bold, italics or quotes is no title: a label, an emphasis, words of the evidence."""
        words = re.findall(r"[\w'-]+", inner)
        if not words:
            return True
        colon = text[match.end() : match.end() + 1] == ":" or match[0].rstrip("*_\"'").endswith(":")
        if colon and len(words) <= 5 and all(word.lower() in LABELS for word in words):
            return True
        if any(about.knows(inner) or has(about.lower, inner) for about in self._evidence.values() if inner.islower()):
            return True
        if any(has(part, inner) for about in self._evidence.values() for part in (about.directors, about.cast)):
            return True
        figures = re.sub(r"\W+|\b(?:min|minutes|h|hours?)\b", "", inner)
        if figures.isdigit() or (len(inner) > 3 and has(self._message, inner.lower()) and inner.islower()):
            return True
        emphasis = match["quote"] is None and match["single"] is None and match["french"] is None
        return emphasis and inner.islower() and len(words) <= 4 and all(word in EMPHASIS for word in words)

    def _namesake(self, movie: Movie) -> Evidence | None:
        """The allowed movie of the same name."""
        for name in (movie.title, *movie.alternative_titles):
            for about in self._by_name.get(normalised(name), []):
                return about
        return None

    def _is_plain_text(self, said: str) -> bool:
        """What looks like the title of another movie are words of the evidence, as it writes them."""
        return any(about.knows(said) for about in self._picks) or (
            said.islower() and " " not in said and any(has(about.lower, said) for about in self._picks)
        )

    def _names_another_in_lower_case(self, text: str) -> bool:
        """Behind a word such as "try" stands, in lower case, the title of a movie that may not be named."""
        for match in _TRIED.finditer(text):
            words = re.findall(r"[\w'-]+", text[match.end() : match.end() + 60])[:5]
            strange = [at for at, word in enumerate(words) if not self._is_ordinary(word)]
            if strange and any(self.is_other(" ".join(words[:size])) for size in range(strange[0] + 1, len(words) + 1)):
                return True
        return False

    def _is_ordinary(self, word: str) -> bool:
        return word in STARTERS or any(has(about.lower, word) for about in self._picks)

    def is_other(self, name: str) -> bool:
        """The whole text is the title of a movie that may not be named."""
        return any(
            mention.span[1] - mention.span[0] >= len(name)
            and mention.movie.movie_id not in self._evidence
            and self._namesake(mention.movie) is None
            for mention in self._titles.mentioned(f'"{name}"')
        )

    def _written_out(self, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
        """Allowed titles of more than one word, or of one that is long and has its capital, wherever they stand."""
        for about in self._evidence.values():
            title = about.movie.title.replace("\u2019", "'")
            if len(title) < 4:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", text):
                start, end = match.span()
                if not any(start < b and a < end for a, b, _ in found):
                    yield start, end, about
