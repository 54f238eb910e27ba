"""Requests that nobody honest sends: answered with a problem, never with an error of ours."""

import json
import socket
from urllib.parse import quote

import pytest
from django.test import Client

from omwagtail.api.schema import openapi
from tests.api.samples import fill
from tests.catalogue.factories import OWN_ORIGIN, make_item

HOST = {"host": "partner.example"}
LONG = "x" * 10_000
KEY = "0" * 32
# As they stand in an address, percent-encoded or not.
VALUES = {
    "huge number": "9" * 400,
    "negative": "-1",
    "exponent": "1e9",
    "other digits": quote("٣"),
    "NUL": "%00",
    "NUL within": "a%00b",
    "quotes": quote("'\";--"),
    "10 KB": LONG,
    "no UTF-8": "%ff%fe",
    "half a character": "%c3",
    "lone surrogate": "%ed%a0%80",
    "broken escape": "%zz%",
    "marks of direction": quote("\u202e\u0000x"[:1] + "x"),
    "brackets": quote("[]{}()<>*?\\"),
    "wildcards": quote("%_%"),
    "only commas": ",,,",
    "many commas": "a," * 200,
    "line break": "a%0d%0aSet-Cookie:%20a=b",
    "template": quote("{{7*7}}${7*7}"),
    "path": quote("../../etc/passwd", safe=""),
    "null": "null",
    "object": quote('{"$gt":""}', safe=""),
}
# Wrong for every parameter there is.
ALWAYS_WRONG = {"NUL", "NUL within", "10 KB", "no UTF-8", "half a character", "lone surrogate"}


def asked():
    """Path, with its variable parts filled in, and names of the query's parameters."""
    found = []
    for path, methods in openapi()["paths"].items():
        if "get" in methods:
            parameters = methods["get"].get("parameters", [])
            names = [one["name"] for one in parameters if one["in"] == "query"]
            found.append((path, names))
    return found


PATHS = dict(asked())
LISTS = [path for path, names in PATHS.items() if "topic" in names]


def filled(path, key=KEY):
    return path.replace("{key}", key).replace("{number}", "1").replace("{name}", "topics")


def get(address, **headers):
    return Client(raise_request_exception=False).get(address, headers={**HOST, **headers})


def is_a_problem(response):
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
    assert len(response.content) < 5_000
    return True


def is_answered(response):
    """Either it is what was asked for, or a problem says why not."""
    assert response.status_code in (200, 400, 404, 410), response.content
    return response.status_code == 200 or is_a_problem(response)


@pytest.fixture
def items(db):
    return fill(OWN_ORIGIN)


@pytest.mark.parametrize("value", VALUES)
def test_no_value_of_a_parameter_is_an_error_of_ours(items, value):
    [path, *others] = LISTS
    for name in PATHS["/om/api/v1/items/"]:
        response = get(f"/om/api/v1/items/?{name}={VALUES[value]}")
        assert is_answered(response), name
        if value in ALWAYS_WRONG:
            assert response.status_code == 400, name
    for path in (*others, "/om/api/v1/changes/"):
        query = "&".join(f"{name}={VALUES[value]}" for name in PATHS[path])
        response = get(f"{path}?{query}")
        assert response.status_code == 400
        assert is_a_problem(response)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "query",
    ["colour=red", "topic[]=a", "limit[gt]=1", "%00=1", "=1", f"{LONG}=1", "%ff=1", "a;b=1"],
    ids=["unknown", "array", "operator", "NUL", "nameless", "10 KB", "no UTF-8", "semicolon"],
)
def test_an_unknown_parameter_is_a_400_that_names_the_known_ones(db, path, query):
    response = get(f"{filled(path)}?{query}")
    assert response.status_code == 400
    assert is_a_problem(response)
    assert response.json()["parameters"] == sorted(PATHS[path])


@pytest.mark.parametrize("path", [path for path, names in PATHS.items() if names])
def test_a_repeated_parameter_is_a_400(db, path):
    for name in PATHS[path]:
        response = get(f"{filled(path)}?{name}=a&{name}=b")
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == name


def test_thousands_of_parameters_are_a_short_400(db):
    response = get("/om/api/v1/items/?" + "&".join(f"p{number}=1" for number in range(3_000)))
    assert response.status_code == 400
    assert is_a_problem(response)


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
@pytest.mark.parametrize(
    "part",
    [LONG, "%00", "%ff", quote("'\";--"), "%2e%2e", quote("\u202e"), "A" * 32, "9" * 400, "-1"],
    ids=["10 KB", "NUL", "no UTF-8", "quotes", "dots", "direction", "capitals", "huge", "negative"],
)
def test_no_part_of_an_address_is_an_error_of_ours(db, path, part):
    for name in ("{key}", "{number}", "{name}"):
        if name in path:
            response = get(filled(path.replace(name, part)))
            assert response.status_code == 404
            assert is_a_problem(response)


