"""The evaluation report: one HTML page that needs nothing else, and its figures (PNG) and tables (CSV) beside it.

The page asks no server for anything and runs no script; every text in it is escaped, but for `Markup`, which whoever
makes it answers for.
"""

import base64
import dataclasses
import html
import importlib.resources
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from data.files import written_whole
from recommender.figures import DARK, DOTS, LIGHT, NARROW, Drawing, png

logger = logging.getLogger(__name__)

REPORT = "report.html"
STYLE = "report.css"
SHORT = 14  # rows: a longer table is folded until it is asked for
FEW_COLUMNS = 3  # take half of the page


@dataclasses.dataclass(frozen=True)
class Table:
    """A table of the report.

    Attributes:
        name: of its CSV file, without an ending.
        caption: what it shows.
        frame: what it holds; the index is left out.
        spans: columns whose cells get their interval below: (column, column of low ends, column of high ends); the
            latter two stand in the CSV only.
        best: columns of which the best cell stands out, with whether high is good.
        decimals: of numbers that are not whole.
    """

    name: str
    caption: str
    frame: pd.DataFrame
    spans: tuple[tuple[str, str, str], ...] = ()
    best: tuple[tuple[str, bool], ...] = ()
    decimals: int = 3


@dataclasses.dataclass(frozen=True)
class Markup:
    """HTML that is put into the page as it is."""

    html: str


Images: TypeAlias = Mapping[str, tuple[bytes, bytes]]  # of each drawing by its name, on light and on dark paper
Part: TypeAlias = str | Table | Drawing | Markup  # a text is a paragraph


@dataclasses.dataclass(frozen=True)
class Section:
    """A part of the report under a heading of its own; `anchor` is its id in the page."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


@dataclasses.dataclass(frozen=True)
class Report:
    """The whole report.

    Attributes:
        title: of the page.
        summary: a few sentences.
        figures: numbers that stand out on top: (number, what it is).
        sections: in order.
    """

    title: str
    summary: str
    figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def write_report(folder: Path, report: Report) -> Path:
    """Write `report.html`, a PNG per drawing (on light paper) and a CSV per table into a folder that exists.

    A file of the same name is replaced, and each is written whole or not at all.

    Returns:
        The path of `report.html`.

    Raises:
        BadInput: the folder cannot be written.
    """
    parts = [part for section in report.sections for part in section.parts]
    images = {part.name: (png(part, LIGHT), png(part, DARK)) for part in parts if isinstance(part, Drawing)}
    for name, (light, _) in images.items():
        _write(folder / f"{name}.png", light)
    for part in parts:
        if isinstance(part, Table):
            _write(folder / f"{part.name}.csv", part.frame.to_csv(index=False).encode())
    path = folder / REPORT
    _write(path, page(report, images).encode("utf-8", "replace"))
    logger.info("wrote %s", path)
    return path


def page(report: Report, images: Images) -> str:
    """The whole page as HTML; `images` are those of its drawings."""
    style = importlib.resources.files("recommender").joinpath(STYLE).read_text(encoding="utf-8")
    links = "".join(
        f'<a href="#{html.escape(section.anchor)}">{html.escape(section.title)}</a>' for section in report.sections
    )
    tiles = "".join(
        f"<div><b>{html.escape(number)}</b><span>{html.escape(what)}</span></div>" for number, what in report.figures
    )
    sections = "".join(
        f'<section id="{html.escape(section.anchor)}"><h2>{html.escape(section.title)}</h2>'
        f"{''.join(_part(part, images) for part in section.parts)}</section>"
        for section in report.sections
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{html.escape(report.title)}</title><style>{style}</style></head><body>"
        f"<header><h1>{html.escape(report.title)}</h1><p>{html.escape(report.summary)}</p>"
        f'<div class="tiles">{tiles}</div></header><nav>{links}</nav><main>{sections}</main></body></html>\n'
    )


def _part(part: Part, images: Images) -> str:
    match part:
        case str():
            return f"<p>{html.escape(part)}</p>"
        case Table():
            return _table(part)
        case Drawing():
            return _figure(part, *images[part.name])
        case Markup():
            return part.html


def _figure(drawing: Drawing, light: bytes, dark: bytes) -> str:
    """The figure on both papers; the reader's own choice of light or dark picks one."""
    on_light, on_dark = (f"data:image/png;base64,{base64.b64encode(image).decode()}" for image in (light, dark))
    caption = html.escape(drawing.caption)
    size = f'width="{drawing.width * DOTS / 2:.0f}" height="{drawing.height * DOTS / 2:.0f}"'
    kind = "wide" if drawing.width > NARROW else "narrow"
    return (
        f'<figure class="{kind}"><div><picture><source media="(prefers-color-scheme: dark)" srcset="{on_dark}">'
        f'<img src="{on_light}" {size} alt="{caption}"></picture></div><figcaption>{caption}</figcaption></figure>'
    )


def _table(table: Table) -> str:
    frame = table.frame
    hidden = {end for _, low, high in table.spans for end in (low, high)}
    ends = {column: (low, high) for column, low, high in table.spans}
    columns = [column for column in frame.columns if column not in hidden]
    standing_out = {column: _best(frame[column], high_is_good) for column, high_is_good in table.best}
    is_number = {column: pd.api.types.is_numeric_dtype(frame[column]) for column in columns}
    head = "".join(f'<th scope="col"{_right(is_number[column])}>{html.escape(str(column))}</th>' for column in columns)
    lines = []
    for place in range(len(frame)):
        cells = []
        for column in columns:
            text = html.escape(written(frame[column].iloc[place], table.decimals))
            if place in standing_out.get(column, ()):
                text = f"<strong>{text}</strong>"
            if column in ends:
                low, high = (written(frame[end].iloc[place], table.decimals) for end in ends[column])
                text += "" if "–" in (low, high) else f"<small>{html.escape(low)} to {html.escape(high)}</small>"
            cells.append(f"<td{_right(is_number[column])}>{text}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    content = f"<div><table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    caption = html.escape(table.caption)
    if len(frame) > SHORT:
        return (
            f'<figure class="table wide"><details><summary>{caption} ({len(frame)} rows)</summary>{content}</details>'
            "</figure>"
        )
    kind = "wide" if len(columns) > FEW_COLUMNS else "narrow"
    return f'<figure class="table {kind}">{content}<figcaption>{caption}</figcaption></figure>'


def written(value: object, decimals: int) -> str:
    """A value of a table as text: whole numbers with separators, others with so many decimals, a dash for NaN."""
    if isinstance(value, float | np.floating):
        return "–" if np.isnan(value) else f"{value:,.{decimals}f}"
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _best(column: "pd.Series[float]", high_is_good: bool) -> list[int]:
    """Places of the best of at least two numbers."""
    values = column.to_numpy(dtype=np.float64)
    if np.count_nonzero(~np.isnan(values)) < 2:
        return []
    best = np.nanmax(values) if high_is_good else np.nanmin(values)
    return np.flatnonzero(values == best).tolist()


def _right(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _write(path: Path, content: bytes) -> None:
    with written_whole(path) as file:
        file.buffer.write(content)
