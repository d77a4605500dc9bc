"""What a drawn poster shows behind its title: a scene and four colours for each genre."""

import math
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias


class Colours(NamedTuple):
    """Colours of a poster, as SVG writes them, each drawn upon the ones before it."""

    sky: str
    ground: str
    shape: str
    light: str


Scene: TypeAlias = Callable[[random.Random, Colours], str]

_PALETTES = {
    "Action": Colours("#2b1014", "#7a1f1a", "#e2572b", "#ffd9a0"),
    "Adventure": Colours("#0f2b33", "#1f5a57", "#e0a23a", "#ffe9bd"),
    "Animation": Colours("#2a1b5c", "#5b3fa8", "#ff9f6b", "#fff0c9"),
    "Children": Colours("#14426b", "#2f86b8", "#ffd166", "#fff6dc"),
    "Comedy": Colours("#7a3b12", "#c9701f", "#ffd25e", "#fff4d6"),
    "Crime": Colours("#12151c", "#2b3442", "#b8442f", "#e9dcc5"),
    "Documentary": Colours("#1c2a2a", "#3f5a55", "#c9b27c", "#f1ead8"),
    "Drama": Colours("#2a1a24", "#5c3344", "#c98a6b", "#f5e3d3"),
    "Fantasy": Colours("#1a1440", "#40307f", "#8fd0c6", "#f4e8ff"),
    "Film-Noir": Colours("#0d0d10", "#2c2c33", "#8d8d96", "#f2f2ee"),
    "Horror": Colours("#0c0709", "#32090f", "#a3121f", "#f2d9d0"),
    "Musical": Colours("#3a0f3f", "#8a2a6d", "#f2b134", "#ffeed2"),
    "Mystery": Colours("#10182b", "#273a5c", "#7c9cc4", "#e8eef5"),
    "Romance": Colours("#4a1528", "#96384f", "#f2a08c", "#ffe9df"),
    "Sci-Fi": Colours("#06162b", "#0e3a5f", "#3fb6c9", "#ddf6f7"),
    "Thriller": Colours("#0e1a1c", "#20403f", "#cfa23c", "#f1ecd6"),
    "War": Colours("#1d1e14", "#474a2e", "#a8763a", "#efe6cb"),
    "Western": Colours("#4a1f10", "#a4532a", "#f0b25a", "#fff0d0"),
}
_PLAIN = Colours("#1d2233", "#3b4763", "#c7a76c", "#f3ecdc")


def colours_of(genres: Sequence[str]) -> Colours:
    """The colours of the first genre that has some."""
    return next((_PALETTES[genre] for genre in genres if genre in _PALETTES), _PLAIN)


def scene_of(genres: Sequence[str], draw: random.Random) -> Scene:
    """One of the scenes of the genres, or any; it fills 300 x 330 units and may be covered below."""
    return draw.choice([_SCENES[genre] for genre in genres if genre in _SCENES] or _ANY)


def _sun(draw: random.Random, colours: Colours) -> str:
    x, y, radius = draw.randint(70, 230), draw.randint(110, 190), draw.randint(44, 78)
    hills = "".join(
        f'<path d="M0 {base} Q{draw.randint(40, 120)} {base - draw.randint(40, 90)} 150 {base - draw.randint(0, 30)} '
        f'T300 {base - draw.randint(0, 40)} V450 H0Z" fill="{colours.ground}" fill-opacity="{opacity}" '
        f'stroke="{colours.light}" stroke-opacity=".12"/>'
        for base, opacity in ((250, 0.7), (300, 0.95))
    )
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colours.shape}"/>{hills}'


