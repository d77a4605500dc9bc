"""A poster drawn from a movie's facts, for pages that ask no other server for a picture.

The genres choose the colours and the scene, the title and the year where its shapes stand, so a movie always looks
the same. The drawing is an SVG without scripts, links or fonts of its own.
"""

import base64
import random
import re
import unicodedata
import zlib
from html import escape

from chatbot.ui.scenes import colours_of, scene_of
from data.movies import Movie

WIDTH, HEIGHT = 300, 450
MARGIN = 22
LAST_LINE = 396  # base line of the title's last line
LINE = 1.08  # height of a line, in sizes
LARGEST, SMALLEST = 40, 18  # sizes of the title, in units of the drawing
MOST_LINES = 5
LETTER = 0.6  # width of a letter, in sizes: no wider in any serif face that a browser falls back to
WIDE_LETTER = 1.7  # the same of East Asian scripts, in letters

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def poster_svg(movie: Movie) -> str:
    """The poster as an SVG document of 300 x 450 units; the same movie always gives the same one."""
    draw = random.Random(zlib.crc32(f"{movie.title} {movie.year}".encode("utf-8", "replace")))  # noqa: S311
    colours = colours_of(movie.genres)
    scene = scene_of(movie.genres, draw)(draw, colours)
    size, lines = fitted_title(movie.title)
    top = LAST_LINE - (len(lines) - 1) * size * LINE
    title = "".join(
        f'<text x="{MARGIN}" y="{top + at * size * LINE:.0f}">{escape(line)}</text>' for at, line in enumerate(lines)
    )
    below = _cleaned(" · ".join(str(fact) for fact in (movie.year, *movie.genres[:2]) if fact))
    everywhere = f'<rect width="{WIDTH}" height="{HEIGHT}" fill='
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="{colours.sky}"/>'
        f'<stop offset="1" stop-color="{colours.ground}"/></linearGradient>'
        f'<linearGradient id="shade" x2="0" y2="1"><stop offset=".42" stop-color="{colours.sky}" stop-opacity="0"/>'
        f'<stop offset=".8" stop-color="{colours.sky}" stop-opacity=".92"/></linearGradient></defs>'
        f'{everywhere}"url(#sky)"/>{scene}{everywhere}"url(#shade)"/>'
        f'<path d="M{MARGIN} {top - size * 1.15:.0f}h34" stroke="{colours.shape}" stroke-width="3"/>'
        f'<g fill="{colours.light}" font-family="Georgia, \'Times New Roman\', serif" font-weight="700" '
        f'font-size="{size}">{title}</g>'
        f'<text x="{MARGIN}" y="425" fill="{colours.light}" fill-opacity=".75" font-family="system-ui, sans-serif" '
        f'font-size="14" letter-spacing="1">{escape(below)}</text></svg>'
    )


def poster_url(movie: Movie) -> str:
    """The poster as a `data:` URL, to stand in an attribute as it is."""
    return "data:image/svg+xml;base64," + base64.b64encode(poster_svg(movie).encode()).decode()


def fitted_title(title: str) -> tuple[int, list[str]]:
    """The largest size at which a title fits the poster's width in few lines, and those lines; cut where none does."""
    words = _cleaned(title).split() or ["Untitled"]
    for size in range(LARGEST, SMALLEST - 1, -2):
        lines = _lines(words, _room(size))
        few = min(MOST_LINES, 2 + (LARGEST - size) // 4)
        if len(lines) <= few and all(_width(line) <= _room(size) for line in lines):
            return size, lines
    room = _room(SMALLEST)
    lines = _lines([part for word in words for part in _parts(word, room)], room)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], _parts(lines[MOST_LINES - 1], room - 1)[0] + "…"]
    return SMALLEST, lines


def _room(size: int) -> float:
    """How many letters of a size stand side by side on a poster."""
    return (WIDTH - 2 * MARGIN) / (LETTER * size)


def _lines(words: list[str], room: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if _width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _parts(word: str, room: float) -> list[str]:
    """A word in pieces that fit."""
    parts = [""]
    for char in word:
        if _width(parts[-1] + char) > room:
            parts.append("")
        parts[-1] += char
    return parts


def _width(text: str) -> float:
    """Width in letters."""
    return sum(WIDE_LETTER if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in text)


def _cleaned(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub("", text)
