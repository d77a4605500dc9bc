import pytest
import sqlalchemy as sa

from chatbot.viewers import Viewers
from data.database import ATTEMPTS
from tests.browsing import *  # noqa: F403
from tests.rooms.people import browser_of, member, name, names

__all__ = ["browser_of", "member", "name", "names"]


@pytest.fixture(autouse=True)
def nobody_has_tried(request: pytest.FixtureRequest) -> None:
    """All tests sign up from one address: none has to wait for what another did."""
    if "viewers" in request.fixturenames:
        viewers: Viewers = request.getfixturevalue("viewers")
        with viewers.accounts.database.write() as connection:
            connection.execute(sa.delete(ATTEMPTS))
