"""The lab over HTTP: who is let in, and what each page shows and does."""

import json
import re
import shutil
import time
from pathlib import Path

import httpx2 as httpx
import numpy as np
import psutil
import pytest
from fastapi.routing import APIRoute

from chatbot.build import FORMAT
from chatbot.serving import Serving
from chatbot.settings import Settings
from data.folders import Home
from tests.chatbot.endpoint_server import MODEL, EndpointServer, gives
from tests.rooms.lab_site import LabSite, lab, lab_of

__all__ = ["lab"]

MOVIES = b"movieId,title,genres\n1,Heat (1995),Crime\n2,<img src=x onerror=alert(1)> (1979),Horror\n"
RATINGS = b"userId,movieId,rating,timestamp\n1,1,4.5,9\n1,2,<script>alert(1)</script>,9\n2,2,3.0,9\n"
START = {"source": "", "folder": "", "metadata": "", "seed": "0"}


def errors(page: httpx.Response) -> str:
    """What a page says went wrong."""
    found = re.search(r'<p class="error" role="alert">(.*?)</p>', page.text)
    assert found, page.text
    return found[1]


def ended(lab: LabSite) -> dict[str, object]:
    """The job when it is over."""
    while True:
        job: dict[str, object] = lab.admin.get("/lab/job").json()
        if job["state"] != "running":
            return job
        time.sleep(0.1)


def routes(lab: LabSite) -> list[tuple[str, str]]:
    """Method and address of every route of the lab."""
    values = {"name": "build-000001", "build": "build-000001", "number": "1", "paper": "light"}
    included = [getattr(route, "original_router", None) for route in lab.app.routes]
    every = [*lab.app.routes, *(route for router in included if router is not None for route in router.routes)]
    return [
        (method, route.path.format(**values))
        for route in every
        if isinstance(route, APIRoute) and route.path.startswith("/lab")
        for method in route.methods or ()
    ]


def test_only_admins_are_let_in_anywhere(lab: LabSite) -> None:
    every = routes(lab)
    assert {("GET", "/lab"), ("POST", "/lab/training"), ("POST", "/lab/import"), ("GET", "/lab/job")} <= set(every)
    assert len(every) >= 20
    for client in lab.refused.values():
        for method, path in every:
            assert client.request(method, path).status_code == 403, (method, path)
            assert client.request(method, path, content=b"\xff" * 9000).status_code == 403


def test_no_page_of_another_room_shows_the_lab_to_others(lab: LabSite) -> None:
    for client in lab.refused.values():
        assert 'href="/lab"' not in client.get("/log-in").text
    assert 'href="/lab"' in lab.admin.get("/lab").text


def test_whoever_is_refused_has_nothing_read_or_stored_of_what_they_send(lab: LabSite) -> None:
    files = {"ratings": ("ratings.csv", RATINGS), "movies": ("movies.csv", MOVIES)}
    for client in lab.refused.values():
        assert client.post("/lab/import", data={"name": "theirs"}, files=files).status_code == 403
        assert client.post("/lab/training", data=START).status_code == 403
    assert not (lab.home.path / "data" / "theirs").exists()
    assert lab.admin.get("/lab/job").json() == {}


def test_every_page_is_rendered_with_one_heading(lab: LabSite) -> None:
    for path in re.findall(r'<li><a href="(/lab[^"]*)"', lab.admin.get("/lab").text):
        page = lab.admin.get(path)
        assert page.status_code == 200
        assert page.text.count("<h1>") == 1
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert "None" not in re.sub(r"<[^>]*>", "", page.text).replace("None configured", "").replace("None is", "")


