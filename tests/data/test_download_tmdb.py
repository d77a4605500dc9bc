"""TMDB by the user's key: the pace, patience, going on after a cut, the age of answers, and the key nobody sees."""

import asyncio
import datetime
import json
import logging
import urllib.parse

import pytest

from data.assemble import assemble
from data.checks import ReadReport
from data.download_kept import Kept
from data.download_records import record_path
from data.download_tmdb import Pace, as_row, download_tmdb
from data.errors import BadInput, UsherError
from data.movies import Movie
from data.tmdb import is_tmdb, read_tmdb
from tests.data.loopback import Answer, serving

KEY = "0123456789abcdef0123456789ABCDEF"
NOW = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


def film(number, **also):
    return {
        "id": number,
        "imdb_id": f"tt{number:07d}",
        "title": f"Film {number}",
        "original_title": f"Der Film {number}",
        "original_language": "de",
        "overview": 'Two people,\na "lamp".',
        "release_date": "1999-03-30",
        "runtime": 101,
        "popularity": 3.5,
        "vote_average": 7.25,
        "vote_count": 12,
        "poster_path": f"/{number}.jpg",
        "genres": [{"id": 18, "name": "Drama"}],
        "production_countries": [{"iso_3166_1": "DE", "name": "Germany"}],
        "keywords": {"keywords": [{"id": 1, "name": "Lamp"}]},
        "credits": {
            "cast": [{"name": "Bo Ek", "order": 1}, {"name": "Ann Lee", "order": 0, "profile_path": None}],
            "crew": [{"name": "Cy Moe", "job": "Director"}, {"name": "Di Poe", "job": "Writer"}],
        },
        **also,
    }


class Clock:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def server():
    with serving() as loopback:
        yield loopback


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bring(server, tmp_path, clock):
    def bring_films(numbers, key=KEY, now=NOW):
        pace = Pace(clock, clock.sleep)
        return download_tmdb(numbers, key, tmp_path, now=now, pace=pace, site=server.address)

    return bring_films


def offer(server, *numbers):
    for number in numbers:
        server.answers[f"/movie/{number}"] = Answer(json.dumps(film(number)).encode())


def test_what_is_brought_is_read_by_the_build(server, bring):
    offer(server, 862, 603)
    path = bring([862, 999, 603, 862])
    assert is_tmdb(path)
    report = ReadReport()
    first, second = read_tmdb(path, report)
    assert not report.counts
    assert (first.tmdb_id, second.tmdb_id) == (862, 603)
    assert (first.title, first.year, first.runtime_minutes, first.language) == ("Film 862", 1999, 101, "de")
    assert (first.directors, first.cast) == (("Cy Moe",), ("Ann Lee", "Bo Ek"))
    assert (first.keywords, first.genres, first.countries) == (("lamp",), ("Drama",), ("DE",))
    assert (first.poster_path, first.vote_average, first.vote_count) == ("/862.jpg", 7.25, 12)
    assert first.overview == 'Two people, a "lamp".'
    (joined,) = assemble([Movie(1, "Film 862", 1999, tmdb_id=862)], [path], ReadReport())
    assert (joined.directors, joined.cast, joined.movie_id) == (("Cy Moe",), ("Ann Lee", "Bo Ek"), 1)
    record = json.loads(record_path(path).read_text(encoding="utf-8"))
    assert record["films"] == 2
    assert "not endorsed or certified by TMDB" in record["source"]


def test_nothing_is_asked_twice_and_a_cut_is_gone_on_from(server, bring):
    offer(server, 1, 3)
    server.answers["/movie/2"] = Answer(status=500)
    with pytest.raises(UsherError, match="run the command again to go on"):
        bring([1, 2, 3, 4])
    asked = len(server.requests)
    offer(server, 2)
    assert [movie.tmdb_id for movie in read_tmdb(bring([1, 2, 3, 4]), ReadReport())] == [1, 2, 3]
    assert [path.partition("?")[0] for path in server.paths()[asked:]].count("/movie/1") == 0
    asked = len(server.requests)
    bring([1, 2, 3, 4])
    assert len(server.requests) == asked


def test_a_run_that_fails_leaves_the_last_good_file(server, bring):
    offer(server, 1)
    good = bring([1]).read_bytes()
    server.answers["/movie/2"] = Answer(b"<html>")
    with pytest.raises(UsherError, match="cannot be read"):
        bring([1, 2])
    assert bring([1]).read_bytes() == good


