"""Takes the screenshots of the README from a running page over the demo.

    python -m tests.screenshots --home HOME [--out docs/images]

HOME has a build of the demo; its accounts are not touched: visitors of their own, in a database that is thrown away.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from chatbot.settings import Settings
from chatbot.talk import open_chatbot
from chatbot.ui.page import create_app
from chatbot.viewers import Viewers
from data.accounts import Accounts
from data.folders import Home
from tests.browsing import QUIET, chromium, running

WIDE, PHONE = (1440, 900), (390, 844)
PERSON = "198"


def main() -> None:
    """Serve, visit and write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="a home folder with a build of the demo")
    parser.add_argument("--out", type=Path, default=Path("docs/images"), help="where the pictures go")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    settings = Settings(_env_file=None, openai_api_key=None, openai_base_url=None)
    home = Home(arguments.home)
    chatbot, current = open_chatbot(home, settings)
    with tempfile.TemporaryDirectory() as folder:
        accounts = Accounts(f"sqlite:///{folder}/usher.sqlite3")
        with (
            running(lambda: create_app(chatbot, current, settings, Viewers(accounts), home)) as url,
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=chromium(playwright), args=list(QUIET)) as browser,
        ):
            for name, size, dark, path, act in PICTURES:
                picture(browser, url + path, arguments.out / f"{name}.png", size, act, dark=dark)
        accounts.close()


def picture(
    browser: Browser, url: str, out: Path, size: tuple[int, int], act: Callable[[Page], None], *, dark: bool
) -> None:
    """One picture, of a visitor of its own."""
    width, height = size
    with browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    ) as context:
        page = context.new_page()
        page.goto(url)
        act(page)
        page.wait_for_timeout(1000)  # pictures and fonts settle
        page.screenshot(path=out)


def talk(page: Page) -> None:
    """Become a person, wish, and wish again."""
    page.get_by_role("combobox", name="Who is watching").click()
    page.keyboard.type(PERSON)
    page.keyboard.press("Enter")
    expect(page.locator("#usher-about")).to_contain_text("Rated highest")
    for message in ("a clever thriller from the 90s, under two hours", "less dark, and not Tom Cruise"):
        answers = page.get_by_test_id("bot").count()
        page.get_by_role("textbox", name="Your message").fill(message)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_test_id("bot")).to_have_count(answers + 1)
        expect(page.locator("#usher-chat .option").first).to_be_visible()


def look(page: Page) -> None:
    """Only look."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()


PICTURES = (
    ("chat", WIDE, False, "/", talk),
    ("chat-phone", PHONE, True, "/", talk),
    ("showcase", WIDE, False, f"/showcase?user={PERSON}", look),
    ("map", WIDE, True, "/map", look),
    ("film", WIDE, False, "/film/1000", look),
)


if __name__ == "__main__":
    main()
