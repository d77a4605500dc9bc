"""The lab's index: how much of the catalogue's texts is indexed, and what each source says of what a search finds."""

import dataclasses

import fastapi
from fastapi.responses import Response

from chatbot.rooms.lab_desk import Lab
from chatbot.serving import Serving
from retrieval.search import Found

SHOWN = 20
LONGEST = 2000  # characters
EVIDENCE = {"passages": "nearest passages", "words": "words", "title": "title"}


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A hit, and what each source alone gives it.

    Attributes:
        near_words: of words of like meaning; 0 for not at all.
        bm25: of the words themselves; None where it has none of them.
        title: likeness of its title to the text, 0 to 100; None where it is not like it.
        by: what found it, in words.
    """

    hit: Found
    near_words: float
    bm25: float | None
    title: float | None
    by: str


def searched(serving: Serving, text: str, k: int) -> list[Shown]:
    """The `k` films that fit a text best, best first."""
    near_words = serving.index.near_words.search(text)
    bm25 = {hit.movie_id: hit.score for hit in serving.words.search(text)}
    titles = {match.movie.movie_id: match.score for match in serving.titles.find(text)} if text.strip() else {}
    return [
        Shown(
            hit,
            float(near_words[serving.catalogue.ids.row(hit.movie.movie_id)]),
            bm25.get(hit.movie.movie_id),
            titles.get(hit.movie.movie_id),
            ", ".join(EVIDENCE[source] for source in hit.sources) or "fame",
        )
        for hit in serving.search.search(text, k)
    ]


def add_index(lab: Lab) -> None:
    """Add the routes."""

    @lab.router.get("/index")
    def index(request: fastapi.Request, q: str = "") -> Response:
        """Figures of the index, and the films that fit a text."""
        serving = lab.site.current()
        described = sum(bool(movie.overview or movie.lead) for movie in serving.catalogue)
        facts = (
            ("Films", f"{len(serving.catalogue):,}"),
            ("Films with a description", f"{described:,}"),
            ("Passages", f"{len(serving.index.passages.vectors):,}"),
            ("Numbers of a vector", f"{serving.index.embedder.dimension:,}"),
            ("Embedder", serving.index.embedder.name),
        )
        text = q[:LONGEST]
        values = {"facts": facts, "q": text, "hits": searched(serving, text, SHOWN), "most": LONGEST}
        return lab.page(request, "lab_index.html", values)
