"""Addresses at which nothing is, and pages that are not for the visitor."""

import httpx2 as httpx
import pytest

BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("path", "status_code", "says"),
    [
        ("/nothing/here", 404, "There is no such page"),
        ("/lab", 403, "This page is for admins"),
    ],
)
def test_a_browser_that_is_refused_gets_a_page_with_a_way_back(
    site: str, path: str, status_code: int, says: str
) -> None:
    page = httpx.get(f"{site}{path}", headers=BROWSER)
    assert page.status_code == status_code
    assert says in page.text
    assert '<a class="button' in page.text


@pytest.mark.parametrize("path", ["/nothing/here", "/lab"])
def test_a_program_that_is_refused_gets_json(site: str, path: str) -> None:
    assert "detail" in httpx.get(f"{site}{path}").json()


def test_an_address_that_does_not_exist_is_named_without_running_anything(site: str) -> None:
    page = httpx.get(f"{site}/<img src=x onerror=alert(1)>", headers=BROWSER)
    assert page.status_code == 404
    assert "<img src=x" not in page.text