def _city(draw: random.Random, colours: Colours) -> str:
    x, y, radius = draw.randint(50, 250), draw.randint(60, 120), draw.randint(22, 46)
    drawn, left = [f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colours.shape}"/>'], -10
    while left < 300:
        width, height = draw.randint(26, 58), draw.randint(150, 330)
        drawn.append(f'<rect x="{left}" y="{450 - height}" width="{width}" height="{height}" fill="{colours.ground}"/>')
        windows = "".join(
            f"M{left + 7 + 12 * column} {462 - height + 20 * row}h5v8h-5z"
            for row in range(height // 20)
            for column in range((width - 8) // 12)
            if draw.random() < 0.22
        )
        drawn.append(f'<path d="{windows}" fill="{colours.light}" fill-opacity=".8"/>')
        left += width + draw.choice((0, 0, 5))
    return "".join(drawn)


def _orbits(draw: random.Random, colours: Colours) -> str:
    x, y, tilt = draw.randint(90, 210), draw.randint(130, 190), draw.randint(-40, 40)
    stars = "".join(
        f'<circle cx="{draw.randint(0, 300)}" cy="{draw.randint(0, 320)}" r="{draw.choice((0.8, 1.2, 1.8))}"/>'
        for _ in range(46)
    )
    rings = "".join(f'<ellipse cx="{x}" cy="{y}" rx="{radius}" ry="{radius * 0.36:.0f}"/>' for radius in (84, 106, 132))
    return (
        f'<g fill="{colours.light}">{stars}</g><circle cx="{x}" cy="{y}" r="52" fill="{colours.shape}"/>'
        f'<g transform="rotate({tilt} {x} {y})" fill="none" stroke="{colours.light}" stroke-opacity=".55">{rings}</g>'
    )


def _rays(draw: random.Random, colours: Colours) -> str:
    x, y, turn, number = draw.randint(80, 220), draw.randint(150, 230), draw.random(), draw.choice((7, 9, 11))
    beams = []
    for beam in range(number):
        angle, half = 2 * math.pi * (beam + turn) / number, math.pi / number / 2
        ends = [(x + 500 * math.cos(angle + side), y + 500 * math.sin(angle + side)) for side in (-half, half)]
        beams.append("M" + "L".join(f"{px:.0f} {py:.0f}" for px, py in ((x, y), *ends)) + "Z")
    return (
        f'<path d="{"".join(beams)}" fill="{colours.shape}" fill-opacity=".5"/>'
        f'<circle cx="{x}" cy="{y}" r="54" fill="{colours.ground}" stroke="{colours.light}" stroke-width="5"/>'
    )


def _blinds(draw: random.Random, colours: Colours) -> str:
    tilt, x = draw.randint(-14, 14), draw.randint(90, 210)
    slats = "".join(f"M-60 {y}h420v12h-420z" for y in range(20, 330, 27))
    hat = f"M{x - 64} 232h128l-26 -14l-8 -34h-60l-8 34z"
    shoulders = f"M{x - 62} 450Q{x - 58} 306 {x} 292Q{x + 58} 306 {x + 62} 450Z"
    return (
        f'<circle cx="{x}" cy="170" r="96" fill="{colours.shape}" fill-opacity=".55"/>'
        f'<path d="{slats}" transform="rotate({tilt} 150 180)" fill="{colours.light}" fill-opacity=".22"/>'
        f'<path d="{shoulders}{hat}" fill="{colours.ground}"/>'
        f'<circle cx="{x}" cy="250" r="40" fill="{colours.ground}"/>'
    )


def _two_circles(draw: random.Random, colours: Colours) -> str:
    first, apart = draw.randint(100, 130), draw.randint(56, 76)
    circles = (
        (first, 175, 78, colours.shape, 0.85),
        (first + apart, 195, 78, colours.light, 0.3),
        (draw.randint(40, 260), 60, 12, colours.light, 0.5),
        (draw.randint(40, 260), 90, 6, colours.light, 0.6),
    )
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}" fill-opacity="{opacity}"/>'
        for x, y, radius, colour, opacity in circles
    )


def _forest(draw: random.Random, colours: Colours) -> str:
    x, y, radius = draw.randint(70, 230), draw.randint(90, 140), draw.randint(40, 62)
    trunks = []
    for at in range(9):
        foot, lean = at * 38 + draw.randint(-12, 12), draw.randint(-16, 16)
        trunk = f"M{foot} 450L{foot + lean} {draw.randint(-20, 120)}"
        side, out, up = draw.choice((-1, 1)), draw.randint(20, 40), draw.randint(24, 50)
        branch = f"M{foot + lean // 2} {draw.randint(150, 240)}l{side * out} -{up}"
        trunks.append(f'<path d="{trunk}" stroke-width="{draw.randint(5, 15)}"/><path d="{branch}" stroke-width="3"/>')
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colours.shape}"/>'
        f'<g stroke="{colours.ground}">{"".join(trunks)}</g>'
    )


def _confetti(draw: random.Random, colours: Colours) -> str:
    pieces = []
    for _ in range(26):
        x, y, side, turn = draw.randint(-10, 290), draw.randint(-10, 300), draw.randint(10, 40), draw.randint(0, 90)
        round_piece = f'<circle cx="{x}" cy="{y}" r="{side / 2}"'
        strip = f'<rect x="{x}" y="{y}" width="{side}" height="{side // 3}" transform="rotate({turn} {x} {y})"'
        colour, opacity = draw.choice((colours.shape, colours.light)), draw.choice((0.25, 0.5, 0.85))
        pieces.append(f'{draw.choice((round_piece, strip))} fill="{colour}" fill-opacity="{opacity}"/>')
    return "".join(pieces)


_SCENES: dict[str, Scene] = {
    "Action": _rays,
    "Adventure": _sun,
    "Animation": _confetti,
    "Children": _confetti,
    "Comedy": _confetti,
    "Crime": _city,
    "Drama": _two_circles,
    "Fantasy": _orbits,
    "Film-Noir": _blinds,
    "Horror": _forest,
    "Musical": _rays,
    "Mystery": _blinds,
    "Romance": _two_circles,
    "Sci-Fi": _orbits,
    "Thriller": _city,
    "War": _rays,
    "Western": _sun,
}
_ANY = [_sun, _city, _orbits, _rays, _blinds, _two_circles, _forest]
