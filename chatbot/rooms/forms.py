"""What the forms of the pages send, read with care: numbers, and stars of films."""

from typing import Annotated, TypeAlias

import fastapi
from starlette.datastructures import FormData

from data.movies import Catalogue, MovieId
from data.ratings import MAX_STARS, MIN_STARS

Field: TypeAlias = Annotated[str, fastapi.Form()]

GIVEN = "stars-"  # how the names of fields that hold stars begin; a movie's id follows
HALVES = 2  # steps of a star
STEPS = {f"{step / HALVES}": step / HALVES for step in range(round(HALVES * MIN_STARS), round(HALVES * MAX_STARS) + 1)}
LONGEST_ID = 18  # digits


async def _read(request: fastapi.Request) -> FormData:
    return await request.form()


Form: TypeAlias = Annotated[FormData, fastapi.Depends(_read)]


def whole(text: object) -> int | None:
    """The number that a field holds; None for anything else."""
    is_one = isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
    return int(str(text)) if is_one else None


def given(form: FormData, catalogue: Catalogue) -> dict[MovieId, float]:
    """The stars of each movie of the catalogue in the fields `stars-ID`; fields that make no sense are passed over."""
    stars: dict[MovieId, float] = {}
    for name, value in form.multi_items():
        movie_id = whole(name.removeprefix(GIVEN)) if name.startswith(GIVEN) else None
        if movie_id is not None and movie_id in catalogue and str(value) in STEPS:
            stars[movie_id] = STEPS[str(value)]
    return stars
