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

__all__ = [
    "browser",
    "chatbot",
    "home",
    "hostile_site",
    "hostile_words",
    "no_model",
    "serve_app",
    "site",
    "viewers",
    "visit",
]
