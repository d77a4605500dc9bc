"""Bring your history: uploaded, shown, saved, taken back; by clicks and by hand-made requests."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chatbot.serving import Serving
from chatbot.viewers import Viewer, Viewers
from data.exchange import MAX_BYTES
from data.logins import new_token

RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2023-01-05,Psycho,1960,https://boxd.it/a,4.5
2023-01-06,Gladiator,2000,https://boxd.it/b,3
2023-01-07,"Nothing, Known <img src=x onerror=alert(1)>",1999,https://boxd.it/c,4
2023-01-08,King Kong,1976,https://boxd.it/d,2.5
2023-01-09,Psycho,1960,https://boxd.it/a,eleven
"""
WATCHED = "Date,Name,Year,Letterboxd URI\n2023-01-05,Psycho,1960,u\n2023-02-05,E.T. the Extra-Terrestrial,1982,u\n"
WATCHLIST = "Date,Name,Year,Letterboxd URI\n2023-03-05,The Cabinet of Dr. Caligari,1920,u\n"


@pytest.fixture
def token() -> str:
    return new_token()


@pytest.fixture
def guest(site: str, token: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, cookies={"usher": token}) as client:
        yield client


@pytest.fixture(scope="session")
def export() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("ratings.csv", RATINGS), ("watched.csv", WATCHED), ("watchlist.csv", WATCHLIST)):
            archive.writestr(name, text)
    return held.getvalue()


def upload(client: httpx.Client, content: bytes, name: str = "ratings.csv") -> httpx.Response:
    return client.post("/bring", files={"file": (name, content)})


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def send(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    return client.post(path, files={name: (None, value) for name, value in fields.items()})


def test_nothing_is_saved_before_it_was_shown_and_all_of_it_can_be_taken_back(
    guest: httpx.Client, token: str, export: bytes, serving: Serving, viewers: Viewers
) -> None:
    count = len(viewers.accounts.accounts())
    shown = upload(guest, export, "letterboxd.zip")
    assert shown.status_code == 200
    assert "Nothing is saved yet" in shown.text
    assert "Nothing, Known &lt;img" in shown.text
    assert "&#39;eleven&#39;" in shown.text
    assert len(viewers.accounts.accounts()) == count
    saved = send(guest, "/bring/save", rows=hidden(shown.text, "rows"), questions=hidden(shown.text, "questions"))
    assert "2 ratings" in saved.text
    titles = {
        serving.catalogue[movie_id].title: stars
        for movie_id, stars in viewers.history(viewers.viewer(token), serving).stars.items()
    }
    assert titles == {"Psycho": 4.5, "Gladiator": 3.0}
    marked = viewers.marked(viewers.viewer(token))
    assert {serving.catalogue[movie_id].title: name for movie_id, name in marked.items()} == {
        "E.T. the Extra-Terrestrial": "seen",
        "The Cabinet of Dr. Caligari": "watchlist",
    }
    back = send(guest, "/bring/undo", change=hidden(saved.text, "change"))
    assert back.status_code == 303
    assert "4 films are as before" in guest.get(back.headers["location"]).text
    viewer: Viewer = viewers.viewer(token)
    assert not viewers.history(viewer, serving).stars
    assert not viewers.marked(viewer)


def test_a_choice_is_saved(guest: httpx.Client, token: str, serving: Serving, viewers: Viewers) -> None:
    movie = serving.catalogue[serving.titles.find("Psycho", 1)[0].movie.movie_id]
    shown = upload(guest, b"Date,Name,Year,Letterboxd URI,Rating\n2023-01-05,Psycho,1990,u,4.5\n")
    assert f'name="choice-0" value="{movie.movie_id}"' in shown.text
    rows, questions = hidden(shown.text, "rows"), hidden(shown.text, "questions")
    send(guest, "/bring/save", rows=rows, questions=questions, **{"choice-0": ""})
    assert not viewers.history(viewers.viewer(token), serving).stars
    send(guest, "/bring/save", rows=rows, questions=questions, **{"choice-0": str(movie.movie_id)})
    assert viewers.history(viewers.viewer(token), serving).stars == {movie.movie_id: 4.5}


def test_numbers_of_movielens_are_not_taken_for_those_of_the_demo(guest: httpx.Client) -> None:
    shown = upload(guest, b"userId,movieId,rating,timestamp\n7,6,4.5,1260759144\n7,31,2.5,1260759179\n").text
    assert hidden(shown, "rows") == "[]"
    assert "named by MovieLens' numbers alone" in shown
    assert "MovieLens 31" in shown
    assert "Choose another file" in shown


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ratings.csv", RATINGS + "\n" * (MAX_BYTES + 1))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 400, "begins with"),
        (b"a,b,c\n1,2,3\n", 400, "begins with &#39;a,b,c&#39;"),
        (bomb(), 400, "larger than 20 MB"),
        (b"x" * (MAX_BYTES + 2_000_000), 413, "larger than 20 MB"),
        (b"PK\3\4nonsense", 400, "expected the ratings"),
    ],
    ids=["empty", "unknown", "bomb", "large", "no zip"],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(
    guest: httpx.Client, content: bytes, status: int, says: str
) -> None:
    answer = upload(guest, content)
    assert answer.status_code == status
    assert says in answer.text
    assert answer.text.count("<h1>") == 1


def test_forms_made_by_hand_are_refused(guest: httpx.Client, viewers: Viewers) -> None:
    count = len(viewers.accounts.accounts())
    for path, fields in (
        ("/bring", {"file": "no file"}),
        ("/bring/save", {"rows": "[[1, 99, null]]", "questions": "[]"}),
        ("/bring/save", {}),
        ("/bring/undo", {"change": "<b>"}),
    ):
        answer = guest.post(path, files={name: (None, value) for name, value in fields.items()} or {"x": (None, "y")})
        assert answer.status_code == 400, path
        assert "That did not work" in answer.text
    assert guest.post("/bring", content=iter([b"a"])).status_code == 411
    broken = guest.post("/bring", content=b"--x", headers={"content-type": "multipart/form-data; boundary=y"})
    assert broken.status_code == 400
    assert len(viewers.accounts.accounts()) == count


def assert_well_made(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page).response["violations"]
    assert not [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_an_export_is_brought_in_a_browser(
    site: str, visit: Callable[..., Page], export: bytes, tmp_path: Path, width: int, dark: bool
) -> None:
    file = tmp_path / "letterboxd.zip"
    file.write_bytes(export)
    page = visit(f"{site}/bring", width, dark=dark)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    assert_well_made(page)
    page.get_by_label("File that you exported").set_input_files(file)
    page.get_by_role("button", name="Show what is in it").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is in letterboxd.zip")
    assert_well_made(page)
    page.get_by_role("button", name=re.compile("^Save ")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    assert_well_made(page)
    page.get_by_role("button", name="Undo this import").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("4 films are as before")
    assert hosts == {site.split("/")[2]}
