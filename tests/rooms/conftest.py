import pytest
import sqlalchemy as sa

from chatbot.viewers import Viewers
from data.database import ATTEMPTS
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


@pytest.fixture(autouse=True)
def nobody_has_tried(request: pytest.FixtureRequest) -> None:
    """All tests sign up from one address: none has to wait for what another did."""
    if "viewers" in request.fixturenames:
        viewers: Viewers = request.getfixturevalue("viewers")
        with viewers.accounts.database.write() as connection:
            connection.execute(sa.delete(ATTEMPTS))
