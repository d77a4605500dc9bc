"""A running server and a real browser: fixtures of the tests of the page and of the rooms."""

import contextlib
import dataclasses
import shutil
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import fastapi
import pytest
from playwright.sync_api import Browser, Dialog, Page, Playwright, expect, sync_playwright

from chatbot.chain import Chatbot
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.ui.page import create_app, listen, server_of
from chatbot.viewers import Viewers
from data.accounts import Accounts
from data.folders import Home
from data.movies import Catalogue

__all__ = [  # fixtures, which a `conftest.py` takes over as they are
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
expect.set_options(timeout=20_000)  # milliseconds: cores may be busy
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
# What Gradio says of its own stream when a page is left or loaded again.
LEAVING = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
# Each would do something if it were read as HTML, as a JavaScript template or as a Handlebars one.
HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)} {{alert}} "


@contextlib.contextmanager
def running(make: Callable[[], fastapi.FastAPI]) -> Iterator[str]:
    """Make an app and serve it in a thread; gives its URL."""
    with listen("127.0.0.1", 0) as listening:
        server = server_of(make)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def serve_app() -> Callable[[Callable[[], fastapi.FastAPI]], contextlib.AbstractContextManager[str]]:
    return running


@pytest.fixture(scope="session")
def hostile_words() -> str:
    return HOSTILE


@pytest.fixture(scope="session")
def no_model() -> Settings:
    return Settings(_env_file=None, openai_api_key=None, openai_base_url=None)


@pytest.fixture(scope="session")
def chatbot(serving: Serving) -> Chatbot:
    return Chatbot(lambda: serving, None)


@pytest.fixture(scope="session")
def viewers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewers]:
    """Accounts of their own, none there at first."""
    accounts = Accounts(f"sqlite:///{tmp_path_factory.mktemp('accounts')}/usher.sqlite3")
    yield Viewers(accounts)
    accounts.close()


@pytest.fixture(scope="session")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home folder with the demo's build that may be written into."""
    folder = tmp_path_factory.mktemp("home-of-the-site")
    current = Home(demo_home).current()
    assert current is not None
    shutil.copytree(current, folder / "builds" / current.name)
    shutil.copy(demo_home / "current", folder)
    return Home(folder)


@pytest.fixture(scope="session")
def site(chatbot: Chatbot, serving: Serving, no_model: Settings, viewers: Viewers, home: Home) -> Iterator[str]:
    """The URL of the demo's page."""
    with running(lambda: create_app(chatbot, lambda: serving, no_model, viewers, home)) as url:
        yield url


@pytest.fixture(scope="session")
def hostile_site(serving: Serving, no_model: Settings, viewers: Viewers, home: Home) -> Iterator[str]:
    """The same with a catalogue whose every word from elsewhere tries to run something, and with pictures."""
    movies = (
        dataclasses.replace(
            movie, title=HOSTILE + movie.title, overview=HOSTILE + movie.overview, tmdb_id=1, poster_path="/a.jpg"
        )
        for movie in serving.catalogue
    )
    hostile = dataclasses.replace(serving, catalogue=Catalogue(movies))
    with running(lambda: create_app(Chatbot(lambda: hostile, None), lambda: hostile, no_model, viewers, home)) as url:
        yield url


def chromium(playwright: Playwright) -> str | None:
    """Debian's Chromium, or the one that `playwright install chromium` brought; None where there is neither."""
    ours = playwright.chromium.executable_path
    return shutil.which("chromium") or shutil.which("chromium-browser") or (ours if Path(ours).exists() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        found = chromium(playwright)
        if found is None:
            pytest.skip("there is no browser: `apt-get install chromium` or `playwright install chromium`")
        with playwright.chromium.launch(executable_path=found, args=list(QUIET)) as launched:
            yield launched


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page as a visitor of their own; the test fails if the page complains about anything."""
    complaints: list[str] = []

    def complained(text: str) -> None:
        if not text.startswith(LEAVING):
            complaints.append(text)

    def dismissed(dialog: Dialog) -> None:
        complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    with contextlib.ExitStack() as contexts:

        def opened(url: str, width: int = 1440, height: int = 900, *, dark: bool = False) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
            )
            page = contexts.enter_context(context).new_page()
            page.on("pageerror", lambda error: complained(str(error)))
            page.on("console", lambda line: complained(line.text) if line.type == "error" else None)
            page.on("dialog", dismissed)
            page.goto(url)
            if urllib.parse.urlsplit(url).path in ("", "/"):
                page.get_by_role("textbox", name="Your message").wait_for()
            return page

        yield opened
    assert not complaints, complaints
