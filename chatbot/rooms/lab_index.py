"""The lab's index: how much of the catalogue's texts is indexed, and what a search finds by which evidence."""

import fastapi
from fastapi.responses import Response

from chatbot.rooms.lab_desk import Lab

SHOWN = 20
LONGEST = 2000  # characters
EVIDENCE = {"passages": "nearest passages", "words": "words", "title": "title"}


def add_index(lab: Lab) -> None:
    """Add the routes."""

    @lab.router.get("/index")
    def index(request: fastapi.Request, q: str = "") -> Response:
        """Figures of the index, and the films that fit a text."""
        serving = lab.site.current()
        found = serving.search.search(q[:LONGEST], SHOWN)
        described = sum(bool(movie.overview or movie.lead) for movie in serving.catalogue)
        facts = (
            ("Films", f"{len(serving.catalogue):,}"),
            ("Films with a description", f"{described:,}"),
            ("Passages", f"{len(serving.index.passages.vectors):,}"),
            ("Numbers of a vector", f"{serving.index.embedder.dimension:,}"),
            ("Embedder", serving.index.embedder.name),
        )
        hits = [(hit, ", ".join(EVIDENCE[source] for source in hit.sources) or "fame") for hit in found]
        return lab.page(request, "lab_index.html", {"facts": facts, "q": q[:LONGEST], "hits": hits, "most": LONGEST})
