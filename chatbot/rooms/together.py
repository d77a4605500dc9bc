"""Tonight together: two to six people, films for all of them, and the evenings they had.

Who is there and what they want stands in the address, so nothing is kept until a film is chosen.
"""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

import fastapi
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, ImmutableMultiDict

from chatbot.company import MOST, Companion, Tonight, check_number, companions, gather
from chatbot.rooms.site import Site
from chatbot.serving import Serving
from data.errors import BadInput
from data.evenings import Evening, Evenings, Guest, Told
from data.movies import GENRES, Movie, MovieId
from retrieval.index import Filters

SHOWN = 5  # films
ROWS = 2  # for others, at first
EVENINGS_SHOWN = 10
SHORTEST, LONGEST = 30, 600  # minutes that may be the most
MOST_VETOES = 100
LONGEST_NUMBER = 9  # digits
LARGEST_ID = 2**63

Typed = ImmutableMultiDict[str, Any] | FormData


@dataclasses.dataclass(frozen=True)
class Wish:
    """What stands in the form, as it was typed.

    Attributes:
        people: names or numbers, each with loved films.
        vetoes: film and who will not watch it.
        rows: of people that the form shows.
    """

    you: bool
    people: tuple[tuple[str, str], ...]
    minutes: str
    without: tuple[str, ...]
    vetoes: tuple[tuple[MovieId, str], ...]
    rows: int

    @property
    def filters(self) -> Filters:
        """The conditions.

        Raises:
            BadInput: the minutes are no number that makes sense.
        """
        genres = tuple(genre for genre in GENRES if genre in self.without)
        if not self.minutes:
            return Filters(not_genres=genres)
        minutes = int(self.minutes) if _is_number(self.minutes) else 0
        if not SHORTEST <= minutes <= LONGEST:
            raise BadInput(f"the longest running time is {self.minutes[:20]!r}: give {SHORTEST} to {LONGEST} minutes")
        return Filters(not_genres=genres, max_runtime=minutes)


