import pytest
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.documents import DocumentError, check_origin, normalise_origin

RIGHT = [
    "https://hwk.example",
    "https://hwk.example:8443",
    "https://xn--mller-kva.example",
    "https://a.b-c.d1.example",
    "https://192.0.2.1",
    "https://[2001:db8::1]",
    "https://localhost",
]
WRONG = [
    "",
    "hwk.example",
    "//hwk.example",
    "https:hwk.example",
    "https:/hwk.example",
    "https://",
    "http://hwk.example",
    "ftp://hwk.example",
    "HTTPS://hwk.example",
    "https://HWK.example",
    "https://hwk.example/",
    "https://hwk.example/om",
    "https://hwk.example?x",
    "https://hwk.example#x",
    "https://hwk.example.",
    "https://hwk..example",
    "https://.hwk.example",
    "https://-hwk.example",
    "https://hwk-.example",
    "https://h_wk.example",
    "https://hwk.example:443",
    "https://hwk.example:",
    "https://hwk.example:0",
    "https://hwk.example:0443",
    "https://hwk.example:65536",
    "https://hwk.example:99999",
    "https://user@hwk.example",
    "https://user:pass@hwk.example",
    "https://müller.example",
    "https://xn--a.example",
    "https://xn--MLLER-kva.example",
    "https://ab--cd.example",
    "https://faß.example",
    f"https://{'a' * 64}.example",
    f"https://{'a.' * 140}example",
    "https://127.1",
    "https://2130706433",
    "https://0x7f.0.0.1",
    "https://0177.0.0.1",
    "https://127.0.0.1.",
    "https://1.2.3.256",
    "https://1.2.3",
    "https://[::1",
    "https://[0:0:0:0:0:0:0:1]",
    "https://[::FFFF]",
    "https://[::1%25eth0]",
    "https://[v1.a]",
    "https://hwk.example\n",
    " https://hwk.example",
    "https://hwk.exa\u00admple",
    "https://hwk。example",
    "https://hwk\\.example",
    "https://hwk.example\0",
]


@pytest.mark.parametrize("origin", RIGHT)
def test_an_origin_in_its_form_is_taken(origin):
    assert check_origin(origin) == origin


@pytest.mark.parametrize("origin", WRONG)
@pytest.mark.parametrize("allow_loopback_http", [False, True])
def test_any_other_form_is_refused(origin, allow_loopback_http):
    with pytest.raises(DocumentError) as caught:
        check_origin(origin, allow_loopback_http=allow_loopback_http)
    assert caught.value.code == "bad-origin"
    assert len(caught.value.message) <= 300


LOOPBACK = [
    "http://localhost",
    "http://localhost:8000",
    "http://127.0.0.1:8001",
    "http://127.255.255.254",
    "http://[::1]:8002",
]


@pytest.mark.parametrize("origin", LOOPBACK)
def test_http_on_this_machine_is_for_demo_mode_only(origin):
    assert check_origin(origin, allow_loopback_http=True) == origin
    with pytest.raises(DocumentError):
        check_origin(origin)


@pytest.mark.parametrize(
    "origin",
    [
        "http://hwk.example",
        "http://128.0.0.1",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://[::2]",
        "http://[::ffff:7f00:1]",
        "http://localhost:80",
        "http://127.1:8000",
        "http://0.0.0.0:8000",
    ],
)
def test_demo_mode_takes_no_other_http(origin):
    with pytest.raises(DocumentError):
        check_origin(origin, allow_loopback_http=True)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://hwk.example", "https://hwk.example"),
        (" HTTPS://HWK.Example:443/Pfad?x#y ", "https://hwk.example"),
        ("hwk.example", "https://hwk.example"),
        ("hwk.example:8443/x", "https://hwk.example:8443"),
        ("https://Müller.example./", "https://xn--mller-kva.example"),
        ("https://faß.example", "https://xn--fa-hia.example"),
        ("http://localhost:8000/cms/", "http://localhost:8000"),
        ("http://localhost:80", "http://localhost"),
        ("http://[0:0:0:0:0:0:0:1]:8000", "http://[::1]:8000"),
        ("https://192.0.2.1", "https://192.0.2.1"),
    ],
)
def test_what_people_type_becomes_an_origin(address, origin):
    assert normalise_origin(address) == origin


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "ftp://hwk.example",
        "javascript:alert(1)",
        "https://user@hwk.example",
        "https://hwk.example\\@evil.example",
        "https://hwk.example:http",
        "https://hwk.example:99999",
        "https://[::1",
        "https://127.1",
        "https://..",
        "²",  # a digit in another form: the host would be the number 2
        "x" * 5000,
    ],
)
def test_what_has_no_origin_is_said(address):
    with pytest.raises(DocumentError) as caught:
        normalise_origin(address)
    assert caught.value.code == "bad-origin"


@given(st.text(max_size=40) | st.from_regex(r"https?://[a-zA-Z0-9äß.:@\[\]/-]{1,30}"))
def test_a_normalised_origin_stays_as_it_is(address):
    try:
        origin = normalise_origin(address)
    except DocumentError:
        return
    assert normalise_origin(origin) == origin
    if origin.startswith("https://"):
        assert check_origin(origin) == origin
