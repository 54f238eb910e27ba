"""Answers made to break a reader: through whole harvests, over real sockets."""

import gzip
import json
import tracemalloc
import zlib

import pytest

from omwagtail.harvest import reading
from tests.harvest.hostile import CHANGES, JSON, Attack, as_json, page_of
from tests.transport.hostile import (
    CHUNKED,
    answer,
    chunked,
    drip,
    flood,
    redirect,
    reset,
    silence,
)

pytestmark = pytest.mark.django_db

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
GZIP = {**JSON, "Content-Encoding": "gzip"}
EMPTY = json.dumps({"entries": [], "next": "x", "more": False}).encode()
BOMB = gzip.compress(b'{"entries":["' + b" " * 50_000_000)


@pytest.fixture
def attack(db):
    with Attack() as running:
        yield running


@pytest.fixture
def _hasty(monkeypatch):
    """Half a minute is long for a test."""
    monkeypatch.setattr(reading, "READ_SECONDS", 1)


@pytest.mark.usefixtures("_hasty")
@pytest.mark.parametrize(
    "route",
    [
        pytest.param(silence, id="silence"),
        pytest.param(drip(b"HTTP/1.1 200 "), id="drip of the status line"),
        pytest.param(drip(OK + b"X-Long: "), id="drip of a header"),
        pytest.param(drip(OK, b"X: y\r\n"), id="drip of headers"),
        pytest.param(drip(OK + b"\r\n", b" "), id="drip of the body"),
        pytest.param(drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"), id="chunks"),
        pytest.param(drip(b"HTTP/1.1 302 F\r\nLocation: /"), id="drip of a redirect"),
    ],
)
def test_a_source_that_is_slow_on_purpose(attack, route):
    attack.feed = route
    attack.leaves_everything_as_it_was("did not arrive within 1 seconds")


@pytest.mark.parametrize(
    ("route", "reason"),
    [
        pytest.param(
            flood(OK, b"X-Header: y\r\n" * 50), "valid HTTP", id="a hundred thousand headers"
        ),
        pytest.param(
            answer(headers=[(f"X-{n}", "y" * 9000) for n in range(20)]),
            "more than it is allowed",
            id="long headers",
        ),
        pytest.param(
            flood(OK + b"X: ", b"x" * 9000), "more than it is allowed", id="a header without end"
        ),
        pytest.param(
            flood(b"", b"x" * 9000), "more than it is allowed", id="a status line without end"
        ),
        pytest.param(flood(OK + b"\r\n", b" " * 9000), "larger than", id="a body without end"),
        pytest.param(
            flood(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 999),
            "more than it is allowed",
            id="trailers without end",
        ),
        pytest.param(answer(b"{}", length=10**12, headers=JSON), "larger than", id="a length"),
        pytest.param(answer(b"{}", length="-1", headers=JSON), "no number", id="below zero"),
        pytest.param(answer(b"{}", length="5, 6", headers=JSON), "valid HTTP", id="two lengths"),
        pytest.param(answer(EMPTY, length=999, headers=JSON), "too early", id="too short"),
        pytest.param(answer(EMPTY, length=9, headers=JSON), "not valid JSON", id="too long"),
        pytest.param(chunked(EMPTY, end=b"", headers=JSON), "too early", id="no last chunk"),
        pytest.param(
            answer(
                EMPTY, length=None, headers=[*JSON.items(), ("Transfer-Encoding", "x"), CHUNKED]
            ),
            "not asked for",
            id="a framing of its own",
        ),
        pytest.param(answer(gzip.compress(EMPTY)[:-9], headers=GZIP), "too early", id="cut gzip"),
        pytest.param(answer(EMPTY, headers=GZIP), "decompressed", id="no gzip"),
        pytest.param(
            answer(EMPTY, headers={**JSON, "Content-Encoding": "br"}), "not asked for", id="brotli"
        ),
        pytest.param(reset, "broke off", id="a reset"),
        pytest.param(b"", "broke off", id="a hang-up"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", "valid HTTP", id="another protocol"),
        pytest.param(b"HTTP/1.1 99999 X\r\n\r\n", "valid HTTP", id="a status that is none"),
        pytest.param(answer(status="500 Oh"), "status 500", id="an error"),
        pytest.param(answer(status="401 No"), "status 401", id="a login"),
        pytest.param(answer(status="204 Nothing", headers=JSON), "JSON", id="nothing"),
    ],
)
def test_an_answer_that_breaks_the_protocol(attack, route, reason):
    attack.feed = route
    attack.leaves_everything_as_it_was(reason)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(BOMB, "gzip"), (zlib.compress(b"[" * 50_000_000), "deflate")],
    ids=["gzip", "deflate"],
)
def test_a_compressed_bomb_takes_little_memory(attack, body, encoding):
    attack.feed = answer(body, headers={**JSON, "Content-Encoding": encoding})
    assert len(body) < 100_000
    tracemalloc.start()
    try:
        attack.leaves_everything_as_it_was("larger than")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * reading.MAX_PAGE_BYTES


@pytest.mark.parametrize(
    "media_type",
    [
        "text/html; charset=utf-8",
        "text/plain",
        "application/octet-stream",
        "image/json",
        "",
        "+json",
    ],
)
def test_what_does_not_call_itself_json_is_none(attack, media_type):
    attack.feed = answer(EMPTY, headers={"Content-Type": media_type})
    attack.leaves_everything_as_it_was("not JSON")


def test_an_html_page_that_says_that_all_is_well(attack):
    attack.feed = answer(
        b"<!DOCTYPE html><title>Log in</title>", headers={"Content-Type": "text/html"}
    )
    attack.leaves_everything_as_it_was("the server calls it 'text/html'")


