"""Visitors of a running site, over HTTP: fixtures and what tests of several rooms ask of their pages."""

import itertools
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TypeAlias

import httpx2 as httpx
import pytest

from chatbot.viewers import Viewers
from data.accounts import Account

PASSWORD = "correct horse battery"
NewBrowser: TypeAlias = Callable[[], httpx.Client]
Member: TypeAlias = tuple[httpx.Client, Account]


@pytest.fixture
def browser_of(site: str) -> Iterator[NewBrowser]:
    """Makes browsers, each with a cookie of its own; they follow where they are sent."""
    clients: list[httpx.Client] = []

    def made() -> httpx.Client:
        clients.append(httpx.Client(base_url=site, follow_redirects=True))
        clients[-1].get("/log-in")  # which brings the cookie
        return clients[-1]

    yield made
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def names() -> Iterator[str]:
    return (f"Anna {number}" for number in itertools.count())


@pytest.fixture
def name(names: Iterator[str]) -> str:
    """A name that nobody has."""
    return next(names)


@pytest.fixture
def member(browser_of: NewBrowser, name: str, viewers: Viewers) -> Member:
    """The browser and the account of somebody who has just signed up."""
    browser = browser_of()
    browser.post("/sign-up", data={"name": name, "password": PASSWORD})
    return browser, account_of(browser, viewers)


def account_of(browser: httpx.Client, viewers: Viewers) -> Account:
    """Whose session a browser has."""
    account = viewers.viewer(browser.cookies["usher"]).account
    assert account is not None
    return account


def stand_for(browser: httpx.Client, user: int) -> None:
    """Look on as a user of the ratings."""
    browser.post("/persona", json={"user": user})


def titles(page: str) -> list[str]:
    """The titles of the films on a page, in its order."""
    return [unescape(title) for title in re.findall(r'<h[23][^>]*><a href="/film/\d+">([^<]*)</a>', page)]
