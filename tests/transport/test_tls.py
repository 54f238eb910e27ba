"""Certificates are demanded and checked against the name, although an address is dialled."""

import ssl
from threading import Event

import pytest

from omwagtail.transport import RefusedAddress, TlsError, TooLarge, TooSlow, fetch
from omwagtail.transport.connections import tls_context
from tests.transport.hostile import HostileServer, answer, drip, flood, redirect, silence


@pytest.fixture
def secure_server(authority, names):
    names("hub.example", "127.0.0.1")
    with HostileServer(tls=authority.server_context("hub.example")) as running:
        yield running


def get(server, path="/", **options):
    url = f"https://hub.example:{server.port}{path}"
    return fetch(url, **{"allow_loopback": True, "max_seconds": 3, **options})


def test_a_valid_certificate_is_accepted(secure_server, authority):
    secure_server.routes["/"] = answer(b"[1]")
    assert get(secure_server, ca_file=authority.ca_file).body == b"[1]"


def test_the_server_is_told_the_name_before_it_shows_a_certificate(authority, names):
    asked = []
    context = authority.server_context("hub.example")
    context.sni_callback = lambda connection, name, original: asked.append(name)
    names("hub.example", "127.0.0.1")
    with HostileServer({"/": answer()}, tls=context) as server:
        get(server, ca_file=authority.ca_file)
    assert asked == ["hub.example"]


def certificate_error(context, names, **options):
    names("hub.example", "127.0.0.1")
    with HostileServer({"/": answer()}, tls=context) as server:
        with pytest.raises(TlsError) as error:
            get(server, **options)
        assert server.requests == []
    return error.value.code


def test_a_certificate_for_another_name_is_refused(authority, names):
    context = authority.server_context("other.example")
    assert certificate_error(context, names, ca_file=authority.ca_file) == "bad-certificate"


def test_an_expired_certificate_is_refused(authority, names):
    context = authority.server_context("hub.example", expired=True)
    assert certificate_error(context, names, ca_file=authority.ca_file) == "bad-certificate"


def test_a_self_signed_certificate_is_refused(authority, names):
    context = authority.self_signed_context("hub.example")
    assert certificate_error(context, names, ca_file=authority.ca_file) == "bad-certificate"


def test_an_unknown_authority_is_refused(authority, names):
    context = authority.server_context("hub.example")
    assert certificate_error(context, names) == "bad-certificate"


def test_the_environment_names_no_authorities(authority, names, monkeypatch):
    tls_context.cache_clear()  # one made earlier would not notice the environment
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, authority.ca_file)
    context = authority.server_context("hub.example")
    assert certificate_error(context, names) == "bad-certificate"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_an_old_version_of_tls_is_refused(authority, names):
    context = authority.server_context("hub.example")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    assert certificate_error(context, names, ca_file=authority.ca_file) == "tls-failed"


def test_a_server_that_does_not_speak_tls_is_refused(names):
    names("hub.example", "127.0.0.1")
    plain = HostileServer(greeting=flood(b"", b"HTTP/1.1 200 OK\r\n"))
    with plain, pytest.raises(TlsError) as error:
        get(plain)
    assert error.value.code == "tls-failed"


def test_loopback_over_https_is_refused_unless_allowed(secure_server, authority):
    with pytest.raises(RefusedAddress):
        get(secure_server, ca_file=authority.ca_file, allow_loopback=False)
    assert secure_server.connections == 0


def test_a_redirect_from_https_to_http_is_refused(secure_server, authority):
    secure_server.routes["/"] = redirect(f"http://hub.example:{secure_server.port}/")
    with pytest.raises(RefusedAddress) as error:
        get(secure_server, ca_file=authority.ca_file)
    assert error.value.code == "redirect-elsewhere"


@pytest.mark.parametrize(
    "greeting",
    [
        pytest.param(silence, id="nothing"),
        # The head of a handshake record that announces 16,000 bytes.
        pytest.param(drip(b"\x16\x03\x03\x3e\x80\x02\x00\x3e\x7c", b"\0"), id="drip"),
    ],
)
def test_a_handshake_that_does_not_end_runs_into_the_deadline(names, greeting):
    names("hub.example", "127.0.0.1")
    with HostileServer(greeting=greeting) as server, pytest.raises(TooSlow):
        get(server, max_seconds=0.15)


def test_the_client_hangs_up_on_a_handshake_itself(names):
    hung_up = Event()

    def wait_for_the_end(connection, stopping):
        connection.settimeout(3)
        while connection.recv(65_536):
            pass
        hung_up.set()

    names("hub.example", "127.0.0.1")
    with HostileServer(greeting=wait_for_the_end) as server:
        with pytest.raises(TooSlow):
            get(server, max_seconds=0.2)
        assert hung_up.wait(3)


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["head", "body"]
)
def test_a_drip_inside_tls_runs_into_the_deadline(secure_server, authority, start):
    secure_server.routes["/"] = drip(start)
    with pytest.raises(TooSlow):
        get(secure_server, ca_file=authority.ca_file, max_seconds=0.2)


def test_a_flood_inside_tls_ends_at_the_limit(secure_server, authority):
    secure_server.routes["/"] = flood(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 9000)
    with pytest.raises(TooLarge):
        get(secure_server, ca_file=authority.ca_file, max_bytes=100_000)
