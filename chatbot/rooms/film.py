"""A film's page: its facts, what one person would think of it and why, and its neighbours by each model."""

import fastapi
from fastapi.responses import HTMLResponse

from chatbot.closeup import closeup, histogram, similar
from chatbot.lexicon import LANGUAGE_NAMES
from chatbot.rooms.forms import whole
from chatbot.rooms.site import Site
from data.movies import Movie

MODELS = {
    "als": ("By ratings", "the same people like them (ALS)"),
    "two_tower": ("By taste", "two towers that learned who rates what"),
    "description": ("By description", "they are about the same"),
}
MOST_NAMES = 12
MOST_WORDS = 16
LONGEST_NUMBER = 40  # characters that are repeated


def add_film(app: fastapi.FastAPI, site: Site) -> None:
    """Add the route."""

    @app.get("/film/{number}", include_in_schema=False)
    def film(request: fastapi.Request, number: str) -> HTMLResponse:
        """The page."""
        serving = site.current()
        movie_id = whole(number)
        if movie_id is None or movie_id not in serving.catalogue:
            return site.page(request, "film_missing.html", {"number": number[:LONGEST_NUMBER]}, 404)
        movie = serving.catalogue[movie_id]
        viewer = site.viewer(request)
        history = site.viewers.history(viewer, serving)
        spread = histogram(serving, movie_id)
        values = {
            "movie": movie,
            "sources": told(movie),
            "language": LANGUAGE_NAMES.get(movie.language or "", movie.language),
            "stars": history.stars.get(movie_id),
            "on": site.viewers.marked(viewer).get(movie_id),
            "close": closeup(serving, history, movie),
            "spread": spread,
            "most": max(count for _, count in spread),
            "reputation": serving.reputations.get(movie_id),
            "similar": similar(serving, movie_id),
            "models": MODELS,
            "most_names": MOST_NAMES,
            "words": tuple(dict.fromkeys((*movie.keywords, *movie.tags)))[:MOST_WORDS],
        }
        return site.page(request, "film.html", values)


def told(movie: Movie) -> list[tuple[str, str]]:
    """What is told of a film, each text with where it comes from."""
    written = "TMDB" if movie.tmdb_id else "written for Usher"
    texts = ((movie.overview, written), (movie.lead, "Wikipedia"))
    return [(text, source) for text, source in texts if text]