def test_the_data_is_that_of_the_build(lab: LabSite, serving: Serving) -> None:
    page = lab.admin.get("/lab/data").text
    count = sum(known.count for known in serving.reputations.values())
    assert f"{count:,}" in page
    drama = [movie for movie in serving.catalogue if movie.year is not None and 1990 <= movie.year < 2000]
    share = sum("Drama" in movie.genres for movie in drama) / len(drama)
    row = re.search(r'<th scope="row">Drama</th>(.*?)</tr>', page, re.DOTALL)
    heads = re.findall(r"<th scope=\"col\" class=\"number\">(\d+s)</th>", page)
    assert row is not None
    cells = re.findall(r"<td[^>]*>(?:<strong>)?([^<]*)", row[1])
    assert cells[heads.index("1990s")] == f"{share:.0%}"
    for source in re.findall(r'(?:src|srcset)="(/lab/data/[^"]*)"', page):
        picture = lab.admin.get(source)
        assert picture.headers["content-type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["build-000001/nothing.light.png", "build-000009/stars.dark.png", "a/b.green.png"])
def test_a_figure_that_is_none_is_refused(lab: LabSite, path: str) -> None:
    assert lab.admin.get(f"/lab/data/{path}").status_code == 400


def test_imported_data_is_told_and_can_be_chosen_and_deleted(lab: LabSite) -> None:
    files = {"ratings": ("ratings.csv", RATINGS), "movies": ("movies.csv", MOVIES)}
    page = lab.admin.post("/lab/import", data={"name": "small"}, files=files)
    assert page.status_code == 200
    assert "2 ratings of 2 users, 2 films" in page.text
    assert "1 rows left out" in page.text
    assert "<script>alert" not in page.text
    assert '<option value="data:small">small, 2 ratings</option>' in lab.admin.get("/lab/training").text
    again = lab.admin.post("/lab/import", data={"name": "small"}, files=files)
    assert again.status_code == 400
    assert "already" in errors(again)
    assert 'value="small"' in again.text
    assert lab.admin.post("/lab/import/small/delete").status_code == 303
    assert not (lab.home.path / "data" / "small").exists()
    assert lab.admin.post("/lab/import/small/delete").status_code == 404


def test_an_import_without_files_says_what_is_missing(lab: LabSite) -> None:
    page = lab.admin.post("/lab/import", data={"name": "<b>"})
    assert errors(page) == "The name is &#39;&lt;b&gt;&#39;: use up to 60 letters, digits, - and _."
    assert "Ratings and movies is missing" in errors(lab.admin.post("/lab/import", data={"name": "a"}))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"source": "folder", "folder": "/nowhere/<b>"}, "is not on this server"),
        ({"source": "folder", "folder": ""}, "is not on this server"),
        ({"source": "data:../.."}, "there is no data of the name"),
        ({"source": "guess"}, "is unknown"),
        ({"seed": "-1"}, "the seed is &#39;-1&#39;"),
        ({"seed": "3; rm"}, "the seed is"),
        ({"metadata": "/etc/passwd"}, "choose one, or leave the files out"),
        ({"source": "folder", "folder": "/", "metadata": "/nowhere.csv"}, "metadata &#39;/nowhere.csv&#39;"),
    ],
)
def test_a_build_of_nonsense_is_refused_and_the_form_keeps_what_was_typed(
    lab: LabSite, told: dict[str, str], words: str
) -> None:
    page = lab.admin.post("/lab/training", data={**START, **told})
    assert page.status_code in (400, 404)
    assert words.casefold() in errors(page).casefold()
    for value in told.values():
        assert value.replace("<", "&lt;").replace(">", "&gt;") in page.text or value in ("guess", "data:../..")


def test_a_build_is_followed_fails_with_its_own_words_and_is_still_told_after_a_reload(
    lab: LabSite, tmp_path: Path
) -> None:
    before = lab.home.current()
    told = {**START, "source": "folder", "folder": str(tmp_path), "seed": "7"}
    started = lab.admin.post("/lab/training", data=told)
    assert started.headers["location"] == "/lab/training#job"
    assert 'data-state="running"' in lab.admin.get("/lab/training").text
    busy = lab.admin.post("/lab/evaluation", data={**START, "min_ratings": "1"})
    assert busy.status_code == 400
    assert "is still running: wait for it, or cancel it" in errors(busy)
    job = ended(lab)
    assert job["about"] == f"A build of {tmp_path.name}, seed 7"
    assert job["state"] == "failed"
    assert "has neither ratings.csv nor ratings.dat" in str(job["result"])
    for _ in range(2):
        assert "has neither ratings.csv" in lab.admin.get("/lab/training").text
    assert lab.home.current() == before
    assert len(list((lab.home.path / "reports").iterdir())) == 1


def test_a_job_is_cancelled_by_a_click_and_changes_nothing(lab: LabSite) -> None:
    before = lab.home.current()
    assert lab.admin.post("/lab/training", data=START).status_code == 303
    blocked = lab.admin.post("/lab/import/x/delete")
    assert "is running" in errors(blocked)
    assert lab.admin.post("/lab/job/cancel").headers["location"] == "/lab/training#job"
    assert ended(lab)["state"] == "cancelled"
    assert lab.home.current() == before
    assert lab.admin.get("/healthz").status_code == 200


def test_a_job_ends_with_the_server(serving: Serving, home: Home, no_model: Settings, tmp_path: Path) -> None:
    def commands() -> list[str]:
        children = psutil.Process().children(recursive=True)
        return [line for child in children if "app.py build" in (line := " ".join(child.cmdline()))]

    with lab_of(serving, home, no_model, tmp_path) as site:
        site.admin.post("/lab/training", data=START)
        assert len(commands()) == 1
    assert commands() == []


