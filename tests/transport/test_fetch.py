"""What goes out, what comes back, and how far a redirect leads."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from omwagtail import __version__
from omwagtail.transport import (
    BadResponse,
    ConnectionFailed,
    FetchError,
    RedirectedElsewhere,
    RefusedAddress,
    fetch,
    user_agent_for,
)
from tests.transport.hostile import answer, drip, flood, redirect


def get(server, path="/", **options):
    return fetch(server.url(path), **{"allow_loopback": True, "max_seconds": 3, **options})


def test_an_answer_comes_back_whole(server):
    server.routes["/a?b=c"] = answer(
        b'{"v":1}', headers={"Content-Type": "Application/JSON; charset=utf-8", "ETag": '"x"'}
    )
    response = get(server, "/a?b=c")
    assert (response.status, response.ok, response.body) == (200, True, b'{"v":1}')
    assert response.url == server.url("/a?b=c")
    assert response.headers["etag"] == response.headers["ETag"] == '"x"'
    assert response.media_type == "application/json"


def test_a_response_cannot_be_changed(server):
    server.routes["/"] = answer()
    response = get(server)
    with pytest.raises(TypeError):
        response.headers["X-New"] = "1"
    with pytest.raises(AttributeError):
        response.status = 500


def test_a_request_says_who_asks_and_for_what(server):
    server.routes["/"] = answer()
    get(
        server,
        accept="text/html",
        headers={"If-None-Match": '"x"'},
        user_agent=user_agent_for("https://chamber.example"),
    )
    request = server.requests[0]
    assert f"User-Agent: omwagtail/{__version__} (+https://chamber.example)\r\n" in request
    assert "Accept: text/html\r\n" in request
    assert "Accept-Encoding: gzip, deflate\r\n" in request
    assert 'If-None-Match: "x"\r\n' in request


def test_a_post_sends_json(server):
    server.routes["/ping/"] = answer(b"", status="202 Accepted")
    response = get(server, "/ping/", method="POST", json={"origin": "https://büro.example"})
    head, _, body = server.requests[0].partition("\r\n\r\n")
    assert response.status == 202
    assert head.startswith("POST /ping/ HTTP/1.1\r\n")
    assert "Content-Type: application/json" in head
    assert json.loads(body) == {"origin": "https://büro.example"}


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\nb", "\x00", "ü", "\u2028"])
def test_a_header_value_that_a_server_made_up_cannot_break_the_request(server, value):
    with pytest.raises(BadResponse) as error:
        get(server, headers={"If-None-Match": value})
    assert error.value.code == "bad-request-header"
    assert server.connections == 0


@pytest.mark.parametrize("status", [304, 404, 410, 421, 429, 503])
def test_a_status_that_means_something_is_returned(server, status):
    server.routes["/"] = answer(b"", status=f"{status} Because")
    response = get(server)
    assert (response.status, response.ok) == (status, False)


@pytest.mark.parametrize("status", [101, 103, 400, 401, 403, 407, 418, 500, 502, 999])
def test_any_other_status_is_an_error_that_names_it(server, status):
    server.routes["/"] = answer(b"", status=f"{status} Because")
    with pytest.raises(BadResponse) as error:
        get(server)
    assert (error.value.code, error.value.status) == ("status", status)


def test_the_reason_of_a_refusal_is_readable(server):
    server.routes["/"] = answer(b'{"detail":"clone"}', status="421 Misdirected Request")
    assert get(server).body == b'{"detail":"clone"}'


START = b"HTTP/1.1 410 Gone\r\n\r\n"


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(answer(b"x" * 100_000, status="410 Gone"), id="large"),
        pytest.param(flood(START, b"x" * 10_000), id="endless"),
        pytest.param(drip(START), id="slow"),
        pytest.param(answer(b"x", status="410 Gone", length=5), id="short"),
        pytest.param(
            answer(b"x", status="410 Gone", headers={"Content-Encoding": "br"}), id="encoding"
        ),
    ],
)
def test_a_refusal_with_a_bad_reason_is_still_a_refusal(server, route):
    server.routes["/"] = route
    response = get(server, max_seconds=0.5)
    assert (response.status, response.body) == (410, b"")


def test_a_success_without_content_is_an_empty_body(server):
    server.routes["/"] = answer(
        b"", status="204 No Content", headers={"Content-Encoding": "gzip"}, length=None
    )
    assert get(server).body == b""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("99999999999999999999", 86_400),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("9" * 5000, None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("", None),
    ],
)
def test_a_pause_that_the_server_asks_for_is_read_within_bounds(server, value, seconds):
    encoded = value.encode().decode("latin-1")
    server.routes["/"] = answer(b"", status="429 Slow", headers={"Retry-After": encoded})
    assert get(server).retry_after == seconds


def test_a_pause_until_a_date_is_counted_from_now(server):
    moment = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.routes["/"] = answer(b"", status="503 Later", headers={"Retry-After": moment})
    assert 3500 < get(server).retry_after <= 3600


def test_no_pause_is_asked_for_without_the_header(server):
    server.routes["/"] = answer()
    assert get(server).retry_after is None


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
def test_two_redirects_on_the_same_site_are_followed(server, status):
    server.routes |= {
        "/a/": redirect("../b?c=1", status),
        "/b?c=1": redirect(server.url("/d"), status),
        "/d": answer(b"[1]"),
    }
    response = get(server, "/a/")
    assert (response.body, response.url) == (b"[1]", server.url("/d"))


def test_a_third_redirect_is_one_too_many(server):
    server.routes |= {f"/{number}": redirect(f"/{number + 1}") for number in range(5)}
    with pytest.raises(BadResponse) as error:
        get(server, "/0")
    assert error.value.code == "too-many-redirects"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://127.0.0.1:{port}/", "redirect-elsewhere"),
        ("http://127.0.0.1:1/", "redirect-elsewhere"),
        ("http://127.0.0.2:{port}/", "redirect-elsewhere"),
        ("http://localhost:{port}/", "redirect-elsewhere"),
        ("//hub.example/", "redirect-elsewhere"),
        ("http://10.0.0.1/", "https-only"),
        ("http://user:secret@127.0.0.1:{port}/", "credentials"),
        ("file:///etc/passwd", "https-only"),
        ("gopher://127.0.0.1:{port}/", "https-only"),
        ("http://[::1", "redirect-elsewhere"),
        ("/a\\b", "bad-url"),
        ("http://127.1:{port}/", "bad-host"),
    ],
)
def test_a_redirect_off_the_site_is_refused(server, location, code):
    server.routes["/"] = redirect(location.format(port=server.port))
    with pytest.raises(RefusedAddress) as error:
        get(server)
    assert error.value.code == code
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("location", "onward"),
    [
        ("https://NEW.example/.well-known/omwagtail", "https://new.example/.well-known/omwagtail"),
        ("//new.example:8443?a=b", None),  # http, as the server's own scheme
        ("http://127.0.0.2:81/a", "http://127.0.0.2:81/a"),
    ],
)
def test_a_redirect_to_another_site_says_where_it_leads(server, location, onward):
    server.routes["/"] = redirect(location)
    with pytest.raises(RedirectedElsewhere) as error:
        get(server)
    assert error.value.location == (onward or "http://new.example:8443/?a=b")
    assert "new.example" not in error.value.message


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://192.168.0.1/", "refused-address"),
        ("https://[fe80::1]/", "refused-address"),
        ("https://user@new.example/", "credentials"),
        ("https://new.example/#part", "fragment"),
        ("file:///etc/passwd", "https-only"),
        ("javascript:alert(1)", "bad-url"),
    ],
)
def test_where_a_redirect_must_not_lead_is_not_handed_on(server, location, code):
    server.routes["/"] = redirect(location)
    with pytest.raises(RefusedAddress) as error:
        get(server)
    assert not isinstance(error.value, RedirectedElsewhere)
    assert error.value.code == code


def test_a_redirect_to_nowhere_is_an_error(server):
    server.routes["/"] = answer(b"", status="302 Found")
    with pytest.raises(BadResponse) as error:
        get(server)
    assert error.value.status == 302


def test_a_post_is_redirected_only_as_a_post(server):
    server.routes |= {
        "/moved": redirect("/b", "308 Permanent Redirect"),
        "/b": answer(b"", status="202 Accepted"),
        "/other": redirect("/b", "303 See Other"),
    }
    assert get(server, "/moved", method="POST", json=[1]).status == 202
    assert server.requests[1].endswith("\r\n\r\n[1]")
    with pytest.raises(BadResponse) as error:
        get(server, "/other", method="POST", json=[1])
    assert error.value.code == "redirect-of-post"


def test_no_proxy_of_the_environment_is_used(server, monkeypatch):
    for name in ("http_proxy", "HTTPS_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.routes["/"] = answer(b"[1]")
    assert get(server).body == b"[1]"


def test_no_password_of_the_environment_is_sent(server, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login editor password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.routes["/"] = answer()
    get(server)
    assert "authorization" not in server.requests[0].lower()


def test_no_cookie_is_kept(server):
    server.routes |= {
        "/": answer(
            b"", status="302 F", headers={"Location": "/next", "Set-Cookie": "a=b; Path=/"}
        ),
        "/next": answer(headers={"Set-Cookie": "c=d"}),
    }
    get(server)
    get(server, "/next")
    assert not any("cookie:" in request.lower() for request in server.requests)


def test_an_error_tells_nothing_of_the_path(server):
    server.routes["/feed?token=secret"] = answer(b"", status="500 Oops")
    with pytest.raises(FetchError) as error:
        get(server, "/feed?token=secret")
    assert "secret" not in str(error.value)


def test_a_closed_port_is_a_failed_connection(server):
    server.__exit__()
    with pytest.raises(ConnectionFailed) as error:
        get(server)
    assert error.value.code == "no-connection"
