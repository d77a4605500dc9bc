from tests.browsing import *  # noqa: F403
