"""Addresses that are never connected to, in every notation."""

import socket
from contextlib import ExitStack
from threading import Event

import pytest

from omwagtail.transport import ConnectionFailed, RefusedAddress, TooSlow, check_url, fetch
from tests.transport.hostile import HostileServer, answer


def code_of(url: str, **options) -> str:
    with pytest.raises(RefusedAddress) as refusal:
        fetch(url, max_seconds=2, **options)
    return refusal.value.code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hub.example/", "https-only"),
        ("ftp://hub.example/", "https-only"),
        ("file:///etc/passwd", "https-only"),
        ("gopher://hub.example/", "https-only"),
        ("hub.example/feed", "bad-url"),
        ("//hub.example/", "bad-url"),
        ("https:/hub.example", "bad-url"),
        ("https://", "bad-host"),
        ("https:///feed", "bad-host"),
        ("https://hub.example:0/", "bad-url"),
        ("https://hub.example:65536/", "bad-url"),
        ("https://hub.example:/", "bad-url"),
        ("https://hub.example:٤٤٣/", "bad-url"),
        ("https://hub.example/a b", "bad-url"),
        ("https://hub.example/\r\nHost: other", "bad-url"),
        ("https://hub.example\\@127.0.0.1/", "bad-url"),
        ("https://hub.example/" + "a" * 5000, "bad-url"),
        ("https://user@hub.example/", "credentials"),
        ("https://user:secret@hub.example/", "credentials"),
        ("https://@hub.example/", "credentials"),
        ("https://hub.example@127.0.0.1/", "credentials"),
        ("https://hub.example/#part", "fragment"),
        ("https://hub.example#@127.0.0.1/", "fragment"),
        ("https://münchen.example/", "bad-url"),
        ("https://hub.exam%70le/", "bad-host"),
        ("https://hub..example/", "bad-host"),
        ("https://hub.example./", "bad-host"),
        ("https://-hub.example/", "bad-host"),
        ("https://[::1/", "bad-url"),
        ("https://[hub.example]/", "bad-host"),
        ("https://[1.2.3.4]/", "bad-host"),
        ("https://[fe80::1%25eth0]/", "bad-host"),
    ],
)
def test_an_address_in_a_wrong_form_is_refused(url, code):
    assert code_of(url) == code


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.01",
        "0",
        "1.2.3.4.5",
        "256.1.1.1",
        "hub.0x",
        "4294967295",
    ],
)
@pytest.mark.parametrize("allow_loopback", [False, True])
def test_a_number_in_another_notation_is_no_host(host, allow_loopback):
    assert code_of(f"https://{host}/", allow_loopback=allow_loopback) == "bad-host"


SPECIAL_ADDRESSES = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.178.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::8.8.8.8",
    "64:ff9b:1:7f00:0:100::",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
LOOPBACK_ADDRESSES = ["127.0.0.1", "127.255.255.254", "::1"]


def in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.mark.parametrize("address", SPECIAL_ADDRESSES + LOOPBACK_ADDRESSES)
def test_an_address_outside_the_public_internet_is_refused(address):
    assert code_of(f"https://{in_url(address)}/") == "refused-address"


@pytest.mark.parametrize("address", SPECIAL_ADDRESSES)
def test_allowing_loopback_allows_nothing_else(address):
    assert code_of(f"https://{in_url(address)}/", allow_loopback=True) == "refused-address"


@pytest.mark.parametrize("address", SPECIAL_ADDRESSES + LOOPBACK_ADDRESSES)
def test_a_name_that_leads_to_such_an_address_is_refused(names, address):
    names("hub.example", address)
    assert code_of("https://hub.example/") == "refused-address"


def test_an_address_with_a_zone_is_refused(names):
    names("hub.example", "fe80::1%eth0")
    assert code_of("https://hub.example/") == "refused-address"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "100.63.255.255", "172.32.0.1", "2a00:1450::1", "64:ff9b::808:808"]
)
def test_a_public_address_passes(address):
    assert check_url(f"https://{in_url(address)}/").host == address


@pytest.mark.parametrize("address", ["8.8.8.8", "10.0.0.1", "2a00:1450::1"])
def test_plain_http_is_for_loopback_only(address):
    assert code_of(f"http://{in_url(address)}/", allow_loopback=True) == "https-only"


