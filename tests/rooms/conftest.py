from tests.browsing import (
    browser,
    chatbot,
    home,
    hostile_site,
    hostile_words,
    no_model,
    serve_app,
    site,
    viewers,
    visit,
)
from tests.rooms.people import browser_of, member, name, names

__all__ = [
    "browser",
    "browser_of",
    "chatbot",
    "home",
    "hostile_site",
    "hostile_words",
    "member",
    "name",
    "names",
    "no_model",
    "serve_app",
    "site",
    "viewers",
    "visit",
]