def add_together(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""
    evenings = Evenings(site.accounts)

    def former(request: fastapi.Request) -> list[Evening]:
        account = site.viewer(request).account
        return [] if account is None else evenings.of(account.account_id)

    def sitting(request: fastapi.Request, serving: Serving, wish: Wish, past: Sequence[Evening]) -> Tonight:
        """Tonight's candidates; BadInput where the form cannot be understood."""
        viewer = site.viewer(request)
        company = companions(serving, site.viewers.history(viewer, serving) if wish.you else None, wish.people)
        check_number(company)
        out = {*site.viewers.put_aside(viewer), *_watched(company, past)}
        return gather(serving, company, wish.filters, out, _satisfied(past))

    def page(request: fastapi.Request, wish: Wish, *, asked: bool, error: str = "") -> HTMLResponse:
        serving, past = site.current(), former(request)
        values: dict[str, Any] = {"company": (), "films": (), "balances": (), "vetoes": ()}
        if asked and not error:
            try:
                tonight = sitting(request, serving, wish, past)
            except BadInput as refusal:
                error = str(refusal)
            else:
                vetoes = _vetoes(wish, tonight.company)
                balance = tonight.balance.round(2).tolist()
                values = {
                    "company": tonight.company,
                    "films": tonight.best(serving, {movie_id for movie_id, _ in vetoes}, SHOWN),
                    "balances": list(zip(tonight.company, balance, strict=True)) if any(balance) else (),
                    "vetoes": [(serving.catalogue[movie_id], name) for movie_id, name in vetoes],
                }
        first = max(0, int(told) if _is_number(told := request.query_params.get("from", "0")) else 0)
        shown = past[first : first + EVENINGS_SHOWN]
        values |= {
            "wish": wish,
            "asked": asked,
            "error": error,
            "genres": [genre for genre in GENRES if any(genre in movie.genres for movie in serving.catalogue)],
            "blanks": max(0, min(MOST, wish.rows) - len(wish.people)),
            "most": MOST,
            "evenings": [(evening, _movie(serving, evening), _again(evening, serving)) for evening in shown],
            "later": max(0, first - EVENINGS_SHOWN) if first else None,
            "earlier": first + EVENINGS_SHOWN if len(past) > first + EVENINGS_SHOWN else None,
            "day": _day,
            "reputation": serving.reputation,
        }
        return site.page(request, "together.html", values, 400 if error else 200)

    @app.get("/together")
    def together(request: fastapi.Request) -> HTMLResponse:
        """The form, films for who is there, and former evenings."""
        asked = "name" in request.query_params
        wish = _wish(request.query_params, you=not asked)
        return page(request, wish, asked=asked and "add" not in request.query_params)

    @app.post("/together/evenings")
    def choose(request: fastapi.Request, form: Annotated[FormData, fastapi.Depends(_form)]) -> Response:
        """Keep the evening with the chosen film."""
        serving, wish, told = site.current(), _wish(form, you=False), str(form.get("movie", ""))
        try:
            tonight = sitting(request, serving, wish, former(request))
            chosen = tonight.one(serving, int(told) if _is_number(told) else -1)
            vetoed = {movie_id for movie_id, _ in _vetoes(wish, tonight.company)}
            if chosen is None or chosen.movie.movie_id in vetoed:
                raise BadInput(f"the film {told[:20]!r} is not one of tonight's: show the films again and choose one")
            account = site.keeper(request)
        except BadInput as refusal:
            return page(request, wish, asked=True, error=str(refusal))
        guests = tuple(
            Guest(
                name=one.name,
                loved=tuple(movie.movie_id for movie in person.loved),
                stars=one.stars,
                satisfaction=one.satisfaction,
            )
            for one, person in zip(chosen.suits, tonight.company, strict=True)
        )
        evenings.add(account.account_id, Told(movie_id=chosen.movie.movie_id, guests=guests))
        return RedirectResponse("/together#evenings", 303)

    @app.post("/together/evenings/{evening_id}/delete")
    def delete(evening_id: Annotated[int, fastapi.Path(ge=0, lt=LARGEST_ID)], request: fastapi.Request) -> Response:
        """Delete one of the viewer's evenings."""
        account = site.viewer(request).account
        if account is not None:
            evenings.drop(account.account_id, evening_id)
        return RedirectResponse("/together#evenings", 303)


async def _form(request: fastapi.Request) -> FormData:
    return await request.form(max_files=1)


def _wish(typed: Typed, *, you: bool) -> Wish:
    names, loved = _texts(typed, "name"), _texts(typed, "loved")
    loved += [""] * (len(names) - len(loved))
    people = tuple(pair for pair in zip(names, loved, strict=False) if pair[0].strip() or pair[1].strip())[: MOST + 1]
    vetoes = []
    for text in _texts(typed, "veto")[:MOST_VETOES]:
        number, _, name = text.partition(" ")
        if _is_number(number):
            vetoes.append((int(number), name))
    return Wish(
        you=you or typed.get("you") == "yes",
        people=people,
        minutes=str(typed.get("minutes", "")).strip(),
        without=tuple(_texts(typed, "without")),
        vetoes=tuple(dict.fromkeys(vetoes)),
        rows=max(ROWS, len(people) + ("add" in typed)),
    )


def _texts(typed: Typed, name: str) -> list[str]:
    return [text for text in typed.getlist(name) if isinstance(text, str)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def _vetoes(wish: Wish, company: Sequence[Companion]) -> list[tuple[MovieId, str]]:
    """The vetoes of those who are there."""
    names = {person.name.casefold() for person in company}
    return [(movie_id, name) for movie_id, name in wish.vetoes if name.casefold() in names]


def _watched(company: Sequence[Companion], past: Sequence[Evening]) -> set[MovieId]:
    """The films that some of them chose on an evening."""
    names = {person.name.casefold() for person in company}
    return {
        evening.told.movie_id
        for evening in past
        if any(guest.name.casefold() in names for guest in evening.told.guests)
    }


def _satisfied(past: Sequence[Evening]) -> list[dict[str, float]]:
    return [{guest.name: guest.satisfaction for guest in evening.told.guests} for evening in past]


def _movie(serving: Serving, evening: Evening) -> Movie | None:
    """The chosen film; None for one that the catalogue no longer has."""
    try:
        return serving.catalogue[evening.told.movie_id]
    except KeyError:
        return None


def _again(evening: Evening, serving: Serving) -> str:
    """The address of the form with the same people."""
    pairs = []
    for guest in evening.told.guests:
        if guest.name == "you":
            pairs.append(("you", "yes"))
        else:
            loved = [str(serving.catalogue[one]) for one in guest.loved if one in serving.catalogue]
            pairs += [("name", guest.name), ("loved", "\n".join(loved))]
    return "/together?" + urlencode(pairs)


def _day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"
