"""Wikipedia's leads by IMDb id: asked in few requests, read by the build, gone on with after a cut."""

import datetime
import json
import re
import urllib.parse

import pytest

from data.assemble import assemble
from data.checks import ReadReport
from data.download_http import open_client
from data.download_records import record_path
from data.download_wikipedia import LEADS_AT_ONCE, Encyclopedia, download_leads
from data.errors import BadInput, UsherError
from data.movies import Movie
from data.wikipedia import is_wikipedia, read_wikipedia
from tests.data.loopback import Answer, serving

NOW = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


def movie(number, title="Lamp", year=1994):
    return Movie(number, f"{title} {number}", year, imdb_id=f"tt{number:07d}")


class Answers:
    """Wikidata's and Wikipedia's answers about films of the tests."""

    def __init__(self, server):
        self.articles = {}  # IMDb id -> article
        self.leads = {}  # article -> lead
        self.moved = {}  # article -> where it redirects
        server.answers |= {"/sparql": self.wikidata, "/api": self.wikipedia}

    def wikidata(self, request):
        ids = re.findall(r'"(tt\d+)"', urllib.parse.parse_qs(request.body.decode())["query"][0])
        rows = [
            {"imdb": {"value": imdb_id}, "name": {"value": name}}
            for imdb_id in ids
            for name in self.articles.get(imdb_id, ())
        ]
        return Answer(json.dumps({"results": {"bindings": rows}}).encode())

    def wikipedia(self, request):
        form = {name: values[0] for name, values in urllib.parse.parse_qs(request.body.decode()).items()}
        titles = form["titles"].split("|")
        assert len(titles) <= 20
        names = [self.moved.get(title, title) for title in titles]
        half = names[: (len(names) + 1) // 2] if "excontinue" not in form else names[(len(names) + 1) // 2 :]
        pages = [{"title": name, **({"extract": self.leads[name]} if name in half else {})} for name in names]
        answer = {"query": {"pages": pages}}
        answer["query"]["redirects"] = [{"from": title, "to": to} for title, to in self.moved.items()]
        if "excontinue" not in form and len(names) > 1:
            answer["continue"] = {"excontinue": "1", "continue": "||"}
        return Answer(json.dumps(answer).encode())

    def has(self, number, lead=None):
        name = f"Lamp {number} (film)"
        self.articles[f"tt{number:07d}"] = [name]
        self.leads[name] = lead or f"Lamp {number} is a 1994 German drama film directed by Ann Lee."


@pytest.fixture
def server():
    with serving() as loopback:
        yield loopback


@pytest.fixture
def encyclopedia(server):
    return Answers(server)


@pytest.fixture
def waits():
    return []


@pytest.fixture
def bring(server, tmp_path, waits):
    def bring_leads(movies):
        sites = Encyclopedia(f"{server.address}/sparql", f"{server.address}/api")
        with open_client() as client:
            return download_leads(client, movies, tmp_path, sites, now=NOW, wait=waits.append)

    return bring_leads


def test_what_is_brought_is_read_by_the_build(encyclopedia, bring):
    for number in (1, 2):
        encyclopedia.has(number)
    path = bring([movie(1), movie(2), movie(3), Movie(4, "No id", 1990), movie(5, year=None)])
    assert is_wikipedia(path)
    report = ReadReport()
    films = read_wikipedia(path, report)
    assert not report.counts
    assert [(film.title, film.year, film.directors, film.countries) for film in films] == [
        ("Lamp 1", 1994, ("Ann Lee",), ("DE",)),
        ("Lamp 2", 1994, ("Ann Lee",), ("DE",)),
    ]
    (joined,) = assemble([movie(2)], [path], ReadReport())
    assert joined.lead == "Lamp 2 is a 1994 German drama film directed by Ann Lee."
    entry = json.loads(path.read_text(encoding="utf-8"))[0]
    assert entry["href"] == "Lamp_1_(film)"
    assert "ShareAlike" in json.loads(record_path(path).read_text(encoding="utf-8"))["terms"]


def test_many_films_take_few_requests_and_every_lead_comes(server, encyclopedia, bring):
    for number in range(1, 51):
        encyclopedia.has(number)
    assert len(read_wikipedia(bring([movie(number) for number in range(1, 51)]), ReadReport())) == 50
    paths = server.paths()
    assert paths.count("/sparql") == 1
    assert paths.count("/api") == 2 * -(-50 // LEADS_AT_ONCE)  # each answer gave half of the leads


def test_an_article_that_has_moved_is_followed(encyclopedia, bring):
    encyclopedia.has(1)
    encyclopedia.moved["Lamp 1 (film)"] = "The Lamp"
    encyclopedia.leads["The Lamp"] = "Lamp 1 is a 1994 film."
    assert read_wikipedia(bring([movie(1)]), ReadReport())[0].extract == "Lamp 1 is a 1994 film."


def test_a_cut_is_gone_on_from_and_leaves_the_last_good_file(server, encyclopedia, bring, waits):
    for number in range(1, 31):
        encyclopedia.has(number)
    good = bring([movie(1)]).read_bytes()
    first = encyclopedia.wikipedia
    calls = []

    def failing(request):
        calls.append(request)
        return first(request) if len(calls) <= 2 else Answer(status=503)

    server.answers["/api"] = failing
    movies = [movie(number) for number in range(1, 31)]
    with pytest.raises(UsherError, match="run the command again to go on"):
        bring(movies)
    server.answers["/api"] = first
    asked = len(server.requests)
    path = bring(movies)
    assert len(read_wikipedia(path, ReadReport())) == 30
    again = urllib.parse.parse_qs(server.requests[asked].body.decode())["query"][0]
    assert len(re.findall(r"tt\d+", again)) == 30 - 1 - 20
    assert good != path.read_bytes()
    assert waits == [2.0, 4.0, 8.0, 16.0]


def test_a_busy_site_is_asked_again(server, encyclopedia, bring, waits):
    encyclopedia.has(1)
    lagging = Answer(json.dumps({"error": {"code": "maxlag", "info": "Waiting"}}).encode())
    busy, answers = Answer(status=429, headers={"Retry-After": "9"}), encyclopedia.wikipedia
    left = [busy, lagging, Answer(b"<html>")]
    server.answers["/api"] = lambda request: left.pop(0) if left else answers(request)
    bring([movie(1)])
    assert waits == [9.0, 5.0, 8.0]


@pytest.mark.parametrize(
    ("place", "body", "message"),
    [
        ("/sparql", {"other": 1}, "results.bindings"),
        ("/api", {"other": 1}, "query.pages"),
        ("/api", {"error": {"code": "badvalue", "info": "Unknown titles"}}, "refuses: 'Unknown titles'"),
    ],
)
def test_another_answer_than_theirs_is_refused(server, encyclopedia, bring, tmp_path, place, body, message):
    encyclopedia.has(1)
    server.answers[place] = Answer(json.dumps(body).encode())
    with pytest.raises(BadInput, match=re.escape(message)):
        bring([movie(1)])
    assert not (tmp_path / "movies-leads.json").exists()


def test_films_without_any_article_leave_no_empty_file(encyclopedia, bring, tmp_path):
    with pytest.raises(BadInput, match="no article of the 1 films"):
        bring([movie(1)])
    assert not (tmp_path / "movies-leads.json").exists()
