"""Limits of time and size, and answers that break the protocol, against a hostile server."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress
from threading import Event

import pytest

from omwagtail.transport import BadResponse, ConnectionFailed, TooLarge, TooSlow, fetch
from tests.transport.hostile import (
    CHUNKED,
    HostileServer,
    answer,
    chunked,
    drip,
    flood,
    redirect,
    reset,
    silence,
)

OK = b"HTTP/1.1 200 OK\r\n"
GZIP = {"Content-Encoding": "gzip"}


def get(server, **options):
    return fetch(server.url(), **{"allow_loopback": True, "max_seconds": 3, **options})


def failure(kind, server, **options):
    with pytest.raises(kind) as error:
        get(server, **options)
    return error.value.code


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(silence, id="nothing"),
        pytest.param(drip(b"HTTP/1.1 200 "), id="status line"),
        pytest.param(drip(OK + b"X-Long: "), id="header"),
        pytest.param(drip(OK, b"X: y\r\n"), id="headers"),
        pytest.param(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="continue"),
        pytest.param(drip(OK + b"\r\n"), id="body"),
        pytest.param(drip(OK + b"Content-Length: 1000\r\n\r\n"), id="announced body"),
        pytest.param(drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), id="chunks"),
        pytest.param(drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"), id="chunk size"),
        pytest.param(
            drip(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"), id="trailers"
        ),
        pytest.param(
            drip(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0"),
            id="compressed body",
        ),
        pytest.param(drip(b"HTTP/1.1 302 F\r\nLocation: /"), id="redirect"),
    ],
)
def test_a_server_that_drips_runs_into_the_deadline(server, route):
    server.routes["/"] = route
    assert failure(TooSlow, server, max_seconds=0.1) == "too-slow"


def test_redirects_share_one_deadline(server):
    def late(connection, stopping):
        stopping.wait(0.1)
        connection.sendall(redirect("/"))

    server.routes["/"] = late
    assert failure(TooSlow, server, max_seconds=0.15) == "too-slow"


def test_a_server_that_never_reads_runs_into_the_deadline():
    with HostileServer(greeting=silence) as server:
        code = failure(TooSlow, server, method="POST", json="x" * 10_000_000, max_seconds=0.2)
    assert code == "too-slow"


def test_an_announced_length_above_the_limit_is_refused_unread(server):
    server.routes["/"] = drip(answer(b"", length=1001))
    assert failure(TooLarge, server, max_bytes=1000) == "too-large"


def test_a_body_may_be_exactly_as_large_as_allowed(server):
    server.routes["/"] = answer(b"x" * 1000, length=None)
    assert len(get(server, max_bytes=1000).body) == 1000
    assert failure(TooLarge, server, max_bytes=999) == "too-large"


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(flood(OK + b"\r\n", b"x" * 9000), id="body"),
        pytest.param(
            flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\nabc\r\n" * 999), id="chunks"
        ),
        pytest.param(
            flood(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 999),
            id="trailers",
        ),
        pytest.param(
            flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"e" * 900 + b"\r\nx\r\n"),
            id="chunk extensions",
        ),
        pytest.param(
            flood(
                OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0\0\0\xff\xff"
            ),
            id="compressed nothing",
        ),
    ],
)
def test_an_endless_answer_ends_at_the_limit(server, route):
    server.routes["/"] = route
    assert failure(TooLarge, server, max_bytes=100_000) == "too-large"


COMPRESSIONS = pytest.mark.parametrize(
    ("compress", "encoding"),
    [(gzip.compress, "gzip"), (zlib.compress, "deflate")],
    ids=["gzip", "deflate"],
)


@COMPRESSIONS
def test_a_compressed_answer_is_read(server, compress, encoding):
    body = bytes(range(256)) * 4000
    server.routes["/"] = chunked(compress(body), headers={"Content-Encoding": encoding})
    assert get(server).body == body


@pytest.mark.parametrize(
    ("compress", "encoding"), [(gzip.compress, "gzip"), (zlib.compress, "deflate")]
)
def test_a_bomb_ends_at_the_limit_of_decoded_bytes(server, compress, encoding):
    bomb = compress(b"\0" * 20_000_000)
    server.routes["/"] = answer(bomb, headers={"Content-Encoding": encoding})
    assert len(bomb) < 100_000
    assert failure(TooLarge, server, max_bytes=100_000) == "too-large"


def test_a_bomb_is_not_unpacked_beyond_the_limit(server):
    server.routes["/"] = answer(gzip.compress(b"\0" * 20_000_000), headers=GZIP)
    tracemalloc.start()
    try:
        failure(TooLarge, server, max_bytes=100_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000


def test_the_body_of_a_redirect_is_not_read(server):
    server.routes |= {
        "/": flood(
            b"HTTP/1.1 302 F\r\nLocation: /next\r\nContent-Encoding: gzip\r\n\r\n", b"x" * 9000
        ),
        "/next": answer(b"[1]"),
    }
    assert get(server).body == b"[1]"


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "bogus"])
def test_an_encoding_that_was_not_asked_for_is_refused(server, encoding):
    server.routes["/"] = answer(b"x", headers={"Content-Encoding": encoding})
    assert failure(BadResponse, server) == "bad-encoding"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"not compressed", "bad-encoding", id="plain"),
        pytest.param(gzip.compress(b"whole")[:-5], "short-body", id="cut off"),
        pytest.param(gzip.compress(b"a") + b"rest", "bad-encoding", id="trailing"),
        pytest.param(gzip.compress(b"a")[:-8] + b"12345678", "bad-encoding", id="checksum"),
    ],
)
def test_a_broken_compressed_body_is_an_error(server, body, code):
    server.routes["/"] = answer(body, headers=GZIP)
    assert failure(BadResponse, server) == code


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(answer(b"short", length=10), id="length"),
        pytest.param(chunked(b"abc", end=b""), id="no last chunk"),
        pytest.param(chunked(b"abc", end=b"5\r\nab"), id="chunk cut off"),
        pytest.param(chunked(b"abc", end=b"zz\r\n"), id="chunk size"),
    ],
)
def test_a_body_shorter_than_announced_is_an_error(server, route):
    server.routes["/"] = route
    assert failure(BadResponse, server) == "short-body"


def test_a_negative_chunk_size_is_an_error(server):
    server.routes["/"] = chunked(b"abc", end=b"-5\r\nabcde\r\n0\r\n\r\n")
    assert failure(BadResponse, server) == "bad-http"


@pytest.mark.parametrize(
    "length", ["abc", "-1", "+5", "5_0", "0x5", "5, 6", "5, 5", "9" * 5000, "", "5\x1e", "5\xa0"]
)
def test_a_length_that_is_no_number_is_an_error(server, length):
    server.routes["/"] = answer(b"12345", length=length)
    assert failure(BadResponse, server) in ("bad-length", "bad-http")


def test_two_lengths_that_differ_are_an_error(server):
    server.routes["/"] = answer(b"12345", headers=[("Content-Length", "4")])
    assert failure(BadResponse, server) in ("bad-length", "bad-http")


def test_a_framing_that_was_not_asked_for_is_an_error(server):
    server.routes["/"] = answer(b"x", length=None, headers=[("Transfer-Encoding", "gzip"), CHUNKED])
    assert failure(BadResponse, server) == "bad-encoding"


def test_what_follows_the_announced_body_is_not_read(server):
    server.routes["/"] = answer(b"[1]trailing", length=3)
    assert get(server).body == b"[1]"


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(flood(OK, b"X-Header: y\r\n" * 50), id="many headers"),
        pytest.param(flood(OK + b"X-Long: ", b"x" * 9000), id="long header"),
        pytest.param(flood(b"", b"x" * 9000), id="long status line"),
        pytest.param(flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50), id="continue"),
    ],
)
def test_a_head_without_end_is_refused(server, start):
    server.routes["/"] = start
    with pytest.raises((TooLarge, BadResponse)) as error:
        get(server)
    assert error.value.code in ("head-too-large", "bad-http")


def test_a_head_of_few_but_long_headers_is_too_large(server):
    server.routes["/"] = answer(headers=[(f"X-{n}", "y" * 9000) for n in range(20)])
    assert failure(TooLarge, server) == "head-too-large"


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(b"<html>hello</html>", id="no http"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", id="status"),
        pytest.param(b"HTTP/1.1 20 OK\r\n\r\n", id="small status"),
        pytest.param(b"HTTP/9.9 200 OK\r\n\r\n", id="version"),
        pytest.param(b"SSH-2.0-OpenSSH_9.9\r\n", id="ssh"),
    ],
)
def test_an_answer_that_is_not_http_is_an_error(server, route):
    server.routes["/"] = route
    assert failure(BadResponse, server) == "bad-http"


@pytest.mark.parametrize("route", [b"", reset], ids=["close", "reset"])
def test_a_connection_that_breaks_off_is_a_failed_connection(server, route):
    server.routes["/"] = route
    assert failure(ConnectionFailed, server) == "connection-lost"


def test_the_connection_is_closed_although_its_answer_is_kept_with_the_error(server):
    hung_up = Event()

    def route(connection, stopping):
        connection.sendall(answer(b"12345", length="5, 6"))
        connection.settimeout(3)
        with suppress(ConnectionResetError):
            connection.recv(1)
        hung_up.set()

    server.routes["/"] = route
    with pytest.raises(BadResponse) as error:
        get(server)
    assert hung_up.wait(2)
    assert error.value.__traceback__ is not None