def test_plain_http_to_a_name_that_leads_elsewhere_is_refused(names):
    names("hub.example", "8.8.8.8")
    assert code_of("http://hub.example/", allow_loopback=True) == "https-only"


def test_one_refused_address_among_public_ones_refuses_all(names):
    names("hub.example", "8.8.8.8", "2a00:1450::1", "10.0.0.1")
    assert code_of("https://hub.example/") == "refused-address"


def test_a_refused_address_far_down_a_long_answer_refuses_all(names):
    names("hub.example", *[f"8.8.8.{number}" for number in range(200)], "127.0.0.1")
    assert code_of("https://hub.example/") == "refused-address"


def test_a_name_service_that_changes_its_answer_is_asked_once(names, server):
    server.routes["/"] = answer(b"[1]")
    asked = names("hub.example", ["127.0.0.1"], ["10.0.0.1"])
    response = fetch(server.url(host="hub.example"), allow_loopback=True)
    assert response.body == b"[1]"
    assert asked == ["hub.example"]


def test_a_redirect_does_not_ask_the_name_service_again(names, server):
    server.routes |= {
        "/": answer(b"", status="302 Found", headers={"Location": "/next"}),
        "/next": answer(b"[2]"),
    }
    asked = names("hub.example", ["127.0.0.1"], ["10.0.0.1"])
    assert fetch(server.url(host="hub.example"), allow_loopback=True).body == b"[2]"
    assert asked == ["hub.example"]


def test_the_host_is_named_to_the_server_although_an_address_is_dialled(names, server):
    server.routes["/"] = answer()
    names("hub.example", "127.0.0.1")
    fetch(server.url(host="hub.example"), allow_loopback=True)
    assert f"Host: hub.example:{server.port}\r\n" in server.requests[0]


def test_the_next_address_is_tried_when_the_first_does_not_answer(names, server):
    server.routes["/"] = answer(b"[3]")
    names("hub.example", "127.0.0.2", "127.0.0.1")
    assert fetch(server.url(host="hub.example"), allow_loopback=True).body == b"[3]"


def test_an_address_that_swallows_packets_leaves_time_for_the_next(names, server):
    server.routes["/"] = answer(b"[4]")
    names("hub.example", "127.0.0.3", "127.0.0.1")
    with ExitStack() as sockets:
        full = sockets.enter_context(socket.socket())
        full.bind(("127.0.0.3", server.port))
        full.listen(0)
        for _ in range(3):  # what comes after a full queue is dropped silently
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.3", server.port))
        url = server.url(host="hub.example")
        assert fetch(url, allow_loopback=True, max_seconds=0.8).body == b"[4]"


def test_ipv6_loopback_is_reached():
    if not socket.has_ipv6:
        pytest.skip("This computer has no IPv6.")
    with HostileServer({"/": answer(b"[6]")}, address="::1") as server:
        assert fetch(server.url(), allow_loopback=True).body == b"[6]"


def test_an_unknown_name_is_a_failed_connection(names):
    names("hub.example", "8.8.8.8")
    with pytest.raises(ConnectionFailed) as failure:
        fetch("https://elsewhere.example/", max_seconds=2)
    assert failure.value.code == "unknown-host"


def test_a_name_service_that_never_answers_is_too_slow(monkeypatch):
    never = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [never.wait(5)][:0])
    with pytest.raises(TooSlow):
        fetch("https://hub.example/", max_seconds=0.1)
    never.set()


def test_a_checked_url_is_given_in_one_form():
    target = check_url("HTTPS://Hub.Example:443?page=2")
    assert target.url == "https://hub.example/?page=2"
    assert target.origin == "https://hub.example"
    assert check_url("https://[2A00:1450::1]:8443/a").origin == "https://[2a00:1450::1]:8443"


def test_a_refusal_names_neither_the_path_nor_the_address_found(names):
    names("hub.example", "10.1.2.3")
    with pytest.raises(RefusedAddress) as refusal:
        fetch("https://hub.example/path?token=secret", max_seconds=2)
    assert "secret" not in str(refusal.value)
    assert "10.1.2.3" not in str(refusal.value)
