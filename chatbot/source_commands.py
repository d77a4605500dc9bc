"""The command that brings the data of others; `app.py` registers it."""

import time
from pathlib import Path
from typing import Annotated

import typer

from chatbot.command_line import HomeOption, open_home


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