def test_builds_are_listed_and_their_files_checked(lab: LabSite) -> None:
    page = lab.admin.get("/lab/training").text
    assert 'build-000001 <span class="good">serves now</span>' in page
    assert "of the demo" in page
    checked = lab.admin.post("/lab/builds/build-000001/check")
    assert "build-000001 is whole" in checked.text
    words = lab.home.builds / "build-000001" / "stars.npz"
    kept = words.read_bytes()
    words.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    damaged = lab.admin.post("/lab/builds/build-000001/check")
    words.write_bytes(kept)
    assert damaged.status_code == 400
    assert "is damaged" in errors(damaged)
    other = lab.home.builds / "build-000000"
    other.mkdir()
    (other / "manifest.json").write_text('{"format": 1, "created": "2020-01-01T00:00:00Z", "files": {}}')
    assert "has format 1" in lab.admin.get("/lab/training").text
    (other / "manifest.json").write_text(json.dumps({"format": FORMAT, "created": "2020-01-01T00:00:00Z", "files": {}}))
    assert "1 January 2020, 00:00 UTC" in lab.admin.get("/lab/training").text
    shutil.rmtree(other)
    for name in ("build-9", "..", "build-000099"):
        assert lab.admin.post(f"/lab/builds/{name}/check").status_code in (400, 404, 405)


def test_a_report_shows_its_comparisons_and_its_heat_map(lab: LabSite) -> None:
    page = lab.admin.get("/lab/reports/1").text
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["Models", "Cross-validation", "Grid", "Split"]
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<b>small" not in page
    assert "<strong>0.400</strong><small>0.300 to 0.500</small>" in page
    cells = dict(re.findall(r"accent\) (\d+)%, transparent\)\">(?:<strong>)?(0\.\d{4})", page.split("<h2>Grid")[1]))
    assert cells["34"] == "0.8900"
    assert int(next(shade for shade, rmse in cells.items() if rmse == "0.9100")) == round(34 * 4 / 6)


def test_the_report_itself_may_do_nothing(lab: LabSite) -> None:
    page = lab.admin.get("/lab/reports/1/report.html")
    assert "<h1>Evaluation</h1>" in page.text
    policy = page.headers["content-security-policy"]
    assert "sandbox;" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["2", "0", "99999999999999999999999", "2/report.html", "x", "..%2f..", "1/grid.csv"])
def test_there_is_no_way_from_a_report_to_another_file(lab: LabSite, path: str) -> None:
    assert lab.admin.get(f"/lab/reports/{path}").status_code in (400, 404)


def test_a_report_is_deleted_for_good_and_an_unfinished_one_can_be_gone_on_with(lab: LabSite) -> None:
    made = lab.admin.post("/lab/evaluation", data={**START, "min_ratings": "2", "user": "5", "seed": "11"})
    assert made.status_code == 303
    assert "an evaluation is running" in errors(lab.admin.post("/lab/reports/2/delete")).casefold()
    lab.admin.post("/lab/job/cancel")
    assert ended(lab)["state"] == "cancelled"
    page = lab.admin.get("/lab/evaluation").text
    assert "/lab/reports/2/continue" in page
    assert "/lab/reports/1/continue" not in page
    assert lab.admin.post("/lab/reports/2/continue").status_code == 303
    lab.admin.post("/lab/job/cancel")
    assert ended(lab)["about"] == "An evaluation on the build that serves, seed 11"
    assert lab.admin.post("/lab/reports/2/delete").status_code == 303
    assert not (lab.home.path / "reports" / "2").exists()
    assert lab.admin.post("/lab/reports/2/delete").status_code == 404
    assert lab.admin.post("/lab/reports/2/continue").status_code == 404


def test_the_shares_of_a_score_are_those_of_the_ranker_and_add_up(lab: LabSite, serving: Serving) -> None:
    user = int(serving.histories.users[3])
    candidates = serving.models.blend("any").generate(serving.histories[user], 10)
    page = lab.admin.get("/lab/ranking", params={"user": user, "film": candidates[2].movie_id}).text
    assert f"Score {candidates[2].score:+.3f}. It stands at place 3" in page
    table = page.split('<table class="shares">')[1].split("<tfoot>")[0]
    added = [float(value) for value in re.findall(r'class="number">([+-][\d.]+)<', table)]
    assert len(added) == len(serving.blend.ranker.features) + 1
    assert sum(added) == pytest.approx(candidates[2].score, abs=0.0005 * len(added))
    rated = next(iter(serving.histories[user].stars))
    stars = serving.histories[user].stars[rated]
    told = lab.admin.get("/lab/ranking", params={"user": user, "film": rated, "aim": "next"}).text
    assert f"They gave it {stars:g} stars" in told


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"user": "999999", "film": "Alien"}, "no user &#39;999999&#39;"),
        ({"user": "x", "film": "Alien"}, "no user &#39;x&#39;"),
        ({"user": "1", "film": "qqqq zzzz"}, "no movie has the title"),
        ({"user": "1", "film": "1", "aim": "worst"}, "the aim is &#39;worst&#39;"),
    ],
)
def test_a_question_about_nobody_or_nothing_is_refused(lab: LabSite, asked: dict[str, str], words: str) -> None:
    page = lab.admin.get("/lab/ranking", params=asked)
    assert page.status_code == 400
    assert words.casefold() in errors(page).casefold()


