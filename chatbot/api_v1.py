"""The JSON API below `/api/v1`: recommendations, search, facts, questions, an account's ratings and lists.

Its description is `/v1/openapi.json`, and for people the page `/api`.
"""

from typing import Annotated, Any, TypeAlias

import fastapi
from pydantic import BaseModel, ConfigDict, Field

from chatbot import api_answers as answers
from chatbot.api import begun
from chatbot.api_errors import NO_KEY, Bearer, ErrorAnswer, Refused, answered_for
from chatbot.api_forms import (
    LARGEST,
    Asked,
    AskedInWords,
    Count,
    Description,
    FilmFacts,
    FilmList,
    FoundFilms,
    GivenStars,
    OneFilm,
    OnList,
    Pick,
    Rated,
    Ratings,
    Recommendations,
    SimilarFilms,
    SimilarTo,
    Wish,
)
from chatbot.rooms.site import Site
from chatbot.viewers import Viewer
from data.accounts import Account, ListName

FILMS, WORDS, YOURS = "Films", "Questions in words", "Your account"  # groups of the description
MovieNumber: TypeAlias = Annotated[int, fastapi.Path(ge=0, le=LARGEST, description="A film's id.", examples=[1])]
ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorAnswer} for status in (400, 401, 404, 503)}


class Neighbourhood(BaseModel):
    """How many similar films, and by whom."""

    model_config = ConfigDict(extra="forbid")

    k: Count = 10
    each_model: bool = Field(default=False, description="Add the list of each model by itself.")


class Page(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid")

    skip: int = Field(default=0, ge=0, le=LARGEST, description="How many films to pass over.")
    k: Count = 50


def add_json_api(app: fastapi.FastAPI, site: Site) -> None:
    """Add the routes."""
    films = fastapi.APIRouter(prefix="/api/v1", tags=[FILMS], responses=ERRORS)
    words = fastapi.APIRouter(prefix="/api/v1", tags=[WORDS], responses=ERRORS)
    yours = fastapi.APIRouter(prefix="/api/v1", tags=[YOURS], responses=ERRORS)

    def caller(bearer: Bearer) -> Viewer:
        return answered_for(site.viewers, bearer.credentials if bearer else None)

    def owner(viewer: Annotated[Viewer, fastapi.Depends(caller)]) -> Account:
        if viewer.account is None:
            raise Refused(401, NO_KEY, code="no_api_key")
        return viewer.account

    @films.post("/recommend")
    def recommend(wish: Wish, viewer: Annotated[Viewer, fastapi.Depends(caller)]) -> Recommendations:
        """Recommend films to the key's account, to a user of the ratings, or to someone new by what they like."""
        serving = site.chatbot.trusted()
        history, without = site.viewers.history(viewer, serving), site.viewers.put_aside(viewer)
        return answers.recommend(serving, history, without, wish)

    @films.get("/search", dependencies=[fastapi.Depends(caller)])
    def search(asked: Annotated[Description, fastapi.Query()]) -> FoundFilms:
        """Find films by what they are about, or by their title."""
        return answers.search(site.chatbot.trusted(), asked)

    @films.get("/films/{film_id}", dependencies=[fastapi.Depends(caller)])
    def film(film_id: MovieNumber) -> FilmFacts:
        """Tell the facts of a film."""
        return answers.film_facts(site.chatbot.trusted(), OneFilm(film=film_id))

    @films.get("/films/{film_id}/similar", dependencies=[fastapi.Depends(caller)])
    def similar(film_id: MovieNumber, asked: Annotated[Neighbourhood, fastapi.Query()]) -> SimilarFilms:
        """List films that are like one."""
        wanted = SimilarTo(film=film_id, k=asked.k, each_model=asked.each_model)
        return answers.similar(site.chatbot.trusted(), wanted)

    @words.post("/ask")
    def ask(asked: AskedInWords, viewer: Annotated[Viewer, fastapi.Depends(caller)]) -> Asked:
        """Answer a wish or a question in words. For a conversation use OpenAI's form."""
        session = begun(site, viewer if asked.user is None else Viewer(), asked.user)
        answer = site.chatbot.reply(session, asked.text, asked.k).answer
        picks = [
            Pick(
                **answers.short(pick.movie).model_dump(),
                stars=None if pick.stars is None else round(pick.stars, 2),
                because=[reason.text for reason in pick.because],
            )
            for pick in answer.picks
        ]
        return Asked(text=answer.text, films=picks, next=list(answer.chips))

    @yours.get("/ratings")
    def ratings(account: Annotated[Account, fastapi.Depends(owner)], page: Annotated[Page, fastapi.Query()]) -> Ratings:
        """List what the account rated on this site."""
        serving = site.chatbot.trusted()
        given = [
            (movie_id, stars)
            for movie_id, stars in reversed(site.accounts.ratings(account.account_id).items())
            if movie_id in serving.catalogue
        ]
        shown = given[page.skip : page.skip + page.k]
        rated = [
            Rated(**answers.short(serving.catalogue[movie_id]).model_dump(), stars=stars) for movie_id, stars in shown
        ]
        return Ratings(films=rated, total=len(given))

    @yours.put("/ratings/{film_id}")
    def rate(film_id: MovieNumber, given: GivenStars, account: Annotated[Account, fastapi.Depends(owner)]) -> Rated:
        """Rate a film; the next answer knows it."""
        movie = answers.film_of(site.chatbot.trusted(), film_id)
        site.accounts.rate(account.account_id, film_id, given.stars)
        return Rated(**answers.short(movie).model_dump(), stars=given.stars)

    @yours.delete("/ratings/{film_id}", status_code=204)
    def unrate(film_id: MovieNumber, account: Annotated[Account, fastapi.Depends(owner)]) -> None:
        """Take a rating back; nothing if there is none."""
        site.accounts.unrate(account.account_id, film_id)

    @yours.get("/lists/{name}")
    def listed(
        name: Annotated[ListName, fastapi.Path(examples=["watchlist"])],
        account: Annotated[Account, fastapi.Depends(owner)],
        page: Annotated[Page, fastapi.Query()],
    ) -> FilmList:
        """List the films on a list of the account."""
        serving = site.chatbot.trusted()
        on_it = [one for one in site.accounts.listed(account.account_id, name) if one in serving.catalogue]
        shown = on_it[page.skip : page.skip + page.k]
        return FilmList(films=[answers.short(serving.catalogue[one]) for one in shown], total=len(on_it))

    @yours.put("/marks/{film_id}")
    def mark(film_id: MovieNumber, wanted: OnList, account: Annotated[Account, fastapi.Depends(owner)]) -> OnList:
        """Put a film on a list; it leaves the one that it was on."""
        answers.film_of(site.chatbot.trusted(), film_id)
        site.accounts.mark(account.account_id, film_id, wanted.list)
        return wanted

    @yours.delete("/marks/{film_id}", status_code=204)
    def unmark(film_id: MovieNumber, account: Annotated[Account, fastapi.Depends(owner)]) -> None:
        """Take a film off its list; nothing if it is on none."""
        site.accounts.unmark(account.account_id, film_id)

    for router in (films, words, yours):
        app.include_router(router)
    for below in ("/api/v1", "/v1"):

        @app.api_route(
            below + "/{rest:path}",
            methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            include_in_schema=False,
            response_model=None,
        )
        def nothing(request: fastapi.Request) -> None:
            """Say that there is nothing here."""
            raise Refused(404, f"there is no {request.method} {request.url.path}: the page /api lists what there is")