def test_answers_older_than_six_months_are_deleted_and_asked_for_again(server, bring, tmp_path):
    offer(server, 1)
    bring([1])
    bring([1], now=NOW + datetime.timedelta(days=179))
    assert len(server.requests) == 1
    bring([1], now=NOW + datetime.timedelta(days=181))
    assert len(server.requests) == 2
    kept = (tmp_path / ".answers.jsonl").read_text(encoding="utf-8")
    assert len(kept.splitlines()) == 1
    assert NOW.isoformat() not in kept


def test_a_torn_line_of_a_killed_run_is_passed_over(tmp_path):
    path = tmp_path / "kept.jsonl"
    with Kept(path, NOW) as kept:
        kept.add("1", {"a": 1})
        kept.add("2", None)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "3", "at": "20')
    with Kept(path, NOW) as kept:
        assert ("1" in kept, "2" in kept, "3" in kept) == (True, True, False)
        kept.add("3", {"b": 2})
    with Kept(path, NOW) as kept:
        assert (kept.get("1"), kept.get("2"), kept.get("3")) == ({"a": 1}, None, {"b": 2})


def test_no_second_sees_more_than_twenty_requests_begin(clock):
    pace, began = Pace(clock, clock.sleep), []

    async def asker():
        for _ in range(20):
            await pace.turn()
            began.append(clock())

    async def all_of_them():
        await asyncio.gather(*(asker() for _ in range(10)))

    asyncio.run(all_of_them())
    assert len(began) == 200
    assert all(later - first >= 1 - 1e-9 for first, later in zip(began, began[20:], strict=False))


def test_a_429_halts_everything_for_as_long_as_it_asks(server, bring, clock):
    offer(server, *range(1, 31))
    busy, good = Answer(status=429, headers={"Retry-After": "30"}), server.answers["/movie/1"]
    server.answers["/movie/1"] = [busy, good]
    assert len(read_tmdb(bring(range(1, 31)), ReadReport())) == 30
    assert clock.now >= 30


def test_a_busy_hour_is_not_waited_for(server, bring, clock):
    server.answers["/movie/1"] = Answer(status=429, headers={"Retry-After": "3600"})
    with pytest.raises(UsherError, match="asks to wait 3600 s"):
        bring([1])
    assert clock.now < 1


def test_an_answer_that_is_cut_off_is_asked_for_again(server, bring):
    body = json.dumps(film(1)).encode()
    server.answers["/movie/1"] = [Answer(body, stop_at=20), Answer(body[:40]), Answer(body)]
    assert len(read_tmdb(bring([1]), ReadReport())) == 1


@pytest.mark.parametrize("key", [KEY, "eyJhbGciOiJIUzI1NiJ9.secret.part"])
def test_the_key_is_sent_and_stands_in_no_log_file_or_error(server, bring, tmp_path, caplog, key):
    caplog.set_level(logging.DEBUG)
    offer(server, 1)
    bring([1], key=key)
    sent = server.requests[0]
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(sent.path).query)
    assert query["append_to_response"] == ["keywords,credits"]
    assert query.get("api_key", [""])[0] == (key if key == KEY else "")
    assert sent.headers.get("Authorization") == (None if key == KEY else f"Bearer {key}")
    server.answers["/movie/2"] = Answer(status=500)
    with pytest.raises(UsherError) as failed:
        bring([2], key=key)
    server.answers["/movie/3"] = Answer(status=401)
    with pytest.raises(BadInput, match="TMDB refuses the key: set TMDB_API_KEY") as refused:
        bring([3], key=key)
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert key not in written + caplog.text + repr(failed.value) + repr(refused.value)


def test_films_that_tmdb_does_not_know_leave_no_empty_file(server, bring, tmp_path):
    with pytest.raises(BadInput, match="knows none of the 2 films"):
        bring([8, 9])
    assert not (tmp_path / "movies_metadata.csv").exists()


def test_unknown_facts_are_empty_and_what_is_no_film_is_refused():
    row = as_row({"id": 5, "title": "T", "runtime": None, "poster_path": None, "keywords": {}})
    assert (row["runtime"], row["poster_path"], row["keywords"], row["cast"]) == ("", "", "[]", "[]")
    with pytest.raises(KeyError):
        as_row({"status_message": "busy"})