@pytest.mark.parametrize("media_type", ["Application/JSON;charset=UTF-8", "application/om+json"])
def test_json_under_its_other_names_is_read(attack, media_type):
    attack.feed = answer(EMPTY, headers={"Content-Type": media_type})
    assert attack.strike().error == ""


DEEP = 50_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe" + EMPTY, id="not UTF-8"),
        pytest.param(EMPTY.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + EMPTY, id="a byte order mark"),
        pytest.param(EMPTY[:-1], id="cut off"),
        pytest.param(EMPTY + EMPTY, id="twice"),
        pytest.param(EMPTY.replace(b'"x"', b"'x'"), id="single quotes"),
        pytest.param(EMPTY.replace(b"}", b",}"), id="a comma too many"),
        pytest.param(EMPTY.replace(b"[]", b"NaN"), id="NaN"),
        pytest.param(EMPTY.replace(b"[]", b"-Infinity"), id="Infinity"),
        pytest.param(EMPTY.replace(b"[]", b"[1e999]"), id="a number too large"),
        pytest.param(EMPTY.replace(b"[]", b"[" + b"9" * 400_000 + b"]"), id="a long number"),
        pytest.param(EMPTY.replace(b'"x"', b'"\\ud800"'), id="a lone surrogate"),
        pytest.param(EMPTY.replace(b'"x"', b'"\xed\xa0\x80"'), id="a raw surrogate"),
        pytest.param(EMPTY.replace(b'"x"', b'"\\u0000"'), id="NUL"),
        pytest.param(EMPTY.replace(b'"x"', b'"\x00"'), id="a raw NUL"),
        pytest.param(EMPTY[:-1] + b',"next":"y"}', id="a key twice"),
        pytest.param(EMPTY.replace(b"[]", b'[{"doc":"a","doc":"b"}]'), id="a key twice inside"),
        pytest.param(b"[" * DEEP + b"]" * DEEP, id="lists in lists"),
        pytest.param(b'{"a":' * DEEP + b"1" + b"}" * DEEP, id="objects in objects"),
        pytest.param(EMPTY.replace(b"[]", b"[" * 40 + b"]" * 40), id="forty levels"),
        pytest.param(b"// hello\n" + EMPTY, id="a comment"),
    ],
)
def test_broken_json_of_every_sort(attack, body):
    attack.feed = answer(body, headers=JSON)
    attack.leaves_everything_as_it_was("not valid JSON")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param([], "not a JSON object", id="a list"),
        pytest.param("text", "not a JSON object", id="a text"),
        pytest.param({"entries": {}, "next": "x", "more": False}, "no list", id="no list"),
        pytest.param({"entries": [], "next": "x", "more": "no"}, "no list", id="more is a text"),
        pytest.param({"entries": [], "next": "x"}, "no list", id="no more"),
        pytest.param({"entries": [], "more": False}, "no cursor", id="no cursor"),
        pytest.param({"entries": [], "next": 7, "more": False}, "no cursor", id="a number"),
        pytest.param({"entries": [], "next": "", "more": False}, "no cursor", id="an empty cursor"),
        pytest.param(
            {"entries": [{}] * 501, "next": "x", "more": False}, "more than 500", id="501 entries"
        ),
        pytest.param(
            {"entries": [], "next": "x" * 10_000_000, "more": False}, "no cursor", id="10 MB cursor"
        ),
        pytest.param(
            {"entries": [], "next": "x\r\nHost: evil", "more": False}, "no cursor", id="CR LF"
        ),
        pytest.param({"entries": [], "next": "\u202e", "more": False}, "no cursor", id="not ASCII"),
    ],
)
def test_a_page_that_is_none(attack, page, reason):
    attack.feed = as_json(page)
    attack.leaves_everything_as_it_was(reason)


def test_a_cursor_is_sent_back_as_nothing_but_a_parameter(attack):
    attack.feed = page_of(next="a&limit=9#b/../?x=é".replace("é", "%c3"))
    attack.strike()
    attack.strike()
    [request] = [text for text in attack.server.requests if "since=a" in text]
    assert f"GET {CHANGES}?limit={reading.PAGE_ENTRIES}&since=a%26limit%3D9%23b%2F.." in request


@pytest.mark.parametrize(
    ("seconds", "hours"),
    [("1" + "0" * 12, 24), ("9" * 99, 24), ("-5", 0), ("soon", 0), ("1e9", 0), ("9" * 5000, 0)],
)
def test_a_pause_that_nobody_keeps(attack, seconds, hours):
    attack.feed = answer(status="429 Slow", headers={"Retry-After": seconds})
    run = attack.strike()
    assert "429" in run.error
    pause = attack.source.not_before - run.finished
    assert (hours - 0.1) * 3600 < pause.total_seconds() < (hours + 0.1) * 3600


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "https://"),
        ("gopher://127.0.0.1:70/", "https://"),
        ("javascript:alert(1)", "refused"),
        ("https://169.254.169.254/latest/meta-data/", "public internet"),
        ("https://[::ffff:10.0.0.1]/", "public internet"),
        ("https://0x7f.1/", "not a valid name"),
        ("https://user:secret@evil.example/", "user name"),
        ("https://evil.example/", "another site"),
        ("//evil.example/om", "another site"),
        ("http://127.0.0.2:{port}/", "another site"),
        ("http://[::1", "another site"),
        (CHANGES, "more than twice"),
    ],
)
@pytest.mark.usefixtures("names")
def test_a_redirect_to_where_nobody_should_go(attack, location, reason):
    attack.feed = redirect(location.format(port=attack.server.port))
    attack.leaves_everything_as_it_was(reason)
