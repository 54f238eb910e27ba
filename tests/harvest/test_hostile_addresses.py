"""Addresses that lead where nobody should go: typed, by the name service, and in documents."""

import pytest

from omwagtail.catalogue.models import Picture
from omwagtail.documents import b64url_encode
from omwagtail.harvest.approving import propose
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.models import JoinRequest, Run, Source, SourceState
from omwagtail.harvest.pictures import fetch_missing
from omwagtail.harvest.receivers import answer_ring
from omwagtail.transport import connections
from tests.documents import factories
from tests.harvest.hostile import CHANGES, WELL_KNOWN, Attack, ByPath, as_json, page_of
from tests.transport.hostile import HostileServer, answer
from tests.transport.test_addresses import LOOPBACK_ADDRESSES, SPECIAL_ADDRESSES

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_public(settings):
    """A site that is no demonstration: nothing of this machine is reached."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": False}


@pytest.fixture
def trap():
    """Whoever connects here has been led where nobody should go."""
    with HostileServer() as running:
        yield running


def approved(origin: str) -> Source:
    """A source that is read, at whatever address."""
    key = factories.KEY
    return Source.objects.create(
        origin=origin,
        state=SourceState.ACTIVE,
        kid=key.kid,
        public_key=b64url_encode(key.public),
    )


def failure_of(origin: str) -> str:
    source = approved(origin)
    run = harvest(source)
    source.refresh_from_db()
    assert run.error
    assert (source.last_error, source.cursor, source.failures) == (run.error, "", 1)
    return run.error


NOTATIONS = [
    "127.0.0.1",
    "localhost",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[::127.0.0.1]",
    "[::]",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "loc\u00adalhost",
    "user@127.0.0.1",
    "evil.example\\@127.0.0.1",
    "evil.example#@127.0.0.1",
]


@pytest.mark.usefixtures("in_public")
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", NOTATIONS)
def test_this_computer_in_every_notation_is_no_source(trap, names, host, scheme):
    names("localhost", "127.0.0.1")
    with pytest.raises(HarvestError):
        propose(f"{scheme}://{host}:{trap.port}")
    assert trap.connections == 0
    assert not Source.objects.exists()


@pytest.mark.usefixtures("in_public")
@pytest.mark.parametrize("address", SPECIAL_ADDRESSES + LOOPBACK_ADDRESSES)
def test_a_source_whose_name_leads_to_a_special_address(trap, names, address):
    names("hub.example", address)
    error = failure_of(f"https://hub.example:{trap.port}")
    assert error == "hub.example does not lead to an address of the public internet."
    assert trap.connections == 0


@pytest.mark.usefixtures("in_public")
def test_a_source_with_one_private_address_among_public_ones(trap, names):
    names("hub.example", "8.8.8.8", "127.0.0.1")
    assert "public internet" in failure_of(f"https://hub.example:{trap.port}")
    assert trap.connections == 0


def test_a_name_service_that_changes_its_answer_between_two_pages(names):
    names("hub.example", ["127.0.0.1"], ["10.0.0.1"])
    with HostileServer() as server:
        server.routes = ByPath({CHANGES: page_of({}, next="second", more=True)})
        source = approved(server.url("", host="hub.example"))
        run = harvest(source)
        source.refresh_from_db()
    assert (run.pages, source.cursor, len(server.requests)) == (1, "second", 1)
    assert run.error == "Plain http is for addresses of this computer only."


def test_no_proxy_of_the_environment_hears_of_a_harvest(trap, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, trap.url())
    monkeypatch.setenv("no_proxy", "")
    with Attack() as attack:
        assert attack.strike().error == ""
    assert trap.connections == 0


@pytest.mark.parametrize(
    "address",
    ["https://user:secret@hub.example", "https://user@hub.example", "https://:@hub.example"],
)
def test_an_address_with_credentials_is_no_source(address):
    with pytest.raises(HarvestError, match="user name") as refusal:
        propose(address)
    assert "secret" not in str(refusal.value)


@pytest.fixture
def _trusted_authority(authority, names, monkeypatch):
    names("hub.example", "127.0.0.1")
    monkeypatch.setattr(connections, "certificate_bundle", lambda: authority.ca_file)
    connections.tls_context.cache_clear()
    yield
    connections.tls_context.cache_clear()


@pytest.mark.usefixtures("_trusted_authority")
def test_a_source_with_a_valid_certificate_is_read(authority):
    with HostileServer(tls=authority.server_context("hub.example")) as server:
        server.routes = ByPath({CHANGES: page_of()})
        source = approved(f"https://hub.example:{server.port}")
        assert harvest(source).error == ""


@pytest.mark.usefixtures("_trusted_authority")
@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        ("of another host", "certificate of hub.example is not valid"),
        ("expired", "certificate of hub.example is not valid"),
        ("self-signed", "certificate of hub.example is not valid"),
        ("none", "No secure connection"),
    ],
)
def test_a_source_whose_connection_is_not_secure(authority, certificate, reason):
    context = {
        "of another host": lambda: authority.server_context("other.example"),
        "expired": lambda: authority.server_context("hub.example", expired=True),
        "self-signed": lambda: authority.self_signed_context("hub.example"),
        "none": lambda: None,
    }[certificate]()
    with HostileServer(tls=context) as server:
        server.routes = ByPath({CHANGES: page_of()})
        assert reason in failure_of(f"https://hub.example:{server.port}")
        assert not any("HTTP/1.1" in request for request in server.requests)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"origin": "https://bank.example"}, id="another's name"),
        pytest.param({"origin": None}, id="no name"),
        pytest.param({"origin": ["x"] * 1000}, id="a list"),
        pytest.param({"keys": []}, id="no key"),
        pytest.param({"keys": "none"}, id="keys that are none"),
        pytest.param({"keys": [{"kid": "x", "public": "x"}]}, id="a key that is none"),
        pytest.param({"keys": [{"kid": "a" * 43, "public": "A" * 43}]}, id="of small order"),
        pytest.param(
            {"keys": [{"kid": "A" * 43, "public": b64url_encode(factories.KEY.public)}]},
            id="an id that is not the key's",
        ),
        pytest.param({"keys": [{"kid": str(n)} for n in range(100_000)]}, id="100,000 keys"),
        pytest.param({"name": "x" * 10_000_000}, id="10 MB"),
    ],
)
def test_a_site_that_says_wrong_things_of_itself(changes):
    with HostileServer() as server:
        key = factories.KEY
        said = {
            "origin": server.url(""),
            "name": "Böse",
            "keys": [{"kid": key.kid, "public": b64url_encode(key.public)}],
        }
        server.routes = ByPath({WELL_KNOWN: as_json(said | changes)})
        with pytest.raises(HarvestError) as refusal:
            propose(server.url(""))
    assert 10 < len(str(refusal.value)) < 500
    assert not Source.objects.exists()


def test_a_name_with_line_breaks_and_control_characters_is_one_plain_line():
    with HostileServer() as server:
        key = factories.KEY
        said = {
            "origin": server.url(""),
            "name": "Kammer\r\n2026-01-01 ERROR \x1b[31mall is lost\u202e\u2028",
            "keys": [{"kid": key.kid, "public": b64url_encode(key.public)}],
            "software": {"version": "1\n2" * 100},
        }
        server.routes = ByPath({WELL_KNOWN: as_json(said)})
        source = propose(server.url(""))
    assert source.name == "Kammer 2026-01-01 ERROR [31mall is lost"


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/a.jpg",
        "https://[fd00::1]/a.jpg",
        "https://0x7f.1/a.jpg",
        "https://metadata.example/a.jpg",
        "http://192.168.0.1/a.jpg",
        "https://hub.example:99999/a.jpg",
        "https://hub.example/a.jpg#part",
    ],
)
def test_a_picture_at_an_address_that_nobody_asks(names, url):
    names("metadata.example", "169.254.169.254")
    with Attack() as attack:
        image = {"id": "a" * 64, "url": url, "width": 1, "height": 1}
        attack.feed = page_of(attack.entry(images=[image], title="Bild"))
        attack.strike()
        assert fetch_missing() == (0, 1)
        attack.shows("Gut", "Bild")
    picture = Picture.objects.get()
    assert (picture.digest, picture.failures) == ("", 1)
    assert len(picture.error) > 20


def test_join_and_ping_ask_nobody(trap):
    """The doorbell only notes: whoever is named does not hear of it, however often it rings."""
    with Attack() as attack:
        asked = len(attack.server.requests)
        for _ring in range(200):
            answer_ring(None, origin=trap.url(""))
            answer_ring(None, origin=attack.origin)
        assert len(attack.server.requests) == asked
        attack.feed = answer(status="503 Busy", headers={"Retry-After": "3600"})
        attack.strike()
        for _ring in range(200):
            answer_ring(None, origin=attack.origin)
        assert len(attack.server.requests) == asked + 1
    assert trap.connections == 0
    assert Run.objects.filter(source__origin=trap.url("")).count() == 0
    assert not JoinRequest.objects.exists()
