"""The chat page for people who use a keyboard, a screen reader, large type or a dark screen."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Page]
WISH = "a thriller from the 90s under two hours"


def serious(page: Page) -> list[str]:
    """What axe finds that keeps people from using the page, with where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_axe_finds_nothing_serious_before_and_after_an_answer(
    visit: Visit, site: str, width: int, height: int, dark: bool
) -> None:
    page = visit(site, width, height, dark=dark)
    expect(page.get_by_role("textbox", name="Your message")).to_be_editable()
    assert serious(page) == []
    page.get_by_role("textbox", name="Your message").fill(WISH)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(3)
    page.get_by_role("button", name="I like").first.click()
    expect(page.locator("[data-kind=like][aria-pressed=true]")).to_have_count(1)
    page.locator("summary").click()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_conversation_needs_no_mouse(visit: Visit, site: str) -> None:
    page = visit(site)
    box = page.get_by_role("textbox", name="Your message")
    expect(box).to_be_editable()
    box.focus()
    page.keyboard.type(WISH)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(3)
    reached = set()
    box.focus()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.dataset.pill ? 'pill' : document.activeElement.dataset.talk ? 'talk' :"
                " document.activeElement.closest('nav') ? 'room' : document.activeElement.className"
            )
        )
    assert {"pill", "talk", "room"} <= reached
    pills = page.locator("#usher-wish button")
    count = pills.count()
    pills.first.focus()
    page.keyboard.press("Enter")
    expect(pills).to_have_count(count - 1)
    expect(page.get_by_role("article")).to_have_count(3)
    page.get_by_role("article").first.focus()
    page.keyboard.press("l")
    expect(page.locator("[data-kind=like][aria-pressed=true]")).to_have_count(1)
    expect(page.get_by_role("article").first.get_by_role("status")).to_contain_text("Noted: 5 stars.")
