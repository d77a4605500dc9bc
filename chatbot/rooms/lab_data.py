"""The lab's look at the data of the current build: its ratings, its long tail, its genres over time."""

import dataclasses
from typing import Literal

import fastapi
from fastapi.responses import Response

from chatbot.rooms.lab_desk import Lab
from chatbot.rooms.lab_tables import grid, heat
from data.errors import BadInput
from recommender.figures import DOTS, NARROW

PIXEL = DOTS / 2  # dots of an inch on the page; figures are drawn twice as fine


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A figure on the page; `width` and `height` in pixels."""

    name: str
    caption: str
    width: int
    height: int
    is_narrow: bool


def add_data(lab: Lab) -> None:
    """Add the routes."""

    @lab.router.get("/data")
    def data(request: fastapi.Request) -> Response:
        """All figures and tables."""
        explored = lab.exploration.of(lab.site.current())
        figures = [
            Figure(
                drawing.name,
                drawing.caption,
                round(drawing.width * PIXEL),
                round(drawing.height * PIXEL),
                drawing.width <= NARROW,
            )
            for drawing in explored.drawings.values()
        ]
        tables = {
            name: grid(table.caption, table.frame, decimals=table.decimals) for name, table in explored.tables.items()
        }
        cold = explored.tables["cold_start"]
        shares = cold.frame.assign(**{side: cold.frame[side].map("{:.0%}".format) for side in ("users", "movies")})
        tables["cold_start"] = grid(cold.caption, shares)
        decades = heat(
            "Share of each decade's films that are of a genre", explored.decades, low_is_good=False, per_cent=True
        )
        return lab.page(
            request,
            "lab_data.html",
            {"build": explored.name, "figures": figures, "tables": tables, "decades": decades},
        )

    @lab.router.get("/data/{build}/{name}.{paper}.png")
    def figure(build: str, name: str, paper: Literal["light", "dark"]) -> Response:
        """A figure, on light or dark paper; its address names the build, so that it can be kept."""
        serving = lab.site.current()
        try:
            if build != serving.build.name:
                raise KeyError(build)
            image = lab.exploration.figure(serving, name, dark=paper == "dark")
        except KeyError:
            raise BadInput(f"there is no figure {name[:40]!r} of {build[:40]!r}: load the page again") from None
        return Response(image, media_type="image/png", headers={"cache-control": "private, max-age=3600"})
