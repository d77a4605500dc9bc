"""How figures look, on light and on dark paper, and how they become PNG files; what they show is drawn elsewhere."""

import dataclasses
import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS = 180  # per inch: two for each pixel of the page
NARROW = 6.0  # inches: half of the page
WIDE = 11.0


@dataclasses.dataclass(frozen=True)
class Theme:
    """Colours of a figure.

    Attributes:
        paper: behind everything.
        ink: of words and axes.
        faint: of grids, and of what stands back.
        series: of models and groups, told apart also by people who see few colours.
        ramp: Matplotlib's name of the colours of a heat map.
    """

    paper: str
    ink: str
    faint: str
    series: tuple[str, ...]
    ramp: str


LIGHT = Theme(
    paper="#ffffff",
    ink="#2b2a27",
    faint="#cfcac0",
    series=("#2f6db3", "#d9791e", "#1f9a78", "#8a57b5", "#c43d4b", "#7a6a2f", "#3aa5c4", "#d467a5", "#6b6b6b"),
    ramp="YlGnBu_r",
)
DARK = Theme(
    paper="#1c1f26",
    ink="#e6e2d8",
    faint="#4a4e58",
    series=("#6fa8e8", "#f0a04b", "#4fc8a3", "#bb91e3", "#f0737f", "#c9b765", "#74cfe6", "#f09bc9", "#a9a9a9"),
    ramp="YlGnBu_r",
)


@dataclasses.dataclass(frozen=True)
class Drawing:
    """A figure that is not drawn yet.

    Attributes:
        name: of its file, without an ending.
        caption: what it shows, in words that do without it.
        draw: puts axes and marks into an empty figure.
        height: in inches.
        width: in inches, `NARROW` or `WIDE`.
    """

    name: str
    caption: str
    draw: Callable[["Figure", Theme], None]
    height: float = 3.4
    width: float = NARROW


def png(drawing: Drawing, theme: Theme) -> bytes:
    """The figure as a PNG file; the same drawing always gives the same one."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(
        {
            "figure.facecolor": theme.paper,
            "axes.facecolor": theme.paper,
            "axes.edgecolor": theme.faint,
            "axes.labelcolor": theme.ink,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "axes.titlesize": 11,
            "axes.titlelocation": "left",
            "axes.titleweight": "bold",
            "grid.color": theme.faint,
            "grid.alpha": 0.5,
            "grid.linewidth": 0.6,
            "text.color": theme.ink,
            "text.parse_math": False,
            "xtick.color": theme.ink,
            "ytick.color": theme.ink,
            "legend.frameon": False,
            "legend.fontsize": 9,
            "lines.linewidth": 2,
        }
    ):
        # Not by pyplot, which keeps the figures it makes and shares them between threads.
        figure = Figure(figsize=(drawing.width, drawing.height), layout="constrained")
        drawing.draw(figure, theme)
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=DOTS, metadata={"Software": None})
    return file.getvalue()


def coloured(names: Sequence[str], theme: Theme) -> Iterator[tuple[str, str]]:
    """Each name with a colour of its own, as far as there are colours; of one order of names always the same."""
    return ((name, theme.series[at % len(theme.series)]) for at, name in enumerate(names))
