"""The commands that bring the data of others and load it; `app.py` registers them."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatbot.command_line import HomeOption, open_home

if TYPE_CHECKING:
    from data.imdb_load import Load

DatabaseOption = Annotated[
    str | None,
    typer.Option(help="A file of SQLite, or a URL: postgresql+psycopg://USER@HOST/NAME; none for a file in the home."),
]


def download_command(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            help="ml-latest-small, ml-32m and so on; imdb or one of its files (title.basics); tmdb; wikipedia."
        ),
    ],
    to: Annotated[Path | None, typer.Option(help="Folder it goes into; without it downloads/ in the home.")] = None,
    offline: Annotated[
        Path | None, typer.Option(help="A file that you have, or a folder of them: nothing is asked of anyone.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Films that tmdb and wikipedia are asked about, in MovieLens' layout.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Bring MovieLens, IMDb, TMDB (with your TMDB_API_KEY) or Wikipedia, checked, with the licence beside it."""
    from data.download import Order, Sites, download

    settings, at_home = open_home(home or context.obj)
    order = Order(tuple(sources), to or at_home.path / "downloads", offline, data, settings.tmdb_key)
    for path in download(order, time.sleep, Sites()):
        print(path)


def imdb_command(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where title.basics.tsv.gz and the others are, packed or not.")],
    database: DatabaseOption = None,
    home: HomeOption = None,
) -> None:
    """Load IMDb's data files into a database, in the place of what was loaded there before."""
    from data.imdb_database import FILE_NAME, ImdbDatabase
    from data.imdb_load import load_imdb

    _, at_home = open_home(home or context.obj)
    print(_told(load_imdb(folder, ImdbDatabase(database or str(at_home.path / FILE_NAME)))))


def _told(load: "Load") -> str:
    lines = [("file", "rows", "bad rows", "unknown values", "seconds", "rows/s")]
    for file in load.files:
        if file.path is None:
            lines.append((f"{file.name} (not there)", "", "", "", "", ""))
        else:
            numbers = (f"{file.rows:,}", f"{file.bad:,}", f"{file.unknown:,}")
            lines.append((file.path.name, *numbers, f"{file.seconds:.1f}", f"{file.rows / file.seconds:,.0f}"))
    lines.append(("indexes", "", "", "", f"{load.index_seconds:.1f}", ""))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))])
        for first, *rest in lines
    )