def test_communities_hold_everyone_and_neighbours_are_nearest(lab: LabSite, serving: Serving) -> None:
    als = serving.models.base.als
    page = lab.admin.get("/lab/communities", params={"k": 4, "user": int(als.users.values[0])}).text
    sizes = [int(size.replace(",", "")) for size in re.findall(r'class="facts">([\d,]+) users', page)]
    assert sum(sizes) == len(als.users)
    assert sizes == sorted(sizes, reverse=True)
    directions = als.user_factors / np.linalg.norm(als.user_factors, axis=1, keepdims=True)
    nearest = np.argsort(-(directions @ directions[0]), kind="stable")[1:11]
    near = re.findall(r">User (\d+)</a></th>", page)
    assert [int(user) for user in near] == als.users.values[nearest].tolist()
    again = lab.admin.get("/lab/communities", params={"k": 4, "user": int(als.users.values[0])}).text
    assert again == page


@pytest.mark.parametrize("asked", [{"k": "1"}, {"k": "<b>"}, {"k": "99"}, {"seed": "-3"}, {"user": "424242"}])
def test_communities_of_nonsense_are_refused(lab: LabSite, asked: dict[str, str]) -> None:
    page = lab.admin.get("/lab/communities", params=asked)
    assert page.status_code == 400
    assert "<b>" not in errors(page)


def test_the_index_shows_what_a_search_finds(lab: LabSite, serving: Serving) -> None:
    text = "a shark attacks a seaside town"
    page = lab.admin.get("/lab/index", params={"q": text}).text
    found = serving.search.search(text, 20)
    assert re.findall(r'<th scope="row"><a href="/film/(\d+)"', page) == [str(hit.movie.movie_id) for hit in found]
    assert f"{found[0].score:.2f}" in page
    assert f"{found[0].similarity:.3f}" in page
    assert "nearest passages" in page
    rows = re.findall(r"<tr><td class=.*?</tr>", page)
    exact = {hit.movie_id: hit.score for hit in serving.words.search(text)}
    like = serving.index.near_words.search(text)
    for hit, row in zip(found, rows, strict=True):
        score, passage, words, bm25, title = re.findall(r'<td class="number">([^<]*)', row)[1:]
        assert (score, passage) == (f"{hit.score:.2f}", f"{hit.similarity:.3f}")
        assert words == f"{like[serving.catalogue.ids.row(hit.movie.movie_id)]:.2f}"
        assert bm25 == (f"{exact[hit.movie.movie_id]:.2f}" if hit.movie.movie_id in exact else "–")
        assert title == "–"
    assert f"{len(serving.index.passages.vectors):,}" in page
    hostile = lab.admin.get("/lab/index", params={"q": "<img src=x onerror=alert(1)>"}).text
    assert "<img src=x" not in hostile


def test_without_a_model_the_page_says_how_to_have_one(lab: LabSite) -> None:
    assert "OPENAI_API_KEY" in lab.admin.get("/lab/model").text
    assert "no language model is configured" in errors(lab.admin.post("/lab/model/trial")).casefold()


def test_a_trial_of_the_model_is_told_and_counted_and_the_key_is_shown_nowhere(
    serving: Serving, home: Home, tmp_path: Path
) -> None:
    with EndpointServer(key="sk-secret") as endpoint:
        endpoint.behave(gives({"title": "The Third Man", "year": 1949, "director": "Carol Reed"}))
        settings = Settings(
            _env_file=None,
            openai_base_url=endpoint.url,
            openai_api_key="sk-secret",
            usher_model=MODEL,
            usher_model_price_in=1000.0,
            usher_model_price_out=1000.0,
        )
        with lab_of(serving, home, settings, tmp_path) as site:
            before = site.admin.get("/lab/model").text
            assert endpoint.received == []
            tried = site.admin.post("/lab/model/trial").text
            after = site.admin.get("/lab/model").text
    assert "by a JSON schema: The Third Man, 1949, Carol Reed" in tried
    assert "11 + 7 tokens in 1 call, $0.0180" in tried
    assert "<dt>Cost</dt><dd>$0.0180</dd>" in after
    assert "<dt>Cost</dt><dd>$0.0000</dd>" in before
    for page in (before, tried, after):
        assert "sk-secret" not in page
        assert MODEL in page
