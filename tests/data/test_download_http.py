"""A file over HTTP from a server that cuts, throttles, lies about length, is busy or refuses."""

import datetime
import email.utils
import random

import pytest

from data.download_http import LONGEST_WAIT, TRIES, Draft, ask, fetch, open_client, retry_after
from data.errors import UsherError
from tests.data.loopback import Answer, file_of, serving

BODY = random.Random(3).randbytes(300_000)


@pytest.fixture
def server():
    with serving() as loopback:
        yield loopback


@pytest.fixture
def client():
    with open_client() as made:
        yield made


@pytest.fixture
def draft(tmp_path):
    return Draft(tmp_path / ".file.part")


@pytest.fixture
def waits():
    return []


def test_a_file_is_brought_whole(server, client, draft, waits):
    server.answers["/file"] = file_of(BODY)
    assert fetch(client, f"{server.address}/file", draft, wait=waits.append) == '"one"'
    assert draft.path.read_bytes() == BODY
    assert waits == []


def test_a_slow_server_is_waited_for(server, client, draft, waits):
    server.answers["/file"] = file_of(BODY, pause=0.01, block=50_000)
    fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert draft.path.read_bytes() == BODY
    assert waits == []


def test_what_was_cut_off_goes_on_from_where_it_stopped(server, client, draft, waits):
    whole, cuts = file_of(BODY), iter((100_000, 100_000, None))

    def cut(request):
        answer = whole(request)
        answer.stop_at = next(cuts)
        return answer

    server.answers["/file"] = cut
    fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert draft.path.read_bytes() == BODY
    asked = [request.headers.get("Range") for request in server.requests]
    assert asked == [None, "bytes=100000-", "bytes=200000-"]
    assert waits == [1.0, 1.0]  # each try brought something new


def test_another_run_goes_on_from_what_the_last_one_left(server, client, draft, waits):
    server.answers["/file"] = [
        Answer(BODY, headers={"ETag": '"one"'}, stop_at=120_000),
        Answer(status=500),
    ]
    with pytest.raises(UsherError, match="run the command again to go on"):
        fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert draft.size() == 120_000
    server.answers["/file"] = file_of(BODY)
    fetch(client, f"{server.address}/file", Draft(draft.path), wait=waits.append)
    assert draft.path.read_bytes() == BODY
    assert server.requests[-1].headers["Range"] == "bytes=120000-"


def test_a_file_that_changed_in_between_begins_anew(server, client, draft, waits):
    new = BODY[::-1]
    server.answers["/file"] = [Answer(BODY, headers={"ETag": '"one"'}, stop_at=9_000), Answer(status=503)]
    with pytest.raises(UsherError):
        fetch(client, f"{server.address}/file", draft, wait=waits.append)
    server.answers["/file"] = file_of(new, '"two"')
    assert fetch(client, f"{server.address}/file", draft, wait=waits.append) == '"two"'
    assert draft.path.read_bytes() == new


def test_a_server_without_a_validator_is_never_gone_on_from(server, client, draft, waits):
    server.answers["/file"] = [Answer(BODY, stop_at=5_000), Answer(BODY)]
    assert fetch(client, f"{server.address}/file", draft, wait=waits.append) == ""
    assert [request.headers.get("Range") for request in server.requests] == [None, None]
    assert draft.path.read_bytes() == BODY


def test_a_range_other_than_the_one_asked_for_is_thrown_away(server, client, draft, waits):
    first = Answer(BODY, headers={"ETag": '"one"'}, stop_at=5_000)
    wrong = Answer(BODY[7_000:], 206, {"ETag": '"one"', "Content-Range": f"bytes 7000-299999/{len(BODY)}"})
    server.answers["/file"] = [first, wrong, Answer(BODY, headers={"ETag": '"one"'})]
    fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert draft.path.read_bytes() == BODY


def test_a_length_that_is_too_long_ends_in_an_error(server, client, draft, waits):
    server.answers["/file"] = file_of(BODY, length=len(BODY) + 1_000)
    with pytest.raises(UsherError, match=f"{TRIES} times in a row"):
        fetch(client, f"{server.address}/file", draft, wait=waits.append)


def test_the_known_version_is_not_brought_again(server, client, draft, waits):
    server.answers["/file"] = file_of(BODY)
    assert fetch(client, f"{server.address}/file", draft, known='"one"', wait=waits.append) is None
    assert not draft.path.exists()
    assert fetch(client, f"{server.address}/file", draft, known='"old"', wait=waits.append) == '"one"'


def test_a_busy_server_is_asked_again_when_it_says(server, client, draft, waits):
    busy = [Answer(status=429, headers={"Retry-After": "7"}), Answer(status=503), Answer(status=500)]
    server.answers["/file"] = [*busy, Answer(BODY)]
    fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert waits == [7.0, 4.0, 8.0]
    assert draft.path.read_bytes() == BODY


def test_a_server_that_stays_broken_is_given_up(server, client, draft, waits):
    server.answers["/file"] = Answer(status=500)
    with pytest.raises(UsherError, match="answered 500, 5 times in a row"):
        fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert len(server.requests) == TRIES


def test_a_server_that_asks_for_an_hour_is_not_waited_for(server, client, draft, waits):
    server.answers["/file"] = Answer(status=429, headers={"Retry-After": "3600"})
    with pytest.raises(UsherError, match="asks to wait 3600 s"):
        fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert waits == []
    assert LONGEST_WAIT < 3600


def test_a_refusal_is_not_asked_twice(server, client, draft, waits):
    server.answers["/file"] = Answer(status=403)
    with pytest.raises(UsherError, match="answered 403"):
        fetch(client, f"{server.address}/file", draft, wait=waits.append)
    assert len(server.requests) == 1


def test_nobody_at_the_address_is_said(client, draft, waits):
    with serving() as gone:
        address = gone.address
    with pytest.raises(UsherError, match="5 times in a row"):
        fetch(client, f"{address}/file", draft, wait=waits.append)


def test_a_text_that_is_not_there_is_none(server, client, waits):
    server.answers["/text"] = [Answer(status=502), Answer(b"here")]
    assert ask(client, f"{server.address}/text", wait=waits.append) == "here"
    assert ask(client, f"{server.address}/nothing", wait=waits.append) is None


def test_retry_after_is_a_number_or_a_date():
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=90)
    assert retry_after("12") == 12.0
    assert 80 < retry_after(email.utils.format_datetime(later, usegmt=True)) <= 90
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert retry_after("soon") is None
    assert retry_after("") is None
