"""The page `/api`: how programs talk to Usher, told from the server's own description."""

import json
from collections.abc import Mapping
from typing import Any

import fastapi
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from chatbot.api import HEALTH, MODEL, OPENAI
from chatbot.api_examples import KEY, operations
from chatbot.api_v1 import FILMS, WORDS, YOURS
from chatbot.mcp_server import PATH, TOOLS
from chatbot.rooms.site import Site

DOORS = ("/v1/", "/api/v1/", "/healthz", "/readyz")  # what programs may call; the rest is pages and their scripts
ABOUT = (
    "Usher for programs: recommendations, similar films, search, facts, questions in words, and the ratings and lists "
    'of the account whose key is sent. Every error is `{"error": {"message", "type", "param", "code"}}`.'
)


def add_doors(app: fastapi.FastAPI, site: Site) -> None:
    """Add the page, and keep the server's description to what programs may call."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            whole = get_openapi(title="Usher", version="1", description=ABOUT, routes=app.routes)
            app.openapi_schema = _of_doors(whole)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]

    @app.get("/api", include_in_schema=False)
    def doors(request: fastapi.Request) -> HTMLResponse:
        """How programs talk to Usher."""
        address = str(request.base_url).rstrip("/")
        groups = [
            (name, about, operations(described(), address, name, needs_key=name == YOURS))
            for name, about in (
                (FILMS, "These work without a key; with one, recommendations are for its account."),
                (WORDS, "One wish or question, one answer."),
                (YOURS, "These need a key."),
                (OPENAI, "For clients made for OpenAI's interface."),
                (HEALTH, "For whoever watches the server."),
            )
        ]
        tools = [(name, kind.about, list(kind.takes.model_fields)) for name, kind in TOOLS.items()]
        values = {
            "address": address,
            "groups": groups,
            "key": KEY,
            "model": MODEL,
            "mcp": address + PATH,
            "tools": tools,
        }
        return site.page(request, "api.html", values)


def _of_doors(whole: Mapping[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with the paths of `DOORS` alone, and the models that these use."""
    paths = {path: methods for path, methods in whole["paths"].items() if path.startswith(DOORS)}
    schemas = whole["components"]["schemas"]
    kept: dict[str, Any] = {}
    new: dict[str, Any] = paths
    while new:
        said = json.dumps(new)
        new = {name: schemas[name] for name in schemas if name not in kept and f'"#/components/schemas/{name}"' in said}
        kept |= new
    return {**whole, "paths": paths, "components": {**whole["components"], "schemas": kept}}