@pytest.mark.parametrize(
    "path",
    [
        "/om/api/v1/nothing/",
        "/om/api/v2/items/",
        f"/om/api/v1/items/{KEY}/more/",
        f"/om/api/v1/{'a/' * 2_000}",
        "/om/api/v1/schemas/page.json/",
        "/om/api/v1/%00/",
    ],
    ids=["name", "version", "below", "deep", "file", "NUL"],
)
def test_what_is_not_there_is_a_problem_too(db, path):
    response = get(path)
    assert response.status_code == 404
    assert is_a_problem(response)


def test_a_forgotten_slash_at_the_end_leads_on(db):
    response = get("/om/api/v1/items?limit=1")
    assert (response.status_code, response["Location"]) == (308, "/om/api/v1/items/?limit=1")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO", "PROPFIND"])
def test_an_unknown_method_is_a_405_that_names_the_known_ones(db, path, method):
    response = Client(raise_request_exception=False).generic(
        method, filled(path), b"{}", "application/json", headers=HOST
    )
    assert response.status_code == 405
    assert is_a_problem(response)
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


HEADERS = {
    "accept": ["", "*", "text/html;q=x", "application/xml", LONG, "\u00e4", ",,,;;;"],
    "accept-language": ["xx", LONG, "*;q=9", ";;"],
    "accept-encoding": ["gzip;q=x", "br", "", "*;q=0"],
    "if-none-match": ["", '"', "*, *", "W/", LONG, '"a" "b"', "\u00e4"],
    "if-modified-since": ["yesterday", "Thu, 99 Jan 9999 99:99:99 GMT", LONG],
    "range": ["bytes=0-1", "bytes=-", "bytes=9999999999999999999999-", "lines=1"],
    "origin": ["null", "https://evil.example", LONG],
    "cookie": ["sessionid=abcdefghijklmnop", "a=b;" * 500, '"\\'],
    "authorization": ["Basic !!", "Bearer x", LONG],
    "content-type": ["multipart/form-data", "text/plain; charset=klingon", LONG],
    "content-length": ["-1", "x", "9" * 30],
    "x-forwarded-for": ["x", "127.0.0.1, ::1, unknown", LONG],
    "x-forwarded-host": ["evil.example"],
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_changes_what_is_answered(items, name):
    """Only ``If-None-Match: *`` and its like may: then nothing new is a 304."""
    paths = ["/om/api/v1/", "/om/api/v1/items/?limit=2", "/om/api/v1/changes/"]
    paths.append(f"/om/api/v1/checks/{items['check'][0].key}/")
    for path in paths:
        for value in HEADERS[name]:
            response = get(path, **{name: value})
            assert response.status_code in ((200, 304) if name == "if-none-match" else (200,))
            assert not response.cookies


def test_any_tag_is_a_304(db):
    item = make_item()
    response = get(f"/om/api/v1/items/{item.key}/", **{"if-none-match": "*"})
    assert response.status_code == 304


@pytest.mark.parametrize("host", ["a b", "[", "a/b", "partner.example:x", "'", "[::1", "\u00e4 x"])
def test_a_host_that_is_none_is_a_400(db, host):
    """Django's own middleware answers some of these before any view is asked."""
    for path in PATHS:
        response = get(filled(path), host=host)
        assert response.status_code == 400


def test_a_foreign_host_is_told_so_and_gets_no_feed(db):
    for path in ("/om/api/v1/changes/", "/.well-known/omwagtail"):
        response = get(path, host="evil.example")
        assert response.status_code == 421
        assert is_a_problem(response)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b"\xff", b'{"origin":1}', b'{"origin":"x"}', b"{" * 900),
        b'{"origin":"https://a.example","origin":"https://b.example"}',
        b" " * 2_000,
    ],
)
def test_a_ring_that_is_none_is_a_problem(db, body):
    response = Client(raise_request_exception=False).post(
        "/om/api/v1/ping/", body, content_type="application/json", headers=HOST
    )
    assert response.status_code in (400, 413)
    assert is_a_problem(response)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /om/api/v1/items/?q=\xff\xfe\x80 HTTP/1.1",
        b"GET /om/api/v1/items/?q=a%00b HTTP/1.1",
        b"GET /om/api/v1/items/?\xc3\xa4=1 HTTP/1.1",
        b"GET /om/api/v1/items/" + b"a" * 20_000 + b"/ HTTP/1.1",
        b"GET //om//api HTTP/1.1",
    ],
    ids=["raw bytes", "NUL", "raw name", "long path", "slashes"],
)
def test_raw_bytes_on_the_wire_are_no_error_of_ours(live_server, request_line):
    host, port = live_server.thread.host, live_server.thread.port
    with socket.create_connection((host, port), timeout=30) as connection:
        lines = [request_line, b"Host: partner.example", b"Connection: close", b"", b""]
        connection.sendall(b"\r\n".join(lines))
        answer = connection.makefile("rb").read()
    status = int(answer.split(b" ", 2)[1])
    assert 200 <= status < 500
