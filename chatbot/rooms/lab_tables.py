"""Tables of measurements as templates show them."""

import dataclasses
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from recommender.report import written

LOW, HIGH = " low", " high"
UNKNOWN = "–"
STRONGEST = 34  # per cent of the accent in the darkest cell of a heat map: words on it stay readable


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, the interval below it, whether it is the best of its column, how dark it is."""

    text: str
    below: str = ""
    is_number: bool = False
    is_best: bool = False
    shade: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, its heads with whether numbers stand below them, its rows, the first cell their head."""

    caption: str
    heads: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Cell]]


def grid(
    caption: str, frame: pd.DataFrame, *, high: Collection[str] = (), low: Collection[str] = (), decimals: int = 3
) -> Grid:
    """A table of numbers; columns "x low" and "x high" become the interval below x.

    Args:
        caption: what it shows.
        frame: its index is left out.
        high: columns of which the highest stands out.
        low: columns of which the lowest does.
        decimals: of numbers that are not whole.
    """
    names = [str(name) for name in frame.columns]
    shown = [name for name in names if not name.endswith((LOW, HIGH))]
    numeric = {name: pd.api.types.is_numeric_dtype(frame[name]) for name in names}
    best = {name: frame[name].max() for name in high if name in frame} | {
        name: frame[name].min() for name in low if name in frame
    }
    rows = []
    for record in frame.to_dict("records"):
        cells = []
        for name in shown:
            ends = [written(record[name + end], decimals) for end in (LOW, HIGH) if name + end in record]
            below = " to ".join(ends) if len(ends) == 2 and UNKNOWN not in ends else ""
            value = record[name]
            cells.append(Cell(written(value, decimals), below, numeric[name], name in best and value == best[name]))
        rows.append(cells)
    return Grid(caption, [(name, numeric[name]) for name in shown], rows)


def heat(caption: str, frame: pd.DataFrame, *, low_is_good: bool, decimals: int = 4, per_cent: bool = False) -> Grid:
    """A heat map: a row per index value, a cell the darker the better, of all cells; the best stands out.

    Args:
        caption: what it shows.
        frame: of numbers; the name of its index heads the first column.
        low_is_good: whether the lowest cell is the best.
        decimals: of its numbers.
        per_cent: its numbers are shares, shown as whole per cents.
    """
    values = frame.to_numpy(dtype=np.float64)
    lowest, highest = (float(end(values)) if np.isfinite(values).any() else 0.0 for end in (np.nanmin, np.nanmax))
    width = highest - lowest or 1.0
    best = lowest if low_is_good else highest
    rows = []
    for name, row in zip(frame.index, values.tolist(), strict=True):
        cells = [Cell(str(name))]
        for value in row:
            if np.isnan(value):
                cells.append(Cell(UNKNOWN, is_number=True))
                continue
            good = (highest - value if low_is_good else value - lowest) / width
            text = f"{value:.0%}" if per_cent else f"{value:.{decimals}f}"
            cells.append(Cell(text, "", True, value == best, round(STRONGEST * good)))
        rows.append(cells)
    return Grid(caption, [(str(frame.index.name), False), *((str(name), True) for name in frame.columns)], rows)
