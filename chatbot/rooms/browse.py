"""Browse: all films, narrowed and ordered by what stands in the address; and suggestions while a title is typed."""

import urllib.parse
from collections.abc import Callable, Mapping

import fastapi
from fastapi.responses import RedirectResponse, Response

from chatbot.rooms.forms import whole
from chatbot.rooms.site import Site
from chatbot.serving import PerBuild
from chatbot.shelf import LONGEST, Order, Shelf, Wanted

SUGGESTED = 8  # films
ORDERS: dict[Order, str] = {
    "named": "Best match",
    "popular": "Most rated",
    "rated": "Best rated",
    "newest": "Newest",
    "for-me": "Best for me",
}
KNOWN = ("q", "genre", "from", "to", "language", "person", "order", "unrated", "hidden", "page")
YEARS = range(1870, 2101)


def add_browse(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""
    shelf_of = PerBuild(Shelf)

    @app.get("/browse", include_in_schema=False, response_model=None)
    def browse(request: fastapi.Request) -> Response:
        """A page of films."""
        asked = {name: request.query_params[name].strip()[:LONGEST] for name in KNOWN if name in request.query_params}
        if "" in asked.values():  # a form sends its empty fields, too: the address is to be linked to
            return RedirectResponse(_address({name: value for name, value in asked.items() if value}))
        serving = site.current()
        shelf = shelf_of(serving)
        wanted, wrong = read(asked, shelf)
        viewer = site.viewer(request)
        history, marked = site.viewers.history(viewer, serving), site.viewers.marked(viewer)
        hidden = [movie_id for movie_id, name in marked.items() if name == "hidden"]
        found = shelf.find(wanted, history, hidden)
        unrated = [movie.movie_id for movie in found.movies if movie.movie_id not in history.stars]
        expected = dict(zip(unrated, serving.predicted(history, unrated), strict=True)) if history.stars else {}
        values = {
            "asked": asked,
            "wanted": wanted,
            "wrong": wrong,
            "found": found,
            "shelf": shelf,
            "orders": ORDERS,
            "link": _linker(asked),
            "stars": history.stars,
            "marked": marked,
            "expected": expected,
            "people": shelf.people(wanted.text, 3) if wanted.text else [],
        }
        return site.page(request, "browse.html", values, 400 if wrong else 200)

    @app.get("/browse/suggest", include_in_schema=False)
    def suggest(q: str = "") -> dict[str, list[dict[str, str]]]:
        """Films and people that a text may be the beginning of."""
        shelf = shelf_of(site.current())
        movies, people = shelf.suggest(q, SUGGESTED)
        films = [{"name": str(movie), "link": f"/film/{movie.movie_id}"} for movie in movies]
        named = [{"name": name, "link": _address({"person": name})} for name in people]
        return {"films": films, "people": named}


def read(asked: Mapping[str, str], shelf: Shelf) -> tuple[Wanted, list[str]]:
    """What the address asks for, and a sentence on each part that makes no sense and is passed over."""
    wrong: list[str] = []

    def one_of(name: str, known: Mapping[str, object], way: str) -> str:
        value = asked.get(name, "")
        if value and value not in known:
            wrong.append(f"There is no {name} “{value}” here: {way}.")
            return ""
        return value

    def year(name: str) -> int | None:
        value = asked.get(name)
        if value is None or (number := whole(value)) in YEARS:
            return None if value is None else number
        wrong.append(f"“{value}” is no year: give four figures, such as 1994.")
        return None

    order = one_of("order", dict.fromkeys(map(str, ORDERS)), "choose one from the list")
    person = asked.get("person", "")
    if person and not shelf.films_of(person):
        near = shelf.people(person, 1)
        hint = f"did you mean {near[0]}" if near else "look for the name in the box for titles and people"
        wrong.append(f"Nobody called “{person}” directs or plays in a film here: {hint}.")
    wanted = Wanted(
        text=asked.get("q", ""),
        genre=one_of("genre", dict.fromkeys(shelf.genres), "choose one from the list"),
        first=year("from"),
        last=year("to"),
        language=one_of("language", shelf.languages, "choose one from the list"),
        person=person,
        order=_order(order, "q" in asked),
        unrated=asked.get("unrated") == "1",
        hidden=asked.get("hidden") == "1",
        page=whole(asked.get("page", "1")) or 1,
    )
    return wanted, wrong


def _order(order: str, has_text: bool) -> Order:
    """The order asked for; without one what fits a text best, or what is rated most."""
    known: Order = next((name for name in ORDERS if name == order), "named" if has_text else "popular")
    return "popular" if known == "named" and not has_text else known


def _linker(asked: Mapping[str, str]) -> Callable[..., str]:
    """A function that gives the address with some parts changed, from the first page; None leaves a part out."""

    def link(changes: Mapping[str, object]) -> str:
        changed = {**asked, "page": None, **changes}
        return _address({name: str(value) for name, value in changed.items() if value is not None})

    return link


def _address(parts: Mapping[str, str]) -> str:
    return "/browse" + (f"?{urllib.parse.urlencode(parts)}" if parts else "")
