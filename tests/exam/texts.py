"""What an answer's text says: words, lengths, the films it names and what it claims of them."""

import re

from rapidfuzz import fuzz

from tests.exam.facts import Facts, folded, plain

YEAR = re.compile(r"\((?:\w+ )?((?:18|19|20)\d\d)\b[^()]*\)")
LENGTH = re.compile(r"\b(?:(\d) h ?)?(?:(\d{1,3}) min)\b|\b(\d) h\b")
DIRECTED = re.compile(r"\b[Dd]irected by ((?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*)*\w)")
BOLD = re.compile(r"\*\*\s*([^*\n]{2,80}?)\s*\*\*")


def says(text: str, words: str) -> bool:
    """Folded text holds the words, whole."""
    return re.search(r"(?<![a-z0-9])" + re.escape(folded(words)) + r"(?![a-z0-9])", text) is not None


def lengths_of(minutes: float) -> list[str]:
    """The ways to write a runtime."""
    whole = round(minutes)
    hours, rest = divmod(whole, 60)
    return [
        f"{whole} min",
        f"{whole} minutes",
        f"{whole}min",
        f"{hours} h {rest}",
        f"{hours}h {rest}",
        f"{hours}h{rest:02}",
        f"{hours} hours {rest}",
        f"{hours} hours and {rest}",
        f"{hours} hour {rest}",
        f"{hours} h {rest:02} min",
        f"{whole}",
    ]


def was_said(name: str, said: str) -> bool:
    """The person used the name or its part before the colon, whole; longer ones may be misspelt or run together."""
    heard = plain(said)
    for part in {plain(name), plain(name.split(":")[0])}:
        if f" {part} " in f" {heard} ":
            return True
        joined = part.replace(" ", "")
        if len(joined) >= 5 and fuzz.partial_ratio(joined, heard.replace(" ", "")) >= 85:
            return True
    return False


def named(text: str, facts: Facts) -> list[tuple[str, int | None]]:
    """The films that a text names: every "Title (1999)", known or not, and whatever title stands in bold."""
    found = [(name, movie_id) for name, movie_id, _ in dated(text, facts)]
    for match in BOLD.finditer(text):
        if not YEAR.search(match[1]) and not re.match(r"\W*\((?:18|19|20)\d\d", text[match.end() :]):
            movie_id = facts.named(match[1])
            if movie_id is not None:
                found.append((match[1], movie_id))
    return found


def dated(text: str, facts: Facts) -> list[tuple[str, int | None, str]]:
    """Every "Title (1999)": the name, the film or None, and what the same line says from there to the next one."""
    found: list[tuple[str, int | None, str]] = []
    matches = list(YEAR.finditer(text))
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=False):
        words = re.sub(r"[*_\"“”]", " ", text[max(0, match.start() - 120) : match.start()].split("\n")[-1]).split()
        tails = [" ".join(words[i:]) for i in range(len(words))]
        hits = ((name, facts.named(name, int(match[1]))) for name in tails)
        name, movie_id = next((hit for hit in hits if hit[1] is not None), (" ".join(words[-6:]), None))
        found.append((name, movie_id, text[match.end() : end].split("\n")[0]))
    return found


def untrue(text: str, facts: Facts) -> list[str]:
    """Lengths and directors that a text gives right after a film and that the files contradict."""
    wrong = []
    for name, movie_id, passage in dated(text, facts):
        if movie_id is None:
            continue
        length, directed = LENGTH.search(passage), DIRECTED.search(passage)
        if length and movie_id in facts.runtime:
            minutes = 60 * int(length[1] or length[3] or 0) + int(length[2] or 0)
            if abs(minutes - facts.runtime[movie_id]) > 1:
                wrong.append(f"{name}: {length[0]}")
        directors = {folded(director) for director in facts.directors.get(movie_id, ())}
        said = folded(directed[1]) if directed else ""
        if said and directors and not any(said in director or director in said for director in directors):
            wrong.append(f"{name}: {said}")
    return wrong
