"""The collections that the builds of a home folder have on a Chroma server: noted, named, and removed in the end.

A note, a file of the collection's name with the server's URL, is written before the collection is: the next build finds
by it what a killed one left. What the builds in the home folder name stays, the current one's and the one it replaced:
replicas may still answer from that.
"""

import datetime
import logging
import uuid

from chatbot.build_parts import Parts
from data.errors import UsherError
from data.folders import Home
from retrieval.chroma import collection_on_server
from retrieval.chroma_server import ChromaServer

logger = logging.getLogger(__name__)


class Hosting:
    """Those of one home folder; used by one build at a time, which has locked the folder."""

    def __init__(self, home: Home, server: ChromaServer) -> None:
        """Nothing is asked of the server yet."""
        self._home = home
        self.server = server
        self._notes = home.path / "collections"

    def begin(self) -> str:
        """The name for the collection of a new build; what unpublished builds left is removed.

        Raises:
            UsherError: the server does not answer.
        """
        self.server.version()
        self.tidy()
        name = f"usher-{datetime.datetime.now(datetime.UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}"
        self._notes.mkdir(exist_ok=True)
        (self._notes / name).write_text(self.server.url, encoding="utf-8")
        return name

    def tidy(self) -> None:
        """Remove the collections of builds that are not kept; what fails is told, and left to the next build."""
        try:
            builds = (path for path in self._home.builds.iterdir() if path.is_dir())
            kept = {collection_on_server(Parts(build).index) for build in builds}
            for note in self._notes.glob("usher-*"):
                if note.name in kept:
                    continue
                if (url := note.read_text(encoding="utf-8")) != self.server.url:
                    logger.warning(
                        "the collection %s of a build that is not kept is on %s: a build with that server removes it; "
                        "if it is gone for good, remove %s",
                        *(note.name, url, note),
                    )
                else:
                    self.server.remove(note.name)
                    note.unlink()
                    logger.info("removed the collection %s of a build that is not kept", note.name)
        except (UsherError, OSError) as error:
            logger.warning("collections of former builds stay until the next build: %s", error)
